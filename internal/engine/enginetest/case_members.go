package enginetest

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// A question about members is one setting a line:
//
//	event check_in product=book    an activity with conditions; also start, return, step, exclude, join, active
//	range 2026-09-01 2026-09-30    inclusive
//	through 2026-09-29             the watermark
//	filter channel=zhihu
//
// and the other fields of the question in lower case. An answer has one line
// for each bucket, cohort, step or member; counts that are 0 are left out.

func askGrowth(ctx context.Context, e any, text string) (string, bool, error) {
	m, ok := e.(engine.Members)
	if !ok {
		return "", false, nil
	}
	q := engine.GrowthQuery{}
	states := false
	err := settingsOf(text, map[string]any{
		"event": &q.Event, "period": &q.Period, "rolling": &q.Rolling, "range": &q.Range, "filter": &q.Filter,
		"censor": &q.Censor, "through": &q.Through, "states": &states,
	})
	if err != nil {
		return "", true, err
	}
	g, err := m.Growth(ctx, q)
	if err != nil {
		return "", true, err
	}
	var out answer
	for _, b := range g.Buckets {
		out.line(b.Days.From, b.State)
		if !states {
			out.counts("new", b.New, "pre_existing", b.PreExisting, "retained", b.Retained, "resurrected", b.Resurrected,
				"churned", b.Churned, "active", b.Active, "dau", b.DAU, "wau", b.WAU, "mau", b.MAU)
			continue
		}
		names := []string{"new", "current", "reactivated", "resurrected", "at_risk_7", "at_risk_30", "dormant"}
		for i, n := range b.States {
			out.counts(names[i], n)
		}
		for i, row := range b.Moves {
			for j, n := range row {
				out.counts(names[i]+">"+names[j], n)
			}
		}
	}
	return out.String(), true, nil
}

func askRetention(ctx context.Context, e any, text string) (string, bool, error) {
	m, ok := e.(engine.Members)
	if !ok {
		return "", false, nil
	}
	q := engine.RetentionQuery{}
	average := false
	err := settingsOf(text, map[string]any{
		"start": &q.Start, "return": &q.Return, "cohort": &q.Cohort, "mode": &q.Mode, "bracket": &q.Brackets, "streak": &q.Streak,
		"elapsed": &q.Elapsed, "period": &q.Period, "group_by": &q.GroupBy, "range": &q.Range, "periods": &q.Periods,
		"min_returns": &q.MinReturns, "by": &q.By, "filter": &q.Filter, "through": &q.Through, "average": &average,
	})
	if err != nil {
		return "", true, err
	}
	r, err := m.Retention(ctx, q)
	if err != nil {
		return "", true, err
	}
	var out answer
	for _, c := range r.Cohorts {
		out.line(group(c.Group), c.Start, fmt.Sprintf("size=%d:", c.Size))
		for h, state := range c.State {
			switch state {
			case engine.Complete:
				out.words(c.Count[h])
			case engine.Partial: // so far, and of the mature ones
				out.words(fmt.Sprintf("%d?%d/%d", c.Count[h], c.Returned[h], c.Mature[h]))
			case engine.Waiting:
				out.words("…")
			}
		}
	}
	if average {
		for _, a := range r.Average {
			out.line(group(a.Group), "average:")
			for i := range a.Returned {
				out.words(fmt.Sprintf("%d/%d(%d)%.4g", a.Returned[i], a.Size[i], a.Left[i], a.Mean[i]))
			}
		}
	}
	return out.String(), true, nil
}

func askStickiness(ctx context.Context, e any, text string) (string, bool, error) {
	m, ok := e.(engine.Members)
	if !ok {
		return "", false, nil
	}
	q := engine.StickinessQuery{}
	err := settingsOf(text, map[string]any{"event": &q.Event, "range": &q.Range, "period": &q.Period, "filter": &q.Filter, "through": &q.Through})
	if err != nil {
		return "", true, err
	}
	s, err := m.Stickiness(ctx, q)
	if err != nil {
		return "", true, err
	}
	var out answer
	out.line(fmt.Sprintf("periods=%d left=%d active=%d sum=%d ratio=%.4g", s.Periods, s.Left, s.Active, s.Sum, s.Ratio))
	for i, n := range s.Members {
		if n > 0 {
			out.line(fmt.Sprintf("%d: %d", i+1, n))
		}
	}
	return out.String(), true, nil
}

func askFunnel(ctx context.Context, e any, text string) (string, bool, error) {
	m, ok := e.(engine.Members)
	if !ok {
		return "", false, nil
	}
	q, glossary, since := engine.FunnelQuery{}, "", ""
	err := settingsOf(text, map[string]any{
		"glossary": &glossary, "since": &since, "step": &q.Steps, "exclude": &q.Exclude, "order": &q.Order, "hours": &q.Hours, "days": &q.Days, "range": &q.Range,
		"by": &q.By, "filter": &q.Filter, "through": &q.Through,
	})
	if err != nil {
		return "", true, err
	}
	q.Glossary = strings.Fields(glossary)
	f, err := m.Funnel(ctx, q)
	if err != nil {
		return "", true, err
	}
	var out answer
	for _, g := range f.Groups {
		out.line(group(g.Group), "all")
		out.counts("entrants", g.Entrants, "converted", g.Converted, "dropped", g.Dropped, "open", g.Open, "mature", g.Mature)
		for i, s := range g.Steps {
			out.line(i+1, fmt.Sprintf("count=%d", s.Count))
			out.counts("dropped", s.Dropped, "open", s.Open, "mature", s.Mature)
			out.words("hours")
			for _, h := range s.Hours {
				out.words(strconv.FormatFloat(h, 'g', 6, 64))
			}
			if since == "" {
				continue
			}
			out.words("since")
			for _, h := range s.Since {
				out.words(strconv.FormatFloat(h, 'g', 6, 64))
			}
		}
		for _, d := range g.Trend {
			out.line(d.Day)
			out.counts("entrants", d.Entrants, "converted", d.Converted, "dropped", d.Dropped, "open", d.Open, "mature", d.Mature)
		}
	}
	return out.String(), true, nil
}

func askChallenge(ctx context.Context, e any, text string) (string, bool, error) {
	h, ok := e.(engine.Habits)
	if !ok {
		return "", false, nil
	}
	q := engine.ChallengeQuery{DayStart: -1}
	err := settingsOf(text, map[string]any{
		"event": &q.Event, "challenge": &q.Challenge, "enrol": &q.Enrol, "start": &q.Start, "length": &q.Length, "day_start": &q.DayStart,
		"grace": &q.Grace, "make_up": &q.MakeUp, "rest": &q.Rest, "need": &q.Need, "silence": &q.Silence, "by": &q.By,
		"range": &q.Range, "filter": &q.Filter, "through": &q.Through,
	})
	if err != nil {
		return "", true, err
	}
	c, err := h.Challenge(ctx, q)
	if err != nil {
		return "", true, err
	}
	var out answer
	for _, g := range c.Groups {
		out.line(group(g.Group), "all")
		out.counts("enrolled", g.Enrolled, "late", g.Late, "perfect", g.Perfect, "enough", g.Enough, "open", g.Open)
		for _, d := range g.Curve {
			out.line(d.Day, fmt.Sprintf("at_risk=%d", d.AtRisk))
			out.counts("lost", d.Lost, "censored", d.Censored)
		}
	}
	return out.String(), true, nil
}

func askStreaks(ctx context.Context, e any, text string) (string, bool, error) {
	h, ok := e.(engine.Habits)
	if !ok {
		return "", false, nil
	}
	q := engine.StreakQuery{}
	err := settingsOf(text, map[string]any{
		"event": &q.Event, "challenge": &q.Challenge, "make_up": &q.MakeUp, "rest": &q.Rest, "range": &q.Range, "filter": &q.Filter, "through": &q.Through,
	})
	if err != nil {
		return "", true, err
	}
	s, err := h.Streaks(ctx, q)
	if err != nil {
		return "", true, err
	}
	var out answer
	for _, list := range []struct {
		name   string
		counts []int
	}{{"current", s.Current}, {"longest", s.Longest}, {"current_made_up", s.CurrentMadeUp}, {"longest_made_up", s.LongestMadeUp}} {
		out.line(list.name)
		for n, count := range list.counts {
			out.counts(strconv.Itoa(n), count)
		}
	}
	for _, m := range s.AtRisk {
		out.line("at_risk", m.Member, m.Current, m.Longest, m.Last)
	}
	return out.String(), true, nil
}

func askInvitations(ctx context.Context, e any, text string) (string, bool, error) {
	h, ok := e.(engine.Habits)
	if !ok {
		return "", false, nil
	}
	q := engine.InvitationQuery{}
	err := settingsOf(text, map[string]any{"join": &q.Join, "active": &q.Active, "period": &q.Period, "range": &q.Range, "through": &q.Through})
	if err != nil {
		return "", true, err
	}
	i, err := h.Invitations(ctx, q)
	if err != nil {
		return "", true, err
	}
	var out answer
	for _, b := range i.Buckets {
		out.line(b.Days.From, b.State)
		out.counts("invited", b.Invited, "active", b.Active)
		for _, hours := range b.CycleHours {
			out.words(strconv.FormatFloat(hours, 'g', 6, 64))
		}
	}
	return out.String(), true, nil
}

// answer writes lines of words.
type answer struct{ strings.Builder }

func (a *answer) line(words ...any) {
	a.WriteString("\n")
	a.words(words...)
}

func (a *answer) words(words ...any) {
	for _, w := range words {
		if w != "" {
			fmt.Fprint(a, w, " ")
		}
	}
}

// counts writes pairs of a name and a count that is not 0.
func (a *answer) counts(pairs ...any) {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != 0 {
			fmt.Fprintf(a, "%v=%v ", pairs[i], pairs[i+1])
		}
	}
}

// group writes the name of a group.
func group(name string) string {
	if name == "" {
		return ""
	}
	return "[" + name + "]"
}

// settingsOf reads the lines of a question into fields.
func settingsOf(text string, into map[string]any) error {
	return fields(text, func(key string, words []string) (err error) {
		activity := func() engine.Activity {
			a := engine.Activity{Event: strings.ReplaceAll(words[0], "~", " ")}
			for _, f := range words[1:] {
				a.Where = append(a.Where, ParseFilter(f))
			}
			return a
		}
		switch to := into[key].(type) {
		case *engine.Activity:
			*to = activity()
		case *[]engine.Activity:
			*to = append(*to, activity())
		case *[]ops.Filter:
			*to = append(*to, ParseFilter(words[0]))
		case *[][2]int:
			var b [2]int
			_, err = fmt.Sscan(strings.Join(words, " "), &b[0], &b[1])
			*to = append(*to, b)
		case *[]engine.Round:
			r, wrong := roundOf(words)
			*to, err = append(*to, r), wrong
		case *[]int:
			for _, w := range words {
				n, wrong := strconv.Atoi(w)
				*to, err = append(*to, n), wrong
			}
		case *int:
			*to, err = strconv.Atoi(words[0])
		case *bool:
			*to = true
		case *string:
			*to = words[0]
		case *ops.Grain:
			*to = ops.Grain(words[0])
		case *ops.Day:
			*to, err = ops.ParseDay(words[0])
		case *ops.Range:
			*to, err = ParseRange(words[0], words[1])
		default:
			err = fmt.Errorf("the question has no %q", key)
		}
		return err
	})
}

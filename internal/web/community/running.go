package community

import (
	"fmt"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// runningView is how a challenge goes: what its page opens with.
type runningView struct {
	Says         string
	Asides       []string
	Facts        []runningFact
	People       []riskView
	More         string // that there are more than are shown
	List, Copied string // the list as a file, and as text
	Survival     *view.Chart
	LeftHint     string
	Hazard       *hazardView
	FallHint     string
	Good         *goodView
}

type runningFact struct{ Label, Value, Below, Tone string }

// riskView is a member who may break tonight.
type riskView struct {
	Name, Member, Href, Group, Usual, Tonight string
	Chance, Width                             string // in words, and as a length
	Days                                      string // in words
	Dots                                      []dotView
}

type dotView struct {
	X    int
	Done bool
}

// risksShown is how many members the page lists.
const risksShown = 12

// runner writes how a challenge goes.
type runner struct {
	view.Writer
	challenge ops.Challenge
	names     map[string]string // of members, by id
}

// eveningOf asks how a challenge goes now. joined is how many take part where it is not
// ok: the challenge has not begun, has no first day for all, or nothing is known of it.
func (s *Section) eveningOf(c echo.Context, x ops.Challenge, links int) (e *analysis.Evening, joined int, ok bool, err error) {
	ctx, leave, err := s.Question(c.Request().Context(), s.Gate, frame.QueryTimeout)
	if err != nil {
		return nil, 0, false, err
	}
	defer leave()
	d := analysis.Evenings{Data: s.Data(c)}
	all, err := s.CheckIns.Challenges(ctx)
	if err != nil {
		return nil, 0, false, err
	}
	now := s.Clock()
	calendar := x.Calendar(s.Calendar)
	today := calendar.Day(now)
	at := analysis.EveningMoment{Today: today, Minute: int(now.Sub(calendar.Start(today)) / time.Minute), Links: links}
	if e, ok, err = d.Of(ctx, x, all, at); err != nil || ok {
		return e, 0, ok, frame.Ended(ctx, err)
	}
	joined, err = d.Joined(ctx, x, today)
	return nil, joined, false, frame.Ended(ctx, err)
}

// running writes the top of the page of a challenge.
func (s *Section) running(c echo.Context, w view.Writer, x ops.Challenge, tokens []ops.CheckInToken) (*runningView, error) {
	e, joined, ok, err := s.eveningOf(c, x, len(tokens))
	if err != nil {
		return nil, err
	}
	t := &w.T.Evening
	if !ok {
		joined = max(joined, len(tokens))
		v := &runningView{Says: fmt.Sprintf(t.SaysOwn, view.Whole(joined)), Facts: []runningFact{{Label: t.Joined, Value: view.Whole(joined)}}}
		switch {
		case joined == 0:
			v.Says = t.SaysNone
		case x.OwnStart():
			v.Asides = []string{t.OwnAside}
		default:
			v.Says = fmt.Sprintf(t.SaysEarly, w.Day(x.Start), view.Whole(joined))
		}
		return v, nil
	}
	r := runner{Writer: w, challenge: x, names: map[string]string{}}
	for _, token := range tokens {
		r.names[token.Member] = token.Name
	}
	today, _ := s.daysNow(x, s.Clock())
	over := today >= x.Range().To
	v := &runningView{Says: r.says(e, over), Asides: r.asides(e, over), Facts: r.facts(e, over), List: eveningHref(x.ID, report.Mark)}
	if !over {
		r.list(v, e)
		v.Good = r.good(e)
	}
	if len(e.Own) > 0 || len(e.Before) > 0 {
		if v.Survival, err = r.curve(e); err != nil {
			return nil, err
		}
	}
	v.Hazard = r.hazard(e)
	if n := len(e.Rounds); n > 0 {
		v.LeftHint, v.FallHint = fmt.Sprintf(t.SurvivalHint, n), fmt.Sprintf(t.HazardHint, n)
	}
	return v, nil
}

// day returns the number of a day of the challenge.
func (r runner) day(d ops.Day) int { return int(d-r.challenge.Start) + 1 }

// says is the sentence on top.
func (r runner) says(e *analysis.Evening, over bool) string {
	t, a := &r.T.Evening, e.Answer
	n, risk := r.day(e.Day), view.Whole(len(e.AtRisk))
	switch {
	case a.Joined == 0:
		return t.SaysNone
	case over:
		return fmt.Sprintf(t.SaysOver, view.Whole(a.Joined), view.Whole(a.In), r.share(a.In, a.Joined))
	case !e.Known && len(e.AtRisk) > 0:
		return fmt.Sprintf(t.SaysBlind, n, risk)
	case !e.Known && n == 1:
		return fmt.Sprintf(t.SaysFirst, view.Whole(a.Joined))
	case len(e.AtRisk) == 0:
		return fmt.Sprintf(t.SaysSafe, n, r.came(e))
	}
	return fmt.Sprintf(t.Says, n, view.Whole(a.Came), risk)
}

// came is how many came, or that nobody knows.
func (r runner) came(e *analysis.Evening) string {
	if !e.Known {
		return i18n.Pending
	}
	return view.Whole(e.Answer.Came)
}

func (r runner) share(k, n int) string {
	return r.Value(ops.Value{Number: float64(k) / float64(max(1, n)), Num: float64(k), Den: float64(n)}, ops.UnitPercent)
}

// asides say what the sentence rests on.
func (r runner) asides(e *analysis.Evening, over bool) (out []string) {
	t, rounds := &r.T.Evening, len(e.Rounds)
	if e.Stale {
		out = append(out, fmt.Sprintf(t.Stale, r.Day(e.Day-1)))
	}
	if n := len(e.AtRisk); n > 0 && !over {
		likely := i18n.Decimal(e.Likely.Number, 0, 0)
		switch {
		case e.Likely.State != ops.Known:
			out = append(out, t.NoEarlier)
		case e.Known:
			out = append(out, fmt.Sprintf(t.Likely, view.Whole(n), ask.ClockText(r.clock(e.Minute)), rounds, likely))
		default:
			out = append(out, fmt.Sprintf(t.LikelyDay, likely, view.Whole(n), rounds))
		}
	}
	switch e.Against {
	case analysis.Good:
		out = append(out, fmt.Sprintf(t.Better, rounds))
	case analysis.Bad:
		out = append(out, fmt.Sprintf(t.Worse, rounds))
	case analysis.Indifferent:
		out = append(out, fmt.Sprintf(t.Alike, rounds))
	}
	for _, cliff := range e.Cliffs {
		if d := r.challenge.Start + ops.Day(cliff-1); d >= e.Day && cliff <= r.challenge.Length && !over {
			return append(out, fmt.Sprintf(t.NextCliff, cliff, r.Lang.WeekdayDate(view.Civil(d))))
		}
	}
	return out
}

// clock returns the time of day at a minute of a day of the challenge.
func (r runner) clock(minute int) int {
	return (int(r.challenge.DayStart/time.Minute) + minute) % (24 * 60)
}

func (r runner) facts(e *analysis.Evening, over bool) []runningFact {
	t, a := &r.T.Evening, e.Answer
	joined := runningFact{Label: t.Joined, Value: view.Whole(a.Joined)}
	if n := len(a.Rounds); n > 0 {
		joined.Below = fmt.Sprintf(t.Before, view.Whole(a.Rounds[n-1].Members))
	}
	came := runningFact{Label: t.Came, Value: r.came(e)}
	if over {
		came.Label = t.CameOver
	}
	if e.Known {
		came.Below = fmt.Sprintf(t.CameFrom, view.Whole(a.CameIn), view.Whole(a.Came-a.CameIn))
	}
	out := []runningFact{joined, came, {t.In, view.Whole(a.In), fmt.Sprintf(t.InShare, r.share(a.In, a.Joined), analysis.OutAfter), ""}}
	if over {
		return out
	}
	third := 0
	for _, m := range e.AtRisk {
		if m.Third {
			third++
		}
	}
	risk := runningFact{Label: t.Risk, Value: view.Whole(len(e.AtRisk)),
		Below: fmt.Sprintf(t.RiskOf, analysis.LongStreak, view.Whole(len(e.AtRisk)-third), view.Whole(third))}
	if len(e.AtRisk) > 0 {
		risk.Tone = "bad"
	}
	return append(out, risk)
}

// list fills in who may break tonight.
func (r runner) list(v *runningView, e *analysis.Evening) {
	t := &r.T.Evening
	var text strings.Builder
	for i, m := range e.AtRisk {
		x := r.risk(e, m)
		fmt.Fprintf(&text, "%s\t%s\t%s\n", x.Name, x.Tonight, x.Chance)
		if i < risksShown {
			v.People = append(v.People, x)
		}
	}
	v.Copied = text.String()
	if more := len(e.AtRisk) - risksShown; more > 0 {
		v.More = fmt.Sprintf(t.More, view.Whole(more))
	}
}

// risk writes a member who may break tonight.
func (r runner) risk(e *analysis.Evening, m analysis.AtRisk) riskView {
	t := &r.T.Evening
	x := riskView{Name: m.ID, Member: m.ID, Href: view.MemberHref(m.ID), Group: r.Group(m.Group, 0), Chance: i18n.Pending,
		Days: fmt.Sprintf(t.DaysOf, m.Kept, m.Days)}
	if name := r.names[m.ID]; name != "" {
		x.Name = name
	}
	if m.Group == "" {
		x.Group = ""
	}
	if m.Usual >= 0 {
		x.Usual = fmt.Sprintf(t.Usually, ask.ClockText(r.clock(m.Usual)))
	}
	x.Tonight = fmt.Sprintf(t.Streak, m.Streak)
	if m.Third {
		x.Tonight = fmt.Sprintf(t.Third, m.Away)
	}
	if m.Chance.State == ops.Known {
		x.Chance = fmt.Sprintf("%.0f%%", 100*m.Chance.Number)
		x.Width = fmt.Sprintf("%.1f%%", 100*m.Chance.Number)
	}
	const dots = 14
	done := m.Done[max(0, len(m.Done)-dots):]
	for i, did := range done {
		x.Dots = append(x.Dots, dotView{X: i * 9, Done: did})
	}
	return x
}

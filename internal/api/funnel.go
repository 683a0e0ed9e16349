package api

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
	"daybreak/internal/report"
)

type funnelAnswer struct {
	Through string             `json:"through"`
	Notes   []noteAnswer       `json:"notes"`
	Steps   []funnelStepAnswer `json:"steps"`
	funnelTotals
	Groups []funnelGroupAnswer `json:"groups,omitzero"`
	Trend  []funnelDayAnswer   `json:"trend"`
	Times  []timeToConvert     `json:"times"`
}

// funnelTotals counts entrants. Rate is taken among the mature, whose window
// is over: (mature − dropped) ÷ mature (R6).
type funnelTotals struct {
	Entrants  int      `json:"entrants"`
	Converted int      `json:"converted"`
	Dropped   int      `json:"dropped"`
	Open      int      `json:"open"`
	Mature    int      `json:"mature"`
	Rate      *float64 `json:"rate"`
}

type funnelGroupAnswer struct {
	Group string             `json:"group"`
	Steps []funnelStepAnswer `json:"steps"`
	funnelTotals
	Trend []funnelDayAnswer `json:"trend"`
	Times []timeToConvert   `json:"times"`
}

// funnelStepAnswer counts members who reached the step; of those that got no
// further Dropped are out of time and Open are not. Hours are from the first
// step, HoursSince from the step before; the first step has none of these.
type funnelStepAnswer struct {
	Step     string     `json:"step"`
	Position int        `json:"position"`
	Count    int        `json:"count"`
	Dropped  int        `json:"dropped"`
	Open     int        `json:"open"`
	Mature   int        `json:"mature"` // of count, those whose window is over
	Hours    *quantiles `json:"hours"`

	HoursSince *quantiles `json:"hours_since"`
}

type quantiles struct {
	Median float64 `json:"median"`
	P75    float64 `json:"p75"`
	P90    float64 `json:"p90"`
}

// funnelDayAnswer are the entrants of a day. State is complete when the
// windows of all of them are over, pending when none is.
type funnelDayAnswer struct {
	Day string `json:"day"`
	funnelTotals
	State engine.CellState `json:"state"`
}

// timeToConvert counts members that took From to To hours from the first step
// to the last, To exclusive, but for the last one.
type timeToConvert struct {
	From  int `json:"from"`
	To    int `json:"to"`
	Count int `json:"count"`
}

func askFunnel(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	snapshot := d.Snapshot
	q := ask.ReadFunnel(p, d)
	shown := p.Table("steps", "trend", "times")
	return func(ctx context.Context) (any, *report.Table, error) {
		f, err := snapshot.Funnel(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		bins := len(analysis.TimeBins(q, nil))
		if err := fits(f.Groups, func(g engine.FunnelGroup) int { return 9*len(q.Steps) + 6*len(g.Trend) + bins }); err != nil {
			return nil, nil, err
		}
		all := addFunnels(f.Groups, len(q.Steps))
		out := funnelAnswer{Through: q.Through.String(), Notes: noteAnswers(analysis.NeverHappenedOf(snapshot, q.Steps)), Steps: stepAnswers(q.Steps, all.Steps),
			funnelTotals: totalsOf(all.Entrants, all.Converted, all.Dropped, all.Open, all.Mature), Trend: trendAnswers(all.Trend),
			Times: timesToConvert(q, all.Steps)}
		groups := []funnelGroupAnswer{{Steps: out.Steps, Trend: out.Trend, Times: out.Times}}
		if q.By != "" {
			groups = []funnelGroupAnswer{}
			for _, g := range f.Groups {
				groups = append(groups, funnelGroupAnswer{g.Group, stepAnswers(q.Steps, g.Steps), totalsOf(g.Entrants, g.Converted, g.Dropped, g.Open, g.Mature),
					trendAnswers(g.Trend), timesToConvert(q, g.Steps)})
			}
			out.Groups = groups
		}
		return out, funnelTable(shown, groups), nil
	}
}

// funnelTable is one of the tables of a funnel.
func funnelTable(shown string, groups []funnelGroupAnswer) *report.Table {
	t := &report.Table{Header: map[string][]string{
		"steps": {"group", "position", "step", "count", "dropped", "open", "mature", "median_hours", "p75_hours", "p90_hours",
			"median_hours_since", "p75_hours_since", "p90_hours_since"},
		"trend": {"group", "day", "entrants", "converted", "dropped", "open", "mature", "rate", "state"},
		"times": {"group", "from_hours", "to_hours", "count"},
	}[shown]}
	add := func(group string, numbers []int, rest ...string) {
		row := []string{ops.SafeText(group)}
		for _, n := range numbers {
			row = append(row, strconv.Itoa(n))
		}
		t.Rows = append(t.Rows, append(row, rest...))
	}
	for _, g := range groups {
		switch shown {
		case "steps":
			for _, x := range g.Steps {
				add(g.Group, []int{x.Position, x.Count, x.Dropped, x.Open, x.Mature}, slices.Concat(x.Hours.texts(), x.HoursSince.texts())...)
				t.Rows[len(t.Rows)-1] = slices.Insert(t.Rows[len(t.Rows)-1], 2, ops.SafeText(x.Step))
			}
		case "trend":
			for _, x := range g.Trend {
				rate := numberText(x.Rate)
				if x.Mature == 0 {
					rate = report.Pending
				}
				add(g.Group, []int{x.Entrants, x.Converted, x.Dropped, x.Open, x.Mature}, rate, x.State.String())
				t.Rows[len(t.Rows)-1] = slices.Insert(t.Rows[len(t.Rows)-1], 1, x.Day)
			}
		case "times":
			for _, x := range g.Times {
				add(g.Group, []int{x.From, x.To, x.Count})
			}
		}
	}
	return t
}

func trendAnswers(days []engine.FunnelDay) []funnelDayAnswer {
	out := make([]funnelDayAnswer, len(days))
	for i, d := range days {
		out[i] = funnelDayAnswer{d.Day.String(), totalsOf(d.Entrants, d.Converted, d.Dropped, d.Open, d.Mature), engine.Partial}
		switch d.Mature {
		case d.Entrants:
			out[i].State = engine.Complete
		case 0:
			out[i].State = engine.Waiting
		}
	}
	return out
}

// timesToConvert counts those who got through by the time they took.
func timesToConvert(q engine.FunnelQuery, steps []engine.FunnelStep) []timeToConvert {
	bins := analysis.TimeBins(q, steps[len(steps)-1].Hours)
	out := make([]timeToConvert, len(bins))
	for i, b := range bins {
		out[i] = timeToConvert{b.From, b.To, b.Count}
	}
	return out
}

func totalsOf(entrants, converted, dropped, open, mature int) funnelTotals {
	return funnelTotals{entrants, converted, dropped, open, mature, ratio(mature-dropped, mature)}
}

func stepAnswers(names []engine.Activity, steps []engine.FunnelStep) []funnelStepAnswer {
	out := make([]funnelStepAnswer, len(steps))
	for i, x := range steps {
		out[i] = funnelStepAnswer{Step: ask.ActivityText(names[i]), Position: i + 1, Count: x.Count, Dropped: x.Dropped, Open: x.Open, Mature: x.Mature,
			Hours: quantilesOf(x.Hours), HoursSince: quantilesOf(x.Since)}
	}
	return out
}

// quantilesOf returns the quantiles of sorted values, nil without values.
func quantilesOf(sorted []float64) *quantiles {
	if len(sorted) == 0 {
		return nil
	}
	at := func(q float64) float64 {
		v, _ := calc.Quantile(sorted, q)
		return v
	}
	return &quantiles{Median: at(0.5), P75: at(0.75), P90: at(0.9)}
}

// texts writes the quantiles in CSV.
func (q *quantiles) texts() []string {
	if q == nil {
		return []string{report.NotApplicable, report.NotApplicable, report.NotApplicable}
	}
	return []string{numberText(&q.Median), numberText(&q.P75), numberText(&q.P90)}
}

type streaksAnswer struct {
	Through       string         `json:"through"`
	Today         string         `json:"today"`
	Current       []streakCount  `json:"current"`
	Longest       []streakCount  `json:"longest"`
	CurrentMadeUp []streakCount  `json:"current_made_up"`
	LongestMadeUp []streakCount  `json:"longest_made_up"`
	AtRisk        []memberAtRisk `json:"at_risk"`
}

type streakCount struct {
	Days  int `json:"days"`
	Count int `json:"count"`
}

type memberAtRisk struct {
	Member  string `json:"member"`
	Current int    `json:"current"`
	Longest int    `json:"longest"`
	Last    string `json:"last"`
}

func askStreaks(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	snapshot := d.Snapshot
	q := ask.ReadStreaks(p, d)
	shown := p.Table("lengths", "at_risk")
	return func(ctx context.Context) (any, *report.Table, error) {
		r, err := snapshot.Streaks(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		out := streaksAnswer{Through: q.Through.String(), Today: q.Range.Last().String(), Current: streakCounts(r.Current), Longest: streakCounts(r.Longest),
			CurrentMadeUp: streakCounts(r.CurrentMadeUp), LongestMadeUp: streakCounts(r.LongestMadeUp), AtRisk: []memberAtRisk{}}
		for _, m := range r.AtRisk {
			out.AtRisk = append(out.AtRisk, memberAtRisk{m.Member, m.Current, m.Longest, m.Last.String()})
		}
		if shown == "at_risk" {
			t := &report.Table{Header: []string{"member", "current", "longest", "last"}}
			for _, m := range out.AtRisk {
				t.Rows = append(t.Rows, []string{ops.SafeText(m.Member), strconv.Itoa(m.Current), strconv.Itoa(m.Longest), m.Last})
			}
			return out, t, nil
		}
		t := &report.Table{Header: []string{"days", "current", "longest", "current_made_up", "longest_made_up"}}
		at := func(counts []int, n int) string {
			if n < len(counts) {
				return strconv.Itoa(counts[n])
			}
			return "0"
		}
		for n := range max(len(r.Current), len(r.Longest), len(r.CurrentMadeUp), len(r.LongestMadeUp)) {
			t.Rows = append(t.Rows, []string{strconv.Itoa(n), at(r.Current, n), at(r.Longest, n), at(r.CurrentMadeUp, n), at(r.LongestMadeUp, n)})
		}
		return out, t, nil
	}
}

func streakCounts(counts []int) []streakCount {
	out := make([]streakCount, len(counts))
	for n, c := range counts {
		out[n] = streakCount{n, c}
	}
	return out
}

// addFunnels adds up groups, which share no entrant, into one.
func addFunnels(groups []engine.FunnelGroup, steps int) engine.FunnelGroup {
	if len(groups) == 1 {
		return groups[0]
	}
	sum := engine.FunnelGroup{Steps: make([]engine.FunnelStep, steps)}
	days := map[ops.Day]*engine.FunnelDay{}
	for _, g := range groups {
		sum.Entrants += g.Entrants
		sum.Converted += g.Converted
		sum.Dropped += g.Dropped
		sum.Open += g.Open
		sum.Mature += g.Mature
		for i, x := range g.Steps {
			sum.Steps[i].Count += x.Count
			sum.Steps[i].Dropped += x.Dropped
			sum.Steps[i].Open += x.Open
			sum.Steps[i].Mature += x.Mature
			sum.Steps[i].Hours = append(sum.Steps[i].Hours, x.Hours...)
			sum.Steps[i].Since = append(sum.Steps[i].Since, x.Since...)
		}
		for _, d := range g.Trend {
			if days[d.Day] == nil {
				days[d.Day] = &engine.FunnelDay{Day: d.Day}
			}
			days[d.Day].Entrants += d.Entrants
			days[d.Day].Converted += d.Converted
			days[d.Day].Dropped += d.Dropped
			days[d.Day].Open += d.Open
			days[d.Day].Mature += d.Mature
		}
	}
	for i := range sum.Steps {
		slices.Sort(sum.Steps[i].Hours)
		slices.Sort(sum.Steps[i].Since)
	}
	for _, d := range slices.Sorted(maps.Keys(days)) {
		sum.Trend = append(sum.Trend, *days[d])
	}
	return sum
}

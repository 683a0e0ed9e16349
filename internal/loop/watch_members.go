package loop

import (
	"cmp"
	"context"
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// habitEvent is what a challenge asks for every day.
const habitEvent = "check_in"

// members looks at what members do, for alerts that watch no metric.
type members struct{ World }

// groups looks for groups in which nobody, staff aside, wrote for some days: those
// that had members all the while. Its value is how many groups are silent.
func (w members) groups(ctx context.Context, filter []ops.Filter, r ops.Range, days int) (out Watched, err error) {
	through, known := analysis.EventsThrough(w.Data, filter)
	r.To = min(r.To, through+1)
	if !known || r.Len() <= 0 {
		return out, nil
	}
	for _, f := range filter {
		if f.Dimension != "group" {
			return out, &ops.Error{Code: "scope_not_groups", Message: "Groups are told apart by group, not by " + f.Dimension + ".",
				Hint: "Leave the scope out, or name groups.", Where: ops.Place{Column: "scope", Value: f.Dimension}, Args: []any{f.Dimension}}
		}
	}
	q := engine.GroupsQuery{Range: ops.Range{From: r.From - ops.Day(days), To: r.To}, Grain: ops.Daily, Through: through}
	found, err := w.Snapshot.Groups(ctx, q)
	if err != nil {
		return out, err
	}
	looks := make([]Look, r.Len())
	for _, g := range found.Groups {
		if !ops.ScopesMeet(filter, []ops.Filter{{Dimension: "group", Values: []string{g.Group}}}) {
			continue
		}
		for i := range looks {
			n := silence(g.Series[:days+i+1])
			if n < days {
				continue
			}
			looks[i].Of = append(looks[i].Of, g.Group)
			looks[i].Begins = looks[i].Begins || n == days
		}
	}
	for i := range looks {
		d := r.From + ops.Day(i)
		looks[i].Days = ops.Range{From: d, To: d + 1}
		looks[i].Value, looks[i].Fires = float64(len(looks[i].Of)), len(looks[i].Of) > 0
	}
	out.Looks = looks
	return out, nil
}

// silence is for how many days up to the last one a group had members of whom none
// wrote.
func silence(series []engine.GroupBucket) int {
	n := 0
	for i := len(series) - 1; i >= 0 && series[i].Members > 0 && series[i].Speakers == 0; i-- {
		n++
	}
	return n
}

// run is a challenge with a day on which all begin.
type run struct {
	ops.Challenge
	curve []engine.SurvivalDay // nil: not asked for yet
}

// runs returns the challenges that members checked in to, by their first day: that
// which is planned, or where nothing is the first one with a check-in. Those in which
// each member begins on a day of its own are left out.
func (w members) runs(ctx context.Context, through ops.Day) ([]*run, error) {
	planned := map[string]ops.Challenge{}
	for _, c := range w.challenges {
		planned[ops.Fold(c.Name)] = c
	}
	days := w.Snapshot.Days("events")
	days.To = min(days.To, through+1)
	if days.Len() <= 0 {
		return nil, nil
	}
	rows := &ops.Measure{Record: "events", Agg: ops.RowCount, Where: []ops.Filter{{Dimension: "event", Values: []string{habitEvent}}}}
	sums, err := w.Snapshot.Sums(ctx, engine.SumQuery{Measures: []*ops.Measure{rows}, Range: days, Grain: ops.Daily, By: []string{"challenge"}})
	if err != nil || sums.Measures[0].Missing != "" {
		return nil, err
	}
	var out []*run
	for g, names := range sums.Groups {
		cells := sums.Measures[0].Cells[g*len(sums.Buckets) : (g+1)*len(sums.Buckets)]
		first := slices.IndexFunc(cells, func(c engine.Cell) bool { return c.Rows > 0 })
		if names[0] == "" || first < 0 {
			continue
		}
		c, ok := planned[ops.Fold(names[0])]
		if !ok {
			c = ops.Challenge{Name: names[0], Start: sums.Buckets[first].From, Length: usualLength, DayStart: -1}
		}
		if !c.OwnStart() {
			out = append(out, &run{Challenge: c})
		}
	}
	slices.SortFunc(out, func(a, b *run) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.Name, b.Name)) })
	return out, nil
}

// usualLength is how many days a challenge has of which nothing is planned.
const usualLength = 21

// stops returns how many of a challenge were still there on its n-th day, the first
// being 1, and how many of them stopped on it.
func (w members) stops(ctx context.Context, c *run, n int, filter []ops.Filter, through ops.Day) (lost, there int, err error) {
	if c.curve == nil {
		q := engine.ChallengeQuery{Event: engine.Activity{Event: habitEvent}, Challenge: c.Name, Start: c.Start, Length: c.Length, DayStart: -1,
			Grace: int(c.Grace.Minutes()), MakeUp: c.MakeUp, Silence: 1, Filter: filter, Through: through}
		if c.DayStart >= 0 {
			q.DayStart = int(c.DayStart.Minutes())
		}
		for _, d := range c.Rest {
			q.Rest = append(q.Rest, int(d))
		}
		found, err := w.Snapshot.Challenge(ctx, q)
		if err != nil {
			return 0, 0, err
		}
		c.curve = []engine.SurvivalDay{}
		if len(found.Groups) > 0 {
			c.curve = found.Groups[0].Curve
		}
	}
	for _, d := range c.curve {
		if d.Day == n {
			return d.Lost, d.AtRisk, nil
		}
	}
	return 0, 0, nil
}

// challenge compares, day by day, the share that stops of the challenge that runs
// with that of the one that began before it, on the same day of each: its value is the
// share, it is held against the upper end of the other's 95 % interval, and it fires
// where the interval of the difference lies above 0 (Newcombe; R7), which is then so of
// the value, too. Where several run, the one that does worst counts.
func (w members) challenge(ctx context.Context, filter []ops.Filter, r ops.Range) (out Watched, err error) {
	through, known := analysis.EventsThrough(w.Data, filter)
	r.To = min(r.To, through+1)
	if !known || r.Len() <= 0 {
		return out, nil
	}
	all, err := w.runs(ctx, through)
	if err != nil {
		return out, err
	}
	out.Reason = WatchNoPast
	for d := r.From; d < r.To; d++ {
		worst := Look{Days: ops.Range{From: d, To: d + 1}, Idle: true}
		for i, c := range all {
			if i == 0 || !c.Range().Has(d) {
				continue
			}
			l, ok, err := w.against(ctx, c, all[i-1], d, filter, through)
			if err != nil {
				return out, err
			}
			if ok && (worst.Idle || l.Fires && !worst.Fires || l.Fires == worst.Fires && l.Value-l.Against > worst.Value-worst.Against) {
				worst, out.Reason = l, ""
			}
		}
		out.Looks = append(out.Looks, worst)
	}
	return out, nil
}

// against compares a day of a challenge with the same day of another.
func (w members) against(ctx context.Context, c, earlier *run, d ops.Day, filter []ops.Filter, through ops.Day) (l Look, ok bool, err error) {
	n := int(d-c.Start) + 1
	lost, there, err := w.stops(ctx, c, n, filter, through)
	if err != nil {
		return l, false, err
	}
	lostThen, thereThen, err := w.stops(ctx, earlier, n, filter, through)
	if err != nil {
		return l, false, err
	}
	usual, known := calc.Wilson(lostThen, thereThen)
	more, both := calc.Newcombe(lost, there, lostThen, thereThen)
	if !known || !both {
		return l, false, nil
	}
	return Look{Days: ops.Range{From: d, To: d + 1}, Value: float64(lost) / float64(there), Against: usual.High, Fires: more.Low > 0,
		Of: []string{c.Heading()}}, true, nil
}

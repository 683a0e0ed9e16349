package analysis

import (
	"context"
	"strconv"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Stickiness says in how many periods of the range members were active.
type Stickiness struct {
	Query   engine.StickinessQuery // as asked
	Period  ops.Grain
	Periods int // counted: those that are over
	LeftOut int
	Active  int       // distinct members
	Ratio   ops.Value // Σ active by period ÷ (Periods × Active)
	Bars    []StickinessBar
	notes   []Note
}

// StickinessBar are the members active in exactly Periods periods, and in at
// least as many.
type StickinessBar struct{ Periods, Members, AtLeast int }

// Stickiness answers a panel of type stickiness.
func (d Data) Stickiness(ctx context.Context, v *View, p *ops.Panel) (*Stickiness, error) {
	q := *v.Asks(p).Stickiness
	out := &Stickiness{Query: q, Period: q.Period, Ratio: pending}
	through, ok := d.eventsThrough(v)
	if !ok {
		out.notes = nothing(d, "events")
		return out, nil
	}
	q.Range, q.Filter, q.Through = v.Range, v.Filter, through
	out.Query = q
	s, err := d.Snapshot.Stickiness(ctx, q)
	if err != nil {
		return nil, err
	}
	out.Periods, out.LeftOut, out.Active = s.Periods, s.Left, s.Active
	if s.Periods > 0 {
		out.Ratio = ratio(number(int(s.Sum)), number(s.Periods*s.Active))
	}
	rest := 0
	out.Bars = make([]StickinessBar, len(s.Members))
	for i := len(s.Members) - 1; i >= 0; i-- {
		rest += s.Members[i]
		out.Bars[i] = StickinessBar{Periods: i + 1, Members: s.Members[i], AtLeast: rest}
	}
	return out, nil
}

// Frame has one row for each number of periods.
func (s *Stickiness) Frame() *ops.Frame {
	periods := ops.KeyColumn{Name: "periods", Label: ops.Label{En: "Active periods", Zh: "活跃周期数"}}
	exact := ops.ValueColumn{Name: "members", Label: ops.Label{En: "Members", Zh: "人数"}, Unit: ops.UnitCount}
	atLeast := ops.ValueColumn{Name: "at_least", Label: ops.Label{En: "At least as many", Zh: "至少这么多"}, Unit: ops.UnitCount}
	for _, b := range s.Bars {
		periods.Texts = append(periods.Texts, strconv.Itoa(b.Periods))
		exact.Values = append(exact.Values, number(b.Members))
		atLeast.Values = append(atLeast.Values, number(b.AtLeast))
	}
	return &ops.Frame{Keys: []ops.KeyColumn{periods}, Values: []ops.ValueColumn{exact, atLeast}}
}

// Remarks implements Result.
func (s *Stickiness) Remarks() []Note { return s.notes }

// States is the number of members in each daily state (SPEC §6), and how they
// moved on the last complete day.
type States struct {
	Query engine.GrowthQuery // as asked
	Days  []StateDay
	Last  ops.Day         // the day of Moves
	Moves [7][7]ops.Value // share of those in state i the day before that went to j; not applicable where there was nobody
	notes []Note
}

// StateDay is one day; its members sum up to all ever active.
type StateDay struct {
	Day        ops.Day
	Members    engine.DailyStates
	InProgress bool
}

// Count is one of the day's counts as a value.
func (d StateDay) Count(n int) ops.Value {
	active := 0
	for _, m := range d.Members[:engine.StateAtRisk7] {
		active += m
	}
	return count(n, active, d.InProgress)
}

// States answers a panel of type states, day by day whatever the grain.
func (d Data) States(ctx context.Context, v *View, p *ops.Panel) (*States, error) {
	out := &States{Query: *v.Asks(p).Growth}
	for i := range out.Moves {
		for j := range out.Moves[i] {
			out.Moves[i][j] = notApplicable
		}
	}
	through, ok := d.eventsThrough(v)
	if !ok {
		out.notes = nothing(d, "events")
		return out, nil
	}
	q := &out.Query
	q.Period, q.Rolling, q.Range, q.Filter, q.Through = ops.Daily, 0, v.Range, v.Filter, through
	g, err := d.Snapshot.Growth(ctx, *q)
	if err != nil {
		return nil, err
	}
	for _, b := range g.Buckets {
		day := StateDay{Day: b.Days.From, Members: b.States, InProgress: b.State != engine.Complete}
		if day.InProgress && v.HideOpen {
			continue
		}
		out.Days = append(out.Days, day)
		if day.InProgress {
			continue
		}
		out.Last = day.Day
		for i, row := range b.Moves {
			before := 0
			for _, n := range row {
				before += n
			}
			for j, n := range row {
				out.Moves[i][j] = ratio(number(n), number(before))
			}
		}
	}
	return out, nil
}

// Frame has one row for each day and a column for each state.
func (s *States) Frame() *ops.Frame {
	days, open := make([]ops.Day, len(s.Days)), make([]bool, len(s.Days))
	for i, day := range s.Days {
		days[i], open[i] = day.Day, day.InProgress
	}
	columns := stateColumns()
	for i := range columns {
		for _, day := range s.Days {
			columns[i].Values = append(columns[i].Values, day.Count(day.Members[i]))
		}
	}
	return dayFrame(days, open, columns...)
}

// stateColumns are the states in the order of engine.DailyStates, without figures.
func stateColumns() []ops.ValueColumn {
	var out []ops.ValueColumn
	for _, c := range []struct{ name, en, zh string }{
		{"new", "New", "新增"}, {"current", "Current", "持续"}, {"reactivated", "Reactivated", "召回"}, {"resurrected", "Resurrected", "回流"},
		{"at_risk_7", "At risk, 7 days", "7 日风险"}, {"at_risk_30", "At risk, 30 days", "30 日风险"}, {"dormant", "Dormant", "沉睡"},
	} {
		out = append(out, ops.ValueColumn{Name: c.name, Label: ops.Label{En: c.en, Zh: c.zh}, Unit: ops.UnitCount})
	}
	return out
}

// Remarks implements Result.
func (s *States) Remarks() []Note { return s.notes }

// headlines are the members by state on the last day.
func (s *States) headlines() []Headline {
	if len(s.Days) == 0 {
		return nil
	}
	last := s.Days[len(s.Days)-1]
	var out []Headline
	for i, x := range stateColumns() {
		if i != engine.StateReactivated && i != engine.StateResurrected { // few on any one day
			out = append(out, tally(x.Name, x.Label.En, x.Label.Zh, ops.Neutral, last.Members[i]))
		}
	}
	return out
}

func (s *Stickiness) headlines() []Headline {
	return []Headline{
		measured("ratio", "Stickiness", "粘性", ops.UnitPercent, ops.UpGood, s.Ratio),
		tally("active", "Active", "活跃", ops.UpGood, s.Active),
	}
}

func (s *Stickiness) period() ops.Grain { return s.Period }

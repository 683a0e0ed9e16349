package analysis

import (
	"context"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Active says how many different members were active on each day, and in the
// 7 and the 30 days that end with it.
type Active struct {
	Query engine.GrowthQuery // as asked
	Days  []ActiveDay
	notes []Note
}

// ActiveDay is one day. Sticky is DAU ÷ MAU.
type ActiveDay struct {
	Day           ops.Day
	DAU, WAU, MAU int
	Sticky        ops.Value
	InProgress    bool
}

// Count is one of the day's counts as a value.
func (a ActiveDay) Count(n int) ops.Value { return count(n, a.DAU, a.InProgress) }

// Active answers a panel of type active, day by day whatever the grain.
func (d Data) Active(ctx context.Context, v *View, p *ops.Panel) (*Active, error) {
	out := &Active{Query: *v.Asks(p).Growth}
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
		day := ActiveDay{Day: b.Days.From, DAU: b.DAU, WAU: b.WAU, MAU: b.MAU, Sticky: ratio(number(b.DAU), number(b.MAU)), InProgress: b.State != engine.Complete}
		if day.InProgress {
			if v.HideOpen {
				continue
			}
			day.Sticky = pending
		}
		out.Days = append(out.Days, day)
	}
	return out, nil
}

// Frame has one row for each day.
func (a *Active) Frame() *ops.Frame {
	days, open := make([]ops.Day, len(a.Days)), make([]bool, len(a.Days))
	column := func(name, en, zh string, of func(ActiveDay) int) ops.ValueColumn {
		c := ops.ValueColumn{Name: name, Label: ops.Label{En: en, Zh: zh}, Unit: ops.UnitCount}
		for _, day := range a.Days {
			c.Values = append(c.Values, day.Count(of(day)))
		}
		return c
	}
	sticky := ops.ValueColumn{Name: "dau_mau", Label: ops.Label{En: "DAU ÷ MAU", Zh: "日活 ÷ 月活"}, Unit: ops.UnitPercent}
	for i, day := range a.Days {
		days[i], open[i] = day.Day, day.InProgress
		sticky.Values = append(sticky.Values, day.Sticky)
	}
	return dayFrame(days, open,
		column("dau", "DAU", "日活", func(a ActiveDay) int { return a.DAU }),
		column("wau", "WAU (7 days)", "周活（7 天）", func(a ActiveDay) int { return a.WAU }),
		column("mau", "MAU (30 days)", "月活（30 天）", func(a ActiveDay) int { return a.MAU }), sticky)
}

// Remarks implements Result.
func (a *Active) Remarks() []Note { return a.notes }

// headlines are those active on an average day, and in the days up to the last.
func (a *Active) headlines() []Headline {
	if len(a.Days) == 0 {
		return nil
	}
	sum := 0
	for _, day := range a.Days {
		sum += day.DAU
	}
	last := a.Days[len(a.Days)-1]
	return []Headline{
		measured("dau", "Active a day, mean", "日均活跃", ops.UnitNumber, ops.UpGood, ratio(number(sum), number(len(a.Days)))),
		tally("wau", "Active in the last 7 days", "最后 7 天活跃", ops.UpGood, last.WAU),
		tally("mau", "Active in the last 30 days", "最后 30 天活跃", ops.UpGood, last.MAU),
	}
}

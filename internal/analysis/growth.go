package analysis

import (
	"context"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Growth is growth accounting of an activity by bucket (SPEC §6).
type Growth struct {
	Query   engine.GrowthQuery // as asked
	Buckets []GrowthBucket
	Total   GrowthTotal // over the complete buckets
	notes   []Note
}

// GrowthBucket is one period. Churned is what was lost, as a positive number;
// it is drawn below zero. Net is new + pre-existing + resurrected − churned, the change of
// active members. Quick is the quick ratio. An in-progress bucket counts
// so far.
type GrowthBucket struct {
	Bucket
	New, PreExisting, Retained, Resurrected, Churned, Active, Net int
	DAU, WAU, MAU                                                 int
	Quick                                                         ops.Value
	InProgress                                                    bool
}

// GrowthTotal sums the flows of the complete buckets up; of rolling windows,
// which overlap, it is the last one. Quick is the ratio of the sums.
type GrowthTotal struct {
	New, PreExisting, Resurrected, Churned, Net int
	Quick                                       ops.Value
	Buckets, LeftOut                            int
}

// Growth answers a panel of type growth by the period asked for, else by the
// grain of the view.
func (d Data) Growth(ctx context.Context, v *View, p *ops.Panel) (*Growth, error) {
	out := &Growth{Query: *v.Asks(p).Growth, Total: GrowthTotal{Quick: notApplicable}}
	through, ok := d.watermark("events", v.Filter)
	if !ok || v.Range.Len() == 0 {
		out.Total.Quick = pending
		out.notes = nothing(d, "events")
		return out, nil
	}
	q := &out.Query
	if q.Rolling == 0 && q.Period == "" {
		if q.Period = v.Grain; q.Period == ops.Whole {
			q.Period = ops.Daily
		}
	}
	q.Range, q.Filter, q.Through = v.Range, v.Filter, through
	g, err := d.Snapshot.Growth(ctx, *q)
	if err != nil {
		return nil, err
	}
	for _, b := range g.Buckets {
		x := GrowthBucket{Bucket: Bucket{Days: b.Days}, New: b.New, PreExisting: b.PreExisting, Retained: b.Retained, Resurrected: b.Resurrected,
			Churned: b.Churned, Active: b.Active, DAU: b.DAU, WAU: b.WAU, MAU: b.MAU, InProgress: b.State != engine.Complete}
		x.Net = b.New + b.PreExisting + b.Resurrected - b.Churned
		x.Quick = quick(x.New, x.Resurrected, x.Churned)
		if x.InProgress {
			x.Quick = pending
			out.Total.LeftOut++
			if v.HideOpen {
				continue
			}
		} else {
			t := &out.Total
			if q.Rolling > 0 {
				*t = GrowthTotal{LeftOut: t.LeftOut}
			}
			t.Buckets++
			t.New += x.New
			t.PreExisting += x.PreExisting
			t.Resurrected += x.Resurrected
			t.Churned += x.Churned
			t.Net += x.Net
		}
		out.Buckets = append(out.Buckets, x)
	}
	out.Total.Quick = quick(out.Total.New, out.Total.Resurrected, out.Total.Churned)
	return out, nil
}

// quick returns (new + resurrected) ÷ churned.
func quick(new, resurrected, churned int) ops.Value {
	return ratio(number(new+resurrected), number(churned))
}

// Frame has one row for each bucket; churned is positive.
func (g *Growth) Frame() *ops.Frame {
	days, open := make([]ops.Day, len(g.Buckets)), make([]bool, len(g.Buckets))
	for i, b := range g.Buckets {
		days[i], open[i] = b.Days.From, b.InProgress
	}
	column := func(name, en, zh string, of func(GrowthBucket) int) ops.ValueColumn {
		c := ops.ValueColumn{Name: name, Label: ops.Label{En: en, Zh: zh}, Unit: ops.UnitCount}
		for _, b := range g.Buckets {
			c.Values = append(c.Values, b.Count(of(b)))
		}
		return c
	}
	f := dayFrame(days, open,
		column("new", "New", "新增", func(b GrowthBucket) int { return b.New }),
		column("pre_existing", "Pre-existing", "原有", func(b GrowthBucket) int { return b.PreExisting }),
		column("retained", "Retained", "留存", func(b GrowthBucket) int { return b.Retained }),
		column("resurrected", "Resurrected", "回流", func(b GrowthBucket) int { return b.Resurrected }),
		column("churned", "Churned", "流失", func(b GrowthBucket) int { return b.Churned }),
		column("active", "Active", "活跃", func(b GrowthBucket) int { return b.Active }),
		column("dau", "DAU", "日活", func(b GrowthBucket) int { return b.DAU }),
		column("wau", "WAU", "周活", func(b GrowthBucket) int { return b.WAU }),
		column("mau", "MAU", "月活", func(b GrowthBucket) int { return b.MAU }))
	ratio := ops.ValueColumn{Name: "quick_ratio", Label: ops.Label{En: "Quick ratio", Zh: "速动比"}, Unit: ops.UnitTimes}
	for _, b := range g.Buckets {
		ratio.Values = append(ratio.Values, b.Quick)
	}
	f.Values = append(f.Values, ratio)
	return f
}

// Count is one of the bucket's counts as a value.
func (b GrowthBucket) Count(n int) ops.Value { return count(n, b.Active, b.InProgress) }

// count is a count of members as a value. In a period in progress 0 is not known
// to stay 0; and as long as nobody was active in it nothing is known, not
// even who was lost.
func count(n, active int, inProgress bool) ops.Value {
	if inProgress && (n == 0 || active == 0) {
		return pending
	}
	return number(n)
}

// Remarks implements Result.
func (g *Growth) Remarks() []Note { return g.notes }

func (g *Growth) headlines() []Headline {
	return []Headline{
		tally("new", "New", "新增", ops.UpGood, g.Total.New+g.Total.PreExisting),
		tally("resurrected", "Resurrected", "回流", ops.UpGood, g.Total.Resurrected),
		tally("churned", "Churned", "流失", ops.DownGood, g.Total.Churned),
		tally("net", "Net", "净增", ops.UpGood, g.Total.Net),
		measured("quick_ratio", "Quick ratio", "速动比", ops.UnitTimes, ops.UpGood, g.Total.Quick),
	}
}

func (g *Growth) period() ops.Grain { return g.Query.Period }

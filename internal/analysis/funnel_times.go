package analysis

import (
	"context"
	"strconv"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// FunnelTimes is how long the members of a funnel took from the first step to
// the last.
type FunnelTimes struct {
	Query            engine.FunnelQuery // as asked
	Converted        int
	Bins             []TimeBin
	Median, P75, P90 ops.Value // hours
	notes            []Note
}

// TimeBin counts converted members that took From to To hours, To exclusive;
// the last one has those who took longer, too. UpTo counts them with all
// before.
type TimeBin struct{ From, To, Count, UpTo int }

// TimeBins counts times to convert, in hours: by the hour for windows of up to
// two days, else by 24 hours.
func TimeBins(q engine.FunnelQuery, hours []float64) []TimeBin {
	width, most := 24, 24*(q.Days+1) // the first day counts whole
	if q.Hours > 0 {
		most = q.Hours
	}
	if most <= 48 {
		width = 1
	}
	out := make([]TimeBin, (most+width-1)/width)
	for _, h := range hours {
		out[min(int(h)/width, len(out)-1)].Count++
	}
	upTo := 0
	for i := range out {
		upTo += out[i].Count
		out[i].From, out[i].To, out[i].UpTo = i*width, (i+1)*width, upTo
	}
	return out
}

// timesUntold is the error for times of single members, asked for by somebody who may
// not see them.
func timesUntold() error {
	return &ops.Error{Code: "few_people", Message: "This would tell how long single members took.", Hint: "Ask somebody with the role viewer."}
}

// FunnelTimes answers a panel of type funnel_times.
func (d Data) FunnelTimes(ctx context.Context, v *View, p *ops.Panel) (*FunnelTimes, error) {
	q := *v.Asks(p).Funnel
	q.By = ""
	out := &FunnelTimes{Query: q, Median: notApplicable, P75: notApplicable, P90: notApplicable}
	through, ok := d.eventsThrough(v)
	if !ok {
		out.notes = nothing(d, "events")
		return out, nil
	}
	q.Range, q.Filter, q.Through = v.Range, v.Filter, through
	out.Query = q
	groups, err := d.funnelGroups(ctx, q)
	if err != nil {
		return nil, err
	}
	all := together(groups, len(q.Steps))
	if all.Steps[len(q.Steps)-1].Untold {
		return nil, timesUntold()
	}
	hours := all.Steps[len(q.Steps)-1].Hours
	out.Converted = all.Converted
	if len(hours) > 0 {
		out.Bins = TimeBins(q, hours)
	}
	out.Median, out.P75, out.P90 = quantile(hours, 0.5), quantile(hours, 0.75), quantile(hours, 0.9)
	return out, nil
}

// Frame has one row for each bin.
func (t *FunnelTimes) Frame() *ops.Frame {
	from := ops.KeyColumn{Name: "from_hours", Label: ops.Label{En: "From hour", Zh: "起（小时）"}}
	to := ops.KeyColumn{Name: "to_hours", Label: ops.Label{En: "To hour", Zh: "止（小时）"}}
	members := ops.ValueColumn{Name: "members", Label: ops.Label{En: "Members", Zh: "人数"}, Unit: ops.UnitCount}
	share := ops.ValueColumn{Name: "share_so_far", Label: ops.Label{En: "Share so far", Zh: "累计占比"}, Unit: ops.UnitPercent}
	for _, b := range t.Bins {
		from.Texts, to.Texts = append(from.Texts, strconv.Itoa(b.From)), append(to.Texts, strconv.Itoa(b.To))
		members.Values = append(members.Values, number(b.Count))
		share.Values = append(share.Values, ratio(number(b.UpTo), number(t.Converted)))
	}
	return &ops.Frame{Keys: []ops.KeyColumn{from, to}, Values: []ops.ValueColumn{members, share}}
}

// Remarks implements Result.
func (t *FunnelTimes) Remarks() []Note { return t.notes }

func (t *FunnelTimes) headlines() []Headline {
	return []Headline{
		tally("converted", "Converted", "已转化", ops.UpGood, t.Converted),
		measured("median", "Median, days", "中位用时（天）", ops.UnitDays, ops.DownGood, inDays(t.Median)),
		measured("p90", "Nine in ten within, days", "九成用时（天）", ops.UnitDays, ops.DownGood, inDays(t.P90)),
	}
}

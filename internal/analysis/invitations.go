package analysis

import (
	"context"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Invitations says how many new members each active one brings (SPEC §3).
type Invitations struct {
	Query   engine.InvitationQuery // as asked
	Buckets []InvitationBucket
	Total   InvitationBucket // over the complete buckets; Active counts a member once in each
	notes   []Note
}

// InvitationBucket is one period. K is invited ÷ active; Median, P75 and P90
// are the hours from an inviter's own join to the join it brought.
type InvitationBucket struct {
	Bucket
	Invited, Active  int
	K                ops.Value
	Median, P75, P90 ops.Value
	InProgress       bool
}

// Count is one of the bucket's counts as a value.
func (b InvitationBucket) Count(n int) ops.Value { return count(n, b.Active, b.InProgress) }

// Invitations answers a panel of type invitations. Its question knows no
// filter: who invited whom crosses channels.
func (d Data) Invitations(ctx context.Context, v *View, p *ops.Panel) (*Invitations, error) {
	out := &Invitations{Query: *v.Asks(p).Invitations}
	through, ok := d.eventsThrough(v)
	if !ok {
		out.notes = nothing(d, "events")
		return out, nil
	}
	if len(v.Filter) > 0 {
		out.notes = []Note{{Code: NotFiltered}}
	}
	out.Query.Range, out.Query.Through = v.Range, through
	answer, err := d.Snapshot.Invitations(ctx, out.Query)
	if err != nil {
		return nil, err
	}
	var hours []float64
	for _, b := range answer.Buckets {
		x := InvitationBucket{Bucket: Bucket{Days: b.Days}, Invited: b.Invited, Active: b.Active, InProgress: b.State != engine.Complete}
		if x.InProgress {
			if v.HideOpen {
				continue
			}
			x.K, x.Median, x.P75, x.P90 = pending, pending, pending, pending
		} else {
			x.settle(b.CycleHours)
			out.Total.Invited += b.Invited
			out.Total.Active += b.Active
			hours = append(hours, b.CycleHours...)
		}
		out.Buckets = append(out.Buckets, x)
	}
	slices.Sort(hours)
	out.Total.settle(hours)
	return out, nil
}

// settle works out what follows from the counts and the sorted hours.
func (b *InvitationBucket) settle(hours []float64) {
	b.K = ratio(number(b.Invited), number(b.Active))
	b.Median, b.P75, b.P90 = quantile(hours, 0.5), quantile(hours, 0.75), quantile(hours, 0.9)
}

// Frame has one row for each period.
func (r *Invitations) Frame() *ops.Frame {
	days, open := make([]ops.Day, len(r.Buckets)), make([]bool, len(r.Buckets))
	columns := []ops.ValueColumn{
		{Name: "invited", Label: ops.Label{En: "Joined by invitation", Zh: "受邀加入"}, Unit: ops.UnitCount},
		{Name: "active", Label: ops.Label{En: "Active", Zh: "活跃"}, Unit: ops.UnitCount},
		{Name: "k_factor", Label: ops.Label{En: "K-factor", Zh: "K 因子"}, Unit: ops.UnitNumber},
		{Name: "median_hours", Label: ops.Label{En: "Cycle, median hours", Zh: "邀请周期中位小时数"}, Unit: ops.UnitNumber},
		{Name: "p75_hours", Label: ops.Label{En: "Cycle, P75 hours", Zh: "邀请周期 P75 小时数"}, Unit: ops.UnitNumber},
		{Name: "p90_hours", Label: ops.Label{En: "Cycle, P90 hours", Zh: "邀请周期 P90 小时数"}, Unit: ops.UnitNumber},
	}
	for i, b := range r.Buckets {
		days[i], open[i] = b.Days.From, b.InProgress
		for c, v := range []ops.Value{b.Count(b.Invited), b.Count(b.Active), b.K, b.Median, b.P75, b.P90} {
			columns[c].Values = append(columns[c].Values, v)
		}
	}
	return dayFrame(days, open, columns...)
}

// Remarks implements Result.
func (r *Invitations) Remarks() []Note { return r.notes }

func (r *Invitations) headlines() []Headline {
	return []Headline{
		tally("invited", "Joined by invitation", "受邀加入", ops.UpGood, r.Total.Invited),
		measured("k_factor", "K-factor", "K 因子", ops.UnitNumber, ops.UpGood, r.Total.K),
		measured("cycle", "Cycle, median days", "邀请周期中位数（天）", ops.UnitDays, ops.DownGood, inDays(r.Total.Median)),
	}
}

func (r *Invitations) period() ops.Grain { return r.Query.Period }

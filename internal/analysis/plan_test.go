package analysis

import (
	"context"
	"testing"

	"daybreak/internal/ops"
)

// planned are targets that are half attained, all of them.
type planned []ops.Target

func (p planned) Targets(context.Context) ([]ops.Target, error) { return p, nil }

func (p planned) Campaigns(context.Context, Data, string, ops.Range) ([]Campaign, error) {
	return nil, nil
}

func (p planned) Tried(context.Context, Data, string, []ops.Filter, ops.Day) ([]ops.Range, error) {
	return nil, nil
}

func (p planned) Attained(context.Context, Data, ops.Target, ops.Day) (ops.Value, error) {
	return known(.5), nil
}

// A group has the attainment of the target of just its scope: not of a wider
// one, of other days, or of one that nobody approved.
func TestAttainmentStandsBesideTheGroupsOfATable(t *testing.T) {
	d, v := sampled(t, "2026-10-04", "2026-10-31")
	target := func(metric, scope, state string, days ops.Range) ops.Target {
		return ops.Target{Metric: metric, Scope: scope, Days: days, Kind: ops.TargetGoal, Goal: 10, State: state}
	}
	before := ops.Range{From: v.Range.From - 28, To: v.Range.From}
	d.Plan = planned{target("cost", "channel:Search-Ads", ops.TargetApproved, v.Range), target("joins", "", ops.TargetApproved, v.Range),
		target("cost", "channel:zhihu", ops.TargetDraft, v.Range), target("cost", "channel:low-cost-ads", ops.TargetApproved, before)}
	b, err := d.Breakdown(context.Background(), v, &ops.Panel{By: "channel", Metrics: []string{"cost", "clicks", "joins"}})
	if err != nil || len(b.Goals) != 2 {
		t.Fatal(b.Goals, err)
	}
	for g, group := range b.Table.Groups {
		want := ops.NotApplicable
		if group.Values[0] == "search-ads" {
			want = ops.Known
		}
		if got := b.Goals[0].ByGroup[g]; got.State != want {
			t.Errorf("cost of %s: %+v", group.Values[0], got)
		}
		if got := b.Goals[1].ByGroup[g]; got.State != ops.NotApplicable {
			t.Errorf("joins of %s: %+v", group.Values[0], got)
		}
	}
	if b.Goals[0].Total.State != ops.NotApplicable || b.Goals[1].Total.Number != .5 {
		t.Errorf("totals %+v, %+v", b.Goals[0].Total, b.Goals[1].Total)
	}
	f := b.Frame()
	if last := f.Values[len(f.Values)-1]; last.Name != "joins_attained" || len(last.Values) != len(b.Table.Groups) {
		t.Errorf("the frame ends with %+v", last)
	}
}

func (p planned) Holidays(context.Context) (ops.Holidays, error) { return nil, nil }

package api

import (
	"context"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

type keptAnswer struct {
	Currency string             `json:"currency"`
	Days     *frame.Days        `json:"days"` // that the cost is complete for
	Horizons []horizonAnswer    `json:"horizons"`
	Groups   []*keptGroupAnswer `json:"groups"`
	Total    *keptGroupAnswer   `json:"total"`
}

// horizonAnswer says which days' members have had the horizon.
type horizonAnswer struct {
	Day  int         `json:"day"`
	Days *frame.Days `json:"days"`
}

type keptGroupAnswer struct {
	Group           *string        `json:"group,omitempty"`
	Cost            figure         `json:"cost"`
	Acquired        figure         `json:"acquired"`
	CostPerAcquired figure         `json:"cost_per_acquired"`
	Kept            []keptAtAnswer `json:"kept"` // by horizon
}

type keptAtAnswer struct {
	Day         int    `json:"day"`
	Members     int    `json:"members"`  // that have had the day by the watermark
	Count       int    `json:"count"`    // of these, kept
	LeftOut     int    `json:"left_out"` // members for whom the day is still to come
	Cost        figure `json:"cost"`     // of the days of Members
	CostPerKept figure `json:"cost_per_kept"`
}

// askKept answers what members who stay have cost.
func askKept(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	q := ask.ReadKept(p)
	view := &analysis.View{Range: ask.MemberRange(p, d.Snapshot), Grain: ops.Whole, Compare: analysis.NoCompare, Filter: ask.MemberFilter(p)}
	return func(ctx context.Context) (any, *report.Table, error) {
		k, err := d.KeptOf(ctx, view, q)
		if err != nil {
			return nil, nil, err
		}
		out := keptAnswer{Currency: d.Currency, Days: frame.DaysOrNull(k.Range), Horizons: []horizonAnswer{}, Groups: []*keptGroupAnswer{},
			Total: keptGroup(k, &k.All)}
		for i, h := range q.Horizons {
			out.Horizons = append(out.Horizons, horizonAnswer{h, frame.DaysOrNull(k.Horizons[i])})
		}
		for i := range k.Groups {
			a := keptGroup(k, &k.Groups[i])
			a.Group = &k.Groups[i].Group
			out.Groups = append(out.Groups, a)
		}
		return out, report.FromFrame(k.Frame()), nil
	}
}

func keptGroup(k *analysis.Kept, g *analysis.KeptGroup) *keptGroupAnswer {
	a := &keptGroupAnswer{Cost: figure(g.Cost), Acquired: figure(g.Acquired), CostPerAcquired: figure(g.PerAcquired), Kept: []keptAtAnswer{}}
	for i, h := range k.Query.Horizons {
		at := g.At[i]
		a.Kept = append(a.Kept, keptAtAnswer{h, at.Members, at.Kept, at.Left, figure(at.Cost), figure(at.PerKept)})
	}
	return a
}

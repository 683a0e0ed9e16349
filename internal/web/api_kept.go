package web

import (
	"context"
	"strconv"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

type keptAnswer struct {
	Currency string             `json:"currency"`
	Days     *daysAnswer        `json:"days"` // that the cost is complete for
	Horizons []horizonAnswer    `json:"horizons"`
	Groups   []*keptGroupAnswer `json:"groups"`
	Total    *keptGroupAnswer   `json:"total"`
}

// horizonAnswer says which days' members have had the horizon.
type horizonAnswer struct {
	Day  int         `json:"day"`
	Days *daysAnswer `json:"days"`
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

// kept reads the options of a question about cost per member kept; those that
// are absent are as in own.
func (p *params) kept(own analysis.KeptQuery) analysis.KeptQuery {
	q := analysis.KeptQuery{
		Start: p.activity("start", activityText(own.Start)), Return: p.activity("return", activityText(own.Return)),
		Cohort: p.choice("cohort", own.Cohort, engine.CohortFirst, engine.CohortJoin), Mode: p.choice("mode", own.Mode, engine.ModeExact, engine.ModeOnOrAfter),
		Metric: p.text("metric", own.Metric), By: p.dimension("by", own.By, []string{"channel", "campaign"}), Horizons: own.Horizons,
	}
	if v := p.text("horizons", ""); p.values.Has("horizons") {
		q.Horizons = nil
		for part := range strings.SplitSeq(v, ",") {
			n, err := strconv.ParseUint(part, 10, 16)
			if err != nil || n < 1 || n > 366 || len(q.Horizons) == 10 {
				p.fail("bad_parameter", "horizons", v, "horizons is not a list of at most 10 numbers of days.", "Write it as 7,21,30.")
				return q
			}
			q.Horizons = append(q.Horizons, int(n))
		}
	}
	return q
}

func keptOptions(q analysis.KeptQuery) parameters {
	v := parameters{}
	v.set("start", activityText(q.Start))
	v.set("return", activityText(q.Return))
	v.set("cohort", q.Cohort)
	v.set("mode", q.Mode)
	v.set("metric", q.Metric)
	v.set("by", q.By)
	var days []string
	for _, h := range q.Horizons {
		days = append(days, strconv.Itoa(h))
	}
	v.set("horizons", strings.Join(days, ","))
	return v
}

// askKept answers what members who stay have cost.
func (s *Server) askKept(p *params, d analysis.Data) func(context.Context) (any, *table, error) {
	q := p.kept(analysis.KeptQuery{Start: engine.Activity{Event: "join"}, Return: engine.Activity{Event: "check_in"}, Cohort: engine.CohortFirst, Mode: engine.ModeExact, Horizons: []int{7, 21, 30}, Metric: "cac", By: "channel"})
	view := &analysis.View{Range: memberRange(p, d.Snapshot), Grain: ops.Whole, Compare: analysis.NoCompare, Filter: memberFilter(p)}
	return func(ctx context.Context) (any, *table, error) {
		k, err := d.KeptOf(ctx, view, q)
		if err != nil {
			return nil, nil, err
		}
		out := keptAnswer{Currency: d.Currency, Days: daysOrNull(k.Range), Horizons: []horizonAnswer{}, Groups: []*keptGroupAnswer{}, Total: keptGroup(k, &k.All)}
		for i, h := range q.Horizons {
			out.Horizons = append(out.Horizons, horizonAnswer{h, daysOrNull(k.Horizons[i])})
		}
		for i := range k.Groups {
			a := keptGroup(k, &k.Groups[i])
			a.Group = &k.Groups[i].Group
			out.Groups = append(out.Groups, a)
		}
		return out, frameTable(k.Frame()), nil
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

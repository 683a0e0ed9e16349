package loop

import (
	"context"
	"slices"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Plan answers package analysis what is planned and how far it is reached.
type Plan struct{ Book Book }

// Targets returns every target.
func (p Plan) Targets(ctx context.Context) ([]ops.Target, error) { return p.Book.Plans.Targets(ctx) }

// Holidays returns those of the region.
func (p Plan) Holidays(ctx context.Context) (ops.Holidays, error) {
	return p.Book.Plans.Holidays(ctx, Region)
}

// Attained is the share of what was due by a day that came.
func (p Plan) Attained(ctx context.Context, d analysis.Data, t ops.Target, on ops.Day) (ops.Value, error) {
	w, err := p.Book.World(ctx, d, on)
	if err != nil {
		return notApplicable, err
	}
	g, err := w.Goal(ctx, t, on)
	return g.Attained, err
}

// Tried returns the days of the tries that move a metric in a scope.
func (p Plan) Tried(ctx context.Context, d analysis.Data, metric string, scope []ops.Filter, on ops.Day) ([]ops.Range, error) {
	w, err := p.Book.World(ctx, d, on)
	if err != nil {
		return nil, err
	}
	m, ok := d.Catalog.Metric(metric)
	if !ok {
		return nil, nil
	}
	return w.logged(ask{metric: m, filter: scope}), nil
}

// mostCampaigns bounds the tries that one panel measures.
const mostCampaigns = 40

// Campaigns returns the tries of a kind with a day in the range, latest first, as measured
// by what is known at the end of the data.
func (p Plan) Campaigns(ctx context.Context, d analysis.Data, kind string, r ops.Range) ([]analysis.Campaign, error) {
	w, err := p.Book.World(ctx, d, r.To)
	if err != nil {
		return nil, err
	}
	tries := slices.DeleteFunc(slices.Clone(w.Tries), func(t ops.Try) bool {
		return t.Kind != kind || t.Running(r.To).And(r).Len() <= 0
	})
	if len(tries) > mostCampaigns {
		return nil, engine.TooManyCells(mostCampaigns)
	}
	outcomes, err := OutcomesOf(ctx, w, tries)
	if err != nil {
		return nil, err
	}
	var out []analysis.Campaign
	for i := len(outcomes) - 1; i >= 0; i-- {
		c, err := campaignOf(ctx, w, outcomes[i], r)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// campaignOf is a try as a panel shows it.
func campaignOf(ctx context.Context, w World, o Outcome, r ops.Range) (analysis.Campaign, error) {
	c := analysis.Campaign{Href: "/tries/" + strconv.FormatInt(o.Try.ID, 10), Title: o.Try.Title, Owner: o.Try.Owner, Days: o.Try.Running(r.To),
		Verdict: string(o.Verdict), Cost: ops.Value{State: ops.Pending}, PerUnit: ops.Value{State: ops.Pending}, Overlaps: len(o.Overlaps)}
	if !o.Cost.Open {
		c.Cost = ops.Value{Number: o.Cost.Known, Num: o.Cost.Known}
	}
	c.Metric, _ = w.Catalog.Metric(o.Try.Metric)
	var err error
	if c.Scope, err = w.Snapshot.Keys().Scope(o.Try.Scope); err != nil {
		return c, err
	}
	if o.Effect.T > 0 && o.Rate == nil && o.Split == nil {
		c.Measured, c.Actual, c.Expected = true, o.Effect.Actual, o.Effect.Expected
		c.Lift = calc.Interval{Low: o.Effect.Low, High: o.Effect.High}
	}
	if cost, limits, ok := o.PerUnit(); ok {
		c.PerUnit, c.PerUnitLimits = ops.Value{Number: cost, Num: cost}, limits
	}
	if !c.Measured || c.Metric == nil || !w.joins(c.Metric) {
		return c, nil
	}
	filter, err := w.Snapshot.Keys().Scope(o.Try.Measured())
	if err != nil {
		return c, err
	}
	var x Detail
	if err := w.stayed(ctx, &x, o, filter); err != nil && ops.CodeOf(err) != "few_people" {
		return c, err
	}
	for _, s := range x.Stayed {
		c.Stayed = append(c.Stayed, analysis.CampaignStay{Day: s.Day, Difference: s.Difference, Limits: s.Limits})
	}
	return c, nil
}

package loop

import (
	"context"

	"daybreak/internal/analysis"
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

package analysis

import (
	"context"
	"fmt"
	"slices"

	"daybreak/internal/ops"
)

// Result is the answer of one panel. Its type says what is drawn: *KPIs,
// *Lines, *Breakdown, *Bubbles, *Waterfall, *Steps, *Today, *Growth,
// *Calendar, *Hours, *Retention, *Funnel, *FunnelTimes, *Survival, *Streaks, *Stickiness,
// *States, *Active, *Invitations or *Kept.
type Result interface {
	// Frame returns the panel as a table, for reading and for export.
	Frame() *ops.Frame
	// Remarks returns what the panel has to say beside its figures.
	Remarks() []Note
}

// Panel answers panel p on view v.
func (d Data) Panel(ctx context.Context, v *View, p *ops.Panel) (Result, error) {
	switch p.Type {
	case "kpis":
		return result(d.KPIs(ctx, v, p))
	case "line":
		return result(d.Line(ctx, v, p))
	case "multiples":
		return result(d.Multiples(ctx, v, p))
	case "table":
		return result(d.Breakdown(ctx, v, p))
	case "bubbles":
		return result(d.Bubbles(ctx, v, p))
	case "waterfall":
		return result(d.Waterfall(ctx, v, p))
	case "aggregate_funnel":
		return result(d.Steps(ctx, v, p))
	case "checkins_today":
		return result(d.Today(ctx, v, p))
	case "growth":
		return result(d.Growth(ctx, v, p))
	case "calendar":
		return result(d.CalendarDays(ctx, v, p))
	case "weekday_hour", "minutes":
		return result(d.Hours(ctx, v, p))
	case "retention", "retention_curve", "retention_trend":
		return result(d.Retention(ctx, v, p))
	case "funnel_times":
		return result(d.FunnelTimes(ctx, v, p))
	case "funnel":
		return result(d.Funnel(ctx, v, p))
	case "survival":
		return result(d.Survival(ctx, v, p))
	case "streaks", "at_risk":
		return result(d.Streaks(ctx, v, p))
	case "stickiness":
		return result(d.Stickiness(ctx, v, p))
	case "states":
		return result(d.States(ctx, v, p))
	case "active":
		return result(d.Active(ctx, v, p))
	case "invitations":
		return result(d.Invitations(ctx, v, p))
	case "kept":
		return result(d.Kept(ctx, v, p))
	}
	return nil, &ops.Error{Code: "unknown_panel", Message: fmt.Sprintf("There is no panel type %q.", p.Type)}
}

// result keeps a nil pointer from becoming a non-nil Result.
func result[R Result](r R, err error) (Result, error) {
	if err != nil {
		return nil, err
	}
	return r, nil
}

// complete returns v cut to the days that all the metrics are complete for, so
// that figures set beside each other cover the same days, and what to say of
// it. The view is empty if there are none.
func (d Data) complete(v *View, metrics []*ops.Metric) (*View, []Note) {
	cut := *v
	notes := d.sourceNotes(v, metrics)
	known := true
	for _, m := range metrics {
		s := d.coverage(v, m)
		known = known && s.known
		cut.Range = cut.Range.And(s.complete)
		notes = append(notes, s.notes...)
	}
	if cut.Range.Len() == 0 {
		cut.Range = ops.Range{}
	}
	if known {
		days := slices.Repeat([]int{v.Range.Len() - cut.Range.Len()}, len(metrics))
		notes = append(notes, leftOut(metrics, days)...)
	}
	notes = unique(notes)
	cut.CompareRange = ops.Range{}
	if v.Compare != NoCompare && cut.Range.Len() > 0 {
		cut.CompareRange = shift(cut.Range, v.Shift)
	}
	return &cut, notes
}

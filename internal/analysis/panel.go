package analysis

import (
	"context"
	"fmt"
	"slices"

	"daybreak/internal/ops"
)

// Result is the answer of one panel. Its type and that of the panel say what is
// drawn.
type Result interface {
	// Frame returns the panel as a table, for reading and for export.
	Frame() *ops.Frame
	// Remarks returns what the panel has to say beside its figures.
	Remarks() []Note
}

// Panel answers panel p on view v.
func (d Data) Panel(ctx context.Context, v *View, p *ops.Panel) (Result, error) {
	t, ok := PanelTypeOf(p)
	if !ok {
		return nil, &ops.Error{Code: "unknown_panel", Message: fmt.Sprintf("There is no panel type %q.", p.Type)}
	}
	if err := panelSeen(d, p); err != nil {
		return nil, err
	}
	return t.answer(d, ctx, v, p)
}

// complete returns v cut to the days that all the metrics with data are complete for, so
// that figures set beside each other cover the same days, and what to say of
// it. The view is empty if there are none.
func (d Data) complete(v *View, metrics []*ops.Metric) (*View, []Note) {
	cut := *v
	notes := d.sourceNotes(v, metrics)
	known := true
	for _, m := range metrics {
		s := d.coverage(v, m)
		known = known && s.known
		if s.known { // what was never imported leaves the days of the others alone
			cut.Range = cut.Range.And(s.complete)
		}
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
		cut.CompareRange = v.Past(cut.Range)
	}
	return &cut, notes
}

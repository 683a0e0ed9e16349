package subscribe

import (
	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// stated gathers the large figures of panels while a message is written.
type stated struct{ figures []ops.StatedFigure }

// add takes the figures that are known, over their complete days.
func (s *stated) add(k *analysis.KPIs, filter []ops.Filter) {
	for _, x := range k.Items {
		if v := x.Total.Value; v.State == ops.Known && x.Complete.Len() > 0 {
			s.figures = append(s.figures, ops.StatedFigure{Metric: x.Metric.Name, Scope: ops.ScopeText(filter), Days: x.Complete, Value: v.Number,
				Num: v.Num, Den: v.Den})
		}
	}
}

// of returns them as they are published. Those of some rows alone are not kept: nobody
// else can hold them against the record.
func (s *stated) of(d analysis.Data) ops.Statement {
	if d.Rows.Narrows() {
		return ops.Statement{}
	}
	return ops.Statement{Figures: s.figures, Definitions: d.Catalog.Digest, Record: d.Snapshot.Version()}
}

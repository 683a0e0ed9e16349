package view

import (
	"fmt"
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// Against is a panel as a whole beside the comparison: which days, and figure by
// figure. A Note says why there are none.
type Against struct {
	Title   string
	Note    string
	Figures []AgainstFigure
}

// AgainstFigure is what a panel comes down to, now and before; Delta is nil where
// one of them is not known.
type AgainstFigure struct {
	Text, Value, Before string
	Delta               *Delta
}

// Against writes the comparison of a panel; nil without one.
func (b Page) Against(a *analysis.Against) *Against {
	if a == nil {
		return nil
	}
	out := &Against{Title: fmt.Sprintf(b.T.Panel.AgainstDays, b.Days(a.Days), b.Days(a.Before))}
	if a.Begins != 0 {
		out.Note = fmt.Sprintf(b.T.Panel.AgainstBegins, b.Day(a.Begins))
		return out
	}
	if a.Apart {
		out.Note = b.T.Panel.AgainstApart
		return out
	}
	for _, f := range a.Figures {
		if f.Figure.State != ops.Known && f.Compare.State != ops.Known { // nothing is known of either
			continue
		}
		x := AgainstFigure{Text: b.Label(f.Label), Value: b.bound(f.Figure, b.Value(f.Figure.Value, f.Unit)),
			Delta: explaining{b}.delta(f.Delta, f.Unit, change{f.Metric, a.Days, a.Before, b.View.Filter})}
		x.Before = fmt.Sprintf(b.T.Panel.Versus, b.Value(f.Compare, f.Unit))
		for i, key := range slices.Backward(f.Keys) {
			x.Text = b.sheetName(key, f.Values[i]) + " · " + x.Text
		}
		out.Figures = append(out.Figures, x)
	}
	if len(out.Figures) == 0 {
		return nil
	}
	return out
}

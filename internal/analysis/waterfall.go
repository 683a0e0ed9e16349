package analysis

import (
	"context"
	"math"
	"slices"

	"daybreak/internal/ops"
)

// Waterfall is a sum shown step by step over the days all steps are complete
// for. Known is false if a step is not known; there is nothing to draw then. What is
// taken off and no row states, as the cost of goods of orders, is no such step: its
// value is pending, and the totals stand before it: they are upper bounds.
type Waterfall struct {
	Bars  []Bar
	Unit  ops.Unit
	Known bool
	Cost  bool // what adds to it is bad
	frame *ops.Frame
	notes []Note
}

// Bar is one step: it spans From … To, which a subtraction takes downwards. A
// total stands on 0. Value is what the step adds, negative if it subtracts;
// the bars' values before a total sum up to it exactly, to the minor unit.
type Bar struct {
	Label    ops.Label
	Value    ops.Value
	From, To float64
	Total    bool
	AtMost   bool   // a total from which something is not taken off, because rows do not state it
	Figure   Figure // of the step's metric, with its comparison; zero for a total without one
}

// Waterfall answers a panel of type waterfall. A total takes its figure from
// the steps before it.
func (d Data) Waterfall(ctx context.Context, v *View, p *ops.Panel) (*Waterfall, error) {
	var names []string
	for _, s := range p.Steps {
		if s.Metric != "" {
			names = append(names, s.Metric)
		}
	}
	metrics, err := d.Lookup(names)
	if err != nil {
		return nil, err
	}
	cut, notes := d.complete(v, metrics)
	t, err := d.Metrics(ctx, whole(cut), Query{Metrics: names})
	if err != nil {
		return nil, err
	}
	out := &Waterfall{Known: true, notes: notes, Unit: ops.UnitMoney}
	minor := math.Pow10(ops.Exponent(d.Currency))
	atMost := false
	run, column := 0.0, 0 // in minor units: whole numbers that a float holds exactly
	for _, s := range p.Steps {
		bar := Bar{Label: s.Label, Total: s.Total}
		if s.Metric != "" {
			bar.Figure = t.Columns[column].Total
			column++
		}
		if s.Total {
			bar.To = run / minor
			bar.Value, bar.AtMost = ops.Value{Number: bar.To, Num: bar.To}, atMost
		} else {
			step := math.Round(bar.Figure.Number * minor)
			if s.Minus {
				step = -step
			}
			if bar.Figure.State != ops.Known && absentOptional(d, metrics[column-1]) {
				bar.Figure.Value = ops.Value{}
			}
			open := s.Minus && bar.Figure.State == ops.Pending && unstated(d, metrics[column-1])
			out.Known = out.Known && (bar.Figure.State == ops.Known || open)
			atMost = atMost || open || s.Minus && bar.Figure.LeftOut > 0
			bar.From, bar.To = run/minor, (run+step)/minor
			run += step
			bar.Value = ops.Value{Number: step/minor + 0, State: bar.Figure.State, Num: step/minor + 0}
		}
		if !out.Known {
			bar.From, bar.To, bar.Value, bar.AtMost = 0, 0, pending, false
		}
		out.Bars = append(out.Bars, bar)
	}
	out.frame = &ops.Frame{}
	for i, s := range p.Steps {
		name := s.Metric
		if name == "" {
			name = s.Label.En
		}
		out.frame.Values = append(out.frame.Values, ops.ValueColumn{Name: name, Label: s.Label, Unit: ops.UnitMoney, Values: []ops.Value{out.Bars[i].Value}})
	}
	return out, nil
}

// whole returns v with its range as one bucket.
func whole(v *View) *View {
	w := *v
	w.Grain = ops.Whole
	return &w
}

// Frame has one row with a column for each step.
func (w *Waterfall) Frame() *ops.Frame { return w.frame }

// Remarks implements Result.
func (w *Waterfall) Remarks() []Note { return w.notes }

// absentOptional reports whether a metric is made of records that need not be
// there and were never imported: among others it counts as 0.
func absentOptional(d Data, m *ops.Metric) bool {
	return !slices.ContainsFunc(Measures(m), func(name string) bool {
		measure := d.Catalog.Measures[name]
		return !measure.Optional || d.Snapshot.Days(measure.Record).Len() > 0
	})
}

// unstated reports whether a metric that is not known is made of columns that rows may
// leave blank.
func unstated(d Data, m *ops.Metric) bool {
	return !slices.ContainsFunc(Measures(m), func(name string) bool { return !d.Catalog.Measures[name].Gaps })
}

// comparesMetrics implements ofMetrics.
func (*Waterfall) comparesMetrics() {}

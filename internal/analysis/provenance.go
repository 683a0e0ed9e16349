package analysis

import (
	"context"
	"fmt"
	"slices"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/engine/trace"
	"daybreak/internal/ops"
)

// Tracer tells which imports a sum is made of.
type Tracer interface {
	Sum(ctx context.Context, q trace.Query) (*trace.Sum, error)
}

// Provenance says where a figure comes from (SPEC-LOOP §16): the sums that it is made of,
// and which imports each of them is made of.
type Provenance struct {
	View   *View
	Column Column // the metric and its figure: the total of the range
	Notes  []Note
	Halves [][]Addend // of a ratio numerator and denominator, else one
}

// Addend is one signed sum of a formula, in the unit of the metric: money in major units.
type Addend struct {
	Sign     int
	Measure  *ops.Measure
	Name     string // of the measure in the catalog
	Value    ops.Value
	Rows     int64 // that it was taken from
	Blank    int64 // rows that do not state it, and are left out, or count as 0 where AtMost is set
	AtMost   bool
	Staff    int64    // rows of staff, who do not count
	Rates    []string // currencies of rows that were converted at the rate of their day
	Parts    []Contribution
	Withheld bool // parts would name few people to who asks
	Query    trace.Query
}

// Contribution is what one import adds to a sum. Those of a sum add up to it exactly, in
// minor units of money.
type Contribution struct {
	Batch  int64
	Rows   int64
	Number float64
}

// Trace works out where the total of a metric over the range of a view comes from.
// What the imports add is checked against the figure: where they differ because data came
// in meanwhile, it is an *ops.Error with code changed_while_traced. people says whether
// who asks may see what single members add.
func Trace(ctx context.Context, d Data, v *View, m *ops.Metric, tracer Tracer, people bool) (*Provenance, error) {
	own := *v
	own.Grain, own.Compare = ops.Whole, NoCompare
	t, err := d.Metrics(ctx, &own, Query{Metrics: []string{m.Name}})
	if err != nil {
		return nil, err
	}
	out := &Provenance{View: &own, Column: t.Columns[0], Notes: t.Notes}
	if out.Column.Total.State != ops.Known || out.Column.Complete.Len() == 0 {
		return out, nil
	}
	a := &asker{data: d, view: &own, metrics: []*ops.Metric{m}, spans: []span{d.coverage(&own, m)}}
	if err := a.ask(ctx); err != nil {
		return nil, err
	}
	f := &a.formulas[0]
	for n, s := range []*side{&f.num, &f.den} {
		terms := [][]ops.Term{m.Num, m.Den}[n]
		var half []Addend
		for i := range s.terms {
			x, err := a.addend(ctx, s, i, terms[i], tracer, people)
			if err != nil {
				return nil, err
			}
			half = append(half, x)
		}
		if len(half) > 0 {
			out.Halves = append(out.Halves, half)
		}
	}
	return out, nil
}

// addend works out one sum of a formula and what the imports add to it.
func (a *asker) addend(ctx context.Context, s *side, i int, of ops.Term, tracer Tracer, people bool) (Addend, error) {
	t, days := &s.terms[i], a.spans[0].complete
	w := a.totals[window{days, false}]
	measure := a.narrowed(a.measures[t.measure], false)
	sum, _ := w.sum(t.measure, totalPart, nil, 0)
	x := Addend{Sign: of.Sign, Measure: measure, Name: of.Measure, Rows: sum.Rows, AtMost: t.bound,
		Query: trace.Query{Measure: measure, Range: days, Filter: a.view.Filter}}
	x.Value = known(total{sum}.exact(s))
	if s.money {
		x.Value = known(float64(sum.Rounded()) / s.unit)
	}
	if t.rows >= 0 {
		all, _ := w.sum(t.rows, totalPart, nil, 0)
		x.Blank = max(0, w.stated(t, all.Rows, totalPart, nil, 0)-sum.Rows)
	}
	if t.full >= 0 {
		if full, _ := w.sum(t.full, totalPart, nil, 0); full.Rows > sum.Rows {
			x.Blank = full.Rows - sum.Rows
		}
	}
	if x.Withheld = !people && aboutMembers(measure); x.Withheld {
		return x, nil
	}
	if err := a.countStaff(ctx, &x); err != nil {
		return x, err
	}
	if err := a.currencies(ctx, &x); err != nil {
		return x, err
	}
	parts, err := tracer.Sum(ctx, x.Query)
	if err != nil {
		return x, err
	}
	if !sameCells(parts.Total(), sum) {
		return x, &ops.Error{Code: "changed_while_traced", Message: "Data came in while this was worked out.", Hint: "Open the page again."}
	}
	x.Parts = contributions(parts.Parts, s, sum)
	return x, nil
}

// aboutMembers reports whether the rows of a measure are about members.
func aboutMembers(m *ops.Measure) bool {
	record, ok := ops.RecordNamed(m.Record)
	return ok && record.Column("member") >= 0
}

// sameCells reports whether two cells say the same.
func sameCells(x, y engine.Cell) bool {
	whole, rest := x.Exact()
	whole2, rest2 := y.Exact()
	return whole == whole2 && rest == rest2 && x.Unknown == y.Unknown && x.Rows == y.Rows
}

// contributions writes what imports add in the unit of the metric: of money in minor
// units that come to the rounded sum.
func contributions(parts []trace.Part, s *side, sum engine.Cell) []Contribution {
	var out []Contribution
	exact := make([]float64, len(parts))
	for i, p := range parts {
		out = append(out, Contribution{Batch: p.Batch, Rows: p.Rows, Number: total{p.Cell}.exact(s)})
		exact[i] = out[i].Number * s.unit
	}
	if s.money {
		for i, units := range calc.Apportion(sum.Rounded(), exact) {
			out[i].Number = float64(units) / s.unit
		}
	}
	return out
}

// countStaff counts the rows that a sum leaves out because they are of staff.
func (a *asker) countStaff(ctx context.Context, x *Addend) error {
	of := func(f ops.Filter) bool { return f.Dimension == "staff" }
	if !slices.ContainsFunc(x.Measure.Where, of) {
		return nil
	}
	kept := &ops.Measure{Name: "kept", Record: x.Measure.Record, Agg: ops.RowCount, Where: x.Measure.Where, Known: x.Measure.Known, Within: x.Measure.Within}
	all := *kept
	all.Name, all.Where = "all", slices.DeleteFunc(slices.Clone(x.Measure.Where), of)
	sums, err := a.data.Snapshot.Sums(ctx, engine.SumQuery{Measures: []*ops.Measure{kept, &all}, Range: x.Query.Range, Grain: ops.Whole, Filter: x.Query.Filter})
	if err != nil {
		return err
	}
	x.Staff = sums.Measures[1].Total.Rows - sums.Measures[0].Total.Rows
	return nil
}

// currencies finds the currencies that a sum of money was converted from.
func (a *asker) currencies(ctx context.Context, x *Addend) error {
	if !x.Measure.Money {
		return nil
	}
	rows := &ops.Measure{Name: "rows", Record: x.Measure.Record, Agg: ops.RowCount, Where: x.Measure.Where, Known: x.Measure.Known, Within: x.Measure.Within}
	sums, err := a.data.Snapshot.Sums(ctx, engine.SumQuery{Measures: []*ops.Measure{rows}, Range: x.Query.Range, Grain: ops.Whole, By: []string{"currency"},
		Filter: x.Query.Filter})
	if err != nil {
		return err
	}
	for _, g := range sums.Groups {
		if g[0] != "" && ops.Fold(g[0]) != ops.Fold(a.data.Currency) {
			x.Rates = append(x.Rates, g[0])
		}
	}
	slices.Sort(x.Rates)
	return nil
}

// NameOf returns what a sum is called: as the metric that is just that, the one that was
// asked for first.
func (p *Provenance) NameOf(c *ops.Catalog, x Addend) ops.Label {
	if m := p.Column.Metric; len(m.Num)+len(m.Den) == 1 {
		return m.Label
	}
	return halfName(c, ops.Linear{{Sign: 1, Measure: x.Name}})
}

// Formula writes how the sums make the figure, in words of a language: names are those of
// the metrics that are just that sum.
func (p *Provenance) Formula(c *ops.Catalog, name func(ops.Label) string) string {
	half := func(terms ops.Linear) string {
		out := ""
		for i, t := range terms {
			sign := map[bool]string{true: " − ", false: " + "}[t.Sign < 0]
			if i == 0 {
				sign = map[bool]string{true: "−", false: ""}[t.Sign < 0]
			}
			out += sign + name(halfName(c, ops.Linear{{Sign: 1, Measure: t.Measure}}))
		}
		return out
	}
	m := p.Column.Metric
	out := half(m.Num)
	if len(m.Den) > 0 {
		if len(m.Num) > 1 {
			out = "(" + out + ")"
		}
		den := half(m.Den)
		if len(m.Den) > 1 {
			den = "(" + den + ")"
		}
		out += " ÷ " + den
	}
	if m.Scale != 1 {
		out = fmt.Sprintf("%g × ", m.Scale) + out
	}
	return out
}

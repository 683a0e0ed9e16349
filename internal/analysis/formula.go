package analysis

import (
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// formula is a metric made ready to be worked out many times.
type formula struct {
	*ops.Metric
	measures []int // of the asker: what the metric is made of, each once
	num, den side
	additive bool // groups may be added up: no distinct counts, whose groups share members
	crosses  bool // it takes rows of several records
	sets     bool // and sets halves of them against each other: a ratio or a difference
	records  []string
}

// side is one side of a ratio: terms in the engine's units, of which unit make
// one of the metric's. The catalog made sure that all terms have the same.
type side struct {
	terms []term
	unit  float64
	money bool
}

// term is one signed sum. Of a sum that wants some column to be known, full is
// the sum of all rows; of any sum with blanks, rows tells how many rows there
// are. Both are -1 where there is nothing to tell.
type term struct {
	sign    int64
	measure int // of the asker
	record  string
	report  bool // its rows are a report of days, not things that happened: no rows, no report
	level   bool
	bound   bool // where rows do not state it, it counts as 0
	rows    int
	full    int
	stated  []signedRows // of a record with levels, what the number of rows with a sum is made of
}

// wanted is a measure of the asker, and the part of a dimension it is narrowed to.
type wanted struct {
	*ops.Measure
	over ops.Over
}

// prepare makes the formulas of the metrics.
func (a *asker) prepare() {
	places := map[string]int{}
	for _, m := range a.metrics {
		f := formula{Metric: m, additive: true}
		use := func(measure *ops.Measure) int {
			key := fmt.Sprint(measure.Name, measure.Agg, measure.Known, m.Over)
			at, ok := places[key]
			if !ok {
				at = len(a.measures)
				places[key] = at
				a.measures = append(a.measures, wanted{measure, m.Over})
			}
			if !slices.Contains(f.measures, at) {
				f.measures = append(f.measures, at)
			}
			return at
		}
		known := knownColumns(a.data.Catalog, m)
		var records []string
		sideOf := func(terms ops.Linear) side {
			s := side{unit: 1}
			for _, t := range terms {
				measure := a.data.Catalog.Measures[t.Measure]
				made := a.term(measure, t, m, known[measure.Record], use)
				f.additive = f.additive && (measure.Agg.Additive() || measure.Agg == ops.Level)
				if !slices.Contains(records, measure.Record) {
					records = append(records, measure.Record)
				}
				s.terms, s.unit, s.money = append(s.terms, made), a.data.unit(measure), measure.Money
			}
			return s
		}
		f.num, f.den = sideOf(m.Num), sideOf(m.Den)
		f.crosses, f.records = len(records) > 1, records
		f.sets = f.crosses && len(halves(m)) > 1
		a.formulas = append(a.formulas, f)
	}
}

// term makes a term of a metric, whose measures of the same record want the
// columns to be known (R4): a row that leaves one of them blank is in neither
// half.
func (a *asker) term(m *ops.Measure, t ops.Term, of *ops.Metric, columns []string, use func(*ops.Measure) int) term {
	record, _ := ops.RecordNamed(m.Record)
	out := term{sign: int64(t.Sign), record: m.Record, level: m.Agg == ops.Level || m.Agg == ops.Opening, bound: of.AtMost == t.Measure, rows: -1, full: -1,
		report: record.Columns[record.Column(record.Day)].Type == ops.Date}
	asked := m
	switch {
	case out.bound:
	case m.Agg == ops.Sum && len(columns) > 0:
		masked := *m
		masked.Known = slices.Concat(m.Known, columns)
		asked = &masked
		if len(of.Den) > 0 || len(of.Num) > 1 {
			out.full = use(m)
		}
	case m.Agg == ops.Opened:
		all := *m
		all.Name, all.Agg = "all of "+m.Name, ops.Sum
		out.full = use(&all)
	}
	out.measure = use(asked)
	if m.Agg == ops.Sum && (m.Gaps || len(columns) > 0) {
		out.rows = use(rowsOf(m))
		out.stated = statedRows(record, m, use)
	}
	return out
}

// knownColumns returns, by record, the columns that rows must state to count in a
// metric: those of all its sums with blanks.
func knownColumns(c *ops.Catalog, m *ops.Metric) map[string][]string {
	out := map[string][]string{}
	for _, t := range slices.Concat(m.Num, m.Den) {
		measure := c.Measures[t.Measure]
		if measure.Gaps && t.Measure != m.AtMost && !slices.Contains(out[measure.Record], measure.Column) {
			out[measure.Record] = append(out[measure.Record], measure.Column)
		}
	}
	return out
}

// rowsOf returns the measure that tells how many rows a sum might be taken from.
// It is called what no measure of a catalog can be.
func rowsOf(m *ops.Measure) *ops.Measure {
	return &ops.Measure{Name: fmt.Sprintf("rows of %s %v", m.Record, m.Where), Record: m.Record, Agg: ops.RowCount, Where: m.Where, Known: m.Known}
}

// unit returns how many of the engine's units make one of the measure's.
func (d Data) unit(m *ops.Measure) float64 {
	if m.Money {
		unit := 1.0
		for range ops.Exponent(d.Currency) {
			unit *= 10
		}
		return unit
	}
	switch m.Agg {
	case ops.Sum, ops.Level, ops.Opening, ops.Opened:
		if r, ok := ops.RecordNamed(m.Record); ok {
			if c := r.Column(m.Column); c >= 0 && r.Columns[c].Type == ops.Decimal {
				return 1_000_000
			}
		}
	}
	return 1
}

// figures is what value has worked out: a value, whether it is an upper bound,
// and the share of what it might be taken from that is left out as unknown.
type figures struct {
	ops.Value
	atMost  bool
	leftOut float64
}

// value divides the sums of a metric (R4) in one part of an answer, added up
// over groups where there are several. The value is not applicable where the
// denominator is 0, whatever is known of the numerator, a record lacks the
// dimension, or nobody reported a half; and pending where a sum is not known, where
// no row of a sum with blanks has a value, or where open says that days are still to
// come and a side of the ratio has no rows yet. Money is rounded here and nowhere
// before.
func (a *asker) value(w *answer, f *formula, open bool, part int, groups []int, bucket int) figures {
	var out figures
	num, state := w.linear(&f.num, open, part, groups, bucket, &out)
	if state == ops.Few && (len(f.den.terms) > 0 || f.Scale != 1) {
		state = ops.Withheld // it counts nobody itself
	}
	if state != ops.Known && (state != ops.Pending || len(f.den.terms) == 0) {
		out.Value = ops.Value{State: state}
		return out
	}
	if len(f.den.terms) == 0 {
		exact := num.exact(&f.num)
		if f.num.money && f.Scale == 1 {
			exact = float64(num.Rounded()) / f.num.unit
		}
		out.Value = ops.Value{Number: f.Scale*exact + 0, Num: exact + 0}
		return out
	}
	den, below := w.linear(&f.den, open, part, groups, bucket, &out)
	switch n, d := num.exact(&f.num), den.exact(&f.den); {
	case below.Hidden():
		out.Value = ops.Value{State: ops.Withheld}
	case below != ops.Known:
		out.Value = ops.Value{State: below}
	case d == 0: // whatever the numerator turns out to be
		out.Value = ops.Value{State: ops.NotApplicable, Num: n}
	case state != ops.Known:
		out.Value = ops.Value{State: state}
	default:
		out.Value = ops.Value{Number: f.Scale*n/d + 0, Num: n, Den: d}
	}
	return out
}

// total is the sum of a side before anything is divided or rounded.
type total struct{ engine.Cell }

func (t total) exact(s *side) float64 {
	whole, rest := t.Exact()
	return float64(whole)/s.unit + float64(rest)/engine.RestUnit/s.unit
}

// linear adds up the terms exactly, and notes in out what they leave out.
func (w *answer) linear(s *side, open bool, part int, groups []int, bucket int, out *figures) (total, ops.State) {
	var sum engine.Cell
	for i := range s.terms {
		t := &s.terms[i]
		c, missing := w.sum(t.measure, part, groups, bucket)
		switch {
		case missing != "":
			return total{}, ops.NotApplicable
		case w.hidden(t, c, part, groups, bucket) == ops.Few && len(s.terms) == 1:
			return total{}, ops.Few
		case w.hidden(t, c, part, groups, bucket) != ops.Known:
			return total{}, ops.Withheld
		case c.Unknown > 0, c.Rows == 0 && t.level:
			return total{}, ops.Pending
		}
		if t.rows >= 0 || t.full >= 0 {
			if !w.blanks(t, c, part, groups, bucket, out) {
				return total{}, ops.Pending
			}
		}
		sum.Sum, sum.Rest, sum.Rows = sum.Sum+t.sign*c.Sum, sum.Rest+t.sign*c.Rest, sum.Rows+c.Rows
	}
	if open && sum.Rows == 0 {
		return total{}, ops.Pending
	}
	return total{sum}, ops.Known
}

// hidden tells why who asks may not see the sum of a term, c, or how much of it there
// is; ops.Known if they may.
func (w *answer) hidden(t *term, c engine.Cell, part int, groups []int, bucket int) ops.State {
	if c.Hidden != ops.Known {
		return c.Hidden
	}
	for _, measure := range []int{t.rows, t.full} {
		if measure < 0 {
			continue
		}
		if of, _ := w.sum(measure, part, groups, bucket); of.Hidden != ops.Known {
			return ops.Withheld
		}
	}
	return ops.Known
}

// blanks notes what a term leaves out; false if that is all there is.
func (w *answer) blanks(t *term, c engine.Cell, part int, groups []int, bucket int, out *figures) bool {
	var rows int64
	if t.rows >= 0 {
		all, _ := w.sum(t.rows, part, groups, bucket)
		rows = all.Rows
	}
	if t.bound {
		out.atMost = out.atMost || rows > c.Rows
		return true
	}
	share := 0.0
	if from := w.stated(t, rows, part, groups, bucket); from > c.Rows {
		share = 1 - float64(c.Rows)/float64(from)
	}
	if t.full >= 0 {
		full, _ := w.sum(t.full, part, groups, bucket)
		if share = 0; full.Sum != 0 {
			share = 1 - float64(c.Sum)/float64(full.Sum)
		}
		if rows = max(rows, full.Rows); full.Rows > 0 && c.Rows == 0 {
			return false
		}
	}
	out.leftOut = max(out.leftOut, share)
	return rows == 0 || c.Rows > 0
}

// halfName says what a part of a formula sums up: the metric that is just that, or
// else its measures.
func halfName(c *ops.Catalog, terms ops.Linear) ops.Label {
	var names []string
	for _, t := range terms {
		names = append(names, t.Measure)
	}
	for _, m := range c.Metrics {
		if len(m.Den) == 0 && m.Over == (ops.Over{}) && slices.EqualFunc(m.Num, terms, func(x, y ops.Term) bool { return x.Measure == y.Measure }) {
			return m.Label
		}
	}
	return ops.Label{En: strings.Join(names, ", "), Zh: strings.Join(names, "、")}
}

package catalog

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"daybreak/internal/ops"
)

// metricsFile reads metrics.yaml.
func (l *loader) metricsFile(root node) {
	f, ok := l.fields(root, []string{"measures", "metrics"}, []string{"dimensions", "values", "events", "attributed"})
	if !ok {
		return
	}
	for _, d := range ops.Dimensions() {
		l.catalog.Dimensions[d] = ops.DimensionLabel(d)
	}
	l.each(f, "dimensions", func(e entry) {
		if !slices.Contains(ops.Dimensions(), e.key) {
			l.fail(e.at, "unknown_dimension", suggest(e.key, ops.Dimensions()), "No record has a dimension %q.", ops.Show(e.key))
		}
		l.catalog.Dimensions[e.key] = l.label(e.value)
	})
	l.catalog.Attributed = l.attributed(f)
	l.each(f, "values", l.value)
	l.each(f, "events", func(e entry) {
		l.value(e)
		l.catalog.Events = append(l.catalog.Events, e.key)
	})
	l.each(f, "measures", func(e entry) {
		if l.id(e.at, e.key) {
			// A measure with mistakes still exists, so that formulas with it
			// are not told to be wrong, too.
			l.catalog.Measures[e.key] = l.measure(e)
		}
	})
	l.each(f, "metrics", func(e entry) {
		if l.id(e.at, e.key) {
			l.catalog.Metrics = append(l.catalog.Metrics, l.metric(e))
		}
	})
	l.coverages()
}

// attributed reads the share that rows must attribute to a dimension.
func (l *loader) attributed(f fields) float64 {
	n, ok := f.get("attributed")
	if !ok {
		return ops.Attributed
	}
	s, _ := scalar(n.yaml)
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || !(x > 0 && x <= 1) {
		l.fail(n, "bad_value", "Write 0.8 for 80 %.", "attributed must be a share over 0, up to 1.")
		return ops.Attributed
	}
	return x
}

// value reads how a value is shown.
func (l *loader) value(e entry) {
	folded := ops.Fold(e.key)
	if _, twice := l.catalog.Values[folded]; twice {
		l.fail(e.at, "duplicate_name", "Keep one of them: spellings that differ in case or width are the same value.", "The value %q is there twice.",
			ops.Show(e.key))
	}
	l.catalog.Values[folded] = l.label(e.value)
}

func (l *loader) each(f fields, key string, read func(entry)) {
	if n, ok := f.get(key); ok {
		entries, _ := l.entries(n)
		for _, e := range entries {
			read(e)
		}
	}
}

// measure reads one measure.
func (l *loader) measure(e entry) *ops.Measure {
	out := &ops.Measure{Name: e.key, Agg: ops.Sum}
	f, ok := l.fields(e.value, []string{"record"}, []string{
		"column", "agg", "where", "where_not", "known", "blank", "optional", "apart", "level", "in", "out", "per",
	})
	if !ok {
		return out
	}
	if agg := f.choice("agg", string(ops.Sum), string(ops.RowCount), string(ops.Distinct), string(ops.First), string(ops.MemberDays), string(ops.Repeat),
		string(ops.Level), string(ops.Opening), string(ops.Opened)); agg != "" {
		out.Agg = ops.Agg(agg)
	}
	out.Optional = f.flag("optional")
	out.Record = f.text("record")
	if out.Record == "" {
		return out
	}
	record, ok := ops.RecordNamed(out.Record)
	if !ok || !record.Counted() {
		n, _ := f.get("record")
		l.fail(n, "unknown_record", suggest(out.Record, countedRecords()), "There is nothing to count in a record %q.", ops.Show(out.Record))
		return out
	}
	l.measureColumn(f, record, out)
	l.measureBlank(f, out)
	l.measureStock(f, record, out)
	for _, key := range []string{"where", "where_not"} {
		l.each(f, key, func(e entry) {
			if l.dimension(e.at, e.key, conditions(record)) {
				filter := ops.Filter{Dimension: e.key, Not: key == "where_not"}
				for _, v := range l.texts(e.value) {
					filter.Values = append(filter.Values, l.text(v))
				}
				out.Where = append(out.Where, filter)
			}
		})
	}
	if n, ok := f.get("apart"); ok {
		out.Apart = l.text(n)
		l.dimension(n, out.Apart, filterDimensions(record))
	}
	if !alike(record, out) {
		l.fail(f.node, "mixed_subjects", fmt.Sprintf("Add where: {%s: …} with one of them.", record.Subject),
			"Rows of %s are about different things, which are never added.", record.Name)
	}
	if n, ok := f.get("known"); ok {
		for _, column := range l.texts(n) {
			out.Known = append(out.Known, l.numbers(column, record))
		}
	}
	return out
}

// alike reports whether all rows of a measure are about one thing, where a
// record has rows about many.
func alike(r *ops.Record, m *ops.Measure) bool {
	return r.Subject == "" || m.Apart == r.Subject || slices.ContainsFunc(m.Where, func(f ops.Filter) bool {
		return f.Dimension == r.Subject && !f.Not && len(f.Values) == 1
	})
}

// measureStock reads what an opening is worked out from.
func (l *loader) measureStock(f fields, record *ops.Record, out *ops.Measure) {
	stock := out.Agg == ops.Opening || out.Agg == ops.Opened
	for _, field := range []struct {
		name string
		to   *string
	}{{"level", &out.Stock.Level}, {"in", &out.Stock.In}, {"out", &out.Stock.Out}, {"per", &out.Stock.Per}} {
		n, given := f.get(field.name)
		switch {
		case given && !stock:
			l.fail(n, "unknown_field", "Remove it.", "%s takes no %q.", out.Agg, field.name)
		case !given && stock:
			l.fail(f.node, "missing_field", "", "The field %q is missing: %s is worked out from it.", field.name, out.Agg)
		case given && field.name == "per":
			*field.to = l.text(n)
			l.dimension(n, *field.to, filterDimensions(record))
		case given:
			*field.to = l.numbers(n, record)
		}
	}
}

// numbers reads the name of a column of numbers.
func (l *loader) numbers(n node, record *ops.Record) string {
	name := l.text(n)
	if allowed := columns(record, isNumber); name != "" && !slices.Contains(allowed, name) {
		l.fail(n, "unknown_column", suggest(name, allowed), "The record %s has no column of numbers %q.", record.Name, ops.Show(name))
	}
	return name
}

func isNumber(c ops.Column) bool { return c.Type.IsNumber() }

// measureBlank reads what a sum is where no row has a value.
func (l *loader) measureBlank(f fields, out *ops.Measure) {
	n, given := f.get("blank")
	if !given {
		return
	}
	out.Gaps = f.choice("blank", "zero", "unknown") == "unknown"
	if out.Agg != ops.Sum {
		l.fail(n, "unknown_field", "Remove it.", "%s knows no blank values.", out.Agg)
	}
}

// measureColumn reads the column of a measure, which its aggregation decides
// on.
func (l *loader) measureColumn(f fields, record *ops.Record, out *ops.Measure) {
	n, given := f.get("column")
	if given {
		out.Column = l.text(n)
	}
	member := record.Column("member") >= 0
	var fit func(ops.Column) bool
	switch out.Agg {
	case ops.Sum, ops.Level, ops.Opening, ops.Opened:
		if !given {
			l.fail(f.node, "missing_field", "", "The field %q is missing: %s takes the values of one column.", "column", out.Agg)
			return
		}
		fit = func(c ops.Column) bool {
			return c.Type.IsNumber() && (out.Agg == ops.Level || out.Agg == ops.Opening || !c.Level)
		}
	case ops.Distinct, ops.First:
		if !given {
			if !member {
				l.fail(f.node, "missing_field", "", "The field %q is missing: rows of %s name no member that could be counted.", "column", record.Name)
			}
			return
		}
		fit = func(c ops.Column) bool {
			return c.Type == ops.Text && c.Key && c.Name != record.Own && c.Name != record.Lines
		}
	default:
		if given {
			l.fail(n, "unknown_field", "Remove it.", "%s takes no column.", out.Agg)
		}
		if out.Agg != ops.RowCount && !member || out.Agg == ops.MemberDays && record.Column("event") < 0 {
			l.fail(f.node, "unknown_choice", "", "%s cannot be taken from the record %s.", out.Agg, record.Name)
		}
		return
	}
	allowed := columns(record, fit)
	if out.Column != "" && !slices.Contains(allowed, out.Column) {
		l.fail(n, "unknown_column", suggest(out.Column, allowed), "%s cannot take the column %q of the record %s.", out.Agg, ops.Show(out.Column), record.Name)
		return
	}
	if out.Column != "" && out.Agg != ops.Distinct && out.Agg != ops.First {
		out.Money = record.Columns[record.Column(out.Column)].Type == ops.Money
	}
}

// metric reads one metric.
func (l *loader) metric(e entry) *ops.Metric {
	place := e.at.place()
	out := &ops.Metric{Name: e.key, Scale: 1, Good: ops.Neutral, File: place.File, Line: place.Line}
	f, ok := l.fields(e.value, []string{"label", "definition", "source", "num", "unit", "good"},
		[]string{"den", "scale", "proportion", "horizon", "coverage", "at_most", "over"})
	if !ok {
		return out
	}
	out.Label, out.Definition, out.Source = f.label("label"), f.label("definition"), f.caption("source")
	if n, ok := f.get("num"); ok {
		out.Num = l.formula(n)
	}
	if n, ok := f.get("den"); ok {
		out.Den = l.formula(n)
	}
	if n, ok := f.get("scale"); ok {
		s, _ := scalar(n.yaml)
		x, err := strconv.ParseFloat(s, 64)
		if err != nil || math.IsInf(x, 0) || math.IsNaN(x) || x == 0 {
			l.fail(n, "bad_value", "", "scale must be a number other than 0.")
		} else {
			out.Scale = x
		}
	}
	out.Unit = ops.Unit(f.choice("unit", string(ops.UnitCount), string(ops.UnitMoney), string(ops.UnitPercent), string(ops.UnitTimes), string(ops.UnitNumber),
		string(ops.UnitDays)))
	if good := f.choice("good", string(ops.UpGood), string(ops.DownGood), string(ops.Neutral)); good != "" {
		out.Good = ops.Direction(good)
	}
	out.Proportion = f.flag("proportion")
	out.Horizon = f.whole("horizon", 0, 3660)
	if n, ok := f.get("coverage"); ok {
		out.Coverage = l.text(n)
		l.coverage = append(l.coverage, n)
	}
	if n, ok := f.get("at_most"); ok {
		out.AtMost = l.text(n)
		if !slices.Contains(out.Num, ops.Term{Sign: -1, Measure: out.AtMost}) {
			l.fail(n, "unknown_measure", "", "The formula does not subtract %q.", ops.Show(out.AtMost))
		}
	}
	l.each(f, "over", func(e entry) {
		out.Over = ops.Over{Dimension: e.key, Measure: l.text(e.value)}
		if measure, ok := l.catalog.Measures[out.Over.Measure]; !ok {
			l.fail(e.value, "unknown_measure", suggest(out.Over.Measure, keys(l.catalog.Measures)), "There is no measure %q.", ops.Show(out.Over.Measure))
		} else if record, ok := ops.RecordNamed(measure.Record); ok {
			l.dimension(e.at, e.key, filterDimensions(record))
		}
	})
	l.units(f, out)
	return out
}

// kind is what a measure is counted in; only like may be added.
type kind string

const (
	things   kind = "a count"
	money    kind = "money"
	decimals kind = "a decimal number"
)

func kindOf(m *ops.Measure) kind {
	if m.Money {
		return money
	}
	if record, ok := ops.RecordNamed(m.Record); ok && m.Column != "" && m.Agg != ops.Distinct && m.Agg != ops.First {
		if c := record.Column(m.Column); c >= 0 && record.Columns[c].Type == ops.Decimal {
			return decimals
		}
	}
	return things
}

// units checks that the terms of a metric may be added and that its unit says
// what comes out.
func (l *loader) units(f fields, m *ops.Metric) {
	kinds := map[string]kind{}
	for _, key := range []string{"num", "den"} {
		terms := m.Num
		if key == "den" {
			terms = m.Den
		}
		for _, t := range terms {
			k := kindOf(l.catalog.Measures[t.Measure])
			if first, ok := kinds[key]; ok && first != k {
				n, _ := f.get(key)
				l.fail(n, "mixed_units", "Only measures of one kind can be added.", "The formula adds %s and %s.", first, k)
				break
			}
			kinds[key] = k
		}
	}
	if len(m.Num) == 0 || m.Unit == "" {
		return
	}
	unit, _ := f.get("unit")
	gives := kinds["num"] == money && kinds["den"] != money
	if gives != (m.Unit == ops.UnitMoney) {
		what := "does not give"
		if gives {
			what = "gives"
		}
		l.fail(unit, "mixed_units", "Correct unit or formula.", "The formula %s money.", what)
	}
	if n, ok := f.get("proportion"); ok && m.Proportion && (m.Unit != ops.UnitPercent || m.Scale != 1 || kinds["num"] != things || kinds["den"] != things) {
		l.fail(n, "mixed_units", "Remove it, or make the metric a share in percent of one count in another, with scale 1.", "This is not a proportion.")
	}
}

// coverages checks the names of coverage metrics once all are known.
func (l *loader) coverages() {
	for _, n := range l.coverage {
		l.metricName(n)
	}
}

// dimension checks that a name is one of the allowed dimensions.
func (l *loader) dimension(n node, name string, allowed []string) bool {
	if slices.Contains(allowed, name) {
		return true
	}
	l.fail(n, "unknown_dimension", suggest(name, allowed), "There is no dimension %q here.", ops.Show(name))
	return false
}

// filterDimensions lists what rows of a record may be filtered by: its own
// dimensions and, for rows about members, theirs.
func filterDimensions(r *ops.Record) []string {
	out := columns(r, func(c ops.Column) bool { return c.Dimension })
	if members, ok := ops.RecordNamed("members"); ok && r.Column("member") >= 0 {
		for _, d := range columns(members, func(c ops.Column) bool { return c.Dimension }) {
			if !slices.Contains(out, d) {
				out = append(out, d)
			}
		}
	}
	return out
}

// conditions lists what a measure may want of its rows: what they may be filtered
// by and, of rows about members, whether they are staff.
func conditions(r *ops.Record) []string {
	if r.Column("member") < 0 {
		return filterDimensions(r)
	}
	return append(filterDimensions(r), "staff")
}

func countedRecords() []string {
	var out []string
	for _, r := range ops.Records() {
		if r.Counted() {
			out = append(out, r.Name)
		}
	}
	return out
}

func columns(r *ops.Record, keep func(ops.Column) bool) []string {
	var out []string
	for _, c := range r.Columns {
		if keep(c) {
			out = append(out, c.Name)
		}
	}
	return out
}

func (l *loader) metricNames() []string {
	out := make([]string, len(l.catalog.Metrics))
	for i, m := range l.catalog.Metrics {
		out[i] = m.Name
	}
	return out
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

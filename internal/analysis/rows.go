package analysis

import (
	"slices"

	"daybreak/internal/ops"
)

// lacking returns the dimension of the rule of who asks that rows of a record do not
// have, neither themselves nor by their member; "" if they have all.
func lacking(d Data, record string) string {
	r, ok := ops.RecordNamed(record)
	if !ok || r.LookedUp {
		return ""
	}
	have := recordDimensions(r)
	for _, dimension := range d.Rows.Dimensions() {
		if !slices.Contains(have, dimension) {
			return dimension
		}
	}
	return ""
}

// outside returns the dimension by which a metric is not told apart, so that nobody
// knows what part of it is that of who asks; "" if it is known.
func outside(d Data, m *ops.Metric) string {
	for _, name := range Measures(m) {
		if measure, ok := d.Catalog.Measures[name]; ok {
			if dimension := lacking(d, measure.Record); dimension != "" {
				return dimension
			}
		}
	}
	return ""
}

// Yours refuses metrics of which nobody knows the part of who asks with an *ops.Error
// of code not_in_your_rows.
func Yours(d Data, metrics ...*ops.Metric) error {
	for _, m := range metrics {
		if dimension := outside(d, m); dimension != "" {
			return ops.NotInYourRows(m.Name, dimension)
		}
	}
	return nil
}

// panelSeen refuses a panel that has no figure of which the part of who asks is
// known.
func panelSeen(d Data, p *ops.Panel) error {
	if !d.Rows.Narrows() {
		return nil
	}
	if dimension := lacking(d, follows(p.Type)); dimension != "" {
		return ops.NotInYourRows(p.Title.En, dimension)
	}
	names, dimension := PanelMetrics(p), ""
	for _, name := range names {
		m, ok := d.Catalog.Metric(name)
		if !ok {
			continue
		}
		if dimension = outside(d, m); dimension == "" {
			return nil
		}
	}
	if dimension == "" {
		return nil
	}
	return ops.NotInYourRows(p.Title.En, dimension)
}

// nothing says that there is nothing of a record.
func nothing(d Data, record string) []Note {
	code := NothingImported
	if d.Rows.Narrows() {
		code = NothingOfYours
	}
	return []Note{{Code: code, Args: []any{record}}}
}

// nothingFor says what it means for figures that there is nothing of a measure's record.
func nothingFor(d Data, m *ops.Measure) Note {
	code := NothingImported
	switch yours := d.Rows.Narrows(); {
	case m.Optional && yours:
		code = ZeroOfYours
	case m.Optional:
		code = CountedAsZero
	case yours:
		code = NothingOfYours
	}
	return Note{Code: code, Args: []any{m.Record}}
}

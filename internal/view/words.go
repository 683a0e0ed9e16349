package view

import (
	"math"

	"daybreak/internal/ops"
)

// Amount writes a figure of a metric, of a number where there is none.
func (w Writer) Amount(x float64, m *ops.Metric) string {
	unit := ops.UnitNumber
	if m != nil {
		unit = m.Unit
	}
	if unit == ops.UnitCount {
		x = math.Round(x)
	}
	return w.Value(ops.Value{Number: x}, unit)
}

// MetricLabel is what people call the metric of that name, or its name.
func (w Writer) MetricLabel(name string) string {
	if m, ok := w.Catalog.Metric(name); ok {
		return w.Label(m.Label)
	}
	return name
}

// Scope writes a scope in words.
func (w Writer) Scope(text string) string {
	filter, err := ops.ParseScope(text)
	if err != nil || len(filter) == 0 {
		return w.T.Plan.Everything
	}
	out := ""
	for _, f := range filter {
		for _, value := range f.Values {
			if out != "" {
				out += " · "
			}
			if f.Not {
				out += "≠ "
			}
			out += w.Group(value, 0)
		}
	}
	return out
}

// Package tell says in words how tries and targets stand, in one language. It
// knows no request and no page.
package tell

import (
	"fmt"

	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// Words says how things stand.
type Words struct{ view.Writer }

// Tag is a verdict in a word. Class is good, bad, hatched or "".
type Tag struct{ Class, Text string }

// Percent writes a share without decimals.
func Percent(x float64) string { return fmt.Sprintf("%.0f%%", 100*x) }

// Metric returns the metric of that name, or nil.
func (w Words) Metric(name string) *ops.Metric {
	m, _ := w.Catalog.Metric(name)
	return m
}

// Signed writes a difference of a metric with its sign.
func (w Words) Signed(x float64, m *ops.Metric) string {
	text := w.Amount(x, m)
	if x > 0 {
		text = "+" + text
	}
	return text
}

// Points writes a difference of shares in percentage points.
func (w Words) Points(x float64) string { return fmt.Sprintf("%+.1f pp", 100*x) }

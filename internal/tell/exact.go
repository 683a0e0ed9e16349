package tell

import (
	"math"

	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// Exact writes a figure in full: money to the minor unit.
func (w Words) Exact(v ops.Value, u ops.Unit) string {
	if v.State != ops.Known || u != ops.UnitMoney {
		return w.Value(v, u)
	}
	minus, digits := "", ops.Exponent(w.Currency)
	if v.Number < 0 {
		minus = "-"
	}
	return minus + i18n.Symbol(w.Currency) + i18n.Decimal(math.Abs(v.Number), digits, digits)
}

// ExactSigned writes a difference in full with its sign.
func (w Words) ExactSigned(x float64, m *ops.Metric) string {
	if m.Unit == ops.UnitCount {
		return w.Signed(x, m)
	}
	text := w.Exact(ops.Value{Number: x}, m.Unit)
	if x > 0 {
		text = "+" + text
	}
	return text
}

package view

import (
	"math"

	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// Short writes a number in the room an axis has, as the axes of charts in the
// browser are written (static/number.js).
func (w Writer) Short(u ops.Unit, v float64) string {
	switch u {
	case ops.UnitMoney:
		whole := 1e3
		if w.Lang == i18n.Zh {
			whole = 1e4
		}
		if v >= 100 && v < whole {
			return i18n.Symbol(w.Currency) + i18n.Decimal(v, 0, 0)
		}
		return w.Lang.MoneyCompact(v, w.Currency)
	case ops.UnitPercent:
		return i18n.Decimal(100*v, 0, 1) + "%"
	case ops.UnitTimes:
		return i18n.Decimal(v, 0, 1) + "×"
	case ops.UnitDays:
		return i18n.Decimal(v, 0, 1)
	case ops.UnitNumber:
		if math.Abs(v) < 1 {
			return i18n.Decimal(v, 0, 2)
		}
	}
	return w.Lang.Compact(v)
}

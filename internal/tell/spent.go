package tell

import (
	"fmt"

	"daybreak/internal/loop"
	"daybreak/internal/ops"
)

// Spent writes a cost: … where nothing of it is known, and "at least" where some is not.
func (w Words) Spent(s loop.Spent) string {
	known := w.Value(ops.Value{Number: s.Known}, ops.UnitMoney)
	switch {
	case !s.Open:
		return known
	case s.Known == 0:
		return w.Value(ops.Value{State: ops.Pending}, ops.UnitMoney)
	}
	return fmt.Sprintf(w.T.Plan.CostAtLeast, known)
}

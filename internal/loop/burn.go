package loop

import (
	"context"

	"daybreak/internal/ops"
)

// Burn is what came of a target day by day, added up, beside what was to come by its
// phasing.
type Burn struct {
	Days            []ops.Day
	Actual, Planned []ops.Value // Actual is pending from the first day on that is not known
}

// BurnOf adds up the days of a target; nil for a ratio, whose days are no sum, and for
// one that shares its goal out over no day.
func BurnOf(ctx context.Context, w World, g Goal) (*Burn, error) {
	if g.Daily == nil {
		return nil, nil
	}
	daily, err := w.Daily(ctx, g.Subject, g.Filter)
	if err != nil {
		return nil, err
	}
	var out Burn
	planned, came, known := 0.0, 0.0, true
	for i, due := range g.Daily {
		d := g.Days.From + ops.Day(i)
		planned += due
		if d >= daily.Days.From { // nothing came before there was anything
			plus, minus, ok := daily.Known(d)
			came, known = came+plus-minus, known && ok && d <= g.Through
		}
		actual := pending
		if known {
			actual = ops.Value{Number: came}
		}
		out.Days, out.Actual, out.Planned = append(out.Days, d), append(out.Actual, actual), append(out.Planned, ops.Value{Number: planned})
	}
	return &out, nil
}

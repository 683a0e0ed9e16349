package api

import (
	"strconv"

	"daybreak/internal/engine"
	"daybreak/internal/report"
)

// count is a number of people, or null while nothing is known of it.
func count(n int, state engine.CellState) *int {
	if state == engine.Waiting {
		return nil
	}
	return &n
}

// countText is count in CSV.
func countText(n int, state engine.CellState) string {
	if state == engine.Waiting {
		return report.Pending
	}
	return strconv.Itoa(n)
}

// ratio returns num ÷ den, or null where den is 0.
func ratio[N int | int64 | float64](num, den N) *float64 {
	if den == 0 {
		return nil
	}
	r := float64(num) / float64(den)
	return &r
}

// numberText writes a number that may not apply in CSV.
func numberText(f *float64) string {
	if f == nil {
		return report.NotApplicable
	}
	return strconv.FormatFloat(*f, 'f', -1, 64)
}

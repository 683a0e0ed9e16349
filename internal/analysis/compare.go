package analysis

import (
	"fmt"

	"daybreak/internal/ops"
)

// First returns the first day of a comparison that is given as a day: it covers as
// many days as the range. False for the comparisons that have a name.
func (c Compare) First() (ops.Day, bool) {
	day, err := ops.ParseDay(string(c))
	return day, err == nil && c != ""
}

// FitsRange reports whether as many days as the range from the first day of the
// comparison end before the range begins. Named comparisons always do.
func (c Compare) FitsRange(r ops.Range) bool {
	first, ok := c.First()
	return !ok || first+ops.Day(r.Len()) <= r.From && int(r.From-first) <= MostBack
}

// alignFirst lays the range beside as many days from the first one of the comparison.
// Days that overlap would be compared with themselves.
func alignFirst(v *View, first ops.Day) error {
	n := v.Range.Len()
	v.Shift = int(v.Range.From - first)
	if v.Compare.FitsRange(v.Range) {
		return nil
	}
	where := ops.Place{Column: "compare", Value: string(v.Compare)}
	if v.Shift > MostBack {
		return &ops.Error{Code: "compare_too_early", Message: fmt.Sprintf("The comparison begins more than %d years before the range.", MaxYears),
			Hint: "Choose a later day.", Where: where, Args: []any{MaxYears}}
	}
	latest := v.Range.From - ops.Day(n)
	return &ops.Error{Code: "compare_overlaps",
		Message: fmt.Sprintf("%d days from %s do not end before the range begins, on %s.", n, first, v.Range.From),
		Hint:    fmt.Sprintf("A comparison has as many days as the range. Let it begin on %s or earlier.", latest), Where: where,
		Args: []any{n, first.String(), v.Range.From.String(), latest.String()}}
}

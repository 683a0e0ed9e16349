package analysis

import "daybreak/internal/ops"

// Past returns what days of the range are compared with (R3): as many elapsed
// days of the other window, a bucket's own where it is one. Same dates of another
// month or year end with it where the days are whole months; then they may be
// more or fewer, which a note says. Beside a holiday of another year there may be
// days between that are compared with none: see Beside.
func (v *View) Past(days ops.Range) ops.Range {
	switch v.Compare {
	case Year:
		return monthsBefore(days, 12)
	case Month:
		return monthsBefore(days, 1)
	case Quarter:
		return monthsBefore(days, 3)
	case SameHoliday:
		var all ops.Range
		for _, past := range ofFestival(v.stretches, days) {
			all = all.Or(past)
		}
		return all
	}
	return shift(days, v.Shift)
}

// pastDays returns how many days those of the range are compared with.
func (v *View) pastDays(days ops.Range) int {
	n := 0
	for _, past := range v.Beside(days) {
		n += past.Len()
	}
	return n
}

// MostBack bounds how many days before its range a view may be compared.
const MostBack = 366 * MaxYears

// SetBack compares the range with as many days that begin so many days before it.
func (v *View) SetBack(days int) {
	v.Compare, v.Shift = Previous, days
	v.CompareRange = v.Past(v.Range)
}

// monthsBefore returns the same dates n months before: whole months for whole
// months, else from the first to the last of the dates; the 31st is the last day
// of a shorter month.
func monthsBefore(days ops.Range, n int) ops.Range {
	if days.Len() == 0 {
		return ops.Range{}
	}
	if isFirst(days.From) && isFirst(days.To) {
		return ops.Range{From: ops.AddMonths(days.From, -n), To: ops.AddMonths(days.To, -n)}
	}
	return ops.Range{From: ops.AddMonths(days.From, -n), To: ops.AddMonths(days.Last(), -n) + 1}
}

func isFirst(d ops.Day) bool {
	_, _, day := d.Date()
	return day == 1
}

// elapsed returns the days of a bucket that are over for a metric; all of them
// where none is.
func (s *span) elapsed(bucket ops.Range) ops.Range {
	if known := bucket.And(s.complete); known.Len() > 0 {
		return known
	}
	return bucket
}

// tells reports whether the metric is known on all the days.
func (s *span) tells(days ops.Range) bool {
	return s.known && days.Len() > 0 && days.From >= s.begins && days.To <= s.through+1
}

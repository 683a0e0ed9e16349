package analysis

import (
	"fmt"
	"strings"

	"daybreak/internal/ops"
)

// preset is a range that is named instead of written out. Its days follow the last
// day that is known.
type preset struct {
	name string
	days func(d Data, s Scope, latest ops.Day) ops.Range
}

// presets returns the named ranges, in the order they are offered.
func presets() []preset {
	return []preset{
		{"7d", last(7)}, {"28d", last(28)}, {"90d", last(90)},
		{"this_week", func(d Data, _ Scope, latest ops.Day) ops.Range { return toDate(d, ops.Weekly, latest) }},
		{"last_week", func(d Data, _ Scope, latest ops.Day) ops.Range { return before(d, ops.Weekly, latest) }},
		{"this_month", func(d Data, _ Scope, latest ops.Day) ops.Range { return toDate(d, ops.Monthly, latest) }},
		{"last_month", func(d Data, _ Scope, latest ops.Day) ops.Range { return before(d, ops.Monthly, latest) }},
		{"this_quarter", func(_ Data, _ Scope, latest ops.Day) ops.Range {
			return ops.Range{From: quarterOf(latest), To: latest + 1}
		}},
		{"last_quarter", func(_ Data, _ Scope, latest ops.Day) ops.Range {
			return ops.Range{From: ops.AddMonths(quarterOf(latest), -3), To: quarterOf(latest)}
		}},
		{"this_year", func(_ Data, _ Scope, latest ops.Day) ops.Range {
			y, _, _ := latest.Date()
			return ops.Range{From: ops.DayOf(y, 1, 1), To: latest + 1}
		}},
		{"all", func(d Data, s Scope, latest ops.Day) ops.Range {
			return ops.Range{From: start(d, s, latest), To: latest + 1}
		}},
	}
}

// Presets returns the names of the ranges that need no dates, in the order they are offered.
func Presets() []string {
	var out []string
	for _, p := range presets() {
		out = append(out, p.name)
	}
	return out
}

// PresetRange returns the days a named range has; false where there is none of the name.
func PresetRange(d Data, name string, s Scope, latest ops.Day) (ops.Range, bool) {
	for _, p := range presets() {
		if p.name == name {
			return p.days(d, s, latest), true
		}
	}
	return ops.Range{}, false
}

func last(n ops.Day) func(Data, Scope, ops.Day) ops.Range {
	return func(_ Data, _ Scope, latest ops.Day) ops.Range {
		return ops.Range{From: latest + 1 - n, To: latest + 1}
	}
}

// toDate returns the week or month of a day, as far as that day.
func toDate(d Data, g ops.Grain, latest ops.Day) ops.Range {
	return ops.Range{From: d.Calendar.Bucket(latest, g).From, To: latest + 1}
}

// before returns the whole week or month before that of a day.
func before(d Data, g ops.Grain, latest ops.Day) ops.Range {
	return d.Calendar.Bucket(d.Calendar.Bucket(latest, g).From-1, g)
}

// quarterOf returns the first day of the quarter of a day.
func quarterOf(day ops.Day) ops.Day {
	y, m, _ := day.Date()
	return ops.DayOf(y, m-(m-1)%3, 1)
}

// start returns the first day that any record of a page has, latest where none has one.
func start(d Data, s Scope, latest ops.Day) ops.Day {
	out := latest
	for _, record := range s.Records {
		if days := d.Snapshot.Days(record); days.Len() > 0 {
			out = min(out, days.From)
		}
	}
	return out
}

// tooLong refuses a range longer than MaxYears.
func tooLong(r ops.Range, where ops.Place) error {
	if r.Last() < ops.AddMonths(r.From, 12*MaxYears) {
		return nil
	}
	return &ops.Error{Code: "range_too_long", Message: fmt.Sprintf("The range is longer than %d years.", MaxYears),
		Hint: "Pick a shorter one.", Where: where, Args: []any{MaxYears}}
}

// named returns the days of a range that is named.
func named(d Data, name string, s Scope, latest ops.Day, known bool) (ops.Range, string, error) {
	if name == "" {
		days := s.Days
		if days == 0 {
			days = 28
		}
		if !known {
			return ops.Range{}, fmt.Sprintf("%dd", days), nil
		}
		return last(ops.Day(days))(d, s, latest), fmt.Sprintf("%dd", days), nil
	}
	r, ok := PresetRange(d, name, s, latest)
	switch {
	case !ok:
		return ops.Range{}, "", unknownChoice("unknown_range", "range", name, strings.Join(Presets(), ", ")+", or from and to")
	case !known:
		return ops.Range{}, name, nil
	}
	return r, name, tooLong(r, ops.Place{Column: "range", Value: name})
}

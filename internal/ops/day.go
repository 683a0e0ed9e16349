// Package ops holds the nouns of Daybreak: days and ranges, records and rows,
// measures and metrics, frames and errors. It computes nothing about the
// business and imports nothing but the standard library.
package ops

import (
	"fmt"
	"time"
)

// Day is an ops day: the number of civil days since 1970-01-01. It is the only
// way a date is stored; an instant becomes a Day through Calendar.Day alone.
type Day int32

// The days a record may carry (RELIABILITY X-55): 2000-01-01 up to, exclusive,
// 2100-01-01. Imports narrow the upper end to the day after today.
const (
	MinDay Day = 10957
	MaxDay Day = 47482
)

// DayOf returns the day number of a civil date of the proleptic Gregorian
// calendar. Months and days outside their usual range are normalised as by
// time.Date.
func DayOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay reads an ISO date (2026-09-01). It refuses dates that do not exist.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date of the form 2026-09-01", s)
	}
	return DayOf(t.Date()), nil
}

// Date returns the civil date of d.
func (d Day) Date() (year int, month time.Month, day int) { return d.utc().Date() }

// Weekday returns the day of the week of d.
func (d Day) Weekday() time.Weekday { return time.Weekday(((int(d)+4)%7 + 7) % 7) }

// String returns the ISO form, 2026-09-01.
func (d Day) String() string { return d.utc().Format(time.DateOnly) }

func (d Day) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Range is the half-open interval of ops days [From, To).
type Range struct{ From, To Day }

// Len returns the number of days in r; an empty or reversed range has none.
func (r Range) Len() int { return max(0, int(r.To-r.From)) }

// Has reports whether d lies in r.
func (r Range) Has(d Day) bool { return r.From <= d && d < r.To }

// Last returns the last day of r, which must not be empty.
func (r Range) Last() Day { return r.To - 1 }

// And returns the days r and s share; it may be empty.
func (r Range) And(s Range) Range { return Range{max(r.From, s.From), min(r.To, s.To)} }

// Or returns the smallest range that covers r and s; an empty one is ignored.
func (r Range) Or(s Range) Range {
	if r.Len() == 0 {
		return s
	}
	if s.Len() == 0 {
		return r
	}
	return Range{min(r.From, s.From), max(r.To, s.To)}
}

// String returns first and last day, both inclusive, as a person says it.
func (r Range) String() string {
	if r.Len() == 0 {
		return "no days"
	}
	return r.From.String() + " to " + r.Last().String()
}

// Grain is the width of a bucket of days.
type Grain string

// The grains. Whole takes the range as one bucket.
const (
	Whole   Grain = "whole"
	Daily   Grain = "day"
	Weekly  Grain = "week"
	Monthly Grain = "month"
)

// Valid reports whether g is one of the grains.
func (g Grain) Valid() bool { return g == Whole || g == Daily || g == Weekly || g == Monthly }

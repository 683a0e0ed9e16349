package ops

import (
	"slices"
	"strconv"
	"time"
)

// Every says how often something is sent.
type Every string

// How often. On workdays what is sent on Monday covers the weekend.
const (
	EveryDay     Every = "daily"
	EveryWorkday Every = "workdays"
	EveryWeek    Every = "weekly"
	EveryMonth   Every = "monthly"
)

// Everies lists how often something may be sent, in the order forms show it.
func Everies() []Every { return []Every{EveryDay, EveryWorkday, EveryWeek, EveryMonth} }

// Schedule says when something is sent: at an hour of the workspace's zone, on every
// day, on workdays, on a weekday or on a day of the month.
type Schedule struct {
	Every    Every
	Weekday  time.Weekday // of EveryWeek
	MonthDay int          // of EveryMonth: 1 to 28
	Hour     int
}

// Check refuses schedules that make no sense.
func (s Schedule) Check() error {
	switch {
	case !slices.Contains(Everies(), s.Every):
		return refuse("bad_rhythm", "every", string(s.Every), "There is no such rhythm.", "Use daily, workdays, weekly or monthly.")
	case s.Hour < 0 || s.Hour > 23:
		return refuse("bad_hour", "hour", strconv.Itoa(s.Hour), "This is no hour of the day.", "Use 0 to 23.")
	case s.Every == EveryWeek && (s.Weekday < time.Sunday || s.Weekday > time.Saturday):
		return refuse("bad_weekday", "weekday", strconv.Itoa(int(s.Weekday)), "This is no weekday.", "Use 0 for Sunday to 6 for Saturday.")
	case s.Every == EveryMonth && (s.MonthDay < 1 || s.MonthDay > 28):
		return refuse("bad_month_day", "month_day", strconv.Itoa(s.MonthDay), "Not every month has that day.", "Use 1 to 28.")
	}
	return nil
}

// Turn is one time at which something is sent: on the local date Date, at Due, about
// Days. A turn of a date is the same whatever the clock does.
type Turn struct {
	Date Day
	Due  time.Time
	Days Range
}

// longestWait is how many days lie between two turns at most.
const longestWait = 31

// Last returns the latest turn that is due at now. ok is false where a zone left out
// every date that would have been one.
func (s Schedule) Last(now time.Time, c Calendar) (t Turn, ok bool) {
	date := civil(now.In(c.Zone))
	for back := Day(0); back <= longestWait; back++ {
		if t, ok = s.on(date-back, c); ok && !t.Due.After(now) {
			return t, true
		}
	}
	return Turn{}, false
}

// Next returns the first turn after now.
func (s Schedule) Next(now time.Time, c Calendar) (t Turn, ok bool) {
	date := civil(now.In(c.Zone))
	for on := Day(0); on <= longestWait; on++ {
		if t, ok = s.on(date+on, c); ok && t.Due.After(now) {
			return t, true
		}
	}
	return Turn{}, false
}

// on returns the turn of a date, if it is one.
func (s Schedule) on(date Day, c Calendar) (t Turn, ok bool) {
	due, ok := atHour(date, s.Hour, c.Zone)
	if !ok {
		return t, false
	}
	last := c.Day(due) // the days before it are over
	weekday, from := date.Weekday(), last-1
	switch s.Every {
	case EveryDay:
	case EveryWorkday:
		switch weekday {
		case time.Saturday, time.Sunday:
			return t, false
		case time.Monday:
			from = last - 3 // it covers the weekend
		}
	case EveryWeek:
		if weekday != s.Weekday {
			return t, false
		}
		from = last - 7
	case EveryMonth:
		_, _, day := date.Date()
		if day != s.MonthDay {
			return t, false
		}
		first := AddMonths(date-Day(day)+1, -1)
		return Turn{date, due, Range{first, AddMonths(first, 1)}}, true
	default:
		return t, false
	}
	return Turn{date, due, Range{from, last}}, true
}

// atHour returns when an hour of a date begins in a zone. An hour that the clock skips
// is the one after it, of one that comes twice it is the first; ok is false where the
// zone left the date out.
func atHour(date Day, hour int, zone *time.Location) (at time.Time, ok bool) {
	y, m, d := date.Date()
	for ; hour < 24; hour++ {
		at = time.Date(y, m, d, hour, 0, 0, 0, zone)
		if at.Hour() != hour || civil(at) != date {
			continue
		}
		for _, earlier := range []time.Duration{time.Hour, 30 * time.Minute} {
			if first := at.Add(-earlier); first.Hour() == hour && first.Minute() == 0 && civil(first) == date {
				return first, true
			}
		}
		return at, true
	}
	return at, false
}

// civil returns the date that a clock shows.
func civil(t time.Time) Day {
	y, m, d := t.Date()
	return DayOf(y, m, d)
}

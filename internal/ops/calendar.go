package ops

import "time"

// Calendar decides to which ops day an instant belongs and how days group into
// weeks and months. It is the only calendar of the program (rule R1).
//
// Zone must be set. DayStart is the wall-clock time at which an ops day
// begins, 0 ≤ DayStart < 24 h; WeekStart the first day of a week.
type Calendar struct {
	Zone      *time.Location
	DayStart  time.Duration
	WeekStart time.Weekday
}

// Day returns the ops day of t: the local date, or the date before while the
// local clock still shows less than DayStart. It never compares with the
// instant of a midnight, so days of 23 or 25 hours and days whose midnight
// does not exist need no special care. Cost: one zone look-up.
func (c Calendar) Day(t time.Time) Day {
	_, offset := t.In(c.Zone).Zone()
	return Day(floorDiv(t.Unix()+int64(offset)-int64(c.DayStart/time.Second), 86400))
}

// Clock returns the local wall-clock time of t as hour and minute, for time of
// day panels. It does not shift by DayStart.
func (c Calendar) Clock(t time.Time) (hour, minute int) {
	l := t.In(c.Zone)
	return l.Hour(), l.Minute()
}

// Start returns the first instant of ops day d: the earliest t with
// c.Day(t) == d. Where the local clock skips DayStart it is the moment of the
// skip. A day that a zone left out altogether (Apia, 2011-12-30) yields the
// instant at which the next day begins.
func (c Calendar) Start(d Day) time.Time {
	// Offsets lie within ±18 h, so the start is inside this window, in which
	// Day is searched by whole seconds.
	lo := int64(d)*86400 + int64(c.DayStart/time.Second) - 26*3600
	hi := lo + 52*3600
	for lo < hi {
		mid := lo + (hi-lo)/2
		if c.Day(time.Unix(mid, 0)) >= d {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return time.Unix(lo, 0).In(c.Zone)
}

// Bucket returns the whole day, week or month that holds d. Whole has no
// bucket of its own and yields the day.
func (c Calendar) Bucket(d Day, g Grain) Range {
	switch g {
	case Weekly:
		back := (int(d.Weekday()) - int(c.WeekStart) + 7) % 7
		return Range{d - Day(back), d - Day(back) + 7}
	case Monthly:
		y, m, _ := d.Date()
		return Range{DayOf(y, m, 1), DayOf(y, m+1, 1)}
	default:
		return Range{d, d + 1}
	}
}

// Buckets cuts r into buckets of grain g, in order, without gap or overlap.
// The first and the last are cut to r: a bucket never holds a day outside r.
// An empty range has no buckets.
func (c Calendar) Buckets(r Range, g Grain) []Range {
	if r.Len() == 0 {
		return nil
	}
	if g == Whole {
		return []Range{r}
	}
	var out []Range
	for d := r.From; d < r.To; {
		b := c.Bucket(d, g).And(r)
		out = append(out, b)
		d = b.To
	}
	return out
}

// AddMonths returns the day n months from d; the 31st is clamped to the last
// day of a shorter month.
func AddMonths(d Day, n int) Day {
	y, m, day := d.Date()
	last := DayOf(y, m+time.Month(n)+1, 1) - 1
	return min(DayOf(y, m+time.Month(n), 1)+Day(day-1), last)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

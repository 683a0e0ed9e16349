package memory

import (
	"sort"
	"time"

	"daybreak/internal/ops"
)

// eventClock answers Calendar.Day for instants given in microseconds, without
// a zone look-up for each: it keeps the zone's offsets of the years that
// records may carry.
type eventClock struct {
	calendar ops.Calendar
	from     []int64 // second at which offsets[i] comes into force, ascending
	offsets  []int64 // seconds east of UTC, less the start of the day
	steady   bool    // no clock is ever put back over the start of a day, so days follow each other
}

func newEventClock(c ops.Calendar) *eventClock {
	k := &eventClock{calendar: c, steady: true}
	offset := func(second int64) int64 {
		_, o := time.Unix(second, 0).In(c.Zone).Zone()
		return int64(o) - int64(c.DayStart/time.Second)
	}
	const step = 12 * 3600 // no zone changes its offset twice in half a day
	from, end := int64(ops.MinDay-2)*86400, int64(ops.MaxDay+2)*86400
	now := offset(from)
	k.from, k.offsets = []int64{from}, []int64{now}
	for t := from; t < end; t += step {
		if offset(t+step) == now {
			continue
		}
		change := t + 1 + int64(sort.Search(step-1, func(i int) bool { return offset(t+1+int64(i)) != now }))
		now = offset(change)
		k.from, k.offsets = append(k.from, change), append(k.offsets, now)
		k.steady = k.steady && c.Day(time.Unix(change-1, 0)) <= c.Day(time.Unix(change, 0))
	}
	return k
}

// local returns the seconds since 1970-01-01 on a clock whose midnights are
// the beginnings of ops days.
func (k *eventClock) local(micros int64) int64 {
	second := floorDiv(micros, 1e6)
	i := len(k.from) - 1
	if i > 0 && second < k.from[i] {
		i = max(0, sort.Search(len(k.from), func(i int) bool { return k.from[i] > second })-1)
	}
	return second + k.offsets[i]
}

// day returns the ops day of an instant.
func (k *eventClock) day(micros int64) ops.Day { return ops.Day(floorDiv(k.local(micros), 86400)) }

// over returns the first instant after ops day d, in microseconds.
func (k *eventClock) over(d ops.Day) int64 { return k.calendar.Start(d + 1).UnixMicro() }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

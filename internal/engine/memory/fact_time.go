package memory

import (
	"context"
	"fmt"
	"math"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// AnyEvent stands for all events.
const AnyEvent = "*"

// HourMinutes implements engine.Facts. The weekday is that of the row's ops
// day, the minute that of the local clock.
func (f *facts) HourMinutes(ctx context.Context, event string, r ops.Range, filter []ops.Filter) (*[7][1440]int64, error) {
	s, err := f.eventsNamed(event, filter)
	if err != nil {
		return nil, err
	}
	out := &[7][1440]int64{}
	c := minuteCount{selection: s, clock: f.wallClock()}
	for _, seg := range s.table.in(r) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var day *minuteRows
		if len(filter) == 0 {
			day = keep(seg, minutesOf(event), func() *minuteRows { return c.count(seg) })
		} else {
			day = c.count(seg)
		}
		minutes := &out[seg.day.Weekday()]
		for m, n := range day {
			minutes[m] += int64(n)
		}
	}
	return out, nil
}

// peopleAt adds the members of the rows at a time of the day, each as often as
// it has such rows.
func (f *facts) peopleAt(ctx context.Context, q engine.PeopleQuery, set *memberSet) error {
	s, err := f.eventsNamed(q.Times.Event, q.Times.Filter)
	if err != nil {
		return err
	}
	set.times = make([]int64, f.dict.members.Len())
	clock := f.wallClock()
	var passed []int32
	for _, seg := range s.table.in(q.Times.Range) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if w := q.Times.Weekday; w != engine.EveryWeekday && time.Weekday(w) != seg.day.Weekday() {
			continue
		}
		passed = s.passing(&seg.runs, len(seg.start)-1, passed)
		for r, p := range passed {
			if p == rejected {
				continue
			}
			for row := seg.start[r]; row < seg.start[r+1]; row++ {
				if m := clock.minute(seg.at.value(row)); q.Step <= m && m <= q.Most && seg.members[row] != 0 {
					set.add(seg.members[row])
				}
			}
		}
	}
	return nil
}

// eventsNamed selects the rows of an event, or of all, that pass the filter.
func (f *facts) eventsNamed(event string, filter []ops.Filter) (*selection, error) {
	t := f.tables["events"]
	where := filter
	if event != AnyEvent {
		if _, ok := f.dict.events.Find(event); !ok || event == "" {
			return nil, &ops.Error{Code: "unknown_event", Message: fmt.Sprintf("No event %q was ever imported.", ops.Show(event)),
				Hint: "Check the spelling; names of events are compared exactly.", Args: []any{ops.Show(event)}}
		}
		where = append([]ops.Filter{{Dimension: "event", Values: []string{event}}}, filter...)
	}
	s, missing := newSelection(t, nil, nil, where)
	if missing != "" {
		_, err := f.dimensionNamed(missing)
		if err == nil {
			err = &ops.Error{Code: "unknown_dimension", Message: fmt.Sprintf("Events have no dimension %q.", missing), Hint: "Use a dimension of events.",
				Args: []any{missing}}
		}
		return nil, err
	}
	return s, nil
}

// minuteRows are rows by the minute of the day; minutesOf names the event they
// are of.
type (
	minuteRows [1440]uint32
	minutesOf  string
)

// minuteCount counts the rows of a selection of events, which have no dimension
// that is kept by row.
type minuteCount struct {
	selection *selection
	clock     wallClock
	passed    []int32
}

func (c *minuteCount) count(seg *segment) *minuteRows {
	out := &minuteRows{}
	c.passed = c.selection.passing(&seg.runs, len(seg.start)-1, c.passed)
	for r, passed := range c.passed {
		if passed == rejected {
			continue
		}
		for row := seg.start[r]; row < seg.start[r+1]; row++ {
			out[c.clock.minute(seg.at.value(row))]++
		}
	}
	return out
}

// wallClock tells the local minute of the day, looking the zone up only where
// its offset changes.
type wallClock struct {
	zone     *time.Location
	from, to int64 // seconds within which offset holds
	offset   int64
}

func (f *facts) wallClock() wallClock {
	return wallClock{zone: f.options.Calendar.Zone, from: math.MaxInt64}
}

// minute returns the minute of the day at an instant in microseconds.
func (w *wallClock) minute(micro int64) int {
	t := floorDiv(micro, 1e6)
	if t < w.from || t >= w.to {
		local := time.Unix(t, 0).In(w.zone)
		_, offset := local.Zone()
		start, end := local.ZoneBounds()
		w.offset, w.from, w.to = int64(offset), math.MinInt64, math.MaxInt64
		if !start.IsZero() {
			w.from = start.Unix()
		}
		if !end.IsZero() {
			w.to = end.Unix()
		}
	}
	second := (t + w.offset) % 86400
	if second < 0 {
		second += 86400
	}
	return int(second / 60)
}

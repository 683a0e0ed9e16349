package memory

import (
	"context"
	"math"
	"slices"
	"sync"

	"daybreak/internal/ops"
)

// activityMatrix holds on which days each member was active in one way: one
// row of bits for each ops day. Members stand in the order of their first
// active day, those of each day padded to whole words, so that a cohort is a
// range of words and a cell of the retention triangle one popcount over it.
// Row d needs only the words of members first active by d.
type activityMatrix struct {
	first  ops.Day  // of rows[0]
	off    []uint32 // cohort of day i is words off[i] … off[i+1]; one longer than rows
	count  []uint32 // members first active on day i
	rows   [][]uint64
	member []uint32          // by ordinal; nobody for padding
	entry  []uint32          // kind of the first event on the first day, by ordinal
	place  []uint32          // ordinal by member code, nobody where there is none …
	late   map[uint32]uint32 // … and of members first active in the tail
	base   *activityMatrix   // of which this is the extension, or nil
	traits entryTraits       // what has been asked of entries
}

// nobody stands where there is no member or ordinal.
const nobody = math.MaxUint32

// days returns the range of days that have rows.
func (x *activityMatrix) days() ops.Range {
	return ops.Range{From: x.first, To: x.first + ops.Day(len(x.rows))}
}

// row returns the bits of a day; nil outside days.
func (x *activityMatrix) row(d ops.Day) []uint64 {
	if !x.days().Has(d) {
		return nil
	}
	return x.rows[d-x.first]
}

// words returns the range of words of members first active on the days of r.
func (x *activityMatrix) words(r ops.Range) (lo, hi uint32) {
	r = r.And(x.days())
	if r.Len() == 0 {
		return 0, 0
	}
	return x.off[r.From-x.first], x.off[r.To-x.first]
}

// size returns how many members were first active on the days of r.
func (x *activityMatrix) size(r ops.Range) int {
	r = r.And(x.days())
	n := 0
	for d := r.From; d < r.To; d++ {
		n += int(x.count[d-x.first])
	}
	return n
}

// eventsOf returns a member's events in order of time.
type eventsOf func(member uint32, b *eventBuffer) (at []int64, kind []uint32)

// firstEvent is a member's first event on its first active day; MaxDay if it
// never was.
type firstEvent struct {
	day  ops.Day
	kind uint32
}

func firstMatch(l *eventLog, x *matcher, member uint32, at []int64, kind []uint32) firstEvent {
	e := firstEvent{day: ops.MaxDay}
	for i, k := range kind {
		if x.match(member, k) {
			if d := l.clock.day(at[i]); d < e.day {
				e = firstEvent{d, k}
			}
			if l.clock.steady {
				break
			}
		}
	}
	return e
}

// buildMatrix makes the matrix of the events that match, with rows up to the
// day before end. Cost: twice the events, on all processors.
func buildMatrix(ctx context.Context, l *eventLog, of eventsOf, members int, end ops.Day, x *matcher) (*activityMatrix, error) {
	entries := make([]firstEvent, members)
	err := parallel(ctx, members, func(lo, hi int) {
		var b eventBuffer
		for m := lo; m < hi; m++ {
			at, kind := of(uint32(m), &b)
			entries[m] = firstMatch(l, x, uint32(m), at, kind)
		}
	})
	if err != nil {
		return nil, err
	}
	low := ops.MaxDay
	for _, e := range entries {
		low = min(low, e.day)
	}
	if low == ops.MaxDay {
		return &activityMatrix{off: []uint32{0}}, nil
	}
	high := end
	out := &activityMatrix{first: low, off: make([]uint32, high-low+1), rows: make([][]uint64, high-low), place: make([]uint32, members)}
	count := make([]uint32, high-low)
	for _, e := range entries {
		if e.day != ops.MaxDay {
			count[e.day-low]++
		}
	}
	next := make([]uint32, len(count))
	for d, n := range count {
		next[d] = out.off[d] * 64
		out.off[d+1] = out.off[d] + (n+63)/64
	}
	for d := range out.rows {
		out.rows[d] = make([]uint64, out.off[d+1])
	}
	out.count = count
	words := out.off[len(count)]
	out.member, out.entry = vacant(int(words)*64), make([]uint32, words*64)
	for m, e := range entries {
		out.place[m] = nobody
		if e.day != ops.MaxDay {
			o := next[e.day-low]
			next[e.day-low]++
			out.member[o], out.entry[o], out.place[m] = uint32(m), e.kind, o
		}
	}
	err = parallel(ctx, int(words), func(lo, hi int) { // by words: nobody else writes into them
		var b eventBuffer
		for o := lo * 64; o < hi*64; o++ {
			m := out.member[o]
			if m == nobody {
				continue
			}
			at, kind := of(m, &b)
			for i, k := range kind {
				if x.match(m, k) {
					out.rows[l.clock.day(at[i])-low][o>>6] |= 1 << (o & 63)
				}
			}
		}
	})
	return out, err
}

// matrixCache keeps matrices of activities, which are asked for again and
// again. Those of the base outlive a live check-in.
type matrixCache struct {
	log   *eventLog
	base  *matrixSet   // of log.base
	all   *matrixSet   // of the whole log
	where *matrixCache // of activities with conditions: the last few; they depend on table
	table *memberTable
}

// maxConditional is how many matrices with conditions are kept.
const maxConditional = 4

// matrixSet holds matrices by event name, each built once.
type matrixSet struct {
	mu     sync.Mutex
	byName map[string]*matrixOnce
	latest []string // names in the order of building, where most bounds them
	most   int
}

type matrixOnce struct {
	mu     sync.Mutex
	matrix *activityMatrix
}

func newMatrixCache(l *eventLog, t *memberTable) *matrixCache {
	few := func() *matrixSet { return &matrixSet{byName: map[string]*matrixOnce{}, most: maxConditional} }
	return &matrixCache{log: l, base: newMatrixSet(), all: newMatrixSet(), where: &matrixCache{base: few(), all: few()}, table: t}
}

func newMatrixSet() *matrixSet { return &matrixSet{byName: map[string]*matrixOnce{}} }

// follow returns the cache for the next version of the log and the members.
func (c *matrixCache) follow(l *eventLog, t *memberTable) *matrixCache {
	next := newMatrixCache(l, t)
	if l == c.log {
		next.base, next.all = c.base, c.all
	} else if l.base == c.log.base {
		next.base = c.base
	}
	if t == c.table {
		if next.base == c.base {
			next.where.base = c.where.base
		}
		if next.all == c.all {
			next.where.all = c.where.all
		}
	}
	return next
}

// get returns the matrix of that name, built by build if it is the first time.
// A build that failed, for instance because its question was given up, is
// tried again by the next one to ask.
func (s *matrixSet) get(name string, build func() (*activityMatrix, error)) (*activityMatrix, error) {
	s.mu.Lock()
	once, ok := s.byName[name]
	if !ok {
		once = &matrixOnce{}
		s.byName[name] = once
		if s.latest = append(s.latest, name); s.most > 0 && len(s.latest) > s.most {
			delete(s.byName, s.latest[0])
			s.latest = s.latest[1:]
		}
	}
	s.mu.Unlock()
	once.mu.Lock()
	defer once.mu.Unlock()
	if once.matrix == nil {
		x, err := build()
		if err != nil {
			return nil, err
		}
		once.matrix = x
	}
	return once.matrix, nil
}

// matrix returns the matrix of an activity.
func (m *memberData) matrix(ctx context.Context, x *matcher) (*activityMatrix, error) {
	l, cache, name := m.log, m.matrices, x.name
	if !x.plain {
		cache, name = cache.where, x.key
	}
	return cache.all.get(name, func() (*activityMatrix, error) {
		base, err := cache.base.get(name, func() (*activityMatrix, error) {
			of := func(member uint32, _ *eventBuffer) ([]int64, []uint32) { return l.base.of(member) }
			return buildMatrix(ctx, l, of, l.base.members(), l.base.days.To, x)
		})
		if err != nil {
			return nil, err
		}
		if len(base.rows) == 0 {
			return buildMatrix(ctx, l, l.of, l.members(), l.days.To, x)
		}
		return extendMatrix(base, l, x), nil
	})
}

// extendMatrix returns base with the tail's events. Every day of the tail lies
// after every day of base, so nobody's place changes: members first active in
// the tail take places after all others, and rows of earlier days are shared.
// Cost: the tail's events, and a copy of what is kept by member.
func extendMatrix(base *activityMatrix, l *eventLog, x *matcher) *activityMatrix {
	out := &activityMatrix{first: base.first, place: base.place, base: base, late: map[uint32]uint32{}}
	start := base.days().To
	entries := map[uint32]firstEvent{}
	var found []uint32 // members with an entry, ascending
	for m := range uint32(l.tail.members()) {
		if int(m) < len(base.place) && base.place[m] != nobody {
			continue
		}
		at, kind := l.tail.of(m)
		if e := firstMatch(l, x, m, at, kind); e.day != ops.MaxDay {
			entries[m] = e
			found = append(found, m)
		}
	}
	count := make([]uint32, l.days.To-start)
	for _, e := range entries {
		count[e.day-start]++
	}
	out.count = slices.Concat(base.count, count)
	out.off = slices.Clone(base.off)
	next := make([]uint32, len(count))
	for i, n := range count {
		w := out.off[len(out.off)-1]
		next[i] = w * 64
		out.off = append(out.off, w+(n+63)/64)
	}
	places := int(out.off[len(out.off)-1]) * 64
	out.member = append(slices.Grow(slices.Clone(base.member), places-len(base.member)), vacant(places-len(base.member))...)
	out.entry = append(slices.Grow(slices.Clone(base.entry), places-len(base.entry)), make([]uint32, places-len(base.entry))...)
	for _, m := range found {
		e := entries[m]
		o := next[e.day-start]
		next[e.day-start]++
		out.member[o], out.entry[o], out.late[m] = m, e.kind, o
	}
	out.rows = slices.Clone(base.rows)
	for i := range count {
		out.rows = append(out.rows, make([]uint64, out.off[len(base.rows)+i+1]))
	}
	for m := range uint32(l.tail.members()) {
		at, kind := l.tail.of(m)
		for i, k := range kind {
			if !x.match(m, k) {
				continue
			}
			o, ok := out.late[m]
			if !ok {
				o = base.place[m]
			}
			out.rows[l.clock.day(at[i])-out.first][o>>6] |= 1 << (o & 63)
		}
	}
	return out
}

// vacant returns n places without members.
func vacant(n int) []uint32 {
	v := make([]uint32, n)
	for i := range v {
		v[i] = nobody
	}
	return v
}

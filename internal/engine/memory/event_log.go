package memory

import (
	"context"
	"iter"
	"slices"
	"sort"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// eventLog holds all events member by member, each member's in order of time.
// It is immutable. Events of days before cut lie in base, later ones in tail,
// which is small and all that a live check-in touches.
type eventLog struct {
	dict  *dictionaries
	clock *eventClock

	writer *eventKinds // for the next apply only
	kinds  []eventKind
	props  *ops.Dictionary

	base, tail *eventRuns
	cut        ops.Day

	rows  []int     // number of events by event code
	first []ops.Day // first day by event code; MaxDay without rows
	days  ops.Range // of all events
}

// eventRuns are the events of some days: those of member m are at[start[m]] …
// at[start[m+1]-1], in microseconds, and their kinds.
type eventRuns struct {
	start []uint32
	at    []int64
	kind  []uint32
	patch *eventPatch // events of some members in place of the above; nil = none

	rows  []int     // number of events by event code
	first []ops.Day // first day by event code; MaxDay without rows
	days  ops.Range // of all events
}

func (r *eventRuns) of(member uint32) (at []int64, kind []uint32) {
	if at, kind, ok := r.patch.of(member); ok {
		return at, kind
	}
	if int(member)+1 >= len(r.start) {
		return nil, nil
	}
	lo, hi := r.start[member], r.start[member+1]
	return r.at[lo:hi], r.kind[lo:hi]
}

// members returns how many member codes there are.
func (r *eventRuns) members() int {
	n := max(0, len(r.start)-1)
	if r.patch != nil && len(r.patch.members) > 0 {
		n = max(n, int(r.patch.members[len(r.patch.members)-1])+1)
	}
	return n
}

func newEventLog(options Options, d *dictionaries) *eventLog {
	kinds := newEventKinds()
	return &eventLog{
		dict: d, clock: newEventClock(options.Calendar), writer: kinds, kinds: kinds.kinds, props: kinds.props,
		base: &eventRuns{}, tail: &eventRuns{}, cut: ops.MinDay,
	}
}

// eventBuffer is room for the events of a member that lie in base and tail.
type eventBuffer struct {
	at   []int64
	kind []uint32
}

// of returns the events of a member in order of time. The slices hold until
// the buffer is used again.
func (l *eventLog) of(member uint32, b *eventBuffer) (at []int64, kind []uint32) {
	at, kind = l.base.of(member)
	at2, kind2 := l.tail.of(member)
	switch {
	case len(at2) == 0:
		return at, kind
	case len(at) == 0:
		return at2, kind2
	}
	b.at = append(append(b.at[:0], at...), at2...)
	b.kind = append(append(b.kind[:0], kind...), kind2...)
	if !l.clock.steady { // else the days of the tail come after all of base
		l.sort(b.at, b.kind)
	}
	return b.at, b.kind
}

// members returns how many member codes there are.
func (l *eventLog) members() int {
	return max(l.base.members(), l.tail.members())
}

// sort puts events of one member in order; they mostly are.
func (l *eventLog) sort(at []int64, kind []uint32) {
	s := memberEvents{l, at, kind}
	for i := 1; i < len(at); i++ {
		if s.Less(i, i-1) {
			sort.Stable(s)
			return
		}
	}
}

type memberEvents struct {
	log  *eventLog
	at   []int64
	kind []uint32
}

func (s memberEvents) Len() int { return len(s.at) }
func (s memberEvents) Less(i, j int) bool {
	return s.at[i] < s.at[j] || s.at[i] == s.at[j] && s.log.compareKinds(s.kind[i], s.kind[j]) < 0
}
func (s memberEvents) Swap(i, j int) {
	s.at[i], s.at[j] = s.at[j], s.at[i]
	s.kind[i], s.kind[j] = s.kind[j], s.kind[i]
}

// tailDays is how many of the last days go into the tail, and tailShare what
// part of base it may grow to before the log is laid out anew.
const (
	tailDays  = 2
	tailShare = 8
)

// apply returns the log after the changes that feed brings, l itself when no
// events changed, and the members whose events in base differ; nil if that is
// not known. Cost: the events of the changed days, a copy of the tail when some
// lie in it, and a look at every member when some lie before; when these are
// many, a copy of everything.
func (l *eventLog) apply(ctx context.Context, feed *eventFeed) (*eventLog, []uint32, error) {
	days := feed.days
	if len(days) == 0 {
		return l, nil, nil
	}
	next := *l
	fresh, err := next.read(ctx, feed)
	if err != nil {
		return nil, nil, err
	}
	early, late := days.split(l.cut)
	if l.cut > ops.MinDay && len(l.tail.at)+fresh.n <= 1<<16+len(l.base.at)/tailShare {
		old, recent := fresh.split(func(at int64) bool { return l.clock.day(at) < l.cut })
		differ := []uint32{}
		if len(early) > 0 {
			if next.base, differ, err = next.patched(ctx, old, early); err != nil {
				return nil, nil, err
			}
		}
		if next.base != nil {
			if len(late) > 0 {
				recent.keep(l.tail, l.clock, late)
				next.tail = next.layOut(recent)
			}
			next.count()
			return &next, differ, nil
		}
	}
	fresh.keep(l.base, l.clock, days)
	fresh.keep(l.tail, l.clock, days)
	last := ops.MinDay
	for _, b := range fresh.blocks {
		for _, at := range b.at {
			last = max(last, l.clock.day(at))
		}
	}
	next.cut = last - tailDays + 1
	old, recent := fresh.split(func(at int64) bool { return l.clock.day(at) < next.cut })
	next.base, next.tail = next.layOut(old), next.layOut(recent)
	next.count()
	return &next, nil, nil
}

// count takes stock of base and tail.
func (l *eventLog) count() {
	l.rows = make([]int, max(len(l.base.rows), len(l.tail.rows)))
	l.first = make([]ops.Day, len(l.rows))
	for e := range l.first {
		l.first[e] = ops.MaxDay
	}
	for _, r := range []*eventRuns{l.base, l.tail} {
		for e, n := range r.rows {
			l.rows[e] += n
			l.first[e] = min(l.first[e], r.first[e])
		}
	}
	l.days = l.base.days.Or(l.tail.days)
}

// looseEvents are events in no order, in blocks that are never copied.
type looseEvents struct {
	blocks []looseBlock
	n      int
}

type looseBlock struct {
	member []uint32
	at     []int64
	kind   []uint32
}

const looseSize = 1 << 15

func (e *looseEvents) add(member uint32, at int64, kind uint32) {
	if e.n == 0 || len(e.blocks[len(e.blocks)-1].at) == looseSize {
		room := looseSize
		if e.n == 0 {
			room = 64 // a refresh is mostly about few events
		}
		e.blocks = append(e.blocks, looseBlock{make([]uint32, 0, room), make([]int64, 0, room), make([]uint32, 0, room)})
	}
	b := &e.blocks[len(e.blocks)-1]
	b.member, b.at, b.kind = append(b.member, member), append(b.at, at), append(b.kind, kind)
	e.n++
}

// keep adds the events of r whose day is not among days.
func (e *looseEvents) keep(r *eventRuns, clock *eventClock, days dayRanges) {
	for m := range r.members() {
		at, kind := r.of(uint32(m))
		for i, t := range at {
			if !days.has(clock.day(t)) {
				e.add(uint32(m), t, kind[i])
			}
		}
	}
}

// split parts the events by a condition.
func (e *looseEvents) split(first func(at int64) bool) (yes, no *looseEvents) {
	yes, no = &looseEvents{}, &looseEvents{}
	for _, b := range e.blocks {
		for i, at := range b.at {
			to := no
			if first(at) {
				to = yes
			}
			to.add(b.member[i], at, b.kind[i])
		}
	}
	return yes, no
}

// eventFeed hands the rows of events on changed days, which are read once, from
// those who read them on to the log.
type eventFeed struct {
	days   dayRanges
	blocks chan eventBlock
}

// eventBlock are rows of events; all say that none lies on another day.
type eventBlock struct {
	rows *ops.Rows
	all  bool
}

func newEventFeed(changed []engine.Changed) *eventFeed {
	f := &eventFeed{blocks: make(chan eventBlock, 4)}
	for _, c := range changed {
		if c.Record == "events" && c.Days.Len() > 0 {
			f.days = append(f.days, c.Days)
		}
	}
	if len(f.days) > 0 {
		f.days = f.days.merged()
	}
	return f
}

// put hands on rows that were read of the days of r.
func (f *eventFeed) put(ctx context.Context, rows *ops.Rows, r ops.Range) error {
	for _, days := range f.days {
		if and := r.And(days); and.Len() > 0 {
			select {
			case f.blocks <- eventBlock{rows, and == r}:
			case <-ctx.Done():
			}
			return ctx.Err()
		}
	}
	return nil
}

// read takes the events of the changed days.
func (l *eventLog) read(ctx context.Context, feed *eventFeed) (*looseEvents, error) {
	out := &looseEvents{}
	for b := range feed.blocks {
		w := b.rows
		c := eventColumnsOf(w.Record)
		props := make([]uint32, w.Dicts[c.props].Len())
		for i := range props {
			props[i] = l.props.Code(w.Dicts[c.props].Text(uint32(i)))
		}
		for i, at := range w.Ints[c.at] {
			if !b.all && !feed.days.has(l.clock.day(at)) {
				continue
			}
			out.add(w.Codes[c.member][i], at, l.writer.code(eventKind{
				event: w.Codes[c.event][i], group: w.Codes[c.group][i], challenge: w.Codes[c.challenge][i],
				channel: w.Codes[c.channel][i], campaign: w.Codes[c.campaign][i],
				invitedBy: w.Codes[c.invitedBy][i], props: props[w.Codes[c.props][i]],
			}))
		}
	}
	l.kinds = l.writer.kinds
	return out, ctx.Err()
}

// layOut sorts events by member and time and takes stock of them.
func (l *eventLog) layOut(e *looseEvents) *eventRuns {
	r := l.sorted(e)
	r.count(l)
	return r
}

// sorted sorts events by member and time.
func (l *eventLog) sorted(e *looseEvents) *eventRuns {
	n := l.dict.members.Len()
	r := &eventRuns{start: make([]uint32, n+1), at: make([]int64, e.n), kind: make([]uint32, e.n)}
	for _, b := range e.blocks {
		for _, m := range b.member {
			r.start[m+1]++
		}
	}
	for m := range n {
		r.start[m+1] += r.start[m]
	}
	next := slices.Clone(r.start)
	for _, b := range e.blocks {
		for i, m := range b.member {
			r.at[next[m]], r.kind[next[m]] = b.at[i], b.kind[i]
			next[m]++
		}
	}
	for m := range n {
		l.sort(r.at[r.start[m]:r.start[m+1]], r.kind[r.start[m]:r.start[m+1]])
	}
	return r
}

func (r *eventRuns) count(l *eventLog) {
	r.rows = make([]int, l.dict.events.Len())
	r.first = make([]ops.Day, len(r.rows))
	for e := range r.first {
		r.first[e] = ops.MaxDay
	}
	low, high := ops.MaxDay, ops.MinDay
	for at, kind := range r.all() {
		for i, k := range kind {
			e, d := l.kinds[k].event, l.clock.day(at[i])
			r.rows[e]++
			r.first[e] = min(r.first[e], d)
			low, high = min(low, d), max(high, d)
		}
	}
	r.days = ops.Range{}
	if low <= high {
		r.days = ops.Range{From: low, To: high + 1}
	}
}

// all yields all events, in stretches of no particular order.
func (r *eventRuns) all() iter.Seq2[[]int64, []uint32] {
	return func(yield func([]int64, []uint32) bool) {
		from := uint32(0)
		if r.patch != nil {
			for _, m := range r.patch.members {
				if int(m)+1 >= len(r.start) {
					break
				}
				if to := r.start[m]; from < to && !yield(r.at[from:to], r.kind[from:to]) {
					return
				}
				from = r.start[m+1]
			}
			if !yield(r.patch.at, r.patch.kind) {
				return
			}
		}
		yield(r.at[from:], r.kind[from:])
	}
}

// dayRanges are disjoint ranges in order.
type dayRanges []ops.Range

func (r dayRanges) merged() dayRanges {
	slices.SortFunc(r, func(a, b ops.Range) int { return int(a.From - b.From) })
	out := r[:1]
	for _, next := range r[1:] {
		if last := &out[len(out)-1]; next.From <= last.To {
			last.To = max(last.To, next.To)
		} else {
			out = append(out, next)
		}
	}
	return out
}

// split parts the days before a day from the others.
func (r dayRanges) split(at ops.Day) (before, after dayRanges) {
	for _, x := range r {
		if b := x.And(ops.Range{From: ops.MinDay, To: at}); b.Len() > 0 {
			before = append(before, b)
		}
		if a := x.And(ops.Range{From: at, To: ops.MaxDay}); a.Len() > 0 {
			after = append(after, a)
		}
	}
	return before, after
}

func (r dayRanges) has(d ops.Day) bool {
	return slices.ContainsFunc(r, func(x ops.Range) bool { return x.Has(d) })
}

package memory

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// retention is a question made ready: activities compiled, days numbered by
// period.
type retention struct {
	engine.RetentionQuery
	data       *memberData
	start, ret *matcher
	entry      []*condition
	by         *trait // nil without By
	periods    *periodIndex
	first, end int   // periods of cohorts: first ≤ c < end
	complete   int   // periods below are over by the watermark
	begun      int   // periods below have begun by it
	length     int64 // of a period of the 24-hour clock, in microseconds
	over       int64 // the first instant past the watermark

	taken atomic.Int64 // cells of rows
}

const dayMicros = 86400e6

// Retention implements engine.Members.
func (m *memberData) Retention(ctx context.Context, q engine.RetentionQuery) (*engine.Retention, error) {
	r, err := m.newRetention(q)
	if err != nil || r.end <= r.first {
		return &engine.Retention{}, err
	}
	count := r.byEvents
	if r.simple() {
		count = r.byMatrix
	}
	rows, err := count(ctx)
	if err != nil {
		return nil, err
	}
	if r.full() {
		return nil, engine.TooManyCells(engine.MaxCells)
	}
	return r.answer(ctx, rows)
}

func (m *memberData) newRetention(q engine.RetentionQuery) (*retention, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	r := &retention{RetentionQuery: q, data: m, length: dayMicros, over: m.log.clock.over(q.Through)}
	if q.Period == ops.Weekly {
		r.length *= 7
	}
	if q.Cohort != engine.CohortJoin {
		if r.start, err = m.activity(q.Start); err != nil {
			return nil, err
		}
	}
	if r.ret, err = m.activity(q.Return); err != nil {
		return nil, err
	}
	if r.entry, err = m.conditions(q.Filter); err != nil {
		return nil, err
	}
	if q.By != "" {
		if r.by, err = m.trait(q.By); err != nil {
			return nil, err
		}
	}
	if q.Range.Len() == 0 {
		return r, nil
	}
	last := q.Periods
	for _, b := range q.Brackets {
		last = max(last, b[1])
	}
	if q.GroupBy != "" {
		last += 31 // see cells
	}
	known := q.Range.Or(m.log.days).Or(ops.Range{From: q.Through, To: q.Through + 1})
	r.periods = newPeriodIndex(m.log.clock.calendar, q.Period, known, last+1)
	r.first, r.end = r.periods.of(q.Range.From), r.periods.of(q.Range.Last())+1
	r.begun = r.periods.of(q.Through) + 1
	r.complete = r.begun
	if r.periods.buckets[r.begun-1].Last() > q.Through {
		r.complete--
	}
	return r, nil
}

// simple reports whether the bits of days are enough to answer.
func (r *retention) simple() bool {
	return r.Cohort == engine.CohortFirst && !r.Elapsed && r.MinReturns == 1 && reflect.DeepEqual(r.Start, r.Return)
}

// cells returns how many cells the rows of cohort c have at most. A row shown
// together with others has as many as the first of them.
func (r *retention) cells(c int) int {
	if r.GroupBy != "" {
		together := r.data.log.clock.calendar.Bucket(r.periods.buckets[c].From, r.GroupBy)
		c = r.periods.of(max(together.From, r.periods.first))
	}
	switch {
	case r.Mode == engine.ModeBracket:
		return len(r.Brackets)
	case r.Periods > 0:
		return r.Periods + 1
	case r.Elapsed:
		start := r.data.log.clock.calendar.Start(r.periods.buckets[c].From).UnixMicro()
		return max(1, int((r.over-1-start)/r.length)+1)
	}
	return max(1, r.periods.of(r.Through)-c+1)
}

// bracket returns the first and last period of a cell.
func (r *retention) bracket(cell int) (from, to int) {
	if r.Mode == engine.ModeBracket {
		return r.Brackets[cell][0], r.Brackets[cell][1]
	}
	return cell, cell
}

// subject is a member in a cohort. Returned lists the periods after the
// cohort's own in which it came back often enough, ascending.
type subject struct {
	group    uint32
	period   int
	at       int64 // of the entry
	returned []int
}

// in reports whether the subject counts in a cell.
func (r *retention) in(s *subject, cell int) bool {
	from, to := r.bracket(cell)
	if from == 0 {
		return true
	}
	i, found := slices.BinarySearch(s.returned, from)
	switch r.Mode {
	case engine.ModeOnOrAfter:
		return i < len(s.returned)
	case engine.ModeBracket:
		return i < len(s.returned) && s.returned[i] <= to
	case engine.ModeStreak:
		run := 0
		for ; found && run < r.Streak; found = i-run >= 0 && s.returned[i-run] == from-run {
			run++
		}
		if run == from {
			run++ // back to the cohort's own period
		}
		return run >= r.Streak
	}
	return found
}

// mature reports whether the subject has had all of a cell.
func (r *retention) mature(s *subject, cell int) bool {
	_, to := r.bracket(cell)
	if r.Elapsed {
		return s.at+int64(to+1)*r.length <= r.over
	}
	return s.period+to < r.complete
}

// byEvents counts from the events of every member.
func (r *retention) byEvents(ctx context.Context) ([]*cohortRow, error) {
	members, err := r.members(ctx)
	if err != nil {
		return nil, err
	}
	rows := map[cohortKey]*cohortRow{}
	var mu sync.Mutex
	err = parallel(ctx, len(members), func(lo, hi int) {
		own := map[cohortKey]*cohortRow{}
		v := r.visitor()
		for _, m := range members[lo:hi] {
			if r.full() {
				return
			}
			for _, s := range v.subjects(m) {
				key := cohortKey{s.group, s.period}
				row := own[key]
				if row == nil {
					row = r.newRow(key)
					own[key] = row
				}
				r.count(row, &s)
			}
		}
		mu.Lock()
		defer mu.Unlock()
		for key, row := range own {
			if rows[key] == nil {
				rows[key] = row
			} else {
				rows[key].add(row)
				r.taken.Add(-int64(len(row.count)))
			}
		}
	})
	return slices.Collect(maps.Values(rows)), err
}

func (r *retention) count(row *cohortRow, s *subject) {
	row.size++
	if r.Mode == engine.ModeExact && !r.Elapsed { // as below, without asking about every cell
		row.count[0]++
		for _, h := range s.returned {
			if h >= len(row.count) {
				break
			}
			row.count[h]++
		}
		return
	}
	for cell := range row.count {
		in := r.in(s, cell)
		if in {
			row.count[cell]++
		}
		if r.Elapsed {
			from, _ := r.bracket(cell)
			if s.at+int64(from)*r.length < r.over {
				row.state[cell] = engine.Partial
			}
			if r.mature(s, cell) {
				row.mature[cell]++
				if in {
					row.returned[cell]++
				}
			}
		}
	}
}

// periodIndex numbers calendar periods from 0 and finds that of a day.
type periodIndex struct {
	first   ops.Day
	index   []int32 // by day
	buckets []ops.Range
}

// newPeriodIndex covers the days of r and more periods after them.
func newPeriodIndex(c ops.Calendar, g ops.Grain, r ops.Range, more int) *periodIndex {
	x := &periodIndex{first: c.Bucket(r.From, g).From}
	for d := x.first; d < r.To || more > 0; {
		b := c.Bucket(d, g)
		if d >= r.To {
			more--
		}
		for range b.Len() {
			x.index = append(x.index, int32(len(x.buckets)))
		}
		x.buckets = append(x.buckets, b)
		d = b.To
	}
	return x
}

// of returns the period of a day, or -1 outside.
func (x *periodIndex) of(d ops.Day) int {
	if i := int(d - x.first); i >= 0 && i < len(x.index) {
		return int(x.index[i])
	}
	return -1
}

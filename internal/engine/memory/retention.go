package memory

import (
	"cmp"
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

// cohortKey names a row before grouping: the code of By's value and the period.
type cohortKey struct {
	group  uint32
	period int
}

// cohortRow counts the members of a cohort by cell. But for count, cells are
// filled in at the end where they follow from the calendar alone.
type cohortRow struct {
	cohortKey
	text                    string  // of the group
	start                   ops.Day // of the period, or of all periods shown together
	size                    int
	count, mature, returned []int32
	state                   []engine.CellState
}

// full reports whether the rows have more cells than an answer may have. What
// is counted then is of no use.
func (r *retention) full() bool { return r.taken.Load() > engine.MaxCells }

// newRow makes a row of cells, or of one once the question is full.
func (r *retention) newRow(key cohortKey) *cohortRow {
	n := r.cells(key.period)
	if r.taken.Add(int64(n)); r.full() {
		n = 1
	}
	row := &cohortRow{cohortKey: key, count: make([]int32, n)}
	if r.Elapsed {
		row.mature, row.returned, row.state = make([]int32, n), make([]int32, n), make([]engine.CellState, n)
	}
	return row
}

func (t *cohortRow) add(u *cohortRow) {
	t.size += u.size
	grow := func(to *[]int32, from []int32) {
		if n := len(from) - len(*to); n > 0 {
			*to = append(*to, make([]int32, n)...)
		}
		for i, v := range from {
			(*to)[i] += v
		}
	}
	grow(&t.count, u.count)
	grow(&t.mature, u.mature)
	grow(&t.returned, u.returned)
	for i, state := range u.state {
		if i == len(t.state) {
			t.state = append(t.state, state)
		}
		t.state[i] = max(t.state[i], state)
	}
}

// settle tells the states of a row whose members are not equally old.
func (t *cohortRow) settle() {
	for i, n := range t.mature {
		switch {
		case int(n) == t.size:
			t.state[i] = engine.Complete
		case t.state[i] == engine.Complete: // of some
			t.state[i] = engine.Partial
		}
	}
}

// byCalendar fills in the cells of rows that follow from the calendar alone.
func (r *retention) byCalendar(ctx context.Context, rows []*cohortRow) error {
	cells := 0
	for _, row := range rows {
		cells += len(row.count)
	}
	mature, state := make([]int32, cells), make([]engine.CellState, cells) // of all rows
	for _, row := range rows {
		n := len(row.count)
		row.mature, mature = mature[:n:n], mature[n:]
		row.state, state = state[:n:n], state[n:]
	}
	return parallel(ctx, len(rows), func(lo, hi int) {
		for _, row := range rows[lo:hi] {
			if r.Mode == engine.ModeBracket {
				r.fillBrackets(row)
			} else {
				r.fill(row)
			}
		}
	})
}

func (r *retention) fillBrackets(row *cohortRow) {
	row.returned = make([]int32, len(row.count))
	for i, b := range r.Brackets {
		switch {
		case row.period+b[1] < r.complete:
			row.mature[i], row.returned[i], row.state[i] = int32(row.size), row.count[i], engine.Complete
		case row.period+b[0] < r.begun:
			row.state[i] = engine.Partial
		}
	}
}

func (r *retention) fill(row *cohortRow) {
	n := len(row.count)
	over := min(max(0, r.complete-row.period), n)
	begun := min(max(over, r.begun-row.period), n)
	size := int32(row.size)
	for i := range row.mature[:over] {
		row.mature[i] = size
	}
	for i := range row.state[:over] {
		row.state[i] = engine.Complete
	}
	for i := over; i < begun; i++ {
		row.state[i] = engine.Partial
	}
	row.returned = row.count
	if over < n || r.GroupBy != "" {
		row.returned = make([]int32, n)
		copy(row.returned, row.count[:over])
	}
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

// ordered returns rows in order of the text of their group and of time.
func (r *retention) ordered(rows []*cohortRow) []*cohortRow {
	place := map[uint32]int{} // of a group
	var groups [][]*cohortRow
	for _, row := range rows {
		row.start = r.periods.buckets[row.period].From
		i, ok := place[row.group]
		if !ok {
			i = len(groups)
			place[row.group], groups = i, append(groups, nil)
			if r.by != nil {
				row.text = r.by.text(row.group)
			}
		} else {
			row.text = groups[i][0].text
		}
		groups[i] = append(groups[i], row)
	}
	slices.SortFunc(groups, func(a, b []*cohortRow) int { return cmp.Compare(a[0].text, b[0].text) })
	for _, g := range groups {
		slices.SortFunc(g, func(a, b *cohortRow) int { return a.period - b.period })
	}
	return slices.Concat(groups...)
}

// answer turns rows into cohorts, in order of the text of their group and of
// time.
func (r *retention) answer(ctx context.Context, rows []*cohortRow) (*engine.Retention, error) {
	rows = r.ordered(rows)
	if !r.Elapsed {
		if err := r.byCalendar(ctx, rows); err != nil {
			return nil, err
		}
	}
	if r.GroupBy != "" {
		rows = r.together(rows)
	}
	out := &engine.Retention{Cohorts: slices.Grow([]engine.Cohort(nil), len(rows))[:len(rows)]}
	for i, row := range rows {
		if r.Elapsed || r.GroupBy != "" {
			row.settle()
		}
		n := r.shown(row)
		out.Cohorts[i] = engine.Cohort{Group: row.text, Start: row.start, Size: row.size, Count: row.count[:n], Mature: row.mature[:n], Returned: row.returned[:n], State: row.state[:n]}
	}
	var err error
	out.Average, err = averages(ctx, out.Cohorts)
	return out, err
}

// together adds up the rows of each week or month of GroupBy.
func (r *retention) together(rows []*cohortRow) []*cohortRow {
	var out []*cohortRow
	for _, row := range rows {
		row.start = r.data.log.clock.calendar.Bucket(row.start, r.GroupBy).From
		if n := len(out); n > 0 && out[n-1].group == row.group && out[n-1].start == row.start {
			out[n-1].add(row)
		} else {
			out = append(out, row)
		}
	}
	return out
}

// shown returns how many cells of a row are shown: no more than have begun for
// somebody, unless the question says how many.
func (r *retention) shown(row *cohortRow) int {
	n := len(row.count)
	if (r.Elapsed || r.GroupBy != "") && r.Periods == 0 && r.Mode != engine.ModeBracket {
		for n > 1 && row.state[n-1] == engine.Waiting {
			n--
		}
	}
	return n
}

// averages returns one average for each group of cohorts in order. Groups run
// on all processors; of a single one, cells do.
func averages(ctx context.Context, cohorts []engine.Cohort) ([]engine.RetentionAverage, error) {
	var groups [][]engine.Cohort
	for len(cohorts) > 0 {
		n := 1
		for n < len(cohorts) && cohorts[n].Group == cohorts[0].Group {
			n++
		}
		groups = append(groups, cohorts[:n])
		cohorts = cohorts[n:]
	}
	out := slices.Grow([]engine.RetentionAverage(nil), len(groups))[:len(groups)]
	for i, g := range groups {
		width := 0
		for _, c := range g {
			width = max(width, len(c.Count))
		}
		out[i] = engine.RetentionAverage{
			Group: g[0].Group, Returned: make([]int, width), Size: make([]int, width), Left: make([]int, width), Mean: make([]float64, width),
		}
	}
	if len(groups) == 1 {
		return out, parallel(ctx, len(out[0].Size), func(lo, hi int) { average(&out[0], groups[0], lo, hi) })
	}
	return out, parallel(ctx, len(groups), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			average(&out[i], groups[i], 0, len(out[i].Size))
		}
	})
}

// average fills in cells lo … hi-1 of the average of cohorts.
func average(a *engine.RetentionAverage, cohorts []engine.Cohort, lo, hi int) {
	type sum struct {
		returned, mature, rates int
		rate                    float64
	}
	sums := make([]sum, hi-lo)
	all := 0
	for i := range cohorts {
		c := &cohorts[i]
		all += c.Size
		n := min(hi, len(c.Mature))
		if n <= lo {
			continue
		}
		returned := c.Returned[lo:n]
		of := sums[:len(returned)]
		for h, mature := range c.Mature[lo:n] {
			if mature > 0 {
				s := &of[h]
				s.returned += int(returned[h])
				s.mature += int(mature)
				s.rate += float64(returned[h]) / float64(mature)
				s.rates++
			}
		}
	}
	for i, s := range sums {
		a.Returned[lo+i], a.Size[lo+i], a.Left[lo+i], a.Mean[lo+i] = s.returned, s.mature, all-s.mature, s.rate/float64(max(1, s.rates))
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

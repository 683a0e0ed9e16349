package memory

import (
	"context"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

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

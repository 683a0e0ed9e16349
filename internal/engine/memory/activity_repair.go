package memory

import (
	"slices"
	"sort"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// repairMatrices takes over the matrices of the base before, of which only
// some members' events differ. One that cannot be is built when asked for.
func (m *memberData) repairMatrices(before *matrixSet, differ []uint32) {
	for _, name := range before.built() {
		act, err := m.activity(engine.Activity{Event: name})
		if err != nil {
			continue // there is no such event any more
		}
		before.mu.Lock()
		old := before.byName[name].matrix
		before.mu.Unlock()
		if x := repairMatrix(old, m.log, act, differ); x != nil {
			m.matrices.base.byName[name] = &matrixOnce{matrix: x}
		}
	}
}

// repairMatrix returns the matrix of a log's base made of that of another base
// which differs in some members; nil if they do not fit into it. Cost: a copy
// of what is kept by member and of the rows that change, and a row of bits for
// each of the members.
func repairMatrix(old *activityMatrix, l *eventLog, act *matcher, differ []uint32) *activityMatrix {
	if len(old.rows) == 0 || old.days().To != l.base.days.To || len(differ) > len(old.member)/patchShare {
		return nil
	}
	r := matrixRepair{copied: make([]bool, len(old.rows)), activityMatrix: &activityMatrix{
		first: old.first, off: old.off, count: slices.Clone(old.count), rows: slices.Clone(old.rows),
		member: slices.Clone(old.member), entry: slices.Clone(old.entry),
		place: append(slices.Clone(old.place), vacant(max(0, l.base.members()-len(old.place)))...),
	}}
	for _, m := range differ {
		at, kind := l.base.of(m)
		e := firstMatch(l, act, m, at, kind)
		if o := r.place[m]; o != nobody {
			cohort := r.cohort(o)
			r.clear(o, cohort)
			if e.day != r.first+ops.Day(cohort) {
				r.leave(o, cohort)
			}
		}
		if e.day == ops.MaxDay {
			continue
		}
		cohort := int(e.day - r.first)
		if cohort < 0 || r.place[m] == nobody && !r.enter(m, cohort) {
			return nil
		}
		o := r.place[m]
		r.entry[o] = e.kind
		for i, k := range kind {
			if act.match(m, k) {
				r.row(int(l.clock.day(at[i]) - r.first))[o>>6] |= 1 << (o & 63)
			}
		}
	}
	return r.activityMatrix
}

// matrixRepair is a matrix that shares rows with another one until they change.
type matrixRepair struct {
	*activityMatrix
	copied []bool // by row
}

// row returns row i to write into.
func (r *matrixRepair) row(i int) []uint64 {
	if !r.copied[i] {
		r.rows[i], r.copied[i] = slices.Clone(r.rows[i]), true
	}
	return r.rows[i]
}

// cohort returns the row of the day on which the member at o was first active.
func (r *matrixRepair) cohort(o uint32) int {
	return sort.Search(len(r.off), func(i int) bool { return r.off[i] > o/64 }) - 1
}

// clear takes out the bits of a place.
func (r *matrixRepair) clear(o uint32, cohort int) {
	for i := cohort; i < len(r.rows); i++ {
		if r.rows[i][o>>6]>>(o&63)&1 == 1 {
			r.row(i)[o>>6] &^= 1 << (o & 63)
		}
	}
}

// leave frees a place without bits; the last member of the cohort takes it, so
// that there are no gaps.
func (r *matrixRepair) leave(o uint32, cohort int) {
	r.count[cohort]--
	last := r.off[cohort]*64 + r.count[cohort]
	r.place[r.member[o]] = nobody
	if last != o {
		for i := cohort; i < len(r.rows); i++ {
			if r.rows[i][last>>6]>>(last&63)&1 == 1 {
				row := r.row(i)
				row[o>>6] |= 1 << (o & 63)
				row[last>>6] &^= 1 << (last & 63)
			}
		}
		r.member[o], r.entry[o] = r.member[last], r.entry[last]
		r.place[r.member[o]] = o
	}
	r.member[last], r.entry[last] = nobody, 0
}

// enter gives a member the next place of a cohort; false if there is none.
func (r *matrixRepair) enter(m uint32, cohort int) bool {
	o := r.off[cohort]*64 + r.count[cohort]
	if o >= r.off[cohort+1]*64 {
		return false
	}
	r.count[cohort]++
	r.member[o], r.place[m] = m, o
	return true
}

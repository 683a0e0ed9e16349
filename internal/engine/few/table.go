package few

// The parts of a table: cells of groups × buckets, what they come to by bucket and
// by group, and in all.
const (
	cellPart = iota
	bucketPart
	groupPart
	totalPart
)

// table holds the number of people behind every figure of an answer, and which of
// them are hidden.
type table struct {
	groups, buckets int
	people          [4][]int64
	masks           [4][]bool
}

func newTable(groups, buckets int) *table { return &table{groups: groups, buckets: buckets} }

// add takes the numbers of people. A part that the answer does not have is empty.
func (t *table) add(parts ...[]int64) {
	for i, people := range parts {
		t.people[i], t.masks[i] = people, make([]bool, len(people))
	}
}

// clear is the smallest number of people that can hide a small one beside it: with
// one to four people in one cell and so many in the other, each of the four is
// possible, and the other still has Least.
const clear = Least + Least - 2

// place is one figure of a table.
type place struct{ part, index int }

// suppress hides the figures with 1 to 4 people, and then, row by row and column by
// column until nothing changes, one more where the total would give a hidden one
// away: the smallest that is large enough, or the total where none is.
func (t *table) suppress() {
	for part, people := range t.people {
		for i, n := range people {
			t.masks[part][i] = n > 0 && n < Least
		}
	}
	for changed := true; changed; {
		changed = false
		t.lines(func(parts []place, total place) {
			if p, ok := t.reveals(parts, total); ok {
				t.masks[p.part][p.index], changed = true, true
			}
		})
	}
}

// lines calls line for each row and column with what it comes to.
func (t *table) lines(line func(parts []place, total place)) {
	parts := make([]place, 0, max(t.groups, t.buckets))
	if len(t.people[cellPart]) > 0 && len(t.people[groupPart]) > 0 {
		for g := range t.groups {
			parts = parts[:0]
			for b := range t.buckets {
				parts = append(parts, place{cellPart, g*t.buckets + b})
			}
			line(parts, place{groupPart, g})
		}
	}
	if len(t.people[cellPart]) > 0 && len(t.people[bucketPart]) > 0 {
		for b := range t.buckets {
			parts = parts[:0]
			for g := range t.groups {
				parts = append(parts, place{cellPart, g*t.buckets + b})
			}
			line(parts, place{bucketPart, b})
		}
	}
	for _, part := range []int{bucketPart, groupPart} {
		parts = parts[:0]
		for i := range t.people[part] {
			parts = append(parts, place{part, i})
		}
		line(parts, place{totalPart, 0})
	}
}

// reveals reports whether the hidden figures of a line can be worked out from its
// total, and what to hide against it.
func (t *table) reveals(parts []place, total place) (place, bool) {
	if t.masks[total.part][total.index] {
		return place{}, false
	}
	hidden, large := 0, false
	smallest, found := place{}, false
	for _, p := range parts {
		n := t.people[p.part][p.index]
		switch {
		case t.masks[p.part][p.index]:
			hidden, large = hidden+1, large || n >= clear
		case n >= clear && (!found || n < t.people[smallest.part][smallest.index]):
			smallest, found = p, true
		}
	}
	if hidden == 0 || hidden > 1 && large {
		return place{}, false
	}
	if !found {
		return total, true
	}
	return smallest, true
}

package few

import (
	"testing"

	"pgregory.net/rapid"
)

// numbers draws numbers of people, small ones more often.
func numbers(t *rapid.T, n int) []int64 {
	out := make([]int64, n)
	for i := range out {
		out[i] = rapid.SampledFrom([]int64{0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 60}).Draw(t, "people")
	}
	return out
}

// drawn makes a table whose totals are the sums of its cells.
func drawn(t *rapid.T, groups, buckets int) *table {
	cells := numbers(t, groups*buckets)
	byBucket, byGroup, total := make([]int64, buckets), make([]int64, groups), []int64{0}
	for i, n := range cells {
		byBucket[i%buckets], byGroup[i/buckets], total[0] = byBucket[i%buckets]+n, byGroup[i/buckets]+n, total[0]+n
	}
	out := newTable(groups, buckets)
	out.add(cells, byBucket, byGroup, total)
	out.suppress()
	return out
}

// Whoever knows the total and every cell shown of a list cannot tell how many
// people, of 1 to 4, are in a hidden one: with each of the four the others that are
// hidden can still be what is said of them, 1 to 4 or at least 5.
func TestAListGivesNoSmallNumberAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawn(t, rapid.IntRange(1, 8).Draw(t, "groups"), 1)
		people, masks := x.people[groupPart], x.masks[groupPart]
		if x.masks[totalPart][0] {
			return
		}
		for i, n := range people {
			if n > 0 && n < Least && !masks[i] {
				t.Fatalf("%v: %d is shown", people, n)
			}
			if !masks[i] || n >= Least {
				continue
			}
			var least, most int64 // of the others that are hidden
			var sum int64
			for j, m := range people {
				if j == i || !masks[j] {
					continue
				}
				if sum += m; m < Least {
					least, most = least+1, most+Least-1
				} else {
					least, most = least+Least, most+1_000_000
				}
			}
			for guess := int64(1); guess < Least; guess++ {
				if rest := sum + n - guess; rest < least || rest > most {
					t.Fatalf("%v, hidden %v: number %d of %d cannot be %d", people, masks, i, n, guess)
				}
			}
		}
	})
}

// In a table with totals of both ways, no hidden cell is the only one of its row or
// column whose total is shown.
func TestNoHiddenCellStandsAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawn(t, rapid.IntRange(2, 5).Draw(t, "groups"), rapid.IntRange(2, 5).Draw(t, "buckets"))
		x.lines(func(parts []place, total place) {
			hidden := 0
			for _, p := range parts {
				n, masked := x.people[p.part][p.index], x.masks[p.part][p.index]
				if masked {
					hidden++
				}
				if n > 0 && n < Least && !masked {
					t.Fatalf("%d is shown", n)
				}
			}
			if hidden == 1 && !x.masks[total.part][total.index] {
				t.Fatalf("%v %v: one cell alone is hidden", x.people, x.masks)
			}
		})
	})
}

// Worked out by hand: of 2, 9, 20 and 30 people, 61 in all, the 2 are hidden, and
// the 9 with them, for else 61 − 59 would tell. Of 2 and 3 beside 6 the total goes:
// no cell is large enough.
func TestWhatIsHidden(t *testing.T) {
	for _, x := range []struct {
		people []int64
		total  int64
		hidden []bool
		all    bool
	}{
		{[]int64{2, 9, 20, 30}, 61, []bool{true, true, false, false}, false},
		{[]int64{2, 3, 6}, 11, []bool{true, true, false}, true},
		{[]int64{0, 5, 7}, 12, []bool{false, false, false}, false},
		{[]int64{4}, 4, []bool{true}, true},
	} {
		y := newTable(len(x.people), 1)
		y.add(nil, nil, x.people, []int64{x.total})
		y.suppress()
		for i, want := range x.hidden {
			if y.masks[groupPart][i] != want || y.masks[totalPart][0] != x.all {
				t.Errorf("%v: hidden %v, the total %v", x.people, y.masks[groupPart], y.masks[totalPart][0])
			}
		}
	}
}

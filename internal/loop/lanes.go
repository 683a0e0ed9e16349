package loop

import (
	"cmp"
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Whose says which of those who wait are looked at: those of an owner, where Of is true
// and Owner "" means nobody's, and, with Unplanned, those for whom nothing comes next.
type Whose struct {
	Of        bool
	Owner     string
	Unplanned bool
}

// Is reports whether what was last done for somebody makes them one of these.
func (w Whose) Is(latest ops.FollowUp) bool {
	return (!w.Of || latest.Owner == w.Owner) && (!w.Unplanned || !latest.Planned())
}

// stillIn is how many of the last days with a check-in make somebody who waits one who is
// still in, and so first in line.
const stillIn = 15

// Lane picks those of a stage who are looked at: first who still checks in on most days,
// then, and among these, as the stage has them, the longest wait first.
func Lane(stage analysis.StagePeople, latest map[string]ops.FollowUp, w Whose) []engine.Person {
	var out []engine.Person
	for _, m := range stage.Members {
		if w.Is(latest[m.ID]) {
			out = append(out, m)
		}
	}
	if stage.Query.Kind == "waiting" {
		slices.SortStableFunc(out, func(a, b engine.Person) int { return firstIf(a.CheckIns >= stillIn, b.CheckIns >= stillIn) })
	}
	return out
}

// firstIf orders what is before what is not.
func firstIf(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// Load is what one owner has before them: how many wait in each stage but the last, and of
// all of them for how many longer than was agreed, and for whom nothing comes next.
type Load struct {
	Owner                            string // "" for nobody
	Waiting                          []int
	All, Overdue, Unplanned, Longest int
}

// Loads returns what every owner has before them, most people first, and nobody's last.
func Loads(stages []analysis.StagePeople, latest map[string]ops.FollowUp) []Load {
	by := map[string]*Load{}
	var out []*Load
	for i, stage := range stages[:max(0, len(stages)-1)] {
		for _, m := range stage.Members {
			f := latest[m.ID]
			x := by[f.Owner]
			if x == nil {
				x = &Load{Owner: f.Owner, Waiting: make([]int, len(stages)-1)}
				by[f.Owner], out = x, append(out, x)
			}
			x.Waiting[i]++
			x.All++
			x.Longest = max(x.Longest, m.Waiting)
			if stage.Late(m) {
				x.Overdue++
			}
			if !f.Planned() {
				x.Unplanned++
			}
		}
	}
	slices.SortFunc(out, func(a, b *Load) int {
		return cmp.Or(firstIf(a.Owner != "", b.Owner != ""), cmp.Compare(b.All, a.All), cmp.Compare(a.Owner, b.Owner))
	})
	loads := make([]Load, len(out))
	for i, x := range out {
		loads[i] = *x
	}
	return loads
}

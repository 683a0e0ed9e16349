package loop

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"daybreak/dashboards"
	"daybreak/internal/analysis"
	"daybreak/internal/calc"
	"daybreak/internal/catalog"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
)

// groupsWorld is a world of groups, each with so many members, of whom the first so many
// check in on one day of the try; who is last in a group is in the next one, too.
func groupsWorld(t *testing.T, members, did []int) World {
	t.Helper()
	calendar := ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}
	source := enginetest.NewSource(calendar)
	rows := []string{"at,member,event,group"}
	for g, n := range members {
		for m := range n {
			rows = append(rows, fmt.Sprintf("2026-08-01 08:00:00,g%d-%d,join,g%d", g, m, g))
			if m < did[g] {
				rows = append(rows, fmt.Sprintf("2026-09-02 08:00:00,g%d-%d,check_in,g%d", g, m, g))
			}
		}
		rows = append(rows, fmt.Sprintf("2026-08-02 08:00:00,g%d-%d,enter,g%d", g, n-1, (g+1)%len(members)))
	}
	rows = append(rows, "2026-09-20 08:00:00,late,join,g0")
	if _, err := source.Import("events", strings.Join(rows, "\n")+"\n"); err != nil {
		t.Fatal(err)
	}
	e := memory.New(source, memory.Options{Calendar: calendar, Currency: "CNY"})
	if err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	c, err := catalog.Load(dashboards.Files, analysis.PanelShapes())
	if err != nil {
		t.Fatal(err)
	}
	return World{Data: analysis.Data{Snapshot: e.Current(), Catalog: c, Calendar: calendar, Currency: "CNY"}, Today: day("2026-09-20")}
}

// Groups that got a try as a whole are compared, not their members. The last of each group
// is in the next one as well: that of g3 is compared in g3, which got it, and that of g7, which
// is in g0 as well, got it through that and is compared in it. By hand, check-in members of
// those in each group: 5, 6, 7 and 8 of 11, 10, 10 and 10 against 1, 2, 3 and 1 of 10, 10, 10 and 9.
func TestGroupsAreComparedAsOne(t *testing.T) {
	members, did := []int{10, 10, 10, 10, 10, 10, 10, 10}, []int{5, 6, 7, 8, 1, 2, 3, 1}
	try := ops.Try{Title: "host", Kind: "community", Metric: "check_in_members", Direction: ops.UpGood, Start: day("2026-09-01"), End: day("2026-09-07"),
		Expected: .3, Probability: .5, Split: ops.Split{By: ops.SplitGroups, Groups: []string{"G0", "g1", "g2", "g3"}}}
	w, kept := drawn(t, groupsWorld(t, members, did), try)
	w.Today = day("2026-09-20")
	o, err := w.Outcome(t.Context(), kept)
	if err != nil || o.Split == nil {
		t.Fatalf("%+v %v", o, err)
	}
	s := o.Split
	if s.Groups != [2]int{4, 4} || s.Given.Members != 41 || s.Others.Members != 39 || len(s.Given.Each) != 26 || len(s.Others.Each) != 7 {
		t.Errorf("groups %v, %d of %d and %d of %d", s.Groups, len(s.Given.Each), s.Given.Members, len(s.Others.Each), s.Others.Members)
	}
	given, others := []float64{5. / 11, .6, .7, .8}, []float64{.1, .2, .3, 1. / 9}
	var mean, square [2]float64
	for i, part := range [][]float64{given, others} {
		for _, x := range part {
			mean[i] += x / 4
		}
		for _, x := range part {
			square[i] += (x - mean[i]) * (x - mean[i]) / 3 / 4
		}
	}
	if e := s.Effect; math.Abs(e.Given-mean[0]) > 1e-12 || math.Abs(e.Others-mean[1]) > 1e-12 ||
		math.Abs(e.Limits.High-e.Value()-e.T*math.Sqrt(square[0]+square[1])) > 1e-12 || e.T < 1.94 || e.T > 2.14 { // 4 to 6 degrees of freedom
		t.Errorf("%+v, want %v and %v", e, mean, square)
	}
	if o.Verdict != Works || s.BeforeP != 1 {
		t.Errorf("%s %s %v", o.Verdict, o.Reason, s.BeforeP)
	}
	few := try
	few.Split.Groups = []string{"g0", "g1", "g2"}
	w, kept = drawn(t, groupsWorld(t, members, did), few)
	w.Today = day("2026-09-20")
	if o, err := w.Outcome(t.Context(), kept); err != nil || o.Verdict != CannotTell || o.Reason != calc.GroupsFew {
		t.Errorf("3 groups: %s %s %v", o.Verdict, o.Reason, err)
	}
	// Who has left the record is in no part any more.
	gone := []ops.Assigned{{Member: "nobody", Given: true}}
	w.assigned = func(context.Context, int64) ([]ops.Assigned, error) { return gone, nil }
	if o, err := w.Outcome(t.Context(), kept); err != nil || o.Reason != SplitNobody {
		t.Errorf("nobody is in a group: %s %v", o.Reason, err)
	}
}

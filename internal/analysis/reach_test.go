package analysis

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// On 1 September 40 members check in and read, 40 check in and do not; a week later 30
// of the readers check in and 20 of the others. On the 2nd one more checks in, of
// whom nobody can say yet whether it comes back on the 9th.
func reached(t *testing.T) (Data, *View, *ops.Panel) {
	rows := []string{"member,at,event"}
	add := func(member, on, event string) {
		rows = append(rows, fmt.Sprintf("%s,2026-09-%sT08:00:00+08:00,%s", member, on, event))
	}
	for i := range 80 {
		m := fmt.Sprint("m", i)
		add(m, "01", "check_in")
		if i < 40 {
			add(m, "01", "read")
		}
		if i < 30 || i >= 60 {
			add(m, "08", "check_in")
		}
	}
	add("late", "02", "check_in")
	d := world{files: map[string]string{"events": strings.Join(rows, "\n") + "\n"}}.data(t)
	v := &View{Range: ops.Range{From: day(t, "2026-09-01"), To: day(t, "2026-09-03")}, Grain: ops.Daily, Compare: NoCompare}
	return d, v, &ops.Panel{Event: "check_in", Steps: []ops.Step{{Event: "read", Label: ops.Label{En: "Read"}}, {Event: "topic", Label: ops.Label{En: "Topic"}}}}
}

// 30 of 40 against 20 of 40 is +25 points, by Newcombe between 3.8 and 43.3 (Wilson 59.8 to
// 85.8 and 35.2 to 64.8: .25 − √(.1519² + .1480²) … .25 + √(.1081² + .1480²)).
func TestReadersComeBack(t *testing.T) {
	d, v, p := reached(t)
	s, err := Operations{d}.Returns(context.Background(), v, p)
	if err != nil {
		t.Fatal(err)
	}
	r := rowOf(t, s, "read")
	is(t, "members", r.Cells[0].Value, 40)
	is(t, "reach", r.Cells[1].Value, 40./81)
	is(t, "with", r.Cells[2].Value, .75)
	is(t, "without", r.Cells[3].Value, .5)
	near(t, "difference", r.Cells[4].Number, .25, 1e-9)
	near(t, "at least", r.Cells[4].Range.Low, .0380, .0005)
	near(t, "at most", r.Cells[4].Range.High, .4332, .0005)
	if r.Verdict != Good || r.Reason != ReturnsMore {
		t.Errorf("called %s, %s", r.Verdict, r.Reason)
	}
	for i, want := range map[int]int{0: 40, 2: 40, 3: 40} {
		people, err := d.Snapshot.People(context.Background(), *r.Cells[i].People)
		if err != nil || people.Total != want {
			t.Errorf("%s: %d people, %v, want %d", s.Columns[i].Name, people.Total, err, want)
		}
	}
	if len(noteArgs(s.notes, Association)) != 1 || len(noteArgs(s.notes, ReachUnknown)) != 1 {
		t.Errorf("notes: %v", s.notes)
	}
}

// Thirty on each side are the fewest that a verdict is given on.
func TestFewReadersGetNoVerdict(t *testing.T) {
	row := engine.ReachRow{With: engine.ReachArm{Members: 29, Days: 29, Returned: 29, DaysSquared: 29, DaysReturned: 29, ReturnedSquared: 29},
		Without: engine.ReachArm{Members: 90, Days: 90, DaysSquared: 90}}
	if r := returnRow(engine.ReachQuery{After: 7}, row, "read", 1); r.Verdict != Indifferent || !r.Faint || !r.Cells[4].Ranged {
		t.Errorf("%+v", r)
	}
	row.With.Members = 30
	if r := returnRow(engine.ReachQuery{After: 7}, row, "read", 1); r.Verdict != Good || r.Faint {
		t.Errorf("%+v", r)
	}
	if r := returnRow(engine.ReachQuery{After: 7}, engine.ReachRow{Without: row.Without}, "read", 1); r.Reason != ReturnsUntil || r.Verdict != Indifferent {
		t.Errorf("nobody to judge: %+v", r)
	}
}

// By day 40 of 80 and 0 of 1; by week 40 of 81: sums divided by sums.
func TestReachOverTime(t *testing.T) {
	d, v, p := reached(t)
	for _, c := range []struct {
		grain ops.Grain
		want  []float64
	}{{ops.Daily, []float64{.5, 0}}, {ops.Weekly, []float64{40. / 81}}} {
		v.Grain = c.grain
		r, err := Operations{d}.ReachShares(context.Background(), v, p)
		if err != nil || len(r.Series) != 1 || len(r.Series[0].Points) != len(c.want) {
			t.Fatalf("%s: %+v, %v", c.grain, r, err)
		}
		for i, want := range c.want {
			is(t, string(c.grain), r.Series[0].Points[i], want)
		}
		is(t, "total", r.Series[0].Total, 40./81)
		if len(r.Frame().Values) != 1 {
			t.Errorf("%+v", r)
		}
	}
	p.Event = "nosuch"
	if r, err := (Operations{d}).ReachShares(context.Background(), v, p); err != nil || len(r.Series) != 0 || len(noteArgs(r.notes, NeverHappened)) != 1 {
		t.Errorf("nobody ever did the base: %+v, %v", r, err)
	}
}

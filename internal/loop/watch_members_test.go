package loop

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/dashboards"
	"daybreak/internal/analysis"
	"daybreak/internal/catalog"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
)

// told is a world of events that a test writes, complete through a day.
func told(t *testing.T, through string, members, events []string) World {
	t.Helper()
	calendar := ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}
	source := enginetest.NewSource(calendar)
	for record, rows := range map[string][]string{"members": append([]string{"member,staff"}, members...),
		"events": append([]string{"member,at,event,group,challenge"}, events...)} {
		if _, err := source.Import(record, strings.Join(rows, "\n")+"\n"); err != nil {
			t.Fatal(err)
		}
	}
	source.Declare(ops.Source{Record: "events", Through: day(through)})
	e := memory.New(source, memory.Options{Calendar: calendar, Currency: "CNY"})
	if err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	c, err := catalog.Load(dashboards.Files, analysis.PanelShapes())
	if err != nil {
		t.Fatal(err)
	}
	return World{Data: analysis.Data{Snapshot: e.Current(), Catalog: c, Calendar: calendar, Currency: "CNY"}, Today: day(through) + 1}
}

// By hand: the last message of south is of the 3rd, that of north of the 5th (what
// staff write on the 7th is none): after three days without one they are silent from
// the 6th and from the 8th on. On the 10th nobody is left in south.
func TestGroupsFallSilent(t *testing.T) {
	w := told(t, "2026-09-12", []string{"s1,1"}, []string{
		"m1,2026-09-01T08:00:00Z,join,north,", "m4,2026-09-01T08:00:00Z,join,south,", "s1,2026-09-01T08:00:00Z,join,north,",
		"m1,2026-09-02T08:00:00Z,speak,north,", "m4,2026-09-03T08:00:00Z,speak,south,", "m1,2026-09-05T08:00:00Z,speak,north,",
		"s1,2026-09-07T08:00:00Z,speak,north,", "m4,2026-09-10T08:00:00Z,leave,south,",
	})
	a := ops.Alert{Title: "-", Rule: ops.RuleSilent, Limit: 3, CoolDown: 1}
	if err := w.CheckAlert(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	seen, fired, err := w.Backtest(t.Context(), a, nil)
	if err != nil || len(fired) != 2 || fired[0].Bucket.Last() != day("2026-09-06") || fired[1].Bucket.Last() != day("2026-09-08") || fired[1].Value != 2 {
		t.Fatalf("%+v %v", fired, err)
	}
	got := map[string]string{}
	for _, l := range seen.Looks {
		got[l.Days.From.String()] = strings.Join(l.Of, " ")
	}
	for on, want := range map[string]string{"2026-09-05": "", "2026-09-06": "south", "2026-09-08": "north south", "2026-09-10": "north", "2026-09-12": "north"} {
		if got[on] != want {
			t.Errorf("%s: silent are %q, want %q", on, got[on], want)
		}
	}
	if !seen.Holds() || seen.Through() != day("2026-09-12") {
		t.Error("north is silent to the end")
	}
	a.Scope = "group:south"
	if _, fired, err = w.Backtest(t.Context(), a, nil); err != nil || len(fired) != 1 || fired[0].Bucket.Last() != day("2026-09-06") {
		t.Errorf("south alone: %+v %v", fired, err)
	}
	a.Scope = "channel:x"
	if err := w.CheckAlert(t.Context(), a); ops.CodeOf(err) != "scope_not_groups" {
		t.Error(err)
	}
}

// By hand, of 100 who begin: in the first challenge 10 stop on day 2, 2 of 90 on day 3;
// Wilson's upper end of 10 of 100 is .1744. In the second 30 stop on day 2 (the
// difference is .2, Newcombe's interval begins at .0899), 2 of 70 on day 3; in the third
// 17 stop on day 2, which is below the end of 30 of 100, and the first is not its measure.
func TestChallengesThatLoseMore(t *testing.T) {
	var events []string
	for c, days := range [][]int{{100, 90, 88}, {100, 70, 68}, {100, 83}} {
		for d, n := range days {
			for m := range n {
				events = append(events, fmt.Sprintf("c%d-%03d,2026-09-%02dT08:00:00Z,check_in,,run-%d", c, m, 1+7*c+d, c))
			}
		}
	}
	w := told(t, "2026-09-16", []string{"nobody,0"}, events)
	w.challenges = []ops.Challenge{{Name: "run-0", Start: day("2026-09-01"), Length: 3}, {Name: "run-1", Start: day("2026-09-08"), Length: 3}}
	a := ops.Alert{Title: "-", Rule: ops.RuleChallenge, CoolDown: 1}
	if err := w.CheckAlert(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	seen, fired, err := w.Backtest(t.Context(), a, nil)
	if err != nil || len(fired) != 1 || fired[0].Bucket.Last() != day("2026-09-09") || fired[0].Value != .3 {
		t.Fatalf("%+v %v", fired, err)
	}
	if math.Abs(fired[0].Against-.1744) > .00005 {
		t.Errorf("held against %g", fired[0].Against)
	}
	for _, l := range seen.Looks {
		d := l.Days.From
		idle := d < day("2026-09-08") || d > day("2026-09-10") && d < day("2026-09-15")
		if l.Idle != idle || !idle && d < day("2026-09-15") && !slices.Equal(l.Of, []string{"run-1"}) {
			t.Errorf("%s: %+v", d, l)
		}
	}
	alone, err := w.Watch(t.Context(), a, ops.Range{From: day("2026-09-01"), To: day("2026-09-04")}, nil, 0)
	if err != nil || alone.Reason != WatchNoPast || alone.Holds() {
		t.Errorf("the first challenge has none before it: %+v %v", alone, err)
	}
}

package analysis

import (
	"context"
	"math"
	"sync"
	"testing"
	"time"

	"daybreak/dashboards"
	"daybreak/internal/catalog"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
)

// ours is the catalog Daybreak comes with, loaded once.
var ours = sync.OnceValues(func() (*ops.Catalog, error) { return catalog.Load(dashboards.Files, PanelShapes()) })

// world is data in the documented layouts, by record, and watermarks that
// differ from the last row.
type world struct {
	files    map[string]string
	declared []ops.Source
}

func (w world) data(t testing.TB) Data {
	t.Helper()
	calendar := ops.Calendar{Zone: time.FixedZone("UTC+8", 8*3600), WeekStart: time.Monday}
	source := enginetest.NewSource(calendar)
	for _, r := range ops.Records() {
		if text, ok := w.files[r.Name]; ok {
			if _, err := source.Import(r.Name, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, s := range w.declared {
		source.Declare(s)
	}
	e := memory.New(source, memory.Options{Calendar: calendar, Currency: "CNY"})
	if err := e.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	c, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	return Data{Snapshot: e.Current(), Catalog: c, Calendar: calendar, Currency: "CNY"}
}

// resolve resolves parameters for metrics.
func resolve(t testing.TB, d Data, p Params, metrics ...string) *View {
	t.Helper()
	ms, err := d.Lookup(metrics)
	if err != nil {
		t.Fatal(err)
	}
	v, err := d.Resolve(p, d.MetricScope(ms))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func ask(t testing.TB, d Data, v *View, q Query) *Table {
	t.Helper()
	out, err := d.Metrics(context.Background(), v, q)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func day(t testing.TB, s string) ops.Day {
	t.Helper()
	d, err := ops.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// is checks a known number.
func is(t testing.TB, what string, v ops.Value, want float64) {
	t.Helper()
	if v.State != ops.Known || !(math.Abs(v.Number-want) <= 1e-9*math.Max(1, math.Abs(want))) {
		t.Errorf("%s is %v %v, want %v", what, v.State, v.Number, want)
	}
}

func isState(t testing.TB, what string, v ops.Value, want ops.State) {
	t.Helper()
	if v.State != want {
		t.Errorf("%s is %v %v, want %v", what, v.State, v.Number, want)
	}
	if v.State != ops.Known && v.Number != 0 {
		t.Errorf("%s has a number though it is %v", what, v.State)
	}
}

// noteArgs returns the arguments of the notes with a code.
func noteArgs(notes []Note, code NoteCode) [][]any {
	var out [][]any
	for _, n := range notes {
		if n.Code == code {
			out = append(out, n.Args)
		}
	}
	return out
}

func group(t testing.TB, table *Table, values ...string) int {
	t.Helper()
	for i, g := range table.Groups {
		if len(g.Values) > 0 && g.Other == 0 && g.Values[0] == values[0] {
			return i
		}
	}
	t.Fatalf("no group %v", values)
	return -1
}

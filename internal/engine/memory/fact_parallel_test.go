package memory

import (
	"runtime"
	"testing"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// A question over many rows is read in parts by several goroutines; the parts
// must add up to what a plain loop over the rows finds.
func TestPartsAddUp(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	source := &keywordDays{n: 4 * parallelRows, names: ops.NewDictionary(), events: ops.NewDictionary(), members: ops.NewDictionary()}
	e := New(source, Options{Calendar: ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}, Currency: "CNY"})
	if err := e.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := map[string]map[ops.Day]int64{} // clicks by campaign and month
	rows := int64(0)
	err := source.Read(t.Context(), "spend", benchDays, func(w *ops.Rows) error {
		for i := range w.Len() {
			y, m, _ := ops.Day(w.Ints[w.Record.Column("date")][i]).Date()
			campaign := w.Text(w.Record.Column("campaign"), i)
			if want[campaign] == nil {
				want[campaign] = map[ops.Day]int64{}
			}
			want[campaign][ops.DayOf(y, m, 1)] += w.Ints[w.Record.Column("clicks")][i]
			rows++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, filter := range [][]ops.Filter{nil, {{Dimension: "keyword", Not: true, Values: []string{"nothing"}}}} { // from the roll-up, from the rows
		s, err := e.Current().Sums(t.Context(), engine.SumQuery{
			Measures: []*ops.Measure{{Name: "clicks", Record: "spend", Column: "clicks", Agg: ops.Sum}},
			Range:    benchDays, Grain: ops.Monthly, By: []string{"campaign"}, Filter: filter,
		})
		if err != nil {
			t.Fatal(err)
		}
		m := s.Measures[0]
		if len(s.Groups) != len(want) || len(s.Buckets) != 12 || m.Total.Rows != rows {
			t.Fatalf("%d campaigns, %d months, %d rows; want %d, 12, %d", len(s.Groups), len(s.Buckets), m.Total.Rows, len(want), rows)
		}
		for g, values := range s.Groups {
			for b, month := range s.Buckets {
				if got := m.Cells[g*12+b].Sum; got != want[values[0]][month.From] {
					t.Errorf("%s in %v: %d, want %d", values[0], month, got, want[values[0]][month.From])
				}
			}
		}
	}
}

package loop

import (
	"fmt"
	"maps"
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

// Fees of every day but the 20th: what they cost is not known, yet a prize of 50 and
// one of 25 are what a try has cost. Euros have no rate: what a try cost in them is not
// known, and it is not 0.
func TestCostsOfATryOutliveAHole(t *testing.T) {
	calendar := ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}
	source := enginetest.NewSource(calendar)
	rows := []string{"date,kind,label,cost,currency", "2026-09-05,prizes,try:7,50,CNY", "2026-09-09,prizes,Try:7,25,CNY",
		"2026-09-10,prizes,try:8,9,EUR", "2026-09-11,prizes,try:9,9,EUR", "2026-09-11,gifts,try:9,4,CNY"}
	for d := 1; d <= 30; d++ {
		if d != 20 {
			rows = append(rows, fmt.Sprintf("2026-09-%02d,fees,storage,18,CNY", d))
		}
	}
	if _, err := source.Import("costs", strings.Join(rows, "\n")+"\n"); err != nil {
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
	w := World{Data: analysis.Data{Snapshot: e.Current(), Catalog: c, Calendar: calendar, Currency: "CNY"}}
	costs, err := w.labelled(t.Context())
	want := map[string]Spent{label(7): {75, false}, label(8): {0, true}, label(9): {4, true}, "storage": {29 * 18, false}}
	if err != nil || !maps.Equal(costs, want) {
		t.Errorf("%v %v, want %v", costs, err, want)
	}
	w.Tries = []ops.Try{tryOf(7, 500), tryOf(8, 0), tryOf(9, 100)}
	for i, want := range []Spent{{80, false}, {0, true}, {5, true}} {
		o, err := OutcomeOf(t.Context(), w, w.Tries[i])
		if err != nil || o.Cost != want || (o.Cost.Value().State == ops.Known) == want.Open {
			t.Errorf("try %d cost %+v, want %+v: %v", w.Tries[i].ID, o.Cost, want, err)
		}
		o.Verdict, o.Reason, o.Effect = Works, "", calc.Effect{Actual: 20, Expected: 10, Low: 5, High: 15, T: 2}
		if _, _, ok := o.PerUnit(); ok == want.Open {
			t.Errorf("a unit of try %d has a price: %v", w.Tries[i].ID, ok)
		}
		if _, ok := o.perThousand(); ok == want.Open {
			t.Errorf("try %d has an effect for 1,000 of its cost: %v", w.Tries[i].ID, ok)
		}
	}
}

// tryOf is a try of a metric that is not there, which cost so many cents besides.
func tryOf(id, cost int64) ops.Try {
	t := ops.Try{Metric: "nosuch", Cost: cost}
	t.ID = id
	return t
}

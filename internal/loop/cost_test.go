package loop

import (
	"fmt"
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

// Fees of every day but the 20th: what they cost is not known, yet a prize of 50 and
// one of 25 are what a try has cost.
func TestCostsOfATryOutliveAHole(t *testing.T) {
	calendar := ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}
	source := enginetest.NewSource(calendar)
	rows := []string{"date,kind,label,cost,currency", "2026-09-05,prizes,try:7,50,CNY", "2026-09-09,prizes,Try:7,25,CNY"}
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
	if err != nil || costs[label(7)] != 75 || costs["storage"] != 29*18 {
		t.Errorf("%v %v", costs, err)
	}
}

package loop

import (
	"context"
	"fmt"
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

// someChallenges are the challenges there are.
type someChallenges []ops.Challenge

func (c someChallenges) Challenges(context.Context) ([]ops.Challenge, error) { return c, nil }

// Daybreak notes tries, holidays in a row, first days of challenges that begin
// for everybody on one day, and a day without costs in a daily stream; nothing
// outside of the days asked for.
func TestSystemNotes(t *testing.T) {
	calendar := ops.Calendar{Zone: time.UTC}
	source := enginetest.NewSource(calendar)
	rows := []string{"date,kind,cost,currency"}
	for d := day("2026-09-01"); d <= day("2026-09-30"); d++ {
		if d != day("2026-09-17") {
			rows = append(rows, fmt.Sprintf("%s,fees,10.00,CNY", d))
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
	off := func(name string) ops.Holiday { return ops.Holiday{Region: Region, Name: name, Kind: ops.DayOff} }
	w := World{Data: analysis.Data{Snapshot: e.Current(), Catalog: c, Calendar: calendar, Currency: "CNY"}, Today: day("2026-10-01"),
		Tries: []ops.Try{{Edited: ops.Edited{ID: 7}, Title: "读书周", Metric: "joins", Scope: "city:beijing", Start: day("2026-09-07"), End: day("2026-09-13")}},
		Holidays: ops.Holidays{day("2026-09-25"): off("中秋节"), day("2026-09-26"): off("中秋节"), day("2026-09-27"): off("国庆节"),
			day("2026-09-20"): {Kind: ops.MakeUpDay, Name: "中秋节"}, day("2026-08-31"): off("中秋节")}}
	book := Book{Challenges: someChallenges{{Slug: "early", Title: "早起", Start: day("2026-09-05"), Length: 21}, {Slug: "own", Title: "各自", Length: 21},
		{Slug: "later", Title: "下一期", Start: day("2026-10-05"), Length: 21}}}
	notes, err := w.SystemNotes(t.Context(), book, ops.Range{From: day("2026-09-01"), To: day("2026-10-01")})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range notes {
		if n.Kind != ops.NoteSystem {
			t.Errorf("%s is of kind %s", n.Key, n.Kind)
		}
		got = append(got, fmt.Sprint(n.Key, " ", n.Days.From, " ", n.Days.Last(), " ", n.Text))
	}
	slices.Sort(got)
	want := []string{"challenge:early 2026-09-05 2026-09-05 早起", "hole:costs 2026-09-17 2026-09-17 fees", "holiday:2026-09-25 2026-09-25 2026-09-26 中秋节",
		"holiday:2026-09-27 2026-09-27 2026-09-27 国庆节", "try:7 2026-09-07 2026-09-13 读书周"}
	if !slices.Equal(got, want) {
		t.Errorf("noted\n%s\nand not\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if notes, err := w.SystemNotes(t.Context(), book, ops.Range{From: day("2026-09-14"), To: day("2026-09-17")}); err != nil || len(notes) > 0 {
		t.Errorf("on days on which nothing happened: %v %v", notes, err)
	}
}

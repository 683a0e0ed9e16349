package web

import (
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// A file of what tries brought is made anew when a try changes, though no data came.
func TestFilesFollowTheTries(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Editor)
	token := x.token(t, "ada", Editor)
	x.api(t, "POST", "/api/v1/events", token, "application/json", `{"member":"m","event":"join","at":"2026-09-05T06:30:00+08:00"}`)
	x.api(t, "POST", "/api/v1/watermarks", token, "application/json", `{"record":"events","source":"","day":"2026-09-20"}`)
	made, _, err := x.store.Tries().Add(t.Context(), ops.Try{Title: "Six days", Kind: "activity", Metric: "joins", Direction: ops.UpGood,
		Start: ops.DayOf(2026, 9, 3), End: ops.DayOf(2026, 9, 8), Expected: .2, Probability: .6}, "")
	if err != nil {
		t.Fatal(err)
	}
	const file = "/events.csv?panel=events&from=2026-09-01&to=2026-09-20"
	if got := ada.get(file).Body.String(); !strings.Contains(got, "Six days") {
		t.Fatalf("%s", got)
	}
	made.Title = "Seven days"
	if _, err := x.store.Tries().Change(t.Context(), made, ops.DayOf(2026, 9, 2), false); err != nil {
		t.Fatal(err)
	}
	if got := ada.get(file).Body.String(); !strings.Contains(got, "Seven days") {
		t.Errorf("the file is the one of before: %s", got)
	}
}

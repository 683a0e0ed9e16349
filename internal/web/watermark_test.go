package web

import (
	"net/http"
	"strings"
	"testing"

	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// TestACheckInAfterAGap imports events through 31 October and checks in at noon
// of 23 November: of the days between nobody knows, until somebody says so.
func TestACheckInAfterAGap(t *testing.T) {
	s := realServerOn(t, ops.DayOf(2026, 11, 23))
	store := s.community.CheckIns.(sqlite.Community)
	mustPost(t, s, "/api/v1/imports?name=events.csv", "text/csv",
		"key,member,at,event\n1,ann,2026-10-29 09:00:00,check_in\n2,bob,2026-10-29 09:00:00,check_in\n3,ann,2026-10-31 09:00:00,check_in\n", 201)
	if _, err := store.CheckIn(t.Context(), ops.CheckIn{Member: "ann", At: s.Clock(), Days: []ops.Day{ops.DayOf(2026, 11, 23)}}); err != nil {
		t.Fatal(err)
	}
	mustPost(t, s, "/api/v1/events", "application/json", `[{"member":"bob","event":"visit","at":"2026-11-23T11:00:00+08:00"}]`, 201)
	is := func(path, at string, want any) {
		t.Helper()
		if got, err := pick(answerTo(t, s, path), at); err != nil || got != want {
			t.Errorf("%s of %s is %v, want %v (%v)", at, path, got, want, err)
		}
	}
	is("/api/v1/sources", "sources.0.through", "2026-10-31")
	is("/api/v1/sources", "sources.0.gap.from", "2026-11-01")
	is("/api/v1/sources", "sources.0.gap.to", "2026-11-22")
	// Of the two who began on 29 October one came back on the second day after.
	// The 2nd of November is the fourth: not 0, not known.
	retention := "/api/v1/retention?start=check_in&return=check_in&period=day&from=2026-10-29&to=2026-10-29&periods=5"
	is(retention, "cohorts.0.cells.2.count", 1.0)
	is(retention, "cohorts.0.cells.4.count", nil)
	for _, lang := range i18n.Languages() {
		page := browse(s, "GET", "/imports?lang="+string(lang), "", "").Body.String()
		for _, want := range []string{i18n.In(lang).Import.Gaps, i18n.In(lang).Import.GapNothing, `name="day" value="2026-11-22"`} {
			if !strings.Contains(page, want) {
				t.Errorf("the page in %s does not say %s", lang, want)
			}
		}
	}
	if w := browse(s, "POST", "/watermarks", formType, "record=events&source=&day=2026-11-22"); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body)
	}
	is("/api/v1/sources", "sources.0.through", "2026-11-22")
	is("/api/v1/sources", "sources.0.gap", nil)
	is(retention, "cohorts.0.cells.4.count", 0.0)
	if strings.Contains(browse(s, "GET", "/imports", "", "").Body.String(), `id="gaps"`) {
		t.Error("the page still tells of a gap")
	}
}

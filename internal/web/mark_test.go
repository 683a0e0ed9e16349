package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// What happened is drawn on the days of a page: read under a chart, at its
// points, in the row of its table, on the cohort and on the square; one switch
// hides it all, and the files stay as they are.
func TestMarksOfAPage(t *testing.T) {
	s := communityServer(t)
	days := "from=2026-09-01&to=2026-09-10"
	csv := get(s, "/overview.csv?panel=trend&"+days).Body.String()
	for _, note := range []url.Values{
		{"from": {"2026-09-03"}, "text": {"竞品降价 & 促销"}, "kind": {"industry"}},
		{"from": {"2026-09-04"}, "text": {"只说收入"}, "kind": {"fact"}, "metrics": {"revenue"}},
		{"from": {"2026-09-05"}, "text": {"只说贴吧"}, "kind": {"fact"}, "scope": {"channel:tieba"}},
		{"from": {"2026-08-01"}, "text": {"早就过去"}, "kind": {"fact"}},
	} {
		if w := visit(s, "/notes", note); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	page := visit(s, "/overview?"+days, nil).Body.String()
	for what, text := range map[string]string{
		"under the chart":         `<a href="/notes?day=2026-09-03">竞品降价 &amp; 促销</a>`,
		"at the point":            `竞品降价 \u0026 促销`,
		"in the row of the table": `<span class="said" title="竞品降价 &amp; 促销">`,
		"where a day is noted":    `data-note="/notes?metric=acquired"`,
		"where it is tried":       `data-try="/tries/new?metric=acquired"`,
		"the row of a day":        `<a href="/notes?day=2026-09-03&amp;metric=acquired">`,
		"the other scope":         "只说贴吧",
		"the switch":              "marks=off",
	} {
		if !strings.Contains(page, text) {
			t.Errorf("%s: no %s", what, text)
		}
	}
	for what, text := range map[string]string{"of another metric": "只说收入", "of other days": "早就过去"} {
		if strings.Contains(page, text) {
			t.Errorf("a note %s is drawn", what)
		}
	}
	if w := visit(s, "/overview?f.channel=zhihu&"+days, nil); strings.Contains(w.Body.String(), "只说贴吧") {
		t.Error("a note of another channel is drawn")
	}
	for name, text := range map[string]string{"retention": `class="said" title="竞品降价 &amp; 促销`, "checkins": ` ev" x=`} {
		if w := visit(s, "/"+name+"?more=1&"+days, nil); !strings.Contains(w.Body.String(), text) {
			t.Errorf("nothing is marked on %s", name)
		}
	}
	off := visit(s, "/overview?marks=off&"+days, nil).Body.String()
	if strings.Contains(off, "竞品降价") || !strings.Contains(off, `data-note="`) {
		t.Error("the switch does not hide marks, or takes the days away")
	}
	if again := get(s, "/overview.csv?panel=trend&"+days).Body.String(); again != csv || len(csv) < 50 {
		t.Errorf("the file became %s", again)
	}
	// The form of a day and scope is filled in.
	form := visit(s, "/notes?metric=joins&scope=channel:tieba&day=2026-09-03&to=2026-09-05", nil).Body.String()
	for _, text := range []string{`name="from" value="2026-09-03"`, `name="to" value="2026-09-05"`, `name="metrics" value="joins"`, `name="scope" value="channel:tieba"`} {
		if !strings.Contains(form, text) {
			t.Errorf("the form has no %s", text)
		}
	}
	if w := visit(s, "/notes?day=2026-09-05&to=2026-09-03", nil); w.Code != http.StatusBadRequest {
		t.Errorf("notes of days that end before they begin: %d", w.Code)
	}
}

// Whoever has a share link sees the notes that were ticked for it, and nothing
// of what Daybreak says by itself.
func TestMarksOfAShare(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Editor)
	day := ops.DayOf(x.now.UTC().Date()) - 5
	rows := "member,at,event\n"
	for i := range 5 {
		rows += fmt.Sprintf("m%d,%s 08:00:00,join\n", i, day-ops.Day(i))
	}
	if w := x.api(t, "POST", "/api/v1/imports?name=events.csv", x.token(t, "import", Editor), "text/csv", rows); w.Code != http.StatusCreated {
		t.Fatal(w.Code, w.Body)
	}
	for text, shared := range map[string]string{"for everybody": "1", "for ourselves": ""} {
		if w := ada.post("/notes", "from", day.String(), "text", text, "kind", "fact", "shared", shared); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code, w.Body)
		}
	}
	if w := ada.post("/tries", "title", "secret plan", "kind", "activity", "metric", "joins", "direction", "up", "start", day.String(), "end", day.String(),
		"expected", "20", "probability", "60"); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body)
	}
	ours := ada.get("/overview").Body.String()
	for _, text := range []string{"for everybody", "for ourselves", "secret plan"} {
		if !strings.Contains(ours, text) {
			t.Errorf("%q is not drawn for ourselves", text)
		}
	}
	link := ada.shown(ada.post("/shares", "page", "overview", "query", "range=7d", "days", "9", "origin", ""))
	guest := x.visitor(t)
	seen := guest.get(strings.TrimPrefix(link, "http://example.com"))
	if !strings.Contains(seen.Body.String(), "for everybody") {
		t.Errorf("what was ticked is not drawn: %d", seen.Code)
	}
	for _, text := range []string{"for ourselves", "secret plan", "data-note", "/notes?"} {
		if strings.Contains(seen.Body.String(), text) {
			t.Errorf("the share link shows %q", text)
		}
	}
}

// A file that changed a known figure by more than a tenth is noted with its name, who
// imported it and by how much, on the chart and in the list; undone, it is dealt with.
func TestRestatementIsNoted(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Editor)
	day := ops.DayOf(x.now.UTC().Date()) - 5
	token := x.token(t, "import", Editor)
	if w := x.api(t, "POST", "/api/v1/imports?name=events.csv", token, "text/csv", fmt.Sprintf("member,at,event\nm1,%s 08:00:00,join\n", day)); w.Code != 201 {
		t.Fatal(w.Code, w.Body)
	}
	found := ops.Restatement{Batch: 1, Metric: "joins", Days: ops.Range{From: day, To: day + 1}, Day: day, Before: 4, After: 5}
	if err := x.store.Notes().Restatements().Add(t.Context(), []ops.Restatement{found}); err != nil {
		t.Fatal(err)
	}
	for path, texts := range map[string][]string{
		"/notes?lang=en":    {"“events.csv” (import) changed known figures: Joins on", "from 4 to 5 (&#43;25.0%)", `href="/imports"`},
		"/notes?lang=zh":    {"“events.csv”（import）改写了已知数字：加入（", "日）由 4 变为 5（&#43;25.0%）"},
		"/overview?lang=en": {"changed known figures"},
	} {
		body := ada.get(path).Body.String()
		for _, text := range texts {
			if !strings.Contains(body, text) {
				t.Errorf("%s has no %s", path, text)
			}
		}
	}
	if w := x.api(t, "POST", "/api/v1/imports/1/undo", token, "", ""); w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	if body := ada.get("/overview?lang=en").Body.String(); strings.Contains(body, "changed known figures") {
		t.Error("what was undone is drawn")
	}
	if body := ada.get("/notes?lang=en").Body.String(); !strings.Contains(body, "changed known figures") || !strings.Contains(body, "Dealt with") {
		t.Errorf("what was undone is not said to be dealt with")
	}
}

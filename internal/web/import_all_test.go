package web

import (
	"html"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// All files that wait are imported at once, each as a batch of its own; the list
// says what became of each. What needs a look stays.
func TestFilesThatWaitAreImportedAtOnce(t *testing.T) {
	s := realServer(t)
	other := strings.ReplaceAll(spendCSV, "brand", "other")
	bad := "date,platform,campaign,cost,currency\n2026-09-01,baidu,bad,much,CNY\n2026-09-01,baidu,good,1.00,CNY\n"
	kind, body := several(t, spendCSV, other, "x,y\n1,2\n", bad, spendCSV)
	if w := browse(s, "POST", "/import", kind, body); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/import" {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	page := html.UnescapeString(browse(s, "GET", "/import", "", "").Body.String())
	if !strings.Contains(page, `action="/import/all"`) || strings.Count(page, "2 new, 0 to change") != 3 {
		t.Errorf("before: %s", page)
	}
	w := browse(s, "POST", "/import/all", formType, "")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/import" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	page = html.UnescapeString(browse(s, "GET", "/import", "", "").Body.String())
	for _, want := range []string{"2 of 5 files are imported.", "Import 1 · imported", "Import 2 · imported", `href="/imports?done=2"`,
		"These bytes were imported on", "1 of 2 rows cannot be imported"} {
		if !strings.Contains(page, want) {
			t.Errorf("the list does not say %q", want)
		}
	}
	if page := browse(s, "GET", "/import?lang=zh", "", "").Body.String(); !strings.Contains(page, "1 行不能导入，共 2 行；第一处在第 2 行：") {
		t.Errorf("the list does not say in Chinese how many rows cannot be imported: %s", page)
	}
	if strings.Contains(page, `action="/import/all"`) {
		t.Error("there is still something to import at once")
	}
	// c.csv is unknown, d.csv has a bad row: both wait; e.csv has the bytes of a.csv.
	if left := waitingLink.FindAllStringSubmatch(page, -1); len(left) != 2 || left[0][2] != "c.csv" || left[1][2] != "d.csv" {
		t.Errorf("left: %q", left)
	}
	if got := s.Snapshots.Current().Days("spend"); got != (ops.Range{From: day("2026-09-01"), To: day("2026-09-03")}) {
		t.Errorf("the figures cover %v", got)
	}
	// Each can be undone by itself.
	browse(s, "POST", "/imports/1/undo", formType, "")
	page = html.UnescapeString(browse(s, "GET", "/import", "", "").Body.String())
	if !strings.Contains(page, "Import 1 · undone") || !strings.Contains(page, "Import 2 · imported") {
		t.Errorf("after the undo: %s", page)
	}
	// Nothing waits: nothing happens.
	if w := browse(realServer(t), "POST", "/import/all", formType, ""); w.Code != http.StatusSeeOther {
		t.Errorf("nothing waits: %d", w.Code)
	}
}

// Nobody imports what another person brought.
func TestOwnFilesOnlyAreImportedAtOnce(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Editor)
	bo, _ := x.as(t, "bo", Editor)
	kind, body := form(t, "b.csv", spendCSV, "")
	r := httptest.NewRequest("POST", "/import", strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Origin", "http://example.com")
	if w := ada.do(r); w.Code != http.StatusSeeOther {
		t.Fatalf("upload: %d %s", w.Code, w.Body)
	}
	bo.post("/import/all")
	if all, err := x.store.Batches(t.Context(), 9, 0); err != nil || len(all) != 0 {
		t.Errorf("bo imported %v (%v)", all, err)
	}
	ada.post("/import/all")
	if all, err := x.store.Batches(t.Context(), 9, 0); err != nil || len(all) != 1 || all[0].By != "ada" || all[0].Via != "page" {
		t.Errorf("ada imported %v (%v)", all, err)
	}
}

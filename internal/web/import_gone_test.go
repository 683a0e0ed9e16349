package web

import (
	"html"
	"net/http"
	"strings"
	"testing"
)

// An export that covers days already there and lacks rows of them: the preview
// lists these with their money, a person keeps or takes them back, and undo
// brings back what was there. What is taken back is nothing, and never 0.
func TestRowsThatAreGone(t *testing.T) {
	s := realServer(t)
	report := func(rows ...string) string {
		return "Campaign report\n\"September 1, 2026 - September 2, 2026\"\nDay,Account,Campaign,Currency code,Impr.,Clicks,Cost\n" + strings.Join(rows, "\n") + "\n"
	}
	first := report("2026-09-01,a,Brand,CNY,1000,10,5.00", "2026-09-01,a,Generic,CNY,2000,20,50.00", "2026-09-02,a,Brand,CNY,1000,10,5.00",
		"2026-09-02,a,Generic,CNY,2000,20,52.24")
	next := report("2026-09-01,a,Brand,CNY,1000,10,5.00", "2026-09-01,a,Generic DE,CNY,2000,20,50.00", "2026-09-02,a,Brand,CNY,1000,10,5.00",
		"2026-09-02,a,Generic DE,CNY,2000,20,52.24")
	commit := func(path string, page string) {
		t.Helper()
		path, _, _ = strings.Cut(path, "?")
		if w := browse(s, "POST", path+"/commit", formType, commitForm(page).Encode()); w.Code != http.StatusSeeOther {
			t.Fatalf("commit: %d %s", w.Code, w.Body)
		}
	}
	path := uploaded(t, s, "first.csv", first)
	commit(path, browse(s, "GET", path, "", "").Body.String())
	path = uploaded(t, s, "next.csv", next)
	raw := browse(s, "GET", path, "", "").Body.String()
	page := html.UnescapeString(raw)
	for _, want := range []string{"Not in this file any more: 2 rows", "102.24 CNY", "50.00 CNY", "52.24 CNY", "Both have 2 other rows",
		"Follow the file, take them back (−102.24 CNY)", "Keep the 2 rows", "overlap=keep#gone", "“Generic” seems to be called “Generic DE” now",
		"Taken back", "Import 4 rows", `href="/names?dimension=campaign&kept=Generic+DE&name=Generic"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the preview does not say %q", want)
		}
	}
	if !strings.Contains(html.UnescapeString(browse(s, "GET", path+"?overlap=keep", "", "").Body.String()), "overlap=replace#gone") {
		t.Error("nothing leads from keeping back to replacing")
	}
	zh := get(s, path, "Accept", "text/html", "Accept-Language", "zh").Body.String()
	if !strings.Contains(zh, "这份文件里不再有的：2 行") {
		t.Errorf("in Chinese: %s", zh)
	}
	commit(path, raw)
	by := func() string {
		return get(s, "/api/v1/metrics?metrics=cost&by=campaign&from=2026-09-01&to=2026-09-02").Body.String()
	}
	if got := by(); strings.Contains(got, `"Generic"`) || !strings.Contains(got, "Generic DE") || !strings.Contains(got, "112.24") {
		t.Errorf("afterwards: %s", got)
	}
	if got := get(s, "/api/v1/imports").Body.String(); !strings.Contains(got, `"removed":2`) {
		t.Errorf("the history: %s", got)
	}
	browse(s, "POST", "/imports/2/undo", formType, "")
	if got := by(); !strings.Contains(got, `"Generic"`) || strings.Contains(got, "Generic DE") {
		t.Errorf("after the undo: %s", got)
	}
	// Kept, both count.
	path = uploaded(t, s, "again.csv", next) + "?overlap=keep"
	commit(path, browse(s, "GET", path, "", "").Body.String())
	if got := by(); !strings.Contains(got, `"Generic"`) || !strings.Contains(got, "Generic DE") || !strings.Contains(got, "214.48") {
		t.Errorf("kept: %s", got)
	}
}

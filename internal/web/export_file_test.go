package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"daybreak/internal/report"
)

// exportedMembers have ids and attributes that a spreadsheet would spoil.
const exportedMembers = "member,joined_at,channel,city\n" +
	"12345678901234567890,2026-09-01 08:00:00,zhihu,北京\n007,2026-09-01 08:00:00,=1+1,上海\n-9,2026-09-02 08:00:00,'quoted,\n"

// TestEveryFileIsReadBack holds that the list of members is the same file to our
// own import in each form it is offered in: a page's for people, the API's for
// programs.
func TestEveryFileIsReadBack(t *testing.T) {
	x := newSite(t, nil)
	token := x.token(t, "program", Editor)
	for name, body := range map[string]string{"members.csv": exportedMembers,
		"events.csv": "member,at,event\n12345678901234567890,2026-09-01 08:00:00,join\n007,2026-09-01 08:00:00,join\n-9,2026-09-02 08:00:00,join\n"} {
		if w := x.api(t, "POST", "/api/v1/imports?name="+name, token, "text/csv", body); w.Code != http.StatusCreated {
			t.Fatalf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	ada, _ := x.as(t, "ada", Viewer)
	q := "?" + url.Values{"of": {"metric"}, "metric": {"joins"}, "from": {"2026-09-01"}, "to": {"2026-09-02"}}.Encode()
	list := func(x *site, token string) string {
		t.Helper()
		w := x.api(t, "GET", "/api/v1/members"+q+"&format=csv", token, "", "")
		if w.Code != http.StatusOK {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		return w.Body.String()
	}
	want := list(x, token)
	for name, c := range map[string]struct {
		file []byte
		mark bool
	}{
		"page.csv":  {ada.get("/members.csv" + q).Body.Bytes(), true},
		"page.xlsx": {ada.get("/members.xlsx" + q).Body.Bytes(), false},
		"api.csv":   {[]byte(want), false},
		"api.xlsx":  {x.api(t, "GET", "/api/v1/members"+q+"&format=xlsx", token, "", "").Body.Bytes(), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := bytes.HasPrefix(c.file, []byte("\ufeff")); got != c.mark {
				t.Errorf("begins with a byte order mark: %t, want %t", got, c.mark)
			}
			y := newSite(t, nil)
			token := y.token(t, "program", Editor)
			if w := y.api(t, "POST", "/api/v1/imports?as=members&name="+name, token, "application/octet-stream", string(c.file)); w.Code != http.StatusCreated {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
			if w := y.api(t, "POST", "/api/v1/imports?name=events.csv", token, "text/csv",
				"member,at,event\n12345678901234567890,2026-09-01 08:00:00,join\n007,2026-09-01 08:00:00,join\n-9,2026-09-02 08:00:00,join\n"); w.Code != http.StatusCreated {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
			if got := list(y, token); got != want {
				t.Errorf("the list was\n%s\nand, of itself imported,\n%s", want, got)
			}
		})
	}
}

// TestEveryPanelIsAFile asks for every panel of every page as CSV and as a
// workbook, at the addresses that its page shows.
func TestEveryPanelIsAFile(t *testing.T) {
	s := realServer(t)
	files := 0
	shown, _ := s.Catalog.Current()
	for _, page := range shown.Pages {
		for _, p := range page.Panels {
			for ending, f := range map[string]report.Format{".csv": report.Mark, ".xlsx": report.XLSX} {
				w := get(s, "/"+page.Name+ending+"?panel="+p.ID)
				if w.Code != http.StatusOK || w.Header().Get("Content-Type") != f.Type() || !strings.HasSuffix(w.Header().Get("Content-Disposition"), ending+`"`) {
					t.Errorf("%s %s%s: %d %v", page.Name, p.ID, ending, w.Code, w.Header())
				}
				files++
				begins := map[string]string{".csv": "\ufeff", ".xlsx": "PK"}[ending]
				if !strings.HasPrefix(w.Body.String(), begins) {
					t.Errorf("%s %s%s begins with %.8q", page.Name, p.ID, ending, w.Body)
				}
			}
		}
	}
	if files < 60 {
		t.Errorf("%d files, the shipped pages have more panels", files)
	}
}

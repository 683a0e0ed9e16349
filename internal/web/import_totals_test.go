package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// A sum that no row has a value of is not known before an import, or after it:
// null for programs, … on the page, and never 0. A sum of zeros is 0.
func TestTotalsThatAreNotKnown(t *testing.T) {
	s := realServer(t)
	header := "date,platform,campaign,impressions,clicks,cost,currency\n"
	if w := post(s, "/api/v1/imports", "text/csv", header+"2026-09-01,Zhihu,a,7,,1.00,CNY\n"); w.Code != http.StatusCreated {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	next := header + "2026-09-01,Zhihu,a,,0,1.50,CNY\n"
	answer := post(s, "/api/v1/imports?dry_run=1", "text/csv", next).Body.String()
	want := `"totals":[{"column":"impressions","before":7,"after":null},{"column":"clicks","before":null,"after":0},` +
		`{"column":"cost","currency":"CNY","before":1.00,"after":1.50}]`
	if !strings.Contains(answer, want) {
		t.Errorf("the API says %s", answer)
	}
	page := regexp.MustCompile(`>\s+<`).ReplaceAllString(browse(s, "GET", uploaded(t, s, "next.csv", next), "", "").Body.String(), "><")
	var got []string
	for _, m := range totalRow.FindAllStringSubmatch(page, -1) {
		got = append(got, strings.Join(m[1:], " "))
	}
	if got, want := strings.Join(got, "; "), "Impressions 7 …; Clicks … 0; Cost (CNY) 1.00 1.50"; got != want {
		t.Errorf("the page says %q, want %q", got, want)
	}
}

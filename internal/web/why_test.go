package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// The page that says why a figure changed has rows for the 200 groups that changed most,
// and one for all the others; the file has them all.
func TestWhyHasRowsForTheLargest(t *testing.T) {
	s := realServer(t)
	rows := "member,at,event,channel\n"
	for i := range 5 {
		rows += fmt.Sprintf("o%d,2026-09-01 08:00:00,join,old\n", i)
	}
	for i := range 250 {
		rows += fmt.Sprintf("m%d,2026-09-02 08:00:00,join,c%03d\n", i, i)
	}
	if w := post(s, "/api/v1/imports?name=e.csv&as=events", "text/csv", rows); w.Code != http.StatusCreated {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	const asked = "metric=joins&by=channel&from=2026-09-02&to=2026-09-02&compare=previous"
	page := visit(s, "/why?lang=en&"+asked, nil).Body.String()
	groups := strings.Count(page, `<th scope="row">c`)
	// 5 → 250: the old channel lost 5, and 250 others have one more each. Of these 199 have a row.
	if _, others, found := strings.Cut(page, `<th scope="row">51 others</th>`); groups != 199 || !found || !strings.Contains(others[:400], "<b>&#43;51</b>") {
		t.Errorf("%d groups have a row; the others: %.400s", groups, others)
	}
	file := visit(s, "/api/v1/change?format=csv&"+asked, nil).Body.String()
	if n := strings.Count(file, "\n"); n != 252 {
		t.Errorf("the file has %d lines: %.300s", n, file)
	}
}

package web

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// S9: texts that a spreadsheet would take for formulas are safe in exports,
// and an export that is imported again brings the same texts and figures.
func TestAnExportComesBackAsItWas(t *testing.T) {
	names := []string{"=1+1", `=HYPERLINK("http://evil.example","x")`, "+49", "-2", "@SUM(A1)", "＝3", "＋1", "－1", "＠x", "'quoted", "plain", "晨跑, 七点", `say "six"`}
	var file strings.Builder
	out := csv.NewWriter(&file)
	out.Write([]string{"date", "platform", "campaign", "cost", "currency"})
	for i, name := range names {
		out.Write([]string{"2026-09-01", "p", name, []string{"1.00", "2.50", "-3.25"}[i%3], "CNY"})
	}
	out.Flush()
	const question = "/api/v1/metrics?metrics=cost&by=campaign&from=2026-09-01&to=2026-09-01&format=csv"
	exported := func(body string) string {
		t.Helper()
		x := newSite(t, nil)
		token := x.token(t, "program", Editor)
		if w := x.api(t, "POST", "/api/v1/imports?name=a.csv", token, "text/csv", body); w.Code != http.StatusCreated {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		w := x.api(t, "GET", question, token, "", "")
		if w.Code != http.StatusOK {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		return w.Body.String()
	}
	first := exported(file.String())
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(first, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(rows[0], ",") != "campaign,state,cost" || len(rows) != 1+len(names) {
		t.Fatalf("%d rows under %q", len(rows)-1, rows[0])
	}
	var back strings.Builder
	out = csv.NewWriter(&back)
	out.Write([]string{"date", "platform", "campaign", "cost", "currency"})
	safe := 0
	for _, row := range rows[1:] {
		if strings.ContainsAny(row[0][:1], "=+-@") || strings.HasPrefix(row[0], "＝") || strings.HasPrefix(row[0], "＋") || strings.HasPrefix(row[0], "－") ||
			strings.HasPrefix(row[0], "＠") {
			t.Errorf("%q is a formula", row[0])
		}
		if row[0][0] == '\'' {
			safe++
		}
		if _, err := strconv.ParseFloat(row[2], 64); err != nil {
			t.Errorf("the figure of %q is %q", row[0], row[2])
		}
		out.Write([]string{"2026-09-01", "p", row[0], row[2], "CNY"})
	}
	out.Flush()
	if safe != 10 { // nine formulas and the one that begins with ' already
		t.Errorf("%d texts were made safe", safe)
	}
	if second := exported(back.String()); second != first {
		t.Errorf("the export was\n%s\nand, of itself imported,\n%s", first, second)
	}
}

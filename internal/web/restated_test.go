package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestRestatedSinceTheReport: 40.00 was spent in September when the report was made final;
// an import makes that 43.50, and its undo 40.00 again. The report stays as it is; page,
// API and CSV tell the difference and the import that made it.
func TestRestatedSinceTheReport(t *testing.T) {
	var mu sync.Mutex
	now := time.Date(2026, 10, 2, 4, 0, 0, 0, time.UTC)
	_, send := reportedOn(t, realServerBy(t, func() time.Time { // each thing has its own moment
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Millisecond)
		return now
	}), "2026-09-30")
	if w := send("POST", "/api/v1/reports/1/finish", "application/json", `{"version":1}`); w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	type figure struct {
		Metric, Scope, From, To string
		Kind                    string
		Value                   float64
		Now, Difference         any
		Parts                   []struct {
			Cause string
			Batch int64
			Share float64
		}
	}
	ask := func() (cost figure, changed int) {
		t.Helper()
		var out struct{ Published []figure }
		w := send("GET", "/api/v1/published?report=1", "", "")
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != http.StatusOK {
			t.Fatal(w.Code, w.Body)
		}
		for _, f := range out.Published {
			if f.Metric == "cost" && f.Scope == "" && f.From == "2026-09-01" {
				cost = f
			}
			if f.Difference != 0.0 {
				changed++
			}
		}
		return cost, changed
	}
	if cost, changed := ask(); cost.Value != 40 || cost.Kind != "report" || changed != 0 || len(cost.Parts) != 0 {
		t.Fatalf("nothing came since: %+v, %d changed", cost, changed)
	}
	before := send("GET", "/api/v1/reports/1", "", "").Body.String()
	if body := send("GET", "/reports/1?lang=en", "", "").Body.String(); !strings.Contains(body, "still stand") {
		t.Error("the report does not say that its figures stand")
	}
	w := send("POST", "/api/v1/imports?name=late.csv", "text/csv",
		"date,platform,campaign,channel,impressions,clicks,cost,currency\n2026-09-05,weibo,c,weibo,10,1,3.50,CNY\n")
	var came struct{ ID int64 }
	if err := json.Unmarshal(w.Body.Bytes(), &came); err != nil || w.Code >= 300 || came.ID == 0 {
		t.Fatal(w.Code, w.Body)
	}
	cost, _ := ask()
	if cost.Value != 40 || cost.Now != 43.5 || cost.Difference != 3.5 || len(cost.Parts) != 1 || cost.Parts[0].Batch != came.ID || cost.Parts[0].Share != 3.5 {
		t.Errorf("43.50 in the place of 40.00: %+v", cost)
	}
	for _, path := range []string{"/reports/1?lang=en", "/reports/restated?lang=en"} {
		if body := send("GET", path, "", "").Body.String(); !strings.Contains(body, "¥3.50") || !strings.Contains(body, "late.csv") ||
			!strings.Contains(body, "#import-") {
			t.Errorf("%s does not tell of +¥3.50 and late.csv", path)
		}
	}
	if csv := send("GET", "/api/v1/published?changed=1&format=csv", "", "").Body.String(); !strings.Contains(csv, ",cost,,2026-09-01,2026-09-30,40,43.5,3.5,import,") {
		t.Errorf("CSV: %s", csv)
	}
	if file := send("GET", "/reports/1/file", "", "").Body.String(); strings.Contains(file, "late.csv") {
		t.Error("the file of the report tells of what came after it")
	}
	if w := send("POST", fmt.Sprintf("/api/v1/imports/%d/undo", came.ID), "", ""); w.Code >= 300 {
		t.Fatal(w.Code, w.Body)
	}
	if cost, changed := ask(); cost.Now != 40.0 || len(cost.Parts) != 2 || cost.Parts[1].Cause != "undo" || cost.Parts[1].Share != -3.5 || changed != 0 {
		t.Errorf("taken back: %+v", cost)
	}
	if body := send("GET", "/reports/restated?lang=en", "", "").Body.String(); !strings.Contains(body, "stands again") {
		t.Error("nobody says that the published figure stands again")
	}
	if after := send("GET", "/api/v1/reports/1", "", "").Body.String(); after != before {
		t.Error("the final report changed")
	}
}

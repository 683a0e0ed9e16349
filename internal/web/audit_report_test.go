package web

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"testing"

	reports "daybreak/internal/monthly"
	"daybreak/internal/ops"
)

// reportChanges are the changes of monthly reports. Each is of another month, long
// before anything that is missing.
func reportChanges(t *testing.T, x *site, ada *visitor, editor string) map[route]auditedChange {
	t.Helper()
	months := 0
	month := func() ops.Day {
		months++
		return ops.AddMonths(ops.DayOf(2019, 1, 1), months)
	}
	var report, commitment int64
	drafted := func() {
		made, _, err := x.store.Plans().Reports().Add(t.Context(), reports.Template(month()), "")
		if err != nil {
			t.Fatal(err)
		}
		report = made.ID
	}
	promised := func() {
		drafted()
		r, _, err := x.store.Plans().Reports().One(t.Context(), report)
		if err != nil {
			t.Fatal(err)
		}
		made, _, err := x.store.Plans().Reports().Commit(t.Context(), ops.Commitment{Report: report, Text: "Audited",
			Days: ops.Range{From: r.Days().To, To: r.Days().To + 9}}, "")
		if err != nil {
			t.Fatal(err)
		}
		commitment = made.ID
	}
	parts, err := json.Marshal(reports.Template(ops.DayOf(2019, 1, 1)).Parts)
	if err != nil {
		t.Fatal(err)
	}
	form := []string{"version", "1"}
	for i, name := range ops.ReportParts() {
		form = append(form, "place_"+name, fmt.Sprint(i+1), "told_"+name, "1", "owner_"+name, "", "text_"+name, "")
	}
	api := func(path string, id *int64, body string) func() *httptest.ResponseRecorder {
		return func() *httptest.ResponseRecorder {
			return x.api(t, "POST", fmt.Sprintf(path, *id), editor, "application/json", body)
		}
	}
	page := func(path string, id *int64, fields ...string) func() *httptest.ResponseRecorder {
		return func() *httptest.ResponseRecorder { return ada.post(fmt.Sprintf(path, *id), fields...) }
	}
	return map[route]auditedChange{
		{"POST", "/api/v1/reports"}: {nil, func() *httptest.ResponseRecorder {
			return x.api(t, "POST", "/api/v1/reports", editor, "application/json", `{"month":"`+month().String()[:7]+`"}`)
		}},
		{"POST", "/api/v1/reports/:id"}:        {drafted, api("/api/v1/reports/%d", &report, `{"version":1,"parts":`+string(parts)+`}`)},
		{"POST", "/api/v1/reports/:id/finish"}: {drafted, api("/api/v1/reports/%d/finish", &report, `{"version":1}`)},
		{"POST", "/api/v1/reports/:id/remove"}: {drafted, api("/api/v1/reports/%d/remove", &report, `{"version":1}`)},
		{"POST", "/api/v1/commitments"}: {drafted, func() *httptest.ResponseRecorder {
			return x.api(t, "POST", "/api/v1/commitments", editor, "application/json", fmt.Sprintf(`{"report":%d,"text":"Audited"}`, report))
		}},
		{"POST", "/api/v1/commitments/:id/withdraw"}: {promised, api("/api/v1/commitments/%d/withdraw", &commitment, `{"version":1,"reason":"Audited"}`)},
		{"POST", "/reports"}:                         {nil, func() *httptest.ResponseRecorder { return ada.post("/reports", "month", month().String()[:7]) }},
		{"POST", "/reports/:id"}:                     {drafted, page("/reports/%d", &report, form...)},
		{"POST", "/reports/:id/finish"}:              {drafted, page("/reports/%d/finish", &report, "version", "1")},
		{"POST", "/reports/:id/remove"}:              {drafted, page("/reports/%d/remove", &report, "version", "1")},
		{"POST", "/reports/:id/commitments"}: {drafted, func() *httptest.ResponseRecorder {
			by := ops.AddMonths(ops.DayOf(2019, 1, 1), months+2) - 1
			return ada.post(fmt.Sprintf("/reports/%d/commitments", report), "text", "Audited", "owner", "", "metric", "", "scope", "", "than", "least", "goal", "",
				"by", by.String())
		}},
		{"POST", "/commitments/:id/withdraw"}: {promised, page("/commitments/%d/withdraw", &commitment, "version", "1", "reason", "Audited", "back", "/reports")},
	}
}

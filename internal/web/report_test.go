package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// reported imports two months of spend and joins and makes the report of the
// second one; joins are complete through a day. Its figures are worked out by
// hand: 3 joins in September against 2 in
// August, 40.00 spent against 30.00.
func reported(t *testing.T, through string) (s *Server, send func(method, path, contentType, body string) *httptest.ResponseRecorder) {
	t.Helper()
	return reportedOn(t, realServerOn(t, ops.DayOf(2026, 10, 2)), through)
}

// reportedOn is reported by a server of its own.
func reportedOn(t *testing.T, s *Server, through string) (_ *Server, send func(method, path, contentType, body string) *httptest.ResponseRecorder) {
	t.Helper()
	send = func(method, path, contentType, body string) *httptest.ResponseRecorder {
		t.Helper()
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		if contentType != "" {
			r.Header.Set("Content-Type", contentType)
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w
	}
	must := func(w *httptest.ResponseRecorder) {
		t.Helper()
		if w.Code >= 300 {
			t.Fatal(w.Code, w.Body.String())
		}
	}
	var spend strings.Builder
	spend.WriteString("date,platform,campaign,channel,impressions,clicks,cost,currency\n")
	for d := ops.DayOf(2026, 8, 1); d < ops.DayOf(2026, 10, 1); d++ {
		cost := 0
		switch d {
		case ops.DayOf(2026, 8, 3):
			cost = 30
		case ops.DayOf(2026, 9, 4):
			cost = 40
		}
		fmt.Fprintf(&spend, "%s,weibo,c,weibo,10,1,%d.00,CNY\n", d, cost)
	}
	must(send("POST", "/api/v1/imports?name=spend.csv", "text/csv", spend.String()))
	for i, at := range []string{"2026-08-01", "2026-08-05", "2026-09-02", "2026-09-10", "2026-09-12"} {
		must(send("POST", "/api/v1/events", "application/json",
			fmt.Sprintf(`{"member":"m%d","event":"join","channel":"weibo","at":"%sT09:00:00+08:00","key":"k%d"}`, i, at, i)))
	}
	must(send("POST", "/api/v1/watermarks", "application/json", `{"record":"events","source":"","day":"`+through+`"}`))
	must(send("POST", "/api/v1/reports", "application/json", `{"month":"2026-09"}`))
	return s, send
}

// saysOf is what a report says, as the API answers it.
type saysOf struct {
	State string
	Parts []ops.ReportPart
	Says  struct {
		Figures []struct {
			Metric, Scope, From, To string
			Value                   float64
		}
		Behind []struct{ Record, Through, From string }
		Papers map[string]json.RawMessage
	}
}

func read(t *testing.T, w *httptest.ResponseRecorder) (out saysOf) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != http.StatusOK {
		t.Fatal(w.Code, err, w.Body.String())
	}
	return out
}

func (s saysOf) figure(t *testing.T, metric, scope string) float64 {
	t.Helper()
	for _, f := range s.Says.Figures {
		if f.Metric == metric && f.Scope == scope && f.From == "2026-09-01" && f.To == "2026-09-30" {
			return f.Value
		}
	}
	t.Fatalf("the report has no %s of %q in %v", metric, scope, s.Says.Figures)
	return 0
}

// The figures of a report are those that the API answers, and what was worked out
// by hand; a part that is taken out is not told.
func TestReportSaysWhatTheAPIAnswers(t *testing.T) {
	_, send := reported(t, "2026-09-30")
	r := read(t, send("GET", "/api/v1/reports/1", "", ""))
	for metric, want := range map[string]float64{"acquired": 3, "cost": 40} {
		if got := r.figure(t, metric, ""); got != want {
			t.Errorf("%s is %v, want %v", metric, got, want)
		}
		w := send("GET", "/api/v1/metrics?metrics="+metric+"&from=2026-09-01&to=2026-09-30&grain=whole", "", "")
		if !strings.Contains(w.Body.String(), fmt.Sprintf(`"%s":%v`, metric, want)) {
			t.Errorf("the API answers %s", w.Body.String())
		}
	}
	if got := r.figure(t, "acquired", "channel:weibo"); got != 3 {
		t.Errorf("weibo brought %v, want 3", got)
	}
	if zh := string(r.Says.Papers["zh"]); !strings.Contains(zh, "新增成员 3，8月是 2，多 1（+50.0%）") || !strings.Contains(zh, "广告花费 ¥40.00，8月是 ¥30.00") {
		t.Errorf("the Chinese report does not say so: %s", zh)
	}
	if en := string(r.Says.Papers["en"]); !strings.Contains(en, "New members: 3; in Aug 2, 1 more (+50.0%).") {
		t.Errorf("the English report does not say so: %s", en)
	}
	parts, err := json.Marshal(r.Parts)
	if err != nil {
		t.Fatal(err)
	}
	out := strings.Replace(string(parts), `"name":"channels","out":false,"owner":"","text":""`, `"name":"channels","out":true,"owner":"","text":""`, 1)
	out = strings.Replace(out, `"name":"plan","out":false,"owner":"","text":""`, `"name":"plan","out":false,"owner":"Lin","text":"Said <b>plainly</b>"`, 1)
	if w := send("POST", "/api/v1/reports/1", "application/json", `{"version":1,"parts":`+out+`}`); w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body.String())
	}
	page := send("GET", "/reports/1/file?lang=en", "", "").Body.String()
	if strings.Contains(page, `id="channels"`) || !strings.Contains(page, `id="plan"`) || !strings.Contains(page, "Said &lt;b&gt;plainly&lt;/b&gt;") {
		t.Error("the file tells a part that is taken out, lacks one, or takes a comment for markup")
	}
	if strings.Contains(page, "<script") || strings.Contains(page, "http://") || strings.Contains(page, "https://") || !strings.Contains(page, "<svg") {
		t.Error("the file has a script, names another place, or lacks its charts")
	}
}

// A report is not final while data it needs is missing, and once final it stays,
// byte for byte, when an import restates a figure; the next edition says what
// differs.
func TestFinalReportStays(t *testing.T) {
	_, send := reported(t, "2026-09-29")
	if w := send("POST", "/api/v1/reports/1/finish", "application/json", `{"version":1}`); w.Code != http.StatusConflict ||
		!strings.Contains(w.Body.String(), "sources_behind") || !strings.Contains(w.Body.String(), "Sep 29, 2026") {
		t.Fatalf("a report with a source behind is made final: %d %s", w.Code, w.Body.String())
	}
	if w := send("POST", "/api/v1/watermarks", "application/json", `{"record":"events","source":"","day":"2026-09-30"}`); w.Code >= 300 {
		t.Fatal(w.Code, w.Body.String())
	}
	if w := send("POST", "/api/v1/reports/1/finish", "application/json", `{"version":1}`); w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body.String())
	}
	before := map[string]string{}
	paths := []string{"/reports/1/file?lang=zh", "/reports/1/file?lang=en", "/api/v1/reports/1"}
	for _, path := range paths {
		before[path] = send("GET", path, "", "").Body.String()
	}
	again := "date,platform,campaign,channel,impressions,clicks,cost,currency\n2026-09-04,weibo,c,weibo,10,1,52.00,CNY\n"
	if w := send("POST", "/api/v1/imports?name=again.csv", "text/csv", again); w.Code >= 300 {
		t.Fatal(w.Code, w.Body.String())
	}
	for _, path := range paths {
		if now := send("GET", path, "", "").Body.String(); now != before[path] {
			t.Errorf("%s changed with an import", path)
		}
	}
	for path, body := range map[string]string{"/api/v1/reports/1/remove": `{"version":2}`, "/api/v1/reports/1/finish": `{"version":2}`,
		"/api/v1/commitments": `{"report":1,"text":"Late"}`} {
		if w := send("POST", path, "application/json", body); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "report_final") {
			t.Errorf("%s of a final report: %d %s", path, w.Code, w.Body.String())
		}
	}
	w := send("POST", "/api/v1/reports", "application/json", `{"month":"2026-09"}`)
	if w.Code != http.StatusCreated || !strings.Contains(w.Body.String(), `"edition":2`) {
		t.Fatal(w.Code, w.Body.String())
	}
	if got := read(t, send("GET", "/api/v1/reports/2", "", "")).figure(t, "cost", ""); got != 52 {
		t.Errorf("the second edition says %v, want 52", got)
	}
	page := send("GET", "/reports/2/file?lang=en", "", "").Body.String()
	if !strings.Contains(page, "What differs from edition 1") || !strings.Contains(page, "¥40.00") || !strings.Contains(page, "¥52.00") {
		t.Error("the second edition does not say what differs")
	}
}

// A final report can be shared, a draft cannot; the link shows what was frozen.
func TestReportIsShared(t *testing.T) {
	s, send := reported(t, "2026-09-30")
	form := url.Values{"page": {"reports/1"}, "query": {""}, "days": {"7"}, "origin": {""}}
	if w := visit(s, "/shares", form); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a draft is shared: %d", w.Code)
	}
	if w := send("POST", "/api/v1/reports/1/finish", "application/json", `{"version":1}`); w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body.String())
	}
	w := visit(s, "/shares", form)
	_, link, _ := strings.Cut(w.Body.String(), "/s/")
	link, _, _ = strings.Cut(link, "<")
	if w.Code != http.StatusCreated {
		t.Fatal(w.Code)
	}
	page := visit(s, "/s/"+link, nil)
	if body := page.Body.String(); page.Code != http.StatusOK || !strings.Contains(body, `id="moved"`) || strings.Contains(body, "/reports/1/finish") ||
		strings.Contains(body, `class="side"`) {
		t.Errorf("the link shows %d", page.Code)
	}
	if frame.StatusOf("sources_behind") != http.StatusConflict {
		t.Error("a report that lacks data is no conflict")
	}
}

// Pages of reports answer in both languages, and refuse what is wrong.
func TestPagesOfReports(t *testing.T) {
	s, _ := reported(t, "2026-09-30")
	for _, path := range []string{"/reports", "/reports/1", "/reports/1/workbook"} {
		for _, lang := range []string{"zh", "en"} {
			if w := visit(s, path+"?lang="+lang, nil); w.Code != http.StatusOK {
				t.Errorf("%s in %s: %d", path, lang, w.Code)
			}
		}
	}
	if w := visit(s, "/reports", url.Values{"month": {"2026-13"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("month 13 is made: %d", w.Code)
	}
	promise := url.Values{"text": {"CPA of 45"}, "owner": {"Lin"}, "metric": {"cpa"}, "scope": {"colour:red"}, "than": {"most"}, "goal": {"45"}, "by": {"2026-10-31"}}
	if w := visit(s, "/reports/1/commitments", promise); w.Code != http.StatusBadRequest {
		t.Errorf("a scope that there is not is promised: %d", w.Code)
	}
	promise.Set("scope", "")
	if w := visit(s, "/reports/1/commitments", promise); w.Code != http.StatusSeeOther {
		t.Errorf("a commitment is refused: %d %s", w.Code, w.Body.String())
	}
	if body := visit(s, "/reports/1?lang=zh", nil).Body.String(); !strings.Contains(body, "CPA of 45") || !strings.Contains(body, "还没有数据") {
		t.Error("the page does not show the commitment")
	}
}

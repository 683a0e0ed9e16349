package web

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/engine/memory"
	"daybreak/internal/engine/only"
	"daybreak/internal/engine/past"
	"daybreak/internal/ledger"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// pastOf returns the figures of a record as it was, and the ledger of what was published.
func pastOf(store *sqlite.Store, calendar ops.Calendar) (*past.Figures, *ledger.Ledger) {
	figures := past.NewFigures(sqlite.HistoryIn(store), func(rows engine.Source) only.Engine {
		return memory.New(rows, memory.Options{Calendar: calendar, Currency: "CNY"})
	})
	return figures, ledger.New(figures)
}

// pastQuestions are asked at every moment.
func pastQuestions() []string {
	return []string{
		"/api/v1/metrics?metrics=cost,joins,revenue,roi&by=channel&grain=day&from=2026-09-01&to=2026-09-10",
		"/api/v1/retention?period=day&periods=3&from=2026-09-01&to=2026-09-10",
		"/api/v1/growth?period=day&from=2026-09-01&to=2026-09-10",
		"/api/v1/funnel?steps=join,check_in&window=7d&from=2026-09-01&to=2026-09-10",
		"/api/v1/sources?",
	}
}

// TestAsOf imports step by step, keeps what is answered after each, and asks later as of
// each step: by its moment, and by the number of the import where the step was one.
func TestAsOf(t *testing.T) {
	x := newSite(t, nil)
	x.now = time.Date(2026, 9, 20, 12, 0, 0, 0, time.UTC)
	token := x.token(t, "importer", Editor)
	ask := func(path string) string {
		t.Helper()
		w := x.api(t, "GET", path, token, "", "")
		return regexp.MustCompile(`"id":"[a-z0-9]{12}"`).ReplaceAllString(fmt.Sprint(w.Code, " ", w.Body), "")
	}
	send := func(body string) func() {
		return func() {
			if w := x.api(t, "POST", "/api/v1/imports?name="+fmt.Sprint(len(body))+".csv", token, "text/csv", body); w.Code >= 300 {
				t.Fatal(w.Code, w.Body)
			}
		}
	}
	events := "member,at,event,channel\nana,2026-09-01 09:00:00,join,zhihu\nben,2026-09-02 09:00:00,join,douban\nana,2026-09-03 09:00:00,check_in,\n"
	steps := []func(){
		send("date,platform,account,campaign,channel,impressions,clicks,cost,currency\n2026-09-01,baidu,a,c,zhihu,100,10,10.00,CNY\n" +
			"2026-09-02,baidu,a,c,zhihu,100,10,10.00,CNY\n"),
		send(events),
		send("date,platform,account,campaign,channel,impressions,clicks,cost,currency\n2026-09-02,baidu,a,c,zhihu,100,10,12.00,CNY\n"),
		send("order_id,at,member,product,quantity,revenue,cost_of_goods,currency\no1,2026-09-03 11:00:00,ana,Course,1,50.00,10.00,CNY\n"),
		func() { // the second file of spend goes
			if w := x.api(t, "POST", "/api/v1/imports/3/undo", token, "", ""); w.Code >= 300 {
				t.Fatal(w.Code, w.Body)
			}
		},
		send("member,at,event,channel\nben,2026-09-04 09:00:00,check_in,\ncleo,2026-09-02 10:00:00,join,zhihu\n"), // late
		func() {
			if w := x.api(t, "POST", "/api/v1/merges", token, "application/json", `{"dimension":"channel","name":"douban","kept":"zhihu"}`); w.Code >= 300 {
				t.Fatal(w.Code, w.Body)
			}
		},
	}
	want := make([][]string, len(steps))
	var at []string
	for i, do := range steps {
		x.now = x.now.Add(time.Minute)
		do()
		at = append(at, x.now.Format(time.RFC3339))
		for _, q := range pastQuestions() {
			want[i] = append(want[i], ask(q))
		}
	}
	x.now = x.now.Add(time.Hour)
	for i := range steps {
		for n, q := range pastQuestions() {
			if got := ask(q + "&as_of=" + at[i]); got != want[i][n] {
				t.Errorf("step %d, %s:\n%s\nthen it was\n%s", i, q, got, want[i][n])
			}
		}
	}
	for batch, step := range map[int]int{1: 0, 2: 1, 3: 2, 4: 3, 5: 5} {
		q := pastQuestions()[0]
		if got := ask(fmt.Sprintf("%s&as_of=%d", q, batch)); got != want[step][0] {
			t.Errorf("import %d:\n%s\nthen it was\n%s", batch, got, want[step][0])
		}
	}
	if want[0][0] == want[2][0] || want[1][1] == want[5][1] {
		t.Error("the steps change nothing that is asked")
	}
	for of, code := range map[string]ops.Code{"99": "batch_unknown", "2026-10-01": "as_of_future", "2026-09-19": "as_of_before", "yesterday": "bad_as_of",
		"2026-09-20T12:00&as_of=1": "duplicate_parameter"} {
		w := x.api(t, "GET", pastQuestions()[0]+"&as_of="+of, token, "", "")
		if w.Code != http.StatusBadRequest || codeOf(t, w) != code {
			t.Errorf("as_of=%s: %d %s", of, w.Code, w.Body)
		}
	}
	if w := x.api(t, "GET", "/api/v1/members?of=metric&metric=joins&as_of=1", token, "", ""); codeOf(t, w) != "unknown_parameter" {
		t.Errorf("a question about now: %d %s", w.Code, w.Body)
	}
	mei, _ := x.as(t, "mei", Viewer)
	page := mei.get("/channels?from=2026-09-01&to=2026-09-03&as_of=" + url.QueryEscape(at[2])).Body.String()
	if !strings.Contains(page, "as they were on 2026-09-20 12:03") || !strings.Contains(page, "22.00") || !strings.Contains(page, `as_of=2026`) {
		t.Error("the page as of import 3:", page)
	}
	if strings.Contains(page, `href="/members?`) {
		t.Error("a page of the past leads to members of now")
	}
}

// provenanceExchanges are questions about where figures come from, and all that is told.
func provenanceExchanges() []exchange {
	return append(append(toldExchanges(), buyersExchanges()...), []exchange{
		{"GET", "/api/v1/provenance?metric=roi&from=2026-09-02&to=2026-09-03", "", "", 200},
		{"GET", "/api/v1/provenance?metric=joins&from=2026-09-02&to=2026-09-03&format=csv", "", "", 200},
		{"GET", "/api/v1/provenance?metric=nosuch", "", "", 400},
		{"GET", "/api/v1/provenance/rows?metric=joins&measure=joins&from=2026-09-02&to=2026-09-03", "", "", 200},
		{"GET", "/api/v1/provenance/rows?metric=joins&measure=cost&from=2026-09-02&to=2026-09-03", "", "", 400},
	}...)
}

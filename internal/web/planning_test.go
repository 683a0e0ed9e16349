package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// visit posts a form, or gets a page without one, as a browser does.
func visit(s *Server, path string, form url.Values) *httptest.ResponseRecorder {
	method, body := http.MethodGet, ""
	if form != nil {
		method, body = http.MethodPost, form.Encode()
	}
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	req.Header.Set("Accept", "text/html")
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, req)
	return w
}

// A try is planned, measured and decided on pages; what is wrong stands on the
// form, with what was typed.
func TestTriesOnPages(t *testing.T) {
	s := realServer(t)
	try := url.Values{"title": {"读书周"}, "kind": {"activity"}, "hypothesis": {""}, "metric": {"joins"}, "direction": {"up"}, "scope": {"city:Beijing"}, "measured_on": {""},
		"control": {""}, "start": {"2026-09-07"}, "end": {"2026-09-13"}, "expected": {"20"}, "probability": {"60"}, "cost": {"1200.50"}, "hours": {""}, "owner": {"林"}}
	if w := visit(s, "/tries", try); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/tries/1?done=1" {
		t.Fatalf("%d %s %s", w.Code, w.Header().Get("Location"), w.Body)
	}
	for field, value := range map[string]string{"metric": "cpa", "scope": "colour:red", "expected": "much", "probability": "100", "end": "2026-09-01", "title": ""} {
		bad := url.Values{}
		for k, v := range try {
			bad[k] = v
		}
		bad.Set(field, value)
		w := visit(s, "/tries", bad)
		if w.Code < 400 || w.Code >= 500 || !strings.Contains(w.Body.String(), `role="alert"`) || !strings.Contains(w.Body.String(), `value="1200.50"`) {
			t.Errorf("%s %q: %d", field, value, w.Code)
		}
	}
	for _, path := range []string{"/tries", "/tries/1", "/tries/new", "/plan", "/plan?on=2026-09-20", "/notes", "/notes?day=2026-09-03", "/why", "/why?metric=cpa&by=city"} {
		for _, lang := range []string{"zh", "en"} {
			separator := "?"
			if strings.Contains(path, "?") {
				separator = "&"
			}
			if w := visit(s, path+separator+"lang="+lang, nil); w.Code != http.StatusOK {
				t.Errorf("%s in %s: %d", path, lang, w.Code)
			}
		}
	}
	for _, path := range []string{"/tries/9", "/tries/x"} {
		if w := visit(s, path, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	// Nothing of the metric is known: it waits for data and cannot be decided.
	decide := url.Values{"version": {"1"}, "decision": {"stop"}, "sentence": {"没有数据"}, "next": {""}}
	if w := visit(s, "/tries/1/decide", decide); w.Code != http.StatusConflict {
		t.Errorf("decided without data: %d", w.Code)
	}
	if w := visit(s, "/tries/1/remove", url.Values{"version": {"2"}}); w.Code != http.StatusConflict {
		t.Errorf("a stale removal: %d", w.Code)
	}
	if w := visit(s, "/tries/1/remove", url.Values{"version": {"1"}}); w.Code != http.StatusSeeOther {
		t.Errorf("removed: %d", w.Code)
	}
}

// A table of tries goes in as it came out: all rows or none, and a mistake names
// its line and column.
func TestTriesAsATable(t *testing.T) {
	s := realServer(t)
	send := func(text string) *httptest.ResponseRecorder {
		req := httptest.NewRequest(http.MethodPost, "/api/v1/tries/import", strings.NewReader(text))
		req.Header.Set("Content-Type", "text/csv")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, req)
		return w
	}
	const header = "id,key,title,kind,metric,direction,start,end,expected,probability,cost\n"
	rows := ",week-1,=Reading,activity,joins,up,2026-09-07,2026-09-13,0.2,0.6,1200.50\n,,\"Nudge, at night\",user,check_ins,up,2026-09-20,2026-09-24,0.05,0.3,\n"
	if w := send(header + rows); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"made":2,"changed":0`) {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	// What comes out goes in again and changes nothing.
	out := visit(s, "/api/v1/tries?format=csv", nil).Body.String()
	if w := send(out); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"made":0,"changed":0,"rows":2`) {
		t.Errorf("the same again: %d %s", w.Code, w.Body)
	}
	if w := send(strings.Replace(out, "at night", "in the morning", 1)); !strings.Contains(w.Body.String(), `"made":0,"changed":1`) {
		t.Errorf("one title changed: %s", w.Body)
	}
	for text, want := range map[string]string{
		header + rows + ",,x,wish,joins,up,2026-09-07,,0.2,0.6,\n":      `"line":4,"column":"kind"`,
		header + rows + ",,x,activity,joins,up,7 Sept,,0.2,0.6,\n":      `"line":4,"column":"start"`,
		header + rows + ",,x,activity,joins,up,2026-09-07,,much,0.6,\n": `"line":4,"column":"expected"`,
		header + "9,,x,activity,joins,up,2026-09-07,,0.2,0.6,\n":        `"line":2,"column":"id"`,
		header + ",week-1,x,activity,joins,down,2026-09-07,,0.2,0.6,\n": `"code":"try_frozen"`,
		header + "1,other,x,activity,joins,up,2026-09-07,,0.2,0.6,\n":   `"line":2,"column":"key"`,
		"title,colour\nx,red\n": `"line":1,"column":"colour"`,
		header + ",,short\n":    `"line":2`,
		header + ",new,fine,activity,joins,up,2026-09-07,,0.2,0.6,\n" + ",,x": `"line":3`,
	} {
		if w := send(text); w.Code < 400 || w.Code >= 500 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%q: %d %s", text, w.Code, w.Body)
		}
	}
	if out := visit(s, "/api/v1/tries?format=csv", nil).Body.String(); strings.Count(out, "\n") != 3 {
		t.Errorf("after refusals:\n%s", out)
	}
	if w := visit(s, "/tries/import", url.Values{"table": {"title\n"}}); w.Code != http.StatusSeeOther {
		t.Errorf("a table without rows on the page: %d", w.Code)
	}
	if w := visit(s, "/tries/import", url.Values{"table": {"colour\nred\n"}}); w.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(w.Body.String(), "colour\nred") {
		t.Errorf("a wrong table on the page: %d", w.Code)
	}
}

// What was tried in the month, what it cost and what comes next is one screen:
// two ran in September, one of them from August on, and one is planned.
func TestTheMonthOfTries(t *testing.T) {
	s := realServerOn(t, ops.DayOf(2026, 9, 20))
	for _, x := range [][4]string{{"七月", "2026-07-01", "2026-07-31", "999"}, {"跨月", "2026-08-28", "2026-09-02", "100.50"}, {"读书周", "2026-09-14", "2026-09-25", "200"},
		{"下一个", "2026-10-08", "2026-10-12", "700"}} {
		if w := visit(s, "/tries", url.Values{"title": {x[0]}, "kind": {"activity"}, "hypothesis": {""}, "metric": {"joins"}, "direction": {"up"}, "scope": {""},
			"measured_on": {""}, "control": {""}, "start": {x[1]}, "end": {x[2]}, "expected": {"20"}, "probability": {"60"}, "cost": {x[3]}, "hours": {"1.5"},
			"owner": {""}}); w.Code != http.StatusSeeOther {
			t.Fatal(x[0], w.Code)
		}
	}
	page := visit(s, "/tries?lang=zh", nil).Body.String()
	if !strings.Contains(page, "试了 2 次，0 次有用，花了 ¥300.50、3 小时") {
		t.Error("the board does not sum up the month")
	}
	month, _, _ := strings.Cut(page[strings.Index(page, `id="h-month"`):], `class="board"`)
	for title, want := range map[string]bool{"七月": false, "跨月": true, "读书周": true, "下一个": true} {
		if strings.Contains(month, title) != want {
			t.Errorf("%s is shown: %v", title, !want)
		}
	}
	for query, want := range map[string][]string{"show=list": {"七月", "跨月", "读书周", "下一个"}, "show=list&state=planned&kind=activity": {"下一个"}, "show=list&kind=price": nil,
		"show=list&owner=nobody": nil} {
		page := visit(s, "/tries?lang=zh&"+query, nil).Body.String()
		list := page[strings.Index(page, `class="card s12 listed"`):]
		if n := strings.Count(list, `<th scope="row">`); n != len(want) || n == 0 && !strings.Contains(list, "没有符合条件的尝试") {
			t.Errorf("%s lists %d tries, want %d", query, n, len(want))
		}
		for _, title := range want {
			if !strings.Contains(list, ">"+title+"</a>") {
				t.Errorf("%s does not list %s", query, title)
			}
		}
	}
	for _, query := range []string{"state=done", "kind=none", "show=table", "colour=red", "kind=price&kind=other"} {
		if w := visit(s, "/tries?"+query, nil); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", query, w.Code)
		}
	}
}

// A try that has begun keeps what it is measured by; the rest changes, and each
// change stands on its page. Who changed an older version sees the newer one
// beside what was typed.
func TestTryIsEditedOnPages(t *testing.T) {
	s := realServer(t)
	try := url.Values{"title": {"读书周"}, "kind": {"activity"}, "hypothesis": {""}, "metric": {"joins"}, "direction": {"up"}, "scope": {""}, "measured_on": {""},
		"control": {""}, "start": {"2026-09-07"}, "end": {"2026-09-13"}, "expected": {"20"}, "probability": {"60"}, "cost": {"1200.5"}, "hours": {"3"}, "owner": {"林"},
		"once": {"a form"}}
	for range 2 { // the browser sends it twice
		if w := visit(s, "/tries", try); w.Header().Get("Location") != "/tries/1?done=1" {
			t.Fatalf("%d %s", w.Code, w.Header().Get("Location"))
		}
	}
	page := visit(s, "/tries/1/edit?lang=zh", nil).Body.String()
	for _, want := range []string{`name="title" value="读书周"`, `value="1200.5"`, `name="start" value="2026-09-07" required disabled`, "override=1"} {
		if !strings.Contains(page, want) {
			t.Errorf("the form lacks %s", want)
		}
	}
	// As the browser sends it: what is disabled is not sent.
	edit := url.Values{"title": {"读书周（北京）"}, "kind": {"activity"}, "hypothesis": {""}, "control": {""}, "end": {"2026-09-13"}, "cost": {"1300"}, "hours": {"3"},
		"owner": {"林"}, "version": {"1"}}
	if w := visit(s, "/tries/1", edit); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if page := visit(s, "/tries/1?lang=zh", nil).Body.String(); !strings.Contains(page, "<del>1200.5</del> → 1300") {
		t.Error("the page does not tell the change")
	}
	edit.Set("title", "读书月")
	w := visit(s, "/tries/1?lang=zh", edit)
	if body := w.Body.String(); w.Code != http.StatusConflict || !strings.Contains(body, `value="读书月"`) || !strings.Contains(body, "读书周（北京）") ||
		!strings.Contains(body, `name="version" value="2"`) {
		t.Errorf("a stale change: %d", w.Code)
	}
	edit.Set("version", "2")
	edit.Set("probability", "90")
	if w := visit(s, "/tries/1", edit); w.Code != http.StatusConflict {
		t.Errorf("what is frozen was changed: %d", w.Code)
	}
	edit.Set("override", "1")
	if w := visit(s, "/tries/1", edit); w.Code != http.StatusSeeOther {
		t.Errorf("changed after the start: %d %s", w.Code, w.Body)
	}
	if page := visit(s, "/tries?lang=zh", nil).Body.String(); !strings.Contains(page, "开始后改过") {
		t.Error("the board does not mark it")
	}
	if w := visit(s, "/tries/7/edit", nil); w.Code != http.StatusNotFound {
		t.Errorf("no such try: %d", w.Code)
	}
}

// A target is planned, approved, changed with a reason and closed on pages;
// nothing is overwritten.
func TestTargetsOnPages(t *testing.T) {
	s := realServer(t)
	target := url.Values{"metric": {"cost"}, "scope": {"channel:search-ads"}, "from": {"2026-09-01"}, "to": {"2026-09-30"}, "kind": {"budget"}, "floor": {""},
		"goal": {"3000"}, "stretch": {""}, "phasing": {"curve"}, "curve": {"0.5, 0.5"}, "owner": {"林"}, "parent": {""}, "state": {"draft"}, "reason": {""}}
	check := url.Values{"check": {"1"}}
	for k, v := range target {
		check[k] = v
	}
	if w := visit(s, "/plan/targets?lang=zh", check); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "按现在的数据") {
		t.Fatalf("checked first: %d", w.Code)
	}
	for field, value := range map[string]string{"metric": "nosuch", "scope": "colour:red", "goal": "", "curve": "0.5,0.6", "to": "2026-08-01", "kind": "wish",
		"parent": "joins||2026-01-01|2026-12-31"} {
		bad := url.Values{}
		for k, v := range target {
			bad[k] = v
		}
		bad.Set(field, value)
		if w := visit(s, "/plan/targets", bad); w.Code < 400 || w.Code >= 500 || !strings.Contains(w.Body.String(), `role="alert"`) {
			t.Errorf("%s %q: %d", field, value, w.Code)
		}
	}
	const key = "cost|channel:search-ads|2026-09-01|2026-09-30"
	at := "/plan/target?key=" + url.QueryEscape(key)
	if w := visit(s, "/plan/targets", target); w.Code != http.StatusSeeOther || w.Header().Get("Location") != at+"&done=1" {
		t.Fatalf("%d %s %s", w.Code, w.Header().Get("Location"), w.Body)
	}
	do := func(what, version, reason string) *httptest.ResponseRecorder {
		return visit(s, "/plan/target", url.Values{"key": {key}, "version": {version}, "do": {what}, "reason": {reason}})
	}
	if w := do("approve", "1", ""); w.Code != http.StatusSeeOther {
		t.Fatalf("approved: %d", w.Code)
	}
	if w := do("close", "1", "gone"); w.Code != http.StatusConflict {
		t.Errorf("a stale change: %d", w.Code)
	}
	edit := url.Values{"key": {key}, "version": {"2"}, "do": {"save"}, "reason": {""}}
	for k, v := range target {
		if k != "metric" && k != "scope" && k != "from" && k != "to" && k != "reason" {
			edit[k] = v
		}
	}
	edit.Set("goal", "4000")
	edit.Set("state", "approved")
	if w := visit(s, "/plan/target", edit); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "reason_missing") ||
		!strings.Contains(w.Body.String(), `value="4000"`) {
		t.Errorf("an approved one without a reason: %d", w.Code)
	}
	edit.Set("reason", "双十一加投")
	if w := visit(s, "/plan/target", edit); w.Code != http.StatusSeeOther {
		t.Fatalf("changed: %d", w.Code)
	}
	page := visit(s, at+"&lang=zh", nil).Body.String()
	for _, want := range []string{"双十一加投", "¥4,000", "¥3,000", "预算调整也是一次尝试", "/tries/new?cost=1000"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	// A file that changes what was approved is refused unless it names it.
	const header = "metric,scope,from,to,goal,kind,replaces\n"
	row := "cost,channel:search-ads,2026-09-01,2026-09-30,5000,budget,"
	for _, x := range []struct {
		text string
		want int
	}{{header + row + "\n", http.StatusUnprocessableEntity}, {header + row + key + "\n", http.StatusCreated}} {
		text, want := x.text, x.want
		req := httptest.NewRequest(http.MethodPost, "/api/v1/imports?name=t.csv&as=targets", strings.NewReader(text))
		req.Header.Set("Content-Type", "text/csv")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, req)
		if w.Code != want {
			t.Errorf("%s: %d, want %d: %s", text, w.Code, want, w.Body)
		}
	}
	if w := do("close", "4", "gone"); w.Code != http.StatusSeeOther {
		t.Errorf("closed: %d", w.Code)
	}
	for _, path := range []string{at, "/plan?on=2026-09-20", "/plan/targets/new?metric=cost"} {
		for _, lang := range []string{"&lang=zh", "&lang=en"} {
			if w := visit(s, path+lang, nil); w.Code != http.StatusOK {
				t.Errorf("%s: %d", path+lang, w.Code)
			}
		}
	}
	if w := visit(s, "/plan/target?key=nosuch", nil); w.Code != http.StatusNotFound {
		t.Errorf("no such target: %d", w.Code)
	}
	// It may be planned again.
	if w := visit(s, "/plan/targets", target); w.Code != http.StatusSeeOther {
		t.Errorf("planned again: %d", w.Code)
	}
}

func TestNotesOnPages(t *testing.T) {
	s := realServer(t)
	note := url.Values{"from": {"2026-09-20"}, "to": {""}, "text": {"调休上班"}, "link": {""}, "kind": {"fact"}, "scope": {""}, "metrics": {"joins"}}
	if w := visit(s, "/notes", note); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/notes?day=2026-09-20&done=1" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	note.Set("text", "<b>")
	if w := visit(s, "/notes", note); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `role="alert"`) {
		t.Errorf("markup in a note: %d", w.Code)
	}
	if w := visit(s, "/notes/1/vote", url.Values{"vote": {"1"}, "back": {"/notes?day=2026-09-20"}}); w.Code != http.StatusSeeOther {
		t.Errorf("a vote: %d", w.Code)
	}
	if w := visit(s, "/notes/1/vote", url.Values{"vote": {"7"}, "back": {"/notes"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("no vote: %d", w.Code)
	}
	if w := visit(s, "/notes?day=2026-09-20", nil); !strings.Contains(w.Body.String(), "调休上班") || !strings.Contains(w.Body.String(), `aria-pressed="true"`) {
		t.Error("the note or its vote is not shown")
	}
	if w := visit(s, "/notes/1/remove", url.Values{"version": {"1"}, "back": {"//evil.example"}}); w.Header().Get("Location") != "/" {
		t.Errorf("sent on to %s", w.Header().Get("Location"))
	}
}

// The public holidays of China are filled in once, and stand in the record as
// any import does.
func TestHolidaysAreFilledIn(t *testing.T) {
	s := realServer(t)
	if w := visit(s, "/holidays", nil); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "国庆节") {
		t.Fatal(w.Code)
	}
	if w := visit(s, "/holidays", url.Values{"year": {"2026"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	page := visit(s, "/holidays?lang=zh", nil).Body.String()
	// 33 days off and 6 made-up workdays (国办发明电〔2025〕7号).
	if off, work := strings.Count(page, `good">放假<`), strings.Count(page, `warn">调休上班<`); off != 33 || work != 6 {
		t.Errorf("%d days off, %d made-up workdays", off, work)
	}
	if w := visit(s, "/holidays", url.Values{"year": {"1990"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a year nobody announced: %d", w.Code)
	}
	if w := visit(s, "/holidays", url.Values{"year": {"2026"}}); w.Code != http.StatusConflict && w.Code != http.StatusSeeOther {
		t.Errorf("the same again: %d", w.Code)
	}
}

// A note is changed, dealt with and opened again on its page; who changed an older
// version keeps what was typed.
func TestNoteIsEditedOnThePage(t *testing.T) {
	s := realServer(t)
	made := url.Values{"from": {"2026-09-03"}, "to": {""}, "text": {"限流"}, "link": {""}, "kind": {"fact"}, "scope": {""}, "metrics": {""}}
	if w := visit(s, "/notes", made); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	edit := func(version, text, resolved string) (int, string) {
		form := url.Values{"version": {version}, "from": {"2026-09-03"}, "to": {"2026-09-04"}, "text": {text}, "link": {"https://example.com/a"}, "kind": {"industry"},
			"scope": {""}, "metrics": {"joins"}, "back": {"/notes?day=2026-09-03"}}
		if resolved != "" {
			form.Set("resolved", resolved)
		}
		w := visit(s, "/notes/1?day=2026-09-03", form)
		return w.Code, w.Body.String()
	}
	page := func() string { return visit(s, "/notes?day=2026-09-03&lang=zh", nil).Body.String() }
	code, _ := edit("1", "平台限流两天", "1")
	if body := page(); code != http.StatusSeeOther || !strings.Contains(body, "平台限流两天") || !strings.Contains(body, `class="tag good">已处理`) {
		t.Error(code, "the note was not changed and dealt with")
	}
	if code, body := edit("1", "旧的改法", ""); code != http.StatusConflict || !strings.Contains(body, "旧的改法") {
		t.Error(code, "an older version was changed, or what was typed is lost")
	}
	if code, _ := edit("2", "平台限流两天", ""); code != http.StatusSeeOther || strings.Contains(page(), `class="tag good">已处理`) {
		t.Error(code, "the note was not opened again")
	}
	if code, _ := edit("3", "<b>", ""); code < 400 || code >= 500 {
		t.Error(code, "HTML was taken")
	}
}

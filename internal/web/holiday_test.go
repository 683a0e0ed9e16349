package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"daybreak/internal/web/frame"
)

// A range with a holiday is offered that of last year to compare with, on pages and by
// the API; one without is not, and says so where it is asked for all the same. China had
// Thursday 1 to Monday 5 May 2025 off, and Friday 1 to Tuesday 5 May 2026.
func TestSameHolidayOfLastYear(t *testing.T) {
	s := realServer(t)
	rows := "date,platform,campaign,clicks,cost,currency\n"
	for _, x := range []string{"2025-04-01,p,x,1,1.00", "2025-04-24,p,x,1,2.00", "2025-04-26,p,x,1,1000.00", "2025-05-01,p,x,1,10.00", "2025-05-05,p,x,1,70.00",
		"2025-05-06,p,x,1,1000.00", "2025-05-07,p,x,1,3.00", "2026-04-30,p,x,1,1.00", "2026-05-01,p,x,1,100.00", "2026-05-06,p,x,1,5.00"} {
		rows += x + ",CNY\n"
	}
	if w := post(s, "/api/v1/imports?name=spend.csv&as=spend", "text/csv", rows); w.Code != http.StatusCreated {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	const asked = "from=2026-04-30&to=2026-05-06&compare=same_holiday"
	refusal := func(path, code string) {
		t.Helper()
		if w := visit(s, path, nil); w.Code != http.StatusBadRequest || codeOf(t, w) != "" && string(codeOf(t, w)) != code {
			t.Errorf("%s: %d %.300s", path, w.Code, w.Body)
		}
	}
	refusal("/api/v1/metrics?metrics=cost&"+asked, "no_holiday")
	for i, year := range []string{"2026", "2025"} {
		if w := visit(s, "/holidays", url.Values{"year": {year}}); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code, w.Body)
		}
		if i == 0 {
			refusal("/api/v1/change?metric=cost&"+asked, "last_holiday_unknown")
		}
	}
	refusal("/api/v1/metrics?metrics=cost&from=2026-01-01&to=2026-03-01&compare=same_holiday", "several_holidays")

	var got struct {
		Compare struct {
			From, To string
			Parts    []frame.Days
		}
		Total struct{ Values, Compare map[string]float64 }
	}
	w := visit(s, "/api/v1/metrics?metrics=cost&"+asked, nil)
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%v %d %s", err, w.Code, w.Body)
	}
	// Thursday before it is beside Thursday 24 April 2025, Wednesday after it beside Wednesday 7 May.
	if got.Total.Values["cost"] != 106 || got.Total.Compare["cost"] != 2+80+3 || got.Compare.From != "2025-04-24" || got.Compare.To != "2025-05-07" ||
		len(got.Compare.Parts) != 3 || got.Compare.Parts[1] != (frame.Days{From: "2025-05-01", To: "2025-05-05"}) {
		t.Errorf("%s", w.Body)
	}
	file := visit(s, "/api/v1/metrics?format=csv&grain=day&metrics=cost&"+asked, nil).Body.String()
	for _, line := range []string{"2026-04-30,complete,1,2\r\n", "2026-05-01,complete,100,10\r\n", "2026-05-06,complete,5,3\r\n"} {
		if !strings.Contains(file, line) {
			t.Errorf("no line %q in the file\n%s", line, file)
		}
	}
	for page, offered := range map[string]bool{asked: true, "from=2026-04-30&to=2026-05-06": true, "from=2026-09-04&to=2026-09-06": false} {
		body := visit(s, "/channels?lang=en&"+page, nil).Body.String()
		if strings.Contains(body, "Same holiday last year") != offered {
			t.Errorf("%s is offered a holiday: %v", page, !offered)
		}
	}
	why := visit(s, "/why?lang=en&metric=cost&"+asked, nil).Body.String()
	if !strings.Contains(why, "85.00") || !strings.Contains(why, "May 1 – May 5, 2025") {
		_, why, _ = strings.Cut(why, "<main")
		t.Errorf("the page says of other days: %.300s", why)
	}
	if w := visit(s, "/channels?lang=en&from=2026-09-04&to=2026-09-06&compare=same_holiday", nil); w.Code != http.StatusBadRequest ||
		!strings.Contains(w.Body.String(), "There is no holiday from 2026-09-04 to 2026-09-06") {
		t.Errorf("%d %.500s", w.Code, w.Body)
	}
}

// One day of a region is added, changed and taken away by hand; what is typed again
// counts again. Another region is kept apart, and a mistake keeps what was typed.
func TestOneHolidayIsEdited(t *testing.T) {
	s := realServer(t)
	put := func(region, date, name, kind string) int {
		return visit(s, "/holidays", url.Values{"region": {region}, "date": {date}, "name": {name}, "kind": {kind}, "group": {""}}).Code
	}
	known := func() string {
		return strings.Join(strings.Split(visit(s, "/api/v1/holidays?format=csv", nil).Body.String(), "\r\n")[1:], " ")
	}
	for i, step := range []struct{ region, name, kind, want string }{
		{"CN", "社群日", "holiday", "CN,2026-08-08,社群日,holiday, "},
		{"CN", "社群日", "make-up", "CN,2026-08-08,社群日,make-up, "},
		{"HK", "Regatta", "holiday", "CN,2026-08-08,社群日,make-up, "},
		{"CN", "社群日", "ordinary", ""},
		{"CN", "社群日", "holiday", "CN,2026-08-08,社群日,holiday, "},
	} {
		if code := put(step.region, "2026-08-08", step.name, step.kind); code != http.StatusSeeOther || known() != step.want {
			t.Errorf("step %d: %d, %q, want %q", i, code, known(), step.want)
		}
	}
	if page := visit(s, "/holidays?region=hk&lang=en", nil).Body.String(); !strings.Contains(page, "Regatta") || strings.Contains(page, "社群日") {
		t.Error("the holidays of another region are not shown by themselves")
	}
	if page := visit(s, "/holidays?region=CN&day=2026-08-08", nil).Body.String(); !strings.Contains(page, `name="date" value="2026-08-08"`) {
		t.Error("the form does not hold the day that was chosen")
	}
	for _, bad := range [][4]string{{"CN", "2026-08-09", "", "holiday"}, {"CN", "8 August", "x", "holiday"}, {"CN", "2026-08-09", "x", "party"},
		{"", "2026-08-09", "x", "holiday"}} {
		w := visit(s, "/holidays", url.Values{"region": {bad[0]}, "date": {bad[1]}, "name": {bad[2]}, "kind": {bad[3]}, "group": {"kept"}})
		if w.Code < 400 || w.Code >= 500 || !strings.Contains(w.Body.String(), `role="alert"`) || !strings.Contains(w.Body.String(), `value="kept"`) {
			t.Errorf("%q: %d", bad, w.Code)
		}
	}
}

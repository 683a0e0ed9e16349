package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// A try is planned for half of the members, drawn, listed, and measured by itself
// once its days are known; who gets it stays from the first day on.
func TestSplitTryOnPages(t *testing.T) {
	now := ops.DayOf(2026, 9, 7)
	s := realServerBy(t, func() time.Time { return ops.Calendar{Zone: time.UTC}.Start(now) })
	send := func(body string) {
		t.Helper()
		if w := post(s, "/api/v1/imports?name=e.csv&as=events", "text/csv", body); w.Code != http.StatusCreated {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	events := "member,at,event,challenge\n"
	for i := range 200 {
		events += fmt.Sprintf("m%03d,2026-09-01 08:00:00,visit,\n", i)
	}
	send(events)
	try := url.Values{"title": {"晚上提醒"}, "kind": {"user"}, "hypothesis": {""}, "metric": {"check_ins"}, "direction": {"up"}, "scope": {""}, "measured_on": {""},
		"control": {""}, "start": {"2026-09-08"}, "end": {"2026-09-09"}, "expected": {"20"}, "probability": {"60"}, "cost": {"100"}, "hours": {""}, "owner": {"林"},
		"split": {"share"}, "groups": {""}, "share": {""}, "seed": {"dawn"}, "within": {""}, "members": {""}}
	for field, value := range map[string]string{"share": "100", "groups": "beijing", "within": "x", "members": "m001", "metric": "cpa", "control": "city:x",
		"start": "2026-09-07"} {
		bad := url.Values{}
		for k, v := range try {
			bad[k] = v
		}
		bad.Set(field, value)
		if w := visit(s, "/tries", bad); w.Code < 400 || w.Code >= 500 || !strings.Contains(w.Body.String(), `role="alert"`) {
			t.Errorf("%s %q: %d", field, value, w.Code)
		}
	}
	if w := visit(s, "/tries", try); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for path, keep := range map[string]string{"/api/v1/tries/1/members": "no-store", "/api/v1/tries/1/members?format=csv": "no-store",
		"/api/v1/change?metric=check_ins&by=invited_by&from=2026-09-01&to=2026-09-07&compare=previous": "no-store", "/api/v1/tries": "private, no-cache"} {
		if got := visit(s, path, nil).Header().Get("Cache-Control"); got != keep {
			t.Errorf("%s: Cache-Control %q instead of %q", path, got, keep)
		}
	}
	list := visit(s, "/api/v1/tries/1/members?format=csv", nil).Body.String()
	rows := strings.Split(strings.TrimSpace(strings.TrimPrefix(list, "\ufeff")), "\r\n")
	if len(rows) != 201 || rows[0] != "member,part" {
		t.Fatalf("%d rows: %.200s", len(rows), list)
	}
	given := 0
	more := "member,at,event,challenge\n"
	for _, row := range rows[1:] {
		member, part, _ := strings.Cut(row, ",")
		if part == ops.PartGiven {
			given++
			more += member + ",2026-09-08 08:00:00,check_in,dawn\n"
			if given%10 > 0 {
				more += member + ",2026-09-09 08:00:00,check_in,dawn\n"
			}
		} else {
			more += member + ",2026-09-08 08:00:00,check_in,dawn\n"
		}
	}
	if given < 70 || given > 130 {
		t.Errorf("%d of 200 are given it", given)
	}
	if w := visit(s, "/tries/1?lang=zh", nil); !strings.Contains(w.Body.String(), fmt.Sprintf("%d 人参加，%d 人对照", given, 200-given)) ||
		!strings.Contains(w.Body.String(), "/api/v1/tries/1/members?format=csv") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	now = ops.DayOf(2026, 10, 1)
	send(more)
	if w := post(s, "/api/v1/watermarks", "application/json", `{"record":"events","source":"","day":"2026-09-30"}`); w.Code >= 400 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	// Nine in ten of those given it checked in twice, all others once.
	each := 2 - float64(given/10)/float64(given)
	w := visit(s, "/tries/1?lang=en", nil)
	for _, want := range []string{"Those who got it, and the others",
		fmt.Sprintf("%.2f <span class=\"mut\">%d / %d", each, given, given), fmt.Sprintf("<b>&#43;%.2f</b>", each-1),
		"Before the start both parts were alike", "Active in days 1–7 after"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if w := visit(s, "/tries?lang=en", nil); !strings.Contains(w.Body.String(), "works") {
		t.Error("the board has no verdict")
	}
	form := url.Values{}
	for k, v := range try {
		form[k] = v
	}
	form.Set("version", "1")
	form.Set("seed", "dusk")
	if w := visit(s, "/tries/1", form); w.Code != http.StatusConflict {
		t.Errorf("another draw after the start: %d", w.Code)
	}
	if w := visit(s, "/tries/1/edit", nil); !strings.Contains(w.Body.String(), `name="seed" value="dawn" maxlength="120" autocomplete="off" spellcheck="false" disabled`) {
		t.Error("the form lets the seed be changed")
	}
	table := visit(s, "/api/v1/tries?format=csv", nil).Body.String()
	if !strings.Contains(table, fmt.Sprintf(",share,,0.5,dawn,,%d,%d,measured,works,", given, 200-given)) {
		t.Errorf("the table: %s", table)
	}
	if w := post(s, "/api/v1/tries/import", "text/csv", table); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"made":0,"changed":0`) {
		t.Errorf("the table goes in as it came out: %d %s", w.Code, w.Body)
	}
}

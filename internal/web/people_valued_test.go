package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// regulars is a server whose data ends on 30 September: m1 checked in on each of the last
// 21 days, m2 on the last 20, m3 on 19; m4 and m5 of another channel on 8.
func regulars(t *testing.T) *Server {
	t.Helper()
	s := realServer(t)
	mustPost(t, s, "/api/v1/imports?name=members.csv", "text/csv", "member,channel,nickname\nm1,zhihu,Lin\nm2,zhihu,\nm3,zhihu,\nm4,tieba,\nm5,tieba,\n",
		http.StatusCreated)
	rows := "member,at,event\n"
	for m, days := range []int{21, 20, 19, 8, 8} {
		for d := range days {
			rows += fmt.Sprintf("m%d,2026-09-%02dT10:00:00+08:00,check_in\n", m+1, 30-d)
		}
	}
	mustPost(t, s, "/api/v1/imports?name=events.csv", "text/csv", rows, http.StatusCreated)
	return s
}

// membersOf returns the members of a list as a file.
func membersOf(t *testing.T, s *Server, list string) string {
	t.Helper()
	var out []string
	for _, row := range strings.Split(strings.TrimSpace(get(s, "/valued?format=csv&list="+list).Body.String()), "\r\n")[1:] {
		member, _, _ := strings.Cut(row, ",")
		out = append(out, member)
	}
	return strings.Join(out, " ")
}

// Before anybody changed a rule: 20 of 28 days; and 8 of 28, three members a channel.
func TestValuableMembers(t *testing.T) {
	s := regulars(t)
	if got := membersOf(t, s, "heavy"); got != "m1 m2" {
		t.Errorf("heavy: %s", got)
	}
	if got := membersOf(t, s, "representative"); got != "m1 m2 m3 m4 m5" {
		t.Errorf("representative: %s", got)
	}
	if body := page(s, "/valued?lang=en").Body.String(); !strings.Contains(body, "Check-in on 20 of the last 28 days") || !strings.Contains(body, "Lin") {
		t.Errorf("the page: %s", body)
	}
}

// A rule is changed by who read the one that holds; what can be asked of nobody is refused.
func TestRulesOfValuableMembers(t *testing.T) {
	s := regulars(t)
	form := url.Values{"list": {"representative"}, "seen": {""}, "event1": {"check_in"}, "least1": {"8"}, "within1": {"28"}, "per": {"channel"}, "most": {"1"}}
	if w := visit(s, "/valued", form); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if got := membersOf(t, s, "representative"); got != "m1 m4" {
		t.Errorf("one a channel: %s", got)
	}
	if w := visit(s, "/valued", form); w.Code != http.StatusConflict {
		t.Errorf("a rule that somebody changed since: %d", w.Code)
	}
	for field, wrong := range map[string]string{"least1": "29", "within1": "many", "most": "0", "per": "owner", "event1": ""} {
		bad := url.Values{}
		for name, v := range form {
			bad[name] = v
		}
		bad.Set(field, wrong)
		bad.Set("list", "heavy")
		if w := visit(s, "/valued", bad); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%s %q: %d", field, wrong, w.Code)
		}
	}
	if got := membersOf(t, s, "heavy"); got != "m1 m2" {
		t.Errorf("after refusals: %s", got)
	}
}

// Of two mistakes the first in the form is told, every time.
func TestFirstMistakeOfARule(t *testing.T) {
	form := url.Values{"event1": {"check_in"}, "least1": {"few"}, "within1": {"many"}}
	for range 50 {
		_, err := readRule(form)
		var wrong *ops.Error
		if !errors.As(err, &wrong) || wrong.Where.Column != "least1" {
			t.Fatalf("%v", err)
		}
	}
}

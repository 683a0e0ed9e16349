package web

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"daybreak/internal/i18n"
)

// Ann joins a challenge of ten days from 7 September and comes on each of the first five; on
// the evening of the sixth she has not come. Nobody else takes part, and none was before.
func TestEveningOfAChallenge(t *testing.T) {
	x, ed := newChallengeSite(t)
	x.challenge(t, ed)
	page := func() string { return ed.get("/challenges/1?lang=en").Body.String() }
	says := func(want string) {
		t.Helper()
		got := regexp.MustCompile(`(?s)<p class="says">(.*?)</p>`).FindStringSubmatch(page())
		if len(got) < 2 || strings.TrimSpace(got[1]) != want {
			t.Errorf("the page says %q, want %q", got, want)
		}
	}
	words := &i18n.In(i18n.En).Evening
	says(words.SaysNone)
	ann := x.joins(t, "Ann", "")
	says("Begins on Sep 7, 2026; joined so far: 1")
	for day := 7; day <= 11; day++ {
		x.at(t, time.September, day, 6, 30)
		if w := ann.post("/c/early/check-in"); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		x.at(t, time.September, day, 6, 31)
		ed.signIn("ed")
	}
	says("Day 5: 1 have checked in, nobody is about to break tonight")
	x.at(t, time.September, 12, 20, 30)
	ed.signIn("ed")
	says("Day 6: 0 have checked in, 1 may break tonight")
	if text := page(); !strings.Contains(text, words.NoEarlier) || !strings.Contains(text, "a streak of 5 days ends") || !strings.Contains(text, "usually 06:30") {
		t.Error("the page lacks what it knows of Ann")
	}

	var got struct {
		Day    string
		Minute int
		Known  bool
		Joined int
		In     int
		Came   *int
		Likely *float64
		AtRisk []struct {
			Name          string
			Days, Streak  int
			Usual         int
			Chance        *float64
			Last          bool `json:"last_night"`
			Kept, Away    int
			Member, Group string
		} `json:"at_risk"`
	}
	w := ed.get("/api/v1/challenges/1/evening")
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body, err)
	}
	// The day began at four: half past eight is minute 990, half past six 150.
	if got.Day != "2026-09-12" || got.Minute != 990 || !got.Known || got.Joined != 1 || got.In != 1 || got.Came == nil || *got.Came != 0 || got.Likely != nil {
		t.Errorf("%s", w.Body)
	}
	if len(got.AtRisk) != 1 || got.AtRisk[0].Name != "Ann" || got.AtRisk[0].Streak != 5 || got.AtRisk[0].Kept != 5 || got.AtRisk[0].Usual != 150 ||
		got.AtRisk[0].Chance != nil || got.AtRisk[0].Last || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%s %v", w.Body, w.Header())
	}
	w = ed.get("/api/v1/challenges/1/evening?format=csv")
	if want := "member,name,group,days,kept,streak,away,last_night,usual,chance\r\n" + got.AtRisk[0].Member + ",Ann,,5,5,5,0,0,06:30,\r\n"; w.Body.String() != want {
		t.Errorf("the list is %q, want %q", w.Body, want)
	}
	for path, code := range map[string]int{"/api/v1/challenges/1/evening?format=pdf": 400, "/api/v1/challenges/9/evening": 404} {
		if w := ed.get(path); w.Code != code {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	if w := ann.get("/api/v1/challenges/1/evening"); w.Code == http.StatusOK {
		t.Error("a member sees who may break")
	}
	x.at(t, time.September, 18, 9, 0)
	ed.signIn("ed")
	says("Over: 1 joined, 0 were still in at the end (0.0%)")
	if strings.Contains(page(), `id="h-risk"`) {
		t.Error("a challenge that is over has somebody at risk")
	}
}

// The reminder is a calendar file (RFC 5545): lines end in CR LF, the first event lies on
// the first day whose hour is not over and that asks for a check-in, and it ends with the challenge.
func TestReminderOfAChallenge(t *testing.T) {
	x, ed := newChallengeSite(t)
	x.challenge(t, ed)
	v := x.visitor(t)
	file := func(query string) string {
		t.Helper()
		w := v.get("/c/early/reminder.ics" + query)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/calendar; charset=utf-8" {
			t.Fatalf("%d %v", w.Code, w.Header())
		}
		return w.Body.String()
	}
	before := file("?at=06:00")
	for _, line := range []string{"BEGIN:VCALENDAR", "VERSION:2.0", "DTSTART:20260907T060000", "RRULE:FREQ=DAILY;UNTIL=20260916T060000;BYDAY=MO,TU,WE,TH,FR,SA",
		"ACTION:DISPLAY", "TRIGGER:PT0S", "URL:http://example.com/c/early", "END:VCALENDAR"} {
		if !strings.Contains(before, line+"\r\n") {
			t.Errorf("no line %s in %s", line, before)
		}
	}
	if strings.Count(before, "\n") != strings.Count(before, "\r\n") {
		t.Error("lines end in LF alone")
	}
	for line := range strings.SplitSeq(before, "\r\n") {
		if len(line) > 75 {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
	}
	x.at(t, time.September, 12, 20, 30) // a Saturday: Sunday asks for nothing
	if text := file("?at=06:00"); !strings.Contains(text, "DTSTART:20260914T060000\r\n") {
		t.Errorf("%s", text)
	}
	if text := file("?at=21:00"); !strings.Contains(text, "DTSTART:20260912T210000\r\n") {
		t.Errorf("%s", text)
	}
	if w := v.get("/c/early/reminder.ics?at=25:00"); w.Code != http.StatusBadRequest {
		t.Errorf("%d", w.Code)
	}
	x.at(t, time.September, 18, 9, 0)
	if w := v.get("/c/early/reminder.ics"); w.Code != http.StatusNotFound {
		t.Errorf("over: %d", w.Code)
	}
}

// The share card is a picture of one's own days; without a link there is none. What a
// nickname holds is text.
func TestShareCardOfAChallenge(t *testing.T) {
	x, ed := newChallengeSite(t)
	x.challenge(t, ed)
	ann := x.joins(t, "A<b>&", "")
	x.at(t, time.September, 7, 6, 30)
	ann.post("/c/early/check-in")
	x.at(t, time.September, 8, 7, 0)
	w := ann.get("/c/early/card.svg")
	if text := w.Body.String(); w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/svg+xml" || strings.Contains(text, "<b>") ||
		!strings.Contains(text, "A&lt;b&gt;&amp;") || strings.Count(text, `fill="#ffd487"`) != 1 || strings.Count(text, `rx="7"`) != 10 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := x.visitor(t).get("/c/early/card.svg"); w.Code != http.StatusNotFound {
		t.Errorf("without a link: %d", w.Code)
	}
}

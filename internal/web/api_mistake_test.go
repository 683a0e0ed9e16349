package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// wantMistake asks and wants a mistake of that code; an answer if it is "".
func wantMistake(t *testing.T, s *Server, path, code string) {
	t.Helper()
	w := get(s, path)
	if code == "" && w.Code != http.StatusOK || code != "" && (w.Code != http.StatusBadRequest || string(codeOf(t, w)) != code) {
		t.Errorf("%s: %d %.300s, want %s", path, w.Code, w.Body, code)
	}
}

// On the 10th d alone checks in. Of the 11th nothing is known: that nobody has
// come is no loss, and nobody's state follows from it.
func TestNothingIsKnownOfDaysToCome(t *testing.T) {
	s := communityServer(t)
	for path, want := range map[string]string{
		"/growth.csv?panel=states&from=2026-09-10&to=2026-09-11&compare=none":                       "\r\n2026-09-11,in_progress,NA,NA,NA,NA,NA,NA,NA\r\n",
		"/growth.csv?panel=active&from=2026-09-10&to=2026-09-11&compare=none":                       "\r\n2026-09-11,in_progress,NA,NA,NA,NA\r\n",
		"/growth.csv?panel=accounting&growth.period=day&from=2026-09-10&to=2026-09-11&compare=none": "\r\n2026-09-11,in_progress,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA\r\n",
	} {
		if w := get(s, path); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %s, want %q", path, w.Code, w.Body, want)
		}
	}
	_, page, _ := strings.Cut(get(s, "/growth?lang=en&growth.period=day&from=2026-09-10&to=2026-09-11").Body.String(), `id="p-accounting"`)
	_, row, _ := strings.Cut(page, "Sep 11, 2026</a></span></th>")
	row, _, found := strings.Cut(row, "</tr>")
	if !found || strings.Count(row, "…") != 7 || strings.Contains(row, "href") {
		t.Errorf("the row of the 11th is %s", row)
	}
}

// Without a record there is one mistake to tell, not one of days nobody gave.
func TestAnEmptyRecordIsOneMistake(t *testing.T) {
	s := realServer(t)
	for _, path := range []string{"retention", "growth", "funnel?steps=visit", "streaks", "challenge", "kept", "members?of=retention"} {
		wantMistake(t, s, "/api/v1/"+path, "unknown_event")
		if w := get(s, "/api/v1/"+path); strings.Contains(w.Body.String(), "date_range") {
			t.Errorf("%s: %s", path, w.Body)
		}
	}
}

// All who check in from the 2nd on, c, are lost by day 3 of 5: nobody finishes.
func TestNobodyFinishesAChallenge(t *testing.T) {
	s := communityServer(t)
	w := get(s, "/api/v1/challenge?length=5&from=2026-09-02&to=2026-09-02&format=csv")
	if want := ",1,1,0,0,1,1,1,0,0\r\n,1,0,0,0,0,2,1,0,0,1,1,1,0,0\r\n,1,0,0,0,0,3,1,1,0,0,0,0,1,\r\n"; !strings.HasSuffix(w.Body.String(), want) {
		t.Errorf("%q, want %q at the end", w.Body, want)
	}
}

// 2,800 groups of 361 periods, or of 367 days to convert in, are more than a
// million cells.
func TestAnAnswerIsNotTooLarge(t *testing.T) {
	s := realServer(t)
	var lines []string
	for i := range 2800 {
		lines = append(lines, fmt.Sprintf(`{"member":"m%d","event":"visit","at":"2026-09-01T08:00:00+08:00","group":"g%d"}`, i, i))
	}
	mustPost(t, s, "/api/v1/events", "application/x-ndjson", strings.Join(lines, "\n"), 201)
	const tooLarge = "answer_too_large"
	for path, want := range map[string]string{
		"retention?by=group&periods=360": tooLarge, "retention?by=group&periods=360&format=csv": tooLarge, "retention?by=group&periods=1": "",
		"retention?by=group&periods=1&format=csv": "",
		"funnel?steps=visit&by=group&window=366d": tooLarge, "funnel?steps=visit&by=group&window=1d": "", "funnel?steps=visit&window=366d": "",
	} {
		wantMistake(t, s, "/api/v1/"+path, want)
	}
}

func TestAListSaysWhichCellItIs(t *testing.T) {
	s := communityServer(t)
	for path, want := range map[string]string{
		"of=retention&start=check_in&mode=bracket&brackets=1-3,4-7&kind=returned&step=1&bucket=2026-09-01": "came back in period 4–7",
		"of=retention&start=visit&cohort=channel&group=tieba":                                              "Channel: Tieba",
	} {
		if body := page(s, "/members?lang=en&"+path).Body.String(); !strings.Contains(body, want) {
			t.Errorf("%s does not say %q", path, want)
		}
	}
}

// A value misspelt finds nobody: that is no answer but a mistake.
func TestAValueNobodyHasIsAMistake(t *testing.T) {
	s := communityServer(t)
	if _, err := s.community.CheckIns.AddChallenge(t.Context(), ops.Challenge{Name: "Spring", Slug: "march", Length: 21}); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"challenge?challenge=spring":                           "", // planned, not begun
		"streaks?challenge=Spring":                             "",
		"streaks?challenge=march":                              "unknown_value", // its address
		"retention?start=visit&filter=channel:zhiu":            "unknown_value",
		"retention?start=visit[channel:zhiu]":                  "unknown_value",
		"retention?start=visit&return=pay[product:bok]":        "unknown_value",
		"retention?start=visit&start.where=channel:zhiu":       "unknown_value",
		"growth?event=*[staff:yes]":                            "unknown_value",
		"stickiness?filter=event:vist":                         "unknown_value",
		"funnel?steps=visit,pay[product:bok]":                  "unknown_value",
		"funnel?steps=visit,pay&exclude=visit[channel:zhiu]":   "unknown_value",
		"streaks?challenge=sunrise":                            "unknown_value",
		"challenge?challenge=sunrise":                          "unknown_value",
		"times?event=visit&filter=channel:zhiu":                "unknown_value",
		"metrics?metrics=joins&filter=channel:zhiu":            "unknown_value",
		"members?of=funnel&kind=open&steps=pay[product:bok]":   "unknown_value",
		"retention?start=visit&filter=channel:ＺＨＩＨＵ":           "", // written another way
		"retention?start=pay[product:book]&filter=channel:":    "",
		"retention?start=visit&filter=channel:!zhiu":           "", // all others, which is everybody
		"funnel?steps=visit,pay[product:pen]&filter=city:":     "",
		"retention?start=join&filter=invited_by:b":             "", // who invited nobody
		"retention?start=visit&filter=channel:zhiu&filter=a:b": "unknown_dimension",
	} {
		wantMistake(t, s, "/api/v1/"+path, want)
	}
}

// A cell has a group where members are told apart, and only what its question
// has: nothing that is said of it is passed over.
func TestACellIsNamedInFull(t *testing.T) {
	s := communityServer(t)
	visits := "/api/v1/members?of=retention&start=visit&from=2026-09-01&to=2026-09-08"
	for path, want := range map[string]string{
		visits + "&by=channel&group=tieba":                           "",
		visits + "&by=channel&group=":                                "",
		visits + "&by=channel":                                       "missing_parameter",
		visits + "&cohort=channel":                                   "missing_parameter",
		visits + "&group=tieba":                                      "unknown_parameter",
		visits + "&most=3":                                           "unknown_parameter",
		visits + "&period=week&bucket=2026-08-31":                    "",
		visits + "&period=week&bucket=2026-09-01":                    "bad_question", // a Tuesday
		visits + "&group_by=month&bucket=2026-09-02":                 "bad_question",
		"/api/v1/members?of=funnel&steps=visit&kind=entered&by=city": "missing_parameter",
		"/api/v1/members?of=challenge&kind=late&by=city":             "missing_parameter",
		"/api/v1/members?of=streaks&kind=at_risk&bucket=2026-09-01":  "unknown_parameter",
		"/api/v1/members?of=growth&kind=active&step=1":               "unknown_parameter",
		"/api/v1/members?of=metric&metric=joins&step=1":              "unknown_parameter",
		"/api/v1/members?of=invitations&kind=invited":                "missing_parameter",
	} {
		wantMistake(t, s, path, want)
	}
}

package web

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"daybreak/internal/engine/memory"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/static"
)

// What the pages of members show and allow.
const (
	boardLines = 10 // lines of a leaderboard
	scriptless = "default-src 'none'; style-src 'self'; img-src 'self'; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

// at sets the clock of a site and lets its figures follow.
func (x *site) at(t *testing.T, month time.Month, day, hour, minute int) {
	t.Helper()
	x.now = time.Date(2026, month, day, hour, minute, 0, 0, time.UTC)
	if err := x.Snapshots.(*memory.Engine).Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// newChallengeSite starts a server whose days begin at 04:00, with an editor.
func newChallengeSite(t *testing.T) (*site, *visitor) {
	t.Helper()
	x := newSite(t, func(c *Config) { c.Calendar.DayStart, c.Assets = 4*time.Hour, static.Files() })
	x.at(t, time.September, 5, 12, 0)
	ed, _ := x.as(t, "ed", Editor)
	return x, ed
}

// challenge makes the challenge of the tests: ten days from Monday, September
// 7, 04:00, an hour of grace, two days to make up, no Sunday.
func (x *site) challenge(t *testing.T, ed *visitor, more ...string) ops.Challenge {
	t.Helper()
	fields := append([]string{"title", "早起 <i>10</i> 天", "slug", "early", "start", "2026-09-07", "length", "10", "grace", "60", "make_up", "2", "rest0", "1",
		"open", "1"}, more...)
	if w := ed.post("/challenges", fields...); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/challenges/1?done=1" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	c, ok, err := x.store.Community().Challenge(t.Context(), 1)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return c
}

// joins lets a new visitor join by a code, and returns it.
func (x *site) joins(t *testing.T, name, code string) *visitor {
	t.Helper()
	v := x.visitor(t)
	if w := v.post("/c/early/join", "name", name, "code", code); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/c/early?said=welcome" {
		t.Fatalf("%s joins: %d %s", name, w.Code, w.Body)
	}
	x.secrets = append(x.secrets, v.cookies["c1"])
	return v
}

// follow answers a form and then shows where it leads.
func (v *visitor) follow(path string, fields ...string) string {
	v.t.Helper()
	w := v.post(path, fields...)
	if w.Code != http.StatusSeeOther {
		v.t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return v.get(w.Header().Get("Location")).Body.String()
}

var (
	calendarCell = regexp.MustCompile(`<td class="?([codumr])( t)?"?[^>]*>([^<]*)<i>`)
	codeOfInvite = regexp.MustCompile(`\?join=([a-z0-9]+)`)
	rankedLine   = regexp.MustCompile(`<tr( class="own")?><td>(\d+)</td><th scope="row"><bdi>([^<]*)</bdi>.*?</th><td>(\d+)</td><td>(\d+)</td></tr>`)
	statValue    = regexp.MustCompile(`<dd><b>(\d+)</b>`)
)

// marksOf returns the calendar of a page: one letter a day, today's in upper
// case.
func marksOf(page string) string {
	var b strings.Builder
	for _, m := range calendarCell.FindAllStringSubmatch(page, -1) {
		if m[2] != "" {
			m[1] = strings.ToUpper(m[1])
		}
		b.WriteString(m[1])
	}
	return b.String()
}

// stats returns current and longest streak and days done.
func stats(page string) string {
	var out []string
	for _, m := range statValue.FindAllStringSubmatch(page, -1) {
		out = append(out, m[1])
	}
	return strings.Join(out, " ")
}

func invited(t *testing.T, page string) string {
	t.Helper()
	m := codeOfInvite.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no invitation on the page:\n%s", page)
	}
	return m[1]
}

// leaders returns the lines of a leaderboard as "rank name days streak", one's
// own with a *.
func leaders(page string) []string {
	var out []string
	for _, m := range rankedLine.FindAllStringSubmatch(page, -1) {
		own := ""
		if m[1] != "" {
			own = "*"
		}
		out = append(out, fmt.Sprintf("%s%s %s %s %s", own, m[2], m[3], m[4], m[5]))
	}
	return out
}

// TestAMemberThroughAChallenge follows a member from the day before a challenge
// to the day after it, by the server's clock.
func TestAMemberThroughAChallenge(t *testing.T) {
	x, ed := newChallengeSite(t)
	x.challenge(t, ed)
	text := &i18n.In(i18n.En).CheckIn
	v := x.joins(t, "Ann", "")
	step := func(day, hour, minute int, marks, numbers, say string) string {
		t.Helper()
		x.at(t, time.September, day, hour, minute)
		page := v.get("/c/early").Body.String()
		if got := marksOf(page); got != marks {
			t.Errorf("September %d, %02d:%02d: calendar %s, want %s", day, hour, minute, got, marks)
		}
		if got := stats(page); got != numbers {
			t.Errorf("September %d, %02d:%02d: streaks and days %s, want %s", day, hour, minute, got, numbers)
		}
		if !strings.Contains(page, say) {
			t.Errorf("September %d, %02d:%02d: the page does not say %q", day, hour, minute, say)
		}
		return page
	}
	checkIn := func() string { t.Helper(); return v.follow("/c/early/check-in") }

	// September 13, day 7, is the Sunday.
	page := step(5, 12, 0, "ccccccrccc", "0 0 0", fmt.Sprintf(text.NotStarted, "Mon, Sep 7, 2026", "04:00"))
	if strings.Contains(page, "/check-in") {
		t.Error("there is a button before the first day")
	}
	if w := v.post("/c/early/check-in"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(),
		"The challenge takes no check-ins today.") {
		t.Errorf("a check-in before the first day: %d", w.Code)
	}
	step(7, 3, 59, "ccccccrccc", "0 0 0", fmt.Sprintf(text.NotStarted, "Mon, Sep 7, 2026", "04:00"))
	page = step(7, 4, 0, "Occcccrccc", "0 0 0", fmt.Sprintf(text.DayOf, 1, 10, "Mon, Sep 7, 2026"))
	if !strings.Contains(page, `action="/c/early/check-in"><button class="btn big"`) {
		t.Error("there is no button")
	}
	if page = checkIn(); !strings.Contains(page, text.SaidIn) || marksOf(page) != "Dcccccrccc" || stats(page) != "1 1 1" {
		t.Errorf("after the check-in: %s %s", marksOf(page), stats(page))
	}
	if page = checkIn(); !strings.Contains(page, text.SaidAlready) || stats(page) != "1 1 1" {
		t.Errorf("after another: %s", stats(page))
	}
	step(7, 23, 59, "Dcccccrccc", "1 1 1", fmt.Sprintf(text.DoneToday, "04:00"))
	// At 03:59 it is still day 2; within the hour after, day 2 comes first.
	step(9, 3, 59, "dOccccrccc", "1 1 1", fmt.Sprintf(text.DayOf, 2, 10, "Tue, Sep 8, 2026"))
	step(9, 4, 30, "doOcccrccc", "1 1 1", fmt.Sprintf(text.Late, "Tue, Sep 8, 2026"))
	if page = checkIn(); marksOf(page) != "ddOcccrccc" || stats(page) != "2 2 2" || !strings.Contains(page, fmt.Sprintf(text.DayOf, 3, 10, "Wed, Sep 9, 2026")) {
		t.Errorf("within the grace: %s %s", marksOf(page), stats(page))
	}
	step(9, 4, 45, "ddOcccrccc", "2 2 2", text.CheckIn)
	if page = checkIn(); marksOf(page) != "ddDcccrccc" {
		t.Errorf("the second within the grace: %s", marksOf(page))
	}
	// Days 4, 5 and 6 are missed; two of them can be made up.
	page = step(13, 4, 59, "dddmmoRccc", "0 3 3", fmt.Sprintf(text.Late, "Sat, Sep 12, 2026"))
	if strings.Count(page, `name="day"`) != 2 {
		t.Errorf("%d days to make up, want 2", strings.Count(page, `name="day"`))
	}
	page = step(13, 5, 0, "dddmmmRccc", "0 3 3", text.RestDay)
	if strings.Count(page, `name="day"`) != 3 || !strings.Contains(page, fmt.Sprintf(text.MakeUpLeft, 2)) {
		t.Errorf("%d days to make up, want 3", strings.Count(page, `name="day"`))
	}
	for _, day := range []string{"2026-09-09", "2026-09-13", "2026-09-14", "2026-09-06", "2026-09-30", "", "x"} { // done, rest, to come, before, after
		if w := v.post("/c/early/make-up", "day", day); w.Code != http.StatusUnprocessableEntity || strings.Contains(w.Body.String(), text.SaidMadeUp) {
			t.Errorf("making up for %q: %d", day, w.Code)
		}
	}
	if page = v.follow("/c/early/make-up", "day", "2026-09-10"); marksOf(page) != "dddummRccc" || !strings.Contains(page, text.SaidMadeUp) ||
		!strings.Contains(page, fmt.Sprintf(text.MakeUpLeft, 1)) {
		t.Errorf("one made up: %s", marksOf(page))
	}
	if page = v.follow("/c/early/make-up", "day", "2026-09-10"); marksOf(page) != "dddummRccc" {
		t.Errorf("the same again: %s", marksOf(page))
	}
	if page = v.follow("/c/early/make-up", "day", "2026-09-12"); marksOf(page) != "dddumuRccc" || strings.Contains(page, `name="day"`) {
		t.Errorf("both made up: %s", marksOf(page))
	}
	if w := v.post("/c/early/make-up", "day", "2026-09-11"); w.Code != http.StatusUnprocessableEntity || marksOf(w.Body.String()) != "dddumuRccc" {
		t.Errorf("beyond the quota: %d", w.Code)
	}
	// A check-in on the rest day, and on day 9.
	if page = checkIn(); marksOf(page) != "dddumuDccc" || stats(page) != "1 3 4" {
		t.Errorf("on the rest day: %s %s", marksOf(page), stats(page))
	}
	step(15, 6, 0, "dddumudmOc", "0 3 4", text.CheckIn)
	checkIn()
	// The end.
	step(16, 6, 0, "dddumudmdO", "1 3 5", text.CheckIn)
	if page = checkIn(); !strings.Contains(page, text.DoneLast) {
		t.Error("the page does not say that it was the last day")
	}
	page = step(17, 5, 0, "dddumudmdd", "2 3 6", fmt.Sprintf(text.Over, 6, 10))
	if strings.Contains(page, "/check-in") || strings.Contains(page, "?join=") {
		t.Error("one can check in or invite after the end")
	}
	if w := v.post("/c/early/check-in"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a check-in after the end: %d", w.Code)
	}
	if w := x.visitor(t).get("/c/early"); !strings.Contains(w.Body.String(), text.OverForAll) || strings.Contains(w.Body.String(), "/join") {
		t.Error("one can join after the end")
	}
	if w := x.visitor(t).post("/c/early/join", "name", "Bo", "code", ""); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("joining after the end: %d", w.Code)
	}
	// What the figures hold is what the page said: six check-ins, two days made
	// up, one who joined and enrolled.
	counts := map[string]int{}
	record, _ := ops.RecordNamed("events")
	err := x.store.Read(t.Context(), "events", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(b *ops.Rows) error {
		for i := range b.Len() {
			counts[b.Text(record.Column("event"), i)]++
			if c := b.Text(record.Column("challenge"), i); c != "early" {
				t.Errorf("an event of the challenge %q", c)
			}
		}
		return nil
	})
	if err != nil || fmt.Sprint(counts) != "map[check_in:6 enrol:1 join:1 make_up:2]" {
		t.Errorf("%v %v", counts, err)
	}
}

// TestMemberPagesAreSmall holds the page, its style sheet and its icon against
// 30 KB, unpacked, for a long challenge with everything on the page; there is
// no script.
func TestMemberPagesAreSmall(t *testing.T) {
	x, ed := newChallengeSite(t)
	if w := ed.post("/challenges", "title", strings.Repeat("长", 120), "slug", "early", "start", "2026-01-01", "length", "366", "grace", "0", "make_up", "366",
		"open", "1"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	x.at(t, time.September, 8, 6, 0)
	var v *visitor
	for i := range boardLines + 5 {
		v = x.joins(t, strings.Repeat("长", 23)+string(rune('a'+i)), "")
	}
	for _, lang := range []string{"zh", "en"} {
		v.lang = lang
		page := v.get("/c/early").Body.String()
		size := len(page)
		for _, m := range regexp.MustCompile(`(?:href|src)="(/static/[^"]+)"`).FindAllStringSubmatch(page, -1) {
			size += v.get(m[1]).Body.Len()
		}
		if size > 30<<10 {
			t.Errorf("%s: %d bytes", lang, size)
		}
		t.Logf("%s: %d bytes in all", lang, size)
		for _, bad := range []string{"<script", " style=", "onclick", "javascript:"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s: the page holds %s", lang, bad)
			}
		}
	}
	if w := x.visitor(t).get("/c/nothing"); len(w.Body.Bytes()) > 4<<10 || strings.Contains(w.Body.String(), "<script") || strings.Contains(w.Body.String(),
		"/login") {
		t.Errorf("the error page has %d bytes", w.Body.Len())
	}
}

// TestChallengePagesInBothLanguages also refuses what makes no sense, with the
// form as it was.
func TestChallengePagesInBothLanguages(t *testing.T) {
	x, ed := newChallengeSite(t)
	for _, lang := range i18n.Languages() {
		ed.lang = string(lang)
		if w := ed.get("/challenges"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), i18n.In(lang).Challenge.None) {
			t.Errorf("%s: %d", lang, w.Code)
		}
	}
	ed.lang = "en"
	x.challenge(t, ed)
	for _, lang := range i18n.Languages() {
		ed.lang = string(lang)
		for path, want := range map[string]string{"/challenges": "early", "/challenges/1": i18n.In(lang).Challenge.MakeUpHint} {
			if w := ed.get(path); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) || strings.Contains(w.Body.String(), "<i>10</i>") ||
				strings.Contains(w.Body.String(), " style=") {
				t.Errorf("%s %s: %d", lang, path, w.Code)
			}
		}
	}
	ed.lang = "en"
	for _, bad := range [][]string{{"length", "0"}, {"length", "many"}, {"grace", "720"}, {"make_up", "-1"}, {"start", "tomorrow"}, {"slug", "early"},
		{"slug", "Ü"}, {"title", "a\u202eb"}} {
		fields := []string{"title", "Kept as typed", "slug", "new", "start", "2026-10-01", "length", "21", "grace", "0", "make_up", "0"}
		for i := 0; i < len(fields); i += 2 {
			if fields[i] == bad[0] {
				fields[i+1] = bad[1]
			}
		}
		w := ed.post("/challenges", fields...)
		if w.Code < 400 || w.Code >= 500 || bad[0] != "title" && !strings.Contains(w.Body.String(), "Kept as typed") {
			t.Errorf("%v: %d", bad, w.Code)
		}
	}
	viewer, _ := x.as(t, "vi", Viewer)
	for _, path := range []string{"/challenges", "/challenges/1"} {
		if w := viewer.get(path); w.Code != http.StatusForbidden {
			t.Errorf("%s as a viewer: %d", path, w.Code)
		}
	}
	// A title without Latin letters still gets an address.
	if w := ed.post("/challenges", "title", "早起打卡", "slug", "", "start", "", "length", "21", "grace", "0", "make_up", "0"); w.Code != http.StatusSeeOther {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := ed.post("/challenges", "title", "Morning Run, 21 days!", "slug", "", "start", "", "length", "21", "grace", "0", "make_up",
		"0"); w.Code != http.StatusSeeOther {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if _, ok, err := x.store.Community().ChallengeNamed(t.Context(), "morning-run-21-days"); !ok || err != nil {
		t.Error("the address is not made from the title")
	}
}

// A personal link that comes in a message changes nobody's browser without a
// word: who takes part already is asked, and keeps the own link in sight.
func TestAnothersLinkAsksFirst(t *testing.T) {
	x, ed := newChallengeSite(t)
	x.challenge(t, ed)
	alice, bob := x.joins(t, "Alice", ""), x.joins(t, "Bob", "")
	a, b := alice.cookies["c1"], bob.cookies["c1"]
	w := bob.get("/c/early/" + a)
	body := w.Body.String()
	if w.Code != http.StatusOK || bob.cookies["c1"] != b || !strings.Contains(body, "Alice") || !strings.Contains(body, "Bob") || !strings.Contains(body, b) {
		t.Fatalf("Bob opens Alice's link: %d, his link is kept: %v\n%s", w.Code, bob.cookies["c1"] == b, body)
	}
	if w := bob.get("/c/early/" + b); w.Code != http.StatusSeeOther || bob.cookies["c1"] != b {
		t.Errorf("his own link: %d", w.Code)
	}
	cross := bob.form("/c/early/" + a + "/take")
	cross.Header.Set("Sec-Fetch-Site", "cross-site")
	cross.Header.Set("Origin", "https://evil.example")
	if w := bob.do(cross); w.Code != http.StatusForbidden || bob.cookies["c1"] != b {
		t.Errorf("another site says yes: %d", w.Code)
	}
	if w := bob.post("/c/early/" + a + "x/take"); w.Code != http.StatusNotFound || bob.cookies["c1"] != b {
		t.Errorf("a link that is none: %d", w.Code)
	}
	if w := bob.post("/c/early/" + a + "/take"); w.Code != http.StatusSeeOther || bob.cookies["c1"] != a {
		t.Errorf("he says yes: %d", w.Code)
	}
	fresh := x.visitor(t)
	if w := fresh.get("/c/early/" + a); w.Code != http.StatusSeeOther || fresh.cookies["c1"] != a {
		t.Errorf("a browser of nobody: %d", w.Code)
	}
}

// One machine cannot make a crowd that counts for one member; a carrier's
// address takes many people by many invitations.
func TestInvitationsAreLimitedByAddress(t *testing.T) {
	x, ed := newChallengeSite(t)
	x.challenge(t, ed)
	codes := []string{invited(t, x.joins(t, "Alice", "").get("/c/early").Body.String()), invited(t, x.joins(t, "Bob", "").get("/c/early").Body.String())}
	last := 0
	for i := range 21 {
		last = x.visitor(t).post("/c/early/join", "name", fmt.Sprint("n", i), "code", codes[0]).Code
		if i < 20 && last != http.StatusSeeOther {
			t.Fatalf("join %d by one invitation: %d", i, last)
		}
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the 21st by one invitation: %d", last)
	}
	x.joins(t, "by another", codes[1])
	elsewhere := x.visitor(t)
	elsewhere.remote = "198.51.100.9:1"
	if w := elsewhere.post("/c/early/join", "name", "elsewhere", "code", codes[0]); w.Code != http.StatusSeeOther {
		t.Errorf("from another address: %d", w.Code)
	}
	x.now = x.now.Add(10 * time.Minute)
	x.joins(t, "later", codes[0])
}

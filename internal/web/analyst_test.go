package web

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// memberMark begins the ids of all members of a smallWorld, and is in no other text.
const memberMark = "zqm"

// smallWorld is a site with members of five channels, 75 in all: search 60, video
// 10, and few of them in poster, fair and booth. Of these 5 people few says how many
// are in poster, the others are in fair. All else is the same whatever few is.
func smallWorld(t *testing.T, few int) *site {
	t.Helper()
	x := newSite(t, nil)
	x.now = time.Date(2026, 9, 20, 12, 0, 0, 0, time.UTC)
	x.Catalog = everyPanel{x.Catalog}
	channel := func(i int) string {
		switch {
		case i < few:
			return "poster"
		case i < 5:
			return "fair"
		case i < 15:
			return "video"
		}
		return "search"
	}
	var members, events, orders strings.Builder
	members.WriteString("member,joined_at,channel,city,invited_by\n")
	events.WriteString("member,at,event,channel,group\n")
	orders.WriteString("order_id,at,member,product,channel,quantity,revenue,currency\n")
	for i := range 75 {
		id := fmt.Sprintf("%s%03d", memberMark, i)
		day := 1 + max(0, i-4)%10 // the few all on one day: a day without anybody is told
		fmt.Fprintf(&members, "%s,2026-09-%02d 09:00:00,%s,town,%s000\n", id, day, channel(i), memberMark)
		fmt.Fprintf(&events, "%s,2026-09-%02d 09:00:00,join,%s,group\n", id, day, channel(i))
		fmt.Fprintf(&events, "%s,2026-09-%02d 09:30:00,check_in,%s,group\n%s,2026-09-%02d 09:30:00,check_in,%s,group\n", id, day, channel(i), id, day+1, channel(i))
		fmt.Fprintf(&events, "%s,2026-09-%02d 10:30:00,speak,%s,group\n", id, day, channel(i))
		fmt.Fprintf(&orders, "o%d,2026-09-%02d 11:00:00,%s,Course,%s,1,50.00,CNY\n", i, day, id, channel(i))
	}
	spend := "date,platform,account,campaign,ad_group,keyword,channel,impressions,clicks,cost,currency,reported_conversions\n" +
		"2026-09-02,google-ads,main,Search,Name,early,search,100,10,5.00,CNY,1\n"
	token := x.token(t, "importer", Editor)
	for i, text := range []string{members.String(), events.String(), orders.String(), spend} { // in order: a name is spelled as first seen
		if w := x.api(t, "POST", fmt.Sprintf("/api/v1/imports?name=%d.csv", i), token, "text/csv", text); w.Code != http.StatusCreated {
			t.Fatalf("%d: %d %s", i, w.Code, w.Body)
		}
	}
	for _, record := range []string{"events", "orders", "members"} {
		x.api(t, "POST", "/api/v1/watermarks", token, "application/json", `{"record":"`+record+`","source":"","day":"2026-09-15"}`)
	}
	return x
}

// asked are the addresses of everything an analyst may ask for, most of it by
// channel: where the two worlds differ.
func asked(t *testing.T, s *Server) []string {
	t.Helper()
	const days = "from=2026-09-01&to=2026-09-12"
	api := map[string][]string{
		"metrics": {"metrics=joins,check_ins,revenue,active_members,orders,cac,aov,buyers&by=channel&grain=day&" + days,
			"metrics=joins,check_ins,revenue&by=channel&" + days, "metrics=joins&by=channel,city&" + days, "metrics=joins&by=invited_by&" + days,
			"metrics=joins&filter=channel:poster&" + days, "metrics=joins,revenue&by=channel&grain=week&compare=previous&" + days,
			"metrics=joins&filter=invited_by:" + memberMark + "000&" + days},
		"retention": {days + "&by=channel", days + "&cohort=channel&format=csv", days}, "growth": {days, days + "&filter=channel:poster", days + "&period=week"},
		"active": {days, days + "&filter=channel:fair"}, "stickiness": {days, days + "&filter=channel:poster"}, "challenge": {days + "&by=channel", days + "&length=3"},
		"invitations": {days}, "kept": {days + "&by=channel&metric=cac", days + "&metric=cac"}, "groups": {days, days + "&grain=week"},
		"stages": {"stages=join,speak&" + days, "stages=join,speak&by=channel&" + days}, "companions": {days, days + "&by=channel"}, "posts": {days},
		"definitions": {""}, "sources": {""}, "openapi.yaml": {""}, "subscriptions": {""}, "subscriptions/:id/runs": {}, // one's own
		"provenance": {"metric=joins&" + days, "metric=joins&filter=channel:poster&" + days, "metric=joins&filter=channel:fair&format=csv&" + days,
			"metric=revenue&filter=channel:poster&" + days, "metric=cac&filter=channel:poster&" + days, "metric=aov&" + days},
		"earned": {"by=channel&days=0,7&" + days, "credit=linear&days=0&" + days, "days=0&" + days}, "attach": {"landmark=2&within=3&" + days},
		"reach": {"did=speak&" + days, "did=speak,join&after=2&" + days, "did=speak&by=channel&" + days},
	}
	var out []string
	for r, role := range s.routed {
		if r.method != "GET" || role > Analyst {
			continue
		}
		name, isAPI := strings.CutPrefix(r.path, "/api/v1/")
		switch {
		case isAPI:
			if api[name] == nil {
				t.Errorf("the API question %s is open to analysts and not asked here", name)
			}
			for _, q := range api[name] {
				out = append(out, r.path+"?"+q)
			}
		case r.path == "/:page":
			catalog, _ := s.Catalog.Current()
			for _, p := range catalog.Pages {
				for _, q := range []string{"", "&lang=zh", "&f.channel=poster", "&compare=previous"} {
					out = append(out, "/"+p.Name+"?"+days+q)
				}
				for _, panel := range p.Panels {
					out = append(out, "/"+p.Name+".csv?panel="+panel.ID+"&"+days, "/"+p.Name+".xlsx?panel="+panel.ID+"&"+days,
						"/"+p.Name+".svg?panel="+panel.ID+"&"+days)
				}
			}
		case r.path == "/":
			out = append(out, "/?"+days)
		case role == Analyst && !strings.Contains(r.path, ":") && r.path != "/stream" && r.path != "/events/check-ins":
			out = append(out, r.path)
		}
	}
	return append(out, "/members", "/members.csv", "/members.xlsx", "/members/"+memberMark+"000", "/api/v1/members", "/api/v1/members/"+memberMark+"000",
		"/api/v1/streaks?"+days, "/api/v1/times?"+days, "/api/v1/funnel?steps=join,speak&"+days, "/notes", "/tries", "/plan", "/why", "/api/v1/provenance/rows?metric=joins&measure=joins&"+days, "/imports",
		"/api/v1/imports")
}

// text is the body of an answer without what is new each time: the id of the
// request. A workbook is unpacked.
func text(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	body := strings.ReplaceAll(w.Body.String(), w.Header().Get("X-Request-Id"), "")
	if !strings.HasPrefix(body, "PK") {
		return fmt.Sprint(w.Code, body)
	}
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "docProps/") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, r); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// An analyst can find no difference between two worlds in which 1 and 4 people,
// and 2 and 3, stand in two groups, wherever they look: no cell, total, chart, note
// or spoken text tells numbers of people under 5. Nor is any member named.
func TestAnalystsCannotTellFewPeopleApart(t *testing.T) {
	sweep(t)
	worlds := []*site{smallWorld(t, 1), smallWorld(t, 2)}
	var readers, viewers []*visitor
	for _, x := range worlds {
		reader, _ := x.as(t, "ana", Analyst)
		viewer, _ := x.as(t, "vic", Viewer)
		readers, viewers = append(readers, reader), append(viewers, viewer)
	}
	differ, named, answered, hidden := 0, 0, 0, 0
	for _, path := range asked(t, worlds[0].Server) {
		first := readers[0].get(path)
		a, b := text(t, first), text(t, readers[1].get(path))
		if a != b {
			t.Errorf("%s differs:\n%s", path, difference(a, b))
		}
		if strings.Contains(a, memberMark) && !strings.Contains(path, memberMark) {
			t.Errorf("%s names a member: %.300s", path, a[strings.Index(a, memberMark):])
		}
		if first.Code == http.StatusOK {
			answered++
		}
		if strings.Contains(a, "&lt;5") || strings.Contains(a, `{"state":"few"}`) || strings.Contains(a, "<5") {
			hidden++
		}
		c, d := text(t, viewers[0].get(path)), text(t, viewers[1].get(path))
		if c != d {
			differ++
		}
		if strings.Contains(c, memberMark) {
			named++
		}
	}
	if differ < 20 || named < 3 || answered < 100 || hidden < 20 {
		t.Errorf("a viewer finds %d differences and %d names; the analyst had %d answers, %d of them with <5", differ, named, answered, hidden)
	}
}

// difference is where two texts begin to differ.
func difference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	from := max(0, i-120)
	return a[from:min(len(a), i+120)] + "\n--- and ---\n" + b[from:min(len(b), i+120)]
}

// The figures that an analyst sees are those of a viewer: 60 people of search joined
// of 75. Of poster, 1 person, only this is told; video, 10 people, is hidden with it,
// for 75 less the others would tell how many are few.
func TestWhatAnalystsSee(t *testing.T) {
	x := smallWorld(t, 1)
	v, _ := x.as(t, "ana", Analyst)
	const question = "/api/v1/metrics?metrics=joins&by=channel&from=2026-09-01&to=2026-09-12"
	w := v.get(question)
	for _, want := range []string{`{"joins":60}`, `"poster"},"values":{"joins":{"state":"few"}}`, `"fair"},"values":{"joins":{"state":"few"}}`,
		`"video"},"values":{"joins":{"state":"withheld"}}`, `"total":{"from":"2026-09-01","to":"2026-09-12","values":{"joins":75}`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s is not in %s", want, w.Body)
		}
	}
	csv := v.get(question + "&format=csv").Body.String()
	if !strings.Contains(csv, "poster,complete,<5") || !strings.Contains(csv, "search,complete,60") || !strings.Contains(csv, "video,complete,*") {
		t.Errorf("CSV: %s", csv)
	}
	for _, path := range []string{"/members", "/members/" + memberMark + "000", "/plan", "/notes", "/imports"} {
		if w := v.get(path); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "This needs the role viewer.") {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := v.get("/overview"); strings.Contains(w.Body.String(), `href="/members`) || strings.Contains(w.Body.String(), `href="/plan`) {
		t.Error("an analyst is led to what is closed to them")
	}
}

// A token of an analyst sees no more than they do, and an analyst makes no other.
func TestTokensOfAnalysts(t *testing.T) {
	x := smallWorld(t, 1)
	token := x.token(t, "bi", Analyst)
	if w := x.api(t, "GET", "/api/v1/members", token, "", ""); w.Code != http.StatusForbidden {
		t.Errorf("members: %d", w.Code)
	}
	if w := x.api(t, "GET", "/api/v1/metrics?metrics=joins&filter=channel:poster", token, "", ""); !strings.Contains(w.Body.String(), `{"state":"few"}`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	v, _ := x.as(t, "ana", Analyst)
	if w := v.post("/tokens", "name", "mine", "role", "viewer", "days", "7", "confirm", goodPassword); w.Code == http.StatusOK {
		t.Errorf("an analyst made a token of a viewer: %d", w.Code)
	}
	if w := v.get("/tokens"); strings.Contains(w.Body.String(), `value="viewer"`) || !strings.Contains(w.Body.String(), `value="analyst"`) {
		t.Error("roles of tokens of an analyst")
	}
	if _, ok := ops.ParseRole("analyst"); !ok {
		t.Error("no role analyst")
	}
}

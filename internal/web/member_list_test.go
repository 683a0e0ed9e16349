package web

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"daybreak/internal/i18n"
	"daybreak/internal/view"
)

// Every count opens as many members as it says, and the ones it means.
func TestEveryCountOpensItsMembers(t *testing.T) {
	s := communityServer(t)
	for query, want := range map[string]string{
		"of=retention&start=check_in&period=day&from=2026-09-01&to=2026-09-08&bucket=2026-09-01":                                "a b",
		"of=retention&start=check_in&period=day&from=2026-09-01&to=2026-09-08&bucket=2026-09-01&kind=returned&step=1":           "a",
		"of=retention&start=check_in&period=day&from=2026-09-01&to=2026-09-08&bucket=2026-09-01&kind=missing&step=1":            "b",
		"of=retention&start=check_in&period=day&from=2026-09-01&to=2026-09-08&kind=missing&step=7":                              "c", // d has not had day 7
		"of=retention&start=check_in&period=day&from=2026-09-01&to=2026-09-08&kind=returned&step=1":                             "a c d",
		"of=retention&start=visit&return=check_in&by=channel&group=tieba&from=2026-09-01&to=2026-09-08&kind=returned&step=1":    "c d",
		"of=growth&event=check_in&period=day&from=2026-09-01&to=2026-09-10&bucket=2026-09-02&kind=churned":                      "b",
		"of=growth&event=check_in&period=day&from=2026-09-01&to=2026-09-10&bucket=2026-09-03&kind=resurrected":                  "b",
		"of=growth&event=check_in&period=day&from=2026-09-01&to=2026-09-10&bucket=2026-09-10&kind=state_at_risk_7":              "a b",
		"of=growth&event=check_in&period=day&from=2026-09-01&to=2026-09-10&bucket=2026-09-10&kind=state_at_risk_30":             "c",
		"of=growth&event=check_in&rolling=7&from=2026-09-10&to=2026-09-10&bucket=2026-09-04&kind=active":                        "a b d",
		"of=stickiness&event=check_in&from=2026-09-01&to=2026-09-10&step=3":                                                     "b d",
		"of=stickiness&event=check_in&from=2026-09-01&to=2026-09-10&step=3&most=10":                                             "a b d",
		"of=funnel&steps=visit,pay[product:book]&window=7d&from=2026-09-01&to=2026-09-08&kind=dropped&step=1":                   "e",
		"of=funnel&steps=visit,pay[product:book]&window=7d&from=2026-09-01&to=2026-09-08&kind=open":                             "d",
		"of=funnel&steps=visit,pay[product:book]&window=7d&by=channel&group=zhihu&from=2026-09-01&to=2026-09-08&kind=converted": "a b",
		"of=funnel&steps=visit,check_in,pay[product:book]&window=7d&from=2026-09-01&to=2026-09-08&kind=reached&step=2":          "a b c d",
		"of=funnel&steps=visit,pay[product:book]&window=7d&from=2026-09-01&to=2026-09-08&kind=took&step=0&most=96":              "a",
		"of=funnel&steps=visit,pay[product:book]&window=7d&from=2026-09-01&to=2026-09-08&kind=took&step=97&most=168":            "b c", // 97 and 168 hours
		"of=challenge&length=3&from=2026-09-01&to=2026-09-10&kind=at_risk&step=3":                                               "a c d",
		"of=challenge&length=3&from=2026-09-01&to=2026-09-10&kind=censored&step=3":                                              "a d",
		"of=challenge&length=3&from=2026-09-01&to=2026-09-10&kind=lost&step=2":                                                  "b",
		"of=challenge&length=3&from=2026-09-01&to=2026-09-10&kind=perfect":                                                      "a d",
		"of=streaks&from=2026-09-01&to=2026-09-11&kind=at_risk":                                                                 "d",
		"of=streaks&from=2026-09-01&to=2026-09-11&kind=longest&step=2&most=3":                                                   "c d",
		"of=invitations&period=week&from=2026-09-01&to=2026-09-10&bucket=2026-09-07&kind=invited":                               "d",
	} {
		answer := answerTo(t, s, "/api/v1/members?"+query)
		var ids []string
		list, _ := pick(answer, "members")
		for _, m := range list.([]any) {
			ids = append(ids, m.(map[string]any)["member"].(string))
		}
		total, _ := pick(answer, "total")
		if got := strings.Join(ids, " "); got != want || total != float64(len(ids)) {
			t.Errorf("%s: %s (%v), want %s", query, got, total, want)
		}
		rows := strings.Split(strings.TrimSpace(get(s, "/members.csv?"+query).Body.String()), "\r\n")
		if len(rows) != len(ids)+1 || !strings.HasPrefix(rows[1], ids[0]+",") {
			t.Errorf("%s as CSV: %q", query, rows)
		}
		if body := page(s, "/members?"+query+"&lang=en").Body.String(); strings.Count(body, `<a href="/members/`) < len(ids) {
			t.Errorf("%s: the page lists less than %s", query, want)
		}
	}
}

// A member is listed once, with how often the figure counts it.
func TestMembersAreCountedAsOftenAsTheFigure(t *testing.T) {
	s := communityServer(t)
	for query, want := range map[string]string{
		"of=metric&metric=check_ins&from=2026-09-02&to=2026-09-03":                       "a 2, b 1, c 2: 5", // a's two of the 2nd are one
		"of=metric&metric=check_in_members&from=2026-09-02&to=2026-09-03":                "a 1, b 1, c 1: 3",
		"of=metric&metric=acquired&from=2026-09-02&to=2026-09-10":                        "c 1, d 1: 2",
		"of=metric&metric=visits&from=2026-09-01&to=2026-09-10&filter=channel:zhihu":     "a 1, b 1, e 1: 3",
		"of=growth&event=check_in&period=day&from=2026-09-01&to=2026-09-10&kind=churned": "a 2, b 3, c 1: 6",
		// a on the 5th and 10th, b on the 2nd, 4th and 9th, c on the 4th
		"of=growth&event=check_in&period=day&from=2026-09-01&to=2026-09-10&kind=resurrected":               "a 1, b 2: 3",
		"of=growth&event=check_in&period=day&from=2026-09-01&to=2026-09-10&kind=first":                     "a 1, b 1, c 1, d 1: 4",
		"of=growth&event=check_in&period=day&from=2026-09-01&to=2026-09-12&kind=churned&bucket=2026-09-11": "d 1: 1",
		"of=times&event=check_in&from=2026-09-01&to=2026-09-10&step=1320&most=1379":                        "a 6, b 3, c 2, d 3: 14",
		// all but the second of a on the 2nd, at 23:00
		"of=times&event=check_in&from=2026-09-01&to=2026-09-10&weekday=wednesday&step=1320&most=1439": "a 3, c 1, d 1: 5", // the 2nd and the 9th
		"of=times&event=visit&from=2026-09-01&to=2026-09-10&filter=channel:tieba&step=540":            "c 1, d 1: 2",
	} {
		answer := answerTo(t, s, "/api/v1/members?"+query).(map[string]any)
		var parts []string
		for _, m := range answer["members"].([]any) {
			m := m.(map[string]any)
			n, ok := m["counted"]
			if !ok {
				n = 1
			}
			parts = append(parts, fmt.Sprint(m["member"], " ", n))
		}
		if got := fmt.Sprint(strings.Join(parts, ", "), ": ", counted(answer)); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	body := page(s, "/members?of=metric&metric=check_ins&from=2026-09-02&to=2026-09-03&lang=en").Body.String()
	if !strings.Contains(body, "Check-ins 5 · 3 members") {
		t.Error("the list does not say what its members were counted for")
	}
	csv := get(s, "/members.csv?of=metric&metric=check_ins&from=2026-09-02&to=2026-09-03").Body.String()
	if !strings.Contains(csv, ",counted\r\na,") || !strings.Contains(csv, ",2\r\nb,") {
		t.Errorf("as CSV: %q", csv)
	}
}

// The links of the pages open what they say: a list with as many members, or of
// members who were counted as often.
func TestLinksOfPagesOpenAsManyAsTheySay(t *testing.T) {
	s := communityServer(t)
	for _, path := range []string{"/retention?from=2026-09-01&to=2026-09-10&lang=en&retention.period=day",
		"/retention?from=2026-09-01&to=2026-09-10&lang=en&retention.cohort=channel&retention.show=people&retention.start=visit",
		"/funnel?from=2026-09-01&to=2026-09-10&lang=en&funnel.steps=visit,pay&funnel.window=3d&funnel.by=channel",
		"/checkins?more=1&from=2026-09-01&to=2026-09-10&lang=en&challenge.length=3", "/growth?more=1&from=2026-09-01&to=2026-09-10&lang=en&grain=day"} {
		body := page(s, path).Body.String()
		links, compared := 0, 0
		for part := range strings.SplitSeq(body, `href="/members?`) {
			address, rest, ok := strings.Cut(part, `"`)
			if links++; !ok || links == 1 {
				continue
			}
			text := rest[strings.Index(rest, ">")+1:]
			text = strings.TrimLeft(text[:strings.Index(text, "</a>")], " ")
			if i := strings.LastIndex(text, ">"); i >= 0 { // inside an abbr or span
				text = strings.TrimSuffix(text[:strings.LastIndex(text, "<")], "")
				text = text[strings.LastIndex(text, ">")+1:]
			}
			number, err := strconv.Atoi(strings.Fields(text + " -")[0])
			if err != nil {
				continue // a share, whose count stands in its title
			}
			compared++
			address = strings.ReplaceAll(address, "&amp;", "&")
			if got := counted(answerTo(t, s, "/api/v1/members?"+address)); got != math.Abs(float64(number)) {
				query, _ := url.QueryUnescape(address)
				t.Errorf("%s: %d leads to %v members: %s", path, number, got, query)
			}
		}
		for _, id := range []string{"hours", "minutes", "calendar"} {
			_, panel, ok := strings.Cut(body, `id="p-`+id+`"`)
			panel, _, _ = strings.Cut(panel, "</section>")
			if ok && !strings.Contains(panel, `href="/members?`) {
				t.Errorf("the counts of %s open nobody", id)
			}
		}
		if compared < 8 {
			t.Errorf("%s: %d of %d links say a number", path, compared, links-1)
		}
	}
}

// The file of a list of members is the list, not how long their streaks are:
// only d checked in on the last day but one and not on the last.
func TestFileOfMembersAtRisk(t *testing.T) {
	s := communityServer(t)
	body := page(s, "/checkins?more=1&from=2026-09-01&to=2026-09-11&lang=en").Body.String()
	_, panel, _ := strings.Cut(body, `id="p-at_risk"`)
	panel, _, _ = strings.Cut(panel, "</section>")
	_, address, _ := strings.Cut(panel, `href="/members.csv`)
	address, _, _ = strings.Cut(address, `"`)
	w := get(s, "/members.csv"+strings.ReplaceAll(address, "&amp;", "&"))
	if rows := strings.Split(strings.TrimSpace(w.Body.String()), "\r\n"); w.Code != 200 || len(rows) != 2 || !strings.HasPrefix(rows[1], "d,") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestUnknownMembersAndQuestions(t *testing.T) {
	s := communityServer(t)
	for path, status := range map[string]int{"/members": 200, "/members/a": 200, "/members/nosuch": 404, "/members?of=nosuch": 400, "/members?of=funnel": 400,
		"/members?kind=active": 400, "/members?page=0": 400,
		"/members?of=growth&period=day&event=check_in&kind=nosuch&bucket=2026-09-01": 400, "/members/a?format=csv": 200, "/members/a?format=pdf": 400} {
		if w := page(s, path); w.Code != status {
			t.Errorf("%s: %d, want %d: %.300s", path, w.Code, status, w.Body)
		}
	}
	if w := page(s, "/members?member=a%2Fb"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/members/a%2Fb" {
		t.Errorf("a member is looked up at %d %s", w.Code, w.Header().Get("Location"))
	}
	mustPost(t, s, "/api/v1/events", "application/json", `[{"member":"x/y %\"=1","at":"2026-09-10T10:00:00+08:00","event":"visit"}]`, 201)
	if w := page(s, view.MemberHref(`x/y %"=1`)); w.Code != 200 || !strings.Contains(w.Body.String(), "x/y %&#34;=1") {
		t.Errorf("a member with signs in its name: %d", w.Code)
	}
}

// The member pages in both languages, with names that would be markup: nothing
// fails, and text stays text.
func TestMemberPagesInBothLanguages(t *testing.T) {
	s := communityServer(t)
	event, err := json.Marshal([]map[string]any{{"member": hostile, "at": "2026-09-10T10:00:00+08:00", "event": "check_in", "channel": hostile,
		"challenge": hostile, "group": hostile, "props": map[string]string{"x": hostile}},
		{"member": hostile, "at": "2026-09-10T09:00:00+08:00", "event": hostile}})
	if err != nil {
		t.Fatal(err)
	}
	mustPost(t, s, "/api/v1/events", "application/json", string(event), 201)
	for _, path := range []string{"/retention?", "/retention?retention.cohort=challenge&",
		"/retention?retention.mode=bracket&retention.brackets=1-3,4-9&retention.period=day&", "/retention?retention.period=month&retention.by=none&",
		"/funnel?", "/funnel?funnel.order=any&funnel.steps=*,pay[product:book]&funnel.by=group&", "/checkins?more=1&",
		"/checkins?more=1&challenge.by=challenge&challenge.start=2026-09-01&challenge.rest=sunday&streaks.make_up=2&", "/growth?more=1&",
		"/growth?more=1&growth.rolling=28&stickiness.period=week&invitations.period=month&", "/members?", view.MemberHref(hostile) + "?",
		"/members?of=growth&period=day&event=*&bucket=2026-09-10&kind=active&"} {
		for _, lang := range i18n.Languages() {
			w := page(s, path+"lang="+string(lang))
			body := w.Body.String()
			if w.Code != http.StatusOK || strings.Contains(body, i18n.In(lang).Panel.Failed) {
				t.Errorf("%s in %s: %d, or a panel failed", path, lang, w.Code)
			}
			for _, bad := range []string{"<img src=x", "<script>alert", "ZgotmplZ", "%!", "<no value>", "style=\"", "NaN"} {
				if strings.Contains(body, bad) {
					t.Errorf("%s in %s holds %s", path, lang, bad)
				}
			}
		}
	}
}

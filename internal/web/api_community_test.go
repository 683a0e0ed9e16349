package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
)

// A community small enough to work out by hand, days of September 2026:
//
//	     join     visit        pay                            check_in
//	a    1 zhihu  1 09:00      1 21:00 book                   1, 2 (twice), 3, 4, 8, 9
//	b    1 zhihu  1 09:00      1 20:00 pen, 5 10:00 book      1, 3, 8
//	c    2 tieba  2 09:00      9 09:00 book                   2, 3
//	d    8 tieba  8 09:00      –                              8, 9, 10     invited by a
//	e    –        2 09:00      2 08:00 book                   –
//
// Joins are at 08:30, check-ins at 22:00; visits and joins of a, b and e are by
// zhihu, those of c and d by tieba. Known complete through the 10th.
var fivePeople = []struct {
	member, event, at, channel, product, by string
}{
	{"a", "join", "01T08:30", "zhihu", "", ""}, {"a", "visit", "01T09:00", "zhihu", "", ""}, {"a", "pay", "01T21:00", "", "book", ""},
	{"a", "check_in", "01T22:00", "", "", ""}, {"a", "check_in", "02T22:00", "", "", ""}, {"a", "check_in", "02T23:00", "", "", ""},
	{"a", "check_in", "03T22:00", "", "", ""}, {"a", "check_in", "04T22:00", "", "", ""}, {"a", "check_in", "08T22:00", "", "", ""},
	{"a", "check_in", "09T22:00", "", "", ""},
	{"b", "join", "01T08:30", "zhihu", "", ""}, {"b", "visit", "01T09:00", "zhihu", "", ""}, {"b", "pay", "01T20:00", "", "pen", ""},
	{"b", "pay", "05T10:00", "", "book", ""},
	{"b", "check_in", "01T22:00", "", "", ""}, {"b", "check_in", "03T22:00", "", "", ""}, {"b", "check_in", "08T22:00", "", "", ""},
	{"c", "join", "02T08:30", "tieba", "", ""}, {"c", "visit", "02T09:00", "tieba", "", ""}, {"c", "pay", "09T09:00", "", "book", ""},
	{"c", "check_in", "02T22:00", "", "", ""}, {"c", "check_in", "03T22:00", "", "", ""},
	{"d", "join", "08T08:30", "tieba", "", "a"}, {"d", "visit", "08T09:00", "tieba", "", ""},
	{"d", "check_in", "08T22:00", "", "", ""}, {"d", "check_in", "09T22:00", "", "", ""}, {"d", "check_in", "10T22:00", "", "", ""},
	{"e", "visit", "02T09:00", "zhihu", "", ""}, {"e", "pay", "02T08:00", "", "book", ""},
}

// mustPost sends a body and fails the test unless the answer has the status.
func mustPost(t *testing.T, s *Server, path, contentType, body string, status int) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	w := httptest.NewRecorder()
	if s.ServeHTTP(w, r); w.Code != status {
		t.Fatalf("POST %s: %d %s", path, w.Code, w.Body)
	}
}

// communityServer is a server to which the community was posted, half as JSON
// and half as NDJSON, with what it cost:
//
//	1st zhihu 30, 2nd tieba 10, 8th tieba 8, 10th zhihu 2
func communityServer(t *testing.T) *Server {
	t.Helper()
	s := realServer(t)
	var lines []string
	for _, e := range fivePeople {
		x := map[string]any{"member": e.member, "event": e.event, "at": "2026-09-" + e.at + ":00+08:00"}
		if e.channel != "" {
			x["channel"] = e.channel
		}
		if e.product != "" {
			x["props"] = map[string]string{"product": e.product}
		}
		if e.by != "" {
			x["invited_by"] = e.by
		}
		line, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	mustPost(t, s, "/api/v1/events", "application/json", "["+strings.Join(lines[:17], ",")+"]", 201)
	mustPost(t, s, "/api/v1/events", "application/x-ndjson", strings.Join(lines[17:], "\n"), 201)
	mustPost(t, s, "/api/v1/watermarks", "application/json", `{"record":"events","source":"","day":"2026-09-10"}`, 200)
	spend := "date,platform,account,campaign,ad_group,keyword,channel,industry,impressions,clicks,cost,currency,reported_conversions,reported_value\n"
	for _, x := range []string{"2026-09-01,30.00,zhihu", "2026-09-02,10.00,tieba", "2026-09-08,8.00,tieba", "2026-09-10,2.00,zhihu"} {
		part := strings.Split(x, ",")
		spend += part[0] + ",baidu,,brand,,," + part[2] + ",,100,10," + part[1] + ",CNY,,\n"
	}
	mustPost(t, s, "/api/v1/imports?name=spend.csv", "text/csv", spend, 201)
	return s
}

// pick walks into an answer: cohorts.0.cells.1.count.
func pick(v any, path string) (any, error) {
	for part := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			next, ok := x[part]
			if !ok {
				return nil, fmt.Errorf("there is no %s", part)
			}
			v = next
		case []any:
			i, err := strconv.Atoi(part)
			if part == "len" {
				return float64(len(x)), nil
			}
			if err != nil || i >= len(x) {
				return nil, fmt.Errorf("there is no %s of %d", part, len(x))
			}
			v = x[i]
		default:
			return nil, fmt.Errorf("%v has no %s", v, part)
		}
	}
	return v, nil
}

func answerTo(t *testing.T, s *Server, path string) any {
	t.Helper()
	w := get(s, path)
	var v any
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return v
}

func TestAHandWorkedCommunity(t *testing.T) {
	s := communityServer(t)
	for _, x := range []struct {
		path string
		want string // path=value, JSON values, separated by spaces
	}{
		// Cohort of the 1st a, b; of the 2nd c; of the 8th d.
		{"retention?start=check_in&from=2026-09-01&to=2026-09-08", `through="2026-09-10" cohorts.len=3 cohorts.0.start="2026-09-01" cohorts.0.size=2
			cohorts.0.cells.len=10
			cohorts.0.cells.0.count=2 cohorts.0.cells.1.count=1 cohorts.0.cells.2.count=2 cohorts.0.cells.3.count=1 cohorts.0.cells.4.count=0
			cohorts.0.cells.7.count=2 cohorts.0.cells.8.count=1 cohorts.0.cells.9.count=0
			cohorts.0.cells.9.state="complete" cohorts.1.start="2026-09-02" cohorts.1.size=1 cohorts.1.cells.1.count=1 cohorts.1.cells.2.count=0
			cohorts.2.cells.len=3 cohorts.2.cells.2.count=1
			average.1.returned=3 average.1.size=4 average.1.rate=0.75 average.1.left_out=0 average.3.size=3 average.3.left_out=1`},
		// Both come back on the 4th or later, c does not.
		{"retention?start=check_in&mode=on_or_after&from=2026-09-01&to=2026-09-02",
			`cohorts.0.cells.4.count=2 cohorts.0.cells.8.count=1 cohorts.0.cells.9.count=0 cohorts.1.cells.1.count=1 cohorts.1.cells.2.count=0`},
		// Periods 1 to 3 and 4 to 9: d has had only two of the first.
		{"retention?start=check_in&mode=bracket&brackets=1-3,4-9&from=2026-09-01&to=2026-09-08", `cohorts.0.cells.0.period=1 cohorts.0.cells.0.count=2
			cohorts.0.cells.1.count=2 cohorts.1.cells.0.count=1
			cohorts.2.cells.0.count=1 cohorts.2.cells.0.state="partial" cohorts.2.cells.0.size=0`},
		{"retention?start=check_in&mode=bracket&brackets=1-3,4-9&from=2026-09-01&to=2026-09-08",
			`cohorts.0.cells.1.period=4 cohorts.0.cells.1.last=9 average.0.period=1 average.0.last=3 average.0.returned=3 average.0.size=3 average.1.period=4 ` +
				`average.1.returned=2 average.1.size=2 average.1.left_out=2`},
		// The first payment is for a book, but b's for a pen; e's only event before the 3rd, and all of c's.
		{"retention?start=pay&return=check_in&by=product&from=2026-09-01&to=2026-09-10",
			`cohorts.len=4 cohorts.0.group="book" cohorts.0.size=1 cohorts.3.group="pen" cohorts.3.start="2026-09-01" cohorts.3.cells.2.count=1`},
		{"retention?start=join&by=invited_by&from=2026-09-01&to=2026-09-10", `cohorts.len=3 cohorts.2.group="a" cohorts.2.start="2026-09-08" cohorts.2.size=1`},
		{"growth?event=check_in&filter=invited_by:a&from=2026-09-08&to=2026-09-08", `buckets.0.active=0`},
		{"growth?event=join&filter=invited_by:a&from=2026-09-08&to=2026-09-08", `buckets.0.active=1 buckets.0.new=1`},
		// Two days in a row: on the 2nd only a, on the 3rd a (b was not there on the 2nd).
		{"retention?start=check_in&mode=streak&streak=2&from=2026-09-01&to=2026-09-01",
			`cohorts.0.cells.1.count=1 cohorts.0.cells.2.count=1 cohorts.0.cells.3.count=1 cohorts.0.cells.4.count=0`},
		{"retention?start=check_in&min_returns=2&from=2026-09-01&to=2026-09-01", `cohorts.0.cells.1.count=1 cohorts.0.cells.2.count=0`},
		// The week of the 7th is not over: what is known so far, and no rate; nobody has had a second week.
		{"retention?start=check_in&period=week&from=2026-09-01&to=2026-09-10", `period="week" cohorts.len=2 cohorts.0.start="2026-08-31" cohorts.0.size=3
			cohorts.0.cells.1.count=2 cohorts.0.cells.1.state="partial" cohorts.0.cells.1.size=0
			cohorts.1.size=1 cohorts.1.cells.0.state="partial" average.1.rate=null average.1.left_out=4`},
		// By the channel of the visit: c and d; a, b and e, who never checks in.
		{"retention?start=visit&return=check_in&by=channel&from=2026-09-01&to=2026-09-08",
			`cohorts.0.group="tieba" cohorts.0.size=1 cohorts.0.cells.1.count=1 cohorts.2.group="zhihu" cohorts.2.size=2 cohorts.2.cells.2.count=2 ` +
				`cohorts.3.cells.1.count=0`},
		{"retention?start=visit&start.where=channel:zhihu&return=check_in&from=2026-09-01&to=2026-09-08",
			`cohorts.len=2 cohorts.0.size=2 cohorts.1.size=1 cohorts.1.cells.1.count=0`},
		{"retention?start=visit&cohort=channel&from=2026-09-01&to=2026-09-08", `cohorts.0.group="tieba" average.0.group="tieba"`},
		// Any event begins e's cohort as well; it comes back never.
		{"retention?start=*&from=2026-09-02&to=2026-09-02", `cohorts.0.size=2 cohorts.0.cells.1.count=1 cohorts.0.cells.7.count=1`},
		{"retention?start=pay[product:book]&from=2026-09-01&to=2026-09-10", `cohorts.len=4 cohorts.0.size=1 cohorts.2.start="2026-09-05"`},
		{"retention?cohort=join&return=check_in&from=2026-09-01&to=2026-09-08",
			`cohorts.len=3 cohorts.0.size=2 cohorts.0.cells.2.count=2 cohorts.2.start="2026-09-08"`},

		// The 2nd: c is new, a stays, b is gone; b is back on the 3rd.
		{"growth?event=check_in&from=2026-09-01&to=2026-09-10", `buckets.len=10 buckets.0.start="2026-09-01" buckets.0.new=2 buckets.0.active=2
			buckets.1.new=1 buckets.1.retained=1 buckets.1.churned=1 buckets.1.quick_ratio=1 buckets.2.resurrected=1 buckets.2.retained=2 buckets.2.active=3
			buckets.3.churned=2
			buckets.4.churned=1 buckets.4.active=0 buckets.7.new=1 buckets.7.resurrected=2 buckets.7.churned=0 buckets.7.quick_ratio=null buckets.8.retained=2
			buckets.8.churned=1 buckets.9.state="complete"
			buckets.9.states.current=1 buckets.9.states.at_risk_7=2 buckets.9.states.at_risk_30=1 buckets.9.states.dormant=0 buckets.9.states.new=0`},
		// The first four days only begin the record: a, b and c are pre-existing.
		{"growth?event=check_in&censor=2&from=2026-09-01&to=2026-09-02", `buckets.0.pre_existing=2 buckets.0.new=0 buckets.1.pre_existing=1 buckets.1.new=0`},
		{"growth?event=check_in&period=week&from=2026-09-01&to=2026-09-10",
			`buckets.0.start="2026-08-31" buckets.0.end="2026-09-06" buckets.0.new=3 buckets.1.new=1 buckets.1.retained=2 buckets.1.churned=1 ` +
				`buckets.1.state="partial" buckets.1.quick_ratio=null`},
		// Seven days to the 10th: a, b, d; seven before, from 28 August to the 3rd: a, b, c.
		{"growth?event=check_in&rolling=7&from=2026-09-10&to=2026-09-10",
			`buckets.0.start="2026-09-04" buckets.0.new=1 buckets.0.retained=2 buckets.0.churned=1 buckets.0.active=3`},
		{"active?event=check_in&period=week&from=2026-09-01&to=2026-09-10", `buckets.0.active=3 buckets.0.dau=0 buckets.0.wau=3 buckets.0.mau=3
			buckets.1.active=3 buckets.1.state="partial"
			buckets.1.dau=null buckets.1.wau=3 buckets.1.mau=4`}, // on the 13th, which is to come
		// By the 10th nothing is known of the week that ends on the 30th.
		{"active?event=check_in&period=month&from=2026-09-01&to=2026-09-10", `buckets.0.active=4 buckets.0.dau=null buckets.0.wau=null buckets.0.mau=4`},
		// a on 6 days, b on 3, c on 2, d on 3: 14 of 4 × 10.
		{"stickiness?event=check_in&from=2026-09-01&to=2026-09-10",
			`active=4 sum=14 periods=10 ratio=0.35 histogram.0.count=0 histogram.1.days=2 histogram.1.count=1 histogram.2.count=2 histogram.5.count=1 ` +
				`histogram.0.at_least=4 histogram.2.at_least=3`},

		// c pays on the seventh day, which still counts; e paid before the visit; d may still.
		{"funnel?steps=visit,pay[product:book]&window=7d&from=2026-09-01&to=2026-09-08", `entrants=5 converted=3 dropped=1 open=1 mature=4 rate=0.75
			steps.0.step="visit" steps.0.count=5 steps.0.dropped=1 steps.0.open=1 steps.1.step="pay[product:book]" steps.1.count=3
			steps.1.hours.median=97 trend.0.day="2026-09-01" trend.0.converted=2 trend.0.state="complete" trend.1.dropped=1 trend.2.open=1 trend.2.state="pending"
			times.len=8 times.0.from=0 times.0.to=24 times.0.count=1 times.3.count=0 times.4.count=1 times.7.count=1`}, // 12, 97 and 168 hours
		{"funnel?steps=visit,pay&window=12h&from=2026-09-01&to=2026-09-08", `times.len=12 times.10.count=0 times.11.count=2`}, // 11 hours, and 12, which is the end
		{"funnel?steps=visit,pay[product:book]&window=168h&from=2026-09-01&to=2026-09-08", `converted=3`},
		{"funnel?steps=visit,pay[product:book]&window=167h&from=2026-09-01&to=2026-09-08", `converted=2 dropped=2 open=1`},
		{"funnel?steps=visit,pay[product:book]&window=24h&from=2026-09-01&to=2026-09-08", `converted=1 dropped=4 open=0`},
		{"funnel?steps=visit,pay[product:book]&window=24h&order=any&from=2026-09-01&to=2026-09-08", `converted=2`},
		{"funnel?steps=visit,pay[product:book]&window=7d&order=strict&from=2026-09-01&to=2026-09-08", `converted=1`},
		{"funnel?steps=visit,pay[product:book]&window=7d&exclude=check_in&from=2026-09-01&to=2026-09-08", `converted=1`},
		{"funnel?steps=visit,pay[product:book]&window=7d&by=channel&from=2026-09-01&to=2026-09-08",
			`groups.0.group="tieba" groups.0.converted=1 groups.0.open=1 groups.0.rate=1 groups.1.group="zhihu" groups.1.entrants=3 groups.1.converted=2 ` +
				`groups.1.dropped=1`},
		// One event serves one step: b alone pays twice.
		{"funnel?steps=pay,pay&window=7d&from=2026-09-01&to=2026-09-10", `entrants=4 converted=1`},

		// d stands at 3 and has the 11th to go; a's run ended on the 9th. With a day made up b has had the 1st to the 3rd.
		{"streaks?from=2026-09-01&to=2026-09-11&make_up=1", `today="2026-09-11" current.0.count=3 current.3.count=1 longest.1.count=1 longest.2.count=1
			longest.3.count=1 longest.4.count=1
			current_made_up.0.count=2 current_made_up.2.count=1 current_made_up.3.count=1 longest_made_up.2.count=1 longest_made_up.3.count=2
			longest_made_up.4.count=1 at_risk.len=1 at_risk.0.member="d" at_risk.0.current=3 at_risk.0.last="2026-09-10"`},
		// Complete through the 10th, today is the 11th: so it is without saying.
		{"streaks", `today="2026-09-11" current.3.count=1 at_risk.len=1 at_risk.0.member="d"`},
		// b misses day 2, c day 3; a and d do all three: S = 1, 3/4, 1/2.
		{"challenge?length=3&from=2026-09-01&to=2026-09-10", `groups.0.enrolled=4 groups.0.perfect=2 groups.0.enough=2 groups.0.open=0 groups.0.curve.1.at_risk=4
			groups.0.curve.1.lost=1 groups.0.curve.1.survival=0.75 groups.0.curve.2.at_risk=3 groups.0.curve.2.survival=0.5 log_rank=null
			groups.0.curve.0.finish=0.5 groups.0.curve.2.finish=1`},
		// Nobody has had 21 days: nobody knows who finishes.
		{"challenge?from=2026-09-01&to=2026-09-10", `groups.0.open=4 groups.0.curve.0.finish=null`},
		{"challenge?length=3&need=2&from=2026-09-01&to=2026-09-10", `groups.0.perfect=2 groups.0.enough=4`},
		// Everybody's day 1 is the 1st: a and b; c is late.
		{"challenge?length=3&start=2026-09-01", `groups.0.enrolled=2 groups.0.late=1 groups.0.perfect=1`},
		{"challenge?length=3&make_up=1&from=2026-09-01&to=2026-09-10", `groups.0.perfect=2 groups.0.enough=4`},
		{"invitations?from=2026-09-01&to=2026-09-10",
			`buckets.0.invited=0 buckets.0.active=4 buckets.0.k_factor=0 buckets.1.invited=1 buckets.1.active=4 buckets.1.state="partial" buckets.1.k_factor=null`},

		// Day 1 counts members of the 1st to the 9th, day 7 those of the 1st to the 3rd.
		{"kept?horizons=1,7&from=2026-09-01&to=2026-09-10", `currency="CNY" days.to="2026-09-10" horizons.0.days.to="2026-09-09" horizons.1.days.to="2026-09-03"
			total.cost=50 total.acquired=4 total.cost_per_acquired=12.5
			groups.0.group="zhihu" groups.0.cost=32 groups.0.cost_per_acquired=16 groups.0.kept.0.members=2 groups.0.kept.0.count=1 groups.0.kept.0.cost=30
			groups.0.kept.0.cost_per_kept=30 groups.0.kept.1.count=2 groups.0.kept.1.cost_per_kept=15
			groups.1.group="tieba" groups.1.cost=18 groups.1.kept.0.count=2 groups.1.kept.0.cost_per_kept=9 groups.1.kept.1.members=1 groups.1.kept.1.count=0
			groups.1.kept.1.left_out=1 groups.1.kept.1.cost=10 groups.1.kept.1.cost_per_kept=null
			total.kept.1.count=2 total.kept.1.cost=40 total.kept.1.cost_per_kept=20`},
		// zhihu cost 2 on the 10th and brought nobody that day: day 1 of the 10th is still to come, and no member's is.
		{"kept?horizons=1&from=2026-09-03&to=2026-09-10",
			`groups.1.group="zhihu" groups.1.cost=2 groups.1.kept.0.members=0 groups.1.kept.0.cost=0 groups.1.kept.0.cost_per_kept=null`},
		{"kept?horizons=1&from=2026-09-10&to=2026-09-10",
			`groups.0.group="zhihu" groups.0.cost=2 groups.0.kept.0.cost.state="pending" groups.0.kept.0.cost_per_kept.state="pending" ` +
				`total.kept.0.cost_per_kept.state="pending"`},
		// d has not had day 5; on day 6 or later a and b are there.
		{"kept?horizons=6&mode=on_or_after&by=channel&from=2026-09-01&to=2026-09-10", `groups.0.kept.0.count=2 groups.1.kept.0.count=0`},
		// 1 September 2026 is a Tuesday: check-ins of a and b at 22:00; the 8th is one, too.
		{"times?event=check_in&from=2026-09-01&to=2026-09-08",
			`total=12 minutes.len=1440 minutes.1320.at="22:00" minutes.1320.count=11 minutes.1320.weekdays.2=5 minutes.1380.count=1 minutes.0.count=0`},
		{"members/b?limit=2", `member="b" total=7 events=7 first="2026-09-01" last="2026-09-08" timeline.len=2 timeline.0.event="check_in" ` +
			`timeline.0.day="2026-09-08" timeline.0.at="2026-09-08T14:00:00Z" timeline.1.props.product="book"`},
	} {
		answer := answerTo(t, s, "/api/v1/"+x.path)
		for want := range strings.FieldsSeq(x.want) {
			path, value, _ := strings.Cut(want, "=")
			var expected any
			if err := json.Unmarshal([]byte(value), &expected); err != nil {
				t.Fatal(err)
			}
			if got, err := pick(answer, path); err != nil || got != expected {
				t.Errorf("%s: %s is %v (%v), want %s", x.path, path, got, err, value)
			}
		}
		if w := get(s, "/api/v1/"+x.path+"&format=csv"); strings.Contains(x.path, "?") &&
			(w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") || strings.Count(w.Body.String(), "\r\n") < 2) {
			t.Errorf("%s as CSV: %d %s", x.path, w.Code, w.Body)
		}
	}
	for path, code := range map[string]string{"retention?start=nosuch": "unknown_event", "growth?event=nosuch": "unknown_event",
		"stickiness?event=nosuch": "unknown_event", "streaks?event=nosuch": "unknown_event",
		"challenge?event=nosuch": "unknown_event", "active?event=nosuch": "unknown_event", "funnel?steps=visit,nosuch": "unknown_event",
		"funnel?steps=visit&exclude=nosuch": "unknown_event", "stages?stages=visit,nosuch": "unknown_event",
		"retention?start=visit&return=nosuch": "unknown_event", "retention?start=visit[nosuch:1]": "unknown_dimension", "retention?by=nosuch": "unknown_dimension",
		"retention?filter=nosuch:x": "unknown_dimension", "funnel?steps=visit&by=channel%22--": "unknown_dimension",
		"challenge?by=chanel": "unknown_dimension", "growth?filter=cities:x": "unknown_dimension", "stickiness?filter=produce:book": "unknown_dimension",
		"streaks?filter=groups:x": "unknown_dimension"} {
		if w := get(s, "/api/v1/"+path); w.Code != http.StatusBadRequest || string(codeOf(t, w)) != code {
			t.Errorf("%s: %d %s, want %s", path, w.Code, w.Body, code)
		}
	}
}

// Each question has a table for all that its JSON says.
func TestTablesOfAnswers(t *testing.T) {
	s := communityServer(t)
	for path, want := range map[string]string{
		"retention?start=check_in&from=2026-09-01&to=2026-09-08&periods=3&table=average":                      "group,period,last,returned,size,left_out,rate,low,high,mean|,0,0,4,4,0,1,",
		"retention?start=check_in&from=2026-09-01&to=2026-09-02&mode=bracket&brackets=1-3,9-12&table=average": "|,9,12,0,0,3,NA,NA,NA,NA",
		"growth?event=check_in&from=2026-09-10&to=2026-09-10&table=states":                                    "day,new,current,reactivated,resurrected,at_risk_7,at_risk_30,dormant,state|2026-09-10,0,1,0,0,2,1,0,complete",
		"growth?event=check_in&from=2026-09-09&to=2026-09-09&table=moves":                                     "day,from,to,count,rate|2026-09-09,new,new,0,0|2026-09-09,new,current,1,1|",
		"funnel?steps=visit,pay[product:book]&from=2026-09-01&to=2026-09-08&table=trend":                      "group,day,entrants,converted,dropped,open,mature,rate,state|,2026-09-01,2,2,0,0,2,1,complete|,2026-09-02,2,1,1,0,2,0.5,complete|,2026-09-08,1,0,0,1,0,NA,pending",
		"funnel?steps=visit,pay[product:book]&by=channel&window=2d&from=2026-09-01&to=2026-09-08&table=times": "group,from_hours,to_hours,count|tieba,0,24,0|tieba,24,48,0|tieba,48,72,0|zhihu,0,24,1|",
		"funnel?steps=visit,pay[product:book]&from=2026-09-01&to=2026-09-08":                                  "mature,median_hours,p75_hours,p90_hours,median_hours_since,p75_hours_since,p90_hours_since|,1,visit,5,1,1,4,0,0,0,,,|,2,pay[product:book],3,0,0,3,97,",
		// Half an hour from the join to the visit, then a 12, b 97 and c 168 hours to the payment.
		"funnel?steps=join,visit,pay[product:book]&window=8d&from=2026-09-01&to=2026-09-08": ",97.5,133,154.3,97,132.5,153.8|",
		"streaks?from=2026-09-01&to=2026-09-11&table=at_risk":                               "member,current,longest,last|d,3,3,2026-09-10",
		"challenge?length=3&from=2026-09-01&to=2026-09-10&table=groups":                     "group,enrolled,late,perfect,enough,open,log_rank|,4,0,2,2,0,",
		"challenge?length=3&from=2026-09-01&to=2026-09-10":                                  ",hazard,finish|,4,0,2,2,0,1,4,0,0,1,1,1,0,0.5|",
		"invitations?from=2026-09-01&to=2026-09-10":                                         "|2026-08-31,2026-09-06,0,4,0,,,,complete|2026-09-07,2026-09-13,1,4,NA,NA,NA,NA,partial",
		"active?event=check_in&from=2026-09-10&to=2026-09-11":                               "start,end,active,dau,wau,mau,state|2026-09-10,2026-09-10,1,1,3,4,complete|2026-09-11,2026-09-11,NA,NA,NA,NA,pending",
		"active?event=check_in&period=month&from=2026-09-10&to=2026-09-10":                  "|2026-09-01,2026-09-30,4,NA,NA,4,partial",
		"stickiness?event=check_in&from=2026-09-01&to=2026-09-10":                           "days,count,at_least|1,0,4|2,1,4|3,2,3|4,0,1|5,0,1|6,1,1|",
	} {
		w := get(s, "/api/v1/"+path+"&format=csv")
		if body := strings.ReplaceAll(w.Body.String(), "\r\n", "|"); w.Code != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s, want %s", path, w.Code, body, want)
		}
	}
}

// How long it took is on the page and in its file: a took 12 hours, b 97 and c
// 168.
func TestTimesToConvertOnThePage(t *testing.T) {
	s := communityServer(t)
	asked := "?from=2026-09-01&to=2026-09-08&lang=en&funnel.steps=visit,pay[product:book]&funnel.window=7d"
	rows := strings.Split(get(s, "/funnel.csv"+asked+"&panel=times").Body.String(), "\r\n")
	if len(rows) != 10 || rows[1] != "0,24,1,0.3333333333333333" || rows[2] != "24,48,0,0.3333333333333333" || rows[5] != "96,120,1,0.6666666666666666" ||
		rows[8] != "168,192,1,1" {
		t.Errorf("file: %q", rows)
	}
	body := page(s, "/funnel"+asked).Body.String()
	for _, want := range []string{`id="c-times"`, "half within 4 d, nine in ten within 6.4 d", "4–5 days</span>"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

// counted is the figure that a list of members is behind.
func counted(answer any) float64 {
	n, err := pick(answer, "counted")
	if err != nil {
		n, _ = pick(answer, "total")
	}
	return n.(float64)
}

// What a form sends in vain is taken out of the address, and what cannot be is
// refused with its place.
func TestOptionsInTheAddress(t *testing.T) {
	s := communityServer(t)
	for path, want := range map[string]string{
		"/retention?retention.start=visit&retention.brackets=&retention.streak=": "/retention?retention.start=visit",
		"/retention?retention.mode=exact&retention.streak=3":                     "/retention?retention.mode=exact",
		"/retention?retention.mode=streak&retention.brackets=1-2":                "/retention?retention.mode=streak&retention.streak=2",
		"/retention?retention.period=week&retention.group_by=month":              "/retention?retention.period=week",
		"/growth?growth.period=rolling":                                          "/growth?growth.rolling=28",
		"/growth?growth.period=week&growth.rolling=28":                           "/growth?growth.period=week",
		"/checkins?challenge.length=7&challenge.need=21":                         "/checkins?challenge.length=7",
		"/retention?retention.mode=bracket&lang=en":                              "/retention?lang=en&retention.brackets=1-3%2C4-6%2C7-12&retention.mode=bracket",
	} {
		if w := page(s, path); w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
			t.Errorf("%s leads to %d %s, want %s", path, w.Code, w.Header().Get("Location"), want)
		}
	}
	for path, code := range map[string]string{
		"/retention?retention.nosuch=1": "unknown_parameter", "/retention?funnel.steps=visit": "unknown_parameter",
		"/retention?retention.mode=nosuch": "bad_parameter",
		"/retention?retention.start=a[":    "bad_parameter", "/funnel?funnel.window=7": "bad_parameter",
		"/retention.csv?panel=triangle&retention.by=nosuch": "unknown_dimension", "/retention?retention.period=day&retention.period=week": "duplicate_parameter",
		"/retention.csv?panel=triangle&retention.mode=nosuch": "bad_parameter",
	} {
		if w := get(s, path); w.Code != http.StatusBadRequest || string(codeOf(t, w)) != code {
			t.Errorf("%s: %d %s, want %s", path, w.Code, w.Body, code)
		}
	}
	// An event nobody ever did is the panel's mistake: the form stays to mend it.
	body := page(s, "/retention?retention.start=nosuch&lang=en").Body.String()
	if !strings.Contains(body, `name="retention.start" value="nosuch"`) || !strings.Contains(body, "nosuch") {
		t.Error("the form is gone with the figures")
	}
	if w := get(s, "/retention.csv?panel=triangle&retention.period=day&retention.start=check_in&from=2026-09-01&to=2026-09-02"); !strings.Contains(w.Body.String(), "2026-09-01,1,2,1,0.5") {
		t.Errorf("the panel's CSV does not follow the options: %s", w.Body)
	}
}

// What is picked stands beside Options in the words of the form, not of the API.
func TestPickedOptionsAreInWords(t *testing.T) {
	s := communityServer(t)
	for lang, want := range map[string]string{"en": "Counts as back: Every period up to then · Period: Month · Periods in a row: 2",
		"zh": "回访口径：连续回访 · 周期：月 · 连续期数：2"} {
		_, summary, _ := strings.Cut(page(s, "/retention?retention.period=month&retention.mode=streak&retention.streak=2&lang="+lang).Body.String(),
			`id="options-retention"`)
		summary, _, _ = strings.Cut(summary, "</summary>")
		if !strings.Contains(summary, want) {
			t.Errorf("%s: %s, want %s", lang, summary, want)
		}
	}
}

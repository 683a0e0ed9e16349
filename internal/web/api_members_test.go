package web

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// askedSnapshot notes the questions it is asked and gives fixed answers.
type askedSnapshot struct {
	engine.Snapshot
	retention *engine.RetentionQuery
	growth    *engine.GrowthQuery
	funnel    *engine.FunnelQuery
	challenge *engine.ChallengeQuery
}

func (*askedSnapshot) Version() int64 { return 7 }
func (*askedSnapshot) Days(string) ops.Range {
	return ops.Range{From: day("2026-09-01"), To: day("2026-10-01")}
}
func (*askedSnapshot) Sources() []ops.Source {
	return []ops.Source{
		{Record: "events", Through: day("2026-09-28")},
		{Record: "events", Name: "given up", Through: day("2026-01-01"), RetiredBy: "ann"},
		{Record: "spend", Through: day("2026-08-01")},
	}
}

func (a *askedSnapshot) Retention(_ context.Context, q engine.RetentionQuery) (*engine.Retention, error) {
	a.retention = &q
	if q.Start.Event == "nosuch" {
		return nil, &ops.Error{Code: "unknown_event", Message: "No event is named nosuch."}
	}
	return &engine.Retention{
		Cohorts: []engine.Cohort{{Start: day("2026-09-27"), Size: 4, Count: []int32{4, 1, 0}, Mature: []int32{4, 4, 0}, Returned: []int32{4, 1, 0},
			State: []engine.CellState{engine.Complete, engine.Complete, engine.Waiting}}},
		Average: []engine.RetentionAverage{{Returned: []int{4, 1, 0}, Size: []int{4, 4, 0}, Left: []int{0, 0, 4}, Mean: []float64{1, 0.25, 0}}},
	}, nil
}

func (a *askedSnapshot) Growth(_ context.Context, q engine.GrowthQuery) (*engine.Growth, error) {
	a.growth = &q
	return &engine.Growth{Buckets: []engine.GrowthBucket{
		{Days: q.Range, New: 3, Resurrected: 1, Retained: 5, Churned: 2, Active: 9, DAU: 1, WAU: 2, MAU: 3, State: engine.Complete},
		{Days: q.Range, State: engine.Waiting},
	}}, nil
}

func (a *askedSnapshot) Stickiness(context.Context, engine.StickinessQuery) (*engine.Stickiness, error) {
	return &engine.Stickiness{Members: []int{5, 0, 2}, Active: 7, Sum: 11, Ratio: 0.5}, nil
}

func (a *askedSnapshot) Funnel(_ context.Context, q engine.FunnelQuery) (*engine.Funnel, error) {
	a.funnel = &q
	return &engine.Funnel{Groups: []engine.FunnelGroup{
		{Group: "a", Entrants: 4, Converted: 1, Dropped: 2, Open: 1, Mature: 3, Steps: []engine.FunnelStep{{Count: 4, Dropped: 2, Open: 1},
			{Count: 1, Hours: []float64{3}}},
			Trend: []engine.FunnelDay{{Day: day("2026-09-02"), Entrants: 4, Converted: 1, Dropped: 2, Open: 1}}},
		{Group: "b", Entrants: 2, Converted: 2, Mature: 2, Steps: []engine.FunnelStep{{Count: 2}, {Count: 2, Hours: []float64{1, 2}}},
			Trend: []engine.FunnelDay{{Day: day("2026-09-01"), Entrants: 2, Converted: 2}}},
	}}, nil
}

func (a *askedSnapshot) Events() []string { return []string{"visit", "pay"} }

func (a *askedSnapshot) Challenge(_ context.Context, q engine.ChallengeQuery) (*engine.Challenge, error) {
	a.challenge = &q
	return &engine.Challenge{Groups: []engine.ChallengeGroup{{Enrolled: 3, Curve: []engine.SurvivalDay{{Day: 1, AtRisk: 3, Lost: 1}}}}}, nil
}

func day(s string) ops.Day {
	d, err := ops.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func is(dimension string, values ...string) ops.Filter {
	return ops.Filter{Dimension: dimension, Values: values}
}

func isNot(dimension string, values ...string) ops.Filter {
	return ops.Filter{Dimension: dimension, Not: true, Values: values}
}

func askedServer(t *testing.T) (*Server, *askedSnapshot) {
	a := &askedSnapshot{}
	cfg := testConfig()
	cfg.Snapshots = fixedSnapshots{a}
	return newTestServer(t, cfg), a
}

func TestRetentionParametersReachTheEngine(t *testing.T) {
	s, a := askedServer(t)
	w := get(s, "/api/v1/retention?start=visit[product:book]&start.where=channel:zhihu&start.where=channel:!tieba&return=%22a,%20b%22&period=week&from=2026-09-01&to=2026-09-30&cohort=recurring&mode=bracket&brackets=1-3,4,5-9&min_returns=2&by=channel&filter=city:北京&filter=city:上海&clock=elapsed")
	if w.Code != http.StatusOK {
		t.Fatal(w.Body)
	}
	want := &engine.RetentionQuery{
		Start:  engine.Activity{Event: "visit", Where: []ops.Filter{is("product", "book"), is("channel", "zhihu"), isNot("channel", "tieba")}},
		Return: engine.Activity{Event: "a, b"}, Cohort: "recurring", Mode: "bracket", Brackets: [][2]int{{1, 3}, {4, 4}, {5, 9}}, Elapsed: true,
		Period: ops.Weekly, Range: ops.Range{From: day("2026-09-01"), To: day("2026-10-01")}, MinReturns: 2, By: "channel",
		Filter: []ops.Filter{is("city", "北京", "上海")}, Through: day("2026-09-28"),
	}
	if !reflect.DeepEqual(a.retention, want) {
		t.Errorf("asked %+v\nwant  %+v", a.retention, want)
	}
}

func TestRetentionAnswer(t *testing.T) {
	s, _ := askedServer(t)
	w := get(s, "/api/v1/retention?start=visit")
	var got struct {
		Cohorts []struct {
			Start string
			Size  int
			Cells []map[string]any
		}
		Average []map[string]any
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if c := got.Cohorts[0]; c.Start != "2026-09-27" || c.Size != 4 || c.Cells[1]["count"] != 1.0 || c.Cells[1]["state"] != "complete" ||
		c.Cells[2]["count"] != nil || c.Cells[2]["state"] != "pending" {
		t.Errorf("%s", w.Body)
	}
	if got.Average[1]["rate"] != 0.25 || got.Average[2]["rate"] != nil || got.Average[2]["mean"] != nil {
		t.Errorf("average %v", got.Average)
	}
	csv := get(s, "/api/v1/retention?start=visit&format=csv")
	want := "group,start,size,period,last,count,size_mature,returned_mature,state\r\n,2026-09-27,4,0,0,4,4,4,complete\r\n,2026-09-27,4,1,1,1,4,1,complete\r\n,2026-09-27,4,2,2,NA,0,0,pending\r\n"
	if csv.Body.String() != want || !strings.HasPrefix(csv.Header().Get("Content-Type"), "text/csv") {
		t.Errorf("CSV\n%s", csv.Body)
	}
}

func TestUnknownEventIsAnError(t *testing.T) {
	s, _ := askedServer(t)
	if w := get(s, "/api/v1/retention?start=nosuch"); w.Code != http.StatusBadRequest || codeOf(t, w) != "unknown_event" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	s = newTestServer(t, testConfigOf(emptySnapshot{}))
	if w := get(s, "/api/v1/growth"); w.Code != http.StatusBadRequest || codeOf(t, w) != "unknown_event" {
		t.Errorf("without data: %d %s", w.Code, w.Body)
	}
}

func (*askedSnapshot) Values(string) []string {
	return []string{"zhihu", "tieba", "sunrise", "北京", "上海"}
}

func (*askedSnapshot) Has(string, string) bool { return false }

func (*askedSnapshot) Keys() ops.Keys { return nil }

func (*askedSnapshot) PropertyValues(string) []string { return []string{"book", "x"} }

// emptySnapshot is that of a record without rows.
type emptySnapshot struct{ blankSnapshot }

func (emptySnapshot) Days(string) ops.Range { return ops.Range{} }
func (emptySnapshot) Sources() []ops.Source { return nil }

func testConfigOf(snapshot engine.Snapshot) Config {
	cfg := testConfig()
	cfg.Snapshots = fixedSnapshots{snapshot}
	return cfg
}

func TestGrowthAnswer(t *testing.T) {
	s, a := askedServer(t)
	w := get(s, "/api/v1/growth?event=check_in&period=week&from=2026-09-07&to=2026-09-13")
	if a.growth == nil || a.growth.Period != ops.Weekly || a.growth.Event.Event != "check_in" {
		t.Fatalf("asked %+v, %s", a.growth, w.Body)
	}
	var got struct{ Buckets []map[string]any }
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	// Quick ratio (3 + 1) ÷ 2.
	if b := got.Buckets[0]; b["churned"] != 2.0 || b["new"] != 3.0 || b["quick_ratio"] != 2.0 || b["start"] != "2026-09-07" || b["end"] != "2026-09-13" {
		t.Errorf("%v", b)
	}
	if b := got.Buckets[1]; b["active"] != nil || b["quick_ratio"] != nil || b["state"] != "pending" {
		t.Errorf("pending: %v", b)
	}
	if w := get(s, "/api/v1/active"); !strings.Contains(w.Body.String(), `"dau":1,"wau":2,"mau":3`) {
		t.Errorf("active: %s", w.Body)
	}
}

func TestStickinessHistogram(t *testing.T) {
	s, _ := askedServer(t)
	w := get(s, "/api/v1/stickiness")
	if !strings.Contains(w.Body.String(), `"histogram":[{"days":1,"count":5,"at_least":7},{"days":2,"count":0,"at_least":2},{"days":3,"count":2,"at_least":2}]`) {
		t.Errorf("%s", w.Body)
	}
}

func TestFunnelAddsUpItsGroups(t *testing.T) {
	s, a := askedServer(t)
	w := get(s, "/api/v1/funnel?steps=visit,pay[product:book]&window=24h&order=strict&exclude=leave&by=channel")
	if a.funnel == nil || a.funnel.Hours != 24 || a.funnel.Days != 0 || a.funnel.Order != "strict" || len(a.funnel.Exclude) != 1 {
		t.Fatalf("asked %+v, %s", a.funnel, w.Body)
	}
	var got struct {
		Steps []struct {
			Step                 string
			Count, Open, Dropped int
			Hours                *struct{ Median, P90 float64 }
		}
		Entrants, Converted, Dropped, Open int
		Rate                               float64
		Groups                             []any
		Trend                              []struct{ Day string }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	// Both groups together: 6 entrants, 3 converted, 2 dropped, 1 open, 5 mature; (5 − 2) ÷ 5 = 0.6.
	if got.Entrants != 6 || got.Converted != 3 || got.Dropped != 2 || got.Open != 1 || got.Rate != 0.6 || len(got.Groups) != 2 {
		t.Errorf("%s", w.Body)
	}
	if x := got.Steps[1]; x.Step != "pay[product:book]" || x.Count != 3 || x.Hours.Median != 2 || x.Hours.P90 != 2.8 {
		t.Errorf("last step %+v", x)
	}
	if got.Trend[0].Day != "2026-09-01" || got.Trend[1].Day != "2026-09-02" {
		t.Errorf("trend %v", got.Trend)
	}
}

func TestChallengeParameters(t *testing.T) {
	s, a := askedServer(t)
	w := get(s, "/api/v1/challenge?challenge=sunrise&start=2026-09-01&rest=saturday,sunday&day_start=04:30&need=18")
	if q := a.challenge; w.Code != http.StatusOK || q.Start != day("2026-09-01") || !reflect.DeepEqual(q.Rest, []int{6, 0}) || q.DayStart != 270 ||
		q.Need != 18 || q.Length != 21 {
		t.Errorf("asked %+v, %s", a.challenge, w.Body)
	}
}

func TestBadParametersAreRefused(t *testing.T) {
	s, _ := askedServer(t)
	for path, want := range map[string]ops.Code{
		"/api/v1/retention?nosuch=1":                             "unknown_parameter",
		"/api/v1/retention?timezone=UTC":                         "unknown_parameter",
		"/api/v1/retention?period=week&period=day":               "duplicate_parameter",
		"/api/v1/retention?period=year":                          "bad_parameter",
		"/api/v1/retention?from=2026-09-02&to=2026-09-01":        "range_reversed",
		"/api/v1/streaks?to=2019-01-01":                          "before_known",
		"/api/v1/growth?from=2099-01-01":                         "after_known",
		"/api/v1/retention?from=0001-01-01&to=9999-12-31":        "range_too_long",
		"/api/v1/retention?from=2026-02-30":                      "bad_date",
		"/api/v1/retention?by=":                                  "unknown_dimension",
		"/api/v1/times?filter=nosuch:x":                          "unknown_dimension",
		"/api/v1/growth?table=states&period=week":                "bad_parameter",
		"/api/v1/retention?table=states":                         "bad_parameter",
		"/api/v1/retention?filter=channel":                       "bad_parameter",
		"/api/v1/retention?mode=bracket":                         "missing_parameter",
		"/api/v1/retention?mode=bracket&brackets=3-1":            "bad_parameter",
		"/api/v1/retention?mode=streak":                          "missing_parameter",
		"/api/v1/retention?min_returns=0":                        "bad_parameter",
		"/api/v1/retention?min_returns=":                         "bad_parameter",
		"/api/v1/retention?start=a[":                             "bad_parameter",
		"/api/v1/growth?rolling=28&period=day":                   "bad_parameter",
		"/api/v1/funnel":                                         "missing_parameter",
		"/api/v1/funnel?steps=a&window=7":                        "bad_parameter",
		"/api/v1/funnel?steps=a&window=0d":                       "bad_parameter",
		"/api/v1/funnel?steps=" + strings.Repeat("a,", 20) + "a": "too_many_steps",
		"/api/v1/challenge?rest=someday":                         "bad_parameter",
		"/api/v1/challenge?day_start=25:00":                      "bad_parameter",
		"/api/v1/challenge?length=7&need=8":                      "bad_parameter",
	} {
		if w := get(s, path); w.Code != http.StatusBadRequest || codeOf(t, w) != want {
			t.Errorf("%s: %d %s, want %s", path, w.Code, w.Body, want)
		}
	}
	var b errorBody
	w := get(s, "/api/v1/retention?period=year&min_returns=0&x=1")
	if err := json.Unmarshal(w.Body.Bytes(), &b); err != nil || len(b.Errors) != 3 {
		t.Errorf("not every mistake is told: %s", w.Body)
	}
}

func (*askedSnapshot) Streaks(context.Context, engine.StreakQuery) (*engine.Streaks, error) {
	return &engine.Streaks{Current: []int{0, 2}, Longest: []int{0, 0, 2},
		AtRisk: []engine.MemberStreak{{Member: "m", Current: 1, Longest: 2, Last: day("2026-09-29")}}}, nil
}

func (*askedSnapshot) Invitations(context.Context, engine.InvitationQuery) (*engine.Invitations, error) {
	return &engine.Invitations{Buckets: []engine.InvitationBucket{
		{Days: ops.Range{From: day("2026-09-01"), To: day("2026-09-08")}, Invited: 1, Active: 4, CycleHours: []float64{12}, State: engine.Complete},
		{Days: ops.Range{From: day("2026-09-08"), To: day("2026-09-15")}, State: engine.Waiting},
	}}, nil
}

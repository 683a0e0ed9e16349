package web

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"daybreak/internal/api"
)

func document(t *testing.T) (*openapi3.T, routers.Router) {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(api.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	router, err := legacy.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return doc, router
}

func TestEveryAPIRouteIsDescribedAndTheOtherWayRound(t *testing.T) {
	doc, _ := document(t)
	s := newTestServer(t, testConfig())
	param := regexp.MustCompile(`:(\w+)`)
	described := map[route]bool{}
	names := map[string]route{} // what generated clients call their functions
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			at := route{method, path}
			described[at] = true
			if other, twice := names[operation.OperationID]; twice || operation.OperationID == "" {
				t.Errorf("%v is called %q, as %v", at, operation.OperationID, other)
			}
			names[operation.OperationID] = at
			if !slices.ContainsFunc(slices.Collect(maps.Keys(operation.Responses.Map())), func(code string) bool { return code[0] == '4' }) {
				t.Errorf("%v has no answer for what is wrong", at)
			}
		}
	}
	for r := range s.routed {
		if !strings.HasPrefix(r.path, "/api/") && r.path != "/healthz" {
			continue
		}
		key := route{r.method, param.ReplaceAllString(r.path, "{$1}")}
		if !described[key] {
			t.Errorf("%v is not described", key)
		}
		delete(described, key)
	}
	for r := range described {
		t.Errorf("%v is described and is no route", r)
	}
}

// exchange is one request that the description is held against. Good ones must
// be requests the description allows; all must be answered as it says.
type exchange struct {
	method, path, contentType, body string
	status                          int
}

const spendCSV = "date,platform,account,campaign,ad_group,keyword,channel,industry,impressions,clicks,cost,currency,reported_conversions,reported_value\n" +
	"2026-09-01,baidu,,brand,,,search-ads,,100,10,12.50,CNY,,\n2026-09-02,baidu,,brand,,,search-ads,,100,0,7.50,CNY,,\n"

// exportCSV is spend of nobody knows which platform, in no currency.
const exportCSV = "Day,Campaign,Impressions,Clicks,Spend\n2026-09-03,brand,1000,40,10.50\n2026-09-04,brand,2000,60,30.25\n"

func TestHandlersAnswerAsDescribed(t *testing.T) {
	facts := []exchange{
		{"GET", "/healthz", "", "", 200},
		{"GET", "/api/v1/openapi.yaml", "", "", 200},
		{"GET", "/api/v1/imports", "", "", 200},
		{"GET", "/api/v1/definitions", "", "", 200}, {"GET", "/api/v1/definitions?format=csv", "", "", 200},
		{"GET", "/api/v1/sources", "", "", 200},
		{"GET", "/api/v1/metrics?metrics=cost,cpc", "", "", 200},
		{"POST", "/api/v1/imports?dry_run=1&name=a.csv&as=spend", "text/csv", spendCSV, 200},
		{"POST", "/api/v1/imports?name=a.csv", "text/csv", spendCSV, 201},
		{"POST", "/api/v1/imports?name=a.csv", "text/csv", spendCSV, 409},
		{"POST", "/api/v1/imports?dry_run=1", "text/csv", strings.Replace(strings.Replace(spendCSV, "7.50", "8.50", 1), "12.50", "NaN", 1), 200},
		{"POST", "/api/v1/imports", "text/csv", strings.ReplaceAll(spendCSV, "50,CNY", "x,CNY"), 422},
		{"POST", "/api/v1/imports?name=b.csv", "text/csv", exportCSV, 422},
		{"POST", "/api/v1/imports?dry_run=1&name=b.csv&answer.platform=baidu&answer.currency=CNY", "text/csv", exportCSV, 200},
		{"POST", "/api/v1/events", "application/json", `[{"member":"m","at":"2026-09-01T06:00:00+08:00","event":"visit","value":1.5,"props":{"page":"x"}}]`, 201},
		{"POST", "/api/v1/events", "application/json", `[{"member":"m","at":"2026-09-01T06:00:00+08:00","event":"visit","value":1.5,"props":{"page":"x"}}]`, 200},
		{"POST", "/api/v1/events", "application/x-ndjson", `{"member":"m","at":"2026-09-01T06:00:00+08:00","event":"visit","value":2}`, 409},
		{"POST", "/api/v1/check-ins", "application/json", `{"member":"m","key":"k"}`, 201},
		{"POST", "/api/v1/check-ins", "application/json", `{"member":"m","key":"k"}`, 200},
		{"POST", "/api/v1/retired-sources", "application/json", `{"record":"spend","source":"baidu","retired":true}`, 200},
		{"POST", "/api/v1/retired-sources", "application/json", `{"record":"spend","source":"nobody","retired":true}`, 422},
		{"POST", "/api/v1/retired-sources", "application/json", `{"record":"spend","source":"baidu","part":"nobody","retired":true}`, 422},
		{"GET", "/api/v1/unassigned", "", "", 200},
		{"POST", "/api/v1/channel-rules", "application/json", `{"record":"","platform":"baidu","campaign":"Br*","channel":"search-ads"}`, 201},
		{"POST", "/api/v1/channel-rules", "application/json", `{"record":"","platform":"","campaign":"*","channel":"search-ads"}`, 422},
		{"GET", "/api/v1/channel-rules", "", "", 200},
		{"POST", "/api/v1/channel-rules/1/undo", "", "", 200},
		{"POST", "/api/v1/channel-rules/1/undo", "", "", 409},
		{"POST", "/api/v1/channel-rules/9/undo", "", "", 404},
		{"GET", "/api/v1/channel-rules", "", "", 200},
		{"GET", "/api/v1/merges", "", "", 200},
		{"POST", "/api/v1/merges", "application/json", `{"dimension":"platform","name":"baidu","kept":"Du","dry_run":true}`, 200},
		{"POST", "/api/v1/merges", "application/json", `{"dimension":"platform","name":"baidu","kept":"Du"}`, 201},
		{"POST", "/api/v1/merges", "application/json", `{"dimension":"platform","name":"baidu","kept":"Du"}`, 409},
		{"POST", "/api/v1/merges", "application/json", `{"dimension":"platform","name":"nobody","kept":"Du"}`, 422},
		{"GET", "/api/v1/merges", "", "", 200},
		{"POST", "/api/v1/merges/1/undo", "", "", 200},
		{"POST", "/api/v1/merges/1/undo", "", "", 409},
		{"POST", "/api/v1/merges/9/undo", "", "", 404},
		{"POST", "/api/v1/quiet-days", "application/json", `{"record":"spend","source":"baidu","part":"","from":"2026-09-02","to":"2026-09-02"}`, 200},
		{"POST", "/api/v1/quiet-days", "application/json", `{"record":"orders","source":"","part":"","from":"2026-09-02","to":"2026-09-02"}`, 422},
		{"POST", "/api/v1/watermarks", "application/json", `{"record":"events","source":"","day":"2026-09-30"}`, 200},
		{"GET", "/api/v1/metrics?metrics=cost,cpc&by=channel,platform&grain=day&from=2026-09-01&to=2026-09-03&compare=previous&filter=channel:!none&filter=platform:baidu&limit=5&sort=cpc&order=asc", "", "", 200},
		{"GET", "/api/v1/metrics?metrics=cost&format=csv&range=7d", "", "", 200},
		{"GET", "/api/v1/metrics?metrics=nosuch", "", "", 400},
		{"GET", "/api/v1/sources", "", "", 200},
		{"GET", "/api/v1/imports?limit=1&before=2", "", "", 200},
		{"POST", "/api/v1/imports/1/undo", "", "", 200},
		{"POST", "/api/v1/imports/1/undo", "", "", 409},
		{"POST", "/api/v1/imports/9/undo", "", "", 404},
		{"GET", "/api/v1/imports", "", "", 200},
	}
	members := []exchange{
		{"GET", "/api/v1/retention?start=visit&by=channel", "", "", 200},
		{"GET", "/api/v1/retention?start=nosuch", "", "", 400},
		{"GET", "/api/v1/growth?event=visit&event.where=page:x", "", "", 200},
		{"GET", "/api/v1/active?period=week", "", "", 200},
		{"GET", "/api/v1/stickiness", "", "", 200},
		{"GET", "/api/v1/funnel?steps=visit,pay&by=channel&window=24h", "", "", 200},
		{"GET", "/api/v1/funnel?steps=visit,pay&format=csv", "", "", 200},
		{"GET", "/api/v1/streaks?rest=sunday", "", "", 200},
		{"GET", "/api/v1/challenge?length=7&day_start=04:00", "", "", 200},
		{"GET", "/api/v1/invitations?period=month", "", "", 200},
	}
	someEvents := exchange{"POST", "/api/v1/events", "application/x-ndjson", `{"member":"a","at":"2026-09-01T06:00:00+08:00","event":"join","channel":"zhihu"}
		{"member":"a","at":"2026-09-01T06:01:00+08:00","event":"visit","props":{"page":"x"}}
		{"member":"a","at":"2026-09-01T06:02:00+08:00","event":"pay"}
		{"member":"a","at":"2026-09-01T06:03:00+08:00","event":"check_in"}
		{"member":"b","at":"2026-09-20T06:00:00+08:00","event":"join","invited_by":"a"}
		{"member":"b","at":"2026-09-30T06:00:00+08:00","event":"visit","channel":"tieba"}
		{"member":"b","at":"2026-09-30T06:00:00+08:00","event":"check_in"}`, 201}
	people := []exchange{
		{"GET", "/api/v1/kept", "", "", 200},
		{"GET", "/api/v1/times?event=visit&filter=channel:!none", "", "", 200},
		{"GET", "/api/v1/times?event=nosuch", "", "", 400},
		{"POST", "/api/v1/imports?name=a.csv", "text/csv", spendCSV, 201},
		{"GET", "/api/v1/kept?start=join&return=check_in&mode=on_or_after&horizons=1,30&by=campaign", "", "", 200},
		{"GET", "/api/v1/kept?format=csv", "", "", 200},
		{"GET", "/api/v1/kept?metric=cost", "", "", 400},
		{"GET", "/api/v1/kept?metric=nosuch", "", "", 400},
		{"GET", "/api/v1/members?of=retention&start=join&return=check_in&period=week&bucket=2026-08-31&kind=returned&step=0", "", "", 200},
		{"GET", "/api/v1/members?of=growth&event=check_in&bucket=2026-09-30&kind=state_new&limit=1&offset=0", "", "", 200},
		{"GET", "/api/v1/members?of=streaks&kind=current&step=1&most=7&format=csv", "", "", 200},
		{"GET", "/api/v1/members?of=funnel&steps=visit,pay&kind=nosuch", "", "", 400},
		{"GET", "/api/v1/groups?grain=week", "", "", 200}, {"GET", "/api/v1/groups?format=csv", "", "", 200},
		{"GET", "/api/v1/stages?stages=visit,pay&by=channel", "", "", 200},
		{"GET", "/api/v1/stages?stages=nosuch", "", "", 400},
		{"GET", "/api/v1/companions?kinds=visit,pay&return=check_in", "", "", 200}, {"GET", "/api/v1/companions?kinds=nosuch", "", "", 400},
		{"GET", "/api/v1/reach?did=visit,pay&base=*&after=1", "", "", 200}, {"GET", "/api/v1/reach?did=visit,pay&by=channel", "", "", 400},
		{"GET", "/api/v1/members?of=reach&did=visit&base=*&kind=reached&step=1", "", "", 200},
		{"GET", "/api/v1/posts?days=3", "", "", 200},
		{"GET", "/api/v1/posts?filter=city:x", "", "", 400},
		{"GET", "/api/v1/members?of=stages&stages=visit,pay&kind=waiting&step=1", "", "", 200},
		{"GET", "/api/v1/members?of=groups&kind=members&group=nosuch", "", "", 400},
		{"GET", "/api/v1/members/a", "", "", 200},
		{"GET", "/api/v1/members/nosuch", "", "", 404},
		{"GET", "/api/v1/members/a/export", "", "", 200},
		{"GET", "/api/v1/members/a/export?format=zip", "", "", 200},
		{"GET", "/api/v1/members/nosuch/export", "", "", 404},
		{"POST", "/api/v1/members/a/forget", "application/json", `{"member":"b"}`, 422},
		{"POST", "/api/v1/members/nosuch/forget", "application/json", `{"member":"nosuch"}`, 404},
		{"POST", "/api/v1/members/a/forget", "application/json", `{"member":"a"}`, 200},
	}
	const reading = `{"title":"Reading week","kind":"activity","metric":"joins","direction":"up","start":"2026-09-07","end":"2026-09-13","expected":0.2,` +
		`"probability":0.6,"cost":1200.5}`
	const nudge = `{"title":"Nudge","kind":"user","metric":"check_ins","direction":"up","start":"2026-10-07","end":"2026-10-13","expected":0.2,` +
		`"probability":0.6,"split":"list","members":["b"]}`
	plans := []exchange{
		{"POST", "/api/v1/imports?name=targets.csv&as=targets", "text/csv",
			"metric,scope,from,to,floor,goal,stretch,phasing,owner\njoins,,2026-09-01,2026-09-30,10,20,30,,Lin\ncpa,,2026-09-01,2026-10-31,60,45,35,,\n", 201},
		{"GET", "/api/v1/goals?on=2026-09-20", "", "", 200},
		{"GET", "/api/v1/goals?on=2026-09-20&format=csv", "", "", 200},
		{"GET", "/api/v1/targets", "", "", 200},
		{"POST", "/api/v1/targets", "application/json", `{"metric":"revenue","from":"2026-09-01","to":"2026-09-30","goal":5000}`, 201},
		{"POST", "/api/v1/targets", "application/json", `{"metric":"revenue","from":"2026-09-01","to":"2026-09-30","goal":5000}`, 200},
		{"POST", "/api/v1/targets", "application/json", `{"metric":"revenue","from":"2026-09-01","to":"2026-09-30","goal":6000}`, 409},
		{"POST", "/api/v1/targets", "application/json", `{"version":4,"metric":"revenue","from":"2026-09-01","to":"2026-09-30","goal":6000,"state":"approved"}`, 200},
		{"POST", "/api/v1/targets", "application/json", `{"version":4,"metric":"revenue","from":"2026-09-01","to":"2026-09-30","goal":7000}`, 409},
		{"POST", "/api/v1/targets", "application/json", `{"version":5,"metric":"revenue","from":"2026-09-01","to":"2026-09-30","goal":7000}`, 422},
		{"POST", "/api/v1/targets", "application/json", `{"metric":"revenue","from":"2026-09-01","to":"2026-09-30","goal":7000,"floor":8000}`, 422},
		{"POST", "/api/v1/targets", "application/json", `{"metric":"orders_paid","from":"2026-09-01","to":"2026-09-30","goal":7000}`, 400},
		{"GET", "/api/v1/targets/revisions?key=revenue%7C%7C2026-09-01%7C2026-09-30", "", "", 200},
		{"GET", "/api/v1/targets/revisions?format=csv", "", "", 200},
		{"POST", "/api/v1/imports?name=holidays.csv&as=holidays", "text/csv", "region,date,name,kind,group\nCN,2026-10-01,国庆节,holiday,国庆节\n", 201},
		{"GET", "/api/v1/holidays", "", "", 200},
		{"GET", "/api/v1/holidays?format=csv", "", "", 200},
		{"GET", "/api/v1/change?metric=joins&by=channel&from=2026-09-02&to=2026-09-03", "", "", 200},
		{"GET", "/api/v1/change?metric=joins&from=2026-09-20&to=2026-09-21&back=7&table=states&format=csv", "", "", 200},
		{"GET", "/api/v1/change?metric=nosuch", "", "", 400},
		{"GET", "/api/v1/change?metric=joins&by=colour", "", "", 400},
		{"GET", "/api/v1/findings", "", "", 200},
		{"GET", "/api/v1/findings?on=2026-09-20&format=csv", "", "", 200},
		{"POST", "/api/v1/tries", "application/json", reading, 201},
		{"POST", "/api/v1/tries", "application/json", strings.Replace(reading, `"up"`, `"sideways"`, 1), 422},
		{"POST", "/api/v1/tries", "application/json", strings.Replace(reading, `"joins"`, `"cpa"`, 1), 422},
		{"POST", "/api/v1/tries", "application/json", strings.Replace(reading, `"title"`, `"scope":"colour:red","title"`, 1), 400},
		{"POST", "/api/v1/tries/1", "application/json", strings.Replace(reading, `{`, `{"version":1,`, 1), 200},
		{"POST", "/api/v1/tries/1", "application/json", strings.Replace(reading, `{`, `{"version":1,`, 1), 409},
		{"POST", "/api/v1/tries/1", "application/json", strings.Replace(strings.Replace(reading, `{`, `{"version":2,`, 1), "0.6", "0.9", 1), 409},
		{"POST", "/api/v1/tries/1", "application/json", strings.Replace(strings.Replace(reading, `{`, `{"version":2,"override":true,`, 1), "0.6", "0.9", 1), 200},
		{"GET", "/api/v1/tries/1/members", "", "", 200},
		{"GET", "/api/v1/tries/1/members?format=csv", "", "", 200},
		{"GET", "/api/v1/tries/9/members", "", "", 404},
		{"POST", "/api/v1/tries", "application/json", nudge, 201},
		{"POST", "/api/v1/tries", "application/json", strings.Replace(nudge, `"b"`, `"nobody"`, 1), 422},
		{"POST", "/api/v1/tries", "application/json", strings.Replace(nudge, `"list"`, `"share"`, 1), 422},
		{"GET", "/api/v1/tries?state=measuring", "", "", 200},
		{"GET", "/api/v1/tries/1/versions", "", "", 200},
		{"POST", "/api/v1/tries/import", "text/csv", "title,kind\nx,wish\n", 422},
		{"GET", "/api/v1/tries/9/versions", "", "", 404},
		{"GET", "/api/v1/tries?table=kinds&format=csv", "", "", 200},
		{"POST", "/api/v1/tries/1/decide", "application/json", `{"version":3,"decision":"scale","sentence":"Worked"}`, 422},
		{"POST", "/api/v1/tries/1/decide", "application/json", `{"version":3,"decision":"stop","sentence":"No visible effect"}`, 200},
		{"POST", "/api/v1/tries/1", "application/json", strings.Replace(reading, `{`, `{"version":4,`, 1), 409},
		{"POST", "/api/v1/tries", "application/json", strings.Replace(reading, "2026-09-13", "2026-10-05", 1), 201},
		{"POST", "/api/v1/tries/2/decide", "application/json", `{"version":1,"decision":"stop","sentence":"Too early"}`, 409},
		{"POST", "/api/v1/tries/9/decide", "application/json", `{"version":1,"decision":"stop","sentence":"No such"}`, 404},
		{"POST", "/api/v1/tries/1/remove", "application/json", `{"version":4}`, 204},
		{"POST", "/api/v1/tries/1/remove", "application/json", `{"version":5}`, 404},
		{"POST", "/api/v1/alerts", "application/json", `{"title":"Few","rule":"below","metric":"joins","limit":30,"owner":"Lin"}`, 201},
		{"POST", "/api/v1/alerts", "application/json", `{"title":"Few","rule":"beside","metric":"joins"}`, 422},
		{"POST", "/api/v1/alerts", "application/json", `{"title":"Few","rule":"anomaly","metric":"cpa"}`, 422},
		{"POST", "/api/v1/alerts", "application/json", `{"title":"Few","rule":"below","metric":"nothing","limit":30}`, 400},
		{"POST", "/api/v1/alerts/1", "application/json", `{"version":1,"title":"Few","rule":"below","metric":"joins","limit":40}`, 200},
		{"POST", "/api/v1/alerts/1", "application/json", `{"version":1,"title":"Few","rule":"below","metric":"joins","limit":40}`, 409},
		{"POST", "/api/v1/alerts/1/snooze", "application/json", `{"version":2,"until":"1999-01-01"}`, 422},
		{"POST", "/api/v1/alerts/1/snooze", "application/json", `{"version":2,"until":""}`, 200},
		{"GET", "/api/v1/alerts", "", "", 200},
		{"GET", "/api/v1/alerts?format=csv", "", "", 200},
		{"GET", "/api/v1/firings?alert=1", "", "", 200},
		{"GET", "/api/v1/firings?format=csv", "", "", 200},
		{"POST", "/api/v1/firings/1/acknowledge", "", "", 404},
		{"GET", "/api/v1/backtest?rule=below&metric=joins&limit=30", "", "", 200},
		{"GET", "/api/v1/backtest?rule=below&metric=nothing&limit=3", "", "", 400},
		{"POST", "/api/v1/alerts/1/remove", "application/json", `{"version":3}`, 204},
		{"POST", "/api/v1/alerts/1/remove", "application/json", `{"version":4}`, 404},
		{"POST", "/api/v1/reports", "application/json", `{"month":"2026-09"}`, 201},
		{"POST", "/api/v1/reports", "application/json", `{"month":"2026-09"}`, 409},
		{"POST", "/api/v1/reports", "application/json", `{"month":"2026-9"}`, 422},
		{"GET", "/api/v1/reports", "", "", 200},
		{"GET", "/api/v1/reports?format=csv", "", "", 200},
		{"GET", "/api/v1/reports/1", "", "", 200},
		{"GET", "/api/v1/reports/9", "", "", 404},
		{"POST", "/api/v1/reports/1", "application/json", `{"version":1,"parts":[]}`, 422},
		{"POST", "/api/v1/reports/1", "application/json", `{"version":2,"parts":[]}`, 409},
		{"POST", "/api/v1/commitments", "application/json", `{"report":1,"text":"CPA of 45","metric":"cpa","at_most":true,"goal":45}`, 201},
		{"POST", "/api/v1/commitments", "application/json", `{"report":1,"text":"CPA of 45","metric":"nothing","goal":45}`, 400},
		{"POST", "/api/v1/commitments", "application/json", `{"report":1,"text":"Late","by":"2026-09-30"}`, 422},
		{"POST", "/api/v1/commitments", "application/json", `{"report":9,"text":"No such"}`, 404},
		{"GET", "/api/v1/commitments", "", "", 200},
		{"GET", "/api/v1/commitments?format=csv", "", "", 200},
		{"POST", "/api/v1/commitments/1/withdraw", "application/json", `{"version":1,"reason":""}`, 422},
		{"POST", "/api/v1/commitments/1/withdraw", "application/json", `{"version":1,"reason":"No ads in October"}`, 200},
		{"POST", "/api/v1/reports/1/finish", "application/json", `{"version":9}`, 409},
		{"POST", "/api/v1/reports/1/remove", "application/json", `{"version":1}`, 204},
		{"POST", "/api/v1/reports/1/remove", "application/json", `{"version":2}`, 404},
		{"POST", "/api/v1/notes", "application/json", `{"from":"2026-09-03","text":"Zhihu was down","kind":"fact","metrics":"joins"}`, 201},
		{"POST", "/api/v1/notes", "application/json", `{"from":"2026-09-03","text":"<b>","kind":"fact"}`, 422},
		{"POST", "/api/v1/notes/1/vote", "application/json", `{"vote":1}`, 204},
		{"POST", "/api/v1/notes/1", "application/json",
			`{"version":1,"from":"2026-09-03","to":"2026-09-04","text":"Zhihu was down","kind":"fact","resolved":true}`, 200},
		{"GET", "/api/v1/notes?from=2026-09-01&to=2026-09-30&metric=joins", "", "", 200},
		{"GET", "/api/v1/notes?format=csv", "", "", 200},
		{"POST", "/api/v1/notes/1/remove", "application/json", `{"version":2}`, 204},
		{"POST", "/api/v1/notes/1/remove", "application/json", `{"version":3}`, 404},
	}
	doc, router := document(t)
	tried := map[string]bool{}
	asked, _ := askedServer(t)
	for _, set := range []struct {
		server    *Server
		exchanges []exchange
	}{{realServer(t), facts}, {asked, members}, {realServer(t), slices.Concat([]exchange{someEvents}, members, people, plans, provenanceExchanges())}} {
		for _, x := range set.exchanges {
			req := httptest.NewRequest(x.method, x.path, strings.NewReader(x.body))
			if x.contentType != "" {
				req.Header.Set("Content-Type", x.contentType)
			}
			r, params, err := router.FindRoute(req)
			if err != nil {
				t.Errorf("%s %s: %v", x.method, x.path, err)
				continue
			}
			tried[r.Method+" "+r.Path] = true
			options := &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true,
				ExcludeRequestBody: x.contentType != "application/json"}
			in := &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: r, Options: options}
			if err := openapi3filter.ValidateRequest(t.Context(), in); err != nil {
				t.Errorf("%s %s: the request is not as described: %v", x.method, x.path, err)
			}
			req.Body = io.NopCloser(strings.NewReader(x.body))
			w := httptest.NewRecorder()
			set.server.ServeHTTP(w, req)
			if w.Code != x.status {
				t.Errorf("%s %s: %d, want %d: %s", x.method, x.path, w.Code, x.status, w.Body)
			}
			out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: w.Code, Header: w.Header(), Options: options}
			if strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
				out.SetBodyBytes(bytes.Clone(w.Body.Bytes()))
				if err := openapi3filter.ValidateResponse(t.Context(), out); err != nil {
					t.Errorf("%s %s: the answer is not as described: %v", x.method, x.path, err)
				}
			}
		}
	}
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			if !tried[method+" "+path] {
				t.Errorf("%s %s was not tried", method, path)
			}
		}
	}
}

func TestADifferentAnswerIsNoticed(t *testing.T) {
	_, router := document(t)
	req := httptest.NewRequest(http.MethodGet, "/api/v1/sources", nil)
	r, params, err := router.FindRoute(req)
	if err != nil {
		t.Fatal(err)
	}
	in := &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: r}
	for _, body := range []string{`{}`, `{"sources":[{"record":"spend"}]}`, `{"sources":[],"more":1}`} {
		out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: 200, Header: http.Header{"Content-Type": {"application/json"}}}
		out.SetBodyBytes([]byte(body))
		if openapi3filter.ValidateResponse(t.Context(), out) == nil {
			t.Errorf("%s is taken for an answer", body)
		}
	}
}

package web

import (
	"fmt"
	"net/http/httptest"
	"testing"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// audited is a change that is to leave one line in the audit log.
type auditedChange struct {
	prepare func()
	make    func() *httptest.ResponseRecorder
}

// planningChanges are the changes of plans and of what is said about sources.
func planningChanges(t *testing.T, x *site, ada *visitor, editor string) map[route]auditedChange {
	t.Helper()
	const body = `"title":"Audited","kind":"activity","metric":"joins","direction":"up","start":"2026-09-07","end":"2026-09-13","expected":0.2,"probability":0.6`
	form := []string{"title", "Audited", "kind", "activity", "hypothesis", "", "metric", "joins", "direction", "up", "scope", "", "measured_on", "", "control", "",
		"start", "2026-09-07", "end", "2026-09-13", "expected", "20", "probability", "60", "cost", "", "hours", "", "owner", ""}
	planned := []string{"metric", "revenue", "scope", "", "from", "2026-09-01", "to", "2026-09-30", "kind", "target", "floor", "", "goal", "5000", "stretch", "",
		"phasing", "even", "curve", "", "owner", "", "parent", "", "state", "draft", "reason", ""}
	const table = "title,kind,metric,direction,start,end,expected,probability\nAudited,activity,joins,up,2026-09-07,2026-09-13,0.2,0.6\n"
	var try, note int64
	tried := func() {
		made, _, err := x.store.Tries().Add(t.Context(), ops.Try{Title: "Audited", Kind: "activity", Metric: "joins", Direction: ops.UpGood,
			Start: ops.DayOf(2026, 9, 7), End: ops.DayOf(2026, 9, 13), Expected: .2, Probability: .6}, "")
		if err != nil {
			t.Fatal(err)
		}
		try = made.ID
	}
	measured := func() {
		tried()
		x.api(t, "POST", "/api/v1/events", editor, "application/json",
			fmt.Sprintf(`{"member":"t%d","event":"join","at":"2026-09-01T06:30:00+08:00","key":"t%d"}`, try, try))
		x.api(t, "POST", "/api/v1/watermarks", editor, "application/json", `{"record":"events","source":"","day":"2026-10-30"}`)
	}
	followed := func(out *int64) func() {
		return func() {
			all, err := sqlite.FollowUpsIn(x.store).Of(t.Context(), "followed")
			if err != nil {
				t.Fatal(err)
			}
			r := ops.FollowUpRequest{}
			if len(all) > 0 {
				r.Last = all[0].ID
			}
			made, _, err := sqlite.FollowUpsIn(x.store).Add(t.Context(), ops.FollowUp{Member: "followed", Text: "Audited"}, r)
			if err != nil {
				t.Fatal(err)
			}
			*out = made.ID
		}
	}
	x.api(t, "POST", "/api/v1/events", editor, "application/json", `{"member":"followed","event":"apply","at":"2026-09-01T06:30:00+08:00"}`)
	var follow int64
	noted := func() {
		made, _, err := x.store.Notes().Add(t.Context(), ops.Note{Days: ops.Range{From: ops.DayOf(2026, 9, 3), To: ops.DayOf(2026, 9, 4)}, Text: "Audited",
			Kind: ops.NoteFact}, "")
		if err != nil {
			t.Fatal(err)
		}
		note = made.ID
	}
	spent := func() {
		x.api(t, "POST", "/api/v1/imports?name=s.csv", editor, "text/csv",
			"date,platform,campaign,impressions,clicks,cost,currency\n2026-09-01,weibo,q,1,1,1.00,CNY\n2026-09-03,weibo,q,1,1,1.00,CNY\n")
	}
	var merge int64
	var rule int64
	ruled := func() {
		r, err := x.store.Names().Rules.Add(t.Context(), ops.ChannelRule{Platform: "weibo", Channel: "a", By: "test"})
		if err != nil {
			t.Fatal(err)
		}
		rule = r.ID
	}
	names := 0
	named := func() {
		names++
		x.api(t, "POST", "/api/v1/imports?name=s.csv", editor, "text/csv",
			fmt.Sprintf("date,platform,campaign,impressions,clicks,cost,currency\n2026-09-01,weibo,n%d,1,1,1.00,CNY\n", names))
	}
	merged := func() {
		named()
		m, err := x.store.Names().Merges.Add(t.Context(), ops.Merge{Dimension: "campaign", Name: fmt.Sprintf("n%d", names), Kept: "q", By: "test"})
		if err != nil {
			t.Fatal(err)
		}
		merge = m.ID
	}
	api := func(path, body string) func() *httptest.ResponseRecorder {
		return func() *httptest.ResponseRecorder { return x.api(t, "POST", path, editor, "application/json", body) }
	}
	of := func(path string, id *int64, body string) func() *httptest.ResponseRecorder {
		return func() *httptest.ResponseRecorder {
			return x.api(t, "POST", fmt.Sprintf(path, *id), editor, "application/json", body)
		}
	}
	page := func(path string, id *int64, fields ...string) func() *httptest.ResponseRecorder {
		return func() *httptest.ResponseRecorder { return ada.post(fmt.Sprintf(path, *id), fields...) }
	}
	return map[route]auditedChange{
		{"POST", "/api/v1/tries"}:            {nil, api("/api/v1/tries", "{"+body+"}")},
		{"POST", "/api/v1/tries/:id"}:        {tried, of("/api/v1/tries/%d", &try, `{"version":1,`+body+"}")},
		{"POST", "/api/v1/tries/:id/decide"}: {measured, of("/api/v1/tries/%d/decide", &try, `{"version":1,"decision":"stop","sentence":"No"}`)},
		{"POST", "/api/v1/tries/:id/remove"}: {tried, of("/api/v1/tries/%d/remove", &try, `{"version":1}`)},
		{"POST", "/tries"}:                   {nil, func() *httptest.ResponseRecorder { return ada.post("/tries", form...) }},
		{"POST", "/tries/import"}:            {nil, func() *httptest.ResponseRecorder { return ada.post("/tries/import", "table", table) }},
		{"POST", "/api/v1/tries/import"}: {nil, func() *httptest.ResponseRecorder {
			return x.api(t, "POST", "/api/v1/tries/import", editor, "text/csv", table)
		}},
		{"POST", "/tries/:id"}: {tried, func() *httptest.ResponseRecorder {
			return ada.post(fmt.Sprintf("/tries/%d", try), append(form[:len(form):len(form)], "version", "1")...)
		}},
		{"POST", "/tries/:id/decide"}:      {measured, page("/tries/%d/decide", &try, "version", "1", "decision", "stop", "sentence", "No", "next", "")},
		{"POST", "/tries/:id/remove"}:      {tried, page("/tries/%d/remove", &try, "version", "1")},
		{"POST", "/api/v1/follow-ups"}:     {nil, api("/api/v1/follow-ups", `{"member":"followed","text":"Audited"}`)},
		{"POST", "/api/v1/follow-ups/:id"}: {followed(&follow), of("/api/v1/follow-ups/%d", &follow, `{"version":1,"text":"Changed"}`)},
		{"POST", "/members/:member/follow-ups"}: {nil, func() *httptest.ResponseRecorder {
			all, err := sqlite.FollowUpsIn(x.store).Of(t.Context(), "followed")
			if err != nil {
				t.Fatal(err)
			}
			last := int64(0)
			if len(all) > 0 {
				last = all[0].ID
			}
			return ada.post("/members/followed/follow-ups", "last", fmt.Sprint(last), "text", "Audited", "event", "")
		}},
		{"POST", "/members/:member/moves"}: {func() {
			x.api(t, "POST", "/api/v1/events", editor, "application/json", `[{"member":"moved","event":"apply","at":"2026-09-03T10:00:00+08:00"}]`)
		}, func() *httptest.ResponseRecorder {
			return ada.post("/members/moved/moves", "last", "0", "event", "contact", "back", "/pipeline")
		}},
		{"POST", "/follow-ups/:id/undo"}:        {followed(&follow), page("/follow-ups/%d/undo", &follow, "version", "1", "member", "followed")},
		{"POST", "/api/v1/follow-ups/:id/undo"}: {followed(&follow), of("/api/v1/follow-ups/%d/undo", &follow, `{"version":1}`)},
		{"POST", "/api/v1/notes"}:               {nil, api("/api/v1/notes", `{"from":"2026-09-03","text":"Audited","kind":"fact"}`)},
		{"POST", "/api/v1/notes/:id"}:           {noted, of("/api/v1/notes/%d", &note, `{"version":1,"from":"2026-09-03","text":"Changed","kind":"fact"}`)},
		{"POST", "/api/v1/notes/:id/vote"}:      {noted, of("/api/v1/notes/%d/vote", &note, `{"vote":1}`)},
		{"POST", "/api/v1/notes/:id/remove"}:    {noted, of("/api/v1/notes/%d/remove", &note, `{"version":1}`)},
		{"POST", "/notes"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post("/notes", "from", "2026-09-20", "to", "", "text", "Audited", "link", "", "kind", "fact", "scope", "", "metrics", "")
		}},
		{"POST", "/notes/:id"}: {noted, page("/notes/%d", &note, "version", "1", "from", "2026-09-03", "text", "Changed", "kind", "fact", "resolved", "1",
			"back", "/notes")},
		{"POST", "/notes/:id/vote"}:   {noted, page("/notes/%d/vote", &note, "vote", "1", "back", "/notes")},
		{"POST", "/notes/:id/remove"}: {noted, page("/notes/%d/remove", &note, "version", "1", "back", "/notes")},
		{"POST", "/api/v1/targets"}:   {nil, api("/api/v1/targets", `{"metric":"joins","from":"2026-09-01","to":"2026-09-30","goal":50}`)},
		{"POST", "/plan/targets"}:     {nil, func() *httptest.ResponseRecorder { return ada.post("/plan/targets", planned...) }},
		// Of another metric: the changes come in any order, and a target is planned once.
		{"POST", "/plan/target"}: {func() { ada.post("/plan/targets", append([]string{"metric", "orders"}, planned[2:]...)...) }, func() *httptest.ResponseRecorder {
			standing, err := x.store.Plans().Revisions(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			last := standing[len(standing)-1]
			return ada.post("/plan/target", "key", last.Key(), "version", fmt.Sprint(last.Batch), "do", "approve", "reason", "")
		}},
		{"POST", "/holidays"}: {nil, func() *httptest.ResponseRecorder { return ada.post("/holidays", "year", "2026") }},
		{"POST", "/api/v1/merges"}: {named, func() *httptest.ResponseRecorder {
			return x.api(t, "POST", "/api/v1/merges", editor, "application/json", fmt.Sprintf(`{"dimension":"campaign","name":"n%d","kept":"q"}`, names))
		}},
		{"POST", "/api/v1/merges/:id/undo"}: {merged, of("/api/v1/merges/%d/undo", &merge, "")},
		{"POST", "/names"}: {named, func() *httptest.ResponseRecorder {
			return ada.post("/names", "dimension", "campaign", "name", fmt.Sprintf("n%d", names), "kept", "q")
		}},
		{"POST", "/api/v1/channel-rules"}:          {nil, api("/api/v1/channel-rules", `{"record":"","platform":"weibo","campaign":"","channel":"a"}`)},
		{"POST", "/api/v1/channel-rules/:id/undo"}: {ruled, of("/api/v1/channel-rules/%d/undo", &rule, "")},
		{"POST", "/channel-rules"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post("/channel-rules", "platform", "weibo", "campaign", "x*", "channel", "a")
		}},
		{"POST", "/channel-rules/:id/undo"}: {ruled, page("/channel-rules/%d/undo", &rule)},
		{"POST", "/unassigned"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post("/unassigned", "record0", "spend", "platform0", "weibo", "campaign0", "y", "channel0", "a")
		}},
		{"POST", "/names/:id/undo"}: {merged, page("/names/%d/undo", &merge)},
		{"POST", "/api/v1/quiet-days"}: {spent, api("/api/v1/quiet-days",
			`{"record":"spend","source":"weibo","part":"","from":"2026-09-02","to":"2026-09-02"}`)},
		{"POST", "/api/v1/retired-sources"}: {spent, api("/api/v1/retired-sources", `{"record":"spend","source":"weibo","retired":true}`)},
		{"POST", "/quiet-days"}: {spent, func() *httptest.ResponseRecorder {
			return ada.post("/quiet-days", "record", "spend", "source", "weibo", "part", "", "from", "2026-09-02", "to", "2026-09-02")
		}},
		{"POST", "/retired-sources"}: {spent, func() *httptest.ResponseRecorder {
			return ada.post("/retired-sources", "record", "spend", "source", "weibo", "retired", "0")
		}},
	}
}

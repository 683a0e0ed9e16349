package web

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// alertChanges are the changes of alerts.
func alertChanges(t *testing.T, x *site, ada *visitor, editor string) map[route]auditedChange {
	t.Helper()
	var alert, firing int64
	watched := func() {
		made, _, err := x.store.Alerts().Add(t.Context(), ops.Alert{Title: "Audited", Rule: ops.RuleBelow, Metric: "joins", Limit: 3, CoolDown: 1}, "")
		if err != nil {
			t.Fatal(err)
		}
		alert = made.ID
	}
	fired := func() {
		watched()
		kept, _, err := x.store.Alerts().One(t.Context(), alert)
		if err != nil {
			t.Fatal(err)
		}
		day := ops.DayOf(2026, 9, 3)
		added, err := x.store.Alerts().Looked(t.Context(), kept, day, "", []ops.Firing{{Bucket: ops.Range{From: day, To: day + 1}, Value: 2, Against: 3}}, nil)
		if err != nil || len(added) != 1 {
			t.Fatal(added, err)
		}
		firing = added[0].ID
	}
	tomorrow := func() string { return (x.Calendar.Day(x.Clock()) + 1).String() }
	silence := func() string { return `{"version":1,"until":"` + tomorrow() + `"}` }
	silent := func() []string { return []string{"version", "1", "until", tomorrow()} }
	const body = `"title":"Audited","rule":"below","metric":"joins","limit":5`
	form := []string{"rule", "below", "metric", "joins", "scope", "", "limit", "5", "weekly", "", "cool_down", "1", "hour", "10", "title", "Audited", "owner", "",
		"id", "", "version", "1", "tested", "cool_down=1&hour=10&limit=5&metric=joins&rule=below&scope=&weekly=",
		"quiet_from", "22", "quiet_to", "7"}
	api := func(path string, id *int64, body func() string) func() *httptest.ResponseRecorder {
		return func() *httptest.ResponseRecorder {
			return x.api(t, "POST", fmt.Sprintf(path, *id), editor, "application/json", body())
		}
	}
	page := func(path string, id *int64, fields func() []string) func() *httptest.ResponseRecorder {
		return func() *httptest.ResponseRecorder { return ada.post(fmt.Sprintf(path, *id), fields()...) }
	}
	var channel, message int64
	goes := func() {
		made, err := x.store.Alerts().Channels().Add(t.Context(), ops.Channel{Name: "Audited", Kind: "page", Lang: "en", Sealed: []byte{1}})
		if err != nil {
			t.Fatal(err)
		}
		channel = made.ID
	}
	dead := func() {
		goes()
		d := ops.Delivery{Channel: channel, Once: fmt.Sprint("audited ", channel), Kind: "test", Title: "Audited", Message: []byte("{}"),
			Made: x.Clock(), Due: x.Clock()}
		if _, err := x.store.Alerts().Outbox().Put(t.Context(), []ops.Delivery{d}); err != nil {
			t.Fatal(err)
		}
		list, err := x.store.Alerts().Outbox().Latest(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		message = list[0].ID
		list[0].State = ops.DeliveryDead
		if err := x.store.Alerts().Outbox().Record(t.Context(), list[0]); err != nil {
			t.Fatal(err)
		}
	}
	var subscribed int64
	subscribes := func() {
		goes()
		made, _, err := x.store.Alerts().Subscriptions().Add(t.Context(), ops.Subscription{Topic: ops.TopicBrief, Channel: channel, Lang: "en",
			Schedule: ops.Schedule{Every: ops.EveryDay, Hour: 8}}, "")
		if err != nil {
			t.Fatal(err)
		}
		subscribed = made.ID
	}
	subscriptionForm := []string{"topic", "brief", "page", "overview", "query", "", "days", "page", "every", "daily", "weekday", "1", "month_day", "1", "hour", "9",
		"channel", "0", "lang", "en", "version", "1"}
	const subscriptionBody = `"topic":"brief","every":"daily","hour":9,"lang":"en"`
	channelForm := []string{"kind", "page", "name", "Audited", "lang", "zh", "paused", "", "version", "1"}
	text := func(s string) func() string { return func() string { return s } }
	fields := func(s ...string) func() []string { return func() []string { return s } }
	return map[route]auditedChange{
		{"POST", "/api/v1/alerts"}: {nil, func() *httptest.ResponseRecorder {
			return x.api(t, "POST", "/api/v1/alerts", editor, "application/json", "{"+body+"}")
		}},
		{"POST", "/api/v1/alerts/:id"}:              {watched, api("/api/v1/alerts/%d", &alert, text(`{"version":1,`+body+"}"))},
		{"POST", "/api/v1/alerts/:id/remove"}:       {watched, api("/api/v1/alerts/%d/remove", &alert, text(`{"version":1}`))},
		{"POST", "/api/v1/alerts/:id/snooze"}:       {watched, api("/api/v1/alerts/%d/snooze", &alert, silence)},
		{"POST", "/api/v1/firings/:id/acknowledge"}: {fired, api("/api/v1/firings/%d/acknowledge", &firing, text(""))},
		{"POST", "/api/v1/subscriptions"}: {nil, func() *httptest.ResponseRecorder {
			users, err := x.store.Accounts().Users(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			body := fmt.Sprintf(`{"owner":%d,`, users[0].ID) + subscriptionBody + "}"
			return sendJSON(ada, "/api/v1/subscriptions", body)
		}},
		{"POST", "/api/v1/subscriptions/:id"}: {subscribes, func() *httptest.ResponseRecorder {
			return sendJSON(ada, fmt.Sprintf("/api/v1/subscriptions/%d", subscribed), `{"version":1,`+subscriptionBody+"}")
		}},
		{"POST", "/api/v1/subscriptions/:id/test"}: {subscribes, func() *httptest.ResponseRecorder {
			return sendJSON(ada, fmt.Sprintf("/api/v1/subscriptions/%d/test", subscribed), "")
		}},
		{"POST", "/api/v1/subscriptions/:id/remove"}: {subscribes, func() *httptest.ResponseRecorder {
			return sendJSON(ada, fmt.Sprintf("/api/v1/subscriptions/%d/remove", subscribed), `{"version":1}`)
		}},
		{"POST", "/subscriptions"}:               {nil, func() *httptest.ResponseRecorder { return ada.post("/subscriptions", subscriptionForm...) }},
		{"POST", "/subscriptions/:id"}:           {subscribes, page("/subscriptions/%d", &subscribed, fields(subscriptionForm...))},
		{"POST", "/subscriptions/:id/test"}:      {subscribes, page("/subscriptions/%d/test", &subscribed, fields())},
		{"POST", "/subscriptions/:id/remove"}:    {subscribes, page("/subscriptions/%d/remove", &subscribed, fields("version", "1"))},
		{"POST", "/message-channels"}:            {nil, func() *httptest.ResponseRecorder { return ada.post("/message-channels", channelForm...) }},
		{"POST", "/message-channels/:id"}:        {goes, page("/message-channels/%d", &channel, fields(channelForm...))},
		{"POST", "/message-channels/:id/remove"}: {goes, page("/message-channels/%d/remove", &channel, fields("version", "1"))},
		{"POST", "/message-channels/:id/test"}:   {goes, page("/message-channels/%d/test", &channel, fields())},
		{"POST", "/valued"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post("/valued", "list", "heavy", "seen", "", "event1", "check_in", "least1", "2", "within1", "7", "per", "", "most", "")
		}},
		{"POST", "/member-lists/send"}: {func() {
			goes()
			x.api(t, "POST", "/api/v1/events", editor, "application/json", `[{"member":"listed","event":"check_in","at":"2026-09-03T10:00:00+08:00"}]`)
		}, func() *httptest.ResponseRecorder {
			return ada.post("/member-lists/send", "query", "of=metric&metric=active_members&from=2026-09-03&to=2026-09-03", "channel", fmt.Sprint(channel), "once", "x")
		}},
		{"POST", "/messages/:id/resend"}: {dead, page("/messages/%d/resend", &message, fields())},
		{"POST", "/api/v1/deliveries/:id/resend"}: {dead, func() *httptest.ResponseRecorder {
			return sendJSON(ada, fmt.Sprintf("/api/v1/deliveries/%d/resend", message), "")
		}},
		{"POST", "/api/v1/message-channels/:id/test"}: {goes, func() *httptest.ResponseRecorder {
			return sendJSON(ada, fmt.Sprintf("/api/v1/message-channels/%d/test", channel), "")
		}},
		{"POST", "/api/v1/message-channels/:id/remove"}: {goes, func() *httptest.ResponseRecorder {
			return sendJSON(ada, fmt.Sprintf("/api/v1/message-channels/%d/remove", channel), `{"version":1}`)
		}},
		{"POST", "/messages/networks"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post("/messages/networks", "networks", "10.0.0.0/8")
		}},
		{"POST", "/alerts"}:                  {nil, func() *httptest.ResponseRecorder { return ada.post("/alerts", form...) }},
		{"POST", "/alerts/:id"}:              {watched, page("/alerts/%d", &alert, fields(form...))},
		{"POST", "/alerts/:id/remove"}:       {watched, page("/alerts/%d/remove", &alert, fields("version", "1"))},
		{"POST", "/alerts/:id/snooze"}:       {watched, page("/alerts/%d/snooze", &alert, silent)},
		{"POST", "/firings/:id/acknowledge"}: {fired, page("/firings/%d/acknowledge", &firing, fields("back", "/alerts"))},
	}
}

// sendJSON posts what a program would, as somebody who is signed in.
func sendJSON(v *visitor, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", "http://example.com")
	return v.do(r)
}

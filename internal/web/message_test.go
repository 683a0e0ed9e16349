package web

import (
	"context"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
	"daybreak/internal/web/messages"
	"daybreak/internal/web/subscriptions"
)

// postOf is what messages are sent with, without a courier.
func postOf(t *testing.T, store *sqlite.Store) messages.Post {
	t.Helper()
	seal, err := notify.OpenSeal(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	return messages.Post{Channels: store.Alerts().Channels(), Outbox: store.Alerts().Outbox(), Settings: store.Settings(), Seal: seal, Wake: func() {}}
}

// deskOf is what subscriptions are kept with; what a test of one says is always the same.
func deskOf(store *sqlite.Store, clock func() time.Time) subscriptions.Desk {
	say := func(_ context.Context, x ops.Subscription, once string) (ops.Delivery, error) {
		return notify.Put(once, ops.Channel{Edited: ops.Edited{ID: x.Channel}, Lang: x.Lang}, notify.Message{Kind: notify.KindPage, Title: "said"}, clock(), clock())
	}
	return subscriptions.Desk{Keep: store.Alerts().Subscriptions(), Users: store.Accounts(), Channels: store.Alerts().Channels(), Outbox: store.Alerts().Outbox(),
		Test: say, Wake: func() {}}
}

// Why a message was not taken is said in the language of its reader.
func TestWhyAMessageWasNotTaken(t *testing.T) {
	s := realServer(t)
	if w := visit(s, "/message-channels", url.Values{"kind": {"page"}, "name": {"晨会"}, "lang": {"zh"}, "address": {""}, "secret": {""}, "user": {""}, "from": {""},
		"to": {""}, "tls": {""}, "paused": {""}, "version": {""}}); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := visit(s, "/message-channels/1/test", url.Values{}); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	box, ok := s.messages.Outbox.(sqlite.Outbox)
	if !ok {
		t.Fatal("the outbox is not that of the record")
	}
	d, _, err := box.One(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	d.State, d.Tries = ops.DeliveryDead, 1
	d.Why = &ops.Error{Code: "robot_refused", Message: "The robot refused it: 19021 sign match fail", Args: []any{19021, "sign match fail"}}
	if err := box.Record(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{"en": "The robot refused it: 19021 sign match fail", "zh": "机器人拒收：19021 sign match fail"} {
		for _, path := range []string{"/messages", "/messages/1"} {
			if w := visit(s, path+"?lang="+lang, nil); !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s in %s does not say %q", path, lang, want)
			}
		}
	}
}

// Channels are set up on a page; what is secret is never shown again.
func TestChannelsOnPages(t *testing.T) {
	s := realServer(t)
	mail := url.Values{"kind": {"mail"}, "name": {"林晓"}, "lang": {"zh"}, "address": {"smtp.example.com:587"}, "secret": {"a mail password"}, "user": {"dash"},
		"from": {"Daybreak <dash@example.com>"}, "to": {"lin@example.com, zhao@example.com"}, "tls": {"starttls"}, "paused": {""}, "version": {""}}
	robot := url.Values{"kind": {"wecom"}, "name": {"晨会"}, "lang": {"zh"}, "address": {"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a-robot-key"},
		"secret": {""},
		"paused": {""}, "version": {""}}
	for _, form := range []url.Values{mail, robot} {
		if w := visit(s, "/message-channels", form); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	for field, value := range map[string]string{"address": "smtp", "from": "nobody", "to": "", "tls": "some", "name": "", "lang": "fr", "kind": "pigeon"} {
		bad := url.Values{}
		for k, v := range mail {
			bad[k] = v
		}
		bad.Set(field, value)
		if w := visit(s, "/message-channels", bad); w.Code != http.StatusUnprocessableEntity || strings.Contains(w.Body.String(), "a mail password") {
			t.Errorf("%s %q: %d", field, value, w.Code)
		}
	}
	// A change without the secret leaves it as it is.
	mail.Set("secret", "")
	mail.Set("version", "1")
	mail.Set("to", "chen@example.com")
	if w := visit(s, "/message-channels/1", mail); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	robot.Set("address", "")
	robot.Set("version", "1")
	if w := visit(s, "/message-channels/2", robot); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := visit(s, "/message-channels/1/test", url.Values{}); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for path, want := range map[string]string{"/messages?lang=zh": "chen@example.com", "/messages?lang=en": "qyapi.weixin.qq.com", "/messages/1": "破晓：试发一条",
		"/message-channels/1": "smtp.example.com:587", "/message-channels/2": "晨会", "/message-channels/new?kind=mail": "smtp.example.com",
		"/message-channels/new?kind=webhook": "whsec_"} {
		w := visit(s, path, nil)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d without %q", path, w.Code, want)
		}
		for _, secret := range []string{"a mail password", "a-robot-key"} {
			if strings.Contains(w.Body.String(), secret) {
				t.Errorf("%s shows %q", path, secret)
			}
		}
	}
	for path, want := range map[string]string{"/api/v1/message-channels": `"shows":"qyapi.weixin.qq.com"`, "/api/v1/deliveries?state=waiting&channel=1": `"kind":"test"`} {
		if w := visit(s, path, nil); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) || strings.Contains(w.Body.String(), "a-robot-key") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	for _, path := range []string{"/api/v1/deliveries?state=dead", "/api/v1/deliveries?channel=2"} { // the one message waits, for the first channel
		if w := visit(s, path, nil); strings.TrimSpace(w.Body.String()) != `{"deliveries":[]}` {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	for _, path := range []string{"/api/v1/deliveries?state=lost", "/api/v1/deliveries?channel=x", "/api/v1/deliveries?limit=1"} {
		if w := visit(s, path, nil); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	for path, form := range map[string]url.Values{"/messages/networks": {"networks": {"10.1.2.0/24, fd00::1"}}, "/message-channels/2/remove": {"version": {"2"}}} {
		if w := visit(s, path, form); w.Code != http.StatusSeeOther {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	if w := visit(s, "/messages/networks", url.Values{"networks": {"home"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("no network: %d", w.Code)
	}
	if w := visit(s, "/messages/1/resend", url.Values{}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("what waits is sent again: %d", w.Code)
	}
	for _, path := range []string{"/messages/9", "/message-channels/9", "/message-channels/2", "/message-channels/new?kind=pigeon"} {
		if w := visit(s, path, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

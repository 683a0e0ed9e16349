package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// mailServer sets up a channel of mail, whose server sends to single persons.
func mailServer(t *testing.T, x *site) {
	t.Helper()
	if _, err := x.store.Alerts().Channels().Add(t.Context(), ops.Channel{Name: "Post", Kind: "mail", Lang: "en", Sealed: []byte{1}}); err != nil {
		t.Fatal(err)
	}
}

// lettersOf returns what is in the outbox, the latest first, with the secrets in it.
func lettersOf(t *testing.T, x *site) (out []ops.Delivery, secrets []string) {
	t.Helper()
	out, err := x.store.Alerts().Outbox().Latest(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range out {
		m, err := x.messages.Seal.Read(d)
		if err != nil || !d.Secret {
			t.Fatalf("%+v is not sealed: %v", d, err)
		}
		u, err := url.Parse(m.Link)
		if err != nil || u.Path != "/new-password" || len(u.Fragment) < 40 || strings.Contains(string(d.Message)+d.Once+d.Title, u.Fragment) {
			t.Fatalf("%q %+v: %v", m.Link, d, err)
		}
		secrets = append(secrets, u.Fragment)
		x.secrets = append(x.secrets, u.Fragment) // in no log either
	}
	return out, secrets
}

// An administrator invites by mail: the link lets the user in once, within its time, and
// is nowhere in clear. Without a mail server nothing is different from before.
func TestInvitationByMail(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	invite := []string{"name", "bob", "role", "editor", "mail", "bob@example.com", "password", "", "confirm", goodPassword}
	if w := ada.post("/users", invite...); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "no_mail_server") {
		t.Fatalf("invited without a mail server: %d %s", w.Code, w.Body)
	}
	mailServer(t, x)
	for _, bad := range []string{"", "nobody at all"} {
		if w := ada.post("/users", "name", "bob", "role", "editor", "mail", bad, "password", "", "confirm", goodPassword); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("invited to %q: %d", bad, w.Code)
		}
	}
	if w := ada.post("/users", invite...); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	sent, secrets := lettersOf(t, x)
	if len(sent) != 1 || sent[0].To != "bob@example.com" || sent[0].Kind != "account" {
		t.Fatalf("%+v", sent)
	}
	for _, path := range []string{"/messages", "/messages/1", "/audit", "/users"} {
		if w := ada.get(path); w.Code != http.StatusOK || strings.Contains(w.Body.String(), secrets[0]) {
			t.Errorf("%s: %d, or holds the secret", path, w.Code)
		}
	}
	bob := x.visitor(t)
	choose := func(secret, password, again string) int {
		return bob.post("/new-password", "code", secret, "password", password, "again", again).Code
	}
	const chosen = "an otter under the bridge"
	if got := choose("another code", chosen, chosen); got != http.StatusForbidden {
		t.Errorf("another code: %d", got)
	}
	if got := choose(secrets[0], chosen, chosen+"s"); got != http.StatusUnprocessableEntity {
		t.Errorf("two passwords: %d", got)
	}
	if got := choose(secrets[0], "bob", "bob"); got != http.StatusUnprocessableEntity {
		t.Errorf("a short one: %d", got)
	}
	if got := choose(secrets[0], chosen, chosen); got != http.StatusSeeOther {
		t.Fatalf("the link: %d", got)
	}
	x.secrets = append(x.secrets, chosen)
	if w := bob.get("/account"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "bob") {
		t.Errorf("not signed in: %d", w.Code)
	}
	if got := choose(secrets[0], chosen, chosen); got != http.StatusForbidden {
		t.Errorf("the link a second time: %d", got)
	}
	if w := x.visitor(t).post("/login", "name", "bob", "password", chosen); w.Code != http.StatusSeeOther {
		t.Errorf("the password: %d", w.Code)
	}
	// A later link ends the one before; it ends after three days, and with another address.
	u, _, err := x.store.Accounts().UserNamed(t.Context(), "bob")
	if err != nil {
		t.Fatal(err)
	}
	again := func() string {
		t.Helper()
		if w := ada.post("/users/2/invite", "confirm", goodPassword); w.Code != http.StatusSeeOther || u.ID != 2 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		_, secrets := lettersOf(t, x)
		return secrets[0]
	}
	first, second := again(), again()
	if got := choose(first, chosen, chosen); got != http.StatusForbidden {
		t.Errorf("an older link: %d", got)
	}
	if w := ada.post("/users/2/mail", "mail", "bob@example.org", "confirm", goodPassword); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if got := choose(second, chosen, chosen); got != http.StatusForbidden {
		t.Errorf("a link to an address that is theirs no more: %d", got)
	}
	third := again()
	x.now = x.now.Add(72 * time.Hour)
	if got := choose(third, chosen, chosen); got != http.StatusForbidden {
		t.Errorf("after three days: %d", got)
	}
}

// Who forgot a password gets a link; nothing in the answer says whether there is such a
// user, and neither name nor address is asked for without end.
func TestForgottenPassword(t *testing.T) {
	x := newSite(t, nil)
	if w := x.visitor(t).get("/forgotten"); w.Code != http.StatusNotFound {
		t.Errorf("without a mail server: %d", w.Code)
	}
	if page := x.visitor(t).get("/login").Body.String(); strings.Contains(page, `href="/forgotten"`) {
		t.Error("the page to sign in leads to what is not there")
	}
	mailServer(t, x)
	bob, cat := x.user(t, "bob", Viewer), x.user(t, "cat", Viewer)
	if err := x.store.Accounts().SetMail(t.Context(), bob.ID, "bob@example.com"); err != nil {
		t.Fatal(err)
	}
	v := x.visitor(t)
	if page := v.get("/login").Body.String(); !strings.Contains(page, `href="/forgotten"`) {
		t.Error("the page to sign in does not lead there")
	}
	for _, name := range []string{"Bob", cat.Name, "nobody"} { // with an address, without one, not there
		lines := x.audited(t)
		w := v.post("/forgotten", "name", name)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/forgotten?sent=1" || w.Body.Len() != 0 {
			t.Errorf("%s: %d %v %s", name, w.Code, w.Header(), w.Body)
		}
		if n := x.audited(t) - lines; n != 1 {
			t.Errorf("%s writes %d lines", name, n)
		}
	}
	audit, err := x.store.Accounts().Audit(t.Context(), 1, 0)
	if err != nil || audit[0].Object != "" || audit[0].Action != ops.ActForgotten {
		t.Errorf("what nobody is called is written down: %+v %v", audit, err)
	}
	sent, secrets := lettersOf(t, x)
	if len(sent) != 1 || sent[0].To != "bob@example.com" {
		t.Fatalf("%+v", sent)
	}
	if w := x.visitor(t).post("/login", "name", "bob", "password", goodPassword); w.Code != http.StatusSeeOther {
		t.Errorf("the password went before the link was used: %d", w.Code)
	}
	for _, name := range []string{"bob", "nobody"} {
		var codes []int
		for range 3 {
			codes = append(codes, v.post("/forgotten", "name", name).Code)
		}
		if codes[0] != 303 || codes[1] != 303 || codes[2] != 429 {
			t.Errorf("%s: %v", name, codes)
		}
	}
	x.now = x.now.Add(time.Hour)
	if w := v.post("/new-password", "code", secrets[0], "password", "an otter under the bridge", "again", "an otter under the bridge"); w.Code != http.StatusForbidden {
		t.Errorf("after an hour: %d", w.Code)
	}
}

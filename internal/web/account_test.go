package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// secondUser is the path of the second user of a site.
const secondUser = "/users/2"

func TestAccountPagesInBothLanguages(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	x.user(t, "bo "+hostile[:60], Viewer)
	x.token(t, "cron <b>", Editor)
	for _, lang := range i18n.Languages() {
		ada.lang = string(lang)
		a := i18n.In(lang).Account
		for path, want := range map[string]string{
			"/account": a.ChangePassword, "/users": a.UsersHint, secondUser: a.RemoveHint, "/tokens": a.TokensHint, "/shares": a.SharesHint, "/audit": a.AuditHint,
			"/limits": a.LimitsHint,
		} {
			w := ada.get(path)
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s %s: %d", lang, path, w.Code)
			}
			if body := w.Body.String(); strings.Contains(body, "<script>alert") || strings.Contains(body, "cron <b>") || strings.Contains(body, " style=") ||
				strings.Contains(body, "argon2") {
				t.Errorf("%s %s: text of users is markup, or a password hash is shown", lang, path)
			}
			if w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%s may be kept: %s", path, w.Header().Get("Cache-Control"))
			}
		}
		signIn := x.visitor(t)
		signIn.lang = string(lang)
		if w := signIn.get("/login"); !strings.Contains(w.Body.String(), a.Password) {
			t.Errorf("%s sign-in: %d", lang, w.Code)
		}
		for r := Viewer; r <= Admin; r++ {
			if a.Role(r.String()) == r.String() || a.RoleHint(r.String()) == r.String() {
				t.Errorf("%s: no word for %s", lang, r)
			}
		}
	}
}

func TestUsersAreManaged(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	for _, bad := range []struct {
		fields []string
		code   int
	}{
		{[]string{"name", "bo", "role", "editor", "password", goodPassword, "confirm", "not my password"}, 403},
		{[]string{"name", "bo", "role", "editor", "password", goodPassword}, 403},
		{[]string{"name", "bo", "role", "owner", "password", goodPassword, "confirm", goodPassword}, 400},
		{[]string{"name", "bo", "role", "editor", "password", "short", "confirm", goodPassword}, 422},
		{[]string{"name", "", "role", "editor", "password", goodPassword, "confirm", goodPassword}, 422},
		{[]string{"name", "ADA", "role", "editor", "password", goodPassword, "confirm", goodPassword}, 409},
		{[]string{"name", "bo", "role", "editor", "password", goodPassword, "confirm", goodPassword}, 303},
		{[]string{"name", "cy", "role", "viewer", "password", goodPassword, "confirm", goodPassword, "created", "0"}, 400},
	} {
		if w := ada.post("/users", bad.fields...); w.Code != bad.code {
			t.Errorf("%q: %d, want %d", bad.fields, w.Code, bad.code)
		}
	}
	if w := ada.post("/users/1/role", "role", "viewer", "confirm", goodPassword); w.Code != http.StatusConflict {
		t.Errorf("the last administrator is demoted: %d", w.Code)
	}
	if w := ada.post("/users/1/remove", "confirm", goodPassword); w.Code != http.StatusConflict {
		t.Errorf("the last administrator is removed: %d", w.Code)
	}
	for _, action := range []string{"role", "password", "sessions/end", "remove"} {
		if w := ada.post("/users/2/"+action, "role", "admin", "password", goodPassword+"!", "confirm", "wrong"); w.Code != http.StatusForbidden {
			t.Errorf("%s without one's own password: %d", action, w.Code)
		}
		for _, id := range []string{"99", "0", "-1", "02", "2x", ":id", "9999999999999999999999"} {
			if w := ada.post("/users/"+id+"/"+action, "role", "admin", "password", goodPassword+"!", "confirm", goodPassword); w.Code != http.StatusNotFound {
				t.Errorf("%s of user %s: %d", action, id, w.Code)
			}
		}
	}
	if w := ada.post("/users/2/password", "password", "another good one", "confirm", goodPassword); w.Code != http.StatusSeeOther {
		t.Errorf("%d", w.Code)
	}
	x.secrets = append(x.secrets, "another good one")
	if w := x.visitor(t).post("/login", "name", "bo", "password", goodPassword); w.Code != http.StatusUnauthorized {
		t.Errorf("the old password works: %d", w.Code)
	}
	if w := x.visitor(t).post("/login", "name", "bo", "password", "another good one"); w.Code != http.StatusSeeOther {
		t.Errorf("the new password does not work: %d", w.Code)
	}
	if w := ada.post("/users/2/remove", "confirm", goodPassword); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/users?done=1" {
		t.Errorf("%d", w.Code)
	}
	if w := ada.get(secondUser); w.Code != http.StatusNotFound {
		t.Errorf("a removed user: %d", w.Code)
	}
	// A program may be an administrator, but does not make users.
	boss := x.token(t, "boss", Admin)
	if w := x.api(t, "POST", "/users", boss, formType, "name=eve&role=admin&password=correct+horse+battery"); w.Code != http.StatusForbidden ||
		codeOf(t, w) != "needs_user" {
		t.Errorf("a token makes a user: %d", w.Code)
	}
}

func TestOwnPassword(t *testing.T) {
	x := newSite(t, nil)
	bo, _ := x.as(t, "bo", Viewer)
	other := x.visitor(t)
	other.signIn("bo")
	for _, bad := range [][]string{
		{"confirm", "wrong password", "password", "a new sentence", "again", "a new sentence"},
		{"confirm", goodPassword, "password", "a new sentence", "again", "a new sentense"},
		{"confirm", goodPassword, "password", "1234567890", "again", "1234567890"},
	} {
		if w := bo.post("/account/password", bad...); w.Code != http.StatusForbidden && w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", bad, w.Code)
		}
	}
	before := bo.cookies["sid"]
	if w := bo.post("/account/password", "confirm", goodPassword, "password", "a new sentence", "again", "a new sentence"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	x.secrets = append(x.secrets, "a new sentence")
	if bo.cookies["sid"] == before {
		t.Error("the session keeps its secret")
	}
	if w := bo.get("/account"); w.Code != http.StatusOK {
		t.Errorf("the browser that changed it: %d", w.Code)
	}
	if w := other.get("/account"); w.Code != http.StatusSeeOther {
		t.Errorf("another browser is still signed in: %d", w.Code)
	}
}

// S3: what is revoked or has expired does not work on the next request.
func TestRevocationHoldsOnTheNextRequest(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	bo, boUser := x.as(t, "bo", Editor)

	secret := bo.shown(bo.post("/tokens", "name", "cron", "role", "editor", "days", "1", "confirm", goodPassword))
	works := func() bool {
		return x.api(t, "GET", "/api/v1/sources", secret, "", "").Code == http.StatusOK
	}
	if !works() {
		t.Error("a new token does not work")
	}
	if w := ada.post("/tokens/1/revoke"); w.Code != http.StatusSeeOther || works() {
		t.Errorf("a revoked token works: %d", w.Code)
	}
	secret = bo.shown(bo.post("/tokens", "name", "cron", "role", "viewer", "days", "1", "confirm", goodPassword))
	x.now = x.now.AddDate(0, 0, 1)
	if works() {
		t.Error("an expired token works")
	}
	ada.signIn("ada")
	bo.signIn("bo")

	address := bo.shown(bo.post("/shares", "page", "overview", "query", "", "days", "1", "origin", ""))
	link := strings.TrimPrefix(address, "http://example.com")
	if w := x.visitor(t).get(link); w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", link, w.Code, w.Body)
	}
	if w := bo.post("/shares/1/revoke"); w.Code != http.StatusSeeOther {
		t.Errorf("%d", w.Code)
	}
	if w := x.visitor(t).get(link); w.Code != http.StatusNotFound {
		t.Errorf("a revoked link works: %d", w.Code)
	}

	if w := bo.get("/account"); w.Code != http.StatusOK {
		t.Fatalf("%d", w.Code)
	}
	if w := ada.post(fmt.Sprintf("/users/%d/sessions/end", boUser.ID), "confirm", goodPassword); w.Code != http.StatusSeeOther {
		t.Errorf("%d", w.Code)
	}
	if w := bo.get("/account"); w.Code != http.StatusSeeOther {
		t.Errorf("an ended session works: %d", w.Code)
	}
	bo.signIn("bo")
	if w := ada.post(fmt.Sprintf("/users/%d/remove", boUser.ID), "confirm", goodPassword); w.Code != http.StatusSeeOther {
		t.Errorf("%d", w.Code)
	}
	if w := bo.get("/account"); w.Code != http.StatusSeeOther {
		t.Errorf("a removed user is still in: %d", w.Code)
	}
	x.now = x.now.Add(12 * time.Hour)
	if w := ada.get("/account"); w.Code != http.StatusSeeOther {
		t.Errorf("an idle session works: %d", w.Code)
	}
}

// S4: a role holds from the next request on, and the session gets a new secret.
func TestRoleChangeHoldsOnTheNextRequest(t *testing.T) {
	x := newSite(t, nil)
	x.user(t, "ada", Admin)
	bo, user := x.as(t, "bo", Editor)
	if w := bo.get("/import"); w.Code != http.StatusOK {
		t.Fatalf("%d", w.Code)
	}
	before := bo.cookies["sid"]
	for role, want := range map[ops.Role]int{Viewer: http.StatusForbidden, Admin: http.StatusOK} {
		if err := x.store.Accounts().SetRole(t.Context(), user.ID, role); err != nil {
			t.Fatal(err)
		}
		if w := bo.get("/import"); w.Code != want {
			t.Errorf("as %s: %d, want %d", role, w.Code, want)
		}
		if bo.cookies["sid"] == before {
			t.Errorf("as %s: the session keeps its secret", role)
		}
		old := x.visitor(t)
		old.cookies["sid"] = before
		if w := old.get("/account"); w.Code != http.StatusSeeOther {
			t.Errorf("as %s: the old secret works: %d", role, w.Code)
		}
		before = bo.cookies["sid"]
	}
	if err := x.store.Accounts().SetRole(t.Context(), user.ID, Viewer); err != nil {
		t.Fatal(err)
	}
	page := bo.get("/overview").Body.String()
	for _, hidden := range []string{`href="/import"`, `href="/users"`, `href="/shares`, `href="/audit"`} {
		if strings.Contains(page, hidden) {
			t.Errorf("a viewer is shown %s", hidden)
		}
	}
}

package web

import (
	"net/http"
	"strings"
	"testing"
)

// One's own mail address takes one's password, and must be one.
func TestOwnMailAddress(t *testing.T) {
	x := newSite(t, nil)
	ada, u := x.as(t, "ada", Viewer)
	for _, c := range []struct {
		mail, password string
		want           int
	}{
		{"ada@example.com", "another long sentence", http.StatusForbidden},
		{"nobody at all", goodPassword, http.StatusUnprocessableEntity},
		{"ada@example.com", goodPassword, http.StatusSeeOther},
	} {
		if w := ada.post("/account/mail", "mail", c.mail, "confirm", c.password); w.Code != c.want {
			t.Errorf("%s with %s: %d %s", c.mail, c.password, w.Code, w.Body)
		}
	}
	now, _, err := x.store.Accounts().User(t.Context(), u.ID)
	if err != nil || now.Mail != "ada@example.com" {
		t.Errorf("%q, %v", now.Mail, err)
	}
	if page := ada.get("/account").Body.String(); !strings.Contains(page, `value="ada@example.com"`) {
		t.Error("the page does not show it")
	}
}

package web

import (
	"crypto/sha256"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// TestCheckInAnswers posts check-ins as programs and members do. The clock
// stands at noon of 2026-10-01.
func TestCheckInAnswers(t *testing.T) {
	s := realServer(t)
	s.NoLogin = false
	store := s.community.CheckIns.(sqlite.Community)
	later, err := store.AddChallenge(t.Context(), ops.Challenge{Name: "Later", Slug: "later", Start: ops.DayOf(2026, 10, 2), Length: 21})
	if err != nil {
		t.Fatal(err)
	}
	self, selfHash := auth.NewToken(auth.CheckInPrefix)
	app, appHash := auth.NewToken(auth.CheckInPrefix)
	if err := store.AddCheckInTokens(t.Context(), [][sha256.Size]byte{selfHash, appHash}, []ops.CheckInToken{{Name: "Ann", Member: "ann"},
		{Name: "the app"}}); err != nil {
		t.Fatal(err)
	}
	post := func(token, path, key, body string, status int, has string) {
		t.Helper()
		req := httptest.NewRequest(http.MethodPost, "/api/v1/check-ins"+path, strings.NewReader(body))
		req.Host = s.hosts[0]
		req.Header.Set("Content-Type", "application/json")
		if token != "" {
			req.Header.Set("Authorization", "Bearer "+token)
		}
		if key != "" {
			req.Header.Set("Idempotency-Key", key)
		}
		rec := httptest.NewRecorder()
		s.ServeHTTP(rec, req)
		if rec.Code != status || !strings.Contains(rec.Body.String(), has) {
			t.Errorf("%.60s, key %.9s: %d %s, want %d %s", body, key, rec.Code, rec.Body, status, has)
		}
	}
	for _, x := range []struct {
		token, path, body string
		status            int
		has               string
	}{
		{self, "", `{"key":"k"}`, 201, `"day":"2026-10-01","already":false`},
		{app, "", `{}`, 422, "missing_member"},
		{app, "", `["ann"]`, 400, "bad_json"},
		{self, "", `{"key":"k"}`, 200, `"already":true`},
		{self, "", `{"key":"k","props":{"mood":"good"}}`, 409, "key_reused"},
		{self, "", `{"member":"bob"}`, 403, "not_your_member"},
		{app, "", `{"member":"ann"}`, 200, `"already":true`},
		{app, "", `{"member":"nobody"}`, 422, "member_unknown"},
		{app, "", `{"member":"ann","challenge":"no"}`, 422, "unknown_challenge"},
		{app, "", `{"member":"ann","challenge":"` + later.Name + `"}`, 422, "day_closed"},
		{app, "", `{"member":"ann","at":"2026-09-30"}`, 400, "unknown_field"},
		{app, "", ``, 400, "empty_body"},
		{app, "", "{\"member\":\"ann\",\"props\":{\"a\":\"\xff\"}}", 400, "encoding"},
		{app, "", `{"member":"ann","props":{"a":"\ud800"}}`, 400, "encoding"},
		{app, "", `{"member":"ann","props":{"a":"1","a":"2"}}`, 400, "duplicate_field"},
		{app, "", `{"member":"ann","Member":"ann"}`, 400, "unknown_field"},
		{app, "", `{"member":"` + strings.Repeat("x", ops.MaxCheckInBody) + `"}`, 413, "body_too_large"},
		{app, "?token=" + app, `{"member":"ann"}`, 400, "token_in_url"},
		{"", "", `{"member":"ann"}`, 401, "sign_in"},
		{"ci_wrong", "", `{"member":"ann"}`, 401, "bad_token"},
	} {
		post(x.token, x.path, "", x.body, x.status, x.has)
	}
	for _, x := range []struct {
		key, body string
		status    int
		has       string
	}{
		{"k", `{}`, 200, `"already":true`},
		{"k", `{"key":"k"}`, 200, `"already":true`},
		{"k", `{"props":{"mood":"good"}}`, 409, "key_reused"},
		{"k", `{"key":"l"}`, 400, "two_keys"},
		{strings.Repeat("k", ops.MaxCheckInKey+1), `{}`, 422, "bad_key"},
	} {
		post(self, "", x.key, x.body, x.status, x.has)
	}
	req := httptest.NewRequest(http.MethodGet, "/api/v1/imports", nil)
	req.Host = s.hosts[0]
	req.Header.Set("Authorization", "Bearer "+app)
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, req)
	if rec.Code != http.StatusUnauthorized {
		t.Errorf("a check-in token reads imports: %d", rec.Code)
	}
}

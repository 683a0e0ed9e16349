package web

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// A request that names a key writes once: sent again it is answered with what it
// made, and the key is not for another request. A key that is none writes nothing.
func TestIdempotencyKeyOfWrittenThings(t *testing.T) {
	s := realServer(t)
	post := func(path, body string, keys ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("POST", "/api/v1/"+path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		for _, key := range keys {
			r.Header.Add("Idempotency-Key", key)
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w
	}
	if w := post("events", `{"member":"m1","event":"apply","at":"2026-09-03T10:00:00+08:00"}`); w.Code != 201 {
		t.Fatal(w.Body)
	}
	for _, x := range []struct{ path, body, other string }{
		{"follow-ups", `{"member":"m1","event":"contact","text":"Called","owner":"Lin"}`, `{"member":"m1","text":"Called","owner":"Lin"}`},
		{"notes", `{"from":"2026-09-03","text":"Down","kind":"fact"}`, `{"from":"2026-09-03","text":"Up","kind":"fact"}`},
		{"alerts", `{"title":"Few","rule":"below","metric":"joins","limit":30}`, `{"title":"Few","rule":"below","metric":"joins","limit":40}`},
		{"reports", `{"month":"2026-09"}`, `{"month":"2026-08"}`},
		{"commitments", `{"report":1,"text":"CPA of 45"}`, `{"report":1,"text":"CPA of 40"}`},
		{"tries", `{"title":"T","kind":"content","metric":"joins","direction":"up","start":"2026-09-20","end":"2026-09-26","expected":40,"probability":0.5}`,
			`{"title":"U","kind":"content","metric":"joins","direction":"up","start":"2026-09-20","end":"2026-09-26","expected":40,"probability":0.5}`},
	} {
		for _, keys := range [][]string{{""}, {"a", "b"}, {strings.Repeat("k", 201)}} {
			if w := post(x.path, x.body, keys...); w.Code != 400 || !strings.Contains(w.Body.String(), "Idempotency-Key") {
				t.Errorf("%s with the keys %.20q: %d %s, want 400", x.path, keys, w.Code, w.Body)
			}
		}
		first := post(x.path, x.body, "k")
		if first.Code != 201 || !strings.Contains(first.Body.String(), `"id":1,`) {
			t.Errorf("%s: %d %s, want 201 and the first id", x.path, first.Code, first.Body)
		}
		if again := post(x.path, x.body, "k"); again.Code != 200 || again.Body.String() != first.Body.String() {
			t.Errorf("%s again: %d %s, want 200 %s", x.path, again.Code, again.Body, first.Body)
		}
		if w := post(x.path, x.other, "k"); w.Code != 409 || !strings.Contains(w.Body.String(), "key_reused") {
			t.Errorf("%s, another with the same key: %d %s, want 409 key_reused", x.path, w.Code, w.Body)
		}
	}
}

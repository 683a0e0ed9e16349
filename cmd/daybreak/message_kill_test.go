package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A message that was handed over is sent again, under the same id, where the program is
// killed (kill -9) before it could write that down; once it is written down it is not.
func TestAMessageOutlivesAKill(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	var p *process
	ids := make(chan string, 8)
	killed := false
	hook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		ids <- r.Header.Get("webhook-id")
		if !killed { // before the answer: nothing is written down
			killed = true
			p.kill()
		}
	}))
	defer hook.Close()
	send := func(path string, fields url.Values) {
		t.Helper()
		dies := strings.HasSuffix(path, "/test") // the kill may come before its answer
		r, err := http.NewRequest(http.MethodPost, p.base+path, strings.NewReader(fields.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", p.base)
		w, err := http.DefaultTransport.RoundTrip(r)
		if err != nil && dies {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		defer w.Body.Close()
		if w.StatusCode != http.StatusSeeOther {
			said, err := io.ReadAll(w.Body)
			t.Fatalf("%s: %d %s %v", path, w.StatusCode, said, err)
		}
	}
	p = served(t, nil, "--no-login", "--data", data)
	send("/messages/networks", url.Values{"networks": {"127.0.0.1"}})
	send("/message-channels", url.Values{"kind": {"webhook"}, "name": {"Hook"}, "lang": {"en"}, "address": {hook.URL}})
	send("/message-channels/1/test", url.Values{})
	next := func() string {
		t.Helper()
		select {
		case id := <-ids:
			return id
		case <-time.After(20 * time.Second):
			t.Fatal("nothing was sent")
			return ""
		}
	}
	first := next()
	p = served(t, nil, "--no-login", "--data", data)
	if again := next(); first == "" || again != first {
		t.Errorf("sent as %q, and after the kill as %q", first, again)
	}
	deadline := time.Now().Add(10 * time.Second)
	for {
		w, err := http.Get(p.base + "/messages?lang=en")
		if err != nil {
			t.Fatal(err)
		}
		page, err := io.ReadAll(w.Body)
		w.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(page), "delivered") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("it is not written down: %s", page)
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.kill()
	p = served(t, nil, "--no-login", "--data", data)
	select {
	case id := <-ids:
		t.Errorf("what is written down was sent again: %s", id)
	case <-time.After(300 * time.Millisecond):
	}
}

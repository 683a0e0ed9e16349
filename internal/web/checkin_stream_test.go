package web

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// A stream ends when the token it was opened with is revoked.
func TestAStreamEndsWithItsToken(t *testing.T) {
	s := realServer(t)
	s.NoLogin = false
	secret, hash := auth.NewToken("db_")
	if err := s.accounts.Accounts.AddToken(t.Context(), hash, ops.Token{Name: "screen", Role: Viewer}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s)
	defer server.Close()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/stream?of=%2Fcheckins", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = s.hosts[0]
	req.Header.Set("Authorization", "Bearer "+secret)
	resp, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	if !lines.Scan() || lines.Text() != "event: live" {
		t.Fatalf("%d: the stream begins with %q", resp.StatusCode, lines.Text())
	}
	time.Sleep(2 * streamChecks) // it outlives checks
	tokens, err := s.accounts.Accounts.Tokens(t.Context(), 0)
	if err != nil || len(tokens) != 1 {
		t.Fatal(tokens, err)
	}
	ended := make(chan string, 1)
	go func() {
		var rest []string
		for lines.Scan() {
			rest = append(rest, lines.Text())
		}
		ended <- strings.Join(rest, "\n")
	}()
	select {
	case rest := <-ended:
		t.Fatalf("it ended by itself: %s", rest)
	case <-time.After(streamChecks):
	}
	if err := s.accounts.Accounts.RevokeToken(t.Context(), 0, tokens[0].ID); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		t.Error("it goes on after its token was revoked")
	}
}

// A page that is left open listens on, and opens its stream again when the
// server was gone: that keeps no session alive.
func TestAStreamDoesNotUseItsSession(t *testing.T) {
	for path, want := range map[string]int{view.StreamPath + "?of=%2Fcheckins": http.StatusSeeOther, "/account": http.StatusOK} {
		x := newSite(t, nil)
		v, _ := x.as(t, "ada", Viewer)
		x.now = x.now.Add(11 * time.Hour)
		server := httptest.NewServer(x)
		ctx, stop := context.WithCancel(t.Context())
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = "example.com"
		req.AddCookie(&http.Cookie{Name: "sid", Value: v.cookies["sid"]})
		resp, err := server.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(streamChecks + streamChecks/2)
		if resp.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", path, resp.StatusCode)
		}
		stop()
		resp.Body.Close()
		server.Close() // waits for the handler
		x.now = x.now.Add(time.Hour)
		if w := v.get("/account"); w.Code != want {
			t.Errorf("12 hours after the sign-in, one after %s: %d, want %d", path, w.Code, want)
		}
	}
}

// There are only so many streams.
func TestStreamsAreBounded(t *testing.T) {
	s := realServer(t)
	for i := range maxStreams {
		ctx := ops.WithActor(t.Context(), ops.Actor{Name: fmt.Sprint(i / ownStreams)})
		if _, err := s.streams.Enter(ctx); err != nil {
			t.Fatal(err)
		}
		if i%ownStreams < ownStreams-1 {
			continue
		}
		if _, err := s.streams.Enter(ctx); ops.CodeOf(err) != "busy" {
			t.Fatalf("one person has more than %d: %v", ownStreams, err)
		}
	}
	if w := get(s, "/stream?of=%2Fcheckins"); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("one more: %d %s", w.Code, w.Body)
	}
	if w := get(s, "/stream?of=%2Fcheckins", "Authorization", "Bearer no"); w.Code != http.StatusUnauthorized {
		t.Errorf("with a token that is not one: %d", w.Code)
	}
}

// A stream follows several pages, each in its language; one that is not there is
// told and left out. A stream of none, of too many or of nothing that is there is
// refused.
func TestAStreamFollowsSeveralPages(t *testing.T) {
	s := realServer(t)
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	ask := func(of ...string) (*http.Response, *bufio.Scanner) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+view.StreamPath+"?"+url.Values{"of": of}.Encode(), nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = s.hosts[0]
		resp, err := server.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { resp.Body.Close() })
		return resp, bufio.NewScanner(resp.Body)
	}
	for what, of := range map[string][]string{"none": nil, "one that is not there": {"/nothing"}, "no address": {"%"}, "a wrong parameter": {"/checkins?x=1"},
		"too many": strings.Split(strings.Repeat("/checkins,", maxFollowed)+"/overview", ",")} {
		for i := range of {
			if what == "too many" {
				of[i] += fmt.Sprintf("?f.channel=%d", i)
			}
		}
		if resp, _ := ask(of...); resp.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d", what, resp.StatusCode)
		}
	}
	resp, lines := ask("/checkins?lang=zh", "/nothing", "/checkins?lang=en", "/checkins?lang=en")
	if resp.StatusCode != http.StatusOK {
		t.Fatal(resp.StatusCode)
	}
	var got []string
	for len(got) < 6 && lines.Scan() {
		if text := lines.Text(); text != "" {
			got = append(got, text)
		}
	}
	want := []string{"event: live", `data: {"of":"/checkins?lang=en","texts":{"today":""}}`, "event: live", `data: {"of":"/checkins?lang=zh","texts":{"today":""}}`,
		"event: refused", `data: {"of":"/nothing","code":"unknown_page","message":"There is no such page."}`}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"daybreak/internal/store/sqlite"
)

// pipelined is a server with two who applied on 20 and 21 September: m1 is called Lin, with
// a telephone, m2 has no name.
func pipelined(t *testing.T) *Server {
	t.Helper()
	s := realServer(t)
	mustPost(t, s, "/api/v1/imports?name=members.csv", "text/csv", "member,channel,nickname,contact\nm1,zhihu,Lin,138-0000\nm2,zhihu,,\n", http.StatusCreated)
	mustPost(t, s, "/api/v1/events", "application/json", `[{"member":"m1","event":"apply","at":"2026-09-20T10:00:00+08:00"},
		{"member":"m2","event":"apply","at":"2026-09-21T10:00:00+08:00"},{"member":"m2","event":"check_in","at":"2026-09-25T10:00:00+08:00"}]`, http.StatusCreated)
	return s
}

const applied = "of=stages&stages=apply,contact&late=yes&kind=waiting&step=1&from=2026-09-01&to=2026-09-25"

// A card is moved by the form it has, and back; a move from a state that is gone is refused.
func TestPeopleAreMovedOnTheBoard(t *testing.T) {
	s := pipelined(t)
	const board = "/pipeline?from=2026-09-01&to=2026-09-25&lang=en"
	if body := page(s, board).Body.String(); strings.Count(body, `action="/members/m1/moves"`) != 1 || strings.Contains(body, "138-0000") {
		t.Fatalf("the board: %s", body)
	}
	move := url.Values{"last": {"0"}, "event": {"contact"}, "back": {"/pipeline?from=2026-09-01&to=2026-09-25"}}
	w := visit(s, "/members/m1/moves", move)
	if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != "/pipeline?did=1&from=2026-09-01&to=2026-09-25#lanes" {
		t.Fatalf("%d to %q: %s", w.Code, to, w.Body)
	}
	if w := visit(s, "/members/m1/moves", move); w.Code != http.StatusConflict {
		t.Errorf("moved twice: %d", w.Code)
	}
	for i, back := range []string{"//elsewhere.example", "https://elsewhere.example/"} {
		move := url.Values{"last": {"0"}, "event": {"contact"}, "back": {back}}
		if w := visit(s, "/members/m2/moves", move); strings.Contains(w.Header().Get("Location"), "elsewhere") {
			t.Errorf("%s leads to %s", back, w.Header().Get("Location"))
		}
		visit(s, fmt.Sprintf("/follow-ups/%d/undo", i+2), url.Values{"version": {"1"}})
	}
	if body := page(s, board+"&did=1").Body.String(); !strings.Contains(body, "Lin: Contacted") || !strings.Contains(body, `action="/members/m1/moves"`) {
		t.Error("it is not said who was moved")
	}
	if w := visit(s, "/follow-ups/1/undo", url.Values{"version": {"1"}, "back": {"/pipeline"}}); w.Header().Get("Location") != "/pipeline#lanes" {
		t.Errorf("taken back: %d %v", w.Code, w.Header())
	}
	if got := get(s, "/members.csv?"+applied).Body.String(); strings.Count(got, "\n") != 3 {
		t.Errorf("who waits again: %s", got)
	}
}

// A list says what members are called, who looks after them and, for who may reach them,
// how; it can be that of an owner.
func TestListsAsFilesHaveNames(t *testing.T) {
	s := pipelined(t)
	mustPost(t, s, "/api/v1/follow-ups", "application/json", `{"member":"m2","text":"Called","owner":"Chen","next":"call again"}`, http.StatusCreated)
	all := get(s, "/members.csv?"+applied).Body.String()
	for _, want := range []string{",name,nickname,tags,contact,owner,next,next_on\r\n", ",,Lin,,138-0000,,,\r\n", ",,,,,Chen,call again,\r\n"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in %s", want, all)
		}
	}
	if got := get(s, "/members.csv?owner=Chen&"+applied).Body.String(); strings.Contains(got, "m1") || !strings.Contains(got, "m2") {
		t.Errorf("of Chen: %s", got)
	}
	if got := get(s, "/members.csv?owner=%3D&"+applied).Body.String(); !strings.Contains(got, "m1") || strings.Contains(got, "m2") {
		t.Errorf("of nobody: %s", got)
	}
	if body := page(s, "/members?owner=Chen&"+applied).Body.String(); strings.Contains(body, "/members/m1") || !strings.Contains(body, "/members/m2") {
		t.Error("the page lists others than those of Chen")
	}
}

// What is sent is said before: what members are called, not how they are reached. The same
// form sends once.
func TestListsAreSent(t *testing.T) {
	s := pipelined(t)
	if body := page(s, "/member-lists/send?lang=en&"+applied).Body.String(); !strings.Contains(body, "No channel is set up yet.") {
		t.Error("a list can be sent to nowhere")
	}
	if w := visit(s, "/message-channels", url.Values{"kind": {"page"}, "name": {"群"}, "lang": {"en"}, "address": {""}, "secret": {""}, "user": {""}, "from": {""},
		"to": {""}, "tls": {""}, "paused": {""}, "version": {""}}); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	body := page(s, "/member-lists/send?lang=en&"+applied).Body.String()
	if !strings.Contains(body, "<li>Lin · Zhihu · 5 days</li>") || !strings.Contains(body, "<li>m2 · Zhihu · 4 days</li>") || strings.Contains(body, "138-0000") {
		t.Fatalf("what is sent: %s", body)
	}
	form := url.Values{"query": {applied}, "channel": {"1"}, "once": {"a"}}
	for range 2 {
		if w := visit(s, "/member-lists/send", form); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	box, ok := s.messages.Outbox.(sqlite.Outbox)
	if !ok {
		t.Fatal("the outbox is not that of the record")
	}
	sent, err := box.Latest(t.Context(), 10)
	if err != nil || len(sent) != 1 || !strings.Contains(string(sent[0].Message), "Lin") || strings.Contains(string(sent[0].Message), "138-0000") {
		t.Fatalf("%v, %v", sent, err)
	}
	for field, wrong := range map[string]string{"channel": "7", "once": "", "query": "of=stages"} {
		bad := url.Values{"query": form["query"], "channel": form["channel"], "once": {"b"}}
		bad.Set(field, wrong)
		if w := visit(s, "/member-lists/send", bad); w.Code == http.StatusSeeOther || w.Code >= 500 {
			t.Errorf("%s %q: %d", field, wrong, w.Code)
		}
	}
}

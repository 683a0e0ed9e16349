package sqlite

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// What is done for a member is a line of the log, and an event that vouches for nothing;
// taken back, what was said before holds, and the event is gone.
func TestFollowUp(t *testing.T) {
	s := known(t)
	ctx := ops.WithActor(t.Context(), ops.Actor{Name: "Lin"})
	before := len(read(t, s, "events"))
	marks, err := s.Sources(ctx)
	if err != nil {
		t.Fatal(err)
	}
	entry, request := ops.FollowUp{Member: "ben", Owner: "He", Tags: []string{"planner"}}, ops.FollowUpRequest{Key: "Lin\x00k1", Said: "a"}
	first, again, err := FollowUpsIn(s).Add(ctx, entry, request)
	if err != nil || again || first.CreatedBy != "Lin" {
		t.Fatalf("%+v %v %v", first, again, err)
	}
	if same, again, err := FollowUpsIn(s).Add(ctx, entry, request); err != nil ||
		!again || same.ID != first.ID {
		t.Errorf("the same request again: %+v %v %v", same, again, err)
	}
	moved := ops.FollowUp{Member: "ben", Owner: "Lin", Event: "contact", Text: "Wants a weekly view.", NextOn: s.calendar.Day(s.clock())}
	if _, _, err := FollowUpsIn(s).Add(ctx, moved, ops.FollowUpRequest{Key: "Lin\x00k1", Said: "b"}); ops.CodeOf(err) != "request_key_reused" {
		t.Errorf("another request under the key: %v", err)
	}
	if _, _, err := FollowUpsIn(s).Add(ctx, moved, ops.FollowUpRequest{}); ops.CodeOf(err) != "changed_meanwhile" {
		t.Errorf("of somebody who did not see the first entry: %v", err)
	}
	second, _, err := FollowUpsIn(s).Add(ctx, moved, ops.FollowUpRequest{Last: first.ID})
	if err != nil || second.Batch == 0 {
		t.Fatalf("%+v %v", second, err)
	}
	events := read(t, s, "events")
	if len(events) != before+1 || !strings.Contains(strings.Join(events, "\n"), `contact`) || !strings.Contains(strings.Join(events, "\n"), `{"by":"Lin"}`) {
		t.Errorf("the event: %q", events)
	}
	if now, err := s.Sources(ctx); err != nil || fmt.Sprint(now) != fmt.Sprint(marks) {
		t.Errorf("it vouches for days: %v, was %v: %v", now, marks, err)
	}
	if _, _, err := FollowUpsIn(s).Add(ctx, moved, ops.FollowUpRequest{Last: first.ID}); ops.CodeOf(err) != "changed_meanwhile" {
		t.Errorf("moved twice in two tabs: %v", err)
	}
	if err := FollowUpsIn(s).Remove(ctx, first.ID, first.Version); ops.CodeOf(err) != "not_latest" {
		t.Errorf("taking back what something was built on: %v", err)
	}
	if err := FollowUpsIn(s).Remove(ctx, second.ID, second.Version+1); ops.CodeOf(err) != "changed_meanwhile" {
		t.Errorf("taking back what changed: %v", err)
	}
	if err := FollowUpsIn(s).Remove(ctx, second.ID, second.Version); err != nil {
		t.Fatal(err)
	}
	if events := read(t, s, "events"); len(events) != before {
		t.Errorf("the event stays: %q", events)
	}
	latest, err := FollowUpsIn(s).Latest(ctx)
	if err != nil || latest["ben"].Owner != "He" || len(latest) != 1 {
		t.Errorf("what holds: %+v %v", latest, err)
	}
	lines, err := s.Accounts().Audit(ctx, 3, 0)
	if err != nil || lines[0].Action != ops.ActFollowUpUndo || lines[1].Action != ops.ActFollowUpAdd || lines[2].Action != ops.ActFollowUpAdd {
		t.Errorf("the log: %+v %v", lines, err)
	}
	for _, l := range lines {
		if strings.Contains(l.Before+l.After, "weekly") {
			t.Errorf("the log says what was said: %+v", l)
		}
	}
	if err := s.Check(ctx); err != nil {
		t.Errorf("the control totals: %v", err)
	}
}

func TestFollowUpRefuses(t *testing.T) {
	s := known(t)
	today := s.calendar.Day(s.clock())
	for code, f := range map[ops.Code]ops.FollowUp{
		"member_missing":  {},
		"unknown_member":  {Member: "nobody"},
		"next_past":       {Member: "ben", NextOn: today - 1},
		"words_too_long":  {Member: "ben", Text: strings.Repeat("长", 501)},
		"text_html":       {Member: "ben", Text: "<b>x</b>"},
		"text_unsafe":     {Member: "ben", Owner: "Lin\u202e"},
		"bad_tag":         {Member: "ben", Tags: []string{"a,b"}},
		"bad_minutes":     {Member: "ben", Minutes: 1441},
		"minutes_missing": {Member: "ben", Try: 1},
		"unknown_try":     {Member: "ben", Minutes: 5, Try: 99},
		"bad_note_day":    {Member: "ben", NextOn: ops.MaxNoteDay},
	} {
		if _, _, err := FollowUpsIn(s).Add(t.Context(), f, ops.FollowUpRequest{}); ops.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	if all, err := FollowUpsIn(s).All(t.Context(), 9); err != nil || len(all) != 0 {
		t.Errorf("something was kept: %v %v", all, err)
	}
}

// The minutes of two talks are a cost of the try they name: 20 + 25, and not the 9 that
// were taken back.
func TestFollowUpMinutes(t *testing.T) {
	s := known(t)
	ctx := t.Context()
	try, _, err := s.Tries().Add(ctx, ops.Try{Title: "Talk", Kind: "user", Metric: "joins", Direction: ops.UpGood, Start: 20000, End: 20005, Expected: .1,
		Probability: .5}, "")
	if err != nil {
		t.Fatal(err)
	}
	last := int64(0)
	for _, minutes := range []int{20, 25, 9} {
		f, _, err := FollowUpsIn(s).Add(ctx, ops.FollowUp{Member: "ben", Text: "A talk", Minutes: minutes, Try: try.ID}, ops.FollowUpRequest{Last: last})
		if err != nil {
			t.Fatal(err)
		}
		last = f.ID
	}
	if err := FollowUpsIn(s).Remove(ctx, last, 1); err != nil {
		t.Fatal(err)
	}
	if got, err := FollowUpsIn(s).Minutes(ctx); err != nil || got[try.ID] != 45 {
		t.Errorf("%v %v", got, err)
	}
}

// Who is forgotten, or silent for too long, goes from the words too; what was counted stays.
func TestFollowUpIsForgotten(t *testing.T) {
	s := known(t)
	ctx := t.Context()
	for _, member := range []string{"mara-7", "ben"} {
		_, _, err := FollowUpsIn(s).Add(ctx, ops.FollowUp{Member: member, Text: "Mara Quill likes plums", Owner: "Mara Q", Next: "Ask mara-7",
			Tags: []string{"plums"}, Minutes: 3}, ops.FollowUpRequest{})
		if err != nil {
			t.Fatal(err)
		}
	}
	held, err := PersonsIn(s).Held(ctx, "mara-7")
	if err != nil || held.Rows() == 0 {
		t.Fatal(err)
	}
	found := 0
	for _, table := range held.Tables {
		if table.Name == "follow_ups" {
			found = len(table.Rows)
		}
	}
	if found != 1 {
		t.Errorf("%d entries are held about the member", found)
	}
	if _, err := PersonsIn(s).Forget(ctx, "mara-7"); err != nil {
		t.Fatal(err)
	}
	all, err := FollowUpsIn(s).All(ctx, 9)
	if err != nil || len(all) != 2 {
		t.Fatalf("%v %v", all, err)
	}
	about, ben := all[1], all[0]
	if about.Text+about.Next != "" || about.Tags != nil || about.Minutes != 3 || strings.Contains(about.Member, "mara") {
		t.Errorf("of the member: %+v", about)
	}
	if strings.Contains(ben.Text+ben.Owner+ben.Next, "ara") || !strings.Contains(ben.Text, "likes plums") {
		t.Errorf("of another: %+v", ben)
	}
}

// Names and contacts are found by a part of them, the latest ones; contacts only by who
// may reach people.
func TestFind(t *testing.T) {
	s := known(t)
	ctx := t.Context()
	for i, nickname := range []string{"阿澄", "小满"} {
		at := time.Date(2026, 9, 3+i, 0, 0, 0, 0, time.UTC)
		commit(t, s, build("members").row(map[string]any{"member": "zoe", "joined_at": at, "nickname": nickname, "name": "50%_a"}).rows)
	}
	for text, want := range map[string]string{"mara q": "mara-7", "EXAMPLE.org": "mara-7", "小满": "zoe", "阿澄": "", "0%_": "zoe", "0%%": "", "": "", "ben": "ben"} {
		got, err := PersonsIn(s).Find(ctx, text, true, 5)
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q: %v %v, want %q", text, got, err, want)
		}
	}
	if got, err := PersonsIn(s).Find(ctx, "example.org", false, 5); err != nil || len(got) != 0 {
		t.Errorf("a contact was looked up: %v %v", got, err)
	}
	called, err := PersonsIn(s).Called(ctx, []string{"mara-7", "ben", "zoe", "nobody"})
	if err != nil || len(called) != 2 || called["zoe"].Called() != "小满" || called["mara-7"].Contact != "mara@example.org" {
		t.Errorf("%+v %v", called, err)
	}
}

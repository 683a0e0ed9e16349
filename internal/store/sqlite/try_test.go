package sqlite

import (
	"strings"
	"testing"

	"daybreak/internal/ops"
)

func reading() ops.Try {
	return ops.Try{Edited: ops.Edited{Key: "reading-1"}, Title: "Reading week", Kind: "activity", Hypothesis: "Reading together brings people back",
		Scope:  "city:beijing",
		Metric: "check_ins", Also: []string{"joins"}, Direction: ops.UpGood, Start: ops.DayOf(2026, 9, 7), End: ops.DayOf(2026, 9, 13), Expected: .2,
		Probability: .6, Cost: 120000, Hours: 5,
		Owner: "Lin", Control: "city:shanghai"}
}

func as(t *testing.T, name string) ops.Actor {
	t.Helper()
	return ops.Actor{Name: name, IP: "127.0.0.1"}
}

func TestTryIsKeptChangedAndDecided(t *testing.T) {
	s := fresh(t)
	ctx := ops.WithActor(t.Context(), as(t, "Lin"))
	_, again, err := s.Tries().Add(ctx, reading(), "")
	if err != nil || again {
		t.Fatal(again, err)
	}
	all, err := s.Tries().All(ctx)
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	got := all[0]
	if !got.SameFrozen(reading()) || got.Also[0] != "joins" || got.CreatedBy != "Lin" || got.Version != 1 || got.Cost != 120000 {
		t.Fatalf("kept as %+v", got)
	}
	if e := lastAudit(t, s); e.Action != ops.ActTryAdd || e.Object != "Reading week" || !strings.Contains(e.After, "2026-09-07 to 2026-09-13") ||
		e.Actor.Name != "Lin" {
		t.Errorf("audited as %+v", e)
	}
	if _, _, err := s.Tries().Add(ctx, reading(), ""); ops.CodeOf(err) != "id_taken" {
		t.Errorf("the id again: %v", err)
	}

	// Before it begins everything may change; the version read must be the last.
	later := got
	later.Expected = .3
	if later, err = s.Tries().Change(ctx, later, ops.DayOf(2026, 9, 6), false); err != nil || later.Version != 2 || later.Altered {
		t.Fatal(later, err)
	}
	if _, err := s.Tries().Change(ctx, got, ops.DayOf(2026, 9, 6), false); ops.CodeOf(err) != "changed_meanwhile" {
		t.Errorf("a stale change: %v", err)
	}

	// From its first day on what it is measured by is frozen.
	frozen := later
	frozen.Probability = .9
	if _, err := s.Tries().Change(ctx, frozen, ops.DayOf(2026, 9, 7), false); ops.CodeOf(err) != "try_frozen" {
		t.Errorf("a change on the first day: %v", err)
	}
	titled := later
	titled.Title = "Reading week in Beijing"
	if later, err = s.Tries().Change(ctx, titled, ops.DayOf(2026, 9, 8), false); err != nil || later.Altered {
		t.Fatal(later, err)
	}
	frozen.Version = later.Version
	if later, err = s.Tries().Change(ctx, frozen, ops.DayOf(2026, 9, 8), true); err != nil || !later.Altered {
		t.Fatalf("changed after the start: %+v, %v", later, err)
	}

	// Deciding to go on needs a try that follows.
	later.Decision, later.Sentence = ops.DecideScale, "Worked"
	if _, err := s.Tries().Decide(ctx, later); ops.CodeOf(err) != "next_try_missing" {
		t.Errorf("without a next try: %v", err)
	}
	later.Next = later.ID + 7
	if _, err := s.Tries().Decide(ctx, later); ops.CodeOf(err) != "unknown_try" {
		t.Errorf("with a next try that is not there: %v", err)
	}
	next := reading()
	next.Key, next.Start, next.End = "reading-2", next.Start+28, next.End+28
	follow, _, err := s.Tries().Add(ctx, next, "")
	if err != nil {
		t.Fatal(err)
	}
	later.Next = follow.ID
	if later, err = s.Tries().Decide(ctx, later); err != nil || later.Decided.IsZero() {
		t.Fatal(later, err)
	}
	if _, err := s.Tries().Change(ctx, later, ops.DayOf(2026, 9, 30), true); ops.CodeOf(err) != "try_closed" {
		t.Errorf("a change of what is decided: %v", err)
	}

	// Every version stays, with who made it.
	versions, err := s.Tries().Versions(ctx, later.ID)
	if err != nil || len(versions) != 5 {
		t.Fatalf("%d versions, %v", len(versions), err)
	}
	for i, want := range []struct {
		expected, probability float64
		title                 string
		decision              ops.Decision
	}{{.2, .6, "Reading week", ""}, {.3, .6, "Reading week", ""}, {.3, .6, "Reading week in Beijing", ""}, {.3, .9, "Reading week", ""},
		{.3, .9, "Reading week", ops.DecideScale}} {
		got := versions[i]
		if got.Version != int64(i+1) || got.ChangedBy != "Lin" || got.Expected != want.expected || got.Probability != want.probability ||
			got.Title != want.title || got.Decision != want.decision {
			t.Errorf("version %d is %+v", i+1, got)
		}
	}

	if err := s.Tries().Remove(ctx, follow.ID, follow.Version); err != nil {
		t.Fatal(err)
	}
	if all, err := s.Tries().All(ctx); err != nil || len(all) != 1 || all[0].Decision != ops.DecideScale {
		t.Errorf("%+v, %v", all, err)
	}
	if gone, err := s.Tries().Versions(ctx, follow.ID); err != nil || len(gone) != 0 {
		t.Errorf("%d versions of what was taken away, %v", len(gone), err)
	}
	var kept int
	if err := s.read.QueryRowContext(ctx, `SELECT count(*) FROM try`).Scan(&kept); err != nil || kept != 2 {
		t.Errorf("%d rows stay, %v", kept, err)
	}
}

func TestSentTwiceIsMadeOnce(t *testing.T) {
	s := fresh(t)
	first, _, err := s.Tries().Add(t.Context(), reading(), "token 1/abc")
	if err != nil {
		t.Fatal(err)
	}
	second, again, err := s.Tries().Add(t.Context(), reading(), "token 1/abc")
	if err != nil || !again || second.ID != first.ID {
		t.Errorf("%d after %d, again %v, %v", second.ID, first.ID, again, err)
	}
	other := reading()
	other.Title = "Something else"
	if _, _, err := s.Tries().Add(t.Context(), other, "token 1/abc"); ops.CodeOf(err) != "request_key_reused" {
		t.Errorf("another try under the same key: %v", err)
	}
}

func TestNoteIsKeptVotedOnAndResolved(t *testing.T) {
	s := fresh(t)
	lin, mei := ops.WithActor(t.Context(), as(t, "Lin")), ops.WithActor(t.Context(), as(t, "Mei"))
	n := ops.Note{Days: ops.Range{From: 20700, To: 20702}, Scope: "channel:zhihu", Metrics: "joins", Text: "Zhihu was down", Link: "https://example.com/zhihu",
		Kind: ops.NoteFact}
	made, _, err := s.Notes().Add(lin, n, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Notes().Vote(lin, made.ID, 1); err != nil {
		t.Fatal(err)
	}
	if err := s.Notes().Vote(mei, made.ID, -1); err != nil {
		t.Fatal(err)
	}
	if err := s.Notes().Vote(mei, made.ID, 1); err != nil { // she changes her mind
		t.Fatal(err)
	}
	got, err := s.Notes().In(mei, ops.Range{From: 20701, To: 20710})
	if err != nil || len(got) != 1 || got[0].Up != 2 || got[0].Down != 0 || got[0].Mine != 1 || got[0].Days != n.Days || got[0].Link != n.Link {
		t.Fatalf("%+v, %v", got, err)
	}
	if none, err := s.Notes().In(mei, ops.Range{From: 20702, To: 20710}); err != nil || len(none) != 0 {
		t.Errorf("%+v, %v", none, err)
	}
	done, err := s.Notes().Change(mei, made, true)
	if err != nil || done.Resolved.IsZero() || done.ChangedBy != "Mei" {
		t.Errorf("%+v, %v", done, err)
	}
	if err := s.Notes().Remove(lin, made.ID, made.Version); ops.CodeOf(err) != "changed_meanwhile" {
		t.Errorf("a stale removal: %v", err)
	}
	if err := s.Notes().Remove(lin, made.ID, done.Version); err != nil {
		t.Fatal(err)
	}
	if still, err := s.Notes().In(lin, n.Days); len(still) > 0 || err != nil {
		t.Errorf("still there: %+v, %v", still, err)
	}
	for _, bad := range []struct {
		code ops.Code
		note ops.Note
	}{
		{"text_html", ops.Note{Days: n.Days, Text: "<b>", Kind: ops.NoteFact}},
		{"words_too_long", ops.Note{Days: n.Days, Text: strings.Repeat("字", 501), Kind: ops.NoteFact}},
		{"bad_note_day", ops.Note{Days: ops.Range{From: -1, To: 0}, Text: "x", Kind: ops.NoteFact}},
		{"bad_note_kind", ops.Note{Days: n.Days, Text: "x", Kind: ops.NoteSystem}},
		{"unknown_dimension", ops.Note{Days: n.Days, Text: "x", Kind: ops.NoteFact, Scope: "colour:red"}},
	} {
		if _, _, err := s.Notes().Add(lin, bad.note, ""); ops.CodeOf(err) != bad.code {
			t.Errorf("%+v: %v, want %s", bad.note, err, bad.code)
		}
	}
}

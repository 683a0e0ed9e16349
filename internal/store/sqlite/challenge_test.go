package sqlite

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// lastAudit returns the latest line of the audit log.
func lastAudit(t *testing.T, s *Store) ops.AuditEntry {
	t.Helper()
	all, err := s.Accounts().Audit(t.Context(), 1, 0)
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	return all[0]
}

func early() ops.Challenge {
	return ops.Challenge{Name: "early-21", Slug: "early-21", Title: "早起 21 天", Start: ops.DayOf(2026, 9, 7), Length: 21, DayStart: 4 * time.Hour,
		Grace: time.Hour, MakeUp: 2, Rest: []time.Weekday{time.Sunday}, Open: true}
}

func TestChallengeIsKeptAndChanged(t *testing.T) {
	s := fresh(t)
	c, err := s.Community().AddChallenge(t.Context(), early())
	if err != nil {
		t.Fatal(err)
	}
	want := early()
	want.ID, want.Created = c.ID, c.Created
	same := func(got, want ops.Challenge) bool { return fmt.Sprint(got) == fmt.Sprint(want) }
	got, ok, err := s.Community().ChallengeNamed(t.Context(), "early-21")
	got.Created, want.Created = got.Created.UTC(), want.Created.UTC().Truncate(time.Microsecond)
	if err != nil || !ok || !same(got, want) {
		t.Errorf("kept as\n%+v, want\n%+v (%v)", got, want, err)
	}
	if e := lastAudit(t, s); e.Action != ops.ActChallengeAdd || e.Before != "" ||
		e.After != "早起 21 天, 2026-09-07, 21 days, grace 1h0m0s, make up 2, rest Sunday, open to all" {
		t.Errorf("audited as %+v", e)
	}
	if _, err := s.Community().AddChallenge(t.Context(), early()); ops.CodeOf(err) != "challenge_exists" {
		t.Errorf("the same again: %v", err)
	}
	changed := got
	changed.Name, changed.Slug, changed.DayStart = "other", "other", 0 // these stay
	changed.Title, changed.Start, changed.Length, changed.Grace, changed.MakeUp, changed.Rest, changed.Open = "Early", 0, 14, 0, 0, nil, false
	if err := s.Community().ChangeChallenge(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	if e := lastAudit(t, s); e.Action != ops.ActChallengeEdit || !strings.HasPrefix(e.Before, "早起 21 天, 2026-09-07") || e.After != "Early, own starts, 14 days" {
		t.Errorf("audited as %+v", e)
	}
	changed.Name, changed.Slug, changed.DayStart = got.Name, got.Slug, got.DayStart
	got, _, _ = s.Community().Challenge(t.Context(), c.ID)
	if got.Created = got.Created.UTC(); !same(got, changed) {
		t.Errorf("changed to\n%+v, want\n%+v", got, changed)
	}
	for _, closed := range []bool{true, true, false} {
		if err := s.Community().CloseChallenge(t.Context(), c.ID, closed); err != nil {
			t.Fatal(err)
		}
		if got, _, _ := s.Community().Challenge(t.Context(), c.ID); got.Closed.IsZero() == closed {
			t.Errorf("closed %v: %v", closed, got.Closed)
		}
	}
	for code, change := range map[ops.Code]func(*ops.Challenge){
		"bad_length":    func(c *ops.Challenge) { c.Length = ops.MaxLength + 1 },
		"bad_grace":     func(c *ops.Challenge) { c.Grace = 24 * time.Hour },
		"bad_make_up":   func(c *ops.Challenge) { c.MakeUp = 22 },
		"bad_rest_days": func(c *ops.Challenge) { c.Rest = []time.Weekday{0, 1, 2, 3, 4, 5, 6} },
		"bad_first_day": func(c *ops.Challenge) { c.Start = 1 },
		"bad_slug":      func(c *ops.Challenge) { c.Slug = "a/b" },
	} {
		bad := early()
		bad.Name, bad.Slug = "bad", "bad"
		change(&bad)
		if _, err := s.Community().AddChallenge(t.Context(), bad); ops.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	for _, title := range []string{" ", "a\u202eb", "a\nb", strings.Repeat("长", 121)} {
		changed.Title = title
		if err := s.Community().ChangeChallenge(t.Context(), changed); ops.CodeOf(err) != "bad_name" {
			t.Errorf("title %q: %v", title, err)
		}
	}
	if err := s.Community().CloseChallenge(t.Context(), 99, true); ops.CodeOf(err) != "not_found" {
		t.Errorf("a challenge that is not there: %v", err)
	}
}

func TestChallengeGroups(t *testing.T) {
	s := fresh(t)
	c, err := s.Community().AddChallenge(t.Context(), early())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Community().AddChallengeGroup(t.Context(), ops.ChallengeGroup{Challenge: c.ID, Name: "North", Channel: "zhihu", Code: "code1"}); err != nil {
		t.Fatal(err)
	}
	if e := lastAudit(t, s); e.Action != ops.ActGroupAdd || e.Object != c.Name || e.After != "North" {
		t.Errorf("audited as %+v", e)
	}
	names, _, _ := s.Dictionaries()
	for _, name := range []string{"North", "zhihu"} {
		if _, ok := names.Find(name); !ok {
			t.Errorf("%s is not known", name)
		}
	}
	if err := s.Community().AddChallengeGroup(t.Context(), ops.ChallengeGroup{Challenge: c.ID, Name: "NORTH", Code: "code2"}); ops.CodeOf(err) != "group_exists" {
		t.Errorf("the same group again: %v", err)
	}
	if err := s.Community().AddChallengeGroup(t.Context(), ops.ChallengeGroup{Challenge: 99, Name: "South", Code: "code2"}); ops.CodeOf(err) != "not_found" {
		t.Errorf("a group of nothing: %v", err)
	}
	g, ok, err := s.Community().ChallengeGroupInvited(t.Context(), "code1")
	if err != nil || !ok || g.Name != "North" || g.Channel != "zhihu" || g.Challenge != c.ID {
		t.Fatalf("%+v %v %v", g, ok, err)
	}
	if err := s.Community().RenewChallengeGroup(t.Context(), c.ID+1, g.ID, "code3"); ops.CodeOf(err) != "not_found" {
		t.Errorf("a group of another challenge: %v", err)
	}
	if err := s.Community().RenewChallengeGroup(t.Context(), c.ID, g.ID, "code3"); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := s.Community().ChallengeGroupInvited(t.Context(), "code1"); ok {
		t.Error("the old link still works")
	}
	all, err := s.Community().ChallengeGroups(t.Context(), c.ID)
	if err != nil || len(all) != 1 || all[0].Code != "code3" {
		t.Errorf("%+v %v", all, err)
	}
}

func TestAMemberHasOneLinkForAChallenge(t *testing.T) {
	s := fresh(t)
	c, err := s.Community().AddChallenge(t.Context(), early())
	if err != nil {
		t.Fatal(err)
	}
	hash := func(b byte) [sha256.Size]byte { return [sha256.Size]byte{b} }
	add := func(b byte, t0 ops.CheckInToken) {
		t.Helper()
		if err := s.Community().AddCheckInTokens(t.Context(), [][sha256.Size]byte{hash(b)}, []ops.CheckInToken{t0}); err != nil {
			t.Fatal(err)
		}
	}
	add(1, ops.CheckInToken{Name: "Ann", Member: "ann", Challenge: c.ID, Group: "North", Invite: "i1"})
	add(2, ops.CheckInToken{Name: "Ann", Member: "ann"}) // for any challenge: another one
	add(3, ops.CheckInToken{Name: "app"})
	add(4, ops.CheckInToken{Name: "app"}) // programs have as many as they like
	add(5, ops.CheckInToken{Name: "Ann", Member: "ann", Challenge: c.ID, Group: "north", Invite: "i1"})
	if e := lastAudit(t, s); e.Action != ops.ActCheckInTokenAdd || e.Object != "Ann" || e.Before != "1" || e.After != "1" {
		t.Errorf("audited as %+v", e)
	}
	for b, want := range map[byte]bool{1: false, 2: true, 3: true, 4: true, 5: true} {
		if _, ok := s.Community().CheckInToken(hash(b)); ok != want {
			t.Errorf("link %d: %v", b, ok)
		}
	}
	all, err := s.Community().CheckInTokens(t.Context(), c.ID)
	if err != nil || len(all) != 1 {
		t.Errorf("%+v %v", all, err)
	}
	if in, ok, err := s.Community().CheckInInvite(t.Context(), "i1"); !ok || err != nil || in.ID != all[0].ID {
		t.Errorf("the invitation leads to %+v %v", in, err)
	}
	if got, _ := s.Community().CheckInToken(hash(5)); got != all[0] {
		t.Errorf("the link is known as %+v, stored as %+v", got, all[0])
	}
	if err := s.Community().RevokeCheckInToken(t.Context(), all[0].ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := reopen(t, filepath.Dir(s.path))
	for _, s := range []*Store{s, again} {
		for b, want := range map[byte]bool{1: false, 2: true, 3: true, 4: true, 5: false} {
			if _, ok := s.Community().CheckInToken(hash(b)); ok != want {
				t.Errorf("link %d after one was ended: %v", b, ok)
			}
		}
	}
}

// TestEnrolIsAllOrNothing fails the last statement of each table that enrolling
// writes: neither the link nor any of the events is there then, and both after.
func TestEnrolIsAllOrNothing(t *testing.T) {
	s := fresh(t)
	c, err := s.Community().AddChallenge(t.Context(), early())
	if err != nil {
		t.Fatal(err)
	}
	hash := [sha256.Size]byte{7}
	enrol := func() error {
		event := func(name string) ops.CheckIn {
			return ops.CheckIn{Event: name, Member: "ann", Challenge: c.Name, At: sunrise, Days: []ops.Day{calendar().Day(sunrise)}}
		}
		return s.Community().Enrol(t.Context(), [][sha256.Size]byte{hash}, []ops.CheckInToken{{Name: "Ann", Member: "ann", Challenge: c.ID}},
			[]ops.CheckIn{event(ops.EventJoin), event(ops.EventEnrol)})
	}
	for _, statement := range []string{"INSERT ON check_in_token", "INSERT ON events", "UPDATE ON batch", "UPDATE ON check_in_batch", "INSERT ON audit"} {
		// The tables of what is learnt beforehand stay as they are.
		trigger := "CREATE TRIGGER fault BEFORE " + statement + " BEGIN SELECT raise(ABORT, 'fault'); END"
		if _, err := s.write.ExecContext(t.Context(), trigger); err != nil {
			t.Fatal(err)
		}
		if err := enrol(); err == nil || !strings.Contains(err.Error(), "fault") {
			t.Errorf("%s: %v", statement, err)
		}
		if _, err := s.write.ExecContext(t.Context(), "DROP TRIGGER fault"); err != nil {
			t.Fatal(err)
		}
		_, ok := s.Community().CheckInToken(hash)
		if n := len(eventKeys(t, s)); ok || n != 0 {
			t.Errorf("%s: a link: %v, %d events", statement, ok, n)
		}
	}
	if err := enrol(); err != nil {
		t.Fatal(err)
	}
	_, ok := s.Community().CheckInToken(hash)
	if n := len(eventKeys(t, s)); !ok || n != 2 {
		t.Errorf("a link: %v, %d events", ok, n)
	}
}

// TestLiveEvents stores all that a member does live, each once a day.
func TestLiveEvents(t *testing.T) {
	s := fresh(t)
	knowMembers(t, s, 2)
	c, err := s.Community().AddChallenge(t.Context(), early())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Community().AddChallengeGroup(t.Context(), ops.ChallengeGroup{Challenge: c.ID, Name: "North", Channel: "zhihu", Code: "code1"}); err != nil {
		t.Fatal(err)
	}
	day := ops.DayOf(2026, 9, 8)
	base := ops.CheckIn{Member: "m0", Challenge: c.Name, Group: "North", At: sunrise, Days: []ops.Day{day}}
	join := base
	join.Event, join.Channel, join.InvitedBy = ops.EventJoin, "zhihu", "m1"
	makeUp := base
	makeUp.Event, makeUp.Props, makeUp.Days = ops.EventMakeUp, `{"day":"2026-09-07"}`, []ops.Day{day - 1}
	for _, in := range []ops.CheckIn{join, makeUp, base} {
		for _, already := range []bool{false, true} {
			if got, err := s.Community().CheckIn(t.Context(), in); err != nil || got.Already != already || got.Day != in.Days[0] {
				t.Errorf("%s: %+v %v", in.Name(), got, err)
			}
		}
	}
	var rows []string
	r, _ := ops.RecordNamed("events")
	err = s.Read(t.Context(), "events", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(b *ops.Rows) error {
		for i := range b.Len() {
			var cells []string
			for _, name := range []string{"event", "member", "group", "challenge", "channel", "invited_by", "props"} {
				cells = append(cells, b.Text(r.Column(name), i))
			}
			rows = append(rows, strings.Join(cells, "|"))
		}
		return nil
	})
	slices.Sort(rows)
	if want := []string{"check_in|m0|North|early-21|||", "join|m0|North|early-21|zhihu|m1|", `make_up|m0|North|early-21|||{"day":"2026-09-07"}`}; err != nil ||
		!slices.Equal(rows, want) {
		t.Errorf("rows %q, want %q (%v)", rows, want, err)
	}
	span := ops.Range{From: day - 3, To: day + 3}
	for _, x := range []struct {
		of   ops.CheckIn
		want []ops.Day
	}{{base, []ops.Day{day}}, {makeUp, []ops.Day{day - 1}}, {ops.CheckIn{Member: "m1", Challenge: c.Name}, nil}, {ops.CheckIn{Member: "m0"}, nil}} {
		if got, err := s.Community().CheckInDays(t.Context(), x.of, span); err != nil || !slices.Equal(got, x.want) {
			t.Errorf("%s of %s: %v %v", x.of.Name(), x.of.Member, got, err)
		}
	}
	batches, err := s.Batches(t.Context(), 10, 0)
	if err != nil || len(batches) != 2 {
		t.Fatalf("%+v %v", batches, err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := s.Undo(t.Context(), batches[0].ID, "me"); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Community().CheckInDays(t.Context(), base, span); err != nil || got != nil {
		t.Errorf("after the undo: %v %v", got, err)
	}
}

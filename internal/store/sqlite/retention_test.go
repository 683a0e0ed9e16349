package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// lapsing is a record of the end of 2026 that knows of: old, last seen on 1 March 2025;
// quiet, who joined then and whose guest came on 1 June 2026; guest, of 1 June 2026; and
// ghost, of whom only the import of today told.
func lapsing(t *testing.T) *Store {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if err := Init(dir); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	s, err := Open(t.Context(), dir, Options{Calendar: calendar(), Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	at := func(year, month int) time.Time { return time.Date(year, time.Month(month), 1, 9, 0, 0, 0, time.UTC) }
	commit(t, s, build("members").row(map[string]any{"member": "old-1", "joined_at": at(2025, 1), "channel": "zhihu", "name": "Olga Old"}).
		row(map[string]any{"member": "quiet-1", "joined_at": at(2025, 1), "channel": "zhihu", "contact": "quiet@example.org"}).
		row(map[string]any{"member": "guest-1", "joined_at": at(2026, 6), "invited_by": "quiet-1", "nickname": "Gus"}).
		row(map[string]any{"member": "ghost-1", "tags": "seen once"}).rows)
	commit(t, s, build("events").row(map[string]any{"key": "old-1/a", "member": "old-1", "at": at(2025, 3), "event": "join"}).
		row(map[string]any{"member": "guest-1", "at": at(2026, 6), "event": "join", "invited_by": "quiet-1", "props": `{"met":"Olga Old"}`}).rows)
	return s
}

// What is heard of a member counts: their own days, and those of whom they invited. Who
// nothing but an import told of has the age of that import.
func TestWhatLapses(t *testing.T) {
	s := lapsing(t)
	// 1 December 2026 less 300 days is 4 February 2026, less 90 days 2 September, and less 30 days 1 November.
	for days, want := range map[int][2]int{300: {1, 1}, 90: {3, 3}, 30: {3, 3}, 36_500: {0, 0}} {
		got, err := RetentionIn(s).Going(t.Context(), ops.Periods{ops.DataMembers: days, ops.DataContacts: days})
		if err != nil || got[ops.DataMembers] != want[0] || got[ops.DataContacts] != want[1] {
			t.Errorf("%d days: %v %v, want %v", days, got, err, want)
		}
	}
}

// Members whose time is over are forgotten together: rows and sums stay, and nobody else
// is touched.
func TestMembersLapse(t *testing.T) {
	s := lapsing(t)
	r := RetentionIn(s)
	before := len(read(t, s, "events")) + len(read(t, s, "members"))
	p := ops.Periods{ops.DataMembers: 90}
	if err := r.SetPeriods(t.Context(), p, 2); ops.CodeOf(err) != "going_differs" {
		t.Errorf("another number confirmed: %v", err)
	}
	if err := r.SetPeriods(t.Context(), p, 3); err != nil {
		t.Fatal(err)
	}
	gone, err := r.Lapse(t.Context())
	if err != nil || gone[ops.DataMembers] != 3 {
		t.Fatalf("%v %v", gone, err)
	}
	if due, err := PersonsIn(s).ScrubDue(t.Context()); err != nil || !due {
		t.Errorf("the files are to be written anew: %v %v", due, err)
	}
	if err := errors.Join(PersonsIn(s).Scrub(t.Context()), PersonsIn(s).Scrubbed(t.Context())); err != nil {
		t.Fatal(err)
	}
	if due, err := PersonsIn(s).ScrubDue(t.Context()); err != nil || due {
		t.Errorf("the files are written anew: %v %v", due, err)
	}
	text := strings.Join(append(read(t, s, "events"), read(t, s, "members")...), "\n")
	for _, name := range []string{"old-1", "quiet-1", "guest-1", "Olga", "quiet@", "Gus"} {
		if strings.Contains(text, name) {
			t.Errorf("%s stays: %s", name, text)
		}
	}
	if n := len(read(t, s, "events")) + len(read(t, s, "members")); n != before || !strings.Contains(text, "ghost-1") || !strings.Contains(text, "seen once") {
		t.Errorf("%d rows, %d before: %s", n, before, text)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if again, err := r.Lapse(t.Context()); err != nil || again.Total() != 0 {
		t.Errorf("once more: %v %v", again, err)
	}
}

// Contacts go, members stay; lines of the audit log and messages go by their age, and
// messages that wait stay.
func TestOtherDataLapses(t *testing.T) {
	s := lapsing(t)
	r := RetentionIn(s)
	days := func(n int) int64 { return s.clock().AddDate(0, 0, -n).UnixMicro() }
	err := s.transact(t.Context(), func(ctx context.Context, tx *sql.Tx) (func(), error) {
		_, err := tx.ExecContext(ctx, `INSERT INTO audit (at, actor, ip, action, object, before, after)
			VALUES (?, 'eva', '', 'x', '', '', ''), (?, 'eva', '', 'x', '', '', '')`, days(41), days(39))
		if err != nil {
			return nil, err
		}
		if _, err = tx.ExecContext(ctx, `INSERT INTO channel (version, key, created, created_by, changed, changed_by, name, kind, lang, shows, sealed, paused)
			VALUES (1, '', 0, '', 0, '', 'c', 'webhook', 'en', '', x'00', 0)`); err != nil {
			return nil, err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO delivery (channel, once, kind, title, message, made, due, tries, state, said)
			VALUES (1, 'a', 'alert', 'a', x'00', ?1, 0, 0, 'sent', ''), (1, 'b', 'alert', 'b', x'00', ?1, 0, 0, 'waiting', ''),
			(1, 'c', 'alert', 'c', x'00', ?2, 0, 0, 'dead', '')`, days(62), days(60))
		return nil, err
	})
	if err != nil {
		t.Fatal(err)
	}
	p := ops.Periods{ops.DataContacts: 300, ops.DataAudit: 40, ops.DataMessages: 61}
	if err := r.SetPeriods(t.Context(), p, 3); err != nil {
		t.Fatal(err)
	}
	gone, err := r.Lapse(t.Context())
	if err != nil || gone[ops.DataContacts] != 1 || gone[ops.DataAudit] != 1 || gone[ops.DataMessages] != 1 {
		t.Fatalf("%v %v", gone, err)
	}
	text := strings.Join(read(t, s, "members"), "\n")
	if strings.Contains(text, "Olga") || !strings.Contains(text, "old-1") || !strings.Contains(text, "quiet@example.org") {
		t.Errorf("members: %s", text)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	var left []string
	_ = eachText(t.Context(), s.read, `SELECT title FROM delivery ORDER BY id`, 1, func(row []string) { left = append(left, row[0]) })
	if strings.Join(left, " ") != "b c" {
		t.Errorf("messages: %v", left)
	}
	entries, err := s.Accounts().Audit(t.Context(), 100, 0)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range entries {
		if e.Action == "x" || e.Action == ops.ActLapse || e.Action == ops.ActRetentionSet {
			lines = append(lines, string(e.Action)+" "+e.Object+" "+e.Before+">"+e.After)
		}
	}
	want := "lapse messages 1>, lapse audit 1>, lapse contacts 1>, retention_set messages >61, retention_set audit >40, retention_set contacts >300, x  >"
	if got := strings.Join(lines, ", "); got != want {
		t.Errorf("audit: %s, want %s", got, want)
	}
	if _, err := s.write.Exec(`DELETE FROM audit`); err == nil {
		t.Error("lines of the audit log can be removed since")
	}
}

// Periods that make no sense are refused, and none is kept.
func TestPeriodsAreChecked(t *testing.T) {
	s := lapsing(t)
	for code, p := range map[string]ops.Periods{"bad_period": {ops.DataAudit: 29, ops.DataMessages: 90}, "unknown_data": {"orders": 90}} {
		if err := RetentionIn(s).SetPeriods(t.Context(), p, 0); string(ops.CodeOf(err)) != code {
			t.Errorf("%v: %v", p, err)
		}
	}
	if p, err := RetentionIn(s).Periods(t.Context()); err != nil || len(p) != 0 {
		t.Errorf("%v %v", p, err)
	}
	for _, text := range []string{"x", "1e3", "030", "-40", " 90"} {
		if _, err := ops.ReadPeriod(ops.DataAudit, text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

// Rows that are written on days that were read before the turn came are found all the same.
func TestForgettingReadsAgainWhatWasWritten(t *testing.T) {
	s := lapsing(t)
	f := newForgetting(s, "old-1")
	if err := f.look(t.Context()); err != nil || !f.early.holds || len(f.early.rows["events"].batches) != 2 {
		t.Fatalf("%+v %v", f.early, err)
	}
	at := time.Date(2025, 4, 1, 9, 0, 0, 0, time.UTC)
	commit(t, s, build("events").row(map[string]any{"member": "guest-1", "at": at, "event": "pay", "value": 1, "props": `{"for":"old-1"}`}).rows)
	if err := s.transact(t.Context(), f.run); err != nil {
		t.Fatal(err)
	}
	if text := strings.Join(read(t, s, "events"), "\n"); strings.Contains(text, "old-1") || f.early.holds {
		t.Errorf("%s", text)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

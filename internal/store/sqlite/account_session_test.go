package sqlite

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

func TestShares(t *testing.T) {
	s, now := clocked(t)
	ada, bo := addUser(t, s, "ada", ops.Admin), addUser(t, s, "bo", ops.Editor)
	link := ops.Share{Page: "overview", Query: "range=7d", Owner: bo.ID, Expires: now.Add(time.Hour)}
	if err := s.Accounts().AddShare(t.Context(), hashOf("link"), link); err != nil {
		t.Fatal(err)
	}
	h, ok, err := s.Accounts().Share(t.Context(), hashOf("link"))
	if err != nil || !ok || h.Page != "overview" || h.Query != "range=7d" || h.By != "bo" {
		t.Fatalf("%+v %v %v", h, ok, err)
	}
	if _, ok, _ := s.Accounts().Share(t.Context(), hashOf("")); ok {
		t.Error("another link")
	}
	for range 3 {
		if err := s.Accounts().CountView(t.Context(), h.ID); err != nil {
			t.Fatal(err)
		}
	}
	if own, err := s.Accounts().Shares(t.Context(), bo.ID); err != nil || len(own) != 1 || own[0].Views != 3 {
		t.Errorf("%+v %v", own, err)
	}
	if own, err := s.Accounts().Shares(t.Context(), ada.ID); err != nil || len(own) != 0 {
		t.Errorf("%+v %v", own, err)
	}
	if err := s.Accounts().RevokeShare(t.Context(), ada.ID, h.ID); ops.CodeOf(err) != "not_found" {
		t.Errorf("somebody else's link: %v", err)
	}
	*now = now.Add(time.Hour)
	if _, ok, _ := s.Accounts().Share(t.Context(), hashOf("link")); ok {
		t.Error("a link worked after it expired")
	}
	if err := s.Accounts().RevokeShare(t.Context(), bo.ID, h.ID); err != nil {
		t.Error(err)
	}
	for i := range ops.MaxShares {
		if err := s.Accounts().AddShare(t.Context(), hashOf(fmt.Sprint(i)), ops.Share{Page: "p", Expires: now.Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Accounts().AddShare(t.Context(), hashOf("more"), ops.Share{Page: "p", Expires: now.Add(time.Hour)}); ops.CodeOf(err) != "too_many" {
		t.Errorf("one link more than there may be: %v", err)
	}
}

func TestEveryChangeOfAccountsHasItsLine(t *testing.T) {
	s, now := clocked(t)
	ctx := ops.WithActor(t.Context(), ops.Actor{Name: "ada", IP: "192.0.2.7"})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(s.Accounts().StartSetUp(ctx, hashOf("x"), now.Add(time.Minute)))
	_, _, err := s.Accounts().SetUp(ctx, hashOf("x"), ops.User{Name: "ada", Password: "secret hash"})
	must(err)
	bo, err := s.Accounts().AddUser(ctx, ops.User{Name: "bo", Role: ops.Viewer, Password: "secret hash"})
	must(err)
	must(s.Accounts().SetRole(ctx, bo.ID, ops.Editor))
	must(s.Accounts().SetRole(ctx, bo.ID, ops.Editor)) // changes nothing
	must(s.Accounts().SetPassword(ctx, bo.ID, "secret hash"))
	must(s.Accounts().AddSession(ctx, "h", ops.Session{User: bo.ID, Role: ops.Editor, Expires: now.Add(time.Hour), IP: "192.0.2.8"}))
	must(s.Accounts().EndSession(ctx, bo.ID, 1))
	must(s.Accounts().EndSessions(ctx, bo.ID))
	must(s.Accounts().AddToken(ctx, hashOf("t"), ops.Token{Name: "cron", Role: ops.Editor, Owner: bo.ID}))
	must(s.Accounts().RevokeToken(ctx, 0, 1))
	must(s.Accounts().AddShare(ctx, hashOf("s"), ops.Share{Page: "overview", Query: "range=7d", Origin: "https://wiki.example.com",
		Expires: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)}))
	must(s.Accounts().RevokeShare(ctx, 0, 1))
	must(s.Accounts().Note(ctx, ops.ActSignOut, "bo"))
	must(s.Settings().SetSetting(ctx, "currency", "CNY"))
	must(s.Settings().SetSetting(ctx, "currency", "EUR"))
	must(s.DeclareWatermark(ctx, "orders", "", nil, 20000, "cron"))
	must(s.Accounts().RemoveUser(ctx, bo.ID))
	if err := s.Accounts().RemoveUser(ctx, 1); err == nil { // refused: no line
		t.Error("the last administrator went")
	}
	want := []string{
		"ada 192.0.2.7 set_up [ada] [] [admin]",
		"ada 192.0.2.7 user_add [bo] [] [viewer]",
		"ada 192.0.2.7 user_role [bo] [viewer] [editor]",
		"ada 192.0.2.7 user_password [bo] [] []",
		"ada 192.0.2.7 session_end [bo] [192.0.2.8] []",
		"ada 192.0.2.7 sessions_end [bo] [] []",
		"ada 192.0.2.7 token_add [cron] [] [editor]",
		"ada 192.0.2.7 token_revoke [cron] [editor] []",
		"ada 192.0.2.7 share_add [overview] [] [range=7d until 2026-10-01T00:00:00Z in https://wiki.example.com]",
		"ada 192.0.2.7 share_revoke [overview] [range=7d until 2026-10-01T00:00:00Z in https://wiki.example.com] []",
		"ada 192.0.2.7 sign_out [bo] [] []",
		"ada 192.0.2.7 setting [currency] [CNY] [EUR]",
		"ada 192.0.2.7 watermark [orders] [] [2024-10-04]", // 20000 days after 1970-01-01
		"ada 192.0.2.7 user_remove [bo] [editor] []",
	}
	if got := auditOf(t, s); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the audit log is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestImportsHaveTheirLinesInTheSameTransaction(t *testing.T) {
	s, _ := clocked(t)
	rows := build("costs").row(map[string]any{"date": ops.Day(20000), "kind": "tools", "cost": 100, "currency": "CNY"}).rows
	b, err := s.Commit(t.Context(), ops.Batch{File: "costs.csv", SHA256: "1", By: "lin"}, rows, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Undo(t.Context(), b.ID, "bo"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Undo(t.Context(), b.ID, "bo"); err == nil {
		t.Fatal("undone twice")
	}
	want := "lin  import [1 costs costs.csv] [] [1 created, 0 updated]\nbo  undo [1 costs costs.csv] [live] [undone]"
	if got := strings.Join(auditOf(t, s), "\n"); got != want {
		t.Errorf("the audit log is\n%s\nwant\n%s", got, want)
	}
}

func TestTheAuditLogIsOnlyAddedTo(t *testing.T) {
	s, _ := clocked(t)
	addUser(t, s, "ada", ops.Admin)
	for _, statement := range []string{`DELETE FROM audit`, `UPDATE audit SET actor = 'nobody'`} {
		if _, err := s.write.Exec(statement); err == nil {
			t.Errorf("%s went through", statement)
		}
	}
	all, err := s.Accounts().Audit(t.Context(), 10, 0)
	if err != nil || len(all) != 1 {
		t.Fatalf("%v %v", all, err)
	}
	if older, err := s.Accounts().Audit(t.Context(), 10, all[0].ID); err != nil || len(older) != 0 {
		t.Errorf("%v %v", older, err)
	}
}

// TestMigrationKeepsTokens opens a record as Daybreak kept it before tokens
// had owners.
func TestMigrationKeepsTokens(t *testing.T) {
	db, err := sql.Open("sqlite3", filepath.Join(t.TempDir(), "old.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	all, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range append(all[:2:2], `PRAGMA user_version = 2`) {
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	old := hashOf("old")
	if _, err := db.Exec(`INSERT INTO token VALUES (?, 'cron', 'editor', 7)`, old[:]); err != nil {
		t.Fatal(err)
	}
	if err := migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	x, err := scanToken(db.QueryRow(tokenColumns+`WHERE t.hash = ?`, old[:]))
	if err != nil || x.Name != "cron" || x.Role != ops.Editor || x.Created.UnixMicro() != 7 || !x.Expires.IsZero() {
		t.Errorf("%+v %v", x, err)
	}
}

func TestBackupsHoldNoSessions(t *testing.T) {
	s, now := clocked(t)
	ada := addUser(t, s, "ada", ops.Admin)
	if err := s.Accounts().AddSession(t.Context(), "hash-of-a-session", ops.Session{User: ada.ID, Role: ada.Role, Expires: now.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "backup.db")
	if err := s.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(b), "hash-of-a-session") || !strings.Contains(string(b), "hash of ada") {
		t.Error("the backup holds a session, or not the user")
	}
	if _, ok, err := s.Accounts().Session(t.Context(), "hash-of-a-session"); !ok || err != nil {
		t.Errorf("the backup ended the session: %v", err)
	}
}

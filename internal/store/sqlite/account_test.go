package sqlite

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// clocked opens a new record whose clock a test moves.
func clocked(t *testing.T) (*Store, *time.Time) {
	t.Helper()
	now := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	dir := filepath.Join(t.TempDir(), "data")
	if err := Init(dir); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), dir, Options{Calendar: calendar(), Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, &now
}

func addUser(t *testing.T, s *Store, name string, role ops.Role) ops.User {
	t.Helper()
	u, err := s.Accounts().AddUser(t.Context(), ops.User{Name: name, Role: role, Password: "hash of " + name})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func hashOf(secret string) [sha256.Size]byte { return sha256.Sum256([]byte(secret)) }

// auditOf returns the audit log, oldest first, one line each.
func auditOf(t *testing.T, s *Store) []string {
	t.Helper()
	all, err := s.Accounts().Audit(t.Context(), 1000, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]string, len(all))
	for i, e := range all {
		out[len(all)-1-i] = fmt.Sprintf("%s %s %s [%s] [%s] [%s]", e.Actor.Name, e.Actor.IP, e.Action, e.Object, e.Before, e.After)
	}
	return out
}

func TestUsers(t *testing.T) {
	s, _ := clocked(t)
	lin := addUser(t, s, "Lin", ops.Editor)
	for _, name := range []string{"lin", "LIN", "Lin"} {
		if _, err := s.Accounts().AddUser(t.Context(), ops.User{Name: name, Role: ops.Viewer}); ops.CodeOf(err) != "user_exists" {
			t.Errorf("a second %s: %v", name, err)
		}
		if u, ok, err := s.Accounts().UserNamed(t.Context(), name); !ok || err != nil || u.ID != lin.ID || u.Password != "hash of Lin" || u.Role != ops.Editor {
			t.Errorf("%s: %+v %v %v", name, u, ok, err)
		}
	}
	for _, name := range []string{"", " lin", "a\u202eb", "a\x00b", "a\nb", strings.Repeat("长", 121), "\xff"} {
		if _, err := s.Accounts().AddUser(t.Context(), ops.User{Name: name, Role: ops.Viewer}); ops.CodeOf(err) != "bad_name" {
			t.Errorf("the name %q: %v", name, err)
		}
	}
	if _, err := s.Accounts().AddUser(t.Context(), ops.User{Name: "x", Role: ops.Public}); err == nil {
		t.Error("a role that nobody can have was kept")
	}
	if _, ok, err := s.Accounts().User(t.Context(), 99); ok || err != nil {
		t.Errorf("user 99: %v %v", ok, err)
	}
	for what, err := range map[string]error{"role": s.Accounts().SetRole(t.Context(), 99, ops.Admin), "password": s.Accounts().SetPassword(t.Context(), 99, "h"),
		"remove": s.Accounts().RemoveUser(t.Context(), 99), "sessions": s.Accounts().EndSessions(t.Context(), 99)} {
		if ops.CodeOf(err) != "not_found" {
			t.Errorf("%s of nobody: %v", what, err)
		}
	}
}

func TestAnAdministratorStays(t *testing.T) {
	s, _ := clocked(t)
	ada := addUser(t, s, "ada", ops.Admin)
	for what, err := range map[string]error{"demoted": s.Accounts().SetRole(t.Context(), ada.ID, ops.Editor),
		"removed": s.Accounts().RemoveUser(t.Context(), ada.ID)} {
		if ops.CodeOf(err) != "last_admin" {
			t.Errorf("the last administrator was %s: %v", what, err)
		}
	}
	if has, err := s.Accounts().HasAdmin(t.Context()); !has || err != nil {
		t.Errorf("%v %v", has, err)
	}
	bo := addUser(t, s, "bo", ops.Admin)
	if err := s.Accounts().SetRole(t.Context(), ada.ID, ops.Viewer); err != nil {
		t.Error(err)
	}
	if err := s.Accounts().RemoveUser(t.Context(), ada.ID); err != nil {
		t.Error(err)
	}
	if err := s.Accounts().RemoveUser(t.Context(), bo.ID); ops.CodeOf(err) != "last_admin" {
		t.Error(err)
	}
	if eve := addUser(t, s, "eve", ops.Viewer); eve.ID == ada.ID {
		t.Error("an id was given twice")
	}
}

func TestSetUpWorksOnceInTimeAndNeverWithAnAdministrator(t *testing.T) {
	s, now := clocked(t)
	start := func(secret string) {
		t.Helper()
		if err := s.Accounts().StartSetUp(t.Context(), hashOf(secret), now.Add(30*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	try := func(secret string) bool {
		t.Helper()
		_, ok, err := s.Accounts().SetUp(t.Context(), hashOf(secret), ops.User{Name: "ada", Password: "h"})
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	if try("") || try("first") {
		t.Error("it worked before it began")
	}
	start("first")
	start("second")
	if try("first") {
		t.Error("an earlier secret worked")
	}
	*now = now.Add(30 * time.Minute)
	if try("second") {
		t.Error("it worked after 30 minutes")
	}
	start("third")
	if _, _, err := s.Accounts().SetUp(t.Context(), hashOf("third"), ops.User{Name: ""}); ops.CodeOf(err) != "bad_name" {
		t.Errorf("a blank name: %v", err)
	}
	if !try("third") {
		t.Error("it did not work, though a mistake must not use it up")
	}
	if try("third") {
		t.Error("it worked twice")
	}
	start("fourth")
	if try("fourth") {
		t.Error("it worked although there is an administrator")
	}
	u, _, _ := s.Accounts().UserNamed(t.Context(), "ada")
	if u.Role != ops.Admin {
		t.Errorf("the first user is %v", u.Role)
	}
}

func TestSessions(t *testing.T) {
	s, now := clocked(t)
	ada, bo := addUser(t, s, "ada", ops.Admin), addUser(t, s, "bo", ops.Viewer)
	add := func(hash string, u ops.User) {
		t.Helper()
		if err := s.Accounts().AddSession(t.Context(), hash, ops.Session{User: u.ID, Role: u.Role, Expires: now.Add(7 * 24 * time.Hour), IP: "192.0.2.1",
			Agent: "browser"}); err != nil {
			t.Fatal(err)
		}
	}
	alive := func(hash string) bool {
		t.Helper()
		x, ok, err := s.Accounts().Session(t.Context(), hash)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			s.Accounts().UseSession(t.Context(), x)
		}
		return ok
	}
	add("a", ada)
	if !alive("a") || alive("b") || alive("") {
		t.Error("another session than the one there is")
	}
	// Idle: 12 hours after the last use, not after the first.
	*now = now.Add(11 * time.Hour)
	if !alive("a") {
		t.Error("ended after 11 hours")
	}
	*now = now.Add(11 * time.Hour)
	if !alive("a") {
		t.Error("ended although it was used")
	}
	*now = now.Add(12 * time.Hour)
	if alive("a") {
		t.Error("goes on after 12 idle hours")
	}
	// To be looked at is not to be used.
	add("watched", ada)
	*now = now.Add(11 * time.Hour)
	if _, ok, err := s.Accounts().Session(t.Context(), "watched"); !ok || err != nil {
		t.Errorf("ended after 11 hours: %v", err)
	}
	*now = now.Add(time.Hour)
	if alive("watched") {
		t.Error("goes on after 12 hours in which it was only looked at")
	}
	// Absolute: 7 days, however busy.
	add("b", ada)
	for range 7*24 - 1 {
		*now = now.Add(time.Hour)
		if !alive("b") {
			t.Fatal("a busy session ended early")
		}
	}
	*now = now.Add(time.Hour)
	if alive("b") {
		t.Error("goes on after 7 days")
	}
	// At most 20, the oldest goes.
	for i := range 21 {
		add(fmt.Sprint("n", i), ada)
	}
	add("other", bo)
	if alive("n0") || !alive("n1") || !alive("n20") || !alive("other") {
		t.Error("the oldest of 21 sessions should have ended, and it alone")
	}
	mine, err := s.Accounts().Sessions(t.Context(), bo.ID)
	if err != nil || len(mine) != 1 || mine[0].IP != "192.0.2.1" || mine[0].Agent != "browser" {
		t.Fatalf("%v %v", mine, err)
	}
	if err := s.Accounts().EndSession(t.Context(), ada.ID, mine[0].ID); ops.CodeOf(err) != "not_found" || !alive("other") {
		t.Errorf("somebody else's session: %v", err)
	}
	if err := s.Accounts().EndSession(t.Context(), bo.ID, mine[0].ID); err != nil || alive("other") {
		t.Errorf("%v", err)
	}
	add("again", bo)
	if err := s.Accounts().SetPassword(t.Context(), bo.ID, "new"); err != nil || alive("again") {
		t.Errorf("a session outlived its password: %v", err)
	}
	add("again", bo)
	if err := s.Accounts().RemoveUser(t.Context(), bo.ID); err != nil || alive("again") {
		t.Errorf("a session outlived its user: %v", err)
	}
	if err := s.Accounts().EndSessions(t.Context(), ada.ID); err != nil || alive("n20") {
		t.Errorf("%v", err)
	}
}

func TestTokens(t *testing.T) {
	s, now := clocked(t)
	addUser(t, s, "ada", ops.Admin)
	bo := addUser(t, s, "bo", ops.Editor)
	if err := s.Accounts().AddToken(t.Context(), hashOf("cron"), ops.Token{Name: "cron", Role: ops.Editor}); err != nil {
		t.Fatal(err)
	}
	if err := s.Accounts().AddToken(t.Context(), hashOf("own"), ops.Token{Name: "own", Role: ops.Editor, Owner: bo.ID, Expires: now.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	role := func(secret string) ops.Role {
		t.Helper()
		x, ok, err := s.Accounts().Token(t.Context(), hashOf(secret))
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			return ops.Public
		}
		return x.Role
	}
	if role("cron") != ops.Editor || role("own") != ops.Editor || role("other") != ops.Public {
		t.Error("wrong roles")
	}
	if err := s.Accounts().SetRole(t.Context(), bo.ID, ops.Viewer); err != nil || role("own") != ops.Viewer {
		t.Errorf("a key may do more than its owner: %v", err)
	}
	own, err := s.Accounts().Tokens(t.Context(), bo.ID)
	if err != nil || len(own) != 1 || own[0].By != "bo" || !own[0].Used.Equal(*now) {
		t.Fatalf("%+v %v", own, err)
	}
	all, err := s.Accounts().Tokens(t.Context(), 0)
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v %v", all, err)
	}
	*now = now.Add(time.Hour)
	if role("own") != ops.Public || role("cron") != ops.Editor {
		t.Error("a key worked after it expired, or one that never does has")
	}
	if err := s.Accounts().RevokeToken(t.Context(), bo.ID, all[1].ID); ops.CodeOf(err) != "not_found" || role("cron") != ops.Editor {
		t.Errorf("somebody else's key: %v", err)
	}
	if err := s.Accounts().RevokeToken(t.Context(), 0, all[1].ID); err != nil || role("cron") != ops.Public {
		t.Errorf("%v", err)
	}
	if err := s.Accounts().AddToken(t.Context(), hashOf("app"), ops.Token{Name: "app", Role: ops.Editor, CheckIn: true, Owner: bo.ID}); err != nil {
		t.Fatal(err)
	}
	if app, ok, err := s.Accounts().Token(t.Context(), hashOf("app")); err != nil || !ok || !app.CheckIn || app.Scope() != "check_in" || app.Role != ops.Viewer {
		t.Errorf("the app of somebody who may no longer check in: %+v %v %v", app, ok, err)
	}
	if err := s.Accounts().AddToken(t.Context(), hashOf("x"), ops.Token{Name: "x"}); err == nil {
		t.Error("a role that nobody can have was kept")
	}
	if err := s.Accounts().RemoveUser(t.Context(), bo.ID); err != nil {
		t.Error(err)
	}
	if left, err := s.Accounts().Tokens(t.Context(), 0); len(left) != 0 || err != nil {
		t.Errorf("a key outlived its owner: %v %v", left, err)
	}
}

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
	must(s.DeclareWatermark(ctx, "orders", "", 20000, "cron"))
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

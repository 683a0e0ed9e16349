package sqlite

import (
	"crypto/sha256"
	"fmt"
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

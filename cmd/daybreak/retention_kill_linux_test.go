package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daybreak/internal/store/sqlite"
)

// TestKilledWhileDataGoes kills the program at calls of SQLite all over the letting go of
// members, and lets it go on: nobody is half gone, no row is lost, and in the end nothing
// of them is in any file.
func TestKilledWhileDataGoes(t *testing.T) {
	dir := t.TempDir()
	base, file := filepath.Join(dir, "base"), filepath.Join(dir, "members.csv")
	var b strings.Builder
	b.WriteString("member,joined_at,channel,name\n")
	for i := range 120 {
		b.WriteString("lapsed-" + string(rune('a'+i/10)) + string(rune('0'+i%10)) + ",2015-01-01 09:00:00,poster,Mara Quill\n")
	}
	must(t, os.WriteFile(file, []byte(b.String()), 0o600))
	for _, args := range [][]string{{"import", "--data", base, file}, {"retention", "set", "--data", base, "members", "365", "120"}} {
		if code, out, errs := runs(t, args...); code != 0 {
			t.Fatal(args, out, errs)
		}
	}
	lib := buildShim(t)
	whole := lib.log(t)
	p, _ := start(t, whole.env(0, "kill"), "retention", "lapse", "--data", copyDir(t, base))
	if code, err := p.ended(20 * time.Second); code != 0 || err != nil {
		t.Fatal(code, err, p.log)
	}
	calls := whole.calls(t)
	stride := max(1, len(calls)/times(16, 400))
	for at := 1; at <= len(calls); at += stride {
		data := copyDir(t, base)
		p, _ := start(t, lib.log(t).env(at, "kill"), "retention", "lapse", "--data", data)
		if code, err := p.ended(20 * time.Second); code != -1 || err != nil {
			t.Fatalf("not killed at call %d of %d: %d %v %s", at, len(calls), code, err, p.log)
		}
		if code, out, errs := runs(t, "retention", "lapse", "--data", data); code != 0 {
			t.Fatalf("killed at call %d: %s %s", at, out, errs)
		}
		if left := holding(t, data, "lapsed-", "Mara Quill"); len(left) > 0 {
			t.Errorf("killed at call %d: files hold %v", at, left)
		}
		if code, out, errs := runs(t, "check", "--data", data); code != 0 {
			t.Errorf("killed at call %d: %s %s", at, out, errs)
		}
		if n := forgottenIn(t, data); n != 120 {
			t.Errorf("killed at call %d: %d members are left as tombstones, want 120", at, n)
		}
	}
}

// forgottenIn counts the members of a record that are tombstones.
func forgottenIn(t *testing.T, data string) int {
	t.Helper()
	s, err := sqlite.Open(context.Background(), data, sqlite.Options{})
	must(t, err)
	defer s.Close()
	_, _, members := s.Dictionaries()
	n := 0
	for code := range members.Len() {
		if strings.HasPrefix(members.Text(uint32(code)), "forgotten-") {
			n++
		}
	}
	return n
}

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The command line writes what is held about a member, and forgets them: neither the
// record nor the figures beside it hold the id then.
func TestMemberCommands(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	file := filepath.Join(t.TempDir(), "members.csv")
	if err := os.WriteFile(file, []byte("member,joined_at,channel\nmara-7,2026-09-01 09:00:00,zhihu\nben,2026-09-02 09:00:00,zhihu\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	must := func(want int, args ...string) string {
		t.Helper()
		code, out, err := runs(t, args...)
		if code != want {
			t.Fatalf("%v: %d %s %s", args, code, out, err)
		}
		return out
	}
	must(0, "import", file, "--data", data)
	if out := must(0, "member", "export", "mara-7", "--data", data); !strings.Contains(out, `"channel":"zhihu"`) || strings.Contains(out, "ben") {
		t.Errorf("export: %s", out)
	}
	snapshot := filepath.Join(data, figuresFile)
	if err := os.WriteFile(snapshot, []byte("mara-7"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, _ := runs(t, "member", "forget", "mara-7", "mara", "--data", data); code == 0 {
		t.Error("another id confirms")
	}
	if out := must(0, "member", "forget", "mara-7", "mara-7", "--data", data); !strings.Contains(out, "forgotten-") {
		t.Errorf("forget: %s", out)
	}
	all, err := filepath.Glob(filepath.Join(data, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range all {
		if b, err := os.ReadFile(name); err == nil && bytes.Contains(b, []byte("mara-7")) {
			t.Errorf("%s still names the member", filepath.Base(name))
		}
	}
	if _, err := os.Stat(snapshot); err == nil {
		t.Error("the figures beside the record are still there")
	}
	if code, _, _ := runs(t, "member", "export", "mara-7", "--data", data); code == 0 {
		t.Error("the member is still known")
	}
}

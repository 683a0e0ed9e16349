package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCommandsBesideAServer gives the commands of accounts and imports while a
// server has the data directory. What they change holds on its next request.
func TestCommandsBesideAServer(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(data, controlName)
	if err := os.WriteFile(socket, nil, 0o600); err != nil { // left by one that was killed
		t.Fatal(err)
	}
	base, told, stop := started(t, "--data", data, "--listen", "127.0.0.1:0", "--timezone", "UTC")
	if info, err := os.Stat(socket); err != nil || info.Mode() != fs.ModeSocket|0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	give := func(want int, args ...string) (out, errs string) {
		t.Helper()
		code, out, errs := runs(t, append(args, "--data", data)...)
		if code != want {
			t.Fatalf("%v: exit %d, want %d: %s%s", args, code, want, out, errs)
		}
		return strings.TrimSpace(out), errs
	}
	password, _ := give(0, "user", "add", "ada", "--role", "admin")
	if len(password) < 20 {
		t.Errorf("the password is %q", password)
	}
	if list, _ := give(0, "user", "list"); !strings.HasPrefix(list, "ada\tadmin\t") {
		t.Errorf("users: %q", list)
	}
	give(0, "user", "add", "bo")
	give(0, "user", "rows", "bo", "--channel", "知乎", "--group", "Early birds")
	if list, _ := give(0, "user", "list"); !strings.Contains(list, "bo\tviewer\tlast signed in never\tsees channel zhihu; group Early birds") {
		t.Errorf("which rows bo sees is not told: %q", list)
	}
	if _, errs := give(78, "user", "rows", "ada", "--channel", "zhihu"); !strings.Contains(errs, "analyst or viewer") {
		t.Errorf("an administrator with a rule: %q", errs)
	}
	give(0, "user", "rows", "bo")
	give(0, "user", "remove", "bo")
	if _, errs := give(78, "user", "remove", "ada"); !strings.Contains(errs, "administrator") {
		t.Errorf("what is wrong is not told: %q", errs)
	}
	token, hint := give(0, "token", "create", "--role", "viewer")
	if !strings.Contains(hint, "only time") {
		t.Errorf("standard error is lost: %q", hint)
	}
	sees := func() int {
		code, _ := fetch(t, "GET", base+"/api/v1/sources", "", nil, "Authorization", "Bearer "+token)
		return code
	}
	if got := sees(); got != 200 {
		t.Errorf("a new token: %d", got)
	}

	costs := filepath.Join(dir, "costs.csv")
	if err := os.WriteFile(costs, []byte("date,kind,channel,campaign,label,cost,currency\n2026-10-01,fees,,,messages,12.50,CNY\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	total := func() string {
		code, body := fetch(t, "GET", base+"/api/v1/sources", "", nil, "Authorization", "Bearer "+token)
		if code != 200 {
			t.Fatal(code, body)
		}
		return body
	}
	before := total()
	if out, _ := give(0, "import", "--as", "costs", costs); !strings.Contains(out, "import 1 of costs: 1 rows read, 1 new") {
		t.Errorf("%q", out)
	}
	if total() == before {
		t.Error("the figures do not follow the import")
	}
	bad := filepath.Join(dir, "bad.csv")
	if err := os.WriteFile(bad, []byte("date,kind,channel,campaign,label,cost,currency\nnever,fees,,,messages,12.50,CNY\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	give(65, "import", "--as", "costs", bad)
	if _, errs := give(78, "import", "--as", "costs", "--timezone", "Asia/Tokyo", costs); !strings.Contains(errs, "settings cannot be changed") {
		t.Errorf("%q", errs)
	}
	give(0, "import", "--as", "costs", "--timezone", "UTC", costs) // as it is: imported already
	give(0, "undo", "1")

	backup := filepath.Join(dir, "backup.db")
	if out, _ := give(0, "backup", backup); !strings.Contains(out, "checked") {
		t.Errorf("%q", out)
	}
	if info, err := os.Stat(backup); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	if _, errs := give(78, "backup", filepath.Join(dir, "nowhere", "backup.db")); !strings.Contains(errs, "cannot be written") {
		t.Errorf("%q", errs)
	}

	give(0, "token", "revoke", "1")
	if got := sees(); got != 401 { // S3
		t.Errorf("a revoked token: %d", got)
	}
	if code, _, _ := runs(t, "check", "--data", data); code != 78 {
		t.Error("a command that is not handed over does not find the directory in use")
	}
	stop()
	if _, err := os.Stat(socket); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the socket is left: %v", err)
	}
	for _, secret := range []string{password, token} {
		if strings.Contains(told.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	give(0, "user", "list") // by itself again
	if out, _ := give(0, "restore", "--force", backup); !strings.Contains(out, "restored") {
		t.Errorf("%q", out)
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestMaterials: the list names SQLite, the chart library and every module the
// program was built from, each with a version.
func TestMaterials(t *testing.T) {
	code, out, errs := runs(t, "version", "--materials")
	var b bom
	if err := json.Unmarshal([]byte(out), &b); code != 0 || err != nil {
		t.Fatal(code, err, errs)
	}
	versions := map[string]string{}
	for _, c := range b.Components {
		versions[c.Name] = c.Version
		if c.Version == "" {
			t.Errorf("%s has no version", c.Name)
		}
	}
	// The test binary lists its modules too.
	for _, name := range []string{"sqlite", "go", "echarts.min.js", "inter-latin.woff2", "github.com/mattn/go-sqlite3", "github.com/labstack/echo/v4"} {
		if versions[name] == "" {
			t.Errorf("%s is not listed", name)
		}
	}
	charts, err := os.ReadFile("../../static/build/package.json")
	must(t, err)
	if m := regexp.MustCompile(`"echarts": "([^"]+)"`).FindSubmatch(charts); m == nil || string(m[1]) != versions["echarts.min.js"] {
		t.Errorf("the chart library is built from %q, the list says %s", m, versions["echarts.min.js"])
	}
}

// TestRelease tries the program that make release has built, with nothing of
// this machine: it is static, knows time zones (T4), and serves.
func TestRelease(t *testing.T) {
	file := os.Getenv("DAYBREAK_RELEASE")
	if file == "" {
		t.Skip("make release runs this")
	}
	root := t.TempDir()
	b, err := os.ReadFile(file)
	must(t, err)
	must(t, os.WriteFile(filepath.Join(root, "daybreak"), b, 0o700))
	if bytes.Contains(b, []byte("/ld-linux")) || bytes.Contains(b, []byte(filepath.Dir(filepath.Dir(file)))) {
		t.Error("the program is not static or holds the place it was built in")
	}
	program := func(args ...string) *exec.Cmd {
		c := exec.Command(filepath.Join(root, "daybreak"), args...)
		c.Dir, c.Env = root, []string{"ZONEINFO=/nowhere"}
		return confined(c, root)
	}
	if out, err := program("version").CombinedOutput(); err != nil || !strings.HasPrefix(string(out), "daybreak ") {
		t.Fatalf("version: %v %s", err, out)
	}
	data := "data"
	if out, err := program("import", "--data", data, "--timezone", "Local", "none").CombinedOutput(); err == nil {
		t.Errorf("an unknown zone was taken: %s", out)
	}
	p, out := begin(t, program("serve", "--sample", "--no-login", "--listen", "127.0.0.1:0", "--data", data, "--timezone", "America/Havana"))
	p.listens(t, out)
	for _, path := range []string{"/healthz", "/overview", "/checkins", "/api/v1/sources", "/internal/metrics"} {
		if code, body := fetch(t, "GET", p.base+path, "", nil); code != 200 {
			t.Errorf("%s: %d %.200s", path, code, body)
		}
	}
	if code, err := stopped(p); code != 0 || err != nil {
		t.Errorf("exit %d, %v: %s", code, err, p.log)
	}
}

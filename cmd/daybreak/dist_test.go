package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestUnit lets systemd read the unit, where there is systemd.
func TestUnit(t *testing.T) {
	b, err := os.ReadFile("dist/daybreak.service")
	must(t, err)
	program, err := os.Executable() // the one it names is not installed here
	must(t, err)
	unit := filepath.Join(t.TempDir(), "daybreak.service")
	must(t, os.WriteFile(unit, []byte(strings.ReplaceAll(string(b), "/usr/local/bin/daybreak", program)), 0o600))
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("no systemd here")
	}
	if out, err := exec.Command("systemd-analyze", "verify", unit).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v %s", err, out)
	}
}

package memory

import (
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe in the place of the kept figures kept the start waiting for ever.
func TestAPipeIsNoSnapshot(t *testing.T) {
	path := filepath.Join(t.TempDir(), "figures.snapshot")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := mapFile(path); err == nil {
		t.Error("a pipe is taken")
	}
}

package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// maxRSS is in kilobytes here.
func maxRSS(u *syscall.Rusage) int64 { return u.Maxrss << 10 }

// shim is the library that stands between SQLite and the disk.
type shim string

func buildShim(t *testing.T) shim {
	t.Helper()
	out := filepath.Join(t.TempDir(), "fault.so")
	if b, err := exec.Command("cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", out, "testdata/fault/fault.c", "-ldl").CombinedOutput(); err != nil {
		t.Fatalf("cc: %v\n%s", err, b)
	}
	return shim(out)
}

// faultLog is the list of SQLite's calls that the library writes.
type faultLog struct {
	library shim
	path    string
}

func (l shim) log(t *testing.T) faultLog {
	t.Helper()
	path := filepath.Join(t.TempDir(), "calls")
	if err := os.WriteFile(path, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	return faultLog{l, path}
}

// env is the environment in which the at-th call goes wrong; how is kill or the
// number of an error. at 0 only notes.
func (l faultLog) env(at int, how string) []string {
	return []string{"LD_PRELOAD=" + string(l.library), "FAULT_LOG=" + l.path, fmt.Sprintf("FAULT_AT=%d", at), "FAULT=" + how}
}

// calls returns one letter for each call.
func (l faultLog) calls(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(l.path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b[8 : 8+binary.NativeEndian.Uint64(b)])
}

package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// memory watches how much memory the process holds and returns what tells the
// most so far, in bytes. What the system adds up at the end of a process
// (ru_maxrss) begins with the memory of the one that started it.
func (p *process) memory() (most func() int64) {
	var peak atomic.Int64
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		for {
			b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
			if err != nil {
				return
			}
			if _, line, ok := strings.Cut(string(b), "VmHWM:"); ok { // a mark that only rises
				var kilobytes int64
				if _, err := fmt.Sscan(line, &kilobytes); err != nil {
					return
				}
				peak.Store(kilobytes << 10)
			}
			select {
			case <-p.done:
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	return func() int64 {
		<-watched
		return peak.Load()
	}
}

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

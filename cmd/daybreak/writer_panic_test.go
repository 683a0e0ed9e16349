package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// panicFile names the file from whose appearance on the clock panics in a
// transaction.
const panicFile = "DAYBREAK_TEST_PANIC_FILE"

func panickyClock(file string) func() time.Time {
	return func() time.Time {
		var callers [64]uintptr
		frames := runtime.CallersFrames(callers[:runtime.Callers(1, callers[:])])
		for more := true; more; {
			var f runtime.Frame
			f, more = frames.Next()
			if strings.HasSuffix(f.Function, "sqlite.(*Store).transactNow") {
				if _, err := os.Stat(file); err == nil {
					panic("planted")
				}
			}
		}
		return time.Now()
	}
}

// TestPanicOfTheWriter (O2): it ends the program with exit code 1 within a
// second and a line in the log that says why; what was not stored was not
// answered. Without a panic the same program goes on.
func TestPanicOfTheWriter(t *testing.T) {
	dir := t.TempDir()
	data, file := filepath.Join(dir, "data"), filepath.Join(dir, "panic")
	p := served(t, []string{panicFile + "=" + file}, "--no-login", "--data", data)
	x := newTraffic(p.base)
	if a := x.post(t.Context(), "before"); a.status != 201 {
		t.Fatalf("before the panic: %d %s: %s", a.status, a.code, p.log)
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	a := x.post(t.Context(), "during")
	code, err := p.ended(10 * time.Second)
	if code != exitFailure || err != nil {
		t.Fatalf("exit %d, %v: %s", code, err, p.log)
	}
	t.Logf("ended after %v", time.Since(began).Round(time.Millisecond))
	if a.status != 0 {
		t.Errorf("answered %d", a.status)
	}
	if log := p.log.String(); !strings.Contains(log, `"msg":"the writer panicked, the program ends","error":"planted"`) || !strings.Contains(log, "transactNow") {
		t.Errorf("the log does not say why: %s", log)
	}
	if there := keysOf(t, data); there["before"] != 1 || there["during"] != 0 {
		t.Errorf("stored: %v", there)
	}
}

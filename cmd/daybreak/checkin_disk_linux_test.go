package main

import (
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestFailedSync (D6) lets one call of SQLite that writes to the disk fail, and
// every call after it succeed: from the failure on nothing is said to be
// stored, health is red, and all that was said to be stored is there after the
// next start. The calls are those that the first check-ins make.
func TestFailedSync(t *testing.T) {
	const members = 40
	lib := buildShim(t)
	whole := lib.log(t)
	base := newCheckInWorld(t, members)
	p := served(t, whole.env(0, "kill"), "--no-login", "--data", copyDir(t, base.data))
	first := len(whole.calls(t))
	l := line{host: strings.TrimPrefix(p.base, "http://")}
	for m := range members {
		if a := l.checkIn(m, base.tokens[m]); a.status != http.StatusCreated {
			t.Fatalf("%+v", a)
		}
	}
	l.close()
	calls := whole.calls(t)
	p.kill()
	if syncs := strings.Count(calls[first:], "s"); syncs < members {
		t.Fatalf("%d syncs for %d check-ins: %q", syncs, members, calls[first:])
	}
	tried, told := 0, 0
	stride := max(1, (len(calls)-first)/times(8, 2000))
	for at := first + 1; at <= len(calls); at += stride {
		w := checkInWorld{data: copyDir(t, base.data), tokens: base.tokens}
		p := served(t, append(lib.log(t).env(at, fmt.Sprint(int(syscall.EIO))), "FAULT_ONCE=1"), "--no-login", "--data", w.data)
		var h history
		l := line{host: strings.TrimPrefix(p.base, "http://")}
		failed := -1
		for m := range members {
			a := l.checkIn(m, w.tokens[m])
			h.add(a)
			switch {
			case failed < 0 && !a.stored():
				failed = m
				if a.status != http.StatusServiceUnavailable || a.code != "storage_failed" {
					t.Errorf("call %d failed: answered %d %s", at, a.status, a.code)
				}
			case failed >= 0 && a.stored():
				t.Errorf("call %d failed for member %d, and member %d was answered %d", at, failed, m, a.status)
			}
		}
		l.close()
		if code, _ := fetch(t, "GET", p.base+"/checkins", "", nil); code != http.StatusOK {
			t.Errorf("pages answer %d", code)
		}
		if tried++; failed >= 0 {
			if told++; told == 1 {
				reddens(t, p.base)
			}
		}
		p.kill()
		p = served(t, nil, "--no-login", "--data", w.data)
		for _, wrong := range h.wrongs(w.there(t)) {
			t.Errorf("call %d failed: %s", at, wrong)
		}
		l.host = strings.TrimPrefix(p.base, "http://")
		if a := l.checkIn(members-1, w.tokens[members-1]); !a.stored() {
			t.Errorf("after the next start: %+v", a)
		}
		l.close()
		p.kill()
	}
	t.Logf("%d of %d calls failed, %d of them were told to clients", tried, len(calls)-first, told)
	if told < tried/2 {
		t.Error("most failures went unnoticed")
	}
}

// reddens waits until health is red.
func reddens(t *testing.T, base string) {
	t.Helper()
	for began := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		if code, _ := fetch(t, "GET", base+"/healthz", "", nil); code == http.StatusServiceUnavailable {
			return
		}
		if time.Since(began) > 8*time.Second {
			t.Error("health stays green")
			return
		}
	}
}

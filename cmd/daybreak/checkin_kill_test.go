package main

import (
	"context"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// killing checks members in, kills the server again and again, and keeps what
// the clients saw.
type killing struct {
	checkInWorld
	history
	next atomic.Int64 // the next member
}

// check lets clients check in one member after the other until ctx ends or the
// server is gone.
func (k *killing) check(ctx context.Context, base string, clients int) {
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			l := line{host: strings.TrimPrefix(base, "http://")}
			defer l.close()
			for ctx.Err() == nil {
				m := int(k.next.Add(1)) - 1
				if m >= len(k.tokens) {
					return
				}
				a := l.checkIn(m, k.tokens[m])
				if k.add(a); a.status == 0 {
					return
				}
			}
		})
	}
	wg.Wait()
}

// first waits until one more is stored, or the clients have ended.
func (k *killing) first(ended <-chan struct{}) {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for before := len(k.took()); len(k.took()) == before; {
		select {
		case <-tick.C:
		case <-ended:
			return
		}
	}
}

// TestKilledCheckIns (D1) kills the server with kill -9 while 64 clients check
// members in. After every restart the record, read by SQLite itself, and the
// server's total agree with what the clients were told; those that were told
// nothing ask again and are told.
func TestKilledCheckIns(t *testing.T) {
	kills := times(15, 200)
	k := &killing{checkInWorld: newCheckInWorld(t, min(kills*1500, ops.MaxCheckInLinks))}
	random := rand.New(rand.NewPCG(5, 6))
	var restart time.Duration
	p := served(t, nil, "--no-login", "--data", k.data)
	for range kills {
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			k.check(t.Context(), p.base, 64)
		}()
		time.Sleep(20*time.Millisecond + time.Duration(random.Int64N(int64(140*time.Millisecond))))
		p.kill()
		<-ended
		began := time.Now()
		p = served(t, nil, "--no-login", "--data", k.data)
		restart = max(restart, time.Since(began))
		there := k.there(t)
		for _, w := range k.wrongs(there) {
			t.Error(w)
		}
		k.follows(t, p.base, len(there))
		if t.Failed() {
			return
		}
	}
	t.Logf("%d kills: %v, slowest restart %v", kills, k.answers(), restart.Round(time.Millisecond))
	if len(k.took()) < 20*kills {
		t.Error("too little was stored before the kills")
	}
	l := line{host: strings.TrimPrefix(p.base, "http://")}
	defer l.close()
	for m := range min(int(k.next.Load()), len(k.tokens)) {
		if a := l.checkIn(m, k.tokens[m]); !a.stored() {
			t.Fatalf("asked again: %+v", a)
		}
	}
	there := k.there(t)
	if len(there) != min(int(k.next.Load()), len(k.tokens)) {
		t.Errorf("%d members are there of %d", len(there), k.next.Load())
	}
	k.follows(t, p.base, len(there))
}

// TestKilledCheckInsAskedAgain (D3): members ask until they are told that it is
// stored, with the same key, while the server is killed five times. In the end
// each is there once.
func TestKilledCheckInsAskedAgain(t *testing.T) {
	members, kills := times(8000, 50_000), times(5, 20)
	w := newCheckInWorld(t, members)
	var h history
	var base atomic.Pointer[string]
	p := served(t, nil, "--no-login", "--data", w.data)
	base.Store(&p.base)
	var next, stored atomic.Int64
	var clients sync.WaitGroup
	for range 64 {
		clients.Go(func() {
			for m := int(next.Add(1)) - 1; m < members; m = int(next.Add(1)) - 1 {
				for l := (line{}); ; {
					if at := strings.TrimPrefix(*base.Load(), "http://"); l.host != at {
						l.close()
						l.host = at
					}
					a := l.checkIn(m, w.tokens[m])
					if h.add(a); a.stored() {
						stored.Add(1)
						l.close()
						break
					}
					time.Sleep(time.Duration(5+rand.IntN(20)) * time.Millisecond)
				}
			}
		})
	}
	for n := range kills {
		for stored.Load() < int64(members*(n+1)/(kills+1)) {
			time.Sleep(time.Millisecond)
		}
		p.kill()
		p = served(t, nil, "--no-login", "--data", w.data)
		base.Store(&p.base)
	}
	clients.Wait()
	t.Logf("%d members, %d kills: %v", members, kills, h.answers())
	there := w.there(t)
	for _, wrong := range h.wrongs(there) {
		t.Error(wrong)
	}
	if len(there) != members {
		t.Errorf("%d are there", len(there))
	}
	w.follows(t, p.base, members)
}

// TestKilledCheckInsThatAnswerEarly is the control of TestKilledCheckIns: a
// server that answers before the commit loses what it answered.
func TestKilledCheckInsThatAnswerEarly(t *testing.T) {
	early := filepath.Join(t.TempDir(), "daybreak-ackearly")
	if b, err := exec.CommandContext(t.Context(), "go", "build", "-tags", "ackearly", "-o", early, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	k := &killing{checkInWorld: newCheckInWorld(t, 20_000)}
	lost := 0
	for range times(3, 20) {
		p, out := begin(t, exec.Command(early, "serve", "--no-login", "--listen", "127.0.0.1:0", "--data", k.data))
		p.listens(t, out)
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			k.check(t.Context(), p.base, 64)
		}()
		k.first(ended)
		p.kill()
		<-ended
		lost = len(k.wrongs(k.there(t)))
	}
	t.Logf("%d of %d lost", lost, len(k.took()))
	if lost == 0 {
		t.Error("nothing was lost: the test of kills would not notice")
	}
}

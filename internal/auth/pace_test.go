package auth

import (
	"testing"
	"time"
)

func TestPace(t *testing.T) {
	p, now := NewPace(3, time.Minute), time.Unix(1_000_000, 0)
	for i := range 3 {
		if ok, _ := p.Allow(1, now); !ok {
			t.Fatalf("use %d of 3 was refused", i+1)
		}
	}
	// One use takes 20 s to come back.
	if ok, wait := p.Allow(1, now.Add(5*time.Second)); ok || wait != 15*time.Second {
		t.Errorf("a fourth use after 5 s: %v %v", ok, wait)
	}
	if ok, _ := p.Allow(2, now); !ok {
		t.Error("another key was refused")
	}
	if ok, _ := p.Allow(1, now.Add(20*time.Second)); !ok {
		t.Error("refused although one use has come back")
	}
	if ok, _ := p.Allow(1, now.Add(21*time.Second)); ok {
		t.Error("two uses came back at once")
	}
	p.Allow(3, now.Add(time.Hour))
	if len(p.free) != 1 {
		t.Errorf("%d keys are kept", len(p.free))
	}
}

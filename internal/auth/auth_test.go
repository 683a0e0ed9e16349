package auth

import (
	"context"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

func TestPasswordRoundTrip(t *testing.T) {
	h, ctx := NewHasher(), context.Background()
	for _, p := range []string{"a good long sentence", strings.Repeat("长", 200), "🌅🌅🌅🌅🌅🌅🌅🌅🌅🌅", strings.Repeat("x", 73)} {
		if err := CheckPassword(p, "lin"); err != nil {
			t.Fatal(err)
		}
		hash, err := h.Hash(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		if ok, err := h.Verify(ctx, p, hash); !ok || err != nil {
			t.Errorf("%.10q: %v %v", p, ok, err)
		}
		if ok, _ := h.Verify(ctx, p+"x", hash); ok {
			t.Errorf("%.10q: a longer password passed: it was cut", p)
		}
		if again, _ := h.Hash(ctx, p); again == hash {
			t.Error("two hashes share a salt")
		}
	}
	if ok, err := h.Verify(ctx, "a good long sentence", ""); ok || err != nil {
		t.Errorf("unknown user: %v %v", ok, err)
	}
	if _, err := h.Verify(ctx, "x", "$2a$10$bcrypt"); err == nil {
		t.Error("a foreign hash was taken")
	}
}

func TestWeakPasswords(t *testing.T) {
	for _, p := range []string{"", "seven77", "123456789", strings.Repeat("x", 201), strings.Repeat(" ", 12), "qwertyuiop", "QwertyUiop", "lin@example.com",
		"bad\xff\xfebytes-here"} {
		if err := CheckPassword(p, "Lin@Example.com"); ops.CodeOf(err) != "weak_password" {
			t.Errorf("%q: %v", p, err)
		}
	}
}

func TestHasherRefusesAFlood(t *testing.T) {
	h := NewHasher()
	for range cap(h.wait) {
		h.wait <- struct{}{}
	}
	if _, err := h.Hash(context.Background(), "x"); ops.CodeOf(err) != "busy" {
		t.Errorf("%v", err)
	}
}

func TestTokens(t *testing.T) {
	a, ha := NewToken("db_")
	b, hb := NewToken("db_")
	if a == b || ha == hb || !strings.HasPrefix(a, "db_") || len(a) != 3+43 || HashToken(a) != ha {
		t.Error(a, b)
	}
}

func TestLimiter(t *testing.T) {
	l := NewLimiter(3, time.Minute)
	now := time.Unix(1_000_000, 0)
	for i := range 3 {
		if ok, _ := l.Allow("a", now.Add(time.Duration(i)*time.Second)); !ok {
			t.Fatal(i)
		}
	}
	if ok, wait := l.Allow("a", now.Add(10*time.Second)); ok || wait != 50*time.Second {
		t.Errorf("%v %v", ok, wait)
	}
	if ok, _ := l.Allow("b", now.Add(10*time.Second)); !ok {
		t.Error("another key was refused")
	}
	if ok, _ := l.Allow("a", now.Add(time.Minute)); !ok {
		t.Error("the first attempt is a minute old")
	}
	l.Forget("a")
	if ok, _ := l.Allow("a", now.Add(time.Minute)); !ok {
		t.Error("forgotten attempts count")
	}
	l.Allow("z", now.Add(time.Hour))
	if len(l.seen) != 1 {
		t.Errorf("%d keys are kept", len(l.seen))
	}
}

func TestLimiterSlowsDown(t *testing.T) {
	l := NewLimiter(6, 15*time.Minute).Slowing(3, time.Second)
	now := time.Unix(1_000_000, 0)
	for i, pause := range []time.Duration{0, 0, 0, 1, 2, 4} {
		if pause *= time.Second; pause > 0 {
			if ok, wait := l.Allow("a", now.Add(pause-time.Millisecond)); ok || wait != time.Millisecond {
				t.Errorf("attempt %d, too early: %v %v", i+1, ok, wait)
			}
		}
		now = now.Add(pause)
		if ok, wait := l.Allow("a", now); !ok {
			t.Fatalf("attempt %d: wait %v", i+1, wait)
		}
	}
	// All six lie within 7 s: what is left of the window.
	if ok, wait := l.Allow("a", now.Add(8*time.Second)); ok || wait != 15*time.Minute-15*time.Second {
		t.Errorf("the seventh: %v %v", ok, wait)
	}
	if ok, _ := l.Allow("b", now); !ok {
		t.Error("another key was refused")
	}
	l.Forget("a")
	if ok, _ := l.Allow("a", now); !ok {
		t.Error("forgotten attempts count")
	}
}

func TestEveryCommonPasswordIsRefused(t *testing.T) {
	n := 0
	for p := range strings.Lines(commonPasswords) {
		p = strings.TrimSpace(p)
		if ops.CodeOf(CheckPassword(p, "")) != "weak_password" {
			t.Errorf("%q was taken", p)
		}
		n++
	}
	if n < 1000 {
		t.Errorf("only %d passwords are listed", n)
	}
	if err := CheckPassword("qwertyuiop and more", ""); err != nil {
		t.Errorf("a common password is only a part of it: %v", err)
	}
}

package notify

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// box is an outbox in memory with one channel, which answers as told.
type box struct {
	due      []Delivery
	attempts []Attempt
	answers  []error
	sent     []string
	broken   error // of Record
}

func (b *box) Due(_ context.Context, now time.Time, _ int) ([]Delivery, error) {
	if len(b.attempts) > 0 {
		a := b.attempts[len(b.attempts)-1]
		if a.Sent || a.Dead || a.Next.After(now) {
			return nil, nil
		}
		b.due[0].Tries = len(b.attempts)
	}
	return b.due, nil
}
func (b *box) Record(_ context.Context, _ int64, a Attempt) error {
	if b.broken != nil {
		return b.broken
	}
	b.attempts = append(b.attempts, a)
	return nil
}
func (b *box) Open(context.Context, Delivery) (Channel, string, error) { return b, Webhook, nil }
func (b *box) Send(_ context.Context, m Message) error {
	b.sent = append(b.sent, m.ID)
	if len(b.answers) == 0 {
		return nil
	}
	err := b.answers[0]
	b.answers = b.answers[1:]
	return err
}

func courier(b *box) (*Courier, *time.Time) {
	now := noon
	return &Courier{Outbox: b, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}, &now
}

// A failure waits a minute, then five; a longer wait that the other side asks for
// holds; the eighth failure is the last.
func TestRetries(t *testing.T) {
	b := &box{due: []Delivery{{ID: 1, Message: brief()}}, answers: []error{errors.New("closed"), &Failure{After: time.Hour}}}
	c, now := courier(b)
	for i, wait := range []time.Duration{time.Minute, time.Hour} {
		if err := c.Deliver(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := b.attempts[i].Next.Sub(*now); got != wait || b.attempts[i].Sent {
			t.Fatalf("try %d waits %v, want %v", i+1, got, wait)
		}
		*now = b.attempts[i].Next
	}
	if err := c.Deliver(t.Context()); err != nil || !b.attempts[2].Sent || len(b.sent) != 3 {
		t.Fatalf("the third try: %v %+v", err, b.attempts)
	}
	for range 20 {
		b.answers = append(b.answers, errors.New("closed"))
	}
	b.attempts = nil
	for range 10 {
		c.Deliver(t.Context())
		*now = now.Add(30 * time.Hour)
	}
	if n := len(b.attempts); n != 8 || !b.attempts[7].Dead {
		t.Errorf("%d tries, the last %+v", n, b.attempts[n-1])
	}
}

// What was handed over and could not be recorded goes out again, under its id.
func TestAtLeastOnce(t *testing.T) {
	b := &box{due: []Delivery{{ID: 1, Message: brief()}}, broken: errors.New("the disk is full")}
	c, _ := courier(b)
	if err := c.Deliver(t.Context()); err == nil {
		t.Fatal("a delivery that is not recorded passes for one")
	}
	b.broken = nil
	if err := c.Deliver(t.Context()); err != nil || len(b.sent) != 2 || b.sent[0] != b.sent[1] {
		t.Errorf("%v, sent %v", err, b.sent)
	}
}

func TestSeal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret.key")
	s, err := OpenSeal(path)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := s.Close("SEC1")
	if err != nil {
		t.Fatal(err)
	}
	again, err := OpenSeal(path)
	if err != nil {
		t.Fatal(err)
	}
	if secret, err := again.Open(sealed); err != nil || secret != "SEC1" {
		t.Errorf("%q %v", secret, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key can be read by others: %v", info.Mode())
	}
	other, _ := OpenSeal(filepath.Join(t.TempDir(), "secret.key"))
	if _, err := other.Open(sealed); err == nil {
		t.Error("another key opens the secret")
	}
}

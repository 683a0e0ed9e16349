package sqlite

import (
	"sync/atomic"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// Nobody is told that a check-in is stored before the disk has it (D1). The test
// stands between the commit and the disk and looks who has been answered, so
// that it does not need luck to see an answer that comes too early.
func TestNoAnswerBeforeTheDisk(t *testing.T) {
	s := fresh(t)
	knowMembers(t, s, 1)
	for i := range 5 {
		var answered, waited atomic.Bool
		s.log.wait = func() {
			time.Sleep(30 * time.Millisecond) // an answer that was given is there by now
			if waited.Store(true); answered.Load() {
				t.Error("answered before it was durable")
			}
		}
		at, day := time.Date(2026, 9, 2+i, 12, 0, 0, 0, time.UTC), ops.DayOf(2026, 9, 2+i)
		_, err := s.Community().CheckIn(t.Context(), ops.CheckIn{Member: "m0", At: at, Days: []ops.Day{day}})
		answered.Store(true)
		if err != nil {
			t.Fatal(err)
		}
		if !waited.Load() {
			t.Error("answered without the disk")
		}
		s.log.wait = nil
	}
}

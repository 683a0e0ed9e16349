package main

import "time"

// How far the clock may be from the time that passed, how long a server may have been
// down without its clock being doubted, and how long a doubted clock has to keep the
// time of the machine before it is believed.
const (
	clockStrays  = 5 * time.Minute
	clockDown    = 26 * time.Hour
	clockBelieve = 24 * time.Hour
)

// believedClock says whether the clock may decide that data has had its time. A clock
// that jumped, or was never seen before, is believed once it has kept the time of the
// machine for a day: who sets it right until then loses nothing.
type believedClock struct {
	clock  func() time.Time
	uptime func() time.Duration // nil = the clock never jumps
	now    time.Time            // when it was looked at last, by the wall
	up     time.Duration
	since  time.Duration // uptime from which on it has kept time
	sound  bool          // it is believed
}

// newBelievedClock returns a clock that was believed last at a moment; zero for never.
func newBelievedClock(clock func() time.Time, uptime func() time.Duration, last time.Time) *believedClock {
	b := &believedClock{clock: clock, uptime: uptime, now: clock().Round(0)}
	if uptime == nil {
		return b
	}
	b.up = uptime()
	b.since = b.up
	b.sound = !last.IsZero() && !b.now.Before(last.Add(-clockStrays)) && b.now.Before(last.Add(clockDown))
	return b
}

// believed looks at the clock. It is to be asked every few minutes.
func (b *believedClock) believed() bool {
	if b.uptime == nil {
		return true
	}
	now, up := b.clock().Round(0), b.uptime()
	if stray := now.Sub(b.now) - (up - b.up); stray > clockStrays || stray < -clockStrays {
		b.sound, b.since = false, up
	}
	b.now, b.up = now, up
	b.sound = b.sound || up-b.since >= clockBelieve
	return b.sound
}

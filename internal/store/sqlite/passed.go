package sqlite

import "time"

// jumpWithin is by how much the clock may run ahead of the time that passed
// without being taken for one that jumped.
const jumpWithin = 5 * time.Minute

// passedTime tells which moment has surely passed. A clock that jumps ahead
// shows days that nobody lived through: posts cannot vouch for them. So the
// clock is believed as far as the moment known before and the time the machine
// has run since go; a clock that was put back is believed at once. It is to be
// used by one goroutine at a time.
type passedTime struct {
	clock  func() time.Time
	uptime func() time.Duration // nil = the clock never jumps
	known  time.Time
	up     time.Duration // when known was read
}

func newPassedTime(clock func() time.Time, uptime func() time.Duration) *passedTime {
	p := &passedTime{clock: clock, uptime: uptime, known: clock().Round(0)}
	if uptime != nil {
		p.up = uptime()
	}
	return p
}

// within returns at, or the latest moment that has surely passed if at lies
// after that.
func (p *passedTime) within(at time.Time) time.Time {
	if p.uptime == nil {
		return at
	}
	now, up := p.clock().Round(0), p.uptime() // by the wall: the monotonic reading misses sleep
	if now.After(p.known.Add(up - p.up + jumpWithin)) {
		now = p.known.Add(up - p.up)
	} else {
		p.known, p.up = now, up
	}
	if at.After(now) {
		return now
	}
	return at
}

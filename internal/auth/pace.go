package auth

import (
	"sync"
	"time"
)

// Pace spreads what each key may do: bursts of up to most within window pass,
// and in the long run no more than most per window. The zero value is not
// ready; use NewPace.
type Pace struct {
	mu     sync.Mutex
	step   time.Duration // that one use takes of the window
	window time.Duration
	free   map[int64]time.Time // when all that a key used has come back
	swept  time.Time
}

// NewPace allows most uses of a key per window.
func NewPace(most int, window time.Duration) *Pace {
	return &Pace{step: window / time.Duration(most), window: window, free: map[int64]time.Time{}}
}

// Allow records a use of key at now and reports whether it is within the pace,
// and if not, how long until the next one is. A refused use does not count.
func (p *Pace) Allow(key int64, now time.Time) (ok bool, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Sub(p.swept) >= p.window {
		p.swept = now
		for k, free := range p.free {
			if !free.After(now) {
				delete(p.free, k)
			}
		}
	}
	free := p.free[key]
	if free.Before(now) {
		free = now
	}
	free = free.Add(p.step)
	if wait = free.Sub(now) - p.window; wait > 0 {
		return false, wait
	}
	p.free[key] = free
	return true, 0
}

package auth

import (
	"sync"
	"time"
)

// Limiter counts attempts per key (an account, an address) in a sliding
// window. The zero value is not ready; use NewLimiter.
type Limiter struct {
	mu     sync.Mutex
	most   int
	window time.Duration
	free   int           // attempts within the window that need no pause
	pause  time.Duration // before the next one; doubles with each further; 0: none
	seen   map[string][]time.Time
	swept  time.Time
}

// NewLimiter allows most attempts per key within window.
func NewLimiter(most int, window time.Duration) *Limiter {
	return &Limiter{most: most, window: window, seen: map[string][]time.Time{}}
}

// Slowing makes l ask for a pause before each attempt within the window that
// comes after the first free ones: pause, then twice as long, and so on. It
// returns l.
func (l *Limiter) Slowing(free int, pause time.Duration) *Limiter {
	l.free, l.pause = free, pause
	return l
}

// Allow records an attempt of key at now and reports whether it is within the
// limit, and if not, how long until the next one is. A refused attempt does
// not count.
func (l *Limiter) Allow(key string, now time.Time) (ok bool, wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	times := l.recent(key, now)
	if len(times) >= l.most {
		l.seen[key] = times
		return false, times[len(times)-l.most].Add(l.window).Sub(now)
	}
	if n := len(times); l.pause > 0 && n >= l.free {
		if next := times[n-1].Add(l.pause << (n - l.free)); now.Before(next) {
			return false, next.Sub(now)
		}
	}
	l.seen[key] = append(times, now)
	return true, 0
}

// Forget clears key, after a sign-in that went well.
func (l *Limiter) Forget(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.seen, key)
}

func (l *Limiter) recent(key string, now time.Time) []time.Time {
	times := l.seen[key]
	for len(times) > 0 && now.Sub(times[0]) >= l.window {
		times = times[1:]
	}
	return times
}

// sweep drops keys without recent attempts, once per window.
func (l *Limiter) sweep(now time.Time) {
	if now.Sub(l.swept) < l.window {
		return
	}
	l.swept = now
	for key := range l.seen {
		if len(l.recent(key, now)) == 0 {
			delete(l.seen, key)
		}
	}
}

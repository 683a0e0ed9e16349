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
	seen   map[string][]time.Time
	swept  time.Time
}

// NewLimiter allows most attempts per key within window.
func NewLimiter(most int, window time.Duration) *Limiter {
	return &Limiter{most: most, window: window, seen: map[string][]time.Time{}}
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

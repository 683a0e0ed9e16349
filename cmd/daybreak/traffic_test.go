package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// answer is the outcome of one request; status 0 means that none came.
type answer struct {
	key    string
	status int
	code   string
	took   time.Duration
	at     time.Time // when it came
}

// traffic posts events, each with a key of its own, and keeps every answer.
type traffic struct {
	base    string
	client  *http.Client
	mu      sync.Mutex
	answers []answer
}

func newTraffic(base string) *traffic {
	return &traffic{base: base, client: &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
}

// post posts one event.
func (x *traffic) post(ctx context.Context, key string) answer {
	a := answer{key: key}
	body := fmt.Sprintf(`[{"key":%q,"member":"m%s","at":"2026-09-01T06:10:00+08:00","event":"check_in"}]`, key, key)
	began := time.Now()
	a.status, a.code = x.send(ctx, "/api/v1/events", "application/json", []byte(body))
	a.at = time.Now()
	a.took = a.at.Sub(began)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.answers = append(x.answers, a)
	return a
}

// send posts body and returns the status and, of an error, its code.
func (x *traffic) send(ctx context.Context, path, contentType string, body []byte) (int, string) {
	req, err := http.NewRequestWithContext(ctx, "POST", x.base+path, bytes.NewReader(body))
	if err != nil {
		return 0, err.Error()
	}
	req.Header.Set("Content-Type", contentType)
	resp, err := x.client.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	var e struct{ Error struct{ Code string } }
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err.Error()
	}
	if resp.StatusCode >= 300 {
		if err := json.Unmarshal(b, &e); err != nil {
			return resp.StatusCode, string(b)
		}
	}
	return resp.StatusCode, e.Error.Code
}

// run posts with n clients, one event after the other, until ctx ends.
func (x *traffic) run(ctx context.Context, n int) {
	var wg sync.WaitGroup
	for c := range n {
		wg.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				// The request itself is not given up: its answer is wanted.
				if a := x.post(context.WithoutCancel(ctx), fmt.Sprintf("%d-%d", c, i)); a.status == 0 {
					return
				}
			}
		})
	}
	wg.Wait()
}

// check compares what was answered with the events in the closed record.
func (x *traffic) check(t *testing.T, dir string) {
	t.Helper()
	statuses := map[int]int{}
	for _, a := range x.answers {
		statuses[a.status]++
	}
	t.Logf("answers by status: %v", statuses)
	for _, w := range wrongs(x.answers, keysOf(t, dir)) {
		t.Error(w)
	}
}

// wrongs lists where answers and the events that are there disagree: 2xx is
// there once, 4xx and 507 are not, the rest may be.
func wrongs(answers []answer, there map[string]int) []string {
	var out []string
	for _, a := range answers {
		n := there[a.key]
		switch ok := a.status == 200 || a.status == 201; {
		case ok && n != 1:
			out = append(out, fmt.Sprintf("%s was answered %d and is there %d times", a.key, a.status, n))
		case !ok && (a.status >= 400 && a.status < 500 || a.status == 507) && n != 0:
			out = append(out, fmt.Sprintf("%s was answered %d %s and is there", a.key, a.status, a.code))
		case n > 1:
			out = append(out, fmt.Sprintf("%s is there %d times", a.key, n))
		}
		delete(there, a.key)
	}
	if len(there) > 0 {
		out = append(out, fmt.Sprintf("%d events are there that nobody posted", len(there)))
	}
	return out
}

// keysOf returns how often each key is there among the events of the closed
// record in dir, check-ins aside, and checks the record.
func keysOf(t *testing.T, dir string) map[string]int {
	t.Helper()
	s, err := sqlite.Open(t.Context(), dir, sqlite.Options{Calendar: ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("check: %v", err)
	}
	out := map[string]int{}
	events, _ := ops.RecordNamed("events")
	err = s.Read(t.Context(), "events", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(b *ops.Rows) error {
		for i := range b.Len() {
			if key := b.Text(events.Column("key"), i); !strings.HasPrefix(key, "check_in/") {
				out[key]++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestLossIsNoticed is the control of the tests that use traffic.
func TestLossIsNoticed(t *testing.T) {
	for _, x := range []struct {
		answers []answer
		there   map[string]int
		wrong   bool
	}{
		{[]answer{{key: "a", status: 201}, {key: "b", status: 409}, {key: "c"}, {key: "d", status: 500}}, map[string]int{"a": 1, "d": 1}, false},
		{[]answer{{key: "a", status: 201}}, map[string]int{}, true},
		{[]answer{{key: "a", status: 200}}, map[string]int{"a": 2}, true},
		{[]answer{{key: "a", status: 507}}, map[string]int{"a": 1}, true},
		{[]answer{{key: "a"}}, map[string]int{"a": 2}, true},
		{nil, map[string]int{"a": 1}, true},
	} {
		if got := wrongs(x.answers, x.there); len(got) > 0 != x.wrong {
			t.Errorf("%+v: %q", x, got)
		}
	}
}

// quantiles returns the median, the 99th percentile and the largest.
func quantiles(of []time.Duration) (p50, p99, most time.Duration) {
	if len(of) == 0 {
		return 0, 0, 0
	}
	s := slices.Sorted(slices.Values(of))
	return s[len(s)/2], s[len(s)*99/100], s[len(s)-1]
}

// quantile returns the value that the part q of all lie below.
func quantile(of []time.Duration, q float64) time.Duration {
	if len(of) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(of))[int(q*float64(len(of)))]
}

// took returns how long the answers with a status took.
func (x *traffic) took(status int) []time.Duration {
	x.mu.Lock()
	defer x.mu.Unlock()
	var out []time.Duration
	for _, a := range x.answers {
		if a.status == status {
			out = append(out, a.took)
		}
	}
	return out
}

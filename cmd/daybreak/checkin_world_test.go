package main

import (
	"bufio"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"daybreak/internal/auth"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// checkInWorld is a data directory with members who may check in, each by a
// token of its own.
type checkInWorld struct {
	data   string
	tokens []string // of member 0, 1, …
}

func newCheckInWorld(t *testing.T, members int) checkInWorld {
	t.Helper()
	w := checkInWorld{data: filepath.Join(t.TempDir(), "data"), tokens: make([]string, members)}
	must(t, sqlite.Init(w.data))
	s, err := sqlite.Open(t.Context(), w.data, sqlite.Options{Calendar: ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}})
	must(t, err)
	defer s.Close()
	hashes, tokens := make([][sha256.Size]byte, members), make([]ops.CheckInToken, members)
	for i := range members {
		w.tokens[i], hashes[i] = auth.NewToken("ci_")
		tokens[i] = ops.CheckInToken{Name: memberName(i), Member: memberName(i)}
	}
	must(t, s.Community().AddCheckInTokens(t.Context(), hashes, tokens))
	return w
}

func memberName(i int) string { return fmt.Sprintf("w%d", i) }

// there reads with SQLite itself, beside the server, how often each member has
// checked in, and lets it look for damage.
func (w checkInWorld) there(t *testing.T) map[int]int {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.data, "daybreak.db")+"?mode=ro&_busy_timeout=5000")
	must(t, err)
	defer db.Close()
	var verdict string
	must(t, db.QueryRowContext(t.Context(), `PRAGMA integrity_check`).Scan(&verdict))
	if verdict != "ok" {
		t.Errorf("integrity_check: %s", verdict)
	}
	rows, err := db.QueryContext(t.Context(), `SELECT m.text FROM events e JOIN batch b ON b.id = e.batch AND b.state = 'live' AND b.by = 'check-ins'
		JOIN member_id m ON m.id = e.member JOIN event_name n ON n.id = e.event AND n.text = 'check_in'`)
	must(t, err)
	defer rows.Close()
	out := map[int]int{}
	for rows.Next() {
		var name string
		var i int
		must(t, rows.Scan(&name))
		if _, err := fmt.Sscanf(name, "w%d", &i); err != nil {
			t.Fatal(name, err)
		}
		out[i]++
	}
	must(t, rows.Err())
	return out
}

// total asks the server how many check-ins it counts on the days around now.
func (w checkInWorld) total(t *testing.T, base string) int {
	t.Helper()
	now := time.Now().UTC()
	code, body := fetch(t, "GET", fmt.Sprintf("%s/api/v1/metrics?metrics=check_ins&from=%s&to=%s", base, now.AddDate(0, 0, -1).Format(time.DateOnly),
		now.AddDate(0, 0, 1).Format(time.DateOnly)), "", nil)
	var a struct {
		Rows []struct {
			Values struct {
				CheckIns json.RawMessage `json:"check_ins"`
			}
		}
	}
	if err := json.Unmarshal([]byte(body), &a); code != 200 || err != nil || len(a.Rows) > 1 {
		t.Fatal(code, err, body)
	}
	if len(a.Rows) == 0 { // no event at all so far
		return 0
	}
	n, err := strconv.Atoi(string(a.Rows[0].Values.CheckIns))
	if err != nil {
		return 0 // not known yet
	}
	return n
}

// follows waits until the server's figures count n check-ins; they follow
// within a second on a machine that has nothing else to do.
func (w checkInWorld) follows(t *testing.T, base string, n int) {
	t.Helper()
	began := time.Now()
	for got := -1; got != n; time.Sleep(50 * time.Millisecond) {
		if got = w.total(t, base); time.Since(began) > 10*time.Second {
			t.Errorf("the total is %d; want %d", got, n)
			return
		}
	}
}

// attempt is one request to check a member in and what the client knows of it.
type attempt struct {
	member            int
	invoked, answered time.Time
	status            int      // 0: no answer came
	code              ops.Code // of a refusal
	retry             int      // seconds after which to come back; 0: not said
}

func (a attempt) stored() bool { return a.status == http.StatusOK || a.status == http.StatusCreated }

// refused reports whether the answer promises that nothing was stored.
func (a attempt) refused() bool {
	return a.status >= 400 && a.status < 500 || a.status == http.StatusInsufficientStorage || a.code == "queue_full"
}

// line is a connection to the server, kept until something goes wrong. It costs
// the load generator less than the client of net/http.
type line struct {
	host string
	conn net.Conn
	r    *bufio.Reader
}

// open connects unless it is connected.
func (l *line) open() error {
	if l.conn != nil {
		return nil
	}
	conn, err := net.DialTimeout("tcp", l.host, 5*time.Second)
	if err == nil {
		l.conn, l.r = conn, bufio.NewReader(conn)
	}
	return err
}

func (l *line) close() {
	if l.conn != nil {
		l.conn.Close()
		l.conn = nil
	}
}

// checkIn checks the member of a token in; key is the member's own.
func (l *line) checkIn(member int, token string) (a attempt) {
	a = attempt{member: member, invoked: time.Now()}
	defer func() { a.answered = time.Now() }()
	if l.open() != nil {
		return a
	}
	body := fmt.Sprintf(`{"key":"k%d"}`, member)
	if err := l.conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		l.close()
		return a
	}
	if _, err := fmt.Fprintf(l.conn,
		"POST /api/v1/check-ins HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", l.host, token,
		len(body), body); err != nil {
		l.close()
		return a
	}
	resp, err := http.ReadResponse(l.r, nil)
	if err != nil {
		l.close()
		return a
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		l.close()
		return a
	}
	if resp.Close {
		l.close()
	}
	if a.status = resp.StatusCode; !a.stored() {
		a.retry, _ = strconv.Atoi(resp.Header.Get("Retry-After")) // it need not be there
		var e struct{ Error struct{ Code ops.Code } }
		if err := json.Unmarshal(b, &e); err == nil {
			a.code = e.Error.Code
		}
	}
	return a
}

// history is what clients saw.
type history struct {
	mu       sync.Mutex
	closed   bool
	attempts []attempt
}

func (h *history) add(a attempt) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		a.status, a.code = 0, ""
	}
	h.attempts = append(h.attempts, a)
}

// close makes answers from now on ones that nobody got, until open.
func (h *history) close() { h.set(true) }
func (h *history) open()  { h.set(false) }

func (h *history) set(closed bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = closed
}

// wrongs lists where the history and the check-ins that are there disagree. A
// member who was told that it is stored is there once, one who was only ever
// refused is not, of whom no answer is known may be; nobody else is.
func (h *history) wrongs(there map[int]int) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	type known struct{ stored, open bool }
	members := map[int]known{}
	for _, a := range h.attempts {
		k := members[a.member]
		members[a.member] = known{k.stored || a.stored(), k.open || !a.refused()}
	}
	var out []string
	for m, k := range members {
		switch n := there[m]; {
		case k.stored && n != 1:
			out = append(out, fmt.Sprintf("member %d was told that it is stored and is there %d times", m, n))
		case !k.open && n != 0:
			out = append(out, fmt.Sprintf("member %d was refused and is there", m))
		case n > 1:
			out = append(out, fmt.Sprintf("member %d is there %d times", m, n))
		}
	}
	for m := range there {
		if _, ok := members[m]; !ok {
			out = append(out, fmt.Sprintf("member %d is there and never asked", m))
		}
	}
	return out
}

// answers counts attempts by status and code.
func (h *history) answers() map[string]int {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := map[string]int{}
	for _, a := range h.attempts {
		out[strings.TrimSpace(fmt.Sprint(a.status, " ", a.code))]++
	}
	return out
}

// took returns how long the answers took that say it is stored.
func (h *history) took() []time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []time.Duration
	for _, a := range h.attempts {
		if a.stored() {
			out = append(out, a.answered.Sub(a.invoked))
		}
	}
	return out
}

// TestHistoryTellsLoss is the control of the tests that keep a history.
func TestHistoryTellsLoss(t *testing.T) {
	for _, x := range []struct {
		statuses []int // of member 1
		code     ops.Code
		there    map[int]int
		wrong    bool
	}{
		{[]int{201}, "", map[int]int{1: 1}, false},
		{[]int{0, 503, 200}, "starting", map[int]int{1: 1}, false},
		{[]int{0}, "", map[int]int{1: 1}, false},
		{[]int{0}, "", map[int]int{}, false},
		{[]int{503, 409}, "queue_full", map[int]int{}, false},
		{[]int{201}, "", map[int]int{}, true},
		{[]int{0, 200}, "", map[int]int{}, true},
		{[]int{201}, "", map[int]int{1: 2}, true},
		{[]int{0}, "", map[int]int{1: 2}, true},
		{[]int{503}, "queue_full", map[int]int{1: 1}, true},
		{[]int{507}, "disk_full", map[int]int{1: 1}, true},
		{[]int{201}, "", map[int]int{1: 1, 2: 1}, true},
	} {
		var h history
		for _, s := range x.statuses {
			h.add(attempt{member: 1, status: s, code: x.code})
		}
		if got := h.wrongs(x.there); len(got) > 0 != x.wrong {
			t.Errorf("%+v: %q", x, got)
		}
	}
}

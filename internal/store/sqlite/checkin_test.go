package sqlite

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"

	"daybreak/internal/ops"
)

var sunrise = time.Date(2026, 9, 1, 6, 10, 0, 0, time.UTC)

// knowMembers makes members m0 … known.
func knowMembers(t testing.TB, s *Store, n int) {
	t.Helper()
	b := build("members")
	for i := range n {
		b.row(map[string]any{"member": fmt.Sprintf("m%d", i)})
	}
	if _, err := s.Commit(t.Context(), ops.Batch{Via: "api"}, b.rows, nil, nil); err != nil {
		t.Fatal(err)
	}
}

// checkInOf is the check-in of a member at sunrise.
func checkInOf(member string) ops.CheckIn {
	return ops.CheckIn{Member: member, At: sunrise, Days: []ops.Day{calendar().Day(sunrise)}}
}

// eventKeys returns how often each event's key counts.
func eventKeys(t testing.TB, s *Store) map[string]int {
	t.Helper()
	out := map[string]int{}
	r, _ := ops.RecordNamed("events")
	err := s.Read(t.Context(), "events", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(b *ops.Rows) error {
		for i := range b.Len() {
			out[b.Text(r.Column("key"), i)]++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestCheckInOnce sends one check-in a hundred times at once.
func TestCheckInOnce(t *testing.T) {
	s := fresh(t)
	knowMembers(t, s, 1)
	in := checkInOf("m0")
	in.Token, in.Key, in.Digest = 1, "k", 7
	var mu sync.Mutex
	stored, already := 0, 0
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			got, err := s.Community().CheckIn(context.Background(), in)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				t.Error(err)
			case got.Already:
				already++
			default:
				stored++
			}
		})
	}
	wg.Wait()
	if stored != 1 || already != 99 {
		t.Errorf("stored %d times, already there %d times", stored, already)
	}
	if got := eventKeys(t, s); len(got) != 1 || got[in.EventKey(in.Days[0])] != 1 {
		t.Errorf("events: %v", got)
	}
	in.Digest = 8
	if _, err := s.Community().CheckIn(t.Context(), in); ops.CodeOf(err) != "key_reused" {
		t.Errorf("a key used for something else: %v", err)
	}
	in.Token = 2 // another sender's keys are its own
	if got, err := s.Community().CheckIn(t.Context(), in); err != nil || !got.Already {
		t.Errorf("another sender: %+v, %v", got, err)
	}
	if _, err := s.Community().CheckIn(t.Context(), checkInOf("nobody")); ops.CodeOf(err) != "member_unknown" {
		t.Errorf("an unknown member: %v", err)
	}
	closed := checkInOf("m0")
	closed.Days = nil
	if _, err := s.Community().CheckIn(t.Context(), closed); ops.CodeOf(err) != "day_closed" {
		t.Errorf("a challenge that is over: %v", err)
	}
}

// TestCheckInBatch holds the growing batch against what an import is: control
// totals, one batch a day, undo, watermark, what a restart finds.
func TestCheckInBatch(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if err := Init(dir); err != nil {
		t.Fatal(err)
	}
	s := reopen(t, dir)
	knowMembers(t, s, 30)
	day := calendar().Day(sunrise)
	send := func(from, to int) {
		t.Helper()
		for i := from; i < to; i++ {
			if got, err := s.Community().CheckIn(t.Context(), checkInOf(fmt.Sprintf("m%d", i))); err != nil || got.Already {
				t.Fatalf("m%d: %+v, %v", i, got, err)
			}
		}
	}
	send(0, 10)
	before := s.Version()
	s.Close()
	s = reopen(t, dir)
	if s.Version() != before {
		t.Errorf("version %d after a restart, %d before", s.Version(), before)
	}
	send(10, 20)
	version, changed, err := s.Changes(t.Context(), before)
	if err != nil || version <= before || len(changed) != 1 || changed[0].Record != "events" || changed[0].Days != (ops.Range{From: day, To: day + 1}) {
		t.Errorf("changes: %d %v %v", version, changed, err)
	}
	found, err := s.Batches(t.Context(), 10, 0)
	if err != nil || len(found) != 2 || found[0].Created != 20 || found[0].Through != day-1 {
		t.Fatalf("batches: %+v %v", found, err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := s.Undo(t.Context(), found[0].ID, "me"); err != nil {
		t.Fatal(err)
	}
	if got := eventKeys(t, s); len(got) != 0 {
		t.Errorf("after the undo: %v", got)
	}
	send(0, 5) // what was undone does not count as there
	if got := eventKeys(t, s); len(got) != 5 {
		t.Errorf("after the undo and 5 more: %v", got)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestCheckInsLeavePreviewsValid commits a file of events previewed before
// check-ins came in, but not one previewed before other events changed.
func TestCheckInsLeavePreviewsValid(t *testing.T) {
	s := fresh(t)
	knowMembers(t, s, 9)
	file := func(hour int) *ops.Rows {
		return build("events").row(map[string]any{"member": "m0", "event": "join", "at": sunrise.Add(time.Duration(hour) * time.Hour)}).rows
	}
	preview := func(rows *ops.Rows) *ops.Diff {
		t.Helper()
		diff, err := s.Compare(t.Context(), rows)
		if err != nil {
			t.Fatal(err)
		}
		return diff
	}
	checkIns := func(members ...int) {
		t.Helper()
		for _, m := range members { // each of them one transaction and one version
			if got, err := s.Community().CheckIn(t.Context(), checkInOf(fmt.Sprintf("m%d", m))); err != nil || got.Already {
				t.Fatalf("m%d: %+v, %v", m, got, err)
			}
		}
	}
	rows := file(1)
	first := preview(rows)
	checkIns(1, 2, 3) // the day's batch begins
	if _, err := s.Commit(t.Context(), ops.Batch{}, rows, first, nil); err != nil {
		t.Errorf("after the first check-ins of a day: %v", err)
	}
	rows = file(2)
	second := preview(rows)
	checkIns(4, 5, 6) // it grows
	if _, err := s.Commit(t.Context(), ops.Batch{}, rows, second, nil); err != nil {
		t.Errorf("after more check-ins: %v", err)
	}

	rows = file(3)
	stale := preview(rows)
	commit(t, s, file(4))
	_, err := s.Commit(t.Context(), ops.Batch{}, rows, stale, nil)
	hasCode(t, err, "stale_plan")
	stale = preview(rows)
	batches, err := s.Batches(t.Context(), 10, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range batches {
		if b.Created == 6 { // the day's check-ins
			if _, err := s.Undo(t.Context(), b.ID, "me"); err != nil {
				t.Fatal(err)
			}
		}
	}
	_, err = s.Commit(t.Context(), ops.Batch{}, rows, stale, nil)
	hasCode(t, err, "stale_plan")
	if got := eventKeys(t, s); len(got) != 1 || got[""] != 3 {
		t.Errorf("events: %v", got)
	}
}

// TestCheckBesideCheckIns holds control totals against rows while both grow.
func TestCheckBesideCheckIns(t *testing.T) {
	s := fresh(t)
	knowMembers(t, s, 300)
	done := make(chan error, 1)
	go func() {
		for i := range 300 {
			if _, err := s.Community().CheckIn(context.Background(), checkInOf(fmt.Sprintf("m%d", i))); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for checks := 0; ; checks++ {
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
			if checks < 2 {
				t.Errorf("only %d checks fell between check-ins", checks)
			}
			return
		default:
			if err := s.Check(t.Context()); err != nil {
				t.Fatalf("check %d: %v", checks, err)
			}
		}
	}
}

// TestCheckInGrace counts a check-in within the grace for the day before
// unless that has one.
func TestCheckInGrace(t *testing.T) {
	s := fresh(t)
	knowMembers(t, s, 1)
	c := ops.Challenge{Name: "21 days", Start: ops.DayOf(2026, 9, 1), Length: 21, DayStart: 4 * time.Hour, Grace: time.Hour}
	at := time.Date(2026, 9, 3, 4, 30, 0, 0, time.UTC)
	in := ops.CheckIn{Member: "m0", At: at, Days: c.Days(calendar(), at)}
	for _, want := range []ops.CheckedIn{{Day: c.Start + 1}, {Day: c.Start + 2}, {Day: c.Start + 2, Already: true}} {
		if got, err := s.Community().CheckIn(t.Context(), in); err != nil || got != want {
			t.Errorf("got %+v %v, want %+v", got, err, want)
		}
	}
	for at, want := range map[time.Time]int{
		time.Date(2026, 9, 1, 3, 59, 0, 0, time.UTC):  0, // August 31
		time.Date(2026, 9, 1, 4, 0, 0, 0, time.UTC):   1, // the day before is not of the challenge
		time.Date(2026, 9, 1, 5, 0, 0, 0, time.UTC):   1,
		time.Date(2026, 9, 2, 4, 59, 0, 0, time.UTC):  2,
		time.Date(2026, 9, 2, 5, 0, 0, 0, time.UTC):   1,
		time.Date(2026, 9, 22, 4, 59, 0, 0, time.UTC): 1, // day 21's grace
		time.Date(2026, 9, 22, 5, 0, 0, 0, time.UTC):  0,
	} {
		if got := c.Days(calendar(), at); len(got) != want {
			t.Errorf("%s: %v", at, got)
		}
	}
}

// stalled returns a record whose check-ins are not stored until release.
func stalled(t *testing.T) (s *Store, release func()) {
	s = fresh(t)
	knowMembers(t, s, 1)
	s.turn.Lock()
	var once sync.Once
	release = func() { once.Do(s.turn.Unlock) }
	t.Cleanup(release)
	return s, release
}

// TestCheckInQueueFull refuses what the queue cannot take and stores nothing
// of it, and all of the rest.
func TestCheckInQueueFull(t *testing.T) {
	s, release := stalled(t)
	n := ops.MaxCheckInQueue + checkInGroup + 100
	var texts []string
	for i := range n {
		texts = append(texts, fmt.Sprintf("q%d", i))
	}
	for _, m := range texts {
		s.dicts.members.Code(m)
	}
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { _, errs[i] = s.Community().CheckIn(context.Background(), checkInOf(texts[i])) })
		if i == 0 {
			time.Sleep(50 * time.Millisecond) // until it is a group that waits
		}
	}
	for start := time.Now(); len(s.checkIns.queue) < ops.MaxCheckInQueue; time.Sleep(time.Millisecond) {
		if time.Since(start) > 10*time.Second {
			t.Fatal("the queue does not fill")
		}
	}
	time.Sleep(50 * time.Millisecond) // until the rest is refused
	release()
	wg.Wait()
	there := eventKeys(t, s)
	refused := 0
	for i, err := range errs {
		key := checkInOf(texts[i]).EventKey(calendar().Day(sunrise))
		switch ops.CodeOf(err) {
		case "":
			if err != nil || there[key] != 1 {
				t.Errorf("%s: %v, there %d times", key, err, there[key])
			}
		case "queue_full":
			if refused++; there[key] != 0 {
				t.Errorf("%s was refused and is there", key)
			}
		default:
			t.Error(err)
		}
	}
	if refused < 100 {
		t.Errorf("%d refused", refused)
	}
}

// TestCheckInDiskFailure acknowledges nothing that could not be committed, and
// nothing at all once the disk has failed.
func TestCheckInDiskFailure(t *testing.T) {
	s := fresh(t)
	knowMembers(t, s, 2)
	hook := func(f func() int) {
		c, err := s.write.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if err := c.Raw(func(driver any) error { driver.(*sqlite3.SQLiteConn).RegisterCommitHook(f); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	hook(func() int { return 1 })
	if _, err := s.Community().CheckIn(t.Context(), checkInOf("m0")); err == nil {
		t.Error("acknowledged though the commit failed")
	}
	if got := eventKeys(t, s); len(got) != 0 {
		t.Errorf("there: %v", got)
	}
	hook(nil)
	if got, err := s.Community().CheckIn(t.Context(), checkInOf("m0")); err != nil || got.Already {
		t.Errorf("after the failure: %+v %v", got, err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if err := s.failed(sqlite3.Error{Code: sqlite3.ErrIoErr}); ops.CodeOf(err) != "storage_failed" {
		t.Errorf("a failed disk is told as %v", err)
	}
	if _, err := s.Community().CheckIn(t.Context(), checkInOf("m1")); ops.CodeOf(err) != "storage_failed" || len(eventKeys(t, s)) != 1 {
		t.Errorf("on a failed disk: %v", err)
	}
}

// TestCheckInPanic (O2): a panic in the writer of check-ins, before the commit
// or after it, is told, and nobody is told that a check-in is stored.
func TestCheckInPanic(t *testing.T) {
	for when, plant := range map[string]func(s *Store){
		"before the commit": func(s *Store) { s.layouts["events"] = nil },
		"after the commit":  func(s *Store) { s.checkIns.live = nil },
		"never":             func(*Store) {},
	} {
		s := fresh(t)
		told := ""
		s.panicked = func(cause any, stack []byte) {
			told = fmt.Sprintf("%v %s", cause, stack)
			runtime.Goexit() // as the program ends
		}
		knowMembers(t, s, 1)
		plant(s)
		_, err := s.Community().CheckIn(t.Context(), checkInOf("m0"))
		if when == "never" {
			if err != nil || told != "" {
				t.Errorf("without a panic: %v, told %q", err, told)
			}
			continue
		}
		if err == nil {
			t.Errorf("%s: acknowledged though the writer panicked", when)
		}
		if !strings.Contains(told, "nil") || !strings.Contains(told, "checkin.go") {
			t.Errorf("%s: told %q", when, told)
		}
	}
}

// BenchmarkCheckIn stores check-ins from 64 and 256 callers.
func BenchmarkCheckIn(b *testing.B) {
	for _, clients := range []int{64, 256} {
		b.Run(fmt.Sprint(clients), func(b *testing.B) {
			s := fresh(b)
			for i := range b.N {
				s.dicts.members.Code(fmt.Sprintf("b%d", i))
			}
			next := make(chan int, clients)
			var wg sync.WaitGroup
			for range clients {
				wg.Go(func() {
					for i := range next {
						if _, err := s.Community().CheckIn(context.Background(), checkInOf(fmt.Sprintf("b%d", i))); err != nil {
							b.Error(err)
						}
					}
				})
			}
			b.ResetTimer()
			for i := range b.N {
				next <- i
			}
			close(next)
			wg.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "check-ins/s")
		})
	}
}

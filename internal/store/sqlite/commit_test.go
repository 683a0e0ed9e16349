package sqlite

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite/bulk"
)

func rate(day ops.Day, currency string, rate int) *ops.Rows {
	return build("rates").row(map[string]any{"date": day, "currency": currency, "rate": rate}).rows
}

func hasCode(t *testing.T, err error, code ops.Code) {
	t.Helper()
	if ops.CodeOf(err) != code {
		t.Errorf("code is %q (%v), want %q", ops.CodeOf(err), err, code)
	}
}

func TestCommitRefusals(t *testing.T) {
	s := fresh(t)
	ctx := t.Context()
	stale, err := s.Compare(ctx, rate(firstDay, "USD", 7))
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.Commit(ctx, ops.Batch{File: "rates.csv", SHA256: "aa", By: "Mei"}, rate(firstDay, "EUR", 8), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	version := s.Version()
	_, err = s.Commit(ctx, ops.Batch{}, rate(firstDay, "USD", 7), stale, nil)
	hasCode(t, err, "stale_plan")
	_, err = s.Commit(ctx, ops.Batch{SHA256: "aa"}, rate(firstDay, "EUR", 8), nil, nil)
	hasCode(t, err, "already_imported")
	var e *ops.Error
	if errors.As(err, &e) && (len(e.Args) != 3 || e.Args[1] != a.ID || e.Args[2] != "Mei") {
		t.Errorf("already_imported names %v", e.Args)
	}
	twice := build("rates").row(map[string]any{"date": firstDay, "currency": "usd", "rate": 7}).row(map[string]any{"date": firstDay, "currency": "USD",
		"rate": 8}).rows
	_, err = s.Commit(ctx, ops.Batch{}, twice, nil, nil)
	hasCode(t, err, "duplicate_key")
	if errors.As(err, &e) && e.Where.Line != 3 {
		t.Errorf("the duplicate is on line %d, want 3", e.Where.Line)
	}
	keyed := build("events").
		row(map[string]any{"key": "k", "member": "a", "event": "join", "at": time.Unix(1e9, 0)}).
		row(map[string]any{"key": "k", "member": "b", "event": "join", "at": time.Unix(2e9, 0)}).rows
	_, err = s.Compare(ctx, keyed)
	hasCode(t, err, "duplicate_key")
	if s.Version() != version {
		t.Error("a refused commit changed the version")
	}
	if got, ok, err := s.BatchOfFile(ctx, "aa"); err != nil || !ok || got.ID != a.ID || got.File != "rates.csv" {
		t.Errorf("batch of the file is %+v, %v, %v", got, ok, err)
	}
	if _, err := s.Undo(ctx, a.ID, "Mei"); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := s.BatchOfFile(ctx, "aa"); ok {
		t.Error("an undone file is still imported")
	}
	b, err := s.Commit(ctx, ops.Batch{SHA256: "aa"}, rate(firstDay, "EUR", 8), nil, nil)
	if err != nil || b.Created != 1 {
		t.Errorf("the file again: %+v, %v", b, err)
	}
	_, err = s.Undo(ctx, a.ID, "Mei")
	hasCode(t, err, "already_undone")
	_, err = s.Undo(ctx, 4711, "Mei")
	hasCode(t, err, "batch_unknown")
	list, err := s.Batches(ctx, 10, 0)
	if err != nil || len(list) != 2 || list[0].ID != b.ID || list[1].State != ops.Undone || list[1].UndoneAt.IsZero() {
		t.Errorf("batches are %+v, %v", list, err)
	}
	if list, _ = s.Batches(ctx, 10, b.ID); len(list) != 1 || list[0].ID != a.ID {
		t.Errorf("batches before the last are %+v", list)
	}
}

// A change of one record leaves the previews of others valid.
func TestStaleOnlyByItsRecord(t *testing.T) {
	s := fresh(t)
	rows := rate(firstDay, "USD", 7)
	diff, err := s.Compare(t.Context(), rows)
	if err != nil {
		t.Fatal(err)
	}
	commit(t, s, build("members").row(map[string]any{"member": "a"}).rows)
	if err := s.DeclareWatermark(t.Context(), "events", "", nil, firstDay, "Mei"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(t.Context(), ops.Batch{}, rows, diff, nil); err != nil {
		t.Error(err)
	}
}

func TestDiff(t *testing.T) {
	s := fresh(t)
	row := func(day ops.Day, campaign string, cost int, currency string) map[string]any {
		return map[string]any{"date": day, "platform": "Zhihu", "campaign": campaign, "cost": cost, "clicks": 10, "currency": currency}
	}
	commit(t, s, build("spend").row(row(firstDay, "a", 1000, "CNY")).row(row(firstDay, "b", 500, "USD")).row(row(firstDay+3, "a", 9999, "CNY")).rows)
	diff, err := s.Compare(t.Context(), build("spend").row(row(firstDay, "c", 70, "CNY")).row(row(firstDay, "a", 1250, "CNY")).row(row(firstDay, "b", 500,
		"USD")).rows)
	if err != nil {
		t.Fatal(err)
	}
	if want := []ops.ChangeKind{ops.Create, ops.Update, ops.Unchanged}; !slices.Equal(diff.Kinds, want) {
		t.Errorf("kinds are %v, want %v", diff.Kinds, want)
	}
	// Over the one day covered: 1000 and 500 before; 1250 + 70 and 500 after.
	if want := []ops.Total{{Column: "clicks", Sum: 20}, {Column: "cost", Currency: "CNY", Sum: 1000},
		{Column: "cost", Currency: "USD", Sum: 500}}; !slices.Equal(diff.Before, want) {
		t.Errorf("before are %v, want %v", diff.Before, want)
	}
	if want := []ops.Total{{Column: "clicks", Sum: 30}, {Column: "cost", Currency: "CNY", Sum: 1320},
		{Column: "cost", Currency: "USD", Sum: 500}}; !slices.Equal(diff.After, want) {
		t.Errorf("after are %v, want %v", diff.After, want)
	}
	if got := fmt.Sprint(diff.Examples); got != "[{1 [{cost 10.00 12.50}]}]" {
		t.Errorf("examples are %s", got)
	}
}

// TestDiffOfBlanks sums columns of which rows have no value: 0 is a figure, a
// blank is none, and a value that is replaced by a blank leaves nothing.
func TestDiffOfBlanks(t *testing.T) {
	s := fresh(t)
	row := func(campaign string, values map[string]any) map[string]any {
		out := map[string]any{"date": firstDay, "platform": "Zhihu", "campaign": campaign, "cost": 100, "currency": "CNY"}
		maps.Copy(out, values)
		return out
	}
	commit(t, s, build("spend").row(row("a", map[string]any{"impressions": 7})).row(row("b", nil)).rows)
	diff, err := s.Compare(t.Context(), build("spend").row(row("a", map[string]any{"clicks": 0})).rows)
	if err != nil {
		t.Fatal(err)
	}
	if want := []ops.Total{{Column: "impressions", Sum: 7}, {Column: "cost", Currency: "CNY", Sum: 200}}; !slices.Equal(diff.Before, want) {
		t.Errorf("before are %v, want %v", diff.Before, want)
	}
	if want := []ops.Total{{Column: "clicks", Sum: 0}, {Column: "cost", Currency: "CNY", Sum: 200}}; !slices.Equal(diff.After, want) {
		t.Errorf("after are %v, want %v", diff.After, want)
	}
}

func TestWatermarks(t *testing.T) {
	s := fresh(t)
	ctx := t.Context()
	var files []ops.Batch
	for i, platform := range []string{"Zhihu", "Douban", "Tieba"} {
		files = append(files, commit(t, s, build("spend").row(map[string]any{"date": firstDay + ops.Day(30*i), "platform": platform, "campaign": "c", "cost": 1,
			"currency": "CNY"}).rows))
	}
	event := build("events").row(map[string]any{"member": "a", "event": "join", "at": time.Date(2026, 9, 5, 12, 0, 0, 0, time.UTC)}).rows
	posted, err := s.Commit(ctx, ops.Batch{Through: firstDay + 3}, event, nil, nil) // posted on the 5th: known through the 4th
	if err != nil || posted.Through != firstDay+3 {
		t.Fatal(posted, err)
	}
	got := func() []string {
		sources, err := s.Sources(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, x := range sources {
			out = append(out, fmt.Sprintf("%s %s %s %v", x.Record, x.Name, x.Through, x.Retired()))
		}
		return out
	}
	// Zhihu lies 60 days behind Tieba, Douban 30: no source retires by itself.
	equal(t, got(), []string{"events  2026-09-04 false", "spend Douban 2026-10-01 false", "spend Tieba 2026-10-31 false", "spend Zhihu 2026-09-01 false"})
	if err := s.DeclareWatermark(ctx, "spend", "ZHIHU", nil, firstDay+32, "Mei"); err != nil {
		t.Fatal(err)
	}
	if err := s.DeclareWatermark(ctx, "events", "", nil, firstDay+4, "Mei"); err != nil {
		t.Fatal(err)
	}
	for _, b := range files {
		if _, err := s.Undo(ctx, b.ID, "Mei"); err != nil {
			t.Fatal(err)
		}
	}
	equal(t, got(), []string{"events  2026-09-05 false", "spend Zhihu 2026-10-03 false"})
	dir := filepath.Dir(s.path)
	s.Close()
	s = reopen(t, dir)
	equal(t, got(), []string{"events  2026-09-05 false", "spend Zhihu 2026-10-03 false"})
	hasCode(t, s.DeclareWatermark(ctx, "rates", "", nil, firstDay, "Mei"), "unknown_source")
	hasCode(t, s.DeclareWatermark(ctx, "events", "app", nil, firstDay, "Mei"), "unknown_source")
	hasCode(t, s.DeclareWatermark(ctx, "visits", "", nil, firstDay, "Mei"), "unknown_record")
}

func TestSettingsOfRecord(t *testing.T) {
	s := fresh(t)
	ctx := t.Context()
	for _, zone := range []string{"Asia/Tokyo", "Asia/Shanghai"} {
		if err := s.Settings().SetSetting(ctx, "timezone", zone); err != nil {
			t.Fatal(err)
		}
	}
	commit(t, s, build("events").row(map[string]any{"member": "a", "event": "join", "at": time.Unix(1.7e9, 0)}).rows)
	hasCode(t, s.Settings().SetSetting(ctx, "timezone", "Europe/Berlin"), "setting_fixed")
	if err := s.Settings().SetSetting(ctx, "timezone", "Asia/Shanghai"); err != nil {
		t.Error(err)
	}
	if got, err := s.Settings().Setting(ctx, "timezone"); err != nil || got != "Asia/Shanghai" {
		t.Errorf("timezone is %q, %v", got, err)
	}
	if got, err := s.Settings().Setting(ctx, "currency"); err != nil || got != "" {
		t.Errorf("currency is %q, %v", got, err)
	}
}

func TestChangesFromStart(t *testing.T) {
	s := fresh(t)
	commit(t, s, rate(firstDay+9, "USD", 7))
	commit(t, s, rate(firstDay, "USD", 7))
	commit(t, s, build("members").row(map[string]any{"member": "a"}).rows)
	version, got, err := s.Changes(t.Context(), 0)
	want := []engine.Changed{{Record: "members"}, {Record: "rates", Days: ops.Range{From: firstDay, To: firstDay + 10}}}
	if err != nil || version != 3 || !slices.Equal(got, want) {
		t.Errorf("changes are %v at %d (%v), want %v at 3", got, version, err, want)
	}
}

// TestReadersNeverWait reads while a large commit runs: every read sees
// nothing of it or all, and other writers get their turn.
func TestReadersNeverWait(t *testing.T) {
	s := fresh(t)
	rows := keywordDays(60_000)
	diff, err := s.Compare(t.Context(), rows)
	if err != nil {
		t.Fatal(err)
	}
	between := 0
	done := make(chan error, 1)
	staged := make(chan bool, 100)
	go func() {
		_, err := s.Commit(context.Background(), ops.Batch{}, rows, diff, func(int, int) { staged <- true })
		close(staged)
		done <- err
	}()
	for range staged {
		commit(t, s, rate(firstDay+ops.Day(between), "USD", 7))
		between++
		if n := len(read(t, s, "spend")); n != 0 && n != 60_000 {
			t.Fatalf("a reader sees %d rows", n)
		}
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if between != 15 { // 60,000 rows in transactions of 4,096
		t.Errorf("%d other commits came in between, want 15", between)
	}
	if n := len(read(t, s, "spend")); n != 60_000 {
		t.Errorf("%d rows in the end", n)
	}
}

// TestCancel ends a commit whose caller leaves.
func TestCancel(t *testing.T) {
	s := fresh(t)
	ctx, cancel := context.WithCancel(t.Context())
	rows := keywordDays(3 * bulk.Chunk)
	diff, err := s.Compare(ctx, rows)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Commit(ctx, ops.Batch{}, rows, diff, func(int, int) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	for _, table := range []string{"spend", "batch"} {
		var n int
		if err := s.read.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d rows are left in %s (%v)", n, table, err)
		}
	}
}

// TestCheckInsBetweenTheTransactionsOfAnImport (I6) holds what keeps check-ins
// from waiting for an import: it stores a few thousand rows in a transaction,
// and between any two of them others have their turn.
func TestCheckInsBetweenTheTransactionsOfAnImport(t *testing.T) {
	const members, most = 12, 4096
	s := fresh(t)
	knowMembers(t, s, members)
	ctx := t.Context()
	before, steps := 0, 0
	_, err := s.Commit(ctx, ops.Batch{Via: "file"}, keywordDays(40_000), nil, func(done, total int) {
		var there int // what is committed: another connection sees it
		if err := s.read.QueryRowContext(ctx, `SELECT count(*) FROM spend`).Scan(&there); err != nil {
			t.Error(err)
		}
		if there != done || done-before > most {
			t.Errorf("%d of %d rows are told to be staged, %d are committed, %d before", done, total, there, before)
		}
		before = done
		waiting, stop := context.WithTimeout(ctx, 30*time.Second)
		defer stop()
		if _, err := s.Community().CheckIn(waiting, checkInOf(fmt.Sprintf("m%d", steps%members))); err != nil {
			t.Errorf("a check-in after %d rows: %v", done, err)
		}
		steps++
	})
	if err != nil || steps < 40_000/most {
		t.Errorf("%d transactions, %v", steps, err)
	}
	if n := len(eventKeys(t, s)); n != min(steps, members) {
		t.Errorf("%d check-ins are there", n)
	}
}

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ingest"
	"daybreak/internal/ops"
)

// benchChanges changes the record and measures how soon the figures follow:
// check-ins one at a time, late files of old days, and undoing them. In the
// end the record is what it was.
func benchChanges(ctx context.Context, db *daybreak, r ops.Range) error {
	fmt.Println("| change | stored after | figures follow | every panel | processor time |\n|---|---|---|---|---|")
	show := func(name string, stored time.Duration) error {
		var refreshed, asked time.Duration
		t, err := timed(syscall.RUSAGE_SELF, func() error {
			took, err := db.refresh(ctx)
			refreshed = took.wall
			start := time.Now()
			err = errors.Join(err, askPanels(ctx, db.engine.Current(), r))
			asked = time.Since(start)
			return err
		})
		fmt.Printf("| %s | %s | %s | %s | %s |\n", name, ms(stored), ms(refreshed), ms(asked), ms(t.processor))
		return err
	}
	post := func(name string, n int, line func(i int) string) error {
		var body bytes.Buffer
		body.WriteString("member,at,event,group\n")
		for i := range n {
			body.WriteString(line(i))
		}
		start := time.Now()
		plan, err := db.importer.Plan(ctx, ingest.File{Name: name + ".csv", Size: int64(body.Len()), R: bytes.NewReader(body.Bytes())},
			ingest.Options{Record: "events"})
		if err != nil {
			return err
		}
		b, err := db.importer.Commit(ctx, plan, ingest.By{Via: "command", Name: "bench"}, nil)
		if err != nil {
			return err
		}
		if err := show(name, time.Since(start)); err != nil {
			return err
		}
		start = time.Now()
		if _, err := db.store.Undo(ctx, b.ID, "bench"); err != nil {
			return err
		}
		return show("undone: "+name, time.Since(start))
	}
	// Panels ask the same questions again and again; the first time is not theirs.
	if err := askPanels(ctx, db.engine.Current(), r); err != nil {
		return err
	}
	for n := range 5 {
		at := time.Date(2026, 10, 31, 12, n, 0, 0, time.UTC).Format(time.RFC3339)
		body := fmt.Sprintf(`[{"member":"m000001","at":"%s","event":"check_in","group":"bench"}]`, at)
		start := time.Now()
		done, err := db.importer.PostEvents(ctx, strings.NewReader(body), ingest.By{Via: "api", Name: "bench"})
		if err != nil {
			return err
		}
		if err := show("one check-in", time.Since(start)); err != nil {
			return err
		}
		if _, err := db.store.Undo(ctx, done.Batch.ID, "bench"); err != nil {
			return err
		}
	}
	old := r.From + ops.Day(r.Len()/3)
	for _, x := range []struct {
		name    string
		n, days int
	}{{"one late check-in", 1, 1}, {"1,000 late check-ins of one day", 1000, 1}, {"a million late check-ins of 30 days", 1_000_000, 30}} {
		err := post(x.name, x.n, func(i int) string {
			return fmt.Sprintf("m%06d,%s 03:%02d:%02d,check_in,bench\n", 1+i/x.days*7%100_000, old+ops.Day(i%x.days), i/60%60, i%60)
		})
		if err != nil {
			return err
		}
	}
	fmt.Println()
	return nil
}

// askPanels asks what the pages about members show.
func askPanels(ctx context.Context, s engine.Snapshot, r ops.Range) error {
	checkIn := engine.Activity{Event: "check_in"}
	quarter := ops.Range{From: r.To - 90, To: r.To}
	_, err1 := s.Retention(ctx, engine.RetentionQuery{Start: checkIn, Return: checkIn, Period: ops.Daily, Range: r, Through: r.Last()})
	_, err2 := s.Growth(ctx, engine.GrowthQuery{Event: checkIn, Period: ops.Daily, Range: quarter, Through: r.Last()})
	_, err3 := s.Streaks(ctx, engine.StreakQuery{Event: checkIn, Range: quarter, Through: r.Last()})
	_, err4 := s.Challenge(ctx, engine.ChallengeQuery{Event: checkIn, DayStart: -1, Range: quarter, Through: r.Last()})
	_, err5 := s.HourMinutes(ctx, "check_in", quarter, nil)
	_, err6 := s.Sums(ctx, engine.SumQuery{Measures: []*ops.Measure{{Name: "members", Record: "events", Agg: ops.Distinct}}, Range: quarter, Grain: ops.Daily})
	return errors.Join(err1, err2, err3, err4, err5, err6)
}

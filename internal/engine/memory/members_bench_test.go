package memory

import (
	"context"
	"math"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// benchData are members, days of one year and about 20 check-ins each, made
// straight into a log: growing joins, activity that decays with age as
// (k+1)^-0.37, 50 cities.
func benchData(b testing.TB, members int) *memberData {
	b.Helper()
	zone := time.FixedZone("UTC+8", 8*3600)
	names, events, ids := ops.NewDictionary(), ops.NewDictionary(), ops.NewDictionary()
	d := &dictionaries{names: names, events: events, members: ids, folded: newFoldIndex(names)}
	m := newMemberData(Options{Calendar: ops.Calendar{Zone: zone, WeekStart: time.Monday}, Currency: "CNY"}, d)
	log := *m.log
	code := func(event string) uint32 { return log.writer.code(eventKind{event: events.Code(event)}) }
	checkIn, steps := code("check_in"), []uint32{code("visit"), code("follow"), code("join"), code("speak"), code("pay")}
	const days = 365
	first := ops.DayOf(2025, time.January, 1)
	r := rand.New(rand.NewPCG(1, 2))
	loose := &looseEvents{}
	m.table = &memberTable{city: make([]uint32, members+1)}
	for range members {
		id := ids.Code(string(binaryID(ids.Len())))
		m.table.city[id] = names.Code(string(rune('A' + int(50*math.Pow(r.Float64(), 2)))))
		start := int(days * math.Sqrt(r.Float64()))
		at := func(day int) int64 { return int64(first+ops.Day(day))*dayMicros + r.Int64N(dayMicros) - 8*3600e6 }
		rate := 1.3 * math.Pow(r.Float64(), 1.5)
		for d := start; d < days; d++ {
			if d == start || r.Float64() < rate*math.Pow(float64(d-start+1), -0.37) {
				loose.add(id, at(d), checkIn)
			}
		}
		reach := r.IntN(len(steps) + 1)
		t := at(start)
		for s := range reach {
			loose.add(id, t, steps[s])
			t += r.Int64N(2 * dayMicros)
		}
	}
	log.kinds = log.writer.kinds
	log.cut = first + days
	log.base = log.layOut(loose)
	log.tail = log.layOut(&looseEvents{})
	log.count()
	m.log, m.matrices = &log, newMatrixCache(&log, m.table)
	return m
}

// cpuTime returns the time all processors spent on this program, which says
// more than the clock on a machine with other work.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func binaryID(n int) []byte { return []byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)} }

// BenchmarkMemberQuestions asks each question of a million members; -short asks a
// hundred thousand.
func BenchmarkMemberQuestions(b *testing.B) {
	members := 1_000_000
	if testing.Short() {
		members = 100_000
	}
	m := benchData(b, members)
	ctx := context.Background()
	year := m.log.days
	checkIn := engine.Activity{Event: "check_in"}
	ask := func(name string, f func() error) {
		b.Run(name, func(b *testing.B) {
			before := cpuTime()
			for b.Loop() {
				if err := f(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(cpuTime()-before)/1e6/float64(b.N), "cpu-ms/op")
		})
	}
	retention := func(name string, q engine.RetentionQuery) {
		q.Start, q.Through = checkIn, year.Last()
		if q.Range.Len() == 0 {
			q.Range = year
		}
		ask(name, func() error { _, err := m.Retention(ctx, q); return err })
	}
	act, err := m.activity(checkIn)
	if err != nil {
		b.Fatal(err)
	}
	ask("build matrix", func() error {
		_, err := buildMatrix(ctx, m.log, m.log.of, m.log.members(), year.To, act)
		return err
	})
	x, err := m.matrix(ctx, act)
	if err != nil {
		b.Fatal(err)
	}
	words := 0
	for _, row := range x.rows {
		words += len(row)
	}
	b.Logf("%d members, %d events; log %.1f bytes an event, matrix %.1f bytes a member", members, len(m.log.base.at),
		12+4*float64(members)/float64(len(m.log.base.at)), float64(words*8+len(x.member)*12)/float64(members))
	quarter := ops.Range{From: year.To - 90, To: year.To}
	retention("triangle 365", engine.RetentionQuery{Period: ops.Daily})
	retention("triangle 90", engine.RetentionQuery{Period: ops.Daily, Range: quarter})
	retention("triangle weeks", engine.RetentionQuery{Period: ops.Weekly})
	retention("triangle months", engine.RetentionQuery{Period: ops.Monthly})
	retention("triangle one city", engine.RetentionQuery{Period: ops.Daily, Filter: []ops.Filter{{Dimension: "city", Values: []string{"A"}}}})
	retention("triangle 90 by city", engine.RetentionQuery{Period: ops.Daily, Range: quarter, By: "city"})
	retention("triangle by events", engine.RetentionQuery{Period: ops.Daily, MinReturns: 2})
	growth := func(name string, q engine.GrowthQuery) {
		q.Event, q.Range, q.Through = checkIn, year, year.Last()
		ask(name, func() error { _, err := m.Growth(ctx, q); return err })
	}
	growth("growth days", engine.GrowthQuery{Period: ops.Daily})
	growth("growth rolling 28", engine.GrowthQuery{Rolling: 28})
	ask("streaks", func() error {
		_, err := m.Streaks(ctx, engine.StreakQuery{Range: year, Through: year.Last()})
		return err
	})
	ask("challenge 21", func() error {
		_, err := m.Challenge(ctx, engine.ChallengeQuery{DayStart: -1, Range: year, Through: year.Last()})
		return err
	})
	ask("funnel 5 steps", func() error {
		q := engine.FunnelQuery{Days: 30, Range: year, Through: year.Last()}
		for _, s := range []string{"visit", "follow", "join", "speak", "pay"} {
			q.Steps = append(q.Steps, engine.Activity{Event: s})
		}
		_, err := m.Funnel(ctx, q)
		return err
	})
}

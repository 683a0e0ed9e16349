package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
)

// madeMembers is a source of check-ins that follow from a formula, for more
// members than are worth storing. A member starts on the later of two days
// drawn by chance and then checks in less and less often: on the day of age n
// with a chance of 30 ÷ (30 + n) of its own zeal. DuckDB works the same out in
// SQL.
type madeMembers struct {
	members, days          int
	first                  ops.Day
	names, events, persons *ops.Dictionary
}

const madeZone = 8 * 3600 // seconds east

func newMadeMembers(members, days int) *madeMembers {
	m := &madeMembers{members: members, days: days, first: ops.DayOf(2025, time.January, 1),
		names: ops.NewDictionary(), events: ops.NewDictionary(), persons: ops.NewDictionary()}
	m.events.Code("check_in")
	for i := range members {
		m.persons.Code(string(binary.LittleEndian.AppendUint32(nil, uint32(i+1))))
	}
	return m
}

func (m *madeMembers) start(member int) int {
	return max((member*7919+13)%m.days, (member/m.days*104729+member)%m.days)
}

func (m *madeMembers) active(member, day, start int) bool {
	if day <= start {
		return day == start
	}
	x := (member*1000003 + day*7368787) % 2147483647
	x = x * 48271 % 2147483647
	x = x * 48271 % 2147483647
	return x%1000 < (1+member*31%700)*30/(30+day-start)
}

// sql makes DuckDB's table of the same.
func (m *madeMembers) sql() string {
	return strings.NewReplacer("MEMBERS", fmt.Sprint(m.members), "DAYS", fmt.Sprint(m.days), "FIRST", fmt.Sprint(int(m.first))).Replace(
		`CREATE TABLE act AS SELECT CAST(m AS INTEGER) AS member, CAST(FIRST + d AS INTEGER) AS day, CAST(FIRST + start AS INTEGER) AS cohort
		FROM (SELECT m, greatest((m * 7919 + 13) % DAYS, (m // DAYS * 104729 + m) % DAYS) AS start FROM range(MEMBERS) t(m)), range(DAYS) u(d)
		WHERE d >= start
			AND (d = start OR (m * 1000003 + d * 7368787) % 2147483647 * 48271 % 2147483647 * 48271 % 2147483647 % 1000 < (1 + m * 31 % 700) * 30 // (30 + d - start))
		ORDER BY 1, 2`)
}

// Dictionaries implements engine.Source.
func (m *madeMembers) Dictionaries() (names, events, members *ops.Dictionary) {
	return m.names, m.events, m.persons
}

// Changes implements engine.Source.
func (m *madeMembers) Changes(_ context.Context, since int64) (int64, []engine.Changed, error) {
	if since > 0 {
		return 1, nil, nil
	}
	return 1, []engine.Changed{{Record: "events", Days: m.span()}}, nil
}

func (m *madeMembers) span() ops.Range {
	return ops.Range{From: m.first, To: m.first + ops.Day(m.days)}
}

// Keys implements engine.Source.
func (m *madeMembers) Keys() ops.Keys { return nil }

// Sources implements engine.Source.
func (m *madeMembers) Sources(context.Context) ([]ops.Source, error) {
	return []ops.Source{{Record: "events", Through: m.span().Last()}}, nil
}

// Read implements engine.Source.
func (m *madeMembers) Read(_ context.Context, record string, days ops.Range, yield func(*ops.Rows) error) error {
	days = days.And(m.span())
	if record != "events" || days.Len() == 0 {
		return nil
	}
	r, _ := ops.RecordNamed(record)
	const most = 1 << 16
	var block *ops.Rows
	fresh := func() { // the engine keeps the last one
		block = ops.NewRows(r, m.names, m.events, m.persons)
		for c := range r.Columns {
			if block.Dicts[c] != nil {
				block.Codes[c] = make([]uint32, 0, most)
			} else {
				block.Ints[c] = make([]int64, 0, most)
			}
		}
	}
	fresh()
	member, at, event := r.Column("member"), r.Column("at"), r.Column("event")
	for d := days.From; d < days.To; d++ {
		midnight := int64(d)*86400e6 - madeZone*1e6
		for i := range m.members {
			if !m.active(i, int(d-m.first), m.start(i)) {
				continue
			}
			for c := range r.Columns {
				switch {
				case c == member:
					block.Codes[c] = append(block.Codes[c], uint32(i+1))
				case c == event:
					block.Codes[c] = append(block.Codes[c], 1)
				case c == at:
					block.Ints[c] = append(block.Ints[c], midnight+int64(i%86400)*1e6)
				case block.Dicts[c] != nil:
					block.Codes[c] = append(block.Codes[c], 0)
				default:
					block.Ints[c] = append(block.Ints[c], ops.NoValue)
				}
			}
			if len(block.Ints[at]) == most {
				if err := yield(block); err != nil {
					return err
				}
				fresh()
			}
		}
	}
	return yield(block)
}

// benchMade asks the questions about all members of check-ins that were never
// stored, beside DuckDB, and how long the memory takes to deliver the words
// that the full triangle counts.
func benchMade(ctx context.Context, o options) error {
	m := newMadeMembers(o.made, o.days)
	calendar := ops.Calendar{Zone: time.FixedZone("UTC+8", madeZone), WeekStart: time.Monday}
	e := memory.New(m, memory.Options{Calendar: calendar, Currency: "CNY"})
	if err := e.Refresh(ctx); err != nil {
		return err
	}
	fmt.Printf("## %d members, %d check-ins, made in memory\n\n- heap %d MB\n", o.made, e.Rows(), heap())
	duck, err := openDuck(filepath.Join(o.dir, fmt.Sprintf("made-%d-%d.db", o.made, o.days)))
	if err != nil {
		return err
	}
	defer duck.Close()
	err = script(duck, `SET memory_limit = '8GB'`, `DROP TABLE IF EXISTS act`, `DROP TABLE IF EXISTS cal`, m.sql(),
		`CREATE TABLE cal AS SELECT CAST(d AS INTEGER) AS day, CAST(d - (d + 3) % 7 AS INTEGER) AS week,
			CAST(strftime(DATE '1970-01-01' + CAST(d AS INTEGER), '%Y%m') AS INTEGER) AS month
			FROM (SELECT unnest(range(min(day), max(day) + 1)) AS d FROM act)`, `CHECKPOINT`)
	if err != nil {
		return err
	}
	var asked []question
	for _, q := range questions(m.span()) {
		if q.all {
			asked = append(asked, q)
		}
	}
	fmt.Print("\n| question | Daybreak | DuckDB, prepared table |\n|---|---|---|\n")
	if err := raceMembers(ctx, e.Current(), asked, duck, nil); err != nil {
		return err
	}
	return m.benchBandwidth(func() (int64, error) { return asked[0].ask(ctx, e.Current()) })
}

// benchBandwidth counts the bits of as many words as the full triangle does,
// and reads them without counting, on both cores.
func (m *madeMembers) benchBandwidth(triangle func() (int64, error)) error {
	starts := make([]int, m.days)
	for i := range m.members {
		starts[m.start(i)]++
	}
	rows, words, size := make([][]uint64, m.days), 0, 0
	for d, n := range starts {
		words += (n + 63) / 64
		rows[d] = make([]uint64, words)
		for i := range rows[d] {
			rows[d][i] = uint64(i+1) * 0x9E3779B97F4A7C15
		}
		size += words * 8
	}
	var sink [2]uint64
	both := func(f func([]uint64) uint64) func() (int64, error) {
		return func() (int64, error) {
			var wg sync.WaitGroup
			for half := range 2 {
				wg.Go(func() {
					for d := half; d < len(rows); d += 2 {
						sink[half] += f(rows[d])
					}
				})
			}
			wg.Wait()
			return 0, nil
		}
	}
	t, err := race(
		contender{"reading", both(func(row []uint64) uint64 {
			var a, b, c, d uint64
			for ; len(row) >= 4; row = row[4:] {
				a, b, c, d = a|row[0], b|row[1], c|row[2], d|row[3]
			}
			return a ^ b ^ c ^ d
		})},
		contender{"counting", both(func(row []uint64) uint64 {
			n := 0
			for _, w := range row {
				n += bits.OnesCount64(w)
			}
			return uint64(n)
		})},
		contender{"triangle", func() (int64, error) { _, err := triangle(); return 0, err }},
	)
	if err != nil {
		return err
	}
	if sink[0]+sink[1] == 0 {
		return errors.New("nothing was read")
	}
	fmt.Printf("The full triangle counts %d MB of bits: read in %s (%.1f GB/s), counted in %s; the triangle takes %s, %.2f times the reading.\n\n",
		size>>20, ms(t[0]), float64(size)/float64(t[0].Nanoseconds()), ms(t[1]), ms(t[2]), float64(t[2])/float64(t[0]))
	return nil
}

package sqlite

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// told is all a source says: rows in order, watermarks, and what names mean.
func told(t *testing.T, s engine.Source) string {
	var out []string
	for _, r := range ops.Records() {
		err := s.Read(context.Background(), r.Name, ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(b *ops.Rows) error {
			for i := range b.Len() {
				out = append(out, r.Name+" "+line(b, i))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	sources, err := s.Sources(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range sources {
		slices.SortFunc(x.Quiet, func(a, b ops.QuietDay) int { return int(a.Day - b.Day) })
		out = append(out, fmt.Sprintf("%+v", x))
	}
	return strings.Join(append(out, fmt.Sprint(s.Keys())), "\n")
}

// TestPastIsWhatWasTold does this and that to a record, writes down after each step all
// it tells, and asks in the end what it told at every one of these moments.
func TestPastIsWhatWasTold(t *testing.T) {
	for seed := range uint64(2) {
		w := &pastWorld{Store: fresh(t), Rand: rand.New(rand.NewPCG(seed, 1)), at: sunrise}
		w.clock = func() time.Time {
			w.at = w.at.Add(time.Second)
			return w.at
		}
		knowMembers(t, w.Store, 4)
		type moment struct {
			at         time.Time
			told, step string
		}
		var moments []moment
		for range 30 {
			step := w.step(t)
			moments = append(moments, moment{w.clock(), told(t, w), step})
		}
		for i, x := range moments {
			p, err := HistoryIn(w.Store).At(t.Context(), x.at)
			if err != nil {
				t.Fatal(err)
			}
			if got := told(t, p); got != x.told {
				t.Fatalf("seed %d, after step %d, %s:\n%s\nthen it was\n%s", seed, i, x.step, got, x.told)
			}
		}
	}
}

// pastWorld is a record to which things happen by chance.
type pastWorld struct {
	*Store
	*rand.Rand
	at      time.Time
	imports []int64
	merges  []int64
	rules   []int64
}

func (w *pastWorld) name() string { return []string{"Zhihu", "豆瓣", "Tieba"}[w.IntN(3)] }

// step does one thing; what is refused changes nothing.
func (w *pastWorld) step(t *testing.T) string {
	ctx := t.Context()
	last := func(ids []int64) int64 { return append([]int64{0}, ids...)[w.IntN(len(ids)+1)] }
	switch n := w.IntN(12); n {
	case 0, 1:
		_, err := w.Undo(ctx, last(w.imports), "test")
		return fmt.Sprint("undo ", err)
	case 2:
		m, err := w.Names().Merges.Add(ctx, ops.Merge{Dimension: ops.MergedDimensions()[w.IntN(4)], Name: w.name(), Kept: w.name(), By: "test"})
		w.merges = append(w.merges, m.ID)
		return fmt.Sprintf("merge %+v %v", m, err)
	case 3:
		_, err := w.Names().Merges.Undo(ctx, last(w.merges), "test")
		return fmt.Sprint("undo of a merge ", err)
	case 4:
		r, err := w.Names().Rules.Add(ctx, ops.ChannelRule{Campaign: "*", Channel: w.name(), By: "test"})
		w.rules = append(w.rules, r.ID)
		return fmt.Sprintf("rule %+v %v", r, err)
	case 5:
		_, err := w.Names().Rules.Undo(ctx, last(w.rules), "test")
		return fmt.Sprint("undo of a rule ", err)
	case 6:
		return fmt.Sprint("watermark ", w.DeclareWatermark(ctx, "spend", w.name(), nil, firstDay+ops.Day(w.IntN(40)), "test"))
	case 7:
		return fmt.Sprint("retire ", w.RetireSource(ctx, "spend", w.name(), nil, w.IntN(2) == 0, "test"))
	case 8:
		return fmt.Sprint("quiet ", w.DeclareQuiet(ctx, "spend", w.name(), "", ops.Range{From: firstDay, To: firstDay + 1}, "test"))
	case 9:
		in := checkInOf(fmt.Sprintf("m%d", w.IntN(4)))
		in.At = w.clock()
		_, err := w.Community().CheckIn(ctx, in)
		return fmt.Sprint("check-in ", err)
	}
	record := []string{"spend", "spend", "followers", "events", "orders", "members", "rates"}[w.IntN(7)]
	row := rapid.Custom(func(t *rapid.T) map[string]any { return drawRow(t, record) })
	b, seen := build(record), map[string]bool{}
	for range 5 {
		if x := row.Example(w.Int()); !seen[keyOf(record, x)] {
			seen[keyOf(record, x)] = true
			b.row(x)
		}
	}
	w.imports = append(w.imports, commit(t, w.Store, b.rows).ID)
	return "import " + record
}

// TestPastWithoutTheForgotten: whom somebody forgets is in the past, too, under the name
// that stands in the place of theirs.
func TestPastWithoutTheForgotten(t *testing.T) {
	s := known(t)
	at := time.Now()
	before := len(read(t, s, "events")) + len(read(t, s, "orders"))
	time.Sleep(time.Millisecond)
	if _, err := PersonsIn(s).Forget(t.Context(), "mara-7"); err != nil {
		t.Fatal(err)
	}
	p, err := HistoryIn(s).At(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for _, record := range []string{"events", "orders"} {
		if err := p.Read(t.Context(), record, ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(b *ops.Rows) error {
			for i := range b.Len() {
				if text := line(b, i); strings.Contains(text, "ara") {
					t.Errorf("%s: %s", record, text)
				}
				rows++
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if rows != before {
		t.Errorf("%d rows, before it were %d", rows, before)
	}
}

// TestPastSaysTheBatch: each row says the import that counts for it, merged rows the last.
func TestPastSaysTheBatch(t *testing.T) {
	s := fresh(t)
	spend := func(day, cost int, platform string) map[string]any {
		return map[string]any{"date": firstDay + ops.Day(day), "platform": platform, "cost": cost, "currency": "CNY"}
	}
	one := commit(t, s, build("spend").row(spend(1, 10, "Zhihu")).row(spend(2, 20, "Zhihu")).row(spend(2, 5, "Tieba")).rows)
	two := commit(t, s, build("spend").row(spend(1, 12, "Zhihu")).rows)
	batches := func() string {
		p, err := HistoryIn(s).Now(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		if err := p.Read(t.Context(), "spend", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(b *ops.Rows) error {
			cost := b.Record.Column("cost")
			for i := range b.Len() {
				out = append(out, fmt.Sprintf("%d of %d", b.Ints[cost][i], b.Batches[i]))
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		slices.Sort(out)
		return strings.Join(out, ", ")
	}
	if got, want := batches(), fmt.Sprintf("12 of %d, 20 of %d, 5 of %[2]d", two.ID, one.ID); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if _, err := s.Names().Merges.Add(t.Context(), ops.Merge{Dimension: "platform", Name: "Tieba", Kept: "Zhihu"}); err != nil {
		t.Fatal(err)
	}
	if got, want := batches(), fmt.Sprintf("12 of %d, 25 of %d", two.ID, one.ID); got != want {
		t.Errorf("merged: %s, want %s", got, want)
	}
	if _, err := s.Undo(t.Context(), two.ID, "test"); err != nil {
		t.Fatal(err)
	}
	if got, want := batches(), fmt.Sprintf("10 of %d, 25 of %[1]d", one.ID); got != want {
		t.Errorf("undone: %s, want %s", got, want)
	}
}

// TestPastWordsOfSources: that a source was retired until it came back, and which day it
// was declared complete through before another day was.
func TestPastWordsOfSources(t *testing.T) {
	w := &pastWorld{Store: fresh(t), at: sunrise}
	w.clock = func() time.Time {
		w.at = w.at.Add(time.Second)
		return w.at
	}
	commit(t, w.Store, build("spend").row(map[string]any{"date": firstDay, "platform": "Zhihu", "cost": 1, "currency": "CNY"}).rows)
	var want []string
	var at []time.Time
	for _, say := range []func() error{
		func() error { return w.RetireSource(t.Context(), "spend", "Zhihu", nil, true, "Mei") },
		func() error { return w.RetireSource(t.Context(), "spend", "Zhihu", nil, false, "Mei") },
		func() error { return w.DeclareWatermark(t.Context(), "spend", "Zhihu", nil, firstDay+2, "Mei") },
		func() error { return w.DeclareWatermark(t.Context(), "spend", "Zhihu", nil, firstDay+1, "Mei") },
	} {
		if err := say(); err != nil {
			t.Fatal(err)
		}
		at, want = append(at, w.clock()), append(want, told(t, w))
	}
	for i := range want {
		p, err := HistoryIn(w.Store).At(t.Context(), at[i])
		if err != nil {
			t.Fatal(err)
		}
		if got := told(t, p); got != want[i] {
			t.Errorf("word %d:\n%s\nthen it was\n%s", i, got, want[i])
		}
	}
}

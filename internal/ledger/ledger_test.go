package ledger

import (
	"context"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"daybreak/dashboards"
	"daybreak/internal/analysis"
	"daybreak/internal/catalog"
	"daybreak/internal/engine"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
)

// history is a record that tells how it was after each of its steps, a minute apart.
type history struct {
	t       testing.TB
	engine  *memory.Engine
	source  *enginetest.Source
	catalog *ops.Catalog
	began   time.Time
	past    []engine.Snapshot // after step i
	changes []ops.RecordChange
	builds  int
}

// ours is the catalog of the program, read once.
var ours = sync.OnceValues(func() (*ops.Catalog, error) { return catalog.Load(dashboards.Files, analysis.PanelShapes()) })

func newHistory(t testing.TB) *history {
	c, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	zone := ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}
	source := enginetest.NewSource(zone)
	return &history{t: t, source: source, engine: memory.New(source, memory.Options{Calendar: zone, Currency: "CNY"}), catalog: c,
		began: time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)}
}

// did notes that an import came, was undone, or for 0 that something else changed.
func (h *history) did(record string, batch int, undo bool) {
	h.t.Helper()
	if err := h.engine.Refresh(context.Background()); err != nil {
		h.t.Fatal(err)
	}
	h.past = append(h.past, h.engine.Current())
	n := len(h.past)
	h.changes = append(h.changes, ops.RecordChange{Version: h.engine.Current().Version(), Record: record, Batch: int64(batch), Undo: undo,
		Days: ops.Range{From: ops.MinDay, To: ops.MaxDay}, File: fmt.Sprintf("%d.csv", batch), By: "Lin", At: h.at(n - 1)})
}

func (h *history) at(step int) time.Time { return h.began.Add(time.Duration(step) * time.Minute) }

func (h *history) imports(record, header string, rows ...string) int {
	h.t.Helper()
	batch, err := h.source.Import(record, header+"\n"+strings.Join(rows, "\n")+"\n")
	if err != nil {
		h.t.Fatal(err)
	}
	h.did(record, batch, false)
	return batch
}

func (h *history) undoes(record string, batch int) {
	h.t.Helper()
	h.source.Undo(batch)
	h.did(record, batch, true)
}

func (h *history) Changes(_ context.Context, after int64) ([]ops.RecordChange, error) {
	var out []ops.RecordChange
	for _, c := range h.changes {
		if c.Version > after {
			out = append(out, c)
		}
	}
	return out, nil
}

func (h *history) Of(_ context.Context, at time.Time, _ ops.RowRule) (engine.Snapshot, error) {
	h.builds++
	step := int(at.Sub(h.began) / time.Minute)
	if at.Before(h.began) {
		h.t.Fatalf("asked for %v, before anything came", at)
	}
	return h.past[min(step, len(h.past)-1)], nil
}

// after is the data after a step.
func (h *history) after(step int) analysis.Data {
	return analysis.Data{Snapshot: h.past[step], Catalog: h.catalog, Calendar: h.source.Calendar, Currency: "CNY"}
}

func (h *history) now() analysis.Data { return h.after(len(h.past) - 1) }

// publishes returns the figure as it is after the last step, published then.
func (h *history) publishes(metric, scope string, days ops.Range) (p ops.Published, known bool) {
	h.t.Helper()
	d := h.now()
	m, ok := d.Catalog.Metric(metric)
	if !ok {
		h.t.Fatal(metric)
	}
	p = ops.Published{StatedFigure: ops.StatedFigure{Metric: metric, Scope: scope, Days: days}, Definitions: d.Catalog.Digest,
		Record: d.Snapshot.Version(), At: h.at(len(h.past) - 1).Add(time.Second)}
	v, err := value(context.Background(), d, m, p)
	if err != nil {
		h.t.Fatal(err)
	}
	p.Value, p.Num, p.Den = v.Number, v.Num, v.Den
	return p, v.State == ops.Known
}

func (h *history) restated(l *Ledger, list ...ops.Published) []Restated {
	h.t.Helper()
	out, err := l.Restated(context.Background(), h.now(), list)
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

const spendHeader = "date,platform,account,campaign,channel,impressions,clicks,cost,currency"

var lastOfOctober = ops.Range{From: ops.DayOf(2026, 10, 30), To: ops.DayOf(2026, 10, 31)}

// TestRestatedThenUndone is the worked answer of SPEC-LOOP §15: 10.00 is published, 12.00
// imported, and that taken back.
func TestRestatedThenUndone(t *testing.T) {
	h := newHistory(t)
	h.imports("spend", spendHeader, "2026-10-30,twice,,c,ads,1,1,10.00,CNY")
	p, _ := h.publishes("cost", "", lastOfOctober)
	l := New(h)
	if r := h.restated(l, p)[0]; r.Changed() || len(r.Parts) > 0 || h.builds > 0 {
		t.Errorf("nothing came: %+v, %d builds", r, h.builds)
	}
	second := h.imports("spend", spendHeader, "2026-10-30,twice,,c,ads,1,1,12.00,CNY")
	r := h.restated(l, p)[0]
	if r.Difference.Number != 2 || len(r.Parts) != 1 || r.Parts[0].Batch != int64(second) || r.Parts[0].Share != 2 || r.Parts[0].Cause != Import {
		t.Errorf("12.00 in the place of 10.00: %+v", r)
	}
	if math.Abs(r.Size()-.2) > 1e-12 {
		t.Errorf("10.00 to 12.00 is a change by %v", r.Size())
	}
	h.undoes("spend", second)
	r = h.restated(l, p)[0]
	if r.Changed() || len(r.Parts) != 2 || r.Parts[0].Share != 2 || r.Parts[1].Share != -2 || r.Parts[1].Cause != Undo || r.Parts[1].Batch != int64(second) {
		t.Errorf("taken back: %+v", r)
	}
	if h.builds != 2 { // of each moment once, whoever asks how often
		t.Errorf("%d builds", h.builds)
	}
}

// TestOtherDefinitions: what a metric means changed, and something that was no import.
func TestOtherDefinitions(t *testing.T) {
	h := newHistory(t)
	h.imports("spend", spendHeader, "2026-10-30,baidu,,c,ads,1,1,10.00,CNY")
	p, _ := h.publishes("cost", "", lastOfOctober)
	p.Definitions, p.Value = "older", 9 // it said 9.00 of the same rows
	h.imports("spend", spendHeader, "2026-10-30,weibo,,c,ads,1,1,0.05,CNY")
	// A third row comes that no import is known of.
	if _, err := h.source.Import("spend", spendHeader+"\n2026-10-30,bing,,c,ads,1,1,0.70,CNY\n"); err != nil {
		t.Fatal(err)
	}
	h.did("spend", 0, false)
	r := h.restated(New(h), p)[0]
	want := []Part{{Cause: Definition, Share: 1}, {Cause: Import, Batch: 2, Share: .05}, {Cause: Other, Share: .7}}
	if len(r.Parts) != 3 || r.Difference.Number != 1.75 {
		t.Fatalf("%+v", r)
	}
	for i, p := range r.Parts {
		if p.Cause != want[i].Cause || p.Batch != want[i].Batch || math.Abs(p.Share-want[i].Share) > 1e-12 {
			t.Errorf("part %d is %+v, want %+v", i, p, want[i])
		}
	}
}

// TestPartsComeToTheDifference: in random histories of imports, undos and imports of the
// same again, the parts of a published figure are what each step made of it, and come to
// the difference exactly, in whole minor units.
func TestPartsComeToTheDifference(t *testing.T) {
	moved := 0
	rapid.Check(t, func(rt *rapid.T) {
		h := newHistory(t)
		h.imports("spend", spendHeader, "2026-10-29,baidu,,c,ads,1,1,10.00,CNY", "2026-10-30,baidu,,c,ads,1,1,10.00,CNY")
		h.imports("events", "member,at,event,channel", "ana,2026-10-01 09:00:00,join,ads", "ben,2026-10-30 09:00:00,join,ads")
		type step struct {
			record string
			batch  int
		}
		live := []step{}
		do := func() {
			if n := len(live); n > 0 && rapid.IntRange(0, 2).Draw(rt, "undo") == 0 {
				i := rapid.IntRange(0, n-1).Draw(rt, "batch")
				h.undoes(live[i].record, live[i].batch)
				live = append(live[:i], live[i+1:]...)
				return
			}
			day := rapid.IntRange(28, 31).Draw(rt, "day")
			if rapid.Bool().Draw(rt, "spend") {
				row := fmt.Sprintf("2026-10-%d,%s,,c,%s,1,%d,%d.%02d,CNY", day, rapid.SampledFrom([]string{"baidu", "weibo"}).Draw(rt, "platform"),
					rapid.SampledFrom([]string{"ads", "zhihu"}).Draw(rt, "channel"), rapid.IntRange(1, 9).Draw(rt, "clicks"),
					rapid.IntRange(0, 99).Draw(rt, "yuan"), rapid.IntRange(0, 99).Draw(rt, "fen"))
				live = append(live, step{"spend", h.imports("spend", spendHeader, row)})
				return
			}
			row := fmt.Sprintf("%s,2026-10-%d 09:00:00,join,%s", rapid.SampledFrom([]string{"ana", "ben", "cleo", "dan"}).Draw(rt, "member"), day,
				rapid.SampledFrom([]string{"ads", "zhihu"}).Draw(rt, "channel"))
			live = append(live, step{"events", h.imports("events", "member,at,event,channel", row)})
		}
		for range rapid.IntRange(0, 3).Draw(rt, "before") {
			do()
		}
		days := ops.Range{From: ops.DayOf(2026, 10, rapid.IntRange(1, 30).Draw(rt, "from")), To: ops.DayOf(2026, 10, 31)}
		var list []ops.Published
		for _, metric := range []string{"cost", "joins", "cpa", "cpc", "acquired"} {
			for _, scope := range []string{"", "channel:ads"} {
				if p, known := h.publishes(metric, scope, days); known {
					list = append(list, p)
				}
			}
		}
		from := len(h.past) - 1
		for range rapid.IntRange(1, 6).Draw(rt, "after") {
			do()
		}
		for _, r := range h.restated(New(h), list...) {
			u := unitsOf(h.now(), r.Metric)
			sum := int64(0)
			for _, p := range r.Parts {
				sum += u.of(p.Share)
				if p.Cause != Import && p.Cause != Undo {
					rt.Fatalf("%s: a part is of %s", r.Published.Metric, p.Cause)
				}
			}
			if r.Difference.State == ops.Known && sum != u.of(r.Difference.Number) {
				rt.Fatalf("%s in %q: the parts come to %d, the difference is %d: %+v", r.Published.Metric, r.Scope, sum, u.of(r.Difference.Number), r)
			}
			// Step by step: what each made, from the figures before and after it.
			last := u.of(r.Value)
			for i := from + 1; i < len(h.past); i++ {
				v, err := value(context.Background(), h.after(i), r.Metric, r.Published)
				if err != nil {
					rt.Fatal(err)
				}
				if v.State != ops.Known {
					continue
				}
				want := u.of(v.Number) - last
				last = u.of(v.Number)
				got := int64(0)
				for _, p := range r.Parts {
					if p.At.Equal(h.at(i)) {
						got += u.of(p.Share)
					}
				}
				if got != want {
					rt.Fatalf("%s in %q: step %d made %d, said to have made %d", r.Published.Metric, r.Scope, i, want, got)
				}
				if want != 0 {
					moved++
				}
			}
		}
	})
	if moved == 0 {
		t.Error("no step of any history moved a figure")
	}
}

// TestTooManyMoments: of more moments than are built for one question it says so, and how
// the figure differs all the same.
func TestTooManyMoments(t *testing.T) {
	h := newHistory(t)
	h.imports("spend", spendHeader, "2026-10-30,baidu,,c,ads,1,1,10.00,CNY")
	p, _ := h.publishes("cost", "", lastOfOctober)
	for i := range maxMoments + 1 {
		h.imports("spend", spendHeader, fmt.Sprintf("2026-10-30,baidu,,c%d,ads,1,1,1.00,CNY", i))
	}
	r := h.restated(New(h), p)[0]
	if r.Difference.Number != maxMoments+1 || r.Why == nil || r.Why.Code != "answer_too_large" || len(r.Parts) > 0 {
		t.Errorf("%+v", r)
	}
}

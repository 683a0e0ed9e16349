package sqlite

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"daybreak/internal/ops"
)

// TestLayersProperty runs random imports, undos, merges of names and re-openings
// against the model. A mirror is kept up to date by Changes alone, as an engine would.
func TestLayersProperty(t *testing.T) {
	if testing.Short() {
		t.Skip("takes its steps one after the other")
	}
	records := []string{"spend", "followers", "posts", "orders", "events", "members", "rates"}
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "data")
		if err != nil {
			rt.Fatal(err)
		}
		defer os.RemoveAll(dir)
		if err := os.Chmod(dir, 0o700); err != nil {
			rt.Fatal(err)
		}
		if err := Init(dir); err != nil {
			rt.Fatal(err)
		}
		open := func() *Store {
			s, err := Open(t.Context(), dir, Options{Calendar: calendar()})
			if err != nil {
				rt.Fatal(err)
			}
			return s
		}
		s := open()
		defer func() { s.Close() }()
		m := &model{names: make(map[string]string)}
		mirror := make(map[string]map[string]ops.Day) // record → line → day
		var version int64

		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			switch rapid.IntRange(0, 7).Draw(rt, "step") {
			case 0:
				if len(m.imports) > 0 {
					i := &m.imports[rapid.IntRange(0, len(m.imports)-1).Draw(rt, "undo")]
					_, err := s.Undo(t.Context(), i.id, "test")
					if (err == nil) != i.live {
						rt.Fatalf("undo of %d, live %v: %v", i.id, i.live, err)
					}
					i.live = false
				}
			case 1:
				s.Close()
				s = open()
			case 2, 3:
				m.merge(rt, s)
			default:
				record := rapid.SampledFrom(records).Draw(rt, "record")
				before := m.counting(record)
				b, keys := build(record), make(map[string]bool)
				var rows []map[string]any
				for range rapid.IntRange(1, 8).Draw(rt, "rows") {
					row := m.merged(drawRow(rt, record)) // as an import makes it
					if k := keyOf(record, row); !keys[k] {
						keys[k] = true
						rows = append(rows, row)
						b.row(row)
					}
				}
				diff, err := s.Compare(t.Context(), b.rows)
				if err != nil {
					rt.Fatal(err)
				}
				m.see(record, rows)
				removed := 0
				for i, row := range rows {
					want := ops.Create
					if old, ok := before[keyOf(record, row)]; ok {
						want = ops.Update
						if old == m.line(record, row) {
							want = ops.Unchanged
						}
						if row["gone"] == true {
							want = ops.Removed
							removed++
						}
					}
					if diff.Kinds[i] != want {
						rt.Fatalf("row %s is %v, want %v", m.line(record, row), diff.Kinds[i], want)
					}
				}
				counts := [4]int{diff.Created, diff.Updated, diff.Unchanged, diff.Removed}
				if diff.Removed != removed {
					rt.Fatalf("%d rows are taken back, want %d", diff.Removed, removed)
				}
				if rapid.Bool().Draw(rt, "at once") {
					diff = nil
				}
				stored, err := s.Commit(t.Context(), ops.Batch{}, b.rows, diff, nil)
				if err != nil {
					rt.Fatal(err)
				}
				if got := [4]int{stored.Created, stored.Updated, stored.Unchanged, stored.Removed}; got != counts {
					rt.Fatalf("batch counts %v, preview said %v", got, counts)
				}
				m.imports = append(m.imports, modelImport{stored.ID, record, rows, true})
			}

			now, changed, err := s.Changes(t.Context(), version)
			if err != nil {
				rt.Fatal(err)
			}
			version = now
			for _, c := range changed {
				if mirror[c.Record] == nil {
					mirror[c.Record] = make(map[string]ops.Day)
				}
				l := s.layouts[c.Record]
				maps.DeleteFunc(mirror[c.Record], func(_ string, d ops.Day) bool { return l.day < 0 || c.Days.Has(d) })
				last := ops.Day(0)
				err := s.Read(t.Context(), c.Record, c.Days, func(b *ops.Rows) error {
					for i := range b.Len() {
						day := ops.Day(0)
						if l.day >= 0 {
							day = s.dayOf(l, b, i)
						}
						if day < last {
							return fmt.Errorf("%s after %s", day, last)
						}
						last = day
						mirror[c.Record][line(b, i)] = day
					}
					return nil
				})
				if err != nil {
					rt.Fatal(err)
				}
			}
			for _, record := range records {
				want := slices.Sorted(maps.Values(m.counting(record)))
				got := read(t, s, record)
				slices.Sort(got)
				if !slices.Equal(got, want) {
					rt.Fatalf("%s has\n%q, want\n%q", record, got, want)
				}
				if kept := slices.Sorted(maps.Keys(mirror[record])); !slices.Equal(kept, want) {
					rt.Fatalf("the mirror of %s has\n%q, want\n%q", record, kept, want)
				}
			}
		}
		if err := s.Check(t.Context()); err != nil {
			rt.Fatal(err)
		}
	})
}

// TestManyBlocks reads more rows than fit a block, with several versions each.
func TestManyBlocks(t *testing.T) {
	s := fresh(t)
	rows := keywordDays(10_000)
	for range 3 {
		diff, err := s.Compare(t.Context(), rows)
		if err != nil {
			t.Fatal(err)
		}
		done := 0
		if _, err := s.Commit(t.Context(), ops.Batch{}, rows, diff, func(n, _ int) { done = n }); err != nil {
			t.Fatal(err)
		}
		if done != 10_000 {
			t.Errorf("progress ended at %d", done)
		}
	}
	want := make(map[string]bool)
	for i := range rows.Len() {
		want[line(rows, i)] = true
	}
	got := read(t, s, "spend")
	for _, l := range got {
		if !want[l] {
			t.Fatalf("%s was never imported", l)
		}
	}
	if len(got) != len(want) {
		t.Errorf("read %d rows, want %d", len(got), len(want))
	}
	diff, err := s.Compare(t.Context(), rows)
	if err != nil || diff.Unchanged != 10_000 {
		t.Errorf("compared with itself: %d unchanged, %v", diff.Unchanged, err)
	}
	if !slices.Equal(diff.Before, diff.After) {
		t.Errorf("sums move from %v to %v", diff.Before, diff.After)
	}
}

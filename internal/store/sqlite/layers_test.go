package sqlite

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"daybreak/internal/ops"
)

// model is the record as it should be, in the plainest form: a list of imports,
// each a list of rows.
type model struct {
	imports []modelImport
	names   map[string]string // first spelling by fold
}

type modelImport struct {
	id     int64
	record string
	rows   []map[string]any
	live   bool
}

// keyOf says which row a row is: SPEC §1.
func keyOf(record string, row map[string]any) string {
	columns := map[string][]string{
		"spend":     {"date", "platform", "account", "campaign", "ad_group", "keyword"},
		"followers": {"date", "account", "source"},
		"posts":     {"post_id", "date"},
		"orders":    {"order_id", "line"},
		"events":    {"member", "at", "event"},
		"members":   {"member"},
		"rates":     {"date", "currency"},
	}[record]
	if k, ok := row["key"]; ok && k != "" {
		return fmt.Sprint("key ", k)
	}
	var parts []string
	for _, c := range columns {
		v := row[c]
		if s, ok := v.(string); ok && record != "orders" && c != "member" && c != "event" && c != "post_id" {
			v = ops.Fold(s)
		}
		if v == nil {
			v = ""
		}
		parts = append(parts, fmt.Sprint(v))
	}
	return strings.Join(parts, "\x00")
}

// counting returns the rows of a record that count, as lines by key.
func (m *model) counting(record string) map[string]string {
	out := make(map[string]string)
	for _, i := range m.imports {
		if i.live && i.record == record {
			for _, row := range i.rows {
				if out[keyOf(record, row)] = m.line(record, row); row["gone"] == true {
					delete(out, keyOf(record, row))
				}
			}
		}
	}
	return out
}

// line writes a row as line does, names in their first spelling.
func (m *model) line(record string, row map[string]any) string {
	r, _ := ops.RecordNamed(record)
	var parts []string
	for _, c := range r.Columns {
		switch v := row[c.Name].(type) {
		case nil:
			parts = append(parts, "")
		case string:
			if c.Type == ops.Name && v != "" {
				v = m.names[ops.Fold(v)]
			}
			parts = append(parts, v)
		case time.Time:
			parts = append(parts, fmt.Sprint(v.UnixMicro()))
		default:
			parts = append(parts, fmt.Sprint(v))
		}
	}
	return strings.Join(parts, ",")
}

func (m *model) see(record string, rows []map[string]any) {
	r, _ := ops.RecordNamed(record)
	for _, row := range rows {
		for _, c := range r.Columns {
			if s, ok := row[c.Name].(string); ok && c.Type == ops.Name && s != "" {
				if _, known := m.names[ops.Fold(s)]; !known {
					m.names[ops.Fold(s)] = s
				}
			}
		}
	}
}

var firstDay = ops.DayOf(2026, 9, 1)

// drawRow draws a row with few different keys, so that imports overlap.
func drawRow(t *rapid.T, record string) map[string]any {
	day := func() ops.Day { return firstDay + ops.Day(rapid.IntRange(0, 4).Draw(t, "day")) }
	at := func() time.Time {
		return time.Date(2026, 9, 1, 6*rapid.IntRange(0, 19).Draw(t, "at"), 0, 0, 0, time.UTC)
	}
	name := func(what string) string {
		return rapid.SampledFrom([]string{"Zhihu", "zhihu", "ＺＨＩＨＵ", "豆瓣", "Tieba"}).Draw(t, what)
	}
	number := func() int { return rapid.IntRange(0, 3).Draw(t, "number") }
	member := func() string { return rapid.SampledFrom([]string{"m1", "m2", "M1"}).Draw(t, "member") }
	row := make(map[string]any)
	switch record {
	case "spend":
		row = map[string]any{"date": day(), "platform": name("platform"), "campaign": name("campaign"), "cost": number(), "currency": "CNY"}
		if rapid.Bool().Draw(t, "keyword") {
			row["keyword"], row["clicks"] = name("keyword"), number()
		}
		if rapid.IntRange(0, 3).Draw(t, "gone") == 0 {
			row["gone"], row["cost"] = true, 0
			delete(row, "clicks")
		}
	case "followers":
		row = map[string]any{"date": day(), "account": name("account"), "gained": number(), "total": number()}
		if rapid.IntRange(0, 3).Draw(t, "gone") == 0 {
			row = map[string]any{"date": row["date"], "account": row["account"], "gone": true}
		}
	case "posts":
		row = map[string]any{"post_id": member(), "date": day(), "title": name("title"), "reads": number()}
	case "orders":
		row = map[string]any{"order_id": member(), "at": at(), "revenue": number(), "currency": "CNY"}
		if rapid.Bool().Draw(t, "line") {
			row["line"], row["member"] = "2", member()
		}
	case "events":
		row = map[string]any{"member": member(), "at": at(), "event": rapid.SampledFrom([]string{"join", "check_in"}).Draw(t, "event"), "channel": name("channel")}
		if rapid.Bool().Draw(t, "keyed") {
			row["key"] = rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "key")
		}
		if rapid.Bool().Draw(t, "with props") {
			row["props"] = `{"a":"b"}`
		}
	case "members":
		row = map[string]any{"member": member(), "joined_at": at(), "city": name("city")}
	case "rates":
		row = map[string]any{"date": day(), "currency": "USD", "rate": 7_000_000 + number()}
	}
	return row
}

// TestLayersProperty runs random imports, undos and re-openings against the
// model. A mirror is kept up to date by Changes alone, as an engine would.
func TestLayersProperty(t *testing.T) {
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
			switch rapid.IntRange(0, 5).Draw(rt, "step") {
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
			default:
				record := rapid.SampledFrom(records).Draw(rt, "record")
				before := m.counting(record)
				b, keys := build(record), make(map[string]bool)
				var rows []map[string]any
				for range rapid.IntRange(1, 8).Draw(rt, "rows") {
					row := drawRow(rt, record)
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

package sqlite

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

var _ engine.Source = (*Store)(nil)

// calendar of the tests: UTC, so that days can be worked out by hand.
func calendar() ops.Calendar { return ops.Calendar{Zone: time.UTC, WeekStart: time.Monday} }

// fresh opens a new record.
func fresh(t testing.TB) *Store {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if err := Init(dir); err != nil {
		t.Fatal(err)
	}
	return reopen(t, dir)
}

func reopen(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir, Options{Calendar: calendar()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// builder makes rows from values by column; a missing value is a blank.
type builder struct{ rows *ops.Rows }

func build(record string) *builder {
	r, ok := ops.RecordNamed(record)
	if !ok {
		panic(record)
	}
	return &builder{ops.NewRows(r, ops.NewDictionary(), ops.NewDictionary(), ops.NewDictionary())}
}

// row appends a row: values are string, int, ops.Day or time.Time. A row that is
// "gone" takes back what is stored under its key.
func (b *builder) row(values map[string]any) *builder {
	if values["gone"] == true || b.rows.Gone != nil {
		for len(b.rows.Gone) < b.rows.Len() {
			b.rows.Gone = append(b.rows.Gone, false)
		}
		b.rows.Gone = append(b.rows.Gone, values["gone"] == true)
	}
	for i, c := range b.rows.Record.Columns {
		v, ok := values[c.Name]
		if c.Type.IsText() {
			s, _ := v.(string)
			b.rows.Codes[i] = append(b.rows.Codes[i], b.rows.Dicts[i].Code(s))
			continue
		}
		x := int64(ops.NoValue)
		if ok {
			switch v := v.(type) {
			case int:
				x = int64(v)
			case ops.Day:
				x = int64(v)
			case time.Time:
				x = v.UnixMicro()
			default:
				panic(v)
			}
		}
		b.rows.Ints[i] = append(b.rows.Ints[i], x)
	}
	b.rows.Lines = append(b.rows.Lines, int32(len(b.rows.Lines)+2))
	return b
}

// read returns all rows that count, each as text by column.
func read(t testing.TB, s *Store, record string) []string {
	t.Helper()
	var out []string
	err := s.Read(t.Context(), record, ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(b *ops.Rows) error {
		for i := range b.Len() {
			out = append(out, line(b, i))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// line writes a row with its raw numbers.
func line(b *ops.Rows, i int) string {
	s := ""
	for c, col := range b.Record.Columns {
		if c > 0 {
			s += ","
		}
		if col.Type.IsText() {
			s += b.Text(c, i)
		} else if v := b.Ints[c][i]; v != ops.NoValue {
			if col.Type == ops.Date {
				s += ops.Day(v).String()
			} else {
				s += format(ops.Count, v, "", time.UTC)
			}
		}
	}
	return s
}

func commit(t testing.TB, s *Store, rows *ops.Rows) ops.Batch {
	t.Helper()
	b, err := s.Commit(context.Background(), ops.Batch{Via: "command", By: "test"}, rows, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func equal(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d rows %q, want %d %q", len(got), got, len(want), want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("row %d is %s, want %s", i, got[i], want[i])
		}
	}
}

func TestLayers(t *testing.T) {
	s := fresh(t)
	day := ops.DayOf(2026, 9, 1)
	spend := func(cost int, platform string) *ops.Rows {
		return build("spend").row(map[string]any{"date": day, "platform": platform, "campaign": "autumn", "cost": cost, "currency": "CNY"}).rows
	}
	a := commit(t, s, spend(100, "Zhihu"))
	if a.Created != 1 || a.Updated != 0 || a.Days != (ops.Range{From: day, To: day + 1}) {
		t.Errorf("first import is %+v", a)
	}
	b := commit(t, s, spend(250, "ＺＨＩＨＵ")) // the same name, full width
	if b.Updated != 1 {
		t.Errorf("second import is %+v", b)
	}
	c := commit(t, s, spend(250, "zhihu"))
	if c.Unchanged != 1 {
		t.Errorf("third import is %+v", c)
	}
	with := func(cost string) []string {
		return []string{"2026-09-01,Zhihu,,autumn,,,,,,," + cost + ",CNY,,"}
	}
	equal(t, read(t, s, "spend"), with("250"))
	for _, step := range []struct {
		undo int64
		want []string
	}{{b.ID, with("250")}, {c.ID, with("100")}, {a.ID, nil}} {
		if _, err := s.Undo(t.Context(), step.undo, "test"); err != nil {
			t.Fatal(err)
		}
		equal(t, read(t, s, "spend"), step.want)
	}
}

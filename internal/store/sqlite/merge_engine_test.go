package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"daybreak/internal/engine"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	plainly "daybreak/internal/engine/reference"
	"daybreak/internal/ops"
)

// plain returns a source with nothing but the rows that count, under the names
// kept.
func (m *model) plain(t *rapid.T) *enginetest.Source {
	s := enginetest.NewSource(calendar())
	for _, record := range []string{"spend", "followers", "events", "orders"} {
		w := s.Rows(record)
		for _, row := range m.rows(record) {
			values := map[string]string{}
			r, _ := ops.RecordNamed(record)
			for column, v := range row {
				values[column] = csvText(record, column, v)
				if r.Columns[r.Column(column)].Type == ops.Name {
					values[column] = m.names[ops.Fold(values[column])]
				}
			}
			if err := s.Append(w, values); err != nil {
				t.Fatal(err)
			}
		}
		s.Add(w)
	}
	return s
}

// csvText writes a value of drawRow as a file has it.
func csvText(record, column string, v any) string {
	r, _ := ops.RecordNamed(record)
	switch v := v.(type) {
	case string:
		return v
	case time.Time:
		return v.Format(time.RFC3339)
	case ops.Day:
		return v.String()
	case int:
		switch r.Columns[r.Column(column)].Type {
		case ops.Money:
			return fmt.Sprintf("0.%02d", v)
		case ops.Decimal:
			return fmt.Sprintf("%d.%06d", v/1_000_000, v%1_000_000)
		}
	}
	return fmt.Sprint(v)
}

// TestMergesInFigures: after any imports, undos, merges and merges undone, the
// figures of an engine that followed, and of one that was kept and loaded, are
// those of a slow engine over the rows that count under the names kept.
func TestMergesInFigures(t *testing.T) {
	if testing.Short() {
		t.Skip("takes its steps one after the other")
	}
	options := memory.Options{Calendar: calendar(), Currency: "CNY"}
	rapid.Check(t, func(rt *rapid.T) {
		s := fresh(t)
		defer s.Close()
		followed := memory.New(s, options)
		m := &model{names: map[string]string{}}
		for range rapid.IntRange(2, 10).Draw(rt, "steps") {
			switch step := rapid.IntRange(0, 6).Draw(rt, "step"); {
			case step == 0 && len(m.imports) > 0:
				i := &m.imports[rapid.IntRange(0, len(m.imports)-1).Draw(rt, "undo")]
				if _, err := s.Undo(t.Context(), i.id, "test"); err == nil {
					i.live = false
				}
			case step < 3:
				m.merge(rt, s)
			default:
				m.importSome(rt, s, rapid.SampledFrom([]string{"spend", "spend", "followers", "events", "orders"}).Draw(rt, "record"))
			}
			if rapid.Bool().Draw(rt, "restart") {
				followed = kept(rt, s, followed, options)
			}
			if err := followed.Refresh(t.Context()); err != nil {
				rt.Fatal(err)
			}
			slow := &plainly.Engine{Source: m.plain(rt), Calendar: calendar(), Currency: "CNY"}
			q := randomMergedSums(rt)
			want, err := slow.Sums(t.Context(), q)
			if err != nil {
				rt.Fatal(err)
			}
			got, err := followed.Current().Sums(t.Context(), q)
			if err != nil {
				rt.Fatal(err)
			}
			if got, want := enginetest.SumsText(q, got), enginetest.SumsText(q, want); got != want {
				rt.Fatalf("%+v with %+v\ngot\n%s\nwant\n%s", q, m.merges, got, want)
			}
		}
	})
}

// importSome commits random rows.
func (m *model) importSome(t *rapid.T, s *Store, record string) {
	b, keys := build(record), map[string]bool{}
	var rows []map[string]any
	for range rapid.IntRange(1, 6).Draw(t, "rows") {
		row := m.merged(drawRow(t, record))
		if k := keyOf(record, row); !keys[k] {
			keys[k] = true
			rows = append(rows, row)
			b.row(row)
		}
	}
	m.see(record, rows)
	stored, err := s.Commit(t.Context(), ops.Batch{}, b.rows, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	m.imports = append(m.imports, modelImport{stored.ID, record, rows, true})
}

// kept returns an engine that loaded what another one saved.
func kept(t *rapid.T, s *Store, e *memory.Engine, options memory.Options) *memory.Engine {
	dir, err := os.MkdirTemp("", "figures-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "figures.snapshot")
	again := memory.New(s, options)
	if err := e.Save(t.Context(), path, "mark"); err != nil {
		t.Fatal(err)
	}
	if err := again.Load(t.Context(), path, "mark"); err != nil {
		t.Fatal(err)
	}
	return again
}

func randomMergedSums(t *rapid.T) engine.SumQuery {
	q := engine.SumQuery{Range: ops.Range{From: firstDay, To: firstDay + 6}, Grain: rapid.SampledFrom([]ops.Grain{ops.Whole, ops.Daily}).Draw(t, "grain")}
	switch rapid.IntRange(0, 3).Draw(t, "question") {
	case 0, 1:
		q.By = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"platform", "campaign"}), 0, 2, rapid.ID[string]).Draw(t, "by")
		q.Measures = []*ops.Measure{{Name: "cost", Record: "spend", Agg: ops.Sum, Column: "cost"}, {Name: "rows", Record: "spend", Agg: ops.RowCount}}
	case 2:
		q.By = []string{"account"}
		q.Measures = []*ops.Measure{{Name: "gained", Record: "followers", Agg: ops.Sum, Column: "gained"},
			{Name: "total", Record: "followers", Agg: ops.Level, Column: "total", Stock: ops.Stock{Level: "total", In: "gained", Out: "lost", Per: "account"}}}
	case 3:
		q.By = []string{"channel"}
		q.Measures = []*ops.Measure{{Name: "events", Record: "events", Agg: ops.RowCount}, {Name: "members", Record: "events", Agg: ops.Distinct}}
	}
	return q
}

package ingest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// memory is a Store that keeps rows as texts: natural key → the layers of it.
type memory struct {
	mu      sync.Mutex
	version int64
	batches []ops.Batch
	layers  map[int64]map[string]string // batch → key → row
	rows    map[int64]*ops.Rows
}

// gone stands for a row that only takes back what there was.
const gone = "gone"

func newMemory() *memory {
	return &memory{layers: map[int64]map[string]string{}, rows: map[int64]*ops.Rows{}}
}

// Read yields the rows that count and lie on days.
func (m *memory) Read(_ context.Context, record string, days ops.Range, yield func(*ops.Rows) error) error {
	seen := map[string]bool{}
	for _, b := range slices.Backward(m.batches) {
		rows := m.rows[b.ID]
		if b.State != ops.Live || rows.Record.Name != record {
			continue
		}
		marked := make([]bool, rows.Len())
		for i := range marked {
			key, _ := rowTexts(rows, i)
			day := rows.Record.Column(rows.Record.Day)
			marked[i] = seen[key] || day >= 0 && rows.Record.Columns[day].Type == ops.Date && !days.Has(ops.Day(rows.Ints[day][i]))
			seen[key] = true
			marked[i] = marked[i] || rows.IsGone(i)
		}
		if err := yield(rows.Without(marked)); err != nil {
			return err
		}
	}
	return nil
}

func rowTexts(rows *ops.Rows, i int) (key, whole string) {
	var k, w []string
	for c, col := range rows.Record.Columns {
		v := ""
		if rows.Dicts[c] != nil {
			v = rows.Text(c, i)
		} else {
			v = fmt.Sprint(rows.Ints[c][i])
		}
		w = append(w, v)
		if col.Key {
			k = append(k, v)
		}
	}
	if rows.Record.Name == "events" && k[0] != "" {
		k = k[:1]
	}
	return rows.Record.Name + "\x00" + strings.Join(k, "\x00"), strings.Join(w, "\x00")
}

// now returns the row that counts for key, the latest live one, unless that only
// takes back what there was.
func (m *memory) now(key string) (string, bool) {
	for _, b := range slices.Backward(m.batches) {
		if row, ok := m.layers[b.ID][key]; ok && b.State == ops.Live {
			return row, row != gone
		}
	}
	return "", false
}

func (m *memory) Compare(_ context.Context, rows *ops.Rows) (*ops.Diff, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	d := &ops.Diff{Base: m.version}
	for i := range rows.Len() {
		key, row := rowTexts(rows, i)
		old, ok := m.now(key)
		switch {
		case rows.IsGone(i):
			d.Kinds = append(d.Kinds, ops.Removed)
			if ok {
				d.Removed++
			}
		case !ok:
			d.Kinds, d.Created = append(d.Kinds, ops.Create), d.Created+1
		case old == row:
			d.Kinds, d.Unchanged = append(d.Kinds, ops.Unchanged), d.Unchanged+1
		default:
			d.Kinds, d.Updated = append(d.Kinds, ops.Update), d.Updated+1
		}
	}
	return d, nil
}

func (m *memory) Commit(_ context.Context, b ops.Batch, rows *ops.Rows, d *ops.Diff, _ func(int, int)) (ops.Batch, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if d.Base != m.version {
		return ops.Batch{}, &ops.Error{Code: "stale_plan", Message: "The record has changed."}
	}
	m.version++
	b.ID, b.State = m.version, ops.Live
	m.layers[b.ID], m.rows[b.ID] = map[string]string{}, rows
	for i := range rows.Len() {
		key, row := rowTexts(rows, i)
		if rows.IsGone(i) {
			row = gone
		}
		m.layers[b.ID][key] = row
	}
	m.batches = append(m.batches, b)
	return b, nil
}

func (m *memory) Undo(_ context.Context, id int64, _ string) (ops.Batch, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.batches {
		if m.batches[i].ID == id {
			m.batches[i].State = ops.Undone
			m.version++
			return m.batches[i], nil
		}
	}
	return ops.Batch{}, &ops.Error{Code: "no_batch", Message: "There is no such batch."}
}

func (m *memory) Batches(context.Context, int, int64) ([]ops.Batch, error) { return m.batches, nil }

func (m *memory) BatchOfFile(_ context.Context, sum string) (ops.Batch, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, b := range m.batches {
		if b.SHA256 == sum && b.State == ops.Live {
			return b, true, nil
		}
	}
	return ops.Batch{}, false, nil
}

// testSettings are those of a workspace in zone on 2026-11-22 in the morning.
func testSettings(t testing.TB, zone string) Settings {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return Settings{Calendar: ops.Calendar{Zone: loc, WeekStart: time.Monday}, Currency: "CNY",
		Clock: func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, loc) }}
}

func fileOf(name, text string) File {
	return File{Name: name, Size: int64(len(text)), R: strings.NewReader(text)}
}

func planOf(t testing.TB, text string, o Options) (*Plan, error) {
	t.Helper()
	return NewImporter(newMemory(), testSettings(t, "Asia/Shanghai")).Plan(context.Background(), fileOf("test.csv", text), o)
}

func mustPlan(t testing.TB, text string, o Options) *Plan {
	t.Helper()
	p, err := planOf(t, text, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestSampleDataImports(t *testing.T) {
	files, err := filepath.Glob("../../sample-data/*.csv")
	if err != nil || len(files) == 0 {
		t.Fatal("no sample data", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		p := mustPlan(t, string(data), Options{})
		if want := strings.TrimSuffix(filepath.Base(name), ".csv"); p.Record.Name != want {
			t.Errorf("%s was taken for %s", name, p.Record.Name)
		}
		// No value of the sample data holds a line break: rows are lines.
		if want := bytes.Count(data, []byte("\n")) - 1; p.Read != want || p.Rows.Len() != want || p.Rejected != 0 {
			t.Errorf("%s: read %d, rows %d, rejected %d, want %d rows: %v", name, p.Read, p.Rows.Len(), p.Rejected, want, p.Refusal())
		}
		for _, n := range p.Notices {
			t.Logf("%s: %v", filepath.Base(name), n)
		}
	}
}

const spendHeader = "date,platform,campaign,clicks,cost,currency\n"

func planWith(t *testing.T, i *Importer, name, text string, o Options) *Plan {
	t.Helper()
	p, err := i.Plan(t.Context(), fileOf(name, text), o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestImportUndoImportAgain(t *testing.T) {
	store := newMemory()
	i := NewImporter(store, testSettings(t, "Asia/Shanghai"))
	published := 0
	i.Published = func(context.Context) error { published++; return nil }
	first := spendHeader + "2026-09-01,baidu,Brand,5,1.50,CNY\n2026-09-02,baidu,Brand,6,2,CNY\n"
	second := spendHeader + "2026-09-02,baidu,Brand,6,2,CNY\n2026-09-03,baidu,Brand,7,3,CNY\n2026-09-01,baidu,Brand,5,9.99,CNY\n"

	p := planWith(t, i, `C:\files\first.csv`, first, Options{})
	if store.version != 0 || p.Diff.Created != 2 || p.Days.String() != "2026-09-01 to 2026-09-02" {
		t.Errorf("plan %+v", p)
	}
	b1, err := i.Commit(t.Context(), p, By{"page", "ana"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if b1.File != "first.csv" || b1.Via != "page" || b1.By != "ana" || b1.Read != 2 || b1.Created != 2 || b1.Record != "spend" ||
		b1.Through != ops.DayOf(2026, 9, 2) {
		t.Errorf("batch %+v", b1)
	}

	// The same bytes under another name.
	p = planWith(t, i, "renamed.csv", first, Options{})
	if p.Already == nil || p.Already.ID != b1.ID {
		t.Fatalf("plan %+v", p)
	}
	if _, err := i.Commit(t.Context(), p, By{"page", "ben"}, nil); ops.CodeOf(err) != "already_imported" {
		t.Error(err)
	}

	p = planWith(t, i, "second.csv", second, Options{})
	if d := p.Diff; d.Created != 1 || d.Updated != 1 || d.Unchanged != 1 {
		t.Errorf("diff %+v", d)
	}
	stale := planWith(t, i, "stale.csv", second+"2026-09-04,baidu,Brand,7,3,CNY\n", Options{})
	b2, err := i.Commit(t.Context(), p, By{"command", "ben"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := i.Commit(t.Context(), stale, By{"page", "ana"}, nil); ops.CodeOf(err) != "stale_plan" {
		t.Error("a plan made before another import was committed:", err)
	}
	if b, err := i.Undo(t.Context(), b1.ID, By{"page", "ana"}); err != nil || b.State != ops.Undone {
		t.Error(b, err)
	}
	p = planWith(t, i, "first.csv", first, Options{})
	if p.Already != nil {
		t.Error("an undone file may be imported again")
	}
	if d := p.Diff; d.Created != 0 || d.Updated != 1 || d.Unchanged != 1 {
		t.Errorf("diff after undo %+v", d)
	}
	if published != 3 || b2.ID <= b1.ID {
		t.Errorf("published %d times, want after 2 commits and 1 undo", published)
	}
}

// rowList is a RowWriter that keeps the rows.
type rowList [][]string

func (l *rowList) Write(row []string) error {
	*l = append(*l, row)
	return nil
}

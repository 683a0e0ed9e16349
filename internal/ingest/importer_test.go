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
}

func newMemory() *memory { return &memory{layers: map[int64]map[string]string{}} }

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

// now returns the row that counts for key, the latest live one.
func (m *memory) now(key string) (string, bool) {
	for _, b := range slices.Backward(m.batches) {
		if row, ok := m.layers[b.ID][key]; ok && b.State == ops.Live {
			return row, true
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
	m.layers[b.ID] = map[string]string{}
	for i := range rows.Len() {
		key, row := rowTexts(rows, i)
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

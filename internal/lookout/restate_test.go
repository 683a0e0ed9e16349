package lookout

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/dashboards"
	"daybreak/internal/analysis"
	"daybreak/internal/catalog"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ingest"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// figures is a record that files are imported into and a restater that follows it.
type figures struct {
	*Restater
	t        *testing.T
	importer *ingest.Importer
	store    *sqlite.Store
	engine   *memory.Engine
}

func newFigures(t *testing.T) *figures {
	t.Helper()
	calendar := ops.Calendar{Zone: time.UTC, WeekStart: time.Monday}
	clock := func() time.Time { return time.Date(2026, 9, 7, 9, 0, 0, 0, time.UTC) }
	dir := filepath.Join(t.TempDir(), "data")
	if err := sqlite.Init(dir); err != nil {
		t.Fatal(err)
	}
	store, err := sqlite.Open(t.Context(), dir, sqlite.Options{Calendar: calendar, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	c, err := catalog.Load(dashboards.Files, analysis.PanelShapes())
	if err != nil {
		t.Fatal(err)
	}
	f := &figures{t: t, store: store, engine: memory.New(store, memory.Options{Calendar: calendar, Currency: "CNY"})}
	f.importer = ingest.NewImporter(store, ingest.Settings{Calendar: calendar, Currency: "CNY", Clock: clock})
	f.importer.Published = f.engine.Refresh
	f.Restater = &Restater{Keep: store.Notes().Restatements(), Log: slog.New(slog.DiscardHandler),
		Data: func() analysis.Data {
			return analysis.Data{Snapshot: f.engine.Current(), Catalog: c, Calendar: calendar, Currency: "CNY"}
		}}
	f.Begin()
	return f
}

// spend imports what platforms cost on days of September and looks.
func (f *figures) spend(name string, rows ...string) int64 {
	f.t.Helper()
	text := "date,platform,campaign,cost,currency\n"
	for _, r := range rows {
		x := strings.Fields(r)
		text += fmt.Sprintf("2026-09-%s,%s,q,%s,CNY\n", x[0], x[1], x[2])
	}
	plan, err := f.importer.Plan(f.t.Context(), ingest.File{Name: name, Size: int64(len(text)), R: strings.NewReader(text)}, ingest.Options{})
	if err != nil {
		f.t.Fatal(err)
	}
	b, err := f.importer.Commit(f.t.Context(), plan, ingest.By{Via: "page", Name: "何苗"}, nil)
	if err != nil {
		f.t.Fatal(err)
	}
	f.pass()
	return b.ID
}

func (f *figures) undo(id int64) {
	f.t.Helper()
	if _, err := f.importer.Undo(f.t.Context(), id, ingest.By{Name: "林晓"}); err != nil {
		f.t.Fatal(err)
	}
	f.pass()
}

func (f *figures) pass() {
	f.t.Helper()
	if err := f.Pass(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
}

// noted returns what the notes of the days from one to another say of cost.
func (f *figures) noted(from, to int) []string {
	f.t.Helper()
	w := loop.World{Data: f.Data(), Today: ops.DayOf(2026, 9, 7)}
	r := ops.Range{From: ops.DayOf(2026, 9, from), To: ops.DayOf(2026, 9, to) + 1}
	notes, err := w.SystemNotes(f.t.Context(), loop.Book{Restated: f.store.Notes().Restatements()}, r)
	if err != nil {
		f.t.Fatal(err)
	}
	var out []string
	for _, n := range notes {
		if !n.Concerns("cost") || n.Restated == nil {
			continue
		}
		x := *n.Restated
		out = append(out, fmt.Sprint(n.Text, " ", n.CreatedBy, " ", n.Days.From, " ", n.Days.Last(), " ", x.Metric, " ", x.Day, " ", x.Before, " ", x.After,
			" undo ", x.Undo, " resolved ", !n.Resolved.IsZero()))
	}
	return out
}

func (f *figures) want(what string, got []string, want ...string) {
	f.t.Helper()
	if !slices.Equal(got, want) {
		f.t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Days of weibo cost 100, 100, 100 and 100. A file makes them 100, 125, 140 and 105:
// the second and third change by more than a tenth, the third most. Undone, it is
// dealt with, and its undo is no news. The undo of what had been there from the
// beginning is.
func TestImportsThatRestateAreNoted(t *testing.T) {
	f := newFigures(t)
	f.spend("weibo.csv", "01 weibo 100", "02 weibo 100", "03 weibo 100", "04 weibo 100")
	first := f.spend("douyin.csv", "05 weibo 100", "05 douyin 60")
	f.want("new days", f.noted(1, 5))
	fix := f.spend("fix.csv", "01 weibo 100", "02 weibo 125", "03 weibo 140", "04 weibo 105")
	note := "fix.csv 何苗 2026-09-02 2026-09-03 cost 2026-09-03 100 140 undo false resolved "
	f.want("a file that restates", f.noted(1, 5), note+"false")
	f.want("days besides", f.noted(4, 5))
	f.undo(fix)
	f.want("undone", f.noted(1, 5), note+"true")
	f.spend("late.csv", "05 weibo 110")
	f.want("a tenth is not more than a tenth", f.noted(4, 5))
	f.undo(first)
	f.want("what was there from the beginning", f.noted(4, 5), "douyin.csv 林晓 2026-09-05 2026-09-05 cost 2026-09-05 170 110 undo true resolved false")
}

// A figure that becomes known is no restatement: of 2 September douyin was missing.
func TestOnlyKnownFiguresAreRestated(t *testing.T) {
	f := newFigures(t)
	f.spend("a.csv", "01 weibo 100", "02 weibo 100")
	f.spend("other.csv", "01 douyin 50")
	f.want("a platform more", f.noted(1, 5), "other.csv 何苗 2026-09-01 2026-09-01 cost 2026-09-01 100 150 undo false resolved false")
	f.spend("b.csv", "02 douyin 300")
	f.want("a day that was not known", f.noted(2, 5))
	if ops.Restates(100, 110) || !ops.Restates(100, 110.01) || !ops.Restates(0, 1) || ops.Restates(0, 0) || !ops.Restates(100, 89) || !ops.Restates(-100, -111) {
		t.Error("more than a tenth")
	}
}

package web

import (
	"context"
	"path/filepath"
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
	"daybreak/internal/web/frame"
	"daybreak/internal/web/naming"
)

// realServer returns a server over an empty record of its own, with the
// dashboards Daybreak comes with. Its clock stands at noon of 2026-10-01.
func realServer(t *testing.T) *Server {
	t.Helper()
	return realServerOn(t, ops.DayOf(2026, 10, 1))
}

// realServerOn is realServer at noon of another day.
func realServerOn(t *testing.T, today ops.Day) *Server {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	noon := ops.Calendar{Zone: zone}.Start(today).Add(12 * time.Hour)
	return realServerBy(t, func() time.Time { return noon })
}

// realServerBy is realServer by another clock.
func realServerBy(t *testing.T, clock func() time.Time) *Server {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if err := sqlite.Init(dir); err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	calendar := ops.Calendar{Zone: zone, WeekStart: time.Monday}
	store, err := sqlite.Open(t.Context(), dir, sqlite.Options{Calendar: calendar, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	engine := memory.New(store, memory.Options{Calendar: calendar, Currency: "CNY"})
	if err := engine.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	watcher, err := catalog.Watch(dashboards.Files, analysis.PanelShapes())
	if err != nil {
		t.Fatal(err)
	}
	importer := ingest.NewImporter(store, ingest.Settings{Calendar: calendar, Currency: "CNY", Clock: clock})
	importer.Published, importer.Memory = engine.Refresh, store.Mappings()
	importer.Patience = time.Minute // a test asks for the figures of what it posts
	importer.Catalog = inForce(watcher)
	cfg := testConfig()
	cfg.Snapshots, cfg.Catalog, cfg.Importer, cfg.Calendar, cfg.Currency, cfg.Clock = engine, watcher, importer, calendar, "CNY", clock
	cfg.Watermarks = declares{store, engine}
	cfg.Accounts, cfg.Persons, cfg.Retention = store.Accounts(), testPersons{sqlite.PersonsIn(store), engine}, sqlite.RetentionIn(store)
	cfg.CheckIns = store.Community()
	cfg.Post, cfg.Desk = postOf(t, store), deskOf(store, clock)
	cfg.Past, cfg.Ledger = pastOf(store, calendar)
	cfg.Book = loop.Book{Tries: store.Tries(), Notes: store.Notes(), Plans: store.Plans(), Alerts: store.Alerts(), Reports: store.Plans().Reports(),
		FollowUps: sqlite.FollowUpsIn(store), Challenges: store.Community(), Restated: store.Notes().Restatements(), Planner: importer}
	cfg.Names = naming.Book{Merges: store.Names().Merges, Rules: store.Names().Rules, Refresh: engine.Refresh}
	return newTestServer(t, cfg)
}

// inForce yields the catalog in force.
func inForce(w frame.Catalogs) func() *ops.Catalog {
	return func() *ops.Catalog {
		catalog, _ := w.Current()
		return catalog
	}
}

type declares struct {
	store  *sqlite.Store
	engine *memory.Engine
}

func (d declares) Retire(ctx context.Context, record, source string, part *string, retired bool, by string) error {
	if err := d.store.RetireSource(ctx, record, source, part, retired, by); err != nil {
		return err
	}
	return d.engine.Refresh(ctx)
}

func (d declares) Quiet(ctx context.Context, record, source, part string, days ops.Range, by string) error {
	if err := d.store.DeclareQuiet(ctx, record, source, part, days, by); err != nil {
		return err
	}
	return d.engine.Refresh(ctx)
}

func (d declares) Declare(ctx context.Context, record, source string, part *string, through ops.Day, by string) error {
	if err := d.store.DeclareWatermark(ctx, record, source, part, through, by); err != nil {
		return err
	}
	return d.engine.Refresh(ctx)
}

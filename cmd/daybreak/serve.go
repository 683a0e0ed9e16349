package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"daybreak/dashboards"
	"daybreak/internal/ask"
	"daybreak/internal/auth"
	"daybreak/internal/catalog"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ledger"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
	"daybreak/internal/web"
	"daybreak/internal/web/frame"
	"daybreak/internal/web/naming"
	"daybreak/static"
)

// watchEvery is how soon a change of the dashboards is seen.
const watchEvery = time.Second

type dashboardFlags struct {
	Dashboards string `help:"Directory of metrics.yaml and the pages; without it those Daybreak comes with." type:"path" placeholder:"DIR"`
}

func (f dashboardFlags) files() fs.FS {
	if f.Dashboards == "" {
		return dashboards.Files
	}
	return os.DirFS(f.Dashboards)
}

type serveCommand struct {
	dataFlags
	calendarFlags
	dashboardFlags
	networkFlags
	issuerFlags
	backupFlags
	developFlags
	KeepFree bool   `default:"true" negatable:"" help:"Stop imports, then check-ins, before the disk is full: below 5 percent and 500 MiB, and below 100 MiB."`
	Sample   bool   `help:"Fill an empty data directory with sample data that ends yesterday."`
	SampleTo string `help:"Last day of the sample data instead of yesterday, such as 2026-10-31, which its stated answers are about." placeholder:"DATE"`
	Inbox    string `help:"Folder to watch: files put there are imported when their layout is known, else they wait in its folder parked." type:"path" placeholder:"DIR"`
}

// Run serves until the context ends. Whatever is wrong is told before the
// address is open.
func (c *serveCommand) Run(env *environment) error {
	if !c.KeepFree {
		env.space = sqlite.NoStops
	}
	network, err := c.check(certificatesIn(c.Data))
	if err != nil {
		return err
	}
	sources, err := c.checkout(network)
	if err != nil {
		return err
	}
	issuer, err := c.issuerFlags.open(c.NoLogin, env.clock)
	if err != nil {
		return err
	}
	if err := c.prepare(c.Data); err != nil {
		return err
	}
	watcher, err := catalog.Watch(c.files(), ask.PanelShapes())
	if err != nil {
		return err
	}
	w, err := openWorkspace(env, c.Data, c.calendarFlags)
	if err != nil {
		return err
	}
	defer w.Close()
	watch := &monitor{store: w.store, clock: env.clock, log: env.log}
	if d := w.store.Health().Damage(); d != nil {
		env.log.Error("the record is damaged and is not written", "error", d)
	}
	if n := w.store.Health().Lost(); n > 0 {
		env.log.Error("the latest changes had been stored and are not there", "changes", n)
	}
	importer := w.importer(env)
	importer.Catalog = func() *ops.Catalog {
		found, _ := watcher.Current()
		return found
	}
	told := false
	if c.Sample {
		if told, err = loadSample(env, w, importer, c.SampleTo); err != nil {
			return err
		}
	}
	engine, kept, err := w.figures(env.ctx, c.Data, env.log)
	if err != nil {
		return err
	}
	importer.Published, w.published = engine.Refresh, engine.Refresh
	kept.views, kept.past = w.views(env.ctx), w.past()
	var box *inbox
	if c.Inbox != "" {
		if err := sqlite.RefuseOwn(c.Data, filepath.Join(c.Inbox, "a file")); err != nil {
			return err
		}
		if box, err = newInbox(c.Inbox, importer, env); err != nil {
			return err
		}
	}
	l, err := network.listen(c.Listen)
	if err != nil {
		return err
	}
	defer l.Close()
	mail, err := w.office(env, c.Data)
	if err != nil {
		return err
	}
	book := loop.Book{Tries: w.store.Tries(), Notes: w.store.Notes(), Plans: w.store.Plans(), Alerts: w.store.Alerts(), Reports: w.store.Plans().Reports(),
		FollowUps: sqlite.FollowUpsIn(w.store), Challenges: w.store.Community(), Restated: w.store.Notes().Restatements(), Planner: importer}
	address := network.address(l.Addr())
	mail.Address = address
	look := w.lookout(env, book, engine, watcher, mail, address)
	sender, desk := w.sender(env, book, engine, watcher, mail, look, kept.views, c.NoLogin)
	people := persons{sqlite.PersonsIn(w.store), kept, c.backupFlags, filepath.Join(c.Data, "uploads")}
	w.renewed = people.renew
	night, err := newNights(env, w, people)
	if err != nil {
		return err
	}
	config := web.Config{
		Snapshots: engine, Narrowed: kept.views, Past: kept.past, Catalog: watcher, Importer: importer, Watermarks: watermarks{w.store, engine}, Issuer: issuer,
		Accounts: w.store.Accounts(), CheckIns: w.store.Community(), Persons: people,
		Retention: sqlite.RetentionIn(w.store),
		Book:      book, Post: mail.Post, Desk: desk,
		Names:  naming.Book{Merges: w.store.Names().Merges, Rules: w.store.Names().Rules, Refresh: engine.Refresh},
		Boards: w.store.Accounts().Boards(), Ledger: ledger.New(kept.past),
		Uploads: people.uploads, Calendar: w.calendar, Currency: w.currency, Clock: env.clock, NoLogin: c.NoLogin,
		HTTPS: network.https, Base: frame.Base(network.base), Proxies: network.proxies,
		Hosts: network.hosts(l.Addr()), Version: version(), Assets: static.Files(), Checkout: sources, Monitor: watch, Log: env.log,
	}
	if box != nil {
		config.Inbox = box
	}
	server, err := web.New(config)
	if err != nil {
		return err
	}
	if !c.NoLogin {
		if err := offerSetUp(env, w.store, address); err != nil {
			return err
		}
	}
	orders, err := newControl(env, c.Data, w)
	if err != nil { // a path too long for a socket, a file system without
		env.log.Warn("commands beside the server are not taken", "error", err)
	}
	watch.try(env.ctx) // so that it is well from the first request on
	if _, err := fmt.Fprintf(env.stdout, "Daybreak is at %s\n", address); err != nil {
		return err
	}
	if told {
		if err := tellOfSample(env.ctx, mail, look, desk.Keep, env.clock()); err != nil {
			return fmt.Errorf("sample data: %w", err)
		}
	}
	restater := w.restater(env, engine, watcher) // before anybody can import
	watching, stop := context.WithCancel(env.ctx)
	var wg sync.WaitGroup
	wg.Go(func() { watcher.Run(watching, watchEvery) })
	wg.Go(func() { follow(watching, env, w.store, engine) })
	wg.Go(func() { watch.run(watching) })
	if orders != nil {
		wg.Go(func() { orders.run(watching) })
	}
	wg.Go(func() { kept.run(watching) })
	wg.Go(func() { mail.run(watching) })
	wg.Go(func() { look.Run(watching) })
	wg.Go(func() { sender.Run(watching) })
	wg.Go(func() { restater.Run(watching) })
	wg.Go(func() { night.run(watching) })
	if box != nil {
		wg.Go(func() { box.run(watching) })
	}
	if c.BackupDir != "" {
		wg.Go(func() { watch.schedule(watching, c.backupFlags) })
	}
	err = server.Serve(env.ctx, l)
	stop()
	wg.Wait()
	kept.views.Wait()
	kept.stop()
	return errors.Join(err, w.Close())
}

// followEvery is how soon figures follow check-ins at the latest, refreshing
// aside.
const followEvery = 500 * time.Millisecond

// follow refreshes the engine while check-ins change the record, until ctx
// ends. It rests twice as long as a refresh took, so that check-ins go on while
// the machine is busy.
func follow(ctx context.Context, env *environment, store *sqlite.Store, engine *memory.Engine) {
	var took time.Duration
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(max(followEvery, 2*took)):
		}
		if took = 0; store.Version() == engine.Current().Version() {
			continue
		}
		began := time.Now()
		if err := engine.Refresh(ctx); err != nil && ctx.Err() == nil {
			env.log.ErrorContext(ctx, "figures do not follow", "error", err)
		}
		took = time.Since(began)
	}
}

// setUpTime is how long a set-up link works.
const setUpTime = 30 * time.Minute

// offerSetUp prints the link that makes the first administrator while there is
// none. Its secret is a fragment, so that it reaches no log and no other site.
func offerSetUp(env *environment, store *sqlite.Store, address string) error {
	has, err := store.Accounts().HasAdmin(env.ctx)
	if err != nil || has {
		return err
	}
	secret, hash := auth.NewToken("")
	if err := store.Accounts().StartSetUp(env.ctx, hash, env.clock().Add(setUpTime)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.stderr, "Set-up: %s/setup#%s\n", address, secret)
	return err
}

// watermarks declares watermarks in the store and lets the figures follow.
type watermarks struct {
	store  *sqlite.Store
	engine *memory.Engine
}

// Declare implements importing.Watermarks.
func (w watermarks) Declare(ctx context.Context, record, source string, part *string, through ops.Day, by string) error {
	if err := w.store.DeclareWatermark(ctx, record, source, part, through, by); err != nil {
		return err
	}
	return w.engine.Refresh(context.WithoutCancel(ctx))
}

// Retire implements web.Watermarks.
func (w watermarks) Retire(ctx context.Context, record, source string, part *string, retired bool, by string) error {
	if err := w.store.RetireSource(ctx, record, source, part, retired, by); err != nil {
		return err
	}
	return w.engine.Refresh(context.WithoutCancel(ctx))
}

// Quiet implements web.Watermarks.
func (w watermarks) Quiet(ctx context.Context, record, source, part string, days ops.Range, by string) error {
	if err := w.store.DeclareQuiet(ctx, record, source, part, days, by); err != nil {
		return err
	}
	return w.engine.Refresh(context.WithoutCancel(ctx))
}

type checkCommand struct {
	dashboardFlags
	Data string `type:"path" help:"Data directory to check as well." placeholder:"DIR"`
}

// Run checks the dashboards and, if named, the data directory.
func (c *checkCommand) Run(env *environment) error {
	found, err := catalog.Load(c.files(), ask.PanelShapes())
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(env.stdout, "dashboards: %d metrics, %d pages, no mistakes\n", len(found.Metrics), len(found.Pages)); err != nil || c.Data == "" {
		return err
	}
	if _, err := os.Stat(c.Data); errors.Is(err, fs.ErrNotExist) {
		return &ops.Error{Code: "db_missing", Message: fmt.Sprintf("There is no data directory %s.", c.Data), Args: []any{c.Data}}
	}
	w, err := openWorkspace(env, c.Data, calendarFlags{})
	if err != nil {
		return err
	}
	defer w.Close()
	engine, err := w.engine(env.ctx)
	if err != nil {
		return err
	}
	if err := w.store.Check(env.ctx); err != nil {
		return err
	}
	for _, s := range engine.Current().Sources() {
		if _, err := fmt.Fprintf(env.stdout, "data: %s through %s\n", strings.Join(strings.Fields(s.Record+" "+s.Name+" "+s.Part), " "), s.Through); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(env.stdout, "data: version %d, no damage found\n", engine.Current().Version())
	return errors.Join(err, w.Close())
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"daybreak/dashboards"
	"daybreak/internal/catalog"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
	"daybreak/internal/web"
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
	Listen  string `default:"127.0.0.1:8080" help:"Address to listen on."`
	Sample  bool   `help:"Fill an empty data directory with sample data."`
	NoLogin bool   `help:"Everybody who reaches the address is an administrator. Only for a loopback address."`
}

// Run serves until the context ends. Whatever is wrong is told before the
// address is open.
func (c *serveCommand) Run(env *environment) error {
	if err := checkLoopback(c.Listen); err != nil {
		return err
	}
	watcher, err := catalog.Watch(c.files())
	if err != nil {
		return err
	}
	w, err := openWorkspace(env, c.Data, c.calendarFlags)
	if err != nil {
		return err
	}
	defer w.Close()
	importer := w.importer(env)
	if c.Sample {
		if err := loadSample(env, importer); err != nil {
			return err
		}
	}
	engine, err := w.engine(env.ctx)
	if err != nil {
		return err
	}
	importer.Published = engine.Refresh
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return &ops.Error{Code: "cannot_listen", Message: fmt.Sprintf("The address %s cannot be opened.", c.Listen), Hint: "Is another program using it? Choose another with --listen.", Err: err, Args: []any{c.Listen}}
	}
	defer l.Close()
	server, err := web.New(web.Config{
		Snapshots: engine, Catalog: watcher, Importer: importer, Watermarks: watermarks{w.store, engine}, Tokens: tokens{w.store},
		Uploads: filepath.Join(c.Data, "uploads"), Calendar: w.calendar, Currency: w.currency, Clock: env.clock, NoLogin: c.NoLogin,
		Hosts: web.LocalHosts(l.Addr()), Version: version(), Assets: static.Files(), Log: env.log,
	})
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(env.stdout, "Daybreak is at http://%s\n", l.Addr()); err != nil {
		return err
	}
	if !c.NoLogin {
		fmt.Fprintln(env.stdout, "There are no accounts yet: the API takes tokens (daybreak token create), pages need --no-login.")
	}
	watching, stop := context.WithCancel(env.ctx)
	var wg sync.WaitGroup
	wg.Go(func() { watcher.Run(watching, watchEvery) })
	err = server.Serve(env.ctx, l)
	stop()
	wg.Wait()
	return errors.Join(err, w.Close())
}

// checkLoopback refuses addresses that others can reach.
func checkLoopback(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return &ops.Error{Code: "bad_address", Message: fmt.Sprintf("%s is not an address to listen on.", ops.Show(address)), Hint: "Write it as 127.0.0.1:8080.", Args: []any{ops.Show(address)}}
	}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return &ops.Error{Code: "not_loopback", Message: fmt.Sprintf("Others could reach %s, and there is no encryption.", ops.Show(address)), Hint: "Listen on a loopback address such as 127.0.0.1:8080.", Args: []any{ops.Show(address)}}
}

// watermarks declares watermarks in the store and lets the figures follow.
type watermarks struct {
	store  *sqlite.Store
	engine *memory.Engine
}

// Declare implements web.Watermarks.
func (w watermarks) Declare(ctx context.Context, record, source string, through ops.Day, by string) error {
	if err := w.store.DeclareWatermark(ctx, record, source, through, by); err != nil {
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
	found, err := catalog.Load(c.files())
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
		if _, err := fmt.Fprintf(env.stdout, "data: %s %s through %s\n", s.Record, s.Name, s.Through); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(env.stdout, "data: version %d, no damage found\n", engine.Current().Version())
	return errors.Join(err, w.Close())
}

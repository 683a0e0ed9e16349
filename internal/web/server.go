// Package web turns requests into pages and JSON. A handler parses, asks,
// renders and returns its error; one function makes errors responses.
package web

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/api"
	"daybreak/internal/assistant"
	"daybreak/internal/auth"
	"daybreak/internal/ingest"
	"daybreak/internal/ledger"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/picture"
	"daybreak/internal/web/accounts"
	"daybreak/internal/web/boards"
	"daybreak/internal/web/community"
	"daybreak/internal/web/frame"
	"daybreak/internal/web/importing"
	"daybreak/internal/web/messages"
	"daybreak/internal/web/naming"
	"daybreak/internal/web/persons"
	"daybreak/internal/web/planning"
	"daybreak/internal/web/reports"
	"daybreak/internal/web/subscriptions"
)

// Config is what a Server is made of. Snapshots, Catalog, Importer,
// Watermarks, Uploads, Calendar.Zone, Accounts, Assets and Hosts must be set.
type Config struct {
	Snapshots  frame.Snapshots
	Narrowed   frame.Narrowed // nil: nobody can be shown some rows alone
	Past       frame.Past     // nil: nobody can ask how the record was
	Ledger     *ledger.Ledger // nil as Past
	Catalog    frame.Catalogs
	Importer   *ingest.Importer
	Watermarks importing.Watermarks
	Inbox      importing.Inbox // the watched folder; nil without one
	Uploads    string          // directory for the bytes of uploads between preview and commit; emptied at start
	Calendar   ops.Calendar
	Currency   string           // reporting currency, e.g. CNY
	Clock      func() time.Time // read once per request; time.Now when nil
	NoLogin    bool             // every request is an administrator's; the policy still runs
	Accounts   accounts.Store
	CheckIns   community.CheckIns
	Persons    persons.Persons
	Retention  accounts.Retention
	Book       loop.Book          // of plans, tries, notes and alerts
	Names      naming.Book        // what things are called
	Boards     boards.Store       // nil: there are none
	Post       messages.Post      // what messages are sent with; no Channels: none are
	Desk       subscriptions.Desk // what subscriptions are kept with; no Keep: there are none
	Issuer     *auth.Issuer       // where people may sign in too; nil without one
	HTTPS      bool               // how browsers reach the server
	Base       frame.Base         // … and under which path; "" for all of the host
	Proxies    []*net.IPNet       // networks of the proxies all requests come through; none: they come directly
	Hosts      []string           // accepted Host headers, with the port where it is not the scheme's own
	Version    string             // of the program
	Assets     fs.FS              // files served under /static, by content hash
	Checkout   fs.FS              // sources whose templates and static files are shown as they are edited, in place of those built in; nil but in development
	Monitor    frame.Monitor      // nil: the record is always well
	Log        *slog.Logger       // slog.DiscardHandler when nil
}

// Server answers every request of Daybreak. It is an http.Handler.
type Server struct {
	*frame.Site
	echo    *echo.Echo
	assets  *assets
	hosts   []string
	proxies []*net.IPNet
	routed  map[route]ops.Role

	api        *api.Section
	accounts   *accounts.Section
	community  *community.Section
	importing  *importing.Section
	messages   *messages.Section
	boards     *boards.Section
	naming     *naming.Section
	planning   *planning.Section
	persons    *persons.Section
	reports    *reports.Section
	subscribed *subscriptions.Section
	shares     accounts.Shares

	telemetry *telemetry
	pictures  *picture.Studio
	desk      *assistant.Desk

	news    news
	streams *frame.Gate
	edits   *edits             // nil but in development
	stop    context.CancelFunc // of Site.Stopping
}

// Limits of the HTTP server (RELIABILITY §4.3). Long uploads and commits move
// their own deadlines.
const (
	readHeaderTimeout = 5 * time.Second
	maxHeaderBytes    = 32 << 10
	stopTimeout       = 10 * time.Second
	bodyCacheBytes    = 64 << 20
)

// New returns a server. It panics when a route is not whole or stands twice,
// which is a mistake of the program and not of its user.
func New(cfg Config) (*Server, error) {
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	templates, static, err := cfg.sources()
	if err != nil {
		return nil, err
	}
	files, err := newAssets(static, cfg.Checkout != nil)
	if err != nil {
		return nil, err
	}
	pictures, err := picture.Open(static)
	if err != nil {
		return nil, err
	}
	desk, err := assistant.NewDesk(api.OpenAPI, cfg.Version)
	if err != nil {
		return nil, err
	}
	book := cfg.Book.Within(func() ops.Keys { return cfg.Snapshots.Current().Keys() })
	shared := &frame.Site{
		Snapshots: cfg.Snapshots, Narrowed: cfg.Narrowed, Past: cfg.Past,
		Catalog: cfg.Catalog, Calendar: cfg.Calendar, Currency: cfg.Currency, Clock: cfg.Clock, NoLogin: cfg.NoLogin,

		HTTPS: cfg.HTTPS, Base: cfg.Base, Version: cfg.Version, Monitor: cfg.Monitor, Alerts: book.Alerts, Log: cfg.Log,
		Bodies: frame.NewBodyCache(bodyCacheBytes),
		Gate:   frame.NewGate(frame.HeavyQueries, frame.QueuedQueries, frame.HeavyQueries/2), Panels: frame.NewGate(frame.HeavyQueries, frame.QueuedPanels,
			frame.HeavyQueries-1),
	}
	if cfg.Book.Plans != nil {
		shared.Plan = loop.Plan{Book: book}
	}
	if shared.Pages, err = frame.ParsePages(templates, pagesOfColleagues, cfg.Base, files); err != nil {
		return nil, err
	}
	memberPages, err := frame.ParsePages(templates, pagesOfMembers, cfg.Base, files)
	if err != nil {
		return nil, err
	}
	imports, err := importing.New(shared, cfg.Importer, cfg.Watermarks, cfg.Uploads)
	if err != nil {
		return nil, err
	}
	imports.Inbox, imports.Rules, imports.Refresh = cfg.Inbox, cfg.Names.Rules, cfg.Names.Refresh
	stopping, stop := context.WithCancel(context.Background())
	shared.Stopping = stopping
	care := loop.Care{FollowUps: cfg.Book.FollowUps, Refresh: cfg.Names.Refresh}
	s := &Server{
		Site: shared, echo: echo.New(), assets: files, hosts: cfg.Hosts, proxies: cfg.Proxies, routed: map[route]ops.Role{},
		shares: cfg.Accounts, importing: imports,
		api:       &api.Section{Site: shared, Challenges: cfg.CheckIns, Book: book, Ledger: cfg.Ledger, Care: care, Contacts: cfg.Persons},
		accounts:  accounts.New(shared, cfg.Accounts, cfg.CheckIns, cfg.Issuer),
		community: community.New(shared, memberPages, cfg.CheckIns),
		messages:  messages.New(shared, cfg.Post),
		boards:    &boards.Section{Site: shared, Store: cfg.Boards},
		naming:    naming.New(shared, cfg.Names),
		planning:  planning.New(shared, book, cfg.Importer, cfg.Post.Channels),
		persons:   &persons.Section{Site: shared, Persons: cfg.Persons, FollowUps: cfg.Book.FollowUps, Keeps: care, Tries: book.Tries},
		reports:   &reports.Section{Site: shared, Book: cfg.Book, Ledger: cfg.Ledger, Static: static},
		telemetry: newTelemetry(), pictures: pictures, desk: desk,
		streams: frame.NewGate(maxStreams, 0, ownStreams), stop: stop,
		subscribed: &subscriptions.Section{Site: shared, Desk: cfg.Desk},
	}
	if cfg.Boards != nil {
		shared.Boards = s.boards
	}
	if cfg.Book.Reports != nil {
		s.accounts.Reports = cfg.Book.Reports
	}
	if cfg.Checkout != nil {
		s.edits = &edits{log: cfg.Log, checkout: cfg.Checkout, reload: []func() error{files.reload, shared.Pages.Reload, memberPages.Reload}}
		go s.edits.watch(stopping)
	}
	s.accounts.Retention, s.accounts.Backups = cfg.Retention, cfg.Persons
	if cfg.Post.Channels != nil {
		s.accounts.Letters = accounts.Letters{Channels: cfg.Post.Channels, Seal: cfg.Post.Seal, Wake: cfg.Post.Wake, Address: cfg.Post.Address}
	}
	e := s.echo
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = extractIP(cfg.Proxies)
	e.SchemeExtractor = func(*http.Request) string { return shared.Scheme() }
	e.HTTPErrorHandler = s.respondError
	e.Use(s.requestID, s.recover, s.Base.Leave, endChunked, checkHeader, s.checkPeer, s.checkHost, securityHeaders, checkOrigin(), dropTrailingSlash,
		s.accounts.Identify)
	for _, r := range s.table() {
		s.register(r)
	}
	if err := s.checkBase(); err != nil {
		return nil, err
	}
	return s, nil
}

// extractIP returns how to find the address of a client: that of the
// connection, or what trusted proxies say it is. No other network is trusted.
func extractIP(proxies []*net.IPNet) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, n := range proxies {
		trust = append(trust, echo.TrustIPRange(n))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.echo.ServeHTTP(w, s.Base.Under(r))
}

// Serve answers requests on l until ctx ends, then waits up to 10 s for those
// under way. It returns nil after a stop by ctx.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	srv := &http.Server{
		Handler: s, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: frame.RequestTimeout, WriteTimeout: frame.RequestTimeout,
		IdleTimeout: frame.RequestTimeout, MaxHeaderBytes: 4 * maxHeaderBytes, ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn),
	}
	srv.RegisterOnShutdown(s.stop)
	var warming sync.WaitGroup
	if s.community.CheckIns != nil {
		warming.Go(func() { s.community.WarmStandings(ctx) })
	}
	defer warming.Wait()
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
		defer cancel()
		stopped <- srv.Shutdown(stop)
	}()
	if err := srv.Serve(guardedListener{l}); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	defer s.importing.Close()
	return <-stopped
}

// LocalHosts returns the Host headers by which a browser on this machine names
// a listener on the loopback address addr.
func LocalHosts(addr net.Addr) []string {
	_, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return nil
	}
	hosts := []string{net.JoinHostPort("localhost", port), net.JoinHostPort("127.0.0.1", port), net.JoinHostPort("::1", port), addr.String()}
	if port == "80" {
		hosts = append(hosts, "localhost", "127.0.0.1", "[::1]")
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

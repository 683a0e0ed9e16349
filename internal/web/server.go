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

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"daybreak/internal/auth"
	"daybreak/internal/engine"
	"daybreak/internal/ingest"
	"daybreak/internal/ops"
)

// Config is what a Server is made of. Snapshots, Catalog, Importer,
// Watermarks, Uploads, Calendar.Zone, Accounts, Assets and Hosts must be set.
type Config struct {
	Snapshots  Snapshots
	Catalog    Catalogs
	Importer   *ingest.Importer
	Watermarks Watermarks
	Inbox      Inbox  // the watched folder; nil without one
	Uploads    string // directory for the bytes of uploads between preview and commit; emptied at start
	Calendar   ops.Calendar
	Currency   string           // reporting currency, e.g. CNY
	Clock      func() time.Time // read once per request; time.Now when nil
	NoLogin    bool             // every request is an administrator's; the policy still runs
	Accounts   Accounts
	CheckIns   CheckIns
	Issuer     *auth.Issuer // where people may sign in too; nil without one
	HTTPS      bool         // how browsers reach the server
	Proxies    []*net.IPNet // networks of the proxies all requests come through; none: they come directly
	Hosts      []string     // accepted Host headers, with the port where it is not the scheme's own
	Version    string       // of the program
	Assets     fs.FS        // files served under /static, by content hash
	Monitor    Monitor      // nil: the record is always well
	Log        *slog.Logger // slog.DiscardHandler when nil
}

// Watermarks keeps what people and programs declare about their sources.
type Watermarks interface {
	// Declare states that a source of record is complete through a day, and
	// makes the figures follow.
	Declare(ctx context.Context, record, source string, through ops.Day, by string) error
}

// Snapshots yields the newest version of the data.
type Snapshots interface{ Current() engine.Snapshot }

// Catalogs yields the catalog in force and, when the files on disk have
// become wrong since, their mistakes.
type Catalogs interface {
	Current() (*ops.Catalog, ops.Mistakes)
}

// Server answers every request of Daybreak. It is an http.Handler.
type Server struct {
	Config
	echo   *echo.Echo
	assets *assets
	pages  pages

	memberPages pages
	bodies      *bodyCache
	gate        *gate
	uploads     *uploads
	commits     *commits
	routed      map[route]bool

	telemetry *telemetry

	sessions *scs.SessionManager
	hasher   *auth.Hasher
	attempts attempts

	standings    *standingsCache
	making       sync.Mutex // of days made up
	checkInPaces checkInPaces

	news     news
	streams  *gate
	stopping chan struct{} // closed when the server stops
}

// Limits of the HTTP server (RELIABILITY §4.3). Long uploads and commits move
// their own deadlines.
const (
	readHeaderTimeout = 5 * time.Second
	requestTimeout    = 60 * time.Second
	maxHeaderBytes    = 32 << 10
	stopTimeout       = 10 * time.Second
	bodyCacheBytes    = 64 << 20
)

// New returns a server. It panics when a route and the policy table disagree,
// which is a mistake of the program and not of its user.
func New(cfg Config) (*Server, error) {
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	files, err := newAssets(cfg.Assets)
	if err != nil {
		return nil, err
	}
	kept, err := newUploads(cfg.Uploads, cfg.Clock)
	if err != nil {
		return nil, err
	}
	s := &Server{Config: cfg, echo: echo.New(), assets: files, uploads: kept, commits: newCommits(), bodies: newBodyCache(bodyCacheBytes), gate: newGate(heavyQueries, queuedQueries), routed: map[route]bool{}, telemetry: newTelemetry(),
		sessions: newSessions(cfg.Accounts, cfg.HTTPS), hasher: auth.NewHasher(), attempts: newAttempts(), standings: newStandingsCache(), checkInPaces: newCheckInPaces(), streams: newGate(maxStreams, 0), stopping: make(chan struct{})}
	if s.pages, err = newPages(pagesOfColleagues, files.path); err != nil {
		return nil, err
	}
	if s.memberPages, err = newPages(pagesOfMembers, files.path); err != nil {
		return nil, err
	}
	e := s.echo
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = extractIP(cfg.Proxies)
	e.SchemeExtractor = func(*http.Request) string { return s.scheme() }
	e.HTTPErrorHandler = s.respondError
	e.Use(s.requestID, s.recover, checkHeader, s.checkPeer, s.checkHost, securityHeaders, checkOrigin(), dropTrailingSlash, s.identify)
	s.routes()
	s.checkPolicy()
	return s, nil
}

// routes registers every route; each needs a line in the policy table.
func (s *Server) routes() {
	s.handle(http.MethodGet, "/healthz", s.showHealth)
	s.handle(http.MethodGet, "/internal/metrics", s.showTelemetry)
	s.handle(http.MethodGet, "/static/:file", s.showAsset)
	s.handle(http.MethodGet, "/", s.showStart)
	s.handle(http.MethodGet, "/:page", s.showDashboard)
	s.handle(http.MethodGet, streamPath, s.streamCheckIns)
	s.handle(http.MethodPost, "/theme", s.setTheme)
	s.handle(http.MethodGet, "/import", s.showImport)
	s.handle(http.MethodPost, "/import", s.createUpload)
	s.handle(http.MethodGet, "/import/:upload", s.showUpload)
	s.handle(http.MethodGet, "/import/:upload/progress", s.showProgress)
	s.handle(http.MethodGet, "/import/:upload/rejected", s.downloadRejected)
	s.handle(http.MethodPost, "/import/:upload/commit", s.commitUpload)
	s.handle(http.MethodPost, "/import/:upload/remove", s.removeUpload)
	s.handle(http.MethodPost, "/import/:upload/rate", s.setRate)
	s.handle(http.MethodPost, "/import/parked", s.takeParked)
	s.handle(http.MethodGet, "/mappings", s.showMappings)
	s.handle(http.MethodPost, "/mappings/:fingerprint/forget", s.forgetMapping)
	s.handle(http.MethodGet, "/imports", s.showImports)
	s.handle(http.MethodPost, "/imports/:id/undo", s.undoOnPage)
	s.handle(http.MethodPost, "/watermarks", s.declareOnPage)
	s.handle(http.MethodGet, "/metrics", s.showDefinitions)
	s.handle(http.MethodGet, "/metrics/:metric", s.redirectMetric)
	s.handle(http.MethodGet, "/members", s.showPeople)
	s.handle(http.MethodGet, "/members.csv", s.exportPeople)
	s.handle(http.MethodGet, "/members/:member", s.showMember)
	s.apiRoutes()
	s.accountRoutes()
	s.challengeRoutes()
}

// challengeRoutes registers the pages about challenges: those of who runs them
// and those of members.
func (s *Server) challengeRoutes() {
	s.handle(http.MethodGet, "/challenges", s.showChallenges)
	s.handle(http.MethodPost, "/challenges", s.addChallenge)
	s.handle(http.MethodGet, "/challenges/:id", s.showChallenge)
	s.handle(http.MethodPost, "/challenges/:id", s.changeChallenge)
	s.handle(http.MethodPost, "/challenges/:id/close", s.closeChallenge)
	s.handle(http.MethodPost, "/challenges/:id/reopen", s.reopenChallenge)
	s.handle(http.MethodPost, "/challenges/:id/groups", s.addGroup)
	s.handle(http.MethodPost, "/challenges/:id/groups/:group/renew", s.renewGroup)
	s.handle(http.MethodPost, "/challenges/:id/links", s.addLink)
	s.handle(http.MethodPost, "/challenges/:id/links.csv", s.exportLinks)
	s.handle(http.MethodPost, "/challenges/:id/links/:link/renew", s.renewLink)
	s.handle(http.MethodPost, "/challenges/:id/links/:link/revoke", s.revokeLink)
	s.handle(http.MethodGet, "/c/:challenge", s.showMemberPage)
	s.handle(http.MethodGet, "/c/:challenge/:link", s.openLink)
	s.handle(http.MethodPost, "/c/:challenge/join", s.join)
	s.handle(http.MethodPost, "/c/:challenge/check-in", s.checkInOnPage)
	s.handle(http.MethodPost, "/c/:challenge/make-up", s.makeUp)
	s.handle(http.MethodPost, "/c/:challenge/forget", s.forgetLink)
}

// accountRoutes registers the pages about accounts.
func (s *Server) accountRoutes() {
	s.handle(http.MethodGet, "/login", s.showLogin)
	s.handle(http.MethodPost, "/login", s.signIn)
	s.handle(http.MethodGet, "/login/issuer", s.leaveForIssuer)
	s.handle(http.MethodGet, "/login/issuer/back", s.returnFromIssuer)
	s.handle(http.MethodPost, "/logout", s.signOut)
	s.handle(http.MethodGet, "/setup", s.showSetUp)
	s.handle(http.MethodPost, "/setup", s.setUp)
	s.handle(http.MethodGet, "/account", s.showAccount)
	s.handle(http.MethodPost, "/account/password", s.changePassword)
	s.handle(http.MethodPost, "/account/sessions/end", s.endOtherSessions)
	s.handle(http.MethodPost, "/account/sessions/:id/end", s.endOwnSession)
	s.handle(http.MethodGet, "/tokens", s.showTokens)
	s.handle(http.MethodPost, "/tokens", s.addToken)
	s.handle(http.MethodPost, "/tokens/:id/revoke", s.revokeToken)
	s.handle(http.MethodGet, "/shares", s.showShares)
	s.handle(http.MethodPost, "/shares", s.addShare)
	s.handle(http.MethodPost, "/shares/:id/revoke", s.revokeShare)
	s.handle(http.MethodGet, "/s/:token", s.showShared)
	s.handle(http.MethodGet, "/users", s.showUsers)
	s.handle(http.MethodPost, "/users", s.addUser)
	s.handle(http.MethodGet, "/users/:id", s.showUser)
	s.handle(http.MethodPost, "/users/:id/role", s.setRole)
	s.handle(http.MethodPost, "/users/:id/password", s.resetPassword)
	s.handle(http.MethodPost, "/users/:id/sessions/end", s.endSessions)
	s.handle(http.MethodPost, "/users/:id/remove", s.removeUser)
	s.handle(http.MethodGet, "/audit", s.showAudit)
	s.handle(http.MethodGet, "/limits", s.showLimits)
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

// handle registers h under the role the policy table gives its route. A GET
// route answers HEAD as well.
func (s *Server) handle(method, path string, h echo.HandlerFunc) {
	r := route{method, path}
	guarded := require(roleOf(r), limitBody(maxBody(r), h))
	s.routed[r] = true
	s.echo.Add(method, path, guarded)
	if method == http.MethodGet {
		s.echo.Add(http.MethodHead, path, guarded)
	}
}

// maxBody returns how many bytes of body a route takes.
func maxBody(r route) int64 {
	switch r {
	case route{http.MethodPost, "/api/v1/check-ins"}:
		return ops.MaxCheckInBody
	case route{http.MethodPost, "/import"}:
		return maxForm
	case route{http.MethodPost, "/challenges/:id/links.csv"}:
		return maxLinkList
	case route{http.MethodPost, "/api/v1/imports"}, route{http.MethodPost, "/api/v1/events"}:
		return max(ingest.MaxUpload, ingest.MaxEventsBody) + maxJSON // the form around a file; what it holds has limits of its own
	}
	return maxJSON
}

// limitBody ends bodies that are too long with an error.
func limitBody(limit int64, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
		return next(c)
	}
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// Serve answers requests on l until ctx ends, then waits up to 10 s for those
// under way. It returns nil after a stop by ctx.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	srv := &http.Server{
		Handler: s, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: requestTimeout, WriteTimeout: requestTimeout,
		IdleTimeout: requestTimeout, MaxHeaderBytes: 4 * maxHeaderBytes, ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn),
	}
	srv.RegisterOnShutdown(func() { close(s.stopping) })
	var warming sync.WaitGroup
	if s.CheckIns != nil {
		warming.Go(func() { s.warmStandings(ctx) })
	}
	defer warming.Wait()
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
		defer cancel()
		stopped <- srv.Shutdown(stop)
	}()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	defer s.commits.close()
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

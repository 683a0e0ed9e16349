package web

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"daybreak/dashboards"
	"daybreak/internal/analysis"
	"daybreak/internal/auth"
	"daybreak/internal/catalog"
	source "daybreak/internal/engine"
	"daybreak/internal/engine/memory"
	"daybreak/internal/engine/only"
	"daybreak/internal/ingest"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
	"daybreak/internal/web/naming"
)

// site is a server people sign in to, with its record and its log.
type site struct {
	*Server
	store   *sqlite.Store
	views   *only.Views
	now     time.Time
	log     lockedBuffer
	secrets []string // must never turn up in the log
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// goodPassword is everybody's password in the tests.
const goodPassword = "correct horse battery"

var goodHash = sync.OnceValues(func() (string, error) { return auth.NewHasher().Hash(context.Background(), goodPassword) })

// newSite starts a server without users. When the test is over, none of its
// secrets may be in the log (S13).
func newSite(t *testing.T, change func(*Config)) *site {
	t.Helper()
	return newSiteIn(t, time.UTC, change)
}

// newSiteIn is newSite in a time zone.
func newSiteIn(t *testing.T, zone *time.Location, change func(*Config)) *site {
	t.Helper()
	x := &site{now: time.Now().Truncate(time.Second), secrets: []string{goodPassword}}
	dir := filepath.Join(t.TempDir(), "data")
	if err := sqlite.Init(dir); err != nil {
		t.Fatal(err)
	}
	calendar := ops.Calendar{Zone: zone, WeekStart: time.Monday}
	clock := func() time.Time { return x.now }
	var err error
	if x.store, err = sqlite.Open(t.Context(), dir, sqlite.Options{Calendar: calendar, Clock: clock}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.store.Close() })
	engine := memory.New(x.store, memory.Options{Calendar: calendar, Currency: "CNY"})
	if err := engine.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	watcher, err := catalog.Watch(dashboards.Files, analysis.PanelShapes())
	if err != nil {
		t.Fatal(err)
	}
	importer := ingest.NewImporter(x.store, ingest.Settings{Calendar: calendar, Currency: "CNY", Clock: clock})
	importer.Patience = time.Minute
	importer.Memory = x.store.Mappings()
	importer.Published = engine.Refresh
	importer.Forgotten = sqlite.PersonsIn(x.store).Forgotten
	importer.Catalog = inForce(watcher)
	cfg := testConfig()
	cfg.Snapshots, cfg.Catalog, cfg.Importer, cfg.Calendar, cfg.Currency, cfg.Clock = engine, watcher, importer, calendar, "CNY", clock
	cfg.Watermarks, cfg.Accounts, cfg.CheckIns, cfg.NoLogin = declares{x.store, engine}, x.store.Accounts(), x.store.Community(), false
	cfg.Persons, cfg.Retention = testPersons{sqlite.PersonsIn(x.store), engine}, sqlite.RetentionIn(x.store)
	x.views = only.NewViews(t.Context(), x.store, func(rows source.Source) only.Engine {
		return memory.New(rows, memory.Options{Calendar: calendar, Currency: "CNY"})
	})
	t.Cleanup(x.views.Wait)
	cfg.Narrowed = x.views
	cfg.Past, cfg.Ledger = pastOf(x.store, calendar)
	cfg.Boards = x.store.Accounts().Boards()
	cfg.Post, cfg.Desk = postOf(t, x.store), deskOf(x.store, cfg.Clock)
	cfg.Book = loop.Book{Tries: x.store.Tries(), Notes: x.store.Notes(), Plans: x.store.Plans(), Alerts: x.store.Alerts(), Reports: x.store.Plans().Reports(),
		FollowUps: sqlite.FollowUpsIn(x.store), Challenges: x.store.Community(), Restated: x.store.Notes().Restatements(), Planner: importer}
	cfg.Names = naming.Book{Merges: x.store.Names().Merges, Rules: x.store.Names().Rules, Refresh: engine.Refresh}
	cfg.Log = slog.New(slog.NewJSONHandler(&x.log, nil))
	if change != nil {
		change(&cfg)
	}
	x.Server = newTestServer(t, cfg)
	t.Cleanup(func() {
		for _, secret := range x.secrets {
			if secret == "" || strings.Contains(x.log.String(), secret) {
				t.Errorf("the log holds the secret %q", secret)
			}
		}
	})
	return x
}

// user adds a user with the good password.
func (x *site) user(t *testing.T, name string, role ops.Role) ops.User {
	t.Helper()
	hash, err := goodHash()
	if err != nil {
		t.Fatal(err)
	}
	u, err := x.store.Accounts().AddUser(t.Context(), ops.User{Name: name, Role: role, Password: hash})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// audited returns how many lines the audit log has.
func (x *site) audited(t *testing.T) int {
	t.Helper()
	all, err := x.store.Accounts().Audit(t.Context(), 10000, 0)
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

// visitor is a browser: it keeps cookies and says where it comes from.
type visitor struct {
	t       *testing.T
	site    *site
	cookies map[string]string
	lang    string
	remote  string
}

func (x *site) visitor(t *testing.T) *visitor {
	return &visitor{t: t, site: x, cookies: map[string]string{}, lang: "en", remote: "192.0.2.1:1234"}
}

// as returns a browser that a new user is signed in with.
func (x *site) as(t *testing.T, name string, role ops.Role) (*visitor, ops.User) {
	t.Helper()
	u := x.user(t, name, role)
	v := x.visitor(t)
	v.signIn(name)
	return v, u
}

func (v *visitor) signIn(name string) {
	v.t.Helper()
	if w := v.post("/login", "name", name, "password", goodPassword); w.Code != http.StatusSeeOther {
		v.t.Fatalf("%s cannot sign in: %d %s", name, w.Code, w.Body)
	}
}

// leak is what no answer may tell about the server (S12).
var leak = regexp.MustCompile(`(?i)goroutine|SQL logic|no such table|sqlite|/tmp/|\.go:\d|internal/(web|store)|stack trace`)

// do sends r as the browser and takes the cookies of the answer.
func (v *visitor) do(r *http.Request) *httptest.ResponseRecorder {
	v.t.Helper()
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	r.RemoteAddr = v.remote
	if r.Header.Get("Accept") == "" {
		r.Header.Set("Accept", "text/html")
	}
	r.Header.Set("Accept-Language", v.lang)
	w := httptest.NewRecorder()
	v.site.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		} else {
			v.cookies[c.Name] = c.Value
			if strings.HasSuffix(c.Name, "sid") {
				v.site.secrets = append(v.site.secrets, c.Value)
			}
		}
	}
	if body := w.Body.String(); w.Code >= 400 && leak.MatchString(body) {
		v.t.Errorf("%s %s tells %q", r.Method, r.URL.Path, leak.FindString(body))
	}
	return w
}

func (v *visitor) get(path string) *httptest.ResponseRecorder {
	v.t.Helper()
	return v.do(httptest.NewRequest(http.MethodGet, path, nil))
}

// post sends a form of name, value, … from the site's own pages.
func (v *visitor) post(path string, fields ...string) *httptest.ResponseRecorder {
	v.t.Helper()
	return v.do(v.form(path, fields...))
}

func (v *visitor) form(path string, fields ...string) *http.Request {
	q := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		q.Set(fields[i], fields[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(q.Encode()))
	r.Header.Set("Content-Type", formType)
	r.Header.Set("Origin", "http://example.com")
	return r
}

// api sends a request of a program.
func (x *site) api(t *testing.T, method, path, token, contentType, body string) *httptest.ResponseRecorder {
	t.Helper()
	var b io.Reader
	if body != "" {
		b = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, path, b)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	w := httptest.NewRecorder()
	x.ServeHTTP(w, r)
	return w
}

// token adds an API token of the command line.
func (x *site) token(t *testing.T, name string, role ops.Role) string {
	t.Helper()
	secret, hash := auth.NewToken(auth.TokenPrefix)
	if err := x.store.Accounts().AddToken(t.Context(), hash, ops.Token{Name: name, Role: role}); err != nil {
		t.Fatal(err)
	}
	x.secrets = append(x.secrets, secret)
	return secret
}

var shownSecret = regexp.MustCompile(`<code id="secret">([^<]+)</code>`)

// shown returns the secret that a page shows once.
func (v *visitor) shown(w *httptest.ResponseRecorder) string {
	v.t.Helper()
	m := shownSecret.FindStringSubmatch(w.Body.String())
	if m == nil {
		v.t.Fatalf("no secret is shown: %d %s", w.Code, w.Body)
	}
	v.site.secrets = append(v.site.secrets, m[1][strings.LastIndex(m[1], "/")+1:])
	return m[1]
}

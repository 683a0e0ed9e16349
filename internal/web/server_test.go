package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
	"daybreak/internal/web/accounts"
	"daybreak/static"
)

// fixedSnapshots always answers from one snapshot.
type fixedSnapshots struct{ engine.Snapshot }

func (f fixedSnapshots) Current() engine.Snapshot { return f.Snapshot }

// blankSnapshot is a snapshot of nothing: every question it is not meant to be
// asked panics.
type blankSnapshot struct{ engine.Snapshot }

func (blankSnapshot) Version() int64          { return 1 }
func (blankSnapshot) Has(string, string) bool { return false }

func (blankSnapshot) Keys() ops.Keys { return nil }

type noCatalog struct{}

func (noCatalog) Current() (*ops.Catalog, ops.Mistakes) { return &ops.Catalog{}, nil }

// oneToken is a keeper of accounts with a single token of each role and
// nothing else: other questions panic.
type oneToken struct {
	accounts.Store
	roles map[string]ops.Role
}

func (o oneToken) Token(_ context.Context, hash [sha256.Size]byte) (ops.Token, bool, error) {
	for token, role := range o.roles {
		if sha256.Sum256([]byte(token)) == hash {
			return ops.Token{Name: token, Role: role}, true, nil
		}
	}
	return ops.Token{}, false, nil
}

func testConfig() Config {
	return Config{
		Snapshots: fixedSnapshots{blankSnapshot{}}, Catalog: noCatalog{}, Calendar: ops.Calendar{Zone: time.UTC},
		NoLogin: true, Accounts: oneToken{}, Hosts: []string{"example.com"}, Version: "test",
		Assets: fstest.MapFS{
			"app.css":      {Data: []byte("@font-face{src:url(\"font.woff2\")}\n--surface: #ffffff;\n--text: #121826;\n")},
			"font.woff2":   {Data: []byte("font")},
			"embed.go":     {Data: []byte("package static")},
			"build/x.js":   {Data: []byte("x")},
			"package.json": {Data: []byte("{}")},

			"member.css": {}, "dark.css": {Data: []byte("--surface: #12151c;\n--text: #e9ecf2;\n")}, "plan.css": {}, "challenge.css": {},
			"report.css": {}, "lanes.css": {}, "lanes.js": {},
			"app.js": {}, "carry.js": {}, "live.js": {}, "picture.js": {}, "setup.js": {}, "upload.js": {}, "echarts.min.js": {},
			"icon.svg": {}, "inter-latin.woff2": {},
			"fonts/inter-regular.otf": letters("inter-regular"), "fonts/inter-semibold.otf": letters("inter-semibold"), "fonts/noto-sans-sc.otf": letters("noto-sans-sc"),
		},
	}
}

// letters is a font of pictures.
func letters(name string) *fstest.MapFile {
	text, err := fs.ReadFile(static.Files(), "fonts/"+name+".otf")
	if err != nil {
		panic(err)
	}
	return &fstest.MapFile{Data: text}
}

func newTestServer(t *testing.T, cfg Config) *Server {
	t.Helper()
	if cfg.Uploads == "" {
		cfg.Uploads = filepath.Join(t.TempDir(), "uploads")
	}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s.importing.Patience = time.Minute // a busy machine changes no answer
	return s
}

func get(s *Server, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func codeOf(t *testing.T, w *httptest.ResponseRecorder) ops.Code {
	t.Helper()
	var b errorBody
	if err := json.Unmarshal(w.Body.Bytes(), &b); err != nil {
		t.Fatalf("no error body: %v in %q", err, w.Body)
	}
	if b.Error.ID == "" || b.Error.ID != w.Header().Get("X-Request-Id") || b.Error.Message == "" {
		t.Errorf("error without id or message: %s", w.Body)
	}
	return b.Error.Code
}

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	s := newTestServer(t, testConfig())
	for _, path := range []string{"/healthz", "/api/v1/none", "/static/none.js"} {
		h := get(s, path).Header()
		for name, want := range map[string]string{
			"Content-Security-Policy": contentSecurityPolicy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s = %q, want %q", path, name, h.Get(name), want)
			}
		}
	}
}

func TestForeignHostIsRefused(t *testing.T) {
	s := newTestServer(t, testConfig())
	for _, host := range []string{"evil.example", "example.com:81", "", "example.com.evil.example", "169.254.169.254"} {
		r := httptest.NewRequest(http.MethodGet, "/healthz", nil)
		r.Host = host
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != http.StatusMisdirectedRequest || codeOf(t, w) != "wrong_host" {
			t.Errorf("host %q: %d %s", host, w.Code, w.Body)
		}
	}
}

func TestRequestIDIsOurs(t *testing.T) {
	s := newTestServer(t, testConfig())
	w := get(s, "/healthz", "X-Request-Id", "mine")
	if id := w.Header().Get("X-Request-Id"); id == "mine" || len(id) != 12 {
		t.Errorf("request id %q", id)
	}
}

func TestChangesFromOtherSitesAreRefused(t *testing.T) {
	s := newTestServer(t, testConfig())
	for _, x := range []struct {
		headers map[string]string
		refused bool
	}{
		{map[string]string{}, false},
		{map[string]string{"Cookie": "lang=zh"}, true},
		{map[string]string{"Cookie": "lang=zh", "Sec-Fetch-Site": "same-origin"}, false},
		{map[string]string{"Sec-Fetch-Site": "same-site"}, true},
		{map[string]string{"Sec-Fetch-Site": "cross-site"}, true},
		{map[string]string{"Cookie": "lang=zh", "Origin": "http://example.com"}, false},
		{map[string]string{"Origin": "http://evil.example"}, true},
		{map[string]string{"Origin": "null"}, true},
	} {
		r := httptest.NewRequest(http.MethodPost, "/healthz", nil)
		for k, v := range x.headers {
			r.Header.Set(k, v)
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		want := http.StatusMethodNotAllowed
		if x.refused {
			want = http.StatusForbidden
		}
		if w.Code != want {
			t.Errorf("%v: %d, want %d", x.headers, w.Code, want)
		}
	}
}

func TestPanicBecomesAnErrorWithTheCauseInTheLogOnly(t *testing.T) {
	var log bytes.Buffer
	cfg := testConfig()
	cfg.Log = slog.New(slog.NewJSONHandler(&log, nil))
	s := newTestServer(t, cfg)
	s.echo.GET("/panic", func(echo.Context) error { panic("secret cause") })
	w := get(s, "/panic")
	if w.Code != http.StatusInternalServerError || codeOf(t, w) != "internal" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if strings.Contains(w.Body.String(), "secret") {
		t.Errorf("the visitor sees the cause: %s", w.Body)
	}
	if !strings.Contains(log.String(), "secret cause") || !strings.Contains(log.String(), w.Header().Get("X-Request-Id")) {
		t.Errorf("the log lacks cause or id: %s", log.String())
	}
}

func TestErrorPageForPeople(t *testing.T) {
	s := newTestServer(t, testConfig())
	w := get(s, "/no/such/page", "Accept", "text/html,*/*")
	if w.Code != http.StatusNotFound || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") || !strings.Contains(w.Body.String(),
		w.Header().Get("X-Request-Id")) {
		t.Errorf("%d %s %s", w.Code, w.Header(), w.Body)
	}
}

func TestHead(t *testing.T) {
	s := newTestServer(t, testConfig())
	r := httptest.NewRequest(http.MethodHead, "/healthz", nil)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Errorf("HEAD: %d", w.Code)
	}
}

func TestAssetsAreServedByContentHashOnly(t *testing.T) {
	s := newTestServer(t, testConfig())
	css, err := s.assets.Path("app.css")
	if err != nil {
		t.Fatal(err)
	}
	font, _ := s.assets.Path("font.woff2")
	w := get(s, css)
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" ||
		!strings.Contains(w.Body.String(), `url("`+path.Base(font)+`")`) {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if w := get(s, css, "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "gzip" {
		t.Errorf("not compressed: %v", w.Header())
	}
	if w := get(s, css, "If-None-Match", w.Header().Get("ETag")); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("not 304: %d", w.Code)
	}
	for _, path := range []string{"/static/app.css", "/static/embed.go", "/static/x.js", "/static/build%2fx.js", "/static/..%2fapp.css", "/static/package.json",
		"/static"} {
		if w := get(s, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if _, err := s.assets.Path("nosuch.js"); err == nil {
		t.Error("a file that does not exist has a path")
	}
}

func TestCachedBodyIsRenderedOncePerVersion(t *testing.T) {
	s := newTestServer(t, testConfig())
	version, rendered := int64(1), 0
	s.echo.GET("/cached", func(c echo.Context) error {
		return s.SendCached(c, "page", version, "", "text/plain", func(w io.Writer) error {
			rendered++
			_, err := io.WriteString(w, strings.Repeat("figures ", 100))
			return err
		})
	})
	first := get(s, "/cached")
	packed := get(s, "/cached", "Accept-Encoding", "br, gzip")
	again := get(s, "/cached", "If-None-Match", first.Header().Get("ETag"))
	if rendered != 1 || again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("rendered %d times, then %d", rendered, again.Code)
	}
	r, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if plain, _ := io.ReadAll(r); string(plain) != first.Body.String() {
		t.Error("compressed and plain bodies differ")
	}
	version = 2
	if w := get(s, "/cached", "If-None-Match", first.Header().Get("ETag")); w.Code != http.StatusOK || rendered != 2 {
		t.Errorf("a new version answers %d after %d renderings", w.Code, rendered)
	}
}

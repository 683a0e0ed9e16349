package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// spellings returns ways to write one path that a router might take for it.
func spellings(path string) []string {
	upper := strings.ToUpper(path)
	first := path[1:]
	escaped := path
	if first != "" {
		escaped = "/%" + strings.ToUpper(hexByte(first[0])) + first[1:]
	}
	return []string{
		path, path + "/", "/" + path, upper, escaped, path + "/.", "/." + path, "/x/.." + path, "/x/%2e%2e" + path,
		path + "%00", path + ";a=b", path + "%2f", path + "?token=x", "//evil.example" + path,
	}
}

func hexByte(b byte) string {
	const digits = "0123456789abcdef"
	return string([]byte{digits[b>>4], digits[b&15]})
}

// TestNoRouteServesARoleTheTableDoesNotAllow walks all routes × methods × path
// spellings × roles. Whatever the spelling, an answer is only given to a role
// that the table allows on the route that was matched.
func TestNoRouteServesARoleTheTableDoesNotAllow(t *testing.T) {
	cfg := testConfig()
	cfg.NoLogin = false
	cfg.Accounts = oneToken{roles: map[string]ops.Role{"analyst-token": Analyst, "viewer-token": Viewer, "editor-token": Editor, "admin-token": Admin}}
	s := newTestServer(t, cfg)
	var served *route
	// The probe stands where handlers stand: behind require.
	probe := echo.New()
	probe.Use(s.requestID, s.recover, s.checkHost, securityHeaders, checkOrigin(), dropTrailingSlash, s.accounts.Identify)
	probe.HTTPErrorHandler = s.respondError
	for r, role := range s.routed {
		h := require(role, s.narrow(frame.On(r.method, r.path, role, frame.MaxJSON, func(echo.Context) error { return nil }), func(c echo.Context) error {
			served = &r
			return c.String(http.StatusOK, "canary")
		}))
		probe.Add(r.method, r.path, h)
		if r.method == http.MethodGet {
			probe.Add(http.MethodHead, r.path, h)
		}
	}
	requests := 0
	for r := range s.routed {
		for _, path := range spellings(strings.NewReplacer(":", "").Replace(r.path)) {
			u, err := url.ParseRequestURI(path)
			if err != nil {
				continue // such a request line is refused before any handler
			}
			for _, method := range []string{"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get"} {
				for token, role := range map[string]ops.Role{"": Public, "analyst-token": Analyst, "viewer-token": Viewer, "editor-token": Editor, "admin-token": Admin} {
					req := httptest.NewRequest(http.MethodGet, "/", nil)
					address := *u
					req.Method, req.URL = method, &address
					if token != "" {
						req.Header.Set("Authorization", "Bearer "+token)
					}
					served = nil
					w := httptest.NewRecorder()
					probe.ServeHTTP(w, req)
					requests++
					switch {
					case served != nil && role < s.routed[*served]:
						t.Errorf("%s %s as %v: served %v", method, path, role, *served)
					case served == nil && strings.Contains(w.Body.String(), "canary"):
						t.Errorf("%s %s as %v: body of a handler that did not run", method, path, role)
					case served != nil && served.method != method && !(served.method == "GET" && method == "HEAD"):
						t.Errorf("%s %s: served by %v", method, path, *served)
					}
				}
			}
		}
	}
	if requests < 100 {
		t.Errorf("only %d requests were tried", requests)
	}
}

func TestEveryRegisteredRouteIsGuarded(t *testing.T) {
	s := newTestServer(t, testConfig())
	for _, r := range s.echo.Routes() {
		method := r.Method
		if method == http.MethodHead {
			method = http.MethodGet
		}
		if _, ok := s.routed[route{method, r.Path}]; !ok {
			t.Errorf("%s %s was registered past the route table", r.Method, r.Path)
		}
	}
}

func TestARouteThatStandsTwicePanics(t *testing.T) {
	s := newTestServer(t, testConfig())
	mustPanic(t, "a route that stands twice", func() { s.register(frame.On(GET, "/healthz", Viewer, frame.MaxJSON, s.showHealth)) })
	mustPanic(t, "a route nobody made", func() { s.register(frame.Route{}) })
}

// The table says who may use a route; routes.txt says it again, so that a slip
// in one of them is found.
func TestTheRouteTableIsTheListInTestdata(t *testing.T) {
	b, err := os.ReadFile("testdata/routes.txt")
	if err != nil {
		t.Fatal(err)
	}
	listed, whole := map[route]string{}, map[route]bool{}
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		word := strings.Fields(line)
		if len(word) != 3 && (len(word) != 4 || word[3] != "whole") {
			t.Fatalf("routes.txt: %q is not a method, a path and a role, and whole where it is", line)
		}
		key := route{word[0], word[1]}
		if _, twice := listed[key]; twice {
			t.Errorf("routes.txt: %v stands twice", key)
		}
		listed[key], whole[key] = word[2], len(word) == 4
	}
	s := newTestServer(t, testConfig())
	for _, r := range s.table() {
		if key := (route{r.Method(), r.Path()}); r.OfWhole() != whole[key] {
			t.Errorf("%v is whole in one of the table and routes.txt alone", key)
		}
	}
	for key, role := range s.routed {
		if want, ok := listed[key]; !ok {
			t.Errorf("%v is not in routes.txt", key)
		} else if role.String() != want {
			t.Errorf("%v is for the role %v in the table and for %s in routes.txt", key, role, want)
		}
		delete(listed, key)
	}
	for key := range listed {
		t.Errorf("routes.txt: %v is no route", key)
	}
}

func mustPanic(t *testing.T, what string, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s did not panic", what)
		}
	}()
	f()
}

// With no login everybody is an administrator, but a token is still who it says
// it is, or nobody.
func TestATokenCountsWithNoLogin(t *testing.T) {
	cfg := testConfig()
	cfg.Accounts = oneToken{roles: map[string]ops.Role{"good": Viewer}}
	s := newTestServer(t, cfg)
	for value, want := range map[string]int{"Bearer bad": http.StatusUnauthorized, "": http.StatusUnauthorized, "Basic good": http.StatusUnauthorized,
		"Bearer good": http.StatusForbidden} {
		if w := get(s, "/audit", "Authorization", value); w.Code != want {
			t.Errorf("Authorization %q: %d %s, want %d", value, w.Code, w.Body, want)
		}
	}
}

// Every page has one address.
func TestATrailingSlashLeadsToThePage(t *testing.T) {
	s := newTestServer(t, testConfig())
	for path, want := range map[string]string{"/healthz/": "/healthz", "/overview/?range=7d&f.channel=a%2Fb": "/overview?range=7d&f.channel=a%2Fb",
		"/members/a%2Fb/": "/members/a%2Fb"} {
		if w := get(s, path); w.Code != http.StatusPermanentRedirect || w.Header().Get("Location") != want {
			t.Errorf("%s: %d %s, want %s", path, w.Code, w.Header().Get("Location"), want)
		}
	}
	for _, path := range []string{"/healthz//", "//evil.example/", "/static/"} {
		if w := get(s, path); w.Code != http.StatusNotFound && (w.Code != http.StatusPermanentRedirect || w.Header().Get("Location") != "/static") {
			t.Errorf("%s: %d %s", path, w.Code, w.Header().Get("Location"))
		}
	}
	if w := post(s, "/theme/", "application/x-www-form-urlencoded", "theme=dark"); w.Code != http.StatusNotFound {
		t.Errorf("a change under another spelling: %d", w.Code)
	}
}

func TestWithoutLoginOnlyPublicRoutesAnswer(t *testing.T) {
	cfg := testConfig()
	cfg.NoLogin = false
	cfg.Accounts = oneToken{roles: map[string]ops.Role{"good": Viewer}}
	s := newTestServer(t, cfg)
	if w := get(s, "/healthz"); w.Code != http.StatusOK {
		t.Errorf("healthz: %d", w.Code)
	}
	for _, value := range []string{"", "bearer good", "Bearer", "Bearer  good", "Bearer good x", "Bearer bad", "Bearer " + strings.Repeat("x", 10<<10),
		"Basic good"} {
		w := get(s, "/healthz", "Authorization", value)
		if w.Code != http.StatusUnauthorized || codeOf(t, w) != "bad_token" {
			t.Errorf("Authorization %.20q: %d %s", value, w.Code, w.Body)
		}
	}
	if w := get(s, "/healthz", "Authorization", "Bearer good"); w.Code != http.StatusOK {
		t.Errorf("a good token: %d", w.Code)
	}
	if w := get(s, "/healthz?token=good"); w.Code != http.StatusBadRequest || codeOf(t, w) != "token_in_url" {
		t.Errorf("token in the address: %d", w.Code)
	}
}

package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"html"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/security"
	"github.com/chromedp/chromedp"

	"daybreak/internal/ops"
)

// underDash runs a server at https://dash.example.com/dash, for proxies on this
// machine, with an administrator, and returns where it listens.
func underDash(t *testing.T, password string, more ...string) (listens string) {
	t.Helper()
	probe, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listens = probe.Addr().String()
	probe.Close()
	base, told, _ := started(t, append(more, "--data", filepath.Join(t.TempDir(), "data"), "--listen", listens, "--behind-proxy", "127.0.0.1/32",
		"--host", "dash.example.com", "--base-path", "/dash")...)
	link := setUpLink.FindStringSubmatch(told.String())
	if base != "https://dash.example.com/dash" || link == nil || link[1] != base {
		t.Fatalf("the server is at %s, the set-up link %v", base, link)
	}
	c := behind(t, goProxy(t, listens, false))
	if code, to := c.post("/setup", url.Values{"code": {link[2]}, "name": {"ada"}, "password": {password}, "again": {password}}); code != 303 || to != "/dash/" {
		t.Fatalf("set-up: %d to %q", code, to)
	}
	return listens
}

// goProxy passes what is asked for under /dash on to the server, and nothing
// else; if it strips, without /dash. It returns its origin.
func goProxy(t *testing.T, listens string, strips bool) string {
	t.Helper()
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(&url.URL{Scheme: "http", Host: listens})
		r.SetXForwarded()
		r.Out.Host = "dash.example.com"
	}}
	var passed http.Handler = proxy
	if strips {
		passed = http.StripPrefix("/dash", proxy)
	}
	mux := http.NewServeMux()
	mux.Handle("/dash/", passed)
	front := httptest.NewUnstartedServer(mux)
	front.Config.ErrorLog = log.New(io.Discard, "", 0) // who tries the certificate first
	front.StartTLS()
	t.Cleanup(front.Close)
	return front.URL
}

// nginx is goProxy with nginx; the test is left out where it is not installed.
func nginx(t *testing.T, listens string, strips bool) string {
	t.Helper()
	program, err := exec.LookPath("nginx")
	if err != nil {
		t.Skip("nginx is not installed: make deps installs it on Debian")
	}
	probe, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := probe.Addr().String()
	probe.Close()
	cert, key, _ := certificate(t)
	dir := t.TempDir()
	to := "http://" + listens
	if strips {
		to += "/"
	}
	temporary := ""
	for _, what := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		temporary += fmt.Sprintf("%s_temp_path %s/%s; ", what, dir, what)
	}
	text := fmt.Sprintf(`daemon off; master_process off; pid %[1]s/pid; error_log %[1]s/log; events {}
http {
	access_log off; %[2]s
	server {
		listen %[3]s ssl; absolute_redirect off; ssl_certificate %[4]s; ssl_certificate_key %[5]s; client_max_body_size 30m;
		location /dash/ {
			proxy_pass %[6]s; proxy_http_version 1.1; proxy_set_header Connection "";
			proxy_set_header Host dash.example.com; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
		}
	}
}
`, dir, temporary, at, cert, key, to)
	if err := os.WriteFile(filepath.Join(dir, "conf"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, "-p", dir, "-c", filepath.Join(dir, "conf"))
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Kill(); c.Wait() })
	for range 100 {
		if conn, err := net.DialTimeout("tcp", at, time.Second); err == nil {
			conn.Close()
			return "https://" + at
		}
		time.Sleep(20 * time.Millisecond)
	}
	log, _ := os.ReadFile(filepath.Join(dir, "log"))
	t.Fatalf("nginx does not start: %s", log)
	return ""
}

// dashClient asks a proxy, keeps cookies, follows nothing.
type dashClient struct {
	*testing.T
	*http.Client
	origin string
}

func behind(t *testing.T, origin string) dashClient {
	c := browser(t)
	c.Transport = &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}} // the proxy is the test's own
	t.Cleanup(c.CloseIdleConnections)
	return dashClient{t, c, origin}
}

// do sends a request to a whole path and returns the answer with its body.
func (c dashClient) do(r *http.Request, err error) (*http.Response, string) {
	c.Helper()
	if err != nil {
		c.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	resp, err := c.Do(r)
	if err != nil {
		c.Fatal(err)
	}
	defer resp.Body.Close()
	for _, k := range resp.Cookies() {
		if k.Path != "/dash" && k.Path != "/dash/login" || strings.HasPrefix(k.Name, "__Host-") {
			c.Errorf("%s sets the cookie %s for %s", r.URL.Path, k.Name, k.Path)
		}
	}
	if to := resp.Header.Get("Location"); to != "" && !strings.HasPrefix(to, "/dash/") {
		c.Errorf("%s leads to %s", r.URL.Path, to)
	}
	if resp.Header.Get("Content-Type") == "text/event-stream" {
		return resp, ""
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		c.Fatal(err)
	}
	return resp, string(b)
}

// post sends a form to a path of ours and returns where the answer leads.
func (c dashClient) post(path string, fields url.Values) (code int, to string) {
	c.Helper()
	r, err := http.NewRequestWithContext(c.Context(), http.MethodPost, c.origin+"/dash"+path, strings.NewReader(fields.Encode()))
	if err == nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	resp, _ := c.do(r, err)
	return resp.StatusCode, resp.Header.Get("Location")
}

var (
	addressIn   = regexp.MustCompile(`([\w-]+)="(/[^"]*)"`)
	fileBeside  = regexp.MustCompile(`(?:from |import ?\(?|url\()['"]?(\.?/?[\w.-]+\.(?:js|woff2|svg))['"]?`)
	outsideText = regexp.MustCompile(`["'(]/(?:static|api|stream|edits)\b[^"')]*`)
)

// crawl asks for what pages name, from /dash/ on, up to a number of addresses, and
// says what lies outside of it or does not answer. It notes what it asked for.
func (c dashClient) crawl(asked map[string]bool, most int) {
	c.Helper()
	queue := []string{"/dash/", "/dash", "/dash/nowhere", "/dash/api/v1/openapi.yaml", "/dash/overview/"}
	often := map[string]int{}
	add := func(from, to string) {
		u, err := url.Parse(to)
		if err != nil || u.Path != "/dash" && !strings.HasPrefix(u.Path, "/dash/") {
			c.Errorf("%s names %s", from, to)
			return
		}
		if u.Fragment, u.RawFragment = "", ""; asked[u.String()] || often[u.Path] == 3 || len(asked) == most {
			return
		}
		asked[u.String()] = true
		often[u.Path]++
		queue = append(queue, u.String())
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		r, err := http.NewRequestWithContext(c.Context(), http.MethodGet, c.origin+at, nil)
		resp, body := c.do(r, err)
		if missing := strings.HasPrefix(at, "/dash/nowhere"); resp.StatusCode >= 400 && !missing || missing && resp.StatusCode != 404 {
			c.Errorf("%s: %d", at, resp.StatusCode)
		}
		if to := resp.Header.Get("Location"); to != "" {
			add(at, to)
		}
		switch kind, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";"); kind {
		case "text/html":
			for _, m := range addressIn.FindAllStringSubmatch(body, -1) {
				switch m[1] {
				case "value", "d", "content": // of a field, which is ours; of a line; of none
				case "action", "formaction":
					if !strings.HasPrefix(m[2], "/dash/") {
						c.Errorf("%s sends a form to %s", at, m[2])
					}
				default:
					add(at, html.UnescapeString(m[2]))
				}
			}
		case "text/css", "text/javascript":
			for _, m := range fileBeside.FindAllStringSubmatch(body, -1) {
				to, err := url.Parse(at)
				if err == nil {
					to, err = to.Parse(m[1])
				}
				if err != nil {
					c.Fatal(err)
				}
				add(at, to.Path)
			}
		}
		for _, m := range outsideText.FindAllString(body, -1) {
			c.Errorf("%s: holds %s", at, m)
		}
	}
}

// Behind proxies that pass on a part of a host, everything pages name lies in
// that part and answers.
func TestEveryAddressIsUnderTheBasePath(t *testing.T) {
	const password = "a good long sentence"
	listens := underDash(t, password, "--sample")
	for name, origin := range map[string]func(*testing.T) string{
		"a proxy that passes the path on":      func(t *testing.T) string { return goProxy(t, listens, false) },
		"a proxy that takes the base path off": func(t *testing.T) string { return goProxy(t, listens, true) },
		"nginx":                                func(t *testing.T) string { return nginx(t, listens, false) },
		"nginx that takes the base path off":   func(t *testing.T) string { return nginx(t, listens, true) },
	} {
		t.Run(name, func(t *testing.T) {
			c := behind(t, origin(t))
			if code, to := c.post("/theme", url.Values{"theme": {"dark"}, "back": {"/login?next=%2Fplan"}}); code != 303 || to != "/dash/login?next=%2Fplan" {
				t.Errorf("a change of theme leads to %s (%d)", to, code)
			}
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.origin+"/dash/overview?range=7d", nil)
			if resp, _ := c.do(r, err); resp.Header.Get("Location") != "/dash/login?next=%2Foverview%3Frange%3D7d" {
				t.Errorf("who is not signed in is sent to %s", resp.Header.Get("Location"))
			}
			if code, to := c.post("/login", url.Values{"name": {"ada"}, "password": {password}, "next": {"/overview?range=7d"}}); code != 303 ||
				to != "/dash/overview?range=7d" {
				t.Fatalf("signing in leads to %s (%d)", to, code)
			}
			asked := map[string]bool{}
			if strings.Contains(name, "takes the base path off") {
				c.crawl(asked, 100) // the server's answers are the same
				return
			}
			c.crawl(asked, 500)
			for _, wanted := range []string{"/dash/overview", "/dash/plan", "/dash/members/m", "/dash/checkins.csv", "/dash/users", "/dash/stream"} {
				found := false
				for at := range asked {
					found = found || strings.HasPrefix(at, wanted)
				}
				if !found {
					t.Errorf("%d addresses, %s is not among them", len(asked), wanted)
				}
			}
			r, err = http.NewRequestWithContext(t.Context(), http.MethodGet, c.origin+"/dash/api/v1/openapi.yaml", nil)
			if _, body := c.do(r, err); !strings.Contains(body, "servers: [{url: /dash}]") {
				t.Error("the description of the API does not say where it is")
			}
		})
	}
}

// As people use it: signing in, the figures of the day as they come, an upload, a
// challenge that a member joins on a phone, a share link, signing out.
func TestUnderABasePathInABrowser(t *testing.T) {
	const password = "a good long sentence"
	listens := underDash(t, password, "--timezone", "UTC")
	for name, origin := range map[string]func(*testing.T) string{
		"a proxy": func(t *testing.T) string { return goProxy(t, listens, false) },
		"nginx":   func(t *testing.T) string { return nginx(t, listens, true) },
	} {
		t.Run(name, func(t *testing.T) {
			at := origin(t)
			desk := newTab(t)
			ignoreCertificate(t, desk)
			desk.open(t, at+"/dash/login?next=%2Faccount", "en", "light", 1440)
			desk.fillIn(t, "/dash/login", map[string]string{"name": "ada", "password": password})
			desk.await(t, `location.pathname === '/dash/account'`)
			post := func(path, body string) {
				t.Helper()
				if code := evaluate[int](t, desk, fmt.Sprintf(`fetch('/dash/api/v1/%s', { method: 'POST', headers: { 'Content-Type': 'application/json' }, `+
					`body: %q }).then(r => r.status)`, path, body)); code != 201 && code != 200 {
					t.Fatalf("a post to %s: %d", path, code)
				}
			}
			slug := strings.ReplaceAll(name, " ", "-")
			post("events", fmt.Sprintf(`[{"member":%q,"at":"%sT12:00:00Z","event":"check_in"}]`, slug, time.Now().UTC().AddDate(0, 0, -1).Format(time.DateOnly)))
			desk.open(t, at+"/dash/checkins", "en", "light", 1440)
			evaluate[bool](t, desk, `window.before = document.querySelector('[data-follow]').textContent; true`)
			post("check-ins", fmt.Sprintf(`{"member":%q}`, slug))
			desk.await(t, `document.querySelector('[data-follow]').textContent !== window.before`)
			desk.open(t, at+"/dash/challenges", "en", "light", 1440)
			desk.fillIn(t, "/dash/challenges", map[string]string{"title": name, "slug": slug, "length": "21"})
			desk.await(t, `document.querySelector('#page') !== null`)
			if got := evaluate[string](t, desk, `document.querySelector('#page').href`); got != "https://dash.example.com/dash/c/"+slug {
				t.Errorf("the page of the challenge is said to be %s", got)
			}
			desk.open(t, at+"/dash/shares?page=channels&query=range%3D7d", "en", "light", 1440)
			desk.fillIn(t, "/dash/shares", map[string]string{"origin": ""})
			shared, ours := strings.CutPrefix(evaluate[string](t, desk, `document.querySelector('#secret').textContent`), "https://dash.example.com")
			if !ours || !strings.HasPrefix(shared, "/dash/s/") {
				t.Errorf("the link is %q", shared)
			}
			desk.open(t, at+shared, "en", "light", 1440)
			desk.check(t, "shared", noAxe)
			desk.open(t, at+"/dash/account", "en", "light", 1440)
			desk.fillIn(t, "/dash/logout", nil)
			if got := evaluate[string](t, desk, `location.pathname`); got != "/dash/login" {
				t.Errorf("signing out leads to %s", got)
			}
			desk.check(t, "signed out", noAxe)
		})
	}
}

// noAxe stands in for the accessibility rules where pages are tried elsewhere.
const noAxe = "const axe = { run: async () => ({ violations: [] }) }"

// Paths that are none, that are written in several ways, or that begin as an
// address of Daybreak's own does are refused before anything is served.
func TestBasePathsThatAreRefused(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	for path, want := range map[string]string{"dash": "bad_base_path", "/": "bad_base_path", "/dash/": "bad_base_path", "//dash": "bad_base_path",
		"/a/../b": "bad_base_path", "/a/.": "bad_base_path", "/a%20b": "bad_base_path", "/a b": "bad_base_path", "/破晓": "bad_base_path",
		"/a?b": "bad_base_path", "https://dash.example.com/dash": "bad_base_path", "/" + strings.Repeat("a", 200): "bad_base_path",
		"/overview": "base_path_taken", "/api/daybreak": "base_path_taken", "/static": "base_path_taken"} {
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
		err := run(ctx, []string{"serve", "--data", data, "--listen", "127.0.0.1:0", "--no-login", "--base-path", path}, noEnv, io.Discard, io.Discard)
		stop()
		if string(ops.CodeOf(err)) != want || exitCode(err) != exitRefused {
			t.Errorf("%s: %v, exit %d; want %s", path, err, exitCode(err), want)
		}
	}
}

// ignoreCertificate lets a tab open a proxy of the test.
func ignoreCertificate(t *testing.T, b *tab) {
	t.Helper()
	err := chromedp.Do(b, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, security.SetIgnoreCertificateErrors, security.SetIgnoreCertificateErrorsParams{Ignore: true})
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
}

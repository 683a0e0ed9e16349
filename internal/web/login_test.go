package web

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"daybreak/internal/auth"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

func TestBrowsersAreLedToTheSignInAndBack(t *testing.T) {
	x := newSite(t, nil)
	x.user(t, "ada", Admin)
	v := x.visitor(t)
	w := v.get("/overview?range=7d")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/login?next="+url.QueryEscape("/overview?range=7d") {
		t.Fatalf("%d %s", w.Code, w.Header())
	}
	page := v.get(w.Header().Get("Location")).Body.String()
	if !strings.Contains(page, `name="next" value="/overview?range=7d"`) || strings.Contains(page, `href="/import"`) {
		t.Error("the page does not remember where to go, or has links for those inside")
	}
	if w := v.post("/login", "name", "ADA ", "password", goodPassword, "next", "/overview?range=7d"); w.Code != http.StatusSeeOther ||
		w.Header().Get("Location") != "/overview?range=7d" {
		t.Fatalf("%d %s", w.Code, w.Header())
	}
	if w := v.get("/overview?range=7d"); w.Code != http.StatusOK {
		t.Errorf("signed in: %d", w.Code)
	}
	for _, next := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "javascript:alert(1)"} {
		if w := x.visitor(t).post("/login", "name", "ada", "password", goodPassword, "next", next); w.Header().Get("Location") != "/" {
			t.Errorf("next %q leads to %q", next, w.Header().Get("Location"))
		}
	}
	if w := x.api(t, "GET", "/api/v1/sources", "", "", ""); w.Code != http.StatusUnauthorized || codeOf(t, w) != "sign_in" {
		t.Errorf("a program without a token: %d", w.Code)
	}
	if w := x.visitor(t).post("/import"); w.Code != http.StatusUnauthorized {
		t.Errorf("a form without a session: %d", w.Code)
	}
}

func TestSessionCookie(t *testing.T) {
	for _, https := range []bool{false, true} {
		x := newSite(t, func(c *Config) { c.HTTPS = https })
		x.user(t, "ada", Admin)
		v := x.visitor(t)
		v.cookies["sid"], v.cookies["__Host-sid"] = "planted", "planted" // by somebody who wants to know it later
		w := v.post("/login", "name", "ada", "password", goodPassword)
		cookies := w.Result().Cookies()
		if w.Code != http.StatusSeeOther || len(cookies) != 2 || cookies[1].Name != "known" || cookies[1].Path != "/login" || !cookies[1].HttpOnly ||
			cookies[1].Secure != https {
			t.Fatalf("%d %v", w.Code, cookies)
		}
		c := cookies[0]
		name := map[bool]string{false: "sid", true: "__Host-sid"}[https]
		if c.Name != name || c.Secure != https || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || len(c.Value) != 43 {
			t.Errorf("https %v: %s", https, c)
		}
		if hsts := w.Header().Get("Strict-Transport-Security"); (hsts != "") != https {
			t.Errorf("https %v: Strict-Transport-Security %q", https, hsts)
		}
		before := v.cookies[name]
		v.signIn("ada")
		if v.cookies[name] == before {
			t.Error("signing in again keeps the secret")
		}
		again := v.cookies[name]
		if w := v.post("/logout"); w.Code != http.StatusSeeOther {
			t.Errorf("%d", w.Code)
		}
		for _, value := range []string{before, again, "planted", "", strings.Repeat("x", 5000)} {
			v.cookies = map[string]string{name: value}
			if w := v.get("/account"); w.Code != http.StatusSeeOther {
				t.Errorf("the cookie %.10q still opens the door: %d", value, w.Code)
			}
		}
	}
}

// requestID of an answer differs each time.
var volatile = regexp.MustCompile(`<code>[a-z2-7]{12}</code>|"id":"[a-z2-7]{12}"`)

func TestWrongNameAndWrongPasswordGetTheSameAnswer(t *testing.T) {
	x := newSite(t, nil)
	x.user(t, "ada", Admin)
	answer := func(name string) string {
		w := x.visitor(t).post("/login", "name", name, "password", "not the password")
		if w.Code != http.StatusUnauthorized {
			t.Errorf("%s: %d", name, w.Code)
		}
		return strings.ReplaceAll(volatile.ReplaceAllString(w.Body.String(), ""), name, "NAME")
	}
	known, unknown := answer("ada"), answer("eve")
	if known != unknown {
		t.Errorf("the answers differ:\n%s\n%s", known, unknown)
	}
	if message, _ := i18n.En.Error("wrong_login", "The name or the password is wrong.", "", nil); !strings.Contains(known, message) {
		t.Error("the page does not say what is wrong")
	}
	all, err := x.store.Accounts().Audit(t.Context(), 2, 0)
	if err != nil || len(all) != 2 || all[0].Action != ops.ActSignInFailed || all[1].Action != ops.ActSignInFailed {
		t.Fatalf("%+v %v", all, err)
	}
	if all[1].Object != "ada" || all[0].Object != "" {
		t.Errorf("the log names %q and %q: an unknown name may be a password", all[1].Object, all[0].Object)
	}
}

func TestNothingSignsInByDefault(t *testing.T) {
	x := newSite(t, nil)
	for i, name := range []string{"admin", "root", "daybreak", "", "local"} {
		for j, password := range []string{name, "password", ""} { // a fourth one would have to wait
			v := x.visitor(t)
			v.remote = fmt.Sprintf("192.0.2.%d:1", i*10+j)
			x.now = x.now.Add(time.Second) // the fourth attempt takes a pause
			if w := v.post("/login", "name", name, "password", password); w.Code != http.StatusUnauthorized || len(v.cookies) > 0 {
				t.Errorf("%s %s: %d", name, password, w.Code)
			}
		}
	}
}

func TestAttemptsPerAccount(t *testing.T) {
	x := newSite(t, nil)
	x.user(t, "ada", Admin)
	x.user(t, "bo", Viewer)
	try := func(source int, name, password string) *httptest.ResponseRecorder {
		v := x.visitor(t)
		v.remote = fmt.Sprintf("192.0.2.%d:1", source)
		return v.post("/login", "name", name, "password", password)
	}
	// From one address the first three at once, then after pauses that double: 127 s in all.
	for i, pause := range []int{0, 0, 0, 1, 2, 4, 8, 16, 32, 64} {
		if pause > 0 {
			w := try(1, "ada", goodPassword)
			if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != strconv.Itoa(pause) {
				t.Fatalf("attempt %d, without a pause: %d, Retry-After %q", i, w.Code, w.Header().Get("Retry-After"))
			}
			x.now = x.now.Add(time.Duration(pause) * time.Second)
		}
		if w := try(1, []string{"ada", "ADA", " Ada"}[i%3], "wrong password"); w.Code != http.StatusUnauthorized {
			t.Fatalf("attempt %d: %d", i, w.Code)
		}
	}
	w := try(1, "ada", goodPassword)
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != strconv.Itoa(900-127) {
		t.Errorf("the 11th attempt: %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	if w := try(1, "bo", goodPassword); w.Code != http.StatusSeeOther {
		t.Errorf("another account: %d", w.Code)
	}
	if w := try(2, "ada", goodPassword); w.Code != http.StatusSeeOther {
		t.Errorf("the owner, from another address: %d", w.Code)
	}
	x.now = x.now.Add(15 * time.Minute)
	if w := try(1, "ada", goodPassword); w.Code != http.StatusSeeOther {
		t.Errorf("after 15 minutes: %d", w.Code)
	}
}

// Who knows a name cannot lock its owner out, from however many addresses:
// neither from signing in on a browser that is known, even at an address where
// others try, nor from confirming a change while signed in.
func TestStrangersLockNobodyOut(t *testing.T) {
	x := newSite(t, nil)
	x.user(t, "ada", Admin)
	x.user(t, "bo", Admin)
	signedIn := x.visitor(t)
	signedIn.signIn("ada")
	known := x.visitor(t)
	known.signIn("ada")
	note := known.cookies["known"]
	for i := range 70 { // one each from many addresses, then many from that of the owner
		v := x.visitor(t)
		v.remote = fmt.Sprintf("198.51.%d.1:1", i)
		if w := v.post("/login", "name", "ada", "password", "wrong password"); (w.Code == http.StatusUnauthorized) != (i < 58) {
			t.Fatalf("stranger %d: %d", i, w.Code) // the owner has signed in twice
		}
	}
	for range 40 {
		x.visitor(t).post("/login", "name", "nobody", "password", "wrong password")
	}
	fresh := x.visitor(t)
	fresh.remote = "203.0.113.7:1"
	if w := fresh.post("/login", "name", "ada", "password", goodPassword); w.Code != http.StatusTooManyRequests {
		t.Errorf("one more stranger: %d", w.Code)
	}
	if w := known.post("/login", "name", "ada", "password", goodPassword); w.Code != http.StatusSeeOther {
		t.Errorf("the owner, on a known browser: %d", w.Code)
	}
	if w := signedIn.post("/users", "name", "cy", "role", "viewer", "password", goodPassword, "confirm", goodPassword); w.Code >= 400 {
		t.Errorf("the owner, confirming: %d %.300s", w.Code, w.Body)
	}
	// A note is good for its user and its password alone, and still counts.
	for what, c := range map[string]struct{ name, note string }{
		"another's": {"bo", note}, "a forged one": {"ada", note[:len(note)-2] + "xx"}, "none": {"ada", ""}, "no note at all": {"ada", "1.2.3"},
	} {
		v := x.visitor(t)
		v.remote, v.cookies["known"] = "203.0.113.8:1", c.note
		for i := range 4 {
			w := v.post("/login", "name", c.name, "password", "wrong password")
			if c.name == "ada" && w.Code != http.StatusTooManyRequests || c.name == "bo" && (w.Code == http.StatusTooManyRequests) != (i == 3) {
				t.Errorf("with %s, attempt %d: %d", what, i, w.Code)
			}
		}
	}
	for i := range 4 {
		if w := known.post("/login", "name", "ada", "password", "wrong password"); (w.Code == http.StatusTooManyRequests) != (i == 3) {
			t.Errorf("a known browser, wrong password %d: %d", i, w.Code)
		}
	}
	x.now = x.now.Add(181 * 24 * time.Hour)
	if w := known.post("/login", "name", "ada", "password", "wrong password"); w.Code != http.StatusUnauthorized {
		t.Errorf("half a year later: %d", w.Code)
	}
}

// S14: a sign-in as somebody who is not there costs a hash as well. A hash fills
// memory, and what an answer takes of it does not hang on how busy the machine is.
func TestUnknownUsersCostAHash(t *testing.T) {
	x := newSite(t, nil)
	x.user(t, "ada", Admin)
	v := x.visitor(t)
	for _, name := range []string{"ada", "bob"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if w := v.post("/login", "name", name, "password", "a wrong long sentence"); w.Code != http.StatusUnauthorized {
			t.Fatalf("%s: %d", name, w.Code)
		}
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took < auth.HashMemory {
			t.Errorf("%s: a sign-in takes %d bytes, a hash %d", name, took, auth.HashMemory)
		}
	}
}

// S11: addresses that a client makes up are one address, unless a proxy that
// is trusted says otherwise.
func TestAttemptsPerAddress(t *testing.T) {
	_, proxy, err := net.ParseCIDR("192.0.2.0/24")
	if err != nil {
		t.Fatal(err)
	}
	for _, trusted := range []bool{false, true} {
		x := newSite(t, func(c *Config) {
			if trusted {
				c.Proxies = []*net.IPNet{proxy}
			}
		})
		last := 0
		for i := range 31 {
			v := x.visitor(t)
			r := v.form("/login", "name", fmt.Sprint("nobody", i), "password", "wrong password")
			r.Header.Set("X-Forwarded-For", fmt.Sprintf("198.51.100.%d", i))
			r.Header.Set("X-Real-Ip", fmt.Sprintf("198.51.100.%d", i))
			last = v.do(r).Code
			if i < 30 && last != http.StatusUnauthorized {
				t.Fatalf("attempt %d: %d", i, last)
			}
		}
		if want := map[bool]int{false: http.StatusTooManyRequests, true: http.StatusUnauthorized}[trusted]; last != want {
			t.Errorf("proxy trusted: %v: the 31st attempt answers %d, want %d", trusted, last, want)
		}
	}
}

func TestOnlyTheProxyIsAnswered(t *testing.T) {
	_, proxy, _ := net.ParseCIDR("10.1.0.0/16")
	x := newSite(t, func(c *Config) { c.Proxies = []*net.IPNet{proxy} })
	for remote, want := range map[string]int{"10.1.2.3:5": 200, "127.0.0.1:5": 200, "10.2.0.1:5": 403, "192.168.1.9:5": 403} {
		r := httptest.NewRequest(http.MethodGet, "/healthz", nil)
		r.RemoteAddr = remote
		w := httptest.NewRecorder()
		x.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("from %s: %d, want %d", remote, w.Code, want)
		}
	}
}

func TestAddressesAreCountedByNetwork(t *testing.T) {
	for _, pair := range [][2]string{{"2001:db8::1", "2001:db8::ffff"}, {"192.0.2.1", "::ffff:192.0.2.1"}, {"fe80::1%eth0", "fe80::1"}} {
		if frame.AddressKey(pair[0]) != frame.AddressKey(pair[1]) {
			t.Errorf("%s and %s are two", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{{"192.0.2.1", "192.0.2.2"}, {"2001:db8::1", "2001:db8:0:1::1"}} {
		if frame.AddressKey(pair[0]) == frame.AddressKey(pair[1]) {
			t.Errorf("%s and %s are one", pair[0], pair[1])
		}
	}
}

// S5: the set-up page works once, in time, and no answer ever holds its code.
func TestSetUpPage(t *testing.T) {
	x := newSite(t, nil)
	code, hash := auth.NewToken("")
	x.secrets = append(x.secrets, code)
	if err := x.store.Accounts().StartSetUp(t.Context(), hash, x.now.Add(30*time.Minute)); err != nil {
		t.Fatal(err)
	}
	v := x.visitor(t)
	crawl := func(when string) {
		t.Helper()
		for r := range x.routed {
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				req := v.form(strings.NewReplacer(":token", code, ":", "").Replace(r.path), "code", "wrong", "name", "ada", "password", goodPassword, "again", goodPassword)
				req.Method = method
				if r.path == "/s/:token" {
					continue // the request itself holds it
				}
				w := v.do(req)
				if all := fmt.Sprint(w.Header()) + w.Body.String(); strings.Contains(all, code) {
					t.Errorf("%s: %s %s answers with the code", when, method, r.path)
				}
			}
		}
	}
	crawl("before")
	x.now = x.now.Add(time.Minute) // the crawl used up the attempts of a minute
	if w := v.get("/login"); !strings.Contains(w.Body.String(), i18n.In(i18n.En).Account.NotSetUp) {
		t.Error("the sign-in page does not say that nobody can sign in")
	}
	for _, bad := range [][]string{
		{"code", "", "name", "ada", "password", goodPassword, "again", goodPassword},
		{"code", code + "x", "name", "ada", "password", goodPassword, "again", goodPassword},
		{"code", code, "name", "ada", "password", "short", "again", "short"},
		{"code", code, "name", "ada", "password", goodPassword, "again", goodPassword + "x"},
		{"code", code, "name", "", "password", goodPassword, "again", goodPassword},
	} {
		if w := v.post("/setup", bad...); w.Code != http.StatusForbidden && w.Code != http.StatusUnprocessableEntity || strings.Contains(w.Body.String(), code) ||
			len(v.cookies) > 0 {
			t.Errorf("%v: %d", bad, w.Code)
		}
	}
	if w := v.post("/setup", "code", code, "name", "ada", "password", goodPassword, "again", goodPassword); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := v.get("/users"); w.Code != http.StatusOK {
		t.Errorf("the first administrator sees %d", w.Code)
	}
	for _, w := range []*httptest.ResponseRecorder{v.get("/setup"), v.post("/setup", "code", code, "name", "eve", "password", goodPassword, "again",
		goodPassword)} {
		if w.Code != http.StatusNotFound {
			t.Errorf("after the first administrator: %d", w.Code)
		}
	}
	crawl("after")
}

func TestSetUpCodeExpires(t *testing.T) {
	x := newSite(t, nil)
	code, hash := auth.NewToken("")
	if err := x.store.Accounts().StartSetUp(t.Context(), hash, x.now.Add(30*time.Minute)); err != nil {
		t.Fatal(err)
	}
	x.now = x.now.Add(30 * time.Minute)
	if w := x.visitor(t).post("/setup", "code", code, "name", "ada", "password", goodPassword, "again", goodPassword); w.Code != http.StatusForbidden {
		t.Errorf("%d", w.Code)
	}
	if has, _ := x.store.Accounts().HasAdmin(t.Context()); has {
		t.Error("there is an administrator")
	}
}

func TestWithoutLoginThereIsNoSetUp(t *testing.T) {
	x := newSite(t, func(c *Config) { c.NoLogin = true })
	if w := x.visitor(t).get("/setup"); w.Code != http.StatusNotFound {
		t.Errorf("%d", w.Code)
	}
	if w := x.visitor(t).get("/login"); w.Code != http.StatusSeeOther {
		t.Errorf("%d", w.Code)
	}
}

package web

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"daybreak/internal/auth"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// fakeIssuer is an OpenID Connect issuer on this machine. It keeps the rules
// (client's secret, PKCE, codes good once); what it says in its tokens a test
// may spoil.
type fakeIssuer struct {
	*httptest.Server
	key, signs *rsa.PrivateKey // the published key, and the one that signs
	asked      url.Values      // the last request of a browser
	claims     map[string]any
	spoil      func(claims map[string]any)
	used       map[string]bool // codes
	traded     int             // codes for tokens
}

const issuerSecret = "the client's own secret"

var issuerKeys = sync.OnceValue(func() [2]*rsa.PrivateKey {
	var keys [2]*rsa.PrivateKey
	for i := range keys {
		keys[i], _ = rsa.GenerateKey(rand.Reader, 2048)
	}
	return keys
})

func newFakeIssuer(t *testing.T) *fakeIssuer {
	t.Helper()
	key := issuerKeys()[0]
	f := &fakeIssuer{key: key, signs: key, used: map[string]bool{}}
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(v)
	}
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"issuer": f.URL, "authorization_endpoint": f.URL + "/authorize", "token_endpoint": f.URL + "/token", "jwks_uri": f.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	b64 := base64.RawURLEncoding.EncodeToString
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"keys": []any{map[string]string{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "k", "n": b64(f.key.N.Bytes()),
			"e": b64(big.NewInt(int64(f.key.E)).Bytes())}}})
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		id, secret, _ := r.BasicAuth()
		secret, _ = url.QueryUnescape(secret)
		challenge := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		code := r.PostFormValue("code")
		if id != "daybreak" || secret != issuerSecret || f.used[code] || b64(challenge[:]) != f.asked.Get("code_challenge") ||
			f.asked.Get("code_challenge_method") != "S256" || r.PostFormValue("redirect_uri") != f.asked.Get("redirect_uri") {
			w.WriteHeader(http.StatusBadRequest)
			answer(w, map[string]string{"error": "invalid_grant"})
			return
		}
		f.used[code] = true
		f.traded++
		claims := maps.Clone(f.claims)
		claims["nonce"] = f.asked.Get("nonce")
		if f.spoil != nil {
			f.spoil(claims)
		}
		answer(w, map[string]any{"access_token": "an access token", "token_type": "Bearer", "id_token": f.token(t, claims)})
	})
	f.Server = httptest.NewServer(mux)
	t.Cleanup(f.Close)
	return f
}

// token signs claims as a JWT with RS256, by hand.
func (f *fakeIssuer) token(t *testing.T, claims map[string]any) string {
	body, err := json.Marshal(claims)
	if err != nil {
		t.Error(err)
	}
	b64 := base64.RawURLEncoding.EncodeToString
	signed := b64([]byte(`{"alg":"RS256","kid":"k"}`)) + "." + b64(body)
	sum := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, f.signs, crypto.SHA256, sum[:])
	if err != nil {
		t.Error(err)
	}
	return signed + "." + b64(signature)
}

// issuerSite is a site whose people may sign in at a fake issuer as
// ada@example.com, an editor.
func issuerSite(t *testing.T) (*site, *fakeIssuer) {
	t.Helper()
	f := newFakeIssuer(t)
	now := time.Now().Truncate(time.Second)
	x := newSite(t, func(c *Config) {
		issuer, err := auth.NewIssuer(f.URL, "daybreak", issuerSecret, func() time.Time { return now }, nil)
		if err != nil {
			t.Fatal(err)
		}
		c.Issuer = issuer
	})
	x.user(t, "root", Admin)
	x.user(t, "Ada@example.com", Editor)
	x.secrets = append(x.secrets, issuerSecret, "an access token")
	f.claims = map[string]any{"iss": f.URL, "sub": "4711", "aud": "daybreak", "email": "ada@example.com", "email_verified": true, "iat": now.Unix(),
		"exp": now.Add(time.Minute).Unix()}
	return x, f
}

// leave follows the link to the issuer and returns the way back it would send
// the browser on.
func (f *fakeIssuer) leave(v *visitor, next string) string {
	v.t.Helper()
	w := v.get("/login/issuer?next=" + url.QueryEscape(next))
	to, err := url.Parse(w.Header().Get("Location"))
	if w.Code != http.StatusSeeOther || err != nil || to.Scheme+"://"+to.Host+to.Path != f.URL+"/authorize" {
		v.t.Fatalf("%d %s %s", w.Code, w.Header(), w.Body)
	}
	f.asked = to.Query()
	return "/login/issuer/back?" + url.Values{"code": {rand.Text()}, "state": {f.asked.Get("state")}, "iss": {f.URL}}.Encode()
}

func TestSignInAtTheIssuer(t *testing.T) {
	x, f := issuerSite(t)
	v := x.visitor(t)
	for _, l := range []i18n.Lang{i18n.En, i18n.Zh} {
		v.lang = string(l)
		page := v.get("/login?next=/overview").Body.String()
		if !strings.Contains(page, `href="/login/issuer?next=%2Foverview"`) ||
			!strings.Contains(page, i18n.In(l).Account.AtIssuer(strings.TrimPrefix(f.URL, "http://"))) {
			t.Errorf("%s: no way to the issuer: %s", l, page)
		}
	}
	v.lang = "en"
	v.cookies["sid"] = "planted"
	back := f.leave(v, "/overview")
	if f.asked.Get("response_type") != "code" || f.asked.Get("client_id") != "daybreak" ||
		f.asked.Get("redirect_uri") != "http://example.com/login/issuer/back" || f.asked.Get("nonce") == "" || f.asked.Get("scope") != "openid email" {
		t.Errorf("the issuer is asked %v", f.asked)
	}
	kept := v.cookies["attempt"]
	w := v.get(back)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/overview" {
		t.Fatalf("%d %s %s", w.Code, w.Header(), w.Body)
	}
	if v.cookies["attempt"] != "" || v.cookies["sid"] == "planted" || len(v.cookies["sid"]) != 43 {
		t.Errorf("cookies afterwards: %v", v.cookies)
	}
	if w := v.get("/import"); w.Code != http.StatusOK {
		t.Errorf("an editor sees %d", w.Code)
	}
	if w := v.get("/users"); w.Code != http.StatusForbidden {
		t.Errorf("an editor sees the users: %d", w.Code)
	}
	all, err := x.store.Accounts().Audit(t.Context(), 1, 0)
	if err != nil || len(all) != 1 || all[0].Action != ops.ActSignInIssuer || all[0].Object != "Ada@example.com" || all[0].Actor.Name != "Ada@example.com" {
		t.Errorf("%+v %v", all, err)
	}
	// The same way back again, by whoever saw it, cookie and all.
	thief := x.visitor(t)
	thief.cookies["attempt"] = kept
	if w := thief.get(back); w.Code != http.StatusUnauthorized || thief.cookies["sid"] != "" || f.traded != 1 {
		t.Errorf("a code used twice: %d, %d tokens given", w.Code, f.traded)
	}
	x.secrets = append(x.secrets, kept)
}

// Everything but one detail is as in the sign-in that works.
func TestTheIssuersAnswerMustProveWhoItIs(t *testing.T) {
	x, f := issuerSite(t)
	for name, c := range map[string]struct {
		spoil func(claims map[string]any)
		code  ops.Code // "": signs in
	}{
		"nothing spoiled":       {func(map[string]any) {}, ""},
		"several audiences":     {func(m map[string]any) { m["aud"], m["azp"] = []string{"daybreak", "other"}, "daybreak" }, ""},
		"wrong nonce":           {func(m map[string]any) { m["nonce"] = "another" }, "not_proved"},
		"no nonce":              {func(m map[string]any) { delete(m, "nonce") }, "not_proved"},
		"wrong audience":        {func(m map[string]any) { m["aud"] = "other" }, "not_proved"},
		"made for another":      {func(m map[string]any) { m["aud"], m["azp"] = []string{"daybreak", "other"}, "other" }, "not_proved"},
		"made for nobody":       {func(m map[string]any) { m["aud"] = []string{"daybreak", "other"} }, "not_proved"},
		"wrong issuer":          {func(m map[string]any) { m["iss"] = "https://accounts.example.com" }, "not_proved"},
		"expired":               {func(m map[string]any) { m["exp"] = m["iat"].(int64) - 1 }, "not_proved"},
		"mail not verified":     {func(m map[string]any) { m["email_verified"] = false }, "mail_not_verified"},
		"nothing about mail":    {func(m map[string]any) { delete(m, "email_verified") }, "mail_not_verified"},
		"verified, but no mail": {func(m map[string]any) { delete(m, "email") }, "mail_not_verified"},
		"letters that fold":     {func(m map[string]any) { m["email"] = "ada@example.com\u212A" }, "mail_not_verified"},
		"nobody here":           {func(m map[string]any) { m["email"] = "eve@example.com" }, "no_such_user"},
		"signed by another":     {func(map[string]any) { f.signs = issuerKeys()[1] }, "not_proved"},
	} {
		x.now = x.now.Add(time.Minute) // of attempts
		f.spoil, f.signs = c.spoil, f.key
		before := x.audited(t)
		v := x.visitor(t)
		w := v.get(f.leave(v, "/"))
		if c.code == "" {
			if w.Code != http.StatusSeeOther || v.cookies["sid"] == "" {
				t.Errorf("%s: %d %s", name, w.Code, w.Body)
			}
			continue
		}
		_, hint := i18n.Zh.Error(string(c.code), "", "", nil)
		if w.Code != frame.StatusOf(c.code) || v.cookies["sid"] != "" || x.audited(t) != before+1 {
			t.Errorf("%s: %d, cookies %v", name, w.Code, v.cookies)
		}
		zh := x.visitor(t)
		zh.lang = "zh"
		if w := zh.get(f.leave(zh, "/")); !strings.Contains(w.Body.String(), hint) {
			t.Errorf("%s: the page does not say %q", name, hint)
		}
	}
	if users, err := x.store.Accounts().Users(t.Context()); err != nil || len(users) != 2 {
		t.Errorf("%d users: %v", len(users), err)
	}
}

func TestOnlyTheBrowserThatAskedIsSignedIn(t *testing.T) {
	x, f := issuerSite(t)
	asked, other := x.visitor(t), x.visitor(t)
	theirs := f.leave(other, "/")
	mine := f.leave(asked, "/")
	for name, way := range map[string]string{
		"state of another browser": theirs,
		"no state":                 "/login/issuer/back?code=x",
		"two states":               mine + "&state=x",
		"refused by the issuer":    "/login/issuer/back?error=access_denied&state=" + f.asked.Get("state"),
		"no code":                  "/login/issuer/back?state=" + f.asked.Get("state"),
	} {
		v := x.visitor(t)
		v.cookies["attempt"] = asked.cookies["attempt"]
		if w := v.get(way); w.Code != http.StatusUnauthorized || v.cookies["sid"] != "" {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	nobody := x.visitor(t)
	if w := nobody.get(mine); w.Code != http.StatusUnauthorized || nobody.cookies["sid"] != "" {
		t.Errorf("a browser that did not ask: %d", w.Code)
	}
	if f.traded != 0 {
		t.Errorf("%d codes were traded", f.traded)
	}
	if w := asked.get(mine); w.Code != http.StatusSeeOther || asked.cookies["sid"] == "" {
		t.Errorf("the one that asked: %d %s", w.Code, w.Body)
	}
	for _, next := range []string{"https://evil.example/", "//evil.example", `/\evil.example`} {
		v := x.visitor(t)
		if w := v.get(f.leave(v, next)); w.Header().Get("Location") != "/" {
			t.Errorf("next %q leads to %q", next, w.Header().Get("Location"))
		}
	}
}

func TestPasswordsWorkWhileTheIssuerIsDown(t *testing.T) {
	x, f := issuerSite(t)
	f.Close()
	v := x.visitor(t)
	w := v.get("/login/issuer?next=/overview")
	_, hint := i18n.En.Error("issuer_down", "", "Try again in a while, or sign in with your password.", nil)
	if w.Code != http.StatusBadGateway || !strings.Contains(w.Body.String(), hint) || !strings.Contains(w.Body.String(), `name="next" value="/overview"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	v.signIn("Ada@example.com")
}

func TestWithoutAnIssuerThereIsNoWayToIt(t *testing.T) {
	x := newSite(t, nil)
	v := x.visitor(t)
	for _, path := range []string{"/login/issuer", "/login/issuer/back?code=x&state=y"} {
		if w := v.get(path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if strings.Contains(v.get("/login").Body.String(), "/login/issuer") {
		t.Error("the sign-in page leads there")
	}
}

func TestTheAttemptsCookie(t *testing.T) {
	f := newFakeIssuer(t)
	issuer, err := auth.NewIssuer(f.URL, "daybreak", issuerSecret, time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	x := newSite(t, func(c *Config) { c.HTTPS, c.Issuer = true, issuer })
	w := x.visitor(t).get("/login/issuer")
	cookies := w.Result().Cookies()
	if len(cookies) != 1 {
		t.Fatalf("%d %v", w.Code, cookies)
	}
	if c := cookies[0]; c.Name != "__Host-attempt" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.MaxAge != 600 || c.Domain != "" {
		t.Errorf("%+v", c)
	}
	to, err := url.Parse(w.Header().Get("Location"))
	if err != nil || to.Query().Get("redirect_uri") != "https://example.com/login/issuer/back" {
		t.Errorf("%v %v", to, err)
	}
	// What is sent to the issuer does not tell the browser's secret.
	kept, _ := url.ParseQuery(cookies[0].Value)
	if a := kept.Get("attempt"); a == "" || strings.Contains(to.String(), a) {
		t.Errorf("%v holds the secret %q", to, a)
	}
}

package auth

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// An issuer that says its keys, or where codes are traded, are at a service of
// this machine is not followed there: not by number, not by a name that leads
// there, not on a redirect; a proxy of the environment is not asked either.
func TestAnIssuerLeadsNowhereElse(t *testing.T) {
	var asked atomic.Int64
	service := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer service.Close()
	var end string
	var issuer *httptest.Server
	issuer = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodConnect || r.URL.IsAbs(): // it is taken for a proxy
			asked.Add(1)
		case r.URL.Path == "/token":
			http.Redirect(w, r, service.URL, http.StatusTemporaryRedirect)
		default:
			w.Header().Set("Content-Type", "application/json")
			w.Write([]byte(`{"issuer":"` + issuer.URL + `","authorization_endpoint":"` + issuer.URL + `/a","token_endpoint":"` + end + `","jwks_uri":"` + end + `"}`))
		}
	}))
	defer issuer.Close()
	t.Setenv("HTTP_PROXY", issuer.URL)
	t.Setenv("HTTPS_PROXY", issuer.URL)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(service.URL, "http://"))
	for _, to := range []string{service.URL + "/token", "http://localhost:" + port + "/token", "http://[::ffff:127.0.0.1]:" + port + "/token", "http://192.0.2.1/token",
		"https://192.0.2.1/token", issuer.URL + "/token"} {
		end = to
		i, err := NewIssuer(issuer.URL, "daybreak", "a secret", time.Now, nil)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithTimeout(t.Context(), 5*time.Second)
		if _, err := i.Start(ctx, NewAttempt(), "http://localhost/back"); err != nil {
			t.Errorf("%s: the issuer itself is not reached: %v", to, err)
		}
		if _, err := i.Finish(ctx, NewAttempt(), "http://localhost/back", "code"); ops.CodeOf(err) != "issuer_down" {
			t.Errorf("%s: %v", to, err)
		}
		stop()
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the service was asked %d times", n)
	}
}

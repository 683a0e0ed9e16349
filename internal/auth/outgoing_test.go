package auth

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// S10: forty addresses, in the spellings a resolver may give them.
func TestOutgoingCallsReachPublicAddressesOnly(t *testing.T) {
	for _, ip := range []string{"0.0.0.0", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.1.2.3", "169.254.169.254",
		"172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9",
		"224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1", "64:ff9b:1::1",
		"100::1", "2001::1", "2001:db8::1", "2002:a00:1::1", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
		"5f00::1", "4000::1"} {
		if err := checkOutgoing(net.JoinHostPort(ip, "443"), nil); !errors.Is(err, errNotPublic) {
			t.Errorf("%s: %v", ip, err)
		}
	}
	for _, ip := range []string{"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "223.5.5.5",
		"2606:4700::1111", "2400:3200::1", "::ffff:1.1.1.1"} {
		if err := checkOutgoing(net.JoinHostPort(ip, "443"), nil); err != nil {
			t.Errorf("%s is public: %v", ip, err)
		}
	}
	office := []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}
	if err := checkOutgoing("10.1.2.3:443", office); err != nil {
		t.Error(err)
	}
	if err := checkOutgoing("10.2.0.1:443", office); !errors.Is(err, errNotPublic) {
		t.Error(err)
	}
}

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

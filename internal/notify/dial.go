package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"syscall"
	"time"
)

// Dialer reaches other machines. Addresses of private, local and reserved
// networks are refused once their name is resolved, at the moment of connecting,
// unless they lie in Allowed: so nobody who may set up a channel can make
// Daybreak talk to what only its own network sees.
type Dialer struct {
	Allowed []netip.Prefix
	Now     func() time.Time
}

// sendTimeout bounds one attempt to hand a message over.
const sendTimeout = 20 * time.Second

// DialContext connects like net.Dialer, within the bounds above.
func (d *Dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: 10 * time.Second, Control: func(_, resolved string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(resolved)
		if err != nil {
			return err
		}
		if !d.allows(at.Addr()) {
			return &Failure{Final: true, Said: fmt.Sprintf("%s is an address of a private network. An administrator can allow it.", at.Addr())}
		}
		return nil
	}}
	return dialer.DialContext(ctx, network, address)
}

// allows reports whether an address may be connected to.
func (d *Dialer) allows(ip netip.Addr) bool {
	ip = ip.Unmap()
	for _, p := range d.Allowed {
		if p.Contains(ip) {
			return true
		}
	}
	return ip.IsGlobalUnicast() && !ip.IsPrivate() && !reserved(ip)
}

// reserved reports whether an address is of the public space and yet never a
// server's: shared, documentation, benchmarking and translated ones (RFC 6890).
func reserved(ip netip.Addr) bool {
	for _, text := range []string{"100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001:db8::/32", "2002::/16"} {
		if netip.MustParsePrefix(text).Contains(ip) {
			return true
		}
	}
	return false
}

// poster returns a client that posts JSON.
func (d *Dialer) poster() *poster {
	transport := &http.Transport{DialContext: d.DialContext, TLSHandshakeTimeout: 10 * time.Second, MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute,
		ForceAttemptHTTP2: true}
	return &poster{&http.Client{Transport: transport, Timeout: sendTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// poster posts JSON and reads short answers.
type poster struct{ client *http.Client }

// maxAnswer is how much of an answer is read.
const maxAnswer = 16 << 10

// post posts a body and returns the answer of a status from 200 to 299; others
// are a *Failure.
func (p *poster) post(ctx context.Context, address string, body []byte, header http.Header) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, &Failure{Final: true, Said: "The address cannot be posted to."}
	}
	for name, values := range header {
		request.Header[name] = values
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("User-Agent", "Daybreak")
	answer, err := p.client.Do(request)
	if err != nil {
		return nil, withoutAddress(err)
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return nil, withoutAddress(err)
	}
	if answer.StatusCode >= 200 && answer.StatusCode <= 299 {
		return said, nil
	}
	return nil, &Failure{Final: hopeless(answer.StatusCode), After: retryAfter(answer.Header.Get("Retry-After")), Said: fmt.Sprintf("HTTP %d", answer.StatusCode)}
}

// hopeless reports whether a status will not change by asking again: redirects
// are not followed, and mistakes of the client stay, but for time-outs and limits.
func hopeless(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return false
	}
	return status >= 300 && status <= 499
}

// retryAfter reads seconds; 0 where nothing usable is said, at most a day.
func retryAfter(text string) time.Duration {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0
	}
	return min(time.Duration(n)*time.Second, 24*time.Hour)
}

// withoutAddress drops the address from an error of the client, because robots
// carry their key in it.
func withoutAddress(err error) error {
	var f *Failure
	if errors.As(err, &f) {
		return f
	}
	var inner interface{ Unwrap() error }
	if errors.As(err, &inner) && inner.Unwrap() != nil {
		err = inner.Unwrap()
	}
	return &Failure{Said: err.Error()}
}

// marshal writes JSON without escaping what only pages must.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

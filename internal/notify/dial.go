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
	"net/url"
	"strconv"
	"syscall"
	"time"

	"daybreak/internal/ops"
	"daybreak/internal/outgoing"
)

// Dialer reaches other machines: public ones, and those of the networks in
// Allowed. So nobody who may set up a channel can make Daybreak talk to what only
// its own network sees.
type Dialer struct {
	Allowed []netip.Prefix
	Now     func() time.Time
}

// sendTimeout bounds one attempt to hand a message over.
const sendTimeout = 20 * time.Second

// to returns what connects.
func (d *Dialer) to() outgoing.Dialer { return outgoing.Dialer{Networks: d.Allowed} }

// poster returns a client that posts JSON.
func (d *Dialer) poster() *poster {
	return &poster{&http.Client{Transport: d.to().Transport(), Timeout: sendTimeout,
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
		return nil, Final(notPostable())
	}
	for name, values := range header {
		request.Header[name] = values
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("User-Agent", "Daybreak")
	answer, err := p.client.Do(request)
	if err != nil {
		return nil, unreached(withoutAddress(err))
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return nil, unreached(withoutAddress(err))
	}
	if answer.StatusCode >= 200 && answer.StatusCode <= 299 {
		return said, nil
	}
	return nil, &Failure{Final: hopeless(answer.StatusCode), After: retryAfter(answer.Header.Get("Retry-After")),
		Why: &ops.Error{Code: "http_refused", Message: fmt.Sprintf("The other side answered HTTP %d.", answer.StatusCode), Args: []any{answer.StatusCode}}}
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

// notPostable is the mistake of an address that no request can be made of.
func notPostable() error {
	return &ops.Error{Code: "not_postable", Message: "The address cannot be posted to."}
}

// unreached is the failure of a connection that was not made or broke. Only an
// address that may not be reached is final.
func unreached(err error) *Failure {
	var refused *outgoing.Refused
	var name *net.DNSError
	var slow net.Error
	switch {
	case errors.As(err, &refused):
		return Final(&ops.Error{Code: "private_address", Message: refused.Error(), Hint: "An administrator can allow its network.",
			Args: []any{refused.Address}})
	case errors.As(err, &name) && name.IsNotFound:
		return &Failure{Why: &ops.Error{Code: "no_such_host", Message: fmt.Sprintf("There is no machine of the name %s.", name.Name), Args: []any{name.Name}}}
	case errors.As(err, &slow) && slow.Timeout():
		return &Failure{Why: &ops.Error{Code: "not_answered", Message: "The other side did not answer in time."}}
	case errors.Is(err, syscall.ECONNREFUSED):
		return &Failure{Why: &ops.Error{Code: "nobody_listens", Message: "The other side takes no connections."}}
	}
	return &Failure{Why: whyOf(err)}
}

// withoutAddress drops the address from an error of the client, because robots
// carry their key in it.
func withoutAddress(err error) error {
	var asked *url.Error
	if errors.As(err, &asked) {
		return asked.Err
	}
	return err
}

// marshal writes JSON without escaping what only pages must.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

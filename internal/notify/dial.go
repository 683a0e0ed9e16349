package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"strconv"
	"time"

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
	var refused *outgoing.Refused
	if errors.As(err, &refused) {
		return &Failure{Final: true, Said: refused.Error()}
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

package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"daybreak/internal/assistant"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// answerAssistant answers one message of an assistant. There is no session: each
// message carries the token of the person the assistant works for.
func (s *Server) answerAssistant(c echo.Context) error {
	if err := readBatch(c.Request()); err != nil {
		return err
	}
	ctx, done := context.WithTimeout(c.Request().Context(), frame.RequestTimeout) // a subscription would stay open
	defer done()
	c.SetRequest(c.Request().WithContext(ctx))
	c.Response().Before(func() { c.Response().Header().Set("Cache-Control", "no-store") }) // answers may name members
	server := s.desk.Server(insider{s, c.Request()}, func(path string) string { return s.Absolute(c, path) })
	mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server }, &mcp.StreamableHTTPOptions{
		Stateless: true, JSONResponse: true, MaxRequestBodyBytes: assistant.MaxBody,
		DisableLocalhostProtection: true, // checkHost knows the names of this server, also behind a proxy
	}).ServeHTTP(c.Response(), c.Request())
	return nil
}

// mostMessages is how many messages a request may hold: all are answered at once, and the
// answers stay in memory until the last one is there.
const mostMessages = 16

// readBatch refuses a request of too many messages. Its body can be read again.
func readBatch(r *http.Request) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var batch []json.RawMessage
	if json.Unmarshal(body, &batch) == nil && len(batch) > mostMessages {
		return &ops.Error{Code: "body_too_large", Message: fmt.Sprintf("The request has %d messages, and %d may be sent at once.", len(batch), mostMessages),
			Hint: "Send them one by one.", Args: []any{len(batch)}}
	}
	return nil
}

// insider asks the server's own addresses as the sender of a request.
type insider struct {
	server *Server
	by     *http.Request
}

// Ask answers an address as if the sender had asked for it.
func (x insider) Ask(ctx context.Context, address string) (*http.Response, error) {
	at, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	r := x.by.Clone(ctx)
	r.Method, r.URL, r.RequestURI = http.MethodGet, at, address
	r.Body, r.ContentLength = http.NoBody, 0
	for _, name := range []string{"Content-Type", "Content-Length", "If-None-Match", "Accept-Encoding"} {
		r.Header.Del(name)
	}
	r.Header.Set("Accept", "application/json")
	w := &answerKept{header: http.Header{}}
	x.server.echo.ServeHTTP(w, r)
	return &http.Response{StatusCode: w.code, Status: http.StatusText(w.code), Header: w.header, Body: io.NopCloser(&w.body)}, nil
}

// answerKept keeps as much of an answer as an assistant's tool reads.
type answerKept struct {
	header http.Header
	code   int
	body   bytes.Buffer
}

// Header returns the headers.
func (w *answerKept) Header() http.Header { return w.header }

// WriteHeader keeps the status.
func (w *answerKept) WriteHeader(code int) {
	if w.code == 0 {
		w.code = code
	}
}

// Write keeps bytes while there is room for them.
func (w *answerKept) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	w.body.Write(b[:min(len(b), max(0, assistant.MaxFetched-w.body.Len()))])
	return len(b), nil
}

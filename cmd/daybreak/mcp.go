package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"daybreak/internal/api"
	"daybreak/internal/assistant"
	"daybreak/internal/ops"
)

// mcpCommand answers an assistant that starts programs, such as one on a desk.
type mcpCommand struct {
	Server string `default:"http://127.0.0.1:8080" help:"Where Daybreak is served, with its base path."`
	Token  string `help:"The API token to ask with, best given as DAYBREAK_TOKEN; none for a server without signing in."`
}

// Run answers until the assistant closes its side.
func (m *mcpCommand) Run(env *environment) error {
	at, err := url.Parse(m.Server)
	if err != nil || at.Scheme != "http" && at.Scheme != "https" || at.Host == "" || at.RawQuery != "" || at.User != nil {
		return usageError{&ops.Error{Code: "bad_server", Message: "This is no address of a Daybreak server.", Where: ops.Place{Value: ops.Show(m.Server)},
			Hint: "Give one such as https://ops.example.com or http://127.0.0.1:8080/dash."}}
	}
	desk, err := assistant.NewDesk(api.OpenAPI, version())
	if err != nil {
		return err
	}
	site := strings.TrimSuffix(at.String(), "/")
	// A redirect would carry the token to a place nobody named.
	client := &http.Client{Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	server := desk.Server(outsider{client, site, m.Token}, func(path string) string { return site + path })
	err = server.Run(env.ctx, &mcp.IOTransport{Reader: os.Stdin, Writer: leftOpen{env.stdout}})
	if errors.Is(err, context.Canceled) || errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// outsider asks a server with a token.
type outsider struct {
	client      *http.Client
	site, token string
}

// Ask sends the question.
func (x outsider) Ask(ctx context.Context, address string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, x.site+address, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", "application/json")
	if x.token != "" {
		r.Header.Set("Authorization", "Bearer "+x.token)
	}
	return x.client.Do(r)
}

// leftOpen is a writer that others close.
type leftOpen struct{ io.Writer }

// Close leaves it open.
func (leftOpen) Close() error { return nil }

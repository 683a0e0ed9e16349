package web

import (
	"context"
	"io"
	"net"
	"regexp"
	"strings"
	"testing"
	"time"
)

// onWire serves s on a connection of its own and returns its address.
func onWire(t *testing.T, s *Server) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

// says writes parts to a connection, each a packet of its own, and returns the
// codes of the answers until the server ends it.
func says(t *testing.T, address string, parts ...string) string {
	t.Helper()
	c, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, p := range parts {
		if _, err := io.WriteString(c, p); err != nil {
			break // it has ended the connection
		}
		time.Sleep(2 * time.Millisecond)
	}
	_ = c.SetReadDeadline(time.Now().Add(3 * time.Second))
	b, err := io.ReadAll(c)
	var codes []string
	for _, m := range regexp.MustCompile(`HTTP/1\.1 (\d+)`).FindAllStringSubmatch(string(b), -1) {
		codes = append(codes, m[1])
	}
	if err != nil {
		codes = append(codes, "open")
	}
	return strings.Join(codes, " ")
}

// a request with both lengths is refused and ends the connection: nothing
// in its body is taken for another request. All others are as before.
func TestTwoLengthsAreRefused(t *testing.T) {
	s := realServer(t)
	address := onWire(t, s)
	const host, form = "Host: 127.0.0.1\r\n", "Content-Type: application/x-www-form-urlencoded\r\n"
	s.hosts = append(s.hosts, "127.0.0.1")
	health := "GET /healthz HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n"
	post := "POST /theme HTTP/1.1\r\n" + host + form
	both := post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
	for name, c := range map[string]struct {
		parts []string
		want  string
	}{
		"both":                      {[]string{both + health}, "400"},
		"the other way round":       {[]string{post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + health}, "400"},
		"in other letters":          {[]string{post + "content-LENGTH:5\r\nTRANSFER-encoding:chunked\r\n\r\n0\r\n\r\n" + health}, "400"},
		"bare line feeds":           {[]string{strings.ReplaceAll(both+health, "\r\n", "\n")}, "400"},
		"byte by byte":              {strings.Split(both+health, ""), "400"},
		"in a second request":       {[]string{strings.Replace(health, "Connection: close\r\n", "", 1) + both + health}, "200 400"},
		"after a body":              {[]string{post + "Content-Length: 4\r\n\r\na=\r\n" + both + health}, "422 400"},
		"in a body it is text":      {[]string{post + "Content-Length: 46\r\n\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n" + health}, "422 200"},
		"in an address it is text":  {[]string{"GET /healthz?Content-Length:5&Transfer-Encoding: HTTP/1.1\r\n" + host + "\r\n" + health}, "200 200"},
		"one length":                {[]string{post + "Content-Length: 2\r\n\r\na=" + health}, "422 200"},
		"chunks end the connection": {[]string{post + "Transfer-Encoding: chunked\r\n\r\n2\r\na=\r\n0\r\n\r\n" + health}, "422"},
		"a head in two packets":     {[]string{"GET /healthz HTTP/1.1\r\nHo", "st: 127.0.0.1\r\n\r\n" + health}, "200 200"},
	} {
		if got := says(t, address, c.parts...); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

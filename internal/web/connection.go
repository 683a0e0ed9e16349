package web

import (
	"bytes"
	"crypto/tls"
	"net"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// A proxy that believes Content-Length and a server that believes
// Transfer-Encoding see different requests in the same bytes: what the one takes
// for a body is another request to the other. net/http drops
// Content-Length before a handler could see both, so plain connections, which
// are those that proxies use, are looked at before it. A request of both is made
// one that it refuses, with 400 and the end of the connection.

// guardedListener looks at the heads of requests on plain connections.
type guardedListener struct{ net.Listener }

// Accept implements net.Listener.
func (l guardedListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if _, encrypted := c.(*tls.Conn); encrypted {
		return c, nil // net/http looks for this type
	}
	return &guardedConn{Conn: c}, nil
}

// guardedConn reads along in the heads of requests, byte by byte, and passes
// over bodies.
type guardedConn struct {
	net.Conn
	line     []byte // of the head, as far as it was read
	named    bool   // the name of the line was seen to its colon
	lines    int    // of this head
	length   int64  // bytes of the body, -1 without
	chunked  bool
	body     int64 // still to pass over
	finished bool  // the connection ends with this request
}

// maxHeadLine is how much of a line is kept: more than any name, and than any
// length.
const maxHeadLine = 64

// Read implements net.Conn.
func (c *guardedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	for b := p[:n]; len(b) > 0 && !c.finished; {
		if c.body > 0 {
			over := min(c.body, int64(len(b)))
			c.body, b = c.body-over, b[over:]
			continue
		}
		c.head(&b[0])
		b = b[1:]
	}
	return n, err
}

// CloseWrite ends what is sent, as net/http does before it waits for the client
// to have read a refusal.
func (c *guardedConn) CloseWrite() error {
	if w, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return w.CloseWrite()
	}
	return nil
}

// head takes one byte of a head. It spoils the colon of the second of the two
// headers, so that the line is none.
func (c *guardedConn) head(b *byte) {
	switch {
	case *b == '\n':
		c.endLine()
		return
	case *b == ':' && !c.named:
		c.named = true
		switch name := strings.ToLower(string(bytes.TrimSpace(c.line))); {
		case c.lines == 0: // the request itself
		case name == "content-length" && c.chunked, name == "transfer-encoding" && c.length >= 0:
			*b, c.finished = 1, true
			return
		}
	}
	if len(c.line) < maxHeadLine {
		c.line = append(c.line, *b)
	}
}

// endLine takes a whole line; an empty one ends the head.
func (c *guardedConn) endLine() {
	name, value, _ := strings.Cut(strings.TrimRight(string(c.line), "\r"), ":")
	empty := len(bytes.TrimRight(c.line, "\r")) == 0
	switch {
	case c.lines == 0 && empty: // may stand before a request
	case c.lines == 0:
		c.lines, c.length, c.chunked = 1, -1, false
	case empty:
		c.body, c.lines = max(0, c.length), 0
		c.finished = c.chunked // see endChunked
	case strings.EqualFold(name, "content-length"):
		c.length = 0
		if n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64); err == nil {
			c.length = n
		}
	case strings.EqualFold(name, "transfer-encoding"):
		c.chunked = true
	}
	c.line, c.named = c.line[:0], false
}

// endChunked ends the connection after a request whose body came in chunks:
// where it ends is nothing to disagree about then.
func endChunked(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if r := c.Request(); len(r.TransferEncoding) > 0 && r.ProtoMajor == 1 {
			c.Response().Header().Set("Connection", "close")
		}
		return next(c)
	}
}

package web

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"testing"
	"time"
)

// TestSlowHeader opens a connection and sends no end of the header: the server
// closes it.
func TestSlowHeader(t *testing.T) {
	if testing.Short() {
		t.Skip("takes as long as a header may")
	}
	t.Parallel()
	s := newTestServer(t, testConfig())
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go s.Serve(t.Context(), l)
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	began := time.Now()
	fmt.Fprint(conn, "GET /healthz HTTP/1.1\r\nHost: example.com\r\nX-Slow: ")
	if err := conn.SetReadDeadline(began.Add(4 * readHeaderTimeout)); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(bufio.NewReader(conn))
	if took := time.Since(began); err != nil || took < readHeaderTimeout/2 {
		t.Errorf("after %v: %q %v", took, answer, err)
	}
}

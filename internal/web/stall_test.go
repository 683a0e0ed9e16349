package web

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// TestStalledUpload sends a body in pieces: it may take long as a whole, but
// not fall silent for longer than the limit, which is short here.
func TestStalledUpload(t *testing.T) {
	const idle = 300 * time.Millisecond
	ended := make(chan error, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, &patientReader{r: r.Body, control: http.NewResponseController(w), idle: idle})
		ended <- err
	}))
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
	for range 6 { // together longer than the limit
		time.Sleep(idle / 3)
		fmt.Fprint(conn, "x")
	}
	began := time.Now()
	select {
	case err := <-ended:
		if ops.CodeOf(err) != "upload_stalled" || time.Since(began) < idle/2 {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the upload holds the server")
	}
}

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

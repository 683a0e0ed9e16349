package importing

import (
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

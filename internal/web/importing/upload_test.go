package importing

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
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

// TestNotesAreReadWhole: what is known of an upload is read while it is written
// again and again, as the count of waiting uploads does.
func TestNotesAreReadWhole(t *testing.T) {
	u, err := newUploads(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	up, err := u.keep(strings.NewReader("a,b\n"), "file.csv", "Mei", 100)
	if err != nil {
		t.Fatal(err)
	}
	defer up.Close()
	done := make(chan error, 1)
	go func() {
		for range 2000 {
			if err := u.note(up); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			return
		default:
		}
		if all, err := u.waiting("Mei"); err != nil || len(all) != 1 {
			t.Fatal(len(all), err)
		}
	}
}

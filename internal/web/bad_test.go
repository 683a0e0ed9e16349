package web

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// listening serves s on a port of its own and returns its address.
func listening(t *testing.T, s *Server) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.hosts = LocalHosts(l.Addr())
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("the server stopped with %v", err)
		}
	})
	return l.Addr().String()
}

var repetition = regexp.MustCompile(`\{\{repeat:(.):(\d+)\}\}`)

// raw makes the bytes of a request of a .http file: {{host}} is the server's,
// {{repeat:x:9}} nine times x; header lines end in CRLF, and a body gets its
// length unless the header says something else.
func raw(text, host string) string {
	text = strings.ReplaceAll(text, "{{host}}", host)
	text = repetition.ReplaceAllStringFunc(text, func(m string) string {
		parts := repetition.FindStringSubmatch(m)
		n, _ := strconv.Atoi(parts[2])
		return strings.Repeat(parts[1], n)
	})
	head, body, _ := strings.Cut(text, "\n\n")
	lower := strings.ToLower(head)
	if strings.Contains(lower, "chunked") {
		body = strings.ReplaceAll(body, "\n", "\r\n")
	} else if !strings.Contains(lower, "content-length") && strings.HasPrefix(text, "POST") {
		head += fmt.Sprintf("\nContent-Length: %d", len(body))
	}
	return strings.ReplaceAll(head, "\n", "\r\n") + "\r\nConnection: close\r\n\r\n" + body
}

// TestBadRequests walks testdata/bad: each .http file is sent as it stands and
// must be answered as its .want.json says, and change nothing. The number in
// front is that of the catalogue of bad inputs.
func TestBadRequests(t *testing.T) {
	s := realServer(t)
	addr := listening(t, s)
	files, err := filepath.Glob("testdata/bad/*.http")
	if err != nil || len(files) < 70 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	version := s.Snapshots.Current().Version()
	for _, file := range files {
		name := strings.TrimSuffix(file, ".http")
		t.Run(filepath.Base(name), func(t *testing.T) {
			request, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var want struct {
				Status int
				Code   string
			}
			b, err := os.ReadFile(name + ".want.json")
			if err == nil {
				err = json.Unmarshal(b, &want)
			}
			if err != nil {
				t.Fatal(err)
			}
			status, header, body := send(t, addr, raw(string(request), addr))
			var got errorBody
			if want.Code != "" {
				if err := json.Unmarshal([]byte(body), &got); err != nil {
					t.Fatalf("%d, no error in the one shape: %s", status, body)
				}
				if got.Error.ID == "" || got.Error.Message == "" || got.Error.ID != header.Get("X-Request-Id") {
					t.Errorf("no id or message: %s", body)
				}
			}
			if status != want.Status || string(got.Error.Code) != want.Code {
				t.Errorf("%d %s, want %d %s: %.500s", status, got.Error.Code, want.Status, want.Code, body)
			}
			for _, secret := range []string{"SELECT", "sqlite", "goroutine", "/internal/", s.importing.Uploads} {
				if strings.Contains(strings.ReplaceAll(body, "sqlite_master", ""), secret) {
					t.Errorf("the answer tells %q: %s", secret, body)
				}
			}
			if now := s.Snapshots.Current().Version(); now != version {
				t.Errorf("the record changed: version %d, was %d", now, version)
			}
			if left, _ := filepath.Glob(filepath.Join(s.importing.Uploads, "*")); len(left) > 0 {
				t.Errorf("uploads stay behind: %v", left)
			}
		})
	}
	if status, _, _ := send(t, addr, raw("GET /healthz HTTP/1.1\nHost: {{host}}\n\n", addr)); status != http.StatusOK {
		t.Errorf("the server is not well afterwards: %d", status)
	}
}

// send writes the bytes of a request and reads the answer. The server may
// answer and close before it has read everything.
func send(t *testing.T, addr, request string) (int, http.Header, string) {
	t.Helper()
	conn, err := net.DialTimeout("tcp", addr, 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	go io.WriteString(conn, request)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("no answer: %v", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("half an answer: %v", err)
	}
	return resp.StatusCode, resp.Header, string(body)
}

func TestHalfAHeaderIsClosed(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the time-out of 5 s")
	}
	addr := listening(t, realServer(t))
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	io.WriteString(conn, "GET /healthz HTT")
	began := time.Now()
	conn.SetReadDeadline(began.Add(10 * time.Second))
	if _, err := io.ReadAll(conn); err != nil {
		t.Errorf("still open after %v: %v", time.Since(began), err)
	}
}

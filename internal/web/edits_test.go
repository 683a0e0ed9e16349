package web

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daybreak/static"
)

// A template or a style sheet that is saved is shown, and the pages that are
// open are told; what cannot be parsed changes nothing.
func TestEditsAreShownAtOnce(t *testing.T) {
	root := t.TempDir()
	if err := os.CopyFS(filepath.Join(root, "internal/web"), templateFiles); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(root, "static"), static.Files()); err != nil {
		t.Fatal(err)
	}
	cfg := testConfig()
	cfg.Checkout = os.DirFS(root)
	s := newTestServer(t, cfg)
	server := httptest.NewUnstartedServer(s)
	server.Config.RegisterOnShutdown(s.stop)
	server.Start()
	defer server.Close()
	defer s.stop()
	r, err := http.NewRequest(http.MethodGet, server.URL+"/edits", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "example.com"
	stream, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	told := make(chan string)
	go func() {
		defer close(told)
		for lines := bufio.NewScanner(stream.Body); lines.Scan(); {
			if text, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				told <- text
			}
		}
	}()
	hears := func(what string) string {
		select {
		case text := <-told:
			return text
		case <-time.After(5 * time.Second):
			t.Fatalf("nothing is told: %s", what)
			return ""
		}
	}
	first := hears("at the start")
	edit := func(file, from, to string) {
		name := filepath.Join(root, file)
		b, err := os.ReadFile(name)
		if err != nil || !strings.Contains(string(b), from) {
			t.Fatalf("%s does not hold %q (%v)", file, from, err)
		}
		if err := os.WriteFile(name, []byte(strings.ReplaceAll(string(b), from, to)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const layout = "internal/web/templates/layout.html"
	before := get(s, "/limits", "Accept", "text/html").Body.String()
	if !strings.Contains(before, "/static/edits.") {
		t.Error("the page does not follow edits")
	}
	edit(layout, `<div id="app">`, `<div id="app" data-edited>`)
	if second := hears("after a template"); second == first {
		t.Error("a template has changed and the same is told")
	}
	if page := get(s, "/limits", "Accept", "text/html").Body.String(); !strings.Contains(page, "data-edited") {
		t.Error("the template is not shown as edited")
	}
	edit("static/app.css", "--bg: #f5f6f8", "--bg: #ffffff")
	hears("after a style sheet")
	if page := get(s, "/limits", "Accept", "text/html").Body.String(); strings.Contains(page, sheetOf(before)) {
		t.Error("the style sheet has its old address")
	}
	edit(layout, "data-edited", "{{if}}")
	time.Sleep(3 * editLooks)
	if page := get(s, "/limits", "Accept", "text/html").Body.String(); !strings.Contains(page, "data-edited") {
		t.Error("a template with a mistake took the place of the last good one")
	}
}

// sheetOf returns the address of the style sheet of a page.
func sheetOf(page string) string {
	_, after, _ := strings.Cut(page, `<link rel="stylesheet" href="`)
	address, _, _ := strings.Cut(after, `"`)
	return address
}

// The pages of a release follow nothing.
func TestReleasesDoNotFollowEdits(t *testing.T) {
	s := newTestServer(t, testConfig())
	if w := get(s, "/edits"); w.Code != http.StatusNotFound {
		t.Errorf("/edits answers %d", w.Code)
	}
	if page := get(s, "/limits", "Accept", "text/html").Body.String(); strings.Contains(page, "edits.js") || strings.Contains(page, "/static/edits") {
		t.Error("the page follows edits")
	}
}

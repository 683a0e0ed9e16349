package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// postedDays posts a check-in of ann at noon, UTC, of each of some days before
// today, as a program does.
func postedDays(t *testing.T, base string, ago ...int) {
	t.Helper()
	var events []string
	for _, n := range ago {
		day := time.Now().UTC().AddDate(0, 0, -n).Format(time.DateOnly)
		events = append(events, fmt.Sprintf(`{"member":"ann","at":"%sT12:00:00Z","event":"check_in"}`, day))
	}
	if code, body := fetch(t, "POST", base+"/api/v1/events", "application/json", strings.NewReader("["+strings.Join(events, ",")+"]")); code != 201 {
		t.Fatal(code, body)
	}
}

// checkIn posts a check-in of ann now.
func checkIn(t *testing.T, base string) {
	t.Helper()
	if code, body := fetch(t, "POST", base+"/api/v1/check-ins", "application/json", strings.NewReader(`{"member":"ann"}`)); code != 201 {
		t.Fatal(code, body)
	}
}

// A stream tells what there is of the day under way, at first nothing, and a
// check-in as soon as the figures have it. It ends with the server.
func TestAStreamTellsTheDayUnderWay(t *testing.T) {
	base, stop := serving(t, "--data", filepath.Join(t.TempDir(), "data"), "--no-login", "--timezone", "UTC")
	postedDays(t, base, 1, 7)
	for path, want := range map[string]int{"/stream": 400, "/stream?of=%2Fnothing": 400, "/stream?of=%2Fcheckins%3Fx%3D1": 400} {
		if code, body := fetch(t, "GET", base+path, "", nil); code != want || !strings.Contains(body, `"error"`) {
			t.Errorf("%s: %d %s, want %d", path, code, body, want)
		}
	}
	resp, err := http.Get(base + "/events/check-ins?of=%2Fcheckins%3Flang%3Den") // where it was: it leads on
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if got := resp.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Fatalf("content type %s", got)
	}
	lines := bufio.NewScanner(resp.Body)
	told := func() string {
		t.Helper()
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				var news struct {
					Of    string
					Texts map[string]string
				}
				if err := json.Unmarshal([]byte(data), &news); err != nil || len(news.Texts) != 1 || news.Of != "/checkins?lang=en" {
					t.Fatalf("%s: %v", data, err)
				}
				for _, text := range news.Texts {
					return text
				}
			}
		}
		t.Fatal("the stream ended")
		return ""
	}
	if got := told(); got != "" {
		t.Errorf("before the first check-in: %q", got)
	}
	checkIn(t, base)
	// One check-in; on the same day last week there was one at noon.
	if got := told(); !strings.HasPrefix(got, "Under way: 1 by ") {
		t.Errorf("after a check-in: %q", got)
	}
	began := time.Now()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("with a stream open the server took %v to stop", took)
	}
	for lines.Scan() { // what was sent before the end
	}
}

// An open page shows a check-in without being loaded again.
func TestAPageFollowsCheckIns(t *testing.T) {
	base, _ := serving(t, "--data", filepath.Join(t.TempDir(), "data"), "--no-login", "--timezone", "UTC")
	postedDays(t, base, 1)
	b := newTab(t)
	b.open(t, base+"/checkins", "zh", "dark", 390)
	b.await(t, `document.querySelector('[data-follow]')?.hidden`)
	evaluate[bool](t, b, `window.sameDocument = true`)
	checkIn(t, base)
	b.await(t, `document.querySelector('[data-follow]').textContent.startsWith('进行中：1')`)
	if shown := evaluate[bool](t, b, `window.sameDocument && document.querySelector('[data-follow]').checkVisibility()`); !shown {
		t.Error("the number is there, but it is not shown on the page as it was")
	}
	b.check(t, "followed", "const axe = { run: async () => ({ violations: [] }) }")
}

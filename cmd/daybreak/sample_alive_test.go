package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// alertsOfSample holds what is watched: four alerts, of which at least one fired on
// an earlier day and one waits for somebody, and a brief that can be read without a
// network.
func alertsOfSample(t *testing.T, base string) {
	t.Helper()
	_, body := fetch(t, "GET", base+"/api/v1/firings", "", nil)
	var history struct {
		Firings []struct {
			At        time.Time
			Recovered string `json:"recovered_at"`
		}
	}
	if err := json.Unmarshal([]byte(body), &history); err != nil {
		t.Fatal(err, body)
	}
	past, open := 0, 0
	for _, f := range history.Firings {
		if time.Since(f.At) > 48*time.Hour {
			past++
		}
		if f.Recovered == "" {
			open++
		}
	}
	if past == 0 || open == 0 {
		t.Errorf("%d firings of earlier days, %d open", past, open)
	}
	if _, body := fetch(t, "GET", base+"/api/v1/alerts", "", nil); strings.Count(body, `"rule":`) != 4 {
		t.Errorf("not four alerts: %s", body)
	}
	if code, body := fetch(t, "GET", base+"/messages", "", nil); code != 200 || !strings.Contains(body, "破晓早报") {
		t.Errorf("no brief lies in the outbox: %d", code)
	}
}

// reportsOfSampleAre holds what was reported: a final month and one after or before it
// that is a draft.
func reportsOfSampleAre(t *testing.T, base string) {
	t.Helper()
	_, body := fetch(t, "GET", base+"/api/v1/reports", "", nil)
	var list struct {
		Reports []struct{ Month, State string }
	}
	if err := json.Unmarshal([]byte(body), &list); err != nil {
		t.Fatal(err, body)
	}
	states := map[string]int{}
	for _, r := range list.Reports {
		states[r.State]++
	}
	if len(list.Reports) != 2 || states["final"] != 1 || states["draft"] != 1 {
		t.Errorf("reports: %s", body)
	}
}

// The sample data ends yesterday: people joined then, nothing is known of today,
// a challenge runs, and the story of the committed files is there when it is
// asked for.
func TestSampleIsAlive(t *testing.T) {
	base, stop := serving(t, "--data", filepath.Join(t.TempDir(), "data"), "--sample", "--no-login", "--timezone", "UTC")
	today := time.Now().UTC()
	day := func(n int) string { return today.AddDate(0, 0, n).Format("2006-01-02") }
	joined := func(d string) string {
		_, body := fetch(t, "GET", fmt.Sprintf("%s/api/v1/metrics?metrics=joins&from=%s&to=%s&grain=whole", base, d, d), "", nil)
		return body
	}
	if n, err := figure(joined(day(-1)), "joins"); err != nil || n < 5 {
		t.Errorf("%v joined yesterday: %v", n, err)
	}
	if n, err := figure(joined(day(0)), "joins"); err == nil && n > 0 {
		t.Errorf("%v joined today", n)
	}
	if _, body := fetch(t, "GET", base+"/api/v1/sources", "", nil); !strings.Contains(body, day(-1)) {
		t.Errorf("no source is known through yesterday: %.300s", body)
	}
	if code, body := fetch(t, "GET", base+"/overview", "", nil); code != 200 || !strings.Contains(body, `"role":"goal"`) {
		t.Errorf("the overview has no target: %d", code)
	}
	alertsOfSample(t, base)
	reportsOfSampleAre(t, base)
	if err := stop(); err != nil {
		t.Error(err)
	}
	code, _, errs := runs(t, "serve", "--data", filepath.Join(t.TempDir(), "data"), "--sample", "--sample-to", "soon", "--no-login", "--listen", "127.0.0.1:0")
	if code == 0 || !strings.Contains(errs, "2026-10-31") {
		t.Errorf("a day that is none: %d %s", code, errs)
	}
}

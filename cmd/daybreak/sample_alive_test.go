package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

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
	if err := stop(); err != nil {
		t.Error(err)
	}
	code, _, errs := runs(t, "serve", "--data", filepath.Join(t.TempDir(), "data"), "--sample", "--sample-to", "soon", "--no-login", "--listen", "127.0.0.1:0")
	if code == 0 || !strings.Contains(errs, "2026-10-31") {
		t.Errorf("a day that is none: %d %s", code, errs)
	}
}

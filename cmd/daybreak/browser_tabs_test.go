package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// besides opens another tab of the same browser, with its cookies and storage.
func (b *tab) besides(t *testing.T) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil { // the tab lives as long as what opens it
		t.Fatal(err)
	}
	return &tab{Context: ctx}
}

// Over HTTP/1.1 a browser has six connections to a host. Twelve tabs that all
// follow the day under way load, with one stream among them, and are all told of
// a check-in; when the tab that listens is closed another takes over.
func TestTwelveTabsHaveOneStream(t *testing.T) {
	base, _ := serving(t, "--data", filepath.Join(t.TempDir(), "data"), "--no-login", "--timezone", "UTC")
	postedDays(t, base, 1)
	bo := fmt.Sprintf(`[{"member":"bo","at":"%sT12:00:00Z","event":"check_in"}]`, time.Now().UTC().AddDate(0, 0, -1).Format(time.DateOnly))
	if code, body := fetch(t, "POST", base+"/api/v1/events", "application/json", strings.NewReader(bo)); code != 201 {
		t.Fatal(code, body)
	}
	to, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	var streams atomic.Int64
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to) }}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/stream" {
			streams.Add(1)
			defer streams.Add(-1)
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	t.Cleanup(front.CloseClientConnections) // of tabs that still listen

	tabs := []*tab{newTab(t)}
	for len(tabs) < 12 {
		tabs = append(tabs, tabs[0].besides(t))
	}
	for i, b := range tabs {
		address := front.URL + "/checkins?lang=en"
		if i%3 == 2 {
			address += "&range=28d"
		}
		ctx, cancel := context.WithTimeout(b, 20*time.Second)
		if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
			t.Fatalf("tab %d does not load: %v", i+1, err)
		}
		cancel()
	}
	told := func(tabs []*tab, text string) {
		t.Helper()
		for i, b := range tabs {
			b.await(t, `document.querySelector('[data-follow]').textContent.startsWith('`+text+`')`)
			if t.Failed() {
				t.Fatalf("tab %d", i+1)
			}
		}
		for range 100 {
			if streams.Load() == 1 {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Errorf("%d streams, want 1", streams.Load())
	}
	told(tabs, "")
	checkIn(t, base)
	told(tabs, "Under way: 1 ")
	last := len(tabs) - 1
	if err := chromedp.Cancel(tabs[last]); err != nil { // it was looked at last, so it leads
		t.Fatal(err)
	}
	told(tabs[:last], "Under way: 1 ")
	if code, body := fetch(t, "POST", base+"/api/v1/check-ins", "application/json", strings.NewReader(`{"member":"bo"}`)); code != 201 {
		t.Fatal(code, body)
	}
	told(tabs[:last], "Under way: 2 ")
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fillIn sets fields of the first form that has them all and sends it by its
// button, as a person would, and waits for the next page.
func (b *tab) fillIn(t *testing.T, path string, fields map[string]string) {
	t.Helper()
	var set strings.Builder
	for name, value := range fields {
		fmt.Fprintf(&set, "f.elements[%q].value = %q; ", name, value)
	}
	evaluate[bool](t, b, fmt.Sprintf(`(() => { const f = document.querySelector('form[action=%q]'); %s window.left = true; setTimeout(() => `+
		`f.querySelector('button').click()); return true; })()`, path, set.String()))
	b.await(t, `document.readyState === 'complete' && !window.left`)
}

// The pages about accounts, from the set-up link on, in both languages, both
// themes and on a phone.
func TestAccountPagesInABrowser(t *testing.T) {
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	base, told, _ := started(t, "--data", filepath.Join(t.TempDir(), "data"), "--listen", "127.0.0.1:0", "--sample", "--sample-to", "2026-10-31")
	link := setUpLink.FindStringSubmatch(told.String())
	if link == nil {
		t.Fatal("no set-up link")
	}
	b := newTab(t)
	each := func(pages ...string) {
		t.Helper()
		for n, page := range pages {
			for i, lang := range []string{"zh", "en"} {
				for j, theme := range []string{"light", "dark"} {
					for k, width := range []int64{1440, 390} {
						if (i+j+k)%2 == 1 || (j+n)%2 == 1 { // each page in both languages and widths; the theme goes round
							continue
						}
						where := fmt.Sprintf("%s-%s-%s-%d", strings.Trim(strings.ReplaceAll(page, "/", "-"), "-"), lang, theme, width)
						b.open(t, base+page, lang, theme, width)
						b.check(t, where, string(axe))
						b.screenshot(t, where)
					}
				}
			}
		}
	}
	each("/login", "/setup")
	b.open(t, base+"/setup#"+link[2], "en", "light", 1440)
	if got := evaluate[string](t, b, `document.querySelector('[name=code]').value + ' ' + location.hash`); got != link[2]+" " {
		t.Fatalf("the link fills in %q", got)
	}
	const password = "a good long sentence"
	b.fillIn(t, "/setup", map[string]string{"name": "ada", "password": password, "again": password})
	b.open(t, base+"/users", "en", "light", 1440)
	b.fillIn(t, "/users", map[string]string{"name": "bo", "password": "another long sentence", "confirm": password})
	b.open(t, base+"/tokens", "en", "light", 1440)
	b.fillIn(t, "/tokens", map[string]string{"name": "cron", "confirm": password})
	b.check(t, "a new token", string(axe))
	b.screenshot(t, "token-fresh")
	b.open(t, base+"/shares?page=channels&query=range%3D7d", "en", "light", 1440)
	b.fillIn(t, "/shares", map[string]string{"origin": "https://wiki.example.com"})
	b.check(t, "a new link", string(axe))
	shared := strings.TrimPrefix(evaluate[string](t, b, `document.querySelector('#secret').textContent`), base)
	if !strings.HasPrefix(shared, "/s/") {
		t.Fatalf("the link is %q", shared)
	}
	each("/account", "/users", "/users/2", "/tokens", "/shares", "/audit", "/limits", shared)
	if n := evaluate[int](t, b, `document.querySelectorAll('.filters, .side, a[href^="/api"], a[href*=".csv"]').length`); n > 0 {
		t.Errorf("the shared page has %d ways to change or leave it", n)
	}
	b.open(t, base+"/account", "en", "light", 1440)
	b.fillIn(t, "/logout", nil)
	if at := evaluate[string](t, b, `location.pathname`); at != "/login" {
		t.Errorf("signing out leads to %s", at)
	}
}

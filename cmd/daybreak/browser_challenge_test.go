package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"daybreak/internal/i18n"
)

// phone returns a tab of a phone, a browser of its own, in which pages run no
// script. Members use nothing else.
func phone(t *testing.T) *tab {
	t.Helper()
	b := newTab(t)
	err := chromedp.Do(b, chromedp.EmulateViewport(390, 844), chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// visit goes to a page and waits for something on it.
func (b *tab) visit(t *testing.T, address, element string) {
	t.Helper()
	if err := chromedp.Do(b, chromedp.Navigate(address)); err != nil {
		t.Fatal(err)
	}
	b.await(t, fmt.Sprintf(`document.querySelector(%q) !== null`, element))
}

// tap taps a button and waits for something on the page it leads to.
func (b *tab) tap(t *testing.T, button, element string) {
	t.Helper()
	if err := chromedp.Do(b, chromedp.Click(chromedp.CSS(button))); err != nil {
		t.Fatal(err)
	}
	b.await(t, fmt.Sprintf(`document.querySelector(%q) !== null`, element))
}

// text returns what stands in an element.
func (b *tab) text(t *testing.T, element string) string {
	t.Helper()
	return evaluate[string](t, b, fmt.Sprintf(`document.querySelector(%q)?.innerText ?? ''`, element))
}

// value returns what stands in a field.
func (b *tab) value(t *testing.T, field string) string {
	t.Helper()
	return evaluate[string](t, b, fmt.Sprintf(`document.querySelector(%q)?.value ?? ''`, field))
}

// joinOnPhone joins a challenge at an address and returns the personal link.
func joinOnPhone(t *testing.T, b *tab, address, name string) string {
	t.Helper()
	b.visit(t, address, `input[name=name]`)
	if err := chromedp.Do(b, chromedp.SendKeys(chromedp.CSS(`input[name=name]`), name)); err != nil {
		t.Fatal(err)
	}
	b.tap(t, `form[action$="/join"] button`, `#secret`)
	return b.value(t, `#secret`)
}

// A team runs a challenge: an editor makes it, a member joins, checks in and
// invites another, who stands on the leaderboard, all without script. Then the
// same pages are looked at in both languages, both themes and two widths.
func TestChallengeInABrowser(t *testing.T) {
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	base, _ := serving(t, "--data", filepath.Join(t.TempDir(), "data"), "--no-login")
	desk := newTab(t)
	desk.open(t, base+"/challenges", "en", "light", 1440)
	desk.fillIn(t, "/challenges", map[string]string{"title": "早起 21 天", "slug": "early", "start": "", "length": "21", "make_up": "2"})
	desk.open(t, base+"/challenges/1", "en", "light", 1440)
	desk.fillIn(t, "/challenges/1/groups", map[string]string{"name": "Morning run"})
	desk.open(t, base+"/challenges/1", "en", "light", 1440)
	group := evaluate[string](t, desk, `document.querySelector('.agent').textContent`)
	desk.check(t, "a challenge", string(axe))

	words := &i18n.In(i18n.En).CheckIn
	ann, bo := phone(t), phone(t)
	link := joinOnPhone(t, ann, group+"&lang=en", "Ann")
	if !strings.HasPrefix(link, base+"/c/early/ci_") {
		t.Fatalf("the personal link is %q", link)
	}
	if got := ann.text(t, ".hero"); !strings.Contains(got, words.FirstDay) {
		t.Errorf("Ann's page says %q", got)
	}
	ann.tap(t, `form[action$="/check-in"] button`, `.big.ok`)
	if got := ann.text(t, ".cal td.d.t"); !strings.Contains(got, words.MarkDone) {
		t.Errorf("today's cell says %q", got)
	}
	if n := evaluate[int](t, ann, `document.querySelectorAll('.cal td[class]').length`); n != 21 {
		t.Errorf("the calendar has %d days", n)
	}
	// What a phone sees in the code is the link beside it: package chart holds
	// its modules against the text.
	invitation := ann.value(t, `#invite`)
	if d := evaluate[string](t, ann, `document.querySelector('svg.qr path').getAttribute('d')`); len(d) < 500 ||
		!strings.HasPrefix(invitation, base+"/c/early?join=") {
		t.Errorf("the invitation is %q, its code %.40q", invitation, d)
	}
	bo.visit(t, invitation+"&lang=en", `input[name=name]`)
	if got := bo.text(t, ".hero"); !strings.Contains(got, fmt.Sprintf(words.Invited, "Ann")) {
		t.Errorf("the invitation says %q", got)
	}
	joinOnPhone(t, bo, invitation+"&lang=en", "Bo")
	board := func(b *tab) string {
		return evaluate[string](t, b,
			`[...document.querySelectorAll('.top10 tbody tr')].map(r => (r.className + ' ' + r.innerText).trim().split(/\s+/).join(' ')).join('; ')`)
	}
	want := "own 1 Ann you 1 1; 2 Bo 0 0"
	for range 20 { // the board follows the record within seconds
		ann.visit(t, base+"/c/early", ".top10")
		if board(ann) == want {
			break
		}
	}
	if got := board(ann); got != want {
		t.Errorf("Ann's leaderboard is %q, want %q", got, want)
	}
	bo.tap(t, `form[action$="/check-in"] button`, `.big.ok`)
	if got := board(bo); got != "1 Ann 1 1; own 1 Bo you 1 1" {
		t.Errorf("Bo's leaderboard is %q", got)
	}

	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range []struct{ path, name string }{{"/challenges", "list"}, {"/challenges/1", "challenge"}, {strings.TrimPrefix(invitation, base), "join"},
		{u.Path, "member"}, {"/c/nothing", "missing"}} {
		for i, lang := range []string{"zh", "en"} {
			for j, theme := range []string{"light", "dark"} {
				for k, width := range []int64{1440, 390} {
					if (i+j+k)%2 == 1 { // every pair of language, theme and width is there
						continue
					}
					where := fmt.Sprintf("challenge-%s-%s-%s-%d", page.name, lang, theme, width)
					if page.name == "member" { // the link keeps itself in the browser and leads to the page
						desk.visit(t, base+page.path, ".cal")
						page.path = "/c/early"
					}
					desk.open(t, base+page.path, lang, theme, width)
					if page.name == "missing" {
						desk.forget("404")
					}
					desk.check(t, where, string(axe))
					desk.screenshot(t, where)
				}
			}
		}
	}
}

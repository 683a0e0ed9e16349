package main

import (
	"encoding/base64"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/chromedp/chromedp"
)

// newcomer is somebody at the browser whose clicks are counted.
type newcomer struct {
	*tab
	clicks int
}

// click clicks the middle of an element with the mouse and waits for what it
// leads to.
func (n *newcomer) click(t *testing.T, selector, leadsTo string) {
	t.Helper()
	n.await(t, fmt.Sprintf(`!!document.querySelector(%q)`, selector))
	at := evaluate[[]float64](t, n.tab,
		fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.scrollIntoView({ block: 'center' }); const r = e.getBoundingClientRect(); return [r.x + `+
			`r.width / 2, r.y + r.height / 2]; })()`, selector))
	n.clicks++
	if err := chromedp.Do(n, chromedp.MouseClickXY(at[0], at[1])); err != nil {
		t.Fatal(err)
	}
	n.await(t, leadsTo)
}

// files makes JavaScript that holds files, as a file dialog or a drop does.
func files(contents map[string][]byte) string {
	var b strings.Builder
	b.WriteString("const dt = new DataTransfer();")
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		fmt.Fprintf(&b, "dt.items.add(new File([Uint8Array.from(atob(%q), c => c.charCodeAt(0))], %q));", base64.StdEncoding.EncodeToString(contents[name]), name)
	}
	return b.String()
}

// choose opens the page of imports and picks files in the dialog, which is one
// click.
func (n *newcomer) choose(t *testing.T, contents map[string][]byte, leadsTo string) {
	t.Helper()
	n.clicks++
	evaluate[bool](t, n.tab, `(() => { `+files(contents)+` const i = document.querySelector('#file'); i.files = dt.files; i.dispatchEvent(new `+
		`Event('change', { bubbles: true })); return true; })()`)
	n.await(t, leadsTo)
}

// keyTo presses Tab until an element has the focus: it can be reached by
// keyboard.
func (n *newcomer) keyTo(t *testing.T, selector string) {
	t.Helper()
	for range 120 {
		if evaluate[bool](t, n.tab, fmt.Sprintf(`document.activeElement?.matches(%q) ?? false`, selector)) {
			return
		}
		n.keys(t, "\t")
	}
	t.Fatalf("%s is not reached by keyboard", selector)
}

func (n *newcomer) keys(t *testing.T, keys string) {
	t.Helper()
	if err := chromedp.Do(n, chromedp.KeyEvent(keys)); err != nil {
		t.Fatal(err)
	}
}

// utf16le encodes a text as the "Excel .csv" of Google Ads is.
func utf16le(text string) []byte {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}

// googleReport is a campaign report by day in the shape Google Ads exports.
// Every day costs 1,000 and claims 1,500: an ROI of 50 %.
func googleReport(month int) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "Campaign report\n\"%d/1/2026 - %d/14/2026\"\nCampaign status\tCampaign\tDay\tCurrency "+
		"code\tCost\tClicks\tImpr.\tCTR\tConversions\tConv. value\n", month, month)
	for d := range 14 {
		fmt.Fprintf(&b, "Enabled\tTotal Rewards Brand\t2026-%02d-%02d\tCNY\t\"1,000.00\"\t50\t\"2,000\"\t2.50%%\t3.00\t\"1,500.00\"\n", month, d+1)
	}
	b.WriteString("Total: Campaigns\t --\t --\t --\t\"14,000.00\"\t700\t\"28,000\"\t2.50%\t42.00\t\"21,000.00\"\n")
	return utf16le(b.String())
}

// shopReport is an export nobody knows, which leaves platform and currency
// open. Every day costs 200 and brings 500: an ROI of 150 %.
func shopReport() []byte {
	var b strings.Builder
	b.WriteString("id;c_date;campaign_name;category;impressions;mark_spent;clicks;orders;revenue\n")
	for d := range 14 {
		fmt.Fprintf(&b, "%d;%02d.09.2026;Gesamtpaket;social;1.000;200,00;40;2;500,00\n", d+1, d+1)
	}
	return []byte(b.String())
}

// From the raw export of a platform to the first chart of ROI: at most 4 clicks
// and 60 s, and one click for the next file of the kind.
func TestFromARawExportToAChartOfROI(t *testing.T) {
	for name, c := range map[string]struct {
		file    []byte
		answers map[string]string
		roi     string
	}{
		"recognised": {googleReport(9), nil, "50.0%"},
		"asked":      {shopReport(), map[string]string{"answer.platform": "Shop Ads", "answer.currency": "CNY"}, "150.0%"},
	} {
		t.Run(name, func(t *testing.T) {
			base, _ := serving(t, "--data", filepath.Join(t.TempDir(), "data"), "--no-login")
			n := &newcomer{tab: newTab(t)}
			n.open(t, base+"/import", "en", "light", 1440)
			began := time.Now()
			n.choose(t, map[string][]byte{"export.csv": c.file}, `!!document.querySelector('#commit, #apply')`)
			if c.answers != nil {
				for field, answer := range c.answers {
					evaluate[bool](t, n.tab, fmt.Sprintf(`(() => { document.getElementById(%q).focus(); return true; })()`, field))
					n.keys(t, answer)
				}
				n.click(t, "#apply", `!!document.querySelector('#commit')`)
			}
			n.click(t, "#commit", `location.pathname === '/imports'`)
			n.click(t, `a[href*="#p-reported"]`, `location.pathname === '/channels' && !!document.querySelector('#p-reported svg path')`)
			took := time.Since(began)
			if n.clicks > 4 || took > time.Minute {
				t.Errorf("%d clicks and %v", n.clicks, took)
			}
			if text := evaluate[string](t, n.tab, `document.querySelector('#p-reported').innerText`); !strings.Contains(text, c.roi) {
				t.Errorf("the chart says %q, want %s", text, c.roi)
			}
			t.Logf("%d clicks, %v", n.clicks, took.Round(time.Millisecond))
			if c.answers == nil {
				return
			}
			// The next file of the kind, whose name tells the platform, is asked
			// nothing: one click after it is chosen.
			next := []byte(strings.ReplaceAll(string(c.file), ".09.2026", ".10.2026"))
			n.open(t, base+"/import", "en", "light", 1440)
			n.clicks = 0
			n.choose(t, map[string][]byte{"Shop Ads 2026-10.csv": next}, `!!document.querySelector('#commit')`)
			n.click(t, "#commit", `location.pathname === '/imports'`)
			if n.clicks != 2 {
				t.Errorf("the second file took %d clicks", n.clicks-1)
			}
		})
	}
}

// Several files dropped at once, by keyboard from there on; every step of the
// wizard in both languages, both themes and on a phone keeps the rules of all
// pages.
func TestTheWizardInABrowser(t *testing.T) {
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	base, _ := serving(t, "--data", filepath.Join(t.TempDir(), "data"), "--no-login")
	n := &newcomer{tab: newTab(t)}
	n.open(t, base+"/import", "en", "light", 1440)
	dropped := map[string][]byte{
		"a google.csv": googleReport(9), "b shop.csv": shopReport(),
		"c rows.csv":  []byte("Date,Platform,Campaign,Cost,Currency\n2026-09-01,X,A,1.50,USD\n2026-09-02,X,A,x,USD\n"),
		"d suite.csv": []byte("Follows\nDate,Primary\n2026-09-01,5\n\nInstagram follows\nDate,Primary\n2026-09-01,6\n"),
		"e bad.xls":   []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 binary"),
	}
	evaluate[bool](t, n.tab, `(() => { `+files(dropped)+` document.querySelector('[data-drop]').dispatchEvent(new DragEvent('drop', { dataTransfer: dt, `+
		`bubbles: true, cancelable: true })); return true; })()`)
	n.await(t, `document.querySelectorAll('.filerow').length === 5`)
	previews := evaluate[[]string](t, n.tab, `[...document.querySelectorAll('.filerow a')].map(a => a.getAttribute('href'))`)
	if list := evaluate[string](t, n.tab, `document.querySelector('#main').innerText`); !strings.Contains(list, "Google Ads") ||
		!strings.Contains(list, "Questions: 2") || !strings.Contains(list, "Tables: 2") {
		t.Errorf("the list says %q", list)
	}
	for i, page := range append([]string{"/import", "/mappings"}, previews...) {
		for j, lang := range []string{"zh", "en"} {
			for k, theme := range []string{"light", "dark"} {
				width := []int64{1440, 390}[(i+j+k)%2]
				if (j+k)%2 == 1 && os.Getenv("DAYBREAK_SOAK") == "" {
					continue
				}
				n.open(t, base+page, lang, theme, width)
				n.forget("4") // refused files answer with 415 and 422
				where := fmt.Sprintf("wizard-%d-%s-%s-%d", i, lang, theme, width)
				n.check(t, where, string(axe))
				n.screenshot(t, where)
			}
		}
	}
	// By keyboard: the questions, apply, import, the panel that changed.
	n.open(t, base+previews[1], "en", "light", 1440)
	n.keyTo(t, `[id="answer.currency"]`)
	n.keys(t, "CNY")
	n.keyTo(t, `[id="answer.platform"]`)
	n.keys(t, "Shop Ads")
	n.keyTo(t, "#apply")
	n.keys(t, "\r")
	n.await(t, `!!document.querySelector('#commit')`)
	n.keyTo(t, "#commit")
	n.keys(t, "\r")
	n.await(t, `location.pathname === '/imports'`)
	n.check(t, "after the import", string(axe))
	n.keyTo(t, `a[href*="#p-reported"]`)
	n.keys(t, "\r")
	n.await(t, `location.pathname === '/channels'`)
	if n.clicks != 0 {
		t.Errorf("%d clicks", n.clicks)
	}
}

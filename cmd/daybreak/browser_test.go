package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browserPath returns where Chromium is: DAYBREAK_CHROMIUM, or the first of its
// usual names. Without a browser these tests fail: they are not to be skipped.
func browserPath(t *testing.T) string {
	t.Helper()
	names := []string{os.Getenv("DAYBREAK_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"}
	if runtime.GOOS == "darwin" {
		names = append(names, "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium")
	}
	for _, name := range names {
		if name == "" {
			continue
		}
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("no Chromium found: make deps installs it, or set DAYBREAK_CHROMIUM")
	return ""
}

// tab is a browser tab that remembers everything it complained about.
type tab struct {
	context.Context
	mu         sync.Mutex
	complaints []string
}

// browserOfAll is the one browser of all tests, started by the first that needs it.
type browserOfAll struct {
	once sync.Once
	ctx  context.Context
	stop context.CancelFunc
	err  error
}

var oneBrowser browserOfAll

// start returns the context of the browser.
func (b *browserOfAll) start(path string) (context.Context, error) {
	b.once.Do(func() {
		options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.Headless, chromedp.NoFirstRun, chromedp.DisableGPU,
			chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
			chromedp.Flag("disable-sync", true), chromedp.Flag("hide-scrollbars", true)}
		if os.Geteuid() == 0 {
			options = append(options, chromedp.NoSandbox)
		}
		allocated, stop := chromedp.NewExecAllocator(context.Background(), options...)
		b.stop = stop
		b.ctx, _ = chromedp.NewContext(allocated) // ends with the allocator
		b.err = chromedp.Do(b.ctx, chromedp.Navigate("about:blank"))
	})
	return b.ctx, b.err
}

// close ends the browser, if one was started.
func (b *browserOfAll) close() {
	if b.stop != nil {
		b.stop()
	}
}

// newTab opens a tab with cookies and storage of its own.
func newTab(t *testing.T) *tab {
	t.Helper()
	all, err := oneBrowser.start(browserPath(t))
	if err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	ctx, cancel := chromedp.NewContext(all, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	out := &tab{Context: ctx}
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	complain := func(format string, args ...any) {
		out.mu.Lock()
		defer out.mu.Unlock()
		out.complaints = append(out.complaints, fmt.Sprintf(format, args...))
	}
	err = chromedp.Listen(ctx, func(ev any) {
		switch ev := ev.(type) {
		case *cdplog.EventEntryAdded: // violations of the content security policy arrive here
			if ev.Entry.Level == cdplog.EntryLevelError || ev.Entry.Level == cdplog.EntryLevelWarning {
				complain("%s: %s %s", ev.Entry.Source, ev.Entry.Text, ev.Entry.URL)
			}
		case *cdpruntime.EventConsoleAPICalled:
			if ev.Type == cdpruntime.ConsoleAPICalledTypeError || ev.Type == cdpruntime.ConsoleAPICalledTypeWarning {
				text, _ := json.Marshal(ev.Args)
				complain("console: %s", text)
			}
		case *cdpruntime.EventExceptionThrown:
			complain("exception: %s", ev.ExceptionDetails.Text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// open goes to a page at a width in a language and theme, and waits until all
// of it is drawn.
func (b *tab) open(t *testing.T, address, lang, theme string, width int64) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("lang", lang)
	u.RawQuery = q.Encode()
	preferred := &emulation.MediaFeature{Name: "prefers-color-scheme", Value: theme}
	still := &emulation.MediaFeature{Name: "prefers-reduced-motion", Value: "reduce"}
	err = chromedp.Do(b,
		chromedp.EmulateViewport(width, 900),
		chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{preferred, still}})
			return err
		}),
		chromedp.Navigate(u.String()))
	if err != nil {
		t.Fatalf("%s: %v", u, err)
	}
	if open := evaluate[int](t, b, drawAll); open > 0 {
		t.Errorf("%s: %d charts are not drawn", u, open)
	}
}

// drawAll scrolls to every chart, waits until it is drawn, walks its points by
// keyboard so that tooltips show, and returns how many charts stay undrawn.
const drawAll = `(async () => {
	await document.fonts.ready;
	for (const n of document.querySelectorAll('[data-chart]')) {
		n.scrollIntoView();
		for (let i = 0; i < 100 && !n.dataset.drawn; i++) await new Promise(r => setTimeout(r, 20));
		n.focus();
		for (const key of ['End', 'ArrowLeft', 'Escape']) n.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
	}
	document.activeElement?.blur();
	scrollTo(0, 0);
	return document.querySelectorAll('[data-chart]:not([data-drawn])').length;
})()`

func evaluate[T any](t *testing.T, b *tab, script string) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(b, 40*time.Second)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("evaluate %.60s…: %v", script, err)
	}
	return v
}

// await waits until a condition holds in the document that is there by then. It
// is asked anew each time: a question that is under way while the tab goes to
// another page is lost with the page.
func (b *tab) await(t *testing.T, condition string) {
	t.Helper()
	for range 1000 {
		if holds, err := chromedp.Run(b, chromedp.Evaluate[bool](condition)); err == nil && holds {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("%s never came true; the page is %s", condition, evaluate[string](t, b, `location.href + ' ' + document.querySelector('#main')?.innerText`))
}

// check fails for complaints since the last check and for what no page may do.
func (b *tab) check(t *testing.T, where string, axe string) {
	t.Helper()
	b.mu.Lock()
	complaints := b.complaints
	b.complaints = nil
	b.mu.Unlock()
	for _, c := range complaints {
		t.Errorf("%s: %s", where, c)
	}
	if wide := evaluate[[]string](t, b, tooWide); len(wide) > 0 {
		t.Errorf("%s: wider than the screen: %s", where, strings.Join(wide, ", "))
	}
	if n := evaluate[int](t, b, `document.querySelectorAll('[style]:not([data-chart], [data-chart] *)').length`); n > 0 {
		t.Errorf("%s: %d elements have a style attribute", where, n)
	}
	violations := evaluate[[]string](t, b,
		axe+`; axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map(n => `+
			`n.html.slice(0, 160)).join(' | ')))`)
	for _, v := range violations {
		t.Errorf("%s: %s", where, v)
	}
}

// tooWide names what makes a page scroll sideways.
const tooWide = `(() => {
	const width = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth <= width) return [];
	return [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > width + 1 && !e.closest('.scroll, .filters, .steps, svg'))
			.slice(0, 5).map(e => e.tagName + '.' + e.className).concat('page');
})()`

// screenshot keeps a picture of the page when DAYBREAK_SCREENSHOTS names a
// directory.
func (b *tab) screenshot(t *testing.T, name string) {
	dir := os.Getenv("DAYBREAK_SCREENSHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Every page in both languages, both themes and on a phone: no violation of
// the content security policy, no complaint of the browser, nothing wider than
// the screen, every chart drawn, no violation of the accessibility rules.
func TestEveryPageInABrowser(t *testing.T) {
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	base, _ := serving(t, "--data", filepath.Join(t.TempDir(), "data"), "--sample", "--sample-to", "2026-10-31", "--no-login")
	b := newTab(t)
	for n, page := range []string{"/overview", "/channels", "/channels?f.channel=search-ads&more=1&sort=channels:roi:desc", "/funnel", "/checkins?more=1", "/retention", "/growth?more=1",
		"/members",
		"/members/m000001", "/retention?retention.mode=streak&retention.streak=2&retention.cohort=channel&retention.show=people",
		"/funnel?funnel.steps=visit%2Cjoin%2Ccheck_in&funnel.order=any&funnel.by=none", "/overview?range=90d&grain=week&compare=year&complete=1", "/import",
		"/imports", "/metrics", "/content?more=1", "/community", "/pipeline", "/products", "/search?more=1", "/events", "/synergy", "/settings", "/boards", "/valued",
		"/boards/pin?page=overview&panel=trend",
		"/explore?explore.type=table&explore.by=channel", "/subscriptions", "/subscriptions/new", "/provenance?metric=roi", "/nowhere"} {
		for i, lang := range []string{"zh", "en"} {
			for j, theme := range []string{"light", "dark"} {
				for k, width := range []int64{1440, 390} {
					// Each page in both languages and widths; the theme goes round.
					if ((i+j+k)%2 == 1 || (j+n)%2 == 1) && os.Getenv("DAYBREAK_SOAK") == "" {
						continue
					}
					name := strings.NewReplacer("/", "", "?", "-", "&", "-", "=", "-").Replace(page)
					where := fmt.Sprintf("%s-%s-%s-%d", name, lang, theme, width)
					b.open(t, base+page, lang, theme, width)
					if page == "/nowhere" {
						b.forget("404")
					}
					b.check(t, where, string(axe))
					b.screenshot(t, where)
				}
			}
		}
	}
}

// forget drops complaints that hold the text: the browser reports a page that
// is not there.
func (b *tab) forget(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var rest []string
	for _, c := range b.complaints {
		if !strings.Contains(c, text) {
			rest = append(rest, c)
		}
	}
	b.complaints = rest
}

// A click on a control replaces the page in place, the address follows, and
// the way back works; the theme changes without a request and is remembered.
func TestControlsWorkInPlace(t *testing.T) {
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	base, _ := serving(t, "--data", filepath.Join(t.TempDir(), "data"), "--sample", "--sample-to", "2026-10-31", "--no-login")
	b := newTab(t)
	b.open(t, base+"/overview", "en", "light", 1440)
	const settle = `new Promise(done => document.addEventListener('live:after', () => done(location.pathname + location.search), { once: true }))`
	click := func(selector string) string {
		t.Helper()
		return evaluate[string](t, b, fmt.Sprintf(`(() => { const after = %s; document.querySelector(%q).click(); return after; })()`, settle, selector))
	}
	evaluate[bool](t, b, `window.sameDocument = true`)
	if at := click("#range-7d"); !strings.Contains(at, "range=7d") {
		t.Errorf("after 7 days the address is %s", at)
	}
	if at := click("#kpi-revenue"); !strings.Contains(at, "metric=revenue") || !strings.Contains(at, "range=7d") {
		t.Errorf("after picking revenue the address is %s", at)
	}
	if title := evaluate[string](t, b, `document.querySelector('#h-trend').textContent`); !strings.Contains(title, "Revenue") {
		t.Errorf("the chart is titled %q", title)
	}
	filtered := evaluate[string](t, b,
		fmt.Sprintf(`(() => { const after = %s; const s = document.querySelector('[name="add.channel"]'); s.value = 'zhihu'; s.form.requestSubmit(); return `+
			`after; })()`, settle))
	if !strings.Contains(filtered, "f.channel=zhihu") || strings.Contains(filtered, "add.") {
		t.Errorf("after filtering the address is %s", filtered)
	}
	if pills := evaluate[string](t, b, `[...document.querySelectorAll('.pill')].map(p => p.textContent).join()`); !strings.Contains(pills, "Zhihu") {
		t.Errorf("pills: %q", pills)
	}
	if open := evaluate[int](t, b, drawAll); open > 0 {
		t.Errorf("%d charts are not drawn after the changes", open)
	}
	back := evaluate[string](t, b, fmt.Sprintf(`(() => { const after = %s; history.back(); return after; })()`, settle))
	if strings.Contains(back, "f.channel") || !strings.Contains(back, "metric=revenue") {
		t.Errorf("going back leads to %s", back)
	}
	if !evaluate[bool](t, b, `window.sameDocument === true`) {
		t.Error("a control loaded a new document")
	}
	dark := evaluate[string](t, b,
		`(() => { document.querySelector('[data-theme-form]').requestSubmit(); return document.documentElement.dataset.theme + ' ' + document.cookie; })()`)
	if !strings.HasPrefix(dark, "dark") || !strings.Contains(dark, "theme=dark") {
		t.Errorf("after the switch: %s", dark)
	}
	b.open(t, base+"/overview", "en", "light", 1440)
	if got := evaluate[string](t, b, `document.documentElement.dataset.theme`); got != "dark" {
		t.Errorf("the theme is %q after coming back", got)
	}
	b.check(t, "after all", string(axe))

	if covered := evaluate[float64](t, b,
		`(() => { location.hash = 'p-trend'; return document.querySelector('.top').getBoundingClientRect().bottom - `+
			`document.querySelector('#p-trend').getBoundingClientRect().top; })()`); covered > 0 {
		t.Errorf("the bar covers %.0f px of a panel that was jumped to", covered)
	}

	b.open(t, base+"/overview?f.channel=zhihu", "en", "light", 390)
	for _, menu := range []string{"#range-any", "#compare", "#filter"} {
		if off := evaluate[string](t, b, fmt.Sprintf(`(() => {
			const menu = document.querySelector(%q).parentElement;
			menu.open = true;
			const r = menu.querySelector('.panel').getBoundingClientRect();
			menu.open = false;
			return r.left >= 0 && r.top >= 0 && r.right <= innerWidth && r.bottom <= innerHeight ? '' : JSON.stringify(r);
		})()`, menu)); off != "" {
			t.Errorf("on a phone %s opens off the screen: %s", menu, off)
		}
	}
}

// Every panel goes out as a picture in which no figure, title, chart, bar or
// square is missing, also those that a narrow screen scrolls.
func TestPanelsArePictures(t *testing.T) {
	base, _ := serving(t, "--data", filepath.Join(t.TempDir(), "data"), "--sample", "--sample-to", "2026-10-31", "--no-login")
	b := newTab(t)
	for i, page := range []string{"channels", "funnel", "checkins", "retention"} {
		b.open(t, base+"/"+page+"?more=1", []string{"zh", "en"}[i%2], []string{"light", "dark"}[i/2], []int64{1440, 390, 390, 1440}[i])
		pictures := evaluate[[]panelPicture](t, b, `(async () => {
			const out = [];
			for (const card of document.querySelectorAll('main .card')) {
				const button = card.querySelector('[data-png]');
				if (!button) { out.push({ missing: [card.id + ': no button'] }); continue; }
				const link = await new Promise((done, failed) => { window.onunhandledrejection = e => failed(e.reason);
			HTMLAnchorElement.prototype.click = function () { done(this); }; button.click(); });
				const image = new Image();
				image.src = link.href;
				await image.decode();
				const canvas = document.createElement('canvas'), c = canvas.getContext('2d', { willReadFrequently: true }), at = card.getBoundingClientRect(), missing = [];
				canvas.width = image.width;
				canvas.height = image.height;
				c.drawImage(image, 0, 0);
				if (!c.getImageData(0, image.height - 60, image.width, 60).data.some((v, i, all) => v !== all[i % 4])) missing.push(card.id + ': its days');
				const ground = c.getImageData(1, 1, 1, 1).data;
				for (const n of card.querySelectorAll('h2, .kpi-v, tbody td, tbody th, [data-chart], .spark path, svg.cal rect.k4, svg rect.f, .big')) {
					if (n.closest('details, .sr, .card > .foot') || !n.closest('svg, [data-chart]') && !n.textContent.trim()) continue;
					const r = n.getBoundingClientRect();
					if (r.width < 1 || r.height < 1) continue;
					const pixels = c.getImageData(2 * (r.left - at.left + 8), 2 * (r.top - at.top + 8), 2 * r.width, 2 * r.height).data;
					if (!pixels.some((v, i) => v !== ground[i % 4])) missing.push(card.id + ': ' + n.outerHTML.slice(0, 120));
				}
				out.push({ name: link.download, missing, width: image.width, least: 2 * card.offsetWidth, data: link.href.split(',')[1] });
			}
			return out;
		})()`)
		if len(pictures) < 3 {
			t.Errorf("%s: %d panels", page, len(pictures))
		}
		for _, p := range pictures {
			for _, m := range p.Missing {
				t.Errorf("%s: %s", page, m)
			}
			if !strings.HasPrefix(p.Name, "daybreak-"+page+"-") || p.Width < p.Least {
				t.Errorf("%s is %d wide, want at least %d", p.Name, p.Width, p.Least)
			}
			if dir := os.Getenv("DAYBREAK_SCREENSHOTS"); dir != "" {
				if err := os.WriteFile(filepath.Join(dir, p.Name), p.Data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// panelPicture is a picture as the browser made it, and what it lacks.
type panelPicture struct {
	Name         string
	Missing      []string
	Width, Least int
	Data         []byte
}

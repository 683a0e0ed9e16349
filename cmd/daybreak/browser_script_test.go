package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"daybreak/internal/ops"
)

// hostile returns texts that would run hit, were any of them taken for more
// than text: by HTML, in attributes, addresses, style sheets, scripts, chart
// options and their formatters, templates and terminals.
func hostile() []string {
	const hit = "top.hit=1"
	var out []string
	for _, s := range []string{
		// elements
		`<script>%s</script>`, `</script><script>%s</script>`, `<ScRiPt>%s</sCrIpT>`, `<script/x>%s</script>`, `<<script>%s//<</script>`,
		`<img src=x onerror=%s>`, `<img/src=x/onerror=%s>`, `"><img src=x onerror=%s>`, `'><img src=x onerror=%s>`, `<img src=x onerror="%s"//`,
		`<svg onload=%s>`, `<svg/onload=%s>`, `"><svg onload=%s>`, `<svg><script>%s</script></svg>`, `<svg><animate onbegin=%s attributeName=x dur=1s>`,
		`<body onload=%s>`, `<iframe srcdoc="<script>%s</script>">`, `<iframe src=javascript:%s>`, `<object data=javascript:%s>`, `<embed src=javascript:%s>`,
		`<details open ontoggle=%s>`, `<video><source onerror=%s>`, `<audio src=x onerror=%s>`, `<input autofocus onfocus=%s>`, `<select autofocus onfocus=%s>`,
		`<textarea autofocus onfocus=%s>`, `<marquee onstart=%s>`, `<math><mtext><img src=x onerror=%s>`, `<style onload=%s></style>`,
		`<link rel=stylesheet href=x onerror=%s>`,
		`<template><img src=x onerror=%s></template>`, `<form><button formaction=javascript:%s>x`, `<a href=javascript:%s>x</a>`, `<base href=javascript:%s//>`,
		`<meta http-equiv=refresh content=0;url=javascript:%s>`,
		// ends of other elements
		`</title><img src=x onerror=%s>`, `</textarea><img src=x onerror=%s>`, `</style><img src=x onerror=%s>`, `</option></select><img src=x onerror=%s>`,
		`--><img src=x onerror=%s>`,
		`]]><img src=x onerror=%s>`, `</noscript><img src=x onerror=%s>`,
		// attributes
		`" onmouseover=%s x="`, `' onfocus=%s autofocus x='`, `" autofocus onfocus=%s x="`, "` onerror=%s x=`", `x style=animation-name:x onanimationstart=%s`,
		// addresses
		`javascript:%s`, `JaVaScRiPt:%s//`, `data:text/html,<script>%s</script>`, `//example.invalid/?%s`,
		// scripts, chart options, templates
		`__f__%s__f__`, `";%s;//`, `';%s;//`, "${%s}", `{{%s}}`, `{{constructor.constructor('%s')()}}`, `\u003cimg src=x onerror=%s\u003e`,
		`{a|%s}<img src=x onerror=` + hit + `>`, `#fff;background:url(javascript:%s)`,
	} {
		out = append(out, strings.Replace(s, "%s", hit, 1))
	}
	return out
}

// hostileFiles returns files whose every text that is somebody's to choose is
// hostile; the texts are spread over columns so that each is somewhere on top.
func hostileFiles(t *testing.T) map[string][]byte {
	t.Helper()
	texts := hostile()
	const days = 3
	out := map[string][]byte{}
	for _, kind := range []string{"spend", "followers", "posts", "orders", "costs", "events", "members"} {
		record, _ := ops.RecordNamed(kind)
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		var header []string
		for _, c := range record.Columns {
			header = append(header, c.Name)
		}
		must(t, w.Write(header))
		for i := range len(texts) * days {
			n, day := i%len(texts), time.Date(2026, 9, 1+i/len(texts), 6, i%60, 0, 0, time.UTC)
			if kind == "members" && i >= len(texts) {
				break
			}
			var row []string
			for c, column := range record.Columns {
				text := texts[(n+7*c)%len(texts)]
				switch name := column.Name; {
				case name == "member" || name == "invited_by":
					text = texts[(n+c/3)%len(texts)]
				case name == "currency":
					text = "CNY"
				case name == "event":
					text = []string{"check_in", "join", "visit"}[i/len(texts)]
				case name == "key", name == "order_id", name == "post_id", name == "line":
					text = fmt.Sprintf("%s %d", text, i)
				case name == "props":
					text = fmt.Sprintf(`{"source":%q}`, "<img src=x onerror=top.hit=1>")
				case name == "staff":
					text = "false"
				case column.Type == ops.Date:
					text = day.Format(time.DateOnly)
				case !column.Type.IsText() && strings.HasSuffix(name, "at"):
					text = day.Format(time.RFC3339)
				case !column.Type.IsText():
					text = fmt.Sprint(len(texts) - n)
				}
				row = append(row, text)
			}
			must(t, w.Write(row))
		}
		w.Flush()
		out[kind] = b.Bytes()
	}
	return out
}

// hostileChallenge makes a challenge whose title, group and member are hostile,
// and returns its pages: those of who runs it, the member's by the personal
// link, and what an invitation shows.
func hostileChallenge(t *testing.T, base string) []string {
	t.Helper()
	texts := hostile()
	send := func(path string, fields url.Values) string {
		t.Helper()
		code, body := fetch(t, "POST", base+path, "application/x-www-form-urlencoded", strings.NewReader(fields.Encode()))
		if code >= 400 {
			t.Fatalf("%s: %d %.600s", path, code, body)
		}
		return body
	}
	send("/challenges", url.Values{"title": {texts[1]}, "slug": {"hostile"}, "start": {""}, "length": {"21"}, "grace": {"0"}, "make_up": {"1"}, "open": {"1"}})
	send("/challenges/1/groups", url.Values{"name": {texts[7]}, "channel": {texts[10]}})
	link := regexp.MustCompile(`/c/hostile/[^<]+`).FindString(send("/challenges/1/links", url.Values{"member": {texts[5]}, "name": {"<svg onload=top.hit=1>"},
		"group": {texts[7]}}))
	if link == "" {
		t.Fatal("there is no personal link")
	}
	return []string{"/challenges", "/challenges/1", "/c/hostile?join=" + url.QueryEscape(texts[2]), link, "/c/hostile"}
}

// TestStoredTextNeverRuns (S7): sixty texts that would run as a script are the
// names of everything, of files too. Every page and the tooltips of its charts
// are opened, with the content security policy in force and with it switched
// off: nothing runs.
func TestStoredTextNeverRuns(t *testing.T) {
	base, _ := serving(t, "--data", filepath.Join(t.TempDir(), "data"), "--no-login")
	texts := hostile()
	n := 0
	for kind, file := range hostileFiles(t) {
		n++
		code, body := fetch(t, "POST", base+"/api/v1/imports?name="+url.QueryEscape(texts[n]+".csv"), "text/csv", bytes.NewReader(file))
		if code != 201 {
			t.Fatalf("%s: %d %.600s", kind, code, body)
		}
	}
	member := url.PathEscape(texts[0])
	pages := []string{"/overview", "/channels", "/funnel", "/checkins", "/retention", "/growth", "/members", "/members/" + member, "/imports", "/metrics",
		"/channels?f.channel=" + url.QueryEscape(texts[5]), "/nowhere/" + member, "/overview?range=" + url.QueryEscape(texts[7])}
	pages = append(pages, hostileChallenge(t, base)...)
	if soak() {
		pages = append(pages, "/retention?retention.cohort=channel", "/retention?retention.cohort=group", "/funnel?funnel.by=channel", "/audit", "/tokens",
			"/limits", "/mappings")
		for _, s := range texts {
			pages = append(pages, "/channels?f.campaign="+url.QueryEscape(s), "/members/"+url.PathEscape(s))
		}
	}
	b := newTab(t)
	for _, off := range []bool{false, true} {
		err := chromedp.Do(b, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, page.SetBypassCSP, page.SetBypassCSPParams{Enabled: off})
			return err
		}))
		must(t, err)
		some := pages
		if !off && !soak() { // what does not run without the policy does not run with it
			some = pages[:3]
		}
		for _, at := range some {
			b.open(t, base+at, "en", "light", 1440)
			evaluate[bool](t, b, `(async () => { for (const e of document.querySelectorAll('a, button, summary, input, select')) { e.focus(); e.dispatchEvent(new `+
				`MouseEvent('mouseover', { bubbles: true })); } await new Promise(r => setTimeout(r, 50)); return true; })()`)
			if evaluate[bool](t, b, `'hit' in top`) {
				t.Errorf("policy off: %v: %s: something ran", off, at)
			}
			for _, e := range evaluate[[]string](t, b,
				`[...document.querySelectorAll('script:not([src^="/static/"], [type="application/json"]), iframe, object, embed, [onerror], [onload], [onfocus], `+
					`[onmouseover], [href^="javascript:" i], [formaction]')].map(e => e.outerHTML.slice(0, 200))`) {
				t.Errorf("%s: a text became an element: %s", at, e)
			}
			b.forget("404")
			b.forget("422")
			b.forget("400")
			for _, c := range b.complaints {
				t.Errorf("policy off: %v: %s: %s", off, at, c)
			}
			b.forget("")
		}
		// The control: the same text, put in as HTML, runs unless the policy stops it.
		ran := evaluate[bool](t, b,
			`(async () => { const d = document.createElement('div'); d.innerHTML = '<img src=x onerror=top.hit=1>'; document.body.append(d); await new Promise(r `+
				`=> setTimeout(r, 300)); return 'hit' in top; })()`)
		if ran != off {
			t.Errorf("policy off: %v; a text put in as HTML ran: %v", off, ran)
		}
		b.forget("")
	}
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A question is picked in a form, the cells follow, and a cell opens as many
// members as it says, each of whom has a page.
func TestAMemberQuestionIsPickedAndItsPeopleOpen(t *testing.T) {
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	base, _ := serving(t, "--data", filepath.Join(t.TempDir(), "data"), "--sample", "--sample-to", "2026-10-31", "--no-login")
	b := newTab(t)
	for _, at := range []struct {
		page  string
		width int64
	}{{"/checkins", 390}, {"/funnel", 1440}, {"/growth", 390}, {"/retention", 1440}} {
		b.open(t, base+at.page, "zh", "light", at.width)
		evaluate[int](t, b, `(() => { const all = document.querySelectorAll('details.options'); all.forEach(d => d.open = true); return all.length; })()`)
		where := fmt.Sprintf("options-%s-%d", strings.TrimPrefix(at.page, "/"), at.width)
		b.check(t, where, string(axe))
		b.screenshot(t, where)
	}
	const settle = `new Promise(done => document.addEventListener('live:after', () => done(location.pathname + location.search), { once: true }))`
	pick := func(fields string) string { // a mode brings the fields that it has
		return evaluate[string](t, b, fmt.Sprintf(`(() => {
			const after = %s, picked = %s, field = name => document.querySelector('[name="retention.' + name + '"]');
			for (const name in picked) field(name).value = picked[name];
			field('mode').form.requestSubmit();
			return after;
		})()`, settle, fields))
	}
	pick(`{ mode: 'bracket' }`)
	pick(`{ mode: 'streak', brackets: '1-2' }`)
	address := pick(`{ streak: '3', by: 'city' }`)
	for _, part := range []string{"retention.mode=streak", "retention.streak=3", "retention.by=city"} {
		if !strings.Contains(address, part) {
			t.Errorf("after picking, the address is %s", address)
		}
	}
	if strings.Contains(address, "brackets") {
		t.Errorf("brackets stayed in %s", address)
	}
	said := evaluate[string](t, b,
		`(() => { const a = document.querySelector('#p-triangle tbody tr:not(.avg) td.size a'); const n = a.textContent; setTimeout(() => `+
			`location.assign(a.href)); return n; })()`)
	b.await(t, `document.readyState === 'complete' && location.pathname === '/members'`)
	listed := evaluate[string](t, b, `document.querySelector('.pager span').textContent`)
	if n, err := strconv.Atoi(strings.ReplaceAll(said, ",", "")); err != nil || !strings.Contains(listed, strconv.Itoa(n)) {
		t.Errorf("the cell says %s, the list %s", said, listed)
	}
	b.check(t, "members", string(axe))
	// A square of hours opens as many as it says; one of a calendar a menu that does.
	for _, panel := range []string{"hours", "calendar"} {
		b.open(t, base+"/checkins?more=1", "en", "light", 1440)
		title := evaluate[string](t, b,
			fmt.Sprintf(`(() => { const r = document.querySelectorAll('#p-%s rect.k4, #p-%[1]s rect.k5'), s = r[r.length >> 1]; setTimeout(() => `+
				`{ s.dispatchEvent(new MouseEvent('click', { bubbles: true })); document.querySelector('#day:not([hidden]) [data-go=people]')?.click(); }); `+
				`return s.textContent; })()`, panel))
		_, says, _ := strings.Cut(title[strings.LastIndex(title, ": "):], " ")
		says, _, _ = strings.Cut(says, " ")
		b.await(t, `document.readyState === 'complete' && location.pathname === '/members'`)
		if head := evaluate[string](t, b, `' ' + document.querySelector('main .card header p').textContent`); says == "" || !strings.Contains(head, " "+says+" ") {
			t.Errorf("%s: the square says %q, the list %q", panel, title, head)
		}
	}
}

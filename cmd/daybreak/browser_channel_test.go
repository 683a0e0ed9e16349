package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pick picks an option of a select, which takes two clicks: one opens the
// list, one picks.
func (n *newcomer) pick(t *testing.T, selector, value string) {
	t.Helper()
	n.await(t, fmt.Sprintf(`!!document.querySelector(%q)`, selector+` option[value="`+value+`"]`))
	n.clicks += 2
	evaluate[bool](t, n.tab, fmt.Sprintf(`(() => { const s = document.querySelector(%q); s.focus(); s.value = %q; `+
		`s.dispatchEvent(new Event('change', { bubbles: true })); return true; })()`, selector, value))
}

// From the raw export of a platform that states no channel to CPA and ROAS of
// its channel, where joins and orders of channels are there already: at most 5
// clicks, and more than 95 % of the spend has a channel. By hand, of 1 to 3
// September: Baidu cost 12.34 + 6.16 + 1.50 + 3.00 = 23.00 and brought 4 members
// and 69.00, so CPA 5.75 and ROAS 3; friends brought 6 members and 500.00 more.
func TestFromARawExportToCPAAndROASOfItsChannel(t *testing.T) {
	base, _ := serving(t, "--data", filepath.Join(t.TempDir(), "data"), "--no-login")
	joins, orders := "member,at,event,channel\n", "order_id,at,channel,revenue,refund,currency\n"
	for d := 1; d <= 3; d++ {
		for i, channel := range []string{"search-ads", "friends", "friends"} {
			joins += fmt.Sprintf("m%d-%d,2026-09-%02dT10:00:00+08:00,join,%s\n", d, i, d, channel)
		}
		orders += fmt.Sprintf("s%d,2026-09-%02dT11:00:00+08:00,search-ads,23.00,0,CNY\nf%d,2026-09-%02dT11:00:00+08:00,friends,100.00,0,CNY\n", d, d, d, d)
	}
	joins += "m3-9,2026-09-03T12:00:00+08:00,join,search-ads\n"
	orders += "f9,2026-09-03T12:00:00+08:00,friends,200.00,0,CNY\n"
	for name, text := range map[string]string{"joins.csv": joins, "orders.csv": orders} {
		if code, body := fetch(t, "POST", base+"/api/v1/imports?name="+name, "text/csv", strings.NewReader(text)); code != 201 {
			t.Fatal(code, body)
		}
	}
	export, err := os.ReadFile("../../internal/ingest/testdata/formats/baidu_gb18030.csv")
	if err != nil {
		t.Fatal(err)
	}
	n := &newcomer{tab: newTab(t)}
	n.open(t, base+"/import", "en", "light", 1440)
	n.choose(t, map[string][]byte{"百度推广.csv": export}, `!!document.querySelector('#commit')`)
	n.pick(t, `select[name^="rule_channel"]`, "search-ads")
	n.click(t, "#commit", `location.pathname === '/imports'`)
	n.click(t, `a[href*="/channels"]`, `location.pathname === '/channels' && !!document.querySelector('#p-channels tbody tr')`)
	if n.clicks > 5 {
		t.Errorf("it took %d clicks", n.clicks)
	}
	row := evaluate[string](t, n.tab, `[...document.querySelectorAll('#p-channels tbody tr')].map(r => r.innerText.replace(/\s+/g, ' ')).find(t => /search/i.test(t)) ?? ''`)
	for _, want := range []string{"23.00", "5.75", "3.0"} {
		if !strings.Contains(row, want) {
			t.Errorf("the channel's row says %q, which lacks %s", row, want)
		}
	}
	_, body := fetch(t, "GET", base+"/api/v1/metrics?metrics=spend_coverage,cost&from=2026-09-01&to=2026-09-03", "", nil)
	var answer struct {
		Total struct{ Values map[string]float64 }
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatal(err)
	}
	if v := answer.Total.Values; v["cost"] != 23 || v["spend_coverage"] <= 0.95 {
		t.Errorf("of the spend %v", v)
	}
}

// TestAPickedChannelOutlivesApply: who picks a channel and then corrects the
// columns finds the channel still picked.
func TestAPickedChannelOutlivesApply(t *testing.T) {
	base, _ := serving(t, "--data", filepath.Join(t.TempDir(), "data"), "--no-login")
	export, err := os.ReadFile("../../internal/ingest/testdata/formats/baidu_gb18030.csv")
	if err != nil {
		t.Fatal(err)
	}
	n := &newcomer{tab: newTab(t)}
	n.open(t, base+"/import", "en", "light", 1440)
	n.choose(t, map[string][]byte{"百度推广.csv": export}, `!!document.querySelector('#commit')`)
	n.pick(t, `select[name^="rule_channel"]`, "-")
	n.click(t, "#apply", `location.search.includes('rule_channel') && !!document.querySelector('#commit')`)
	if got := evaluate[string](t, n.tab, `document.querySelector('select[name^="rule_channel"]').value`); got != "-" {
		t.Errorf("after Apply %q is picked, want no channel at all", got)
	}
	evaluate[bool](t, n.tab, `(() => { document.querySelector('#language').click(); return true; })()`)
	n.await(t, `document.documentElement.lang.startsWith('zh') && document.querySelector('select[name^="rule_channel"]')?.value === '-'`)
}

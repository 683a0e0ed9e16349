package web

import (
	"encoding/csv"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// TestMonthly plays six months of a small company. After every upload the pages
// and their CSVs say what independent queries work out of the files.
func TestMonthly(t *testing.T) {
	sweep(t)
	c := newCompany(t)
	now := companyFirst
	s := realServerBy(t, func() time.Time { return time.Unix(0, 0).UTC().AddDate(0, 0, int(now)).Add(4 * time.Hour) }) // noon in Shanghai
	m := &monthly{t: t, company: c, server: s}

	live := func(through ops.Day) {
		for ; now <= through; now++ {
			if w := post(s, "/api/v1/events", "application/json", c.live(now)); w.Code != http.StatusCreated {
				t.Fatalf("live on %s: %d %s", now, w.Code, w.Body)
			}
		}
	}
	month := func(n int) (from, to ops.Day) {
		return ops.DayOf(2026, time.Month(n), 1), ops.DayOf(2026, time.Month(n+1), 1) - 1
	}

	apr, aprEnd := month(4)
	may, mayEnd := month(5)
	jun, junEnd := month(6)
	jul, julEnd := month(7)
	aug, augEnd := month(8)
	sep, sepEnd := month(9)

	live(aprEnd + 1)
	m.upload("north april.csv", c.report(north, apr, aprEnd), "account", "North", "channel", "search-ads")
	m.upload("百度 4月.csv", c.report(baidu, apr, aprEnd), "channel", "search-ads")
	m.upload("腾讯 4月.csv", c.report(tencent, apr, aprEnd), "channel", "low-cost-ads")
	m.upload("followers.csv", c.subscribers(apr, aprEnd))
	m.upload("orders_export.csv", c.shop(apr, aprEnd))

	live(mayEnd + 1)
	// South begins late: its May comes before its April. Baidu restates the last week of April.
	m.upload("south may.csv", c.report(south, may, mayEnd), "account", "South", "channel", "search-ads")
	c.restate(baidu, aprEnd-6, aprEnd)
	m.upload("百度 5月.csv", c.report(baidu, aprEnd-6, mayEnd), "channel", "search-ads")
	m.upload("north may.csv", c.report(north, may, mayEnd), "account", "North", "channel", "search-ads")
	m.upload("south april.csv", c.report(south, apr, aprEnd), "account", "South", "channel", "search-ads")
	c.refund(apr, aprEnd)
	m.upload("orders_export_1.csv", c.shop(apr, mayEnd))
	m.upload("腾讯 5月.csv", c.report(tencent, may, mayEnd), "channel", "low-cost-ads")
	m.upload("followers (1).csv", c.subscribers(may, mayEnd))

	live(junEnd + 1)
	// Followers come before June's spend; Tencent's June is not there yet, its July renames a campaign.
	m.upload("followers (2).csv", c.subscribers(jun, junEnd))
	m.upload("百度 6月.csv", c.report(baidu, jun, junEnd), "channel", "search-ads")
	m.upload("north june.csv", c.report(north, jun, junEnd), "account", "North", "channel", "search-ads")
	m.upload("south june.csv", c.report(south, jun, junEnd), "account", "South", "channel", "search-ads")

	live(julEnd + 1)
	m.upload("腾讯 7月.csv", c.report(tencent, jul, julEnd), "channel", "low-cost-ads")
	m.upload("腾讯 6月.csv", c.report(tencent, jun, junEnd), "channel", "low-cost-ads")
	c.refund(may, junEnd)
	m.upload("orders_export_2.csv", c.shop(may, julEnd))
	for _, a := range []adAccount{south, north} {
		m.upload(strings.ToLower(a.account)+" july.csv", c.report(a, jul, julEnd), "account", a.account, "channel", "search-ads")
	}
	m.upload("百度 7月.csv", c.report(baidu, jul, julEnd), "channel", "search-ads")
	// The renamed campaign: the old name's rows of these days are gone.
	c.rename(tencent, "打卡", "21天打卡")
	m.upload("腾讯 改名.csv", c.report(tencent, jun, julEnd), "channel", "low-cost-ads")

	if w := get(s, fmt.Sprintf("/api/v1/metrics?metrics=cost&by=campaign&from=%s&to=%s", jun, julEnd)); !strings.Contains(w.Body.String(), `"21天打卡"`) ||
		strings.Contains(w.Body.String(), `"打卡"`) {
		t.Errorf("the campaign that was renamed is still there: %s", w.Body)
	}

	live(augEnd + 1)
	// A fourth platform, whose months come backwards.
	m.upload("巨量 8月.csv", c.report(ocean, aug, augEnd), "channel", "feed")
	m.upload("巨量 7月.csv", c.report(ocean, jul, julEnd), "channel", "feed")
	m.upload("巨量 6月.csv", c.report(ocean, jun, junEnd), "channel", "feed")
	m.upload("followers (3).csv", c.subscribers(jul, augEnd))

	live(sepEnd + 1)
	for _, a := range []adAccount{baidu, tencent, north, ocean, south} {
		from := aug
		if a.platform == ocean.platform {
			from = sep
		}
		m.upload(strings.ToLower(a.account)+" until september.csv", c.report(a, from, sepEnd), "account", a.account, "channel", a.channel)
	}
	c.refund(jul, augEnd)
	m.upload("orders_export_3.csv", c.shop(jul, sepEnd))
	m.upload("followers (4).csv", c.subscribers(sep, sepEnd))
	m.same("the end", true)
	if m.months < 20 || m.cells < 10_000 {
		t.Errorf("only %d months and %d cells were compared", m.months, m.cells)
	}

	// Every upload is taken back, the last one first, and the figures are those of the others.
	for id := m.last; id > m.last-6; id-- {
		if w := post(s, fmt.Sprintf("/api/v1/imports/%d/undo", id), "", ""); w.Code != http.StatusOK {
			t.Fatalf("undo of %d: %d %s", id, w.Code, w.Body)
		}
		for _, table := range []string{"covers", "spend", "orders", "followers"} {
			c.exec(`DELETE FROM `+table+` WHERE upload = ?`, c.uploads)
		}
		c.uploads--
		m.same(fmt.Sprintf("the undo of %d", id), false)
	}
}

// monthly holds a server against the company's own files.
type monthly struct {
	t             *testing.T
	company       *company
	server        *Server
	last          int64 // the latest import of a file
	months, cells int   // compared
}

// upload imports a file over the API with answers, and compares.
func (m *monthly) upload(name, text string, answers ...string) {
	m.t.Helper()
	q := url.Values{"name": {name}}
	for i := 0; i < len(answers); i += 2 {
		// What a file says itself is not answered.
		if answers[i] != "account" || strings.HasPrefix(text, "Campaign report") {
			q.Set("answer."+answers[i], answers[i+1])
		}
	}
	w := post(m.server, "/api/v1/imports?"+q.Encode(), "text/csv", text)
	if w.Code != http.StatusCreated {
		m.t.Fatalf("%s: %d %s", name, w.Code, w.Body)
	}
	id := strings.SplitN(strings.SplitN(w.Body.String(), `"id":`, 2)[1], ",", 2)[0]
	m.last, _ = strconv.ParseInt(id, 10, 64)
	m.same(name, false)
}

// same compares each day, and each month of which all is known.
func (m *monthly) same(after string, all bool) {
	m.t.Helper()
	headline := m.csv("overview", "headline", companyFirst, companyLast)
	money := m.csv("channels", "headline", companyFirst, companyLast)
	trend := m.csv("overview", "trend&metric=cost", companyFirst, companyLast)
	known := map[ops.Day]bool{}
	for d := companyFirst; d <= companyLast; d++ {
		want := m.row("day", d)
		key := d.String()
		known[d] = want["cost"] != nil && want["revenue"] != nil && want["net_followers"] != nil
		soFar := want["so_far"]
		delete(want, "so_far")
		for name, value := range want {
			m.day(after, "overview "+key, name, headline[key], value, soFar)
		}
		for _, table := range []map[string]map[string]string{money, trend} {
			m.day(after, "cost "+key, "cost", table[key], want["cost"], soFar)
		}
	}
	for n := 4; n <= 9; n++ {
		from, to := ops.DayOf(2026, time.Month(n), 1), ops.DayOf(2026, time.Month(n+1), 1)-1
		whole := true
		for d := from; d <= to; d++ {
			whole = whole && known[d]
		}
		if whole {
			m.month(after, from, to)
		} else if all {
			m.t.Errorf("after %s month %d is not known as a whole", after, n)
		}
	}
}

// day compares one figure of a day. Of a day in progress nothing need be shown
// yet, or what is reported so far.
func (m *monthly) day(after, where, name string, row map[string]string, value, soFar any) {
	m.t.Helper()
	if row["state"] == "in_progress" {
		if row[name] == "NA" {
			return
		}
		if value == nil && name == "cost" {
			value = soFar
		}
	}
	m.cell(after, where, name, row[name], value)
}

// month compares the tables of both pages, and what the pages themselves say.
func (m *monthly) month(after string, from, to ops.Day) {
	m.t.Helper()
	m.months++
	for _, x := range []struct{ page, panel, query string }{{"channels", "platforms", "platforms"}, {"channels", "channels", "channels"},
		{"overview", "channels", "channels"}} {
		table := m.csv(x.page, x.panel, from, to)
		want := m.rows(x.query, from, to)
		for key, row := range want {
			for name, value := range row {
				if text, ok := table[key][name]; ok {
					m.cell(after, fmt.Sprintf("%s %s %s", x.page, key, from), name, text, value)
				} else if name == "cost" {
					m.t.Errorf("after %s %s has no %s of %s", after, x.page, name, key)
				}
			}
		}
		for key := range table {
			if _, ok := want[key]; !ok && strings.Trim(table[key]["cost"], "0.") != "" {
				m.t.Errorf("after %s %s %s: nobody spent %s on %q", after, x.page, from, table[key]["cost"], key)
			}
		}
	}
	total := m.row("total", from, to)
	for _, page := range []string{"overview", "channels"} {
		body := browse(m.server, "GET", fmt.Sprintf("/%s?from=%s&to=%s", page, from, to), "", "").Body.String()
		for _, name := range []string{"cost", "revenue"} {
			if text := written(total[name].(float64)); !strings.Contains(body, text) {
				m.t.Errorf("after %s the page %s of %s does not show the %s %s", after, page, from, name, text)
			}
		}
	}
	refunds := get(m.server, fmt.Sprintf("/api/v1/metrics?metrics=refunds&grain=whole&from=%s&to=%s", from, to)).Body.String()
	if want := `"refunds":` + strconv.FormatFloat(total["refunds"].(float64), 'f', -1, 64); !strings.Contains(refunds, want) {
		m.t.Errorf("after %s the refunds of %s are not %s: %s", after, from, want, refunds)
	}
}

// written writes an amount as a headline does: in whole yuan from a thousand on.
func written(v float64) string {
	text := strconv.FormatInt(int64(math.RoundToEven(v)), 10)
	for n := len(text) - 3; n > 0; n -= 3 {
		text = text[:n] + "," + text[n:]
	}
	return "¥" + text
}

// cell compares one figure; nil stands for what nobody knows.
func (m *monthly) cell(after, where, name, got string, want any) {
	m.t.Helper()
	m.cells++
	if want == nil {
		if got != "NA" {
			m.t.Fatalf("after %s %s: %s is %q, though nobody knows it", after, where, name, got)
		}
		return
	}
	v, err := strconv.ParseFloat(got, 64)
	var should float64
	switch x := want.(type) {
	case int64:
		should = float64(x)
	case float64:
		should = x
	}
	if err != nil || math.Abs(v-should) > 1e-9*max(1, math.Abs(should)) {
		m.t.Fatalf("after %s %s: %s is %q, the files say %v", after, where, name, got, should)
	}
}

// csv reads the CSV of a panel by its first column.
func (m *monthly) csv(page, panel string, from, to ops.Day) map[string]map[string]string {
	m.t.Helper()
	w := get(m.server, fmt.Sprintf("/%s.csv?panel=%s&from=%s&to=%s&compare=none", page, panel, from, to))
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
	if err != nil || w.Code != http.StatusOK || len(records) == 0 {
		m.t.Fatalf("%s %s: %d %v %s", page, panel, w.Code, err, w.Body)
	}
	out := map[string]map[string]string{}
	for _, r := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = r[i]
		}
		out[r[0]] = row
	}
	return out
}

// row asks the company's own database for one row, by column.
func (m *monthly) row(query string, args ...any) map[string]any {
	m.t.Helper()
	for _, row := range m.ask(query, args...) {
		return row
	}
	m.t.Fatalf("%s%v has no answer", query, args)
	return nil
}

// rows asks for several rows, by their first column.
func (m *monthly) rows(query string, args ...any) map[string]map[string]any {
	m.t.Helper()
	out := map[string]map[string]any{}
	for _, row := range m.ask(query, args...) {
		for _, key := range []string{"platform", "channel"} {
			if name, ok := row[key].(string); ok {
				delete(row, key)
				out[name] = row
			}
		}
	}
	return out
}

func (m *monthly) ask(query string, args ...any) []map[string]any {
	m.t.Helper()
	found, err := m.company.prepared(query).Query(args...)
	if err != nil {
		m.t.Fatal(err)
	}
	defer found.Close()
	columns, err := found.Columns()
	if err != nil {
		m.t.Fatal(err)
	}
	var out []map[string]any
	for found.Next() {
		cells := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := found.Scan(into...); err != nil {
			m.t.Fatal(err)
		}
		row := map[string]any{}
		for i, name := range columns {
			row[name] = cells[i]
		}
		out = append(out, row)
	}
	if err := found.Err(); err != nil {
		m.t.Fatal(err)
	}
	return slices.Clip(out)
}

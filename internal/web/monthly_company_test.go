package web

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// company is a small company over six months: what its platforms report at one
// moment and another, and beside it the same rows in a plain database.
type company struct {
	t       *testing.T
	db      *sql.DB
	random  *rand.Rand
	uploads int
	asked   map[string]*sql.Stmt  // prepared queries by file
	spent   map[string][]spentRow // by platform and account: what it says of each day now
	orders  []soldOrder
}

type spentRow struct {
	day                         ops.Day
	campaign                    string
	impressions, clicks, amount int // the amount in cents
}

type soldOrder struct {
	id            string
	day           ops.Day
	cents, refund int
}

// The six months.
var (
	companyFirst = ops.DayOf(2026, 4, 1)
	companyLast  = ops.DayOf(2026, 9, 30)
)

// adAccount is an account of a platform: the key it has in Daybreak, the channel
// its money goes to, and its campaigns.
type adAccount struct {
	platform, account, channel string
	campaigns                  []string
}

func (a adAccount) key() string { return a.platform + "/" + a.account }

var (
	north   = adAccount{"google-ads", "North", "search-ads", []string{"Brand", "Generic"}}
	south   = adAccount{"google-ads", "South", "search-ads", []string{"Brand", "Generic"}} // the same campaigns
	baidu   = adAccount{"baidu", "晨读账户", "search-ads", []string{"晨读", "通用"}}
	tencent = adAccount{"tencent-ads", "tx-1", "low-cost-ads", []string{"早起", "打卡"}}
	ocean   = adAccount{"巨量引擎", "oe-1", "feed", []string{"项目一", "项目二"}}
)

func newCompany(t *testing.T) *company {
	t.Helper()
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	c := &company{t: t, db: db, random: rand.New(rand.NewPCG(2026, 4)), spent: map[string][]spentRow{}, asked: map[string]*sql.Stmt{}}
	c.exec(c.query("raw"))
	for _, a := range []adAccount{north, south, baidu, tencent, ocean} {
		for d := companyFirst; d <= companyLast; d++ {
			for _, name := range a.campaigns {
				shown := 500 + c.random.IntN(2000)
				c.spent[a.key()] = append(c.spent[a.key()], spentRow{d, name, shown, 5 + c.random.IntN(shown/10), 100 + c.random.IntN(20_000)})
			}
		}
	}
	for d := companyFirst; d <= companyLast; d++ {
		for n := range 1 + c.random.IntN(3) {
			c.orders = append(c.orders, soldOrder{id: fmt.Sprintf("#%d-%d", d, n), day: d, cents: 1000 + c.random.IntN(20_000)})
		}
	}
	return c
}

func (c *company) query(name string) string {
	c.t.Helper()
	text, err := os.ReadFile("testdata/monthly/" + name + ".sql")
	if err != nil {
		c.t.Fatal(err)
	}
	return string(text)
}

// prepared returns the query of a file, ready to be asked many times.
func (c *company) prepared(name string) *sql.Stmt {
	c.t.Helper()
	if c.asked[name] == nil {
		s, err := c.db.Prepare(c.query(name))
		if err != nil {
			c.t.Fatal(err)
		}
		c.asked[name] = s
	}
	return c.asked[name]
}

func (c *company) exec(statement string, args ...any) {
	c.t.Helper()
	if _, err := c.db.Exec(statement, args...); err != nil {
		c.t.Fatal(err)
	}
}

// report makes the export of an account over some days, in the layout of its
// platform, and notes its rows.
func (c *company) report(a adAccount, from, to ops.Day) string {
	c.t.Helper()
	c.uploads++
	c.exec(`INSERT INTO covers VALUES (?, ?, ?, ?, ?)`, c.uploads, a.platform, a.account, from, to)
	var b strings.Builder
	money := func(cents int) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }
	switch a.platform {
	case "google-ads":
		fmt.Fprintf(&b, "Campaign report\n\"%s - %s\"\nDay,Campaign,Currency code,Impr.,Clicks,CTR,Cost\n", from, to)
	case "baidu":
		b.WriteString("数据生成时间：2026-10-01 09:00\n日期,账户,推广计划,展现,点击,消费,点击率\n")
	case "tencent-ads":
		b.WriteString("日期,账户名称,推广计划名称,曝光次数,点击次数,点击率,花费\n")
	default:
		b.WriteString("时间-天,账户名称,项目ID,项目名称,消耗,展示数,点击数,点击率\n")
	}
	for _, r := range c.spent[a.key()] {
		if r.day < from || r.day > to {
			continue
		}
		c.exec(`INSERT INTO spend VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, c.uploads, a.platform, a.account, r.day, r.campaign, a.channel, r.impressions,
			r.clicks, r.amount)
		switch a.platform {
		case "google-ads":
			fmt.Fprintf(&b, "%s,%s,CNY,%d,%d,1%%,%s\n", r.day, r.campaign, r.impressions, r.clicks, money(r.amount))
		case "baidu":
			fmt.Fprintf(&b, "%s,%s,%s,%d,%d,%s,1.00%%\n", r.day, a.account, r.campaign, r.impressions, r.clicks, money(r.amount))
		case "tencent-ads":
			fmt.Fprintf(&b, "%s,%s,%s,%d,%d,1%%,%s\n", r.day, a.account, r.campaign, r.impressions, r.clicks, money(r.amount))
		default:
			fmt.Fprintf(&b, "%s,%s,1,%s,%s,%d,%d,1%%\n", r.day, a.account, r.campaign, money(r.amount), r.impressions, r.clicks)
		}
	}
	return b.String()
}

// restate changes what an account says of some days.
func (c *company) restate(a adAccount, from, to ops.Day) {
	for i, r := range c.spent[a.key()] {
		if r.day >= from && r.day <= to {
			c.spent[a.key()][i].amount = r.amount*11/10 + 7
			c.spent[a.key()][i].clicks = r.clicks + 1
		}
	}
}

// rename calls a campaign otherwise, also of days long past.
func (c *company) rename(a adAccount, from, to string) {
	for i, r := range c.spent[a.key()] {
		if r.campaign == from {
			c.spent[a.key()][i].campaign = to
		}
	}
}

// shop makes the shop's export of the orders of some days, with the refunds
// known by now, and notes them.
func (c *company) shop(from, to ops.Day) string {
	c.uploads++
	b := strings.Builder{}
	b.WriteString("Name,Email,Financial Status,Paid at,Currency,Total,Lineitem quantity,Lineitem name,Created at,Refunded Amount\n")
	for _, o := range c.orders {
		if o.day < from || o.day > to {
			continue
		}
		c.exec(`INSERT INTO orders VALUES (?, ?, ?, ?, ?)`, c.uploads, o.id, o.day, o.cents, o.refund)
		state := "paid"
		if o.refund > 0 {
			state = "partially_refunded"
		}
		fmt.Fprintf(&b, "%s,a@example.com,%s,%s 10:00:00 +0800,CNY,%d.%02d,1,Course,%s 10:00:00 +0800,%d.%02d\n", o.id, state, o.day, o.cents/100, o.cents%100,
			o.day, o.refund/100, o.refund%100)
	}
	return b.String()
}

// refund pays a part of every fifth order of some days back.
func (c *company) refund(from, to ops.Day) {
	for i, o := range c.orders {
		if o.day >= from && o.day <= to && i%5 == 0 {
			c.orders[i].refund = o.cents / 2
		}
	}
}

// subscribers makes the export of an account's followers over some days.
func (c *company) subscribers(from, to ops.Day) string {
	c.uploads++
	b := strings.Builder{}
	b.WriteString("date,account,source,gained,lost,total\n")
	for d := from; d <= to; d++ {
		gained, lost := c.random.IntN(40), c.random.IntN(10)
		c.exec(`INSERT INTO followers VALUES (?, ?, ?, ?)`, c.uploads, d, gained, lost)
		fmt.Fprintf(&b, "%s,Mornings,,%d,%d,\n", d, gained, lost)
	}
	return b.String()
}

// live makes what members did on a day, as it is posted: a few join, more check
// in, some of them twice.
func (c *company) live(d ops.Day) string {
	var out []string
	post := func(member, event, channel string, minute int) {
		c.exec(`INSERT INTO events VALUES (?, ?, ?, ?)`, member, d, event, channel)
		out = append(out, fmt.Sprintf(`{"key":"%s-%s-%s-%d","member":%q,"event":%q,"at":"%[2]sT06:%02[4]d:00+08:00","channel":%[7]q}`, member, d, event, minute, member,
			event, channel))
	}
	for n := range 1 + c.random.IntN(3) {
		post(fmt.Sprintf("m%d-%d", d, n), "join", []string{"search-ads", "low-cost-ads", "feed"}[c.random.IntN(3)], n)
	}
	for n := range 5 {
		back := d - ops.Day(c.random.IntN(20))
		if back < companyFirst {
			continue
		}
		member := fmt.Sprintf("m%d-0", back)
		var channel string
		if err := c.db.QueryRow(`SELECT channel FROM events WHERE member = ? AND event = 'join'`, member).Scan(&channel); err != nil {
			c.t.Fatal(err)
		}
		post(member, "check_in", channel, 10+n)
	}
	return "[" + strings.Join(out, ",") + "]"
}

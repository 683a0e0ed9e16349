package analysis

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"daybreak/internal/ops"
)

// partlyKnown is a row of spend whose figures may be left blank.
type partlyKnown struct {
	day                          ops.Day
	platform, channel, campaign  string
	impressions, clicks, claimed string // as a file has them
	cents                        int
}

func (p partlyKnown) key() string { return fmt.Sprint(p.day, p.platform, p.campaign) }

// amount reads what a file states; false for a blank.
func amount(s string) (x float64, stated bool) {
	_, err := fmt.Sscan(s, &x)
	return x, err == nil
}

// some draws one of the values.
func some(r *rapid.T, label string, values ...string) string {
	return rapid.SampledFrom(values).Draw(r, label)
}

func drawPartlyKnown(r *rapid.T, first ops.Day, days int) partlyKnown {
	return partlyKnown{
		day:      first + ops.Day(rapid.IntRange(0, days-1).Draw(r, "day")),
		platform: some(r, "platform", "p", "p", "q"), channel: some(r, "channel", "", "a", "b", "c"), campaign: some(r, "campaign", "x", "y"),
		impressions: some(r, "impressions", "", "", "0", "3", "40", "5000000000"), clicks: some(r, "clicks", "", "", "0", "1", "7"),
		claimed: some(r, "claimed", "", "", "0", "0.000001", "2.5"), cents: rapid.SampledFrom([]int{0, 1, 99, 700001}).Draw(r, "cents"),
	}
}

// slowly works out one metric over rows, by its definition: a row that leaves one
// of its columns blank is in neither half, and where all do nothing is known.
func slowly(metric string, rows []partlyKnown) ops.Value {
	num, den, counted := 0.0, 0.0, 0
	for _, p := range rows {
		impressions, shown := amount(p.impressions)
		clicks, clicked := amount(p.clicks)
		claimed, claims := amount(p.claimed)
		cost := float64(p.cents) / 100
		switch {
		case metric == "cost":
			num, counted = num+cost, counted+1
		case metric == "clicks" && clicked:
			num, counted = num+clicks, counted+1
		case metric == "ctr" && shown && clicked:
			num, den, counted = num+clicks, den+impressions, counted+1
		case metric == "cpc" && clicked:
			num, den, counted = num+cost, den+clicks, counted+1
		case metric == "reported_conversions" && claims:
			num, counted = num+claimed, counted+1
		case metric == "reported_cpa" && claims:
			num, den, counted = num+cost, den+claimed, counted+1
		}
	}
	sum := metric == "cost" || metric == "clicks" || metric == "reported_conversions"
	switch {
	case len(rows) > 0 && counted == 0:
		return pending
	case sum:
		return known(num)
	case den == 0:
		return notApplicable
	}
	return known(num / den)
}

// claimants returns the platforms of the rows that state conversions, and
// whether any row is of a platform that states them in one of all.
func claimants(rows, all []partlyKnown) (stating map[string]bool, reported bool) {
	stating = map[string]bool{}
	ever := map[string]bool{}
	for _, p := range all {
		if _, ok := amount(p.claimed); ok {
			ever[p.platform] = true
		}
	}
	for _, p := range rows {
		if _, ok := amount(p.claimed); ok {
			stating[p.platform] = true
		}
		reported = reported || ever[p.platform]
	}
	return stating, reported
}

// slowPast is what days are compared with, worked out month by month.
func slowPast(c Compare, asked, days ops.Range) ops.Range {
	back := func(d ops.Day, months int) ops.Day {
		y, m, dom := d.Date()
		total := y*12 + int(m) - 1 - months
		first := ops.DayOf(total/12, time.Month(total%12+1), 1)
		next := ops.DayOf((total+1)/12, time.Month((total+1)%12+1), 1)
		return min(first+ops.Day(dom)-1, next-1)
	}
	months := map[Compare]int{Month: 1, Quarter: 3, Year: 12}[c]
	if months == 0 {
		n := asked.Len()
		if c == Weekdays {
			n = (n + 6) / 7 * 7
		}
		if first, err := ops.ParseDay(string(c)); err == nil {
			n = int(asked.From - first)
		}
		return ops.Range{From: days.From - ops.Day(n), To: days.To - ops.Day(n)}
	}
	past := ops.Range{From: back(days.From, months), To: back(days.Last(), months) + 1}
	_, _, a := days.From.Date()
	_, _, b := days.To.Date()
	if a == 1 && b == 1 { // whole months with whole months
		past.To = back(days.To, months)
	}
	return past
}

// Whatever is left blank, tiny or huge, wherever a source ends: the comparison of
// every total, bucket, group and cell is what the metric's definition makes of
// its own rows on the other days; … after the watermark, — before the first day;
// claims of two platforms are never added up, in neither window.
func TestComparisonOfPartlyKnownRowsAlways(t *testing.T) {
	first := day(t, "2026-08-20")
	metrics := []string{"cost", "clicks", "ctr", "cpc", "reported_conversions", "reported_cpa"}
	rapid.Check(t, func(r *rapid.T) {
		rows := rapid.SliceOfNDistinct(rapid.Custom(func(r *rapid.T) partlyKnown { return drawPartlyKnown(r, first, 50) }), 1, 24, partlyKnown.key).Draw(r, "rows")
		through := first + ops.Day(rapid.IntRange(20, 60).Draw(r, "through"))
		d := dataOf(t, rows, through)
		from := first + ops.Day(rapid.IntRange(-2, 50).Draw(r, "from"))
		to := from + ops.Day(rapid.IntRange(0, 40).Draw(r, "days"))
		v := resolve(t, d, Params{From: from.String(), To: to.String(), Grain: some(r, "grain", "day", "week", "month", "whole"),
			Compare: some(r, "compare", "previous", "weekdays", "month", "quarter", "year", "2026-06-30")}, metrics...)
		by := some(r, "by", "channel", "platform", "")
		q := Query{Metrics: metrics, Limit: rapid.IntRange(0, 2).Draw(r, "limit")}
		if by != "" {
			q.By = []string{by}
		}
		table := ask(t, d, v, q)
		w := slowWorld{r: r, by: by, rows: rows, v: v, through: through, begins: rows[0].day}
		for _, p := range rows {
			w.begins = min(w.begins, p.day)
		}
		for i := range table.Columns {
			w.column(table, &table.Columns[i])
		}
	})
}

// dataOf imports the rows; both platforms are known complete to the same day.
func dataOf(t *testing.T, rows []partlyKnown, through ops.Day) Data {
	var b strings.Builder
	b.WriteString("date,platform,campaign,channel,impressions,clicks,reported_conversions,cost,currency\n")
	for _, p := range rows {
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s,%s,%s,%d.%02d,CNY\n", p.day, p.platform, p.campaign, p.channel, p.impressions, p.clicks, p.claimed, p.cents/100, p.cents%100)
	}
	return world{files: map[string]string{"spend": b.String()},
		declared: []ops.Source{{Record: "spend", Name: "p", Through: through}, {Record: "spend", Name: "q", Through: through}}}.data(t)
}

// slowWorld is what the answers are checked with.
type slowWorld struct {
	r               *rapid.T
	by              string
	rows            []partlyKnown
	v               *View
	through, begins ops.Day
}

// column checks every figure of one metric.
func (w *slowWorld) column(table *Table, c *Column) {
	by := w.by
	value := func(p partlyKnown) string { return map[string]string{"channel": p.channel, "platform": p.platform}[by] }
	shown := map[string]bool{}
	for _, g := range table.Groups {
		if g.Other == 0 && by != "" {
			shown[g.Values[0]] = true
		}
	}
	all := func(partlyKnown) bool { return true }
	w.figure(c.Metric.Name, "total", c.Total, w.v.Range, true, all)
	for k, b := range table.Buckets {
		w.figure(c.Metric.Name, "bucket", c.ByBucket[k], b.Days, false, all)
	}
	for g, group := range table.Groups {
		of := func(p partlyKnown) bool { return by == "" || value(p) == group.Values[0] }
		if group.Other > 0 {
			of = func(p partlyKnown) bool { return !shown[value(p)] }
		}
		w.figure(c.Metric.Name, "group", c.ByGroup[g], w.v.Range, true, of)
		for k, b := range table.Buckets {
			w.figure(c.Metric.Name, "cell", c.Cell(g, k), b.Days, false, of)
		}
	}
}

// over returns the rows of some days.
func (w *slowWorld) over(days ops.Range, in func(partlyKnown) bool) []partlyKnown {
	var out []partlyKnown
	for _, p := range w.rows {
		if days.Has(p.day) && in(p) {
			out = append(out, p)
		}
	}
	return out
}

// figure checks one figure and what it is compared with. A whole is over the
// complete days of the range; a bucket that is not over is drawn as far as it goes.
func (w *slowWorld) figure(metric, what string, f Figure, days ops.Range, whole bool, in func(partlyKnown) bool) {
	elapsed := days.And(ops.Range{From: days.From, To: w.through + 1})
	open := !whole && elapsed.Len() < days.Len()
	ratio := metric == "ctr" || metric == "cpc" || metric == "reported_cpa"
	claims := strings.HasPrefix(metric, "reported")
	now, before := pending, notApplicable
	if whole {
		days = elapsed
	}
	past := slowPast(w.v.Compare, w.v.Range, days)
	if elapsed.Len() > 0 {
		past = slowPast(w.v.Compare, w.v.Range, elapsed)
	}
	silentNow, silentBefore := false, false
	if claims {
		both := append(w.over(w.v.Range, in), w.over(w.v.CompareRange, in)...)
		stating, reported := claimants(both, w.rows)
		silentNow, silentBefore = !reported, !reported
		if len(stating) > 1 {
			w.same(metric, what+" of two platforms", f.Value, notApplicable)
			w.same(metric, what+" of two platforms, compared", f.Compare, notApplicable)
			return
		}
	}
	if ratio && (what == "group" || what == "cell") && w.by != "" { // nobody reports of it at all
		silentNow = silentNow || len(w.over(w.v.Range, in)) == 0
		silentBefore = silentBefore || len(w.over(w.v.CompareRange, in)) == 0
	}
	unknown := days.Len() == 0 || days.To <= w.begins || open && ratio
	if !unknown || silentNow && !whole {
		switch rows := w.over(days, in); {
		case silentNow:
			now = notApplicable
		case open && len(rows) == 0:
		default:
			now = slowly(metric, rows)
		}
	}
	switch {
	case unknown || past.From < w.begins || silentBefore:
	case past.To > w.through+1:
		before = pending
	default:
		before = slowly(metric, w.over(past, in))
	}
	w.same(metric, fmt.Sprint(what, " over ", days), f.Value, now)
	w.same(metric, fmt.Sprint(what, " over ", days, " compared with ", past), f.Compare, before)
	if open {
		return
	}
	want := notApplicable
	switch {
	case now.State == ops.Known && before.State == ops.Known:
		want = known(now.Number - before.Number)
	case now.State == ops.Pending || before.State == ops.Pending:
		want = pending
	}
	if !unknown {
		w.same(metric, what+" difference", f.Delta.Absolute, want)
	}
}

// same compares a figure with what it should be; money is shown in cents.
func (w *slowWorld) same(metric, what string, got, want ops.Value) {
	w.r.Helper()
	if got.State != want.State || !(math.Abs(got.Number-want.Number) <= 1e-9*math.Max(1, math.Abs(want.Number))) {
		w.r.Fatalf("%s: %s is %v %v, want %v %v", metric, what, got.State, got.Number, want.State, want.Number)
	}
}

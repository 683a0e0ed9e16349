package analysis

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"daybreak/internal/ops"
)

// adRow is one row of spend.
type adRow struct {
	day                        int // of September 2026
	channel, campaign          string
	impressions, clicks, cents int
}

// Whatever the rows, range, grain, groups and comparison: every figure is Σ
// numerator ÷ Σ denominator over its own rows, and comparisons are the
// same of the rows that many days earlier.
func TestRatiosOfSumsAlways(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		rows := rapid.SliceOfNDistinct(rapid.Custom(func(r *rapid.T) adRow {
			return adRow{
				day: rapid.IntRange(1, 30).Draw(r, "day"), channel: rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(r, "channel"),
				campaign: rapid.SampledFrom([]string{"x", "y"}).Draw(r, "campaign"), impressions: rapid.IntRange(0, 50).Draw(r, "impressions"),
				clicks: rapid.IntRange(0, 5).Draw(r, "clicks"), cents: rapid.IntRange(0, 999).Draw(r, "cents"),
			}
		}), 1, 25, func(a adRow) string { return fmt.Sprint(a.day, a.campaign) }).Draw(r, "rows")
		var b strings.Builder
		b.WriteString("date,platform,campaign,channel,impressions,clicks,cost,currency\n")
		for _, a := range rows {
			fmt.Fprintf(&b, "2026-09-%02d,p,%s,%s,%d,%d,%d.%02d,CNY\n", a.day, a.campaign, a.channel, a.impressions, a.clicks, a.cents/100, a.cents%100)
		}
		// Complete all through, so that no watermark cuts anything.
		d := world{files: map[string]string{"spend": b.String()}, declared: []ops.Source{{Record: "spend", Name: "p", Through: day(t, "2026-12-31")}}}.data(t)

		from := rapid.IntRange(1, 30).Draw(r, "from")
		to := rapid.IntRange(from, 30).Draw(r, "to")
		grain := rapid.SampledFrom([]string{"day", "week", "month", "whole"}).Draw(r, "grain")
		compare := rapid.SampledFrom([]string{"previous", "weekdays"}).Draw(r, "compare")
		limit := rapid.IntRange(0, 3).Draw(r, "limit")
		v := resolve(t, d, Params{From: fmt.Sprintf("2026-09-%02d", from), To: fmt.Sprintf("2026-09-%02d", to), Grain: grain, Compare: compare}, "cpc")
		table := ask(t, d, v, Query{Metrics: []string{"cost", "cpc"}, By: []string{"channel"}, Limit: limit})

		begins := slices.MinFunc(rows, func(a, b adRow) int { return a.day - b.day }).day
		first := day(t, "2026-09-01")
		shown := map[string]bool{}
		for _, g := range table.Groups {
			if g.Other == 0 {
				shown[g.Values[0]] = true
			}
		}
		// check compares a figure with the sums over the rows that in lets through.
		check := func(what string, column int, f Figure, days ops.Range, in func(adRow) bool) {
			slow := func(days ops.Range) (cost, clicks int) {
				for _, a := range rows {
					if days.Has(first+ops.Day(a.day)-1) && in(a) {
						cost, clicks = cost+a.cents, clicks+a.clicks
					}
				}
				return cost, clicks
			}
			want := func(days ops.Range) ops.Value {
				cost, clicks := slow(days)
				switch {
				case column == 0:
					return ops.Value{Number: float64(cost) / 100}
				case clicks == 0:
					return notApplicable
				}
				return ops.Value{Number: float64(cost) / 100 / float64(clicks)}
			}
			same := func(side string, got, want ops.Value) {
				if got.State != want.State || !(math.Abs(got.Number-want.Number) <= 1e-9) {
					r.Fatalf("%s %s of column %d over %s is %v %v, want %v %v", side, what, column, days, got.State, got.Number, want.State, want.Number)
				}
			}
			begin := first + ops.Day(begins) - 1
			if days.To <= begin {
				same("the", f.Value, pending)
				return
			}
			same("the", f.Value, want(days))
			if past := shift(days, v.Shift); past.From >= begin {
				same("the comparison of the", f.Compare, want(past))
			} else {
				same("the comparison of the", f.Compare, notApplicable)
			}
		}
		for i := range table.Columns {
			c := &table.Columns[i]
			all := func(adRow) bool { return true }
			check("total", i, c.Total, v.Range, all)
			for k, bucket := range table.Buckets {
				check("bucket", i, c.ByBucket[k], bucket.Days, all)
			}
			for g, group := range table.Groups {
				of := func(a adRow) bool { return a.channel == group.Values[0] }
				if group.Other > 0 {
					of = func(a adRow) bool { return !shown[a.channel] }
				}
				check("group", i, c.ByGroup[g], v.Range, of)
				for k, bucket := range table.Buckets {
					check("cell", i, c.Cell(g, k), bucket.Days, of)
				}
			}
		}
	})
}

// Signed steps in cents always end where integers say.
func TestWaterfallSumsAlways(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		cents := rapid.SliceOfN(rapid.Int64Range(0, 9_000_000_000), 1, 6).Draw(r, "cents")
		var b strings.Builder
		b.WriteString("order_id,at,revenue,refund,cost_of_goods,currency\n")
		var revenue, refund, goods int64
		for i, c := range cents {
			back, cost := c/3, c/7
			fmt.Fprintf(&b, "%d,2026-09-01T08:00:00+08:00,%d.%02d,%d.%02d,%d.%02d,CNY\n", i, c/100, c%100, back/100, back%100, cost/100, cost%100)
			revenue, refund, goods = revenue+c, refund+back, goods+cost
		}
		d := world{files: map[string]string{"orders": b.String()}}.data(t)
		v := resolve(t, d, Params{Range: "7d"}, "revenue")
		w, err := d.Waterfall(t.Context(), v, &ops.Panel{Steps: []ops.Step{{Metric: "revenue"}, {Metric: "refunds", Minus: true}, {Total: true},
			{Metric: "cost_of_goods", Minus: true}, {Total: true}}})
		if err != nil {
			r.Fatal(err)
		}
		for i, want := range []int64{revenue, -refund, revenue - refund, -goods, revenue - refund - goods} {
			if got := w.Bars[i].Value.Number; got != float64(want)/100 {
				r.Fatalf("bar %d is %v, want %v", i, got, float64(want)/100)
			}
		}
	})
}

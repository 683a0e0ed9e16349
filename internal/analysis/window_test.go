package analysis

import (
	"fmt"
	"testing"
	"time"

	"daybreak/internal/ops"
)

// impressionsOf has day of the year + 1000 × (year − 2020) impressions a day.
func impressionsOf(t *testing.T) Data {
	text := "date,platform,campaign,impressions,cost,currency\n"
	for d := day(t, "2023-01-01"); d <= day(t, "2025-03-31"); d++ {
		y, _, _ := d.Date()
		text += fmt.Sprintf("%s,A,c,%d,1,CNY\n", d, int(d-ops.DayOf(y, time.January, 1))+1+1000*(y-2020))
	}
	return world{files: map[string]string{"spend": text}}.data(t)
}

// Last year begins and ends with the same dates, whole months with whole months.
func TestLastYearAround29February(t *testing.T) {
	d := impressionsOf(t)
	for _, x := range []struct {
		from, to, grain, compare string
		bucket                   int // -1 = total
		want                     float64
	}{
		{"2024-01-01", "2024-12-31", "whole", "year", -1, 1161795},
		{"2024-01-01", "2024-12-31", "whole", "year", 0, 1161795},
		{"2025-01-01", "2025-03-31", "month", "year", 0, 124496},
		{"2025-01-01", "2025-03-31", "month", "year", 1, 117334}, // 1 to 29 February 2024
		{"2024-02-28", "2024-03-01", "day", "year", 0, 3059},
		{"2024-02-28", "2024-03-01", "day", "year", 1, 3059}, // of 29 February it is the 28th
		{"2024-02-28", "2024-03-01", "day", "year", 2, 3060},
		{"2024-03-01", "2024-03-31", "whole", "month", -1, 29*4000 + (32+60)*29/2},
		{"2024-03-01", "2024-03-15", "whole", "month", -1, 15*4000 + (32+46)*15/2},
	} {
		v := resolve(t, d, Params{From: x.from, To: x.to, Grain: x.grain, Compare: x.compare}, "impressions")
		c := ask(t, d, v, Query{Metrics: []string{"impressions"}}).Columns[0]
		f := c.Total
		if x.bucket >= 0 {
			f = c.ByBucket[x.bucket]
		}
		is(t, fmt.Sprintf("%+v", x), f.Compare, x.want)
	}
}

// An open bucket is compared with as many days of the other; what lies past the
// watermark has no comparison yet.
func TestOpenBucketsCompareToDate(t *testing.T) {
	text := "date,platform,campaign,impressions,cost,currency\n"
	for d := day(t, "2026-10-01"); d <= day(t, "2026-10-31"); d++ {
		text += fmt.Sprintf("%s,A,c,%d,1,CNY\n", d, int(d-day(t, "2026-10-01"))+1)
	}
	d := world{files: map[string]string{"spend": text}}.data(t)
	// The week of 26 October has 26 … 31 = 171 by the 31st; 19 … 24 are 129, with the 25th 154.
	v := resolve(t, d, Params{From: "2026-10-26", To: "2026-11-01", Grain: "week"}, "impressions")
	c := ask(t, d, v, Query{Metrics: []string{"impressions"}}).Columns[0]
	is(t, "the week so far", c.ByBucket[0].Value, 171)
	is(t, "as much of the week before", c.ByBucket[0].Compare, 129)
	is(t, "the same of the total", c.Total.Compare, 129)
	v = resolve(t, d, Params{From: "2026-10-10", To: "2026-11-08", Grain: "whole"}, "impressions")
	if v.CompareRange.From != day(t, "2026-09-10") {
		t.Fatal(v.CompareRange)
	}
	// 2 to 29 November beside 5 October to 1 November: the last day is not known.
	v = resolve(t, d, Params{From: "2026-11-02", To: "2026-11-29", Grain: "day"}, "impressions")
	c = ask(t, d, v, Query{Metrics: []string{"impressions"}}).Columns[0]
	is(t, "beside 28 November", c.ByBucket[26].Compare, 31)
	isState(t, "beside 29 November", c.ByBucket[27].Compare, ops.Pending)
}

// A day that a daily stream lacks is unknown, for it alone, until somebody says
// that nothing happened on it.
func TestMissingDays(t *testing.T) {
	text := "date,platform,account,campaign,channel,impressions,clicks,cost,currency\n"
	for d := day(t, "2026-09-01"); d <= day(t, "2026-10-31"); d++ {
		if d != day(t, "2026-10-15") {
			text += fmt.Sprintf("%s,baidu,main,c,search,10,1,2,CNY\n", d)
		}
		text += fmt.Sprintf("%s,google,main,g,feed,10,1,3,CNY\n", d)
	}
	text += "2026-10-04,blog,,p,blogs,10,1,5,CNY\n2026-10-20,blog,,p,blogs,10,1,5,CNY\n2026-10-31,blog,,p,blogs,10,1,5,CNY\n" // sparse
	ask4 := func(quiet []ops.QuietDay) *Table {
		d := world{files: map[string]string{"spend": text}, declared: []ops.Source{{Record: "spend", Name: "baidu", Quiet: quiet}}}.data(t)
		v := resolve(t, d, Params{From: "2026-10-04", To: "2026-10-31", Grain: "day"}, "cost")
		return ask(t, d, v, Query{Metrics: []string{"cost", "cpc"}, By: []string{"channel"}})
	}
	table := ask4(nil)
	cost, cpc := table.Columns[0], table.Columns[1]
	search, feed := group(t, table, "search"), group(t, table, "feed")
	isState(t, "15 October", cost.ByBucket[11].Value, ops.Pending)
	is(t, "14 October", cost.ByBucket[10].Value, 5)
	isState(t, "all", cost.Total.Value, ops.Pending)
	isState(t, "search", cost.ByGroup[search].Value, ops.Pending)
	isState(t, "CPC of search", cpc.ByGroup[search].Value, ops.Pending)
	is(t, "feed", cost.ByGroup[feed].Value, 84)
	is(t, "feed on 15 October", cost.Cell(feed, 11).Value, 3)
	is(t, "blogs on a day without", cost.Cell(group(t, table, "blogs"), 11).Value, 0)
	is(t, "all before", cost.Total.Compare, 5*28)
	if args := noteArgs(table.Notes, DaysMissing); len(args) != 1 || args[0][1] != "baidu" || args[0][3] != day(t, "2026-10-15") {
		t.Errorf("notes %v", table.Notes)
	}
	table = ask4([]ops.QuietDay{{Part: "main", Day: day(t, "2026-10-15")}})
	is(t, "all with a quiet day", table.Columns[0].Total.Value, 27*2+28*3+15)
	is(t, "the quiet day", table.Columns[0].Cell(group(t, table, "search"), 11).Value, 0)
}

// The default range ends where all headlines are known, and no source is
// forgotten by itself.
func TestTheDefaultRangeEndsWhereAllIsKnown(t *testing.T) {
	text := "date,platform,campaign,impressions,clicks,cost,currency\n2026-10-31,google,c,10,1,9,CNY\n"
	for d := day(t, "2026-10-31"); d <= day(t, "2026-11-29"); d++ {
		text += fmt.Sprintf("%s,baidu,c,10,1,2,CNY\n", d)
	}
	d := world{files: map[string]string{"spend": text}}.data(t)
	v := resolve(t, d, Params{}, "cost")
	if v.Range.Last() != day(t, "2026-10-31") {
		t.Errorf("the range is %s", v.Range)
	}
	v = resolve(t, d, Params{From: "2026-11-02", To: "2026-11-29"}, "cost")
	table := ask(t, d, v, Query{Metrics: []string{"cost"}})
	isState(t, "November of one platform of two", table.Columns[0].Total.Value, ops.Pending)
	if args := noteArgs(table.Notes, SourceBehind); len(args) != 1 || args[0][1] != "google" {
		t.Errorf("notes %v", table.Notes)
	}
	d = world{files: map[string]string{"spend": text}, declared: []ops.Source{{Record: "spend", Name: "google", RetiredBy: "Mei"}}}.data(t)
	v = resolve(t, d, Params{}, "cost")
	if v.Range.Last() != day(t, "2026-11-29") {
		t.Errorf("with a platform retired the range is %s", v.Range)
	}
	is(t, "November of the platform that is left", ask(t, d, v, Query{Metrics: []string{"cost"}}).Columns[0].Total.Value, 56)
}

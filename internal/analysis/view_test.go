package analysis

import (
	"net/url"
	"reflect"
	"testing"

	"daybreak/internal/ops"
)

func TestResolveErrors(t *testing.T) {
	d := world{files: map[string]string{"spend": spend}}.data(t)
	for _, c := range []struct {
		params Params
		want   ops.Code
	}{
		{Params{From: "2026-01-01", To: "2025-01-01"}, "range_reversed"},
		{Params{From: "0001-01-01", To: "9999-12-31"}, "range_too_long"},
		{Params{From: "2010-01-01", To: "2020-01-01", Grain: "month"}, "range_too_long"},
		{Params{From: "2010-01-01", To: "2019-12-31"}, "too_many_buckets"},
		{Params{From: "2026-02-29", To: "2026-03-01"}, "bad_date"},
		{Params{From: "1999-12-31", To: "2000-01-01"}, "bad_date"},
		{Params{From: "2026-9-1", To: "2026-09-02"}, "bad_date"},
		{Params{From: "2026-09-01"}, "range_incomplete"},
		{Params{To: "2026-09-01"}, "range_incomplete"},
		{Params{Range: "7d", From: "2026-09-01", To: "2026-09-02"}, "range_twice"},
		{Params{Range: "14d"}, "unknown_range"},
		{Params{Grain: "hour"}, "unknown_grain"},
		{Params{Compare: "best"}, "unknown_compare"},
		{Params{Compare: "2026-02-30"}, "unknown_compare"},
		{Params{From: "2026-09-01", To: "2026-09-04", Compare: "2026-08-29"}, "compare_overlaps"}, // ends on 1 September
		{Params{From: "2026-09-01", To: "2026-09-04", Compare: "2026-10-01"}, "compare_overlaps"},
		{Params{From: "2026-09-01", To: "2026-09-04", Compare: "2016-01-01"}, "compare_too_early"},
		{Params{Metric: "roas; drop"}, "unknown_metric"},
	} {
		if _, err := d.Resolve(c.params, Scope{Records: []string{"spend"}}); ops.CodeOf(err) != c.want {
			t.Errorf("%+v: %v, want %s", c.params, err, c.want)
		}
	}
	if _, err := d.Resolve(Params{From: "2010-01-01", To: "2019-12-31", Grain: "month"}, Scope{}); err != nil {
		t.Errorf("ten years by month: %v", err)
	}
	if _, err := ParseParams(url.Values{"f.chanel": {"x"}}); ops.CodeOf(err) != "unknown_dimension" {
		t.Errorf("f.chanel: %v", err)
	}
	if p, err := ParseParams(url.Values{"f.staff": {"0"}}); err != nil || len(p.Filter) != 1 || p.Filter[0].Dimension != "staff" {
		t.Errorf("f.staff: %v, %v", p.Filter, err)
	}
	v := resolve(t, d, Params{}, "cost")
	if _, err := d.Metrics(t.Context(), v, Query{Metrics: []string{"cost"}, By: []string{`campaign"--`}}); ops.CodeOf(err) != "unknown_dimension" {
		t.Errorf("by: %v", err)
	}
	if _, err := d.Metrics(t.Context(), v, Query{Metrics: []string{"sum(x)"}}); ops.CodeOf(err) != "unknown_metric" {
		t.Errorf("metric: %v", err)
	}
}

// The default range ends with the latest day known: 4 September.
func TestResolveRanges(t *testing.T) {
	d := world{files: map[string]string{"spend": spend}}.data(t)
	for _, c := range []struct {
		params         Params
		first, last    string
		before, beside string // first and last day of the comparison
		differ         bool   // in number
	}{
		{params: Params{}, first: "2026-08-08", last: "2026-09-04", before: "2026-07-11", beside: "2026-08-07"},
		{params: Params{Range: "7d"}, first: "2026-08-29", last: "2026-09-04", before: "2026-08-22", beside: "2026-08-28"},
		{params: Params{From: "2026-06-01", To: "2026-06-30"}, first: "2026-06-01", last: "2026-06-30", before: "2026-05-02", beside: "2026-05-31"},
		// 4 September is a Friday; weeks begin on Monday.
		{params: Params{Range: "this_week"}, first: "2026-08-31", last: "2026-09-04", before: "2026-08-26", beside: "2026-08-30"},
		{params: Params{Range: "last_week"}, first: "2026-08-24", last: "2026-08-30", before: "2026-08-17", beside: "2026-08-23"},
		{params: Params{Range: "this_month", Compare: "month"}, first: "2026-09-01", last: "2026-09-04", before: "2026-08-01", beside: "2026-08-04"},
		{params: Params{Range: "last_month"}, first: "2026-08-01", last: "2026-08-31", before: "2026-07-01", beside: "2026-07-31"},
		{params: Params{Range: "this_quarter"}, first: "2026-07-01", last: "2026-09-04", before: "2026-04-26", beside: "2026-06-30"},
		{params: Params{Range: "last_quarter", Compare: "quarter"}, first: "2026-04-01", last: "2026-06-30",
			before: "2026-01-01", beside: "2026-03-31", differ: true},
		{params: Params{Range: "this_year", Compare: "year"}, first: "2026-01-01", last: "2026-09-04", before: "2025-01-01", beside: "2025-09-04"},
		// As many days from the first one of the comparison, up to the day before the range.
		{params: Params{From: "2026-09-01", To: "2026-09-04", Compare: "2026-05-01"}, first: "2026-09-01", last: "2026-09-04",
			before: "2026-05-01", beside: "2026-05-04"},
		{params: Params{From: "2026-09-01", To: "2026-09-04", Compare: "2026-08-28"}, first: "2026-09-01", last: "2026-09-04",
			before: "2026-08-28", beside: "2026-08-31"},
		// 30 days go back five weeks: Mondays beside Mondays.
		{params: Params{From: "2026-06-01", To: "2026-06-30", Compare: "weekdays"}, first: "2026-06-01", last: "2026-06-30", before: "2026-04-27",
			beside: "2026-05-26"},
		{params: Params{From: "2026-06-01", To: "2026-06-30", Compare: "year"}, first: "2026-06-01", last: "2026-06-30",
			before: "2025-06-01", beside: "2025-06-30"},
		// 29 February 2024 lies beside 28 February; dates stay beside their own.
		{params: Params{From: "2024-02-15", To: "2024-03-16", Compare: "year"}, first: "2024-02-15", last: "2024-03-16",
			before: "2023-02-15", beside: "2023-03-16",
			differ: true},
		{params: Params{From: "2024-02-28", To: "2024-02-29", Compare: "year"}, first: "2024-02-28", last: "2024-02-29",
			before: "2023-02-28", beside: "2023-02-28",
			differ: true},
		{params: Params{From: "2025-01-01", To: "2025-12-31", Compare: "year"}, first: "2025-01-01", last: "2025-12-31",
			before: "2024-01-01", beside: "2024-12-31",
			differ: true},
		{params: Params{From: "2024-01-01", To: "2024-12-31", Compare: "year"}, first: "2024-01-01", last: "2024-12-31",
			before: "2023-01-01", beside: "2023-12-31",
			differ: true},
		{params: Params{From: "2025-02-01", To: "2025-02-28", Compare: "year"}, first: "2025-02-01", last: "2025-02-28",
			before: "2024-02-01", beside: "2024-02-29",
			differ: true},
		{params: Params{From: "2026-10-01", To: "2026-10-31", Compare: "month"}, first: "2026-10-01", last: "2026-10-31",
			before: "2026-09-01", beside: "2026-09-30",
			differ: true},
		{params: Params{From: "2026-10-01", To: "2026-10-15", Compare: "month"}, first: "2026-10-01", last: "2026-10-15",
			before: "2026-09-01", beside: "2026-09-15"},
		{params: Params{From: "2026-07-01", To: "2026-09-30", Compare: "quarter"}, first: "2026-07-01", last: "2026-09-30", before: "2026-04-01",
			beside: "2026-06-30", differ: true},
	} {
		v := resolve(t, d, c.params, "cost")
		if v.Range.From.String() != c.first || v.Range.Last().String() != c.last {
			t.Errorf("%+v: the range is %s", c.params, v.Range)
		}
		if v.CompareRange.From.String() != c.before || v.CompareRange.Last().String() != c.beside {
			t.Errorf("%+v: the comparison is %s", c.params, v.CompareRange)
		}
		if differ := len(noteArgs(v.Notes, DaysDiffer)) > 0; differ != c.differ {
			t.Errorf("%+v: that the days differ is told is %v", c.params, differ)
		}
	}
	if v := resolve(t, d, Params{Compare: "none"}, "cost"); v.CompareRange.Len() != 0 || v.Shift != 0 {
		t.Errorf("no comparison is %s", v.CompareRange)
	}
}

func TestParamsRoundTrip(t *testing.T) {
	p := Params{From: "2026-09-01", To: "2026-09-30", Compare: "year", Grain: "week", Metric: "roas", HideOpen: true, Filter: []ops.Filter{
		{Dimension: "campaign", Values: []string{"a", "=b&c", "!neg", `\x`, `\!y`}}, {Dimension: "channel", Not: true, Values: []string{"", "测试", "!neg", `\x`}}}}
	q, err := url.ParseQuery(p.Query().Encode())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ParseParams(q); err != nil || !reflect.DeepEqual(got, p) {
		t.Errorf("got %+v (%v), want %+v", got, err, p)
	}
}

// A week that the range cuts is compared with as many days: Tuesday 1 to
// Sunday 6 September 2026 with the six days before by "previous", though the
// calendar would cut those at Monday 31 August.
func TestBucketsOfEqualLength(t *testing.T) {
	d := world{files: map[string]string{"spend": `date,platform,campaign,impressions,clicks,cost,currency
2026-08-24,baidu,a,0,0,1.00,CNY
2026-08-28,baidu,a,0,0,2.00,CNY
2026-08-31,baidu,a,0,0,4.00,CNY
2026-09-01,baidu,a,0,0,8.00,CNY
2026-09-08,baidu,a,0,0,16.00,CNY
`}}.data(t)
	v := resolve(t, d, Params{From: "2026-09-01", To: "2026-09-08", Grain: "week"}, "cost")
	cost := ask(t, d, v, Query{Metrics: []string{"cost"}}).Columns[0]
	if len(cost.ByBucket) != 2 {
		t.Fatalf("%d weeks", len(cost.ByBucket))
	}
	// Eight days back: 24 to 29 August, and 30 and 31 August.
	is(t, "first week", cost.ByBucket[0].Value, 8)
	is(t, "beside the first week", cost.ByBucket[0].Compare, 3)
	is(t, "second week", cost.ByBucket[1].Value, 16)
	is(t, "beside the second week", cost.ByBucket[1].Compare, 4)
	is(t, "before", cost.Total.Compare, 7)
}

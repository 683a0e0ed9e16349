package analysis

import (
	"testing"

	"daybreak/internal/ops"
)

// Every panel of every page under the ranges of the date menu: what is over of the
// range is compared with as many days, or with whole months and dates; never with
// days that have not come, and never an open bucket with a whole one. The data are
// of 15 April to 31 October 2026.
func TestWindowsOfEveryPanel(t *testing.T) {
	d, _ := sampled(t, "2026-10-01", "2026-10-31")
	end := day(t, "2026-11-01")
	for _, x := range []struct{ name, from, to, compare, before, beforeTo string }{
		{"this month to date", "2026-10-01", "2026-11-15", "month", "2026-09-01", "2026-09-30"}, // October is over, with September
		{"some days to date", "2026-10-10", "2026-11-10", "previous", "2026-09-08", "2026-09-29"},
		{"last month", "2026-09-01", "2026-09-30", "month", "2026-08-01", "2026-08-31"},
		{"a quarter", "2026-07-01", "2026-09-30", "quarter", "2026-04-01", "2026-06-30"},
		{"this quarter to date", "2026-10-01", "2026-12-31", "quarter", "2026-07-01", "2026-07-31"},
		{"the year to date", "2026-01-01", "2026-10-31", "year", "2025-01-01", "2025-10-31"},
		{"since the start", "2026-04-15", "2026-10-31", "previous", "2025-09-27", "2026-04-14"},
		{"days by hand, like weekdays", "2026-10-05", "2026-10-14", "weekdays", "2026-09-21", "2026-09-30"},
		{"days by hand, like any others", "2026-10-05", "2026-10-14", "2026-08-03", "2026-08-03", "2026-08-12"},
		{"a week that straddles months", "2026-09-28", "2026-10-04", "previous", "2026-09-21", "2026-09-27"},
		{"before the first day", "2026-03-01", "2026-03-31", "previous", "", ""},
		{"after the last day", "2026-12-01", "2026-12-31", "previous", "", ""},
	} {
		asked := ops.Range{From: day(t, x.from), To: day(t, x.to) + 1}
		over := asked.And(ops.Range{From: asked.From, To: end})
		told := 0
		for _, page := range d.Catalog.Pages {
			v, err := d.Resolve(Params{From: x.from, To: x.to, Compare: x.compare, Grain: "week"}, d.PageScope(page))
			if err != nil {
				t.Fatal(err)
			}
			if x.before != "" {
				if past, want := v.Past(over), (ops.Range{From: day(t, x.before), To: day(t, x.beforeTo) + 1}); past != want {
					t.Fatalf("%s: %s is compared with %s, want %s", x.name, over, past, want)
				}
			}
			for _, p := range page.Panels {
				r, err := d.Panel(t.Context(), v, p)
				if err != nil {
					t.Errorf("%s: %s/%s: %v", x.name, page.Name, p.ID, err)
					continue
				}
				a, err := SetAgainst(t.Context(), d, v, p, r)
				if err != nil {
					t.Errorf("%s: %s/%s beside the comparison: %v", x.name, page.Name, p.ID, err)
				}
				what := x.name + ": " + page.Name + "/" + p.ID
				if a == nil {
					continue
				}
				if len(a.Figures) > 0 {
					told++
				}
				if a.Days.Len() == 0 || a.Days.To > end || a.Before.To > a.Days.From && x.compare != "year" {
					t.Errorf("%s: %s beside %s", what, a.Days, a.Before)
				}
				if weeks, ok := r.(periodic); ok && weeks.period() != ops.Daily && weeks.period() != "" {
					continue // whole weeks and months: TestWholePeriods
				}
				if want := slowPast(v.Compare, asked, a.Days); a.Before != want {
					t.Errorf("%s: %s beside %s, want %s", what, a.Days, a.Before, want)
				}
				if a.Begins == 0 && len(a.Figures) > 0 && a.Before.From < day(t, "2026-04-15") {
					t.Errorf("%s: compared with %s, before anything was known", what, a.Before)
				}
			}
		}
		if compares := x.before >= "2026-04-15"; compares != (told > 0) {
			t.Errorf("%s: %d panels have figures of the comparison", x.name, told)
		}
	}
}

package analysis

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"daybreak/internal/ops"
)

// calendarOf makes the days off of a calendar, each as name, first and last day.
func calendarOf(t testing.TB, of ...[3]string) func() (ops.Holidays, error) {
	out := ops.Holidays{}
	for _, f := range of {
		for d := day(t, f[1]); d <= day(t, f[2]); d++ {
			out[d] = ops.Holiday{Day: d, Name: f[0], Kind: ops.DayOff, Group: f[0]}
		}
	}
	return func() (ops.Holidays, error) { return out, nil }
}

// China had 1 to 8 October 2025 off and has 1 to 7 October 2026; the New Year of the
// moon is 20 days apart, the first of May moves on by a weekday. Worked out on a calendar of
// paper.
func TestDaysBesideTheHolidayOfLastYear(t *testing.T) {
	d, _ := sampled(t, "2026-10-01", "2026-10-31")
	d.Festivals = calendarOf(t, [3]string{"国庆", "2025-10-01", "2025-10-08"}, [3]string{"国庆", "2026-10-01", "2026-10-07"},
		[3]string{"春节", "2025-01-28", "2025-02-04"}, [3]string{"春节", "2026-02-15", "2026-02-23"}, [3]string{"元旦", "2025-01-01", "2025-01-01"},
		[3]string{"元旦", "2026-01-01", "2026-01-03"}, [3]string{"校庆", "2026-06-10", "2026-06-10"}, [3]string{"校庆", "2025-01-20", "2025-01-20"})
	for _, x := range []struct{ from, to, want, days string }{
		// Thursday to Wednesday of seven, and of eight days.
		{"2026-10-01", "2026-10-07", "2025-10-01 to 2025-10-08", "2026-10-01=2025-10-01 2026-10-07=2025-10-07"},
		{"2026-10-03", "2026-10-05", "2025-10-03 to 2025-10-05", "2026-10-04=2025-10-04"},
		// Before it Monday to Wednesday, which ended on 24 September 2025; Thursday is the day after it in both years.
		{"2026-09-28", "2026-10-14", "2025-09-22 to 2025-09-24, 2025-10-01 to 2025-10-08, 2025-10-09 to 2025-10-15",
			"2026-09-30=2025-09-24 2026-10-01=2025-10-01 2026-10-08=2025-10-09 2026-10-14=2025-10-15"},
		{"2026-10-07", "2026-10-09", "2025-10-07 to 2025-10-07, 2025-10-09 to 2025-10-10", "2026-10-09=2025-10-10"},
		// Nine days beside eight: the last has none. The Saturday before it is beside Saturday 25 January.
		{"2026-02-14", "2026-02-23", "2025-01-25 to 2025-01-25, 2025-01-28 to 2025-02-04", "2026-02-14=2025-01-25 2026-02-22=2025-02-04 2026-02-23="},
		{"2026-02-23", "2026-02-24", "2025-02-11 to 2025-02-11", "2026-02-24=2025-02-11"},
		{"2026-01-01", "2026-01-03", "2025-01-01 to 2025-01-01", "2026-01-01=2025-01-01 2026-01-02="},
	} {
		v, err := d.Resolve(Params{From: x.from, To: x.to, Compare: "same_holiday"}, Scope{Records: []string{"spend"}})
		if err != nil {
			t.Fatal(x.from, err)
		}
		if got := rangesText(v.Beside(v.Range)); got != x.want {
			t.Errorf("%s to %s is beside %s, want %s", x.from, x.to, got, x.want)
		}
		for _, pair := range strings.Fields(x.days) {
			now, want, _ := strings.Cut(pair, "=")
			got := ""
			if past := v.Past(ops.Range{From: day(t, now), To: day(t, now) + 1}); past.Len() > 0 {
				got = strings.TrimSuffix(past.String(), " to "+past.Last().String())
			}
			if got != want {
				t.Errorf("%s to %s: %s is beside %q, want %q", x.from, x.to, now, got, want)
			}
		}
	}
	for _, x := range []struct{ from, to, code string }{
		{"2026-09-01", "2026-09-30", "no_holiday"}, {"2026-01-01", "2026-02-20", "several_holidays"}, {"2025-10-01", "2025-10-08", "last_holiday_unknown"},
		{"2026-06-08", "2026-06-12", "last_holiday_unknown"}, // the other of its name was in January
	} {
		if _, err := d.Resolve(Params{From: x.from, To: x.to, Compare: "same_holiday"}, Scope{}); ops.CodeOf(err) != ops.Code(x.code) {
			t.Errorf("%s to %s: %v, want %s", x.from, x.to, err, x.code)
		}
		if r := (ops.Range{From: day(t, x.from), To: day(t, x.to) + 1}); HolidayOf(d, r) != "" {
			t.Errorf("%s is offered %s", r, HolidayOf(d, r))
		}
	}
	if d.Festivals = nil; HolidayOf(d, ops.Range{From: day(t, "2026-10-01"), To: day(t, "2026-10-08")}) != "" {
		t.Error("a holiday of nobody's calendar is offered")
	}
	if _, err := d.Resolve(Params{From: "2026-10-01", To: "2026-10-07", Compare: "same_holiday"}, Scope{}); ops.CodeOf(err) != "no_holiday" {
		t.Error(err)
	}
}

func rangesText(ranges []ops.Range) string {
	var out []string
	for _, r := range ranges {
		out = append(out, r.String())
	}
	return strings.Join(out, ", ")
}

// slowBeside returns the days beside those of a range, found one by one: days of the holiday
// by counting from its first; the others by walking away from it to the next of their
// weekday, or beyond those of the days between.
func slowBeside(now, past, days ops.Range) []ops.Day {
	var out []ops.Day
	whole := now.Len() > 1 && days.From <= now.From && days.To >= now.To
	for d := days.From; d < days.To; d++ {
		switch {
		case now.Has(d):
			if at := past.From + d - now.From; !whole && past.Has(at) {
				out = append(out, at)
			}
		case d < now.From:
			at := past.From - (now.From - d)
			for at.Weekday() != d.Weekday() {
				at--
			}
			out = append(out, at)
		default:
			at := past.To + (d - now.To)
			for at.Weekday() != d.Weekday() {
				at++
			}
			out = append(out, at)
		}
	}
	for d := past.From; whole && d < past.To; d++ {
		out = append(out, d)
	}
	return out
}

// Whatever the holidays of two years and the range: sums and ratios of every total,
// bucket, group and cell are compared with those of the rows on the days beside it, each
// looked up by itself, and nothing of the days between is among them.
func TestSameHolidayAlways(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		now := ops.Range{From: day(t, "2026-10-01") + ops.Day(rapid.IntRange(-5, 5).Draw(r, "first day"))}
		now.To = now.From + ops.Day(rapid.IntRange(1, 9).Draw(r, "days off"))
		past := ops.Range{From: ops.AddMonths(now.From, -12) + ops.Day(rapid.IntRange(-25, 25).Draw(r, "moved"))}
		past.To = past.From + ops.Day(rapid.IntRange(1, 9).Draw(r, "days off before"))
		rows := map[ops.Day][2]int{} // cents of channels a and b: some days have none
		draw := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "rows"), 1))
		var file strings.Builder
		file.WriteString("date,platform,campaign,channel,clicks,cost,currency\n")
		write := func(d ops.Day, channel string, cents int) {
			if cents > 0 {
				fmt.Fprintf(&file, "%s,p,x%s,%s,%d,%d.%02d,CNY\n", d, channel, channel, cents%7+1, cents/100, cents%100)
			}
		}
		for _, f := range []ops.Range{past, now} {
			for d := f.From - 26; d < f.To+26; d++ {
				c := [2]int{1 + draw.IntN(99999), []int{0, 0, 5, 70001}[draw.IntN(4)]}
				rows[d] = c
				write(d, "a", c[0])
				write(d, "b", c[1])
			}
		}
		d := world{files: map[string]string{"spend": file.String()}, declared: []ops.Source{{Record: "spend", Name: "p", Through: now.To + 25}}}.data(t)
		d.Festivals = calendarOf(t, [3]string{"f", past.From.String(), past.Last().String()}, [3]string{"f", now.From.String(), now.Last().String()})
		from := now.From + ops.Day(rapid.IntRange(-12, now.Len()-1).Draw(r, "from"))
		to := max(from, now.From) + ops.Day(rapid.IntRange(0, 14).Draw(r, "to"))
		v := resolve(t, d, Params{From: from.String(), To: to.String(), Compare: "same_holiday", Grain: some(r, "grain", "day", "week", "whole")}, "cost", "cpc")
		table := ask(t, d, v, Query{Metrics: []string{"cost", "cpc"}, By: []string{"channel"}})
		check := func(what string, days ops.Range, channel string, cost, cpc Figure) {
			cents, clicks := 0, 0
			for _, at := range slowBeside(now, past, days) {
				for i, name := range []string{"a", "b"} {
					if c := rows[at][i]; c > 0 && (channel == "" || channel == name) {
						cents, clicks = cents+c, clicks+c%7+1
					}
				}
			}
			beside := slowBeside(now, past, days)
			switch {
			case len(beside) == 0:
				isState(t, what+" beside no day", cost.Compare, ops.NotApplicable)
			default:
				is(t, fmt.Sprint(what, " over ", days, " beside ", beside), cost.Compare, float64(cents)/100)
				if clicks > 0 {
					is(t, what+" ratio", cpc.Compare, float64(cents)/100/float64(clicks))
				}
			}
		}
		check("total", v.Range, "", table.Columns[0].Total, table.Columns[1].Total)
		for k, b := range table.Buckets {
			check("bucket", b.Days, "", table.Columns[0].ByBucket[k], table.Columns[1].ByBucket[k])
		}
		for g, group := range table.Groups {
			check("group", v.Range, group.Values[0], table.Columns[0].ByGroup[g], table.Columns[1].ByGroup[g])
			for k, b := range table.Buckets {
				check("cell", b.Days, group.Values[0], table.Columns[0].Cell(g, k), table.Columns[1].Cell(g, k))
			}
		}
		n, differ := len(slowBeside(now, past, v.Range)), noteArgs(v.Notes, DaysDiffer)
		if n != v.Range.Len() && (len(differ) != 1 || differ[0][1] != n) || n == v.Range.Len() && len(differ) > 0 {
			t.Errorf("%d days beside %d: %v", v.Range.Len(), n, differ)
		}
		if t.Failed() {
			r.Fatal("see above")
		}
	})
}

// Members who check in count once for all days: beside days that do not follow each other
// they are not compared, which is said; where they do follow each other they are.
func TestMembersAreComparedOnDaysInARowAlone(t *testing.T) {
	var file strings.Builder
	file.WriteString("at,member,event\n")
	for _, year := range []string{"2025", "2026"} {
		for _, d := range []string{"09-20", "09-24", "09-28", "10-01", "10-02", "10-20"} {
			fmt.Fprintf(&file, "%s-%sT10:00:00+08:00,m%s,check_in\n", year, d, year)
		}
	}
	d := world{files: map[string]string{"events": file.String()}}.data(t)
	d.Festivals = calendarOf(t, [3]string{"国庆", "2025-10-01", "2025-10-02"}, [3]string{"国庆", "2026-10-01", "2026-10-02"})
	for _, x := range []struct {
		from  string
		state ops.State
		says  int
	}{{"2026-10-01", ops.Known, 0}, {"2026-09-28", ops.NotApplicable, 1}} {
		v := resolve(t, d, Params{From: x.from, To: "2026-10-02", Compare: "same_holiday", Grain: "whole"}, "active_members", "check_ins")
		table := ask(t, d, v, Query{Metrics: []string{"active_members", "check_ins"}})
		isState(t, "active members from "+x.from, table.Columns[0].Total.Compare, x.state)
		is(t, "check-ins from "+x.from, table.Columns[1].Total.Compare, map[string]float64{"2026-10-01": 2, "2026-09-28": 3}[x.from])
		if said := noteArgs(table.Notes, CountedOnce); len(said) != x.says {
			t.Errorf("from %s: %v", x.from, said)
		}
		p := &ops.Panel{Type: "funnel", Steps: []ops.Step{{Event: "check_in"}, {Event: "check_in"}}, Window: "7d"}
		if r, err := d.Panel(t.Context(), v, p); err != nil {
			t.Error(err)
		} else if a, err := SetAgainst(t.Context(), d, v, p, r); err != nil || a == nil || a.Apart != (x.says > 0) || (len(a.Figures) == 0) != a.Apart {
			t.Errorf("from %s: a funnel beside the comparison: %+v, %v", x.from, a, err)
		}
	}
}

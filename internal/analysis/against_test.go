package analysis

import (
	"context"
	"testing"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// twoRanges answers stickiness by the first day asked for, and notes the ranges.
type twoRanges struct {
	people
	of     map[string]engine.Stickiness
	ranges *[]ops.Range
}

func (x twoRanges) Stickiness(_ context.Context, q engine.StickinessQuery) (*engine.Stickiness, error) {
	*x.ranges = append(*x.ranges, q.Range)
	s := x.of[q.Range.From.String()]
	return &s, nil
}

// Check-ins are known from 1 to 8 September: 5–8 September compares with 1–4. Of
// 5–10 September four days are over; they compare with as many, six days before.
func TestAgainst(t *testing.T) {
	d, _ := members(t, people{asked: &asked{}})
	var ranges []ops.Range
	x := twoRanges{people: d.Snapshot.(people), ranges: &ranges, of: map[string]engine.Stickiness{
		"2026-09-05": {Members: []int{3, 0, 1}, Periods: 3, Active: 4, Sum: 6},
		"2026-09-01": {Members: []int{2}, Periods: 2, Active: 2, Sum: 2},
	}}
	d.Snapshot = x
	p := &ops.Panel{Type: "stickiness", Event: "check_in"}
	asked := func(params Params) (*Against, error) {
		v := resolve(t, d, params, "check_ins")
		now, err := d.Panel(t.Context(), v, p)
		if err != nil {
			t.Fatal(err)
		}
		ranges = nil
		return SetAgainst(t.Context(), d, v, p, now)
	}
	a, err := asked(Params{From: "2026-09-05", To: "2026-09-08"})
	if err != nil {
		t.Fatal(err)
	}
	if len(ranges) != 1 || ranges[0] != (ops.Range{From: day(t, "2026-09-01"), To: day(t, "2026-09-05")}) || a.Before != ranges[0] {
		t.Errorf("asked %v", ranges)
	}
	// 6 ÷ (3 × 4) now, 2 ÷ (2 × 2) before; 4 and 2 active, twice as many.
	is(t, "now", a.Figures[0].Figure.Value, 0.5)
	is(t, "before", a.Figures[0].Compare, 0.5)
	is(t, "active", a.Figures[1].Delta.Relative, 1)

	// Two of six days are not over: the four that are, against the same four of the
	// comparison, 30 August to 2 September: the data
	// begins later.
	if a, err = asked(Params{From: "2026-09-05", To: "2026-09-10"}); err != nil || a.Days.Len() != 4 || a.Before.Len() != 4 ||
		a.Begins != day(t, "2026-09-01") || a.Figures != nil {
		t.Errorf("%+v, %v", a, err)
	}
	if a, err = asked(Params{From: "2026-09-05", To: "2026-09-08", Compare: "none"}); err != nil || a != nil {
		t.Errorf("without a comparison: %+v, %v", a, err)
	}
}

// Of posts, which are others in every range, their number and sums compare; of
// rows that stay, row by row; a total has no name.
func TestHeadlinesOfASheet(t *testing.T) {
	columns := []SheetColumn{{Name: "reads", Label: ops.Label{En: "Reads"}, Unit: ops.UnitCount, Adds: true}, {Name: "rate", Unit: ops.UnitPercent}}
	rows := []SheetRow{{Keys: []string{"a"}, Cells: []SheetCell{plain(number(3)), plain(known(.5))}},
		{Keys: []string{"b"}, Cells: []SheetCell{plain(number(4)), plain(known(.25))}, Total: true}}
	s := &Sheet{Keys: []SheetKey{{Name: "post"}}, Columns: columns, Rows: rows, Bars: "rate", passing: true}
	h := s.headlines()
	if len(h) != 2 || h[0].Value.Number != 2 || h[1].Value.Number != 7 {
		t.Errorf("posts %+v", h)
	}
	rows[1].Cells[0] = plain(pending)
	if h = s.headlines(); h[1].Value.State != ops.Pending {
		t.Errorf("one not known: %+v", h)
	}
	s.passing = false
	if h = s.headlines(); len(h) != 2 || h[0].Name != "a" || h[0].Value.Number != .5 || h[1].Name != "" || h[1].Keys != nil {
		t.Errorf("rows %+v", h)
	}
}

// Rows of two keys are told apart by both: habits and education at one platform cost
// .5 and .25, and before .75 and 1; each stands in its own row of the file.
func TestHeadlinesOfTwoKeys(t *testing.T) {
	sheet := func(habits, education float64) *Sheet {
		return &Sheet{Keys: []SheetKey{{Name: "industry"}, {Name: "platform"}}, Columns: []SheetColumn{{Name: "cpa", Unit: ops.UnitMoney}}, Bars: "cpa",
			Rows: []SheetRow{{Keys: []string{"habits", "baidu"}, Cells: []SheetCell{plain(known(habits))}},
				{Keys: []string{"education", "baidu"}, Cells: []SheetCell{plain(known(education))}}}}
	}
	now, before := sheet(.5, .25), map[string]ops.Value{}
	for _, h := range sheet(.75, 1).headlines() {
		before[h.Name] = h.Value
	}
	a := &Against{Days: ops.Range{From: 1, To: 2}, Before: ops.Range{From: 0, To: 1}}
	for _, h := range now.headlines() {
		a.Figures = append(a.Figures, AgainstFigure{h, Figure{Value: h.Value, Compare: before[h.Name]}, nil})
	}
	f := a.Beside(now.Frame())
	columns := f.Values[len(f.Values)-2:]
	for r, want := range [][2]float64{{.5, .75}, {.25, 1}} {
		is(t, "now", columns[0].Values[r], want[0])
		is(t, "before", columns[1].Values[r], want[1])
	}
}

// Of 4–31 October (Sunday to Saturday) the weeks from Monday 28 September to 25
// October are over by the 31st; four weeks before them begin on 31 August. By the
// month, September is over for a range that ends in October, and August is before it;
// a year before, it is September. The weeks of a year before end by its dates.
func TestWholePeriods(t *testing.T) {
	of := func(from, to string) ops.Range { return ops.Range{From: day(t, from), To: day(t, to) + 1} }
	c := ops.Calendar{WeekStart: time.Monday}
	for _, x := range []struct {
		name        string
		asked       ops.Range
		compare     Compare
		over        string
		grain       ops.Grain
		now, before ops.Range
	}{
		{"weeks", of("2026-10-04", "2026-10-31"), Previous, "2026-11-01", ops.Weekly, of("2026-09-28", "2026-10-25"), of("2026-08-31", "2026-09-27")},
		{"30 days in weeks", of("2026-10-02", "2026-10-31"), Previous, "2026-11-02", ops.Weekly, of("2026-09-28", "2026-11-01"), of("2026-08-24", "2026-09-27")},
		{"months", of("2026-09-10", "2026-10-09"), Previous, "2026-10-10", ops.Monthly, of("2026-09-01", "2026-09-30"), of("2026-08-01", "2026-08-31")},
		{"months, a year", of("2026-09-10", "2026-10-09"), Year, "2026-10-10", ops.Monthly, of("2026-09-01", "2026-09-30"), of("2025-09-01", "2025-09-30")},
		{"weeks, a year", of("2026-10-05", "2026-10-18"), Year, "2026-11-01", ops.Weekly, of("2026-10-05", "2026-10-18"), of("2025-09-29", "2025-10-12")},
		{"none over", of("2026-10-28", "2026-10-31"), Previous, "2026-10-30", ops.Weekly, ops.Range{}, ops.Range{}},
	} {
		v := &View{Range: x.asked, Compare: x.compare, Shift: x.asked.Len()}
		now, before := wholePeriods(c, v, day(t, x.over), x.grain)
		if now != x.now || before != x.before {
			t.Errorf("%s: %s beside %s, want %s beside %s", x.name, now, before, x.now, x.before)
		}
	}
}

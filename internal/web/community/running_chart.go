package community

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// curve draws the share that is left by day, of this challenge and of those before.
func (r runner) curve(e *analysis.Evening) (*view.Chart, error) {
	t := &r.T.Evening
	one, unknown := ops.Value{Number: 1}, ops.Value{State: ops.Pending}
	c := chart.Curve{Unit: ops.UnitPercent, Stairs: true, Top: 1, Labels: []string{"0"}, Titles: []string{fmt.Sprintf(t.DayN, 0)}}
	own := chart.CurveSeries{Name: t.This, Values: []ops.Value{one}}
	before := chart.CurveSeries{Name: fmt.Sprintf(t.LastOnes, len(e.Rounds)), Values: []ops.Value{one}, Low: []ops.Value{one}, High: []ops.Value{one}}
	for n := range max(len(e.Own), len(e.Before)) {
		c.Labels, c.Titles = append(c.Labels, strconv.Itoa(n+1)), append(c.Titles, fmt.Sprintf(t.DayN, n+1))
		now, then, low, high := unknown, unknown, unknown, unknown
		if n < len(e.Own) {
			now = ops.Value{Number: e.Own[n].Survival.Survival}
		}
		if n < len(e.Before) {
			then, low, high = ops.Value{Number: e.Before[n].Survival.Survival}, ops.Value{Number: e.Least[n]}, ops.Value{Number: e.Most[n]}
		}
		own.Values = append(own.Values, now)
		before.Values, before.Low, before.High = append(before.Values, then), append(before.Low, low), append(before.High, high)
	}
	c.Series = []chart.CurveSeries{own}
	out := &view.Chart{ID: "c-left", Summary: t.Survival, Legend: []view.Legend{{Class: "line c1", Name: own.Name}}}
	if len(e.Before) > 0 {
		c.Series = append(c.Series, before)
		out.Legend = append(out.Legend, view.Legend{Class: "line c2", Name: before.Name})
	}
	var err error
	out.Option, err = c.Option()
	return out, err
}

// hazardView is the share that falls off on each day, drawn in per cent of the room.
type hazardView struct {
	Summary, Cliffs string
	Bars            []hazardBar
	Ticks           []hazardTick
}

type hazardBar struct {
	X, Width, Y, Height string
	Title, Label        string
	Middle, Over        string // where the label stands
	Cliff               bool
	Dot                 string // height of the dot of this challenge; "" without
}

type hazardTick struct{ Y, Text string }

// hazard draws where people fall off.
func (r runner) hazard(e *analysis.Evening) *hazardView {
	days := e.Before
	if len(days) == 0 {
		days = e.Own
	}
	top := 0.0
	for n, x := range days {
		top = max(top, x.Hazard)
		if n < len(e.Own) && e.Own[n].AtRisk >= analysis.FewSubjects {
			top = max(top, e.Own[n].Hazard)
		}
	}
	if len(days) == 0 || top == 0 {
		return nil
	}
	t := &r.T.Evening
	step := 0.1
	if top <= 0.1 {
		step = 0.02
	}
	top *= 1.15
	height := func(x float64) string { return fmt.Sprintf("%.1f%%", 88-84*min(x/top, 1)) }
	out := &hazardView{Summary: t.Hazard}
	for x := 0.0; x < top; x += step {
		out.Ticks = append(out.Ticks, hazardTick{height(x), fmt.Sprintf("%.0f%%", 100*x)})
	}
	const room = 12.0 // for the words of the axis
	width := (100 - room) / float64(len(days))
	var cliffs []string
	for n, x := range days {
		left := room + float64(n)*width
		b := hazardBar{X: fmt.Sprintf("%.2f%%", left+width*.15), Width: fmt.Sprintf("%.2f%%", width*.7), Y: height(x.Hazard),
			Height: fmt.Sprintf("%.1f%%", 84*x.Hazard/top), Middle: fmt.Sprintf("%.2f%%", left+width/2), Over: height(x.Hazard + top*.04),
			Cliff: slices.Contains(e.Cliffs, n+1)}
		own := i18n.Pending
		if n < len(e.Own) && e.Own[n].AtRisk > 0 {
			own, b.Dot = i18n.Percent(e.Own[n].Hazard), height(e.Own[n].Hazard)
		}
		b.Title = fmt.Sprintf(t.HazardOf, n+1, i18n.Percent(x.Hazard), own)
		if b.Cliff || n == 0 || n == len(days)-1 {
			b.Label = strconv.Itoa(n + 1)
		}
		if b.Cliff {
			day := r.challenge.Start + ops.Day(n)
			cliffs = append(cliffs, fmt.Sprintf(t.DayN, n+1)+" "+r.Lang.Weekday(day.Weekday())+" "+i18n.Percent(x.Hazard))
		}
		out.Bars = append(out.Bars, b)
	}
	if len(cliffs) > 0 {
		out.Cliffs = fmt.Sprintf(t.Cliffs, strings.Join(cliffs, " · "))
	}
	return out
}

// goodView is how chances of the kind fared.
type goodView struct {
	Says string
	Rows []goodRow
}

type goodRow struct{ Said, Missed, Days string }

func (r runner) good(e *analysis.Evening) *goodView {
	t, f := &r.T.Evening, e.Foretold
	if !f.Trained {
		return nil
	}
	if f.Tested == 0 {
		return &goodView{Says: t.GoodNone}
	}
	text := t.GoodBad
	if f.Score < f.Base {
		text = t.GoodWell
	}
	out := &goodView{Says: fmt.Sprintf(text, i18n.Decimal(f.Score, 3, 3), i18n.Decimal(f.Base, 3, 3), view.Whole(f.Tested))}
	for _, b := range f.Bands {
		if b.Days > 0 {
			out.Rows = append(out.Rows, goodRow{Said: i18n.Percent(b.Said), Missed: r.share(b.Missed, b.Days), Days: view.Whole(b.Days)})
		}
	}
	return out
}

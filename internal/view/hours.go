package view

import (
	"fmt"
	"strconv"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

func (b Page) hours(p *ops.Panel, r *analysis.Hours) (*Grid, []Fact) {
	if r.Total == 0 {
		return nil, nil
	}
	t := &b.T.Panel
	largest := 0.0
	for _, day := range r.Share {
		for _, share := range day {
			largest = max(largest, share)
		}
	}
	level := func(w time.Weekday, h int) int { return chart.Level(r.Share[w][h], largest) }
	title := func(w time.Weekday, h int) string {
		return b.Lang.Weekday(w) + " " + fmt.Sprintf(t.HourSpan, h, h) + ": " + i18n.Decimal(float64(r.Counts[w][h]), 0, 0) + " · " + i18n.Percent(r.Share[w][h])
	}
	out := &Grid{Grid: chart.NewWeek(b.Data.Calendar.WeekStart, level, title, b.Lang.WeekdayNarrow), Low: t.Less, High: t.MoreOf}
	out.Run = b.run("columns")
	peak := fmt.Sprintf(t.HourSpan, r.Peak.Hour, r.Peak.Hour)
	out.Summary = fmt.Sprintf(t.HoursSummary, b.Label(p.Title), peak, i18n.Percent(r.Peak.Share))
	var facts []Fact
	add := func(p *analysis.Peak, text string) {
		if p != nil {
			facts = append(facts, Fact{Value: fmt.Sprintf("%02d:00", p.Hour), Text: fmt.Sprintf(text, i18n.Percent(p.Share))})
		}
	}
	add(r.Weekday, t.WeekdayPeak)
	add(r.Weekend, t.WeekendPeak)
	return out, facts
}

// minutes draws the rows by minute of the day, over all days of the week.
func (b Page) minutes(p *ops.Panel, h *analysis.Hours) (*Chart, []Fact, error) {
	if h.Total == 0 {
		return nil, nil, nil
	}
	c := chart.Curve{Unit: ops.UnitCount, Every: 4 * 60}
	s := chart.CurveSeries{Name: b.T.Option.PerMinute}
	best, at := int64(0), 0
	for minute, n := range h.ByMinute() {
		if n > best {
			best, at = n, minute
		}
		c.Labels = append(c.Labels, ask.ClockText(minute))
		s.Values = append(s.Values, ops.Value{Number: float64(n)})
	}
	c.Series = []chart.CurveSeries{s}
	out := b.chart(p, fmt.Sprintf(b.T.Panel.HoursSummary, b.Label(p.Title), ask.ClockText(at), i18n.Percent(float64(best)/float64(h.Total))))
	var err error
	out.Option, err = c.Option()
	busiest := b.at(best, h, engine.EveryWeekday, at, at)
	facts := []Fact{{Value: ask.ClockText(at), Text: fmt.Sprintf(b.T.Option.BusiestMinute, busiest.Text), Href: busiest.Href}}
	return out, facts, err
}

// minuteFigures has one row per hour with its busiest minute.
func (b Page) minuteFigures(p *ops.Panel, h *analysis.Hours) *Table {
	out := &Table{Caption: b.Label(p.Title), Head: []Head{{Text: b.T.Panel.Hour}, {Text: b.Label(p.Title), Number: true},
		{Text: b.T.Option.Busiest, Number: true}}}
	all := h.ByMinute()
	for hour := range 24 {
		var n, best int64
		at := 60 * hour
		for minute := 60 * hour; minute < 60*hour+60; minute++ {
			n += all[minute]
			if all[minute] > best {
				best, at = all[minute], minute
			}
		}
		row := Row{Name: ask.ClockText(60 * hour), Cells: []Cell{b.at(n, h, engine.EveryWeekday, 60*hour, 60*hour+59), {Text: i18n.NotApplicable}}}
		if best > 0 {
			row.Cells[1] = b.at(best, h, engine.EveryWeekday, at, at)
			row.Cells[1].Text = ask.ClockText(at) + " · " + row.Cells[1].Text
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// hourFigures has one row per hour and one column per weekday.
func (b Page) hourFigures(p *ops.Panel, r *analysis.Hours) *Table {
	out := &Table{Caption: b.Label(p.Title), Head: []Head{{Text: b.T.Panel.Hour}}}
	start := b.Data.Calendar.WeekStart
	for i := range 7 {
		out.Head = append(out.Head, Head{Text: b.Lang.Weekday((start + time.Weekday(i)) % 7), Number: true})
	}
	for h := range 24 {
		row := Row{Name: strconv.Itoa(h) + ":00"}
		for i := range 7 {
			w := (start + time.Weekday(i)) % 7
			row.Cells = append(row.Cells, b.at(r.Counts[w][h], r, int(w), 60*h, 60*h+59))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func drawHours(b Page, p *ops.Panel, r *analysis.Hours, out *Panel) error {
	out.Grid, out.Facts = b.hours(p, r)
	out.Figures = b.hourFigures(p, r)
	return nil
}

func drawMinutes(b Page, p *ops.Panel, r *analysis.Hours, out *Panel) (err error) {
	out.Figures = b.minuteFigures(p, r)
	out.Chart, out.Facts, err = b.minutes(p, r)
	return err
}

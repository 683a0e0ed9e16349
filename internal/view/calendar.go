package view

import (
	"fmt"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

func (b Page) calendar(r *analysis.Calendar, m marking) (*Grid, []Fact) {
	if len(r.Days) == 0 {
		return nil, nil
	}
	t := &b.T.Panel
	var days []chart.CalendarDay
	for _, d := range r.Days {
		day := ops.Range{From: d.Day, To: d.Day + 1}
		x := chart.CalendarDay{Day: d.Day, Level: calendarLevel(d.Rank), Open: d.Value.InProgress,
			Title: b.bucketTitle(day) + ": " + b.Value(d.Value.Value, r.Metric.Unit)}
		if said := m.saidOn(day); said != "" {
			x.Marked, x.Title = true, x.Title+" · "+said
		}
		days = append(days, x)
	}
	out := &Grid{Grid: chart.NewCalendar(days, b.Lang.MonthName, b.Lang.WeekdayNarrow), Low: t.Less, High: t.MoreOf}
	out.Pixels, out.Run = out.Width*3/2, b.run("rows")
	out.Day, out.First = m.day(), r.Days[0].Day.String()
	out.Summary = fmt.Sprintf(t.CalendarSummary, b.Label(r.Metric.Label), b.Days(ops.Range{From: r.Days[0].Day, To: r.Days[len(r.Days)-1].Day + 1}))
	var facts []Fact
	if r.Best != nil {
		out.High = b.Value(r.Best.Value.Value, r.Metric.Unit)
		best := b.counted(Cell{Text: out.High}, r.Metric, r.Best.Value.Value, ops.Range{From: r.Best.Day, To: r.Best.Day + 1}, b.View.Filter)
		facts = append(facts, Fact{Value: out.High, Text: fmt.Sprintf(t.BestDay, b.Day(r.Best.Day)), Href: best.Href})
	}
	if r.Busiest != nil {
		facts = append(facts, Fact{Value: b.Lang.Weekday(time.Weekday(r.Busiest.Weekday)), Text: fmt.Sprintf(t.BusiestWeekday, i18n.Decimal(r.Busiest.Mean, 0, 0))})
	}
	return out, facts
}

// run is how the squares of a grid open members; "" on a page that leads nowhere.
func (b Page) run(through string) string {
	if b.Fixed {
		return ""
	}
	return through
}

// calendarLevel spreads the four ranks over the five shades.
func calendarLevel(rank int) int { return [...]int{0, 1, 2, 4, 5}[rank] }

// Grid is a calendar or a week by hours, with its scale.
type Grid struct {
	chart.Grid
	Summary   string
	Pixels    int // width on screen; 0 = as wide as the panel
	Low, High string
	Day       *Day   // where a click on a day leads; nil: nowhere
	First     string // its first day, ISO; "" where squares are no days
	Run       string // how the squares run through the panel's table, whose links they open: rows or columns; "" where it has none
}

// calendarFigures has one row per week and one column per weekday.
func (b Page) calendarFigures(p *ops.Panel, r *analysis.Calendar) *Table {
	out := &Table{Caption: b.Label(p.Title), Head: []Head{{Text: b.T.Control.Week}}}
	for i := range min(7, len(r.Days)) {
		out.Head = append(out.Head, Head{Text: b.Lang.Weekday(r.Days[i].Day.Weekday()), Number: true})
	}
	for i := 0; i < len(r.Days); i += 7 {
		last := min(i+7, len(r.Days)) - 1
		row := Row{Name: b.Lang.Date(Civil(r.Days[i].Day)), Days: ops.Range{From: r.Days[i].Day, To: r.Days[last].Day + 1}}
		for _, d := range r.Days[i:min(i+7, len(r.Days))] {
			row.Cells = append(row.Cells, b.counted(b.cell(d.Value.Value, r.Metric.Unit), r.Metric, d.Value.Value, ops.Range{From: d.Day, To: d.Day + 1}, b.View.Filter))
		}
		for len(row.Cells) < 7 {
			row.Cells = append(row.Cells, Cell{})
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func drawCalendar(b Page, p *ops.Panel, r *analysis.Calendar, out *Panel) error {
	out.Grid, out.Facts = b.calendar(r, marking{b, []string{r.Metric.Name}})
	out.Figures = b.calendarFigures(p, r)
	return nil
}

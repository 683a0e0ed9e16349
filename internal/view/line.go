package view

import (
	"fmt"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/ops"
)

// lineTitle names the grain, and the metric a line shows when the reader can pick
// one.
func (b Page) lineTitle(title string, p *ops.Panel, l *analysis.Lines) string {
	title += " · " + b.byGrain()
	if len(p.Metrics) < 2 {
		return title
	}
	return fmt.Sprintf(b.T.Panel.TitleOf, title, b.Label(l.Metric.Label))
}

// byGrain writes the grain of the page.
func (b Page) byGrain() string {
	t := &b.T.Panel
	switch b.View.Grain {
	case ops.Weekly:
		return t.ByWeek
	case ops.Monthly:
		return t.ByMonth
	case ops.Whole:
		return t.ByRange
	}
	return t.ByDay
}

func (b Page) line(p *ops.Panel, l *analysis.Lines) (*Chart, error) {
	m := l.Metric
	name := b.Label(m.Label)
	first := len(l.Buckets)
	for _, s := range l.Series {
		first = min(first, open(s.Points))
	}
	c := chart.Line{Axis: b.axis(l.Buckets, b.View.Grain, first), Unit: m.Unit, Good: m.Good, OpenName: b.T.Panel.InProgress, ChangeName: b.T.Panel.Change}
	out := b.chart(p, b.lineSummary(l))
	if l.By != "" {
		groups := make([]string, len(l.Series))
		for i, s := range l.Series {
			groups[i] = s.Name
		}
		c.Hues = b.hues(l.By, groups)
	}
	for i, s := range l.Series {
		label := name
		if l.By != "" {
			label = b.Group(s.Name, s.Other)
		}
		c.Series = append(c.Series, chart.Series{Name: label, Values: values(s.Points)})
		if s.Other > 0 {
			c.Hues[i] = 0
		}
		total := b.counted(Cell{Text: b.headline(s.Total.Value, m.Unit)}, m, s.Total.Value, l.Complete, b.ofSeries(l, i))
		out.Legend = append(out.Legend, Legend{Class: "line " + c.HueOf(i).Class(), Name: label, Total: total.Text, Href: total.Href})
	}
	if l.By == "" && b.View.Compare != analysis.NoCompare {
		c.Before = compared(l.Series[0].Points)
		c.BeforeName = b.T.Panel.Before
		for _, k := range l.Buckets {
			title := b.Lang.Short(Civil(k.Compare.From))
			if k.Compare.Len() > 1 {
				title = b.Days(k.Compare)
			}
			c.BeforeTitles = append(c.BeforeTitles, title)
		}
		out.Legend[0].Name = b.T.Panel.ThisPeriod
		out.Legend = append(out.Legend, Legend{Class: "line dash", Name: b.Days(b.View.CompareRange), Total: b.headline(l.Series[0].Total.Compare, m.Unit)})
	}
	if l.By == "" {
		if c.Goal = (aiming{b}).line(m, daysOf(l.Buckets)); c.Goal != nil {
			c.GoalName = b.T.Marks.Goal
			out.Legend = append(out.Legend, Legend{Class: "line goal", Name: b.T.Marks.Goal})
		}
	}
	if first < len(l.Buckets) {
		out.Legend = append(out.Legend, Legend{Class: "line c1 dots", Name: b.T.Panel.InProgress})
	}
	b.mark(p, out, &c.Axis, daysOf(l.Buckets))
	var err error
	out.Option, err = c.Option()
	return out, err
}

// lineSummary says in a sentence what a line shows.
func (b Page) lineSummary(l *analysis.Lines) string {
	m := l.Metric
	name := b.Label(m.Label)
	if l.By != "" {
		return fmt.Sprintf(b.T.Panel.ChartSeries, name, len(l.Series))
	}
	s := l.Series[0]
	best := -1
	for i, f := range s.Points {
		if f.State == ops.Known && !f.InProgress && (best < 0 || f.Number > s.Points[best].Number) {
			best = i
		}
	}
	if best < 0 {
		return name + ": " + b.Value(s.Total.Value, m.Unit)
	}
	top, day := b.Value(s.Points[best].Value, m.Unit), b.bucketTitle(l.Buckets[best].Days)
	if d := b.Delta(s.Total.Delta, m.Unit); d != nil {
		return fmt.Sprintf(b.T.Panel.ChartSummary, name, b.Value(s.Total.Value, m.Unit), d.Word+" "+d.Text, top, day)
	}
	return fmt.Sprintf(b.T.Panel.ChartSummaryNoCompare, name, b.Value(s.Total.Value, m.Unit), top, day)
}

// Multiple is one small chart of many.
type Multiple struct {
	Name  string
	Cell  Cell
	Spark Spark
}

func values(figures []analysis.Figure) []ops.Value {
	out := make([]ops.Value, len(figures))
	for i, f := range figures {
		out[i] = f.Value
	}
	return out
}

func compared(figures []analysis.Figure) []ops.Value {
	out := make([]ops.Value, len(figures))
	for i, f := range figures {
		out[i] = f.Compare
	}
	return out
}

// open returns the index of the first bucket in progress.
func open(figures []analysis.Figure) int {
	for i, f := range figures {
		if f.InProgress {
			return i
		}
	}
	return len(figures)
}

// multiples are small charts of the same; none where no total is known.
func (b Page) multiples(l *analysis.Lines) []Multiple {
	known := false
	var out []Multiple
	for n, s := range l.Series {
		if s.Total.State == ops.Known {
			known = true
		}
		cell := b.figureCell(s.Total, l.Metric.Unit)
		cell.Delta = explaining{b}.delta(s.Total.Delta, l.Metric.Unit, change{l.Metric, b.View.Range, b.View.CompareRange, b.ofSeries(l, n)})
		out = append(out, Multiple{Name: b.Group(s.Name, s.Other), Cell: cell, Spark: sparkOf(s.Points, 140, 40)})
	}
	if !known {
		return nil
	}
	return out
}

// lineFigures has one row per bucket and one column per series, or the
// comparison beside a single one.
func (b Page) lineFigures(l *analysis.Lines) *Table {
	out := &Table{Caption: b.Label(l.Metric.Label), Head: []Head{{Text: b.T.Panel.Bucket}}}
	compare := l.By == "" && b.View.Compare != analysis.NoCompare
	for _, s := range l.Series {
		name := b.Label(l.Metric.Label)
		if l.By != "" {
			name = b.Group(s.Name, s.Other)
		}
		out.Head = append(out.Head, Head{Text: name, Number: true})
	}
	if compare {
		out.Head = append(out.Head, Head{Text: b.T.Panel.Before, Number: true}, Head{Text: b.T.Panel.Change, Number: true})
	}
	u := l.Metric.Unit
	out.Cut = len(l.Buckets) > tableRows
	for i := max(0, len(l.Buckets)-tableRows); i < len(l.Buckets); i++ {
		row := Row{Name: b.bucketTitle(l.Buckets[i].Days), Days: l.Buckets[i].Days}
		for n, s := range l.Series {
			row.Cells = append(row.Cells, b.counted(b.figureCell(s.Points[i], u), l.Metric, s.Points[i].Value, l.Buckets[i].Days, b.ofSeries(l, n)))
			row.Open = row.Open || s.Points[i].InProgress
		}
		if compare {
			f := l.Series[0].Points[i]
			row.Cells = append(row.Cells, b.cell(f.Compare, u), explaining{b}.deltaCell(f.Delta, u, explaining{b}.onDays(l.Metric, l.Buckets[i].Days, b.ofSeries(l, 0))))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// ofSeries is the filter of one series.
func (b Page) ofSeries(l *analysis.Lines, n int) []ops.Filter {
	if l.By == "" {
		return b.View.Filter
	}
	groups := make([]analysis.Group, len(l.Series))
	for i, s := range l.Series {
		groups[i] = analysis.Group{Values: []string{s.Name}, Other: s.Other}
	}
	return ofGroup(b.View.Filter, l.By, groups, n)
}

// groupFigures has one row per series with its total.
func (b Page) groupFigures(l *analysis.Lines) *Table {
	t := &b.T.Panel
	out := &Table{Caption: b.Label(l.Metric.Label), Head: []Head{{Text: b.Dimension(l.By)}, {Text: b.Label(l.Metric.Label), Number: true},
		{Text: t.Before, Number: true}, {Text: t.Change, Number: true}}}
	for n, s := range l.Series {
		out.Rows = append(out.Rows, Row{Name: b.Group(s.Name, s.Other), Cells: []Cell{
			b.counted(b.figureCell(s.Total, l.Metric.Unit), l.Metric, s.Total.Value, l.Complete, b.ofSeries(l, n)), b.cell(s.Total.Compare,
				l.Metric.Unit), explaining{b}.deltaCell(s.Total.Delta, l.Metric.Unit, change{l.Metric, b.View.Range, b.View.CompareRange, b.ofSeries(l, n)})}})
	}
	return out
}

func drawLine(b Page, p *ops.Panel, r *analysis.Lines, out *Panel) (err error) {
	if b.View.Grain == ops.Daily {
		out.Note = strings.TrimSpace(b.T.Panel.Weekends + " " + out.Note)
	}
	out.Title, out.Figures = b.lineTitle(out.Title, p, r), b.lineFigures(r)
	out.Chart, err = b.line(p, r)
	return err
}

func drawMultiples(b Page, _ *ops.Panel, r *analysis.Lines, out *Panel) error {
	out.Multiples, out.Figures = b.multiples(r), b.groupFigures(r)
	return nil
}

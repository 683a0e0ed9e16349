package web

import (
	"strconv"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// tableView is a table of figures.
type tableView struct {
	Caption string
	Crumbs  []choiceView
	Head    []headView
	Rows    []rowView
	Total   *rowView
	Wide    bool        // with bars and spark lines
	More    *choiceView // where all of it is
	Empty   string      // said in place of no rows; "" for the usual
	Cut     bool        // more rows than a page should hold: the CSV has them all
}

type headView struct {
	Text, Title    string
	Number, Sorted bool
}

type rowView struct {
	Name, Href, Bar string
	Open            bool // in progress
	Texts           int  // the first cells, which hold words and not figures
	Cells           []cellView
}

// tableRows is the most rows a panel shows as a table.
const tableRows = 120

// frameFigures writes a frame whose first key names the rows.
func (b builder) frameFigures(p *ops.Panel, f *ops.Frame) *tableView {
	out := &tableView{Caption: b.label(p.Title)}
	if len(f.Keys) == 0 {
		return out
	}
	for _, k := range f.Keys {
		out.Head = append(out.Head, headView{Text: b.label(k.Label)})
	}
	for _, v := range f.Values {
		out.Head = append(out.Head, headView{Text: b.label(v.Label), Number: true})
	}
	n := len(f.Keys[0].Texts)
	out.Cut = n > tableRows
	for i := max(0, n-tableRows); i < n; i++ {
		row := rowView{Name: b.keyText(f.Keys[0], i)}
		for _, k := range f.Keys[1:] {
			row.Cells = append(row.Cells, cellView{Text: b.keyText(k, i)})
		}
		for _, v := range f.Values {
			row.Cells = append(row.Cells, b.cell(v.Values[i], v.Unit))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// keyText writes a key of a frame as a reader expects it.
func (b builder) keyText(k ops.KeyColumn, i int) string {
	text := k.Texts[i]
	if k.Name == "date" {
		if d, err := ops.ParseDay(text); err == nil {
			return b.day(d)
		}
	}
	return b.group(text, 0)
}

func (b builder) kpiFigures(k *analysis.KPIs) *tableView {
	t := &b.t.Panel
	out := &tableView{Caption: t.KeyMetrics, Head: []headView{{Text: t.Name}, {Text: t.ThisPeriod, Number: true}}}
	compare := b.view.Compare != analysis.NoCompare
	if compare {
		out.Head = append(out.Head, headView{Text: t.Before, Number: true}, headView{Text: t.Change, Number: true})
	}
	for _, item := range k.Items {
		row := rowView{Name: b.label(item.Metric.Label), Cells: []cellView{b.counted(b.figureCell(item.Total, item.Metric.Unit), item.Metric, item.Total.Value, item.Complete, b.view.Filter)}}
		if compare {
			row.Cells = append(row.Cells, b.cell(item.Total.Compare, item.Metric.Unit), b.deltaCell(item.Total.Delta, item.Metric.Unit))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// lineFigures has one row per bucket and one column per series, or the
// comparison beside a single one.
func (b builder) lineFigures(l *analysis.Lines) *tableView {
	out := &tableView{Caption: b.label(l.Metric.Label), Head: []headView{{Text: b.t.Panel.Bucket}}}
	compare := l.By == "" && b.view.Compare != analysis.NoCompare
	for _, s := range l.Series {
		name := b.label(l.Metric.Label)
		if l.By != "" {
			name = b.group(s.Name, s.Other)
		}
		out.Head = append(out.Head, headView{Text: name, Number: true})
	}
	if compare {
		out.Head = append(out.Head, headView{Text: b.t.Panel.Before, Number: true}, headView{Text: b.t.Panel.Change, Number: true})
	}
	u := l.Metric.Unit
	out.Cut = len(l.Buckets) > tableRows
	for i := max(0, len(l.Buckets)-tableRows); i < len(l.Buckets); i++ {
		row := rowView{Name: b.bucketTitle(l.Buckets[i].Days)}
		for n, s := range l.Series {
			row.Cells = append(row.Cells, b.counted(b.figureCell(s.Points[i], u), l.Metric, s.Points[i].Value, l.Buckets[i].Days, b.ofSeries(l, n)))
			row.Open = row.Open || s.Points[i].InProgress
		}
		if compare {
			f := l.Series[0].Points[i]
			row.Cells = append(row.Cells, b.cell(f.Compare, u), b.deltaCell(f.Delta, u))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// ofSeries is the filter of one series.
func (b builder) ofSeries(l *analysis.Lines, n int) []ops.Filter {
	if l.By == "" {
		return b.view.Filter
	}
	groups := make([]analysis.Group, len(l.Series))
	for i, s := range l.Series {
		groups[i] = analysis.Group{Values: []string{s.Name}, Other: s.Other}
	}
	return ofGroup(b.view.Filter, l.By, groups, n)
}

// groupFigures has one row per series with its total.
func (b builder) groupFigures(l *analysis.Lines) *tableView {
	t := &b.t.Panel
	out := &tableView{Caption: b.label(l.Metric.Label), Head: []headView{{Text: b.dimension(l.By)}, {Text: b.label(l.Metric.Label), Number: true}, {Text: t.Before, Number: true}, {Text: t.Change, Number: true}}}
	for n, s := range l.Series {
		out.Rows = append(out.Rows, rowView{Name: b.group(s.Name, s.Other), Cells: []cellView{
			b.counted(b.figureCell(s.Total, l.Metric.Unit), l.Metric, s.Total.Value, l.Complete, b.ofSeries(l, n)), b.cell(s.Total.Compare, l.Metric.Unit), b.deltaCell(s.Total.Delta, l.Metric.Unit)}})
	}
	return out
}

func (b builder) waterfallFigures(p *ops.Panel, r *analysis.Waterfall) *tableView {
	out := &tableView{Caption: b.label(p.Title), Head: []headView{{Text: b.t.Panel.Name}, {Text: b.t.Panel.ThisPeriod, Number: true}}}
	for _, bar := range r.Bars {
		out.Rows = append(out.Rows, rowView{Name: b.label(bar.Label), Cells: []cellView{b.cell(bar.Value, r.Unit)}})
	}
	return out
}

func (b builder) stepFigures(p *ops.Panel, r *analysis.Steps) *tableView {
	t := &b.t.Panel
	out := &tableView{Caption: b.label(p.Title), Head: []headView{{Text: t.Name}, {Text: t.ThisPeriod, Number: true}, {Text: t.FromStepBefore, Number: true}, {Text: t.Overall, Number: true}, {Text: t.Before, Number: true}}}
	for _, s := range r.Steps {
		out.Rows = append(out.Rows, rowView{Name: b.label(s.Label), Cells: []cellView{b.counted(b.cell(s.Value.Value, s.Metric.Unit), s.Metric, s.Value.Value, r.Days, b.view.Filter),
			b.figureCell(s.FromPrevious, ops.UnitPercent), b.figureCell(s.FromFirst, ops.UnitPercent), b.cell(s.Value.Compare, s.Metric.Unit)}})
	}
	return out
}

// calendarFigures has one row per week and one column per weekday.
func (b builder) calendarFigures(p *ops.Panel, r *analysis.Calendar) *tableView {
	out := &tableView{Caption: b.label(p.Title), Head: []headView{{Text: b.t.Control.Week}}}
	for i := range min(7, len(r.Days)) {
		out.Head = append(out.Head, headView{Text: b.lang.Weekday(r.Days[i].Day.Weekday()), Number: true})
	}
	for i := 0; i < len(r.Days); i += 7 {
		row := rowView{Name: b.lang.Date(civil(r.Days[i].Day))}
		for _, d := range r.Days[i:min(i+7, len(r.Days))] {
			row.Cells = append(row.Cells, b.counted(b.cell(d.Value.Value, r.Metric.Unit), r.Metric, d.Value.Value, ops.Range{From: d.Day, To: d.Day + 1}, b.view.Filter))
		}
		for len(row.Cells) < 7 {
			row.Cells = append(row.Cells, cellView{})
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// hourFigures has one row per hour and one column per weekday.
func (b builder) hourFigures(p *ops.Panel, r *analysis.Hours) *tableView {
	out := &tableView{Caption: b.label(p.Title), Head: []headView{{Text: b.t.Panel.Hour}}}
	start := b.data.Calendar.WeekStart
	for i := range 7 {
		out.Head = append(out.Head, headView{Text: b.lang.Weekday((start + time.Weekday(i)) % 7), Number: true})
	}
	for h := range 24 {
		row := rowView{Name: strconv.Itoa(h) + ":00"}
		for i := range 7 {
			w := (start + time.Weekday(i)) % 7
			row.Cells = append(row.Cells, b.at(r.Counts[w][h], r, int(w), 60*h, 60*h+59))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

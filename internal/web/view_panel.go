package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// panelView is one box of a page. One of the fields from KPIs on holds its
// figures; none when there are none.
type panelView struct {
	T               *i18n.Messages
	ID, Title, Note string
	Width           int
	Link            *choiceView
	Remarks         []string
	Fault           *faultView
	KPIs            []kpiView
	Chart           *chartView
	Table           *tableView
	Multiples       []multipleView
	Funnel          []stepView
	Narrow          bool // a funnel lies on its side where there is little room
	Triangle        *triangleView
	Passage         *passageView
	Bars            []streakBar
	Options         *optionsView
	Below           *tableView // a table beside the picture
	Grid            *gridView
	Today           *todayView
	Facts           []factView // small figures under the picture
	Figures         *tableView // the panel as a table
	CSV             string
	Picture         string // name of its picture
}

// kpiView is one headline figure; its link picks the metric for the page's
// charts.
type kpiView struct {
	ID, Label, Definition, Href string // Href picks the metric for the page's line, if it has it
	Total                       cellView
	Current                     bool
	Delta                       *deltaView
	Before                      string
	Coverage, CoverageOf        string // share of the data behind it, where it is low
	Spark                       sparkView
}

// chartView is a chart that the browser draws. Summary says in words what it
// shows.
type chartView struct {
	ID, Summary string
	Option      json.RawMessage
	Legend      []legendView
	Tall        bool
}

type legendView struct {
	Class, Name, Total string
	Href               string // of the members behind Total
}

// multipleView is one small chart of many.
type multipleView struct {
	Name  string
	Cell  cellView
	Spark sparkView
}

// stepView is one step of a funnel.
type stepView struct {
	Number       int
	Label        string
	Cell         cellView
	FromFirst    string
	FromPrevious string
	Delta        *deltaView
	Lost         string
	Exceeds      bool
	Shape        chart.FunnelStep
	Share        string // of the largest step, for a bar
}

// gridView is a calendar or a week by hours, with its scale.
type gridView struct {
	chart.Grid
	Summary   string
	Pixels    int // width on screen; 0 = as wide as the panel
	Low, High string
	Run       string // how the squares run through the panel's table, whose links they open: rows or columns; "" where it has none
}

type factView struct{ Value, Text, Href string }

// todayView is the last complete day of an activity.
type todayView struct {
	Title            string
	Count            cellView
	LastWeek, Median comparedView
	Spark            sparkView
	Live             string // what there is of the day under way
	Follow           string // where that is told as it changes; "" for nowhere
}

type comparedView struct {
	Label, Value string
	Delta        *deltaView
}

// frame makes what a panel has without any figures.
func (b builder) frame(p *ops.Panel) panelView {
	out := panelView{T: b.t, ID: p.ID, Title: b.label(p.Title), Note: b.label(p.Note), Width: cmp.Or(p.Width, 12)}
	if p.Link != "" && !b.fixed {
		out.Link = &choiceView{Label: b.t.Panel.Open, Href: frame.HrefOf("/"+p.Link, kept(b.view.Params))}
	}
	out.Options = b.options(p)
	return out
}

// failed is a panel that says why it has no figures.
func (b builder) failed(p *ops.Panel, e *ops.Error) panelView {
	out := b.frame(p)
	f := b.fault(e)
	out.Fault = &f
	return out
}

func (b builder) panel(p *ops.Panel, result analysis.Result) (panelView, error) {
	out := b.frame(p)
	out.Remarks = b.remarks(result.Remarks())
	out.Picture = "daybreak-" + b.page.Name + "-" + p.ID
	if !b.fixed {
		q := b.view.Params.Query()
		q.Set("panel", p.ID)
		out.CSV = frame.HrefOf("/"+b.page.Name+".csv", q)
	}
	var err error
	switch r := result.(type) {
	case *analysis.KPIs:
		out.KPIs = b.kpis(r)
		out.Figures = b.kpiFigures(r)
	case *analysis.Lines:
		if p.Type == "multiples" {
			out.Multiples = b.multiples(r)
			out.Figures = b.groupFigures(r)
		} else {
			out.Title = b.lineTitle(out.Title, p, r)
			out.Chart, err = b.line(p, r)
			out.Figures = b.lineFigures(r)
		}
	case *analysis.Breakdown:
		out.Table = b.breakdown(p, r)
	case *analysis.Bubbles:
		out.Chart, err = b.bubbles(p, r)
		out.Figures = b.frameFigures(p, r.Frame())
	case *analysis.Waterfall:
		out.Chart, err = b.waterfall(p, r)
		out.Figures = b.waterfallFigures(p, r)
	case *analysis.Steps:
		out.Funnel, out.Narrow = b.steps(r), out.Width < 6
		out.Figures = b.stepFigures(p, r)
	case *analysis.Growth:
		out.Chart, err = b.growth(p, r)
		out.Facts = b.growthFacts(r)
		out.Figures = b.growthFigures(p, r)
	case *analysis.Calendar:
		out.Grid, out.Facts = b.calendar(r)
		out.Figures = b.calendarFigures(p, r)
	case *analysis.Hours:
		if p.Type == "minutes" {
			out.Chart, out.Facts, err = b.minutes(p, r)
			out.Figures = b.minuteFigures(p, r)
			break
		}
		out.Grid, out.Facts = b.hours(p, r)
		out.Figures = b.hourFigures(p, r)
	case *analysis.Today:
		out.Today, out.Facts = b.today(r)
		out.Figures = b.frameFigures(p, r.Frame())
	case *analysis.Retention:
		switch p.Type {
		case "retention":
			out.Triangle, out.Facts = b.triangle(p, r), b.retentionFacts(r)
		case "retention_trend":
			out.Chart, err = b.retentionTrend(p, r)
			out.Figures = b.trendFigures(p, r)
		default:
			out.Chart, err = b.retentionCurve(p, r)
			out.Figures = b.curveFigures(p, r)
			out.Remarks = append(out.Remarks, b.curveRemarks(r)...)
		}
	case *analysis.Funnel:
		out.Passage, err = b.passage(p, r)
		out.Facts, out.Figures = b.passageFacts(r), b.passageFigures(p, r)
	case *analysis.FunnelTimes:
		out.Chart, err = b.passageTimes(p, r)
		out.Facts, out.Figures = b.passageTimeFacts(r), b.passageTimeFigures(p, r)
	case *analysis.Survival:
		out.Chart, err = b.survival(p, r)
		out.Facts, out.Below, out.Figures = b.survivalFacts(r), b.survivalGroups(p, r), b.survivalFigures(p, r)
	case *analysis.Streaks:
		if p.Type == "at_risk" {
			out.Table = b.atRisk(p, r)
			if !b.fixed { // the list, which says more than how many
				out.CSV = "/members.csv" + strings.TrimPrefix(peopleHref(engine.PeopleQuery{Streaks: &r.Query, Kind: "at_risk"}), "/members")
			}
			break
		}
		out.Bars, out.Figures = b.streakBars(r), b.streakFigures(p, r)
	case *analysis.Stickiness:
		out.Chart, err = b.stickiness(p, r)
		out.Facts, out.Figures = b.stickinessFacts(r), b.stickinessFigures(p, r)
	case *analysis.States:
		out.Chart, err = b.states(p, r)
		out.Below, out.Figures = b.stateMoves(p, r), b.stateFigures(p, r)
	case *analysis.Active:
		out.Chart, err = b.active(p, r)
		out.Facts, out.Figures = b.activeFacts(r), b.activeFigures(p, r)
	case *analysis.Invitations:
		out.Chart, err = b.invitations(p, r)
		out.Facts, out.Figures = b.invitationFacts(r), b.invitationFigures(p, r)
	case *analysis.Kept:
		out.Table = b.kept(p, r)
		out.Remarks = append(out.Remarks, b.keptRemarks(r)...)
	default:
		out.Table = b.frameFigures(p, r.Frame())
	}
	return out, err
}

func (b builder) kpis(k *analysis.KPIs) []kpiView {
	picked := b.picked()
	var out []kpiView
	for _, item := range k.Items {
		m := item.Metric
		v := kpiView{ID: "kpi-" + m.Name, Label: b.label(m.Label), Definition: b.label(m.Definition),
			Total:   b.counted(cellView{Text: b.headline(item.Total.Value, m.Unit), State: b.state(item.Total.Value)}, m, item.Total.Value, item.Complete, b.view.Filter),
			Current: m.Name == picked, Delta: b.delta(item.Total.Delta, m.Unit),
			Spark: sparkOf(item.Spark, 100, 36)}
		if b.picks(m.Name) {
			v.Href = b.href(func(p *analysis.Params) { p.Metric = m.Name })
		}
		if item.Total.Compare.State == ops.Known && item.Total.State == ops.Known {
			v.Before = fmt.Sprintf(b.t.Panel.Versus, b.headline(item.Total.Compare, m.Unit))
		}
		if item.Coverage != nil && item.Coverage.Show {
			v.Coverage, v.CoverageOf = i18n.Percent(item.Coverage.Share.Number), b.label(item.Coverage.Metric.Label)
		}
		out = append(out, v)
	}
	return out
}

// picks reports whether a line of the page can show a metric.
func (b builder) picks(metric string) bool {
	return slices.ContainsFunc(b.page.Panels, func(p *ops.Panel) bool { return p.Type == "line" && slices.Contains(p.Metrics, metric) })
}

// picked returns the metric the page's line shows: the one the address names,
// or the line's own.
func (b builder) picked() string {
	for _, p := range b.page.Panels {
		if p.Type != "line" {
			continue
		}
		if slices.Contains(p.Metrics, b.view.Metric) {
			return b.view.Metric
		}
		return p.Metric
	}
	return b.view.Metric
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
func (b builder) multiples(l *analysis.Lines) []multipleView {
	known := false
	var out []multipleView
	for _, s := range l.Series {
		if s.Total.State == ops.Known {
			known = true
		}
		cell := b.figureCell(s.Total, l.Metric.Unit)
		cell.Delta = b.delta(s.Total.Delta, l.Metric.Unit)
		out = append(out, multipleView{Name: b.group(s.Name, s.Other), Cell: cell, Spark: sparkOf(s.Points, 140, 40)})
	}
	if !known {
		return nil
	}
	return out
}

func (b builder) steps(r *analysis.Steps) []stepView {
	now, before := make([]ops.Value, len(r.Steps)), make([]ops.Value, len(r.Steps))
	for i, s := range r.Steps {
		now[i], before[i] = s.Value.Value, s.Value.Compare
	}
	shapes := chart.NewFunnel(now, before)
	largest := 0.0
	for _, v := range now {
		if v.State == ops.Known {
			largest = max(largest, v.Number)
		}
	}
	var out []stepView
	for i, s := range r.Steps {
		v := stepView{Number: i + 1, Label: b.label(s.Label), Cell: b.counted(b.cell(s.Value.Value, s.Metric.Unit), s.Metric, s.Value.Value, r.Days, b.view.Filter), Exceeds: s.Exceeds, Shape: shapes[i], Share: chart.Share(s.Value.Value, largest)}
		if i > 0 {
			v.FromFirst = b.value(s.FromFirst.Value, ops.UnitPercent)
			v.FromPrevious = b.value(s.FromPrevious.Value, ops.UnitPercent)
			v.Delta = b.delta(s.FromPrevious.Delta, ops.UnitPercent)
			if s.Lost.State == ops.Known {
				v.Lost = fmt.Sprintf(b.t.Panel.LostSinceBefore, b.value(s.Lost, s.Metric.Unit))
			}
		}
		out = append(out, v)
	}
	return out
}

func (b builder) today(r *analysis.Today) (*todayView, []factView) {
	t := &b.t.Panel
	if !r.Known {
		return nil, nil
	}
	u := r.Metric.Unit
	compare := func(label string, f analysis.Figure) comparedView {
		return comparedView{Label: label, Value: b.value(f.Compare, u), Delta: b.delta(f.Delta, u)}
	}
	out := &todayView{Title: b.lang.WeekdayDate(civil(r.Day)), Count: b.counted(cellView{Text: b.headline(r.Value, u), State: b.state(r.Value)}, r.Metric, r.Value, ops.Range{From: r.Day, To: r.Day + 1}, b.view.Filter),
		LastWeek: compare(t.SameDayLastWeek, r.LastWeek), Median: compare(t.DayMedian, r.Median), Spark: sparkOf(r.Points, 300, 64), Live: b.underWay(r), Follow: b.streamHref()}
	var facts []factView
	if s := r.Split; s != nil {
		who := engine.PeopleQuery{Growth: &r.Query, Start: r.Day}
		facts = []factView{b.peopleFact(s.New+s.PreExisting, t.NewMembers, with(who, "new", 0)), b.peopleFact(s.Returning, t.Returning, with(who, "retained", 0)), b.peopleFact(s.ComeBack, t.ComeBack, with(who, "resurrected", 0))}
	}
	return out, facts
}

// breakdown writes the table of a dimension; its rows open the next one.
func (b builder) breakdown(p *ops.Panel, r *analysis.Breakdown) *tableView {
	t := r.Table
	out := &tableView{Caption: b.label(p.Title), Crumbs: b.crumbs(p, r), Head: []headView{{Text: b.dimension(r.By)}}, Wide: true}
	largest := 0.0
	main := &t.Columns[r.Main]
	for g := range t.Groups {
		if v := main.ByGroup[g]; t.Groups[g].Other == 0 && v.State == ops.Known {
			largest = max(largest, v.Number)
		}
	}
	for i, c := range t.Columns {
		out.Head = append(out.Head, headView{Text: b.label(c.Metric.Label), Title: b.label(c.Metric.Definition), Number: true, Sorted: i == r.Main})
		if i == r.Main {
			if b.view.Compare != analysis.NoCompare {
				out.Head = append(out.Head, headView{Text: b.t.Panel.Change, Number: true})
			}
			out.Head = append(out.Head, headView{Text: b.t.Panel.Trend})
		}
	}
	cells := func(pick func(*analysis.Column) analysis.Figure, course []analysis.Figure, filter []ops.Filter) []cellView {
		var row []cellView
		for i := range t.Columns {
			c := &t.Columns[i]
			f := pick(c)
			row = append(row, b.counted(b.figureCell(f, c.Metric.Unit), c.Metric, f.Value, c.Complete, filter))
			if i == r.Main {
				if b.view.Compare != analysis.NoCompare {
					row = append(row, b.deltaCell(f.Delta, c.Metric.Unit))
				}
				row = append(row, cellView{Spark: sparkOf(course, 100, inlineSpark)})
			}
		}
		return row
	}
	for g, group := range t.Groups {
		row := rowView{Name: b.group(group.Values[0], group.Other), Bar: "0"}
		if group.Other == 0 {
			row.Bar = chart.Share(main.ByGroup[g].Value, largest)
			if r.Below != "" {
				row.Href = b.href(func(p *analysis.Params) {
					p.Filter = slices.DeleteFunc(p.Filter, func(f ops.Filter) bool { return f.Dimension == r.By && !f.Not })
					p.Filter = append(p.Filter, ops.Filter{Dimension: r.By, Values: []string{group.Values[0]}})
				})
			}
		}
		course := make([]analysis.Figure, len(t.Buckets))
		for i := range course {
			course[i] = main.Cell(g, i)
		}
		row.Cells = cells(func(c *analysis.Column) analysis.Figure { return c.ByGroup[g] }, course, ofGroup(b.view.Filter, r.By, t.Groups, g))
		out.Rows = append(out.Rows, row)
	}
	out.Total = &rowView{Name: b.t.Panel.Total, Cells: cells(func(c *analysis.Column) analysis.Figure { return c.Total }, main.ByBucket, b.view.Filter)}
	return out
}

// crumbs is the way down from the top of a breakdown; the last one is where
// the reader is.
func (b builder) crumbs(p *ops.Panel, r *analysis.Breakdown) []choiceView {
	if len(r.Path) == 0 {
		return nil
	}
	chain := append([]string{p.By}, p.Drill...)
	to := func(level int) string {
		return b.href(func(q *analysis.Params) {
			q.Filter = slices.DeleteFunc(q.Filter, func(f ops.Filter) bool { return !f.Not && slices.Contains(chain[level:], f.Dimension) })
		})
	}
	out := []choiceView{{Label: fmt.Sprintf(b.t.Panel.AllOf, b.dimension(p.By)), Href: to(0)}}
	for i, f := range r.Path {
		out = append(out, choiceView{Label: b.group(f.Values[0], 0), Href: to(i + 1), Current: i == len(r.Path)-1})
	}
	return out
}

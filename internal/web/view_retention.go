package web

import (
	"fmt"
	"slices"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// triangleView is a table of cohorts: a row each, a column per period, the
// deeper the colour the more came back.
type triangleView struct {
	Caption string
	Shows   []choiceView // shares or people
	Column  string       // over the cohorts
	Periods []string
	Average []averageRow
	Rows    []cohortView
	Cut     bool // more cohorts or periods than a page should hold: the CSV has them all
}

type averageRow struct {
	Name  string
	Size  cellView // empty for the simple mean
	Cells []cohortCell
}

type cohortView struct {
	Start string
	Size  cellView
	Cells []cohortCell
}

// cohortCell is one period of a cohort. Level is 0 to 10; First marks period 0,
// which is always everybody; Part a period that is not over for all (R6), with
// what is known so far.
type cohortCell struct {
	cellView
	Level       int
	First, Part bool
}

// The most cohorts and periods a triangle shows.
const (
	triangleRows    = 60
	trianglePeriods = 31
)

// periodName writes period h of a retention question for a column.
func (b builder) periodName(r *analysis.Retention, h int) string {
	if q := r.Query; q.Mode == engine.ModeBracket && h < len(q.Brackets) {
		return strconv.Itoa(q.Brackets[h][0]) + "–" + strconv.Itoa(q.Brackets[h][1])
	}
	t := &b.t.Option
	format := map[ops.Grain]string{ops.Daily: t.PeriodDay, ops.Weekly: t.PeriodWeek, ops.Monthly: t.PeriodMonth}[r.Period]
	return fmt.Sprintf(format, h)
}

// cohortDays writes the days of a cohort.
func (b builder) cohortDays(r *analysis.Retention, start ops.Day) string {
	grain := r.Period
	if r.Query.GroupBy != "" {
		grain = r.Query.GroupBy
	}
	days := b.data.Calendar.Bucket(start, grain)
	first, _, _ := b.view.Range.From.Date()
	last, _, _ := days.Last().Date()
	if first != last { // the year has to be said
		return b.bucketTitle(days)
	}
	if days.Len() == 1 {
		return b.lang.Short(civil(start))
	}
	return b.lang.Short(civil(start)) + " – " + b.lang.Short(civil(days.Last()))
}

func (b builder) triangle(p *ops.Panel, r *analysis.Retention) *triangleView {
	if len(r.Cohorts) == 0 {
		return nil
	}
	people := b.view.Params.Options.Get("retention.show") == "people"
	t := &b.t.Option
	out := &triangleView{Caption: b.label(p.Title), Column: t.CohortColumn, Cut: len(r.Cohorts) > triangleRows || r.Periods > trianglePeriods}
	if r.Grouped() {
		out.Column = b.dimension(r.By) + " · " + t.CohortColumn
	}
	for _, show := range []struct{ value, label string }{{"share", t.Share}, {"people", t.People}} {
		out.Shows = append(out.Shows, choiceView{ID: "show-" + show.value, Label: show.label, Current: people == (show.value == "people"),
			Href: b.href(func(q *analysis.Params) { q.Options.Set("retention.show", show.value) })})
	}
	last := min(r.Periods, trianglePeriods)
	for h := range last + 1 {
		out.Periods = append(out.Periods, b.periodName(r, h))
	}
	fill := func(cells []cohortCell) []cohortCell {
		for len(cells) <= last {
			cells = append(cells, cohortCell{})
		}
		return cells[:last+1]
	}
	curves := r.Curves
	if !r.Grouped() {
		curves = []analysis.Curve{r.All}
	}
	for _, curve := range curves {
		all := engine.PeopleQuery{Retention: &r.Query, Group: curve.Group}
		if !r.Grouped() {
			all.Retention = ungrouped(r.Query)
		}
		weighted := averageRow{Name: t.WeightedAverage, Size: b.cohortSize(r, curve.Size, all)}
		mean := averageRow{Name: t.SimpleMean}
		if r.Grouped() {
			weighted.Name = b.group(curve.Group, 0) + " · " + t.WeightedAverage
			mean.Name = b.group(curve.Group, 0) + " · " + t.SimpleMean
		}
		for h, point := range curve.Points {
			first := h == 0 && r.Query.Mode != engine.ModeBracket
			c := b.cohortCell(point.Rate, first)
			if point.Rate.State == ops.Pending {
				c = cohortCell{}
			} else {
				c.Title = fmt.Sprintf(t.CellTitle, whole(int(point.Rate.Num)), whole(int(point.Rate.Den))) + "; " + c.Title
			}
			weighted.Cells = append(weighted.Cells, c)
			m := cohortCell{cellView: b.cell(point.Mean, ops.UnitPercent), First: first}
			if point.Mean.State == ops.Pending {
				m = cohortCell{}
			}
			m.Level = level(point.Mean)
			mean.Cells = append(mean.Cells, m)
		}
		weighted.Cells, mean.Cells = fill(weighted.Cells), fill(mean.Cells)
		out.Average = append(out.Average, weighted, mean)
	}
	for _, c := range r.Cohorts[max(0, len(r.Cohorts)-triangleRows):] {
		who := engine.PeopleQuery{Retention: &r.Query, Group: c.Group, Start: c.Start}
		if !r.Grouped() {
			who.Retention = ungrouped(r.Query)
		}
		row := cohortView{Start: b.cohortDays(r, c.Start), Size: b.people(c.Size, who)}
		if r.Grouped() {
			row.Start = b.group(c.Group, 0) + " · " + row.Start
		}
		for h, cell := range c.Cells[:min(len(c.Cells), last+1)] {
			who.Kind, who.Step = "returned", h
			row.Cells = append(row.Cells, b.triangleCell(r, c, h, cell, who, people))
		}
		row.Cells = fill(row.Cells)
		out.Rows = append(out.Rows, row)
	}
	return out
}

// cohortSize is the number of entries into all cohorts of who. It opens their
// members unless one may have entered several times.
func (b builder) cohortSize(r *analysis.Retention, n int, who engine.PeopleQuery) cellView {
	if r.Query.Cohort == engine.CohortRecurring {
		return cellView{Text: whole(n)}
	}
	return b.people(n, who)
}

// ungrouped is a question without its breakdown: what the triangle shows.
func ungrouped(q engine.RetentionQuery) *engine.RetentionQuery {
	q.By = ""
	return &q
}

// triangleCell is one cell: a share or a count that opens the members behind
// it. One that is not over shows what is known so far, hatched.
func (b builder) triangleCell(r *analysis.Retention, c analysis.Cohort, h int, cell analysis.CohortCell, who engine.PeopleQuery, people bool) cohortCell {
	f := cell.Rate
	if f.State == ops.Pending && !f.InProgress {
		return cohortCell{}
	}
	out := b.cohortCell(f, h == 0 && r.Query.Mode != engine.ModeBracket)
	t := &b.t.Option
	if f.State == ops.Pending {
		so := ops.Value{Number: float64(cell.Count) / float64(c.Size)}
		out.cellView, out.Level = cellView{Text: b.value(so, ops.UnitPercent)}, level(so)
		out.Title = fmt.Sprintf(t.SoFar, whole(cell.Count), whole(c.Size))
	} else {
		out.Title = fmt.Sprintf(t.CellTitle, whole(cell.Count), whole(c.Size)) + "; " + out.Title
	}
	if people {
		out.Text = whole(cell.Count)
	}
	if cell.Count > 0 {
		out.Href = b.peopleHref(who)
	}
	return out
}

func (b builder) cohortCell(f analysis.Figure, first bool) cohortCell {
	return cohortCell{cellView: b.figureCell(f, ops.UnitPercent), First: first, Part: f.InProgress || f.State == ops.Pending, Level: level(f.Value)}
}

// level grades a share for its colour.
func level(v ops.Value) int {
	if v.State != ops.Known {
		return 0
	}
	return max(0, min(10, int(10*v.Number+0.5)))
}

// retentionFacts are the averages of a few periods.
func (b builder) retentionFacts(r *analysis.Retention) []factView {
	marks := map[ops.Grain][]int{ops.Daily: {1, 7, 30}, ops.Weekly: {1, 4, 8}, ops.Monthly: {1, 3, 6}}[r.Period]
	var out []factView
	if r.Query.Mode == engine.ModeBracket {
		return nil
	}
	for _, h := range marks {
		if h < len(r.All.Points) {
			out = append(out, factView{Value: b.value(r.All.Points[h].Rate.Value, ops.UnitPercent), Text: b.periodName(r, h) + " · " + b.t.Option.WeightedAverage})
		}
	}
	return out
}

// retentionCurve draws the share that came back by period, of all members or
// group by group.
func (b builder) retentionCurve(p *ops.Panel, r *analysis.Retention) (*chartView, error) {
	curves := r.Curves
	if len(curves) == 0 && len(r.All.Points) > 0 {
		curves = []analysis.Curve{r.All}
	}
	if len(curves) == 0 {
		return nil, nil
	}
	c := chart.Curve{Unit: ops.UnitPercent}
	from := 1 // period 0 is always everybody and would flatten the rest
	if r.Periods == 0 || r.Query.Mode == engine.ModeBracket {
		from = 0
	}
	last := from
	for _, curve := range curves {
		for h, point := range curve.Points {
			if point.Rate.State == ops.Known && drawn(curve, h) {
				last = max(last, h)
			}
		}
	}
	for h := from; h <= last; h++ {
		c.Labels = append(c.Labels, b.periodName(r, h))
	}
	out := b.chart(p, fmt.Sprintf(b.t.Panel.ChartSeries, b.label(p.Title), len(curves)))
	for i, curve := range curves {
		s := chart.CurveSeries{Name: b.label(p.Title)}
		for h := from; h <= last; h++ {
			v := ops.Value{State: ops.Pending}
			if h < len(curve.Points) && drawn(curve, h) {
				v = curve.Points[h].Rate.Value
			}
			s.Values = append(s.Values, v)
		}
		if len(r.Curves) > 0 {
			s.Name = b.group(curve.Group, 0)
		} else {
			s.Low, s.High = bounds(curve.Points[min(from, len(curve.Points)):], len(s.Values))
		}
		c.Series = append(c.Series, s)
		who := engine.PeopleQuery{Retention: &r.Query, Group: curve.Group}
		if len(r.Curves) == 0 {
			who.Retention = ungrouped(r.Query)
		}
		size := b.cohortSize(r, curve.Size, who)
		out.Legend = append(out.Legend, legendView{Class: "line " + seriesClass(i), Name: s.Name, Total: size.Text, Href: size.Href})
	}
	var err error
	out.Option, err = c.Option()
	return out, err
}

// drawn reports whether a line shows point h of a curve: those of too few
// members (R7) only jump about, unless the curve has no others.
func drawn(c analysis.Curve, h int) bool {
	many := func(p analysis.CurvePoint) bool { return p.Rate.State == ops.Known && !p.Rate.Interval.Few }
	return many(c.Points[h]) || !slices.ContainsFunc(c.Points, many)
}

// curveRemarks say when points are left out of the lines.
func (b builder) curveRemarks(r *analysis.Retention) []string {
	for _, c := range append([]analysis.Curve{r.All}, r.Curves...) {
		for h, p := range c.Points {
			if p.Rate.State == ops.Known && !drawn(c, h) {
				return []string{b.t.Option.FewLeftOut}
			}
		}
	}
	return nil
}

// bounds returns the ends of the intervals of n points.
func bounds(points []analysis.CurvePoint, n int) (low, high []ops.Value) {
	low, high = make([]ops.Value, n), make([]ops.Value, n)
	for h := range n {
		low[h], high[h] = ops.Value{State: ops.Pending}, ops.Value{State: ops.Pending}
		if h < len(points) && points[h].Rate.Interval.Known {
			low[h], high[h] = ops.Value{Number: points[h].Rate.Interval.Low}, ops.Value{Number: points[h].Rate.Interval.High}
		}
	}
	return low, high
}

// seriesClass is the colour of the i-th series in a legend.
func seriesClass(i int) string {
	if i < 6 {
		return "c" + strconv.Itoa(i+1)
	}
	return "mute"
}

// curveFigures has one row per group and one column per period.
func (b builder) curveFigures(p *ops.Panel, r *analysis.Retention) *tableView {
	out := &tableView{Caption: b.label(p.Title), Head: []headView{{Text: b.dimension(r.By)}, {Text: b.t.Option.Size, Number: true}}}
	last := min(r.Periods, trianglePeriods)
	out.Cut = r.Periods > last
	for h := range last + 1 {
		out.Head = append(out.Head, headView{Text: b.periodName(r, h), Number: true})
	}
	row := func(name string, c analysis.Curve, q engine.RetentionQuery) rowView {
		v := rowView{Name: name, Cells: []cellView{b.people(c.Size, engine.PeopleQuery{Retention: &q, Group: c.Group})}}
		for h := range last + 1 {
			x := cellView{}
			if h < len(c.Points) {
				x = b.figureCell(c.Points[h].Rate, ops.UnitPercent)
			}
			v.Cells = append(v.Cells, x)
		}
		return v
	}
	for _, c := range r.Curves {
		out.Rows = append(out.Rows, row(b.group(c.Group, 0), c, r.Query))
	}
	if len(r.All.Points) > 0 {
		all := row(b.t.Panel.Total, r.All, *ungrouped(r.Query))
		out.Total = &all
	}
	return out
}

// retentionTrend draws one period of every cohort over the cohorts.
func (b builder) retentionTrend(p *ops.Panel, r *analysis.Retention) (*chartView, error) {
	c := chart.Line{Unit: ops.UnitPercent, Good: ops.UpGood, OpenName: b.t.Panel.InProgress, ChangeName: b.t.Panel.Change}
	s := chart.Series{Name: b.periodName(r, r.Trend)}
	group := ""
	if r.Grouped() && len(r.Curves) > 0 { // one line: the largest group's
		group = r.Curves[0].Group
		s.Name = b.group(group, 0) + " · " + s.Name
	}
	open := -1
	for _, k := range r.Cohorts {
		cell, ok := r.TrendCell(k)
		if k.Group != group || !ok && open >= 0 {
			continue
		}
		v := cell.Rate.Value
		if !ok || v.State == ops.Pending {
			if open < 0 {
				open = len(s.Values)
			}
			if !cell.Rate.InProgress {
				continue
			}
			v = ops.Value{Number: float64(cell.Count) / float64(k.Size)}
		}
		c.Labels = append(c.Labels, b.lang.Short(civil(k.Start)))
		c.Titles = append(c.Titles, b.cohortDays(r, k.Start))
		s.Values = append(s.Values, v)
	}
	if len(s.Values) == 0 {
		return nil, nil
	}
	if c.Open = open; open < 0 {
		c.Open = len(s.Values)
	}
	c.Series = []chart.Series{s}
	out := b.chart(p, fmt.Sprintf(b.t.Panel.ChartSeries, b.label(p.Title), 1))
	out.Legend = []legendView{{Class: "line c1", Name: s.Name}}
	if c.Open < len(s.Values) {
		out.Legend = append(out.Legend, legendView{Class: "line c1 dots", Name: b.t.Panel.InProgress})
	}
	var err error
	out.Option, err = c.Option()
	return out, err
}

// trendFigures has one row per cohort.
func (b builder) trendFigures(p *ops.Panel, r *analysis.Retention) *tableView {
	t := &b.t.Option
	out := &tableView{Caption: b.label(p.Title), Head: []headView{{Text: t.CohortColumn}, {Text: t.Size, Number: true}, {Text: t.People, Number: true}, {Text: b.periodName(r, r.Trend), Number: true}}}
	out.Cut = len(r.Cohorts) > tableRows
	for _, c := range r.Cohorts[max(0, len(r.Cohorts)-tableRows):] {
		cell, ok := r.TrendCell(c)
		if !ok {
			continue
		}
		who := engine.PeopleQuery{Retention: ungrouped(r.Query), Group: c.Group, Start: c.Start}
		row := rowView{Name: b.cohortDays(r, c.Start), Open: cell.Rate.State == ops.Pending, Cells: []cellView{b.people(c.Size, who)}}
		who.Kind, who.Step = "returned", r.CellOf(cell)
		row.Cells = append(row.Cells, b.people(cell.Count, who), b.figureCell(cell.Rate, ops.UnitPercent))
		out.Rows = append(out.Rows, row)
	}
	return out
}

// percentOf writes a share.
func percentOf(n, of int) string {
	if of == 0 {
		return i18n.NotApplicable
	}
	return i18n.Percent(float64(n) / float64(of))
}

package web

import (
	"fmt"
	"slices"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// axis writes the buckets of a chart; first is the first one in progress.
func (b builder) axis(buckets []analysis.Bucket, grain ops.Grain, first int) chart.Axis {
	a := chart.Axis{Open: first}
	for _, k := range buckets {
		a.Labels = append(a.Labels, b.bucket(k.Days, grain))
		a.Titles = append(a.Titles, b.bucketTitle(k.Days))
		if grain == ops.Daily {
			w := k.Days.From.Weekday()
			a.Weekend = append(a.Weekend, w == time.Saturday || w == time.Sunday)
		}
	}
	return a
}

func (b builder) chart(p *ops.Panel, summary string) *chartView {
	return &chartView{ID: "c-" + p.ID, Summary: summary + " " + b.t.Panel.ArrowKeys}
}

// lineTitle names the metric a line shows when the reader can pick one.
func (b builder) lineTitle(title string, p *ops.Panel, l *analysis.Lines) string {
	if len(p.Metrics) < 2 {
		return title
	}
	return fmt.Sprintf(b.t.Panel.TitleOf, title, b.label(l.Metric.Label))
}

func (b builder) line(p *ops.Panel, l *analysis.Lines) (*chartView, error) {
	m := l.Metric
	name := b.label(m.Label)
	first := len(l.Buckets)
	for _, s := range l.Series {
		first = min(first, open(s.Points))
	}
	c := chart.Line{Axis: b.axis(l.Buckets, b.view.Grain, first), Unit: m.Unit, Good: m.Good, OpenName: b.t.Panel.InProgress, ChangeName: b.t.Panel.Change}
	out := b.chart(p, b.lineSummary(l))
	for i, s := range l.Series {
		label := name
		if l.By != "" {
			label = b.group(s.Name, s.Other)
		}
		c.Series = append(c.Series, chart.Series{Name: label, Values: values(s.Points)})
		class := "mute"
		if i < 6 {
			class = fmt.Sprintf("c%d", i+1)
		}
		total := b.counted(cellView{Text: b.headline(s.Total.Value, m.Unit)}, m, s.Total.Value, l.Complete, b.ofSeries(l, i))
		out.Legend = append(out.Legend, legendView{Class: "line " + class, Name: label, Total: total.Text, Href: total.Href})
	}
	if l.By == "" && b.view.Compare != analysis.NoCompare {
		c.Before = compared(l.Series[0].Points)
		c.BeforeName = b.t.Panel.Before
		for _, k := range l.Buckets {
			c.BeforeTitles = append(c.BeforeTitles, b.lang.Short(civil(k.Compare.From)))
		}
		out.Legend[0].Name = b.t.Panel.ThisPeriod
		out.Legend = append(out.Legend, legendView{Class: "line dash", Name: b.days(b.view.CompareRange), Total: b.headline(l.Series[0].Total.Compare, m.Unit)})
	}
	if first < len(l.Buckets) {
		out.Legend = append(out.Legend, legendView{Class: "line c1 dots", Name: b.t.Panel.InProgress})
	}
	var err error
	out.Option, err = c.Option()
	return out, err
}

// lineSummary says in a sentence what a line shows.
func (b builder) lineSummary(l *analysis.Lines) string {
	m := l.Metric
	name := b.label(m.Label)
	if l.By != "" {
		return fmt.Sprintf(b.t.Panel.ChartSeries, name, len(l.Series))
	}
	s := l.Series[0]
	best := -1
	for i, f := range s.Points {
		if f.State == ops.Known && !f.InProgress && (best < 0 || f.Number > s.Points[best].Number) {
			best = i
		}
	}
	if best < 0 {
		return name + ": " + b.value(s.Total.Value, m.Unit)
	}
	top, day := b.value(s.Points[best].Value, m.Unit), b.bucketTitle(l.Buckets[best].Days)
	if d := b.delta(s.Total.Delta, m.Unit); d != nil {
		return fmt.Sprintf(b.t.Panel.ChartSummary, name, b.value(s.Total.Value, m.Unit), d.Word+" "+d.Text, top, day)
	}
	return fmt.Sprintf(b.t.Panel.ChartSummaryNoCompare, name, b.value(s.Total.Value, m.Unit), top, day)
}

func (b builder) bubbles(p *ops.Panel, r *analysis.Bubbles) (*chartView, error) {
	dim := func(m *ops.Metric) chart.Dim { return chart.Dim{Name: b.label(m.Label), Unit: m.Unit} }
	c := chart.Bubbles{X: dim(r.X), Y: dim(r.Y), Size: dim(r.Size)}
	for _, k := range r.Points {
		c.Points = append(c.Points, chart.Bubble{Name: b.group(k.Name, 0), X: k.X.Value, Y: k.Y.Value, Size: k.Size.Value})
	}
	if !slices.ContainsFunc(c.Points, func(p chart.Bubble) bool { return p.X.State == ops.Known && p.Y.State == ops.Known }) {
		return nil, nil
	}
	if r.TotalY.State == ops.Known && len(c.Points) > 1 {
		c.Marks = append(c.Marks, chart.Mark{Name: b.t.Panel.Total + " " + b.value(r.TotalY.Value, r.Y.Unit), At: r.TotalY.Number})
	}
	out := b.chart(p, fmt.Sprintf(b.t.Panel.BubbleSummary, c.X.Name, c.Y.Name, len(c.Points), c.Size.Name))
	out.Tall = true
	var err error
	out.Option, err = c.Option()
	return out, err
}

func (b builder) waterfall(p *ops.Panel, r *analysis.Waterfall) (*chartView, error) {
	if !r.Known || len(r.Bars) == 0 {
		return nil, nil
	}
	c := chart.Waterfall{Unit: r.Unit, ValueName: b.t.Panel.ThisPeriod}
	for _, bar := range r.Bars {
		c.Bars = append(c.Bars, chart.Bar{Name: b.label(bar.Label), From: bar.From, To: bar.To, Total: bar.Total})
	}
	first, last := r.Bars[0], r.Bars[len(r.Bars)-1]
	out := b.chart(p, fmt.Sprintf(b.t.Panel.WaterfallSummary, b.label(first.Label), b.value(first.Value, r.Unit), b.label(last.Label), b.value(last.Value, r.Unit)))
	out.Tall = true
	var err error
	out.Option, err = c.Option()
	return out, err
}

func (b builder) growth(p *ops.Panel, r *analysis.Growth) (*chartView, error) {
	if len(r.Buckets) == 0 {
		return nil, nil
	}
	t := &b.t.Panel
	buckets := make([]analysis.Bucket, len(r.Buckets))
	first := len(r.Buckets)
	column := func(of func(analysis.GrowthBucket) int) []ops.Value {
		out := make([]ops.Value, len(r.Buckets))
		for i, k := range r.Buckets {
			out[i] = k.Count(of(k))
		}
		return out
	}
	for i, k := range r.Buckets {
		buckets[i] = k.Bucket
		if k.InProgress {
			first = min(first, i)
		}
	}
	grain := b.view.Grain
	if p.Period != "" {
		grain = ops.Grain(p.Period)
	}
	c := chart.Columns{Axis: b.axis(buckets, grain, first), Unit: ops.UnitCount, NetName: t.Net, Net: column(func(k analysis.GrowthBucket) int { return k.Net })}
	out := b.chart(p, fmt.Sprintf(t.GrowthSummary, whole(r.Total.New+r.Total.PreExisting), whole(r.Total.Resurrected), whole(r.Total.Churned), whole(r.Total.Net)))
	who := engine.PeopleQuery{Growth: &r.Query}
	if r.Query.Rolling > 0 { // the last window that is over
		for _, k := range r.Buckets {
			if !k.InProgress {
				who.Start = k.Days.From
			}
		}
	}
	for _, s := range []struct {
		name, colour, class, kind string
		loss                      bool
		total                     int
		of                        func(analysis.GrowthBucket) int
	}{
		{t.New, "$c1", "c1", "first", false, r.Total.New + r.Total.PreExisting, func(k analysis.GrowthBucket) int { return k.New + k.PreExisting }},
		{t.Resurrected, "$c6", "c6", "resurrected", false, r.Total.Resurrected, func(k analysis.GrowthBucket) int { return k.Resurrected }},
		{t.Churned, "$neg", "neg", "churned", true, r.Total.Churned, func(k analysis.GrowthBucket) int { return k.Churned }},
	} {
		c.Stacks = append(c.Stacks, chart.Stack{Name: s.name, Colour: s.colour, Loss: s.loss, Values: column(s.of)})
		total := b.people(s.total, with(who, s.kind, 0))
		if s.loss {
			total.Text = whole(-s.total)
		}
		out.Legend = append(out.Legend, legendView{Class: s.class, Name: s.name, Total: total.Text, Href: total.Href})
	}
	out.Legend = append(out.Legend, legendView{Class: "line ink", Name: t.Net, Total: whole(r.Total.Net)})
	out.Tall = true
	var err error
	out.Option, err = c.Option()
	return out, err
}

func (b builder) growthFacts(r *analysis.Growth) []factView {
	if len(r.Buckets) == 0 {
		return nil
	}
	t := &b.t.Panel
	mau := factView{Value: b.value(ops.Value{State: ops.Pending}, ops.UnitCount), Text: t.MAU}
	for _, k := range r.Buckets { // at the end of the last one that is over
		if !k.InProgress {
			mau = b.peopleFact(k.MAU, t.MAU, activeOn(r.Query, k.Days.Last(), 30))
		}
	}
	return []factView{
		{Value: i18n.Decimal(float64(r.Total.Net), 0, 0), Text: t.Net},
		{Value: b.value(r.Total.Quick, ops.UnitTimes), Text: t.QuickRatio},
		mau,
	}
}

func (b builder) calendar(r *analysis.Calendar) (*gridView, []factView) {
	if len(r.Days) == 0 {
		return nil, nil
	}
	t := &b.t.Panel
	var days []chart.CalendarDay
	for _, d := range r.Days {
		days = append(days, chart.CalendarDay{Day: d.Day, Level: calendarLevel(d.Rank), Open: d.Value.InProgress,
			Title: b.bucketTitle(ops.Range{From: d.Day, To: d.Day + 1}) + ": " + b.value(d.Value.Value, r.Metric.Unit)})
	}
	out := &gridView{Grid: chart.NewCalendar(days, b.lang.MonthName, b.lang.WeekdayNarrow), Low: t.Less, High: t.MoreOf}
	out.Pixels, out.Run = out.Width*3/2, b.run("rows")
	out.Summary = fmt.Sprintf(t.CalendarSummary, b.label(r.Metric.Label), b.days(ops.Range{From: r.Days[0].Day, To: r.Days[len(r.Days)-1].Day + 1}))
	var facts []factView
	if r.Best != nil {
		out.High = b.value(r.Best.Value.Value, r.Metric.Unit)
		best := b.counted(cellView{Text: out.High}, r.Metric, r.Best.Value.Value, ops.Range{From: r.Best.Day, To: r.Best.Day + 1}, b.view.Filter)
		facts = append(facts, factView{Value: out.High, Text: fmt.Sprintf(t.BestDay, b.day(r.Best.Day)), Href: best.Href})
	}
	if r.Busiest != nil {
		facts = append(facts, factView{Value: b.lang.Weekday(time.Weekday(r.Busiest.Weekday)), Text: fmt.Sprintf(t.BusiestWeekday, i18n.Decimal(r.Busiest.Mean, 0, 0))})
	}
	return out, facts
}

// run is how the squares of a grid open members; "" on a page that leads nowhere.
func (b builder) run(through string) string {
	if b.fixed {
		return ""
	}
	return through
}

// calendarLevel spreads the four ranks over the five shades.
func calendarLevel(rank int) int { return [...]int{0, 1, 2, 4, 5}[rank] }

func (b builder) hours(p *ops.Panel, r *analysis.Hours) (*gridView, []factView) {
	if r.Total == 0 {
		return nil, nil
	}
	t := &b.t.Panel
	largest := 0.0
	for _, day := range r.Share {
		for _, share := range day {
			largest = max(largest, share)
		}
	}
	level := func(w time.Weekday, h int) int { return chart.Level(r.Share[w][h], largest) }
	title := func(w time.Weekday, h int) string {
		return b.lang.Weekday(w) + " " + fmt.Sprintf(t.HourSpan, h, h) + ": " + i18n.Decimal(float64(r.Counts[w][h]), 0, 0) + " · " + i18n.Percent(r.Share[w][h])
	}
	out := &gridView{Grid: chart.NewWeek(b.data.Calendar.WeekStart, level, title, b.lang.WeekdayNarrow), Low: t.Less, High: t.MoreOf}
	out.Run = b.run("columns")
	peak := fmt.Sprintf(t.HourSpan, r.Peak.Hour, r.Peak.Hour)
	out.Summary = fmt.Sprintf(t.HoursSummary, b.label(p.Title), peak, i18n.Percent(r.Peak.Share))
	var facts []factView
	add := func(p *analysis.Peak, text string) {
		if p != nil {
			facts = append(facts, factView{Value: fmt.Sprintf("%02d:00", p.Hour), Text: fmt.Sprintf(text, i18n.Percent(p.Share))})
		}
	}
	add(r.Weekday, t.WeekdayPeak)
	add(r.Weekend, t.WeekendPeak)
	return out, facts
}

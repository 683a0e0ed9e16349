package view

import (
	"fmt"
	"net/url"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// Today is the last complete day of an activity.
type Today struct {
	Title            string
	Count            Cell
	LastWeek, Median Compared
	Spark            Spark
	Goal             string // what a target asks of the day; "" without one
	Live             string // what there is of the day under way
	Follow           string // where that is told as it changes; "" for nowhere
}

// Compared is a figure to compare with, and the difference.
type Compared struct {
	Label, Value string
	Delta        *Delta
}

func (b Page) today(r *analysis.Today) (*Today, []Fact) {
	t := &b.T.Panel
	if !r.Known {
		return nil, nil
	}
	u := r.Metric.Unit
	compare := func(label string, f analysis.Figure, before ops.Range) Compared {
		return Compared{Label: label, Value: b.Value(f.Compare, u),
			Delta: explaining{b}.delta(f.Delta, u, change{r.Metric, ops.Range{From: r.Day, To: r.Day + 1}, before, b.View.Filter})}
	}
	out := &Today{Title: b.Lang.WeekdayDate(Civil(r.Day)), Count: b.counted(Cell{Text: b.headline(r.Value, u), State: b.state(r.Value)}, r.Metric, r.Value,
		ops.Range{From: r.Day, To: r.Day + 1}, b.View.Filter),
		LastWeek: compare(t.SameDayLastWeek, r.LastWeek, ops.Range{From: r.Day - 7, To: r.Day - 6}),
		Median:   compare(t.DayMedian, r.Median, ops.Range{}), Spark: sparkOf(r.Points, 300,
			64), Live: b.UnderWay(r), Follow: b.streamHref()}
	if goal := (aiming{b}).line(r.Metric, []ops.Range{{From: r.Day, To: r.Day + 1}}); goal != nil {
		out.Goal = fmt.Sprintf(b.T.Marks.GoalToday, b.headline(goal[0], u))
	}
	var facts []Fact
	if s := r.Split; s != nil {
		who := engine.PeopleQuery{Growth: &r.Query, Start: r.Day}
		facts = []Fact{b.peopleFact(s.New+s.PreExisting, t.NewMembers, with(who, "new", 0)), b.peopleFact(s.Returning, t.Returning, with(who, "retained", 0)),
			b.peopleFact(s.ComeBack, t.ComeBack, with(who, "resurrected", 0))}
	}
	return out, facts
}

// StreamPath is where pages listen to check-ins.
const StreamPath = "/stream"

// streamHref returns where to follow the page of b, "" when it cannot be
// followed.
func (b Page) streamHref() string {
	if b.Fixed || b.View.Params.AsOf != "" {
		return ""
	}
	q := b.View.Params.Query()
	q.Set("lang", string(b.Lang))
	return ask.Href(StreamPath, url.Values{"of": {ask.Href("/"+b.Layout.Name, q)}})
}

// UnderWay says how the day under way goes, "" before it has begun.
func (w Writer) UnderWay(r *analysis.Today) string {
	if r.Live == nil {
		return ""
	}
	return fmt.Sprintf(w.T.Panel.LiveSoFar, w.Value(r.Live.Value, r.Metric.Unit), r.Live.Hour, r.Live.Minute, i18n.Decimal(float64(r.Live.LastWeek), 0, 0))
}

func drawToday(b Page, p *ops.Panel, r *analysis.Today, out *Panel) error {
	out.Today, out.Facts = b.today(r)
	out.Figures = b.frameFigures(p, r.Frame())
	return nil
}

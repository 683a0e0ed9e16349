package view

import (
	"net/url"
	"slices"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/chart"
	"daybreak/internal/ops"
)

// Mark is something that happened on days of the page: a note, a try, a holiday.
type Mark struct {
	Days    ops.Range
	Text    string       // plain, in the reader's language
	Scope   []ops.Filter // it happened to; none is everything
	Metrics string       // names of metrics and pages it concerns, by comma; "" is all
	Href    string       // where it is read; "" nowhere
	Holiday bool         // shades its days instead of standing on them
}

// Marks are what happened on the days of a page.
type Marks struct {
	All    []Mark
	Edit   bool // whoever looks may write notes
	Hidden bool // the switch is off
}

// memberMetrics are what notes concern that are drawn on panels about members.
func memberMetrics() []string { return []string{"joins", "check_ins", "check_in_members"} }

// marking puts what happened on what a panel shows of its metrics; none is a
// panel about members.
type marking struct {
	Page
	metrics []string
}

// marking returns the marking of a panel.
func (b Page) marking(p *ops.Panel) marking {
	name := p.Metric
	if slices.Contains(p.Metrics, b.View.Metric) {
		name = b.View.Metric
	}
	if name == "" {
		return marking{b, nil}
	}
	return marking{b, []string{name}}
}

// marks returns those that concern one of the metrics on this page and that can
// have moved what the filter lets through.
func (b marking) marks() []Mark {
	if b.Marks.Hidden {
		return nil
	}
	metrics := b.metrics
	if len(metrics) == 0 {
		metrics = memberMetrics()
	}
	names := append([]string{b.Layout.Name}, metrics...)
	var out []Mark
	for _, m := range b.Marks.All {
		about := strings.Split(m.Metrics, ",")
		if (m.Metrics == "" || slices.ContainsFunc(names, func(n string) bool { return slices.Contains(about, n) })) && ops.ScopesMeet(m.Scope, b.View.Filter) {
			out = append(out, m)
		}
	}
	return out
}

// mostSaid is how many marks are read out at one place, and how many stand
// under a chart.
const (
	mostSaid   = 4
	mostListed = 6
)

// marked returns what happened on the buckets of an axis.
func (b marking) marked(days []ops.Range) chart.Marks {
	out := chart.Marks{Said: make([][]string, len(days)), Sign: make([]bool, len(days))}
	if !b.Fixed {
		out.Days = days
	}
	daily := len(days) > 0 && !slices.ContainsFunc(days, func(r ops.Range) bool { return r.Len() != 1 })
	if daily {
		out.Off = make([]bool, len(days))
	}
	for _, m := range b.marks() {
		first := true
		for i, r := range days {
			if r.And(m.Days).Len() == 0 {
				continue
			}
			if len(out.Said[i]) < mostSaid {
				out.Said[i] = append(out.Said[i], m.Text)
			}
			switch {
			case m.Holiday && daily:
				out.Off[i] = true
			case first:
				out.Sign[i] = true
			}
			first = false
		}
	}
	return out
}

// daysOf returns the days of buckets.
func daysOf(buckets []analysis.Bucket) []ops.Range {
	out := make([]ops.Range, len(buckets))
	for i, k := range buckets {
		out[i] = k.Days
	}
	return out
}

// eachDay returns the days of a range one by one.
func eachDay(r ops.Range) []ops.Range {
	var out []ops.Range
	for d := r.From; d < r.To; d++ {
		out = append(out, ops.Range{From: d, To: d + 1})
	}
	return out
}

// ListedMark is a mark as it stands under a chart.
type ListedMark struct {
	Days, Text, Href string
	Holiday          bool
}

// listed returns the marks of a chart's days in words, and how many more there
// are.
func (b marking) listed(days []ops.Range) (out []ListedMark, more int) {
	if len(days) == 0 {
		return nil, 0
	}
	all := ops.Range{From: days[0].From, To: days[len(days)-1].To}
	for _, m := range b.marks() {
		if m.Days.And(all).Len() == 0 {
			continue
		}
		if len(out) == mostListed {
			more++
			continue
		}
		x := ListedMark{Days: b.shortDays(m.Days), Text: m.Text, Holiday: m.Holiday}
		if !b.Fixed {
			x.Href = m.Href
		}
		out = append(out, x)
	}
	return out, more
}

// shortDays writes days without their year.
func (b marking) shortDays(r ops.Range) string {
	from := b.Lang.Short(Civil(r.From))
	if r.Len() == 1 {
		return from
	}
	return from + "–" + b.Lang.Short(Civil(r.Last()))
}

// noteQuery is what a new note of a panel concerns.
func (b marking) noteQuery() url.Values {
	q := url.Values{}
	if len(b.metrics) == 1 {
		q.Set("metric", b.metrics[0])
	}
	if scope := ops.ScopeText(b.View.Filter); scope != "" {
		q.Set("scope", scope)
	}
	return q
}

// noteHref is where days are noted on and where their notes are read; "" on a
// page that leads nowhere.
func (b marking) noteHref(days ops.Range) string {
	if b.Fixed {
		return ""
	}
	q := b.noteQuery()
	q.Set("day", days.From.String())
	if days.Len() > 1 {
		q.Set("to", days.Last().String())
	}
	return ask.Href("/notes", q)
}

// Day says where a click on a day of a chart or grid leads: addresses that want
// the day added.
type Day struct{ Note, Try string }

func (b marking) day() *Day {
	if b.Fixed {
		return nil
	}
	q := b.noteQuery()
	out := &Day{Note: ask.Href("/notes", q)}
	if b.Marks.Edit {
		out.Try = ask.Href("/tries/new", q)
	}
	return out
}

// mark puts what happened on a chart over days, and on its axis.
func (b Page) mark(p *ops.Panel, c *Chart, a *chart.Axis, days []ops.Range) {
	b.marking(p).chart(c, a, days)
}

func (b marking) chart(c *Chart, a *chart.Axis, days []ops.Range) {
	a.Marks = b.marked(days)
	if c.Day = b.day(); c.Day != nil {
		c.Summary += " " + b.T.Marks.Enter
	}
	c.Marks, c.MoreMarks = b.listed(days)
	if c.MoreMarks > 0 && !b.Fixed {
		c.AllMarks = b.noteHref(ops.Range{From: days[0].From, To: days[len(days)-1].To})
	}
}

// rows puts what happened on the rows of a table that are about days.
func (b marking) rows(t *Table) {
	if t == nil {
		return
	}
	for i := range t.Rows {
		if row := &t.Rows[i]; row.Days.Len() > 0 {
			row.Note, row.Marks = b.noteHref(row.Days), b.saidOn(row.Days)
		}
	}
}

// saidOn returns what to read on days in one text; "" for nothing.
func (b marking) saidOn(days ops.Range) string {
	var out []string
	for _, m := range b.marks() {
		if m.Days.And(days).Len() > 0 && len(out) < mostSaid {
			out = append(out, m.Text)
		}
	}
	return strings.Join(out, b.T.Notes.Separator)
}

package web

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/ops"
)

// controlsView is the bar that rules every panel of a page.
type controlsView struct {
	Path     string // where the forms go
	Presets  []choiceView
	Months   []choiceView // whole ones, the latest first
	Range    string       // as chosen, written out
	From, To string       // of the form, ISO
	Compare  string       // as chosen, in short
	Compares []choiceView
	Grains   []choiceView
	Pills    []pillView
	Fields   []fieldView // of the filter form
	Dates    []hiddenField
	Filters  []hiddenField
	Complete choiceView
}

// choiceView is a link that sets one control.
type choiceView struct {
	ID, Label, Small, Href string
	Current                bool
}

// pillView is a filter in force; Flip turns is into is not and back.
type pillView struct {
	Label, Flip, Remove, RemoveLabel string
}

// fieldView offers the values of a dimension to filter by. More says that
// there are others: one may then type any value.
type fieldView struct {
	Name, Label string
	Values      []optionView
	NotStated   bool
	More        bool
}

// optionView is a value of the data and how it is shown.
type optionView struct{ Value, Label string }

// hiddenField carries a control through a form.
type hiddenField struct{ Name, Value string }

// offered is how many values of a dimension a filter lists.
const offered = 60

func (b builder) controls() *controlsView {
	v, t := b.view, &b.t.Control
	out := &controlsView{Path: "/" + b.page.Name, Range: b.days(v.Range), From: v.Range.From.String(), To: v.Range.Last().String()}
	for _, days := range []int{7, 28, 90} {
		name := fmt.Sprintf("%dd", days)
		out.Presets = append(out.Presets, choiceView{ID: "range-" + name, Label: fmt.Sprintf(t.Days, days), Current: v.Preset == name,
			Href: b.href(func(p *analysis.Params) { p.Range, p.From, p.To = name, "", "" })})
	}
	for _, month := range wholeMonths(v.Latest) {
		from, to := month.From.String(), month.Last().String()
		out.Months = append(out.Months, choiceView{ID: "month-" + from[:7], Label: b.lang.Month(civil(month.From)), Small: b.days(month), Current: v.Range == month,
			Href: b.href(func(p *analysis.Params) { p.Range, p.From, p.To = "", from, to })})
	}
	for _, c := range []struct {
		mode        analysis.Compare
		long, short string
	}{
		{analysis.Previous, t.ComparePrevious, t.VsPrevious},
		{analysis.Weekdays, t.CompareWeekdays, t.VsWeekdays},
		{analysis.Year, t.CompareYear, t.VsYear},
		{analysis.NoCompare, t.CompareNone, t.VsNone},
	} {
		choice := choiceView{ID: "compare-" + string(c.mode), Label: c.long, Current: v.Compare == c.mode, Href: b.href(func(p *analysis.Params) { p.Compare = string(c.mode) })}
		if choice.Current {
			out.Compare, choice.Small = c.short, b.days(v.CompareRange)
		}
		out.Compares = append(out.Compares, choice)
	}
	for _, g := range []struct {
		grain ops.Grain
		label string
	}{{ops.Daily, t.Day}, {ops.Weekly, t.Week}, {ops.Monthly, t.Month}} {
		out.Grains = append(out.Grains, choiceView{ID: "grain-" + string(g.grain), Label: g.label, Current: v.Grain == g.grain,
			Href: b.href(func(p *analysis.Params) { p.Grain = string(g.grain) })})
	}
	for i, f := range v.Filter {
		for j, value := range f.Values {
			out.Pills = append(out.Pills, b.pill(i, j, f, value))
		}
	}
	for _, dim := range []string{"channel", "campaign"} {
		values := slices.Clone(b.data.Snapshot.Values(dim))
		f := fieldView{Name: "add." + dim, Label: b.dimension(dim)}
		if i := slices.Index(values, ""); i >= 0 {
			values = slices.Delete(values, i, i+1)
			f.NotStated = true
		}
		f.More = len(values) > offered
		for _, value := range values[:min(offered, len(values))] {
			f.Values = append(f.Values, optionView{value, b.group(value, 0)})
		}
		out.Fields = append(out.Fields, f)
	}
	out.Dates = hidden(b.view.Params.Query(), "range", "from", "to")
	out.Filters = hidden(b.view.Params.Query())
	out.Complete = choiceView{ID: "complete", Label: t.CompleteOnly, Current: v.HideOpen, Href: b.href(func(p *analysis.Params) { p.HideOpen = !p.HideOpen })}
	return out
}

// wholeMonths returns the last two months that are over on latest, the later
// one first.
func wholeMonths(latest ops.Day) [2]ops.Range {
	y, m, _ := (latest + 1).Date()
	return [2]ops.Range{{From: ops.DayOf(y, m-1, 1), To: ops.DayOf(y, m, 1)}, {From: ops.DayOf(y, m-2, 1), To: ops.DayOf(y, m-1, 1)}}
}

// scope says in words which days are shown, against which, and of what.
func (c *controlsView) scope() string {
	parts := []string{c.Range, c.Compare}
	for _, p := range c.Pills {
		parts = append(parts, p.Label)
	}
	return strings.Join(parts, " · ")
}

// unheardOf says of each filter's values that nothing has: misspelt, they would
// give zeros that look like figures.
func (b builder) unheardOf() []string {
	var out []string
	for _, f := range b.view.Filter {
		for _, v := range f.Values {
			if !ask.Occurs(b.data.Snapshot, f.Dimension, v) {
				out = append(out, fmt.Sprintf(b.t.Notes.UnheardOf, b.dimension(f.Dimension), b.group(v, 0)))
			}
		}
	}
	return out
}

func (b builder) pill(i, j int, f ops.Filter, value string) pillView {
	format := b.t.Control.FilterIs
	if f.Not {
		format = b.t.Control.FilterIsNot
	}
	name, text := b.dimension(f.Dimension), b.group(value, 0)
	without := func(p *analysis.Params) {
		p.Filter[i].Values = slices.Delete(p.Filter[i].Values, j, j+1)
	}
	return pillView{
		Label: fmt.Sprintf(format, name, text), RemoveLabel: fmt.Sprintf(b.t.Control.RemoveFilter, name, text), Remove: b.href(without),
		Flip: b.href(func(p *analysis.Params) {
			without(p)
			p.Filter = append(p.Filter, ops.Filter{Dimension: f.Dimension, Not: !f.Not, Values: []string{value}})
		}),
	}
}

// hidden returns the parameters of q as fields, in order, without those named.
func hidden(q url.Values, without ...string) []hiddenField {
	var names []string
	for name := range q {
		if !slices.Contains(without, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var out []hiddenField
	for _, name := range names {
		for _, v := range q[name] {
			out = append(out, hiddenField{name, v})
		}
	}
	return out
}

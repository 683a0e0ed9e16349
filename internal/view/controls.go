package view

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// Controls is the bar that rules every panel of a page.
type Controls struct {
	Path     string   // where the forms go
	Presets  []Choice // so many days
	Named    []Choice // weeks, months and the like
	Range    string   // as chosen, written out
	Length   string   // of it, in days
	From, To string   // of the form, ISO
	First    string   // day with data, ISO; "" where none is known
	Final    string   // the last one known, ISO
	Week     int      // the weekday that weeks begin with, 0 is Sunday
	Compare  string   // as chosen, in short
	Compares []Choice
	Custom   Custom
	Grains   []Choice
	Pills    []Pill
	Fields   []Field // of the filter form
	Dates    []HiddenField
	Filters  []HiddenField
	Complete Choice
	Marks    Choice // shows or hides them
}

// Choice is a link that sets one control.
type Choice struct {
	ID, Label, Small, Href string
	Current                bool
}

// Pill is a filter in force; Flip turns is into is not and back.
type Pill struct {
	Label, Flip, Remove, RemoveLabel string
}

// Field offers the values of a dimension to filter by. More says that
// there are others: one may then type any value.
type Field struct {
	Name, Label string
	Values      []Value
	NotStated   bool
	More        bool
}

// Value is a value of the data and how it is shown.
type Value struct{ Value, Label string }

// HiddenField carries a control through a form.
type HiddenField struct{ Name, Value string }

// offered is how many values of a dimension a filter lists.
const offered = 60

// mostPills is how many values of a filter have a pill each; more have one together. The
// address of a pill holds all other values, so that pills take their square of room.
const mostPills = 20

// Controls makes the bar of the page.
func (b Page) Controls() *Controls {
	v, t := b.View, &b.T.Control
	out := &Controls{Path: "/" + b.Layout.Name, Range: b.Days(v.Range), From: v.Range.From.String(), To: v.Range.Last().String(),
		Length: fmt.Sprintf(t.Days, v.Range.Len()), Week: int(b.Data.Calendar.WeekStart)}
	out.Presets, out.Named = dates{b}.presets()
	out.First, out.Final = dates{b}.known()
	for _, c := range []struct {
		mode        analysis.Compare
		long, short string
	}{
		{analysis.Previous, t.ComparePrevious, t.VsPrevious},
		{analysis.Weekdays, t.CompareWeekdays, t.VsWeekdays},
		{analysis.Month, t.CompareMonth, t.VsMonth},
		{analysis.Quarter, t.CompareQuarter, t.VsQuarter},
		{analysis.Year, t.CompareYear, t.VsYear},
		{analysis.SameHoliday, t.CompareHoliday, t.VsHoliday},
		{analysis.NoCompare, t.CompareNone, t.VsNone},
	} {
		choice := Choice{ID: "compare-" + string(c.mode), Label: c.long, Current: v.Compare == c.mode,
			Href: b.href(func(p *analysis.Params) { p.Compare = string(c.mode) })}
		if c.mode == analysis.SameHoliday {
			name := analysis.HolidayOf(b.Data, v.Range)
			if name == "" {
				continue // there is none to compare
			}
			choice.Small = name
		}
		if choice.Current && v.CompareRange.Len() > 0 {
			choice.Small = b.Days(v.CompareRange)
		}
		if choice.Current {
			out.Compare = c.short
		}
		out.Compares = append(out.Compares, choice)
	}
	out.Custom = dates{b}.custom()
	if first, ok := v.Compare.First(); ok {
		out.Compare = fmt.Sprintf(t.VsDays, b.Days(ops.Range{From: first, To: first + ops.Day(v.Range.Len())}))
	}
	for _, g := range []struct {
		grain ops.Grain
		label string
	}{{ops.Daily, t.Day}, {ops.Weekly, t.Week}, {ops.Monthly, t.Month}} {
		out.Grains = append(out.Grains, Choice{ID: "grain-" + string(g.grain), Label: g.label, Current: v.Grain == g.grain,
			Href: b.href(func(p *analysis.Params) { p.Grain = string(g.grain) })})
	}
	for i, f := range v.Filter {
		if len(f.Values) > mostPills {
			out.Pills = append(out.Pills, b.pillOfAll(i, f))
			continue
		}
		for j, value := range f.Values {
			out.Pills = append(out.Pills, b.pill(i, j, f, value))
		}
	}
	for _, dim := range []string{"channel", "campaign"} {
		values := slices.Clone(b.Data.Snapshot.Values(dim))
		f := Field{Name: "add." + dim, Label: b.Dimension(dim)}
		if i := slices.Index(values, ""); i >= 0 {
			values = slices.Delete(values, i, i+1)
			f.NotStated = true
		}
		f.More = len(values) > offered
		for _, value := range values[:min(offered, len(values))] {
			f.Values = append(f.Values, Value{value, b.Group(value, 0)})
		}
		out.Fields = append(out.Fields, f)
	}
	out.Dates = Hidden(dates{b}.fitting(), "range", "from", "to")
	out.Custom.Rest = Hidden(b.View.Params.Query(), "compare")
	out.Filters = Hidden(b.View.Params.Query())
	out.Complete = Choice{ID: "complete", Label: t.CompleteOnly, Current: v.HideOpen, Href: b.href(func(p *analysis.Params) { p.HideOpen = !p.HideOpen })}
	out.Marks = Choice{ID: "marks", Label: b.T.Marks.Show, Current: !v.Params.HideMarks, Href: b.href(func(p *analysis.Params) { p.HideMarks = !p.HideMarks })}
	return out
}

// Scope says in words which days are shown, against which, and of what.
func (c *Controls) Scope() string {
	parts := []string{c.Range, c.Compare}
	for _, p := range c.Pills {
		parts = append(parts, p.Label)
	}
	return strings.Join(parts, " · ")
}

func (b Page) pill(i, j int, f ops.Filter, value string) Pill {
	without := func(p *analysis.Params) {
		p.Filter[i].Values = slices.Delete(p.Filter[i].Values, j, j+1)
	}
	return pillOf(b, f, b.Group(value, 0), without, func(p *analysis.Params) {
		without(p)
		p.Filter = append(p.Filter, ops.Filter{Dimension: f.Dimension, Not: !f.Not, Values: []string{value}})
	})
}

// pillOfAll is one pill for all values of a filter.
func (b Page) pillOfAll(i int, f ops.Filter) Pill {
	return pillOf(b, f, fmt.Sprintf(b.T.Control.FilterValues, len(f.Values)),
		func(p *analysis.Params) { p.Filter = slices.Delete(p.Filter, i, i+1) },
		func(p *analysis.Params) { p.Filter[i].Not = !f.Not })
}

func pillOf(b Page, f ops.Filter, text string, remove, flip func(*analysis.Params)) Pill {
	format := b.T.Control.FilterIs
	if f.Not {
		format = b.T.Control.FilterIsNot
	}
	name := b.Dimension(f.Dimension)
	return Pill{Label: fmt.Sprintf(format, name, text), RemoveLabel: fmt.Sprintf(b.T.Control.RemoveFilter, name, text),
		Remove: b.href(remove), Flip: b.href(flip)}
}

// Hidden returns the parameters of q as fields, in order, without those named.
func Hidden(q url.Values, without ...string) []HiddenField {
	var names []string
	for name := range q {
		if !slices.Contains(without, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var out []HiddenField
	for _, name := range names {
		for _, v := range q[name] {
			out = append(out, HiddenField{name, v})
		}
	}
	return out
}

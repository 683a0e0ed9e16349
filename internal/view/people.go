package view

import (
	"fmt"
	"net/url"
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// peopleHref returns the address of the list of members behind a figure.
func peopleHref(q engine.PeopleQuery) string { return "/members?" + ask.PeopleAddress(q).Encode() }

// MemberHref returns the address of one member.
func MemberHref(id string) string { return "/members/" + url.PathEscape(id) }

// Whole writes a number of people.
func Whole(n int) string { return i18n.Decimal(float64(n), 0, 0) }

// peopleHref is where the members behind a figure are; "" on a page that leads
// nowhere, or whose reader may not see members.
func (b Page) peopleHref(q engine.PeopleQuery) string {
	if b.Fixed || b.Unnamed {
		return ""
	}
	return peopleHref(q)
}

// people is a count that opens the members behind it.
func (b Page) people(n int, q engine.PeopleQuery) Cell {
	c := Cell{Value: ops.Value{Number: float64(n)}, Text: Whole(n)}
	if n > 0 {
		c.Href = b.peopleHref(q)
	}
	return c
}

// peopleOf is a count that may not be known yet, and opens its members.
func (b Page) peopleOf(v ops.Value, q engine.PeopleQuery) Cell {
	if v.State != ops.Known {
		return b.cell(v, ops.UnitCount)
	}
	return b.people(int(v.Number), q)
}

// peopleFact is a small figure that opens the members behind it.
func (b Page) peopleFact(n int, text string, q engine.PeopleQuery) Fact {
	c := b.people(n, q)
	return Fact{Value: c.Text, Text: text, Href: c.Href}
}

// counted is a figure of a metric over r; one that counts members opens them, any other
// what it is made of.
func (b Page) counted(c Cell, m *ops.Metric, v ops.Value, r ops.Range, filter []ops.Filter) Cell {
	if measure, ok := b.Data.Catalog.Counted(m); ok && v.State == ops.Known && v.Number > 0 {
		c.Href = b.peopleHref(engine.PeopleQuery{Count: &engine.CountQuery{Metric: m.Name, Measure: measure, Range: r, Filter: filter}})
	} else if v.State == ops.Known {
		c.Href = tracing{b}.madeOf(m, r, filter)
	}
	return c
}

// at is how often something happened in the minutes from … to of a day, which
// opens who did it.
func (b Page) at(n int64, h *analysis.Hours, weekday, from, to int) Cell {
	return b.people(int(n), engine.PeopleQuery{Times: &engine.TimesQuery{Event: h.Event, Weekday: weekday, Range: h.Days, Filter: b.View.Filter}, Step: from,
		Most: to})
}

// ofGroup narrows a filter to one group of a table, or to the rest of them.
func ofGroup(filter []ops.Filter, dimension string, groups []analysis.Group, g int) []ops.Filter {
	if groups[g].Other == 0 {
		filter = slices.DeleteFunc(slices.Clone(filter), func(f ops.Filter) bool { return f.Dimension == dimension && !f.Not })
		return append(filter, ops.Filter{Dimension: dimension, Values: []string{groups[g].Values[0]}})
	}
	rest := ops.Filter{Dimension: dimension, Not: true}
	for _, other := range groups {
		if other.Other == 0 {
			rest.Values = append(rest.Values, other.Values[0])
		}
	}
	return append(slices.Clone(filter), rest)
}

// duration writes a span of hours in the unit that suits it.
func (w Writer) duration(v ops.Value) string {
	t := &w.T.Option
	switch {
	case v.State != ops.Known:
		return w.Value(v, ops.UnitNumber)
	case v.Number < 1:
		return fmt.Sprintf(t.MinutesShort, i18n.Decimal(60*v.Number, 0, 0))
	case v.Number < 48:
		return fmt.Sprintf(t.HoursShort, i18n.Decimal(v.Number, 0, 1))
	}
	return fmt.Sprintf(t.DaysShort, i18n.Decimal(v.Number/24, 0, 1))
}

// quantileText writes median, P75 and P90.
func (w Writer) quantileText(x analysis.Times) string {
	if x.Median.State != ops.Known {
		return w.duration(x.Median)
	}
	return w.duration(x.Median) + " · " + w.duration(x.P75) + " · " + w.duration(x.P90)
}

// Package view makes what is shown of a result: words, figures, tables and
// charts in one language. It knows no request and no template: a page on the
// web shows what it makes, and so may a report that a clock starts. What it
// makes is text; where it writes markup (tables, cells, grids) it escapes.
package view

import (
	"fmt"
	"math"
	"time"

	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// Writer writes figures, days and notes in one language.
type Writer struct {
	Lang     i18n.Lang
	T        *i18n.Messages
	Currency string
	Catalog  *ops.Catalog

	namesakes map[string]bool // folded values whose names alone would not tell them from others
}

// Civil returns a day as the date that package i18n writes.
func Civil(d ops.Day) time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Day writes a day with its year.
func (w Writer) Day(d ops.Day) string { return w.Lang.Date(Civil(d)) }

// Days writes first and last day of a range.
func (w Writer) Days(r ops.Range) string {
	if r.Len() == 0 {
		return ""
	}
	return w.Lang.Span(Civil(r.From), Civil(r.Last()))
}

// bucket writes a bucket for an axis.
func (w Writer) bucket(r ops.Range, g ops.Grain) string {
	if g == ops.Monthly {
		return w.Lang.Month(Civil(r.From))
	}
	return w.Lang.Short(Civil(r.From))
}

// bucketTitle writes a bucket in full.
func (w Writer) bucketTitle(r ops.Range) string {
	if r.Len() == 1 {
		return w.Lang.WeekdayDate(Civil(r.From))
	}
	return w.Days(r)
}

// Value writes a figure in full; the empties have glyphs of their own (R5).
func (w Writer) Value(v ops.Value, u ops.Unit) string {
	switch v.State {
	case ops.NotApplicable:
		return i18n.NotApplicable
	case ops.Pending:
		return i18n.Pending
	case ops.Few:
		return i18n.Few
	case ops.Withheld:
		return i18n.Withheld
	}
	switch u {
	case ops.UnitMoney:
		return i18n.Money(v.Number, w.Currency)
	case ops.UnitPercent:
		return i18n.Percent(v.Number)
	case ops.UnitTimes:
		return i18n.Decimal(v.Number, 2, 2) + "×"
	case ops.UnitNumber:
		return i18n.Decimal(v.Number, 0, 2)
	case ops.UnitDays:
		return i18n.Decimal(v.Number, 0, 1)
	}
	return i18n.Decimal(v.Number, 0, 0)
}

// largeNumber is the first amount too long for a headline.
const largeNumber = 10_000_000

// headline writes a figure large: amounts that would not fit become compact.
func (w Writer) headline(v ops.Value, u ops.Unit) string {
	if v.State == ops.Known && math.Abs(v.Number) >= largeNumber {
		switch u {
		case ops.UnitMoney:
			return w.Lang.MoneyCompact(v.Number, w.Currency)
		case ops.UnitCount, ops.UnitNumber:
			return w.Lang.Compact(v.Number)
		}
	}
	return w.Value(v, u)
}

// Group writes one value of a dimension.
func (w Writer) Group(value string, other int) string {
	switch {
	case other > 0:
		return fmt.Sprintf(w.T.Panel.Other, other)
	case value == "":
		return w.T.Control.NotStated
	}
	folded := ops.Fold(value)
	l, ok := w.Catalog.Values[folded]
	switch {
	case !ok && folded == ops.Fold(w.T.Control.NotStated): // somebody did state it
		return "“" + value + "”"
	case !ok:
		return value
	case w.namesakes[folded] && w.Label(l) != value:
		return w.Label(l) + " (" + value + ")"
	}
	return w.Label(l)
}

// Label writes a label in the language of w.
func (w Writer) Label(l ops.Label) string { return l.In(string(w.Lang)) }

// Dimension writes the name of a dimension.
func (w Writer) Dimension(name string) string {
	if l, ok := w.Catalog.Dimensions[name]; ok {
		return w.Label(l)
	}
	switch name {
	case "invited_by":
		return w.T.Member.InvitedBy
	case "staff":
		return w.T.Member.Staff
	}
	return name
}

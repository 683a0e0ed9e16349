package web

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// writer writes figures, days and notes in one language.
type writer struct {
	lang     i18n.Lang
	t        *i18n.Messages
	currency string
	catalog  *ops.Catalog
}

// civil returns a day as the date that package i18n writes.
func civil(d ops.Day) time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

func (w writer) day(d ops.Day) string { return w.lang.Date(civil(d)) }

// days writes first and last day of a range.
func (w writer) days(r ops.Range) string {
	if r.Len() == 0 {
		return ""
	}
	return w.lang.Span(civil(r.From), civil(r.Last()))
}

// bucket writes a bucket for an axis.
func (w writer) bucket(r ops.Range, g ops.Grain) string {
	if g == ops.Monthly {
		return w.lang.Month(civil(r.From))
	}
	return w.lang.Short(civil(r.From))
}

// bucketTitle writes a bucket in full.
func (w writer) bucketTitle(r ops.Range) string {
	if r.Len() == 1 {
		return w.lang.WeekdayDate(civil(r.From))
	}
	return w.days(r)
}

// value writes a figure in full; the empties have glyphs of their own (R5).
func (w writer) value(v ops.Value, u ops.Unit) string {
	switch v.State {
	case ops.NotApplicable:
		return i18n.NotApplicable
	case ops.Pending:
		return i18n.Pending
	}
	switch u {
	case ops.UnitMoney:
		return i18n.Money(v.Number, w.currency)
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
func (w writer) headline(v ops.Value, u ops.Unit) string {
	if v.State == ops.Known && math.Abs(v.Number) >= largeNumber {
		switch u {
		case ops.UnitMoney:
			return w.lang.MoneyCompact(v.Number, w.currency)
		case ops.UnitCount, ops.UnitNumber:
			return w.lang.Compact(v.Number)
		}
	}
	return w.value(v, u)
}

// cellView is one figure of a table.
type cellView struct {
	Text  string
	State string // what a glyph means, in words; "" for numbers
	Few   bool   // under 30 subjects: greyed (R7)
	Title string
	Href  string // the members behind it
	Delta *deltaView
	Spark sparkView
}

func (w writer) cell(v ops.Value, u ops.Unit) cellView {
	return cellView{Text: w.value(v, u), State: w.state(v)}
}

// figureCell is cell with what is known of the figure's certainty.
func (w writer) figureCell(f analysis.Figure, u ops.Unit) cellView {
	c := w.cell(f.Value, u)
	if f.Interval.Known {
		c.Few = f.Interval.Few
		c.Title = fmt.Sprintf(w.t.Panel.Interval, i18n.Percent(f.Interval.Low), i18n.Percent(f.Interval.High))
		if c.Few {
			c.Title = w.t.Panel.FewSubjects + "; " + c.Title
		}
	}
	return c
}

func (w writer) state(v ops.Value) string {
	switch v.State {
	case ops.NotApplicable:
		return w.t.Panel.NotApplicable
	case ops.Pending:
		return w.t.Panel.Pending
	}
	return ""
}

// deltaView is a difference: arrow, word and colour say the same (R8).
type deltaView struct {
	Class string // good, bad or ""
	Icon  string // aup, adn or ""
	Word  string
	Text  string
}

// delta writes how a figure differs from its comparison: in points for shares,
// in per cent else; nil where there is nothing to compare.
func (w writer) delta(d analysis.Delta, u ops.Unit) *deltaView {
	size := d.Relative
	if u == ops.UnitPercent {
		size = d.Absolute
	}
	if size.State != ops.Known {
		return nil
	}
	out := &deltaView{Text: i18n.Percent(math.Abs(size.Number))}
	if u == ops.UnitPercent {
		out.Text = fmt.Sprintf(w.t.Panel.PercentagePoints, i18n.Decimal(100*math.Abs(size.Number), 1, 1))
	}
	switch d.Trend {
	case analysis.Up:
		out.Icon, out.Word = "aup", w.t.Panel.Up
	case analysis.Down:
		out.Icon, out.Word = "adn", w.t.Panel.Down
	case analysis.Unclear:
		out.Word = w.t.Panel.Unclear
		if size.Number > 0 {
			out.Text = "+" + out.Text
		} else {
			out.Text = "-" + out.Text
		}
	default:
		out.Word = w.t.Panel.Flat
	}
	switch d.Verdict {
	case analysis.Good:
		out.Class = "good"
	case analysis.Bad:
		out.Class = "bad"
	}
	return out
}

// deltaCell is a difference in a table, or — where there is none.
func (w writer) deltaCell(d analysis.Delta, u ops.Unit) cellView {
	if v := w.delta(d, u); v != nil {
		return cellView{Delta: v}
	}
	return w.cell(ops.Value{State: ops.NotApplicable}, u)
}

// group writes one value of a dimension.
func (w writer) group(value string, other int) string {
	switch {
	case other > 0:
		return fmt.Sprintf(w.t.Panel.Other, other)
	case value == "":
		return w.t.Control.NotStated
	}
	if l, ok := w.catalog.Values[ops.Fold(value)]; ok {
		return w.label(l)
	}
	return value
}

func (w writer) label(l ops.Label) string { return l.In(string(w.lang)) }

func (w writer) dimension(name string) string {
	if l, ok := w.catalog.Dimensions[name]; ok {
		return w.label(l)
	}
	switch name {
	case "invited_by":
		return w.t.Member.InvitedBy
	case "staff":
		return w.t.Member.Staff
	}
	return name
}

// name writes what a note speaks of: a metric or a label.
func (w writer) name(of any) string {
	switch of := of.(type) {
	case *ops.Metric:
		return w.label(of.Label)
	case ops.Label:
		return w.label(of)
	}
	return fmt.Sprint(of)
}

// note writes a remark of the analysis.
func (w writer) note(n analysis.Note) string { return i18n.Close(w.wording(n)) }

func (w writer) wording(n analysis.Note) string {
	args := make([]any, len(n.Args))
	for i, a := range n.Args {
		switch a := a.(type) {
		case *ops.Metric, ops.Label:
			args[i] = w.name(a)
		case ops.Day:
			args[i] = w.day(a)
		case float64:
			args[i] = i18n.Percent(a)
		default:
			args[i] = a
		}
	}
	record := func(i int) { args[i] = w.t.Names.Record(fmt.Sprint(args[i])) }
	t := &w.t.Notes
	switch n.Code {
	case analysis.SourceBehind:
		record(0)
		days := w.days(ops.Range{From: n.Args[2].(ops.Day), To: n.Args[3].(ops.Day) + 1})
		if args[1] == "" {
			return fmt.Sprintf(t.SourceBehindNoName, args[0], days)
		}
		return fmt.Sprintf(t.SourceBehind, args[0], w.group(args[1].(string), 0), days)
	case analysis.NothingImported:
		record(0)
		return fmt.Sprintf(t.NothingImported, args...)
	case analysis.CountedAsZero:
		record(0)
		return fmt.Sprintf(t.CountedAsZero, args...)
	case analysis.BeginsLater:
		record(0)
		return fmt.Sprintf(t.BeginsLater, args...)
	case analysis.DaysLeftOut:
		return fmt.Sprintf(t.DaysLeftOut, args...)
	case analysis.LeapDay:
		return t.LeapDay
	case analysis.NoComparison:
		return fmt.Sprintf(t.NoComparison, args...)
	case analysis.NoBreakdown:
		args[1] = w.dimension(fmt.Sprint(args[1]))
		return fmt.Sprintf(t.NoBreakdown, args...)
	case analysis.NotAdditive:
		return fmt.Sprintf(t.NotAdditive, args...)
	case analysis.NeverAdded:
		return fmt.Sprintf(t.NeverAdded, args...)
	case analysis.PartlyCovered:
		return fmt.Sprintf(t.PartlyCovered, args...)
	case analysis.LaterExceeds:
		return fmt.Sprintf(t.LaterExceeds, args...)
	case analysis.NotFiltered:
		return t.NotFiltered
	case analysis.LongerThanRange:
		return fmt.Sprintf(t.LongerThanRange, args...)
	}
	return string(n.Code)
}

// remarks writes the notes of one panel, those about the data as a whole left
// out. Metrics of which the same is to be said share a sentence.
func (w writer) remarks(notes []analysis.Note) []string {
	const names = "\x00" // their place in a sentence
	var out []string
	of := map[string][]string{}
	for _, n := range notes {
		if aboutData(n.Code) {
			continue
		}
		name := ""
		if shared(n.Code) {
			name = w.name(n.Args[0])
			n.Args = append([]any{names}, n.Args[1:]...)
		}
		text := w.wording(n)
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
		if name != "" && !slices.Contains(of[text], name) {
			of[text] = append(of[text], name)
		}
	}
	for i, text := range out {
		out[i] = i18n.Close(strings.Replace(text, names, strings.Join(of[text], w.t.Notes.Separator), 1))
	}
	return out
}

// shared reports whether a note names a metric first and says of it what may
// hold of several.
func shared(c analysis.NoteCode) bool {
	switch c {
	case analysis.NoComparison, analysis.NoBreakdown, analysis.NeverAdded, analysis.NotAdditive:
		return true
	}
	return false
}

// aboutData reports whether a note speaks of the data as a whole: it then
// stands once above all panels instead of in each.
func aboutData(c analysis.NoteCode) bool {
	switch c {
	case analysis.SourceBehind, analysis.NothingImported, analysis.CountedAsZero, analysis.BeginsLater, analysis.LeapDay:
		return true
	}
	return false
}

// fault writes an error.
func (w writer) fault(e *ops.Error) faultView {
	message, hint := w.lang.Error(string(e.Code), e.Message, e.Hint, e.Args)
	t := &w.t.Shell
	var where []string
	add := func(format string, v any, is bool) {
		if is {
			where = append(where, fmt.Sprintf(format, v))
		}
	}
	add(t.PlaceFile, e.Where.File, e.Where.File != "")
	add(t.PlaceSheet, e.Where.Sheet, e.Where.Sheet != "")
	add(t.PlaceLine, e.Where.Line, e.Where.Line > 0)
	add(t.PlaceAt, e.Where.At, e.Where.At > 0)
	add(t.PlaceColumn, e.Where.Column, e.Where.Column != "")
	add(t.PlaceValue, ops.Show(e.Where.Value), e.Where.Value != "")
	return faultView{Code: string(e.Code), Message: message, Hint: hint, Where: strings.Join(where, " · ")}
}

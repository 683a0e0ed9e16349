package view

import (
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// unheardOf says of each filter's values that nothing has: misspelt, they would
// give zeros that look like figures.
func (b Page) unheardOf() []string {
	var out []string
	for _, f := range b.View.Filter {
		known := ask.FoldedValues(b.Data.Snapshot, f.Dimension)
		for _, v := range f.Values {
			if !known[ops.Fold(v)] {
				out = append(out, fmt.Sprintf(b.T.Notes.UnheardOf, b.Dimension(f.Dimension), b.Group(v, 0)))
			}
		}
	}
	return out
}

// name writes what a note speaks of: a metric or a label.
func (w Writer) name(of any) string {
	switch of := of.(type) {
	case *ops.Metric:
		return w.Label(of.Label)
	case ops.Label:
		return w.Label(of)
	}
	return fmt.Sprint(of)
}

// note writes a remark of the analysis.
// NoteText writes a note as a sentence.
func (w Writer) NoteText(n analysis.Note) string { return w.note(n) }

func (w Writer) note(n analysis.Note) string { return i18n.Close(w.wording(n)) }

func (w Writer) wording(n analysis.Note) string {
	args := make([]any, len(n.Args))
	for i, a := range n.Args {
		switch a := a.(type) {
		case *ops.Metric, ops.Label:
			args[i] = w.name(a)
		case ops.Day:
			args[i] = w.Day(a)
		case float64:
			args[i] = i18n.Percent(a)
		case analysis.Amount, analysis.Name, analysis.Many:
			args[i] = w.words(a)
		case analysis.Note:
			args[i] = w.note(a)
		default:
			args[i] = a
		}
	}
	record := func(i int) { args[i] = w.T.Record(fmt.Sprint(args[i])) }
	t := &w.T.Notes
	switch n.Code {
	case analysis.SourceBehind:
		record(0)
		days := w.Days(ops.Range{From: n.Args[3].(ops.Day), To: n.Args[4].(ops.Day) + 1})
		if args[1] == "" {
			return fmt.Sprintf(t.SourceBehindNoName, args[0], days)
		}
		return fmt.Sprintf(t.SourceBehind, args[0], w.Source(args[1].(string), args[2].([]string)), days)
	case analysis.NothingImported:
		record(0)
		return fmt.Sprintf(t.NothingImported, args...)
	case analysis.CountedAsZero:
		record(0)
		return fmt.Sprintf(t.CountedAsZero, args...)
	case analysis.NothingOfYours:
		record(0)
		return fmt.Sprintf(t.NothingOfYours, args...)
	case analysis.ZeroOfYours:
		record(0)
		return fmt.Sprintf(t.ZeroOfYours, args...)
	case analysis.UnseenRows:
		return fmt.Sprintf(t.UnseenRows, args...)
	case analysis.NotYours:
		args[1] = w.Dimension(fmt.Sprint(args[1]))
		return fmt.Sprintf(t.NotYours, args...)
	case analysis.BeginsLater:
		record(0)
		return fmt.Sprintf(t.BeginsLater, args...)
	case analysis.DaysLeftOut:
		return fmt.Sprintf(t.DaysLeftOut, args...)
	case analysis.DaysDiffer:
		return fmt.Sprintf(t.DaysDiffer, args...)
	case analysis.HolidayBeside:
		return fmt.Sprintf(t.HolidayBeside, args...)
	case analysis.CountedOnce:
		return fmt.Sprintf(t.CountedOnce, args...)
	case analysis.PerDay:
		m := n.Args[0].(*ops.Metric)
		return fmt.Sprintf(t.PerDay, args[0], w.mean(n.Args[1].(float64), m), w.mean(n.Args[2].(float64), m))
	case analysis.DaysMissing:
		return w.daysMissing(n)
	case analysis.NoComparison:
		return fmt.Sprintf(t.NoComparison, args...)
	case analysis.NoBreakdown:
		args[1] = w.Dimension(fmt.Sprint(args[1]))
		return fmt.Sprintf(t.NoBreakdown, args...)
	case analysis.NotAdditive:
		return fmt.Sprintf(t.NotAdditive, args...)
	case analysis.NeverAdded:
		return fmt.Sprintf(t.NeverAdded, args...)
	case analysis.PartlyCovered:
		return fmt.Sprintf(t.PartlyCovered, args...)
	case analysis.PartlyKnown:
		return fmt.Sprintf(t.PartlyKnown, args...)
	case analysis.NotReported:
		return fmt.Sprintf(t.NotReported, args...)
	case analysis.MissingRate:
		return fmt.Sprintf(t.MissingRate, args...)
	case analysis.NotAttributed:
		args[1] = w.Dimension(fmt.Sprint(args[1]))
		return fmt.Sprintf(t.NotAttributed, args...)
	case analysis.LaterExceeds:
		return fmt.Sprintf(t.LaterExceeds, args...)
	case analysis.NotFiltered:
		return t.NotFiltered
	case analysis.NeverHappened:
		return fmt.Sprintf(t.NeverHappened, w.Group(fmt.Sprint(args[0]), 0))
	case analysis.LongerThanRange:
		return fmt.Sprintf(t.LongerThanRange, args...)
	}
	return w.operation(n, args)
}

// operation writes a remark of the pages of the operations.
func (w Writer) operation(n analysis.Note, args []any) string {
	t := &w.T.Operation
	text, ok := map[analysis.NoteCode]string{
		analysis.PostYoung: t.PostYoung, analysis.PostsYoung: t.PostsYoung, analysis.FollowersUnknown: t.FollowersUnknown, analysis.HistoryShort: t.HistoryShort,
		analysis.PersonsNotAdded: t.PersonsNotAdded,
		analysis.KnownByLeaving:  t.KnownByLeaving, analysis.ActivationYoung: t.ActivationYoung, analysis.NeedsComparison: t.NeedsComparison,
		analysis.PlatformClaims: t.PlatformClaims, analysis.NoTarget: t.NoTarget, analysis.KeywordWaste: t.KeywordWaste, analysis.KeywordWatch: t.KeywordWatch,
		analysis.KindUnknown: t.KindUnknown, analysis.JoinedTooLate: t.JoinedTooLate, analysis.Association: t.Association,
		analysis.TermBidOn: t.TermBidOn, analysis.NoTerms: t.NoTerms, analysis.AuditClean: t.AuditClean,
		analysis.NoEvents: t.NoEvents, analysis.NoPartners: t.NoPartners, analysis.TryOpen: t.TryOpen, analysis.TryNotSeparable: t.TryNotSeparable,
		analysis.TryWorks: w.T.Plan.Works, analysis.TryHarmful: w.T.Plan.Harmful, analysis.TryNoEffect: w.T.Plan.NoEffect,
		analysis.TryCannotTell: w.T.Plan.CannotTell, analysis.TermNegative: t.TermNegative, analysis.BenchmarkShort: t.BenchmarkShort,
		analysis.DearerThanEver: t.DearerThanEver, analysis.CheaperThanEver: t.CheaperThanEver, analysis.NoBudget: t.NoBudget,
		analysis.PlanOnCourse: t.PlanOnCourse, analysis.NextTold: t.NextTold, analysis.NextWeeksFew: t.NextWeeksFew, analysis.NextEven: t.NextEven,
		analysis.NextFlat: t.NextFlat,
	}[n.Code]
	if !ok {
		text, ok = w.T.Saying.Of(string(n.Code))
	}
	if !ok {
		return string(n.Code)
	}
	if len(args) == 0 {
		return text
	}
	if n.Code == analysis.NoTarget {
		if m, ok := w.Catalog.Metric(fmt.Sprint(args[0])); ok {
			args = []any{w.Label(m.Label)}
		}
	}
	return fmt.Sprintf(text, args...)
}

// remarks writes the notes of one panel, those about the data as a whole left
// out. Metrics of which the same is to be said share a sentence.
func (w Writer) remarks(notes []analysis.Note) []string {
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
		out[i] = i18n.Close(strings.Replace(text, names, strings.Join(of[text], w.T.Notes.Separator), 1))
	}
	return out
}

// shared reports whether a note names a metric first and says of it what may
// hold of several.
func shared(c analysis.NoteCode) bool {
	switch c {
	case analysis.NoComparison, analysis.NoBreakdown, analysis.NotYours, analysis.UnseenRows, analysis.NeverAdded, analysis.NotAdditive,
		analysis.PartlyKnown, analysis.NotAttributed, analysis.NotReported:
		return true
	}
	return false
}

// aboutData reports whether a note speaks of the data as a whole: it then
// stands once above all panels instead of in each.
func aboutData(c analysis.NoteCode) bool {
	switch c {
	case analysis.SourceBehind, analysis.NothingImported, analysis.NothingOfYours,
		analysis.ZeroOfYours, analysis.CountedAsZero, analysis.BeginsLater, analysis.DaysDiffer, analysis.DaysMissing,
		analysis.MissingRate, analysis.HolidayBeside:
		return true
	}
	return false
}

// Notes gathers what panels have to say about the data as a whole, once.
func (b Page) Notes(results []analysis.Result) []string {
	var out []string
	add := func(n analysis.Note) {
		if text := b.note(n); aboutData(n.Code) && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	out = append(out, b.unheardOf()...)
	for _, n := range b.View.Notes {
		add(n)
	}
	for _, r := range results {
		for _, n := range r.Remarks() {
			add(n)
		}
	}
	return out
}

// mean writes the mean of a day.
func (w Writer) mean(x float64, m *ops.Metric) string {
	if m.Unit == ops.UnitMoney {
		return w.Value(ops.Value{Number: x}, m.Unit)
	}
	return i18n.Decimal(x, 0, 1)
}

// daysMissing says which days of a stream are missing.
func (w Writer) daysMissing(n analysis.Note) string {
	record, source, parts := n.Args[0].(string), n.Args[1].(string), n.Args[2].([]string)
	days := ops.Range{From: n.Args[3].(ops.Day), To: n.Args[4].(ops.Day) + 1}
	name := w.T.Record(record)
	switch {
	case source != "":
		name = fmt.Sprintf(w.T.Notes.Of, name, w.Source(source, parts))
	case len(parts) > 0:
		name = fmt.Sprintf(w.T.Notes.Of, name, w.Group(parts[0], 0))
	}
	return fmt.Sprintf(w.T.Notes.DaysMissing, name, w.Days(days), days.Len())
}

// sourceParts is how many parts of a source are named.
const sourceParts = 3

// Source writes the name of a source and those of some parts of it, none for all.
func (w Writer) Source(name string, parts []string) string {
	if len(parts) == 0 {
		return w.Group(name, 0)
	}
	var names []string
	for _, part := range parts[:min(len(parts), sourceParts)] {
		names = append(names, w.Group(part, 0))
	}
	out := w.Group(name, 0) + " · " + strings.Join(names, w.T.Notes.Separator)
	if more := len(parts) - len(names); more > 0 {
		out += fmt.Sprintf(" +%d", more)
	}
	return out
}

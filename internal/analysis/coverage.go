package analysis

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// span says which days of a view a metric is known for.
type span struct {
	known    bool
	through  ops.Day
	begins   ops.Day   // first day all its records have rows for
	complete ops.Range // of the range
	outside  string    // dimension by which the metric is not told apart, so that the part of who asks is unknown
	notes    []Note
}

// coverage works out the span of m on v: its watermark is the earliest of its
// records' sources that nobody retired and that the filter lets through.
func (d Data) coverage(v *View, m *ops.Metric) span {
	if dimension := outside(d, m); dimension != "" {
		return span{outside: dimension, notes: []Note{{Code: NotYours, Args: []any{m, dimension}}}}
	}
	s := span{known: true}
	first := true
	absent := map[string]bool{}
	for _, name := range Measures(m) {
		measure := d.Catalog.Measures[name]
		through, ok := d.watermark(measure.Record, slices.Concat(v.Filter, measure.Where))
		if !ok {
			if !absent[measure.Record] {
				absent[measure.Record] = true
				s.notes = append(s.notes, nothingFor(d, measure))
			}
			s.known = s.known && measure.Optional
			continue
		}
		begins := d.Snapshot.Days(measure.Record).From
		if first {
			s.through, s.begins, first = through, begins, false
		} else {
			s.through, s.begins = min(s.through, through), max(s.begins, begins)
		}
	}
	if first { // nothing but optional records, and none imported
		s.known = false
	}
	if !s.known {
		return s
	}
	s.complete = ops.Range{From: v.Range.From, To: max(v.Range.From, min(v.Range.To, s.through+1))}
	if v.Compare != NoCompare && s.complete.Len() > 0 && v.Past(s.complete).From < s.begins {
		s.notes = append(s.notes, Note{Code: NoComparison, Args: []any{m, s.begins}})
	}
	return s
}

// leftOut says how many days the metrics leave out, those with the same number
// together. days is parallel to metrics.
func leftOut(metrics []*ops.Metric, days []int) []Note {
	var out []Note
	for i, n := range days {
		if n == 0 || slices.Index(days, n) < i {
			continue
		}
		var en, zh []string
		for j, m := range metrics {
			if days[j] == n && !slices.Contains(en, m.Label.En) {
				en, zh = append(en, m.Label.En), append(zh, m.Label.Zh)
			}
		}
		out = append(out, Note{Code: DaysLeftOut, Args: []any{ops.Label{En: strings.Join(en, ", "), Zh: strings.Join(zh, "、")}, n}})
	}
	return out
}

// unique drops notes that were made before.
func unique(notes []Note) []Note {
	var out []Note
	for _, n := range notes {
		if !slices.ContainsFunc(out, func(o Note) bool { return o.Code == n.Code && reflect.DeepEqual(o.Args, n.Args) }) {
			out = append(out, n)
		}
	}
	return out
}

// watermark returns the last day record is complete for, as far as the filter
// lets its sources through; false if none was imported.
func (d Data) watermark(record string, filter []ops.Filter) (ops.Day, bool) {
	var through, retired ops.Day
	found, ended := false, false
	for _, s := range streams(d.Snapshot.Sources(), record, filter) {
		switch {
		case s.Retired():
			if !ended || s.Through > retired {
				retired, ended = s.Through, true
			}
		case !found || s.Through < through:
			through, found = s.Through, true
		}
	}
	if !found { // nothing more will come at all
		return retired, ended
	}
	return through, true
}

// streams returns the sources of a record whose rows can meet the filter: a filter
// on the very dimension that names sources, or parts of them, leaves the others
// out. An account that no platform of the filter has spent nothing on any of them,
// as far as all of them are known.
func streams(sources []ops.Source, record string, filter []ops.Filter) []ops.Source {
	r, ok := ops.RecordNamed(record)
	if !ok {
		return nil
	}
	var out []ops.Source
	for _, s := range sources {
		if s.Record == record && (s.Name == "" || passes(s.Name, r.Source, filter)) {
			out = append(out, s)
		}
	}
	of := slices.DeleteFunc(slices.Clone(out), func(s ops.Source) bool { return !passes(s.Part, r.MarkedPart(), filter) })
	if len(of) == 0 {
		return out
	}
	return of
}

// passes reports whether rows that have the name in a dimension can meet the filter.
func passes(name, dimension string, filter []ops.Filter) bool {
	for _, f := range filter {
		if f.Dimension != dimension {
			continue
		}
		in := slices.ContainsFunc(f.Values, func(v string) bool { return ops.Fold(v) == ops.Fold(name) })
		if in == f.Not {
			return false
		}
	}
	return true
}

// behind returns the sources of a record that some of the metrics need and that
// end before the last day of the range, nobody having retired them.
func (d Data) behind(v *View, metrics []*ops.Metric, record string) []ops.Source {
	var out []ops.Source
	for _, m := range metrics {
		for _, name := range Measures(m) {
			measure := d.Catalog.Measures[name]
			if measure.Record != record {
				continue
			}
			for _, s := range streams(d.Snapshot.Sources(), record, slices.Concat(v.Filter, measure.Where)) {
				if !s.Retired() && s.Through+1 < v.Range.To && !slices.ContainsFunc(out, func(o ops.Source) bool { return o.Name == s.Name && o.Part == s.Part }) {
					out = append(out, s)
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b ops.Source) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Part, b.Part)) })
	return out
}

// sourceNotes says which sources of the metrics miss days at the end of the
// range, and which records begin inside it.
func (d Data) sourceNotes(v *View, metrics []*ops.Metric) []Note {
	var out []Note
	for _, record := range d.records(metrics) {
		for _, s := range alikes(d.behind(v, metrics, record), d.Snapshot.Sources()) {
			out = append(out, Note{Code: SourceBehind, Args: []any{record, s.Name, s.Parts, max(v.Range.From, s.Through+1), v.Range.Last()}})
		}
		if days := d.Snapshot.Days(record); days.Len() > 0 && days.From > v.Range.From && days.From < v.Range.To {
			out = append(out, Note{Code: BeginsLater, Args: []any{record, days.From}})
		}
	}
	return out
}

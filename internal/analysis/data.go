// Package analysis turns a panel of a page into questions to the engine and
// the answers into figures: it cuts ranges at watermarks, lines up the
// comparison, divides sums, and says what it left out and why. Everything in
// it is a pure function of one snapshot, the catalog and the view; it reads no
// clock.
package analysis

import (
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Data is what every figure is computed from. It is immutable; its methods
// may be called by several goroutines.
type Data struct {
	Snapshot engine.Snapshot
	Catalog  *ops.Catalog
	Calendar ops.Calendar
	Currency string      // the reporting currency of the snapshot's money
	Plan     Plan        // nil where nobody keeps targets
	Rows     ops.RowRule // of who asks: the snapshot holds no other rows

	// Festivals reads the holidays that days may be compared by; nil where none are kept.
	Festivals func() (ops.Holidays, error)
}

// Note is a sentence a panel has to say beside its figures. Its text lives in
// package i18n; Args are the facts it needs, in the order given here.
type Note struct {
	Code NoteCode
	Args []any
}

// NoteCode names a note.
type NoteCode string

// The notes. Metrics are given as *ops.Metric, records and sources by name,
// days as ops.Day (last days inclusive), numbers as int.
const (
	SourceBehind    NoteCode = "source_behind"     // record, source, parts ([]string; nil for all), first day missing, last day missing
	DaysLeftOut     NoteCode = "days_left_out"     // ops.Label that names metrics, number of days at the end of the range that their figures leave out
	DaysMissing     NoteCode = "days_missing"      // record, source, parts as above, first and last day missing inside a daily stream
	NothingImported NoteCode = "nothing_imported"  // record: its figures are unknown
	NothingOfYours  NoteCode = "nothing_of_yours"  // record: who asks sees no rows of it and its figures are unknown
	ZeroOfYours     NoteCode = "zero_of_yours"     // record: who asks sees no rows of it and its figures count as 0
	NotYours        NoteCode = "not_yours"         // metric, dimension: nobody knows what part of it is that of who asks
	UnseenRows      NoteCode = "unseen_rows"       // metric of several records: rows that name nothing of the rule may be part of it, and are not seen
	CountedAsZero   NoteCode = "counted_as_zero"   // record: nothing was imported and its figures count as 0
	BeginsLater     NoteCode = "begins_later"      // record, first day it has rows for, inside the range
	NoComparison    NoteCode = "no_comparison"     // metric, first day of its records: the comparison begins before
	DaysDiffer      NoteCode = "days_differ"       // days of the range, days of the comparison: totals of as many
	HolidayBeside   NoteCode = "holiday_beside"    // its name, first and last day of it, and of that of the year before
	CountedOnce     NoteCode = "counted_once"      // metric of members who count once: not compared over days that do not follow each other
	PerDay          NoteCode = "per_day"           // metric, its mean of a day of the range and of the comparison, as float64
	NoBreakdown     NoteCode = "no_breakdown"      // metric, dimension its records do not have
	NotAdditive     NoteCode = "not_additive"      // metric: the rows summed up as "other" cannot be added
	NeverAdded      NoteCode = "never_added"       // metric: reports that may count the same people are not added up
	PartlyKnown     NoteCode = "partly_known"      // metric, share of what it might be taken from that is left out as unknown, as float64
	MissingRate     NoteCode = "missing_rate"      // currency, first day without a rate: figures that need it are unknown
	NotAttributed   NoteCode = "not_attributed"    // metric, dimension, ops.Label of a half, share of it that rows attribute, as float64
	NotReported     NoteCode = "not_reported"      // metric: groups that nobody reports it for
	PartlyCovered   NoteCode = "partly_covered"    // metric, share of it that its coverage metric tells as float64
	LaterExceeds    NoteCode = "later_exceeds"     // aggregate funnel: label of the step that exceeds the one before, as ops.Label
	NotFiltered     NoteCode = "not_filtered"      // the panel's figures are not narrowed by the page's filters
	NeverHappened   NoteCode = "never_happened"    // event of a step that nothing was ever imported of
	LongerThanRange NoteCode = "longer_than_range" // first and last day shown, because the panel needs more than the range
)

// Measures returns the names of the measures that metric m is made of, each
// once.
func Measures(m *ops.Metric) []string {
	var out []string
	for _, t := range append(slices.Clone(m.Num), m.Den...) {
		if !slices.Contains(out, t.Measure) {
			out = append(out, t.Measure)
		}
	}
	return out
}

// records returns the records that the metrics are computed from, each once.
func (d Data) records(metrics []*ops.Metric) []string {
	var out []string
	for _, m := range metrics {
		for _, name := range Measures(m) {
			if r := d.Catalog.Measures[name].Record; !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}

// Lookup returns the metrics of those names; an unknown one is an *ops.Error
// with code unknown_metric.
func (d Data) Lookup(names []string) ([]*ops.Metric, error) {
	out := make([]*ops.Metric, len(names))
	for i, n := range names {
		m, ok := d.Catalog.Metric(n)
		if !ok {
			return nil, &ops.Error{Code: "unknown_metric", Message: "There is no metric named " + ops.Show(n) + ".",
				Hint: "The page of metric definitions lists them all.", Where: ops.Place{Column: "metric", Value: ops.Show(n)}, Args: []any{ops.Show(n)}}
		}
		out[i] = m
	}
	return out, nil
}

// Splits returns the dimensions by which metric m can be broken down: those that the
// rows of all its records have, of their own or from their members.
func Splits(d Data, m *ops.Metric) []string {
	var out []string
	for i, name := range d.records([]*ops.Metric{m}) {
		r, _ := ops.RecordNamed(name)
		if has := r.Dimensions(); i == 0 {
			out = has
		} else {
			out = slices.DeleteFunc(out, func(dimension string) bool { return !slices.Contains(has, dimension) })
		}
	}
	return out
}

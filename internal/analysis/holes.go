package analysis

import (
	"context"
	"slices"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Hole is days missing inside a daily stream, which nobody said were quiet.
type Hole struct {
	Record, Source, Part string
	Days                 ops.Range
	others               bool // the source has other parts
}

// Note says that the days are missing, those of them in some days.
func (h Hole) Note(days ops.Range) Note {
	var parts []string
	if h.Part != "" || h.others {
		parts = []string{h.Part}
	}
	return Note{Code: DaysMissing, Args: []any{h.Record, h.Source, parts, days.From, days.Last()}}
}

// Holes lists the days missing inside the daily streams of a record; "" is all.
func (d Data) Holes(record string) []Hole {
	var out []Hole
	sources, streams := d.Snapshot.Sources(), d.Snapshot.Streams()
	for _, s := range streams {
		if record != "" && s.Record != record {
			continue
		}
		others := slices.ContainsFunc(streams, func(o ops.Stream) bool { return o.Record == s.Record && o.Source == s.Source && o.Part != s.Part })
		var quiet []ops.QuietDay
		for _, x := range sources {
			if x.Record == s.Record && ops.Fold(x.Name) == ops.Fold(s.Source) {
				quiet = append(quiet, x.Quiet...)
			}
		}
		for _, days := range s.Holes(quiet) {
			out = append(out, Hole{s.Record, s.Source, s.Part, days, others})
		}
	}
	return out
}

// missing is what is missing of a record in the range and the comparison: the
// holes of its streams, and which groups have rows of each stream.
type missing struct {
	holes []Hole
	whole map[string]bool         // streams with rows that the filters let through
	group map[int]map[string]bool // the same by group; nil where groups cannot be told
}

func streamKey(source, part string) string { return ops.Fold(source) + "\x00" + ops.Fold(part) }

// askHoles finds out which figures miss days inside a daily stream.
func (a *asker) askHoles(ctx context.Context) error {
	a.holes = map[string]*missing{}
	for _, record := range a.data.records(a.metrics) {
		m := &missing{}
		for _, h := range a.data.Holes(record) {
			if h.Days.And(a.view.Range).Len() > 0 || h.Days.And(a.view.CompareRange).Len() > 0 {
				m.holes = append(m.holes, h)
			}
		}
		if len(m.holes) == 0 {
			continue
		}
		if err := a.askStreams(ctx, record, m); err != nil {
			return err
		}
		a.holes[record] = m
	}
	return nil
}

// askStreams finds out which streams have rows where.
func (a *asker) askStreams(ctx context.Context, record string, m *missing) error {
	source, part, _ := ops.StreamColumns(record)
	var by []string
	for _, c := range []string{source, part} {
		if c != "" {
			by = append(by, c)
		}
	}
	rows := &ops.Measure{Name: "rows of " + record, Record: record, Agg: ops.RowCount}
	ask := func(by []string) (*engine.Sums, error) {
		q := engine.SumQuery{Measures: []*ops.Measure{rows}, Range: a.data.Snapshot.Days(record), Grain: ops.Whole, By: by, Filter: a.view.Filter}
		return a.data.Snapshot.Sums(ctx, q)
	}
	of := func(values []string) string {
		out := [2]string{}
		n := 0
		for i, c := range []string{source, part} {
			if c != "" {
				out[i], n = values[n], n+1
			}
		}
		return streamKey(out[0], out[1])
	}
	sums, err := ask(by)
	if err != nil {
		return err
	}
	m.whole = map[string]bool{}
	if sums.Measures[0].Missing != "" {
		return nil // of no figure of this record
	}
	for _, values := range sums.Groups {
		m.whole[of(values)] = true
	}
	if len(a.by) == 0 || len(a.by)+len(by) > 3 {
		return nil
	}
	if sums, err = ask(slices.Concat(a.by, by)); err != nil || sums.Measures[0].Missing != "" {
		return err
	}
	m.group = map[int]map[string]bool{}
	for _, values := range sums.Groups {
		id, ok := a.ids[strings.Join(values[:len(a.by)], "\x00")]
		if !ok {
			continue
		}
		if m.group[id] == nil {
			m.group[id] = map[string]bool{}
		}
		m.group[id][of(values[len(a.by):])] = true
	}
	return nil
}

// misses reports whether a figure of a metric needs a day that is missing.
func (a *asker) misses(f *formula, part int, groups []int, days ops.Range) bool {
	for _, record := range f.records {
		m := a.holes[record]
		if m == nil {
			continue
		}
		for _, h := range m.holes {
			if h.Days.And(days).Len() > 0 && m.has(h, part, groups) {
				return true
			}
		}
	}
	return false
}

// has reports whether the stream of a hole has rows in a part of an answer.
func (m *missing) has(h Hole, part int, groups []int) bool {
	key := streamKey(h.Source, h.Part)
	if part == bucketPart || part == totalPart || m.group == nil {
		return m.whole[key]
	}
	return slices.ContainsFunc(groups, func(g int) bool { return m.group[g][key] })
}

// holeNotes says which days are missing inside the range.
func (a *asker) holeNotes() []Note {
	var out []Note
	for _, record := range a.data.records(a.metrics) {
		m := a.holes[record]
		if m == nil {
			continue
		}
		for _, h := range m.holes {
			if days := h.Days.And(a.view.Range); days.Len() > 0 && m.whole[streamKey(h.Source, h.Part)] {
				out = append(out, h.Note(days))
			}
		}
	}
	return out
}

package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// candidates lists the presets that fit, the best first: those of platforms
// before generic ones, then by how many of the headers they know.
func (t *Table) candidates(h header) ([]*Preset, error) {
	type fit struct {
		p     *Preset
		share float64
	}
	v := vocabulary()
	var fits []fit
	for _, p := range v.presets {
		share, ok := p.fits(h, v.common)
		if !ok || share < p.Share || p.Wide != nil && !t.widens(p, h) {
			continue
		}
		if p.Refuse != nil {
			return nil, t.located(&ops.Error{Code: ops.Code(p.Refuse.Code), Message: p.Refuse.Message, Hint: p.Refuse.Hint, Args: []any{p.Label.En}})
		}
		if p.Wide != nil {
			share = 1
		}
		fits = append(fits, fit{p, share})
	}
	slices.SortStableFunc(fits, func(a, b fit) int {
		switch {
		case a.p.Generic != b.p.Generic && a.p.Generic:
			return 1
		case a.p.Generic != b.p.Generic:
			return -1
		case a.share > b.share:
			return -1
		case a.share < b.share:
			return 1
		}
		return cmp.Or(len(b.p.Needs)-len(a.p.Needs), a.p.words()-b.p.words())
	})
	var out []*Preset
	for _, f := range fits {
		if f.p.Generic && len(out) > 0 && !out[0].Generic {
			break // a platform's own reading is not doubted
		}
		out = append(out, f.p)
	}
	return out, nil
}

// words counts the headers the preset knows: of two that fit equally, the one
// with fewer is the more specific.
func (p *Preset) words() int {
	n := 0
	for _, names := range p.Columns {
		n += len(names)
	}
	return n
}

// widens reports whether every column the preset does not name holds only
// values it knows.
func (t *Table) widens(p *Preset, h header) bool {
	words := map[string]bool{}
	for _, w := range append(slices.Clone(p.Wide.Count), p.Wide.Ignore...) {
		words[w] = true
	}
	columns := 0
	for c, n := range h.names {
		if n == "" || p.field(n) != "" {
			continue
		}
		for i, cell := range t.Column(c) {
			if !words[strings.TrimSpace(cell)] {
				return false
			}
			if i == 1000 {
				break
			}
		}
		columns++
	}
	return columns > 0
}

// fits reports whether the preset's headers are there and returns the share
// of the table's headers it knows.
func (p *Preset) fits(h header, common *Preset) (share float64, ok bool) {
	for _, any := range p.Needs {
		if !slices.ContainsFunc(any, func(n string) bool { return h.has[n] }) {
			return 0, false
		}
	}
	if slices.ContainsFunc(p.Without, func(n string) bool { return h.has[n] }) {
		return 0, false
	}
	knows := map[string]bool{}
	for _, names := range p.Columns {
		for _, n := range names {
			knows[n] = true
		}
	}
	for _, list := range [][]string{p.Known, common.Known, common.Rates, common.Levels} {
		for _, n := range list {
			knows[n] = true
		}
	}
	for _, any := range p.Needs {
		for _, n := range any {
			knows[n] = true
		}
	}
	known, all := 0, 0
	for _, n := range h.names {
		if n == "" {
			continue
		}
		all++
		if knows[n] {
			known++
		}
	}
	return float64(known) / float64(all), true
}

// byHand returns the preset that reads a record by the usual words for its
// fields, whatever else a table holds.
func (s *presetSet) byHand(record string) *Preset {
	i := slices.IndexFunc(s.presets, func(p *Preset) bool { return p.Generic && p.Name == "any_"+record })
	if i < 0 {
		return nil
	}
	return s.presets[i]
}

// nearFields is how many fields of a record a table must name to be near it.
const nearFields = 3

// nearest returns the preset of the record of whose fields a header names
// most, and how many; nil if another record is as near by other columns.
func nearest(h header) (best *Preset, most int) {
	v := vocabulary()
	var same []string
	tie := false
	for _, r := range ops.Records() {
		p := v.byHand(r.Name)
		words := p.names(h)
		switch n := len(words); {
		case n > most:
			best, most, same, tie = p, n, words, false
		case n == most && !slices.Equal(words, same):
			tie = true
		}
	}
	if tie {
		return nil, most
	}
	return best, most
}

// near drafts a table that no preset fits as the record it is nearest to, if
// what is left to ask are things that only a person knows, and figures for
// which there is a column of numbers nobody knows.
func (t *Table) near(h header) *Mapping {
	best, most := nearest(h)
	if best == nil || most < nearFields {
		return nil
	}
	m := t.draft(h, best)
	asked := false
	for _, q := range t.Questions(m) {
		if !q.Required {
			continue
		}
		asked = true
		if q.Code == "missing_column" && !t.mayHold(m, q.Field) || q.Code == "missing_figures" {
			return nil
		}
	}
	if !asked {
		return nil // nothing would tell a person that it was a guess
	}
	return m
}

// names lists the headers by which a table names fields of the preset, one
// for each field.
func (p *Preset) names(h header) []string {
	var out []string
	for _, f := range slices.Sorted(maps.Keys(p.Columns)) {
		if i := slices.IndexFunc(p.Columns[f], func(w string) bool { return h.has[w] }); i >= 0 {
			out = append(out, p.Columns[f][i])
		}
	}
	slices.Sort(out)
	return out
}

// mayHold reports whether a column that nobody knows has values of the kind
// of a field.
func (t *Table) mayHold(m *Mapping, field string) bool {
	r, _ := ops.RecordNamed(m.Record)
	c := r.Column(field)
	for i, a := range m.Columns {
		if a.Use != UseUnknown || a.Header == "" {
			continue
		}
		if c < 0 || r.Columns[c].Type.IsText() || t.numeric(i) {
			return true
		}
	}
	return false
}

// numeric reports whether a column holds numbers and nothing else.
func (t *Table) numeric(c int) bool {
	numbers := 0
	for i, cell := range t.Column(c) {
		if isNull(cell) {
			continue
		}
		if _, ok := bare(cell); !ok {
			return false
		}
		if numbers++; i > 1000 {
			break
		}
	}
	return numbers > 0
}

// fieldRecord is the question which kind of data a table holds.
const fieldRecord = "as"

// unknown says that a table fits no record and asks which it is. What it
// holds and Daybreak has no place for is named.
func (t *Table) unknown(h header) *ops.Error {
	q := Question{Field: fieldRecord, Code: "choose_record", Message: "Which kind of data is it?", Required: true}
	for _, r := range ops.Records() {
		q.Options = append(q.Options, r.Name)
	}
	var homeless []string
	v := vocabulary()
	for i, n := range h.names {
		if slices.Contains(v.common.Levels, n) {
			homeless = append(homeless, t.Header[i])
		}
	}
	e := &ops.Error{Code: "unknown_layout", Message: fmt.Sprintf("The columns of this table fit no kind of data by themselves: %s.", someOf(t.Header)),
		Hint: "Say what it holds, then which column is what.", Args: []any{"", ""}, Err: Open{q}}
	if p, n := nearest(h); p != nil && n > nearFields {
		var lacks []string
		r, _ := ops.RecordNamed(p.Record)
		for _, c := range r.Columns {
			if c.Required && !slices.ContainsFunc(p.Columns[c.Name], func(w string) bool { return h.has[w] }) {
				lacks = append(lacks, c.Name)
			}
		}
		e.Message = fmt.Sprintf("The columns of this table come nearest to %s, which also needs: %s.", p.Record, strings.Join(lacks, ", "))
		e.Args = []any{p.Record, strings.Join(lacks, ", ")}
	}
	if len(homeless) > 0 && len(homeless)+dateColumns(h) == len(h.has) {
		e.Code = "no_such_figure"
		e.Message = fmt.Sprintf("Daybreak keeps no such figure: %s. It counts each person once a day, so that days of it cannot be added.", someOf(homeless))
		e.Hint, e.Args, e.Err = "Import figures that can be added, such as views.", []any{someOf(homeless)}, nil
	}
	return e
}

// isUnknown reports whether err says that a table fits no record by itself:
// told which, it can be read.
func isUnknown(err error) bool {
	switch ops.CodeOf(err) {
	case "unknown_layout", "no_such_figure":
		return true
	}
	return false
}

// dateColumns counts the headers that are words for a day.
func dateColumns(h header) int {
	n := 0
	for name := range h.has {
		if slices.Contains(vocabulary().byHand("spend").Columns["date"], name) {
			n++
		}
	}
	return n
}

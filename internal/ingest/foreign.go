package ingest

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"daybreak/internal/ops"
)

// readForeign reads a file whose header is none of Daybreak's own: an export
// of some platform, in any format Read knows. Options say which of several
// tables to take and how to read it; what they leave open and the file does
// not tell is an error: choose_table, questions_open.
func (s *source) readForeign(ctx context.Context, out *rejectWriter) (*reading, error) {
	d, err := Read(s.file.R, s.file.Size, s.file.Name, s.options.Hints)
	if err != nil {
		return nil, err
	}
	n, err := s.number(d)
	if err != nil {
		return nil, err
	}
	others := 0
	if n == 0 && len(d.Tables) > 1 {
		if n = s.onlyKnown(d); n > 0 {
			others = len(d.Tables) - 1
		}
	}
	t, err := d.Table(n)
	if err != nil {
		return nil, err
	}
	m, err := s.mapping(t)
	if err != nil {
		return nil, err
	}
	r, err := t.read(ctx, m, s, out)
	if err != nil {
		return nil, err
	}
	r.mapping = m
	r.notices = append(d.Notices, r.notices...)
	if others > 0 {
		r.notices = append(r.notices, fault("other_tables",
			fmt.Sprintf("The file holds %d more tables, which Daybreak does not know by themselves; this one was read.", others),
			"Choose another table to import it.", others).Error)
	}
	return r, nil
}

// onlyKnown returns the number of the one table of several that is recognised,
// or 0: then a person chooses.
func (s *source) onlyKnown(d *Document) int {
	found := 0
	for i, t := range d.Tables {
		_, remembered := s.options.Remembered[t.Fingerprint()]
		if presets, err := t.candidates(headerOf(t.Header)); err == nil && len(presets) == 0 && !remembered {
			continue
		}
		if found > 0 {
			return 0
		}
		found = i + 1
	}
	return found
}

// number returns which table of d the options ask for: by its number, or by
// its sheet where that holds only one; 0 leaves it open.
func (s *source) number(d *Document) (int, error) {
	o := s.options
	if o.Table > 0 || o.Sheet == "" {
		return o.Table, nil
	}
	found := 0
	for i, t := range d.Tables {
		if !strings.EqualFold(t.Sheet, strings.TrimSpace(o.Sheet)) {
			continue
		}
		if found > 0 {
			return 0, nil
		}
		found = i + 1
	}
	if found == 0 {
		return 0, &ops.Error{Code: "unknown_sheet", Message: fmt.Sprintf("The file has no sheet %s with a table.", ops.Show(o.Sheet)),
			Hint:  "Check the name of the sheet.",
			Where: ops.Place{File: d.Name, Sheet: ops.Show(o.Sheet)}, Args: []any{ops.Show(o.Sheet)}}
	}
	return found, nil
}

// mapping returns how t is read: as the options say, else by a draft, and in
// both cases with what was said applied.
func (s *source) mapping(t *Table) (*Mapping, error) {
	m := s.options.Mapping
	if m == nil {
		var err error
		if m, err = s.draft(t); err != nil {
			return nil, err
		}
	}
	m.suppose(s.supposed)
	if err := s.options.Said.apply(m); err != nil {
		return nil, err
	}
	return m, nil
}

// draft picks the best reading of t, or the best as the kind of record asked
// for: where no preset of that record fits, by the usual words for its fields.
func (s *source) draft(t *Table) (*Mapping, error) {
	if s.options.Preset != "" {
		return t.draftAs(s.options.Preset)
	}
	drafts, err := Drafts(t, s.options.Remembered)
	if err != nil && (s.options.Record == "" || !isUnknown(err)) {
		return nil, err
	}
	for i, m := range drafts {
		if s.options.Record == "" || m.Record == s.options.Record {
			m.Chosen = m.Chosen || i > 0
			return m, nil
		}
	}
	if _, ok := ops.RecordNamed(s.options.Record); !ok {
		var kinds []string
		for _, r := range ops.Records() {
			kinds = append(kinds, r.Name)
		}
		all := strings.Join(kinds, ", ")
		return nil, &ops.Error{Code: "unknown_kind", Message: fmt.Sprintf("There is no kind of data %s.", ops.Show(s.options.Record)),
			Hint: "The kinds are: " + all + ".", Args: []any{ops.Show(s.options.Record), all}}
	}
	return t.draftAs("any_" + s.options.Record)
}

// draftAs reads t by the preset a person named, whether it fits or not: what
// it does not find is asked.
func (t *Table) draftAs(name string) (*Mapping, error) {
	h := headerOf(t.Header)
	if t.refused != nil {
		return nil, t.located(t.refused)
	}
	if err := t.duplicate(h); err != nil {
		return nil, err
	}
	for _, p := range vocabulary().presets {
		if p.Name == name && p.Refuse == nil {
			m := t.draft(h, p)
			m.Chosen = true
			return m, nil
		}
	}
	return nil, &ops.Error{Code: "unknown_preset", Message: fmt.Sprintf("There is no export of the kind %s.", ops.Show(name)),
		Hint: "Choose one of those listed.", Args: []any{ops.Show(name)}}
}

// Table returns table n of the document, counted from 1; 0 is the only table
// there is. Of several one must be chosen: choose_table.
func (d *Document) Table(n int) (*Table, error) {
	if n == 0 && len(d.Tables) == 1 {
		return d.Tables[0], nil
	}
	if n >= 1 && n <= len(d.Tables) {
		return d.Tables[n-1], nil
	}
	names := make([]string, len(d.Tables))
	for i, t := range d.Tables {
		name := strings.TrimSpace(t.Sheet + " " + t.Title)
		if name == "" {
			name = strings.Join(t.Header, ", ")
		}
		names[i] = fmt.Sprintf("%d: %s (%d rows)", i+1, ops.Show(name), t.Len())
	}
	q := Question{Field: fieldTable, Code: "choose_table", Message: fmt.Sprintf("The file holds %d tables: %s.", len(d.Tables), strings.Join(names, "; ")),
		Required: true}
	for i := range d.Tables {
		q.Options = append(q.Options, strconv.Itoa(i+1))
	}
	return nil, &ops.Error{Code: q.Code, Message: fmt.Sprintf("The file holds %d tables: %s.", len(d.Tables), someOf(names)), Hint: "Choose the one to import.",
		Where: ops.Place{File: d.Name}, Args: []any{len(d.Tables), someOf(names)}, Err: Open{q}}
}

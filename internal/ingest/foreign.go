package ingest

import (
	"context"
	"fmt"
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
	t, err := d.Table(s.options.Table)
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
	return r, nil
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
	if err := s.options.Said.apply(m); err != nil {
		return nil, err
	}
	return m, nil
}

// draft picks the best reading of t, or the best as the kind of record asked
// for. Where there is none it says which of Daybreak's own layouts comes
// closest.
func (s *source) draft(t *Table) (*Mapping, error) {
	drafts, err := Drafts(t, s.options.Remembered)
	if err != nil && ops.CodeOf(err) != "unknown_table" {
		return nil, err
	}
	for _, m := range drafts {
		if s.options.Record == "" || m.Record == s.options.Record {
			return m, nil
		}
	}
	e := unknownLayout(t.Header, s.options.Record)
	e.Where.Line = t.HeaderLine
	return nil, e
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
	return nil, &ops.Error{Code: "choose_table", Message: fmt.Sprintf("The file holds %d tables: %s.", len(d.Tables), someOf(names)), Hint: "Choose the one to import.",
		Where: ops.Place{File: d.Name}, Args: []any{len(d.Tables), someOf(names)}}
}

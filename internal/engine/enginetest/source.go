// Package enginetest holds what every engine is tested with: a source of rows
// in layered batches, and cases whose answers were worked out by hand.
package enginetest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Source is an engine.Source that keeps batches in memory and, on every
// reading, works out from scratch which rows count: those of live batches, the
// latest batch winning key by key.
type Source struct {
	Calendar ops.Calendar
	Block    int // most rows in a block of Read; 0 = all in one

	names, events, members *ops.Dictionary
	canonical              map[string]string // folded name → its first spelling
	batches                []layer
	changes                []change
	declared               []ops.Source
}

type layer struct {
	record string
	rows   *ops.Rows
	undone bool
}

type change struct {
	version int64
	engine.Changed
}

var _ engine.Source = (*Source)(nil)

// NewSource returns a source without rows.
func NewSource(c ops.Calendar) *Source {
	return &Source{
		Calendar: c,
		names:    ops.NewDictionary(), events: ops.NewDictionary(), members: ops.NewDictionary(),
		canonical: map[string]string{"": ""},
	}
}

// Rows returns an empty block of the record's rows for Add.
func (s *Source) Rows(record string) *ops.Rows {
	r, ok := ops.RecordNamed(record)
	if !ok {
		panic("no record " + record)
	}
	return ops.NewRows(r, s.names, s.events, s.members)
}

// Append puts one row at the end of w, from texts as a CSV in the documented
// layout has them; columns not mentioned are blank. Instants are RFC 3339 or
// local time in the calendar's zone.
func (s *Source) Append(w *ops.Rows, values map[string]string) error {
	for name := range values {
		if w.Record.Column(name) < 0 {
			return fmt.Errorf("%s has no column %q", w.Record.Name, name)
		}
	}
	for i, c := range w.Record.Columns {
		text := values[c.Name]
		if c.Required && text == "" {
			return fmt.Errorf("%s: %s is blank", w.Record.Name, c.Name)
		}
		if c.Type.IsText() {
			if c.Type == ops.Name {
				text = s.spelling(text)
			}
			w.Codes[i] = append(w.Codes[i], w.Dicts[i].Code(text))
			continue
		}
		v, err := s.number(c.Type, text, values["currency"])
		if err != nil {
			return fmt.Errorf("%s: %s: %w", w.Record.Name, c.Name, err)
		}
		w.Ints[i] = append(w.Ints[i], v)
	}
	return nil
}

func (s *Source) spelling(name string) string {
	folded := ops.Fold(name)
	if first, ok := s.canonical[folded]; ok {
		return first
	}
	s.canonical[folded] = name
	return name
}

func (s *Source) number(t ops.ColumnType, text, currency string) (int64, error) {
	if text == "" {
		return ops.NoValue, nil
	}
	switch t {
	case ops.Date:
		d, err := ops.ParseDay(text)
		return int64(d), err
	case ops.Instant:
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			at, err = time.ParseInLocation("2006-01-02 15:04:05", text, s.Calendar.Zone)
		}
		return at.UnixMicro(), err
	case ops.Money:
		return fixed(text, ops.Exponent(currency))
	case ops.Decimal:
		return fixed(text, 6)
	default:
		return fixed(text, 0)
	}
}

// fixed reads a decimal number and returns it × 10^decimals.
func fixed(text string, decimals int) (int64, error) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, part, _ := strings.Cut(digits, ".")
	if len(part) > decimals {
		return 0, fmt.Errorf("%q has more than %d decimals", text, decimals)
	}
	var v int64
	for _, r := range whole + part + strings.Repeat("0", decimals-len(part)) {
		if r < '0' || r > '9' {
			return 0, fmt.Errorf("%q is not a number", text)
		}
		v = v*10 + int64(r-'0')
	}
	if negative {
		v = -v
	}
	return v, nil
}

// Add makes rows a live batch and returns its number, counted from 1.
func (s *Source) Add(rows *ops.Rows) (batch int) {
	s.batches = append(s.batches, layer{record: rows.Record.Name, rows: rows})
	s.changed(len(s.batches) - 1)
	return len(s.batches)
}

// Undo takes a batch out.
func (s *Source) Undo(batch int) {
	s.batches[batch-1].undone = true
	s.changed(batch - 1)
}

// Declare puts a watermark in place of what the rows say.
func (s *Source) Declare(w ops.Source) {
	s.declared = append(s.declared, w)
	s.changes = append(s.changes, change{s.version() + 1, engine.Changed{}})
}

// changed notes the days of the batch's rows and of the rows they cover or
// uncover in other batches, which may lie on other days.
func (s *Source) changed(batch int) {
	record := s.batches[batch].record
	keys := map[string]bool{}
	for i := range s.batches[batch].rows.Len() {
		keys[key(s.batches[batch].rows, i)] = true
	}
	var days ops.Range
	for _, l := range s.batches {
		if l.record != record {
			continue
		}
		for i := range l.rows.Len() {
			if d, ok := s.day(l.rows, i); ok && keys[key(l.rows, i)] {
				days = days.Or(ops.Range{From: d, To: d + 1})
			}
		}
	}
	s.changes = append(s.changes, change{s.version() + 1, engine.Changed{Record: record, Days: days}})
}

func (s *Source) version() int64 { return int64(len(s.changes)) }

// day returns the ops day of row i; ok is false for a record without days.
func (s *Source) day(w *ops.Rows, i int) (d ops.Day, ok bool) {
	if w.Record.Day == "" {
		return 0, false
	}
	c := w.Record.Column(w.Record.Day)
	v := w.Ints[c][i]
	if w.Record.Columns[c].Type == ops.Instant {
		return s.Calendar.Day(time.UnixMicro(v)), true
	}
	return ops.Day(v), true
}

// Dictionaries implements engine.Source.
func (s *Source) Dictionaries() (names, events, members *ops.Dictionary) {
	return s.names, s.events, s.members
}

// Changes implements engine.Source.
func (s *Source) Changes(_ context.Context, since int64) (int64, []engine.Changed, error) {
	var out []engine.Changed
	for _, c := range s.changes {
		if c.version > since && c.Record != "" {
			out = append(out, c.Changed)
		}
	}
	return s.version(), out, nil
}

// place is where a row lies.
type place struct {
	batch, row int
	day        ops.Day
}

// Read implements engine.Source.
func (s *Source) Read(_ context.Context, record string, days ops.Range, yield func(*ops.Rows) error) error {
	winners := map[string]place{}
	for b, l := range s.batches {
		if l.record != record || l.undone {
			continue
		}
		for i := range l.rows.Len() {
			d, _ := s.day(l.rows, i)
			winners[key(l.rows, i)] = place{b, i, d}
		}
	}
	var order []place
	dated := s.Rows(record).Record.Day != ""
	for _, p := range winners {
		if !dated || days.Has(p.day) {
			order = append(order, p)
		}
	}
	slices.SortFunc(order, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.batch, b.batch), cmp.Compare(a.row, b.row))
	})
	size := s.Block
	if size == 0 {
		size = max(1, len(order))
	}
	for chunk := range slices.Chunk(order, size) {
		w := s.Rows(record)
		for _, p := range chunk {
			copyRow(w, s.batches[p.batch].rows, p.row)
			w.Batches = append(w.Batches, int64(p.batch)+1)
		}
		if err := yield(w); err != nil {
			return err
		}
	}
	return nil
}

// key is what makes a row the same row in two batches. An event with a key of
// its own is known by that alone.
func key(w *ops.Rows, i int) string {
	if w.Record.Own != "" {
		if k := w.Text(w.Record.Column(w.Record.Own), i); k != "" {
			return k
		}
	}
	var parts []string
	for c, column := range w.Record.Columns {
		switch {
		case !column.Key:
		case w.Dicts[c] != nil:
			parts = append(parts, w.Text(c, i))
		default:
			parts = append(parts, fmt.Sprint(w.Ints[c][i]))
		}
	}
	return strings.Join(parts, "\x00")
}

func copyRow(to, from *ops.Rows, i int) {
	for c := range from.Record.Columns {
		if from.Dicts[c] != nil {
			to.Codes[c] = append(to.Codes[c], to.Dicts[c].Code(from.Text(c, i)))
		} else {
			to.Ints[c] = append(to.Ints[c], from.Ints[c][i])
		}
	}
}

// Keys implements engine.Source: all names mean themselves.
func (s *Source) Keys() ops.Keys { return nil }

// stream is a source, or a part of it that has a watermark of its own.
type stream struct{ record, name, part string }

// Sources implements engine.Source: the last day of each stream's rows, unless
// declared otherwise. What is declared of a source is said of all its parts.
func (s *Source) Sources(ctx context.Context) ([]ops.Source, error) {
	through := map[stream]ops.Day{}
	for _, r := range ops.Records() {
		if err := s.lastDays(ctx, r, through); err != nil {
			return nil, err
		}
	}
	said := map[stream]ops.Source{}
	for _, w := range s.declared {
		of := []stream{{w.Record, w.Name, w.Part}}
		for k := range through {
			if w.Part == "" && k.record == w.Record && k.name == w.Name && k.part != "" {
				of = append(of, k)
			}
		}
		if _, rows := through[of[0]]; len(of) > 1 && !rows {
			of = of[1:]
		}
		for _, k := range of {
			if said[k] = w; w.Through != 0 {
				through[k] = w.Through
			}
		}
	}
	var out []ops.Source
	for k, d := range through {
		out = append(out, ops.Source{Record: k.record, Name: k.name, Part: k.part, Through: d, RetiredBy: said[k].RetiredBy, Quiet: said[k].Quiet})
	}
	slices.SortFunc(out, func(a, b ops.Source) int {
		return cmp.Or(cmp.Compare(a.Record, b.Record), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Part, b.Part))
	})
	return out, nil
}

// lastDays notes the last day of each stream of a record.
func (s *Source) lastDays(ctx context.Context, r *ops.Record, through map[stream]ops.Day) error {
	name, part, ok := r.Stream()
	if !ok {
		return nil
	}
	return s.Read(ctx, r.Name, ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(w *ops.Rows) error {
		for i := range w.Len() {
			k := stream{record: r.Name}
			if name >= 0 {
				k.name = w.Text(name, i)
			}
			if part >= 0 {
				k.part = w.Text(part, i)
			}
			d, _ := s.day(w, i)
			through[k] = max(through[k], d)
		}
		return nil
	})
}

// Package trace tells which imports a sum is made of (SPEC-LOOP §16): it walks the rows
// that a measure counts, and credits what each adds to the import it is of. What the
// parts come to is the sum, exactly; who counts once is credited to the import of the
// first row that makes them count.
package trace

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Query asks where the sum of a measure over the days of a range comes from, of the rows
// that a filter keeps.
type Query struct {
	Measure *ops.Measure
	Range   ops.Range
	Filter  []ops.Filter
}

// days are those whose rows decide on the sum: all history where the first row of
// somebody, or the last of a series, is looked for.
func (q Query) days() ops.Range {
	switch q.Measure.Agg {
	case ops.First:
		return ops.Range{From: ops.MinDay, To: ops.MaxDay}
	case ops.Level:
		return ops.Range{From: ops.MinDay, To: q.Range.To}
	case ops.Opening, ops.Opened:
		return ops.Range{From: q.Range.From - 1, To: q.Range.To}
	}
	return q.Range
}

// Part is what the rows of one import add to a sum. Rows is how many of them do.
type Part struct {
	Batch int64
	engine.Cell
}

// Sum is the parts of a sum, that of the latest import first. Missing is the dimension of
// a filter that the record does not have: then there are none.
type Sum struct {
	Parts   []Part
	Missing string
	Rows    []int64 // places of the rows it was taken from, in the order they are read; the first MostRows
}

// MostRows is how many rows of a sum are named.
const MostRows = 1000

// maxSubjects bounds how many members, orders or series are told apart.
const maxSubjects = 2_000_000

// Total returns what the parts come to.
func (s *Sum) Total() engine.Cell {
	var out engine.Cell
	for _, p := range s.Parts {
		out = out.Plus(p.Cell)
	}
	return out
}

// Tracer walks the rows of a source whose blocks say the batch of each row.
type Tracer struct {
	Source   engine.Source
	Calendar ops.Calendar
	Currency string // reporting currency
}

// Sum walks the rows of a measure. Too many different subjects are an *ops.Error with
// code answer_too_large.
func (t Tracer) Sum(ctx context.Context, q Query) (*Sum, error) {
	w, err := t.walk(ctx, q)
	if err != nil || w.missing != "" {
		return &Sum{Missing: w.missing}, err
	}
	if q.Range.Len() == 0 { // nothing is asked for, so nothing is unknown
		return &Sum{}, nil
	}
	count, place := counterOf(q), int64(0)
	err = t.Source.Read(ctx, q.Measure.Record, q.days(), func(b *ops.Rows) error {
		w.begin(b)
		for i := range b.Len() {
			count.take(w, i, place)
			place++
		}
		if count.subjects() > maxSubjects {
			return &ops.Error{Code: "answer_too_large", Message: "Too many members, orders or series stand behind this figure.",
				Hint: "Shorten the range, or choose a filter.", Args: []any{maxSubjects}}
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	out := &ledger{parts: map[int64]*engine.Cell{}}
	count.finish(w, out)
	sum := &Sum{Rows: out.rows}
	slices.Sort(sum.Rows)
	sum.Rows = sum.Rows[:min(len(sum.Rows), MostRows)]
	for batch, cell := range out.parts {
		sum.Parts = append(sum.Parts, Part{batch, *cell})
	}
	slices.SortFunc(sum.Parts, func(a, b Part) int { return cmp.Compare(b.Batch, a.Batch) })
	return sum, nil
}

// errAllRows ends the reading of a record whose further rows nobody wants.
var errAllRows = errors.New("all rows are read")

// Rows yields the rows that a sum was taken from, each a block and the place in it. It
// reads no further than the last of them.
func (t Tracer) Rows(ctx context.Context, q Query, s *Sum, yield func(b *ops.Rows, i int)) error {
	place, next := int64(0), 0
	err := t.Source.Read(ctx, q.Measure.Record, q.days(), func(b *ops.Rows) error {
		for end := place + int64(b.Len()); next < len(s.Rows) && s.Rows[next] < end; next++ {
			yield(b, int(s.Rows[next]-place))
		}
		if next == len(s.Rows) {
			return errAllRows
		}
		place += int64(b.Len())
		return ctx.Err()
	})
	if errors.Is(err, errAllRows) {
		return nil
	}
	return err
}

// ledger is the parts of a sum as they are credited.
type ledger struct {
	parts map[int64]*engine.Cell
	rows  []int64
}

// part returns the cell of an import.
func (l *ledger) part(batch int64) *engine.Cell {
	c, ok := l.parts[batch]
	if !ok {
		c = &engine.Cell{}
		l.parts[batch] = c
	}
	return c
}

// row notes that a row is part of the sum. Of many it forgets the later ones.
func (l *ledger) row(place int64) {
	if l.rows = append(l.rows, place); len(l.rows) >= 16*MostRows {
		slices.Sort(l.rows)
		l.rows = l.rows[:MostRows]
	}
}

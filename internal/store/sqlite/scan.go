package sqlite

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite/bulk"
)

// Read yields the rows of record that count and lie in days, in order of day
// (events: of day and instant), in blocks of a few thousand. For a record
// without days the days do not matter. Names that were merged are those kept, and
// rows without a channel have that of the rule about them. All blocks are of one version, the one
// at the time of the call or a later one.
func (s *Store) Read(ctx context.Context, record string, days ops.Range, yield func(*ops.Rows) error) error {
	l, ok := s.layouts[record]
	if !ok {
		return unknownRecord(record)
	}
	return s.view().read(ctx, s, l, days, yield)
}

// read is Read in a view.
func (v view) read(ctx context.Context, s *Store, l *layout, days ops.Range, yield func(*ops.Rows) error) error {
	if f := v.filler(s, l); f != nil {
		return s.scan(ctx, l, days, v, func(b *ops.Rows) error {
			f.fill(b)
			return yield(b)
		})
	}
	return s.scan(ctx, l, days, v, yield)
}

// scan reads the rows that count in a view, with the channels they state themselves.
func (s *Store) scan(ctx context.Context, l *layout, days ops.Range, v view, yield func(*ops.Rows) error) error {
	w := &winners{store: s, layout: l, live: v.live, growing: v.growing, until: v.until, labelled: v.labelled}
	give, end := func(b *ops.Rows) error { return yield(b) }, func() error { return nil }
	switch renamed, moved := v.keys.touch(l); {
	case moved:
		m := &merging{layout: l, keys: v.keys, yield: yield, labelled: v.labelled}
		w.told = true
		give, end = func(b *ops.Rows) error { return m.add(b, w.batches) }, m.flush
	case renamed:
		give = func(b *ops.Rows) error {
			v.keys.rewrite(b)
			return yield(b)
		}
	}
	err := walk(ctx, s.read, l, days, func(r *bulk.Results) error {
		b, err := w.take(ctx, r)
		if err != nil || b.Len() == 0 {
			return err
		}
		return give(b)
	})
	if err != nil {
		return err
	}
	b, err := w.last()
	if err != nil {
		return err
	}
	if b.Len() > 0 {
		if err := give(b); err != nil {
			return err
		}
	}
	return end()
}

// walk reads every version of the rows whose day lies in days, in the order of
// the scan key and batch: stored columns, batch and, for layouts that look for
// versions elsewhere, whether there is none later. While some rows are dealt
// with, the next ones are read.
func walk(ctx context.Context, q querier, l *layout, days ops.Range, yield func(*bulk.Results) error) error {
	type block struct {
		rows *bulk.Results
		err  error
	}
	blocks := make(chan block, 1)
	ctx, stop := context.WithCancel(ctx)
	go func() {
		defer close(blocks)
		statement, in := l.first, &bulk.Cells{}
		if l.day >= 0 {
			in.Kinds = "ii"
			in.Int(int64(days.To))
			in.Int(int64(days.From))
		}
		for {
			r, err := bulk.Run(ctx, q, statement, in, l.columns())
			if err == nil && r.Rows == 0 {
				return
			}
			select {
			case blocks <- block{r, err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
			statement, in = l.next, l.behind(r, days)
		}
	}()
	defer func() {
		stop()
		for range blocks { // until the goroutine has ended
		}
	}()
	for b := range blocks {
		if b.err != nil {
			return b.err
		}
		if err := yield(b.rows); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// behind returns the parameters of l.next that go on behind the last row of r.
func (l *layout) behind(r *bulk.Results, days ops.Range) *bulk.Cells {
	in := &bulk.Cells{Kinds: l.kinds(l.order) + "i"}
	if l.day >= 0 {
		in.Kinds = "i" + in.Kinds
		in.Int(int64(days.To))
	}
	end := r.Rows - 1
	for _, c := range l.order {
		if l.text(c) {
			in.Text(string(r.Text(end, c)))
		} else {
			in.Int(r.Int(end, c))
		}
	}
	in.Int(r.Int(end, len(l.stored)))
	return in
}

// columns returns how many columns a scan yields.
func (l *layout) columns() int {
	if l.versions != "" {
		return len(l.stored) + 2
	}
	return len(l.stored) + 1
}

// winners picks from versions of rows those that count.
type winners struct {
	store   *Store
	layout  *layout
	live    set
	growing set   // of live batches: those that count as far as they had grown then,
	until   int64 // in microseconds

	labelled bool // blocks say the batch of each row

	// The best version so far of the row read last; a later one may follow.
	held    *bulk.Results
	heldRow int
	rows    []int // room

	// Where it is told so, rows that take back are among them, and it says the live batches with a version of each row
	// of the block taken last, and of the row held; the last is the one that counts.
	told    bool
	batches [][]int64
	holding []int64
}

// take returns the rows that count among r and the row held back before, and
// holds back the last.
func (w *winners) take(ctx context.Context, r *bulk.Results) (*ops.Rows, error) {
	l := w.layout
	elsewhere, err := w.beaten(ctx, r)
	if err != nil {
		return nil, err
	}
	var before []int // rows of held that count: none or one
	from := w.held
	rows := slices.Grow(w.rows[:0], r.Rows)
	w.batches = w.batches[:0]
	for i := range r.Rows {
		if !w.counts(r, i) || len(elsewhere) > 0 && elsewhere[i] {
			continue
		}
		if w.held != nil && !l.sameRow(w.held, w.heldRow, r, i) {
			if w.told {
				w.batches, w.holding = append(w.batches, w.holding), nil
			}
			switch {
			case !w.told && l.takesBack(w.held, w.heldRow):
			case w.held == r:
				rows = append(rows, w.heldRow)
			default:
				before = append(before, w.heldRow)
			}
		}
		w.held, w.heldRow = r, i
		if w.told {
			w.holding = append(w.holding, r.Int(i, len(l.stored)))
		}
	}
	w.rows = rows
	b := w.store.dicts.block(l.record)
	if before != nil {
		if err := w.store.fill(b, l, from, before); err != nil {
			return nil, err
		}
	}
	w.label(b, from, before)
	w.label(b, r, rows)
	return b, w.store.fill(b, l, r, rows)
}

// counts reports whether a version of a row is of a live batch, and was there by then.
func (w *winners) counts(r *bulk.Results, i int) bool {
	l := w.layout
	batch := r.Int(i, len(l.stored))
	return w.live.has(batch) && (!w.growing.has(batch) || r.Int(i, l.instant) <= w.until)
}

// label notes in a block the batch of each row of r.
func (w *winners) label(b *ops.Rows, r *bulk.Results, rows []int) {
	if !w.labelled {
		return
	}
	for _, i := range rows {
		b.Batches = append(b.Batches, r.Int(i, len(w.layout.stored)))
	}
}

// last returns the row held back.
func (w *winners) last() (*ops.Rows, error) {
	b := w.store.dicts.block(w.layout.record)
	if w.held == nil || !w.told && w.layout.takesBack(w.held, w.heldRow) {
		return b, nil
	}
	w.batches = append(w.batches[:0], w.holding)
	w.label(b, w.held, []int{w.heldRow})
	return b, w.store.fill(b, w.layout, w.held, []int{w.heldRow})
}

// beaten marks rows of which another day or instant may hold a later version,
// and does hold a live one.
func (w *winners) beaten(ctx context.Context, r *bulk.Results) (map[int]bool, error) {
	l := w.layout
	if l.versions == "" {
		return nil, nil
	}
	var rows []int
	for i := range r.Rows {
		if r.Int(i, len(l.stored)+1) == 0 && w.live.has(r.Int(i, len(l.stored))) {
			rows = append(rows, i)
		}
	}
	if rows == nil {
		return nil, nil
	}
	key := l.key()
	if l.own >= 0 {
		key = []int{l.own}
	}
	in := &bulk.Cells{Kinds: l.kinds(key)}
	for _, i := range rows {
		for _, c := range key {
			if l.text(c) {
				in.Text(string(r.Text(i, c)))
			} else {
				in.Int(r.Int(i, c))
			}
		}
	}
	out := make(map[int]bool)
	err := lookup(ctx, w.store.read, l.versions, in, 2, func(found *bulk.Results, j, n int) {
		if batch := found.Int(j, 0); w.live.has(batch) && batch > r.Int(rows[n], len(l.stored)) {
			out[rows[n]] = true
		}
	})
	return out, err
}

// sameRow reports whether two results are versions of one row by primary key.
func (l *layout) sameRow(a *bulk.Results, i int, b *bulk.Results, j int) bool {
	for c := range l.keys {
		if l.text(c) {
			if !bytes.Equal(a.Text(i, c), b.Text(j, c)) {
				return false
			}
		} else if a.Int(i, c) != b.Int(j, c) {
			return false
		}
	}
	return true
}

// block returns an empty block of a record that uses the record's dictionaries.
func (d *dictionaries) block(r *ops.Record) *ops.Rows {
	return ops.NewRows(r, d.names, d.events, d.members)
}

// fill appends rows of r to a block, with room for all of r. A row with the code of a text that does
// not exist is db_damaged.
func (s *Store) fill(b *ops.Rows, l *layout, r *bulk.Results, rows []int) error {
	for c, column := range l.stored {
		cell := r.Column(c)
		switch {
		case column == computedDay:
		case column == goneMark:
			for n, i := range rows {
				if cell(i) != 0 && b.Gone == nil {
					b.Gone = make([]bool, b.Len()-len(rows)+n, b.Len())
				}
				if b.Gone != nil {
					b.Gone = append(b.Gone, cell(i) != 0)
				}
			}
		case l.text(c):
			for _, i := range rows {
				code := uint32(0)
				if t := r.Text(i, c); len(t) > 0 {
					code = b.Dicts[column].Code(string(t))
				}
				b.Codes[column] = append(b.Codes[column], code)
			}
		case b.Dicts[column] != nil:
			codes := b.Codes[column]
			if codes == nil {
				codes = make([]uint32, 0, r.Rows+1)
			}
			most := uint32(0)
			for _, i := range rows {
				code := uint32(cell(i))
				codes, most = append(codes, code), max(most, code)
			}
			if most > 0 && int(most) >= b.Dicts[column].Len() {
				return damaged(s.path, fmt.Errorf("column %s of %s: there is no text %d", l.name(c), l.record.Name, most))
			}
			b.Codes[column] = codes
		default:
			ints := b.Ints[column]
			if ints == nil {
				ints = make([]int64, 0, r.Rows+1)
			}
			for _, i := range rows {
				ints = append(ints, cell(i))
			}
			b.Ints[column] = ints
		}
	}
	return nil
}

// lookup runs statement for each row of in and yields every row found with the
// number of the row of in it was found for.
func lookup(ctx context.Context, q querier, statement string, in *bulk.Cells, columns int, yield func(found *bulk.Results, row, origin int)) error {
	for done := 0; done < in.Len(); {
		r, err := bulk.Run(ctx, q, statement, in.From(done), columns)
		if err != nil {
			return err
		}
		for i := range r.Rows {
			if n := r.Origin(i); n < r.Done {
				yield(r, i, done+n)
			}
		}
		if r.Done == 0 {
			return errTooManyVersions()
		}
		done += r.Done
	}
	return nil
}

func errTooManyVersions() error {
	return &ops.Error{Code: "too_many_versions", Message: "A row has been imported too many times with too long texts."}
}

func unknownRecord(name string) error {
	return &ops.Error{Code: "unknown_record", Message: "There is no record named " + ops.Show(name) + ".", Where: ops.Place{Value: name}}
}

package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"
	"strings"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite/bulk"
)

// staging puts the rows of one batch into their table.
type staging struct {
	store   *Store
	input   *input
	batch   int64
	reach   ops.Range // days whose figures the batch decides
	control control
	hashes  digester
	aside   bool // the rows vouch for nothing, and another line of the audit log tells of them
}

// load is some rows of a batch, ready for the table.
type load struct {
	rows  []uint32
	cells bulk.Cells
}

// loads yields all rows of the batch in loads, in the table's order, and takes
// their control totals. Loads are made ready on another goroutine while the
// one before is stored; each holds until the next one.
func (g *staging) loads() iter.Seq[*load] {
	return func(yield func(*load) bool) {
		ready, stop := make(chan *load, 1), make(chan struct{})
		go func() {
			defer close(ready)
			var ring [3]load // one being made, one ready, one being stored
			for n := 0; n*bulk.Chunk < len(g.input.order); n++ {
				l := &ring[n%len(ring)]
				g.fill(l, g.input.order[n*bulk.Chunk:min((n+1)*bulk.Chunk, len(g.input.order))])
				select {
				case ready <- l:
				case <-stop:
					return
				}
			}
		}()
		for l := range ready {
			if !yield(l) {
				close(stop)
				for range ready { // until the goroutine has ended
				}
				return
			}
		}
	}
}

// fill makes some rows ready.
func (g *staging) fill(l *load, some []uint32) {
	in := g.input
	all := in.all()
	l.rows = some
	l.cells.Kinds = in.kinds(all) + "i"
	l.cells.Reset()
	in.put(&l.cells, some, all, g.batch)
	day := func(uint32) ops.Day { return 0 }
	if in.day >= 0 {
		day = func(i uint32) ops.Day { return ops.Day(in.int(int(i), in.day)) }
	}
	g.control.add(in.layout, in.rows, some, g.hashes.rows(in.layout, in.rows, some, day))
}

// stage stores some rows of the batch; they do not count yet.
func (g *staging) stage(ctx context.Context, tx *sql.Tx, l *load) error {
	if err := bulk.Insert(ctx, tx, g.input.insert, &l.cells); err != nil {
		return err
	}
	return g.extend(ctx, tx, l.rows)
}

// extend widens the reach of the batch to the days on which other versions of
// its rows lie: its state decides the figures of those days too.
func (g *staging) extend(ctx context.Context, tx *sql.Tx, some []uint32) error {
	in := g.input
	if in.versions == "" {
		return nil
	}
	key := in.key()
	if in.own >= 0 {
		key = []int{in.own}
	}
	keys := &bulk.Cells{Kinds: in.kinds(key)}
	if !in.roams {
		some = slices.DeleteFunc(slices.Clone(some), func(i uint32) bool { return !in.owned(int(i)) })
	}
	in.put(keys, some, key)
	return lookup(ctx, tx, in.versions, keys, 2, func(found *bulk.Results, row, _ int) {
		d := ops.Day(found.Int(row, 1))
		g.reach = g.reach.Or(ops.Range{From: d, To: d + 1})
	})
}

// flip makes the batch count and returns what publishes that.
func (g *staging) flip(ctx context.Context, tx *sql.Tx, b *ops.Batch) (publish func(), err error) {
	b.State = ops.Live
	_, err = tx.ExecContext(ctx, `UPDATE batch SET state = 'live', at = ?, first_changed = ?, end_changed = ?, rows = ?, digest = ? WHERE id = ?`,
		b.At.UnixMicro(), g.reach.From, g.reach.To, g.control.rows, int64(g.control.digest), b.ID)
	if err != nil {
		return nil, err
	}
	for c, sum := range g.control.sums {
		if g.input.record.Adds(c) {
			if _, err := tx.ExecContext(ctx, `INSERT INTO batch_sum VALUES (?, ?, ?)`, b.ID, g.input.record.Columns[c].Name, sum); err != nil {
				return nil, err
			}
		}
	}
	sources, through := g.input.sources(), g.input.span.Last()
	if b.Through != 0 {
		through = min(through, b.Through)
	}
	if b.Via == "api" && b.SHA256 == "" { // posted as it happens
		through = min(through, g.store.calendar.Day(g.store.passed.within(b.At))-1)
	}
	if g.aside {
		sources = nil
	}
	if len(sources) == 0 {
		through = 0
	}
	b.Through = through
	for k := range sources {
		if _, err := tx.ExecContext(ctx, `INSERT INTO batch_source VALUES (?, ?, ?, ?)`, b.ID, k.name, k.part, through); err != nil {
			return nil, err
		}
	}
	if !g.aside {
		if err := g.store.audit(ctx, tx, b.By, ops.ActImport, importName(b.ID, b.Record, b.File), "", changed(b)); err != nil {
			return nil, err
		}
	}
	advance, err := g.store.advance(ctx, tx, b.Record, g.reach, b.ID, true)
	return func() {
		advance()
		for k := range sources {
			g.store.vouch(k, voucher{posted: b.Posted(), first: g.input.span.From, last: g.input.span.Last(), through: through,
				at: b.At.UnixMicro()})
		}
	}, err
}

// changed says in the audit log how many rows an import changed.
func changed(b *ops.Batch) string {
	out := fmt.Sprintf("%d created, %d updated", b.Created, b.Updated)
	if b.Removed > 0 {
		out += fmt.Sprintf(", %d taken back", b.Removed)
	}
	return out
}

// importName names an import in the audit log.
func importName(id int64, record, file string) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s %s", id, record, file))
}

// sources returns the sources that have rows. A file vouches for each of them
// through its own last day: an account without rows on the last days of a file
// spent nothing then.
func (in *input) sources() map[source]bool {
	name, part, has := in.record.Stream()
	if !has || in.rows.Len() == 0 {
		return nil
	}
	code := func(column, row int) uint32 {
		if column < 0 {
			return 0
		}
		return in.codes[column].of(in.rows.Codes[column][row])
	}
	out := make(map[source]bool)
	if name < 0 && part < 0 {
		out[source{record: in.record.Name}] = true
		return out
	}
	for row := range in.rows.Len() {
		out[source{in.record.Name, code(name, row), code(part, row)}] = true
	}
	return out
}

func insertBatch(ctx context.Context, tx *sql.Tx, b *ops.Batch) error {
	return tx.QueryRowContext(ctx, `INSERT INTO batch (record, file, sha256, via, by, at, state, first_day, end_day, first_changed, end_changed,
			read, created, updated, unchanged, removed, rejected, rows, digest)
		VALUES (?, ?, ?, ?, ?, ?, 'staged', ?, ?, 0, 0, ?, ?, ?, ?, ?, ?, 0, 0) RETURNING id`,
		b.Record, b.File, b.SHA256, b.Via, b.By, b.At.UnixMicro(), b.Days.From, b.Days.To,
		b.Read, b.Created, b.Updated, b.Unchanged, b.Removed, b.Rejected).Scan(&b.ID)
}

// discard removes a batch that never went live, day by day.
func (s *Store) discard(ctx context.Context, b ops.Batch) error {
	l := s.layouts[b.Record]
	remove := fmt.Sprintf("DELETE FROM %s WHERE batch = ?", b.Record)
	if l.day >= 0 {
		remove += fmt.Sprintf(" AND [%s] = ?", l.name(l.day))
	}
	for d := b.Days.From; d < b.Days.To || l.day < 0; d++ {
		args := []any{b.ID, d}
		if l.day < 0 {
			args = args[:1]
		}
		err := s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
			_, err := tx.ExecContext(ctx, remove, args...)
			return nil, err
		})
		if err != nil {
			return err
		}
		if l.day < 0 {
			break
		}
	}
	return s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		_, err := tx.ExecContext(ctx, `DELETE FROM batch WHERE id = ? AND state = 'staged'`, b.ID)
		return nil, err
	})
}

// sweep removes what a process that ended in the middle of imports left.
func (s *Store) sweep(ctx context.Context) error {
	left, err := s.batches(ctx, `WHERE state = 'staged'`)
	if err != nil {
		return err
	}
	for _, b := range left {
		if err := s.discard(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

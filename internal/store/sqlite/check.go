package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite/bulk"
)

// Check reads the whole record: SQLite's integrity check, then for every batch
// the number of its rows, the sums of its additive columns and the digest of
// everything its rows say, held against what was noted at its import. The
// first difference is an *ops.Error, db_damaged or control_total. Other
// goroutines may write meanwhile: all totals are of one moment.
func (s *Store) Check(ctx context.Context) error {
	db := sql.OpenDB(inspector(s.path))
	defer db.Close()
	var verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&verdict); err != nil {
		return damaged(s.path, err)
	}
	if verdict != "ok" {
		return damaged(s.path, fmt.Errorf("integrity_check: %s", verdict))
	}
	moment, leave, err := atOneMoment(ctx, s.path)
	if err != nil {
		return err
	}
	defer leave()
	for _, r := range ops.Records() {
		l := s.layouts[r.Name]
		noted, err := controls(ctx, moment, l)
		if err != nil {
			return err
		}
		found, err := s.compareControls(ctx, moment, l, ops.Range{From: ops.MinDay - 1, To: ops.MaxDay + 1}, noted)
		if err != nil {
			return err
		}
		if err := checkOwners(ctx, moment, l, found); err != nil {
			return err
		}
	}
	return nil
}

// atOneMoment returns a reader whose answers are all of one moment, until leave.
// Each of its questions alone would see the latest; a row that is not read to
// its end keeps its connection where it is. It may take as long as it likes.
func atOneMoment(ctx context.Context, path string) (q querier, leave func(), err error) {
	db := sql.OpenDB(reader(path))
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	held, err := conn.QueryContext(ctx, `SELECT id FROM name`)
	if err != nil {
		return nil, nil, errors.Join(err, conn.Close(), db.Close())
	}
	held.Next()
	return conn, func() {
		held.Close()
		conn.Close()
		db.Close()
	}, nil
}

// checkOwners refuses rows of imports that do not exist.
func checkOwners(ctx context.Context, q querier, l *layout, found map[int64]*control) error {
	known, err := q.QueryContext(ctx, `SELECT id FROM batch WHERE record = ?`, l.record.Name)
	if err != nil {
		return err
	}
	defer known.Close()
	for known.Next() {
		var id int64
		if err := known.Scan(&id); err != nil {
			return err
		}
		delete(found, id)
	}
	if err := known.Err(); err != nil {
		return err
	}
	for id := range found {
		return &ops.Error{Code: "control_total", Message: fmt.Sprintf("%d rows of %s belong to import %d, which does not exist.", found[id].rows, l.record.Name, id),
			Hint: "Restore the last backup with daybreak restore.", Args: []any{id, l.record.Name, "no import"}}
	}
	return nil
}

// control are the control totals of one batch.
type control struct {
	rows   int64
	digest uint64
	sums   []int64 // by record column
	days   ops.Range
}

// on says on which days the batch lies, if it lies on any.
func (c *control) on() string {
	switch {
	case c.days.From >= c.days.To:
		return ""
	case c.days.From == c.days.Last():
		return fmt.Sprintf(" on %s", c.days.From)
	}
	return fmt.Sprintf(" from %s to %s", c.days.From, c.days.Last())
}

// compareControls holds the rows on some days against the totals noted of
// batches that lie on these days, and returns the totals of all it found.
func (s *Store) compareControls(ctx context.Context, q querier, l *layout, days ops.Range, noted map[int64]*control) (map[int64]*control, error) {
	found := make(map[int64]*control)
	var hashes digester
	err := walk(ctx, q, l, days, func(r *bulk.Results) error {
		b := s.dicts.block(l.record)
		if err := s.fill(b, l, r, upTo(r.Rows)); err != nil {
			return err
		}
		rows := make([]uint32, r.Rows)
		for i := range rows {
			rows[i] = uint32(i)
		}
		day := func(uint32) ops.Day { return 0 }
		if l.day >= 0 {
			day = func(i uint32) ops.Day { return ops.Day(r.Int(int(i), l.day)) }
		}
		digests := hashes.rows(l, b, rows, day)
		for i := range r.Rows {
			batch := r.Int(i, len(l.stored))
			c := found[batch]
			if c == nil {
				c = &control{}
				found[batch] = c
			}
			c.add(l, b, rows[i:i+1], digests[i:i+1])
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for id, want := range noted {
		got := found[id]
		if got == nil {
			got = &control{sums: make([]int64, len(l.record.Columns))}
		}
		if what := got.differs(l, want); what != "" {
			return nil, want.wrong(l, id, what)
		}
	}
	return found, nil
}

// wrong says in what import id is not what c notes.
func (c *control) wrong(l *layout, id int64, what string) error {
	return &ops.Error{Code: "control_total", Message: fmt.Sprintf("Import %d of %s%s no longer holds what was imported: %s.", id, l.record.Name, c.on(), what),
		Hint: "Restore the last backup with daybreak restore.", Args: []any{id, l.record.Name, what}}
}

// add adds some rows of a block, whose digests are given.
func (c *control) add(l *layout, b *ops.Rows, rows []uint32, digests []uint64) {
	if c.sums == nil {
		c.sums = make([]int64, len(l.record.Columns))
	}
	c.rows += int64(len(rows))
	for _, h := range digests {
		c.digest += h
	}
	for _, column := range l.sums {
		values := b.Ints[column]
		for _, i := range rows {
			if v := values[i]; v != ops.NoValue {
				c.sums[column] += v
			}
		}
	}
}

// differs says in what c is not want, or "".
func (c *control) differs(l *layout, want *control) string {
	if c.rows != want.rows {
		return fmt.Sprintf("%d rows instead of %d", c.rows, want.rows)
	}
	for column := range c.sums {
		if c.sums[column] != want.sums[column] {
			return fmt.Sprintf("the sum of %s is %d instead of %d", l.record.Columns[column].Name, c.sums[column], want.sums[column])
		}
	}
	if c.digest != want.digest {
		return "a value changed"
	}
	return ""
}

// controls returns what was noted of the batches of a record.
func controls(ctx context.Context, q querier, l *layout) (map[int64]*control, error) {
	out := make(map[int64]*control)
	rows, err := q.QueryContext(ctx, `SELECT id, rows, digest, first_day, end_day, state FROM batch WHERE record = ? AND state <> 'staged'`, l.record.Name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, digest int64
		c := &control{sums: make([]int64, len(l.record.Columns))}
		var state ops.BatchState
		if err := rows.Scan(&id, &c.rows, &digest, &c.days.From, &c.days.To, &state); err != nil {
			return nil, err
		}
		if state != ops.Live && state != ops.Undone { // the rows of a third would count for nobody
			return nil, c.wrong(l, id, "its state is none")
		}
		c.digest = uint64(digest)
		out[id] = c
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	sums, err := q.QueryContext(ctx, `SELECT batch, name, sum FROM batch_sum JOIN batch ON id = batch WHERE record = ? AND state <> 'staged'`, l.record.Name)
	if err != nil {
		return nil, err
	}
	defer sums.Close()
	for sums.Next() {
		var id, sum int64
		var name string
		if err := sums.Scan(&id, &name, &sum); err != nil {
			return nil, err
		}
		if column := l.record.Column(name); column >= 0 && out[id] != nil {
			out[id].sums[column] = sum
		}
	}
	return out, sums.Err()
}

package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"daybreak/internal/ops"
)

// Check reads the whole record: SQLite's integrity check, then for every batch
// the number of its rows, the sums of its additive columns and the digest of
// everything its rows say, held against what was noted at its import. The
// first difference is an *ops.Error, db_damaged or control_total.
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
	for _, r := range ops.Records() {
		if err := s.checkRecord(ctx, s.layouts[r.Name]); err != nil {
			return err
		}
	}
	return nil
}

// control are the control totals of one batch.
type control struct {
	rows   int64
	digest uint64
	sums   []int64 // by record column
}

func (s *Store) checkRecord(ctx context.Context, l *layout) error {
	noted, err := s.controls(ctx, l)
	if err != nil {
		return err
	}
	found := make(map[int64]*control)
	var hashes digester
	days := ops.Range{From: ops.MinDay - 1, To: ops.MaxDay + 1}
	err = s.walk(ctx, l, days, func(r *results) error {
		b := s.block(l)
		s.fill(b, l, r, upTo(r.rows))
		for i := range r.rows {
			batch := r.int(i, len(l.stored))
			c := found[batch]
			if c == nil {
				c = &control{sums: make([]int64, len(l.record.Columns))}
				found[batch] = c
			}
			day := ops.Day(0)
			if l.day >= 0 {
				day = ops.Day(r.int(i, l.day))
			}
			c.add(l, b, i, day, &hashes)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for id, want := range noted {
		got := found[id]
		if got == nil {
			got = &control{sums: make([]int64, len(l.record.Columns))}
		}
		if what := got.differs(l, want); what != "" {
			return &ops.Error{Code: "control_total", Message: fmt.Sprintf("Import %d of %s no longer holds what was imported: %s.", id, l.record.Name, what),
				Hint: "Restore the last backup with daybreak restore.", Args: []any{id, l.record.Name, what}}
		}
	}
	return nil
}

// add adds row i of a block that lies on day.
func (c *control) add(l *layout, b *ops.Rows, i int, day ops.Day, hashes *digester) {
	c.rows++
	h := uint64(0)
	for _, column := range l.stored {
		switch {
		case column == computedDay:
			h = mix(h, uint64(day))
		case b.Dicts[column] != nil:
			h = mix(h, hashes.text(b.Dicts[column], b.Codes[column][i], l.record.Columns[column].Type))
		default:
			h = mix(h, uint64(b.Ints[column][i]))
		}
	}
	c.digest += h
	for column := range l.record.Columns {
		if l.additive(column) && b.Ints[column][i] != ops.NoValue {
			c.sums[column] += b.Ints[column][i]
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
func (s *Store) controls(ctx context.Context, l *layout) (map[int64]*control, error) {
	out := make(map[int64]*control)
	rows, err := s.read.QueryContext(ctx, `SELECT id, rows, digest FROM batch WHERE record = ? AND state <> 'staged'`, l.record.Name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, digest int64
		c := &control{sums: make([]int64, len(l.record.Columns))}
		if err := rows.Scan(&id, &c.rows, &digest); err != nil {
			return nil, err
		}
		c.digest = uint64(digest)
		out[id] = c
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	sums, err := s.read.QueryContext(ctx, `SELECT batch, name, sum FROM batch_sum JOIN batch ON id = batch WHERE record = ? AND state <> 'staged'`, l.record.Name)
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

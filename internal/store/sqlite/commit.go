package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite/bulk"
)

// Commit stores rows as one batch, all or nothing, and returns it as stored.
// b brings Record, File, SHA256, Via, By, Read, Rejected and Through. diff is
// the preview the user agreed to; if the record has changed since, Commit is
// refused with stale_plan. Without a diff the rows are compared here, in the
// same transaction. A file that is already live is refused with
// already_imported.
//
// Many rows are staged in small transactions, so that other writers get their
// turn, and count from the last one on. progress, if not nil, is told how many
// rows are staged. ctx ends an unfinished commit without a trace.
func (s *Store) Commit(ctx context.Context, b ops.Batch, rows *ops.Rows, diff *ops.Diff, progress func(done, total int)) (ops.Batch, error) {
	if err := s.room.now().ImportsStopped(); err != nil {
		return ops.Batch{}, err
	}
	b.Record = rows.Record.Name
	if b.At.IsZero() {
		b.At = s.clock()
	}
	b.State = ops.Staged
	// Rows that other names have a part in are found by reading their days.
	_, moved := s.view().keys.touch(s.layouts[b.Record])
	if diff == nil && rows.Len() <= bulk.Chunk && !moved {
		return s.commitAtOnce(ctx, b, rows)
	}
	if diff == nil {
		var err error
		if diff, err = s.Compare(ctx, rows); err != nil {
			return ops.Batch{}, err
		}
	}
	if err := s.learn(ctx, rows); ops.CodeOf(err) == "forgotten_member" {
		return ops.Batch{}, stalePlan(b.Record)
	} else if err != nil {
		return ops.Batch{}, err
	}
	in, err := s.prepare(rows, diff.Order)
	if err != nil {
		return ops.Batch{}, err
	}
	b.Days, b.Created, b.Updated, b.Unchanged, b.Removed = in.span, diff.Created, diff.Updated, diff.Unchanged, diff.Removed
	err = s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		if err := s.admit(ctx, tx, b, diff.Base); err != nil {
			return nil, err
		}
		return nil, insertBatch(ctx, tx, &b)
	})
	if err != nil {
		return ops.Batch{}, err
	}
	g := &staging{store: s, input: in, batch: b.ID, reach: in.span}
	staged := 0
	for l := range g.loads() {
		err = s.prepareWrite(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
			return nil, g.stage(ctx, tx, l)
		})
		if err != nil {
			break
		}
		if staged += len(l.rows); progress != nil {
			progress(staged, len(in.order))
		}
	}
	if err == nil {
		err = s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
			if err := s.admit(ctx, tx, b, diff.Base); err != nil {
				return nil, err
			}
			if at := s.clock(); rows.Len() > bulk.Chunk && at.After(b.At) {
				b.At = at // what takes long came when it counted, not when it began
			}
			return g.flip(ctx, tx, &b)
		})
	}
	if err != nil {
		// What could not be finished is taken back even if the caller left.
		return ops.Batch{}, errors.Join(err, s.discard(context.WithoutCancel(ctx), b))
	}
	return b, nil
}

// commitAtOnce compares and stores few rows in one transaction.
func (s *Store) commitAtOnce(ctx context.Context, b ops.Batch, rows *ops.Rows) (ops.Batch, error) {
	err := s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) { return commitIn(ctx, s, tx, &b, rows, true) })
	if err != nil {
		return ops.Batch{}, err
	}
	return b, nil
}

// commitIn compares and stores few rows in a transaction. Rows that do not vouch say
// nothing about how far their sources are complete.
func commitIn(ctx context.Context, s *Store, tx *sql.Tx, b *ops.Batch, rows *ops.Rows, vouches bool) (publish func(), err error) {
	if err := s.admit(ctx, tx, *b, s.Version()); err != nil {
		return nil, err
	}
	now := s.view()
	in, err := s.prepare(rows, nil)
	if err != nil {
		return nil, err
	}
	c := &comparison{store: s, input: in, view: now,
		diff: &ops.Diff{Base: now.version, Kinds: make([]ops.ChangeKind, rows.Len())}}
	if err := c.lookUp(ctx, tx); err != nil {
		return nil, err
	}
	c.count()
	b.Days, b.Created, b.Updated = in.span, c.diff.Created, c.diff.Updated
	b.Unchanged, b.Removed = c.diff.Unchanged, c.diff.Removed
	var first []func()
	for own, fresh := range in.fresh(s) {
		p, err := s.addTexts(ctx, tx, own, fresh)
		if err != nil {
			return nil, err
		}
		first = append(first, p)
	}
	if err := insertBatch(ctx, tx, b); err != nil {
		return nil, err
	}
	g := &staging{store: s, input: in, batch: b.ID, reach: in.span, aside: !vouches}
	var l load
	g.fill(&l, in.order)
	if err := g.stage(ctx, tx, &l); err != nil {
		return nil, err
	}
	live1, err := g.flip(ctx, tx, b)
	return func() {
		for _, p := range first {
			p()
		}
		live1()
	}, err
}

// learn stores the texts of rows that the record does not know, a few at a
// time.
func (s *Store) learn(ctx context.Context, rows *ops.Rows) error {
	in := &input{layout: s.layouts[rows.Record.Name], rows: rows}
	s.recode(in)
	for own, fresh := range in.fresh(s) {
		for from := 0; from < len(fresh); from += bulk.Chunk {
			err := s.prepareWrite(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
				return s.addTexts(ctx, tx, own, fresh[from:min(from+bulk.Chunk, len(fresh))])
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// admit refuses a batch whose file is live already, or whose record has
// changed since version base.
func (s *Store) admit(ctx context.Context, tx *sql.Tx, b ops.Batch, base int64) error {
	if b.SHA256 != "" {
		var id, at int64
		var by string
		err := tx.QueryRowContext(ctx, `SELECT id, at, by FROM batch WHERE sha256 = ? AND record = ? AND state = 'live' AND sha256 <> ''`,
			b.SHA256, b.Record).Scan(&id, &at, &by)
		if err == nil {
			when := time.UnixMicro(at)
			return &ops.Error{Code: "already_imported",
				Message: fmt.Sprintf("This file was already imported on %s by %s.", when.In(s.calendar.Zone).Format("2006-01-02 15:04"), by),
				Hint:    fmt.Sprintf("Undo import %d first if you want to import it again.", id), Args: []any{when, id, by}}
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	var changed bool
	// Check-ins arrive all the time and have keys that no file has. Any text of a
	// preview may name whom it knew before they were forgotten.
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM change WHERE version > ?1 AND record = ?2 AND first_day < end_day
		AND version NOT IN (SELECT c.version FROM check_in_batch c JOIN batch b ON b.id = c.batch WHERE b.state = 'live'))
		OR EXISTS (SELECT 1 FROM forgotten WHERE version > ?1)`, base, b.Record).Scan(&changed)
	if err != nil {
		return err
	}
	if changed {
		return stalePlan(b.Record)
	}
	return nil
}

func stalePlan(record string) error {
	return &ops.Error{Code: "stale_plan", Message: "The data changed since this preview was made.",
		Hint: "Look at the new preview and import again.", Args: []any{record}}
}

package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"daybreak/internal/ops"
)

// Boards keeps the pages that users put together.
type Boards struct{ store *Store }

// Boards returns the boards of the users.
func (k Accounts) Boards() Boards { return Boards{k.UserService.store} }

const boardColumns = `SELECT ` + editedColumns + `, owner, shared, file FROM board `

func scanBoard(row scanner) (b ops.Board, err error) {
	var e editedScan
	err = row.Scan(e.targets(&b.Edited, &b.Owner, &b.Shared, &b.File)...)
	e.finish(&b.Edited)
	return b, err
}

// All returns every board that was not taken away, the oldest first.
func (k Boards) All(ctx context.Context) ([]ops.Board, error) {
	return scanAll(ctx, k.store.read, scanBoard, boardColumns+`WHERE deleted IS NULL ORDER BY id`)
}

// Past returns the versions a board had before, the latest first.
func (k Boards) Past(ctx context.Context, id int64) ([]ops.BoardPast, error) {
	return scanAll(ctx, k.store.read, func(row scanner) (p ops.BoardPast, err error) {
		var at int64
		err = row.Scan(&p.Version, &p.File, &p.By, &at)
		p.At = instant(at)
		return p, err
	}, `SELECT version, file, changed_by, changed FROM board_past WHERE board = ? ORDER BY version DESC LIMIT ?`, id,
		ops.MaxBoardPast)
}

// Add keeps a new board.
func (k Boards) Add(ctx context.Context, b ops.Board) (ops.Board, error) {
	if err := b.Check(); err != nil {
		return b, err
	}
	err := k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		if err := fewer(ctx, tx, `SELECT count(*) FROM board WHERE deleted IS NULL`, "boards", ops.MaxBoards); err != nil {
			return nil, err
		}
		if b.Owner != 0 {
			own := fmt.Sprintf(`SELECT count(*) FROM board WHERE deleted IS NULL AND owner = %d`, b.Owner)
			if err := fewer(ctx, tx, own, "boards", ops.MaxOwnBoards); err != nil {
				return nil, err
			}
		}
		b.ID, b.Version = 0, 1
		k.store.stamp(ctx, &b.Edited)
		err := tx.QueryRowContext(ctx, `INSERT INTO board (version, created, created_by, changed, changed_by, owner, shared, file) VALUES (1, ?, ?, ?, ?, ?, ?, ?)
			RETURNING id`, b.Created.UnixMicro(), b.CreatedBy, b.Changed.UnixMicro(), b.ChangedBy, b.Owner, b.Shared, b.File).Scan(&b.ID)
		if err != nil {
			return nil, err
		}
		return nil, k.store.audit(ctx, tx, "", ops.ActBoardAdd, b.Page(), "", describeBoard(b))
	})
	return b, err
}

// Change keeps what a board holds and who sees it; b.Version is the version that was
// read. What it held before is kept as well, up to ops.MaxBoardPast versions.
func (k Boards) Change(ctx context.Context, b ops.Board) (ops.Board, error) {
	if err := b.Check(); err != nil {
		return b, err
	}
	return k.change(ctx, b.ID, b.Version, ops.ActBoardEdit, func(now *ops.Board) { now.File, now.Shared = b.File, b.Shared })
}

// Remove takes a board away that is still as it was read; it stays in the record.
func (k Boards) Remove(ctx context.Context, id, version int64) error {
	_, err := k.change(ctx, id, version, ops.ActBoardRemove, func(now *ops.Board) { now.Deleted = k.store.clock() })
	return err
}

func (k Boards) change(ctx context.Context, id, version int64, action ops.Action, change func(now *ops.Board)) (out ops.Board, err error) {
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		b, ok, err := one(scanBoard(tx.QueryRowContext(ctx, boardColumns+`WHERE id = ? AND deleted IS NULL`, id)))
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return nil, &ops.Error{Code: "unknown_board", Message: "There is no such board.", Hint: "Open the list of boards again."}
		case b.Version != version:
			return nil, changedMeanwhile()
		}
		was := b
		change(&b)
		if b.File != was.File {
			if _, err := tx.ExecContext(ctx, `INSERT INTO board_past (board, version, file, changed, changed_by) VALUES (?, ?, ?, ?, ?)`, id, was.Version, was.File,
				was.Changed.UnixMicro(), was.ChangedBy); err != nil {
				return nil, err
			}
			if _, err := tx.ExecContext(ctx, `DELETE FROM board_past WHERE board = ? AND version <= ?`, id, was.Version-ops.MaxBoardPast); err != nil {
				return nil, err
			}
		}
		b.Version++
		k.store.stamp(ctx, &b.Edited)
		if _, err := tx.ExecContext(ctx, `UPDATE board SET version = ?, changed = ?, changed_by = ?, deleted = ?, shared = ?, file = ? WHERE id = ?`, b.Version,
			b.Changed.UnixMicro(), b.ChangedBy, column(b.Deleted), b.Shared, b.File, id); err != nil {
			return nil, err
		}
		out = b
		return nil, k.store.audit(ctx, tx, "", action, b.Page(), describeBoard(was), describeBoard(b))
	})
	return out, err
}

func describeBoard(b ops.Board) string {
	who := "own"
	if b.Shared {
		who = "for all"
	}
	if !b.Deleted.IsZero() {
		who += ", taken away"
	}
	return fmt.Sprintf("version %d, %s, %d bytes", b.Version, who, len(b.File))
}

package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"daybreak/internal/ops"
)

// Notes keeps what users note.
type Notes struct{ store *Store }

// Notes returns the notes of the record.
func (s *Store) Notes() Notes { return Notes{s} }

const noteColumns = `SELECT ` + editedColumns + `, first, last, scope, metrics, text, link, kind, coalesce(resolved, 0), shared,
	(SELECT count(*) FROM note_vote v WHERE v.note = note.id AND v.vote = 1), (SELECT count(*) FROM note_vote v WHERE v.note = note.id AND v.vote = -1),
	coalesce((SELECT vote FROM note_vote v WHERE v.note = note.id AND v.user = ?1), 0) FROM note `

func scanNote(row scanner) (n ops.Note, err error) {
	var e editedScan
	var resolved int64
	err = row.Scan(e.targets(&n.Edited, &n.Days.From, &n.Days.To, &n.Scope, &n.Metrics, &n.Text, &n.Link, &n.Kind, &resolved, &n.Shared, &n.Up, &n.Down,
		&n.Mine)...)
	if err != nil {
		return ops.Note{}, err
	}
	e.finish(&n.Edited)
	n.Days.To++
	n.Resolved = instant(resolved)
	return n, nil
}

// In returns the notes that lie on a day of the range, the earliest first. Mine
// is the vote of the context's actor.
func (k Notes) In(ctx context.Context, r ops.Range) ([]ops.Note, error) {
	rows, err := k.store.read.QueryContext(ctx, noteColumns+`WHERE deleted IS NULL AND first < ?3 AND last >= ?2 ORDER BY first, id`, ops.ActorOf(ctx).Name,
		r.From, r.To)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []ops.Note
	for rows.Next() {
		n, err := scanNote(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

// maxNotes bounds the notes of a record, those taken away included.
const maxNotes = 20000

// Add keeps a new note; sent is as for tries.
func (k Notes) Add(ctx context.Context, n ops.Note, sent string) (out ops.Note, again bool, err error) {
	if err := n.Check(); err != nil {
		return n, false, err
	}
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		id, firstSaid, err := sentBefore(ctx, tx, `SELECT id, said FROM note WHERE sent = ?`, sent)
		if err != nil {
			return nil, err
		}
		if again = id != 0; again {
			out, err = scanNote(tx.QueryRowContext(ctx, noteColumns+`WHERE id = ?2`, ops.ActorOf(ctx).Name, id))
			if err == nil && firstSaid != describeNote(n) {
				err = requestKeyReused()
			}
			return nil, err
		}
		var have int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM note`).Scan(&have); err != nil {
			return nil, err
		}
		if have >= maxNotes {
			return nil, tooMany("notes", maxNotes)
		}
		n.ID, n.Version = 0, 1
		k.store.stamp(ctx, &n.Edited)
		err = tx.QueryRowContext(ctx, `INSERT INTO note (version, key, sent, said, created, created_by, changed, changed_by, first, last, scope, metrics, text,
			link, kind, shared)
			VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			n.Key, sentKey(sent), describeNote(n), n.Created.UnixMicro(), n.CreatedBy, n.Changed.UnixMicro(), n.ChangedBy, n.Days.From, n.Days.Last(), n.Scope,
			n.Metrics, n.Text, n.Link,
			n.Kind, n.Shared).Scan(&n.ID)
		if err != nil {
			return nil, fault(err, n.Key)
		}
		out = n
		return nil, k.store.audit(ctx, tx, "", ops.ActNoteAdd, noteName(n), "", describeNote(n))
	})
	return out, again, err
}

// Change keeps what a form says of a note that is still as it was read, and
// whether it is dealt with.
func (k Notes) Change(ctx context.Context, n ops.Note, resolved bool) (ops.Note, error) {
	return k.change(ctx, n.ID, n.Version, ops.ActNoteEdit, func(now *ops.Note) error {
		n.Edited, n.Resolved, n.Up, n.Down, n.Mine = now.Edited, now.Resolved, now.Up, now.Down, now.Mine
		switch {
		case !resolved:
			n.Resolved = instant(0)
		case n.Resolved.IsZero():
			n.Resolved = k.store.clock()
		}
		*now = n
		return now.Check()
	})
}

// Remove takes a note away that is still as it was read; it stays in the record.
func (k Notes) Remove(ctx context.Context, id, version int64) error {
	_, err := k.change(ctx, id, version, ops.ActNoteRemove, func(now *ops.Note) error {
		now.Deleted = k.store.clock()
		return nil
	})
	return err
}

// Vote keeps the vote of the context's actor on a note: 1, -1, or 0 for none.
func (k Notes) Vote(ctx context.Context, id int64, vote int) error {
	if vote < -1 || vote > 1 {
		return &ops.Error{Code: "bad_vote", Message: "This is no vote.", Hint: "Use 1, -1 or 0.", Where: ops.Place{Column: "vote", Value: fmt.Sprint(vote)}}
	}
	return k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		actor := ops.ActorOf(ctx).Name
		n, ok, err := one(scanNote(tx.QueryRowContext(ctx, noteColumns+`WHERE id = ?2 AND deleted IS NULL`, actor, id)))
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, unknownNote()
		}
		if vote == 0 {
			_, err = tx.ExecContext(ctx, `DELETE FROM note_vote WHERE note = ? AND user = ?`, id, actor)
		} else {
			_, err = tx.ExecContext(ctx, `INSERT INTO note_vote (note, user, vote) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET vote = excluded.vote`, id, actor, vote)
		}
		if err != nil {
			return nil, err
		}
		return nil, k.store.audit(ctx, tx, "", ops.ActNoteVote, noteName(n), fmt.Sprint(n.Mine), fmt.Sprint(vote))
	})
}

// change runs change on a note in a transaction.
func (k Notes) change(ctx context.Context, id, version int64, action ops.Action, change func(now *ops.Note) error) (out ops.Note, err error) {
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		n, ok, err := one(scanNote(tx.QueryRowContext(ctx, noteColumns+`WHERE id = ?2 AND deleted IS NULL`, ops.ActorOf(ctx).Name, id)))
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return nil, unknownNote()
		case n.Version != version:
			return nil, changedMeanwhile()
		}
		before := describeNote(n)
		if err := change(&n); err != nil {
			return nil, err
		}
		n.Version++
		k.store.stamp(ctx, &n.Edited)
		if _, err := tx.ExecContext(ctx, `UPDATE note SET version = ?, key = ?, changed = ?, changed_by = ?, deleted = ?, first = ?, last = ?, scope = ?,
			metrics = ?, text = ?, link = ?,
			kind = ?, resolved = ?, shared = ? WHERE id = ?`,
			n.Version, n.Key, n.Changed.UnixMicro(), n.ChangedBy, column(n.Deleted), n.Days.From, n.Days.Last(), n.Scope, n.Metrics, n.Text, n.Link,
			n.Kind, column(n.Resolved), n.Shared, id); err != nil {
			return nil, fault(err, n.Key)
		}
		out = n
		return nil, k.store.audit(ctx, tx, "", action, noteName(n), before, describeNote(n))
	})
	return out, err
}

func unknownNote() error {
	return &ops.Error{Code: "unknown_note", Message: "There is no such note.", Hint: "Open the chart again."}
}

// noteName is what the audit log calls a note: its day.
func noteName(n ops.Note) string { return n.Days.From.String() }

func describeNote(n ops.Note) string {
	out := fmt.Sprintf("%s, %s: %s", n.Days, n.Kind, n.Text)
	if !n.Resolved.IsZero() {
		out += ", resolved"
	}
	if !n.Deleted.IsZero() {
		out += ", taken away"
	}
	return out
}

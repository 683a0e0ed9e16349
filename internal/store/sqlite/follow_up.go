package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// FollowUps keeps what is done for members one by one.
type FollowUps struct{ store *Store }

// FollowUpsIn returns what is done for members.
func FollowUpsIn(s *Store) FollowUps { return FollowUps{s} }

const followUpColumns = `SELECT f.id, f.version, f.key, f.created, f.created_by, f.changed, f.changed_by, coalesce(f.deleted, 0),
	(SELECT text FROM member_id WHERE id = f.member), f.event, f.batch, f.text, f.minutes, f.try, f.owner, f.next_on, f.next, f.tags FROM follow_up f `

func scanFollowUp(row scanner) (f ops.FollowUp, err error) {
	var e editedScan
	var tags string
	err = row.Scan(e.targets(&f.Edited, &f.Member, &f.Event, &f.Batch, &f.Text, &f.Minutes, &f.Try, &f.Owner, &f.NextOn, &f.Next, &tags)...)
	if err != nil {
		return ops.FollowUp{}, err
	}
	e.finish(&f.Edited)
	if tags != "" {
		f.Tags = strings.Split(tags, "\n")
	}
	return f, nil
}

// Of returns the entries about a member, the latest first.
func (k FollowUps) Of(ctx context.Context, member string) ([]ops.FollowUp, error) {
	code, ok := k.store.dicts.members.Find(member)
	if !ok || member == "" {
		return nil, nil
	}
	return scanAll(ctx, k.store.read, scanFollowUp, followUpColumns+`WHERE f.member = ? AND f.deleted IS NULL ORDER BY f.id DESC`, code)
}

// One returns the entry with that id.
func (k FollowUps) One(ctx context.Context, id int64) (ops.FollowUp, error) {
	f, ok, err := one(scanFollowUp(k.store.read.QueryRowContext(ctx, followUpColumns+`WHERE f.id = ? AND f.deleted IS NULL`, id)))
	if err == nil && !ok {
		err = unknownFollowUp()
	}
	return f, err
}

func unknownFollowUp() error {
	return &ops.Error{Code: "unknown_follow_up", Message: "There is no such entry.", Hint: "Open the member again."}
}

// All returns up to most entries about anybody, the latest first.
func (k FollowUps) All(ctx context.Context, most int) ([]ops.FollowUp, error) {
	return scanAll(ctx, k.store.read, scanFollowUp, followUpColumns+`WHERE f.deleted IS NULL ORDER BY f.id DESC LIMIT ?`, most)
}

// Latest returns the latest entry about each member who has any.
func (k FollowUps) Latest(ctx context.Context) (map[string]ops.FollowUp, error) {
	all, err := scanAll(ctx, k.store.read, scanFollowUp,
		followUpColumns+`WHERE f.id IN (SELECT max(id) FROM follow_up WHERE deleted IS NULL GROUP BY member)`)
	out := map[string]ops.FollowUp{}
	for _, f := range all {
		out[f.Member] = f
	}
	return out, err
}

// Minutes returns how many minutes are a cost of each try.
func (k FollowUps) Minutes(ctx context.Context) (map[int64]int, error) {
	out := map[int64]int{}
	_, err := scanAll(ctx, k.store.read, func(row scanner) (struct{}, error) {
		var try int64
		var minutes int
		err := row.Scan(&try, &minutes)
		out[try] = minutes
		return struct{}{}, err
	}, `SELECT try, sum(minutes) FROM follow_up WHERE try <> 0 AND deleted IS NULL GROUP BY try`)
	return out, err
}

// Stamp tells what all entries say from what they said before.
func (k FollowUps) Stamp(ctx context.Context) (string, error) {
	var n, changed int64
	err := k.store.read.QueryRowContext(ctx, `SELECT count(*), coalesce(max(changed), 0) FROM follow_up`).Scan(&n, &changed)
	return fmt.Sprintf("%d.%d", n, changed), err
}

// maxFollowUps bounds the entries of a record, those taken back included.
const maxFollowUps = 500_000

// Add keeps a new entry; the same request again returns what the first one made. If there
// is a later entry about the member than the writer saw, it is refused with
// changed_meanwhile. Where something was done with the member, an event of theirs tells
// of it from now on, in an import of its own. Somebody never heard of is an *ops.Error
// with code unknown_member.
func (k FollowUps) Add(ctx context.Context, f ops.FollowUp, r ops.FollowUpRequest) (out ops.FollowUp, again bool, err error) {
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		id, said, err := sentBefore(ctx, tx, `SELECT id, said FROM follow_up WHERE sent = ?`, r.Key)
		if err != nil {
			return nil, err
		}
		if again = id != 0; again {
			out, err = scanFollowUp(tx.QueryRowContext(ctx, followUpColumns+`WHERE f.id = ?`, id))
			if err == nil && said != r.Said {
				err = requestKeyReused()
			}
			return nil, err
		}
		publish, err := k.add(ctx, tx, &f, r)
		out = f
		return publish, err
	})
	return out, again, err
}

func (k FollowUps) add(ctx context.Context, tx *sql.Tx, f *ops.FollowUp, r ops.FollowUpRequest) (publish func(), err error) {
	code, ok := k.store.dicts.members.Find(f.Member)
	if f.Member != "" && !ok {
		return nil, ops.AtColumn(neverHeardOf(f.Member), "member")
	}
	last, next, err := latestOf(ctx, tx, code)
	if err != nil {
		return nil, err
	}
	if last != r.Last {
		return nil, changedMeanwhile()
	}
	if err := f.Check(k.until(f.NextOn, next)); err != nil {
		return nil, err
	}
	if err := k.knowsTry(ctx, tx, f.Try); err != nil {
		return nil, err
	}
	if r.Admit != nil {
		if err := r.Admit(); err != nil {
			return nil, err
		}
	}
	if err := fewer(ctx, tx, `SELECT count(*) FROM follow_up`, "follow-ups", maxFollowUps); err != nil {
		return nil, err
	}
	f.ID, f.Version, f.Batch = 0, 1, 0
	k.store.stamp(ctx, &f.Edited)
	if err := tx.QueryRowContext(ctx, `INSERT INTO follow_up (version, key, sent, said, created, created_by, changed, changed_by, member, event, batch, text,
		minutes, try, owner, next_on, next, tags) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		f.Key, sentKey(r.Key), r.Said, f.Created.UnixMicro(), f.CreatedBy, f.Changed.UnixMicro(), f.ChangedBy, code, f.Event, f.Text, f.Minutes,
		f.Try, f.Owner, f.NextOn, f.Next, strings.Join(f.Tags, "\n")).Scan(&f.ID); err != nil {
		return nil, err
	}
	if f.Event != "" {
		if publish, err = k.happen(ctx, tx, f); err != nil {
			return nil, err
		}
	}
	return publish, k.store.audit(ctx, tx, "", ops.ActFollowUpAdd, f.Member, "", describeFollowUp(*f))
}

// until returns the first day that a next step may be planned on: any, where it is the
// one planned before, which may have come since.
func (k FollowUps) until(next, before ops.Day) ops.Day {
	if next == before {
		return 0
	}
	return k.store.calendar.Day(k.store.clock())
}

// happen keeps the event that an entry tells of.
func (k FollowUps) happen(ctx context.Context, tx *sql.Tx, f *ops.FollowUp) (publish func(), err error) {
	props, err := json.Marshal(map[string]string{"by": f.CreatedBy})
	if err != nil {
		return nil, err
	}
	texts := map[string]string{"key": fmt.Sprintf("follow-up:%d", f.ID), "member": f.Member, "event": f.Event, "props": string(props)}
	rows := ops.NewRows(k.store.layouts["events"].record, ops.NewDictionary(), ops.NewDictionary(), ops.NewDictionary())
	for i, c := range rows.Record.Columns {
		switch {
		case c.Type.IsText():
			rows.Codes[i] = append(rows.Codes[i], rows.Dicts[i].Code(texts[c.Name]))
		case c.Name == "at":
			rows.Ints[i] = append(rows.Ints[i], f.Created.UnixMicro())
		default:
			rows.Ints[i] = append(rows.Ints[i], ops.NoValue)
		}
	}
	b := ops.Batch{Record: "events", Via: "page", By: f.CreatedBy, At: f.Created, Read: 1, State: ops.Staged}
	if publish, err = commitIn(ctx, k.store, tx, &b, rows, false); err != nil {
		return nil, err
	}
	f.Batch = b.ID
	_, err = tx.ExecContext(ctx, `UPDATE follow_up SET batch = ? WHERE id = ?`, f.Batch, f.ID)
	return publish, err
}

// latestOf returns the id of the latest entry about a member, 0 for none, and when it says
// that something is to be done next.
func latestOf(ctx context.Context, tx *sql.Tx, code uint32) (id int64, next ops.Day, err error) {
	err = tx.QueryRowContext(ctx, `SELECT id, next_on FROM follow_up WHERE member = ? AND deleted IS NULL ORDER BY id DESC LIMIT 1`, code).Scan(&id, &next)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return id, next, err
}

// knowsTry refuses a try that is not there.
func (k FollowUps) knowsTry(ctx context.Context, tx *sql.Tx, id int64) error {
	var there bool
	err := tx.QueryRowContext(ctx, `SELECT ?1 = 0 OR EXISTS (SELECT 1 FROM try WHERE id = ?1 AND deleted IS NULL)`, id).Scan(&there)
	if err == nil && !there {
		return ops.AtColumn(unknownTry(), "try")
	}
	return err
}

// Change keeps what is said of an entry that is still as it was read. Whom it is about
// and what was done with them stay.
func (k FollowUps) Change(ctx context.Context, f ops.FollowUp) (ops.FollowUp, error) {
	out, err := k.change(ctx, f.ID, f.Version, ops.ActFollowUpEdit, func(ctx context.Context, tx *sql.Tx, now *ops.FollowUp) (func(), error) {
		f.Edited, f.Member, f.Event, f.Batch = now.Edited, now.Member, now.Event, now.Batch
		if err := f.Check(k.until(f.NextOn, now.NextOn)); err != nil {
			return nil, err
		}
		*now = f
		return nil, k.knowsTry(ctx, tx, f.Try)
	})
	return out, err
}

// Remove takes an entry back that is still as it was read, and the event it tells of: what
// the one before says of the member holds again. Only the latest can be taken back.
func (k FollowUps) Remove(ctx context.Context, id, version int64) error {
	_, err := k.change(ctx, id, version, ops.ActFollowUpUndo, func(ctx context.Context, tx *sql.Tx, now *ops.FollowUp) (publish func(), err error) {
		code, _ := k.store.dicts.members.Find(now.Member)
		last, _, err := latestOf(ctx, tx, code)
		if err != nil {
			return nil, err
		}
		if last != id {
			return nil, &ops.Error{Code: "not_latest", Message: "Something was done for this member since.", Hint: "Take that back first."}
		}
		now.Deleted = k.store.clock()
		if now.Batch == 0 {
			return nil, nil
		}
		publish, err = undoIn(ctx, k.store, tx, now.Batch, ops.ActorOf(ctx).Name, false)
		if ops.CodeOf(err) == "already_undone" { // under Imports
			return nil, nil
		}
		return publish, err
	})
	return err
}

// change runs change on an entry in a transaction.
func (k FollowUps) change(ctx context.Context, id, version int64, action ops.Action,
	change func(ctx context.Context, tx *sql.Tx, now *ops.FollowUp) (func(), error),
) (out ops.FollowUp, err error) {
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		f, ok, err := one(scanFollowUp(tx.QueryRowContext(ctx, followUpColumns+`WHERE f.id = ? AND f.deleted IS NULL`, id)))
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return nil, unknownFollowUp()
		case f.Version != version:
			return nil, changedMeanwhile()
		}
		before := f
		publish, err := change(ctx, tx, &f)
		if err != nil {
			return nil, err
		}
		f.Version++
		k.store.stamp(ctx, &f.Edited)
		if _, err := tx.ExecContext(ctx, `UPDATE follow_up SET version = ?, changed = ?, changed_by = ?, deleted = ?, text = ?, minutes = ?, try = ?, owner = ?,
			next_on = ?, next = ?, tags = ? WHERE id = ?`, f.Version, f.Changed.UnixMicro(), f.ChangedBy, column(f.Deleted), f.Text, f.Minutes, f.Try,
			f.Owner, f.NextOn, f.Next, strings.Join(f.Tags, "\n"), id); err != nil {
			return nil, err
		}
		out = f
		return publish, k.store.audit(ctx, tx, "", action, f.Member, describeFollowUp(before), describeFollowUp(f))
	})
	return out, err
}

// describeFollowUp says what an entry says but for what was said to whom, which belongs
// to them and not into the audit log.
func describeFollowUp(f ops.FollowUp) string {
	var out []string
	add := func(is bool, format string, args ...any) {
		if is {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	add(f.Event != "", "%s, import %d", f.Event, f.Batch)
	add(f.Text != "", "talk of %d characters", len([]rune(f.Text)))
	add(f.Minutes > 0, "%d minutes", f.Minutes)
	add(f.Try != 0, "try %d", f.Try)
	add(f.Owner != "", "owner %s", f.Owner)
	add(f.NextOn != 0, "next on %s", f.NextOn)
	add(len(f.Tags) > 0, "%d tags", len(f.Tags))
	add(!f.Deleted.IsZero(), "taken back")
	return strings.Join(out, ", ")
}

// blankFollowUps takes the words out of what is kept of members.
func blankFollowUps(ctx context.Context, tx *sql.Tx, codes []uint32) error {
	for some := range slices.Chunk(codes, goingMembers) {
		if _, err := tx.ExecContext(ctx, `UPDATE follow_up SET text = '', next = '', tags = '' WHERE `+isOneOf("member", some)); err != nil {
			return err
		}
	}
	return nil
}

// heldFollowUps returns the entries about a member, those taken back too.
func heldFollowUps(ctx context.Context, q querier, code uint32) (ops.HeldTable, error) {
	out := ops.HeldTable{Name: "follow_ups", Header: []string{"id", "created", "by", "event", "text", "minutes", "owner", "next_on", "next", "tags", "state"}}
	err := eachText(ctx, q, `SELECT id, strftime('%Y-%m-%dT%H:%M:%SZ', created / 1e6, 'unixepoch'), created_by, event, text, minutes, owner,
			iif(next_on = 0, '', date(next_on * 86400, 'unixepoch')), next, replace(tags, char(10), ','), iif(deleted IS NULL, 'live', 'undone')
		FROM follow_up WHERE member = ? ORDER BY id`, len(out.Header), func(row []string) { out.Rows = append(out.Rows, row) }, code)
	return out, err
}

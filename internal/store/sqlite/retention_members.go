package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"daybreak/internal/ops"
)

// heardOf is when something was last heard of each member: an event or order of theirs,
// of somebody they invited, or that they joined; and where there is none of these, the
// import that told of them. Those who were forgotten are left out.
const heardOf = `WITH heard (member, at) AS (
		SELECT member, max(at) FROM events GROUP BY member
		UNION ALL SELECT invited_by, max(at) FROM events WHERE invited_by <> 0 GROUP BY invited_by
		UNION ALL SELECT member, max(at) FROM orders WHERE member <> 0 GROUP BY member
		UNION ALL SELECT member, max(joined_at) FROM members GROUP BY member
		UNION ALL SELECT invited_by, max(joined_at) FROM members WHERE invited_by <> 0 GROUP BY invited_by
	), told (member, at) AS (SELECT m.member, max(b.at) FROM members m JOIN batch b ON b.id = m.batch GROUP BY m.member),
	last (member, at) AS (SELECT h.member, coalesce(max(h.at), (SELECT t.at FROM told t WHERE t.member = h.member)) FROM heard h GROUP BY h.member)
	SELECT i.text FROM last l JOIN member_id i ON i.id = l.member WHERE l.at < ?1 AND i.text NOT IN (SELECT name FROM forgotten)`

// silent returns the members nothing was heard of since a moment.
func (r Retention) silent(ctx context.Context, until int64) (members []string, err error) {
	err = eachText(ctx, r.store.read, heardOf+` ORDER BY l.member`, 1, func(row []string) { members = append(members, row[0]) }, until)
	return members, err
}

// reachable returns those of them whose name, nickname, contact or tags are kept, or of
// whom somebody noted something.
func (r Retention) reachable(ctx context.Context, until int64) (members []string, err error) {
	err = eachText(ctx, r.store.read, heardOf+` AND l.member IN (SELECT member FROM members WHERE `+attributesKept+`
		UNION SELECT member FROM follow_up WHERE text <> '' OR next <> '' OR tags <> '') ORDER BY l.member`, 1,
		func(row []string) { members = append(members, row[0]) }, until)
	return members, err
}

const attributesKept = `(name <> '' OR nickname <> '' OR contact <> '' OR tags <> '')`

// lapseMembers forgets the members nothing was heard of.
func (r Retention) lapseMembers(ctx context.Context, until int64, went func(n int)) error {
	members, err := r.silent(ctx, until)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(members, goingMembers) {
		if err := ctx.Err(); err != nil {
			return err
		}
		f := newForgetting(r.store, some...)
		f.lapsed = true
		if err := f.look(ctx); err != nil {
			return err
		}
		n := 0
		err := r.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
			after, err := f.run(ctx, tx)
			if n = len(f.codes()); err != nil || n == 0 {
				return after, err
			}
			return after, r.note(ctx, tx, ops.DataMembers, n)
		})
		if err != nil {
			return err
		}
		went(n)
	}
	return nil
}

// lapseContacts blanks what is known of members nothing was heard of, but who they are.
func (r Retention) lapseContacts(ctx context.Context, until int64, went func(n int)) error {
	members, err := r.reachable(ctx, until)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(members, goingMembers) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) { return r.blank(ctx, tx, some) }); err != nil {
			return err
		}
		went(len(some))
	}
	return nil
}

// blank removes names, nicknames, contacts and tags of members from their rows, and what
// was noted of them.
func (r Retention) blank(ctx context.Context, tx *sql.Tx, members []string) (after func(), err error) {
	var codes []uint32
	for _, member := range members {
		if code, ok := r.store.dicts.members.Find(member); ok {
			codes = append(codes, code)
		}
	}
	l := r.store.layouts["members"]
	rows, err := storedRows(ctx, r.store, tx, l, isOneOf("r.member", codes)+" AND "+attributesKept)
	if err != nil {
		return nil, err
	}
	blank := &ops.Rows{Record: l.record, Ints: rows.block.Ints, Codes: slices.Clone(rows.block.Codes), Dicts: rows.block.Dicts}
	for c, column := range l.record.Columns {
		if column.Type == ops.Text {
			blank.Codes[c] = make([]uint32, rows.block.Len())
		}
	}
	if err := rows.update(ctx, tx, l, blank); err != nil {
		return nil, err
	}
	if err := addToControls(ctx, tx, rows.digests(l, blank)); err != nil {
		return nil, err
	}
	if err := blankFollowUps(ctx, tx, codes); err != nil {
		return nil, err
	}
	if err := r.note(ctx, tx, ops.DataContacts, len(members)); err != nil {
		return nil, err
	}
	return r.store.advance(ctx, tx, "members", ops.Range{}, 0, false)
}

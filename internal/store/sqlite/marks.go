package sqlite

import (
	"context"
	"database/sql"

	"daybreak/internal/ops"
)

// source names a stream of data: a record and, by their codes, a platform or an
// account, and the part of it that has a watermark of its own.
type source struct {
	record     string
	name, part uint32
}

// whole returns the source that a stream is a part of.
func (k source) whole() source {
	k.part = 0
	return k
}

// marks are the watermarks by stream. Rows that name no part are a stream of their
// own. What is declared of a whole source holds for each of its parts, also for
// those that come later.
type marks struct {
	parts  map[source]map[uint32]mark // by whole source
	wholes map[source][]voucher       // what is declared of whole sources
}

func newMarks() marks { return marks{map[source]map[uint32]mark{}, map[source][]voucher{}} }

// say notes what a batch that has rows of a stream vouches for, or what somebody
// declares of a stream.
func (m marks) say(k source, v voucher) {
	whole := k.whole()
	if m.parts[whole] == nil {
		m.parts[whole] = map[uint32]mark{}
	}
	old, known := m.parts[whole][k.part]
	now := old.with(v)
	if !known { // what was declared before speaks of it, too
		for _, d := range m.wholes[whole] {
			now = now.with(d)
		}
	}
	m.parts[whole][k.part] = now
}

// declare notes what somebody declares of a whole source.
func (m marks) declare(whole source, v voucher) {
	m.wholes[whole] = append(m.wholes[whole], v)
	for part, old := range m.parts[whole] {
		m.parts[whole][part] = old.with(v)
	}
}

// all returns the mark of every stream. A source that nobody knows a part of, but
// that something was declared of, is one stream.
func (m marks) all() map[source]mark {
	out := make(map[source]mark)
	for whole, vouchers := range m.wholes {
		if len(m.parts[whole]) > 0 {
			continue
		}
		for _, v := range vouchers {
			out[whole] = out[whole].with(v)
		}
	}
	for whole, parts := range m.parts {
		for part, mark := range parts {
			out[source{whole.record, whole.name, part}] = mark
		}
	}
	return out
}

// marksIn works out the watermarks from the record. Its cost grows with the
// number of batches, so they are kept in memory and a commit only adds to them.
func marksIn(ctx context.Context, q querier, keys codeKeys) (marks, error) {
	return marksAt(ctx, q, keys, never)
}

// marksAt works out the watermarks as they were at a moment.
func marksAt(ctx context.Context, q querier, keys codeKeys, when int64) (marks, error) {
	out := newMarks()
	rows, err := q.QueryContext(ctx, `SELECT b.record, s.name, s.part, b.via = 'api' AND b.sha256 = '', b.first_day, b.end_day - 1, s.through, b.at AS at,
			b.id AS id, 0 AS whole FROM batch_source s JOIN batch b ON b.id = s.batch WHERE `+livedAt+`
		UNION ALL SELECT record, name, part, 0, 0, 0, through, at, NULL, whole FROM watermark WHERE at <= ?1
		UNION ALL SELECT record, name, part, 0, 0, 0, through, at, NULL, whole FROM said_past WHERE kind = 'watermark' AND at <= ?1 AND until > ?1
		ORDER BY at, id NULLS LAST`, when)
	if err != nil {
		return out, err
	}
	defer rows.Close()
	for rows.Next() {
		var k source
		var v voucher
		var id sql.NullInt64
		var whole bool
		if err := rows.Scan(&k.record, &k.name, &k.part, &v.posted, &v.first, &v.last, &v.through, &v.at, &id, &whole); err != nil {
			return out, err
		}
		if k = keys.source(k); whole {
			out.declare(k, v)
		} else {
			out.say(k, v)
		}
	}
	return out, rows.Err()
}

// source returns the source under which another one is read.
func (k codeKeys) source(of source) source {
	if r, ok := ops.RecordNamed(of.record); ok {
		of.name, of.part = k.of(r.Source, of.name), k.of(r.MarkedPart(), of.part)
	}
	return of
}

// publishMarks takes marks as the watermarks.
func publishMarks(s *Store, marks marks) {
	s.state.Lock()
	defer s.state.Unlock()
	s.marks = marks
}

// vouch notes what the latest batch of a source vouches for.
func (s *Store) vouch(k source, v voucher) {
	s.state.Lock()
	defer s.state.Unlock()
	s.marks.say(s.keys.source(k), v)
}

package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"daybreak/internal/ops"
)

// source names a stream of data: a record and, by its code, a platform or an
// account.
type source struct {
	record string
	name   uint32
}

// Sources returns the watermark of every source: what its live batches and
// declarations vouch for, in the order they came.
func (s *Store) Sources(context.Context) ([]ops.Source, error) {
	s.state.RLock()
	defer s.state.RUnlock()
	var out []ops.Source
	today := s.calendar.Day(s.clock())
	for k, m := range s.marks {
		said, m := s.said[k], m.by(today)
		one := ops.Source{Record: k.record, Name: s.dicts.names.Text(k.name), Through: m.through, At: time.UnixMicro(m.at), Gap: m.gap(), Every: m.every(),
			RetiredBy: said.by, RetiredAt: time.UnixMicro(said.at)}
		for _, q := range said.quiet {
			one.Quiet = append(one.Quiet, ops.QuietDay{Part: s.dicts.names.Text(q.part), Day: q.day})
		}
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b ops.Source) int {
		return cmp.Or(cmp.Compare(a.Record, b.Record), cmp.Compare(a.Name, b.Name))
	})
	return out, nil
}

// marksIn works out the watermarks from the record. Its cost grows with the
// number of batches, so they are kept in memory and a commit only adds to them.
func marksIn(ctx context.Context, q querier, keys codeKeys) (map[source]mark, error) {
	rows, err := q.QueryContext(ctx, `SELECT b.record, s.name, b.via = 'api' AND b.sha256 = '', b.first_day, b.end_day - 1, s.through, b.at AS at, b.id AS id
			FROM batch_source s JOIN batch b ON b.id = s.batch WHERE b.state = 'live'
		UNION ALL SELECT record, name, 0, 0, 0, through, at, NULL FROM watermark
		ORDER BY at, id NULLS LAST`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make(map[source]mark)
	for rows.Next() {
		var k source
		var v voucher
		var id sql.NullInt64
		if err := rows.Scan(&k.record, &k.name, &v.posted, &v.first, &v.last, &v.through, &v.at, &id); err != nil {
			return nil, err
		}
		k = keys.source(k)
		out[k] = out[k].with(v)
	}
	return out, rows.Err()
}

// source returns the source under which another one is read.
func (k codeKeys) source(of source) source {
	if r, ok := ops.RecordNamed(of.record); ok {
		of.name = k.of(r.Source, of.name)
	}
	return of
}

// publishMarks takes marks as the watermarks.
func publishMarks(s *Store, marks map[source]mark) {
	s.state.Lock()
	defer s.state.Unlock()
	s.marks = marks
}

// vouch notes what the latest batch of a source vouches for.
func (s *Store) vouch(k source, v voucher) {
	s.state.Lock()
	defer s.state.Unlock()
	k = s.keys.source(k)
	s.marks[k] = s.marks[k].with(v)
}

// DeclareWatermark states that a source is complete through day, whatever was
// imported. A later declaration for the same source takes its place.
func (s *Store) DeclareWatermark(ctx context.Context, record, source string, day ops.Day, by string) error {
	l, ok := s.layouts[record]
	if !ok {
		return unknownRecord(record)
	}
	column, has := l.record.Stream()
	if !has || column < 0 && source != "" {
		return &ops.Error{Code: "unknown_source", Message: fmt.Sprintf("Record %s has no source named %q.", record, ops.Show(source)), Args: []any{record, source}}
	}
	return s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		publish, err := s.addTexts(ctx, tx, s.dicts.names, []string{source})
		if err != nil {
			return nil, err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO watermark SELECT ?1, id, ?3, ?4, ?5 FROM name WHERE fold = ?2
			ON CONFLICT DO UPDATE SET through = excluded.through, by = excluded.by, at = excluded.at`,
			record, ops.Fold(source), day, by, s.clock().UnixMicro()); err != nil {
			return nil, err
		}
		if err := s.audit(ctx, tx, by, ops.ActWatermark, strings.TrimSpace(record+" "+source), "", day.String()); err != nil {
			return nil, err
		}
		advance, err := s.advance(ctx, tx, record, ops.Range{}, 0, false)
		if err != nil {
			return nil, err
		}
		marks, err := marksIn(ctx, tx, s.view().keys)
		return func() {
			publish()
			advance()
			publishMarks(s, marks)
		}, err
	})
}

package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"daybreak/internal/ops"
)

// saidOf is what people say of a source beside its watermark.
type saidOf struct {
	by    string // who retired it, "" = nobody
	at    int64
	quiet []quietDay
}

type quietDay struct {
	part uint32
	day  ops.Day
}

// saidIn reads what people say of all sources. That nothing more comes under a
// name that was merged says nothing about the name kept.
func saidIn(ctx context.Context, q querier, keys codeKeys) (map[source]saidOf, error) {
	return saidAt(ctx, q, keys, never)
}

// saidAt reads what people said of all sources at a moment.
func saidAt(ctx context.Context, q querier, keys codeKeys, when int64) (map[source]saidOf, error) {
	out := make(map[source]saidOf)
	rows, err := q.QueryContext(ctx, `SELECT record, name, part, by, at, NULL FROM retired WHERE at <= ?1
		UNION ALL SELECT record, name, part, by, at, NULL FROM said_past WHERE kind = 'retired' AND at <= ?1 AND until > ?1
		UNION ALL SELECT record, name, part, '', 0, day FROM quiet WHERE at <= ?1`, when)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var k source
		var by string
		var at int64
		var day sql.NullInt64
		if err := rows.Scan(&k.record, &k.name, &k.part, &by, &at, &day); err != nil {
			return nil, err
		}
		kept := keys.source(k)
		if !day.Valid && kept != k {
			continue
		}
		part := keys.part(k.record, k.part)
		if r, ok := ops.RecordNamed(k.record); ok && !r.Marked {
			kept = kept.whole()
		}
		x := out[kept]
		if day.Valid {
			x.quiet = append(x.quiet, quietDay{part, ops.Day(day.Int64)})
		} else {
			x.by, x.at = by, at
		}
		out[kept] = x
	}
	return out, rows.Err()
}

// part returns the code under which a part of a source of the record is read.
func (k codeKeys) part(record string, code uint32) uint32 {
	_, part, _ := ops.StreamColumns(record)
	return k.of(part, code)
}

// RetireSource states that nothing more will come from a part of a source, or of
// all its parts where part is nil, or takes that back. A source that nothing was
// ever imported from is an *ops.Error with code unknown_source.
func (s *Store) RetireSource(ctx context.Context, record, name string, part *string, retired bool, by string) error {
	detail, of := map[bool]string{true: "retired", false: "active"}[retired], s.streams(record, name, part)
	if len(of) == 0 {
		return unknownSource(record, named(name, part))
	}
	return s.say(ctx, record, []string{name}, by, ops.ActRetire, subject(record, named(name, part)), detail, func(tx *sql.Tx) error {
		for _, k := range of {
			statement, args := `DELETE FROM retired WHERE record = ? AND name = ? AND part = ?`, []any{record, k.name, k.part}
			if retired {
				statement, args = `INSERT INTO retired VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, append(args, by, s.clock().UnixMicro())
			} else if _, err := tx.ExecContext(ctx, `INSERT INTO said_past SELECT 'retired', record, name, part, 0, 0, by, at, ?4 FROM retired
				WHERE record = ?1 AND name = ?2 AND part = ?3`, append(args, s.clock().UnixMicro())...); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, statement, args...); err != nil {
				return err
			}
		}
		return nil
	})
}

// named writes the name of a source and of a part of it.
func named(name string, part *string) string {
	if part == nil {
		return name
	}
	return subject(name, *part)
}

// DeclareQuiet states that on the days nothing happened in a part of a source.
func (s *Store) DeclareQuiet(ctx context.Context, record, name, part string, days ops.Range, by string) error {
	if len(s.streams(record, name, nil)) == 0 {
		return unknownSource(record, name)
	}
	detail := subject(part, days.From.String(), days.Last().String())
	return s.say(ctx, record, []string{name, part}, by, ops.ActQuiet, subject(record, name), detail, func(tx *sql.Tx) error {
		for day := days.From; day < days.To; day++ {
			if _, err := tx.ExecContext(ctx, `INSERT INTO quiet SELECT ?1, n.id, p.id, ?4, ?5, ?6 FROM name n, name p WHERE n.fold = ?2 AND p.fold = ?3
				ON CONFLICT DO NOTHING`, record, ops.Fold(name), ops.Fold(part), day, by, s.clock().UnixMicro()); err != nil {
				return err
			}
		}
		return nil
	})
}

func unknownSource(record, name string) error {
	return &ops.Error{Code: "unknown_source", Message: fmt.Sprintf("Record %s has no source named %q.", ops.Show(record), ops.Show(name)),
		Args: []any{ops.Show(record), ops.Show(name)}}
}

// say writes what somebody says of a source, which makes a new version of the
// record. The texts have codes then.
func (s *Store) say(ctx context.Context, record string, texts []string, by string, action ops.Action, of, detail string, write func(*sql.Tx) error) error {
	return s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		publish, err := s.addTexts(ctx, tx, s.dicts.names, texts)
		if err != nil {
			return nil, err
		}
		if err := write(tx); err != nil {
			return nil, err
		}
		if err := s.audit(ctx, tx, by, action, of, "", detail); err != nil {
			return nil, err
		}
		advance, err := s.advance(ctx, tx, record, ops.Range{}, 0, false)
		if err != nil {
			return nil, err
		}
		said, err := saidIn(ctx, tx, s.view().keys)
		return func() {
			publish()
			advance()
			s.state.Lock()
			defer s.state.Unlock()
			s.said = said
		}, err
	})
}

// streams returns the streams of a source that anything was ever said of: the one
// of a part, or all of them.
func (s *Store) streams(record, name string, part *string) []source {
	s.state.RLock()
	defer s.state.RUnlock()
	is := func(code uint32, text string) bool { return ops.Fold(s.dicts.names.Text(code)) == ops.Fold(text) }
	var out []source
	for k := range s.marks.all() {
		if k.record == record && is(k.name, name) && (part == nil || is(k.part, *part)) {
			out = append(out, k)
		}
	}
	return out
}

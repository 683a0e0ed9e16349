package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

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
	out := make(map[source]saidOf)
	rows, err := q.QueryContext(ctx, `SELECT record, name, by, at, NULL, NULL FROM retired UNION ALL SELECT record, name, '', 0, part, day FROM quiet`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var k source
		var by string
		var at int64
		var part, day sql.NullInt64
		if err := rows.Scan(&k.record, &k.name, &by, &at, &part, &day); err != nil {
			return nil, err
		}
		kept := keys.source(k)
		if !day.Valid && kept != k {
			continue
		}
		k = kept
		x := out[k]
		if day.Valid {
			x.quiet = append(x.quiet, quietDay{keys.part(k.record, uint32(part.Int64)), ops.Day(day.Int64)})
		} else {
			x.by, x.at = by, at
		}
		out[k] = x
	}
	return out, rows.Err()
}

// part returns the code under which a part of a source of the record is read.
func (k codeKeys) part(record string, code uint32) uint32 {
	_, part, _ := ops.StreamColumns(record)
	return k.of(part, code)
}

// RetireSource states that nothing more will come from a source, or takes that
// back. A source that nothing was ever imported from is an *ops.Error with code
// unknown_source.
func (s *Store) RetireSource(ctx context.Context, record, name string, retired bool, by string) error {
	return s.say(ctx, record, name, "", by, ops.ActRetire, map[bool]string{true: "retired", false: "active"}[retired], func(tx *sql.Tx) error {
		if !retired {
			_, err := tx.ExecContext(ctx, `DELETE FROM retired WHERE record = ?1 AND name = (SELECT id FROM name WHERE fold = ?2)`, record, ops.Fold(name))
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO retired SELECT ?1, id, ?3, ?4 FROM name WHERE fold = ?2 ON CONFLICT DO NOTHING`,
			record, ops.Fold(name), by, s.clock().UnixMicro())
		return err
	})
}

// DeclareQuiet states that on the days nothing happened in a part of a source.
func (s *Store) DeclareQuiet(ctx context.Context, record, name, part string, days ops.Range, by string) error {
	return s.say(ctx, record, name, part, by, ops.ActQuiet, strings.TrimSpace(part+" "+days.From.String()+" "+days.Last().String()), func(tx *sql.Tx) error {
		for day := days.From; day < days.To; day++ {
			if _, err := tx.ExecContext(ctx, `INSERT INTO quiet SELECT ?1, n.id, p.id, ?4, ?5, ?6 FROM name n, name p WHERE n.fold = ?2 AND p.fold = ?3
				ON CONFLICT DO NOTHING`, record, ops.Fold(name), ops.Fold(part), day, by, s.clock().UnixMicro()); err != nil {
				return err
			}
		}
		return nil
	})
}

// say writes what somebody says of a source that there is, and makes a new
// version of the record.
func (s *Store) say(ctx context.Context, record, name, part, by string, action ops.Action, detail string, write func(*sql.Tx) error) error {
	if !s.hasSource(record, name) {
		return &ops.Error{Code: "unknown_source", Message: fmt.Sprintf("Record %s has no source named %q.", ops.Show(record), ops.Show(name)),
			Args: []any{ops.Show(record), ops.Show(name)}}
	}
	return s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		publish, err := s.addTexts(ctx, tx, s.dicts.names, []string{name, part})
		if err != nil {
			return nil, err
		}
		if err := write(tx); err != nil {
			return nil, err
		}
		if err := s.audit(ctx, tx, by, action, strings.TrimSpace(record+" "+name), "", detail); err != nil {
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

// hasSource reports whether anything was ever said of the source.
func (s *Store) hasSource(record, name string) bool {
	s.state.RLock()
	defer s.state.RUnlock()
	for k := range s.marks {
		if k.record == record && ops.Fold(s.dicts.names.Text(k.name)) == ops.Fold(name) {
			return true
		}
	}
	return false
}

package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"slices"
	"strings"
	"time"

	"daybreak/internal/ops"
)

// Sources returns the watermark of every source: what its live batches and
// declarations vouch for, in the order they came.
func (s *Store) Sources(context.Context) ([]ops.Source, error) {
	s.state.RLock()
	defer s.state.RUnlock()
	return sourcesOf(&s.dicts, s.marks, s.said, s.calendar.Day(s.clock())), nil
}

// sourcesOf writes watermarks as they are known on a day.
func sourcesOf(d *dictionaries, marks marks, of map[source]saidOf, today ops.Day) []ops.Source {
	var out []ops.Source
	for k, m := range marks.all() {
		said, m := of[k], m.by(today)
		one := ops.Source{Record: k.record, Name: d.names.Text(k.name), Part: d.names.Text(k.part), Through: m.through,
			At: time.UnixMicro(m.at), Gap: m.gap(), Every: m.every(), RetiredBy: said.by, RetiredAt: time.UnixMicro(said.at)}
		for _, q := range said.quiet {
			one.Quiet = append(one.Quiet, ops.QuietDay{Part: d.names.Text(q.part), Day: q.day})
		}
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b ops.Source) int {
		return cmp.Or(cmp.Compare(a.Record, b.Record), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Part, b.Part))
	})
	lend(out)
	return out
}

// lend makes the rows of a source that name no part, which may be of any, as complete
// as all its parts that are named: an export that states its account follows a file
// by hand that did not. The sources are in order.
func lend(sources []ops.Source) {
	for i, s := range sources {
		if s.Part != "" || s.Retired() {
			continue
		}
		through := ops.Day(math.MaxInt32)
		for _, named := range sources[i+1:] {
			if named.Record != s.Record || named.Name != s.Name {
				break
			}
			if !named.Retired() {
				through = min(through, named.Through)
			}
		}
		if through != math.MaxInt32 && through > s.Through {
			sources[i].Through, sources[i].Gap = through, ops.Range{}
		}
	}
}

// subject names in the audit log what somebody says something of.
func subject(names ...string) string {
	return strings.Join(slices.DeleteFunc(names, func(name string) bool { return name == "" }), " ")
}

// DeclareWatermark states that a part of a source is complete through day, whatever
// was imported, or the whole source where part is nil. A later declaration for the
// same takes its place.
func (s *Store) DeclareWatermark(ctx context.Context, record, source string, part *string, day ops.Day, by string) error {
	l, ok := s.layouts[record]
	if !ok {
		return unknownRecord(record)
	}
	column, parts, has := l.record.Stream()
	of := ""
	if part != nil {
		of = *part
	}
	if !has || column < 0 && source != "" || parts < 0 && of != "" {
		return unknownSource(record, named(source, part))
	}
	whole := part == nil || parts < 0
	return s.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		publish, err := s.addTexts(ctx, tx, s.dicts.names, []string{source, of})
		if err != nil {
			return nil, err
		}
		now := s.clock().UnixMicro()
		if _, err := tx.ExecContext(ctx, `INSERT INTO said_past SELECT 'watermark', w.record, w.name, w.part, w.whole, w.through, w.by, w.at, ?5 FROM watermark w
			JOIN name n ON n.id = w.name JOIN name p ON p.id = w.part WHERE w.record = ?1 AND n.fold = ?2 AND p.fold = ?3 AND w.whole = ?4`,
			record, ops.Fold(source), ops.Fold(of), whole, now); err != nil {
			return nil, err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO watermark SELECT ?1, n.id, p.id, ?7, ?3, ?4, ?5 FROM name n, name p WHERE n.fold = ?2 AND p.fold = ?6
			ON CONFLICT DO UPDATE SET through = excluded.through, by = excluded.by, at = excluded.at`,
			record, ops.Fold(source), day, by, now, ops.Fold(of), whole); err != nil {
			return nil, err
		}
		if err := s.audit(ctx, tx, by, ops.ActWatermark, subject(record, named(source, part)), "", day.String()); err != nil {
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

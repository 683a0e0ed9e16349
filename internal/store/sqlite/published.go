package sqlite

import (
	"context"
	"database/sql"
	"time"

	"daybreak/internal/ops"
)

// Published returns figures that were published, the latest first, those of a report in
// its order.
func (k Reports) Published(ctx context.Context, q ops.PublishedQuery) ([]ops.Published, error) {
	return scanAll(ctx, k.store.read, scanPublished, `SELECT p.id, p.kind, p.ref, p.metric, p.scope, p.first, p.last, p.value, p.num, p.den, p.definitions,
		p.record, p.batch, p.at, coalesce(r.month, 0), coalesce(r.edition, 0), coalesce(d.title, '') FROM published p
		LEFT JOIN report r ON p.kind = 'report' AND r.id = p.ref LEFT JOIN delivery d ON p.kind = 'message' AND d.id = p.ref
		WHERE (?1 = '' OR p.kind = ?1) AND (?2 = 0 OR p.ref = ?2) AND p.at >= ?3 ORDER BY p.at DESC, p.id LIMIT ?4`,
		string(q.Kind), q.Ref, q.Since.UnixMicro(), q.Limit)
}

func scanPublished(row scanner) (p ops.Published, err error) {
	var at int64
	err = row.Scan(&p.ID, &p.Kind, &p.Ref, &p.Metric, &p.Scope, &p.Days.From, &p.Days.To, &p.Value, &p.Num, &p.Den, &p.Definitions, &p.Record, &p.Batch, &at,
		&p.Month, &p.Edition, &p.Title)
	p.Days.To++
	p.At = instant(at)
	return p, err
}

// publish keeps figures that something states.
func publish(ctx context.Context, tx *sql.Tx, kind ops.PublishedKind, ref int64, s ops.Statement, at time.Time) error {
	for _, f := range s.Figures {
		if _, err := tx.ExecContext(ctx, `INSERT INTO published (kind, ref, metric, scope, first, last, value, num, den, definitions, record, batch, at)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, coalesce((SELECT max(batch) FROM change WHERE version <= ?11), 0), ?12)`,
			string(kind), ref, f.Metric, f.Scope, f.Days.From, f.Days.Last(), f.Value, f.Num, f.Den, s.Definitions, s.Record, at.UnixMicro()); err != nil {
			return err
		}
	}
	return nil
}

// Changes returns what changed the record after a version, in order.
func (h History) Changes(ctx context.Context, after int64) ([]ops.RecordChange, error) {
	return scanAll(ctx, h.store.read, func(row scanner) (c ops.RecordChange, err error) {
		var at int64
		err = row.Scan(&c.Version, &c.Record, &c.Days.From, &c.Days.To, &c.Batch, &c.Undo, &c.File, &c.By, &at)
		c.At = instant(at)
		return c, err
	}, `SELECT c.version, c.record, c.first_day, c.end_day, c.batch, c.undo, coalesce(b.file, ''),
		coalesce(CASE c.undo WHEN 1 THEN b.undone_by ELSE b.by END, ''), coalesce(CASE c.undo WHEN 1 THEN b.undone_at ELSE b.at END, 0)
		FROM change c LEFT JOIN batch b ON b.id = c.batch WHERE c.version > ? ORDER BY c.version`, after)
}

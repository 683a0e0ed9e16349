package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"daybreak/internal/ops"
)

// Reports keeps monthly reports and what they promise.
type Reports struct{ store *Store }

// Reports returns the reports of the record, which hold results against plans.
func (p Plans) Reports() Reports { return Reports(p) }

const reportColumns = `SELECT ` + editedColumns + `, month, edition, parts, coalesce(final, 0), final_by, frozen FROM report `

// reportListColumns leaves out what final reports say.
const reportListColumns = `SELECT ` + editedColumns + `, month, edition, parts, coalesce(final, 0), final_by, '' FROM report `

func scanReport(row scanner) (r ops.Report, err error) {
	var e editedScan
	var final int64
	var parts string
	if err := row.Scan(e.targets(&r.Edited, &r.Month, &r.Edition, &parts, &final, &r.FinalBy, &r.Frozen)...); err != nil {
		return ops.Report{}, err
	}
	e.finish(&r.Edited)
	r.Final = instant(final)
	return r, json.Unmarshal([]byte(parts), &r.Parts)
}

// All returns the reports without what they say, the latest month and edition
// first.
func (k Reports) All(ctx context.Context) ([]ops.Report, error) {
	return scanAll(ctx, k.store.read, scanReport, reportListColumns+`WHERE deleted IS NULL ORDER BY month DESC, edition DESC`)
}

// One returns the report with that id; ok is false when there is none.
func (k Reports) One(ctx context.Context, id int64) (r ops.Report, ok bool, err error) {
	return one(scanReport(k.store.read.QueryRowContext(ctx, reportColumns+`WHERE id = ? AND deleted IS NULL`, id)))
}

// Of returns the latest edition of a month; ok is false when there is none.
func (k Reports) Of(ctx context.Context, month ops.Day) (r ops.Report, ok bool, err error) {
	return one(scanReport(k.store.read.QueryRowContext(ctx, reportColumns+`WHERE month = ? AND deleted IS NULL ORDER BY edition DESC LIMIT 1`, month)))
}

// maxReports bounds the reports of a record, those taken away included.
const maxReports = 1000

// maxFrozen bounds what a report says, in bytes.
const maxFrozen = 4 << 20

// Add keeps a new draft of a month: its first edition, or the one after a final
// one, with the parts of that. sent is as for tries.
func (k Reports) Add(ctx context.Context, r ops.Report, sent string) (out ops.Report, again bool, err error) {
	if err := r.Check(); err != nil {
		return r, false, err
	}
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		id, firstSaid, err := sentBefore(ctx, tx, `SELECT id, said FROM report WHERE sent = ?`, sent)
		if err != nil {
			return nil, err
		}
		if again = id != 0; again {
			out, err = scanReport(tx.QueryRowContext(ctx, reportColumns+`WHERE id = ?`, id))
			if err == nil && firstSaid != r.Name() {
				err = requestKeyReused()
			}
			return nil, err
		}
		if err := fewer(ctx, tx, `SELECT count(*) FROM report`, "reports", maxReports); err != nil {
			return nil, err
		}
		last, ok, err := one(scanReport(tx.QueryRowContext(ctx, reportColumns+`WHERE month = ? AND deleted IS NULL ORDER BY edition DESC LIMIT 1`, r.Month)))
		switch {
		case err != nil:
			return nil, err
		case ok && !last.IsFinal():
			return nil, &ops.Error{Code: "report_exists", Message: "There is a draft of this month already.", Hint: "Go on with that one.",
				Where: ops.Place{Column: "month", Value: r.Name()}}
		}
		r.ID, r.Version, r.Edition = 0, 1, 1
		if ok {
			r.Edition, r.Parts = last.Edition+1, last.Parts
		}
		parts, err := json.Marshal(r.Parts)
		if err != nil {
			return nil, err
		}
		k.store.stamp(ctx, &r.Edited)
		err = tx.QueryRowContext(ctx, `INSERT INTO report (version, key, sent, said, created, created_by, changed, changed_by, month, edition, parts, final_by,
			frozen) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '') RETURNING id`, r.Key, sentKey(sent), r.Name(), r.Created.UnixMicro(), r.CreatedBy,
			r.Changed.UnixMicro(), r.ChangedBy, r.Month, r.Edition, string(parts)).Scan(&r.ID)
		if err != nil {
			return nil, fault(err, r.Key)
		}
		out = r
		return nil, k.store.audit(ctx, tx, "", ops.ActReportAdd, reportName(r), "", describeReport(r))
	})
	return out, again, err
}

// Change keeps the parts of a draft that is still as it was read.
func (k Reports) Change(ctx context.Context, r ops.Report) (ops.Report, error) {
	return k.change(ctx, r.ID, r.Version, ops.ActReportEdit, func(_ context.Context, _ *sql.Tx, now *ops.Report) error {
		now.Parts = r.Parts
		return now.Check()
	})
}

// Finish makes a draft final that is still as it was read: frozen is all it says, states
// the figures of it, which are kept as published.
func (k Reports) Finish(ctx context.Context, id, version int64, frozen []byte, states ops.Statement) (ops.Report, error) {
	return k.change(ctx, id, version, ops.ActReportFinish, func(ctx context.Context, tx *sql.Tx, now *ops.Report) error {
		if len(frozen) > maxFrozen {
			return &ops.Error{Code: "report_too_large", Message: "The report says more than can be kept.", Hint: "Take parts out of it.", Args: []any{maxFrozen}}
		}
		now.Frozen, now.Final, now.FinalBy = frozen, k.store.clock(), ops.ActorOf(ctx).Name
		return publish(ctx, tx, ops.PublishedReport, id, states, now.Final)
	})
}

// Remove takes a draft away that is still as it was read; it stays in the record.
func (k Reports) Remove(ctx context.Context, id, version int64) error {
	_, err := k.change(ctx, id, version, ops.ActReportRemove, func(_ context.Context, _ *sql.Tx, now *ops.Report) error {
		now.Deleted = k.store.clock()
		return nil
	})
	return err
}

func (k Reports) change(ctx context.Context, id, version int64, action ops.Action,
	change func(ctx context.Context, tx *sql.Tx, now *ops.Report) error) (out ops.Report, err error) {
	err = k.store.transact(ctx, func(ctx context.Context, tx *sql.Tx) (func(), error) {
		r, err := draft(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		if r.Version != version {
			return nil, changedMeanwhile()
		}
		before := describeReport(r)
		if err := change(ctx, tx, &r); err != nil {
			return nil, err
		}
		parts, err := json.Marshal(r.Parts)
		if err != nil {
			return nil, err
		}
		r.Version++
		k.store.stamp(ctx, &r.Edited)
		_, err = tx.ExecContext(ctx, `UPDATE report SET version = ?, changed = ?, changed_by = ?, deleted = ?, parts = ?, final = ?, final_by = ?, frozen = ?
			WHERE id = ?`, r.Version, r.Changed.UnixMicro(), r.ChangedBy, column(r.Deleted), string(parts), column(r.Final), r.FinalBy, string(r.Frozen), id)
		if err != nil {
			return nil, err
		}
		out = r
		return nil, k.store.audit(ctx, tx, "", action, reportName(r), before, describeReport(r))
	})
	return out, err
}

// draft returns a report that may still change.
func draft(ctx context.Context, tx *sql.Tx, id int64) (ops.Report, error) {
	r, ok, err := one(scanReport(tx.QueryRowContext(ctx, reportColumns+`WHERE id = ? AND deleted IS NULL`, id)))
	switch {
	case err != nil:
		return r, err
	case !ok:
		return r, unknownReport()
	case r.IsFinal():
		return r, &ops.Error{Code: "report_final", Message: "This report is final and stays as it is.", Hint: "Make the next edition of the month to correct it."}
	}
	return r, nil
}

func unknownReport() error {
	return &ops.Error{Code: "unknown_report", Message: "There is no such report.", Hint: "The page of reports lists them all."}
}

// reportName is what the audit log calls a report.
func reportName(r ops.Report) string { return fmt.Sprintf("%s, edition %d", r.Name(), r.Edition) }

// describeReport says what a report is made of, for the audit log.
func describeReport(r ops.Report) string {
	var parts []string
	for _, p := range r.Parts {
		text := p.Name
		if p.Out {
			text = "without " + text
		}
		if p.Owner != "" {
			text += " (" + p.Owner + ")"
		}
		if p.Text != "" {
			text += ": " + p.Text
		}
		parts = append(parts, text)
	}
	out := strings.Join(parts, "; ")
	if r.IsFinal() {
		out += "; final"
	}
	if !r.Deleted.IsZero() {
		out += "; taken away"
	}
	return out
}

package sqlite

import (
	"cmp"
	"context"
	"slices"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite/bulk"
)

// Plans reads what was planned and which days are holidays.
type Plans struct{ store *Store }

// Plans returns the plans of the record.
func (s *Store) Plans() Plans { return Plans{s} }

// Targets returns every target that was imported.
func (p Plans) Targets(ctx context.Context) ([]ops.Target, error) {
	var out []ops.Target
	err := p.store.Read(ctx, "targets", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(rows *ops.Rows) error {
		out = append(out, ops.TargetsIn(rows)...)
		return nil
	})
	return out, err
}

// Holidays returns the holidays that were imported for a region, without days that
// are said to be ordinary; a record that has none keeps none.
func (p Plans) Holidays(ctx context.Context, region string) (ops.Holidays, error) {
	if _, ok := ops.RecordNamed("holidays"); !ok {
		return nil, nil
	}
	out := ops.Holidays{}
	err := p.store.Read(ctx, "holidays", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(rows *ops.Rows) error {
		for _, h := range ops.HolidaysIn(rows) {
			if ops.Fold(h.Region) == ops.Fold(region) && h.Kind != ops.OrdinaryDay {
				out[h.Day] = h
			}
		}
		return nil
	})
	return out, err
}

// Revisions returns every version of every target, in the order they came;
// those of imports that were undone say so.
func (p Plans) Revisions(ctx context.Context) ([]ops.TargetRevision, error) {
	s, l := p.store, p.store.layouts["targets"]
	batches, err := s.batches(ctx, `WHERE record = 'targets' AND state <> 'staged'`)
	if err != nil {
		return nil, err
	}
	of := make(map[int64]ops.Batch, len(batches))
	for _, b := range batches {
		of[b.ID] = b
	}
	var out []ops.TargetRevision
	err = walk(ctx, s.read, l, ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(r *bulk.Results) error {
		rows := s.dicts.block(l.record)
		if err := s.fill(rows, l, r, upTo(r.Rows)); err != nil {
			return err
		}
		for i, t := range ops.TargetsIn(rows) {
			if b, ok := of[r.Int(i, len(l.stored))]; ok {
				out = append(out, ops.TargetRevision{Target: t, Batch: b.ID, By: b.By, At: b.At, Undone: b.State == ops.Undone})
			}
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b ops.TargetRevision) int { return cmp.Compare(a.Batch, b.Batch) })
	return out, err
}

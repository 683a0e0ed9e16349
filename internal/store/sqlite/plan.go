package sqlite

import (
	"context"

	"daybreak/internal/ops"
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

// Holidays returns the holidays that were imported for a region; a record that
// has none keeps none.
func (p Plans) Holidays(ctx context.Context, region string) (ops.Holidays, error) {
	if _, ok := ops.RecordNamed("holidays"); !ok {
		return nil, nil
	}
	out := ops.Holidays{}
	err := p.store.Read(ctx, "holidays", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(rows *ops.Rows) error {
		for _, h := range ops.HolidaysIn(rows) {
			if ops.Fold(h.Region) == ops.Fold(region) {
				out[h.Day] = h
			}
		}
		return nil
	})
	return out, err
}

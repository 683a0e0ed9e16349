package ingest

import (
	"context"
	"fmt"

	"daybreak/internal/ops"
)

// forget returns rows without members who were forgotten.
func (i *Importer) forget(ctx context.Context, rows *ops.Rows) (*ops.Rows, error) {
	if i.Forgotten == nil {
		return rows, nil
	}
	name, err := i.Forgotten(ctx)
	if err != nil || name == nil {
		return rows, err
	}
	return rows.Forget(name), nil
}

// leaveForgotten keeps members who were forgotten forgotten: rows that name them count
// under what stands in their place, and the plan says how many.
func (i *Importer) leaveForgotten(ctx context.Context, p *Plan) error {
	rows, err := i.forget(ctx, p.Rows)
	if err != nil || rows == p.Rows {
		return err
	}
	named := 0
	for n := range rows.Len() {
		for c, column := range rows.Record.Columns {
			if column.Type == ops.Member && rows.Text(c, n) != p.Rows.Text(c, n) {
				named++
				break
			}
		}
	}
	p.Rows = rows
	p.Notices = append(p.Notices, fault("forgotten_members", fmt.Sprintf("%d rows name members who were forgotten. They count without their names.", named),
		"", named).Error)
	return nil
}

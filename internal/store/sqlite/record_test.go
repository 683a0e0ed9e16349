package sqlite

import (
	"testing"
	"time"

	"daybreak/internal/ops"
)

// TestEveryRecordIsKept commits a row of every record, with a value in every
// column, and reads the same row back; one that is counted has a watermark then.
func TestEveryRecordIsKept(t *testing.T) {
	day := ops.DayOf(2026, 9, 1)
	for _, r := range ops.Records() {
		t.Run(r.Name, func(t *testing.T) {
			s := fresh(t)
			values := map[string]any{}
			for i, c := range r.Columns {
				switch {
				case c.Type == ops.Date:
					values[c.Name] = day
				case c.Type == ops.Instant:
					values[c.Name] = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
				case c.Type == ops.Flag:
					values[c.Name] = 1
				case c.Type.IsText():
					values[c.Name] = c.Name
				default:
					values[c.Name] = i + 3
				}
			}
			rows := build(r.Name).row(values).rows
			if b := commit(t, s, rows); b.Created != 1 {
				t.Errorf("the batch is %+v", b)
			}
			read := 0
			err := s.Read(t.Context(), r.Name, ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(b *ops.Rows) error {
				read += b.Len()
				for c, column := range r.Columns {
					if column.Type.IsText() && b.Text(c, 0) != rows.Text(c, 0) || !column.Type.IsText() && b.Ints[c][0] != rows.Ints[c][0] {
						t.Errorf("the %s read back is another one", column.Name)
					}
				}
				return nil
			})
			if err != nil || read != 1 {
				t.Errorf("%d rows, %v", read, err)
			}
			sources, err := s.Sources(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if r.Counted() && (len(sources) != 1 || sources[0].Through != day || sources[0].Name != r.Source) || !r.Counted() && len(sources) > 0 {
				t.Errorf("the streams are %+v", sources)
			}
			if err := s.Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

package ingest

import (
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// namedField splits a field such as value:visits: a figure that is a row of
// its own under that name, of a record whose rows say what they are of.
func namedField(record, field string) (column, name string, ok bool) {
	r, known := ops.RecordNamed(record)
	column, name, ok = strings.Cut(field, ":")
	if !known || !ok || r.Subject == "" || strings.TrimSpace(name) == "" {
		return "", "", false
	}
	c := r.Column(column)
	return column, name, c >= 0 && r.Columns[c].Type.IsNumber()
}

// named reports whether columns are figures under names of their own.
func (m *Mapping) named() bool {
	return slices.ContainsFunc(m.Columns, func(a Assignment) bool {
		_, _, ok := namedField(m.Record, a.Field)
		return ok && a.Use == UseField
	})
}

// figureOf is a column that is a row of its own.
type figureOf struct {
	use  use
	name string
}

// namedRows adds a row for each named figure of the table's row.
func (w *rowReader) namedRows(days ops.Range) *ops.Error {
	nums := w.nums
	defer func() { w.nums = nums }()
	name := w.in.record.Column(w.in.record.Subject)
	any := false
	for _, f := range w.named {
		n, err := w.numeral(f.use)
		if err != nil {
			err.Where.Column = f.use.name
			return err
		}
		if n.none || n.bound {
			continue
		}
		any = true
		if err := w.text(name, f.name); err != nil {
			return err
		}
		w.nums, w.units = append(w.nums[:0:0], f.use), append(w.units[:0], n)
		if err := w.spread(days); err != nil {
			return err
		}
	}
	if !any {
		w.idle++
	}
	return nil
}

package ingest

import "slices"

// moment reads a cell of column c as a date. A time without a zone is UTC where
// the header or the preset says so.
func (in *interpretation) moment(cell string, c int) (moment, bool) {
	m, ok := in.forms.parse(cell, in.orders[c])
	if ok && m.timed && !m.zoned && c >= 0 && in.utc(in.m.Columns[c]) {
		m.zoned, m.offset = true, 0
	}
	return m, ok
}

func (in *interpretation) utc(a Assignment) bool {
	n, unit := normalHeader(a.Header)
	return unit == "UTC" || slices.Contains(in.preset.UTC, n)
}

package ingest

import (
	"slices"
	"strings"
)

// Recomputed reports whether column c is a rate that Daybreak computes again:
// both sums it is made of are imported from the same table. Other rates are
// recognised and not kept.
func (m *Mapping) Recomputed(c int) bool {
	if m.Columns[c].Use != UseRate {
		return false
	}
	name, _ := normalHeader(m.Columns[c].Header)
	for fields, names := range vocabulary().common.Made {
		above, below, _ := strings.Cut(fields, "/")
		if slices.Contains(names, name) && m.column(above) >= 0 && m.column(below) >= 0 {
			return true
		}
	}
	return false
}

package ingest

// again returns how many columns of a table a row names as the header does: all
// of them where exports were put one below another, some where the header of
// another table follows without a blank line. 0 is a row of data.
func (d *detector) again(t *Table, r int) int {
	if len(t.Header) < 2 || !d.titles(r) {
		return 0
	}
	same := 0
	for c, h := range t.Header {
		have, _ := normalHeader(d.grid.cell(r, c))
		if want, _ := normalHeader(h); have == want && want != "" {
			same++
		}
	}
	if same == len(t.Header) && d.grid.width(r) > len(t.Header) {
		return same - 1 // it goes on with further columns
	}
	return same
}

// another returns the first of the rows [from, to) that is the header of another
// table: words alone, one of which heads the same column as before, between
// rows of figures. It returns to where there is none.
func (d *detector) another(t *Table, from, to int) int {
	for r := from; r < to-1; r++ {
		if same := d.again(t, r); same > 0 && same < len(t.Header) && !d.wordy(r+1) && (r == from || !d.wordy(r-1)) {
			return r
		}
	}
	return to
}

// headless reports whether the first row that is not blank holds values and no
// names of columns.
func (g *grid) headless() bool {
	d := detector{grid: g, dates: newDateForms()}
	for r := range g.len() {
		if !d.blank(r) {
			return g.filled(r) >= 2 && !d.wordy(r)
		}
	}
	return false
}

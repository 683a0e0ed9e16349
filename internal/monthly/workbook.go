package monthly

import (
	"daybreak/internal/ops"
	"daybreak/internal/report"
)

// Workbook returns the report as sheets, one for each part: what it says, then its
// tables, one beneath the other.
func (p *Paper) Workbook() []report.Sheet {
	cover := &report.Table{Header: []string{p.Title}, Mixed: true}
	for _, line := range p.Cover {
		cover.Rows = append(cover.Rows, []string{ops.SafeText(line)})
	}
	for _, t := range p.Tiles {
		cover.Rows = append(cover.Rows, []string{ops.SafeText(t.Label), ops.SafeText(t.Value), ops.SafeText(t.Before), ops.SafeText(t.Change)})
	}
	out := []report.Sheet{{Name: p.Title, Table: cover}}
	for _, part := range p.Parts {
		t := &report.Table{Header: []string{part.Title}, Mixed: true}
		add := func(cells ...string) { t.Rows = append(t.Rows, cells) }
		for _, b := range part.Blocks {
			if b.Heading != "" {
				add(ops.SafeText(b.Heading))
			}
			for _, s := range b.Sentences {
				add(ops.SafeText(s))
			}
			if b.Table != nil {
				t.Rows = append(t.Rows, b.Table.rows()...)
			}
			if b.Note != "" {
				add(ops.SafeText(b.Note))
			}
			add()
		}
		if part.Text != "" {
			add(ops.SafeText(part.Text), ops.SafeText(part.Owner))
		}
		out = append(out, report.Sheet{Name: part.Title, Table: t})
	}
	return out
}

// rows returns the table with its head, figures in full.
func (t *Table) rows() [][]string {
	var head []string
	for _, c := range t.Columns {
		head = append(head, ops.SafeText(c.Text))
	}
	out := [][]string{head}
	for _, r := range t.Rows {
		var row []string
		for _, c := range r {
			if c.Full != "" {
				row = append(row, c.Full)
			} else {
				row = append(row, ops.SafeText(c.Text))
			}
		}
		out = append(out, row)
	}
	return out
}

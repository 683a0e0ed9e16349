package view

import (
	"net/url"
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// drawAdvice lists advice, each with the form of a try of it, which has the advice as its
// title and reason.
func drawAdvice(b Page, p *ops.Panel, s *analysis.Sheet, out *Panel) error {
	out.Table, out.Facts = b.sheet(p, s)
	if b.Fixed || len(s.Rows) == 0 {
		return nil
	}
	out.Table.Head = slices.Insert(out.Table.Head, 1, Head{Text: b.T.Operation.ToDo})
	for i := range out.Table.Rows {
		row, r := &out.Table.Rows[i], &s.Rows[i]
		cell := Cell{Words: true}
		if r.Href != "" {
			says := b.sheetVerdict(r)
			title := []rune(says)
			cell.Text, cell.Href = b.T.Operation.PlanTry, r.Href+"&"+url.Values{"title": {string(title[:min(len(title), ops.MaxTitle)])}, "hypothesis": {says}}.Encode()
			row.Href = ""
		}
		row.Cells, row.Texts = slices.Insert(row.Cells, 0, cell), row.Texts+1
	}
	return nil
}

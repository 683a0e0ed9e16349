package subscribe

import (
	"context"
	"fmt"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/notify"
	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// The bounds of what a message shows of a panel; the page has the rest.
const (
	mostRows    = 10
	mostDays    = 7 // of tables with a row for each day: the last ones
	mostColumns = 5
	mostRemarks = 3
)

// panel writes a panel as a block: its large figures, its first rows and its remarks.
func (w writing) panel(ctx context.Context, b view.Page, p *ops.Panel, q analysis.Question) (notify.Block, error) {
	own := *b.View
	own.Question = q
	out := notify.Block{Title: b.Label(p.Title)}
	result, err := w.data.Panel(ctx, &own, p)
	if code := ops.CodeOf(err); code != "" && !passing(code) && w.sub.Panel == "" { // it fails alone, as on the page
		message, hint := b.Lang.Error(string(code), asError(err).Message, asError(err).Hint, asError(err).Args)
		out.Lines = []notify.Line{{Text: message + " " + hint}}
		return out, nil
	}
	if err != nil {
		return out, err
	}
	v, err := b.Panel(p, result)
	if err != nil {
		return out, err
	}
	if kpis, ok := result.(*analysis.KPIs); ok {
		w.stated.add(kpis, own.Filter)
	}
	for _, k := range v.KPIs {
		out.Figures = append(out.Figures, notify.Figure{Label: k.Label, Value: k.Total.Text, Note: kpiNote(k)})
	}
	for _, f := range v.Facts {
		out.Figures = append(out.Figures, notify.Figure{Label: f.Text, Value: f.Value})
	}
	t := firstTable(v)
	switch {
	case t == nil || len(v.KPIs) > 0: // the large figures say it all
	case !w.own && (names(t) || p.By == "invited_by"): // others read it: it says how many and where, and names nobody
		out.Lines = append(out.Lines, notify.Line{Text: fmt.Sprintf(b.T.Subscription.Persons, len(t.Rows))})
	default:
		out.Table = w.table(b, t)
		if len(t.Rows) == 0 {
			out.Table = nil
			out.Lines = append(out.Lines, notify.Line{Text: b.T.Subscription.NoRows})
		}
	}
	for _, r := range v.Remarks[:min(mostRemarks, len(v.Remarks))] {
		out.Lines = append(out.Lines, notify.Line{Text: r})
	}
	return out, nil
}

// firstTable returns the table that a panel is, or that its picture is drawn from.
func firstTable(v view.Panel) *view.Table {
	for _, t := range []*view.Table{v.Table, v.Below, v.Figures} {
		if t != nil {
			return t
		}
	}
	return nil
}

// names reports whether rows of a table name members.
func names(t *view.Table) bool {
	for _, r := range t.Rows {
		if strings.HasPrefix(r.Href, "/members/") {
			return true
		}
	}
	return false
}

// kpiNote says how a figure differs from its comparison.
func kpiNote(k view.KPI) string {
	var parts []string
	if k.Delta != nil {
		parts = append(parts, strings.TrimSpace(k.Delta.Word+" "+k.Delta.Text))
	}
	if k.Before != "" {
		parts = append(parts, k.Before)
	}
	return strings.Join(parts, " · ")
}

// table writes the rows of a table that a message has room for, and says what is left
// out.
func (w writing) table(b view.Page, t *view.Table) *notify.Table {
	out := &notify.Table{}
	said := spoken(t)
	columns := said[:min(mostColumns, len(said))]
	for _, i := range columns {
		out.Head = append(out.Head, t.Head[i].Text)
	}
	rows := t.Rows
	if n := len(rows); n > mostDays && rows[0].Days.Len() > 0 {
		rows = rows[n-mostDays:]
	}
	rows = rows[:min(len(rows), mostRows)]
	for _, r := range rows {
		out.Rows = append(out.Rows, rowOf(r, columns))
	}
	if t.Total != nil {
		out.Rows = append(out.Rows, rowOf(*t.Total, columns))
	}
	left, wide := len(t.Rows)-len(rows), len(said)-len(columns)
	switch s := &b.T.Subscription; {
	case left > 0 && wide > 0:
		out.More = fmt.Sprintf(s.MoreBoth, left, wide)
	case left > 0:
		out.More = fmt.Sprintf(s.MoreRows, left)
	case wide > 0:
		out.More = fmt.Sprintf(s.MoreColumns, wide)
	}
	return out
}

// spoken returns the columns of a table that say something in words or figures: small
// drawings are for pages.
func spoken(t *view.Table) []int {
	out := []int{0}
	for i := 1; i < len(t.Head); i++ {
		for _, r := range t.Rows {
			if i <= len(r.Cells) && textOf(r.Cells[i-1]) != "" {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// rowOf writes some cells of a row, of which the first names it.
func rowOf(r view.Row, columns []int) []string {
	out := []string{r.Name}
	for _, i := range columns[1:] {
		text := ""
		if i <= len(r.Cells) {
			text = textOf(r.Cells[i-1])
		}
		out = append(out, text)
	}
	return out
}

func textOf(c view.Cell) string {
	if c.Delta != nil {
		return strings.TrimSpace(c.Delta.Word + " " + c.Delta.Text)
	}
	return c.Text
}

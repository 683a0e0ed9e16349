package view

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// Whisker is a figure as a mark on the range it lies in, drawn in per cent of
// the width of its cell. From and To are the ends of the range, At the figure, Zero
// where 0 lies ("" outside of the picture), Class good, bad or "".
type Whisker struct{ From, To, At, Zero, Class string }

func drawSheet(b Page, p *ops.Panel, s *analysis.Sheet, out *Panel) error {
	out.Table, out.Facts = b.sheet(p, s)
	none := func(n analysis.Note) bool { return n.Code == analysis.NoPartners || n.Code == analysis.NoEvents }
	if len(out.Remarks) == 1 && len(out.Table.Rows) == 0 && slices.ContainsFunc(s.Remarks(), none) {
		out.Table.Empty, out.Remarks = out.Remarks[0], nil // said once, in place of the rows
	}
	return nil
}

// sheet writes things one by one: their names, their figures, and the range of
// the one column that is drawn.
func (b Page) sheet(p *ops.Panel, s *analysis.Sheet) (*Table, []Fact) {
	out := &Table{Caption: b.Label(p.Title), Wide: s.Bars != ""}
	drawn := slices.IndexFunc(s.Columns, func(c analysis.SheetColumn) bool { return c.Name == s.Bars })
	layout := sheetLayout{keys: sheetKeys(s), drawn: drawn, scale: scaleOf(s, drawn)}
	layout.ranges = drawn >= 0 && s.Columns[drawn].Range
	layout.verdicts = slices.ContainsFunc(s.Rows, func(r analysis.SheetRow) bool { return b.sheetVerdict(&r) != "" })
	keys := layout.keys
	for _, k := range keys {
		out.Head = append(out.Head, Head{Name: s.Keys[k].Name, Text: b.Label(s.Keys[k].Label)})
	}
	for i, c := range s.Columns {
		head := Head{Name: c.Name, Text: b.Label(c.Label), Number: true}
		if c.Range && c.Level > 0 {
			head.Title = fmt.Sprintf(b.T.Operation.RangeTitle, i18n.Percent(c.Level))
		}
		out.Head = append(out.Head, head)
		if i == drawn && layout.ranges {
			out.Head = append(out.Head, Head{Name: "range", Text: b.T.Operation.Range, Fixed: true})
		}
	}
	if layout.verdicts {
		out.Head = append(out.Head, Head{Name: "verdict", Text: b.T.Operation.Verdict})
	}
	for i := range s.Rows {
		row := b.sheetRow(s, &s.Rows[i], layout)
		if s.Rows[i].Total {
			row.Name = b.T.Panel.Total
			out.Total = &row
			continue
		}
		out.Rows = append(out.Rows, row)
	}
	var facts []Fact
	for _, f := range s.Facts {
		c := b.sheetCell(f.Cell, f.Unit)
		facts = append(facts, Fact{Value: c.Text, Text: b.Label(f.Label), Href: c.Href})
	}
	return out, facts
}

// sheetLayout is what all rows of a sheet have in common: the keys shown, the
// column that is drawn, as ranges on a scale or else as bars, and whether
// anything is said of rows.
type sheetLayout struct {
	keys             []int
	drawn            int
	scale            [2]float64
	ranges, verdicts bool
}

// sheetKeys returns the places of the keys that are shown: ids that stand
// beside a title are not.
func sheetKeys(s *analysis.Sheet) []int {
	var out []int
	for i, k := range s.Keys {
		if !strings.HasSuffix(k.Name, "_id") || len(s.Keys) == 1 {
			out = append(out, i)
		}
	}
	return out
}

func (b Page) sheetRow(s *analysis.Sheet, r *analysis.SheetRow, l sheetLayout) Row {
	keys := l.keys
	row := Row{Name: b.sheetName(s.Keys[keys[0]], r.Keys[keys[0]]), Texts: len(keys) - 1}
	if r.Other > 0 {
		row.Name, row.Rest = b.Group("", r.Other), true
	}
	if !b.Fixed {
		row.Href = r.Href
	}
	for _, k := range keys[1:] {
		if r.Other > 0 {
			row.Cells = append(row.Cells, Cell{})
			continue
		}
		cell := Cell{Text: b.sheetName(s.Keys[k], r.Keys[k])}
		if d, err := ops.ParseDay(r.Keys[k]); err == nil {
			cell.Value = ops.Value{Number: float64(d)} // days are ordered by the calendar
		}
		row.Cells = append(row.Cells, cell)
	}
	for i, c := range r.Cells {
		cell := b.sheetCell(c, s.Columns[i].Unit)
		cell.Few = r.Faint && c.State == ops.Known
		if cell.Few && cell.Title == "" {
			cell.Title = b.T.Panel.FewSubjects
		}
		row.Cells = append(row.Cells, cell)
		switch {
		case i != l.drawn || r.Total && !l.ranges:
		case l.ranges && r.Other > 0:
			row.Cells = append(row.Cells, Cell{})
		case r.Other > 0:
			row.Bar = "0"
		case l.ranges:
			row.Cells = append(row.Cells, Cell{Whisker: whiskerOf(c, l.scale, r)})
		default:
			row.Bar = chart.Share(c.Value, l.scale[1])
		}
	}
	if !l.verdicts {
		return row
	}
	verdict := Cell{Text: b.sheetVerdict(r), Tag: string(r.Verdict), Words: true}
	if r.Verdict == analysis.Indifferent {
		verdict.Tag = ""
	}
	row.Cells = append(row.Cells, verdict)
	return row
}

// sheetName writes a name: a value of a dimension by its own word, a day as a day.
func (b Page) sheetName(k analysis.SheetKey, text string) string {
	if k.Name == "kinds" || k.Name == "kind" && k.Dimension == "" {
		var names []string
		for _, part := range strings.Split(text, "+") {
			names = append(names, cmp.Or(b.T.Operation.Kind(part), part))
		}
		return strings.Join(names, " + ")
	}
	if k.Name == "counted" {
		if m, ok := b.Catalog.Metric(text); ok {
			return b.Label(m.Label)
		}
	}
	if k.Name == "days" {
		from, to, _ := strings.Cut(text, " – ")
		first, err := ops.ParseDay(from)
		last, err2 := ops.ParseDay(to)
		if err == nil && err2 == nil {
			return b.Days(ops.Range{From: first, To: last + 1})
		}
	}
	if k.Name == "slots" {
		var names []string
		for part := range strings.SplitSeq(text, analysis.SlotsApart) {
			names = append(names, b.Group(part, 0))
		}
		return strings.Join(names, " · ")
	}
	if k.Name == "bought" && text == analysis.NothingBought {
		return b.T.Saying.NothingBought
	}
	if k.Name == "published" || k.Name == "last" {
		if d, err := ops.ParseDay(text); err == nil {
			return b.Day(d)
		}
	}
	if k.Dimension == "" && text != "" {
		return text
	}
	return b.Group(text, 0)
}

// sheetCell writes a figure, with its range in words.
func (b Page) sheetCell(c analysis.SheetCell, u ops.Unit) Cell {
	out := b.cell(c.Value, u)
	if c.Ranged {
		low, high := b.Value(ops.Value{Number: c.Range.Low}, u), b.Value(ops.Value{Number: c.Range.High}, u)
		out.Title = fmt.Sprintf(b.T.Operation.Between, low, high)
		if c.State == ops.Pending { // only its ends are known
			out.Text, out.State = low+" – "+high, ""
		}
	}
	if c.People != nil && c.State == ops.Known && c.Num > 0 {
		out.Href = b.peopleHref(*c.People)
	}
	return out
}

// sheetVerdict says what a row comes to.
func (b Page) sheetVerdict(r *analysis.SheetRow) string {
	if r.Reason != "" {
		return b.note(analysis.Note{Code: r.Reason, Args: r.Args})
	}
	switch r.Verdict {
	case analysis.Good:
		return b.T.Operation.Better
	case analysis.Bad:
		return b.T.Operation.Worse
	}
	if r.Faint {
		return b.T.Panel.FewSubjects
	}
	return ""
}

// scaleOf returns the smallest and largest value that the picture of a column
// has to show, 0 included.
func scaleOf(s *analysis.Sheet, column int) (scale [2]float64) {
	if column < 0 {
		return scale
	}
	for _, r := range s.Rows {
		c := r.Cells[column]
		if r.Other > 0 { // it is not drawn: sums would make all others small
			continue
		}
		if c.State == ops.Known {
			scale[0], scale[1] = min(scale[0], c.Number), max(scale[1], c.Number)
		}
		if c.Ranged {
			scale[0], scale[1] = min(scale[0], c.Range.Low), max(scale[1], c.Range.High)
		}
	}
	return scale
}

// whiskerOf places a cell on a scale; nil where there is nothing to draw.
func whiskerOf(c analysis.SheetCell, scale [2]float64, r *analysis.SheetRow) *Whisker {
	span := scale[1] - scale[0]
	if span <= 0 || c.State != ops.Known && !c.Ranged {
		return nil
	}
	place := func(x float64) string { return strconv.FormatFloat(2+96*(x-scale[0])/span, 'f', 2, 64) + "%" }
	w := &Whisker{Zero: place(0)}
	if c.State == ops.Known {
		w.At = place(c.Number)
	}
	if c.Ranged {
		w.From, w.To = place(c.Range.Low), place(c.Range.High)
	}
	switch {
	case r.Faint:
		w.Class = "faint"
	case r.Verdict == analysis.Good || r.Verdict == analysis.Bad:
		w.Class = string(r.Verdict)
	}
	return w
}

package notify

import (
	"fmt"
	"html"
	"math"
	"strings"
)

// Block is a part of a message under a heading of its own.
type Block struct {
	Title   string   `json:",omitempty"`
	Figures []Figure `json:",omitempty"` // stand beside each other
	Lines   []Line   `json:",omitempty"`
	Table   *Table   `json:",omitempty"`
}

// Figure is one large number with what it is and a remark.
type Figure struct {
	Label, Value string
	Note         string `json:",omitempty"`
}

// Table has one row for each thing; its first column says which. More says how many
// are left out, "" if none.
type Table struct {
	Head []string
	Rows [][]string
	More string `json:",omitempty"`
}

// robotRows is how many rows of a table a robot shows.
const robotRows = 5

// lines returns all that the message says as lines, for channels that know nothing else.
// Of a table they are its first most rows.
func (m Message) lines(most int) []Line {
	out := append([]Line{}, m.Lines...)
	for _, b := range m.Blocks {
		if b.Title != "" {
			out = append(out, Line{Text: b.Title, Emphasis: true})
		}
		for _, f := range b.Figures {
			out = append(out, Line{Text: f.text(m.Lang)})
		}
		out = append(out, b.Lines...)
		if b.Table == nil {
			continue
		}
		for _, row := range b.Table.Rows[:min(most, len(b.Table.Rows))] {
			out = append(out, Line{Text: b.Table.text(row, m.Lang)})
		}
		if left := len(b.Table.Rows) - most; left > 0 {
			out = append(out, Line{Text: strings.TrimSpace(m.more(left))})
		}
		if b.Table.More != "" {
			out = append(out, Line{Text: b.Table.More})
		}
	}
	return append(out, m.Foot...)
}

// Said returns all that the message says, line by line.
func (m Message) Said() []Line { return m.lines(math.MaxInt) }

// text writes a figure as a sentence.
func (f Figure) text(lang string) string {
	out := f.Label + colon(lang) + f.Value
	if f.Note != "" {
		out += comma(lang) + f.Note
	}
	return out
}

// text writes a row as a sentence: what it is about, and each figure with its name.
func (t *Table) text(row []string, lang string) string {
	var parts []string
	for i, cell := range row[1:] {
		if name := t.Head[i+1]; name != "" {
			cell = name + " " + cell
		}
		parts = append(parts, cell)
	}
	if len(parts) == 0 {
		return row[0]
	}
	return row[0] + colon(lang) + strings.Join(parts, comma(lang))
}

func colon(lang string) string {
	if lang == "zh" {
		return "："
	}
	return ": "
}

func comma(lang string) string {
	if lang == "zh" {
		return "，"
	}
	return ", "
}

// The styles of a mail stand in place, because mail programs drop style sheets.
const (
	cellStyle  = "padding:8px 10px 8px 0;border-bottom:1px solid #e3e6ec;font-size:14px;line-height:22px;color:#121826;text-align:left"
	labelStyle = "font-size:12px;line-height:18px;color:#5c6577"
	valueStyle = "font-size:24px;line-height:32px;font-weight:bold;color:#121826"
	titleStyle = "font-size:13px;line-height:20px;font-weight:bold;color:#121826"
)

// html writes a block as a mail shows it.
func (b Block) html(out *strings.Builder) {
	e := html.EscapeString
	if b.Title != "" {
		fmt.Fprintf(out, `<tr><td style="padding:18px 24px 0"><h2 style="margin:0;%s">%s</h2></td></tr>`, titleStyle, e(b.Title))
	}
	const most = 3 // beside each other
	for first := 0; first < len(b.Figures); first += most {
		row := b.Figures[first:min(first+most, len(b.Figures))]
		out.WriteString(`<tr><td style="padding:4px 24px 0"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>`)
		for _, f := range row {
			fmt.Fprintf(out, `<td width="33%%" valign="top" style="padding:10px 12px 8px 0">`+
				`<div style="%s">%s</div><div style="%s">%s</div><div style="%s">%s</div></td>`, labelStyle, e(f.Label), valueStyle, e(f.Value), labelStyle, e(f.Note))
		}
		for range most - len(row) {
			out.WriteString(`<td width="33%"></td>`)
		}
		out.WriteString(`</tr></table></td></tr>`)
	}
	for _, l := range b.Lines {
		l.html(out)
	}
	if b.Table != nil {
		b.Table.html(out)
	}
}

// html writes a line as a mail shows it, its link at the right.
func (l Line) html(out *strings.Builder) {
	e := html.EscapeString
	text := e(l.Text)
	if l.Emphasis {
		text = "<b>" + text + "</b>"
	}
	out.WriteString(`<tr><td style="padding:0 24px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>`)
	fmt.Fprintf(out, `<td style="%s">%s</td>`, cellStyle, text)
	if l.Link != "" {
		fmt.Fprintf(out, `<td align="right" valign="top" style="%s;white-space:nowrap;text-align:right"><a href="%s" style="color:#1d47b3">%s</a></td>`,
			cellStyle, e(l.Link), e(orElse(l.LinkText, l.Link)))
	}
	out.WriteString(`</tr></table></td></tr>`)
}

// html writes a table as a mail shows it.
func (t *Table) html(out *strings.Builder) {
	e := html.EscapeString
	out.WriteString(`<tr><td style="padding:4px 24px 0"><table width="100%" cellpadding="0" cellspacing="0" border="0"><tr>`)
	align := func(i int) string {
		if i > 0 {
			return ";text-align:right"
		}
		return ""
	}
	for i, h := range t.Head {
		fmt.Fprintf(out, `<th style="%s;%s%s">%s</th>`, cellStyle, labelStyle, align(i), e(h))
	}
	out.WriteString(`</tr>`)
	for _, row := range t.Rows {
		out.WriteString(`<tr>`)
		for i, cell := range row {
			fmt.Fprintf(out, `<td style="%s%s">%s</td>`, cellStyle, align(i), e(cell))
		}
		out.WriteString(`</tr>`)
	}
	out.WriteString(`</table>`)
	if t.More != "" {
		fmt.Fprintf(out, `<div style="padding-top:6px;%s">%s</div>`, labelStyle, e(t.More))
	}
	out.WriteString(`</td></tr>`)
}

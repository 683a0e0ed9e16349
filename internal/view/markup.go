package view

import (
	"html/template"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A page has thousands of cells, so their markup and that of the tables and
// grids they lie in is written here and not by templates, which take many times
// as long. Addresses are our own, as ask.Href makes them.

// Markup is markup whose texts are escaped.
type Markup = template.HTML

// Markup returns the whole table.
func (t Table) Markup() template.HTML {
	var b strings.Builder
	b.Grow(256 + 128*len(t.Head) + 48*len(t.Head)*len(t.Rows))
	class := "tbl"
	if t.Wide {
		class = "tbl wide"
	}
	element(&b, "table", "class", class)
	b.WriteString("\n<caption class=\"sr\">")
	escape(&b, t.Caption)
	b.WriteString("</caption>\n<thead><tr>")
	for _, h := range t.Head {
		h.write(&b)
	}
	b.WriteString("</tr></thead>\n<tbody>")
	for i := range t.Rows {
		if t.Rows[i].Open {
			b.WriteString(`<tr class="open">`)
		} else {
			b.WriteString("<tr>")
		}
		t.Rows[i].write(&b)
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n")
	if t.Total != nil {
		b.WriteString("<tfoot><tr>")
		t.Total.write(&b)
		b.WriteString("</tr></tfoot>\n")
	}
	b.WriteString("</table>")
	return template.HTML(b.String())
}

func (h Head) write(b *strings.Builder) {
	b.WriteString(`<th scope="col"`)
	if h.Number {
		b.WriteString(` class="num"`)
	}
	switch {
	case h.Sorted && h.Ascending:
		b.WriteString(` aria-sort="ascending"`)
	case h.Sorted:
		b.WriteString(` aria-sort="descending"`)
	}
	if h.Title != "" {
		attribute(b, "title", h.Title)
	}
	b.WriteByte('>')
	if h.Href != "" {
		b.WriteString("<a")
		attribute(b, "href", h.Href)
		b.WriteString(" data-live>")
		escape(b, h.Text)
		if h.Sorted {
			icon := "#i-adn"
			if h.Ascending {
				icon = "#i-aup"
			}
			b.WriteString(`<svg class="i" aria-hidden="true" focusable="false"><use`)
			attribute(b, "href", icon)
			b.WriteString("/></svg>")
		}
		b.WriteString("</a></th>")
		return
	}
	escape(b, h.Text)
	b.WriteString("</th>")
}

// longName is from how many characters on a name may be cut off on screen.
const longName = 16

func (r *Row) write(b *strings.Builder) {
	b.WriteString(`<th scope="row"`)
	if r.Bar != "" {
		b.WriteString(` class="barcell"><svg class="bar" aria-hidden="true" focusable="false"><rect`)
		attribute(b, "width", r.Bar)
		b.WriteString(` height="100%" rx="4"/></svg`)
	}
	b.WriteString("><span")
	if utf8.RuneCountInString(r.Name) > longName {
		attribute(b, "title", r.Name)
	}
	b.WriteByte('>')
	if r.Href != "" {
		b.WriteString("<a")
		attribute(b, "href", r.Href)
		b.WriteString(" data-live>")
		escape(b, r.Name)
		b.WriteString("</a>")
	} else {
		writeDay(b, r.Name, r.Note)
	}
	b.WriteString("</span>")
	writeMarks(b, r.Marks)
	b.WriteString("</th>")
	for i := range r.Cells {
		r.Cells[i].column(b, i < r.Texts)
	}
}

// writeDay writes the name of a row; one about days opens their notes.
func writeDay(b *strings.Builder, name, note string) {
	if note == "" {
		escape(b, name)
		return
	}
	element(b, "a", "href", note)
	escape(b, name)
	b.WriteString("</a>")
}

// writeMarks writes what happened on the days of a row: a sign, and the words.
func writeMarks(b *strings.Builder, said string) {
	if said == "" {
		return
	}
	element(b, "span", "class", "said", "title", said)
	escape(b, said)
	b.WriteString("</span>")
}

// Head returns the name of the row with what happened on its days.
func (r Cohort) Head() template.HTML {
	var b strings.Builder
	writeDay(&b, r.Start, r.Note)
	writeMarks(&b, r.Marks)
	return template.HTML(b.String())
}

// columnsOf returns the cells of a row of a triangle.
func columnsOf(cells []CohortCell) template.HTML {
	var b strings.Builder
	for i := range cells {
		cells[i].write(&b)
	}
	return template.HTML(b.String())
}

// Columns returns the cells of the row.
func (r AverageRow) Columns() template.HTML { return columnsOf(r.Cells) }

// Columns returns the cells of the row.
func (r Cohort) Columns() template.HTML { return columnsOf(r.Cells) }

func (c *CohortCell) write(b *strings.Builder) {
	if c.Text == "" {
		b.WriteString("<td></td>")
		return
	}
	class := "c h" + strconv.Itoa(c.Level)
	if c.First {
		class = "c first"
	}
	if c.Part {
		class += " part"
	}
	if c.Title == "" {
		element(b, "td", "class", class)
	} else {
		element(b, "td", "class", class, "title", c.Title)
	}
	figure := Cell{Text: c.Text, Href: c.Href}
	if c.Href == "" {
		figure.State = c.State
	}
	figure.write(b)
	if c.Part {
		element(b, "span", "class", "sr")
		b.WriteByte(' ')
		escape(b, c.Title)
		b.WriteString("</span>")
	}
	b.WriteString("</td>")
}

// element opens an element with attributes, each a name and a value.
func element(b *strings.Builder, name string, attributes ...string) {
	b.WriteByte('<')
	b.WriteString(name)
	for i := 0; i < len(attributes); i += 2 {
		attribute(b, attributes[i], attributes[i+1])
	}
	b.WriteByte('>')
}

func attribute(b *strings.Builder, name, value string) {
	b.WriteByte(' ')
	b.WriteString(name)
	b.WriteString(`="`)
	escape(b, value)
	b.WriteByte('"')
}

func escape(b *strings.Builder, text string) {
	if !strings.ContainsAny(text, "&<>\"'\x00") {
		b.WriteString(text)
		return
	}
	b.WriteString(template.HTMLEscapeString(text))
}

// Squares returns the cells of a grid.
func (g *Grid) Squares() template.HTML {
	var b strings.Builder
	b.Grow(128 * len(g.Cells))
	side := strconv.Itoa(g.Side)
	for _, c := range g.Cells {
		class := "k" + strconv.Itoa(c.Level)
		if c.Open {
			class += " open"
		}
		if c.Marked {
			class += " ev"
		}
		element(&b, "rect", "class", class, "x", strconv.Itoa(c.X), "y", strconv.Itoa(c.Y), "width", side, "height", side)
		b.WriteString("<title>")
		escape(&b, c.Title)
		b.WriteString("</title></rect>")
	}
	return template.HTML(b.String())
}

// Markup returns the figure of a cell, inside a link if it has one.
func (c Cell) Markup() template.HTML {
	var b strings.Builder
	c.write(&b)
	return template.HTML(b.String())
}

func (c Cell) write(b *strings.Builder) {
	if c.Href != "" {
		element(b, "a", "href", c.Href)
	}
	switch {
	case c.State != "":
		element(b, "abbr", "title", c.State)
		escape(b, c.Text)
		b.WriteString("</abbr>")
	case c.Few:
		element(b, "span", "class", "few", "title", c.Title)
		escape(b, c.Text)
		b.WriteString("</span>")
	case c.Title != "":
		element(b, "span", "title", c.Title)
		escape(b, c.Text)
		b.WriteString("</span>")
	default:
		escape(b, c.Text)
	}
	if c.Href != "" {
		b.WriteString("</a>")
	}
}

// tagLine is how many bytes of a verdict stand on one line; a longer one is a
// sentence, which a narrow card would cut.
const tagLine = 40

// column writes the cell as a column of a row of figures, or of words.
func (c *Cell) column(b *strings.Builder, words bool) {
	switch {
	case c.Delta != nil:
		b.WriteString(`<td class="num">`)
		c.Delta.write(b)
	case c.Spark.Line != "":
		b.WriteString("<td>")
		c.Spark.write(b)
	case c.Whisker != nil:
		b.WriteString(`<td class="whisk">`)
		c.Whisker.write(b)
	case c.Tag != "":
		if len(c.Text) > tagLine {
			b.WriteString(`<td class="wrap">`)
		} else {
			b.WriteString("<td>")
		}
		element(b, "span", "class", "tag "+c.Tag)
		escape(b, c.Text)
		b.WriteString("</span>")
	case c.Words:
		b.WriteString(`<td class="wrap">`)
		c.write(b)
	case words:
		b.WriteString("<td>")
		c.write(b)
	default:
		b.WriteString(`<td class="num">`)
		c.write(b)
	}
	b.WriteString("</td>")
}

// write draws the range as a line, the figure as a mark on it, and where 0 is.
func (w *Whisker) write(b *strings.Builder) {
	element(b, "svg", "class", strings.TrimSpace("whisk "+w.Class), "aria-hidden", "true", "focusable", "false")
	line := func(class, from, to, top, bottom string) {
		element(b, "line", "class", class, "x1", from, "x2", to, "y1", top, "y2", bottom)
		b.WriteString("</line>")
	}
	line("zero", w.Zero, w.Zero, "0", "100%")
	if w.From != "" {
		line("range", w.From, w.To, "50%", "50%")
	}
	if w.At != "" {
		line("at", w.At, w.At, "15%", "85%")
	}
	b.WriteString("</svg>")
}

// Markup returns the difference.
func (d *Delta) Markup() template.HTML {
	var b strings.Builder
	d.write(&b)
	return template.HTML(b.String())
}

func (d *Delta) write(b *strings.Builder) {
	class := "delta"
	if d.Class != "" {
		class += " " + d.Class
	}
	tag := "span"
	if d.Href != "" {
		tag = "a"
		element(b, tag, "class", class+" why", "href", d.Href, "title", d.Hint)
	} else {
		element(b, tag, "class", class)
	}
	if d.Icon != "" {
		b.WriteString(`<svg class="i" aria-hidden="true" focusable="false"><use`)
		attribute(b, "href", "#i-"+d.Icon)
		b.WriteString("/></svg>")
	}
	b.WriteString(`<span class="sr">`)
	escape(b, d.Word)
	b.WriteString(" </span>")
	escape(b, d.Text)
	if d.Hint != "" {
		b.WriteString(`<span class="sr"> `)
		escape(b, d.Hint)
		b.WriteString("</span>")
	}
	b.WriteString("</" + tag + ">")
}

// Markup returns the picture; one without points is nothing.
func (s Spark) Markup() template.HTML {
	var b strings.Builder
	s.write(&b)
	return template.HTML(b.String())
}

func (s *Spark) write(b *strings.Builder) {
	if s.Line == "" {
		return
	}
	class := "spark"
	if s.Height == inlineSpark {
		class = "spark inl"
	}
	element(b, "svg", "class", class, "viewBox", "0 0 "+strconv.Itoa(s.Width)+" "+strconv.Itoa(s.Height), "preserveAspectRatio", "none", "aria-hidden", "true",
		"focusable", "false")
	for _, path := range []struct{ class, d string }{{"a", s.Area}, {"l", s.Line}, {"d", s.Open}} {
		if path.d != "" {
			b.WriteString("<path")
			attribute(b, "class", path.class)
			attribute(b, "d", path.d)
			b.WriteString("/>")
		}
	}
	b.WriteString("</svg>")
}

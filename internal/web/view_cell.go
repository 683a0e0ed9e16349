package web

import (
	"html/template"
	"strconv"
	"strings"
)

// A page has thousands of cells, so their markup is written here and not by
// templates, which take many times as long. Addresses are our own, as hrefOf
// makes them.

// Markup returns the figure of a cell, inside a link if it has one.
func (c cellView) Markup() template.HTML {
	var b strings.Builder
	c.write(&b)
	return template.HTML(b.String())
}

func (c cellView) write(b *strings.Builder) {
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

// Drawn reports whether the cell holds more than a figure.
func (c cellView) Drawn() bool { return c.Delta != nil || c.Spark.Line != "" }

// Column returns a cell that is not drawn as a column of a row of figures, or
// of words.
func (c cellView) Column(words bool) template.HTML {
	var b strings.Builder
	if words {
		b.WriteString("<td>")
	} else {
		b.WriteString(`<td class="num">`)
	}
	c.write(&b)
	b.WriteString("</td>")
	return template.HTML(b.String())
}

// Markup returns the cell as a column of a triangle.
func (c cohortCell) Markup() template.HTML {
	if c.Text == "" {
		return "<td></td>"
	}
	class := "c h" + strconv.Itoa(c.Level)
	if c.First {
		class = "c first"
	}
	if c.Part {
		class += " part"
	}
	var b strings.Builder
	if c.Title == "" {
		element(&b, "td", "class", class)
	} else {
		element(&b, "td", "class", class, "title", c.Title)
	}
	figure := cellView{Text: c.Text, Href: c.Href}
	if c.Href == "" {
		figure.State = c.State
	}
	figure.write(&b)
	if c.Part {
		element(&b, "span", "class", "sr")
		b.WriteByte(' ')
		escape(&b, c.Title)
		b.WriteString("</span>")
	}
	b.WriteString("</td>")
	return template.HTML(b.String())
}

// element opens an element with attributes, each a name and a value.
func element(b *strings.Builder, name string, attributes ...string) {
	b.WriteByte('<')
	b.WriteString(name)
	for i := 0; i < len(attributes); i += 2 {
		b.WriteByte(' ')
		b.WriteString(attributes[i])
		b.WriteString(`="`)
		escape(b, attributes[i+1])
		b.WriteByte('"')
	}
	b.WriteByte('>')
}

func escape(b *strings.Builder, text string) {
	if !strings.ContainsAny(text, "&<>\"'\x00") {
		b.WriteString(text)
		return
	}
	b.WriteString(template.HTMLEscapeString(text))
}

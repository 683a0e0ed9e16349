package view

import (
	"cmp"
	"net/url"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// Panel is one box of a page. One of the fields from KPIs on holds its
// figures; none when there are none.
type Panel struct {
	T               *i18n.Messages
	ID, Title, Note string
	Width           int
	Link            *Choice
	Remarks         []string
	Fault           *Fault
	KPIs            []KPI
	Chart           *Chart
	Table           *Table
	Multiples       []Multiple
	Steps           []Step
	Narrow          bool // a funnel lies on its side where there is little room
	Triangle        *Triangle
	Funnel          *Funnel
	Bars            []StreakBar
	Options         *Options
	Below           *Table // a table beside the picture
	Grid            *Grid
	Today           *Today
	Facts           []Fact // small figures under the picture
	Says            *Says
	Against         *Against
	Figures         *Table   // the panel as a table
	Columns         []Choice // of the table, to show or to hide; none where it has few
	Pin             string   // where the panel is put on a board; "" where it cannot be
	CSV             string
	Origin          string // where it is said which sums and files its figures are made of
	Picture         string // name of its picture
	SVG             string // address of its picture made by the server; "" where there is none
}

// Fact is a small figure with what it is; Href opens the members behind it.
type Fact struct{ Value, Text, Href string }

// frame makes what a panel has without any figures.
func (b Page) frame(p *ops.Panel) Panel {
	out := Panel{T: b.T, ID: p.ID, Title: b.Label(p.Title), Note: b.Label(p.Note), Width: cmp.Or(p.Width, 12)}
	if p.Link != "" && !b.Fixed {
		out.Link = &Choice{Label: b.T.Panel.Open, Href: ask.Href("/"+p.Link, ask.Carried(b.View.Params))}
	}
	out.Options = b.options(p)
	return out
}

// Failed is a panel that says why it has no figures; for e nil, that there are none.
func (b Page) Failed(p *ops.Panel, e *ops.Error) Panel {
	out := b.frame(p)
	if e != nil {
		f := b.Fault(e)
		out.Fault = &f
	}
	return out
}

// XLSX returns the address of the panel's figures as a workbook, "" where there is
// none of them as CSV.
func (p Panel) XLSX() string { return AsXLSX(p.CSV) }

// AsXLSX returns the address of a workbook of what is CSV under the other.
func AsXLSX(csv string) string { return strings.Replace(csv, ".csv", ".xlsx", 1) }

// pinned returns where a panel of the page is put on a board.
func pinned(b Page, p *ops.Panel) string {
	q := url.Values{"page": {b.Layout.Name}, "panel": {p.ID}}
	if b.View.Params.Metric != "" {
		q.Set("metric", b.View.Params.Metric)
	}
	if b.Layout.Name == ask.Explore {
		q.Set("question", b.View.Params.Options.Encode())
	}
	return ask.Href("/boards/pin", q)
}

// Panel makes the box of a panel from its result.
func (b Page) Panel(p *ops.Panel, result analysis.Result) (Panel, error) {
	out := b.frame(p)
	out.Remarks = b.remarks(result.Remarks())
	out.Picture = "daybreak-" + b.Layout.Name + "-" + p.ID
	if !b.Fixed {
		q := b.View.Params.Query()
		q.Set("panel", p.ID)
		out.CSV, out.SVG = ask.Href("/"+b.Layout.Name+".csv", q), ask.Href("/"+b.Layout.Name+".svg", q)
		out.Origin = tracing{b}.origin(p.ID)
		if !b.Unnamed {
			out.Pin = pinned(b, p)
		}
	}
	if draw, ok := drawings()[p.Type]; ok {
		if err := draw(b, p, result, &out); err != nil {
			return out, err
		}
	} else {
		out.Table = b.frameFigures(p, result.Frame())
	}
	for _, t := range []*Table{out.Table, out.Below, out.Figures} {
		b.marking(p).rows(t)
	}
	var err error
	out.Columns, err = arranging{b}.arrange(p, out.Table)
	return out, err
}

package view

import (
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/ops"
)

// Page makes the views of one page.
type Page struct {
	Writer
	Data      analysis.Data
	Layout    *ops.Page
	View      *analysis.View
	Questions map[*ops.Panel]analysis.Question // as picked in the address
	Fixed     bool                             // nothing on the page leads elsewhere
	Unnamed   bool                             // nothing on the page leads to members, who are those of now
	Marks     Marks
	Goals     []Goal
}

// href returns the address of this page with other controls, "" when they
// cannot be changed.
func (b Page) href(change func(*analysis.Params)) string {
	if b.Fixed {
		return ""
	}
	p := b.View.Params
	p.Filter = slices.Clone(p.Filter)
	for i := range p.Filter {
		p.Filter[i].Values = slices.Clone(p.Filter[i].Values)
	}
	p.Options = ask.OptionsOf(p.Options)
	change(&p)
	return ask.Href("/"+b.Layout.Name, p.Query())
}

package analysis

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// Sorting is by which of its columns the rows of a panel's table are ordered.
type Sorting struct {
	Panel, Column string
	Ascending     bool
}

// Hidden is a column of a panel's table that is not shown.
type Hidden struct{ Panel, Column string }

// maxColumns bounds how many columns an address may hide.
const maxColumns = 100

// parseTables reads how tables are shown: sort=panel:column:asc or …:desc, once a
// panel, and hide=panel:column.
func (p *Params) parseTables(q url.Values) error {
	wrong := func(key, value, hint string) error {
		return &ops.Error{Code: "bad_parameter", Message: fmt.Sprintf("%s=%s cannot be read.", key, ops.Show(value)), Hint: hint,
			Where: ops.Place{Column: key, Value: ops.Show(value)}}
	}
	if len(q["hide"]) > maxColumns {
		return wrong("hide", q["hide"][maxColumns], fmt.Sprintf("At most %d columns can be hidden.", maxColumns))
	}
	for _, text := range q["sort"] {
		parts := strings.Split(text, ":")
		if len(parts) != 3 || parts[0] == "" || parts[1] == "" || parts[2] != "asc" && parts[2] != "desc" {
			return wrong("sort", text, "Write panel:column:asc or panel:column:desc.")
		}
		if _, twice := p.SortOf(parts[0]); twice {
			return wrong("sort", text, "Order each table by one column.")
		}
		p.Sort = append(p.Sort, Sorting{parts[0], parts[1], parts[2] == "asc"})
	}
	for _, text := range q["hide"] {
		panel, column, ok := strings.Cut(text, ":")
		if !ok || panel == "" || column == "" {
			return wrong("hide", text, "Write panel:column.")
		}
		p.Hide = append(p.Hide, Hidden{panel, column})
	}
	return nil
}

// SortOf returns how the table of a panel is ordered.
func (p Params) SortOf(panel string) (Sorting, bool) {
	i := slices.IndexFunc(p.Sort, func(s Sorting) bool { return s.Panel == panel })
	if i < 0 {
		return Sorting{}, false
	}
	return p.Sort[i], true
}

// SortBy returns p with the table of a panel in another order.
func (p Params) SortBy(s Sorting) Params {
	p.Sort = slices.DeleteFunc(slices.Clone(p.Sort), func(x Sorting) bool { return x.Panel == s.Panel })
	p.Sort = append(p.Sort, s)
	return p
}

// Toggle returns p with a column hidden that was shown, or shown that was hidden.
func (p Params) Toggle(h Hidden) Params {
	if slices.Contains(p.Hide, h) {
		p.Hide = slices.DeleteFunc(slices.Clone(p.Hide), func(x Hidden) bool { return x == h })
		return p
	}
	p.Hide = append(slices.Clone(p.Hide), h)
	return p
}

// CheckTables refuses orders and hidden columns of panels that a page does not have.
func (p Params) CheckTables(page *ops.Page) error {
	check := func(key, panel string) error {
		if slices.ContainsFunc(page.Panels, func(x *ops.Panel) bool { return x.ID == panel }) {
			return nil
		}
		return &ops.Error{Code: "unknown_panel", Message: fmt.Sprintf("The page %s has no panel %q.", page.Name, ops.Show(panel)),
			Where: ops.Place{Column: key, Value: ops.Show(panel)}}
	}
	for _, s := range p.Sort {
		if err := check("sort", s.Panel); err != nil {
			return err
		}
	}
	for _, h := range p.Hide {
		if err := check("hide", h.Panel); err != nil {
			return err
		}
	}
	return nil
}

// order returns by which metric the groups of a panel are shown, and which way: the
// one the reader chose where it is one of the panel's, else the panel's own.
func (p Params) order(panel *ops.Panel) (metric string, ascending bool) {
	if s, ok := p.SortOf(panel.ID); ok && slices.Contains(panel.Metrics, s.Column) {
		return s.Column, s.Ascending
	}
	return cmp.Or(panel.Metric, panel.Metrics[0]), false
}

package frame

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/catalog"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// Explored is the page of the one panel that an address of the page explore puts
// together, read as strictly as one of a board. The error is ops.Mistakes whose places
// name the fields of the form; the page then holds the panel as far as it was read.
func Explored(d analysis.Data, currency string, q url.Values) (*ops.Page, error) {
	title := ops.Label{En: i18n.In(i18n.En).Explore.Title, Zh: i18n.In(i18n.Zh).Explore.Title}
	panel, err := ask.ExploredPanel(q, d)
	panel.Title = ops.Label{En: view.NewWriter(i18n.En, currency, d).ExploredTitle(panel), Zh: view.NewWriter(i18n.Zh, currency, d).ExploredTitle(panel)}
	page := &ops.Page{Name: ask.Explore, Title: title, Grain: ops.Daily, Days: 28, Panels: []*ops.Panel{panel}}
	if err != nil {
		return page, err
	}
	read, err := catalog.Explored(d.Catalog, ask.Explore, title, panel, ask.PanelShapes())
	if err != nil {
		return page, atFields(panel, err)
	}
	t, _ := analysis.PanelTypeOf(panel)
	if slices.Contains([]string{"retention", "growth", "kept", "invitations"}, t.Asks) { // which take weeks
		read.Grain, read.Days = ops.Weekly, 90
	}
	return read, nil
}

// atFields moves mistakes from their place in the text to the field of the form.
func atFields(p *ops.Panel, err error) error {
	var mistakes ops.Mistakes
	if !errors.As(err, &mistakes) {
		return err
	}
	t, _ := analysis.PanelTypeOf(p)
	out := make(ops.Mistakes, len(mistakes))
	for i, m := range mistakes {
		told := *m
		_, field, _ := strings.Cut(m.Where.Column, "].")
		if option, ok := strings.CutPrefix(field, "ask."); ok {
			told.Where = ops.Place{Column: t.Asks + "." + option, Value: m.Where.Value}
		} else {
			told.Where = ops.Place{Column: ask.ExploreName(field), Value: m.Where.Value}
		}
		out[i] = &told
	}
	return out
}

// PageNamed returns the page of a name: one of the catalog, or the one that the
// address puts together.
func PageNamed(d analysis.Data, currency, name string, q url.Values) (*ops.Page, error) {
	if name == ask.Explore {
		page, err := Explored(d, currency, q)
		if err != nil {
			return nil, BadRequest(err)
		}
		return page, nil
	}
	if page, ok := d.Catalog.Page(name); ok {
		return page, nil
	}
	return nil, echo.ErrNotFound
}

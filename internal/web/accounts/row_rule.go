package accounts

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// The fields of forms that say which rows somebody sees; each may come several times.
const (
	fieldChannel = "channel"
	fieldGroup   = "group"
)

func rowFields() []string { return []string{fieldChannel, fieldGroup} }

// pickList is what may be ticked of one dimension.
type pickList struct {
	Field, Label string
	Options      []pick
	Many         bool // so that they are looked for
}

type pick struct {
	Name, Value, Text string
	Picked            bool
}

// manyPicks is from how many names on a list has a field that finds them.
const manyPicks = 8

// picks lists the channels and groups of the record, ticked those of a rule, which
// come first.
func (s *Section) picks(c echo.Context, v frame.FormView, rule ops.RowRule) []pickList {
	d := s.Data(c)
	w := view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency, Catalog: d.Catalog}
	list := func(field string, picked, choice []string) pickList {
		out := pickList{Field: field, Label: w.Dimension(field)}
		for _, name := range picked {
			out.Options = append(out.Options, pick{field, name, w.Group(name, 0), true})
		}
		for _, name := range choice {
			if !slices.ContainsFunc(picked, func(p string) bool { return ops.Fold(p) == ops.Fold(name) }) {
				out.Options = append(out.Options, pick{field, name, w.Group(name, 0), false})
			}
		}
		out.Many = len(out.Options) >= manyPicks
		return out
	}
	return []pickList{list(fieldChannel, rule.Channels, s.channels(c)), list(fieldGroup, rule.Groups, d.Snapshot.Values("group"))}
}

// channels lists the channels that a rule may name: to somebody with a rule, those they
// see.
func (s *Section) channels(c echo.Context) []string {
	d := s.Data(c)
	if d.Rows.Narrows() {
		return d.Snapshot.Values("channel")
	}
	return frame.ChannelsOf(d)
}

// sees says which rows alone are shown; "" for all.
func (s *Section) sees(v frame.FormView, rule ops.RowRule) string {
	catalog, _ := s.Catalog.Current()
	return view.Writer{Lang: v.Lang, T: v.T, Currency: s.Currency, Catalog: catalog}.RowRule(rule.In(s.Snapshots.Current().Keys()))
}

// rowsField reads which rows a form says that somebody sees: names that rows carry, by
// their keys. No name at all is every row.
func (s *Section) rowsField(c echo.Context, form url.Values) (ops.RowRule, error) {
	d := s.Data(c)
	rule := ops.RowRule{Channels: form[fieldChannel], Groups: form[fieldGroup]}.In(d.Snapshot.Keys())
	for _, f := range []struct {
		field         string
		names, choice []string
	}{{fieldChannel, rule.Channels, s.channels(c)}, {fieldGroup, rule.Groups, d.Snapshot.Values("group")}} {
		for _, name := range f.names {
			if !slices.ContainsFunc(f.choice, func(v string) bool { return ops.Fold(v) == ops.Fold(name) }) {
				return rule, frame.BadRequest(&ops.Error{Code: "unknown_rows", Message: fmt.Sprintf("There is no %s %s in the record.", f.field, ops.Show(name)),
					Hint: "Choose from the list.", Where: ops.Place{Column: f.field, Value: ops.Show(name)}, Args: []any{ops.Show(name), f.field}})
			}
		}
	}
	return rule, rule.Check()
}

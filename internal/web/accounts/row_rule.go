package accounts

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// The fields of forms that say which rows somebody sees; each may come several times.
const (
	fieldChannel = "channel"
	fieldGroup   = "group"
)

func rowFields() []string { return []string{fieldChannel, fieldGroup} }

// rowsField reads which rows a form says that somebody sees: names that rows carry, by
// their keys. No name at all is every row.
func (s *Section) rowsField(c echo.Context, form url.Values) (ops.RowRule, error) {
	d := s.Data(c)
	rule := ops.RowRule{Channels: form[fieldChannel], Groups: form[fieldGroup]}.In(d.Snapshot.Keys())
	for _, f := range []struct {
		field         string
		names, choice []string
	}{{fieldChannel, rule.Channels, frame.ChannelsOf(d)}, {fieldGroup, rule.Groups, d.Snapshot.Values("group")}} {
		for _, name := range f.names {
			if !slices.ContainsFunc(f.choice, func(v string) bool { return ops.Fold(v) == ops.Fold(name) }) {
				return rule, frame.BadRequest(&ops.Error{Code: "unknown_rows", Message: fmt.Sprintf("There is no %s %s in the record.", f.field, ops.Show(name)),
					Hint: "Choose from the list.", Where: ops.Place{Column: f.field, Value: ops.Show(name)}, Args: []any{ops.Show(name), f.field}})
			}
		}
	}
	return rule, rule.Check()
}

package web

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
	"daybreak/internal/web/persons"
)

// beside is what a page has beside its panels: what is worth a look on top of them, and
// the board of people by stage before the panel that it is about.
type beside struct {
	look   frame.Markup
	lanes  func() (frame.Markup, error) // nil: none
	before *ops.Panel
}

// peopleOf returns the panel of a page whose stages people are in.
func peopleOf(page *ops.Page) (*ops.Panel, bool) {
	i := slices.IndexFunc(page.Panels, func(p *ops.Panel) bool { return p.Type == "stages" && len(p.Steps) > 1 })
	if i < 0 {
		return nil, false
	}
	return page.Panels[i], true
}

// addLanes puts the board of people on a page for who may see members, and returns what
// tells it from another.
func (s *Server) addLanes(c echo.Context, with *beside, shell frame.Shell, people *ops.Panel, scope *analysis.View, whose persons.LanesQuery,
	rest url.Values,
) (string, error) {
	me := frame.PrincipalOf(c)
	if s.persons.FollowUps == nil || !me.Role.SeesMembers() {
		return "", nil
	}
	latest, err := s.persons.FollowUps.Stamp(c.Request().Context())
	if err != nil {
		return "", err
	}
	with.before = people
	with.lanes = func() (frame.Markup, error) { return s.persons.Lanes(c, shell, people, scope, whose, rest) }
	frame.NamesMembers(c)
	return fmt.Sprintf(" lanes %s %s %v %s", latest, me.Name, me.Role, c.QueryParams().Encode()), nil
}

package community

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
)

// ShowError writes the error page of members, who see nothing of the
// rest.
func (s *Section) ShowError(c echo.Context, status int, first *ops.Error) error {
	v := s.newPublicView(c, "", first)
	v.Title, v.Path = v.T.Shell.ErrorTitle, "/"
	if slug := c.Param("challenge"); status != http.StatusNotFound && slug != "" {
		v.Home = MemberPath + slug
	}
	return s.pages.Send(c, status, "error", v)
}

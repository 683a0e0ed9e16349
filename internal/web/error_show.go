package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
)

// errorView is what a person sees when something is wrong.
type errorView struct {
	shellView
	Fault faultView
	More  []faultView // all mistakes, when there are several
	ID    string
}

// showError writes the error page. It asks nothing of the data, which may be
// what is wrong.
func (s *Server) showError(c echo.Context, status int, body errorBody, first *ops.Error, mistakes ops.Mistakes) error {
	if strings.HasPrefix(c.Request().URL.Path, memberPath) {
		return s.showMemberError(c, status, first)
	}
	v := errorView{shellView: s.bareShell(c, ""), ID: body.Error.ID}
	v.Title = v.T.Shell.ErrorTitle
	v.Path = "/" // the page itself may not be one to go back to
	if role := principalOf(c).Role; role >= Viewer {
		catalog, _ := s.Catalog.Current()
		v.navigate(catalog, "", nil, role)
	} else {
		v.Bare = true
	}
	w := writer{lang: v.Lang, t: v.T, currency: s.Currency}
	v.Fault = w.fault(first)
	for _, m := range mistakes {
		v.More = append(v.More, w.fault(m))
	}
	return s.sendPage(c, status, "error", v)
}

// showMemberError writes the error page of members, who see nothing of the
// rest.
func (s *Server) showMemberError(c echo.Context, status int, first *ops.Error) error {
	v := s.newPublicView(c, "", first)
	v.Title, v.Path = v.T.Shell.ErrorTitle, "/"
	if slug := c.Param("challenge"); status != http.StatusNotFound && slug != "" {
		v.Home = memberPath + slug
	}
	return sendRendered(c, status, s.memberPages, "error", v)
}

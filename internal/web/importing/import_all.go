package importing

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ingest"
	"daybreak/internal/web/frame"
)

// importAll imports every upload of who asks that leaves nothing open, and goes
// back to the list, which says what became of each.
func (s *Section) importAll(c echo.Context) error {
	by := frame.PrincipalOf(c).Name
	ups, err := s.uploads.waiting(by)
	if err != nil {
		return err
	}
	if len(ups) > 0 {
		ro := s.startRound(c.Request().Context(), ups, ingest.By{Via: "page", Name: by})
		select {
		case <-ro.done:
		case <-time.After(s.Patience):
		}
	}
	return c.Redirect(http.StatusSeeOther, "/import")
}

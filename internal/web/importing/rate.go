package importing

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/ingest"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// setRate imports the one rate a preview asked for and goes back to it.
func (s *Section) setRate(c echo.Context) error {
	_, query, err := readingOf(c.QueryParams())
	if err != nil {
		return err
	}
	up, err := s.uploads.open(c.Param("upload"))
	if err != nil {
		return err
	}
	up.Close()
	day, currency := c.FormValue("date"), c.FormValue("currency")
	var text strings.Builder
	rate := &report.Table{Header: []string{"date", "currency", "rate"}, Rows: [][]string{{day, currency, strings.TrimSpace(c.FormValue("rate"))}}}
	if err := report.CSV.Write(c.Request().Context(), &text, "", rate); err != nil {
		return err
	}
	file := ingest.File{Name: currency + " " + day, Size: int64(text.Len()), R: strings.NewReader(text.String())}
	ctx := c.Request().Context()
	plan, err := s.Importer.Plan(ctx, file, ingest.Options{Record: "rates", Typed: true})
	if err != nil {
		return err
	}
	if _, err := s.Importer.Commit(ctx, plan, ingest.By{Via: "page", Name: frame.PrincipalOf(c).Name}, nil); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, ask.Href("/import/"+up.ID, query))
}

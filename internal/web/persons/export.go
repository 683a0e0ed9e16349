package persons

import (
	"bytes"
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// export sends everything that is held about the member in the path, as JSON, or as
// CSV files in a zip where the parameter format is zip.
func (s *Section) export(c echo.Context) error {
	p := ask.NewParams(c.QueryParams())
	format := p.Choice("format", report.HeldJSON, report.HeldJSON, report.HeldZip)
	if err := p.Done(); err != nil {
		return frame.BadRequest(err)
	}
	ctx, leave, err := s.Question(c.Request().Context(), s.Gate, frame.QueryTimeout)
	if err != nil {
		return err
	}
	defer leave()
	var out bytes.Buffer
	if err := s.write(ctx, &out, c.Param("member"), format); err != nil {
		return frame.Ended(ctx, err)
	}
	frame.NamesMembers(c)
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	contentType, name := "application/json; charset=utf-8", "daybreak-member.json"
	if format == report.HeldZip {
		contentType, name = "application/zip", "daybreak-member.zip"
	}
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return c.Blob(http.StatusOK, contentType, out.Bytes())
}

func (s *Section) write(ctx context.Context, out *bytes.Buffer, member, format string) error {
	held, err := s.Persons.Held(ctx, member)
	if err != nil {
		return err
	}
	return report.WriteHeld(ctx, out, held, format, s.Clock())
}

package reports

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// styleSheet is the style of reports, on pages and in files.
const styleSheet = "report.css"

// WriteFile writes a report as one HTML file that needs nothing else: its style
// and its charts are in it, and no script.
func WriteFile(w io.Writer, pages *frame.Pages, static fs.FS, d Document) error {
	style, err := fs.ReadFile(static, styleSheet)
	if err != nil {
		return err
	}
	head, err := pages.Part("report", "paper-head", d)
	if err != nil {
		return err
	}
	body, err := pages.Part("report", "paper-body", d)
	if err != nil {
		return err
	}
	for _, part := range []string{string(head), "<style>\n", string(style), "</style>\n", string(body)} {
		if _, err := io.WriteString(w, part); err != nil {
			return err
		}
	}
	return nil
}

// sendFile sends a report as a file.
func (s *Section) sendFile(c echo.Context) error {
	ctx, leave, err := s.enter(c)
	if err != nil {
		return err
	}
	defer leave()
	r, says, err := s.read(ctx, c)
	if err != nil {
		return err
	}
	s.RememberLanguage(c)
	d, err := s.document(ctx, s.BareShell(c, ""), r, says)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := WriteFile(&out, s.Pages, s.Static, d); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="report-%s.html"`, r.Name()))
	h.Set("Cache-Control", "private, no-cache")
	return c.HTMLBlob(http.StatusOK, out.Bytes())
}

// sendWorkbook sends a report as a workbook, one sheet for each part.
func (s *Section) sendWorkbook(c echo.Context) error {
	ctx, leave, err := s.enter(c)
	if err != nil {
		return err
	}
	defer leave()
	r, says, err := s.read(ctx, c)
	if err != nil {
		return err
	}
	s.RememberLanguage(c)
	var out bytes.Buffer
	if err := report.WriteWorkbook(ctx, &out, says.Paper(frame.Language(c)).Workbook()); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", report.XLSX.Attachment("report-"+r.Name()))
	h.Set("Cache-Control", "private, no-cache")
	return c.Blob(http.StatusOK, report.XLSX.Type(), out.Bytes())
}

package web

import (
	"io"
	"io/fs"

	"daybreak/internal/web/frame"
	"daybreak/internal/web/reports"
)

// WriteReport writes a monthly report as one HTML file.
func WriteReport(w io.Writer, static fs.FS, d reports.Document) error {
	files, err := newAssets(static, false)
	if err != nil {
		return err
	}
	pages, err := frame.ParsePages(templateFiles, pagesOfColleagues, "", files)
	if err != nil {
		return err
	}
	return reports.WriteFile(w, pages, static, d)
}

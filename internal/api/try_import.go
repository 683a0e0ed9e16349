package api

import (
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/loop"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// importAnswer says what a table of tries did.
type importAnswer struct {
	Made    int `json:"made"`
	Changed int `json:"changed"`
	Rows    int `json:"rows"`
}

// importTries keeps the tries of a CSV, all or none.
func (s *Section) importTries(c echo.Context) error {
	if err := frame.RequireType(c.Request(), "text/csv"); err != nil {
		return err
	}
	text, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return err
	}
	rows, err := report.ReadCSV(string(text), loop.TryColumns())
	if err != nil {
		return err
	}
	made, changed, err := s.Book.ImportTries(act(c), s.Data(c), rows, s.today())
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, importAnswer{made, changed, len(rows)})
}

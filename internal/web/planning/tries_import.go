package planning

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// importTries keeps the tries of a table that was pasted, all or none.
func (s *Section) importTries(c echo.Context) error {
	form, err := frame.ReadForm(c, "table")
	if err != nil {
		return err
	}
	rows, err := report.ReadCSV(form.Get("table"), loop.TryColumns())
	if err == nil {
		_, _, err = s.Book.ImportTries(frame.ActAs(c, frame.PrincipalOf(c).Name), s.Data(c), rows, s.today())
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.triesPage(c, status, fault, form.Get("table"))
		})
	}
	return c.Redirect(http.StatusSeeOther, "/tries?done=1")
}

package importing

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// retiredBody says whether anything more will come from a source.
type retiredBody struct {
	Record  string  `json:"record"`
	Source  string  `json:"source"`
	Part    *string `json:"part,omitempty"` // nil for all parts
	Retired bool    `json:"retired"`
}

// retireSource states that nothing more will come from a source, or takes that
// back.
func (s *Section) retireSource(c echo.Context) error {
	var body retiredBody
	if err := bodyOnly(c, &body); err != nil {
		return err
	}
	if err := s.Watermarks.Retire(c.Request().Context(), body.Record, body.Source, body.Part, body.Retired, frame.PrincipalOf(c).Name); err != nil {
		return err
	}
	return c.JSON(http.StatusOK, body)
}

// retireOnPage is retireSource as a form of the import history sends it.
func (s *Section) retireOnPage(c echo.Context) error {
	retired, part := c.FormValue("retired") == "1", c.FormValue("part")
	if err := s.Watermarks.Retire(c.Request().Context(), c.FormValue("record"), c.FormValue("source"), &part, retired, frame.PrincipalOf(c).Name); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/imports#sources")
}

// quietBody names days of a daily stream on which nothing happened.
type quietBody struct {
	Record string `json:"record"`
	Source string `json:"source"`
	Part   string `json:"part"`
	From   string `json:"from"`
	To     string `json:"to"`
}

// createQuiet states that nothing happened on days that a stream has no rows
// for.
func (s *Section) createQuiet(c echo.Context) error {
	var body quietBody
	if err := bodyOnly(c, &body); err != nil {
		return err
	}
	if err := s.quiet(c, body); err != nil {
		return err
	}
	return c.JSON(http.StatusOK, body)
}

// quietOnPage is createQuiet as a form of the import history sends it.
func (s *Section) quietOnPage(c echo.Context) error {
	if err := s.quiet(c, quietBody{c.FormValue("record"), c.FormValue("source"), c.FormValue("part"), c.FormValue("from"), c.FormValue("to")}); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/imports#gaps")
}

func (s *Section) quiet(c echo.Context, body quietBody) error {
	if _, _, daily := ops.StreamColumns(body.Record); !daily {
		return &ops.Error{Code: "unknown_record", Message: "No day of that record can be missing.", Hint: "Use spend, followers or costs.",
			Where: ops.Place{Column: "record", Value: ops.Show(body.Record)}}
	}
	var days ops.Range
	for _, x := range []struct {
		column, text string
		to           *ops.Day
	}{{"from", body.From, &days.From}, {"to", body.To, &days.To}} {
		day, err := ops.ParseDay(x.text)
		if err != nil {
			return &ops.Error{Code: "bad_date", Message: x.column + " is not a date.", Hint: "Write it as 2026-09-01.",
				Where: ops.Place{Column: x.column, Value: ops.Show(x.text)}}
		}
		*x.to = day
	}
	days.To++
	if days.Len() < 1 || days.Len() > maxQuiet || days.From < ops.MinDay || days.To > s.Calendar.Day(s.Clock())+1 {
		return &ops.Error{Code: "date_range", Message: "These are no days that can have been quiet.", Hint: "Name up to 366 days that are over.",
			Where: ops.Place{Column: "from, to", Value: ops.Show(body.From + " … " + body.To)}}
	}
	return s.Watermarks.Quiet(c.Request().Context(), body.Record, body.Source, body.Part, days, frame.PrincipalOf(c).Name)
}

// maxQuiet bounds the days of one statement.
const maxQuiet = 366

// bodyOnly reads a JSON body of a request without parameters.
func bodyOnly(c echo.Context, body any) error {
	if err := ask.NewParams(c.QueryParams()).Done(); err != nil {
		return frame.BadRequest(err)
	}
	return frame.DecodeJSON(c, body)
}

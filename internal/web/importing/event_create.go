package importing

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

type postedAnswer struct {
	Received  int    `json:"received"`
	Created   int    `json:"created"`
	Unchanged int    `json:"unchanged"`
	Import    *int64 `json:"import"` // null when every event was there already
}

// createEvents stores the events of the body, all or nothing: 201 when there
// are new ones, 200 when all were there already.
func (s *Section) createEvents(c echo.Context) error {
	if err := ask.NewParams(c.QueryParams()).Done(); err != nil {
		return frame.BadRequest(err)
	}
	if err := frame.RequireType(c.Request(), "application/json", "application/x-ndjson"); err != nil {
		return err
	}
	control := http.NewResponseController(c.Response())
	posted, err := s.Importer.PostEvents(c.Request().Context(), &patientReader{r: c.Request().Body, control: control, idle: uploadIdle},
		ingest.By{Via: "api", Name: frame.PrincipalOf(c).Name})
	_ = control.SetWriteDeadline(time.Now().Add(frame.RequestTimeout)) // not every writer of a test has deadlines
	if err != nil {
		return err
	}
	a := postedAnswer{Received: posted.Received, Created: posted.Created, Unchanged: posted.Unchanged}
	if posted.Created == 0 {
		return c.JSON(http.StatusOK, a)
	}
	a.Import = &posted.Batch.ID
	return c.JSON(http.StatusCreated, a)
}

type watermarkBody struct {
	Record string  `json:"record"`
	Source string  `json:"source"`
	Part   *string `json:"part,omitempty"` // nil for all parts
	Day    string  `json:"day"`
}

// createWatermark declares that a source is complete through a day (R2).
func (s *Section) createWatermark(c echo.Context) error {
	if err := ask.NewParams(c.QueryParams()).Done(); err != nil {
		return frame.BadRequest(err)
	}
	var body watermarkBody
	if err := frame.DecodeJSON(c, &body); err != nil {
		return err
	}
	if err := s.declare(c, body); err != nil {
		return err
	}
	return c.JSON(http.StatusOK, body)
}

// declareOnPage is createWatermark as a form of the import history sends it.
func (s *Section) declareOnPage(c echo.Context) error {
	part := c.FormValue("part")
	if err := s.declare(c, watermarkBody{c.FormValue("record"), c.FormValue("source"), &part, c.FormValue("day")}); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/imports")
}

func (s *Section) declare(c echo.Context, body watermarkBody) error {
	if _, ok := ops.RecordNamed(body.Record); !ok {
		return &ops.Error{Code: "unknown_record", Message: "There is no record of that name.", Where: ops.Place{Column: "record", Value: ops.Show(body.Record)}}
	}
	day, err := ops.ParseDay(body.Day)
	if err != nil {
		return &ops.Error{Code: "bad_date", Message: "day is not a date.", Hint: "Write it as 2026-09-01.",
			Where: ops.Place{Column: "day", Value: ops.Show(body.Day)}}
	}
	if today := s.Calendar.Day(s.Clock()); day < ops.MinDay || day > today {
		return &ops.Error{Code: "date_range", Message: "A source cannot be complete through that day.", Hint: "The day lies between 2000-01-01 and today.",
			Where: ops.Place{Column: "day", Value: body.Day}}
	}
	return s.Watermarks.Declare(c.Request().Context(), body.Record, body.Source, body.Part, day, frame.PrincipalOf(c).Name)
}

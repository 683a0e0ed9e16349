package planning

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/holiday"
	"daybreak/internal/ingest"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// holidaysView lists the holidays that are known, and offers to fill in those of
// a year.
type holidaysView struct {
	pageView
	Days  []holidayView
	Years []option
}

type holidayView struct {
	Date, Day, Name, Festival string
	Work                      bool
}

func (s *Section) showHolidays(c echo.Context) error { return s.holidaysPage(c, http.StatusOK, nil) }

func (s *Section) holidaysPage(c echo.Context, status int, fault *ops.Error) error {
	v := holidaysView{pageView: s.pageView(c, "holidays", "", fault)}
	v.Title, v.Path = v.T.Plan.Holidays, "/holidays"
	known, err := s.Book.Plans.Holidays(c.Request().Context(), loop.Region)
	if err != nil {
		return err
	}
	days := make([]ops.Day, 0, len(known))
	for d := range known {
		days = append(days, d)
	}
	slices.Sort(days)
	w := s.writer(v.Shell)
	for _, d := range slices.Backward(days) {
		h := known[d]
		v.Days = append(v.Days, holidayView{d.String(), w.Day(d), h.Name, h.Festival(), h.Kind == ops.MakeUpDay})
	}
	now, _, _ := s.today().Date()
	for year := now + 1; year > now-3; year-- {
		if len(holiday.China(year)) > 0 {
			v.Years = append(v.Years, option{strconv.Itoa(year), strconv.Itoa(year), year == now})
		}
	}
	return s.SendPage(c, status, "holidays", v)
}

// fillHolidays imports the public holidays and made-up workdays of China in a
// year. They can be changed by an import of the record, and undone as any.
func (s *Section) fillHolidays(c echo.Context) error {
	form, err := frame.ReadForm(c, "year")
	if err != nil {
		return err
	}
	year, err := frame.WholeField(form, "year")
	if err == nil {
		err = s.importHolidays(c, int(year))
	}
	if err != nil {
		return frame.Refuse(c, err, s.holidaysPage)
	}
	return back(c, "/holidays")
}

func (s *Section) importHolidays(c echo.Context, year int) error {
	days := holiday.China(year)
	if len(days) == 0 {
		return &ops.Error{Code: "year_unknown", Message: "The holidays of this year are not announced yet.",
			Hint:  "Choose another year, or import them from a table.",
			Where: ops.Place{Column: "year", Value: strconv.Itoa(year)}}
	}
	table := &report.Table{Header: []string{"region", "date", "name", "kind", "group"}}
	for _, h := range days {
		table.Rows = append(table.Rows, []string{h.Region, h.Day.String(), h.Name, string(h.Kind), h.Group})
	}
	var file bytes.Buffer
	if err := report.CSV.Write(c.Request().Context(), &file, "holidays", table); err != nil {
		return err
	}
	ctx := frame.ActAs(c, frame.PrincipalOf(c).Name)
	name := "holidays-" + holiday.Region + "-" + strconv.Itoa(year) + ".csv"
	plan, err := s.Importer.Plan(ctx, ingest.File{Name: name, Size: int64(file.Len()), R: bytes.NewReader(file.Bytes())}, ingest.Options{})
	if err != nil {
		return err
	}
	_, err = s.Importer.Commit(ctx, plan, ingest.By{Via: "page", Name: frame.PrincipalOf(c).Name}, nil)
	return err
}

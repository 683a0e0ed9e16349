package planning

import (
	"bytes"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/unicode/norm"

	"daybreak/internal/ask"
	"daybreak/internal/holiday"
	"daybreak/internal/ingest"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

// holidaysView lists the holidays of a region that are known, offers to fill in
// those of a year, and to say what one day is.
type holidaysView struct {
	pageView
	Region string
	Counts bool // they are those that figures go by
	Days   []holidayView
	Years  []option
	Form   map[string]string
	Kinds  []option
}

type holidayView struct {
	Date, Day, Name, Festival, Href string
	Work                            bool
}

// holidayFields are the fields of the form of one day, in the order of the record.
func holidayFields() []string { return []string{"region", "date", "name", "kind", "group"} }

func (s *Section) showHolidays(c echo.Context) error {
	return s.holidaysPage(c, http.StatusOK, nil, nil)
}

// holidaysPage shows the holidays, with what is wrong with the form that was sent.
func (s *Section) holidaysPage(c echo.Context, status int, fault *ops.Error, form url.Values) error {
	v := holidaysView{pageView: s.pageView(c, "holidays", "", fault)}
	p := ask.NewParams(c.QueryParams())
	p.Text("done", "")
	p.Text("lang", "")
	v.Region = p.Text("region", loop.Region)
	day := p.Day("day", 0)
	if err := p.Done(); err != nil && fault == nil {
		return frame.BadRequest(err)
	}
	if form.Get("region") != "" {
		v.Region = form.Get("region")
	}
	v.Title, v.Path, v.Counts = v.T.Plan.Holidays, "/holidays", ops.Fold(v.Region) == ops.Fold(loop.Region)
	known, err := s.Book.Plans.Holidays(c.Request().Context(), v.Region)
	if err != nil {
		return err
	}
	w := s.writer(v.Shell)
	for _, d := range slices.Backward(slices.Sorted(maps.Keys(known))) {
		h := known[d]
		v.Days = append(v.Days, holidayView{d.String(), w.Day(d), w.T.Festival(h.Name), h.Festival(),
			ask.Href("/holidays", url.Values{"region": {v.Region}, "day": {d.String()}}), h.Kind == ops.MakeUpDay})
	}
	now, _, _ := s.today().Date()
	for year := now + 1; year > now-3; year-- {
		if len(holiday.China(year)) > 0 {
			v.Years = append(v.Years, option{strconv.Itoa(year), strconv.Itoa(year), year == now})
		}
	}
	if form == nil {
		form = url.Values{"region": {v.Region}}
		if h, ok := known[day]; ok {
			form = url.Values{"region": {v.Region}, "date": {day.String()}, "name": {h.Name}, "kind": {string(h.Kind)}, "group": {h.Group}}
		}
	}
	v.fill(form)
	return s.SendPage(c, status, "holidays", v)
}

// fill puts what was typed, or is known of a day, into the form.
func (v *holidaysView) fill(form url.Values) {
	v.Form = map[string]string{}
	for _, name := range holidayFields() {
		v.Form[name] = form.Get(name)
	}
	t := &v.T.Plan
	for _, k := range []option{{string(ops.DayOff), t.DayOff, false}, {string(ops.MakeUpDay), t.MakeUp, false}, {string(ops.OrdinaryDay), t.Ordinary, false}} {
		k.Picked = k.Value == form.Get("kind")
		v.Kinds = append(v.Kinds, k)
	}
}

// fillHolidays imports the public holidays and made-up workdays of China in a year,
// or what the form says of one day of a region. Both can be undone as any import.
func (s *Section) fillHolidays(c echo.Context) error {
	form, err := frame.ReadForm(c, append(holidayFields(), "year")...)
	if err != nil {
		return err
	}
	if form.Has("year") {
		var year int64
		if year, err = frame.WholeField(form, "year"); err == nil {
			err = s.importYear(c, int(year))
		}
		form = nil
	} else {
		err = s.importDay(c, form)
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.holidaysPage(c, status, fault, form)
		})
	}
	if region := form.Get("region"); region != "" {
		return c.Redirect(http.StatusSeeOther, ask.Href("/holidays", url.Values{"region": {region}, "done": {"1"}}))
	}
	return back(c, "/holidays")
}

// importDay imports what the form says of one day.
func (s *Section) importDay(c echo.Context, form url.Values) error {
	day, err := dayField(form, "date")
	if err != nil {
		return err
	}
	form.Set("date", day.String())
	row := make([]string, 0, len(holidayFields()))
	for _, name := range holidayFields() {
		value := strings.TrimSpace(norm.NFC.String(form.Get(name)))
		if value == "" && name != "group" {
			return &ops.Error{Code: "bad_parameter", Message: "Something is missing.", Hint: "Fill in region, day, festival and kind.",
				Where: ops.Place{Column: name}, Args: []any{name}}
		}
		if err := ops.CheckPlain(name, value, ops.MaxTitle); err != nil {
			return err
		}
		row = append(row, value)
	}
	return s.importHolidays(c, "holiday-"+day.String()+".csv", [][]string{row}, ingest.Options{Record: "holidays", Typed: true})
}

func (s *Section) importYear(c echo.Context, year int) error {
	days := holiday.China(year)
	if len(days) == 0 {
		return &ops.Error{Code: "year_unknown", Message: "The holidays of this year are not announced yet.",
			Hint:  "Choose another year, or import them from a table.",
			Where: ops.Place{Column: "year", Value: strconv.Itoa(year)}}
	}
	var rows [][]string
	for _, h := range days {
		rows = append(rows, []string{h.Region, h.Day.String(), h.Name, string(h.Kind), h.Group})
	}
	return s.importHolidays(c, "holidays-"+holiday.Region+"-"+strconv.Itoa(year)+".csv", rows, ingest.Options{})
}

// importHolidays imports rows of the record as the file of that name.
func (s *Section) importHolidays(c echo.Context, name string, rows [][]string, o ingest.Options) error {
	var file bytes.Buffer
	if err := report.CSV.Write(c.Request().Context(), &file, "holidays", &report.Table{Header: holidayFields(), Rows: rows}); err != nil {
		return err
	}
	ctx := frame.ActAs(c, frame.PrincipalOf(c).Name)
	plan, err := s.Importer.Plan(ctx, ingest.File{Name: name, Size: int64(file.Len()), R: bytes.NewReader(file.Bytes())}, o)
	if err != nil {
		return err
	}
	_, err = s.Importer.Commit(ctx, plan, ingest.By{Via: "page", Name: frame.PrincipalOf(c).Name}, nil)
	return err
}

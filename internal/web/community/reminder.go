package community

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// reminder sends a calendar file (RFC 5545) that rings at a time of day on every day of the
// challenge that is to come and asks for a check-in. The time is local wherever the
// calendar is: whoever travels gets up in the morning there, too.
func (s *Section) reminder(c echo.Context) error {
	x, err := s.memberChallenge(c)
	if err != nil {
		return err
	}
	p := ask.NewParams(c.QueryParams())
	text := p.Text("at", "06:30")
	if err := p.Done(); err != nil {
		return frame.BadRequest(err)
	}
	at, err := time.Parse("15:04", text)
	if err != nil {
		return frame.BadRequest(&ops.Error{Code: "bad_parameter", Message: "This is no time of day.", Hint: "Write it as 06:30.",
			Where: ops.Place{Column: "at", Value: ops.Show(text)}})
	}
	now := s.Clock()
	today, _ := s.daysNow(x, now)
	first, last := max(today, x.Start), x.Range().Last()
	if x.OwnStart() {
		last = today + ops.Day(x.Length)
	}
	if clock := x.Calendar(s.Calendar).Zone; first == today && !now.Before(moment(today, at, clock)) {
		first++
	}
	for first <= last && x.Rests(first) {
		first++
	}
	if first > last || !x.Closed.IsZero() {
		return frame.NoSuchLink()
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s.ics"`, x.Slug))
	return c.Blob(http.StatusOK, "text/calendar; charset=utf-8", []byte(s.calendarOf(c, x, ops.Range{From: first, To: last + 1}, at)))
}

func moment(d ops.Day, at time.Time, zone *time.Location) time.Time {
	y, m, day := d.Date()
	return time.Date(y, m, day, at.Hour(), at.Minute(), 0, 0, zone)
}

// calendarOf writes the reminder of the days of a challenge.
func (s *Section) calendarOf(c echo.Context, x ops.Challenge, days ops.Range, at time.Time) string {
	t := &i18n.In(frame.Language(c)).Evening
	floating := func(d ops.Day) string { return moment(d, at, time.UTC).Format("20060102T150405") }
	rule := "FREQ=DAILY;UNTIL=" + floating(days.Last())
	if len(x.Rest) > 0 {
		var on []string
		for d := range 7 {
			if day := days.From + ops.Day(d); !x.Rests(day) {
				on = append(on, strings.ToUpper(day.Weekday().String()[:2]))
			}
		}
		rule += ";BYDAY=" + strings.Join(on, ",")
	}
	title := t.RemindText + " · " + x.Heading()
	calendar := ics.NewCalendar()
	calendar.SetProductId("-//Daybreak//" + s.Version + "//EN")
	calendar.SetMethod(ics.MethodPublish)
	event := calendar.AddEvent(x.Slug + "-" + at.Format("1504") + "@" + c.Request().Host)
	event.SetDtStampTime(s.Clock())
	event.SetProperty(ics.ComponentPropertyDtStart, floating(days.From))
	event.SetProperty("DURATION", "PT10M")
	event.AddRrule(rule)
	event.SetSummary(title)
	event.SetURL(s.Absolute(c, memberPage(x)))
	alarm := event.AddAlarm()
	alarm.SetAction(ics.ActionDisplay)
	alarm.SetTrigger("PT0S")
	alarm.SetProperty(ics.ComponentPropertyDescription, title)
	return calendar.Serialize(ics.WithNewLineWindows)
}

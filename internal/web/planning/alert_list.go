package planning

import (
	"context"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"daybreak/internal/lookout"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/tell"
	"daybreak/internal/web/frame"
)

// alertsView lists the alerts with their state.
type alertsView struct {
	pageView
	Alerts []alertRow
	Back   string
}

// alertRow is one alert. Wait says that its last firing waits to be seen.
type alertRow struct {
	ID                       int64
	Href, Title, Rule, Owner string
	LastFired, Saw, SeenBy   string
	Firing                   int64
	Wait                     bool
	State                    tell.Tag
	Why, Restated            string
}

// words says what alerts watch and saw.
func (w writer) words() lookout.Words { return lookout.Words{Writer: w.Writer} }

func (s *Section) showAlerts(c echo.Context) error {
	v := alertsView{pageView: s.pageView(c, "alerts", "", nil)}
	v.Title, v.Back = v.T.Alert.Title, "/alerts"
	ctx, leave, err := s.enter(c)
	if err != nil {
		return err
	}
	defer leave()
	alerts, err := s.Book.Alerts.All(ctx)
	if err != nil {
		return err
	}
	w := s.writer(v.Shell)
	for _, a := range alerts {
		row, err := s.alertRow(ctx, w, a)
		if err != nil {
			return err
		}
		v.Alerts = append(v.Alerts, row)
	}
	return s.SendPage(c, http.StatusOK, "alerts", v)
}

// alertRow says how an alert stands.
func (s *Section) alertRow(ctx context.Context, w writer, a ops.Alert) (alertRow, error) {
	t := &w.T.Alert
	row := alertRow{ID: a.ID, Href: alertHref(a.ID), Title: a.Title, Rule: w.words().Rule(a), Owner: a.Owner, State: tell.Tag{Text: t.Fine}, LastFired: t.Never}
	firings, err := s.Book.Alerts.Firings(ctx, a.ID, 1)
	if err != nil {
		return row, err
	}
	if len(firings) > 0 {
		f := w.firing(a, firings[0])
		row.Firing, row.LastFired, row.Saw, row.SeenBy, row.Wait, row.State, row.Restated = f.ID, f.Days, f.Saw, f.SeenBy, f.Wait, f.State, f.Restated
	}
	due, today := s.lastDue(a), s.today()
	switch {
	case a.Paused:
		row.State, row.Wait = tell.Tag{Class: "", Text: t.Paused}, false
	case today < a.Snoozed:
		row.State, row.Wait = tell.Tag{Class: "", Text: fmt.Sprintf(t.SilentTo, w.Day(a.Snoozed))}, false
	case a.Reason != "":
		row.State, row.Why = tell.Tag{Class: "warn", Text: t.CannotLook}, w.words().Reason(a.Reason)
	case a.Checked == 0:
		row.Why = t.NotYet
	case a.Checked < due-1 && a.Rule != ops.RuleNoData:
		row.Why = fmt.Sprintf(t.Stale, w.Day(a.Checked))
	}
	return row, nil
}

// lastDue is the last day of the bucket that an alert could have been looked at
// for by now if all data were there.
func (s *Section) lastDue(a ops.Alert) ops.Day {
	yesterday := s.today() - 1
	if a.Weekly {
		return s.Calendar.Bucket(yesterday+1, ops.Weekly).From - 1
	}
	return yesterday
}

// firingView is one firing of an alert.
type firingView struct {
	ID                                  int64
	Days, Saw, Against, SeenBy, ThatDay string
	Restated                            string
	State                               tell.Tag
	Wait                                bool

	last ops.Day // of its bucket
}

// firing says what became of a firing.
func (w writer) firing(a ops.Alert, f ops.Firing) firingView {
	t := &w.T.Alert
	v := firingView{ID: f.ID, last: f.Bucket.Last(), Days: w.Days(f.Bucket), Saw: w.words().Saw(a, f.Value, f.Against), State: tell.Tag{Class: "bad", Text: t.On}}
	if !f.Recovered.IsZero() {
		v.State = tell.Tag{Class: "good", Text: fmt.Sprintf(t.RecoveredOn, w.Day(w.calendar.Day(f.Recovered)))}
	}
	if f.Changed {
		v.Restated = fmt.Sprintf(t.Restated, w.words().Saw(a, f.Restated, f.Against))
	}
	if v.Wait = f.Acknowledged.IsZero(); !v.Wait {
		v.SeenBy = fmt.Sprintf(t.SeenBy, f.By)
	}
	return v
}

// of says in a firing which groups or which challenge it is about, as far as that was
// looked at.
func (v firingView) of(w writer, seen loop.Watched) firingView {
	for _, l := range seen.Looks {
		if names := w.words().Of(l); l.Days.Last() == v.last && names != "" {
			v.Saw += w.T.Plan.Colon + names
		}
	}
	return v
}

func alertHref(id int64) string { return fmt.Sprintf("/alerts/%d", id) }

// acknowledgeFiring says that somebody has seen a firing.
func (s *Section) acknowledgeFiring(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "back")
	if err != nil {
		return err
	}
	if err := s.Book.Alerts.Acknowledge(frame.ActAs(c, frame.PrincipalOf(c).Name), id); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, frame.LocalPath(form.Get("back")))
}

// notesOn says what happened on some days, in one text.
func (s *Section) notesOn(ctx context.Context, w writer, world loop.World, days ops.Range) (string, error) {
	notes, err := world.Notes(ctx, s.Book, days)
	out := ""
	for i, n := range notes {
		if i > 0 {
			out += w.T.Plan.Comma
		}
		out += n.Text
	}
	return out, err
}

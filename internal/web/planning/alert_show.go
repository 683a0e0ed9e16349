package planning

import (
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/chart"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/tell"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

const backtestDays = loop.BacktestDays

// alertView is the page of one alert.
type alertView struct {
	pageView
	alertRow
	Version   int64
	Sees      string
	Chart     *watchView
	Firings   []firingView
	SilentNow bool
	Tomorrow  string
}

// watchView is the history of an alert, drawn.
type watchView struct {
	*view.Chart
	Title string
}

// mostShown is how many firings a page shows.
const mostShown = 50

func (s *Section) showAlert(c echo.Context) error { return s.alertPage(c, http.StatusOK, nil) }

func (s *Section) alertPage(c echo.Context, status int, fault *ops.Error) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	ctx, leave, err := s.enter(c)
	if err != nil {
		return err
	}
	defer leave()
	a, ok, err := s.Book.Alerts.One(ctx, id)
	if err != nil {
		return err
	}
	if !ok {
		return echo.ErrNotFound
	}
	v := alertView{pageView: s.pageView(c, "alerts", a.Title, fault), Version: a.Version}
	v.pageView.Title = a.Title
	w := s.writer(v.Shell)
	if v.alertRow, err = s.alertRow(ctx, w, a); err != nil {
		return err
	}
	v.SilentNow, v.Tomorrow = s.today() < a.Snoozed, (s.today() + 1).String()
	world, err := s.Book.World(ctx, s.Data(c), s.today())
	if err != nil {
		return err
	}
	targets, err := s.Book.Plans.Targets(ctx)
	if err != nil {
		return err
	}
	firings, err := s.Book.Alerts.Firings(ctx, id, mostShown)
	if err != nil {
		return err
	}
	seen, _, err := world.Backtest(ctx, a, targets)
	if ops.CodeOf(err) != "" {
		seen, err = loop.Watched{}, nil // the alert says so: what it watches is gone
	}
	if err != nil {
		return err
	}
	for _, f := range firings {
		x := w.firing(a, f).of(w, seen)
		if x.ThatDay, err = s.notesOn(ctx, w, world, f.Bucket); err != nil {
			return err
		}
		v.Firings = append(v.Firings, x)
	}
	v.Sees = w.sees(seen)
	if v.Chart, err = w.watched(a, seen, firings); err != nil {
		return err
	}
	return s.SendPage(c, status, "alert", v)
}

// sees says how large a change an alert can see; "" where that is not said.
func (w writer) sees(seen loop.Watched) string {
	if n := len(seen.Looks); n > 0 && seen.Looks[n-1].Size > 0 {
		return fmt.Sprintf(w.T.Alert.Sees, tell.Percent(seen.Looks[n-1].Size))
	}
	return ""
}

// watched draws what an alert saw, with a mark where it fired; nil where there is
// nothing to draw.
func (w writer) watched(a ops.Alert, seen loop.Watched, fired []ops.Firing) (*watchView, error) {
	if len(seen.Looks) < 2 || a.Rule == ops.RuleNoData {
		return nil, nil
	}
	t := &w.T.Alert
	x := chart.Watch{Unit: ops.UnitPercent, SeenName: w.T.Plan.Actual, AgainstName: t.HeldAgainst, FiringsName: t.LastFired}
	if m := w.Metric(a.Metric); m != nil && a.Rule != ops.RuleGoal && a.Rule != ops.RulePace && a.Rule != ops.RuleQuality {
		x.Unit = m.Unit
	}
	if a.Rule == ops.RuleSilent {
		x.Unit = ops.UnitCount
	}
	marks := map[ops.Day]bool{}
	for _, f := range fired {
		marks[f.Bucket.Last()] = true
	}
	for _, l := range seen.Looks {
		d := l.Days.Last()
		shown := ops.Range{From: d, To: d + 1}
		if a.Weekly {
			d, shown = l.Days.From, l.Days
		}
		against := l.Against
		if a.Rule == ops.RuleAnomaly {
			against /= float64(l.Days.Len())
		}
		x.Labels = append(x.Labels, w.Lang.Short(view.Civil(d)))
		x.Titles = append(x.Titles, w.Days(shown))
		x.Weekend = append(x.Weekend, !a.Weekly && (d.Weekday() == time.Saturday || d.Weekday() == time.Sunday))
		own, held := ops.Value{Number: l.Own}, ops.Value{Number: against}
		if l.Idle {
			own, held = ops.Value{State: ops.NotApplicable}, ops.Value{State: ops.NotApplicable}
		}
		x.Seen, x.Against = append(x.Seen, own), append(x.Against, held)
		mark := ops.Value{State: ops.NotApplicable}
		if marks[l.Days.Last()] {
			mark = ops.Value{Number: l.Own}
		}
		x.Fired = append(x.Fired, mark)
	}
	x.Open = len(x.Labels)
	option, err := x.Option()
	if err != nil {
		return nil, err
	}
	title := fmt.Sprintf(t.ChartTitle, backtestDays)
	return &watchView{&view.Chart{ID: "c-alert", Summary: title + w.T.Plan.Colon + w.wouldFire(len(fired)), Option: option,
		Legend: []view.Legend{{Class: "line c1", Name: x.SeenName}, {Class: "line dash", Name: x.AgainstName}}}, title}, nil
}

// snoozeAlert keeps an alert silent up to a day, or ends that.
func (s *Section) snoozeAlert(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "version", "until")
	if err != nil {
		return err
	}
	version, err := frame.WholeField(form, "version")
	until := ops.Day(0)
	if err == nil && form.Get("until") != "" {
		until, err = dayField(form, "until")
	}
	if err == nil {
		err = loop.CheckSnooze(until, s.today())
	}
	if err == nil {
		_, err = s.Book.Alerts.Snooze(frame.ActAs(c, frame.PrincipalOf(c).Name), id, version, until)
	}
	if err != nil {
		return frame.Refuse(c, err, s.alertPage)
	}
	return back(c, alertHref(id))
}

// removeAlert takes an alert away.
func (s *Section) removeAlert(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	form, err := frame.ReadForm(c, "version")
	if err != nil {
		return err
	}
	version, err := frame.WholeField(form, "version")
	if err == nil {
		err = s.Book.Alerts.Remove(frame.ActAs(c, frame.PrincipalOf(c).Name), id, version)
	}
	if err != nil {
		return frame.Refuse(c, err, s.alertPage)
	}
	return back(c, "/alerts")
}

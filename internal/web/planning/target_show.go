package planning

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/chart"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/tell"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// targetView is the page of one target: how it stands, what it was and who
// changed it why, and its form.
type targetView struct {
	pageView
	targetForm
	Row       *planRow
	State     string
	Approval  string
	Facts     []factView
	Chart     *view.Chart // what came beside the plan, added up
	Revisions []revisionView
	Closed    bool
	Draft     bool
	AddPart   string
	TryIt     string // where a move of a budget is planned as a try
}

// revisionView is one version of a target.
type revisionView struct{ At, By, Goal, State, Reason, Undone string }

func (s *Section) showTarget(c echo.Context) error {
	return s.targetPage(c, http.StatusOK, nil, c.QueryParam("key"), nil)
}

// targetPage shows one target, with what is wrong with the form that was sent.
func (s *Section) targetPage(c echo.Context, status int, fault *ops.Error, key string, form url.Values) error {
	ctx, leave, err := s.enter(c)
	if err != nil {
		return err
	}
	defer leave()
	revisions, err := s.Book.Plans.Revisions(ctx)
	if err != nil {
		return err
	}
	kept, ok := loop.Standing(revisions)[key]
	if !ok {
		return echo.ErrNotFound
	}
	world, err := s.Book.World(ctx, s.Data(c), s.today())
	if err != nil {
		return err
	}
	goal, err := world.Goal(ctx, kept.Target, world.KnownTo())
	if err != nil {
		return frame.BadRequest(err)
	}
	v := targetView{pageView: s.pageView(c, "plan", "", fault), Closed: kept.State == ops.TargetClosed, Draft: kept.State == ops.TargetDraft}
	w := s.writer(v.Shell)
	v.Path = targetHref(key)
	v.Title = w.targetName(kept.Target) + " · " + w.Days(kept.Days)
	if form == nil {
		form = targetValues(kept.Target)
	}
	if v.targetForm, err = s.targetForm(ctx, w, form, key); err != nil {
		return err
	}
	v.Version, v.Approved, v.State = kept.Version, kept.State == ops.TargetApproved, w.targetState(kept.State)
	if v.Approved && kept.ApprovedBy != "" {
		v.Approval = kept.ApprovedBy
		if kept.ApprovedOn != 0 {
			v.Approval += " · " + w.Day(kept.ApprovedOn)
		}
	}
	row := w.planRow(goal, 0)
	v.Row = &row
	v.Facts = w.targetFacts(goal, row)
	burn, err := loop.BurnOf(ctx, world, goal)
	if err != nil {
		return err
	}
	if v.Chart, err = w.burn(burn, goal); err != nil {
		return err
	}
	v.AddPart = ask.Href("/plan/targets/new", url.Values{"metric": {kept.Metric}, "scope": {kept.Scope}, "kind": {kept.Kind}, "parent": {key},
		"from": {kept.Days.From.String()}, "to": {kept.Days.Last().String()}, "owner": {kept.Owner}})
	for i := len(revisions) - 1; i >= 0; i-- {
		if r := revisions[i]; r.Key() == key {
			v.Revisions = append(v.Revisions, s.revision(w, r))
		}
	}
	v.TryIt = s.moveAsTry(w, revisions, kept.Target)
	return s.SendPage(c, status, "target", v)
}

// burn draws what came of a target beside what was to come, added up.
func (w writer) burn(b *loop.Burn, g loop.Goal) (*view.Chart, error) {
	if b == nil {
		return nil, nil
	}
	t, none := &w.T.Plan, make([]ops.Value, len(b.Days))
	for i := range none {
		none[i].State = ops.NotApplicable
	}
	e := chart.Effect{Unit: g.Subject.Unit, Actual: b.Actual, Usual: b.Planned, Low: none, High: none, ActualName: t.ToDate, UsualName: t.Due,
		LowName: t.Band, HighName: t.Band}
	for _, d := range b.Days {
		e.Labels = append(e.Labels, w.Lang.Short(view.Civil(d)))
		e.Titles = append(e.Titles, w.Lang.WeekdayDate(view.Civil(d)))
		e.Weekend = append(e.Weekend, d.Weekday() == time.Saturday || d.Weekday() == time.Sunday)
	}
	option, err := e.Option()
	if err != nil {
		return nil, err
	}
	says := fmt.Sprintf(t.BurnSays, w.Value(g.ToDate, g.Subject.Unit), w.Due(g), w.amount(g.Target.Goal, g.Subject))
	return &view.Chart{ID: "c-burn", Summary: says, Option: option,
		Legend: []view.Legend{{Class: "line c1", Name: t.ToDate}, {Class: "line dash", Name: t.Due}}}, nil
}

// revision shows one version.
func (s *Section) revision(w writer, r ops.TargetRevision) revisionView {
	v := revisionView{At: s.Moment(r.At), By: r.By, Goal: w.amount(r.Goal, w.Metric(r.Metric)), State: w.targetState(r.State), Reason: r.Reason}
	if r.Undone {
		v.Undone = w.T.Plan.RevisionUndone
	}
	return v
}

// targetState names a state of targets.
func (w writer) targetState(state string) string {
	return map[string]string{ops.TargetDraft: w.T.Plan.StateDraft, ops.TargetApproved: w.T.Plan.Approved, ops.TargetClosed: w.T.Plan.StateClosed}[state]
}

// targetFacts are the figures on top.
func (w writer) targetFacts(g loop.Goal, row planRow) []factView {
	t, m := &w.T.Plan, g.Subject
	out := []factView{{t.Goal, row.Goal, w.floorAndStretch(g.Target), ""}, {t.ToDate, row.ToDate, t.Due + " " + row.Due, ""},
		{t.Attained, row.Attained, row.Light.Text, row.Light.Class}}
	if row.Bar != nil {
		out = append(out, factView{t.EndsAt, w.amount(g.Projection.Value, m), row.EndsAt, ""}, chanceFact(t.Chance, t.OverLabel, g))
	} else if row.EndsAt != "" {
		out = append(out, factView{t.EndsAt, "—", row.EndsAt, ""})
	}
	if g.Allowed.State == ops.Known {
		out = append(out, factView{t.AllowedDay, w.money(g.Allowed.Number), fmt.Sprintf(t.SpentDay, w.money(g.Spending.Number)), ""})
	}
	return out
}

// chanceFact says how likely a target is met; of a budget, overspent.
func chanceFact(met, over string, g loop.Goal) factView {
	if g.Budget() {
		met = over
	}
	return factView{met, tell.Percent(g.Projection.Chance), "", ""}
}

// floorAndStretch says what a target must at least and should at best come to.
func (w writer) floorAndStretch(t ops.Target) string {
	m, out := w.Metric(t.Metric), ""
	if !math.IsNaN(t.Floor) {
		out = w.T.Plan.Floor + " " + w.amount(t.Floor, m)
	}
	if !math.IsNaN(t.Stretch) {
		if out != "" {
			out += " · "
		}
		out += w.T.Plan.Stretch + " " + w.amount(t.Stretch, m)
	}
	return out
}

// moveAsTry returns where the last move of a budget is planned as a try; "" for
// what is no budget, or was never moved.
func (s *Section) moveAsTry(w writer, revisions []ops.TargetRevision, t ops.Target) string {
	if !t.Budget() || t.State == ops.TargetClosed {
		return ""
	}
	before := math.NaN()
	for _, r := range revisions {
		if r.Key() == t.Key() && !r.Undone && r.Goal != t.Goal {
			before = r.Goal
		}
	}
	if math.IsNaN(before) {
		return ""
	}
	m := w.Metric(t.Metric)
	q := url.Values{"kind": {"channel"}, "scope": {t.Scope}, "metric": {"joins"}, "direction": {"up"}, "start": {(s.today() + 1).String()},
		"end": {t.Days.Last().String()}, "owner": {t.Owner}, "title": {fmt.Sprintf(w.T.Plan.MoveTitle, w.targetName(t), w.amount(before, m), w.amount(t.Goal, m))}}
	if t.Goal < before {
		q.Set("direction", "down")
	} else {
		q.Set("cost", strconv.FormatFloat(t.Goal-before, 'f', -1, 64))
	}
	return ask.Href("/tries/new", q)
}

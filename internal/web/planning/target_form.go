package planning

import (
	"cmp"
	"context"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/unicode/norm"

	"daybreak/internal/ask"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// targetFormView is the page on which a target is planned.
type targetFormView struct {
	pageView
	targetForm
}

// targetForm is the form of a target, new or kept.
type targetForm struct {
	Form                           map[string]string
	Key                            string // of the one that is changed; "" for a new one
	Version                        int64
	Approved                       bool
	Metrics, Kinds, Phasings, Wide []option // Wide are targets it may be a part of
	States                         []option
	Preview                        *planRow // how it would stand
}

// targetFields are the fields of the form.
func targetFields() []string {
	return []string{"metric", "scope", "from", "to", "kind", "floor", "goal", "stretch", "phasing", "curve", "owner", "parent", "state", "reason"}
}

func targetHref(key string) string { return ask.Href("/plan/target", url.Values{"key": {key}}) }

// showNewTarget shows the form; the address may fill in fields.
func (s *Section) showNewTarget(c echo.Context) error {
	return s.newTargetPage(c, http.StatusOK, nil, c.QueryParams(), nil)
}

func (s *Section) newTargetPage(c echo.Context, status int, fault *ops.Error, values url.Values, preview *loop.Goal) error {
	v := targetFormView{pageView: s.pageView(c, "plan", "", fault)}
	v.Title, v.Path = v.T.Plan.AddTarget, "/plan/targets/new"
	form, err := s.targetForm(c.Request().Context(), s.writer(v.Shell), values, "")
	if err != nil {
		return err
	}
	v.targetForm = form
	if preview != nil {
		row := s.writer(v.Shell).planRow(*preview, 0)
		v.Preview = &row
	}
	return s.SendPage(c, status, "target-form", v)
}

// targetForm fills in the fields and what they offer.
func (s *Section) targetForm(ctx context.Context, w writer, values url.Values, key string) (targetForm, error) {
	f := targetForm{Form: map[string]string{}, Key: key}
	for _, name := range targetFields() {
		f.Form[name] = values.Get(name)
	}
	t := &w.T.Plan
	for _, m := range w.Catalog.Metrics {
		f.Metrics = append(f.Metrics, option{m.Name, w.Label(m.Label), m.Name == f.Form["metric"]})
	}
	f.Kinds = []option{{ops.TargetGoal, t.Target, f.Form["kind"] != ops.TargetBudget}, {ops.TargetBudget, t.Budget, f.Form["kind"] == ops.TargetBudget}}
	phasing := cmp.Or(f.Form["phasing"], "even")
	for _, p := range [][2]string{{"even", t.PhaseEven}, {"weekday", t.PhaseWeekday}, {"last_year", t.PhaseLastYear}, {"curve", t.PhaseCurve}} {
		f.Phasings = append(f.Phasings, option{p[0], p[1], p[0] == phasing})
	}
	state := cmp.Or(f.Form["state"], ops.TargetDraft)
	f.States = []option{{ops.TargetDraft, t.StateDraft, state == ops.TargetDraft}, {ops.TargetApproved, t.Approved, state == ops.TargetApproved}}
	targets, err := s.Book.Plans.Targets(ctx)
	if err != nil {
		return f, err
	}
	for _, x := range targets {
		if x.State != ops.TargetClosed && x.Key() != key {
			f.Wide = append(f.Wide, option{x.Key(), w.targetName(x) + " · " + w.Days(x.Days), x.Key() == f.Form["parent"]})
		}
	}
	return f, nil
}

// targetName is what a target is called.
func (w writer) targetName(t ops.Target) string {
	name := w.metricLabel(t.Metric)
	if t.Scope != "" {
		name += " · " + w.scope(t.Scope)
	}
	return name
}

// targetValues is what the form says of a target that is kept.
func targetValues(t ops.Target) url.Values {
	number := func(x float64) string {
		if math.IsNaN(x) {
			return ""
		}
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	out := url.Values{"metric": {t.Metric}, "scope": {t.Scope}, "from": {t.Days.From.String()}, "to": {t.Days.Last().String()}, "kind": {t.Kind},
		"floor": {number(t.Floor)}, "goal": {number(t.Goal)}, "stretch": {number(t.Stretch)}, "phasing": {cmp.Or(t.Phasing, "even")}, "owner": {t.Owner},
		"parent": {t.Parent}, "state": {t.State}}
	if curve, ok := strings.CutPrefix(t.Phasing, "curve:"); ok {
		out.Set("phasing", "curve")
		out.Set("curve", curve)
	}
	return out
}

// targetOf reads a target from a form.
func targetOf(form url.Values) (t ops.Target, err error) {
	text := func(name string) string {
		return strings.TrimSpace(norm.NFC.String(strings.ReplaceAll(form.Get(name), "\r\n", " ")))
	}
	t = ops.Target{Metric: text("metric"), Kind: form.Get("kind"), Phasing: form.Get("phasing"), Owner: text("owner"), Parent: form.Get("parent"),
		State: form.Get("state"), Reason: text("reason")}
	if t.Scope, err = readScope(text("scope")); err != nil {
		return t, err
	}
	if t.Days.From, err = dayField(form, "from"); err != nil {
		return t, err
	}
	last, err := dayField(form, "to")
	if err != nil {
		return t, err
	}
	t.Days.To = last + 1
	if t.Phasing == "curve" {
		t.Phasing = "curve:" + strings.Join(strings.Fields(strings.ReplaceAll(form.Get("curve"), "，", ",")), "")
	}
	for _, f := range []struct {
		name string
		to   *float64
	}{{"floor", &t.Floor}, {"goal", &t.Goal}, {"stretch", &t.Stretch}} {
		*f.to = math.NaN()
		if strings.TrimSpace(form.Get(f.name)) == "" {
			continue
		}
		if *f.to, err = numberField(form, f.name, false); err != nil {
			return t, err
		}
	}
	return t, nil
}

// addTarget keeps a new target, or with check only says how it would stand.
func (s *Section) addTarget(c echo.Context) error {
	form, err := frame.ReadForm(c, append(targetFields(), "check")...)
	if err != nil {
		return err
	}
	t, err := targetOf(form)
	if err == nil && form.Get("check") == "1" {
		var g loop.Goal
		if g, err = s.preview(c, t); err == nil {
			return s.newTargetPage(c, http.StatusOK, nil, form, &g)
		}
	}
	if err == nil {
		_, err = s.Book.PutTarget(frame.ActAs(c, frame.PrincipalOf(c).Name), s.Data(c), t, 0, s.today())
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.newTargetPage(c, status, fault, form, nil)
		})
	}
	return c.Redirect(http.StatusSeeOther, targetHref(t.Key())+"&done=1")
}

// preview says how a target would stand today.
func (s *Section) preview(c echo.Context, t ops.Target) (loop.Goal, error) {
	ctx, leave, err := s.enter(c)
	if err != nil {
		return loop.Goal{}, err
	}
	defer leave()
	d := s.Data(c)
	m, err := d.Lookup([]string{t.Metric})
	if err != nil {
		return loop.Goal{}, err
	}
	if err := t.Check(m[0].Good); err != nil {
		return loop.Goal{}, err
	}
	world, err := s.Book.World(ctx, d, s.today())
	if err != nil {
		return loop.Goal{}, err
	}
	return world.Goal(ctx, t, world.KnownTo())
}

// changeTarget keeps what the form says of a target that is there. do is what
// becomes of it: save, approve, back (to a draft) or close.
func (s *Section) changeTarget(c echo.Context) error {
	form, err := frame.ReadForm(c, append(targetFields(), "key", "version", "do")...)
	if err != nil {
		return err
	}
	key := form.Get("key")
	revisions, err := s.Book.Plans.Revisions(c.Request().Context())
	if err != nil {
		return err
	}
	kept, ok := loop.Standing(revisions)[key]
	if !ok {
		return echo.ErrNotFound
	}
	t, err := changedTarget(form, kept.Target)
	var version int64
	if err == nil {
		version, err = frame.WholeField(form, "version")
	}
	if err == nil {
		_, err = s.Book.PutTarget(frame.ActAs(c, frame.PrincipalOf(c).Name), s.Data(c), t, version, s.today())
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			if form.Get("do") != "save" {
				form = nil // it has nothing but a reason
			}
			return s.targetPage(c, status, fault, key, form)
		})
	}
	return c.Redirect(http.StatusSeeOther, targetHref(key)+"&done=1")
}

// changedTarget is a target as the form leaves it.
func changedTarget(form url.Values, kept ops.Target) (ops.Target, error) {
	t := kept
	t.Replaces, t.Reason = "", strings.TrimSpace(norm.NFC.String(form.Get("reason")))
	switch form.Get("do") {
	case "approve":
		t.State = ops.TargetApproved
		return t, nil
	case "back":
		t.State = ops.TargetDraft
		return t, nil
	case "close":
		t.State = ops.TargetClosed
		return t, nil
	case "save":
	default:
		return t, frame.BadRequest(&ops.Error{Code: "bad_parameter", Message: "do must be save, approve, back or close.",
			Where: ops.Place{Column: "do", Value: ops.Show(form.Get("do"))}, Args: []any{"do"}})
	}
	fixed := targetValues(kept)
	for _, name := range []string{"metric", "scope", "from", "to"} {
		form.Set(name, fixed.Get(name))
	}
	if !slices.Contains([]string{ops.TargetDraft, ops.TargetApproved}, form.Get("state")) {
		form.Set("state", kept.State)
	}
	return targetOf(form)
}

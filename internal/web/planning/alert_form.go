package planning

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/unicode/norm"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// alertFormView is the page on which an alert is made or changed. It is tried on
// the last days before it can be kept.
type alertFormView struct {
	pageView
	Form    map[string]string
	Action  string // where it is kept
	Rules   []option
	Metrics []option
	Weekly  bool
	Paused  bool
	Sent    []option   // channels it may be sent to
	Tried   *triedView // nil until it was tried
	Tested  string
	Untried bool // what was sent had not been tried
}

// triedView says how often an alert would have fired.
type triedView struct {
	Says, TooOften, Sees, Reason string
	Firings                      []firingView
	Chart                        *watchView
}

// alertFields are the fields of the form; the first ones are what it is tried by.
func alertFields() []string {
	return []string{"rule", "metric", "scope", "limit", "weekly", "cool_down", "hour", "title", "owner", "paused", "id", "version", "tested",
		"channels", "quiet_from", "quiet_to"}
}

// triedBy is how many of the fields an alert is tried by.
const triedBy = 7

// tested tells one set of values that were tried from another.
func tested(form url.Values) string {
	out := url.Values{}
	for _, name := range alertFields()[:triedBy] {
		out.Set(name, strings.TrimSpace(form.Get(name)))
	}
	return out.Encode()
}

func (s *Section) showAlertForm(c echo.Context) error {
	form := url.Values{}
	q := c.QueryParams()
	for _, name := range alertFields() {
		form.Set(name, q.Get(name))
	}
	form["channels"] = q["channels"]
	try := q.Get("rule") != ""
	if !try {
		form.Set("rule", string(ops.RuleAnomaly))
		form.Set("metric", "check_ins")
		form.Set("cool_down", "1")
		form.Set("hour", "10")
		form.Set("quiet_from", "0")
		form.Set("quiet_to", "0")
	}
	if id, err := strconv.ParseInt(q.Get("id"), 10, 64); err == nil && !try {
		a, ok, err := s.Book.Alerts.One(c.Request().Context(), id)
		if err != nil {
			return err
		}
		if !ok {
			return echo.ErrNotFound
		}
		form = formOf(s.Data(c), a)
		try = true
	}
	return s.alertForm(c, http.StatusOK, nil, form, try)
}

// formOf fills in the form of an alert that there is.
func formOf(d analysis.Data, a ops.Alert) url.Values {
	limit := strconv.FormatFloat(a.Limit, 'f', -1, 64)
	if inPercent(d, a.Rule, a.Metric) {
		limit = strconv.FormatFloat(100*a.Limit, 'g', 10, 64)
	}
	if !a.Rule.NeedsLimit() {
		limit = ""
	}
	form := url.Values{"rule": {string(a.Rule)}, "metric": {a.Metric}, "scope": {a.Scope}, "limit": {limit}, "cool_down": {strconv.Itoa(a.CoolDown)},
		"hour": {strconv.Itoa(a.Hour)}, "title": {a.Title}, "owner": {a.Owner}, "id": {strconv.FormatInt(a.ID, 10)},
		"version": {strconv.FormatInt(a.Version, 10)}}
	form.Set("quiet_from", strconv.Itoa(a.QuietFrom))
	form.Set("quiet_to", strconv.Itoa(a.QuietTo))
	for _, id := range a.Channels {
		form.Add("channels", strconv.FormatInt(id, 10))
	}
	for name, on := range map[string]bool{"weekly": a.Weekly, "paused": a.Paused} {
		if on {
			form.Set(name, "1")
		}
	}
	return form
}

// inPercent reports whether a limit is written in percent.
func inPercent(d analysis.Data, rule ops.AlertRule, metric string) bool {
	if !rule.NeedsMetric() {
		return false
	}
	m, ok := d.Catalog.Metric(metric)
	return rule == ops.RuleChange || rule == ops.RuleQuality || ok && m.Unit == ops.UnitPercent
}

// alertForm shows the form, with what is wrong with it, or tried where it can be.
func (s *Section) alertForm(c echo.Context, status int, fault *ops.Error, form url.Values, try bool) error {
	v := alertFormView{pageView: s.pageView(c, "alerts", "", fault), Form: map[string]string{}, Action: "/alerts", Untried: c.QueryParam("untried") == "1"}
	title := v.T.Alert.New
	if form.Get("id") != "" {
		title, v.Action = v.T.Alert.Edit, "/alerts/"+url.PathEscape(form.Get("id"))
	}
	v.Title, v.Path = title, "/alerts/new"
	ctx, leave, err := s.enter(c)
	if err != nil {
		return err
	}
	defer leave()
	w := s.writer(v.Shell)
	if try && fault == nil {
		a, err := s.alertOf(ctx, s.Data(c), form, w)
		if err == nil {
			v.Tried, err = s.tryAlert(ctx, s.Data(c), w, a)
		}
		if first, ok := mistake(err); ok {
			v.FormView, status, err = s.FormView(c, "alerts", first), frame.StatusOf(first.Code), nil
			v.Title, v.Path = title, "/alerts/new"
		}
		if err != nil {
			return err
		}
		if v.Tried != nil {
			v.Tested = tested(form)
		}
		if form.Get("title") == "" {
			form.Set("title", a.Title)
		}
	}
	for _, name := range alertFields() {
		v.Form[name] = form.Get(name)
	}
	v.Weekly, v.Paused = form.Get("weekly") == "1", form.Get("paused") == "1"
	for _, r := range ops.AlertRules() {
		v.Rules = append(v.Rules, option{string(r), w.pickRule(r), string(r) == v.Form["rule"]})
	}
	channels, err := s.Channels.All(ctx)
	if err != nil {
		return err
	}
	for _, x := range channels {
		id := strconv.FormatInt(x.ID, 10)
		v.Sent = append(v.Sent, option{id, x.Name, slices.Contains(form["channels"], id)})
	}
	for _, m := range w.Catalog.Metrics {
		v.Metrics = append(v.Metrics, option{m.Name, w.Label(m.Label), m.Name == v.Form["metric"]})
	}
	return s.SendPage(c, status, "alert-new", v)
}

// mistake returns the first mistake of an error that is somebody's.
func mistake(err error) (*ops.Error, bool) {
	if err == nil || ops.CodeOf(err) == "" {
		return nil, false
	}
	first, _ := frame.MistakesOf(err)
	return first, frame.StatusOf(first.Code) < 500
}

// pickRule says what a rule is, for a list of them.
func (w writer) pickRule(r ops.AlertRule) string {
	t := &w.T.Alert
	return map[ops.AlertRule]string{ops.RuleAnomaly: t.PickAnomaly, ops.RuleAbove: t.PickAbove, ops.RuleBelow: t.PickBelow, ops.RuleChange: t.PickChange,
		ops.RuleGoal: t.PickGoal, ops.RulePace: t.PickPace, ops.RuleNoData: t.PickNoData, ops.RuleQuality: t.PickQuality,
		ops.RuleSilent: t.PickSilent, ops.RuleChallenge: t.PickChallenge}[r]
}

// alertOf reads an alert from a form. Without a title it is called what it
// watches.
func (s *Section) alertOf(ctx context.Context, d analysis.Data, form url.Values, w writer) (a ops.Alert, err error) {
	text := func(name string) string { return strings.TrimSpace(norm.NFC.String(form.Get(name))) }
	a = ops.Alert{Title: text("title"), Rule: ops.AlertRule(form.Get("rule")), Metric: form.Get("metric"), Weekly: form.Get("weekly") == "1",
		Owner: text("owner"), Paused: form.Get("paused") == "1"}
	if !slices.Contains(ops.AlertRules(), a.Rule) {
		return a, a.Check()
	}
	if !a.Rule.NeedsMetric() { // the form has one chosen whatever the rule is
		a.Metric = ""
	}
	if a.Scope, err = readScope(text("scope")); err != nil {
		return a, ops.AtColumn(err, "scope")
	}
	if a.Rule.NeedsLimit() {
		if a.Limit, err = numberField(form, "limit", false); err != nil {
			return a, err
		}
		if inPercent(d, a.Rule, a.Metric) {
			a.Limit /= 100
		}
	}
	for _, f := range []struct {
		name string
		to   *int
	}{{"cool_down", &a.CoolDown}, {"hour", &a.Hour}, {"quiet_from", &a.QuietFrom}, {"quiet_to", &a.QuietTo}} {
		n, err := frame.WholeField(form, f.name)
		if err != nil {
			return a, err
		}
		*f.to = int(max(-1, min(n, 1000)))
	}
	if a.Channels, err = sentTo(form["channels"]); err != nil {
		return a, err
	}
	if a.Title == "" {
		a.Title = w.words().Rule(a)
		if r := []rune(a.Title); len(r) > ops.MaxTitle {
			a.Title = string(r[:ops.MaxTitle])
		}
	}
	world, err := s.Book.World(ctx, d, s.today())
	if err != nil {
		return a, err
	}
	return a, world.CheckAlert(ctx, a)
}

// sentTo reads the channels that an alert is sent to. Whether they are there is
// checked where they are kept.
func sentTo(texts []string) (out []int64, err error) {
	for _, text := range texts {
		if text == "" {
			continue
		}
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, &ops.Error{Code: "bad_number", Message: "channels is not a whole number.", Where: ops.Place{Column: "channels", Value: ops.Show(text)},
				Args: []any{"channels"}}
		}
		out = append(out, id)
	}
	return out, nil
}

// tryAlert says how often an alert would have fired.
func (s *Section) tryAlert(ctx context.Context, d analysis.Data, w writer, a ops.Alert) (*triedView, error) {
	world, err := s.Book.World(ctx, d, s.today())
	if err != nil {
		return nil, err
	}
	targets, err := s.Book.Plans.Targets(ctx)
	if err != nil {
		return nil, err
	}
	seen, fired, err := world.Backtest(ctx, a, targets)
	if err != nil {
		return nil, err
	}
	t := &w.T.Alert
	v := &triedView{Reason: w.words().Reason(string(seen.Reason)), Says: w.wouldFire(len(fired)), Sees: w.sees(seen)}
	if len(fired) > fewFirings {
		v.TooOften = t.TooOften
	}
	for i := len(fired) - 1; i >= 0; i-- {
		f := w.firing(a, fired[i]).of(w, seen)
		if f.ThatDay, err = s.notesOn(ctx, w, world, fired[i].Bucket); err != nil {
			return nil, err
		}
		v.Firings = append(v.Firings, f)
	}
	v.Chart, err = w.watched(a, seen, fired)
	return v, err
}

// fewFirings is how often an alert may fire in 90 days before people stop to
// read it.
const fewFirings = 12

func (w writer) wouldFire(n int) string {
	t := &w.T.Alert
	switch n {
	case 0:
		return fmt.Sprintf(t.WouldNever, backtestDays)
	case 1:
		return fmt.Sprintf(t.WouldOnce, backtestDays)
	}
	return fmt.Sprintf(t.WouldFire, backtestDays, n)
}

// addAlert keeps a new alert that was tried.
func (s *Section) addAlert(c echo.Context) error { return s.keepAlert(c, 0) }

// changeAlert keeps what a form says of an alert.
func (s *Section) changeAlert(c echo.Context) error {
	id, err := frame.ObjectID(c)
	if err != nil {
		return err
	}
	return s.keepAlert(c, id)
}

func (s *Section) keepAlert(c echo.Context, id int64) error {
	form, err := frame.ReadFormWith(c, []string{"channels"}, alertFields()...)
	if err != nil {
		return err
	}
	if form.Get("tested") != tested(form) {
		form.Del("tested")
		form.Set("untried", "1")
		return c.Redirect(http.StatusSeeOther, ask.Href("/alerts/new", form))
	}
	ctx := frame.ActAs(c, frame.PrincipalOf(c).Name)
	v := s.pageView(c, "alerts", "", nil)
	a, err := s.alertOf(ctx, s.Data(c), form, s.writer(v.Shell))
	if err == nil {
		a, err = s.storeAlert(ctx, a, id, form)
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.alertForm(c, status, fault, form, false)
		})
	}
	return back(c, alertHref(a.ID))
}

func (s *Section) storeAlert(ctx context.Context, a ops.Alert, id int64, form url.Values) (ops.Alert, error) {
	if id == 0 {
		a, _, err := s.Book.Alerts.Add(ctx, a, "")
		return a, err
	}
	now, ok, err := s.Book.Alerts.One(ctx, id)
	if err != nil {
		return a, err
	}
	if !ok {
		return a, echo.ErrNotFound
	}
	a.ID, a.Key = id, now.Key
	if a.Version, err = frame.WholeField(form, "version"); err != nil {
		return a, err
	}
	return s.Book.Alerts.Change(ctx, a)
}

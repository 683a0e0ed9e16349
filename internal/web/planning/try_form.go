package planning

import (
	"crypto/rand"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/unicode/norm"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// tryFormView is the page on which a try is planned or changed.
type tryFormView struct {
	pageView
	ID, Version int64  // of the try that is changed; 0 for a new one
	Once        string // tells a form that is sent twice from another one
	Frozen      bool   // it has begun: what it is measured by stays
	Begun       bool   // … and who gets it, whatever is changed after all
	Override    bool   // … unless it is changed after all
	Newer       []fieldChange
	NewerBy     string
	Form        map[string]string
	Kinds       []option
	Metrics     []option
	Directions  []option
	Splits      []option // who gets it
	Groups      []string // there are
	Parts       string   // of a try that is split: how many are in each
}

// frozenFields are the fields that stay once a try has begun.
func frozenFields() []string {
	return []string{"metric", "direction", "scope", "measured_on", "start", "expected", "probability"}
}

// tryFields are the fields of the form.
func tryFields() []string {
	return append(append(frozenFields(), splitFields()...), "title", "kind", "hypothesis", "control", "end", "cost", "hours", "owner")
}

// showNewTry shows the form; the address may fill in fields.
func (s *Section) showNewTry(c echo.Context) error {
	return s.tryForm(c, http.StatusOK, nil, c.QueryParams())
}

// tryForm shows the form of a new try.
func (s *Section) tryForm(c echo.Context, status int, fault *ops.Error, values url.Values) error {
	v := tryFormView{pageView: s.pageView(c, "tries", "", fault), Once: values.Get("once")}
	v.Title, v.Path = v.T.Plan.AddTry, "/tries/new"
	if v.Once == "" {
		v.Once = rand.Text()
	}
	return s.sendTryForm(c, status, v, values)
}

// sendTryForm fills in the fields and what they offer.
func (s *Section) sendTryForm(c echo.Context, status int, v tryFormView, values url.Values) error {
	v.Form = map[string]string{}
	for _, name := range tryFields() {
		v.Form[name] = values.Get(name)
	}
	w := s.writer(v.Shell)
	for _, k := range ops.TryKinds() {
		v.Kinds = append(v.Kinds, option{k, w.kindName(k), k == v.Form["kind"]})
	}
	d := s.Data(c)
	for _, m := range d.Catalog.Metrics {
		if d.Additive(m) || m.Proportion {
			v.Metrics = append(v.Metrics, option{m.Name, w.Label(m.Label), m.Name == v.Form["metric"]})
		}
	}
	v.Directions = []option{{"up", v.T.Plan.Up, v.Form["direction"] != "down"}, {"down", v.T.Plan.Down, v.Form["direction"] == "down"}}
	s.splitForm(&v, w, d)
	return s.SendPage(c, status, "try-form", v)
}

// addTry keeps a new try. A form that is sent twice makes one.
func (s *Section) addTry(c echo.Context) error {
	form, err := frame.ReadForm(c, append(tryFields(), "once")...)
	if err != nil {
		return err
	}
	sent := ""
	if once := form.Get("once"); once != "" {
		sent = frame.PrincipalOf(c).Name + "\x00form " + ops.Show(once)
	}
	t, err := s.tryOf(c, form)
	if err == nil {
		t, _, err = s.Book.AddTry(frame.ActAs(c, frame.PrincipalOf(c).Name), s.Data(c), t, sent, s.today())
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error { return s.tryForm(c, status, fault, form) })
	}
	return back(c, tryHref(t.ID))
}

// tryOf reads a try from a form.
func (s *Section) tryOf(c echo.Context, form url.Values) (t ops.Try, err error) {
	text := func(name string) string {
		return strings.TrimSpace(norm.NFC.String(strings.ReplaceAll(form.Get(name), "\r\n", "\n")))
	}
	t = ops.Try{Title: text("title"), Kind: form.Get("kind"), Hypothesis: text("hypothesis"), Metric: form.Get("metric"),
		Direction: ops.Direction(form.Get("direction")), Owner: text("owner")}
	for _, f := range []struct {
		name string
		to   *string
	}{{"scope", &t.Scope}, {"control", &t.Control}, {"measured_on", &t.MeasuredOn}} {
		if *f.to, err = readScope(text(f.name)); err != nil {
			return t, ops.AtColumn(err, f.name)
		}
	}
	for _, f := range []struct {
		name  string
		to    *float64
		scale float64
		blank bool
	}{{"expected", &t.Expected, 100, false}, {"probability", &t.Probability, 100, false}, {"hours", &t.Hours, 1, true}} {
		if *f.to, err = numberField(form, f.name, f.blank); err != nil {
			return t, err
		}
		*f.to /= f.scale
	}
	cost, err := numberField(form, "cost", true)
	if err != nil {
		return t, err
	}
	t.Cost = int64(math.Round(cost * math.Pow10(ops.Exponent(s.Currency))))
	if t.Start, err = dayField(form, "start"); err != nil {
		return t, err
	}
	if form.Get("end") != "" {
		if t.End, err = dayField(form, "end"); err != nil {
			return t, err
		}
	}
	if t.Split, err = splitOf(form); err != nil {
		return t, err
	}
	return t, s.Book.CheckTry(s.Data(c), t)
}

// readScope returns a scope as it is kept.
func readScope(text string) (string, error) {
	if text == ops.MeasuredOnAll {
		return text, nil
	}
	filter, err := ops.ParseScope(text)
	if err != nil {
		return "", err
	}
	return ops.ScopeText(filter), nil
}

// numberField reads a number from a field; 0 for a blank one where it may be.
func numberField(form url.Values, name string, blank bool) (float64, error) {
	text := strings.TrimSuffix(strings.TrimSpace(form.Get(name)), "%")
	if text == "" && blank {
		return 0, nil
	}
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) || math.Abs(x) > 1e12 {
		return 0, &ops.Error{Code: "bad_number", Message: name + " is not a number.", Where: ops.Place{Column: name, Value: ops.Show(form.Get(name))},
			Args: []any{name}}
	}
	return x, nil
}

// dayField reads a date from a field.
func dayField(form url.Values, name string) (ops.Day, error) {
	d, err := ops.ParseDay(form.Get(name))
	if err != nil {
		return 0, &ops.Error{Code: "bad_date", Message: name + " is not a date.", Hint: "Write it as 2026-09-01.",
			Where: ops.Place{Column: name, Value: ops.Show(form.Get(name))}}
	}
	return d, nil
}

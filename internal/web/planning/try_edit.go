package planning

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// theTry returns the try that the path names.
func (s *Section) theTry(c echo.Context) (ops.Try, error) {
	id, err := frame.ObjectID(c)
	if err != nil {
		return ops.Try{}, err
	}
	all, err := s.Book.Tries.All(c.Request().Context())
	if err != nil {
		return ops.Try{}, err
	}
	i := slices.IndexFunc(all, func(t ops.Try) bool { return t.ID == id })
	if i < 0 {
		return ops.Try{}, echo.ErrNotFound
	}
	return all[i], nil
}

// showEditTry shows the form of a try that is there; ?override=1 opens what is
// frozen.
func (s *Section) showEditTry(c echo.Context) error {
	t, err := s.theTry(c)
	if err != nil {
		return err
	}
	return s.editForm(c, http.StatusOK, nil, t, s.tryValues(t), c.QueryParam("override") == "1")
}

// editForm shows the form with values beside the try as it is kept.
func (s *Section) editForm(c echo.Context, status int, fault *ops.Error, t ops.Try, values url.Values, override bool) error {
	v := tryFormView{pageView: s.pageView(c, "tries", t.Title, fault), ID: t.ID, Version: t.Version, Override: override}
	v.Path = tryHref(t.ID) + "/edit"
	v.Frozen, v.Begun = t.Start <= s.today() && !override, t.Start <= s.today()
	if t.Split.On() {
		v.Parts = fmt.Sprintf(v.T.Plan.SplitParts, view.Whole(t.Split.Given), view.Whole(t.Split.Others))
	}
	if fault != nil && fault.Code == "changed_meanwhile" {
		w := s.writer(v.Shell)
		v.NewerBy = t.ChangedBy
		v.Newer = w.differences(values, s.tryValues(t))
	}
	return s.sendTryForm(c, status, v, values)
}

// tryValues is what the form says of a try that is kept.
func (s *Section) tryValues(t ops.Try) url.Values {
	number := func(x float64) string { return strconv.FormatFloat(math.Round(x*1e6)/1e6, 'f', -1, 64) }
	out := url.Values{}
	for name, value := range map[string]string{"title": t.Title, "kind": t.Kind, "hypothesis": t.Hypothesis, "metric": t.Metric, "direction": string(t.Direction),
		"scope": t.Scope, "measured_on": t.MeasuredOn, "control": t.Control, "start": t.Start.String(), "expected": number(100 * t.Expected),
		"probability": number(100 * t.Probability), "cost": number(float64(t.Cost) / math.Pow10(ops.Exponent(s.Currency))), "hours": number(t.Hours),
		"owner": t.Owner} {
		out.Set(name, value)
	}
	setSplit(out, t.Split)
	if t.End != 0 {
		out.Set("end", t.End.String())
	}
	return out
}

// changeTry keeps what the form says of a try. What is frozen is not sent, and
// stays.
func (s *Section) changeTry(c echo.Context) error {
	form, err := frame.ReadForm(c, append(tryFields(), "version", "override")...)
	if err != nil {
		return err
	}
	kept, err := s.theTry(c)
	if err != nil {
		return err
	}
	have := s.tryValues(kept)
	override := form.Get("override") == "1"
	for _, name := range append(frozenFields(), splitFields()...) {
		if !form.Has(name) {
			form.Set(name, have.Get(name))
		}
	}
	t, err := s.tryOf(c, form)
	if err == nil {
		t.ID, t.Key, t.Also = kept.ID, kept.Key, kept.Also
		if t.Version, err = frame.WholeField(form, "version"); err == nil {
			_, err = s.Book.ChangeTry(frame.ActAs(c, frame.PrincipalOf(c).Name), s.Data(c), t, s.today(), override)
		}
	}
	if err != nil {
		return frame.Refuse(c, err, func(c echo.Context, status int, fault *ops.Error) error {
			return s.editForm(c, status, fault, kept, form, override)
		})
	}
	return back(c, tryHref(t.ID))
}

// fieldChange is one field of a try in two versions.
type fieldChange struct{ Label, From, To string }

// versionView is one version of a try: who made it, when, and what it changed.
type versionView struct {
	By, At  string
	Changes []fieldChange
}

// differences lists the fields that two forms of a try say differently.
func (w writer) differences(from, to url.Values) []fieldChange {
	t := &w.T.Plan
	var out []fieldChange
	for _, f := range []struct{ name, label string }{{"title", t.TryTitle}, {"kind", t.TryKind}, {"owner", t.Owner}, {"hypothesis", t.Hypothesis},
		{"metric", t.Metric}, {"direction", t.Direction}, {"start", t.Start}, {"end", t.End}, {"expected", t.Expected}, {"probability", t.Probability},
		{"cost", t.Cost}, {"hours", t.Hours}, {"scope", t.Scope}, {"measured_on", t.MeasuredOn}, {"control", t.Control},
		{"split", t.Split}, {"groups", t.SplitGroups}, {"share", t.SplitShare},
		{"seed", t.SplitSeed}, {"within", t.SplitWithin}, {"decision", t.Decide},
		{"sentence", t.Sentence}} {
		if a, b := from.Get(f.name), to.Get(f.name); a != b {
			out = append(out, fieldChange{f.label, w.fieldSays(f.name, a), w.fieldSays(f.name, b)})
		}
	}
	return out
}

// fieldSays writes a field of the form in words.
func (w writer) fieldSays(name, value string) string {
	if value == "" {
		return "—"
	}
	switch name {
	case "kind":
		return w.kindName(value)
	case "metric":
		return w.metricLabel(value)
	case "decision":
		return w.Decision(ops.Decision(value))
	case "direction":
		if value == "down" {
			return w.T.Plan.Down
		}
		return w.T.Plan.Up
	case "split":
		return w.splitName(ops.SplitBy(value))
	case "expected", "probability", "share":
		return value + "%"
	}
	return value
}

// versions tells what each version of a try changed, the last one first.
func (s *Section) versions(w writer, all []ops.Try) []versionView {
	said := func(t ops.Try) url.Values {
		out := s.tryValues(t)
		out.Set("decision", string(t.Decision))
		out.Set("sentence", t.Sentence)
		return out
	}
	var out []versionView
	for i := len(all) - 1; i > 0; i-- {
		out = append(out, versionView{all[i].ChangedBy, s.Moment(all[i].Changed), w.differences(said(all[i-1]), said(all[i]))})
	}
	return out
}

package naming

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// namesView is the page on which names are merged.
type namesView struct {
	frame.FormView
	Kinds      []kindView
	Dimension  string
	Label      string // of the dimension
	Name, Kept string // of the form
	Values     []valueView
	Offers     []offerView
	Effect     *effectView
	Merges     []mergeView
}

// kindView is one dimension and how many merges are offered of it.
type kindView struct {
	frame.Link
	Offers int
}

// valueView is a name to choose, and what pages show for it where that is
// another text.
type valueView struct{ Value, Shown string }

type offerView struct{ Name, Kept, Href string }

// effectView is what a merge would change, in words.
type effectView struct {
	Title   string
	Records []recordEffectView
}

type recordEffectView struct {
	Record, Rows, Days, Joined string
	Money                      []moneyView
}

type moneyView struct{ Column, Moved, Before, After string }

type mergeView struct {
	ID                              int64
	Dimension, Name, Kept, By, Time string
	Undone                          string // who undid it, and when; "" while it holds
}

// units returns an amount of minor units in major ones.
func units(minor int64, currency string) float64 {
	return float64(minor) / math.Pow10(ops.Exponent(currency))
}

func (s *Section) showNames(c echo.Context) error { return s.namesPage(c, http.StatusOK, nil) }

// namesPage shows the page; the query says of which dimension, and which two
// names are looked at.
func (s *Section) namesPage(c echo.Context, status int, fault *ops.Error) error {
	p := ask.NewParams(c.QueryParams())
	m := ops.Merge{Dimension: p.Text("dimension", ops.MergedDimensions()[0]), Name: p.Text("name", ""), Kept: p.Text("kept", "")}
	p.Text("done", "")
	p.Text("lang", "")
	if err := p.Done(); err != nil {
		return frame.BadRequest(err)
	}
	if !slices.Contains(ops.MergedDimensions(), m.Dimension) {
		return frame.BadRequest(m.Check())
	}
	var effect *ops.MergeEffect
	if fault == nil && (m.Name != "" || m.Kept != "") {
		e, err := s.effect(c, m)
		if err != nil {
			return frame.Refuse(c, err, s.namesPage)
		}
		effect = &e
	}
	all, err := s.Book.Merges.All(c.Request().Context())
	if err != nil {
		return err
	}
	v := namesView{FormView: s.FormView(c, "names", fault), Dimension: m.Dimension, Name: m.Name, Kept: m.Kept}
	d := s.Data(c)
	w := writer{view.NewWriter(v.Lang, s.Currency, d)}
	v.Title, v.Path, v.Label = v.T.Names.Title, "/names", w.dimension(m.Dimension)
	for _, dimension := range ops.MergedDimensions() {
		found := offers(d, dimension)
		v.Kinds = append(v.Kinds, kindView{frame.Link{Href: ask.Href("/names", url.Values{"dimension": {dimension}}), Label: w.dimension(dimension),
			Current: dimension == m.Dimension}, len(found)})
		if dimension != m.Dimension {
			continue
		}
		for _, o := range found {
			v.Offers = append(v.Offers, offerView{o.Name, o.Kept, ask.Href("/names",
				url.Values{"dimension": {o.Dimension}, "name": {o.Name}, "kept": {o.Kept}})})
		}
	}
	for _, name := range d.Snapshot.Values(m.Dimension) {
		if len(v.Values) == mostValues {
			break
		}
		x := valueView{Value: name}
		if shown := w.Group(name, 0); shown != name {
			x.Shown = shown
		}
		v.Values = append(v.Values, x)
	}
	if effect != nil {
		v.Effect = w.effect(*effect)
	}
	for _, m := range all {
		v.Merges = append(v.Merges, s.mergeView(w, m))
	}
	return s.SendPage(c, status, "names", v)
}

// mostValues bounds the names that are proposed while one is typed.
const mostValues = 500

// writer writes what the section shows.
type writer struct{ view.Writer }

func (w writer) dimension(name string) string { return ops.DimensionLabel(name).In(string(w.Lang)) }

func (w writer) effect(e ops.MergeEffect) *effectView {
	t := &w.T.Names
	v := &effectView{Title: fmt.Sprintf(t.EffectTitle, e.Merge.Name, e.Merge.Kept)}
	for _, r := range e.Records {
		x := recordEffectView{Record: w.T.Record(r.Record), Rows: count(r.Rows), Days: w.Days(r.Days)}
		if r.Joined > 0 {
			x.Joined = fmt.Sprintf(t.Joined, count(r.Joined))
		}
		for _, m := range r.Money {
			money := func(minor int64) string { return i18n.Money(units(minor, m.Currency), m.Currency) }
			x.Money = append(x.Money, moneyView{w.T.Wizard.FieldName(m.Column), money(m.Moved), money(m.Before), money(m.After)})
		}
		v.Records = append(v.Records, x)
	}
	return v
}

func (s *Section) mergeView(w writer, m ops.Merge) mergeView {
	v := mergeView{ID: m.ID, Dimension: w.dimension(m.Dimension), Name: m.Name, Kept: m.Kept, By: m.By, Time: s.Moment(m.At)}
	if !m.Holds() {
		v.Undone = fmt.Sprintf(w.T.Names.UndoneBy, m.UndoneBy, s.Moment(m.UndoneAt))
	}
	return v
}

// mergeOnPage keeps a merge that the page showed the effect of.
func (s *Section) mergeOnPage(c echo.Context) error {
	form, err := frame.ReadForm(c, "dimension", "name", "kept")
	if err != nil {
		return err
	}
	m := ops.Merge{Dimension: form.Get("dimension"), Name: form.Get("name"), Kept: form.Get("kept")}
	if _, err := s.merge(c, m); err != nil {
		return frame.Refuse(c, err, s.namesPage)
	}
	return c.Redirect(http.StatusSeeOther, ask.Href("/names", url.Values{"dimension": {m.Dimension}, "done": {"1"}}))
}

// undoOnPage takes a merge back.
func (s *Section) undoOnPage(c echo.Context) error {
	m, err := s.undo(c)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, ask.Href("/names", url.Values{"dimension": {m.Dimension}, "done": {"1"}}))
}

func count(n int) string { return i18n.Decimal(float64(n), 0, 0) }

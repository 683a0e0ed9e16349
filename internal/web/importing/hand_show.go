package importing

import (
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// handView is the form for one row as the page shows it.
type handView struct {
	Tabs         []handTab
	Name, Hint   string
	Fields       []handFieldView
	Fault        *view.Fault // what is wrong with what was typed
	Open, Picked bool        // there is something to show; a kind was chosen
}

type handTab struct {
	Href, Text string
	Current    bool
}

type handFieldView struct {
	Name, Label, Value, Hint, Mode string
	Day, Required                  bool
	Options                        []kindView
	Values                         []string // that are there already
}

// hand returns the form named, filled with what was typed.
func (s *Section) hand(c echo.Context, w view.Writer, name string, typed url.Values) handView {
	v := handView{Name: name, Open: name != ""}
	t := &w.T.Hand
	for _, f := range handForms() {
		v.Tabs = append(v.Tabs, handTab{"/import?hand=" + f.name + "#hand", t.Form(f.name), f.name == name})
	}
	f, ok := handNamed(name)
	if !ok {
		return v
	}
	v.Picked, v.Hint = true, t.Hint(name)
	for _, x := range f.fields {
		v.Fields = append(v.Fields, s.handField(c, w, f, x, typed))
	}
	return v
}

func (s *Section) handField(c echo.Context, w view.Writer, f handForm, x handField, typed url.Values) handFieldView {
	v := handFieldView{Name: x.name, Label: handLabel(w, f, x.name), Hint: w.T.Hand.FieldHint(f.name, x.name), Value: typed.Get(x.name),
		Required: x.required, Day: x.kind == handDay}
	given := typed.Has(x.name)
	switch {
	case given:
	case x.name == "date":
		v.Value = s.Calendar.Day(s.Clock()).String()
	case x.name == "currency":
		v.Value = s.Currency
	default:
		v.Value = x.value
	}
	d := s.Data(c)
	switch x.kind {
	case handNumber:
		v.Mode = "decimal"
	case handCount:
		v.Mode = "numeric"
	case handMetric:
		for _, m := range d.Catalog.Metrics {
			v.Options = append(v.Options, kindView{m.Name, w.Label(m.Label), m.Name == v.Value})
		}
	case handChoice:
		r, _ := ops.RecordNamed(f.record)
		for _, choice := range r.Columns[r.Column(x.name)].Choices {
			v.Options = append(v.Options, kindView{choice, w.T.Hand.Choice(choice), choice == v.Value})
		}
	case handText:
		if slices.Contains([]string{"account", "channel", "campaign"}, x.name) {
			v.Values = d.Snapshot.Values(x.name)
			v.Values = v.Values[:min(len(v.Values), mostValues)]
		}
	}
	return v
}

// mostValues is how many values a field offers that are there already.
const mostValues = 50

// kept returns what was typed into the fields of the form.
func (f handForm) kept(typed url.Values) url.Values {
	out := url.Values{"hand": {f.name}}
	for _, x := range f.fields {
		if text := strings.TrimSpace(typed.Get(x.name)); text != "" {
			out.Set(x.name, text)
		}
	}
	return out
}

// typed puts the row that was typed into its preview; nil stands for a file.
func (v *previewView) typed(w view.Writer, typed url.Values) {
	f, ok := handNamed(typed.Get("hand"))
	if !ok {
		return
	}
	for _, x := range f.fields {
		value := typed.Get(x.name)
		if value == "" {
			continue
		}
		if x.kind == handChoice {
			value = w.T.Hand.Choice(value)
		}
		v.Typed = append(v.Typed, typedView{handLabel(w, f, x.name), value})
	}
	v.Change = ask.Href("/import", typed) + "#hand"
}

// handLabel returns what a field of a form is called.
func handLabel(w view.Writer, f handForm, field string) string {
	if label := w.T.Hand.Label(f.name, field); label != "" {
		return label
	}
	return w.T.Wizard.FieldName(field)
}

package view

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// Explore is the form in which a reader puts a question together.
type Explore struct {
	T      *i18n.Messages
	Path   string
	Type   string
	Topics []Headed
	Shapes []Choice // ways of looking at the answer
	Fields []OptionField
	More   []OptionField // that one seldom needs
	Open   bool          // some of them are filled in
	Hidden []HiddenField
	Faults []Fault // that belong to no field
	Pin    string  // where the panel is put on a board; "" where it cannot be
	Source string  // of the panel
	Ready  []Choice
	Asked  string // the question, in short
}

// exploreForm collects the form.
type exploreForm struct {
	b       Page
	panel   *ops.Panel
	kind    analysis.PanelType
	q       url.Values // the address
	faults  map[string]Fault
	general []Fault
}

// ExploreForm makes the form of a panel that q puts together; mistakes are what is wrong
// with it.
func ExploreForm(b Page, p *ops.Panel, q url.Values, mistakes ops.Mistakes) *Explore {
	t, _ := analysis.PanelTypeOf(p)
	f := &exploreForm{b: b, panel: p, kind: t, q: q, faults: map[string]Fault{}}
	for _, m := range mistakes {
		f.fault(m)
	}
	out := &Explore{T: b.T, Path: "/" + ask.Explore, Type: p.Type, Topics: f.topics(), Shapes: f.shapes(), Source: p.Source, Ready: f.ready(),
		Asked: b.Label(p.Title)}
	for _, x := range ask.PanelFields(t) {
		field := f.panelField(x)
		if x.Type == ask.NumberField || x.Blank != "" && x.Name != "by" {
			out.More = append(out.More, field)
			out.Open = out.Open || field.Value != ""
		} else {
			out.Fields = append(out.Fields, field)
		}
	}
	f.options(out)
	own := map[string]bool{}
	for _, x := range slices.Concat(out.Fields, out.More) {
		own[x.Name] = true
		if x.Narrow != nil {
			own[x.Narrow.Name] = true
		}
	}
	f.place(out.Fields)
	out.Open = f.place(out.More) || out.Open
	for _, name := range slices.Sorted(maps.Keys(f.faults)) {
		f.general = append(f.general, f.faults[name])
	}
	out.Faults = f.general
	for _, h := range Hidden(b.View.Params.Query()) {
		if !own[h.Name] && h.Name != ask.ExploreName("topic") && (h.Name == ask.ExploreName("type") || !ask.IsOption(h.Name)) {
			out.Hidden = append(out.Hidden, h)
		}
	}
	if !slices.ContainsFunc(out.Hidden, func(h HiddenField) bool { return h.Name == ask.ExploreName("type") }) {
		out.Hidden = append(out.Hidden, HiddenField{ask.ExploreName("type"), p.Type})
	}
	if len(mistakes) == 0 && !b.Unnamed {
		out.Pin = pinned(b, p)
	}
	return out
}

// fault keeps a mistake for its field.
func (f *exploreForm) fault(m *ops.Error) {
	w := f.b.Writer
	told := w.Fault(m)
	told.Where = ""
	if m.Code == "cannot_split" && len(m.Args) == 2 {
		metric, by := fmt.Sprint(m.Args[0]), fmt.Sprint(m.Args[1])
		if found, ok := w.Catalog.Metric(metric); ok {
			var ways []string
			for _, d := range analysis.Splits(f.b.Data, found) {
				ways = append(ways, w.Dimension(d))
			}
			told.Message, told.Hint = fmt.Sprintf(w.T.Explore.CannotSplit, w.Label(found.Label), w.Dimension(by), strings.Join(ways, w.T.Plan.Comma)), ""
		}
	}
	f.faults[m.Where.Column] = told
}

// place puts faults at their fields and reports whether there was one.
func (f *exploreForm) place(fields []OptionField) bool {
	placed := false
	for i := range fields {
		if fault, ok := f.faults[fields[i].Name]; ok {
			fields[i].Fault, placed = &fault, true
			delete(f.faults, fields[i].Name)
		}
	}
	return placed
}

// asked are the kinds of questions that panels ask, and the times of a day.
func asked() []string {
	var out []string
	for _, k := range ask.Kinds() {
		if k.HasPanels() {
			out = append(out, k.Name())
		}
	}
	return append(out, "times")
}

// exploreTopics are the topics under their headings.
func exploreTopics(t *i18n.Explore) []Headed {
	of := func(heading string, topics ...string) Headed {
		h := Headed{Heading: heading}
		for _, topic := range topics {
			h.Choices = append(h.Choices, OptionChoice{Value: topic, Label: t.Topic(topic)})
		}
		return h
	}
	return []Headed{
		of(t.Topics.Figures, analysis.TopicMetrics),
		of(t.Topics.Members, asked()...),
		of(t.Topics.Operations, "community", "content", "pipeline", "products", "search", "events", "synergy"),
	}
}

func (f *exploreForm) topics() []Headed {
	out := exploreTopics(&f.b.T.Explore)
	for _, h := range out {
		for i := range h.Choices {
			h.Choices[i].Picked = h.Choices[i].Value == f.kind.Topic()
		}
	}
	return out
}

// with returns the address with another type of panel, without what that does not have.
func (f *exploreForm) with(kind string) string {
	q := f.b.View.Params.Query()
	q.Set(ask.ExploreName("type"), kind)
	q, _ = ask.TidyOptions(q)
	return ask.Href("/"+ask.Explore, q)
}

// shapes are the types of panels about the topic.
func (f *exploreForm) shapes() []Choice {
	var out []Choice
	for _, t := range analysis.PanelTypes() {
		if t.Topic() == f.kind.Topic() {
			out = append(out, Choice{ID: "as-" + t.Type, Label: f.b.T.Explore.Panel(t.Type), Href: f.with(t.Type), Current: t.Type == f.panel.Type})
		}
	}
	return out
}

// panelField is a field of the panel.
func (f *exploreForm) panelField(x ask.Field) OptionField {
	t, p := &f.b.T.Explore, f.panel
	out := OptionField{Name: ask.ExploreName(x.Name), Label: t.Field(x.Name), Kind: "number", Value: f.q.Get(ask.ExploreName(x.Name))}
	var blank []Value
	if x.Blank != "" {
		blank = []Value{{"", t.Nothing}}
	}
	form := &optionForm{b: f.b, narrows: true}
	switch x.Type {
	case ask.NumberField:
		out.Least, out.Most = strconv.Itoa(x.Least), strconv.Itoa(x.Most)
	case ask.MetricField:
		out.Value = map[string]string{"metric": p.Metric, "x": p.X, "y": p.Y, "size": p.Size}[x.Name]
		out.choose(append(blank, f.metrics(f.b.Catalog.Metrics)...))
	case ask.MetricsField:
		out.tick(f.metrics(f.b.Catalog.Metrics), p.Metrics)
	case ask.EventField:
		out.Value = map[string]string{"event": p.Event, "return": p.Return, "out": p.Out}[x.Name]
		out.choose(append(blank, form.events(out.Value)...))
	case ask.SumsField, ask.EventsField:
		f.steps(&out, x, form)
	case ask.DimensionField:
		out.Value = p.By
		f.dimensions(&out, x, blank)
	}
	return out
}

func (f *exploreForm) metrics(all []*ops.Metric) []Value {
	out := make([]Value, len(all))
	for i, m := range all {
		out[i] = Value{m.Name, f.b.Label(m.Label)}
	}
	return out
}

// steps are what follows one another.
func (f *exploreForm) steps(x *OptionField, field ask.Field, form *optionForm) {
	var texts []string
	for _, s := range f.panel.Steps {
		switch {
		case s.Total:
		case s.Minus:
			texts = append(texts, "-"+s.Metric)
		default:
			texts = append(texts, cmp.Or(s.Metric, s.Event))
		}
	}
	choices := form.events("")
	if field.Type == ask.SumsField {
		choices = nil
		for _, m := range ask.SummedMetrics(f.kind, f.b.Catalog) {
			choices = append(choices, Value{m.Name, f.b.Label(m.Label)})
		}
		if f.kind.Steps.Money {
			for i, c := range slices.Clone(choices) {
				choices[i].Label = fmt.Sprintf(f.b.T.Explore.Plus, c.Label)
				choices = append(choices, Value{"-" + c.Value, fmt.Sprintf(f.b.T.Explore.Minus, c.Label)})
			}
		}
	}
	form.chain(x, texts, ask.MostSteps, func(string) []Value { return choices })
}

// dimensions are what a panel can be broken down by; what its metrics are not known by
// stands apart.
func (f *exploreForm) dimensions(x *OptionField, field ask.Field, blank []Value) {
	possible := field.Choices
	if f.kind.Topic() == analysis.TopicMetrics {
		for _, name := range analysis.PanelMetrics(f.panel) {
			if m, ok := f.b.Catalog.Metric(name); ok {
				ways := analysis.Splits(f.b.Data, m)
				possible = slices.DeleteFunc(slices.Clone(possible), func(d string) bool { return !slices.Contains(ways, d) })
			}
		}
	}
	form := &optionForm{b: f.b}
	x.choose(append(blank, form.dimensions(possible)...))
	if !slices.Contains(possible, x.Value) && x.Value != "" { // it says so at the field
		x.Choices = append(x.Choices, OptionChoice{Value: x.Value, Label: f.b.Dimension(x.Value), Picked: true, Under: f.b.T.Explore.CannotSplitBy})
	}
}

// options adds the fields of the kind of question.
func (f *exploreForm) options(out *Explore) {
	kind, ok := ask.KindOf(f.panel)
	if !ok {
		return
	}
	own := *f.b.View
	own.Question = f.b.Questions[f.panel]
	form := &optionForm{b: f.b, family: kind.Name(), values: kind.Options(own.Asks(f.panel)), narrows: true}
	if len(f.faults) > 0 { // what was chosen stays, though it cannot be asked
		for name := range f.q {
			if field, ok := strings.CutPrefix(name, kind.Name()+"."); ok {
				form.values.Set(field, f.q.Get(name))
			}
		}
	}
	for _, x := range kind.Fields() {
		if x.Unlisted {
			continue
		}
		before := len(form.fields)
		form.add(x)
		if len(form.fields) == before {
			continue
		}
		field := form.fields[before]
		if slices.Contains([]string{"start", "return", "event", "steps", "window", "period", "length", "horizons", "by", "challenge"}, x.Name) {
			out.Fields = append(out.Fields, field)
			continue
		}
		out.More = append(out.More, field)
		out.Open = out.Open || f.q.Has(field.Name) && f.panel.Ask[x.Name] != ""
	}
	slices.SortStableFunc(out.Fields, func(a, b OptionField) int { return last(a) - last(b) })
}

// last puts the breakdown at the end.
func last(x OptionField) int {
	if strings.HasSuffix(x.Name, ".by") {
		return 1
	}
	return 0
}

// ready are questions that are often asked; those whose events or metrics there are.
func (f *exploreForm) ready() []Choice {
	t, name := &f.b.T.Explore.Ready, ask.ExploreName
	events := ask.EventsOf(f.b.Data)
	var out []Choice
	for _, r := range []struct {
		label, metric string
		events        []string
		q             url.Values
	}{
		{t.Channels, "acquired", nil, url.Values{name("type"): {"table"}, name("metrics"): {"acquired", "cost", "cpa"}, name("by"): {"channel"}}},
		{t.Cities, "check_ins", nil, url.Values{name("type"): {"line"}, name("metric"): {"check_ins"}, name("by"): {"group"}}},
		{t.Payers, "", []string{"join", "pay"}, url.Values{name("type"): {"funnel"}, "funnel.steps": {"join,pay"}, "funnel.window": {"30d"}}},
		{t.Weeks, "", []string{"join", "check_in"}, url.Values{name("type"): {"retention"}, "retention.start": {"join"}, "retention.return": {"check_in"},
			"retention.period": {"week"}}},
		{t.Hours, "", []string{"check_in"}, url.Values{name("type"): {"weekday_hour"}, name("event"): {"check_in"}}},
		{t.Streaks, "", []string{"check_in"}, url.Values{name("type"): {"streaks"}, "streaks.event": {"check_in"}}},
		{t.Kept, "cac", []string{"join", "check_in"}, url.Values{name("type"): {"kept"}, name("metric"): {"cac"}}},
	} {
		if _, ok := f.b.Catalog.Metric(r.metric); r.metric != "" && !ok {
			continue
		}
		if slices.ContainsFunc(r.events, func(e string) bool { return !slices.Contains(events, e) }) {
			continue
		}
		out = append(out, Choice{Label: r.label, Href: ask.Href("/"+ask.Explore, r.q), Current: r.q.Encode() == f.b.View.Params.Options.Encode()})
	}
	return out
}

// ExploredTitle is what a panel that a reader puts together is called.
func (w Writer) ExploredTitle(p *ops.Panel) string {
	t, topic := &w.T.Explore, ""
	if kind, ok := analysis.PanelTypeOf(p); ok {
		topic = kind.Topic()
	}
	out := t.Panel(p.Type)
	metrics := analysis.PanelMetrics(p)
	switch {
	case topic == analysis.TopicMetrics && len(metrics) > 0:
		var names []string
		for _, m := range metrics[:min(3, len(metrics))] {
			names = append(names, w.MetricLabel(m))
		}
		out = strings.Join(names, w.T.Plan.Comma)
	case p.Event != "" && p.Event != engine.AnyEvent:
		out = fmt.Sprintf(w.T.Control.FilterIs, out, w.Group(p.Event, 0))
		if p.Return != "" && p.Return != p.Event {
			out += " → " + w.Group(p.Return, 0)
		}
	case len(p.Steps) > 0:
		out = fmt.Sprintf(w.T.Control.FilterIs, out, w.Label(p.Steps[0].Label)+" → "+w.Label(p.Steps[len(p.Steps)-1].Label))
	}
	if p.By != "" {
		out = fmt.Sprintf(t.By, out, w.Dimension(p.By))
	}
	return out
}

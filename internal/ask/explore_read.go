package ask

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// explorer reads a panel from an address.
type explorer struct {
	*Params
	d      analysis.Data
	events []string // that there are, those of the glossary first
	panel  *ops.Panel
}

// ExploredPanel returns the panel that the parameters of the page put together; what
// they leave open is what there is. Its title is left to who knows words. The error is
// ops.Mistakes, whose places name the fields of the form.
func ExploredPanel(q url.Values, d analysis.Data) (*ops.Panel, error) {
	p := NewParams(url.Values{})
	for name, values := range q {
		if field, ok := strings.CutPrefix(name, exploring); ok {
			p.Values[field] = values
		}
	}
	var names []string
	for _, t := range analysis.PanelTypes() {
		names = append(names, t.Type)
	}
	t, _ := panelTypeNamed(p.Choice("type", "line", names...))
	x := &explorer{Params: p, d: d, events: EventsOf(d), panel: &ops.Panel{ID: ExploredID, Type: t.Type, Width: 12}}
	for _, f := range PanelFields(t) {
		x.read(t, f)
	}
	err := p.Done()
	for _, m := range p.Mistakes {
		m.Where.Column = exploring + m.Where.Column
	}
	if err != nil {
		return x.panel, err
	}
	if k, ok := KindNamed(t.Asks); ok {
		x.question(t, k, q)
	}
	return x.panel, x.splits(t)
}

// EventsOf returns the events there are, in the order of the glossary, then the others.
func EventsOf(d analysis.Data) []string {
	there := d.Snapshot.Events()
	var out []string
	for _, e := range slices.Concat(d.Catalog.Events, there) {
		if slices.Contains(there, e) && !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	return out
}

// read reads one field.
func (x *explorer) read(t analysis.PanelType, f Field) {
	p, needed := x.panel, f.Blank == ""
	switch f.Name {
	case "metric":
		p.Metric = x.metric(f, cmp.Or(x.Values.Get("metrics"), x.first(t)))
	case "metrics":
		p.Metrics = x.metrics(t)
	case "x":
		p.X = x.metric(f, x.like(func(m *ops.Metric) bool { return m.Unit == ops.UnitMoney && len(m.Den) == 0 }))
	case "y":
		p.Y = x.metric(f, x.like(func(m *ops.Metric) bool { return m.Unit == ops.UnitMoney && len(m.Den) > 0 }))
	case "size":
		own := ""
		if needed {
			own = x.like(func(m *ops.Metric) bool { return m.Unit == ops.UnitCount && len(m.Den) == 0 })
		}
		p.Size = x.metric(f, own)
	case "event":
		p.Event = x.event(f, needed)
	case "return":
		p.Return = x.event(f, needed)
	case "out":
		p.Out = x.event(f, needed)
	case "step":
		x.steps(t, f)
	case "within":
		within := x.Number(f.Name, 0, f.Least, f.Most)
		for i := range p.Steps {
			if i > 0 {
				p.Steps[i].Within = within
			}
		}
	case "claim":
		p.Claim = x.Number(f.Name, 0, f.Least, f.Most)
	case "by":
		own := ""
		if needed {
			own = "channel"
		}
		if p.By = x.Text(f.Name, own); p.By != own {
			p.By = x.dimension(f.Name, own, f.Choices)
		}
	case "limit":
		p.Limit = x.Number(f.Name, 0, f.Least, f.Most)
	}
}

// like returns the first metric that is one of those wanted, else the first.
func (x *explorer) like(wanted func(*ops.Metric) bool) string {
	all := x.d.Catalog.Metrics
	if i := slices.IndexFunc(all, wanted); i >= 0 {
		return all[i].Name
	}
	if len(all) > 0 {
		return all[0].Name
	}
	return ""
}

// first is the metric of a panel of which nothing is said.
func (x *explorer) first(t analysis.PanelType) string {
	if t.Asks != "" { // a cost of somebody
		return x.like(func(m *ops.Metric) bool { return m.Unit == ops.UnitMoney && len(m.Den) > 0 })
	}
	if pages := x.d.Catalog.Pages; len(pages) > 0 { // what the first page begins with
		for _, p := range pages[0].Panels {
			if metrics := analysis.PanelMetrics(p); len(metrics) > 0 {
				return metrics[0]
			}
		}
	}
	return x.like(func(m *ops.Metric) bool { return m.Unit == ops.UnitCount && len(m.Den) == 0 })
}

func (x *explorer) metric(f Field, own string) string {
	name := x.Text(f.Name, own)
	if name != "" {
		x.known(f.Name, name)
	}
	return name
}

func (x *explorer) known(field, name string) bool {
	if _, ok := x.d.Catalog.Metric(name); ok {
		return true
	}
	x.Fail("unknown_metric", field, name, "There is no metric "+ops.Show(name)+".", "Choose one of the list.")
	return false
}

func (x *explorer) metrics(t analysis.PanelType) []string {
	var out []string
	for _, name := range x.all("metrics") {
		if x.known("metrics", name) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if len(out) > mostMetrics {
		x.Fail("too_many_metrics", "metrics", strconv.Itoa(len(out)), "A panel shows "+strconv.Itoa(mostMetrics)+" metrics at most.", "Untick some.")
	}
	if !x.Values.Has("metrics") {
		out = []string{cmp.Or(x.Values.Get("metric"), x.first(t))}
	}
	return out
}

// event is the name of one that there is.
func (x *explorer) event(f Field, needed bool) string {
	own := ""
	if needed && len(x.events) > 0 {
		own = x.events[0]
		if slices.Contains(x.events, "check_in") {
			own = "check_in"
		}
	}
	name := x.Text(f.Name, own)
	if name != "" && !slices.Contains(x.events, name) && name != engine.AnyEvent {
		x.Fail("unknown_event", f.Name, name, "There is no event "+ops.Show(name)+".", "Choose one of the list.")
	}
	return name
}

// steps reads what follows one another.
func (x *explorer) steps(t analysis.PanelType, f Field) {
	names := x.all(f.Name)
	if !x.Values.Has(f.Name) {
		names = x.usual(t, f)
	}
	if len(names) < 2 {
		x.Fail("too_few_steps", f.Name, strings.Join(names, " "), "There must be at least 2 steps.", "Choose one more.")
	}
	if len(names) > MostSteps {
		x.Fail("too_many_steps", f.Name, strconv.Itoa(len(names)), "There may be at most "+strconv.Itoa(MostSteps)+" steps.", "Leave some empty.")
		names = names[:MostSteps]
	}
	for _, name := range names {
		if f.Type == EventsField {
			if !slices.Contains(x.events, name) {
				x.Fail("unknown_event", f.Name, name, "There is no event "+ops.Show(name)+".", "Choose one of the list.")
			}
			x.panel.Steps = append(x.panel.Steps, ops.Step{Event: name, Label: x.eventLabel(name)})
			continue
		}
		metric, minus := strings.CutPrefix(name, "-")
		if !x.known(f.Name, metric) {
			continue
		}
		m, _ := x.d.Catalog.Metric(metric)
		if !summed(t, m) {
			x.Fail("bad_step", f.Name, metric, metric+" cannot be a step here.", "Choose one of the list.")
		}
		x.panel.Steps = append(x.panel.Steps, ops.Step{Metric: metric, Minus: minus, Label: m.Label})
	}
	if t.Steps.Money {
		x.panel.Steps = append(x.panel.Steps, ops.Step{Total: true, Label: ops.Label{En: "Total", Zh: "合计"}})
	}
}

func (x *explorer) eventLabel(name string) ops.Label {
	if l, ok := x.d.Catalog.Values[ops.Fold(name)]; ok {
		return l
	}
	return ops.Label{En: name, Zh: name}
}

// summed reports whether a metric can be a step of a panel of the type.
func summed(t analysis.PanelType, m *ops.Metric) bool {
	return len(m.Den) == 0 && (!t.Steps.Money || m.Unit == ops.UnitMoney)
}

// SummedMetrics are the metrics that can be steps of a panel of the type.
func SummedMetrics(t analysis.PanelType, c *ops.Catalog) []*ops.Metric {
	return slices.DeleteFunc(slices.Clone(c.Metrics), func(m *ops.Metric) bool { return !summed(t, m) })
}

// usual are the steps of a panel of which nothing is said.
func (x *explorer) usual(t analysis.PanelType, f Field) []string {
	if f.Type == EventsField {
		return x.events[:min(2, len(x.events))]
	}
	var out []string
	for _, m := range SummedMetrics(t, x.d.Catalog) {
		if t.Steps.Money || m.Unit == ops.UnitCount {
			out = append(out, m.Name)
		}
	}
	return out[:min(2, len(out))]
}

// splits refuses a dimension that a metric of the panel is not known by.
func (x *explorer) splits(t analysis.PanelType) error {
	p := x.panel
	if p.By == "" || t.Topic() != analysis.TopicMetrics {
		return nil
	}
	for _, name := range analysis.PanelMetrics(p) {
		m, ok := x.d.Catalog.Metric(name)
		if !ok {
			continue
		}
		if ways := analysis.Splits(x.d, m); !slices.Contains(ways, p.By) {
			return ops.Mistakes{{Code: "cannot_split", Message: name + " is not known by " + p.By + ".", Hint: "Choose another breakdown, or another metric.",
				Where: ops.Place{Column: ExploreName("by"), Value: p.By}, Args: []any{name, p.By}}}
		}
	}
	return nil
}

// question writes what the options ask into the panel: in its own fields what they
// can say, the rest beside.
func (x *explorer) question(t analysis.PanelType, k Kind, q url.Values) {
	p := x.panel
	has := func(field string) bool {
		return slices.Contains(t.Required, field) || slices.Contains(t.Optional, field)
	}
	picked := url.Values{}
	for name, values := range q {
		if field, ok := strings.CutPrefix(name, k.Name()+"."); ok {
			picked[field] = values
		}
	}
	first := Field{}
	for _, f := range k.Fields() {
		if f.Type == ActivityField && (f.Name == "start" || f.Name == "event") {
			first = f
		}
	}
	p.Event = ""
	if has("event") {
		p.Event = x.plain(picked.Get(first.Name), x.usualEvent(k))
	}
	if has("return") {
		p.Return = x.plain(picked.Get("return"), map[bool]string{true: "check_in"}[k.Name() == "kept" && slices.Contains(x.events, "check_in")])
	}
	if has("steps") {
		x.funnelSteps(picked.Get("steps"))
	}
	if has("window") {
		p.Window = cmp.Or(picked.Get("window"), "7d")
	}
	if by := picked.Get("by"); has("by") && by != NoBreakdown && slices.Contains(ops.Dimensions(), by) {
		p.By = by
	}
	if period := picked.Get("period"); has("period") && slices.Contains([]string{string(ops.Daily), string(ops.Weekly), string(ops.Monthly)}, period) {
		p.Period = period
	}
	if n, err := strconv.Atoi(picked.Get("length")); has("length") && err == nil && n >= 1 && n <= mostDays {
		p.Length = n
	}
	if order := picked.Get("order"); has("order") && slices.Contains([]string{engine.OrderOrdered, engine.OrderStrict, engine.OrderAny}, order) {
		p.Order = order
	}
	own := k.Options(analysis.QuestionOf(p))
	for _, name := range slices.Sorted(maps.Keys(picked)) {
		if value := picked.Get(name); value != own.Get(name) && (name != "by" || value != NoBreakdown || own.Get("by") != "") {
			if p.Ask == nil {
				p.Ask = map[string]string{}
			}
			p.Ask[name] = value
		}
	}
}

// usualEvent is the event that a question is about of which nothing is said.
func (x *explorer) usualEvent(k Kind) string {
	if k.Name() == "kept" && slices.Contains(x.events, "join") {
		return "join"
	}
	return x.event(Field{Name: "event"}, true)
}

// plain returns the event of an activity that has no conditions, else own.
func (x *explorer) plain(text, own string) string {
	if a, err := parseActivity(text); err == nil && len(a.Where) == 0 && a.Event != engine.AnyEvent {
		return a.Event
	}
	return own
}

// funnelSteps are the events of the steps; their conditions stay beside.
func (x *explorer) funnelSteps(text string) {
	activities, err := parseActivities(text)
	if text == "" || err != nil || len(activities) < 2 {
		activities = nil
		for _, e := range x.events[:min(2, len(x.events))] {
			activities = append(activities, engine.Activity{Event: e})
		}
	}
	for _, a := range activities {
		x.panel.Steps = append(x.panel.Steps, ops.Step{Event: a.Event, Label: x.eventLabel(a.Event)})
	}
}

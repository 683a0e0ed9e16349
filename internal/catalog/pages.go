package catalog

import (
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// page reads one page file.
func (l *loader) page(file string, root node) {
	name := strings.TrimSuffix(file, ".yaml")
	if !l.id(node{file: file, path: "file name"}, name) {
		return
	}
	if ops.IsBoard(name) != l.board {
		l.fail(node{file: file, path: "file name"}, "bad_id", "Names that begin with board_ are those of boards.", "%q cannot be a name.", ops.Show(name))
		return
	}
	f, ok := l.fields(root, []string{"title", "panels"}, []string{"icon", "order", "section", "needs", "grain", "days"})
	if !ok {
		return
	}
	p := &ops.Page{Name: name, File: file, Title: f.label("title"), Icon: f.text("icon"), Order: f.whole("order", 1, 1000)}
	if p.Grain = ops.Grain(f.choice("grain", string(ops.Daily), string(ops.Weekly), string(ops.Monthly))); p.Grain == "" {
		p.Grain = ops.Daily
	}
	if p.Days = f.whole("days", 1, 3650); p.Days == 0 {
		p.Days = 28
	}
	p.Section = f.choice("section", ops.SectionOperations, ops.SectionAnalyse)
	for _, n := range f.list("needs") {
		record := l.text(n)
		if !slices.Contains(countedRecords(), record) {
			l.fail(n, "unknown_record", suggest(record, countedRecords()), "There is nothing to count in a record %q.", ops.Show(record))
		}
		p.Needs = append(p.Needs, record)
	}
	ids := map[string]bool{}
	for _, n := range f.list("panels") {
		panel := l.panel(n)
		if panel == nil {
			continue
		}
		if panel.ID != "" && ids[panel.ID] {
			l.fail(n, "duplicate_name", "Rename one of them.", "Two panels have the id %q.", panel.ID)
		}
		ids[panel.ID] = true
		p.Panels = append(p.Panels, panel)
	}
	l.catalog.Pages = append(l.catalog.Pages, p)
}

// panel reads one panel; nil if it is beyond reading.
func (l *loader) panel(n node) *ops.Panel {
	entries, ok := l.entries(n)
	if !ok {
		return nil
	}
	var shape ops.PanelShape
	kind := ""
	for _, e := range entries {
		if e.key == "type" {
			kind = l.text(e.value)
			if shape, ok = l.shape(e.value, kind); !ok {
				return nil
			}
		}
	}
	if kind == "" {
		l.fail(n, "missing_field", "", "The field %q is missing.", "type")
		return nil
	}
	f := l.check(n, entries, slices.Concat([]string{"id", "type", "title"}, shape.Required),
		slices.Concat([]string{"note", "width", "link", "folded"}, shape.Optional))
	p := &ops.Panel{Type: kind, Line: n.place().Line, Source: n.yaml.String(), Title: f.label("title"), Note: f.label("note"), Link: f.text("link"),
		Folded: f.flag("folded")}
	if id, ok := f.get("id"); ok {
		if p.ID = l.text(id); p.ID != "" {
			l.id(id, p.ID)
		}
	}
	if p.Width = f.whole("width", 1, 12); p.Width == 0 {
		p.Width = 12
	}
	for _, m := range f.list("metrics") {
		if name := l.metricName(m); name != "" {
			p.Metrics = append(p.Metrics, name)
		}
	}
	p.Metric, p.X, p.Y, p.Size = f.metric("metric"), f.metric("x"), f.metric("y"), f.metric("size")
	if by, ok := f.get("by"); ok {
		p.By = l.text(by)
		l.dimension(by, p.By, ops.Dimensions())
	}
	for _, d := range f.list("drill") {
		p.Drill = append(p.Drill, l.text(d))
		l.dimension(d, l.text(d), ops.Dimensions())
	}
	p.Event, p.Return, p.Window = f.text("event"), f.text("return"), f.window("window")
	p.Period = f.choice("period", string(ops.Daily), string(ops.Weekly), string(ops.Monthly))
	p.Periods = f.whole("periods", 1, 366)
	p.Order = f.choice("order", "ordered", "strict", "any")
	p.Length = f.whole("length", 1, 366)
	p.Limit = f.whole("limit", 1, 1000)
	p.Out, p.Claim = f.text("out"), f.whole("claim", 1, 99)
	p.Steps = l.steps(f, shape)
	l.ask(f, p, shape)
	if p.Type == "table" && p.Metric != "" && !slices.Contains(p.Metrics, p.Metric) {
		l.fail(n, "unknown_metric", "Add it to metrics.", "The main metric %q is not one of the columns.", p.Metric)
	}
	return p
}

// shape returns what may be said of a type of panel; a mistake where there is no
// such type, or where it has another name now.
func (l *loader) shape(n node, kind string) (ops.PanelShape, bool) {
	var names []string
	for _, s := range l.shapes {
		if s.Type == kind {
			return s, true
		}
		if s.Was != "" && s.Was == kind {
			l.fail(n, "renamed_panel_type", "Write type: "+s.Type+".", "The panel type %q is called %q now.", kind, s.Type)
			return s, false
		}
		names = append(names, s.Type)
	}
	l.fail(n, "unknown_panel_type", suggest(kind, names), "There is no panel type %q.", ops.Show(kind))
	return ops.PanelShape{}, false
}

// metricName returns the name of a metric that exists, or "".
func (l *loader) metricName(n node) string {
	name := l.text(n)
	if name == "" {
		return ""
	}
	if _, ok := l.catalog.Metric(name); !ok {
		l.fail(n, "unknown_metric", suggest(name, l.metricNames()), "There is no metric %q.", ops.Show(name))
		return ""
	}
	return name
}

// metric returns the metric that a field names; "" if the field is absent or
// wrong.
func (f fields) metric(key string) string {
	n, ok := f.get(key)
	if !ok {
		return ""
	}
	return f.l.metricName(n)
}

// window checks a funnel's window: 24h or 7d.
func (f fields) window(key string) string {
	n, ok := f.get(key)
	if !ok {
		return ""
	}
	s := f.l.text(n)
	digits := strings.TrimRight(s, "hd")
	if len(s)-len(digits) != 1 || digits == "" || len(digits) > 4 || strings.Trim(digits, "0123456789") != "" || strings.Trim(digits, "0") == "" {
		f.l.fail(n, "bad_value", "Write hours as 24h or ops days as 7d.", "%q is not a window.", ops.Show(s))
		return ""
	}
	return s
}

// steps reads the steps of a funnel or waterfall.
func (l *loader) steps(f fields, shape ops.PanelShape) []ops.Step {
	if shape.Steps.Required == nil {
		return nil
	}
	var out []ops.Step
	items := f.list("steps")
	for _, n := range items {
		sf, ok := l.fields(n, shape.Steps.Required, shape.Steps.Optional)
		if !ok {
			continue
		}
		s := ops.Step{Label: sf.label("label"), Event: sf.text("event"), Minus: sf.flag("minus"), Total: sf.flag("total"),
			Within: sf.whole("within", 1, 366)}
		if m, ok := sf.get("metric"); ok {
			if s.Metric = l.metricName(m); s.Metric != "" {
				l.stepMetric(m, s.Metric, shape)
			}
		} else if slices.Contains(shape.Steps.Optional, "metric") && !s.Total {
			l.fail(n, "missing_field", "Only a total needs none.", "The field %q is missing.", "metric")
		}
		if s.Total && (s.Metric != "" || s.Minus) {
			l.fail(n, "unknown_field", "Remove metric and minus.", "A total is the sum of the steps before it.")
		}
		out = append(out, s)
	}
	if _, ok := f.get("steps"); ok && len(items) < 2 {
		l.fail(f.node, "bad_value", "", "There must be at least 2 steps.")
	}
	return out
}

// stepMetric checks that a step's metric is a plain sum.
func (l *loader) stepMetric(n node, name string, shape ops.PanelShape) {
	m, _ := l.catalog.Metric(name)
	if len(m.Den) > 0 {
		l.fail(n, "mixed_units", "Use a metric without den.", "%s is a ratio; a step must be a sum.", name)
	} else if shape.Steps.Money && m.Unit != ops.UnitMoney {
		l.fail(n, "mixed_units", "", "%s is not money; a %s adds money.", name, shape.Type)
	}
}

// links checks that links lead to pages, once all are known.
func (l *loader) links() {
	var names []string
	for _, p := range l.catalog.Pages {
		names = append(names, p.Name)
	}
	for _, p := range l.catalog.Pages {
		for _, panel := range p.Panels {
			if panel.Link != "" && !slices.Contains(names, panel.Link) {
				l.mistakes = append(l.mistakes, &ops.Error{Code: "unknown_link", Message: fmt.Sprintf("There is no page %q.", ops.Show(panel.Link)),
					Hint: suggest(panel.Link, names), Where: ops.Place{File: p.File, Line: panel.Line, Column: panel.ID + ".link"}})
			}
		}
	}
}

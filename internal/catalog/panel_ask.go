package catalog

import (
	"maps"
	"slices"

	"github.com/goccy/go-yaml"

	"daybreak/internal/ops"
)

// ask reads what a panel's question says besides.
func (l *loader) ask(f fields, p *ops.Panel, shape ops.PanelShape) {
	n, ok := f.get("ask")
	if !ok {
		return
	}
	entries, ok := l.entries(n)
	if !ok {
		return
	}
	before := len(l.mistakes)
	p.Ask = map[string]string{}
	for _, e := range entries {
		p.Ask[e.key] = l.text(e.value)
	}
	if shape.Check == nil || len(l.mistakes) > before {
		return
	}
	for _, m := range shape.Check(p) {
		at := n
		for _, e := range entries {
			if e.key == m.Where.Column {
				at = e.value
			}
		}
		told := *m
		told.Where = at.place()
		told.Where.Value = m.Where.Value
		l.mistakes = append(l.mistakes, &told)
	}
}

// PanelText writes a panel as a file does, so that reading it strictly returns the
// same one.
func PanelText(p *ops.Panel) (string, error) {
	out, err := yaml.MarshalWithOptions(written(p), yaml.IndentSequence(true))
	return string(out), err
}

// written returns the fields of a panel that say something, in the order of a file.
func written(p *ops.Panel) yaml.MapSlice {
	var out yaml.MapSlice
	put := func(key string, value any, is bool) {
		if is {
			out = append(out, yaml.MapItem{Key: key, Value: value})
		}
	}
	text := func(key, value string) { put(key, value, value != "") }
	whole := func(key string, value int) { put(key, value, value != 0) }
	text("id", p.ID)
	text("type", p.Type)
	put("title", both(p.Title), true)
	put("note", both(p.Note), p.Note != ops.Label{})
	whole("width", p.Width)
	put("folded", true, p.Folded)
	text("metric", p.Metric)
	put("metrics", p.Metrics, len(p.Metrics) > 0)
	text("x", p.X)
	text("y", p.Y)
	text("size", p.Size)
	text("by", p.By)
	put("drill", p.Drill, len(p.Drill) > 0)
	text("event", p.Event)
	text("return", p.Return)
	text("period", p.Period)
	whole("periods", p.Periods)
	var steps []yaml.MapSlice
	for _, s := range p.Steps {
		steps = append(steps, writtenStep(s))
	}
	put("steps", steps, len(steps) > 0)
	text("window", p.Window)
	text("order", p.Order)
	whole("length", p.Length)
	text("out", p.Out)
	whole("claim", p.Claim)
	var ask yaml.MapSlice
	for _, name := range slices.Sorted(maps.Keys(p.Ask)) {
		ask = append(ask, yaml.MapItem{Key: name, Value: p.Ask[name]})
	}
	put("ask", ask, len(ask) > 0)
	whole("limit", p.Limit)
	text("link", p.Link)
	return out
}

func writtenStep(s ops.Step) yaml.MapSlice {
	out := yaml.MapSlice{{Key: "label", Value: both(s.Label)}}
	for _, x := range []struct {
		key   string
		value any
		is    bool
	}{{"metric", s.Metric, s.Metric != ""}, {"event", s.Event, s.Event != ""}, {"minus", true, s.Minus}, {"total", true, s.Total},
		{"within", s.Within, s.Within > 0}} {
		if x.is {
			out = append(out, yaml.MapItem{Key: x.key, Value: x.value})
		}
	}
	return out
}

func both(l ops.Label) yaml.MapSlice {
	return yaml.MapSlice{{Key: "en", Value: l.En}, {Key: "zh", Value: l.Zh}}
}

// Explored reads a panel that somebody puts together as strictly as one of a board,
// and returns the page of this name that it stands on alone.
func Explored(c *ops.Catalog, page string, title ops.Label, p *ops.Panel, shapes []ops.PanelShape) (*ops.Page, error) {
	source, err := PanelText(p)
	if err != nil {
		return nil, err
	}
	own := *p
	own.Source = source
	draft := NewDraft(title.En)
	if err := draft.Pin(&own, ""); err != nil {
		return nil, err
	}
	text, err := draft.Text()
	if err != nil {
		return nil, err
	}
	out, err := Board(c, ops.Board{}.Page(), text, shapes)
	if err != nil {
		return nil, err
	}
	out.Name, out.Title, out.File = page, title, ""
	return out, nil
}

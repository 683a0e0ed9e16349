package ask

import (
	"slices"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// Explore is the page on which a reader puts a panel together. Its address says in
// parameters such as explore.type=line what a page file says in fields; what a
// question says besides are the options of its kind, as on every page.
const (
	Explore    = "explore"
	exploring  = Explore + "."
	ExploredID = "question" // of the one panel
)

// The bounds of a panel that is put together.
const (
	mostMetrics = 12
	MostSteps   = 8 // of a panel
	mostRows    = 1000
	mostDays    = 366
)

// ExploreName is the name of a field in the address of the page.
func ExploreName(field string) string { return exploring + field }

// PanelFields are the fields of panels of a type that a form offers, beside those of
// its kind of question.
func PanelFields(t analysis.PanelType) []Field {
	kind, asks := KindNamed(t.Asks)
	steps := Field{Name: "step", Type: EventsField}
	if slices.Contains(slices.Concat(t.Steps.Required, t.Steps.Optional), "metric") {
		steps.Type = SumsField
	}
	var out []Field
	for _, f := range []Field{
		{Name: "metric", Type: MetricField}, {Name: "metrics", Type: MetricsField}, {Name: "x", Type: MetricField}, {Name: "y", Type: MetricField},
		{Name: "size", Type: MetricField}, {Name: "event", Type: EventField}, {Name: "return", Type: EventField}, steps,
		{Name: "within", Type: NumberField, Least: 1, Most: mostDays}, {Name: "out", Type: EventField},
		{Name: "claim", Type: NumberField, Least: 1, Most: 99}, {Name: "by", Type: DimensionField, Choices: ops.Dimensions()},
		{Name: "limit", Type: NumberField, Least: 1, Most: mostRows},
	} {
		needed, possible := slices.Contains(t.Required, f.Name), slices.Contains(t.Optional, f.Name)
		switch {
		case f.Name == "step":
			needed = len(t.Steps.Required) > 0
		case f.Name == "within":
			possible = slices.Contains(t.Steps.Optional, "within")
		case (f.Name == "metric" || f.Name == "metrics") && !needed: // which one a page shows first
			possible = false
		}
		own := asks && (f.Name == "step" || f.Name == "event" || f.Name == "return" ||
			slices.ContainsFunc(kind.Fields(), func(x Field) bool { return x.Name == f.Name && !x.Unlisted }))
		if own || !needed && !possible {
			continue
		}
		if !needed && f.Type != NumberField {
			f.Blank = "nothing"
		}
		out = append(out, f)
	}
	return out
}

// tidyExplored takes away what another type of panel left in the form.
func (o *options) tidyExplored() {
	o.turn()
	t, ok := panelTypeNamed(o.values.Get(ExploreName("type")))
	if !ok {
		return
	}
	fields := PanelFields(t)
	for name := range o.values {
		of, field, _ := strings.Cut(name, ".")
		switch k, is := KindNamed(of); {
		case of == Explore && field != "type" && isPanelField(field):
			if !slices.ContainsFunc(fields, func(f Field) bool { return f.Name == field }) {
				delete(o.values, name)
				o.changed = true
			}
		case is && k.HasPanels() && of != t.Asks:
			delete(o.values, name)
			o.changed = true
		}
	}
}

// turn goes to another topic: its first way of looking at it.
func (o *options) turn() {
	topic := o.values.Get(ExploreName("topic"))
	if topic == "" {
		return
	}
	o.values.Del(ExploreName("topic"))
	o.changed = true
	if t, ok := panelTypeNamed(o.values.Get(ExploreName("type"))); ok && t.Topic() == topic {
		return
	}
	for _, t := range analysis.PanelTypes() {
		if t.Topic() == topic {
			o.values.Set(ExploreName("type"), t.Type)
			return
		}
	}
	o.values.Set(ExploreName("type"), topic) // there is none, and it is told
}

// isPanelField reports whether some type of panel has the field.
func isPanelField(name string) bool {
	return slices.ContainsFunc(analysis.PanelTypes(), func(t analysis.PanelType) bool {
		return slices.ContainsFunc(PanelFields(t), func(f Field) bool { return f.Name == name })
	})
}

func panelTypeNamed(name string) (analysis.PanelType, bool) {
	return analysis.PanelTypeOf(&ops.Panel{Type: name})
}

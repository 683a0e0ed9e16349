package api

import (
	"context"
	"slices"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/report"
)

// label is a text in both languages.
type label struct {
	En string `json:"en"`
	Zh string `json:"zh"`
}

type metricDefinition struct {
	Name       string `json:"name"`
	Label      label  `json:"label"`
	Definition label  `json:"definition"`
	Unit       string `json:"unit"`
	Good       string `json:"good"`
	Formula    string `json:"formula"`
	Horizon    int    `json:"horizon"`
}

type dimensionDefinition struct {
	Name  string `json:"name"`
	Label label  `json:"label"`
}

type definitionsAnswer struct {
	Metrics    []metricDefinition    `json:"metrics"`
	Dimensions []dimensionDefinition `json:"dimensions"`
	Events     []string              `json:"events"`
}

// askDefinitions answers what the names in questions mean: metrics in the order of
// their file, dimensions and events by name.
func askDefinitions(_ *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	return func(context.Context) (any, *report.Table, error) {
		out := definitionsAnswer{Metrics: []metricDefinition{}, Dimensions: []dimensionDefinition{}, Events: slices.Sorted(slices.Values(analysis.Glossary(d)))}
		t := &report.Table{Header: []string{"name", "label_en", "label_zh", "unit", "good", "formula", "horizon", "definition_en", "definition_zh"}}
		for _, m := range d.Catalog.Metrics {
			x := metricDefinition{m.Name, label(m.Label), label(m.Definition), string(m.Unit), string(m.Good), m.Formula(), m.Horizon}
			out.Metrics = append(out.Metrics, x)
			t.Rows = append(t.Rows, []string{x.Name, ops.SafeText(x.Label.En), ops.SafeText(x.Label.Zh), x.Unit, x.Good, ops.SafeText(x.Formula),
				strconv.Itoa(x.Horizon), ops.SafeText(x.Definition.En), ops.SafeText(x.Definition.Zh)})
		}
		for _, name := range ops.Dimensions() {
			out.Dimensions = append(out.Dimensions, dimensionDefinition{name, label(d.Catalog.Dimensions[name])})
		}
		return out, t, nil
	}
}

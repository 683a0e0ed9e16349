package view

import (
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/ops"
)

// inlineSpark is the height of a small line within a row of figures.
const inlineSpark = 24

// Spark is a small line of the course of a figure.
type Spark struct{ chart.Spark }

// It is none where every known figure is 0: a flat line says nothing.
func sparkOf(figures []analysis.Figure, width, height int) Spark {
	if !slices.ContainsFunc(figures, func(f analysis.Figure) bool { return f.State == ops.Known && f.Number != 0 }) {
		return Spark{}
	}
	return Spark{chart.NewSpark(values(figures), open(figures), width, height)}
}

package view

import (
	"daybreak/internal/analysis"
	"daybreak/internal/chart"
)

// inlineSpark is the height of a small line within a row of figures.
const inlineSpark = 24

// Spark is a small line of the course of a figure.
type Spark struct{ chart.Spark }

func sparkOf(figures []analysis.Figure, width, height int) Spark {
	return Spark{chart.NewSpark(values(figures), open(figures), width, height)}
}

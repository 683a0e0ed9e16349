package chart

import "daybreak/internal/ops"

// FunnelStep is one step of a funnel: a column in a box of 100 × FunnelHeight,
// the flow to the next one, and the outline of what it was before.
type FunnelStep struct {
	Y, Height             string // of the column
	Flow                  string // path to the next step, "" at the end
	BeforeY, BeforeHeight string // "" without comparison
}

// The measures of a funnel step.
const (
	FunnelHeight = 190
	funnelColumn = 54
)

// NewFunnel scales steps, and what they are compared with, to the largest.
// before may be nil.
func NewFunnel(steps, before []ops.Value) []FunnelStep {
	var largest float64
	for _, v := range append(append([]ops.Value(nil), steps...), before...) {
		if v.State == ops.Known {
			largest = max(largest, v.Number)
		}
	}
	height := func(v ops.Value) float64 {
		if v.State != ops.Known || v.Number <= 0 || largest == 0 {
			return 0
		}
		return max(2, FunnelHeight*v.Number/largest)
	}
	out := make([]FunnelStep, len(steps))
	for i, v := range steps {
		h := height(v)
		out[i].Y, out[i].Height = coordinate(FunnelHeight-h), coordinate(h)
		if i+1 < len(steps) && h > 0 {
			out[i].Flow = "M" + coordinate(funnelColumn) + " " + coordinate(FunnelHeight-h) + "L100 " + coordinate(FunnelHeight-height(steps[i+1])) + "V" +
				coordinate(FunnelHeight) + "H" + coordinate(funnelColumn) + "Z"
		}
		if i < len(before) && height(before[i]) > 0 {
			out[i].BeforeY, out[i].BeforeHeight = coordinate(FunnelHeight-height(before[i])), coordinate(height(before[i]))
		}
	}
	return out
}

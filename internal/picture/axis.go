package picture

import (
	"math"
	"strings"

	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// scale is an axis of values: its ends, and the ticks between them.
type scale struct {
	low, high float64
	ticks     []float64
}

// values are what has to have room on an axis.
type span struct{ low, high float64 }

// none is the span of nothing.
func none() span { return span{math.Inf(1), math.Inf(-1)} }

func (s *span) take(v float64) {
	if !math.IsNaN(v) {
		s.low, s.high = min(s.low, v), max(s.high, v)
	}
}

// nice is a round number near x, as ECharts has it.
func nice(x float64) float64 {
	size := math.Pow(10, math.Floor(math.Log10(x)))
	switch f := x / size; {
	case f < 1.5:
		return size
	case f < 2.5:
		return 2 * size
	case f < 4:
		return 3 * size
	case f < 7:
		return 5 * size
	}
	return 10 * size
}

// scaleOf lays an axis out around values: it holds zero, ends at round numbers,
// and has about five parts, as ECharts has it.
func scaleOf(a axisOption, s span) scale {
	if s.low > s.high {
		s = span{0, 1}
	}
	if gaps, ok := a.BoundaryGap.([]any); ok && len(gaps) == 2 {
		below, _ := gaps[0].(string)
		s.low -= (s.high - s.low) * pixels(strings.TrimSuffix(below, "%")) / 100
	}
	s.low, s.high = min(s.low, 0), max(s.high, 0)
	if a.Min != nil {
		s.low = *a.Min
	}
	if a.Max != nil {
		s.high = *a.Max
	}
	if s.high <= s.low {
		s.high = s.low + 1
	}
	step := max(nice((s.high-s.low)/5), a.MinInterval)
	if a.Min == nil {
		s.low = math.Floor(s.low/step) * step
	}
	if a.Max == nil {
		s.high = math.Ceil(s.high/step) * step
	}
	out := scale{low: s.low, high: s.high}
	for i := math.Ceil(s.low/step - 1e-9); i*step <= s.high+step*1e-9; i++ {
		out.ticks = append(out.ticks, rounded(i*step, step))
	}
	return out
}

// rounded is x without what counting in binary adds to it.
func rounded(x, step float64) float64 {
	places := max(0, 2-math.Floor(math.Log10(step)))
	if places > 12 {
		return x
	}
	p := math.Pow(10, places)
	return math.Round(x*p)/p + 0 // never -0
}

// tick writes a value of an axis, which has little room.
func tick(w view.Writer, a axisOption, v float64) string {
	return w.Short(ops.Unit(strings.TrimPrefix(a.AxisLabel.Formatter, "@fn:axis:")), v)
}

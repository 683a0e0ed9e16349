package loop

import (
	"maps"
	"slices"

	"daybreak/internal/calc"
)

// Calibration is how well somebody foresees what works: 0 is always right, Base
// what one who says how often tries work would have.
type Calibration struct {
	Owner       string // "" is everybody
	Measured    int
	Score, Base float64
}

// leastForecasts is the fewest measured tries of an owner that are scored.
const leastForecasts = 5

// Calibrations scores everybody together and each owner with at least five
// measured tries.
func Calibrations(outcomes []Outcome) []Calibration {
	by := map[string][]calc.Forecast{}
	for _, o := range outcomes {
		if o.Verdict == "" || o.Verdict == NotSeparable {
			continue
		}
		f := calc.Forecast{Said: o.Try.Probability, Came: o.Verdict == Works}
		by[""] = append(by[""], f)
		if o.Try.Owner != "" {
			by[o.Try.Owner] = append(by[o.Try.Owner], f)
		}
	}
	var out []Calibration
	for _, owner := range slices.Sorted(maps.Keys(by)) {
		if len(by[owner]) < leastForecasts && owner != "" {
			continue
		}
		score, base, _ := calc.Brier(by[owner])
		out = append(out, Calibration{owner, len(by[owner]), score, base})
	}
	return out
}

// Foretold is how often tries worked of which somebody was about as sure.
type Foretold struct {
	Low, High float64 // chances that were given, below High alone
	Tries     int
	Came      int     // of them that worked
	Said      float64 // mean of the chances
}

// foretold are the bounds of chances that are put together: about even, likely,
// nearly sure, and less than even.
func foretold() []float64 { return []float64{0, .5, .7, .9, 1.01} }

// ForetoldOf puts measured tries together by how likely they were held, leaving
// out what was never said.
func ForetoldOf(outcomes []Outcome) []Foretold {
	bounds := foretold()
	out := make([]Foretold, len(bounds)-1)
	for i := range out {
		out[i].Low, out[i].High = bounds[i], min(1, bounds[i+1])
	}
	for _, o := range outcomes {
		if o.Verdict == "" || o.Verdict == NotSeparable {
			continue
		}
		i := 0
		for o.Try.Probability >= bounds[i+1] {
			i++
		}
		f := &out[i]
		f.Said = (f.Said*float64(f.Tries) + o.Try.Probability) / float64(f.Tries+1)
		f.Tries++
		if o.Verdict == Works {
			f.Came++
		}
	}
	return slices.DeleteFunc(out, func(f Foretold) bool { return f.Tries == 0 })
}

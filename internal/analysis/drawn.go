package analysis

import (
	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// drawnRates returns the rate of each of a family drawn towards that of all;
// not applicable where the family teaches nothing, or one has no trials.
func drawnRates(successes, trials []float64) []ops.Value {
	out := make([]ops.Value, len(trials))
	prior, ok := calc.FitPrior(successes, trials)
	for i := range out {
		out[i] = notApplicable
		if ok && trials[i] > 0 {
			out[i] = known(prior.Rate(successes[i], trials[i]))
		}
	}
	return out
}

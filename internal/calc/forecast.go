package calc

// Forecast is what somebody held likely, and whether it came.
type Forecast struct {
	Said float64 // 0 … 1
	Came bool
}

// Brier returns the mean squared miss of forecasts, 0 for one who always knows
// (Brier, Verification of forecasts expressed in terms of probability, 1950),
// and that of one who always says how often it came. ok is false for none.
func Brier(of []Forecast) (score, base float64, ok bool) {
	if len(of) == 0 {
		return 0, 0, false
	}
	n, came := float64(len(of)), 0.0
	for _, f := range of {
		o := 0.0
		if f.Came {
			o = 1
		}
		came += o / n
		score += (f.Said - o) * (f.Said - o) / n
	}
	return score, came * (1 - came), true
}

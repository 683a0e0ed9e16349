package calc

// Pace says how an amount stands against its target part of the way through.
// Expected is the target's share of what has elapsed, Attained actual ÷
// Expected, Projected the amount at the end if it goes on as it did, and
// Required what each remaining unit of weight must bring to reach the target
// (negative when it is passed already).
type Pace struct{ Expected, Attained, Projected, Required float64 }

// Pacing compares actual with target after elapsed of the units that weights
// phase the target over: 1 each for an even phasing, more for stronger
// weekdays. ok is false when elapsed does not lie in 1 … len(weights), or the
// weights or the target so far are 0: there is no pace then. Required is 0
// once nothing remains.
func Pacing(actual, target float64, weights []float64, elapsed int) (_ Pace, ok bool) {
	if elapsed < 1 || elapsed > len(weights) {
		return Pace{}, false
	}
	var done, rest float64
	for i, w := range weights {
		if i < elapsed {
			done += w
		} else {
			rest += w
		}
	}
	if done <= 0 || target == 0 {
		return Pace{}, false
	}
	p := Pace{Expected: target * done / (done + rest), Projected: actual * (done + rest) / done}
	p.Attained = actual / p.Expected
	if rest > 0 {
		p.Required = (target - actual) / rest
	}
	return p, true
}

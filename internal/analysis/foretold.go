package analysis

import (
	"daybreak/internal/calc"
	"daybreak/internal/engine"
)

// Foretold is what earlier rounds of a challenge tell about who does not come any more
// on a day. Of members who stood alike, as long away and with as large a share kept,
// the share that did not come is drawn towards that of all kinds of standing together
// (a beta-binomial prior by the method of moments, SPEC-LOOP §9).
//
// Bands holds how such chances fared: each round but the first was foretold from those
// before it alone. Score and Base are the mean squared errors (Brier 1950) of these
// chances and of the plain share of all, over Tested days of members; smaller is better.
type Foretold struct {
	Trained     bool // there is something to learn from
	Bands       []ForetoldBand
	Tested      int
	Score, Base float64
	prior       calc.Prior
	cells       map[standing]seen
}

// ForetoldBand are the days whose chances lay in a fifth of 0 to 1, their mean, and on
// how many nobody came.
type ForetoldBand struct {
	Days, Missed int
	Said         float64
}

type (
	standing struct{ away, kept int }
	seen     struct{ waiting, missed int }
)

// forecasts is how many bands chances are laid into.
const forecasts = 5

// Foretell learns from rounds, the earliest first.
func Foretell(rounds []engine.EveningRound) Foretold {
	out := learn(rounds)
	out.Bands = make([]ForetoldBand, forecasts)
	said := make([]float64, forecasts)
	for i := 1; i < len(rounds); i++ {
		before := learn(rounds[:i])
		all := before.all()
		if !before.Trained {
			continue
		}
		base := float64(all.missed) / float64(all.waiting)
		for _, c := range rounds[i].Cells {
			p, _ := before.Chance(c.Away, c.Kept)
			band := min(int(p*forecasts), forecasts-1)
			out.Bands[band].Days += c.Waiting
			out.Bands[band].Missed += c.Missed
			said[band] += p * float64(c.Waiting)
			out.Tested += c.Waiting
			out.Score += squared(c, p)
			out.Base += squared(c, base)
		}
	}
	if out.Tested > 0 {
		out.Score, out.Base = out.Score/float64(out.Tested), out.Base/float64(out.Tested)
	}
	for i := range out.Bands {
		if n := out.Bands[i].Days; n > 0 {
			out.Bands[i].Said = said[i] / float64(n)
		}
	}
	return out
}

// squared returns the sum of squared errors of a chance over a cell.
func squared(c engine.EveningCell, p float64) float64 {
	return float64(c.Missed)*(1-p)*(1-p) + float64(c.Waiting-c.Missed)*p*p
}

// learn adds up rounds and takes the prior from them.
func learn(rounds []engine.EveningRound) Foretold {
	f := Foretold{cells: map[standing]seen{}}
	for _, r := range rounds {
		for _, c := range r.Cells {
			k := standing{c.Away, c.Kept}
			f.cells[k] = seen{f.cells[k].waiting + c.Waiting, f.cells[k].missed + c.Missed}
		}
	}
	var missed, waiting []float64
	for away := range engine.MaxOut {
		for kept := range engine.KeptBands { // in an order of its own, so that sums are always the same
			if c := f.cells[standing{away, kept}]; c.waiting > 0 {
				missed, waiting = append(missed, float64(c.missed)), append(waiting, float64(c.waiting))
			}
		}
	}
	f.Trained = len(waiting) > 0
	if prior, ok := calc.FitPrior(missed, waiting); ok {
		f.prior = prior
	} else if all := f.all(); f.Trained { // all alike, or of one kind only: one more of either
		f.prior = calc.Prior{A: (float64(all.missed) + 1) / float64(all.waiting+2), B: (float64(all.waiting-all.missed) + 1) / float64(all.waiting+2)}
	}
	return f
}

func (f *Foretold) all() (sum seen) {
	for _, c := range f.cells {
		sum.waiting, sum.missed = sum.waiting+c.waiting, sum.missed+c.missed
	}
	return sum
}

// Chance returns the chance that a member who has been away for so many days and has
// kept such a share does not come any more today; ok is false where nothing was learned.
func (f *Foretold) Chance(away, kept int) (_ float64, ok bool) {
	c := f.cells[standing{away, kept}]
	return f.prior.Rate(float64(c.missed), float64(c.waiting)), f.Trained
}

package sample

import (
	"fmt"
	"math"
	"math/rand/v2"

	"daybreak/internal/ops"
)

// member is one person of the story and the state the day loop needs.
type member struct {
	id       int
	channel  uint8
	city     uint8
	joined   uint16 // day of the story
	inviter  int32  // index, -1 = none
	staff    bool
	buyer    bool
	keep     float32 // how well this one lasts
	streak   uint16  // check-in days in a row up to yesterday
	silent   uint16  // days in a row without
	enrolled int16   // number of the challenge, -1 = none
	checked  uint16  // check-ins so far
	applied  bool
	paid     bool
	campaign string // that brought this one; "" if none is known
	month    uint32 // bit n: checked in on day n after joining, 0 to 30; enrolledEarly
	seen     uint16 // day of the story of the last check-in, + 1
	within   uint8  // bit n: in the n-th group that is not a city's
	entered  uint8  // … or was once
}

func (m *member) name() string { return fmt.Sprintf("m%06d", m.id) }

// chance is the probability of a check-in on day d: habit grows with the
// streak, fades with silence and with age for those who do not last.
func (m *member) chance(d int, day ops.Day) float64 {
	age := float64(d - int(m.joined))
	keep := float64(m.keep)
	p := 0.20 + 0.52*keep
	p += 0.22 * (1 - math.Exp(-float64(m.streak)/6))
	p -= 0.55 * (1 - math.Exp(-float64(m.silent)/3))
	p *= math.Pow(1+age, -0.42*(1-keep))
	if w := day.Weekday(); w == 0 || w == 6 {
		p *= 0.84
	}
	if m.enrolled >= 0 {
		p += 0.10
	}
	return min(max(p, 0), 0.97)
}

// minute is the local minute of the day of a check-in: most between 6 and 7,
// later at weekends, a few in the evening.
func minute(r *rand.Rand, day ops.Day) int {
	if r.Float64() < 0.07 {
		return min(max(int(21*60+30+r.NormFloat64()*40), 0), 1439)
	}
	mean := 6*60 + 24.0
	if w := day.Weekday(); w == 0 || w == 6 {
		mean += 52
	}
	return min(max(int(mean+r.NormFloat64()*26), 5*60), 1439)
}

// poisson draws a count with the given mean.
func poisson(r *rand.Rand, mean float64) int {
	if mean <= 0 {
		return 0
	}
	if mean > 60 {
		return max(0, int(math.Round(mean+math.Sqrt(mean)*r.NormFloat64())))
	}
	limit, p, k := math.Exp(-mean), 1.0, 0
	for {
		if p *= r.Float64(); p <= limit {
			return k
		}
		k++
	}
}

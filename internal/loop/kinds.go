package loop

import (
	"cmp"
	"maps"
	"slices"

	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// Kind is what the measured tries of one kind and metric say together.
type Kind struct {
	Kind, Metric string
	Measured     int // with a verdict other than not separable
	Works        int
	HitRate      calc.Interval // at 95 %
	Pooled       *Pooled       // per 1,000 of cost; nil for fewer than three tries with cost and an interval
}

// Pooled is the effect per 1,000 of the reporting currency.
type Pooled struct {
	calc.Pooled
	Tries []PooledTry
}

// PooledTry is one try of a kind: its own effect per 1,000, the error of it, and
// what is left when it is drawn to the mean of its kind.
type PooledTry struct {
	Try    ops.Try
	Own    calc.Estimate
	Shrunk float64
}

// Kinds sums up which kinds of tries work, the best first: those with a mean
// before those without.
func Kinds(outcomes []Outcome) []Kind {
	type key struct{ kind, metric string }
	kinds := map[key]*Kind{}
	of := map[key][]PooledTry{}
	for _, o := range outcomes {
		if o.Verdict == "" || o.Verdict == NotSeparable {
			continue
		}
		k := key{o.Try.Kind, o.Try.Metric}
		if kinds[k] == nil {
			kinds[k] = &Kind{Kind: k.kind, Metric: k.metric}
		}
		kinds[k].Measured++
		if o.Verdict == Works {
			kinds[k].Works++
		}
		if own, ok := o.perThousand(); ok {
			of[k] = append(of[k], PooledTry{Try: o.Try, Own: own})
		}
	}
	var out []Kind
	for k, kind := range kinds {
		kind.HitRate, _ = calc.Wilson(kind.Works, kind.Measured)
		kind.pool(of[k])
		out = append(out, *kind)
	}
	slices.SortFunc(out, func(a, b Kind) int {
		return cmp.Or(cmp.Compare(b.mean(), a.mean()), cmp.Compare(b.Measured, a.Measured), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Metric, b.Metric))
	})
	return out
}

func (k *Kind) pool(tries []PooledTry) {
	slices.SortFunc(tries, func(a, b PooledTry) int {
		return cmp.Or(cmp.Compare(a.Try.Start, b.Try.Start), cmp.Compare(a.Try.ID, b.Try.ID))
	})
	estimates := make([]calc.Estimate, len(tries))
	for i, t := range tries {
		estimates[i] = t.Own
	}
	pooled, ok := calc.Pool(estimates)
	if !ok {
		return
	}
	for i := range tries {
		tries[i].Shrunk = pooled.Shrunk[i]
	}
	k.Pooled = &Pooled{pooled, tries}
}

func (k Kind) mean() float64 {
	if k.Pooled == nil {
		return -1e300
	}
	return k.Pooled.Mean
}

// perThousand returns the effect of a try in its direction per 1,000 of its
// cost, and the error of it; false without cost, where not all of it is known, and
// without interval.
func (o Outcome) perThousand() (calc.Estimate, bool) {
	if o.Cost.Open || o.Cost.Known <= 0 || o.Rate != nil || o.Effect.T == 0 || o.Effect.High <= o.Effect.Low || o.Reason != "" && o.Reason != IntervalWide {
		return calc.Estimate{}, false
	}
	e := calc.Estimate{Value: o.Effect.Value() / o.Cost.Known * 1000, Error: (o.Effect.High - o.Effect.Low) / (2 * o.Effect.T) / o.Cost.Known * 1000}
	if o.Try.Direction == ops.DownGood {
		e.Value = -e.Value
	}
	return e, true
}

// PerUnit returns what one more unit cost, with limits; ok is false where the
// interval of the effect holds 0, there is no cost, or not all of it is known.
func (o Outcome) PerUnit() (cost float64, limits calc.Interval, ok bool) {
	e := o.Effect
	if o.Cost.Open || o.Cost.Known <= 0 || o.Rate != nil || o.Verdict != Works {
		return 0, limits, false
	}
	low, mid, high := e.Low, e.Value(), e.High
	if o.Try.Direction == ops.DownGood {
		low, mid, high = -high, -mid, -low
	}
	return o.Cost.Known / mid, calc.Interval{Low: o.Cost.Known / high, High: o.Cost.Known / low}, true
}

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

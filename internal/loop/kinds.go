package loop

import (
	"cmp"
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
	Drawn        ops.Value     // the hit rate drawn to that of all kinds, the fewer tries the more; not applicable where nothing is learned from them
	Pooled       *Pooled       // per 1,000 of cost; nil for fewer than three tries with cost and an interval
	LeftOut      []Outcome     // tries of the kind that are over and not among the pooled ones
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
	left := map[key][]Outcome{}
	for _, o := range outcomes {
		k := key{o.Try.Kind, o.Try.Metric}
		if o.Verdict == NotSeparable {
			left[k] = append(left[k], o)
		}
		if o.Verdict == "" || o.Verdict == NotSeparable {
			continue
		}
		if kinds[k] == nil {
			kinds[k] = &Kind{Kind: k.kind, Metric: k.metric}
		}
		kinds[k].Measured++
		if o.Verdict == Works {
			kinds[k].Works++
		}
		own, ok := o.perThousand()
		if !ok {
			left[k] = append(left[k], o)
			continue
		}
		of[k] = append(of[k], PooledTry{Try: o.Try, Own: own})
	}
	var out []Kind
	for k, kind := range kinds {
		kind.HitRate, _ = calc.Wilson(kind.Works, kind.Measured)
		kind.pool(of[k])
		kind.LeftOut = left[k]
		out = append(out, *kind)
	}
	draw(out)
	slices.SortFunc(out, func(a, b Kind) int {
		return cmp.Or(cmp.Compare(b.mean(), a.mean()), cmp.Compare(b.Measured, a.Measured), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Metric, b.Metric))
	})
	return out
}

// draw fills in the hit rate of each kind drawn to that of all of them: one try
// that worked is no rate of 100 %.
func draw(kinds []Kind) {
	works, measured := make([]float64, len(kinds)), make([]float64, len(kinds))
	for i, k := range kinds {
		works[i], measured[i] = float64(k.Works), float64(k.Measured)
	}
	prior, ok := calc.FitPrior(works, measured)
	for i := range kinds {
		kinds[i].Drawn = notApplicable
		if ok {
			kinds[i].Drawn = ops.Value{Number: prior.Rate(works[i], measured[i])}
		}
	}
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

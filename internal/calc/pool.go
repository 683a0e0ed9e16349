package calc

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Estimate is a value and its standard error.
type Estimate struct{ Value, Error float64 }

// Pooled is what several measurements of one kind say together.
type Pooled struct {
	Mean   float64
	Limits Interval  // of the mean, at 90 %
	Tau2   float64   // variance between the true values; 0: they cannot be told apart
	Q      float64   // how unlike the measurements are
	Shrunk []float64 // each drawn to the mean by its own error
}

// leastPooled is the fewest measurements that say how unlike each other the true
// values are.
const leastPooled = 3

// Pool puts at least three measurements together: the variance between them by
// DerSimonian and Laird (Meta-analysis in clinical trials, 1986), the limits of
// the mean by Hartung and Knapp (Statistics in Medicine 20, 2001) with a factor
// of at least 1, and each measurement shrunk as Efron and Morris do (JASA 1975).
// ok is false for fewer, or when an error is not positive.
func Pool(of []Estimate) (p Pooled, ok bool) {
	if len(of) < leastPooled {
		return p, false
	}
	var w, wy, w2 float64
	for _, e := range of {
		if !(e.Error > 0) {
			return p, false
		}
		v := 1 / (e.Error * e.Error)
		w, wy, w2 = w+v, wy+v*e.Value, w2+v*v
	}
	for _, e := range of {
		p.Q += math.Pow((e.Value-wy/w)/e.Error, 2)
	}
	freedom := float64(len(of) - 1)
	p.Tau2 = max(0, (p.Q-freedom)/(w-w2/w))
	p.mean(of, freedom)
	for _, e := range of {
		v := e.Error * e.Error
		p.Shrunk = append(p.Shrunk, (p.Tau2*e.Value+v*p.Mean)/(p.Tau2+v))
	}
	return p, true
}

// mean fills in the mean and its limits.
func (p *Pooled) mean(of []Estimate, freedom float64) {
	var w, wy, q float64
	for _, e := range of {
		v := 1 / (e.Error*e.Error + p.Tau2)
		w, wy = w+v, wy+v*e.Value
	}
	p.Mean = wy / w
	for _, e := range of {
		q += math.Pow(e.Value-p.Mean, 2) / (e.Error*e.Error + p.Tau2)
	}
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: freedom}.Quantile(.95)
	half := t * math.Sqrt(max(1, q/freedom)/w)
	p.Limits = Interval{p.Mean - half, p.Mean + half}
}

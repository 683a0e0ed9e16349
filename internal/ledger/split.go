package ledger

import (
	"math"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// units are the whole numbers that differences of a metric are counted in, so that their
// parts add up exactly: minor units of money, else millionths.
type units float64 // how many are 1

// fine is for figures that are not money.
const fine = units(1e6)

func unitsOf(d analysis.Data, m *ops.Metric) units {
	if m.Unit == ops.UnitMoney {
		return units(math.Pow10(ops.Exponent(d.Currency)))
	}
	return fine
}

func (u units) of(x float64) int64 { return int64(math.Round(x * float64(u))) }

func (u units) number(n int64) float64 { return float64(n) / float64(u) }

// splitting credits a difference part by part.
type splitting struct {
	units
	out   *Restated
	last  int64 // the last figure that was known
	other int64 // what no import made
}

// split credits the difference of a figure: to other definitions, to the imports in order,
// and what is left to what was no import.
func (l *Ledger) split(d analysis.Data, a *asked) {
	u := unitsOf(d, a.out.Metric)
	s := &splitting{units: u, out: a.out, last: u.of(a.out.Value)}
	at := func(t time.Time) ops.Value {
		v, _ := l.known(a.point(d, t))
		return v
	}
	if a.out.Definitions != d.Catalog.Digest {
		s.credit(at(a.base), Part{Cause: Definition})
	}
	for _, step := range a.steps {
		if a.others {
			s.drift(at(justBefore(step.at)))
		}
		c := step.changes[0]
		p := Part{Cause: Import, Batch: c.Batch, File: c.File, By: c.By, At: c.At}
		if c.Undo {
			p.Cause = Undo
		}
		for _, c := range step.changes[1:] {
			p.With = append(p.With, c.Batch)
		}
		s.credit(at(step.at), p)
	}
	s.drift(a.out.Now)
	if s.other != 0 {
		a.out.Parts = append(a.out.Parts, Part{Cause: Other, Share: s.number(s.other)})
	}
}

// credit notes what a part made of the figure; one that made nothing of it is left out.
func (s *splitting) credit(v ops.Value, p Part) {
	if v.State != ops.Known {
		p.Unknown = true
		s.out.Parts = append(s.out.Parts, p)
		return
	}
	n := s.of(v.Number)
	if n != s.last {
		p.Share = s.number(n - s.last)
		s.out.Parts = append(s.out.Parts, p)
	}
	s.last = n
}

// drift notes what was no import.
func (s *splitting) drift(v ops.Value) {
	if v.State == ops.Known {
		n := s.of(v.Number)
		s.other, s.last = s.other+n-s.last, n
	}
}

package memory

import (
	"cmp"
	"context"
	"math/bits"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// rates are the exchange rates in force day by day.
type rates struct {
	names     *ops.Dictionary
	reporting string // folded
	exponent  int
	byCode    map[uint32][]dayRate // by currency, in order of day
	days      ops.Range
}

// dayRate is a rate and the first day it is in force.
type dayRate struct {
	from ops.Day
	rate int64 // × 1,000,000
}

func newRates(currency string, names *ops.Dictionary) *rates {
	return &rates{names: names, reporting: ops.Fold(currency), exponent: ops.Exponent(currency)}
}

// read returns the rates as the source has them now.
func (r *rates) read(ctx context.Context, source engine.Source) (*rates, error) {
	next := &rates{names: r.names, reporting: r.reporting, exponent: r.exponent, byCode: map[uint32][]dayRate{}}
	err := source.Read(ctx, "rates", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(w *ops.Rows) error {
		date, currency, rate := w.Record.Column("date"), w.Record.Column("currency"), w.Record.Column("rate")
		for i := range w.Len() {
			d := ops.Day(w.Ints[date][i])
			c := w.Codes[currency][i]
			next.byCode[c] = append(next.byCode[c], dayRate{d, w.Ints[rate][i]})
			next.days = next.days.Or(ops.Range{From: d, To: d + 1})
		}
		return nil
	})
	for _, list := range next.byCode {
		slices.SortFunc(list, func(a, b dayRate) int { return cmp.Compare(a.from, b.from) })
	}
	return next, err
}

// conversion turns amounts of one currency on one day into the reporting
// currency: the parts of engine.RestUnit that one minor unit is worth. Nothing
// is rounded. The zero conversion is a missing rate.
type conversion int64

// unconverted is the conversion of the reporting currency.
const unconverted conversion = engine.RestUnit

// A rate at which the largest amount a row may hold (ops.MaxUnits) would not
// fit an int64 is no rate.
const maxFactor = 1_000_000

// on returns the conversion of a currency on day d.
func (r *rates) on(currency uint32, d ops.Day) conversion {
	name := r.names.Text(currency)
	if ops.Fold(name) == r.reporting {
		return unconverted
	}
	list := r.byCode[currency]
	i, found := slices.BinarySearchFunc(list, d, func(x dayRate, d ops.Day) int { return cmp.Compare(x.from, d) })
	if !found {
		i--
	}
	if i < 0 || list[i].rate <= 0 || list[i].rate >= maxFactor*1_000_000 {
		return 0
	}
	// A rate has 6 decimals, a part 9, and currencies differ by 3 at most: all of it is whole.
	c := list[i].rate
	for range 3 + r.exponent - ops.Exponent(name) {
		c *= 10
	}
	if c >= maxFactor*engine.RestUnit {
		return 0
	}
	return conversion(c)
}

// missing reports whether there is no rate.
func (c conversion) missing() bool { return c == 0 }

// of converts an amount.
func (c conversion) of(v int64) (whole, rest int64) {
	if c == unconverted {
		return v, 0
	}
	if v < 0 {
		whole, rest = c.of(-v)
		return -whole, -rest
	}
	hi, lo := bits.Mul64(uint64(v), uint64(c))
	q, r := bits.Div64(hi%engine.RestUnit, lo, engine.RestUnit)
	return int64(q), int64(r)
}

// cell converts a sum of n values.
func (c conversion) cell(sum, n int64) engine.Cell {
	if c.missing() {
		return engine.Cell{Unknown: n}
	}
	whole, rest := c.of(sum)
	return engine.Cell{Sum: whole, Rest: rest, Rows: n}
}

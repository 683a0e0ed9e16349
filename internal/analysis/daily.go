package analysis

import (
	"context"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Daily is what the sum of a metric came to day by day: from the first day of
// its scope that has a row up to its watermark. Plus holds what adds to it and
// Minus what is taken off, which is nil where nothing is; both are in the unit
// of the metric. Rows is how many rows a day has.
type Daily struct {
	Days        ops.Range
	Plus, Minus []ops.Value
	Rows        []int64
	Money       bool
}

// Additive reports whether days of the metric may be added up: it is a sum of
// additive measures and not a ratio.
func (d Data) Additive(m *ops.Metric) bool {
	return len(m.Den) == 0 && d.addable(m.Num)
}

func (d Data) addable(sum ops.Linear) bool {
	for _, t := range sum {
		if !d.Catalog.Measures[t.Measure].Agg.Additive() {
			return false
		}
	}
	return true
}

// Daily returns the days of the sum of an additive metric in the scope that the
// filter leaves. A metric that is no sum is an *ops.Error with code
// metric_not_sum, a scope that its records do not have one with no_breakdown.
func (d Data) Daily(ctx context.Context, m *ops.Metric, filter []ops.Filter) (*Daily, error) {
	if !d.Additive(m) {
		return nil, notAdditive(m)
	}
	return d.dailySum(ctx, m, m.Num, filter)
}

// DailyRatio returns the days of both halves of a ratio of sums.
func (d Data) DailyRatio(ctx context.Context, m *ops.Metric, filter []ops.Filter) (num, den *Daily, err error) {
	if len(m.Den) == 0 || !d.addable(m.Num) || !d.addable(m.Den) {
		return nil, nil, notAdditive(m)
	}
	if num, err = d.dailySum(ctx, m, m.Num, filter); err != nil {
		return nil, nil, err
	}
	den, err = d.dailySum(ctx, m, m.Den, filter)
	return num, den, err
}

func notAdditive(m *ops.Metric) error {
	return &ops.Error{Code: "metric_not_sum", Message: "Days of " + m.Name + " cannot be added up.",
		Hint: "Choose a metric that is a sum, such as joins, check_ins, revenue or cost.", Where: ops.Place{Column: "metric", Value: m.Name}, Args: []any{m.Name}}
}

// dailySum asks for the measures of a sum and adds them up, apart by sign.
func (d Data) dailySum(ctx context.Context, m *ops.Metric, sum ops.Linear, filter []ops.Filter) (*Daily, error) {
	if err := Yours(d, m); err != nil {
		return nil, err
	}
	out := &Daily{}
	q := engine.SumQuery{Grain: ops.Daily, Filter: filter}
	var terms ops.Linear
	for i, t := range sum {
		measure := d.Catalog.Measures[t.Measure]
		out.Money = out.Money || measure.Money
		days := d.Snapshot.Days(measure.Record)
		through, known := d.watermark(measure.Record, filter)
		if !known || days.Len() == 0 {
			if measure.Optional {
				continue
			}
			return out, nil
		}
		terms = append(terms, sum[i])
		asked, all := d.knownRows(m, t)
		q.Measures = append(q.Measures, asked, all)
		span := ops.Range{From: days.From, To: through + 1}
		if len(terms) == 1 {
			q.Range = span
		} else {
			q.Range = ops.Range{From: min(q.Range.From, span.From), To: min(q.Range.To, span.To)}
		}
	}
	if len(terms) == 0 || q.Range.Len() == 0 {
		return out, nil
	}
	sums, err := d.Snapshot.Sums(ctx, q)
	if err != nil {
		return nil, err
	}
	for i := range sums.Measures {
		if missing := sums.Measures[i].Missing; missing != "" {
			return nil, &ops.Error{Code: "no_breakdown", Message: m.Name + " is not known by " + missing + ".",
				Hint: "Choose a scope that its records have.", Where: ops.Place{Column: "scope", Value: missing}, Args: []any{m.Name, missing}}
		}
	}
	out.fill(d, sums, terms)
	return out, nil
}

// knownRows returns the measure of a term with what its metric wants to be known,
// and the one that tells what it might be taken from.
func (d Data) knownRows(m *ops.Metric, t ops.Term) (asked, all *ops.Measure) {
	plain := d.Catalog.Measures[t.Measure]
	known := knownColumns(d.Catalog, m)[plain.Record]
	if plain.Agg != ops.Sum || t.Measure == m.AtMost || len(known) == 0 {
		return plain, plain
	}
	masked := *plain
	masked.Known = slices.Concat(plain.Known, known)
	return &masked, rowsOf(plain)
}

// fill adds up the answer, from the first day that has a row.
func (y *Daily) fill(d Data, sums *engine.Sums, terms ops.Linear) {
	days := make([]dailyCell, len(sums.Buckets))
	minus := false
	for n, t := range terms {
		measure := d.Catalog.Measures[t.Measure]
		of, rows := sums.Measures[2*n].ByBucket, sums.Measures[2*n+1].ByBucket
		for i := range days {
			days[i].add(of[i], rows[i], t.Sign, d.unit(measure))
		}
		minus = minus || t.Sign < 0
	}
	first := slices.IndexFunc(days, func(c dailyCell) bool { return c.rows > 0 })
	if first < 0 {
		return
	}
	y.Days = ops.Range{From: sums.Buckets[first].From, To: sums.Buckets[len(days)-1].To}
	for _, c := range days[first:] {
		y.Rows = append(y.Rows, c.rows)
		y.Plus = append(y.Plus, c.value(c.plus))
		if minus {
			y.Minus = append(y.Minus, c.value(c.minus))
		}
	}
}

// dailyCell is one day: what adds, what is taken off, and whether a part of it
// is not known.
type dailyCell struct {
	plus, minus float64
	rows        int64
	unknown     bool
}

func (c *dailyCell) add(of, all engine.Cell, sign int, unit float64) {
	c.rows += all.Rows
	c.unknown = c.unknown || of.Unknown > 0 || of.Rows == 0 && all.Rows > 0
	whole, rest := of.Exact()
	amount := float64(whole)/unit + float64(rest)/engine.RestUnit/unit
	if sign < 0 {
		c.minus += amount
	} else {
		c.plus += amount
	}
}

func (c dailyCell) value(x float64) ops.Value {
	if c.unknown {
		return pending
	}
	return ops.Value{Number: x}
}

// Known returns the number of a day and whether it is known.
func (y *Daily) Known(day ops.Day) (plus, minus float64, known bool) {
	if !y.Days.Has(day) {
		return 0, 0, false
	}
	i := day - y.Days.From
	if y.Plus[i].State != ops.Known {
		return 0, 0, false
	}
	if y.Minus != nil {
		minus = y.Minus[i].Number
	}
	return y.Plus[i].Number, minus, true
}

// Through returns the last day that a metric is known for in a scope; known is
// false where it is not known at all.
func (d Data) Through(m *ops.Metric, filter []ops.Filter) (day ops.Day, known bool) {
	s := d.coverage(&View{Range: ops.Range{From: ops.MinDay, To: ops.MaxDay}, Compare: NoCompare, Filter: filter}, m)
	if !s.known {
		return 0, false
	}
	return s.through, true
}

// EventsThrough returns the last day that what members did is known for in a scope;
// known is false where it is not known at all.
func EventsThrough(d Data, filter []ops.Filter) (day ops.Day, known bool) {
	return d.watermark("events", filter)
}

// Value returns the figure of a metric over a range in a scope.
func (d Data) Value(ctx context.Context, m *ops.Metric, filter []ops.Filter, r ops.Range) (ops.Value, error) {
	t, err := d.Metrics(ctx, &View{Range: r, Grain: ops.Whole, Compare: NoCompare, Filter: filter}, Query{Metrics: []string{m.Name}})
	if err != nil {
		return pending, err
	}
	return t.Columns[0].Total.Value, nil
}

// Ratio reports whether a metric is a ratio of two sums of additive measures,
// whose halves add up over groups.
func (d Data) Ratio(m *ops.Metric) bool {
	return len(m.Den) > 0 && d.addable(m.Num) && d.addable(m.Den)
}

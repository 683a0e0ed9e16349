package planning

import (
	"fmt"

	"daybreak/internal/calc"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/tell"
)

// kindView is what the tries of one kind say together.
type kindView struct {
	Name, Metric, Title, Counts, Rate, Drawn string
	Bar                                      bar
	Few                                      bool // too few for its rate to say much
	Mean, Range                              string
	Rows                                     []kindRow
	Notes                                    []string
}

type kindRow struct {
	Title, Day, Own, Shrunk, Href string
	Bar                           bar
}

// calibrationView says how well people foresaw what works.
type calibrationView struct {
	Says []string
	Rows []foretoldRow
}

// foretoldRow is how often tries worked that were held about as likely. The mark of
// its bar is what was said.
type foretoldRow struct {
	Said, Came string
	Bar        bar
}

// perCost is the cost that what tries brought is said of.
const perCost = 1000

// fewTries is how many measured tries of a kind say little about its rate.
const fewTries = 5

// kind shows what tries of a kind say together.
func (w writer) kind(k loop.Kind) kindView {
	v := kindView{Name: w.kindName(k.Kind), Metric: w.metricLabel(k.Metric), Counts: fmt.Sprintf("%d / %d", k.Works, k.Measured),
		Rate: tell.Percent(k.HitRate.Low) + " – " + tell.Percent(k.HitRate.High), Drawn: "—", Few: k.Measured < fewTries,
		Bar: newBar(0, 1, k.HitRate.Low, k.HitRate.High, float64(k.Works)/float64(k.Measured))}
	if k.Drawn.State == ops.Known {
		v.Drawn, v.Bar = tell.Percent(k.Drawn.Number), newBar(0, 1, k.HitRate.Low, k.HitRate.High, k.Drawn.Number)
	}
	if !v.Few {
		v.Bar.Tone = "sure"
	}
	if k.Pooled != nil {
		w.pooled(&v, k)
	}
	return v
}

// pooled fills in the tries of a kind that are put together, and which are not.
func (w writer) pooled(v *kindView, k loop.Kind) {
	t, p := &w.T.Plan, k.Pooled
	v.Mean = fmt.Sprintf("%.1f", p.Mean)
	v.Title = fmt.Sprintf(t.KindsEach, v.Name, v.Metric, w.Value(ops.Value{Number: perCost}, ops.UnitMoney), v.Mean)
	v.Range = fmt.Sprintf("%.1f – %.1f", p.Limits.Low, p.Limits.High)
	if p.Tau2 == 0 {
		v.Notes = append(v.Notes, t.Alike)
	}
	least, most := min(0, p.Limits.Low), p.Limits.High
	for _, x := range p.Tries {
		low, high := ownLimits(x)
		least, most = min(least, low), max(most, high)
	}
	for _, x := range p.Tries {
		low, high := ownLimits(x)
		v.Rows = append(v.Rows, kindRow{Title: x.Try.Title, Day: w.Day(x.Try.Start), Own: fmt.Sprintf("%.1f", x.Own.Value), Shrunk: fmt.Sprintf("%.1f", x.Shrunk),
			Href: tryHref(x.Try.ID), Bar: newBar(least, most, low, high, x.Shrunk)})
	}
	left := ""
	for i, o := range k.LeftOut {
		if i > 0 {
			left += t.Comma
		}
		left += fmt.Sprintf(t.LeftOne, o.Try.Title, w.Day(o.Try.Start), w.Verdict(o.Verdict).Text)
	}
	if left != "" {
		v.Notes = append(v.Notes, fmt.Sprintf(t.LeftOut, left))
	}
}

// ownLimits are those of one try by itself, at 90 %.
func ownLimits(x loop.PooledTry) (low, high float64) {
	const z = 1.645
	return x.Own.Value - z*x.Own.Error, x.Own.Value + z*x.Own.Error
}

// calibration says how sure people were and how often they were right.
func (w writer) calibration(outcomes []loop.Outcome) calibrationView {
	t := &w.T.Plan
	var v calibrationView
	for _, x := range loop.Calibrations(outcomes) {
		who := x.Owner
		if who == "" {
			who = t.Everybody
		}
		v.Says = append(v.Says, fmt.Sprintf(t.Foreseen, who, fmt.Sprintf("%.3f", x.Score), x.Measured, fmt.Sprintf("%.3f", x.Base)))
	}
	for _, f := range loop.ForetoldOf(outcomes) {
		row := foretoldRow{Said: fmt.Sprintf(t.SaidBetween, tell.Percent(f.Low), tell.Percent(f.High)),
			Came: fmt.Sprintf(t.CameOf, f.Came, f.Tries), Bar: newBar(0, 1, 0, float64(f.Came)/float64(f.Tries), f.Said)}
		row.Bar.Tone = "sure"
		v.Rows = append(v.Rows, row)
	}
	return v
}

// ranged writes the limits of a figure.
func (w writer) ranged(i calc.Interval, write func(float64) string) string {
	return write(i.Low) + " – " + write(i.High)
}

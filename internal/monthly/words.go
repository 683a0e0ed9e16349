package monthly

import (
	"fmt"
	"math"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/tell"
	"daybreak/internal/view"
)

func (w words) sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// month writes a month with its year.
func (w words) month(first ops.Day) string { return w.Lang.Month(view.Civil(first)) }

// now and before name the month and the one before without their years.
func (w words) now() string    { return w.short(w.m.view.Range.From) }
func (w words) before() string { return w.short(w.m.view.CompareRange.From) }

func (w words) short(d ops.Day) string { return w.Lang.MonthName(view.Civil(d).Month()) }

// figure is a figure as a cell.
func (w words) figure(v ops.Value, u ops.Unit) Cell {
	return Cell{Text: w.Value(v, u), Full: report.Text(v)}
}

// total is a figure with the sign of a bound where it is one.
func (w words) total(f analysis.Figure, u ops.Unit) Cell {
	c := w.figure(f.Value, u)
	if f.AtMost && f.State == ops.Known {
		c.Text = "≤ " + c.Text
	}
	return c
}

// tag is a verdict as a cell.
func tagged(t tell.Tag) Cell {
	tone := t.Class
	if tone == "hatched" {
		tone = "faint"
	}
	return Cell{Text: t.Text, Tone: tone, Tag: t.Text != ""}
}

// difference is how a figure differs from the month before. Its tone is that of a
// verdict only where chance alone does not move as much: a share's interval of its
// difference (R7), for counts that of a difference of two counts (Skellam 1946).
func (w words) difference(m *ops.Metric, f analysis.Figure) Cell {
	d := f.Delta.Absolute
	if d.State != ops.Known {
		return w.figure(d, m.Unit)
	}
	c := Cell{Text: w.Signed(d.Number, m), Full: report.Text(d)}
	if m.Unit == ops.UnitPercent {
		c.Text = w.Points(d.Number)
	}
	switch {
	case d.Number == 0:
	case sure(m, f):
		if v := f.Delta.Verdict; v == analysis.Good || v == analysis.Bad {
			c.Tone = string(v)
		}
	case m.Unit == ops.UnitCount || m.Proportion:
		c.Tone = "faint"
	}
	return c
}

// normal95 is the 97.5 % quantile of the normal distribution.
const normal95 = 1.959963984540054

// sure reports whether a difference is larger than what chance alone moves. Of
// money and of ratios that are no shares nothing says so.
func sure(m *ops.Metric, f analysis.Figure) bool {
	switch {
	case m.Proportion:
		return f.Delta.Trend == analysis.Up || f.Delta.Trend == analysis.Down
	case m.Unit == ops.UnitCount && len(m.Den) == 0:
		return math.Abs(f.Number-f.Compare.Number) > normal95*math.Sqrt(math.Abs(f.Number)+math.Abs(f.Compare.Number))
	}
	return false
}

// change says in words how a figure differs from the month before: more or less
// of a sum, higher or lower for a ratio.
func (w words) change(m *ops.Metric, f analysis.Figure) string {
	d := f.Delta.Absolute.Number
	more, fewer := w.t.More, w.t.Fewer
	if len(m.Den) > 0 {
		more, fewer = w.t.Higher, w.t.Lower
	}
	size := w.Exact(ops.Value{Number: math.Abs(d)}, m.Unit)
	if m.Unit == ops.UnitPercent {
		size = fmt.Sprintf(w.T.Panel.PercentagePoints, i18n.Decimal(100*math.Abs(d), 1, 1))
	}
	switch {
	case d == 0:
		return w.t.Same
	case d < 0:
		more = fewer
	}
	out := fmt.Sprintf(more, size)
	if r := f.Delta.Relative; r.State == ops.Known && m.Unit != ops.UnitPercent {
		out += fmt.Sprintf(w.t.InPercent, sign(r.Number)+i18n.Percent(math.Abs(r.Number)))
	}
	return out
}

func sign(x float64) string {
	if x < 0 {
		return "-"
	}
	return "+"
}

// join puts texts one after the other.
func (w words) join(texts []string) string { return strings.Join(texts, w.T.Plan.Comma) }

// nothing is what stands where there is nothing to tell.
func (w words) nothing() []Block { return []Block{{Sentences: []string{w.t.Nothing}}} }

package view

import (
	"fmt"
	"math"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// Cell is one figure of a table.
type Cell struct {
	Value ops.Value // what rows are ordered by; the zero value of words
	Unit  ops.Unit  // of Value
	Text  string
	State string // what a glyph means, in words; "" for numbers
	Few   bool   // under 30 subjects: greyed (R7)
	Title string
	Href  string // the members behind it, or what it is made of
	Delta *Delta
	Spark Spark

	Whisker *Whisker // drawn in place of the text
	Tag     string   // good or bad: the text is a verdict
	Words   bool     // the text is words, not a figure
}

func (w Writer) cell(v ops.Value, u ops.Unit) Cell {
	return Cell{Value: v, Unit: u, Text: w.Value(v, u), State: w.state(v)}
}

// figureCell is cell with what is known of the figure's certainty.
func (w Writer) figureCell(f analysis.Figure, u ops.Unit) Cell {
	c := w.cell(f.Value, u)
	c.Text, c.Title = w.bound(f, c.Text), w.certainty(f)
	if f.Interval.Known {
		c.Few = f.Interval.Few
		c.Title = fmt.Sprintf(w.T.Panel.Interval, i18n.Percent(f.Interval.Low), i18n.Percent(f.Interval.High))
		if c.Few {
			c.Title = w.T.Panel.FewSubjects + "; " + c.Title
		}
	}
	return c
}

func (w Writer) state(v ops.Value) string {
	switch v.State {
	case ops.NotApplicable:
		return w.T.Panel.NotApplicable
	case ops.Pending:
		return w.T.Panel.Pending
	case ops.Few:
		return w.T.Panel.FewPeople
	case ops.Withheld:
		return w.T.Panel.Withheld
	}
	return ""
}

// Delta is a difference: arrow, word and colour say the same (R8).
type Delta struct {
	Class string // good, bad or ""
	Icon  string // aup, adn or ""
	Word  string
	Text  string
	Href  string // where it is said why; "" where nothing leads there
	Hint  string // of Href
}

// Delta writes how a figure differs from its comparison: in points for shares,
// in per cent else; nil where there is nothing to compare.
func (w Writer) Delta(d analysis.Delta, u ops.Unit) *Delta {
	size := d.Relative
	if u == ops.UnitPercent {
		size = d.Absolute
	}
	if size.State != ops.Known {
		return nil
	}
	out := &Delta{Text: i18n.Percent(math.Abs(size.Number))}
	if u == ops.UnitPercent {
		out.Text = fmt.Sprintf(w.T.Panel.PercentagePoints, i18n.Decimal(100*math.Abs(size.Number), 1, 1))
	}
	switch d.Trend {
	case analysis.Up:
		out.Icon, out.Word = "aup", w.T.Panel.Up
	case analysis.Down:
		out.Icon, out.Word = "adn", w.T.Panel.Down
	case analysis.Unclear:
		out.Word = w.T.Panel.Unclear
		if size.Number > 0 {
			out.Text = "+" + out.Text
		} else {
			out.Text = "-" + out.Text
		}
	default:
		out.Word = w.T.Panel.Flat
	}
	switch d.Verdict {
	case analysis.Good:
		out.Class = "good"
	case analysis.Bad:
		out.Class = "bad"
	}
	return out
}

// deltaCell is a difference in a table, or — where there is none.
func (w Writer) deltaCell(d analysis.Delta, u ops.Unit) Cell {
	if v := w.Delta(d, u); v != nil {
		size := d.Relative
		if u == ops.UnitPercent {
			size = d.Absolute
		}
		return Cell{Value: size, Delta: v}
	}
	return w.cell(ops.Value{State: ops.NotApplicable}, u)
}

// bound marks the text of a figure that is an upper bound.
func (w Writer) bound(f analysis.Figure, text string) string {
	if f.AtMost && f.State == ops.Known {
		return "≤ " + text
	}
	return text
}

// certainty says in words what is not known of a figure; "" if nothing.
func (w Writer) certainty(f analysis.Figure) string {
	var out []string
	if f.AtMost {
		out = append(out, w.T.Panel.AtMost)
	}
	if f.LeftOut > 0 {
		out = append(out, fmt.Sprintf(w.T.Panel.PartLeftOut, i18n.Percent(f.LeftOut)))
	}
	return strings.Join(out, w.T.Notes.Separator)
}

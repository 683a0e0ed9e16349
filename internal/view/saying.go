package view

import (
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// Says is the sentence on top of a page, with what explains it, a few figures, and
// where one may go on.
type Says struct {
	Lead    string
	Tone    string // good, bad or ""
	More    []string
	Facts   []SaidFact
	Actions []Choice
}

// SaidFact is one of its figures; Below is a line beneath it, or empty.
type SaidFact struct {
	Name, Text, Below, Title, State string
}

// Beside returns how a figure of the sentence compares; nil where it does not.
func (p Panel) Beside(name string) *AgainstFigure {
	if p.Against == nil {
		return nil
	}
	for _, f := range p.Against.Figures {
		if f.Text == name && f.Delta != nil {
			return &f
		}
	}
	return nil
}

func drawSaying(b Page, _ *ops.Panel, s *analysis.Saying, out *Panel) error {
	says := &Says{Lead: b.note(s.Lead)}
	if s.Verdict != analysis.Indifferent {
		says.Tone = string(s.Verdict)
	}
	for _, n := range s.More {
		says.More = append(says.More, b.note(n))
	}
	for _, f := range s.Facts {
		c := b.sheetCell(f.Cell, f.Unit)
		fact := SaidFact{Name: b.Label(f.Label), Text: c.Text, Title: c.Title, State: c.State}
		if f.Below != nil {
			fact.Below = b.note(*f.Below)
		}
		says.Facts = append(says.Facts, fact)
	}
	for _, a := range s.Actions {
		if !b.Fixed {
			says.Actions = append(says.Actions, Choice{Label: b.Label(a.Label), Href: a.Href})
		}
	}
	out.Says = says
	return nil
}

// words writes what a note names beside numbers: an amount, or values of a dimension.
func (w Writer) words(arg any) string {
	switch arg := arg.(type) {
	case analysis.Amount:
		return w.Value(arg.Value, arg.Unit)
	case analysis.Many:
		if n := float64(arg); n >= 100_000 { // read at a glance
			return w.Lang.Compact(n)
		}
		return w.Value(ops.Value{Number: float64(arg)}, ops.UnitCount)
	case analysis.Name:
		var names []string
		for _, n := range arg {
			names = append(names, w.Group(n, 0))
		}
		return strings.Join(names, w.T.Notes.Separator)
	}
	return ""
}

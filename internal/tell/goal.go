package tell

import (
	"fmt"

	"daybreak/internal/calc"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
)

// GoalName is what a target is called.
func (w Words) GoalName(g loop.Goal) string {
	name := w.Label(g.Subject.Label)
	if g.Scope != "" {
		name += " · " + w.Scope(g.Scope)
	}
	return name
}

// Due writes what was to come by the last day that is known.
func (w Words) Due(g loop.Goal) string {
	switch {
	case len(g.Subject.Den) > 0:
		return w.T.Plan.NotSpread
	case g.Due.State == ops.Known:
		return w.Amount(g.Due.Number, g.Subject)
	}
	return w.Value(g.Due, g.Subject.Unit)
}

// Attained writes the share of what was due that came.
func (w Words) Attained(g loop.Goal) string {
	switch g.Attained.State {
	case ops.Known:
		return fmt.Sprintf("%.1f%%", 100*g.Attained.Number)
	case ops.Pending:
		return "…"
	}
	return "—"
}

// Ends writes where a target may end, or why that is not said.
func (w Words) Ends(g loop.Goal) string {
	t, p := &w.T.Plan, g.Projection
	switch {
	case g.NoForecast == loop.NotMeasurable:
		return t.NoRatio
	case g.NoForecast == calc.HistoryShort:
		return t.TooFew
	case p == nil:
		return ""
	}
	return w.Amount(p.Low, g.Subject) + " – " + w.Amount(p.High, g.Subject)
}

// Chance writes how likely a target is met, of a budget how likely it is
// overspent; — where that is not said.
func (w Words) Chance(g loop.Goal) string {
	switch p := g.Projection; {
	case p == nil || g.NoForecast != "":
		return "—"
	case g.Budget():
		return fmt.Sprintf(w.T.Plan.Over, Percent(p.Chance))
	default:
		return Percent(p.Chance)
	}
}

// Light says how a target stands in a word.
func (w Words) Light(g loop.Goal) Tag {
	t := &w.T.Plan
	switch g.Light {
	case loop.Met:
		return Tag{"good", t.Met}
	case loop.OnTrack:
		return Tag{"good", t.OnTrack}
	case loop.AtRisk:
		return Tag{"bad", t.AtRisk}
	case loop.Missed:
		return Tag{"bad", t.Missed}
	}
	return Tag{"hatched", t.Unclear}
}

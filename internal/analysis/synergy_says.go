package analysis

import (
	"context"

	"daybreak/internal/ops"
)

// The sentences on top of the page about how operations reinforce each other.
const (
	SaysNoSynergy       NoteCode = "synergy_none"
	SaysSynergyProven   NoteCode = "synergy_proven"   // the two kinds, Amount that stayed, Amount if they merely added up
	SaysSynergyUnproven NoteCode = "synergy_unproven" // nothing
	SaysSynergyNearest  NoteCode = "synergy_nearest"  // as synergy_proven
	SaysSynergyKinds    NoteCode = "synergy_kinds"    // Amount that stayed of those with no kind, with one, with two
)

// SynergySays answers a panel of type synergy_says: whether any two kinds of operation keep more members
// together than both added up, by the pair with the largest excess that is proven, or else that none is. Pairs
// of fewer than FewSubjects are not looked at. It is an association, not a cause.
func (d Operations) SynergySays(ctx context.Context, v *View, p *ops.Panel) (*Saying, error) {
	pairs, err := d.SynergyPairs(ctx, v, p)
	if err != nil {
		return nil, err
	}
	kinds, err := d.Synergy(ctx, v, p)
	if err != nil {
		return nil, err
	}
	s := &Saying{Verdict: Indifferent, Lead: Note{Code: SaysNoSynergy}, notes: []Note{{Code: Association}}}
	var best *SheetRow
	for i := range pairs.Rows {
		r := &pairs.Rows[i]
		if excess := r.Cells[3]; r.Faint || excess.State != ops.Known {
			continue
		}
		if best == nil || r.Verdict == Good && best.Verdict != Good || r.Verdict == best.Verdict && r.Cells[3].Number > best.Cells[3].Number {
			best = r
		}
	}
	compared := 0.0
	for _, r := range kinds.Rows {
		compared += r.Cells[0].Number
	}
	members := plain(known(compared))
	if best == nil {
		s.fact("members", "Members compared", "比较的成员", ops.UnitCount, members, nil)
		return s, nil
	}
	stayed, added := Amount{best.Cells[1].Value, ops.UnitPercent}, Amount{best.Cells[2].Value, ops.UnitPercent}
	told := []any{pairLabel(best.Keys[0]), stayed, added}
	if best.Verdict == Good {
		s.Lead, s.Verdict = Note{Code: SaysSynergyProven, Args: told}, Good
	} else {
		s.Lead = Note{Code: SaysSynergyUnproven}
		s.says(SaysSynergyNearest, told...)
	}
	if len(kinds.Rows) > 2 && !kinds.Rows[0].Faint && !kinds.Rows[1].Faint && !kinds.Rows[2].Faint {
		s.says(SaysSynergyKinds, Amount{kinds.Rows[0].Cells[2].Value, ops.UnitPercent}, Amount{kinds.Rows[1].Cells[2].Value, ops.UnitPercent},
			Amount{kinds.Rows[2].Cells[2].Value, ops.UnitPercent})
	}
	s.fact("stayed", "Stayed, with both", "两种都参与，留下", ops.UnitPercent, best.Cells[1], nil)
	s.fact("added", "If they merely add up", "简单相加应有", ops.UnitPercent, best.Cells[2], nil)
	s.fact("excess", "More than that", "多出", ops.UnitPercent, best.Cells[3], &Note{Code: SaysBetween, Args: []any{
		Amount{known(best.Cells[3].Range.Low), ops.UnitPercent}, Amount{known(best.Cells[3].Range.High), ops.UnitPercent}}})
	s.fact("members", "Members compared", "比较的成员", ops.UnitCount, members, nil)
	s.Actions = append(s.Actions, SayingAction{ops.Label{En: "Make a try that can prove it", Zh: "建一次能证明它的尝试"}, "/tries/new?kind=community&metric=check_ins"})
	return s, nil
}

// pairLabel names two kinds of operation.
func pairLabel(key string) ops.Label {
	var out ops.Label
	for _, a := range companionKinds() {
		for _, b := range companionKinds() {
			if a.name+"+"+b.name == key {
				out = ops.Label{En: a.label.En + " and " + b.label.En, Zh: a.label.Zh + "和" + b.label.Zh}
			}
		}
	}
	return out
}

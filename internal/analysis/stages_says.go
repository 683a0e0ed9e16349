package analysis

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// StagesSays answers a panel of type stages_says: the sentence on top of the page about
// people who are led through stages: how many entered, got through and wait, and
// whether what is said of the share that gets through is proven.
func (d Operations) StagesSays(ctx context.Context, v *View, p *ops.Panel) (*Saying, error) {
	q, notes, ok := d.stagesQuery(v, p)
	s := &Saying{Verdict: Indifferent, notes: notes}
	if !ok {
		s.Lead = Note{Code: SaysNobodyEntered}
		return s, nil
	}
	a, err := d.Snapshot.Stages(ctx, q)
	if err != nil {
		return nil, err
	}
	stages := a.Groups[0].Stages
	last := len(stages) - 1
	if stages[0].Entered == 0 {
		s.Lead = Note{Code: SaysNobodyEntered}
		return s, nil
	}
	first := stages[0]
	waiting := first.Waits()
	s.Lead = Note{Code: SaysStages, Args: []any{p.Steps[0].Label, first.Entered, p.Steps[last].Label, stages[last].Entered, waiting, p.Steps[1].Label}}
	if within := p.Steps[0].Within; within > 0 && Overdue(first, within) > 0 {
		s.Verdict = Bad
	}
	if claim, ok := NewClaim(first.Entered, stages[last].Entered, float64(p.Claim)/100); ok && p.Claim > 0 {
		code := SaysClaimOpen
		switch {
		case claim.Proven:
			code = SaysClaimProven
		case claim.Refuted:
			code = SaysClaimRefuted
		}
		s.says(code, Amount{known(claim.Share), ops.UnitPercent}, Amount{known(claim.Range.Low), ops.UnitPercent}, Amount{known(claim.Range.High),
			ops.UnitPercent}, p.Claim)
		if code == SaysClaimOpen && claim.Needed > 0 {
			s.says(SaysClaimNeeds, claim.Needed)
		}
	}
	if waiting > 0 && len(q.Filter) == 0 {
		s.Actions = append(s.Actions, SayingAction{ops.Label{En: "Talk to those who wait longest", Zh: "从等得最久的开始联系"}, waitingHref(q)})
	}
	for i := range stages[:last] {
		x := stages[i]
		fact := SheetFact{Name: "waiting_" + strconv.Itoa(i+1), Label: p.Steps[i].Label, Unit: ops.UnitCount,
			Cell: plain(number(x.Waits()))}
		below := Note{Code: SaysLongest, Args: []any{Amount{longest(x.Waiting), ops.UnitDays}}}
		s.Facts = append(s.Facts, SayingFact{SheetFact: fact, Below: &below})
	}
	return s, nil
}

// waitingHref is the list of those who wait in the first stage, the longest wait first.
func waitingHref(q engine.StagesQuery) string {
	var names []string
	for _, a := range q.Stages {
		names = append(names, a.Event)
	}
	v := url.Values{"of": {"stages"}, "stages": {strings.Join(names, ",")}, "late": {"yes"}, "kind": {"waiting"}, "step": {"1"}, "sort": {"-waiting"},
		"from": {q.Range.From.String()}, "to": {q.Range.Last().String()}}
	if q.Out.Event != "" {
		v.Set("out", q.Out.Event)
	}
	return "/members?" + v.Encode()
}

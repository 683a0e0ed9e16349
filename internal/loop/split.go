package loop

import (
	"context"
	"math"

	"daybreak/internal/analysis"
	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// SplitNobody is the reason of a split try that has nobody in one of its parts.
const SplitNobody calc.Reason = "split_nobody"

// SplitOutcome compares the members who got a try with the others, by what each
// did in its days: who was assigned counts, not who was reached.
type SplitOutcome struct {
	Share         bool // members are counted who did it at all; else what each did is added up
	Given, Others calc.Arm
	Effect        calc.SplitEffect
	Before        calc.SplitEffect // the same in the 28 days before, when nothing was done
	RatioP        float64          // of a share that was drawn: p that chance made the parts this unequal; else 1
	BeforeP       float64          // p that chance made as many of them differ in having done it before
	Groups        [2]int           // that got it and that did not, where whole groups did: they are compared, not members
	Enough        int              // members (groups) in each part that would tell; 0: these do, or it cannot be said
	Stayed        []Stay           // who was active after it; 95 %
}

// split measures a try that was given to a part of the members.
func (w World) split(ctx context.Context, o Outcome, m *ops.Metric) (Outcome, error) {
	share, ok := analysis.Tallied(w.Data, m)
	if !ok {
		o.State, o.Reason = w.state(o.Try, false), NotMeasurable
		return o, nil
	}
	through, known := w.Through(m, nil)
	o.Known = through // what else happened lies on both parts alike
	o.State = w.state(o.Try, known && o.Due <= through)
	if o.State != Measured && o.State != Decided || !known || o.Due > through || o.Try.End == 0 {
		return o, nil
	}
	arms, err := w.arms(ctx, o.Try)
	if err != nil {
		return o, err
	}
	if arms.given == 0 || arms.others == 0 {
		o.Verdict, o.Reason = CannotTell, SplitNobody
		return o, nil
	}
	s := &SplitOutcome{Share: share, RatioP: 1}
	o.Split = s
	sums, clear, err := analysis.Tally(ctx, w.Data, m, o.Days, nil)
	if err != nil {
		return o, err
	}
	s.Given, s.Others = arms.put(sums)
	if !clear {
		o.Verdict, o.Reason = CannotTell, NoData
		return o, nil
	}
	s.Effect = s.compare(arms, sums)
	before := ops.Range{From: o.Days.From - daysBefore, To: o.Days.From}
	if sums, _, err = analysis.Tally(ctx, w.Data, m, before, nil); err != nil {
		return o, err
	}
	s.Before = s.compare(arms, sums)
	s.BeforeP = s.Before.P
	if given, others := arms.put(sums); arms.group == nil {
		s.BeforeP = calc.Unlike(len(given.Each), given.Members, len(others.Each), others.Members)
	} else if s.Before.T == 0 {
		s.BeforeP = 1
	}
	for i, groups := range arms.groups {
		s.Groups[i] = len(groups)
	}
	if o.Try.Split.By == ops.SplitShare {
		s.RatioP = calc.Drawn(arms.given, arms.given+arms.others, o.Try.Split.Share)
	}
	o.fromSplit(s)
	if s.Stayed, err = w.stayedOf(ctx, arms, o.Try.End); err != nil {
		return o, err
	}
	return o, nil
}

func (s *SplitOutcome) compare(a arms, sums map[string]float64) calc.SplitEffect {
	given, others := a.put(sums)
	if a.group != nil {
		byGroup := a.byGroup(sums, s.Share)
		return calc.SplitGroups(byGroup[0], byGroup[1], .9)
	}
	if s.Share {
		return calc.SplitShares(given, others)
	}
	return calc.SplitMeans(given, others)
}

// fromSplit says of all who got it together what was measured for one member:
// what they did, and what they would have done had they been like the others.
func (o *Outcome) fromSplit(s *SplitOutcome) {
	n := float64(s.Given.Members)
	o.Effect = calc.Effect{Actual: n * s.Effect.Given, Expected: n * s.Effect.Others, Low: n * s.Effect.Limits.Low, High: n * s.Effect.Limits.High,
		P: s.Effect.P, T: s.Effect.T, Days: o.Days.Len(), Reason: s.Effect.Reason}
	if calc.Broken(s.RatioP) || calc.Broken(s.BeforeP) {
		o.Effect.Reason = calc.SplitBroken
	}
	o.Reason = o.Effect.Reason
	o.judge()
	if o.Reason != IntervalWide || s.Effect.Others <= 0 {
		return
	}
	// An interval narrows with the root of the number of members, or of groups.
	wider := o.Effect.Half() / math.Abs(o.Try.Expected*o.Effect.Expected)
	units := min(s.Given.Members, s.Others.Members)
	if s.Groups != [2]int{} {
		units = min(s.Groups[0], s.Groups[1])
	}
	s.Enough = int(math.Ceil(float64(units) * wider * wider))
}

// arms are the members of both parts.
type arms struct {
	of            map[string]bool // member: got it
	given, others int

	group  map[string]string // member: the group it is compared in, where whole groups got it; else nil
	groups [2][]string       // that got it and that did not
}

// arms returns who is in which part of a try.
func (w World) arms(ctx context.Context, t ops.Try) (arms, error) {
	a := arms{of: map[string]bool{}}
	if w.assigned == nil {
		return a, nil
	}
	members, err := w.assigned(ctx, t.ID)
	for _, m := range members {
		a.of[m.Member] = m.Given
	}
	if err == nil && t.Split.By == ops.SplitGroups {
		return inGroups(ctx, w, t, a)
	}
	a.given, a.others = ops.Parts(members)
	return a, err
}

// put lays sums of members into their parts.
func (a arms) put(sums map[string]float64) (given, others calc.Arm) {
	given.Members, others.Members = a.given, a.others
	for member, x := range sums {
		if got, ok := a.of[member]; ok && got {
			given.Each = append(given.Each, x)
		} else if ok {
			others.Each = append(others.Each, x)
		}
	}
	return given, others
}

// stayedOf compares how many of both parts were active in the week after a try,
// and in the fourth week: only in weeks that are known.
func (w World) stayedOf(ctx context.Context, a arms, end ops.Day) ([]Stay, error) {
	through, known := w.Through(&ops.Metric{Num: ops.Linear{{Sign: 1, Measure: "check_ins"}}}, nil)
	if _, ok := w.Catalog.Measures["check_ins"]; !ok || !known {
		return nil, nil
	}
	var out []Stay
	for _, last := range []int{7, 28} {
		days := ops.Range{From: end + ops.Day(last-6), To: end + ops.Day(last) + 1}
		if days.Last() > through {
			break
		}
		members, err := analysis.Seen(ctx, w.Data, days, nil)
		if err != nil {
			return nil, err
		}
		sums := map[string]float64{}
		for _, m := range members {
			sums[m] = 1
		}
		given, others := a.put(sums)
		if a.group != nil {
			byGroup := a.byGroup(sums, true)
			if e := calc.SplitGroups(byGroup[0], byGroup[1], .95); e.T > 0 && e.Reason != calc.GroupsFew {
				out = append(out, Stay{last, len(given.Each), given.Members, len(others.Each), others.Members, e.Value(), e.Limits})
			}
			continue
		}
		limits, ok := calc.Newcombe(len(given.Each), given.Members, len(others.Each), others.Members)
		if ok {
			out = append(out, Stay{last, len(given.Each), given.Members, len(others.Each), others.Members, given.Mean() - others.Mean(), limits})
		}
	}
	return out, nil
}

package analysis

import (
	"context"
	"fmt"
	"math/bits"
	"strings"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// companionKind is one kind of operation that members may touch.
type companionKind struct {
	name   string
	label  ops.Label
	events []string
}

// companionKinds are the kinds of SPEC-LOOP §11; channels are context.
func companionKinds() []companionKind {
	return []companionKind{
		{"content", ops.Label{En: "Content", Zh: "内容"}, []string{"read"}},
		{"activity", ops.Label{En: "Activity", Zh: "活动"}, []string{"enrol"}},
		{"community", ops.Label{En: "Community", Zh: "社群"}, []string{"speak", "topic"}},
		{"user", ops.Label{En: "User operation", Zh: "用户"}, []string{"apply", "contact", "interview"}},
	}
}

// CompanionDays returns the days, counted from the join, on which touching a kind
// of operation counts, on which a member must still come, and on which it is kept
// (SPEC-LOOP §11).
func CompanionDays() (touched, alive, outcome [2]int) {
	return [2]int{0, 14}, [2]int{8, 14}, [2]int{24, 30}
}

// synergy is the answer to a question about companions and the kinds it knows.
type synergy struct {
	kinds  []companionKind
	answer *engine.Companions
	notes  []Note
}

// companions asks who of those who joined in the range touched what, and who
// stayed. A kind whose events never happened is left out, and said.
func (d Operations) companions(ctx context.Context, v *View) (*synergy, error) {
	through, ok := d.watermark("events", nil)
	if !ok || v.Range.Len() == 0 {
		return &synergy{notes: nothing(d.Data, "events"), answer: &engine.Companions{}}, nil
	}
	s := &synergy{}
	q := engine.CompanionsQuery{Range: v.Range, Filter: v.Filter, Through: through, By: "channel"}
	q.Touched, q.Alive, q.Outcome = CompanionDays()
	happened := map[string]bool{}
	for _, name := range d.Snapshot.Events() {
		happened[name] = true
	}
	for _, kind := range companionKinds() {
		var activities []engine.Activity
		for _, event := range kind.events {
			if happened[event] {
				activities = append(activities, engine.Activity{Event: event})
			}
		}
		if len(activities) == 0 {
			s.notes = append(s.notes, Note{Code: KindUnknown, Args: []any{kind.label}})
			continue
		}
		s.kinds = append(s.kinds, kind)
		q.Kinds = append(q.Kinds, activities)
	}
	if len(q.Kinds) == 0 || !happened["check_in"] {
		s.answer = &engine.Companions{}
		return s, nil
	}
	var err error
	if s.answer, err = d.Snapshot.Companions(ctx, q); err != nil {
		return nil, err
	}
	if s.answer.Left > 0 {
		s.notes = append(s.notes, Note{Code: JoinedTooLate, Args: []any{s.answer.Left, q.Outcome[1]}})
	}
	return s, nil
}

// kept adds up the members who passed the landmark and meet a condition.
func (s *synergy) kept(is func(mask uint) bool) (out [2]int) {
	for _, c := range s.answer.Cells {
		if c.Alive && is(c.Mask) {
			out[0] += c.Kept
			out[1] += c.Members
		}
	}
	return out
}

// Synergy answers a panel of type synergy: of members still checking in on days
// 8 to 14, how many check in on days 24 to 30, by how many kinds of operation they
// had touched by then. It is an association, not a cause.
func (d Operations) Synergy(ctx context.Context, v *View, _ *ops.Panel) (*Sheet, error) {
	c, err := d.companions(ctx, v)
	if err != nil {
		return nil, err
	}
	s := &Sheet{notes: append(c.notes, Note{Code: Association}), Bars: "rate", Keys: []SheetKey{{Name: "kinds", Label: ops.Label{En: "Kinds touched",
		Zh: "参与的运营种类"}}}, Columns: []SheetColumn{
		{Name: "members", Label: ops.Label{En: "Members", Zh: "成员"}, Unit: ops.UnitCount}, {Name: "kept", Label: ops.Label{En: "Stayed", Zh: "留下"},
			Unit: ops.UnitCount},
		{Name: "rate", Label: ops.Label{En: "Share that stayed", Zh: "留下的比例"}, Unit: ops.UnitPercent, Range: true, Level: .95},
	}}
	for n := range len(c.kinds) + 1 {
		k := c.kept(func(mask uint) bool { return bits.OnesCount(mask) == n })
		s.Rows = append(s.Rows, SheetRow{Keys: []string{fmt.Sprint(n)}, Verdict: Indifferent, Faint: k[1] < FewSubjects,
			Cells: []SheetCell{plain(number(k[1])), plain(number(k[0])), shareCell(k[0], k[1])}})
	}
	return s, nil
}

// SynergyPairs answers a panel of type synergy_pairs: whether two kinds
// together bring more than each for itself (interaction on the additive scale),
// and what one kind goes with when channel and the first week are held alike.
func (d Operations) SynergyPairs(ctx context.Context, v *View, _ *ops.Panel) (*Sheet, error) {
	c, err := d.companions(ctx, v)
	if err != nil {
		return nil, err
	}
	s := &Sheet{notes: append(c.notes, Note{Code: Association}), Bars: "excess", Keys: []SheetKey{
		{Name: "kinds", Label: ops.Label{En: "Kinds", Zh: "种类"}}}, Columns: []SheetColumn{
		{Name: "members", Label: ops.Label{En: "Members with just these two", Zh: "恰好参与这两种的成员"}, Unit: ops.UnitCount},
		{Name: "observed", Label: ops.Label{En: "Stayed", Zh: "实际留下"}, Unit: ops.UnitPercent, Range: true, Level: .95},
		{Name: "expected", Label: ops.Label{En: "If they merely add up", Zh: "简单相加应有"}, Unit: ops.UnitPercent},
		{Name: "excess", Label: ops.Label{En: "More than that", Zh: "多出"}, Unit: ops.UnitPercent, Range: true, Level: .95},
	}}
	for i, a := range c.kinds {
		for j := i + 1; j < len(c.kinds); j++ {
			// Members who touched a third kind as well are in none of the four.
			of := func(exactly uint) [2]int { return c.kept(func(mask uint) bool { return mask == exactly }) }
			both, first, second, neither := of(1<<i|1<<j), of(1<<i), of(1<<j), of(0)
			r := SheetRow{Keys: []string{a.name + "+" + c.kinds[j].name}, Verdict: Indifferent, Faint: both[1] < FewSubjects,
				Cells: []SheetCell{plain(number(both[1])), shareCell(both[0], both[1]), plain(notApplicable), plain(notApplicable)}}
			if excess, limits, ok := calc.Excess(both, first, second, neither); ok {
				r.Cells[2] = plain(known(float64(both[0])/float64(both[1]) - excess))
				r.Cells[3] = ranged(excess, limits)
				if both[1] >= FewSubjects {
					r.Verdict = about(limits, 0, ops.UpGood)
				}
			}
			s.Rows = append(s.Rows, r)
		}
	}
	return s, nil
}

// SynergyKinds answers a panel of type synergy_kinds: for each kind, how many
// more of those who touched it stayed than of the others of the same channel with as
// many check-ins in their first week (Mantel & Haenszel 1959).
func (d Operations) SynergyKinds(ctx context.Context, v *View, _ *ops.Panel) (*Sheet, error) {
	c, err := d.companions(ctx, v)
	if err != nil {
		return nil, err
	}
	s := &Sheet{notes: append(c.notes, Note{Code: Association}), Bars: "difference", Keys: []SheetKey{{Name: "kind", Label: ops.Label{En: "Kind", Zh: "种类"}}},
		Columns: []SheetColumn{
			{Name: "with", Label: ops.Label{En: "Stayed with it", Zh: "参与者留下"}, Unit: ops.UnitPercent, Range: true, Level: .95},
			{Name: "without", Label: ops.Label{En: "Stayed without", Zh: "未参与者留下"}, Unit: ops.UnitPercent, Range: true, Level: .95},
			{Name: "difference", Label: ops.Label{En: "Difference between alike", Zh: "同类成员之差"}, Unit: ops.UnitPercent, Range: true, Level: .95},
		}}
	for i, kind := range c.kinds {
		strata := map[string]*calc.Stratum{}
		for _, cell := range c.answer.Cells {
			if !cell.Alive {
				continue
			}
			key := strings.Join([]string{cell.Group, fmt.Sprint(cell.Early)}, "\x00")
			x := strata[key]
			if x == nil {
				x = &calc.Stratum{}
				strata[key] = x
			}
			if cell.Mask>>i&1 == 1 {
				x.KeptWith, x.With = x.KeptWith+cell.Kept, x.With+cell.Members
			} else {
				x.KeptWithout, x.Without = x.KeptWithout+cell.Kept, x.Without+cell.Members
			}
		}
		var list []calc.Stratum
		for _, x := range strata {
			list = append(list, *x)
		}
		with := c.kept(func(mask uint) bool { return mask>>i&1 == 1 })
		without := c.kept(func(mask uint) bool { return mask>>i&1 == 0 })
		r := SheetRow{Keys: []string{kind.name}, Verdict: Indifferent, Faint: with[1] < FewSubjects || without[1] < FewSubjects,
			Cells: []SheetCell{shareCell(with[0], with[1]), shareCell(without[0], without[1]), plain(notApplicable)}}
		if difference, limits, ok := calc.RiskDifference(list); ok {
			r.Cells[2] = ranged(difference, limits)
			if !r.Faint {
				r.Verdict = about(limits, 0, ops.UpGood)
			}
		}
		s.Rows = append(s.Rows, r)
	}
	return s, nil
}

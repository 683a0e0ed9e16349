package analysis

import (
	"context"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Stages answers a panel of type stages: how many of those who entered in the
// range are in each stage, how long they waited and wait (SPEC-LOOP §7). The panel's
// steps name the stages; those of one panel follow each other.
func (d Operations) Stages(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	q, notes, ok := d.stagesQuery(v, p)
	if !ok {
		return &Sheet{notes: notes}, nil
	}
	a, err := d.Snapshot.Stages(ctx, q)
	if err != nil {
		return nil, err
	}
	stages := a.Groups[0].Stages
	keys := []SheetKey{{Name: "stage", Label: ops.Label{En: "Stage", Zh: "阶段"}, Dimension: "event"}}
	s := &Sheet{notes: notes, Bars: "entered", Keys: keys, Columns: []SheetColumn{
		{Name: "entered", Label: ops.Label{En: "Got here", Zh: "走到"}, Unit: ops.UnitCount},
		{Name: "from_previous", Label: ops.Label{En: "Of the stage before", Zh: "占上一阶段"}, Unit: ops.UnitPercent, Range: true, Level: .95},
		{Name: "from_first", Label: ops.Label{En: "Of all who entered", Zh: "占全部"}, Unit: ops.UnitPercent, Range: true, Level: .95},
		{Name: "left", Label: ops.Label{En: "No fit", Zh: "不合适"}, Unit: ops.UnitCount},
		{Name: "waiting", Label: ops.Label{En: "Waiting", Zh: "等待中"}, Unit: ops.UnitCount},
		{Name: "overdue", Label: ops.Label{En: "Too long", Zh: "已超期"}, Unit: ops.UnitCount},
		{Name: "oldest", Label: ops.Label{En: "Longest wait, days", Zh: "最久等待（天）"}, Unit: ops.UnitDays},
		{Name: "median", Label: ops.Label{En: "Half passed within, days", Zh: "半数走完用时（天）"}, Unit: ops.UnitDays},
		{Name: "p90", Label: ops.Label{En: "Nine in ten within, days", Zh: "九成走完用时（天）"}, Unit: ops.UnitDays},
	}}
	for i, stage := range stages {
		r := SheetRow{Keys: []string{q.Stages[i].Event}, Verdict: Indifferent, Faint: stage.Entered < FewSubjects}
		cell := func(kind string, n int) SheetCell {
			c := plain(number(n))
			c.People = &engine.PeopleQuery{Stages: &q, Kind: kind, Step: i + 1}
			return c
		}
		none := plain(notApplicable)
		r.Cells = []SheetCell{cell("entered", stage.Entered), none, none, none, none, none, none, none, none}
		if i > 0 {
			r.Cells[1], r.Cells[2] = shareCell(stage.Entered, stages[i-1].Entered), shareCell(stage.Entered, stages[0].Entered)
		}
		if i+1 < len(stages) {
			r.Cells[3] = cell("left", stage.Gone())
			r.Cells[4] = cell("waiting", stage.Waits())
			r.Cells[4].People.Sort = "-waiting"
			if within := p.Steps[i].Within; within > 0 {
				r.Cells[5] = plain(number(Overdue(stage, within)))
			}
			r.Cells[6] = plain(longest(stage.Waiting))
			r.Cells[7], r.Cells[8] = plain(waitedUntil(stage, .5)), plain(waitedUntil(stage, .9))
		}
		s.Rows = append(s.Rows, r)
	}
	return s, nil
}

// stagesQuery asks about those who entered on the complete days of the range.
func (d Operations) stagesQuery(v *View, p *ops.Panel) (q engine.StagesQuery, notes []Note, ok bool) {
	through, known := d.watermark("events", nil)
	if !known || v.Range.Len() == 0 {
		return q, nothing(d.Data, "events"), false
	}
	q = stagesOf(d.Data, p)
	q.Range, q.Filter, q.Through = v.Range, v.Filter, through
	return q, NeverHappenedOf(d.Snapshot, q.Stages), true
}

// stagesOf is the question about the stages of a panel: also what was done after the last
// day of data counts, so that who was just moved on is where they are.
func stagesOf(d Data, p *ops.Panel) engine.StagesQuery {
	q := engine.StagesQuery{Out: engine.Activity{Event: p.Out}, Late: true, Glossary: append(slices.Clone(Glossary(d)), p.Out)}
	for _, step := range p.Steps {
		q.Stages = append(q.Stages, engine.Activity{Event: step.Event})
	}
	return q
}

// Overdue returns how many have waited for more than so many days.
func Overdue(s engine.Stage, within int) int {
	n := 0
	for days, waiting := range s.Waiting {
		if days > within {
			n += waiting
		}
	}
	return n
}

// longest returns the highest number of days that somebody has waited.
func longest(waiting []int) ops.Value {
	for days, n := range slices.Backward(waiting) {
		if n > 0 {
			return number(days)
		}
	}
	return notApplicable
}

// waitedUntil returns the days after which a share of those in a stage has
// passed on, those still waiting and those who left counted as far as they are known
// (Kaplan & Meier 1958); pending while less than the share has.
func waitedUntil(s engine.Stage, share float64) ops.Value {
	atRisk, survival := float64(s.Entered), 1.0
	if atRisk == 0 {
		return notApplicable
	}
	on := func(counts []int, day int) int {
		if day < len(counts) {
			return counts[day]
		}
		return 0
	}
	for day := range max(len(s.Waited), len(s.Waiting), len(s.Left)) {
		passed := on(s.Waited, day)
		if atRisk > 0 {
			survival *= 1 - float64(passed)/atRisk
		}
		if survival <= 1-share+1e-12 {
			return number(day)
		}
		atRisk -= float64(passed + on(s.Waiting, day) + on(s.Left, day))
	}
	return pending
}

// StageGroups answers a panel of type stage_groups: how many of those who
// entered got through all stages, by what the panel tells apart.
func (d Operations) StageGroups(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	q, notes, ok := d.stagesQuery(v, p)
	if !ok {
		return &Sheet{notes: notes}, nil
	}
	q.By = p.By
	a, err := d.Snapshot.Stages(ctx, q)
	if err != nil {
		return nil, err
	}
	s := &Sheet{notes: notes, Bars: "rate", Keys: []SheetKey{{Name: p.By, Label: d.Catalog.Dimensions[p.By], Dimension: p.By}}, Columns: []SheetColumn{
		{Name: "entered", Label: ops.Label{En: "Entered", Zh: "进入"}, Unit: ops.UnitCount, Adds: true},
		{Name: "through", Label: ops.Label{En: "Got through", Zh: "走完"}, Unit: ops.UnitCount, Adds: true},
		{Name: "rate", Label: ops.Label{En: "Share", Zh: "比例"}, Unit: ops.UnitPercent, Range: true, Level: .95, Adds: true},
		{Name: "drawn", Label: ops.Label{En: "Drawn towards all", Zh: "向整体收缩"}, Unit: ops.UnitPercent},
	}}
	var entered, through []float64
	last := len(q.Stages) - 1
	for _, g := range a.Groups {
		entered, through = append(entered, float64(g.Stages[0].Entered)), append(through, float64(g.Stages[last].Entered))
	}
	drawn := drawnRates(through, entered)
	for i, g := range a.Groups {
		people := func(step int) *engine.PeopleQuery {
			return &engine.PeopleQuery{Stages: &q, Group: g.Group, Kind: "entered", Step: step}
		}
		first, end := plain(number(g.Stages[0].Entered)), plain(number(g.Stages[last].Entered))
		first.People, end.People = people(1), people(last+1)
		s.Rows = append(s.Rows, SheetRow{Keys: []string{g.Group}, Verdict: Indifferent, Faint: g.Stages[0].Entered < FewSubjects,
			Cells: []SheetCell{first, end, shareCell(g.Stages[last].Entered, g.Stages[0].Entered), plain(drawn[i])}})
	}
	s.sortRows(0)
	s.most(p.Limit)
	return s, nil
}

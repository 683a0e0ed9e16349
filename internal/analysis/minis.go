package analysis

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// miniPrefix begins the campaigns that are daily mini activities (SPEC-LOOP §6).
const miniPrefix = "mini-"

// NoMinis is the note that no event names a mini activity.
const NoMinis NoteCode = "no_minis"

// mostMinis bounds the mini activities that are asked about.
const mostMinis = 400

// Minis answers a panel of type minis: of each daily mini activity who took part of
// those who checked in that day, and whether they check in again seven days later more
// often than the others. It is an association, not a cause.
func (d Operations) Minis(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	s := returnSheet(nil, SheetKey{Name: "campaign", Label: ops.Label{En: "Mini activity", Zh: "小活动"}, Dimension: "campaign"},
		SheetKey{Name: "published", Label: ops.Label{En: "Day", Zh: "日期"}})
	var names []string
	for _, name := range d.Snapshot.Values("campaign") {
		if strings.HasPrefix(ops.Fold(name), miniPrefix) && len(names) < mostMinis {
			names = append(names, name)
		}
	}
	through, known := d.watermark("events", nil)
	switch {
	case !known || v.Range.Len() == 0:
		s.notes = nothing(d.Data, "events")
		return s, nil
	case len(names) == 0 || !slices.Contains(d.Snapshot.Events(), p.Event):
		s.notes = []Note{{Code: NoMinis}}
		return s, nil
	}
	did := engine.Activity{Event: engine.AnyEvent, Where: []ops.Filter{{Dimension: "campaign", Values: names}}}
	q := engine.ReachQuery{Base: engine.Activity{Event: p.Event, Where: v.Filter}, Return: engine.Activity{Event: p.Event}, Did: []engine.Activity{did},
		By: "campaign", After: ReachDays, Range: v.Range, Through: through}
	answer, err := d.Snapshot.Reach(ctx, q)
	if err != nil {
		return nil, err
	}
	took := 0
	for _, row := range answer.Rows {
		r := returnRow(q, row, row.Name, 0)
		r.Keys = append(r.Keys, row.Days[0].Day.String())
		s.Rows = append(s.Rows, r)
		took += row.Doers
	}
	slices.SortStableFunc(s.Rows, func(a, b SheetRow) int { return cmp.Compare(b.Keys[1], a.Keys[1]) })
	s.Facts = []SheetFact{{Name: "minis", Label: ops.Label{En: "Mini activities", Zh: "小活动"}, Unit: ops.UnitCount, Cell: plain(number(len(answer.Rows)))},
		{Name: "took_part", Label: ops.Label{En: "Took part, each time counted", Zh: "参加人次"}, Unit: ops.UnitCount, Cell: plain(number(took))}}
	if len(s.Rows) > 0 {
		s.notes = append(s.notes, Note{Code: Association})
	}
	s.most(p.Limit)
	return s, nil
}

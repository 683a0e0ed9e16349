package analysis

import (
	"context"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// ReachDays is how many days later members are to come back (SPEC-LOOP §5: D7).
const ReachDays = 7

// Reach is whom content reaches of the members who check in, over time: for each
// activity the share of them that did it the same day.
type Reach struct {
	Query   engine.ReachQuery // as asked
	Grain   ops.Grain
	Buckets []Bucket // the days of them that are over
	Series  []ReachSeries
	notes   []Note
}

// ReachSeries is one activity. A point is Σ reached ÷ Σ base over the days of its
// bucket (R4); Total is that of the range.
type ReachSeries struct {
	Label  ops.Label
	Points []ops.Value
	Total  ops.Value
}

// asksReach asks about the activities of a panel that ever happened; the others
// are named in notes. ok is false where nothing can be asked.
func (d Operations) asksReach(v *View, p *ops.Panel) (q engine.ReachQuery, labels []ops.Label, notes []Note, ok bool) {
	through, known := d.watermark("events", nil)
	if !known || v.Range.Len() == 0 {
		return q, nil, nothing(d.Data, "events"), false
	}
	q = engine.ReachQuery{Base: engine.Activity{Event: p.Event, Where: v.Filter}, Return: engine.Activity{Event: p.Event}, After: ReachDays,
		Range: v.Range, Through: through}
	happened := map[string]bool{}
	for _, name := range d.Snapshot.Events() {
		happened[name] = true
	}
	for _, step := range p.Steps {
		if !happened[step.Event] {
			notes = append(notes, Note{Code: ReachUnknown, Args: []any{step.Label, step.Event}})
			continue
		}
		q.Did, labels = append(q.Did, engine.Activity{Event: step.Event}), append(labels, step.Label)
	}
	if !happened[p.Event] {
		notes = append(notes, Note{Code: NeverHappened, Args: []any{p.Event}})
	}
	return q, labels, notes, len(q.Did) > 0 && happened[p.Event]
}

// ReachUnknown is the note that nothing of an activity was ever imported.
const ReachUnknown NoteCode = "reach_unknown" // ops.Label, event

// ReachShares answers a panel of type reach.
func (d Operations) ReachShares(ctx context.Context, v *View, p *ops.Panel) (*Reach, error) {
	q, labels, notes, ok := d.asksReach(v, p)
	out := &Reach{Query: q, notes: notes}
	if !ok {
		return out, nil
	}
	answer, err := d.Snapshot.Reach(ctx, q)
	if err != nil {
		return nil, err
	}
	out.Grain = v.Grain
	for _, b := range d.Calendar.Buckets(answer.Days, v.Grain) {
		out.Buckets = append(out.Buckets, Bucket{Days: b})
	}
	for i, row := range answer.Rows {
		s := ReachSeries{Label: labels[i]}
		reached, base := 0, 0
		for _, b := range out.Buckets {
			n, of := 0, 0
			for _, day := range row.Days {
				if b.Days.Has(day.Day) {
					n, of = n+day.Reached, of+day.Base
				}
			}
			reached, base = reached+n, base+of
			s.Points = append(s.Points, ratio(number(n), number(of)))
		}
		s.Total = ratio(number(reached), number(base))
		out.Series = append(out.Series, s)
	}
	return out, nil
}

// Remarks implements Result.
func (r *Reach) Remarks() []Note { return r.notes }

// Frame implements Result: one row for each bucket.
func (r *Reach) Frame() *ops.Frame {
	days := make([]ops.Day, len(r.Buckets))
	for i, b := range r.Buckets {
		days[i] = b.Days.From
	}
	var columns []ops.ValueColumn
	for i, s := range r.Series {
		columns = append(columns, ops.ValueColumn{Name: r.Query.Did[i].Event + "_share", Label: s.Label, Unit: ops.UnitPercent, Values: s.Points})
	}
	return dayFrame(days, make([]bool, len(days)), columns...)
}

// headlines are the shares over the range: of days of members, not of persons.
func (r *Reach) headlines() []Headline {
	var out []Headline
	for i, s := range r.Series {
		out = append(out, measured(r.Query.Did[i].Event, s.Label.En, s.Label.Zh, ops.UnitPercent, ops.Neutral, s.Total))
	}
	return out
}

// ReturnDifference returns how much more often members came back after days on
// which they did it than after others on which they could have, and its 95 % interval.
// A member counts on each of its days: the interval is wider by how alike they are.
// ok is false while nobody can have come back, or all or none did it.
func ReturnDifference(row engine.ReachRow) (difference float64, _ calc.Interval, ok bool) {
	return calc.ClusteredDifference(calc.Clustered(row.With), calc.Clustered(row.Without))
}

// The verdicts on who comes back.
const (
	ReturnsMore  NoteCode = "returns_more"
	ReturnsLess  NoteCode = "returns_less"
	ReturnsAlike NoteCode = "returns_alike"
	ReturnsUntil NoteCode = "returns_until" // how many days it takes
)

// Returns answers a panel of type returns: of those who checked in on a day, how many
// of them check in seven days later, with what the steps name and without. It is an
// association, not a cause.
func (d Operations) Returns(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	q, _, notes, ok := d.asksReach(v, p)
	s := returnSheet(notes, SheetKey{Name: "event", Label: ops.Label{En: "What they did", Zh: "做了什么"}, Dimension: "event"})
	if !ok {
		return s, nil
	}
	answer, err := d.Snapshot.Reach(ctx, q)
	if err != nil {
		return nil, err
	}
	for i, row := range answer.Rows {
		s.Rows = append(s.Rows, returnRow(q, row, q.Did[i].Event, i+1))
	}
	s.notes = append(s.notes, Note{Code: Association}, Note{Code: MemberDays})
	return s, nil
}

func returnSheet(notes []Note, keys ...SheetKey) *Sheet {
	share := func(name, en, zh string) SheetColumn {
		return SheetColumn{Name: name, Label: ops.Label{En: en, Zh: zh}, Unit: ops.UnitPercent, Range: true, Level: .95}
	}
	return &Sheet{notes: notes, Bars: "difference", Keys: keys, Columns: []SheetColumn{
		{Name: "reached", Label: ops.Label{En: "Members", Zh: "人数"}, Unit: ops.UnitCount},
		{Name: "reach", Label: ops.Label{En: "Of those who checked in", Zh: "占打卡成员"}, Unit: ops.UnitPercent},
		share("with", "Came back, with it", "做了的回来"), share("without", "Came back, without", "没做的回来"),
		share("difference", "Difference", "相差"),
	}}
}

// MemberDays is the note that a member counts on each day on which it checked in.
const MemberDays NoteCode = "member_days"

// returnRow compares those who did it with the others of the same days.
func returnRow(q engine.ReachQuery, row engine.ReachRow, name string, step int) SheetRow {
	who := func(kind string) *engine.PeopleQuery {
		out := &engine.PeopleQuery{Reach: &q, Kind: kind, Step: step}
		if q.By != "" {
			out.Step, out.Group = 0, row.Name
		}
		return out
	}
	arm := func(x engine.ReachArm, kind string) SheetCell {
		p, limits, ok := calc.Clustered(x).Share()
		if !ok {
			return plain(pending)
		}
		return SheetCell{Value: ops.Value{Number: p, Num: float64(x.Returned), Den: float64(x.Days)}, Range: limits, Ranged: true, People: who(kind)}
	}
	reached, base := 0, 0
	for _, day := range row.Days {
		reached, base = reached+day.Reached, base+day.Base
	}
	members := plain(number(row.Reached))
	members.People = who("reached")
	r := SheetRow{Keys: []string{name}, Verdict: Indifferent, Faint: min(row.With.Members, row.Without.Members) < FewSubjects, Cells: []SheetCell{
		members, plain(ratio(number(reached), number(base))), arm(row.With, "with"), arm(row.Without, "without"), plain(pending)}}
	x, limits, ok := ReturnDifference(row)
	if !ok {
		r.Reason, r.Args = ReturnsUntil, []any{q.After}
		return r
	}
	r.Cells[4] = ranged(x, limits)
	if r.Faint {
		return r
	}
	r.Verdict, r.Reason = moreOrLess(limits, ReturnsMore, ReturnsLess, ReturnsAlike)
	return r
}

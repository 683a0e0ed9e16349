package analysis

import (
	"context"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Feedback is an event with the property topic, and with vote up or down and answered_at,
// the day of the answer, where there are any.
const (
	feedbackEvent = "feedback"
	answeredAt    = "answered_at"
)

// FeedbackTopics answers a panel of type feedback_topics: what members say should be
// better, by topic: how many of them, who votes for and against, who has no answer yet,
// and after how many days half have one, those without counted as far as they are known
// (Kaplan & Meier 1958). Several of one member on one day are one.
func (c Communities) FeedbackTopics(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	count := func(name, en, zh string) SheetColumn {
		return SheetColumn{Name: name, Label: ops.Label{En: en, Zh: zh}, Unit: ops.UnitCount}
	}
	s := &Sheet{Bars: "members", Keys: []SheetKey{{Name: "topic", Label: ops.Label{En: "Topic", Zh: "话题"}, Dimension: "topic"}}, Columns: []SheetColumn{
		count("members", "Members", "人数"), count("up", "For", "顶"), count("down", "Against", "踩"), count("open", "Without an answer", "还没回复"),
		{Name: "median", Label: ops.Label{En: "Half answered within, days", Zh: "半数几天内回复"}, Unit: ops.UnitDays},
		{Name: "longest", Label: ops.Label{En: "Longest without, days", Zh: "最久没回复（天）"}, Unit: ops.UnitDays}}}
	through, known := c.watermark("events", nil)
	if !known || v.Range.Len() == 0 || !slices.Contains(c.Snapshot.Events(), feedbackEvent) || len(c.Snapshot.PropertyValues("topic")) == 0 {
		s.notes = nothing(c.Data, "events")
		return s, nil
	}
	f := feedback{Communities: c, view: v, through: through}
	all, err := f.by(ctx, "topic")
	if err != nil {
		return nil, err
	}
	up, err := f.by(ctx, "topic", hasValue("vote", "up"))
	if err != nil {
		return nil, err
	}
	down, err := f.by(ctx, "topic", hasValue("vote", "down"))
	if err != nil {
		return nil, err
	}
	open, err := f.by(ctx, "topic", hasValue(answeredAt, ""))
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all.rows, func(a, b engine.ReachRow) int { return b.Doers - a.Doers })
	for i, row := range all.rows {
		stage := engine.Stage{}
		if i < max(p.Limit, 1) || p.Limit == 0 {
			if stage, err = f.answers(ctx, row.Name, open); err != nil {
				return nil, err
			}
		}
		s.Rows = append(s.Rows, SheetRow{Keys: []string{row.Name}, Verdict: Indifferent, Faint: row.Doers < FewSubjects, Cells: []SheetCell{
			all.cell(row.Name), up.cell(row.Name), down.cell(row.Name), open.cell(row.Name), plain(waitedUntil(stage, .5)), plain(longest(stage.Waiting))}})
	}
	s.most(p.Limit)
	return s, nil
}

// hasValue is the condition that a property has a value; "" is none.
func hasValue(property, value string) ops.Filter {
	return ops.Filter{Dimension: property, Values: []string{value}}
}

// feedback asks about feedback on the days of a page.
type feedback struct {
	Communities
	view    *View
	through ops.Day
}

// voices are who gave feedback, by the values of a property.
type voices struct {
	query engine.ReachQuery
	rows  []engine.ReachRow
}

// by asks who gave feedback that meets conditions. A property that no event has is none.
func (f feedback) by(ctx context.Context, property string, where ...ops.Filter) (voices, error) {
	for _, w := range where {
		if len(f.Snapshot.PropertyValues(w.Dimension)) == 0 {
			if w.Values[0] != "" {
				return voices{}, nil
			}
			where = nil // all have none
		}
	}
	did := engine.Activity{Event: feedbackEvent, Where: slices.Concat(f.view.Filter, where)}
	q := engine.ReachQuery{Base: engine.Activity{Event: feedbackEvent}, Did: []engine.Activity{did}, By: property, After: 1, Range: f.view.Range,
		Through: f.through}
	a, err := f.Snapshot.Reach(ctx, q)
	if err != nil {
		return voices{}, err
	}
	return voices{q, a.Rows}, nil
}

// of is the row of a value.
func (t voices) of(name string) (engine.ReachRow, bool) {
	i := slices.IndexFunc(t.rows, func(r engine.ReachRow) bool { return r.Name == name })
	if i < 0 {
		return engine.ReachRow{}, false
	}
	return t.rows[i], true
}

// cell is how many members a value has, who opens.
func (t voices) cell(name string) SheetCell {
	row, ok := t.of(name)
	c := plain(number(row.Doers))
	if ok {
		c.People = &engine.PeopleQuery{Reach: &t.query, Group: name, Kind: "doers"}
	}
	return c
}

// answers counts the feedback on a topic as those in a stage that an answer ends: each
// member and day is one.
func (f feedback) answers(ctx context.Context, topic string, open voices) (engine.Stage, error) {
	var out engine.Stage
	row, _ := open.of(topic)
	for _, d := range row.Days {
		out.Waiting = addDays(out.Waiting, int(f.through-d.Day), d.Doers)
		out.Entered += d.Doers
	}
	if len(f.Snapshot.PropertyValues(answeredAt)) == 0 {
		return out, nil
	}
	answered, err := f.by(ctx, answeredAt, hasValue("topic", topic))
	if err != nil {
		return out, err
	}
	for _, row := range answered.rows {
		on, err := ops.ParseDay(row.Name[:min(len(row.Name), len("2026-01-02"))])
		for _, d := range row.Days {
			if err != nil || on < d.Day {
				continue // no day, or one before it was said: when it was answered is not known
			}
			out.Waited = addDays(out.Waited, int(on-d.Day), d.Doers)
			out.Entered += d.Doers
		}
	}
	return out, nil
}

// addDays adds to the count of a number of days.
func addDays(counts []int, days, n int) []int {
	if n == 0 {
		return counts
	}
	for len(counts) <= days {
		counts = append(counts, 0)
	}
	counts[days] += n
	return counts
}

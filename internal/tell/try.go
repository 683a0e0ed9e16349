package tell

import (
	"cmp"
	"fmt"

	"daybreak/internal/calc"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
)

// Verdict names a verdict.
func (w Words) Verdict(v loop.Verdict) Tag {
	t := &w.T.Plan
	switch v {
	case loop.Works:
		return Tag{"good", t.Works}
	case loop.Harmful:
		return Tag{"bad", t.Harmful}
	case loop.NoEffect:
		return Tag{"", t.NoEffect}
	case loop.CannotTell:
		return Tag{"hatched", t.CannotTell}
	case loop.NotSeparable:
		return Tag{"hatched", t.NotSeparable}
	}
	return Tag{}
}

// Size says how large an effect is, with its range, or why it cannot be told.
func (w Words) Size(o loop.Outcome) string {
	t := &w.T.Plan
	switch {
	case o.Rate != nil:
		return fmt.Sprintf(t.ExtraAbout, w.Points(o.Rate.Difference), w.Points(o.Rate.Limits.Low), w.Points(o.Rate.Limits.High))
	case o.Verdict == "" || o.Effect.Low == 0 && o.Effect.High == 0:
		return w.Reason(o)
	}
	m := w.Metric(o.Try.Metric)
	return fmt.Sprintf(t.ExtraAbout, w.Signed(o.Effect.Value(), m), w.Amount(o.Effect.Low, m), w.Amount(o.Effect.High, m))
}

// Reason says why an effect cannot be told.
func (w Words) Reason(o loop.Outcome) string {
	t := &w.T.Plan
	text := map[calc.Reason]string{calc.HistoryShort: t.HistoryShort, calc.ExpectedFew: t.ExpectedFew, calc.LevelMoved: t.LevelMoved,
		calc.DaysMissing: t.DaysMissing,
		calc.ArmsSmall:   t.ArmsSmall, calc.GroupsFew: t.GroupsFew, calc.SplitBroken: t.SplitBroken, calc.NoSpread: t.NoSpread, loop.SplitNobody: t.SplitNobody,
		loop.IntervalWide: t.IntervalWide, loop.NoData: t.NoData, loop.NotMeasurable: t.NotMeasurable}[o.Reason]
	if o.Verdict == loop.NotSeparable {
		text = ""
		for i, u := range o.Overlaps {
			if i > 0 {
				text += w.T.Plan.Comma
			}
			text += cmp.Or(u.Title, t.UnseenTry)
		}
		return fmt.Sprintf(t.OverlapsWith, text)
	}
	if o.Try.Split.On() {
		if o.Reason == calc.ExpectedFew {
			return t.SplitFew
		}
		if o.Split != nil && o.Split.Enough > 0 {
			enough := t.SplitEnough
			if o.Split.Groups != [2]int{} {
				enough = t.GroupsEnough
			}
			text += " " + fmt.Sprintf(enough, o.Split.Enough)
		}
		return text
	}
	if o.Verdict == loop.CannotTell && (o.Reason == loop.IntervalWide || o.Reason == calc.ExpectedFew) {
		if o.Enough > 0 {
			return text + " " + fmt.Sprintf(t.EnoughDays, o.Enough)
		}
		return text + " " + t.OnlyControl
	}
	return text
}

// Decision names what was decided on a try; "" for nothing yet.
func (w Words) Decision(d ops.Decision) string {
	t := &w.T.Plan
	return map[ops.Decision]string{ops.DecideRepeat: t.DecideRepeat, ops.DecideScale: t.DecideScale, ops.DecideRetest: t.DecideRetest,
		ops.DecideStop: t.DecideStop}[d]
}

package lookout

import (
	"fmt"
	"strings"

	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// Words says in one language what alerts watch and saw.
type Words struct{ view.Writer }

// Rule says what an alert waits for.
func (w Words) Rule(a ops.Alert) string {
	t := &w.T.Alert
	if a.Rule == ops.RuleSilent || a.Rule == ops.RuleChallenge {
		return w.membersRule(a)
	}
	out := fmt.Sprintf(map[ops.AlertRule]string{ops.RuleAbove: t.Above, ops.RuleBelow: t.Below, ops.RuleChange: t.Change, ops.RuleAnomaly: t.Anomaly,
		ops.RuleGoal: t.Goal, ops.RulePace: t.Pace, ops.RuleNoData: t.NoData, ops.RuleQuality: t.Quality}[a.Rule], w.MetricLabel(a.Metric))
	switch {
	case a.Rule == ops.RuleNoData:
		out += fmt.Sprintf(t.ByHour, a.Hour)
	case a.Rule.NeedsLimit():
		out += " " + w.Limit(a)
	}
	if a.Scope != "" {
		out += w.T.Plan.Comma + w.Scope(a.Scope)
	}
	if a.Weekly {
		out += w.T.Plan.Comma + t.ByWeek
	}
	return out
}

// membersRule says what an alert waits for that watches no metric.
func (w Words) membersRule(a ops.Alert) string {
	out := w.T.Alert.ChallengeWorse
	if a.Rule == ops.RuleSilent {
		out = fmt.Sprintf(w.T.Alert.GroupSilent, a.Limit)
	}
	if a.Scope != "" {
		out += w.T.Plan.Comma + w.Scope(a.Scope)
	}
	return out
}

// Of names what an alert saw: the groups that are silent, or the challenge; "" for
// rules that watch a metric.
func (w Words) Of(l loop.Look) string {
	names := l.Of
	const most = 5
	out := strings.Join(names[:min(len(names), most)], w.T.Alert.And)
	if left := len(names) - most; left > 0 {
		out = fmt.Sprintf(w.T.Alert.AndMore, out, left)
	}
	return out
}

// Limit writes the limit of an alert: a share, or a figure of its metric.
func (w Words) Limit(a ops.Alert) string {
	if a.Rule == ops.RuleChange || a.Rule == ops.RuleQuality {
		return fmt.Sprintf("%.4g%%", 100*a.Limit)
	}
	m, _ := w.Catalog.Metric(a.Metric)
	return w.Value(ops.Value{Number: a.Limit}, unitOf(m))
}

func unitOf(m *ops.Metric) ops.Unit {
	if m == nil {
		return ops.UnitNumber
	}
	return m.Unit
}

// Saw says what an alert saw: the figure and what it was held against.
func (w Words) Saw(a ops.Alert, value, against float64) string {
	t := &w.T.Alert
	m, _ := w.Catalog.Metric(a.Metric)
	switch a.Rule {
	case ops.RuleGoal:
		return fmt.Sprintf(t.SawChance, 100*value)
	case ops.RulePace:
		return fmt.Sprintf(t.SawPace, 100*value)
	case ops.RuleNoData:
		return fmt.Sprintf(t.SawData, w.Day(ops.Day(value)))
	case ops.RuleSilent:
		return fmt.Sprintf(t.SawSilent, value)
	case ops.RuleChallenge:
		return fmt.Sprintf(t.SawStop, 100*value, 100*against)
	case ops.RuleQuality:
		if value == 0 {
			return t.SawHole
		}
		return fmt.Sprintf(t.SawCoverage, 100*value)
	case ops.RuleAnomaly:
		return fmt.Sprintf(t.SawUsual, w.Amount(value, m), w.Amount(against, m))
	case ops.RuleChange:
		return fmt.Sprintf(t.SawBefore, w.Amount(value, m), w.Amount(against, m))
	}
	return fmt.Sprintf(t.SawLimit, w.Amount(value, m), w.Amount(against, m))
}

// Reason says why an alert could not be looked at.
func (w Words) Reason(reason string) string {
	t := &w.T.Alert
	switch loop.WatchReason(reason) {
	case "":
		return ""
	case loop.WatchHistory:
		return t.HistoryShort
	case loop.WatchNoGoal:
		return t.NoGoal
	case loop.WatchNoPast:
		return t.NoPast
	case loop.WatchNothing:
		return t.NothingKnown
	}
	return fmt.Sprintf(t.Broken, reason)
}

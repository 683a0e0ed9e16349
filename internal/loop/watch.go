package loop

import (
	"context"
	"math"
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

// Look is what an alert sees in one complete bucket.
type Look struct {
	Days           ops.Range // of an anomaly: the day, or three that are far from usual together
	Value, Against float64   // as of ops.Firing
	Fires          bool
	Own            float64 // figure of the last day alone, where Days are several days of an anomaly; else Value
	Size           float64 // of an anomaly: the relative change that can be seen, 0 elsewhere

	Idle   bool     // there was nothing to look at: no challenge ran
	Begins bool     // of groups: one of them has fallen silent on this very day
	Of     []string // the groups that are silent, or the challenge
}

// Watched is what an alert sees in a range of days, bucket by bucket. Reason says
// why nothing could be looked at.
type Watched struct {
	Looks  []Look
	Reason WatchReason
}

// WatchReason says why an alert could not be looked at.
type WatchReason string

// The reasons.
const (
	WatchNothing WatchReason = "nothing_known" // no complete bucket in the range
	WatchHistory WatchReason = "history_short" // too little is known to say what is usual
	WatchNoGoal  WatchReason = "no_goal"       // no target of the metric and scope holds these days
	WatchNoPast  WatchReason = "no_past"       // no challenge runs, or none began before it
)

// Watch looks at the complete buckets of a range as an alert's rule says.
// Nothing that is open or after the watermark is looked at. targets are those
// in force; hour is the local hour of the day after the range's last, for the
// rule that waits for data. A metric that is none is an *ops.Error with code
// unknown_metric.
func (w World) Watch(ctx context.Context, a ops.Alert, r ops.Range, targets []ops.Target, hour int) (out Watched, err error) {
	m, filter, err := watches(w, a)
	if err != nil {
		return out, err
	}
	switch a.Rule {
	case ops.RuleSilent:
		out, err = members{w}.groups(ctx, filter, r, int(a.Limit))
	case ops.RuleChallenge:
		out, err = members{w}.challenge(ctx, filter, r)
	case ops.RuleAnomaly:
		out, err = w.watchAnomaly(ctx, m, filter, r)
	case ops.RuleGoal, ops.RulePace:
		out, err = w.watchGoal(ctx, a, filter, r, targets)
	case ops.RuleNoData:
		out = w.watchData(a, m, filter, r, hour)
	case ops.RuleQuality:
		out, err = w.watchQuality(ctx, a, m, filter, r)
	default:
		out, err = w.watchValue(ctx, a, m, filter, r)
	}
	for i := range out.Looks {
		if l := &out.Looks[i]; a.Rule != ops.RuleAnomaly {
			l.Own = l.Value
		}
	}
	if err == nil && len(out.Looks) == 0 && out.Reason == "" {
		out.Reason = WatchNothing
	}
	return out, err
}

// watches returns the metric of an alert, nil for rules that have none, and its scope.
func watches(w World, a ops.Alert) (m *ops.Metric, filter []ops.Filter, err error) {
	if filter, err = w.Snapshot.Keys().Scope(a.Scope); err != nil || !a.Rule.NeedsMetric() {
		return nil, filter, err
	}
	found, err := w.Lookup([]string{a.Metric})
	if err != nil {
		return nil, nil, err
	}
	return found[0], filter, nil
}

// AlertThrough returns the last day that what an alert watches is known for; known is
// false where it is not known at all.
func AlertThrough(w World, a ops.Alert) (day ops.Day, known bool, err error) {
	m, filter, err := watches(w, a)
	switch {
	case err != nil:
		return 0, false, err
	case m == nil:
		day, known = analysis.EventsThrough(w.Data, filter)
	default:
		day, known = w.Through(m, filter)
	}
	return day, known, nil
}

// Through is the last day of the last bucket that was looked at; 0 for none.
func (o Watched) Through() ops.Day {
	if len(o.Looks) == 0 {
		return 0
	}
	return o.Looks[len(o.Looks)-1].Days.Last()
}

// Holds reports whether the last bucket fires.
func (o Watched) Holds() bool { return len(o.Looks) > 0 && o.Looks[len(o.Looks)-1].Fires }

// Firings returns what fires in buckets that end after a day. After a firing, of
// which last is the last day of the latest (0 for none), the alert rests; days
// far from usual that are at most three days apart are one alarm.
func (o Watched) Firings(a ops.Alert, last, after ops.Day) []ops.Firing {
	rests := ops.Day(a.CoolDown)
	if a.Rule == ops.RuleAnomaly {
		rests = max(rests, apart+1)
	}
	var out []ops.Firing
	for _, l := range o.Looks {
		if !l.Fires || a.Rule == ops.RuleSilent && !l.Begins {
			continue
		}
		near := last != 0 && l.Days.Last()-last < rests
		if !near && l.Days.Last() > after {
			out = append(out, ops.Firing{Alert: a.ID, Bucket: l.Days, Value: l.Value, Against: l.Against})
		}
		if !near || a.Rule == ops.RuleAnomaly {
			last = l.Days.Last()
		}
	}
	return out
}

// BacktestDays is how far back an alert is tried before it is kept.
const BacktestDays = 90

// Backtest looks at the last days an alert could have been looked at, and says
// how often it would have fired.
func (w World) Backtest(ctx context.Context, a ops.Alert, targets []ops.Target) (Watched, []ops.Firing, error) {
	to, known, err := AlertThrough(w, a)
	if err != nil {
		return Watched{}, nil, err
	}
	if !known {
		return Watched{Reason: WatchNothing}, nil, nil
	}
	to = min(to, w.Today) + 1
	seen, err := w.Watch(ctx, a, ops.Range{From: to - BacktestDays, To: to}, targets, 23)
	return seen, seen.Firings(a, 0, ops.MinDay), err
}

// bucketValue is the figure of one complete bucket.
type bucketValue struct {
	days  ops.Range
	value float64
}

// values returns the complete buckets that end in a range, and their figures.
func (w World) values(ctx context.Context, m *ops.Metric, filter []ops.Filter, r ops.Range, weekly bool) ([]bucketValue, error) {
	grain := ops.Daily
	if weekly {
		grain = ops.Weekly
		r.From = w.Calendar.Bucket(r.From, ops.Weekly).From
	}
	through, known := w.Through(m, filter)
	if r.To = min(r.To, through+1); !known || r.From >= r.To {
		return nil, nil
	}
	t, err := w.Metrics(ctx, &analysis.View{Range: r, Grain: grain, Compare: analysis.NoCompare, Filter: filter}, analysis.Query{Metrics: []string{m.Name}})
	if err != nil {
		return nil, err
	}
	var out []bucketValue
	for i, b := range t.Buckets {
		figure := t.Columns[0].ByBucket[i]
		if figure.State == ops.Known && !figure.InProgress && w.Calendar.Bucket(b.Days.From, grain) == b.Days {
			out = append(out, bucketValue{b.Days, figure.Number})
		}
	}
	return out, nil
}

// before is how many days lie between a bucket and what it is compared with: the
// same weekday of the week before, or the week before.
const before = 7

func (w World) watchValue(ctx context.Context, a ops.Alert, m *ops.Metric, filter []ops.Filter, r ops.Range) (out Watched, err error) {
	buckets, err := w.values(ctx, m, filter, ops.Range{From: r.From - before, To: r.To}, a.Weekly)
	if err != nil {
		return out, err
	}
	byDay := map[ops.Day]float64{}
	for _, b := range buckets {
		byDay[b.days.From] = b.value
	}
	for _, b := range buckets {
		if b.days.Last() < r.From {
			continue
		}
		l := Look{Days: b.days, Value: b.value, Against: a.Limit}
		switch a.Rule {
		case ops.RuleAbove:
			l.Fires = b.value > a.Limit
		case ops.RuleBelow:
			l.Fires = b.value < a.Limit
		default:
			earlier, ok := byDay[b.days.From-before]
			if !ok || earlier == 0 {
				continue
			}
			l.Against, l.Fires = earlier, math.Abs(b.value-earlier) >= a.Limit*math.Abs(earlier)
		}
		out.Looks = append(out.Looks, l)
	}
	return out, nil
}

// watchAnomaly judges each day against what is usual.
func (w World) watchAnomaly(ctx context.Context, m *ops.Metric, filter []ops.Filter, r ops.Range) (out Watched, err error) {
	s, err := w.series(ctx, ask{metric: m, filter: filter})
	if err != nil {
		return out, err
	}
	r = r.And(s.days)
	for d := r.From; d < r.To; d++ {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		alarm, far, ok := s.Alarm(s.place(d), calc.UsualAlarm())
		if !ok {
			continue
		}
		plus, _, _ := s.daily.Known(d)
		out.Looks = append(out.Looks, Look{Days: ops.Range{From: d - ops.Day(alarm.Days-1), To: d + 1}, Value: alarm.Actual, Against: alarm.Expected,
			Fires: far, Own: plus, Size: alarm.Size})
	}
	if len(out.Looks) == 0 {
		out.Reason = WatchHistory
	}
	return out, nil
}

// The bounds of what a target's pace may be, and the chance under which it is
// likelier missed.
const (
	paceLow  = .9
	paceHigh = 1.1
	evens    = .5
)

// goalStep is how many days lie between two looks at a target: projecting one
// takes its time, and a target does not turn in a day.
const goalStep = 7

// watchGoal looks at the targets of a metric, at the worst where there are several.
func (w World) watchGoal(ctx context.Context, a ops.Alert, filter []ops.Filter, r ops.Range, targets []ops.Target) (out Watched, err error) {
	out.Reason = WatchNoGoal
	if r.Len() == 0 {
		return out, nil
	}
	targets = slices.DeleteFunc(slices.Clone(targets), func(t ops.Target) bool {
		scope, err := w.Snapshot.Keys().Scope(t.Scope)
		return err != nil || ops.ScopeText(scope) != ops.ScopeText(filter)
	})
	for d := r.Last() - ops.Day((r.Len()-1)/goalStep*goalStep); d < r.To; d += goalStep {
		var worst *Look
		for _, t := range targets {
			if t.Metric != a.Metric || !t.Days.Has(d) || t.State == ops.TargetClosed {
				continue
			}
			g, err := w.Goal(ctx, t, d)
			if err != nil {
				return out, err
			}
			if l, ok := g.look(a.Rule); ok && g.Through == d && (worst == nil || l.Fires && !worst.Fires) {
				l.Days = ops.Range{From: d, To: d + 1}
				worst = &l
			}
		}
		if worst != nil {
			out.Looks, out.Reason = append(out.Looks, *worst), ""
		}
	}
	return out, nil
}

// look is what a rule sees of a target: the chance of meeting it against evens,
// or the share of what is due against 1.
func (g Goal) look(rule ops.AlertRule) (l Look, known bool) {
	if rule == ops.RulePace {
		if g.Attained.State != ops.Known {
			return l, false
		}
		x := g.Attained.Number
		return Look{Value: x, Against: 1, Fires: x < paceLow || x > paceHigh}, true
	}
	if g.Projection == nil || g.NoForecast != "" {
		return l, false
	}
	chance := g.Projection.Chance
	if g.Budget() || g.Good == ops.DownGood {
		chance = 1 - chance
	}
	return Look{Value: chance, Against: evens, Fires: chance < evens}, true
}

// watchData fires where nothing of the range's last day is there by the hour. Its
// value is the last day that is known.
func (w World) watchData(a ops.Alert, m *ops.Metric, filter []ops.Filter, r ops.Range, hour int) (out Watched) {
	through, known := w.Through(m, filter)
	if !known || hour < a.Hour || r.Len() == 0 {
		return out
	}
	out.Looks = []Look{{Days: ops.Range{From: r.Last(), To: r.To}, Value: float64(through), Against: float64(r.Last()), Fires: through < r.Last()}}
	return out
}

// holeDays is for how many days a missing day is told.
const holeDays = 28

// watchQuality fires where too little of a metric is covered, or a day of one of
// its daily streams is missing: its value is then 0.
func (w World) watchQuality(ctx context.Context, a ops.Alert, m *ops.Metric, filter []ops.Filter, r ops.Range) (out Watched, err error) {
	through, known := w.Through(m, filter)
	if !known {
		return out, nil
	}
	var holes []ops.Range
	for _, name := range analysis.Measures(m) {
		for _, h := range w.Holes(w.Catalog.Measures[name].Record) {
			holes = append(holes, h.Days)
		}
	}
	covered := map[ops.Day]float64{}
	if coverage, ok := w.Catalog.Metric(m.Coverage); ok {
		buckets, err := w.values(ctx, coverage, filter, r, false)
		if err != nil {
			return out, err
		}
		for _, b := range buckets {
			covered[b.days.From] = b.value
		}
	}
	for d := r.From; d < min(r.To, through+1); d++ {
		share, ok := covered[d]
		if !ok {
			share = 1
		}
		late := ops.Range{From: d - holeDays + 1, To: d + 1}
		if slices.ContainsFunc(holes, func(h ops.Range) bool { return h.And(late).Len() > 0 }) {
			share = 0
		}
		out.Looks = append(out.Looks, Look{Days: ops.Range{From: d, To: d + 1}, Value: share, Against: a.Limit, Fires: share < a.Limit})
	}
	return out, nil
}

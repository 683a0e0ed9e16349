package loop

import (
	"cmp"
	"context"
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// FindingKind names a rule that found something.
type FindingKind string

// The rules, the most pressing first.
const (
	GoalAtRisk     FindingKind = "goal_at_risk"    // a target is unlikely to be met, or a budget likely to be overspent
	BeyondBaseline FindingKind = "beyond_baseline" // a figure is far from usual
	SourceLate     FindingKind = "source_late"     // a stream is behind
	TryMeasured    FindingKind = "try_measured"    // a try got its verdict and waits for a decision
	CostRising     FindingKind = "cost_rising"     // cost per new member rose three weeks running
	CohortBelow    FindingKind = "cohort_below"    // fewer of the latest cohort came back than of those before
	RecordDay      FindingKind = "record_day"      // the last day is the best ever
)

// FindingKinds lists the rules in their order.
func FindingKinds() []FindingKind {
	return []FindingKind{GoalAtRisk, BeyondBaseline, SourceLate, TryMeasured, CostRising, CohortBelow, RecordDay}
}

// Finding is one sentence of "Worth a look": what moved, by how much, since when
// and whether that is good. Which fields are set depends on Kind.
type Finding struct {
	Kind    FindingKind
	Metric  *ops.Metric
	Days    ops.Range // what it is about; Days.From is since when
	Actual  float64
	Usual   float64 // what was to be expected: usual level, mean of the others, record before
	Limits  calc.Interval
	Verdict analysis.Verdict
	Goal    *Goal
	Outcome *Outcome
	Source  *analysis.SourceState
	Values  []float64 // of cost_rising, week by week
	Sizes   [2]int    // of cohort_below: members of the cohort and of those before
	weight  float64
}

// MostFindings is how many sentences a morning has at most.
const MostFindings = 6

// Findings are the sentences of a morning, the most pressing first, and how many
// questions were looked into.
type Findings struct {
	Items   []Finding
	Checked int
	Rest    []Finding // found, but not among the first
}

// Figures returns what came and what was to be expected: of a goal what is due, of a
// goal of a ratio itself. Neither is there where nothing was measured.
func (f Finding) Figures() (actual, usual ops.Value) {
	switch {
	case f.Goal != nil:
		actual, usual = f.Goal.ToDate, f.Goal.Due
		if usual.State == ops.NotApplicable {
			usual = ops.Value{Number: f.Goal.Target.Goal}
		}
		return actual, usual
	case f.Outcome != nil && f.Outcome.Effect.T == 0 && f.Outcome.Rate == nil, f.Source != nil:
		return notApplicable, notApplicable
	case f.Outcome != nil:
		return ops.Value{Number: f.Outcome.Effect.Actual}, ops.Value{Number: f.Outcome.Effect.Expected}
	}
	return ops.Value{Number: f.Actual}, ops.Value{Number: f.Usual}
}

// watched are the metrics that are looked at for days far from usual.
func watched() []string {
	return []string{"joins", "check_ins", "revenue", "cost", "followers_gained", "followers_lost", "leaves"}
}

// Findings looks into everything known by a day.
func (w World) Findings(ctx context.Context, on ops.Day, targets []ops.Target, outcomes []Outcome) (Findings, error) {
	var out Findings
	rules := []func(context.Context, ops.Day, *Findings) error{w.unusual, w.rising, w.cohorts}
	if err := w.goals(ctx, on, targets, &out); err != nil {
		return out, err
	}
	for _, rule := range rules {
		if err := rule(ctx, on, &out); err != nil {
			return out, err
		}
	}
	w.late(&out)
	decided(outcomes, &out)
	order := FindingKinds()
	slices.SortStableFunc(out.Items, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)), cmp.Compare(b.weight, a.weight))
	})
	out.choose()
	return out, nil
}

// choose keeps the first of each rule before the second of any, so that ten goals
// at risk do not hide the rest, in the order that they have.
func (f *Findings) choose() {
	if len(f.Items) <= MostFindings {
		return
	}
	place := make([]int, len(f.Items)) // 0 is the first of its rule
	of := map[FindingKind]int{}
	order := make([]int, len(f.Items))
	for i, x := range f.Items {
		place[i], order[i] = of[x.Kind], i
		of[x.Kind]++
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(place[a], place[b]) })
	first := order[:MostFindings]
	all := f.Items
	f.Items = nil
	for i, x := range all {
		if slices.Contains(first, i) {
			f.Items = append(f.Items, x)
		} else {
			f.Rest = append(f.Rest, x)
		}
	}
}

func (w World) goals(ctx context.Context, on ops.Day, targets []ops.Target, out *Findings) error {
	goals, err := w.Goals(ctx, targets, on)
	if err != nil {
		return err
	}
	for i := range goals {
		out.Checked++
		if l := goals[i].Light; l == AtRisk || l == Missed {
			out.Items = append(out.Items, Finding{Kind: GoalAtRisk, Metric: goals[i].Subject, Days: goals[i].Days, Verdict: analysis.Bad, Goal: &goals[i]})
		}
	}
	return nil
}

// unusual looks for days far from usual at the end of what is known, and for
// records.
func (w World) unusual(ctx context.Context, on ops.Day, out *Findings) error {
	for _, name := range watched() {
		m, ok := w.Catalog.Metric(name)
		if !ok || !w.Additive(m) {
			continue
		}
		s, err := w.series(ctx, ask{metric: m})
		if unanswerable(err) {
			continue
		}
		if err != nil {
			return err
		}
		if s.days.Len() == 0 {
			continue
		}
		out.Checked++
		last := min(on, s.days.Last())
		if alarm, found, _ := s.Alarm(s.place(last), calc.UsualAlarm()); found {
			f := Finding{Kind: BeyondBaseline, Metric: m, Days: ops.Range{From: last - ops.Day(alarm.Days-1), To: last + 1}, Actual: alarm.Actual,
				Usual: alarm.Expected, weight: alarm.Off}
			f.Verdict = verdictOf(m.Good, alarm.Actual > alarm.Expected)
			out.Items = append(out.Items, f)
			continue
		}
		if f, ok := record(m, s, last); ok {
			out.Items = append(out.Items, f)
		}
	}
	return nil
}

func verdictOf(good ops.Direction, up bool) analysis.Verdict {
	switch {
	case good == ops.Neutral:
		return analysis.Indifferent
	case up == (good == ops.UpGood):
		return analysis.Good
	}
	return analysis.Bad
}

// record reports the best day of at least eight weeks.
func record(m *ops.Metric, s series, last ops.Day) (Finding, bool) {
	const fewest = 56
	if m.Good != ops.UpGood || s.place(last) < fewest {
		return Finding{}, false
	}
	best, top := 0.0, ops.Day(0)
	for d := s.days.From; d < last; d++ {
		if plus, minus, known := s.daily.Known(d); known && plus-minus > best {
			best, top = plus-minus, d
		}
	}
	plus, minus, known := s.daily.Known(last)
	if !known || top == 0 || plus-minus <= best {
		return Finding{}, false
	}
	return Finding{Kind: RecordDay, Metric: m, Days: ops.Range{From: last, To: last + 1}, Actual: plus - minus, Usual: best, Verdict: analysis.Good}, true
}

// rising looks at the cost of a new member in channels with cost in the last
// four whole weeks.
func (w World) rising(ctx context.Context, on ops.Day, out *Findings) error {
	m, ok := w.Catalog.Metric("paid_cpa")
	if !ok {
		return nil
	}
	through, known := w.Through(m, nil)
	if !known {
		return nil
	}
	out.Checked++
	const weeks = 4
	end := w.Calendar.Bucket(min(on, through)+1, ops.Weekly).From
	var values []float64
	for i := weeks; i > 0; i-- {
		v, err := w.Value(ctx, m, nil, ops.Range{From: end - ops.Day(7*i), To: end - ops.Day(7*(i-1))})
		if err != nil || v.State != ops.Known {
			return err
		}
		values = append(values, v.Number)
	}
	for i := 1; i < weeks; i++ {
		if values[i] <= values[i-1] {
			return nil
		}
	}
	out.Items = append(out.Items, Finding{Kind: CostRising, Metric: m, Days: ops.Range{From: end - 7*weeks, To: end}, Actual: values[weeks-1], Usual: values[0],
		Values:  values,
		Verdict: analysis.Bad})
	return nil
}

// cohorts compares the latest week of new members that has had its seventh day
// with the four before it.
func (w World) cohorts(ctx context.Context, on ops.Day, out *Findings) error {
	const before = 4
	through, known := w.Through(&ops.Metric{Num: ops.Linear{{Sign: 1, Measure: "check_ins"}}}, nil)
	if !known {
		return nil
	}
	through = min(through, on)
	end := w.Calendar.Bucket(through-7, ops.Weekly).From // all of the week before has had seven days
	week := ops.Range{From: end - 7, To: end}
	q := engine.RetentionQuery{Start: engine.Activity{Event: "join"}, Return: engine.Activity{Event: "check_in"}, Cohort: engine.CohortFirst,
		Mode:   engine.ModeExact,
		Period: ops.Daily, Periods: 7, MinReturns: 1, Range: ops.Range{From: week.From - 7*before, To: week.To}, Through: through}
	got, err := w.Snapshot.Retention(ctx, q)
	if ops.CodeOf(err) == "unknown_event" { // nobody ever joined
		return nil
	}
	if err != nil {
		return err
	}
	out.Checked++
	var part, of [2]int
	for _, c := range got.Cohorts {
		if len(c.State) <= 7 || c.State[7] != engine.Complete {
			continue
		}
		i := 0
		if c.Start < week.From {
			i = 1
		}
		part[i] += int(c.Returned[7])
		of[i] += int(c.Mature[7])
	}
	limits, ok := calc.Newcombe(part[0], of[0], part[1], of[1])
	if !ok || of[0] < analysis.FewSubjects || limits.High >= 0 {
		return nil
	}
	out.Items = append(out.Items, Finding{Kind: CohortBelow, Days: week, Actual: float64(part[0]) / float64(of[0]), Usual: float64(part[1]) / float64(of[1]),
		Limits: limits, Verdict: analysis.Bad, Sizes: of})
	return nil
}

func (w World) late(out *Findings) {
	for _, s := range w.Freshness(w.Today) {
		if r, ok := ops.RecordNamed(s.Record); !ok || !r.Counted() {
			continue
		}
		out.Checked++
		if s.Behind > 0 && !s.Retired() {
			out.Items = append(out.Items, Finding{Kind: SourceLate, Days: ops.Range{From: s.Through + 1, To: s.Through + 2}, Verdict: analysis.Bad, Source: &s,
				weight: float64(s.Behind)})
		}
	}
}

// decided names the tries that were measured and wait for a decision.
func decided(outcomes []Outcome, out *Findings) {
	for i := range outcomes {
		out.Checked++
		if o := &outcomes[i]; o.State == Measured {
			f := Finding{Kind: TryMeasured, Days: o.Days, Outcome: o, Verdict: analysis.Indifferent, weight: float64(o.Days.To)}
			switch o.Verdict {
			case Works:
				f.Verdict = analysis.Good
			case Harmful:
				f.Verdict = analysis.Bad
			}
			out.Items = append(out.Items, f)
		}
	}
}

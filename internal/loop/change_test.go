package loop

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"daybreak/internal/analysis"
	"daybreak/internal/calc"
	"daybreak/internal/ops"
)

var (
	a = ops.Range{From: day("2026-09-06"), To: day("2026-10-04")}
	b = ops.Range{From: day("2026-10-04"), To: day("2026-11-01")}
)

// weeks is the view of the days b, compared with those of a.
func weeks(filter []ops.Filter) *analysis.View {
	return &analysis.View{Range: b, Compare: analysis.Previous, CompareRange: a, Shift: int(b.From - a.From), Filter: filter}
}

// A month is compared with all days of the month before, however many it has:
// 1,386 joined in the 30 days of September and 1,176 in the 31 of October
// (SPEC-LOOP §3).
func TestChangeOfAMonth(t *testing.T) {
	w := story(t)
	m, _ := w.Catalog.Metric("joins")
	v, err := w.Resolve(analysis.Params{From: "2026-10-01", To: "2026-10-31", Compare: "month"}, w.MetricScope([]*ops.Metric{m}))
	if err != nil {
		t.Fatal(err)
	}
	change, err := w.Why(context.Background(), m, v, "channel")
	if err != nil {
		t.Fatal(err)
	}
	within(t, "September", change.Total.Compare.Number, 1386, 0)
	within(t, "October", change.Total.Number, 1176, 0)
}

// Parts of a sum add up to its change to the last minor unit, whatever it is
// split by.
func TestPartsOfASumAreExact(t *testing.T) {
	w := story(t)
	for _, c := range []struct{ metric, by string }{{"joins", "channel"}, {"joins", "city"}, {"revenue", "product"}, {"revenue", "channel"},
		{"cost", "campaign"}} {
		m, _ := w.Catalog.Metric(c.metric)
		change, err := w.Why(context.Background(), m, weeks(nil), c.by)
		if ops.CodeOf(err) == "no_breakdown" {
			continue
		}
		if err != nil || !change.Exact {
			t.Errorf("%s by %s: exact %v, %v", c.metric, c.by, change != nil && change.Exact, err)
			continue
		}
		sum := 0.0
		for _, p := range change.Parts {
			sum += math.Round(100 * p.Share.Number)
		}
		if want := math.Round(100 * (change.Total.Number - change.Total.Compare.Number)); sum != want {
			t.Errorf("%s by %s: parts sum to %v, the change is %v hundredths", c.metric, c.by, sum, want)
		}
	}
	// 1,325 joined in the 28 days before and 1,059 in these.
	m, _ := w.Catalog.Metric("joins")
	change, err := w.Why(context.Background(), m, weeks(nil), "channel")
	if err != nil {
		t.Fatal(err)
	}
	within(t, "change", change.Total.Delta.Absolute.Number, 1059-1325, 0)
}

// Cost per new member of the paid channels, 39.54 → 49.27: cost of a click
// +9.88, clicks per member +0.12, mix −0.27 (SPEC-LOOP §9).
func TestFactorsOfCostPerMember(t *testing.T) {
	w := story(t)
	m, _ := w.Catalog.Metric("cpa")
	filter, err := ops.ParseScope("channel:big-accounts;channel:low-cost-ads;channel:search-ads")
	if err != nil {
		t.Fatal(err)
	}
	c, err := w.Why(context.Background(), m, weeks(filter), "channel")
	if err != nil || len(c.Factors) != 3 {
		t.Fatal(c, err)
	}
	within(t, "before", c.Total.Compare.Number, 39.54, .005)
	within(t, "now", c.Total.Number, 49.27, .005)
	for i, want := range []float64{9.88, .12, -.27} {
		within(t, "factor", c.Factors[i].Part, want, .006)
	}
	sum := c.Factors[0].Part + c.Factors[1].Part + c.Factors[2].Part
	within(t, "sum", sum, c.Total.Number-c.Total.Compare.Number, 1e-9)
}

// The morning of 1 November: every rule is asked, and none says more than it
// knows.
func TestFindingsOfTheSample(t *testing.T) {
	w := story(t)
	var outcomes []Outcome
	for _, try := range w.Tries {
		o, err := w.Outcome(context.Background(), try)
		if err != nil {
			t.Fatal(err)
		}
		outcomes = append(outcomes, o)
	}
	budget := ops.Target{Metric: "joins", Goal: 36000, Floor: math.NaN(), Stretch: math.NaN(), Kind: ops.TargetGoal, State: ops.TargetApproved,
		Days: ops.Range{From: day("2026-10-01"), To: day("2027-01-01")}}
	got, err := w.Findings(context.Background(), day("2026-10-31"), []ops.Target{budget}, outcomes)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Items) != MostFindings || len(got.Rest) != len(outcomes)+1-MostFindings || got.Items[0].Kind != GoalAtRisk {
		t.Errorf("%d found, %d left, first %q", len(got.Items), len(got.Rest), got.Items[0].Kind)
	}
	// Without tries and targets nothing was unusual on 31 October.
	w.Tries = nil
	got, err = w.Findings(context.Background(), day("2026-10-31"), nil, nil)
	if err != nil || len(got.Items) != 0 || got.Checked < 8 {
		t.Errorf("%+v, %v", got, err)
	}
	// On 26 September check-ins were far above what is usual (§4), and joins too.
	got, err = w.Findings(context.Background(), day("2026-09-26"), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, f := range got.Items {
		if f.Kind == BeyondBaseline {
			found[f.Metric.Name] = f.Actual > f.Usual
		}
	}
	if !found["check_ins"] || !found["joins"] {
		t.Errorf("26 September: %v", found)
	}
}

// Ten goals at risk, three tries and a late source: the first of each rule is said
// before the second of any, and nothing is lost.
func TestNoRuleHidesTheOthers(t *testing.T) {
	var f Findings
	for i := range 10 {
		f.Items = append(f.Items, Finding{Kind: GoalAtRisk, weight: float64(i)})
	}
	f.Items = append(f.Items, Finding{Kind: SourceLate}, Finding{Kind: TryMeasured, weight: 1}, Finding{Kind: TryMeasured, weight: 2}, Finding{Kind: RecordDay})
	f.choose()
	var said []string
	for _, x := range f.Items {
		said = append(said, fmt.Sprint(x.Kind, x.weight))
	}
	want := []string{"goal_at_risk0", "goal_at_risk1", "source_late0", "try_measured1", "try_measured2", "record_day0"}
	if !slices.Equal(said, want) || len(f.Rest) != 8 {
		t.Errorf("%v and %d more, want %v and 8", said, len(f.Rest), want)
	}
}

// What was to be expected of a late source, or of a try that cannot be told, is not 0;
// of a ratio it is its goal.
func TestFiguresOfFindings(t *testing.T) {
	ratio := Goal{Target: ops.Target{Goal: 45}, ToDate: ops.Value{Number: 60.89}, Due: notApplicable}
	for name, c := range map[string]struct {
		f             Finding
		actual, usual ops.Value
	}{
		"ratio":  {Finding{Goal: &ratio}, ops.Value{Number: 60.89}, ops.Value{Number: 45}},
		"late":   {Finding{Source: &analysis.SourceState{}}, notApplicable, notApplicable},
		"untold": {Finding{Outcome: &Outcome{Verdict: NotSeparable}}, notApplicable, notApplicable},
		"told":   {Finding{Outcome: &Outcome{Effect: calc.Effect{Actual: 7, Expected: 5, T: 2}}}, ops.Value{Number: 7}, ops.Value{Number: 5}},
		"record": {Finding{Actual: 9, Usual: 8}, ops.Value{Number: 9}, ops.Value{Number: 8}},
	} {
		if actual, usual := c.f.Figures(); actual != c.actual || usual != c.usual {
			t.Errorf("%s: %v against %v, want %v against %v", name, actual, usual, c.actual, c.usual)
		}
	}
}

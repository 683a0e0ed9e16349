package loop

import (
	"context"
	"slices"
	"testing"

	"daybreak/internal/ops"
)

// SPEC-LOOP §4: how often anomalies would have fired in the 90 days to 31 Oct,
// nothing logged; worked out by a program that shares nothing with Daybreak.
func TestBacktestOfAnomalies(t *testing.T) {
	w := story(t)
	w.Tries, w.Holidays = nil, nil
	for metric, want := range map[string][]string{
		"joins":     {"2026-08-30", "2026-09-21"},
		"check_ins": {"2026-09-26", "2026-09-30"},
		"revenue":   nil,
		"cost":      {"2026-08-03", "2026-08-30", "2026-09-21", "2026-10-18"},
	} {
		seen, fired, err := w.Backtest(context.Background(), ops.Alert{Rule: ops.RuleAnomaly, Metric: metric, CoolDown: 1}, nil)
		if err != nil {
			t.Fatal(metric, err)
		}
		var got []string
		for _, f := range fired {
			got = append(got, f.Bucket.Last().String())
		}
		if !slices.Equal(got, want) || seen.Through() != day("2026-10-31") || len(seen.Looks) != BacktestDays {
			t.Errorf("%s: fired on %v, want %v; %d looks through %s", metric, got, want, len(seen.Looks), seen.Through())
		}
	}
}

// By hand: days 1 to 8 of which 2, 3, 4 and 7 fire.
func TestFiringsRestAndJoin(t *testing.T) {
	var seen Watched
	for d := ops.Day(1); d <= 8; d++ {
		seen.Looks = append(seen.Looks, Look{Days: ops.Range{From: d, To: d + 1}, Value: float64(d), Fires: slices.Contains([]ops.Day{2, 3, 4, 7}, d)})
	}
	for _, c := range []struct {
		rule        ops.AlertRule
		coolDown    int
		last, after ops.Day
		want        []ops.Day
	}{
		{ops.RuleAbove, 1, 0, 0, []ops.Day{2, 3, 4, 7}},
		{ops.RuleAbove, 2, 0, 0, []ops.Day{2, 4, 7}},
		{ops.RuleAbove, 5, 0, 0, []ops.Day{2, 7}},
		{ops.RuleAbove, 5, 3, 3, nil},             // rests up to, inclusive, day 7
		{ops.RuleAbove, 1, 3, 3, []ops.Day{4, 7}}, // only what is new
		{ops.RuleAnomaly, 1, 0, 0, []ops.Day{2}},  // 4 and 7 are three days apart: one alarm
		{ops.RuleAnomaly, 4, 0, 5, nil},           // … also where its first days were looked at before
		{ops.RuleAnomaly, 1, -4, 0, []ops.Day{2}}, // an alarm of long ago changes nothing
	} {
		var got []ops.Day
		for _, f := range seen.Firings(ops.Alert{Rule: c.rule, CoolDown: c.coolDown}, c.last, c.after) {
			got = append(got, f.Bucket.Last())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v", c, got)
		}
	}
	if seen.Holds() || seen.Through() != 8 {
		t.Error("the last day does not fire")
	}
}

// Spend on 2026-10-18 was ¥8,061 (§4); no other day of the range comes near.
func TestWatchValues(t *testing.T) {
	w := story(t)
	days := ops.Range{From: day("2026-10-12"), To: day("2026-11-05")}
	for _, c := range []struct {
		alert ops.Alert
		want  []string
		looks int
	}{
		{ops.Alert{Rule: ops.RuleAbove, Metric: "cost", Limit: 5000, CoolDown: 1}, []string{"2026-10-18"}, 20},
		{ops.Alert{Rule: ops.RuleBelow, Metric: "cost", Limit: 1, CoolDown: 1}, nil, 20},
		{ops.Alert{Rule: ops.RuleChange, Metric: "cost", Limit: 5, CoolDown: 1}, []string{"2026-10-18"}, 20},
		// Weeks from Monday: 12–18 Oct and 19–25 Oct are whole, that of 26 Oct is not.
		{ops.Alert{Rule: ops.RuleAbove, Metric: "cost", Limit: 5000, Weekly: true, CoolDown: 1}, []string{"2026-10-18"}, 2},
		{ops.Alert{Rule: ops.RuleNoData, Metric: "cost", Hour: 10, CoolDown: 1}, []string{"2026-11-04"}, 1},
		{ops.Alert{Rule: ops.RuleQuality, Metric: "roas", Limit: .8, CoolDown: 1}, nil, 20},
	} {
		seen, err := w.Watch(context.Background(), c.alert, days, nil, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range seen.Firings(c.alert, 0, 0) {
			got = append(got, f.Bucket.Last().String())
		}
		if !slices.Equal(got, c.want) || len(seen.Looks) != c.looks {
			t.Errorf("%s %s: fired on %v, want %v; %d looks, want %d", c.alert.Rule, c.alert.Metric, got, c.want, len(seen.Looks), c.looks)
		}
	}
	early, err := w.Watch(context.Background(), ops.Alert{Rule: ops.RuleNoData, Metric: "cost", Hour: 10}, days, nil, 9)
	if err != nil || len(early.Looks) != 0 {
		t.Errorf("before its hour: %+v, %v", early, err)
	}
}

// The targets of §2 on 31 Oct: joins 1,176 of 1,213.0 due, P 35 %; a budget of
// ¥20,000 is 101.7 % spent, P(over) 80 %.
func TestWatchTargets(t *testing.T) {
	w := story(t)
	quarter := ops.Range{From: day("2026-10-01"), To: day("2027-01-01")}
	targets := []ops.Target{{Metric: "joins", Days: quarter, Goal: 3600}}
	on := ops.Range{From: day("2026-10-31"), To: day("2026-11-01")}
	for rule, want := range map[ops.AlertRule]Look{
		ops.RuleGoal: {Days: on, Value: .35, Against: .5, Fires: true},
		ops.RulePace: {Days: on, Value: 1176 / (3600 * 31. / 92), Against: 1, Fires: false},
	} {
		seen, err := w.Watch(context.Background(), ops.Alert{Rule: rule, Metric: "joins"}, on, targets, 0)
		if err != nil || len(seen.Looks) != 1 {
			t.Fatal(rule, seen, err)
		}
		got := seen.Looks[0]
		within(t, string(rule), got.Value, want.Value, 1e-9)
		if got.Days != want.Days || got.Against != want.Against || got.Fires != want.Fires {
			t.Errorf("%s: %+v, want %+v", rule, got, want)
		}
	}
	none, err := w.Watch(context.Background(), ops.Alert{Rule: ops.RuleGoal, Metric: "revenue"}, on, targets, 0)
	if err != nil || none.Reason != WatchNoGoal {
		t.Errorf("%+v, %v", none, err)
	}
}

package loop

import (
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"daybreak/dashboards"
	"daybreak/internal/analysis"
	"daybreak/internal/catalog"
	"daybreak/internal/engine/enginetest"
	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
	sampledata "daybreak/sample-data"
)

// sample is the story of sample-data, read once.
var sample = sync.OnceValues(func() (analysis.Data, error) {
	calendar := ops.Calendar{Zone: time.FixedZone("UTC+8", 8*3600), WeekStart: time.Monday}
	source := enginetest.NewSource(calendar)
	for _, record := range []string{"rates", "members", "spend", "followers", "posts", "orders", "costs", "events"} {
		text, err := sampledata.Files.ReadFile(record + ".csv")
		if err != nil {
			return analysis.Data{}, err
		}
		if _, err := source.Import(record, strings.TrimPrefix(string(text), "\ufeff")); err != nil {
			return analysis.Data{}, err
		}
	}
	for _, s := range [][2]string{{"spend", "baidu"}, {"spend", "big-accounts"}, {"spend", "google-ads"}, {"spend", "tencent-ads"}, {"costs", ""},
		{"orders", ""}, {"events", ""}, {"posts", "Daybreak"}, {"followers", "Daybreak"}} {
		source.Declare(ops.Source{Record: s[0], Name: s[1], Through: day("2026-10-31")})
	}
	e := memory.New(source, memory.Options{Calendar: calendar, Currency: "CNY"})
	if err := e.Refresh(context.Background()); err != nil {
		return analysis.Data{}, err
	}
	c, err := catalog.Load(dashboards.Files, analysis.PanelShapes())
	return analysis.Data{Snapshot: e.Current(), Catalog: c, Calendar: calendar, Currency: "CNY"}, err
})

func day(s string) ops.Day {
	d, err := ops.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// story is the sample with its holidays, the autumn event and the seven placements
// logged.
func story(t *testing.T) World {
	t.Helper()
	data, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	return World{Data: data, Tries: append(placements(), autumn()), Holidays: nationalDay(), Today: day("2026-11-01")}
}

// nationalDay is holidays.csv of the sample: 1 to 7 October.
func nationalDay() ops.Holidays {
	out := ops.Holidays{}
	for d := day("2026-10-01"); d <= day("2026-10-07"); d++ {
		out[d] = ops.Holiday{Region: Region, Day: d, Name: "国庆节", Kind: ops.DayOff, Group: "国庆节"}
	}
	return out
}

func autumn() ops.Try {
	return ops.Try{Edited: ops.Edited{ID: 100}, Title: "autumn", Kind: "activity", Metric: "joins", Also: []string{"cost"}, Direction: ops.UpGood,
		Scope: "channel:!big-accounts",
		Start: day("2026-09-21"), End: day("2026-09-26"), Expected: .5, Probability: .7, Cost: 620000}
}

func placements() []ops.Try {
	var out []ops.Try
	for i, p := range []struct {
		date string
		cost int64
	}{{"2026-05-09", 580000}, {"2026-06-06", 820000}, {"2026-07-05", 700000}, {"2026-08-02", 620000}, {"2026-08-30", 980000}, {"2026-09-22",
		740000}, {"2026-10-18", 840000}} {
		out = append(out, ops.Try{Edited: ops.Edited{ID: int64(i + 1)}, Title: "placement", Kind: "channel", Metric: "joins", Direction: ops.UpGood,
			Scope: "channel:big-accounts", MeasuredOn: ops.MeasuredOnAll, Start: day(p.date), End: day(p.date) + 3, Expected: .3, Probability: .5, Cost: p.cost})
	}
	return out
}

func within(t *testing.T, what string, got, want, by float64) {
	t.Helper()
	if !(math.Abs(got-want) <= by) {
		t.Errorf("%s = %v, want %v ± %v", what, got, want, by)
	}
}

// SPEC-LOOP §0.5, worked out from the CSV files by a program that shares
// nothing with Daybreak; so are all figures of this file.
func TestAutumnEvent(t *testing.T) {
	w := story(t)
	o, err := w.Outcome(context.Background(), autumn())
	if err != nil {
		t.Fatal(err)
	}
	if o.Verdict != Works || o.State != Measured || len(o.Overlaps) > 0 {
		t.Errorf("verdict %q, state %q, %d overlaps, reason %q", o.Verdict, o.State, len(o.Overlaps), o.Reason)
	}
	e := o.Effect
	within(t, "actual", e.Actual, 486, 0)
	within(t, "expected", e.Expected, 190.1, .05)
	within(t, "miss", e.Miss, .1778, .00005)
	within(t, "low", e.Low, 227, .5)
	within(t, "high", e.High, 346, .5)
	if e.Windows != 126 || e.Independent != 21 || e.AsFar != 0 || e.Drift != 0 || e.P >= .001 {
		t.Errorf("%+v", e)
	}
	// ¥4,600 of incentives and ¥1,600 of fees.
	cost, limits, ok := o.PerUnit()
	if !ok {
		t.Fatal("no cost of one more member")
	}
	within(t, "cost", cost, 20.96, .005)
	within(t, "low", limits.Low, 17.9, .05)
	within(t, "high", limits.High, 27.3, .05)
}

// SPEC-LOOP §10: what the panel about events is told of the autumn event.
func TestCampaignOfTheAutumnEvent(t *testing.T) {
	w := story(t)
	o, err := w.Outcome(context.Background(), autumn())
	if err != nil {
		t.Fatal(err)
	}
	c, err := campaignOf(context.Background(), w, o, ops.Range{From: day("2026-09-01"), To: day("2026-11-01")})
	if err != nil {
		t.Fatal(err)
	}
	if c.Verdict != "works" || !c.Measured || c.Days.Len() != 6 || len(c.Stayed) != 2 || c.Href != "/tries/100" {
		t.Errorf("%+v", c)
	}
	within(t, "came", c.Actual, 486, 0)
	within(t, "cost of one more", c.PerUnit.Number, 20.96, .005)
	within(t, "at least", c.Lift.Low, 227, .5)
	within(t, "on day 30", c.Stayed[1].Difference, 100./486-166./867, .0001)
}

func TestNetFollowersOfTheAutumnEvent(t *testing.T) {
	w := story(t)
	event := autumn()
	event.Metric, event.Scope = "net_followers", ""
	o, err := w.Outcome(context.Background(), event)
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Parts) != 2 || o.Verdict != Works {
		t.Fatalf("%d parts, verdict %q, reason %q", len(o.Parts), o.Verdict, o.Reason)
	}
	gained, lost := o.Parts[0].Effect, o.Parts[1].Effect
	within(t, "gained", gained.Actual, 2541, 0)
	within(t, "gained, expected", gained.Expected, 400.3, .05)
	within(t, "lost", lost.Actual, 70, 0)
	within(t, "lost, expected", lost.Expected, 63.7, .05)
	within(t, "net", o.Effect.Value(), 2134, .5)
	within(t, "low", o.Effect.Low, 1974, .5)
	within(t, "high", o.Effect.High, 2255, .5)
}

// The big-account posts pooled (§1). 22 September overlaps the autumn event,
// 9 May has fewer than 28 days before it.
func TestPlacementsAsAKind(t *testing.T) {
	w := story(t)
	var outcomes []Outcome
	for _, p := range placements() {
		o, err := w.Outcome(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		outcomes = append(outcomes, o)
	}
	if o := outcomes[0]; o.Verdict != CannotTell || o.Reason != "history_short" {
		t.Errorf("9 May: %q, %q", o.Verdict, o.Reason)
	}
	if o := outcomes[5]; o.Verdict != NotSeparable || len(o.Overlaps) != 1 || o.Overlaps[0].ID != 100 {
		t.Errorf("22 September: %q, overlaps %v", o.Verdict, o.Overlaps)
	}
	kinds := Kinds(outcomes)
	if len(kinds) != 1 || kinds[0].Pooled == nil {
		t.Fatalf("%+v", kinds)
	}
	p := kinds[0].Pooled
	for i, want := range [][2]float64{{14.99, 3.76}, {9.88, 4.37}, {12.14, 3.82}, {10.88, 2.57}, {8.40, 3.33}} {
		within(t, p.Tries[i].Try.Start.String(), p.Tries[i].Own.Value, want[0], .01)
		within(t, p.Tries[i].Try.Start.String()+" error", p.Tries[i].Own.Error, want[1], .01)
		within(t, "shrunk", p.Tries[i].Shrunk, 11.11, .005)
	}
	within(t, "Q", p.Q, 1.88, .005)
	within(t, "τ²", p.Tau2, 0, 0)
	within(t, "half", p.Limits.High-p.Mean, 3.24, .005)
	// 9 May cannot tell, 5 July [−0.2, 111] is no works; 4 of 6.
	if kinds[0].Measured != 6 || kinds[0].Works != 4 {
		t.Errorf("%d of %d work", kinds[0].Works, kinds[0].Measured)
	}
	within(t, "5 July, low", outcomes[2].Effect.Low, -.2, .05)
	within(t, "5 July, high", outcomes[2].Effect.High, 111, .5)
}

// The targets of SPEC-LOOP §2 on 31 October: 31 of 92 days.
func TestGoalsOfTheSample(t *testing.T) {
	w := story(t)
	for _, c := range []struct {
		metric, scope, phasing string
		budget                 bool
		goal, toDate, due      float64
		drift                  float64
		measured               int
		value, low, high       float64
		chance                 float64
		wide                   bool
	}{
		{"joins", "", "", false, 3600, 1176, 1213.0, 0, 32, 3278, 2421, 4725, .35, false},
		{"check_ins", "", "", false, 75000, 22902, 25271.7, .5, 43, 88268, 52980, 164953, .65, false},
		{"revenue", "", "", false, 90000, 35223.30, 30326.1, 1, 41, 165342, 68349, 545700, .80, true},
		{"cost", "channel:search-ads", "", true, 20000, 6851.46, 6739.13, 0, 32, 20462, 19684, 21287, .80, false},
		{"cost", "channel:search-ads", "weekday", true, 20000, 6851.46, 6747.90, 0, 32, 20462, 19684, 21287, .80, false},
	} {
		target := ops.Target{Metric: c.metric, Scope: c.scope, Phasing: c.phasing, Goal: c.goal, Floor: math.NaN(), Stretch: math.NaN(),
			Days: ops.Range{From: day("2026-10-01"), To: day("2027-01-01")}, State: ops.TargetApproved, Kind: ops.TargetGoal}
		if c.budget {
			target.Kind = ops.TargetBudget
		}
		g, err := w.Goal(context.Background(), target, day("2026-10-31"))
		if err != nil || g.Projection == nil {
			t.Errorf("%s: %v, %q", c.metric, err, g.NoForecast)
			continue
		}
		p := g.Projection
		what := c.metric + " " + c.phasing
		within(t, what+" to date", g.ToDate.Number, c.toDate, .011)
		within(t, what+" due", g.Due.Number, c.due, .06)
		within(t, what+" attained", g.Attained.Number, c.toDate/c.due, 1e-4)
		within(t, what+" drift", p.Drift, c.drift, 0)
		within(t, what+" projection", p.Value, c.value, .51)
		within(t, what+" low", p.Low, c.low, .51)
		within(t, what+" high", p.High, c.high, .51)
		within(t, what+" chance", p.Chance, c.chance, 1e-9)
		if p.Measured != c.measured || (g.NoForecast == "too_wide") != c.wide {
			t.Errorf("%s: windows of %d days, %q", what, p.Measured, g.NoForecast)
		}
		if c.budget {
			within(t, "allowed", g.Allowed.Number, 215.55, .005)
			if g.UsedUp != day("2026-12-29") {
				t.Errorf("used up on %v", g.UsedUp)
			}
			if g.Light != Unclear && g.Light != AtRisk {
				t.Errorf("light %q", g.Light)
			}
		}
	}
}

// targets.csv on 31 October: of ten goals three are met, three at risk, three missed,
// and of one nobody knows yet. What came to date, and the chances, by a program that
// shares nothing with Daybreak: check-ins 21,602 of 20,000, revenue 30,875.10 of
// 27,000, ROAS 2.06 of 1.9; joins 1,176 of 1,390, first payers 94 of 120, a member
// of search ads ¥61.25 (6,186.38 for 101) of ¥45; joins of the quarter 15 % for 4,170, of Zhihu
// 5 % for 800, search ads 90 % over ¥19,700; check-ins of the quarter 45 % for 91,000.
func TestPlanOfTheSample(t *testing.T) {
	w := story(t)
	rows, err := sampledata.Files.Open("targets.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all, err := csv.NewReader(rows).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := func(name string) int { return slices.Index(all[0], name) }
	var targets []ops.Target
	for _, r := range all[1:] {
		goal, err := strconv.ParseFloat(r[column("goal")], 64)
		if err != nil {
			t.Fatal(err)
		}
		targets = append(targets, ops.Target{Metric: r[column("metric")], Scope: r[column("scope")], Phasing: r[column("phasing")], Goal: goal,
			Floor: math.NaN(), Stretch: math.NaN(), Kind: r[column("kind")], State: r[column("state")],
			Days: ops.Range{From: day(r[column("from")]), To: day(r[column("to")]) + 1}})
	}
	got, err := w.Goals(context.Background(), targets, day("2026-10-31"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]Light{"joins  92": AtRisk, "joins channel:zhihu 92": AtRisk, "cost channel:search-ads 92": AtRisk, "check_ins  92": Unclear,
		"joins  31": Missed, "check_ins  28": Met, "revenue  28": Met, "roas  28": Met, "new_payers  28": Missed, "cpa channel:search-ads 28": Missed}
	for _, g := range got {
		what := fmt.Sprint(g.Metric, " ", g.Scope, " ", g.Days.Len())
		if g.Light != want[what] {
			t.Errorf("%s is %s, want %s: %+v", what, g.Light, want[what], g.ToDate)
		}
		delete(want, what)
	}
	if len(want) > 0 {
		t.Errorf("not there: %v", want)
	}
}

// The alarms of the 90 days to 31 October with nothing logged (§4). Two fifths fewer
// check in on National Day: where nobody knows of it, that is an alarm (§14).
func TestAlarmsOfTheSample(t *testing.T) {
	w := story(t)
	w.Tries = nil
	alarms(t, w, map[string][][2]string{
		"joins": {{"2026-08-30", "2026-09-01"}, {"2026-09-21", "2026-09-27"}}, "check_ins": {{"2026-09-26", "2026-09-26"}, {"2026-09-30", "2026-09-30"}},
		"revenue": nil,
		"cost":    {{"2026-08-03", "2026-08-04"}, {"2026-08-30", "2026-09-01"}, {"2026-09-21", "2026-09-28"}, {"2026-10-18", "2026-10-20"}},
	})
	w.Holidays = nil
	alarms(t, w, map[string][][2]string{"check_ins": {{"2026-09-26", "2026-09-26"}, {"2026-09-30", "2026-10-07"}}})
}

// alarms holds the alarms of the 90 days to 31 October against those wanted.
func alarms(t *testing.T, w World, want map[string][][2]string) {
	t.Helper()
	for name, want := range want {
		m, _ := w.Catalog.Metric(name)
		got, err := w.Alarms(context.Background(), m, nil, ops.Range{From: day("2026-08-03"), To: day("2026-11-01")})
		if err != nil {
			t.Fatal(err)
		}
		var days [][2]string
		for _, a := range got {
			days = append(days, [2]string{a.Days.From.String(), a.Days.Last().String()})
		}
		if !slices.Equal(days, want) {
			t.Errorf("%s: alarms %v, want %v", name, days, want)
		}
	}
}

// What stayed of the autumn event (§10): D7 and D30 of those who joined against
// the 28 days before, what a member who stays cost, and the week after. Day 7 of
// those who joined falls into National Day.
func TestWhatStayedOfTheAutumnEvent(t *testing.T) {
	w := story(t)
	o, err := w.Outcome(context.Background(), autumn())
	if err != nil {
		t.Fatal(err)
	}
	x, err := w.Detail(context.Background(), o)
	if err != nil || x == nil || len(x.Stayed) != 2 || x.PerStayed == nil {
		t.Fatalf("%+v, %v", x, err)
	}
	for i, want := range []struct {
		day, part, of, before, ofBefore int
		difference, low, high           float64
	}{{7, 84, 486, 232, 867, -9.5, -13.8, -4.9}, {30, 100, 486, 166, 867, 1.4, -2.9, 6.0}} {
		got := x.Stayed[i]
		if got.Day != want.day || got.Part != want.part || got.Of != want.of || got.PartBefore != want.before || got.OfBefore != want.ofBefore {
			t.Errorf("%+v, want %+v", got, want)
		}
		within(t, "difference", 100*got.Difference, want.difference, .05)
		within(t, "low", 100*got.Limits.Low, want.low, .05)
		within(t, "high", 100*got.Limits.High, want.high, .06)
	}
	within(t, "cost of one who stays", x.PerStayed.Value, 102, .5)
	within(t, "low", x.PerStayedLimits.Low, 87, .5)
	within(t, "high", x.PerStayedLimits.High, 132, 1)
	// Three of the seven days after it are holidays: too few are left to say.
	if x.After != nil {
		t.Errorf("after it: %+v", x.After)
	}
	w.Holidays = nil
	plain, err := w.Detail(context.Background(), o)
	if err != nil || plain.After == nil {
		t.Fatal(plain, err)
	}
	within(t, "after", plain.After.Actual, 266, 0)
	within(t, "after, usual", plain.After.Expected, 217.1, .05)
	within(t, "after, low", plain.After.Low, -29, .5)
	within(t, "after, high", plain.After.High, 106, .5)
	if len(x.Parts) < 5 || len(x.AddedUp) != 6 || math.Abs(x.AddedUp[5].Value-o.Effect.Value()) > 1e-9 {
		t.Errorf("%d parts, added up to %+v", len(x.Parts), x.AddedUp)
	}
}

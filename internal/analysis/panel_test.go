package analysis

import (
	"context"
	"testing"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

const costs = `date,kind,channel,label,cost,currency
2026-09-01,staff,,hours,3.30,CNY
`

// Revenue 167.00 − refunds 50.00 − goods 40.00 − spend 20.00 − costs 3.30 =
// 53.70, over 1 September only: costs are known no further.
func TestWaterfall(t *testing.T) {
	d := world{files: map[string]string{"spend": spend, "orders": orders, "costs": costs}}.data(t)
	panel := &ops.Panel{Type: "waterfall", Steps: []ops.Step{{Metric: "revenue"}, {Metric: "refunds", Minus: true}, {Metric: "cost_of_goods", Minus: true},
		{Metric: "cost", Minus: true}, {Metric: "other_cost", Minus: true}, {Total: true, Label: ops.Label{En: "Contribution"}}}}
	v := resolve(t, d, Params{From: "2026-09-01", To: "2026-09-02", Compare: "none"}, "cost")
	w, err := d.Waterfall(t.Context(), v, panel)
	if err != nil {
		t.Fatal(err)
	}
	// The 1st alone: 150 − 50 − 40 − 5 − 3.30 = 51.70.
	want := []Bar{{From: 0, To: 150}, {From: 150, To: 100}, {From: 100, To: 60}, {From: 60, To: 55}, {From: 55, To: 51.7}, {From: 0, To: 51.7}}
	if len(w.Bars) != len(want) || !w.Known {
		t.Fatalf("%d bars, known %v", len(w.Bars), w.Known)
	}
	for i, b := range w.Bars {
		if b.From != want[i].From || b.To != want[i].To {
			t.Errorf("bar %d goes from %v to %v, want %v to %v", i, b.From, b.To, want[i].From, want[i].To)
		}
	}
	is(t, "refunds", w.Bars[1].Value, -50)
	is(t, "contribution", w.Bars[5].Value, 51.7)
	if left := noteArgs(w.Remarks(), DaysLeftOut); len(left) != 1 || left[0][1] != 1 {
		t.Errorf("days left out: %v", left)
	}
	contribution := ask(t, d, whole(&View{Range: ops.Range{From: day(t, "2026-09-01"), To: day(t, "2026-09-02")}, Compare: NoCompare}),
		Query{Metrics: []string{"contribution"}})
	is(t, "the metric", contribution.Columns[0].Total.Value, 51.7)
}

// Where no order states its cost of goods, the panel is drawn before it: 150.00 −
// refunds 50.00 − spend 5.00, other costs never imported, = 95.00.
func TestWaterfallBeforeWhatNobodyStates(t *testing.T) {
	d := world{files: map[string]string{"spend": spend, "orders": `order_id,at,revenue,refund,currency
1,2026-09-01T08:00:00+08:00,100,50,CNY
2,2026-09-01T09:00:00+08:00,50,,CNY
`}}.data(t)
	panel := &ops.Panel{Type: "waterfall", Steps: []ops.Step{{Metric: "revenue"}, {Metric: "refunds", Minus: true}, {Metric: "cost_of_goods", Minus: true},
		{Metric: "cost", Minus: true}, {Metric: "other_cost", Minus: true}, {Total: true, Label: ops.Label{En: "Contribution"}}}}
	w, err := d.Waterfall(t.Context(), resolve(t, d, Params{From: "2026-09-01", To: "2026-09-01", Compare: "none"}, "cost"), panel)
	if err != nil || !w.Known {
		t.Fatal(w, err)
	}
	if goods := w.Bars[2]; goods.Value.State != ops.Pending || goods.From != 100 || goods.To != 100 {
		t.Errorf("cost of goods: %+v", goods)
	}
	is(t, "contribution", w.Bars[5].Value, 95)
	if !w.Bars[5].AtMost {
		t.Error("the contribution is at most 95: cost of goods is not taken off")
	}
}

// A total is an upper bound where one of two orders states no cost of goods, and none
// where both do: 150 − 40 = 110, then 150 − 40 − 20 = 90.
func TestWaterfallOfGoodsStatedInPart(t *testing.T) {
	for goods, want := range map[string]float64{"": 110, "20": 90} {
		d := world{files: map[string]string{"orders": `order_id,at,revenue,cost_of_goods,currency
1,2026-09-01T08:00:00+08:00,100,40,CNY
2,2026-09-01T09:00:00+08:00,50,` + goods + `,CNY
`}}.data(t)
		panel := &ops.Panel{Type: "waterfall", Steps: []ops.Step{{Metric: "revenue"}, {Total: true}, {Metric: "cost_of_goods", Minus: true}, {Total: true}}}
		w, err := d.Waterfall(t.Context(), resolve(t, d, Params{From: "2026-09-01", To: "2026-09-01", Compare: "none"}, "revenue"), panel)
		if err != nil || !w.Known {
			t.Fatal(w, err)
		}
		is(t, "after goods "+goods, w.Bars[3].Value, want)
		if w.Bars[1].AtMost || w.Bars[3].AtMost != (goods == "") {
			t.Errorf("at most: %v before goods, %v after them where the other order states %q", w.Bars[1].AtMost, w.Bars[3].AtMost, goods)
		}
	}
}

func TestSteps(t *testing.T) {
	d := world{files: map[string]string{"spend": spend, "events": `member,at,event
m1,2026-09-03T08:00:00+08:00,join
m2,2026-09-03T09:00:00+08:00,join
m1,2026-09-04T09:00:00+08:00,join
m1,2026-09-04T08:00:00+08:00,check_in
m2,2026-09-04T08:00:00+08:00,check_in
m3,2026-09-04T08:00:00+08:00,check_in
`}}.data(t)
	panel := &ops.Panel{Type: "steps", Steps: []ops.Step{{Metric: "impressions"}, {Metric: "clicks"}, {Metric: "acquired"},
		{Metric: "first_check_ins", Label: ops.Label{En: "First"}}}}
	v := resolve(t, d, Params{From: "2026-09-03", To: "2026-09-04"}, "cost")
	s, err := d.Steps(t.Context(), v, panel)
	if err != nil {
		t.Fatal(err)
	}
	is(t, "impressions", s.Steps[0].Value.Value, 5000)
	is(t, "clicks of impressions", s.Steps[1].FromPrevious.Value, 0.021)
	is(t, "clicks of impressions before", s.Steps[1].FromPrevious.Compare, 0.025)
	is(t, "not clicked", s.Steps[1].Lost, 4895)
	is(t, "first joins", s.Steps[2].Value.Value, 2)
	is(t, "joins of impressions", s.Steps[2].FromFirst.Value, 2.0/5000)
	is(t, "check-ins of joins", s.Steps[3].FromPrevious.Value, 1.5)
	isState(t, "of the first step", s.Steps[0].FromPrevious.Value, ops.NotApplicable)
	isState(t, "lost in a growing step", s.Steps[3].Lost, ops.NotApplicable)
	if s.Steps[2].Exceeds || !s.Steps[3].Exceeds || len(noteArgs(s.Remarks(), LaterExceeds)) != 1 {
		t.Errorf("three first check-ins after two joins are not flagged")
	}
	if s.Steps[3].FromPrevious.Interval.Known {
		t.Error("more than all has an interval")
	}
	// Joins begin on 3 September: there is nothing to compare with.
	isState(t, "joins before", s.Steps[2].Value.Compare, ops.NotApplicable)
}

func TestDrill(t *testing.T) {
	d := world{files: map[string]string{"spend": spend}}.data(t)
	panel := &ops.Panel{Type: "table", By: "channel", Drill: []string{"campaign", "keyword"}, Metrics: []string{"cost", "ctr"}, Metric: "ctr"}
	at := func(filter ...ops.Filter) *Breakdown {
		t.Helper()
		v := resolve(t, d, Params{From: "2026-09-03", To: "2026-09-04", Filter: filter}, "cost")
		b, err := d.Breakdown(t.Context(), v, panel)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	channel := ops.Filter{Dimension: "channel", Values: []string{"tieba"}}
	campaign := ops.Filter{Dimension: "campaign", Values: []string{"b"}}
	if b := at(); b.By != "channel" || b.Below != "campaign" || len(b.Path) != 0 || b.Main != 1 || b.Table.Groups[0].Values[0] != "search" {
		t.Errorf("at the top: %+v", b)
	}
	if b := at(channel); b.By != "campaign" || b.Below != "keyword" || len(b.Path) != 1 || len(b.Table.Groups) != 1 || b.Table.Groups[0].Values[0] != "b" {
		t.Errorf("in a channel: %+v", b)
	}
	if b := at(channel, campaign); b.By != "keyword" || b.Below != "" || len(b.Path) != 2 {
		t.Errorf("in a campaign: %+v", b)
	}
	two := ops.Filter{Dimension: "channel", Values: []string{"tieba", "search"}}
	if b := at(two); b.By != "channel" {
		t.Errorf("two channels picked: rows by %s", b.By)
	}
}

// daily answers growth from a table, in place of the engine.
type daily struct {
	engine.Snapshot
	growth engine.Growth
	asked  *engine.GrowthQuery
}

func (d daily) Growth(_ context.Context, q engine.GrowthQuery) (*engine.Growth, error) {
	*d.asked = q
	return &d.growth, nil
}

const checkIns = `member,at,event
m1,2026-09-01T06:00:00+08:00,check_in
m2,2026-09-01T06:00:00+08:00,check_in
m1,2026-09-02T06:00:00+08:00,check_in
m1,2026-09-03T06:00:00+08:00,check_in
m1,2026-09-04T06:00:00+08:00,check_in
m1,2026-09-05T06:00:00+08:00,check_in
m1,2026-09-06T06:00:00+08:00,check_in
m2,2026-09-06T06:00:00+08:00,check_in
m3,2026-09-06T06:00:00+08:00,check_in
m1,2026-09-07T06:00:00+08:00,check_in
m1,2026-09-08T06:00:00+08:00,check_in
m2,2026-09-08T06:30:00+08:00,check_in
m3,2026-09-08T07:00:00+08:00,check_in
m4,2026-09-08T21:00:00+08:00,check_in
`

// Tuesday 8 September has 4 check-ins, Tuesday the 1st had 2; the seven days
// before had 2 1 1 1 1 3 1, their median is 1.
func TestToday(t *testing.T) {
	d := world{files: map[string]string{"events": checkIns}}.data(t)
	var asked engine.GrowthQuery
	d.Snapshot = daily{d.Snapshot, engine.Growth{Buckets: []engine.GrowthBucket{{New: 1, Retained: 1, Resurrected: 2, Active: 4, State: engine.Complete}}}, &asked}
	panel := &ops.Panel{Type: "checkins_today", Metric: "check_ins", Event: "check_in"}
	v := resolve(t, d, Params{Range: "7d"}, "check_ins")
	today, err := d.Today(t.Context(), v, panel)
	if err != nil {
		t.Fatal(err)
	}
	if today.Day != day(t, "2026-09-08") || len(today.Points) != 8 {
		t.Errorf("the day is %s with %d points", today.Day, len(today.Points))
	}
	is(t, "today", today.Value, 4)
	is(t, "against last week", today.LastWeek.Delta.Relative, 1)
	is(t, "the median", today.Median.Compare, 1)
	is(t, "against the median", today.Median.Delta.Absolute, 3)
	if *today.Split != (Split{Active: 4, New: 1, Returning: 1, ComeBack: 2}) {
		t.Errorf("split: %+v", today.Split)
	}
	if asked.Event.Event != "check_in" || asked.Range != (ops.Range{From: today.Day, To: today.Day + 1}) || asked.Through != today.Day {
		t.Errorf("asked %+v", asked)
	}
	if today.Live != nil {
		t.Error("nothing is under way")
	}

	// The 8th is under way: complete is the 7th; by 21:00 last Tuesday had 2.
	w := world{files: map[string]string{"events": checkIns}}
	w.declared = []ops.Source{{Record: "events", Through: day(t, "2026-09-07")}}
	d = w.data(t)
	d.Snapshot = daily{d.Snapshot, engine.Growth{}, &asked}
	v = resolve(t, d, Params{Range: "7d"}, "check_ins")
	if today, err = d.Today(t.Context(), v, panel); err != nil {
		t.Fatal(err)
	}
	is(t, "the 7th", today.Value, 1)
	if l := today.Live; l == nil || l.Day != day(t, "2026-09-08") || l.Rows != 4 || l.LastWeek != 2 || l.Hour != 21 || l.Minute != 0 {
		t.Errorf("live: %+v", l)
	} else {
		is(t, "so far", l.Value, 4)
	}
}

func TestGrowth(t *testing.T) {
	d := world{files: map[string]string{"events": checkIns}}.data(t)
	var asked engine.GrowthQuery
	d.Snapshot = daily{d.Snapshot, engine.Growth{Buckets: []engine.GrowthBucket{
		{New: 5, Retained: 3, Resurrected: 1, Churned: 2, Active: 9, State: engine.Complete},
		{New: 1, PreExisting: 2, Retained: 4, Churned: 5, Active: 7, State: engine.Complete},
		{New: 1, Active: 1, Churned: 6, State: engine.Partial},
	}}, &asked}
	v := resolve(t, d, Params{Range: "7d"}, "check_ins")
	g, err := d.Growth(t.Context(), v, &ops.Panel{Type: "growth", Event: "check_in"})
	if err != nil {
		t.Fatal(err)
	}
	if g.Buckets[0].Net != 4 || g.Buckets[1].Net != -2 {
		t.Errorf("net %d and %d", g.Buckets[0].Net, g.Buckets[1].Net)
	}
	is(t, "quick ratio", g.Buckets[0].Quick, 3)
	isState(t, "quick ratio so far", g.Buckets[2].Quick, ops.Pending)
	is(t, "quick ratio of both", g.Total.Quick, 1) // (6 + 1) ÷ 7
	if g.Total.Net != 2 || g.Total.LeftOut != 1 || g.Total.Buckets != 2 {
		t.Errorf("total: %+v", g.Total)
	}
	if asked.Period != ops.Daily || asked.Through != day(t, "2026-09-08") || asked.Range != v.Range {
		t.Errorf("asked %+v", asked)
	}
	v.HideOpen = true
	if g, err = d.Growth(t.Context(), v, &ops.Panel{Type: "growth", Event: "check_in", Period: "week"}); err != nil || len(g.Buckets) != 2 ||
		asked.Period != ops.Weekly {
		t.Errorf("%d buckets by %s (%v)", len(g.Buckets), asked.Period, err)
	}
}

// 26 weeks to Tuesday 8 September begin within the week of Monday 9 March.
func TestCalendarAndHours(t *testing.T) {
	d := world{files: map[string]string{"events": checkIns}}.data(t)
	v := resolve(t, d, Params{Range: "7d"}, "check_ins")
	c, err := d.CalendarDays(t.Context(), v, &ops.Panel{Type: "calendar", Metric: "check_ins"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Days[0].Day != day(t, "2026-03-09") || c.Days[len(c.Days)-1].Day != day(t, "2026-09-08") || len(c.Days) != 184 {
		t.Errorf("%d days from %s", len(c.Days), c.Days[0].Day)
	}
	if c.Best.Day != day(t, "2026-09-08") || c.Best.Rank != 4 || c.Days[182].Rank != 2 {
		t.Errorf("best %+v; 1 of 4 has rank %d", c.Best, c.Days[182].Rank)
	}
	isState(t, "a day before the data", c.Days[0].Value.Value, ops.Pending)
	// Tuesdays have 2 and 4, the only Sunday 3.
	if c.Busiest == nil || c.Busiest.Mean != 3 {
		t.Errorf("busiest: %+v", c.Busiest)
	}
	if len(noteArgs(c.Remarks(), LongerThanRange)) != 1 {
		t.Error("nobody says that the calendar is longer than the range")
	}

	// 2 to 8 September: Sunday 3 at 6; Tuesday 2 at 6, 1 at 7, 1 at 21; five others at 6.
	h, err := d.Hours(t.Context(), v, &ops.Panel{Type: "weekday_hour", Event: "check_in"})
	if err != nil {
		t.Fatal(err)
	}
	if h.Total != 12 || h.Counts[0][6] != 3 || h.Counts[2][6] != 2 || h.Minutes[2][21*60] != 1 || h.Share[2][6] != 0.5 {
		t.Errorf("total %d, Sunday at 6 %d, Tuesday at 6 %d", h.Total, h.Counts[0][6], h.Counts[2][6])
	}
	if *h.Peak != (Peak{Hour: 6, Rows: 10, Share: 10.0 / 12}) || h.Weekend.Rows != 4 || h.Weekday.Rows != 6 {
		t.Errorf("peaks: %+v %+v %+v", h.Peak, h.Weekend, h.Weekday)
	}
}

func TestFreshness(t *testing.T) {
	d := world{files: map[string]string{"spend": spend}, declared: []ops.Source{
		{Record: "spend", Name: "tieba", Through: 20699}, {Record: "costs", Through: 20700},
		{Record: "spend", Name: "old", Through: 20600, RetiredBy: "Mei"}}}.data(t)
	got := d.Freshness(20702)
	var names []string
	for _, s := range got {
		names = append(names, s.Name)
	}
	// 4 September is 20700.
	if len(got) != 4 || names[0] != "tieba" || got[0].Behind != 1 || got[0].Stale != Old || got[1].Stale != Current || !got[3].Retired() ||
		got[3].Stale != Current || got[3].Behind != 100 {
		t.Errorf("got %+v", got)
	}
	// Over 7 days it is very old, unless its own rhythm is a slower one.
	for _, x := range []struct {
		age, every int
		want       Staleness
	}{{2, 0, Current}, {3, 0, Old}, {7, 0, Old}, {8, 0, VeryOld}, {45, 30, Old}, {46, 30, VeryOld}, {8, 1, VeryOld}} {
		if got := staleness(ops.Source{Every: x.every}, x.age); got != x.want {
			t.Errorf("%+v: %d", x, got)
		}
	}
}

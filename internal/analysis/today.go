package analysis

import (
	"context"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Today is the state of a daily activity: the last complete day of the range
// against the same weekday a week before and against the median of the seven
// days before it, and the day under way.
type Today struct {
	Metric   *ops.Metric
	Known    bool    // there is a complete day
	Day      ops.Day // the last complete one
	Value    ops.Value
	LastWeek Figure             // Value against the same weekday last week
	Median   Figure             // Value against the median of the 7 days before
	Split    *Split             // nil when the panel names no activity
	Query    engine.GrowthQuery // behind Split
	Live     *Live              // nil when no row is later than the watermark, or the range ends before it
	Days     []Bucket
	Points   []Figure // the 8 days that end with Day, oldest first
	notes    []Note
}

// Split divides the members active on a day. They add up to Active.
type Split struct {
	Active      int
	New         int // first ever
	PreExisting int // first seen while tracking began
	Returning   int // active the day before, too
	ComeBack    int // active before, but not the day before
}

// Live is the day under way: what has arrived so far, and how many rows had
// come by the same minute on the same weekday last week. It is compared with
// nothing else (R2).
type Live struct {
	Day            ops.Day
	Value          ops.Value // of the metric, so far
	Hour, Minute   int       // local time of the latest row
	Rows, LastWeek int64     // rows up to that minute, then and now
}

// Today answers a panel of type checkins_today.
func (d Data) Today(ctx context.Context, v *View, p *ops.Panel) (*Today, error) {
	metrics, err := d.Lookup([]string{p.Metric})
	if err != nil {
		return nil, err
	}
	m := metrics[0]
	none := Figure{Value: pending, Compare: notApplicable, Delta: noDelta}
	out := &Today{Metric: m, Value: pending, LastWeek: none, Median: none}
	if v.Range.Len() == 0 {
		return out, nil
	}
	s := d.coverage(v, m)
	out.notes = append(d.sourceNotes(v, metrics), s.notes...)
	if s.known {
		out.notes = append(out.notes, leftOut(metrics, []int{v.Range.Len() - s.complete.Len()})...)
	}
	if !s.known || s.complete.Len() == 0 {
		return out, nil
	}
	out.Known, out.Day = true, s.complete.Last()
	week := &View{Range: ops.Range{From: out.Day - 7, To: out.Day + 1}, Grain: ops.Daily, Compare: NoCompare, Filter: v.Filter}
	t, err := d.Metrics(ctx, week, Query{Metrics: []string{m.Name}})
	if err != nil {
		return nil, err
	}
	out.Days, out.Points = t.Buckets, t.Columns[0].ByBucket
	out.Value = out.Points[7].Value
	out.LastWeek = judge(m, out.Value, out.Points[0].Value, false)
	out.Median = judge(m, out.Value, median(out.Points[:7]), false)
	if p.Event == "" {
		return out, nil
	}
	out.Query = engine.GrowthQuery{Event: engine.Activity{Event: p.Event}, Period: ops.Daily, Range: ops.Range{From: out.Day, To: out.Day + 1}, Filter: v.Filter,
		Through: out.Day}
	if out.Split, err = d.split(ctx, out.Query); err != nil {
		return nil, err
	}
	if live := d.Snapshot.Days("events").Last(); live == out.Day+1 && live == v.Latest+1 && v.Range.Has(out.Day) {
		if out.Live, err = d.live(ctx, v, p.Event, m, live); err != nil && ops.CodeOf(err) != "few_people" {
			return nil, err
		}
	}
	return out, nil
}

// median returns the median of the figures; pending if one is not known.
func median(figures []Figure) ops.Value {
	numbers := make([]float64, len(figures))
	for i, f := range figures {
		if f.State != ops.Known {
			return ops.Value{State: f.State}
		}
		numbers[i] = f.Number
	}
	mid, ok := calc.Median(numbers)
	if !ok {
		return notApplicable
	}
	return ops.Value{Number: mid, Num: mid}
}

func (d Data) split(ctx context.Context, q engine.GrowthQuery) (*Split, error) {
	g, err := d.Snapshot.Growth(ctx, q)
	if ops.CodeOf(err) == "few_people" { // who asks may not see it
		return nil, nil
	}
	if err != nil || len(g.Buckets) == 0 {
		return nil, err
	}
	b := g.Buckets[len(g.Buckets)-1]
	return &Split{Active: b.Active, New: b.New, PreExisting: b.PreExisting, Returning: b.Retained, ComeBack: b.Resurrected}, nil
}

func (d Data) live(ctx context.Context, v *View, event string, m *ops.Metric, day ops.Day) (*Live, error) {
	t, err := d.Metrics(ctx, &View{Range: ops.Range{From: day, To: day + 1}, Grain: ops.Daily, Compare: NoCompare, Filter: v.Filter},
		Query{Metrics: []string{m.Name}})
	if err != nil {
		return nil, err
	}
	now, err := d.minutes(ctx, event, day, v.Filter)
	if err != nil {
		return nil, err
	}
	before, err := d.minutes(ctx, event, day-7, v.Filter)
	if err != nil {
		return nil, err
	}
	out := &Live{Day: day, Value: t.Columns[0].ByBucket[0].Value}
	latest := -1
	for i, n := range now {
		if n > 0 {
			latest = i
		}
	}
	for i := 0; i <= latest; i++ {
		out.Rows += now[i]
		out.LastWeek += before[i]
	}
	clock := (latest + d.dayStart()) % 1440
	out.Hour, out.Minute = clock/60, clock%60
	return out, nil
}

// minutes counts the rows of an ops day by minute since its start.
func (d Data) minutes(ctx context.Context, event string, day ops.Day, filter []ops.Filter) ([]int64, error) {
	counts, err := d.Snapshot.HourMinutes(ctx, event, ops.Range{From: day, To: day + 1}, filter)
	if err != nil {
		return nil, err
	}
	out := make([]int64, 1440)
	for _, weekday := range counts {
		for i, n := range weekday {
			out[(i+1440-d.dayStart())%1440] += n
		}
	}
	return out, nil
}

// dayStart returns the minutes after midnight at which ops days begin.
func (d Data) dayStart() int { return int(d.Calendar.DayStart.Minutes()) }

// Frame has one row for each of the eight days.
func (t *Today) Frame() *ops.Frame {
	days := make([]ops.Day, len(t.Days))
	for i, b := range t.Days {
		days[i] = b.Days.From
	}
	return dayFrame(days, inProgress(t.Points), ops.ValueColumn{Name: t.Metric.Name, Label: t.Metric.Label, Unit: t.Metric.Unit, Values: values(t.Points)})
}

// Remarks implements Result.
func (t *Today) Remarks() []Note { return t.notes }

package analysis

import (
	"context"
	"slices"

	"daybreak/internal/ops"
)

// Against is a panel as a whole beside the comparison (SPEC-LOOP §0.6): what it
// comes down to on the days that are over, and on as many of the comparison.
type Against struct {
	Days, Before ops.Range
	Begins       ops.Day // if not 0, the data begins only then, later than Before: nothing is compared
	Apart        bool    // the days compared with do not follow each other: nothing is compared
	Figures      []AgainstFigure
}

// AgainstFigure is one of the figures a panel comes down to.
type AgainstFigure struct {
	Headline
	Figure
	Metric *ops.Metric // that it is the total of; nil for what is no metric
}

// SetAgainst compares panel p on view v; nil without a comparison, and where the
// panel's own figures carry theirs. now is the panel's answer on v.
func SetAgainst(ctx context.Context, d Data, v *View, p *ops.Panel, now Result) (*Against, error) {
	_, metrics := now.(ofMetrics)
	if _, ok := now.(headlined); !ok && !metrics {
		return nil, nil
	}
	if v.Compare == NoCompare || v.Range.Len() == 0 || metrics && len(PanelMetrics(p)) == 0 {
		return nil, nil
	}
	cut, begins := *v, ops.Day(0)
	cut.HideOpen = true
	over := ops.Range{From: ops.MinDay, To: ops.MaxDay}
	for _, r := range comparedRecords(d, p) {
		through, ok := d.watermark(r, v.Filter)
		if !ok {
			return nil, nil
		}
		over.To = min(over.To, through+1)
		begins = max(begins, d.Snapshot.Days(r).From)
	}
	cut.Range = cut.Range.And(over)
	cut.CompareRange = v.Past(cut.Range)
	if x, ok := now.(periodic); ok && (x.period() == ops.Weekly || x.period() == ops.Monthly) {
		cut.Range, cut.CompareRange = wholePeriods(d.Calendar, v, over.To, x.period())
	}
	if cut.Range.Len() == 0 || cut.CompareRange.Len() == 0 {
		return nil, nil
	}
	out := &Against{Days: cut.Range, Before: cut.CompareRange}
	if out.Before.From < begins {
		out.Begins = begins
		return out, nil
	}
	if out.Apart = !metrics && !v.Together(cut.Range); out.Apart {
		return out, nil
	}
	var err error
	if metrics {
		out.Figures, err = metricsAgainst(ctx, d, &cut, p)
		return out, err
	}
	out.Figures, err = headlinesAgainst(ctx, d, v, &cut, p, now)
	return out, err
}

// ofMetrics is a result that shows metrics without their comparison.
type ofMetrics interface{ comparesMetrics() }

// periodic is a result that counts whole periods, "" if its days are rolling.
type periodic interface{ period() ops.Grain }

// wholePeriods returns the whole weeks or months that share a day with the range
// of v and end before over, and as many that they are compared with: those before
// them, or the last of the other dates.
func wholePeriods(c ops.Calendar, v *View, over ops.Day, g ops.Grain) (now, before ops.Range) {
	end := c.Bucket(v.Range.Last(), g).To
	for end > over {
		end = c.Bucket(end-1, g).From
	}
	now = ops.Range{From: c.Bucket(v.Range.From, g).From, To: end}
	if now.Len() <= 0 {
		return ops.Range{}, ops.Range{}
	}
	last := now.From
	if v.Compare != Previous && v.Compare != Weekdays {
		past := v.Past(now)
		if past.Len() == 0 {
			return now, ops.Range{}
		}
		if last = c.Bucket(past.Last(), g).To; last > past.To {
			last = c.Bucket(past.Last(), g).From
		}
	}
	before.To, before.From = last, last
	for range c.Buckets(now, g) {
		before.From = c.Bucket(before.From-1, g).From
	}
	return now, before
}

// comparedRecords returns the records whose days bound the comparison of a panel.
func comparedRecords(d Data, p *ops.Panel) []string {
	if record := follows(p.Type); record != "" {
		return []string{record}
	}
	return slices.DeleteFunc(d.panelRecords(p), func(r string) bool { return d.Snapshot.Days(r).Len() == 0 })
}

// metricsAgainst compares the totals of a panel's metrics.
func metricsAgainst(ctx context.Context, d Data, v *View, p *ops.Panel) ([]AgainstFigure, error) {
	names := PanelMetrics(p)
	t, err := d.Metrics(ctx, whole(v), Query{Metrics: names})
	if err != nil {
		return nil, err
	}
	var out []AgainstFigure
	for _, c := range t.Columns {
		h := Headline{Name: c.Metric.Name, Label: c.Metric.Label, Unit: c.Metric.Unit, Good: c.Metric.Good, Value: c.Total.Value}
		out = append(out, AgainstFigure{h, c.Total, c.Metric})
	}
	return out, nil
}

// headlinesAgainst asks for the panel on both ranges and sets what they come down
// to side by side.
func headlinesAgainst(ctx context.Context, d Data, v, cut *View, p *ops.Panel, now Result) ([]AgainstFigure, error) {
	var err error
	all := *p
	if _, sheet := now.(*Sheet); sheet {
		all.Limit = 0
	}
	if cut.Range != v.Range || all.Limit != p.Limit {
		if now, err = d.Panel(ctx, cut, &all); err != nil {
			return nil, err
		}
	}
	past := *cut
	past.Range, past.CompareRange, past.Compare = cut.CompareRange, ops.Range{}, NoCompare
	before, err := d.Panel(ctx, &past, &all)
	if err != nil {
		return nil, err
	}
	values := map[string]ops.Value{}
	if b, ok := before.(headlined); ok {
		for _, h := range b.headlines() {
			values[h.Name] = h.Value
		}
	}
	current, ok := now.(headlined)
	if !ok {
		return nil, nil
	}
	var out []AgainstFigure
	told := map[string]bool{}
	add := func(h Headline, now, was ops.Value) {
		m := &ops.Metric{Unit: h.Unit, Good: h.Good, Proportion: h.Proportion}
		out, told[h.Name] = append(out, AgainstFigure{h, judge(m, now, was, false), nil}), true
	}
	for _, h := range current.headlines() {
		was, there := values[h.Name]
		if !there {
			was = notApplicable
		}
		add(h, h.Value, was)
	}
	if b, ok := before.(headlined); ok { // what there is no longer
		for _, h := range b.headlines() {
			if !told[h.Name] && len(out) < mostHeadlines {
				add(h, notApplicable, h.Value)
			}
		}
	}
	return out, nil
}

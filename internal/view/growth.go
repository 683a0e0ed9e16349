package view

import (
	"fmt"

	"daybreak/internal/analysis"
	"daybreak/internal/chart"
	"daybreak/internal/engine"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

func (b activityPanel) growth(p *ops.Panel, r *analysis.Growth) (*Chart, error) {
	if len(r.Buckets) == 0 {
		return nil, nil
	}
	t := &b.T.Panel
	buckets := make([]analysis.Bucket, len(r.Buckets))
	first := len(r.Buckets)
	column := func(of func(analysis.GrowthBucket) int) []ops.Value {
		out := make([]ops.Value, len(r.Buckets))
		for i, k := range r.Buckets {
			out[i] = k.Count(of(k))
		}
		return out
	}
	for i, k := range r.Buckets {
		buckets[i] = k.Bucket
		if k.InProgress {
			first = min(first, i)
		}
	}
	grain := b.View.Grain
	if p.Period != "" {
		grain = ops.Grain(p.Period)
	}
	c := chart.Columns{Axis: b.axis(buckets, grain, first), Unit: ops.UnitCount, NetName: t.Net, Net: column(func(k analysis.GrowthBucket) int { return k.Net })}
	out := b.chart(p, fmt.Sprintf(t.GrowthSummary, Whole(r.Total.New+r.Total.PreExisting), Whole(r.Total.Resurrected), Whole(r.Total.Churned), Whole(r.Total.Net)))
	who := engine.PeopleQuery{Growth: &r.Query}
	if r.Query.Rolling > 0 { // the last window that is over
		for _, k := range r.Buckets {
			if !k.InProgress {
				who.Start = k.Days.From
			}
		}
	}
	for _, s := range []struct {
		name, colour, class, kind string
		loss                      bool
		total                     int
		of                        func(analysis.GrowthBucket) int
	}{
		{t.New, "$c1", "c1", "first", false, r.Total.New + r.Total.PreExisting, func(k analysis.GrowthBucket) int { return k.New + k.PreExisting }},
		{t.Resurrected, "$c6", "c6", "resurrected", false, r.Total.Resurrected, func(k analysis.GrowthBucket) int { return k.Resurrected }},
		{t.Churned, "$neg", "neg", "churned", true, r.Total.Churned, func(k analysis.GrowthBucket) int { return k.Churned }},
	} {
		c.Stacks = append(c.Stacks, chart.Stack{Name: s.name, Colour: s.colour, Loss: s.loss, Values: column(s.of)})
		total := b.people(s.total, with(who, s.kind, 0))
		if s.loss {
			total.Text = Whole(-s.total)
		}
		out.Legend = append(out.Legend, Legend{Class: s.class, Name: s.name, Total: total.Text, Href: total.Href})
	}
	out.Legend = append(out.Legend, Legend{Class: "line ink", Name: t.Net, Total: Whole(r.Total.Net)})
	out.Tall = true
	b.mark(p, out, &c.Axis, daysOf(buckets))
	var err error
	out.Option, err = c.Option()
	return out, err
}

func (b activityPanel) growthFacts(r *analysis.Growth) []Fact {
	if len(r.Buckets) == 0 {
		return nil
	}
	t := &b.T.Panel
	mau := Fact{Value: b.Value(ops.Value{State: ops.Pending}, ops.UnitCount), Text: t.MAU}
	for _, k := range r.Buckets { // at the end of the last one that is over
		if !k.InProgress {
			mau = b.peopleFact(k.MAU, t.MAU, activeOn(r.Query, k.Days.Last(), 30))
		}
	}
	return []Fact{
		{Value: i18n.Decimal(float64(r.Total.Net), 0, 0), Text: t.Net},
		{Value: b.Value(r.Total.Quick, ops.UnitTimes), Text: t.QuickRatio},
		mau,
	}
}

// growthFigures has one row per bucket; every count opens its members.
func (b activityPanel) growthFigures(p *ops.Panel, g *analysis.Growth) *Table {
	t := &b.T.Panel
	out := &Table{Caption: b.Label(p.Title), Head: []Head{{Text: t.Bucket}}, Cut: len(g.Buckets) > tableRows}
	for _, text := range []string{t.New, t.PreExisting, t.Retained, t.Resurrected, t.Churned, t.Active, t.QuickRatio} {
		out.Head = append(out.Head, Head{Text: text, Number: true})
	}
	for _, k := range g.Buckets[max(0, len(g.Buckets)-tableRows):] {
		row := Row{Name: b.bucketTitle(k.Days), Days: k.Days, Open: k.InProgress}
		for _, c := range []struct {
			n    int
			kind string
		}{{k.New, "new"}, {k.PreExisting, "pre_existing"}, {k.Retained, "retained"}, {k.Resurrected, "resurrected"}, {k.Churned, "churned"}, {k.Active, "active"}} {
			row.Cells = append(row.Cells, b.peopleOf(k.Count(c.n), engine.PeopleQuery{Growth: &g.Query, Start: k.Days.From, Kind: c.kind}))
		}
		row.Cells = append(row.Cells, b.cell(k.Quick, ops.UnitTimes))
		out.Rows = append(out.Rows, row)
	}
	return out
}

func drawGrowth(b Page, p *ops.Panel, r *analysis.Growth, out *Panel) (err error) {
	x := activityPanel{b}
	out.Facts, out.Figures = x.growthFacts(r), x.growthFigures(p, r)
	out.Chart, err = x.growth(p, r)
	return err
}

package monthly

import (
	"context"
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/tell"
	"daybreak/internal/view"
)

// Basis is what reports are written from: one snapshot and what users wrote.
type Basis struct {
	World       loop.World
	Targets     []ops.Target
	Reports     []ops.Report
	Commitments []ops.Commitment
}

// Read returns the basis of a snapshot on a day.
func Read(ctx context.Context, book loop.Book, d analysis.Data, today ops.Day) (b Basis, err error) {
	if b.World, err = book.World(ctx, d, today); err != nil {
		return b, err
	}
	if b.Targets, err = book.Plans.Targets(ctx); err != nil {
		return b, err
	}
	if b.Reports, err = book.Reports.All(ctx); err != nil {
		return b, err
	}
	b.Commitments, err = book.Reports.Commitments(ctx)
	return b, err
}

// Template is a new report of a month with every part.
func Template(month ops.Day) ops.Report {
	r := ops.Report{Month: month, Edition: 1}
	for _, name := range ops.ReportParts() {
		r.Parts = append(r.Parts, ops.ReportPart{Name: name})
	}
	return r
}

// maker writes one report.
type maker struct {
	Basis
	report   ops.Report
	view     *analysis.View // of the month, compared with the one before
	figures  []Figure
	outcomes []loop.Outcome // of the tries of the month; nil: not asked for yet
}

// teller writes the blocks of a part in a language, of what was asked before.
type teller func(w words) []Block

// part is a part of the template: the metrics and other records it needs, and
// what asks for them.
type part struct {
	name    string
	metrics []string
	records []string
	ask     func(m *maker, ctx context.Context) (teller, error)
}

// template is the template of reports.
func template() []part {
	return []part{
		{ops.PartSummary, headlines(), nil, (*maker).summary},
		{ops.PartPlan, nil, nil, (*maker).plan},
		{ops.PartMoved, []string{newMembers, "revenue", "quantity", "paid_cpa"}, nil, (*maker).moved},
		{ops.PartChannels, channelMetrics(), nil, (*maker).channels},
		{ops.PartCommunity, nil, []string{"events"}, (*maker).community},
		{ops.PartContent, nil, []string{"posts"}, (*maker).content},
		{ops.PartChallenge, habitMetrics(), nil, (*maker).challenge},
		{ops.PartTries, nil, nil, (*maker).tries},
		{ops.PartNext, nil, nil, (*maker).next},
	}
}

// Make writes a report as the record is now.
func Make(ctx context.Context, b Basis, r ops.Report) (*Content, error) {
	m := &maker{Basis: b, report: r}
	v, err := b.World.Resolve(analysis.Params{From: r.Days().From.String(), To: r.Days().Last().String(), Compare: string(analysis.Month),
		Grain: string(ops.Whole)}, analysis.Scope{Grain: ops.Whole})
	if err != nil {
		return nil, err
	}
	m.view = v
	type told struct {
		ops.ReportPart
		tell teller
	}
	var parts []told
	template := template()
	for _, p := range r.Parts {
		i := slices.IndexFunc(template, func(x part) bool { return x.name == p.Name })
		if p.Out || i < 0 {
			continue
		}
		t, err := template[i].ask(m, ctx)
		if err != nil {
			return nil, err
		}
		parts = append(parts, told{p, t})
	}
	tiles, err := m.headlines(ctx)
	if err != nil {
		return nil, err
	}
	out := &Content{Month: r.Name(), Edition: r.Edition, Definitions: b.World.Catalog.Digest, Record: b.World.Snapshot.Version(), Currency: b.World.Currency,
		Sources: m.sources(), Behind: m.behind(), Papers: map[string]*Paper{}}
	for _, lang := range []i18n.Lang{i18n.Zh, i18n.En} {
		w := m.words(lang)
		p := &Paper{Lang: string(lang), Title: w.sprintf(w.t.Heading, w.month(m.report.Month)), Cover: m.cover(w, out), Tiles: w.tiles(tiles)}
		for _, x := range parts {
			p.Parts = append(p.Parts, Part{Name: x.Name, Title: w.t.Part(x.Name), Blocks: x.tell(w), Owner: x.Owner, Text: x.Text})
		}
		p.Parts = append(p.Parts, Part{Name: "appendix", Title: w.t.Appendix, Blocks: m.appendix(w, out)})
		out.Papers[string(lang)] = p
	}
	out.Figures = slices.CompactFunc(m.figures, func(a, b Figure) bool { return a == b })
	return out, nil
}

// publish keeps a figure that the report states.
func (m *maker) publish(metric, scope string, days ops.Range, v ops.Value) {
	if v.State != ops.Known || days.Len() == 0 {
		return
	}
	f := Figure{Metric: metric, Scope: scope, From: days.From.String(), To: days.Last().String(), Value: v.Number, Num: v.Num, Den: v.Den}
	if !slices.Contains(m.figures, f) {
		m.figures = append(m.figures, f)
	}
}

// ask returns those of the metrics that are defined, over the month and the one
// before; nil where none is.
func (m *maker) ask(ctx context.Context, by []string, names ...string) (*analysis.Table, error) {
	names = slices.DeleteFunc(names, func(name string) bool { _, ok := m.World.Catalog.Metric(name); return !ok })
	if len(names) == 0 {
		return nil, nil
	}
	return m.World.Metrics(ctx, m.view, analysis.Query{Metrics: names, By: by, Limit: mostRows})
}

// mostRows is how many rows a table has at most.
const mostRows = 30

// words writes the report in one language.
type words struct {
	tell.Words
	t *i18n.Report
	m *maker
}

func (m *maker) words(lang i18n.Lang) words {
	w := tell.Words{Writer: view.Writer{Lang: lang, T: i18n.In(lang), Currency: m.World.Currency, Catalog: m.World.Catalog}}
	return words{w, &w.T.Report, m}
}

package web

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// provenanceWriter writes where figures come from.
type provenanceWriter struct {
	view.Writer
	site   *Server
	c      echo.Context
	d      analysis.Data
	params analysis.Params
}

// resolve finds the range and filters that are asked about.
func (w provenanceWriter) resolve(page *ops.Page, metrics []*ops.Metric) (*analysis.View, error) {
	p := w.params
	p.Metric, p.Compare = "", string(analysis.NoCompare)
	if page != nil {
		return w.d.Resolve(p, w.d.PageScope(page))
	}
	p.Grain = string(ops.Whole)
	return w.d.Resolve(p, w.d.MetricScope(metrics))
}

// metric writes where a figure of a metric comes from.
func (w provenanceWriter) metric(ctx context.Context, v *provenanceView, page *ops.Page, name string) error {
	metrics, err := w.d.Lookup([]string{name})
	if err != nil {
		return err
	}
	asked, err := w.resolve(page, metrics)
	if err != nil {
		return err
	}
	tracer, err := w.site.Tracer(ctx, w.c)
	if err != nil {
		return err
	}
	m := metrics[0]
	p, err := analysis.Trace(ctx, w.d, asked, m, tracer, frame.PrincipalOf(w.c).Role.SeesMembers())
	if err != nil {
		return err
	}
	t := &w.T.Provenance
	v.Name, v.Definition, v.Days = w.Label(m.Label), w.Label(m.Definition), w.Days(asked.Range)
	v.Figure = w.Value(p.Column.Total.Value, m.Unit)
	if p.Column.Total.AtMost {
		v.Figure = fmt.Sprintf(t.AtMost, v.Figure)
	}
	if len(m.Num)+len(m.Den) > 1 || m.Scale != 1 {
		v.Formula, v.Worked = p.Formula(w.d.Catalog, w.Label), w.worked(p)
	}
	v.Filters = w.filters(asked)
	for _, n := range p.Notes {
		v.Left = append(v.Left, w.NoteText(n))
	}
	if c := p.Column.Complete; c.Len() > 0 && c != asked.Range {
		v.Left = append(v.Left, fmt.Sprintf(t.CompleteDays, w.Days(c)))
	}
	var records []string
	for h, half := range p.Halves {
		for _, x := range half {
			sum, err := w.sum(ctx, p, x, h, asked)
			if err != nil {
				return err
			}
			v.Sums = append(v.Sums, sum)
			records = append(records, x.Measure.Record)
		}
	}
	v.Kept = w.sources(records)
	v.CSV = ask.Href("/api/v1/provenance", w.apiQuery(m, asked, "csv"))
	return nil
}

// apiQuery is the address of the same question of programs.
func (w provenanceWriter) apiQuery(m *ops.Metric, v *analysis.View, format string) url.Values {
	q := url.Values{"metric": {m.Name}, "from": {v.Range.From.String()}, "to": {v.Range.Last().String()}, "format": {format}}
	if f := ask.Conditions(v.Filter); len(f) > 0 {
		q["filter"] = f
	}
	if w.params.AsOf != "" {
		q.Set(frame.AsOf, w.params.AsOf)
	}
	return q
}

// worked writes the formula with its numbers.
func (w provenanceWriter) worked(p *analysis.Provenance) string {
	var halves []string
	for _, half := range p.Halves {
		out := ""
		for i, x := range half {
			value := w.Value(x.Value, w.unit(x.Measure))
			switch {
			case x.Sign < 0:
				out += " − " + value
			case i > 0:
				out += " + " + value
			default:
				out += value
			}
		}
		if len(half) > 1 && len(p.Halves) > 1 {
			out = "(" + out + ")"
		}
		halves = append(halves, strings.TrimSpace(out))
	}
	out := strings.Join(halves, " ÷ ")
	if s := p.Column.Metric.Scale; s != 1 && out != "" {
		out = i18n.Decimal(s, 0, 6) + " × " + out
	}
	return out
}

// unit is that of a sum.
func (w provenanceWriter) unit(m *ops.Measure) ops.Unit {
	if m.Money {
		return ops.UnitMoney
	}
	return ops.UnitNumber
}

// filters are the conditions that rows met, in words.
func (w provenanceWriter) filters(v *analysis.View) []string {
	var out []string
	for _, f := range v.Filter {
		var values []string
		for _, x := range f.Values {
			values = append(values, w.Group(x, 0))
		}
		is := w.T.Provenance.Is
		if f.Not {
			is = w.T.Provenance.IsNot
		}
		out = append(out, fmt.Sprintf(is, w.Dimension(f.Dimension), strings.Join(values, w.T.Plan.Comma)))
	}
	return out
}

// sum writes one sum of a formula.
func (w provenanceWriter) sum(ctx context.Context, p *analysis.Provenance, x analysis.Addend, half int, v *analysis.View) (sumView, error) {
	t, unit := &w.T.Provenance, w.unit(x.Measure)
	out := sumView{ID: fmt.Sprintf("%d-%s", half, x.Name), Sign: "+", Name: w.Label(p.NameOf(w.d.Catalog, x)), Value: w.Value(x.Value, unit),
		Rows: view.Whole(int(x.Rows)), Of: w.T.Record(x.Measure.Record), Withheld: x.Withheld}
	switch {
	case half > 0:
		out.Sign = "÷"
	case x.Sign < 0:
		out.Sign = "−"
	}
	if x.Blank > 0 && x.AtMost {
		out.Left = append(out.Left, fmt.Sprintf(t.BlankAsZero, view.Whole(int(x.Blank))))
	} else if x.Blank > 0 {
		out.Left = append(out.Left, fmt.Sprintf(t.Blank, view.Whole(int(x.Blank))))
	}
	if x.Staff > 0 {
		out.Left = append(out.Left, fmt.Sprintf(t.Staff, view.Whole(int(x.Staff))))
	}
	if x.Rates != nil {
		out.Left = append(out.Left, fmt.Sprintf(t.Rates, strings.Join(x.Rates, w.T.Plan.Comma)))
	}
	var err error
	if out.Parts, out.Rest, err = w.parts(ctx, x.Parts, x.Value.Number, unit); err != nil {
		return out, err
	}
	if frame.PrincipalOf(w.c).Role.SeesMembers() && x.Rows > 0 {
		q := w.apiQuery(p.Column.Metric, v, "csv")
		q.Set("measure", x.Name)
		out.CSV = ask.Href("/api/v1/provenance/rows", q)
	}
	return out, nil
}

// parts writes what imports add, the largest first.
func (w provenanceWriter) parts(ctx context.Context, parts []analysis.Contribution, total float64, unit ops.Unit) ([]partView, string, error) {
	parts = slices.Clone(parts)
	slices.SortStableFunc(parts, func(a, b analysis.Contribution) int { return cmp.Compare(b.Number, a.Number) })
	shown := parts[:min(len(parts), mostParts)]
	var ids []int64
	for _, p := range shown {
		ids = append(ids, p.Batch)
	}
	origins, err := w.site.Origins(ctx, w.c, ids)
	if err != nil {
		return nil, "", err
	}
	var out []partView
	for _, p := range shown {
		o := origins[p.Batch]
		x := partView{Name: fmt.Sprintf(w.T.Provenance.Import, p.Batch), By: o.By, At: w.site.Moment(o.At), Rows: view.Whole(int(p.Rows)),
			Value: w.Value(ops.Value{Number: p.Number}, unit), Share: "—"}
		if o.File != "" {
			x.Name += " · " + o.File
		}
		if o.Told {
			x.Href = fmt.Sprintf("/imports?before=%d", p.Batch+1)
		}
		if total != 0 {
			x.Share = w.Value(ops.Value{Number: p.Number / total}, ops.UnitPercent)
		}
		out = append(out, x)
	}
	rest := ""
	if left := parts[len(shown):]; len(left) > 0 {
		sum := 0.0
		for _, p := range left {
			sum += p.Number
		}
		rest = fmt.Sprintf(w.T.Provenance.Rest, len(left), w.Value(ops.Value{Number: sum}, unit))
	}
	return out, rest, nil
}

// sources are the streams of the records and how far each is known.
func (w provenanceWriter) sources(records []string) []sourceLine {
	var out []sourceLine
	for _, s := range w.d.Snapshot.Sources() {
		if !slices.Contains(records, s.Record) || s.Retired() {
			continue
		}
		name := w.T.Record(s.Record)
		if s.Name != "" {
			var parts []string
			if s.Part != "" {
				parts = []string{s.Part}
			}
			name += " · " + w.Source(s.Name, parts)
		}
		out = append(out, sourceLine{name, w.Day(s.Through)})
	}
	return out
}

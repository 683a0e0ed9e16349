package api

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

type metricsAnswer struct {
	Range    frame.Days         `json:"range"`
	Grain    ops.Grain          `json:"grain"`
	Compare  *comparisonAnswer  `json:"compare"`
	Currency string             `json:"currency"`
	Metrics  []metricAnswer     `json:"metrics"`
	Rows     []metricsRowAnswer `json:"rows"`   // group by group, bucket by bucket
	Groups   []metricsRowAnswer `json:"groups"` // totals of the groups, where there are any
	Total    metricsRowAnswer   `json:"total"`
	Notes    []noteAnswer       `json:"notes"`
}

type comparisonAnswer struct {
	Mode analysis.Compare `json:"mode"`
	frame.Days
	Parts []frame.Days `json:"parts,omitempty"` // what of the days is compared, where they do not all follow each other
}

// metricAnswer says what a metric covers: totals are over Complete, the days
// of the range up to its watermark.
type metricAnswer struct {
	Name     string      `json:"name"`
	Unit     ops.Unit    `json:"unit"`
	Through  *string     `json:"through"`
	Complete *frame.Days `json:"complete"`
	LeftOut  int         `json:"left_out"`
}

type metricsRowAnswer struct {
	From    string            `json:"from"`
	To      string            `json:"to"`
	By      map[string]string `json:"by,omitempty"`
	Other   int               `json:"other,omitempty"` // groups added up in this one
	Values  map[string]figure `json:"values"`
	Compare map[string]figure `json:"compare,omitempty"`
	// AtMost names the metrics whose values are upper bounds; LeftOut says by
	// metric which share is left out, because a figure in it is blank.
	AtMost     []string           `json:"at_most,omitempty"`
	LeftOut    map[string]float64 `json:"left_out,omitempty"`
	InProgress bool               `json:"in_progress"`
}

// figure writes a value as rule R5 says: a number, null where it is not
// applicable, {"state":"pending"} where it is not known yet, {"state":"few"} and {"state":"withheld"}
// where who asks may not see it.
type figure ops.Value

// MarshalJSON implements json.Marshaler.
func (f figure) MarshalJSON() ([]byte, error) {
	switch f.State {
	case ops.Known:
		return strconv.AppendFloat(nil, f.Number, 'f', -1, 64), nil
	case ops.NotApplicable:
		return []byte("null"), nil
	}
	return []byte(`{"state":"` + f.State.String() + `"}`), nil
}

type noteAnswer struct {
	Code analysis.NoteCode `json:"code"`
	Args []string          `json:"args,omitempty"`
}

// maxMetrics and maxGroups bound one question about metrics.
const (
	maxMetrics = 50
	maxBy      = 4
	maxGroups  = 20_000
)

func askMetrics(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	dimensions := ask.DimensionsOf(ask.RecordNames()...)
	q := analysis.Query{
		Metrics: p.List("metrics", maxMetrics), By: p.List("by", maxBy), Sort: p.Text("sort", ""),
		Ascending: p.Choice("order", "desc", "asc", "desc") == "asc", Limit: p.Number("limit", 0, 1, maxGroups),
	}
	if len(q.Metrics) == 0 {
		p.Fail("missing_parameter", "metrics", "", "The parameter metrics is missing.", "Name metrics as in metrics=roas,cost.")
	}
	for _, by := range q.By {
		if !slices.Contains(dimensions, by) {
			p.UnknownDimension("by", by, dimensions)
		}
	}
	if q.Sort != "" && !slices.Contains(q.Metrics, q.Sort) {
		p.Fail("bad_parameter", "sort", q.Sort, "sort must be one of the metrics asked for.", "")
	}
	asked := analysis.Params{Range: p.Text("range", ""), From: p.Text("from", ""), To: p.Text("to", ""), Compare: p.Text("compare", string(analysis.NoCompare)),
		Grain: p.Text("grain", string(ops.Whole)), Filter: ask.MetricFilter(p)}
	var view *analysis.View
	metrics, err := d.Lookup(q.Metrics)
	if err == nil {
		view, err = d.Resolve(asked, d.MetricScope(metrics))
	}
	if one := (*ops.Error)(nil); errors.As(err, &one) {
		p.Mistakes = append(p.Mistakes, one)
	}
	return func(ctx context.Context) (any, *report.Table, error) {
		if err := analysis.Yours(d, metrics...); err != nil {
			return nil, nil, err
		}
		t, err := d.Metrics(ctx, view, q)
		if err != nil {
			return nil, nil, err
		}
		return answerMetrics(t, d.Currency), report.FromFrame(t.Frame()), nil
	}
}

func answerMetrics(t *analysis.Table, currency string) metricsAnswer {
	v := t.View
	out := metricsAnswer{Range: frame.DaysOf(v.Range), Grain: v.Grain, Currency: currency, Rows: []metricsRowAnswer{}, Groups: []metricsRowAnswer{},
		Notes: []noteAnswer{}}
	if v.Compare != analysis.NoCompare {
		out.Compare = &comparisonAnswer{Mode: v.Compare, Days: frame.DaysOf(v.CompareRange)}
		for _, days := range v.Beside(v.Range) {
			if !v.Together(v.Range) {
				out.Compare.Parts = append(out.Compare.Parts, frame.DaysOf(days))
			}
		}
	}
	for _, c := range t.Columns {
		m := metricAnswer{Name: c.Metric.Name, Unit: c.Metric.Unit, LeftOut: c.LeftOut}
		if c.Known {
			through := c.Through.String()
			m.Through = &through
		}
		if c.Complete.Len() > 0 {
			complete := frame.DaysOf(c.Complete)
			m.Complete = &complete
		}
		out.Metrics = append(out.Metrics, m)
	}
	row := func(days ops.Range, g *analysis.Group, pick func(*analysis.Column) analysis.Figure) metricsRowAnswer {
		r := metricsRowAnswer{Values: map[string]figure{}}
		if days.Len() > 0 {
			r.From, r.To = days.From.String(), days.Last().String()
		}
		if g != nil && len(t.By) > 0 {
			r.By, r.Other = map[string]string{}, g.Other
			for i, dim := range t.By {
				r.By[dim] = g.Text(i)
			}
		}
		for i := range t.Columns {
			c := &t.Columns[i]
			f := pick(c)
			r.Values[c.Metric.Name] = figure(f.Value)
			r.InProgress = r.InProgress || f.InProgress
			if f.AtMost {
				r.AtMost = append(r.AtMost, c.Metric.Name)
			}
			if f.LeftOut > 0 {
				if r.LeftOut == nil {
					r.LeftOut = map[string]float64{}
				}
				r.LeftOut[c.Metric.Name] = f.LeftOut
			}
			if v.Compare != analysis.NoCompare {
				if r.Compare == nil {
					r.Compare = map[string]figure{}
				}
				r.Compare[c.Metric.Name] = figure(f.Compare)
			}
		}
		return r
	}
	for g := range t.Groups {
		for b := range t.Buckets {
			out.Rows = append(out.Rows, row(t.Buckets[b].Days, &t.Groups[g], func(c *analysis.Column) analysis.Figure { return c.Cell(g, b) }))
		}
		if len(t.By) > 0 {
			out.Groups = append(out.Groups, row(v.Range, &t.Groups[g], func(c *analysis.Column) analysis.Figure { return c.ByGroup[g] }))
		}
	}
	out.Total = row(v.Range, nil, func(c *analysis.Column) analysis.Figure { return c.Total })
	out.Notes = append(out.Notes, noteAnswers(t.Notes)...)
	return out
}

// noteAnswers writes notes; none are an empty list.
func noteAnswers(notes []analysis.Note) []noteAnswer {
	out := make([]noteAnswer, len(notes))
	for i, n := range notes {
		out[i] = noteAnswer{n.Code, noteArgs(n.Args)}
	}
	return out
}

// noteArgs writes the facts of a note as texts: metrics and labels by name.
func noteArgs(args []any) []string {
	out := make([]string, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case *ops.Metric:
			out[i] = a.Name
		case ops.Label:
			out[i] = a.En
		case []string:
			out[i] = strings.Join(a, ", ")
		default:
			out[i] = fmt.Sprint(a)
		}
	}
	return out
}

type sourcesAnswer struct {
	Sources []sourceAnswer `json:"sources"`
}

type sourceAnswer struct {
	Record  string `json:"record"`
	Name    string `json:"name"`
	Part    string `json:"part"`
	Through string `json:"through"`
	At      string `json:"at"`
	Every   *int   `json:"every"` // null for not known yet
	Retired *word  `json:"retired"`
	Gap     *span  `json:"gap"` // null for none
}

// word is who said something, and when.
type word struct {
	By string `json:"by"`
	At string `json:"at"`
}

// span is a range of days, both ends included.
type span struct {
	From string `json:"from"`
	To   string `json:"to"`
}

func askSources(_ *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	return func(context.Context) (any, *report.Table, error) {
		out := sourcesAnswer{Sources: []sourceAnswer{}}
		t := &report.Table{Header: []string{"record", "name", "part", "through", "at", "retired", "gap_from", "gap_to"}}
		for _, x := range d.Snapshot.Sources() {
			a := sourceAnswer{Record: x.Record, Name: x.Name, Part: x.Part, Through: x.Through.String(), At: x.At.UTC().Format(frame.TimeFormat)}
			if x.Every > 0 {
				a.Every = &x.Every
			}
			if x.Retired() {
				a.Retired = &word{x.RetiredBy, x.RetiredAt.UTC().Format(frame.TimeFormat)}
			}
			var gap span
			if x.Gap.Len() > 0 {
				gap = span{x.Gap.From.String(), x.Gap.Last().String()}
				a.Gap = &gap
			}
			out.Sources = append(out.Sources, a)
			t.Rows = append(t.Rows, []string{a.Record, ops.SafeText(a.Name), ops.SafeText(a.Part), a.Through, a.At, strconv.FormatBool(x.Retired()), gap.From, gap.To})
		}
		return out, t, nil
	}
}

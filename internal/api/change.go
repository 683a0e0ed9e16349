package api

import (
	"context"
	"errors"
	"strconv"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/report"
	"daybreak/internal/web/frame"
)

type changeAnswer struct {
	Metric  string         `json:"metric"`
	Unit    ops.Unit       `json:"unit"`
	By      string         `json:"by"`
	Range   frame.Days     `json:"range"`
	Compare frame.Days     `json:"compare"`
	Now     figure         `json:"now"`
	Before  figure         `json:"before"`
	Change  figure         `json:"change"`
	Verdict analysisWord   `json:"verdict"`
	Parts   []partAnswer   `json:"parts"`
	Rest    figure         `json:"rest"`
	Factors []factorAnswer `json:"factors"`
	States  []stateAnswer  `json:"states"`
	Simpson bool           `json:"simpson"`
	Exact   bool           `json:"exact"`
}

// analysisWord is a verdict or a trend.
type analysisWord string

type partAnswer struct {
	Group   string       `json:"group"`
	Now     figure       `json:"now"`
	Before  figure       `json:"before"`
	Part    figure       `json:"part"`
	Trend   analysisWord `json:"trend"`
	Verdict analysisWord `json:"verdict"`
}

type factorAnswer struct {
	Num  string  `json:"num"`
	Den  string  `json:"den"`
	Mix  bool    `json:"mix"`
	Part float64 `json:"part"`
}

// stateAnswer is what members of one state add to a change.
type stateAnswer struct {
	State   loop.MemberState `json:"state"`
	Members int              `json:"members"`
	Part    figure           `json:"part"`
}

// askChange answers why a figure differs from its comparison.
func (s *Section) askChange(p *ask.Params, w loop.World) func(context.Context) (any, *report.Table, error) {
	name := p.Text("metric", "")
	if name == "" {
		p.Fail("missing_parameter", "metric", "", "The parameter metric is missing.", "Name a metric as in metric=joins.")
	}
	by := p.Text("by", "channel")
	asked := analysis.Params{Range: p.Text("range", ""), From: p.Text("from", ""), To: p.Text("to", ""), Compare: p.Text("compare", string(analysis.Previous)),
		Grain: string(ops.Whole), Filter: ask.MetricFilter(p)}
	var view *analysis.View
	metrics, err := w.Lookup([]string{name})
	if err == nil {
		view, err = w.Resolve(asked, w.MetricScope(metrics))
	}
	if one := (*ops.Error)(nil); name != "" && errors.As(err, &one) {
		p.Mistakes = append(p.Mistakes, one)
	}
	if back := p.Number("back", 0, 0, analysis.MostBack); back > 0 && view != nil {
		view.SetBack(back)
	}
	table := p.Table("groups", "states")
	if view != nil && (view.Compare == analysis.NoCompare || view.CompareRange.Len() == 0) {
		p.Fail("bad_parameter", "compare", asked.Compare, "A change needs a comparison.",
			"Use previous, weekdays, month, quarter, year or same_holiday, over days that there is data for.")
	}
	return func(ctx context.Context) (any, *report.Table, error) {
		c, err := w.Why(ctx, metrics[0], view, by)
		if err != nil {
			return nil, nil, err
		}
		out := changeAnswer{Metric: c.Metric.Name, Unit: c.Metric.Unit, By: c.By, Range: frame.DaysOf(c.Now), Compare: frame.DaysOf(c.Before),
			Now:    figure(c.Total.Value),
			Before: figure(c.Total.Compare), Change: figure(c.Total.Delta.Absolute), Verdict: analysisWord(c.Total.Delta.Verdict), Parts: []partAnswer{},
			Factors: []factorAnswer{}, States: []stateAnswer{},
			Rest: figure(c.Rest), Simpson: c.Simpson, Exact: c.Exact}
		t := &report.Table{Header: []string{by, "now", "before", "part", "trend", "verdict"}}
		for _, x := range c.Parts {
			a := partAnswer{x.Group, figure(x.Figure.Value), figure(x.Figure.Compare), figure(x.Share), analysisWord(x.Figure.Delta.Trend),
				analysisWord(x.Figure.Delta.Verdict)}
			out.Parts = append(out.Parts, a)
			t.Rows = append(t.Rows, []string{ops.SafeText(x.Group), report.Text(x.Figure.Value), report.Text(x.Figure.Compare), report.Text(x.Share),
				string(a.Trend), string(a.Verdict)})
		}
		for _, f := range c.Factors {
			out.Factors = append(out.Factors, factorAnswer{f.Num, f.Den, f.Mix(), f.Part})
		}
		states := &report.Table{Header: []string{"state", "members", "part"}}
		for _, x := range c.States {
			out.States = append(out.States, stateAnswer{x.State, x.Members, figure(x.Share)})
			states.Rows = append(states.Rows, []string{string(x.State), strconv.Itoa(x.Members), report.Text(x.Share)})
		}
		if table == "states" {
			return out, states, nil
		}
		return out, t, nil
	}
}

type findingsAnswer struct {
	On       string          `json:"on"`
	Checked  int             `json:"checked"`
	Left     int             `json:"left_out"`
	Findings []findingAnswer `json:"findings"`
}

type findingAnswer struct {
	Kind    loop.FindingKind `json:"kind"`
	Metric  string           `json:"metric"`
	From    string           `json:"from"`
	To      string           `json:"to"`
	Actual  figure           `json:"actual"`
	Usual   figure           `json:"usual"`
	Verdict analysisWord     `json:"verdict"`
	Target  string           `json:"target"`
	Try     int64            `json:"try"`
	Source  string           `json:"source"`
}

// askFindings answers what is worth a look on a morning.
func (s *Section) askFindings(p *ask.Params, w loop.World) func(context.Context) (any, *report.Table, error) {
	on := p.Day("on", w.KnownTo())
	return func(ctx context.Context) (any, *report.Table, error) {
		targets, err := s.Book.Plans.Targets(ctx)
		if err != nil {
			return nil, nil, err
		}
		outcomes, err := w.Outcomes(ctx)
		if err != nil {
			return nil, nil, err
		}
		found, err := w.Findings(ctx, on, targets, outcomes)
		if err != nil {
			return nil, nil, err
		}
		out := findingsAnswer{On: on.String(), Checked: found.Checked, Left: len(found.Rest), Findings: []findingAnswer{}}
		t := &report.Table{Header: []string{"kind", "metric", "from", "to", "actual", "usual", "verdict", "target", "try", "source"}}
		for _, f := range found.Items {
			actual, usual := f.Figures()
			a := findingAnswer{Kind: f.Kind, From: f.Days.From.String(), To: f.Days.Last().String(), Actual: figure(actual), Usual: figure(usual),
				Verdict: analysisWord(f.Verdict)}
			if f.Metric != nil {
				a.Metric = f.Metric.Name
			}
			if f.Goal != nil {
				a.Target = f.Goal.Key()
			}
			if f.Outcome != nil {
				a.Try = f.Outcome.Try.ID
			}
			if f.Source != nil {
				a.Source = f.Source.Record + " " + f.Source.Name
			}
			out.Findings = append(out.Findings, a)
			t.Rows = append(t.Rows, []string{string(a.Kind), a.Metric, a.From, a.To, report.Text(actual), report.Text(usual), string(a.Verdict),
				ops.SafeText(a.Target), decimalText(float64(a.Try)),
				ops.SafeText(a.Source)})
		}
		return out, t, nil
	}
}

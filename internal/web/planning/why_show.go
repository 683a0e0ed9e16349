package planning

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// whyView is the page that says why a figure changed.
type whyView struct {
	pageView
	Metric, By       string
	Metrics, Splits  []option
	Keep             []option // range, comparison and filters, hidden in the form
	Days, Against    string
	Sentence, Mostly string
	Delta            *view.Delta
	Parts            []whyPart
	Rest             string
	States           []whyState
	Factors          []whyFactor
	Simpson, Exact   bool
	Csv              string
}

// whyState is what the members of one state add.
type whyState struct{ Name, Members, Part string }

type whyPart struct {
	Name, Now, Before, Part string
	Delta                   *view.Delta
}

type whyFactor struct{ Name, Part string }

// showWhy splits the change of a metric.
func (s *Section) showWhy(c echo.Context) error {
	d := s.Data(c)
	q := c.QueryParams()
	name, by := q.Get("metric"), q.Get("by")
	if name == "" && len(d.Catalog.Metrics) > 0 {
		name = "joins"
		if _, ok := d.Catalog.Metric(name); !ok {
			name = d.Catalog.Metrics[0].Name
		}
	}
	metrics, err := d.Lookup([]string{name})
	if err != nil {
		return frame.BadRequest(err)
	}
	params, err := analysis.ParseParams(q)
	if err != nil {
		return frame.BadRequest(err)
	}
	params.Grain, params.Metric = string(ops.Whole), ""
	if params.Compare == string(analysis.NoCompare) {
		params.Compare = ""
	}
	if params.Range == "" && params.From == "" {
		params.Range = "28d"
	}
	v, err := d.Resolve(params, d.MetricScope(metrics))
	if err != nil {
		return frame.BadRequest(err)
	}
	if back := q.Get("back"); back != "" {
		days, err := strconv.Atoi(back)
		if err != nil || days < 1 || days > analysis.MostBack {
			return frame.BadRequest(&ops.Error{Code: "bad_parameter", Message: "back cannot be " + strconv.Quote(ops.Show(back)) + ".",
				Hint: "Give the days from the comparison to the range, from 1 to 3660.", Where: ops.Place{Column: "back", Value: ops.Show(back)}, Args: []any{"back"}})
		}
		v.SetBack(days)
	}
	ctx, leave, err := s.enter(c)
	if err != nil {
		return err
	}
	defer leave()
	world, err := s.Book.World(ctx, d, s.today())
	if err != nil {
		return err
	}
	var change *loop.Change
	if v.CompareRange.Len() > 0 {
		if change, by, err = whyBy(ctx, world, metrics[0], v, by); err != nil {
			return frame.BadRequest(err)
		}
	}
	page := whyView{pageView: s.pageView(c, "why", "", nil), Metric: name, By: by}
	page.Title = page.T.Plan.Why
	w := s.writer(page.Shell)
	w.Writer = view.NewWriter(page.Lang, s.Currency, d)
	page.choices(w, d, q, name, by)
	page.Days, page.Against = w.Days(v.Range), w.besides(v)
	if change != nil {
		w.why(&page, change)
	}
	if v.Range.Len() > 0 {
		api := url.Values{"metric": {name}, "by": {by}, "from": {v.Range.From.String()}, "to": {v.Range.Last().String()}, "compare": {string(v.Compare)},
			"format": {"csv"}}
		api["filter"] = ask.Conditions(v.Filter)
		if back := q.Get("back"); back != "" {
			api.Set("back", back)
		}
		page.Csv = ask.Href("/api/v1/change", api)
	}
	return s.SendPage(c, http.StatusOK, "why", page)
}

// whyBy splits a change by a dimension; where none is named, by the first of the
// usual ones that the metric is known by and the filter does not settle.
func whyBy(ctx context.Context, world loop.World, m *ops.Metric, v *analysis.View, by string) (*loop.Change, string, error) {
	if by != "" {
		change, err := world.Why(ctx, m, v, by)
		return change, by, err
	}
	var refused error
	for _, by := range []string{"channel", "platform", "campaign", "account", "kind", "product", "group", "event", "source"} {
		if slices.ContainsFunc(v.Filter, func(f ops.Filter) bool { return f.Dimension == by && !f.Not && len(f.Values) == 1 }) {
			continue
		}
		change, err := world.Why(ctx, m, v, by)
		if ops.CodeOf(err) != "no_breakdown" {
			return change, by, err
		}
		refused = err
	}
	return nil, "", refused
}

// besides writes the days that a range is compared with.
func (w writer) besides(v *analysis.View) string {
	var out []string
	for _, days := range v.Beside(v.Range) {
		out = append(out, w.Days(days))
	}
	return strings.Join(out, w.T.Plan.Comma)
}

// choices fills in what the form offers.
func (v *whyView) choices(w writer, d analysis.Data, q url.Values, metric, by string) {
	for _, m := range d.Catalog.Metrics {
		v.Metrics = append(v.Metrics, option{m.Name, w.Label(m.Label), m.Name == metric})
	}
	for _, dim := range ops.Dimensions() {
		v.Splits = append(v.Splits, option{dim, w.Dimension(dim), dim == by})
	}
	for _, name := range slices.Sorted(maps.Keys(q)) {
		values := q[name]
		if name == "metric" || name == "by" || name == "lang" {
			continue
		}
		for _, value := range values {
			v.Keep = append(v.Keep, option{Value: value, Text: name})
		}
	}
}

// why fills in the words and figures of a change.
func (w writer) why(v *whyView, c *loop.Change) {
	t, m := &w.T.Plan, c.Metric
	v.Simpson, v.Exact = c.Simpson, c.Exact
	v.Delta = w.Delta(c.Total.Delta, m.Unit)
	change := "—"
	if d := c.Total.Delta.Absolute; d.State == ops.Known {
		change = w.Signed(d.Number, m)
	}
	v.Sentence = fmt.Sprintf(t.WhySays, w.Label(m.Label), w.Value(c.Total.Compare, m.Unit), w.Value(c.Total.Value, m.Unit), change)
	var mostly []string
	for i, p := range c.Parts[:min(mostWhyParts, len(c.Parts))] {
		row := whyPart{Name: w.Group(p.Group, 0), Now: w.Value(p.Figure.Value, m.Unit), Before: w.Value(p.Figure.Compare, m.Unit),
			Delta: w.Delta(p.Figure.Delta, m.Unit), Part: "—"}
		if p.Share.State == ops.Known {
			row.Part = w.Signed(p.Share.Number, m)
			if i < 3 && p.Share.Number != 0 {
				mostly = append(mostly, row.Name+" "+row.Part)
			}
		}
		v.Parts = append(v.Parts, row)
	}
	if len(c.Parts) > mostWhyParts {
		v.Parts = append(v.Parts, w.otherParts(c.Parts[mostWhyParts:], m))
	}
	for _, x := range c.States {
		row := whyState{Name: w.memberState(x.State), Members: w.Value(ops.Value{Number: float64(x.Members)}, ops.UnitNumber), Part: w.Signed(x.Share.Number, m)}
		if x.State == loop.StateUnnamed {
			row.Members = "—"
		}
		v.States = append(v.States, row)
	}
	if c.Rest.State == ops.Known && c.Rest.Number != 0 {
		v.Rest = w.Signed(c.Rest.Number, m)
	}
	for _, f := range c.Factors {
		name := t.Mix
		if f.Num != "" && f.Den != "" {
			name = fmt.Sprintf(t.PerOf, w.factorName(f.Num), w.factorName(f.Den))
		} else if !f.Mix() {
			name = w.factorName(f.Num + f.Den)
		}
		row := whyFactor{name, w.Signed(f.Part, m)}
		v.Factors = append(v.Factors, row)
		mostly = append(mostly, row.Name+" "+row.Part)
	}
	if len(mostly) > 0 {
		v.Mostly = fmt.Sprintf(t.WhyParts, strings.Join(mostly, w.T.Plan.Comma))
	}
}

// mostWhyParts is how many groups the page has rows for, the largest first: the file
// has all of them.
const mostWhyParts = 200

// otherParts is the row of all the other groups: what they add together.
func (w writer) otherParts(parts []loop.Part, m *ops.Metric) whyPart {
	row, sum := whyPart{Name: w.Group("", len(parts)), Now: "—", Before: "—", Part: "—"}, 0.0
	for _, p := range parts {
		if p.Share.State != ops.Known {
			return row
		}
		sum += p.Share.Number
	}
	row.Part = w.Signed(sum, m)
	return row
}

// memberState names a state of members.
func (w writer) memberState(s loop.MemberState) string {
	t := &w.T.Plan
	return map[loop.MemberState]string{loop.StateNew: t.StateNew, loop.StateReturned: t.StateReturned, loop.StateKept: t.StateKept, loop.StateLost: t.StateLost,
		loop.StateUnnamed: t.StateUnnamed}[s]
}

// factorName names one side of a factor.
func (w writer) factorName(name string) string {
	switch name {
	case "numerator":
		return w.T.Plan.Numerator
	case "denominator":
		return w.T.Plan.Denom
	}
	return w.metricLabel(name)
}

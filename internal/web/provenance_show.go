package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/engine/trace"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// provenanceView is the page that says where a figure comes from.
type provenanceView struct {
	frame.Shell
	Back                    *view.Choice // the page it was asked on
	Choices                 []view.Choice
	Name, Definition, Days  string
	Figure, Formula, Worked string
	Filters, Left           []string
	Sums                    []sumView
	Kept                    []sourceLine
	CSV                     string
	Members                 bool // the panel is about members: no formula, but events
}

// sumView is one sum of a formula and the imports it is made of.
type sumView struct {
	ID, Sign, Name, Value, Rows, Of string
	Left                            []string
	Parts                           []partView
	Rest                            string // how many more imports there are, in words
	Withheld                        bool
	CSV                             string // its rows
}

// partView is what one import adds.
type partView struct {
	Name, Href, By, At, Rows, Value, Share string
}

// sourceLine is a source and the day it is complete through.
type sourceLine struct{ Name, Through string }

// mostParts is how many imports of a sum the page lists, the largest first: the file has
// all of them.
const mostParts = 60

// showProvenance says where a figure of a page, or of a metric, comes from.
func (s *Server) showProvenance(c echo.Context) error {
	d, q := s.Data(c), c.QueryParams()
	asked := url.Values{}
	for name, values := range q {
		if name != "page" {
			asked[name] = values
		}
	}
	params, err := frame.PageParams(asked)
	if err != nil {
		return frame.BadRequest(err)
	}
	page, panel, err := s.panelTraced(d, asked, q.Get("page"))
	if err != nil {
		return frame.BadRequest(err)
	}
	var names []string
	if panel != nil {
		names = analysis.PanelMetrics(panel)
	}
	name := q.Get("metric")
	if name == "" && len(names) > 0 {
		name = names[0]
	}
	if name == "" && panel == nil {
		return frame.BadRequest(&ops.Error{Code: "missing_parameter", Message: "The parameter metric is missing.", Hint: "Name a metric as in metric=joins.",
			Where: ops.Place{Column: "metric"}, Args: []any{"metric"}})
	}
	ctx, leave, err := s.Question(c.Request().Context(), s.Gate, frame.QueryTimeout)
	if err != nil {
		return err
	}
	defer leave()
	v := provenanceView{Shell: s.Shell(c, d, "", q.Get("page"), ask.Carried(params))}
	v.Title = v.T.Provenance.Title
	w := provenanceWriter{Writer: s.writerOf(v.Shell, d), site: s, c: c, d: d, params: params}
	if page != nil {
		params.Unfold = panel.Folded
		v.Back = &view.Choice{Label: w.Label(page.Title), Href: ask.Href("/"+page.Name, params.Query()) + "#p-" + panel.ID}
	}
	params.Metric = ""
	if name == "" {
		err = w.events(ctx, &v, page, panel)
	} else {
		err = w.metric(ctx, &v, page, name)
	}
	if err != nil {
		if ops.CodeOf(err) != "" {
			return frame.BadRequest(frame.Ended(ctx, err))
		}
		return frame.Ended(ctx, err)
	}
	w.choices(&v, names, name)
	frame.Keeping(c)
	return s.SendPage(c, http.StatusOK, "provenance", v)
}

// panelTraced finds the panel of a page; without a page there is none.
func (s *Server) panelTraced(d analysis.Data, q url.Values, page string) (*ops.Page, *ops.Panel, error) {
	id := q.Get("panel")
	if page == "" && id == "" {
		return nil, nil, nil
	}
	p, err := frame.PageNamed(d, s.Currency, page, q)
	if errors.Is(err, echo.ErrNotFound) {
		return nil, nil, &ops.Error{Code: "unknown_page", Message: "There is no page " + ops.Show(page) + ".", Hint: "Open it from the page itself.",
			Where: ops.Place{Column: "page", Value: ops.Show(page)}}
	}
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(p.Panels, func(x *ops.Panel) bool { return x.ID == id })
	if i < 0 {
		return nil, nil, &ops.Error{Code: "unknown_panel", Message: fmt.Sprintf("The page %s has no panel %q.", page, ops.Show(id)),
			Hint: "Open it from the page itself.", Where: ops.Place{Column: "panel", Value: ops.Show(id)}}
	}
	return p, p.Panels[i], nil
}

// choices are the other metrics of the panel.
func (w provenanceWriter) choices(v *provenanceView, names []string, picked string) {
	if len(names) < 2 {
		return
	}
	for _, n := range names {
		m, ok := w.d.Catalog.Metric(n)
		if !ok {
			continue
		}
		q := w.c.QueryParams()
		q.Set("metric", n)
		v.Choices = append(v.Choices, view.Choice{Label: w.Label(m.Label), Href: ask.Href("/provenance", q), Current: n == picked})
	}
}

// events writes which events a panel about members is worked out from. Who stands behind
// each of its figures, the figure itself opens.
func (w provenanceWriter) events(ctx context.Context, v *provenanceView, page *ops.Page, panel *ops.Panel) error {
	asked, err := w.resolve(page, nil)
	if err != nil {
		return err
	}
	v.Members, v.Name, v.Definition, v.Filters = true, w.Label(panel.Title), w.Label(panel.Note), w.filters(asked)
	days := w.d.Snapshot.Days("events").And(ops.Range{From: ops.MinDay, To: asked.Range.To})
	v.Days, v.Kept = w.Days(days), w.sources([]string{"events", "members"})
	tracer, err := w.site.Tracer(ctx, w.c)
	if err != nil {
		return err
	}
	people := frame.PrincipalOf(w.c).Role.SeesMembers()
	for _, event := range eventsOf(panel) {
		m := &ops.Measure{Name: event, Record: "events", Agg: ops.RowCount}
		name := w.T.Provenance.AnyEvent
		if event != engine.AnyEvent {
			m.Where = []ops.Filter{{Dimension: "event", Values: []string{event}}}
			name = w.Group(event, 0)
		}
		out := sumView{ID: event, Name: name, Of: w.T.Record("events"), Withheld: !people}
		if people {
			sum, err := tracer.Sum(ctx, trace.Query{Measure: m, Range: days, Filter: asked.Filter})
			if err != nil {
				return err
			}
			total := sum.Total()
			out.Value, out.Rows = view.Whole(int(total.Sum)), view.Whole(int(total.Rows))
			var parts []analysis.Contribution
			for _, p := range sum.Parts {
				parts = append(parts, analysis.Contribution{Batch: p.Batch, Rows: p.Rows, Number: float64(p.Sum)})
			}
			if out.Parts, out.Rest, err = w.parts(ctx, parts, float64(total.Sum), ops.UnitNumber); err != nil {
				return err
			}
		}
		v.Sums = append(v.Sums, out)
	}
	return nil
}

// eventsOf are the events that a panel is worked out from, each once; any event where it
// names none.
func eventsOf(p *ops.Panel) []string {
	var out []string
	add := func(text string) {
		name, _, _ := strings.Cut(text, "[")
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	add(p.Event)
	add(p.Return)
	for _, s := range p.Steps {
		for _, one := range strings.Split(s.Event, "|") {
			add(one)
		}
	}
	if len(out) == 0 {
		return []string{engine.AnyEvent}
	}
	return out
}

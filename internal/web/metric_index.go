package web

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// definitionsView is the page of metric definitions.
type definitionsView struct {
	frame.Shell
	Metrics  []definitionView
	Measures []measureView
}

type definitionView struct {
	Name, Label, Definition, Formula, Source, Unit, Direction string
	Proportion                                                string
	Horizon                                                   string
	UsedOn                                                    []frame.Link
}

type measureView struct{ Name, Text string }

// showDefinitions shows what each metric means and where it is used.
func (s *Server) showDefinitions(c echo.Context) error {
	d := s.Data(c)
	s.RememberLanguage(c)
	shell := s.Shell(c, d, "", "metrics", nil)
	shell.Title = shell.T.Import.Definitions
	key := fmt.Sprintf("definitions %s %s %s %v", shell.Path, shell.Lang, shell.Theme, shell.Mistakes)
	return s.SendCached(c, key, d.Snapshot.Version(), d.Catalog.Digest, echo.MIMETextHTMLCharsetUTF8, func(out io.Writer) error {
		w := view.NewWriter(shell.Lang, s.Currency, d)
		v := definitionsView{Shell: shell}
		for _, m := range d.Catalog.Metrics {
			v.Metrics = append(v.Metrics, definitionOf(w, m))
		}
		names := make([]string, 0, len(d.Catalog.Measures))
		for name := range d.Catalog.Measures {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			v.Measures = append(v.Measures, measureView{name, measureText(w, d.Catalog.Measures[name])})
		}
		return s.Pages.Write(out, "metrics", v)
	})
}

// redirectMetric leads from /metrics/NAME to the place of the metric.
func (s *Server) redirectMetric(c echo.Context) error {
	catalog, _ := s.Catalog.Current()
	m, ok := catalog.Metric(c.Param("metric"))
	if !ok {
		return &ops.Error{Code: "unknown_metric", Message: "There is no metric of that name.", Hint: "The page of metric definitions lists them all.",
			Where: ops.Place{Value: ops.Show(c.Param("metric"))}, Args: []any{ops.Show(c.Param("metric"))}}
	}
	return c.Redirect(http.StatusSeeOther, "/metrics#"+m.Name)
}

func definitionOf(w view.Writer, m *ops.Metric) definitionView {
	t := &w.T.Import
	v := definitionView{Name: m.Name, Label: w.Label(m.Label), Definition: w.Label(m.Definition), Formula: m.Formula(), Source: w.Label(m.Source),
		Unit: unitText(w, m.Unit), Direction: t.Neutral}
	switch m.Good {
	case ops.UpGood:
		v.Direction = t.UpGood
	case ops.DownGood:
		v.Direction = t.DownGood
	}
	if m.Proportion {
		v.Proportion = t.Proportion
	}
	if m.Horizon > 0 {
		v.Horizon = fmt.Sprintf(t.Horizon, m.Horizon)
	}
	for _, p := range w.Catalog.Pages {
		for _, panel := range p.Panels {
			if slices.Contains(analysis.PanelMetrics(panel), m.Name) {
				v.UsedOn = append(v.UsedOn, frame.Link{Href: "/" + p.Name + "#" + panel.ID, Label: w.Label(p.Title) + " · " + w.Label(panel.Title)})
			}
		}
	}
	return v
}

func unitText(w view.Writer, u ops.Unit) string {
	t := &w.T.Import
	switch u {
	case ops.UnitCount:
		return t.UnitCount
	case ops.UnitMoney:
		return t.UnitMoney
	case ops.UnitPercent:
		return t.UnitPercent
	case ops.UnitTimes:
		return t.UnitTimes
	case ops.UnitDays:
		return t.UnitDays
	}
	return t.UnitNumber
}

// measureText says what a measure takes from its record, and on which condition.
func measureText(w view.Writer, m *ops.Measure) string {
	t := &w.T.Import
	record, column := w.T.Record(m.Record), m.Column
	subject := column
	if subject == "" {
		subject = w.T.Record("members")
	}
	var out string
	switch m.Agg {
	case ops.Sum:
		out = fmt.Sprintf(t.AggSum, record, column)
	case ops.Level:
		out = fmt.Sprintf(t.AggLevel, record, column)
	case ops.Opening:
		out = fmt.Sprintf(t.AggOpening, record, column, m.Stock.In, m.Stock.Out)
	case ops.Opened:
		out = fmt.Sprintf(t.AggOpened, record, column, m.Stock.Level)
	case ops.Distinct:
		out = fmt.Sprintf(t.AggDistinct, record, subject)
	case ops.First:
		out = fmt.Sprintf(t.AggFirst, record, subject)
	case ops.MemberDays:
		out = fmt.Sprintf(t.AggDays, record, "")
	case ops.Repeat:
		out = fmt.Sprintf(t.AggRepeat, record, "")
	default:
		out = fmt.Sprintf(t.AggCount, record, "")
	}
	var conditions []string
	for _, f := range m.Where {
		sign := " = "
		if f.Not {
			sign = " ≠ "
		}
		values := make([]string, len(f.Values))
		for i, v := range f.Values {
			values[i] = w.Group(v, 0)
		}
		conditions = append(conditions, w.Dimension(f.Dimension)+sign+strings.Join(values, " | "))
	}
	for _, column := range m.Known {
		conditions = append(conditions, fmt.Sprintf(t.ConditionKnown, column))
	}
	if len(conditions) > 0 {
		out += " · " + t.Condition + " " + strings.Join(conditions, ", ")
	}
	if m.Gaps {
		out += " · " + t.UnknownIfBlank
	}
	return out
}

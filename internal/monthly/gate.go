package monthly

import (
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/view"
)

// Behind is data the report needs and does not have: a source that does not reach
// the end of the month, or days missing inside of it.
type Behind struct {
	Record  string `json:"record"`
	Name    string `json:"name"`
	Through string `json:"through,omitempty"` // last day there is
	From    string `json:"from,omitempty"`    // days missing, both inclusive
	To      string `json:"to,omitempty"`
}

// needed returns the records that the parts which are told need.
func (m *maker) needed() []string {
	var out []string
	add := func(record string) {
		if !slices.Contains(out, record) {
			out = append(out, record)
		}
	}
	metric := func(name string) {
		if x, ok := m.World.Catalog.Metric(name); ok {
			for _, measure := range analysis.Measures(x) {
				add(m.World.Catalog.Measures[measure].Record)
			}
		}
	}
	for _, name := range headlines() {
		metric(name)
	}
	for _, p := range template() {
		if slices.ContainsFunc(m.report.Parts, func(x ops.ReportPart) bool { return x.Name == p.name && x.Out }) {
			continue
		}
		for _, name := range p.metrics {
			metric(name)
		}
		for _, record := range p.records {
			add(record)
		}
		if p.name == ops.PartPlan {
			for _, t := range m.Targets {
				if t.State != ops.TargetClosed && t.Days.Has(m.view.Range.Last()) {
					metric(t.Metric)
				}
			}
		}
	}
	return out
}

// sources lists the sources that the report needs.
func (m *maker) sources() []Source {
	needed := m.needed()
	out := []Source{}
	for _, s := range m.World.Snapshot.Sources() {
		if slices.Contains(needed, s.Record) {
			out = append(out, Source{s.Record, s.Name, s.Through.String()})
		}
	}
	slices.SortFunc(out, func(a, b Source) int { return strings.Compare(a.Record+"\x00"+a.Name, b.Record+"\x00"+b.Name) })
	return out
}

// behind lists what the report needs and does not have (SPEC-LOOP §3). Of a record
// that nothing was ever imported of it needs nothing.
func (m *maker) behind() []Behind {
	out := []Behind{}
	needed := m.needed()
	for _, s := range m.World.Snapshot.Sources() {
		if slices.Contains(needed, s.Record) && !s.Retired() && s.Through < m.view.Range.Last() {
			out = append(out, Behind{Record: s.Record, Name: s.Name, Through: s.Through.String()})
		}
	}
	for _, record := range needed {
		for _, h := range m.World.Holes(record) {
			if days := h.Days.And(m.view.Range); days.Len() > 0 {
				out = append(out, Behind{Record: record, Name: strings.TrimSpace(h.Source + " " + h.Part), From: days.From.String(), To: days.Last().String()})
			}
		}
	}
	slices.SortFunc(out, func(a, b Behind) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return out
}

// Gate refuses to make a report final that lacks data it needs.
func (c *Content) Gate() error {
	if len(c.Behind) == 0 {
		return nil
	}
	in := func(lang i18n.Lang) string { return c.Missing(view.Writer{Lang: lang, T: i18n.In(lang)}) }
	return &ops.Error{Code: "sources_behind", Message: "Data that the report needs is not there: " + in(i18n.En) + ".",
		Hint: "Import it, or say that the source ended or that nothing happened on these days.", Args: []any{in(i18n.Zh)}}
}

// Missing lists what is not there, in a language.
func (c *Content) Missing(w view.Writer) string {
	t := &w.T.Report
	var out []string
	for _, b := range c.Behind {
		name := w.T.Record(b.Record)
		if b.Name != "" {
			name += " " + b.Name
		}
		if b.From != "" {
			days, err := rangeOf(b.From, b.To)
			if err != nil {
				continue
			}
			out = append(out, fmt.Sprintf(t.MissingDays, name, w.Days(days)))
			continue
		}
		if day, err := ops.ParseDay(b.Through); err == nil {
			out = append(out, fmt.Sprintf(t.MissingThru, name, w.Day(day)))
		}
	}
	return strings.Join(out, w.T.Plan.Comma)
}

func rangeOf(from, to string) (ops.Range, error) {
	first, err := ops.ParseDay(from)
	if err != nil {
		return ops.Range{}, err
	}
	last, err := ops.ParseDay(to)
	return ops.Range{From: first, To: last + 1}, err
}

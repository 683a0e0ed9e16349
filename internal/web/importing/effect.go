package importing

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// effectView names the panels of one page whose figures an import changed.
type effectView struct {
	Page   frame.Link
	Panels []frame.Link
}

// effectsOf lists the panels that are made of a record, with links to the days
// of an import.
func effectsOf(w view.Writer, catalog *ops.Catalog, b ops.Batch) []effectView {
	q := url.Values{}
	if n := b.Days.Len(); n > 0 && n <= ask.MaxRangeDays {
		q.Set("from", b.Days.From.String())
		q.Set("to", b.Days.Last().String())
	}
	var out []effectView
	for _, p := range catalog.Pages {
		v := effectView{Page: frame.Link{Href: ask.Href("/"+p.Name, q), Label: w.Label(p.Title), Icon: frame.IconOf(p.Icon)}}
		for _, panel := range p.Panels {
			if slices.Contains(recordsOf(catalog, panel), b.Record) {
				own := maps.Clone(q)
				if panel.Folded {
					own.Set("more", "1")
				}
				v.Panels = append(v.Panels, frame.Link{Href: ask.Href("/"+p.Name, own) + "#p-" + panel.ID, Label: w.Label(panel.Title)})
			}
		}
		if len(v.Panels) > 0 {
			out = append(out, v)
		}
	}
	return out
}

// recordsOf lists the records a panel is made of. Panels about members are
// made of what they did and when they joined.
func recordsOf(catalog *ops.Catalog, p *ops.Panel) []string {
	names := append([]string{p.Metric, p.X, p.Y, p.Size}, p.Metrics...)
	for _, s := range p.Steps {
		names = append(names, s.Metric)
	}
	var out []string
	money := false
	for _, name := range names {
		m, ok := catalog.Metric(name)
		if !ok {
			continue
		}
		for _, t := range slices.Concat(m.Num, m.Den) {
			if x := catalog.Measures[t.Measure]; x != nil {
				out = append(out, x.Record)
				money = money || x.Money
			}
		}
	}
	if len(out) == 0 || p.Event != "" || strings.HasPrefix(p.By, "member") {
		out = append(out, "events", "members")
	}
	if money {
		out = append(out, "rates")
	}
	return out
}

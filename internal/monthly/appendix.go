package monthly

import (
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// shortDigest is how much of a digest people are shown.
const shortDigest = 8

// cover is what stands beneath the title.
func (m *maker) cover(w words, c *Content) []string {
	return []string{w.Days(m.view.Range), w.sprintf(w.t.Edition, c.Edition)}
}

// appendix says how the figures are defined, how far the data goes, and of which record they are.
func (m *maker) appendix(w words, c *Content) []Block {
	var names []string
	for _, f := range m.figures {
		if !slices.Contains(names, f.Metric) {
			names = append(names, f.Metric)
		}
	}
	t := &Table{Caption: w.t.Metric, Columns: []Head{{w.t.Metric, false}, {w.t.Definition, false}}}
	for _, name := range names {
		if x := w.Metric(name); x != nil {
			t.Rows = append(t.Rows, []Cell{{Text: w.Label(x.Label)}, {Text: w.Label(x.Definition)}})
		}
	}
	data := &Table{Caption: w.t.Source, Columns: []Head{{w.t.Source, false}, {w.t.ThroughDay, false}}}
	for _, s := range c.Sources {
		name := w.T.Record(s.Record)
		if s.Name != "" {
			name += " " + w.Group(s.Name, 0)
		}
		if day, err := ops.ParseDay(s.Through); err == nil {
			data.Rows = append(data.Rows, []Cell{{Text: name}, {Text: w.Day(day)}})
		}
	}
	digest := c.Definitions
	made := w.sprintf(w.t.Definitions, digest[:min(shortDigest, len(digest))], c.Record)
	out := []Block{{Table: t, Note: w.t.Levels}}
	if len(data.Rows) > 0 {
		out = append(out, Block{Table: data})
	}
	out[len(out)-1].Note = strings.TrimSpace(out[len(out)-1].Note + " " + made)
	return out
}

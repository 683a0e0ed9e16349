package view

import (
	"slices"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// NewWriter returns a writer in a language of what is said of d.
func NewWriter(lang i18n.Lang, currency string, d analysis.Data) Writer {
	w := Writer{Lang: lang, T: i18n.In(lang), Currency: currency, Catalog: d.Catalog}
	if d.Catalog != nil && d.Snapshot != nil {
		w.namesakes = namesakes(d.Catalog, lang, d.Snapshot.Has)
	}
	return w
}

// namesakes returns the folded values of dimensions that would read like another
// value of the same dimension: two whose names are the same, or one whose name is
// what somebody else wrote for a value of its own.
func namesakes(c *ops.Catalog, lang i18n.Lang, has func(dimension, value string) bool) map[string]bool {
	read := map[string][]string{} // folded name → the values that it is shown for
	for value, label := range c.Values {
		name := ops.Fold(label.In(string(lang)))
		read[name] = append(read[name], value)
	}
	out, dimensions := map[string]bool{}, ops.Dimensions()
	for name, values := range read {
		if _, named := c.Values[name]; !named {
			values = append(values, name)
		}
		if len(values) < 2 {
			continue
		}
		for _, dimension := range dimensions {
			there := slices.DeleteFunc(slices.Clone(values), func(v string) bool { return !has(dimension, v) })
			if len(there) > 1 {
				for _, v := range there {
					out[v] = true
				}
			}
		}
	}
	return out
}

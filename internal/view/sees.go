package view

import (
	"fmt"
	"strings"

	"daybreak/internal/ops"
)

// mostSeen is how many names of a rule are said in one line.
const mostSeen = 6

// Sees says in a line which rows alone somebody with a rule sees; "" without one.
func (w Writer) Sees(rule ops.RowRule) string {
	if !rule.Narrows() {
		return ""
	}
	return fmt.Sprintf(w.T.Shell.Sees, w.RowRule(rule))
}

// RowRule names the rows that a rule lets through; "" for all.
func (w Writer) RowRule(rule ops.RowRule) string {
	if rule.Nothing {
		return w.T.Shell.SeesNone
	}
	var parts []string
	for _, f := range rule.Filters() {
		var names []string
		for _, v := range f.Values[:min(len(f.Values), mostSeen)] {
			names = append(names, w.Group(v, 0))
		}
		text := strings.Join(names, w.T.Notes.Separator)
		if more := len(f.Values) - mostSeen; more > 0 {
			text = fmt.Sprintf(w.T.Shell.SeesMore, text, more)
		}
		parts = append(parts, w.Dimension(f.Dimension)+" "+text)
	}
	return strings.Join(parts, " · ")
}

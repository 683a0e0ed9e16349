package ingest

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"daybreak/internal/ops"
)

// periodOf finds the days a preamble speaks of.
func periodOf(lines []string) ops.Range {
	f := newDateForms()
	var start, end ops.Day
	for _, line := range lines {
		lower := strings.ToLower(norm.NFKC.String(line))
		// "Start date: 20250101" and "End date: 20251231" are two lines.
		if label, value, ok := strings.Cut(lower, ":"); ok && strings.HasSuffix(label, "date") {
			if m, ok := f.parse(strings.TrimSpace(value), monthFirst); ok {
				if strings.Contains(label, "start") {
					start = m.civil()
				} else {
					end = m.civil()
				}
			}
		}
		for _, part := range periodParts(lower) {
			if m, ok := f.parse(part, dayFirst); ok && m.until != nil {
				return ops.Range{From: m.civil(), To: m.until.civil() + 1}
			}
		}
	}
	if start > 0 && end >= start {
		return ops.Range{From: start, To: end + 1}
	}
	return ops.Range{}
}

// periodParts yields the parts of a line that may be a range of dates: the
// line, what follows each colon, and that up to two blanks or a comma.
func periodParts(line string) []string {
	parts := []string{strings.Trim(line, `"' `)}
	for {
		_, after, ok := strings.Cut(line, ":")
		if !ok {
			return parts
		}
		after = strings.TrimSpace(after)
		parts = append(parts, after)
		if cut := strings.IndexAny(after, " "); cut > 0 {
			parts = append(parts, after[:cut])
		}
		if first, _, ok := strings.Cut(after, "制表"); ok {
			parts = append(parts, strings.TrimSpace(first))
		}
		line = after
	}
}

package ingest

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"daybreak/internal/ops"
)

// layout says which column of a file holds which column of a record. It is
// Daybreak's own: header names are those of ops.Records, in any order and
// case; columns that are not required may be left out.
type layout struct {
	record  *ops.Record
	columns []int // by column of the file, the column of the record or -1
	order   []int // columns of the file in the order to read them: the currency decides how money reads
	ignored []string
}

// ownLayout returns the layout of a header, or nil if it is not one of
// Daybreak's own. Several records may have the required columns; the one that
// leaves the fewest names unused is meant. Where two of them use all names alike,
// nothing in the file says which is meant: ambiguous_layout. kind, if not "", is
// the only record considered.
func ownLayout(header []string, kind string) (*layout, *ops.Error) {
	var best, other *layout
	for _, r := range ops.Records() {
		if kind != "" && r.Name != kind {
			continue
		}
		switch l := matchLayout(r, header); {
		case l == nil:
		case best == nil || len(l.ignored) < len(best.ignored):
			best, other = l, nil
		case len(l.ignored) == len(best.ignored):
			other = l
		}
	}
	if other != nil {
		return nil, ambiguousLayout(best.record, other.record)
	}
	return best, nil
}

func ambiguousLayout(a, b *ops.Record) *ops.Error {
	return fault("ambiguous_layout", fmt.Sprintf("The header is that of %s and that of %s alike.", a.Name, b.Name),
		"Say which of them the file holds.", a.Name, b.Name).Error
}

// matchLayout returns nil unless header has every required column of r, some
// value column if r has any, and more known columns than unknown ones: the
// export of another platform may share a few names by chance.
func matchLayout(r *ops.Record, header []string) *layout {
	l := &layout{record: r, columns: make([]int, len(header))}
	for i, h := range header {
		l.columns[i] = r.Column(headerName(h))
		if l.columns[i] < 0 {
			l.ignored = append(l.ignored, headerTitle(h, i))
		}
	}
	if len(missing(r, header)) > 0 || len(l.ignored) >= len(header)-len(l.ignored) {
		return nil
	}
	adds := func(c ops.Column) bool { return c.Type.IsNumber() }
	if r.OfDays() && slices.ContainsFunc(r.Columns, adds) && !slices.ContainsFunc(l.columns, func(c int) bool { return c >= 0 && adds(r.Columns[c]) }) {
		return nil
	}
	for i, c := range l.columns {
		switch {
		case c < 0:
		case r.Columns[c].Name == "currency":
			l.order = slices.Insert(l.order, 0, i)
		default:
			l.order = append(l.order, i)
		}
	}
	return l
}

// spelled reports whether header names some column as documented. A header
// that only means the same, such as Date, Campaign, Cost, is that of another
// program, which also has its own ways to write numbers and dates.
func (l *layout) spelled(header []string) bool {
	for i, c := range l.columns {
		if c >= 0 && strings.TrimSpace(strings.TrimPrefix(header[i], "\ufeff")) == l.record.Columns[c].Name {
			return true
		}
	}
	return false
}

// missing lists the required columns of r that header does not name.
func missing(r *ops.Record, header []string) []string {
	var out []string
	for _, c := range r.Columns {
		if c.Required && !slices.ContainsFunc(header, func(h string) bool { return headerName(h) == c.Name }) {
			out = append(out, c.Name)
		}
	}
	return out
}

// check complains about a header that names a column twice or has a name that
// is too long.
func (l *layout) check(header []string, line int) *ops.Error {
	seen := map[string]int{}
	for i, h := range header {
		if utf8.RuneCountInString(h) > MaxName {
			return fault("name_too_long", fmt.Sprintf("The name of column %d is longer than %d characters.", i+1, MaxName),
				"Shorten the name in the header.", MaxName).at(line, fmt.Sprint(i+1), h)
		}
		name := headerName(h)
		if first, ok := seen[name]; ok && name != "" {
			return fault("duplicate_column", fmt.Sprintf("Columns %d and %d are both named %s.", first+1, i+1, ops.Show(h)),
				"Rename or take out one of them.", first+1, i+1, ops.Show(h)).at(line, name, h)
		}
		seen[name] = i
	}
	return nil
}

// headerName returns the form under which two spellings of a header are one.
func headerName(h string) string {
	return strings.ToLower(strings.TrimSpace(norm.NFC.String(h)))
}

// headerTitle returns what to call column i of a file.
func headerTitle(h string, i int) string {
	if h = strings.TrimSpace(h); h == "" {
		return fmt.Sprintf("column %d", i+1)
	}
	return ops.Show(h)
}

// Header returns the documented CSV header of a record.
func Header(r *ops.Record) []string {
	names := make([]string, len(r.Columns))
	for i, c := range r.Columns {
		names[i] = c.Name
	}
	return names
}

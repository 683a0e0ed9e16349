package ops

import (
	"slices"
	"strings"
	"time"
)

// Merge says that a name of a dimension means what another one means, the one
// that is kept. Rows stay as their files said them: whoever reads them sees the
// name kept, until the merge is undone.
type Merge struct {
	ID         int64
	Dimension  string
	Name, Kept string
	By         string
	At         time.Time
	UndoneBy   string
	UndoneAt   time.Time // zero: it holds
}

// Holds reports whether the merge was not undone.
func (m Merge) Holds() bool { return m.UndoneAt.IsZero() }

// MergedDimensions lists the dimensions whose names may be merged.
func MergedDimensions() []string { return []string{"platform", "channel", "account", "campaign"} }

// MaxMergedName bounds the names of a merge, in characters: no row has a longer one.
const MaxMergedName = 120

// Check refuses merges that make no sense.
func (m Merge) Check() error {
	switch {
	case !slices.Contains(MergedDimensions(), m.Dimension):
		return refuse("bad_dimension", "dimension", m.Dimension, "Names of this dimension cannot be merged.",
			"Use one of "+strings.Join(MergedDimensions(), ", ")+".")
	case m.Name == "":
		return refuse("blank_name", "name", "", "name is blank.", "Say which name is to become another.")
	case m.Kept == "":
		return refuse("blank_name", "kept", "", "kept is blank.", "Say which name stays.")
	case Fold(m.Name) == Fold(m.Kept):
		return refuse("same_name", "kept", m.Kept, "The two names are one already.", "Choose another name to keep.")
	}
	for _, text := range []struct{ column, value string }{{"name", m.Name}, {"kept", m.Kept}} {
		if err := CheckPlain(text.column, text.value, MaxMergedName); err != nil {
			return err
		}
	}
	return nil
}

// Keys are the merges that hold: by dimension, the name kept for a folded name.
type Keys map[string]map[string]string

// KeysOf returns the keys that merges make, those undone aside. Where a name
// kept was merged itself later, the last one is kept.
func KeysOf(merges []Merge) Keys {
	out := Keys{}
	for _, m := range merges {
		if !m.Holds() {
			continue
		}
		if out[m.Dimension] == nil {
			out[m.Dimension] = map[string]string{}
		}
		out[m.Dimension][Fold(m.Name)] = m.Kept
	}
	for _, names := range out {
		for name, kept := range names {
			for range names { // as many steps as there are names, at most
				next, ok := names[Fold(kept)]
				if !ok {
					break
				}
				kept = next
			}
			names[name] = kept
		}
	}
	return out
}

// Of returns the key under which rows carry a name of a dimension: what
// everybody calls it, then what it was merged into.
func (k Keys) Of(dimension, name string) string {
	return k.Kept(dimension, KeyOf(dimension, name))
}

// Kept returns what a name of a dimension was merged into, else the name.
func (k Keys) Kept(dimension, name string) string {
	if kept, ok := k[dimension][Fold(name)]; ok {
		return kept
	}
	return name
}

// Filters returns conditions with the keys of names in the place of other names
// for the same thing, each once: who asks for any of them asks for all its rows.
func (k Keys) Filters(filters []Filter) []Filter {
	out := slices.Clone(filters)
	for i, f := range out {
		if !slices.ContainsFunc(f.Values, func(v string) bool { return k.Of(f.Dimension, v) != v }) {
			continue
		}
		values := make([]string, 0, len(f.Values))
		for _, v := range f.Values {
			v = k.Of(f.Dimension, v)
			if !slices.ContainsFunc(values, func(other string) bool { return Fold(other) == Fold(v) }) {
				values = append(values, v)
			}
		}
		out[i].Values = values
	}
	return out
}

// Scope reads a scope as targets, tries, notes and alerts state it, with the names
// kept. Errors are as of ParseScope.
func (k Keys) Scope(text string) ([]Filter, error) {
	filter, err := ParseScope(text)
	if err != nil {
		return nil, err
	}
	return k.Filters(filter), nil
}

// MergeEffect is what a merge would change, by record.
type MergeEffect struct {
	Merge   Merge
	Records []RecordEffect
}

// RecordEffect is what a merge would change in one record.
type RecordEffect struct {
	Record string
	Rows   int   // that carry the name now
	Joined int   // rows that become one with a row of the other name: what one file says of both is added, else the later import counts
	Days   Range // of the rows; empty for records without days
	Money  []MoneyEffect
}

// MoneyEffect is the sum of a column of money in one currency, in minor units.
type MoneyEffect struct {
	Column, Currency string
	Moved            int64 // carries the name now
	Before, After    int64 // of both names together
}

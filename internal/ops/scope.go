package ops

import (
	"fmt"
	"slices"
	"strings"
)

// ParseScope reads a scope as targets, tries and notes state it:
// channel:search-ads;city:Beijing, or !value for all others; "" is everything.
// A value with a semicolon or a quote stands in double quotes, quotes inside
// doubled. Values of one dimension are alternatives, dimensions must all hold.
// A mistake is an *Error with code bad_scope or unknown_dimension that says at
// which character it is.
func ParseScope(s string) ([]Filter, error) {
	var out []Filter
	parts, err := splitScope(s)
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		dimension, value, ok := strings.Cut(p.text, ":")
		dimension = strings.TrimSpace(dimension)
		if !ok || dimension == "" {
			return nil, scopeError(s, p.at, "bad_scope", "This part is no dimension:value.", "Write it as channel:search-ads;city:Beijing.")
		}
		if !slices.Contains(Dimensions(), dimension) {
			e := scopeError(s, p.at, "unknown_dimension", "There is no dimension named "+Show(dimension)+".", "Use one of "+strings.Join(Dimensions(), ", ")+".")
			e.Args = []any{Show(dimension), strings.Join(Dimensions(), ", ")}
			return nil, e
		}
		value, not := strings.CutPrefix(strings.TrimSpace(value), "!")
		if len(value) > 1 && value[0] == '"' {
			value = strings.ReplaceAll(value[1:len(value)-1], `""`, `"`)
		}
		out = addFilter(out, dimension, not, Fold(value))
	}
	return out, nil
}

// scopePart is one condition and the character, from 1, at which it begins.
type scopePart struct {
	text string
	at   int
}

// splitScope cuts a scope at semicolons outside quotes; empty parts are left out.
func splitScope(s string) ([]scopePart, error) {
	var out []scopePart
	var part strings.Builder
	begin, quoted, at := 1, false, 0
	end := func() {
		if text := strings.TrimSpace(part.String()); text != "" {
			out = append(out, scopePart{text, begin})
		}
		part.Reset()
		begin = at + 1
	}
	for _, r := range s {
		at++
		if r == '"' {
			quoted = !quoted
		}
		if r == ';' && !quoted {
			end()
			continue
		}
		part.WriteRune(r)
	}
	if quoted {
		return nil, scopeError(s, begin, "bad_scope", "A quote is not closed.", `Write quotes inside a value twice: city:"a ""b"" c".`)
	}
	end()
	return out, nil
}

func scopeError(s string, at int, code Code, message, hint string) *Error {
	return &Error{Code: code, Message: message, Hint: hint, Where: Place{Column: "scope", Value: Show(s), At: at}, Args: []any{Show(s), at}}
}

func addFilter(filters []Filter, dimension string, not bool, value string) []Filter {
	i := slices.IndexFunc(filters, func(f Filter) bool { return f.Dimension == dimension && f.Not == not })
	if i < 0 {
		return append(filters, Filter{Dimension: dimension, Not: not, Values: []string{value}})
	}
	if !slices.Contains(filters[i].Values, value) {
		filters[i].Values = append(filters[i].Values, value)
	}
	return filters
}

// ScopeText writes filters as ParseScope reads them: dimensions and values in
// order, names folded, so that equal scopes are equal texts.
func ScopeText(filters []Filter) string {
	var parts []string
	for _, f := range filters {
		for _, v := range f.Values {
			not := ""
			if f.Not {
				not = "!"
			}
			v = Fold(v)
			if strings.ContainsAny(v, `;"`) || strings.HasPrefix(v, "!") {
				v = `"` + strings.ReplaceAll(v, `"`, `""`) + `"`
			}
			parts = append(parts, fmt.Sprintf("%s:%s%s", f.Dimension, not, v))
		}
	}
	slices.Sort(parts)
	return strings.Join(slices.Compact(parts), ";")
}

// ScopesMeet reports whether rows can lie in both scopes: no dimension is
// narrowed to values that the other excludes.
func ScopesMeet(a, b []Filter) bool {
	for _, f := range a {
		for _, g := range b {
			if f.Dimension == g.Dimension && !valuesMeet(f, g) {
				return false
			}
		}
	}
	return true
}

// ScopeHolds reports whether every row of the narrow scope lies in the wide one.
func ScopeHolds(wide, narrow []Filter) bool {
	return !slices.ContainsFunc(wide, func(f Filter) bool {
		return !slices.ContainsFunc(narrow, func(g Filter) bool { return f.Dimension == g.Dimension && valuesHold(f, g) })
	})
}

// valuesHold reports whether every value that passes g passes f.
func valuesHold(f, g Filter) bool {
	has := func(in Filter, v string) bool {
		return slices.ContainsFunc(in.Values, func(w string) bool { return Fold(v) == Fold(w) })
	}
	if g.Not {
		return f.Not && !slices.ContainsFunc(f.Values, func(v string) bool { return !has(g, v) })
	}
	return !slices.ContainsFunc(g.Values, func(v string) bool { return has(f, v) == f.Not })
}

// valuesMeet reports whether a value passes both filters of one dimension.
func valuesMeet(f, g Filter) bool {
	if f.Not && g.Not {
		return true
	}
	if f.Not {
		f, g = g, f
	}
	return slices.ContainsFunc(f.Values, func(v string) bool {
		in := slices.ContainsFunc(g.Values, func(w string) bool { return Fold(v) == Fold(w) })
		return in != g.Not
	})
}

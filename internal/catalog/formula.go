package catalog

import (
	"strings"

	"daybreak/internal/ops"
)

// The limits of a formula (RELIABILITY §4.5).
const (
	maxFormula = 500
	maxTerms   = 200
)

// formula reads a linear sum of measures: a - b + c. Nothing else is allowed;
// what is divided belongs into den.
func (l *loader) formula(n node) ops.Linear {
	s := l.text(n)
	if strings.TrimSpace(s) == "" || len(s) > maxFormula {
		l.fail(n, "bad_formula", "Write names of measures with + and - between them.", "A formula has 1 to %d characters.", maxFormula)
		return nil
	}
	var out ops.Linear
	sign, expectName := 1, true
	rest := strings.TrimSpace(s)
	for first := true; rest != ""; first = false {
		switch c := rest[0]; {
		case c == '+' || c == '-':
			if expectName && !first {
				l.fail(n, "bad_formula", "Write names of measures with + and - between them.", "There is a sign too many in %q.", ops.Show(s))
				return nil
			}
			if sign = 1; c == '-' {
				sign = -1
			}
			expectName, rest = true, rest[1:]
		case isName(c) && (c < '0' || c > '9'):
			if !expectName {
				l.fail(n, "bad_formula", "Write names of measures with + and - between them.", "A sign is missing in %q.", ops.Show(s))
				return nil
			}
			end := 0
			for end < len(rest) && isName(rest[end]) {
				end++
			}
			name := rest[:end]
			if _, ok := l.catalog.Measures[name]; !ok {
				l.fail(n, "unknown_measure", suggest(name, keys(l.catalog.Measures)), "There is no measure %q.", name)
				return nil
			}
			if out = append(out, ops.Term{Sign: sign, Measure: name}); len(out) > maxTerms {
				l.fail(n, "bad_formula", "", "A formula has at most %d terms.", maxTerms)
				return nil
			}
			expectName, rest = false, rest[end:]
		default:
			l.fail(n, "bad_formula", "A formula only adds and subtracts measures; what it is divided by goes into den, a factor into scale.",
				"%q cannot stand in a formula.", ops.Show(firstRune(rest)))
			return nil
		}
		rest = strings.TrimSpace(rest)
	}
	if expectName {
		l.fail(n, "bad_formula", "Write names of measures with + and - between them.", "The formula %q ends with a sign.", ops.Show(s))
		return nil
	}
	return out
}

func isName(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

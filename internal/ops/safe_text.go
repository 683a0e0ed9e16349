package ops

import "unicode/utf8"

// SafeText returns s so that no spreadsheet takes it for a formula: texts that
// begin with = + - @, their full-width forms, TAB, CR, LF, NUL or ' get a ' in
// front. Every text cell of an exported CSV goes through it.
func SafeText(s string) string {
	if dangerous(s) {
		return "'" + s
	}
	return s
}

// UnsafeText takes off the one ' that SafeText put in front:
// UnsafeText(SafeText(s)) == s for every s.
func UnsafeText(s string) string {
	if s != "" && s[0] == '\'' && dangerous(s[1:]) {
		return s[1:]
	}
	return s
}

func dangerous(s string) bool {
	if s == "" {
		return false
	}
	switch r, _ := utf8.DecodeRuneInString(s); r {
	case '=', '+', '-', '@', '\t', '\r', '\n', 0, '\'', '＝', '＋', '－', '＠':
		return true
	}
	return false
}

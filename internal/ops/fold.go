package ops

import "strings"

// Fold returns the form under which two spellings of a Name are the same name:
// lower case, full-width ASCII narrowed, runs of blanks as one, none at the
// ends. The text must already be in Unicode NFC, as package ingest makes it.
func Fold(s string) string {
	if folded(s) {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 0xff01 && r <= 0xff5e:
			return r - 0xfee0
		case r == 0x3000, r == 0xa0, r == 0x202f:
			return ' '
		}
		return r
	}, s)
	return strings.ToLower(strings.Join(strings.Fields(s), " "))
}

// folded reports whether s is lower-case ASCII with single blanks inside, as
// most names are: nothing is left to fold.
func folded(s string) bool {
	blank := true // the byte before, or the begin
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c >= 0x7f || 'A' <= c && c <= 'Z' || c == ' ' && blank {
			return false
		}
		blank = c == ' '
	}
	return !blank || s == ""
}

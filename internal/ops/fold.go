package ops

import "strings"

// Fold returns the form under which two spellings of a Name are the same name:
// lower case, full-width ASCII narrowed, runs of blanks as one, none at the
// ends. The text must already be in Unicode NFC, as package ingest makes it.
func Fold(s string) string {
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

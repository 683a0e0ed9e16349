package i18n

import (
	"strings"
	"unicode"
)

// Close takes the blanks between two Chinese characters out, which sentences
// have where a name may be Latin or Chinese.
func Close(s string) string {
	runes := []rune(s)
	var b strings.Builder
	for i, r := range runes {
		if r == ' ' && i > 0 && i+1 < len(runes) && unicode.Is(unicode.Han, runes[i-1]) && unicode.Is(unicode.Han, runes[i+1]) {
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

package ops

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ReplaceWord replaces word by other wherever it stands in text, but not as a part of
// a longer one. Chinese has no spaces: its characters may stand beside any other.
func ReplaceWord(text, word, other string) string {
	var out strings.Builder
	for {
		from, to := wordIn(text, word)
		if from < 0 {
			out.WriteString(text)
			return out.String()
		}
		out.WriteString(text[:from])
		out.WriteString(other)
		text = text[to:]
	}
}

// wordIn returns where word first stands in text, -1 if nowhere.
func wordIn(text, word string) (from, to int) {
	if word == "" {
		return -1, -1
	}
	first, _ := utf8.DecodeRuneInString(word)
	last, _ := utf8.DecodeLastRuneInString(word)
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return -1, -1
		}
		from, to = at+i, at+i+len(word)
		before, _ := utf8.DecodeLastRuneInString(text[:from])
		after, _ := utf8.DecodeRuneInString(text[to:])
		if !(joins(before) && joins(first)) && !(joins(last) && joins(after)) {
			return from, to
		}
		at = from + 1
	}
}

// joins reports whether a character makes one word with others of its kind.
func joins(r rune) bool {
	return r == '_' || (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r) && r != utf8.RuneError
}

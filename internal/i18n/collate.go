package i18n

import (
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Collator returns what compares words as the language orders them: Chinese by
// pinyin. It is not for several goroutines at once.
func (l Lang) Collator() *collate.Collator { return collate.New(language.Make(string(l))) }

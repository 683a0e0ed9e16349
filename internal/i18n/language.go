// Package i18n speaks both languages of Daybreak: what the pages say, what
// errors mean, and how numbers and days are written. Everything exists in
// English and in Chinese; tests hold that.
package i18n

import (
	"slices"

	"golang.org/x/text/language"
)

// Lang is a language of the product.
type Lang string

// The languages.
const (
	En Lang = "en"
	Zh Lang = "zh"
)

// Languages lists the languages of the product.
func Languages() []Lang { return []Lang{En, Zh} }

// Tag returns the BCP 47 tag for the lang attribute.
func (l Lang) Tag() string {
	if l == Zh {
		return "zh-CN"
	}
	return "en"
}

// Other returns the language one may switch to.
func (l Lang) Other() Lang {
	if l == Zh {
		return En
	}
	return Zh
}

// Parse returns the language named by a parameter or a cookie.
func Parse(name string) (Lang, bool) {
	l := Lang(name)
	if !slices.Contains(Languages(), l) {
		return "", false
	}
	return l, true
}

// Negotiate picks the language for an Accept-Language header, Chinese when it
// asks for neither.
func Negotiate(accept string) Lang {
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return Zh
	}
	for _, t := range tags {
		base, _ := t.Base()
		if l, ok := Parse(base.String()); ok {
			return l
		}
	}
	return Zh
}

package view

import (
	"testing"

	"daybreak/internal/ask"
	"daybreak/internal/i18n"
)

// Every field that a form offers has a name in both languages, and so has every
// choice.
func TestEveryFieldHasItsWords(t *testing.T) {
	for _, lang := range i18n.Languages() {
		for _, k := range ask.Kinds() {
			if !k.HasPanels() {
				continue
			}
			f := &optionForm{b: Page{Writer: Writer{Lang: lang, T: i18n.In(lang)}}, family: k.Name()}
			for _, x := range k.Fields() {
				if x.Unlisted {
					continue
				}
				if f.label(x.Name) == "" {
					t.Errorf("%s: %s.%s has no name", lang, k.Name(), x.Name)
				}
				if x.Type != ask.ChoiceField {
					continue
				}
				for _, c := range f.choices(x) {
					if c.Label == "" {
						t.Errorf("%s: %s.%s=%s has no word", lang, k.Name(), x.Name, c.Value)
					}
				}
			}
		}
	}
}

package i18n

import (
	"reflect"
	"strings"
	"sync"

	"daybreak/internal/ops"
)

// Messages is everything the pages say in one language. Each text is a field
// whose tag has it in both languages. Fields with verbs are format strings for
// Sprintf; both languages take the same arguments.
type Messages struct {
	Lang Lang

	Account    Account
	Alert      Alert
	Board      Board
	Challenge  Challenge
	CheckIn    CheckIn
	Control    Control
	Evening    Evening
	Explore    Explore
	Groups     Groups
	Hand       Hand
	Import     Import
	Lanes      Lanes
	Limits     Limits
	Lists      Lists
	Marks      Marks
	Care       Care
	Member     Member
	Ledger     Ledger
	Message    Message
	Names      Names
	Operation  Operation
	Notes      Notes
	Option     Option
	Panel      Panel
	Plan       Plan
	Provenance Provenance
	Report     Report
	Retention  Retention
	Saying     Saying
	Settings   Settings
	Shell      Shell
	Unassigned Unassigned
	Valued     Valued
	Wizard     Wizard

	Subscription Subscription
}

// Record returns what people call a kind of record, or its name where there is
// no such kind.
func (m *Messages) Record(name string) string { return ops.RecordLabel(name).In(string(m.Lang)) }

// In returns the messages of a language.
func In(l Lang) *Messages {
	if l == Zh {
		return chinese()
	}
	return english()
}

var (
	english = sync.OnceValue(func() *Messages { return messages(En) })
	chinese = sync.OnceValue(func() *Messages { return messages(Zh) })
)

func messages(l Lang) *Messages {
	m := &Messages{Lang: l}
	setTexts(reflect.ValueOf(m).Elem(), l)
	return m
}

// setTexts gives every field of a struct the text its tag has in a language.
func setTexts(v reflect.Value, l Lang) {
	for i := range v.NumField() {
		field := v.Field(i)
		if field.Kind() == reflect.Struct {
			setTexts(field, l)
		} else if text, ok := v.Type().Field(i).Tag.Lookup(string(l)); ok {
			field.SetString(text)
		}
	}
}

// word returns the text of the field that is called as a name of the program
// is: user_add is UserAdd. A name without a field stands for itself.
func word(texts any, name string) string { return wordOr(texts, name, name) }

// wordOr is word with what stands for a name without a field.
func wordOr(texts any, name, other string) string {
	joined := strings.NewReplacer("_", "", "-", "").Replace(name)
	f := reflect.ValueOf(texts).FieldByNameFunc(func(field string) bool { return strings.EqualFold(field, joined) })
	if f.IsValid() {
		return f.String()
	}
	return other
}

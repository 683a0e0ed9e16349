package i18n

import "sync"

// Messages is everything the pages say in one language. Fields with verbs are
// format strings for Sprintf; both languages take the same arguments.
type Messages struct {
	Lang    Lang
	Shell   Shell
	Control Control
	Panel   Panel
	Notes   Notes
	Names   Names
	Import  Import
	Wizard  Wizard
	Account Account
	Limits  Limits
	Member  Member
	Option  Option

	Challenge Challenge
	CheckIn   CheckIn
}

// pick chooses the text of one language; every message is written as a pair.
type pick func(en, zh string) string

// In returns the messages of a language.
func In(l Lang) *Messages {
	if l == Zh {
		return chinese()
	}
	return english()
}

var (
	english = sync.OnceValue(func() *Messages { return messages(En, func(en, _ string) string { return en }) })
	chinese = sync.OnceValue(func() *Messages { return messages(Zh, func(_, zh string) string { return zh }) })
)

func messages(l Lang, p pick) *Messages {
	return &Messages{
		Lang: l, Shell: shell(p), Control: control(p), Panel: panel(p), Notes: notes(p), Names: names(p),
		Import: imports(p), Wizard: wizard(p),
		Account: account(p), Limits: limits(p),
		Member: member(p), Option: option(p),
		Challenge: challenge(p), CheckIn: checkIn(p),
	}
}

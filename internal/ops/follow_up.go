package ops

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// FollowUp is one entry in what is done for a member: what was said, who looks after them,
// what comes next, and where they were moved on to. Owner, NextOn, Next and Tags of the
// latest entry are what holds of the member now.
type FollowUp struct {
	Edited
	Member  string
	Event   string   // what was done with them, which is an event of theirs; "" for none
	Text    string   // what was said
	Minutes int      // of work
	Try     int64    // id of the try whose cost the minutes are; 0: of none
	Owner   string   // who looks after them
	NextOn  Day      // when something is to be done next; 0: nothing is planned
	Next    string   // what
	Tags    []string // in order
	Batch   int64    // the import that Event is a row of; 0 without
}

// Planned reports whether anything comes next.
func (f FollowUp) Planned() bool { return f.NextOn != 0 || f.Next != "" }

// FollowUpRequest is how a new entry comes. Last is the id of the latest entry about the
// member that the writer saw, 0 for none. Key is the sender and key of the request, "" for
// none, and Said a digest of what it says. Admit, if not nil, refuses an entry that is
// new.
type FollowUpRequest struct {
	Last      int64
	Key, Said string
	Admit     func() error
}

// Limits of a FollowUp.
const (
	MaxTags    = 20
	MaxTag     = 40
	MaxMinutes = 24 * 60
)

// Check refuses entries that make no sense on a day.
func (f FollowUp) Check(today Day) error {
	switch {
	case f.Member == "":
		return refuse("member_missing", "member", "", "It is not said whom this is about.", "Send the field member.")
	case f.NextOn != 0 && f.NextOn < today:
		return refuse("next_past", "next_on", f.NextOn.String(), "The next step lies in the past.", "Give today or a later day.")
	case f.NextOn >= MaxNoteDay:
		return refuse("bad_note_day", "next_on", f.NextOn.String(), "The day lies outside 1970 to 2100.", "Give another date.")
	case f.Minutes < 0 || f.Minutes > MaxMinutes:
		return refuse("bad_minutes", "minutes", "", "The minutes of a talk are 0 to 1440.", "Give the minutes it took.")
	case f.Try != 0 && f.Minutes == 0:
		return refuse("minutes_missing", "minutes", "", "The minutes that are a cost of the try are missing.", "Give the minutes it took, or leave out the try.")
	case len(f.Tags) > MaxTags:
		return &Error{Code: "too_many_tags", Message: "There are more than 20 tags.", Hint: "Leave some out.", Where: Place{Column: "tags"}, Args: []any{MaxTags}}
	}
	if e := utf8.RuneCountInString(f.Event); e > MaxTitle {
		return CheckPlain("event", f.Event, MaxTitle)
	}
	for _, text := range []struct {
		name, value string
		most        int
	}{{"text", f.Text, MaxSentence}, {"owner", f.Owner, MaxTitle}, {"next", f.Next, MaxTitle}} {
		if err := plainWords(text.name, text.value, text.most); err != nil {
			return err
		}
	}
	for _, tag := range f.Tags {
		if err := plainWords("tags", tag, MaxTag); err != nil {
			return err
		}
		if tag == "" || strings.ContainsAny(tag, ",，\n") {
			return refuse("bad_tag", "tags", tag, "This is no tag.", "A tag is a word without a comma.")
		}
	}
	return nil
}

// plainWords refuses what is no plain text of a few words.
func plainWords(name, text string, most int) error {
	if strings.ContainsAny(text, "<>") {
		return refuse("text_html", name, text, "A note is plain text.", "Leave out < and >.")
	}
	return CheckPlain(name, text, most)
}

// ReadTags returns the tags of a text in which commas part them, in order and each once.
func ReadTags(text string) []string {
	var out []string
	for _, tag := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",，、;；\n", r) }) {
		if tag = strings.TrimSpace(tag); tag != "" && !slices.Contains(out, tag) {
			out = append(out, tag)
		}
	}
	slices.Sort(out)
	return out
}

// Attributes are what a member is called and how they are reached, as far as it was
// imported.
type Attributes struct {
	Name, Nickname, Contact string
	Tags                    []string
}

// Called returns what people call the member: the nickname, else the name, else nothing.
func (a Attributes) Called() string {
	if a.Nickname != "" {
		return a.Nickname
	}
	return a.Name
}

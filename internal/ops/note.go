package ops

import (
	"slices"
	"strings"
	"time"
)

// Kinds of notes. System notes are made by Daybreak: of holidays, tries and
// data that changed or is missing.
const (
	NoteFact     = "fact"
	NoteIndustry = "industry"
	NoteFinding  = "finding"
	NoteSystem   = "system"
)

// NoteKinds lists the kinds that people write, in the order forms show them.
func NoteKinds() []string { return []string{NoteFact, NoteIndustry, NoteFinding} }

// Note is something that happened or was found out, on a day or several.
type Note struct {
	Edited
	Days     Range
	Scope    string // as ScopeText writes it
	Metrics  string // names of metrics and pages it concerns, by comma; "" is all
	Text     string
	Link     string
	Kind     string
	Resolved time.Time // zero: it stands
	Shared   bool      // share links show it too
	Up, Down int       // votes
	Mine     int       // vote of who asks: 1, -1 or 0

	// Restated is what a system note of a restatement is of: the figure that changed most.
	Restated *Restatement
}

// Check refuses notes that make no sense.
func (n Note) Check() error {
	switch {
	case n.Text == "":
		return refuse("text_missing", "text", "", "A note needs a text.", "Say what happened.")
	case n.Days.From < MinNoteDay || n.Days.To > MaxNoteDay:
		return refuse("bad_note_day", "day", n.Days.String(), "The day lies outside 1970 to 2100.", "Give another date.")
	case n.Days.Len() == 0:
		return refuse("range_reversed", "to", n.Days.From.String(), "The note ends before it begins.", "Give the later day as its end.")
	case n.Days.Len() > MaxLength:
		return refuse("note_too_long", "to", n.Days.Last().String(), "The note is longer than 366 days.", "Give fewer days.")
	case !slices.Contains(NoteKinds(), n.Kind):
		return refuse("bad_note_kind", "kind", n.Kind, "This is no kind of note.", "Use one of "+strings.Join(NoteKinds(), ", ")+".")
	case n.Link != "" && !strings.HasPrefix(n.Link, "https://") && !strings.HasPrefix(n.Link, "http://"):
		return refuse("bad_link", "link", n.Link, "This is no address of a page.", "It begins with https://.")
	case strings.ContainsAny(n.Text, "<>"):
		return refuse("text_html", "text", n.Text, "A note is plain text.", "Leave out < and >.")
	}
	for _, text := range []struct {
		name, value string
		most        int
	}{{"text", n.Text, MaxSentence}, {"link", n.Link, MaxSentence}, {"metrics", n.Metrics, MaxSentence}, {"id", n.Key, MaxTitle}} {
		if err := CheckPlain(text.name, text.value, text.most); err != nil {
			return err
		}
	}
	_, err := ParseScope(n.Scope)
	return err
}

// The days a note may carry: 1970 up to, exclusive, 2100.
const (
	MinNoteDay Day = 0
	MaxNoteDay Day = 47482
)

// Concerns reports whether the note concerns a metric or page of that name.
func (n Note) Concerns(name string) bool {
	return n.Metrics == "" || slices.Contains(strings.Split(n.Metrics, ","), name)
}

package ops

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// TryKinds lists the kinds of tries in the order forms show them.
func TryKinds() []string {
	return []string{"content", "channel", "activity", "community", "user", "price", "search", "partner", "other"}
}

// Decision is what was decided on a try that was measured.
type Decision string

// The decisions; "" is none yet.
const (
	DecideRepeat Decision = "repeat"
	DecideStop   Decision = "stop"
	DecideRetest Decision = "retest"
	DecideScale  Decision = "scale"
)

// Decisions lists the decisions in the order forms show them.
func Decisions() []Decision { return []Decision{DecideRepeat, DecideScale, DecideRetest, DecideStop} }

// Edited is what every thing that users write has: Version grows with every
// change and must be the one that was read; Key is the name a file or a program
// gives it, "" for none.
type Edited struct {
	ID        int64
	Version   int64
	Key       string
	Created   time.Time
	CreatedBy string
	Changed   time.Time
	ChangedBy string
	Deleted   time.Time // zero: it is there
}

// Try is an action whose effect is measured. Metric, scope, direction,
// expectation and probability freeze when it begins: Altered says that they
// were changed after all.
type Try struct {
	Edited
	Title       string
	Kind        string
	Hypothesis  string
	Scope       string // what it touches, as ScopeText writes it
	MeasuredOn  string // scope its effect is measured on; "" is Scope, MeasuredOnAll everything
	Metric      string
	Also        []string  // other metrics it moves: their days are not usual ones
	Direction   Direction // UpGood or DownGood
	Start, End  Day       // both inclusive; End 0: it goes on
	Expected    float64   // relative effect, .3 for 30 % in the direction
	Probability float64   // that it works, 0 … 1
	Cost        int64     // minor units of the reporting currency
	Hours       float64
	Owner       string
	Control     string // scope that it leaves alone; "" for none
	Split       Split  // who of the scope gets it; the zero value: everybody
	Altered     bool

	Decision Decision
	Sentence string // why it was decided so
	Next     int64  // id of the try that follows; 0: none
	Decided  time.Time
}

// MeasuredOnAll is the scope of a try that touches a part and is measured on
// everything: what one channel is paid for also comes by others.
const MeasuredOnAll = "*"

// Measured returns the scope that the effect is measured on.
func (t Try) Measured() string {
	switch t.MeasuredOn {
	case "":
		return t.Scope
	case MeasuredOnAll:
		return ""
	}
	return t.MeasuredOn
}

// The limits of texts that users write.
const (
	MaxTitle    = 120
	MaxSentence = 500
)

// Running returns the days of the try up to, exclusive, a day.
func (t Try) Running(until Day) Range {
	if t.End != 0 {
		until = min(until, t.End+1)
	}
	return Range{t.Start, max(t.Start, until)}
}

// SameFrozen reports whether nothing that freezes at the start differs.
func (t Try) SameFrozen(u Try) bool {
	return t.Metric == u.Metric && t.Scope == u.Scope && t.MeasuredOn == u.MeasuredOn && t.Direction == u.Direction && t.Start == u.Start &&
		t.Expected == u.Expected && t.Probability == u.Probability
}

// Check refuses tries that make no sense. What it names beyond itself (metric,
// next try) is checked where it is known.
func (t Try) Check() error {
	switch {
	case t.Title == "":
		return refuse("text_missing", "title", "", "A try needs a title.", "Say in a few words what is done.")
	case !slices.Contains(TryKinds(), t.Kind):
		return refuse("bad_try_kind", "kind", t.Kind, "This is no kind of try.", "Use one of "+strings.Join(TryKinds(), ", ")+".")
	case t.Direction != UpGood && t.Direction != DownGood:
		return refuse("bad_direction", "direction", string(t.Direction), "This is no direction.", "Use up or down.")
	case t.Start < MinDay || t.Start >= MaxDay:
		return refuse("bad_start", "start", t.Start.String(), "This cannot be the first day.", "Give a date.")
	case t.End != 0 && t.End < t.Start:
		return refuse("range_reversed", "end", t.End.String(), "The try ends before it begins.", "Give the later day as its end, or none.")
	case t.End != 0 && int(t.End-t.Start) >= MaxLength:
		return refuse("try_too_long", "end", t.End.String(), "The try is longer than 366 days.", "Divide it.")
	case !(t.Expected > 0 && t.Expected <= 100):
		return refuse("bad_expectation", "expected", strconv.FormatFloat(t.Expected, 'g', -1, 64), "This is no expected effect.",
			"Give the change as a share: 0.3 for 30 %.")
	case !(t.Probability > 0 && t.Probability < 1):
		return refuse("bad_probability", "probability", strconv.FormatFloat(t.Probability, 'g', -1, 64), "This is no probability.",
			"Give a number between 0 and 1, such as 0.7.")
	case t.Cost < 0 || t.Cost > MaxUnits:
		return refuse("bad_cost", "cost", strconv.FormatInt(t.Cost, 10), "This cannot be the cost.", "Give an amount of 0 or more.")
	case !(t.Hours >= 0 && t.Hours <= 100_000):
		return refuse("bad_hours", "hours", strconv.FormatFloat(t.Hours, 'g', -1, 64), "This cannot be the hours.", "Give a number of 0 or more.")
	}
	if err := t.checkSplit(); err != nil {
		return err
	}
	return t.checkTexts()
}

func (t Try) checkTexts() error {
	for _, text := range []struct {
		name, value string
		most        int
	}{{"title", t.Title, MaxTitle}, {"hypothesis", t.Hypothesis, MaxSentence}, {"owner", t.Owner, MaxTitle}, {"sentence", t.Sentence, MaxSentence}, {"id", t.Key,
		MaxTitle}} {
		if err := CheckPlain(text.name, text.value, text.most); err != nil {
			return err
		}
	}
	for _, scope := range []struct{ name, value string }{{"scope", t.Scope}, {"control", t.Control},
		{"measured_on", strings.TrimPrefix(t.MeasuredOn, MeasuredOnAll)}} {
		if _, err := ParseScope(scope.value); err != nil {
			return AtColumn(err, scope.name)
		}
	}
	return nil
}

// CheckDecision refuses a decision that does not close the loop: it needs a
// sentence and, but for a stop, the try that follows.
func (t Try) CheckDecision() error {
	switch {
	case !slices.Contains(Decisions(), t.Decision):
		return refuse("bad_decision", "decision", string(t.Decision), "This is no decision.", "Use repeat, scale, retest or stop.")
	case t.Sentence == "":
		return refuse("sentence_missing", "sentence", "", "A decision needs a sentence.", "Say why, in a sentence.")
	case t.Decision != DecideStop && t.Next == 0:
		return refuse("next_try_missing", "next_try", "", "A decision to go on needs the next try.", "Plan the next try first, or stop.")
	case t.Decision != DecideStop && t.Next == t.ID:
		return refuse("next_try_missing", "next_try", strconv.FormatInt(t.Next, 10), "A try cannot follow itself.", "Name another try.")
	}
	return t.checkTexts()
}

// CheckPlain refuses a text that is too long or holds what nobody sees.
func CheckPlain(name, text string, most int) error {
	switch {
	case utf8.RuneCountInString(text) > most:
		e := refuse("words_too_long", name, text, fmt.Sprintf("This is longer than %d characters.", most), "Shorten it.")
		e.Args = []any{most}
		return e
	case text != strings.TrimSpace(text) || Show(text) != text && !strings.ContainsAny(text, "\n"):
		return refuse("text_unsafe", name, text, "This holds characters that cannot be seen.", "Type it again.")
	}
	return nil
}

func refuse(code Code, column, value, message, hint string) *Error {
	return &Error{Code: code, Message: message, Hint: hint, Where: Place{Column: column, Value: Show(value)}, Args: []any{Show(value)}}
}

// AtColumn says of a mistake which field it is in.
func AtColumn(err error, column string) error {
	if e, ok := err.(*Error); ok {
		moved := *e
		moved.Where.Column = column
		return &moved
	}
	return err
}

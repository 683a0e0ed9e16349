package ops

import (
	"fmt"
	"slices"
	"strconv"
)

// DataKind is a kind of data that names persons and goes after its time.
type DataKind string

// The kinds of data that go after their time.
const (
	DataMembers  DataKind = "members"  // members nothing was heard of: they are forgotten
	DataContacts DataKind = "contacts" // names, nicknames, contacts and tags of members nothing was heard of
	DataAudit    DataKind = "audit"    // lines of the audit log
	DataMessages DataKind = "messages" // messages sent or given up
)

// DataKinds lists the kinds, in the order pages show them.
func DataKinds() []DataKind { return []DataKind{DataMembers, DataContacts, DataAudit, DataMessages} }

// Periods says after how many days data of a kind goes. A kind without a period is kept
// for ever.
type Periods map[DataKind]int

// The shortest and the longest period, in days.
const (
	MinPeriod = 30
	MaxPeriod = 36_500
)

// Check refuses periods that make no sense.
func (p Periods) Check() error {
	for kind, days := range p {
		if !slices.Contains(DataKinds(), kind) {
			return refuse("unknown_data", Show(string(kind)), string(kind), "There is no such kind of data.", "Use members, contacts, audit or messages.")
		}
		if days < MinPeriod || days > MaxPeriod {
			return &Error{Code: "bad_period", Message: fmt.Sprintf("A period has %d to %d days.", MinPeriod, MaxPeriod),
				Hint: "Leave it blank to keep the data for ever.", Where: Place{Column: string(kind), Value: strconv.Itoa(days)},
				Args: []any{MinPeriod, MaxPeriod}}
		}
	}
	return nil
}

// ReadPeriod reads a period as people write it: days, or blank for ever, which is 0.
func ReadPeriod(kind DataKind, text string) (days int, err error) {
	if text == "" {
		return 0, nil
	}
	days, err = strconv.Atoi(text)
	if err != nil || strconv.Itoa(days) != text {
		return 0, refuse("not_a_number", string(kind), text, "A period is a whole number of days.", "Leave it blank to keep the data for ever.")
	}
	return days, Periods{kind: days}.Check()
}

// Lapsing counts what goes: members, members, lines and messages.
type Lapsing map[DataKind]int

// Total returns how much goes of all kinds.
func (l Lapsing) Total() int {
	n := 0
	for _, more := range l {
		n += more
	}
	return n
}

package ops

import "time"

// Channel is where messages are sent. What only it may know (the address of a
// robot, a password) is Sealed and never shown.
type Channel struct {
	Edited
	Name   string
	Kind   string // of notify.Kinds
	Lang   string // en or zh: of what is sent there
	Shows  string // what pages show of it: a host, or whom a mail goes to
	Sealed []byte
	Paused bool
}

// Check refuses channels that make no sense.
func (c Channel) Check() error {
	switch {
	case c.Name == "":
		return refuse("text_missing", "name", "", "A channel needs a name.", "Call it what people call the group or mailbox.")
	case c.Lang != "en" && c.Lang != "zh":
		return refuse("bad_language", "lang", c.Lang, "There is no such language.", "Use en or zh.")
	}
	return CheckPlain("name", c.Name, MaxTitle)
}

// DeliveryState is where a message is on its way.
type DeliveryState string

// The states of a delivery.
const (
	DeliveryWaiting DeliveryState = "waiting"
	DeliverySent    DeliveryState = "sent"
	DeliveryDead    DeliveryState = "dead" // given up; a person can send it again
)

// Delivery is one message on its way through one channel.
type Delivery struct {
	ID      int64
	Channel int64
	Once    string // what it is about: the same is never put in twice
	Kind    string // of notify: alert, brief, list, page, report, account or test
	Title   string
	Message []byte // as package notify writes it
	To      string // one mail address in place of those of the channel; "" for these
	Secret  bool   // Message is sealed, as it holds a link that lets somebody in
	Made    time.Time
	Due     time.Time
	Tries   int
	State   DeliveryState
	Sent    time.Time
	Why     *Error // why the last try failed: its code, message, hint and facts; nil where none did

	States Statement // of one that is put in: the figures it states
}

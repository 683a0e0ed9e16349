package ops

import (
	"encoding/json"
	"slices"
)

// ValuedList is one of the lists of members that matter most.
type ValuedList string

// The lists: who uses most, and who stand for the others of their kind.
const (
	Heavy          ValuedList = "heavy"
	Representative ValuedList = "representative"
)

// ValuedLists returns the lists.
func ValuedLists() []ValuedList { return []ValuedList{Heavy, Representative} }

// ValuedRule says who is on a list: who did each of the needs on enough of the last days;
// with Per at most Most of those with one value of it, who did most first. Version grows
// with each change and is 0 as long as there was none.
type ValuedRule struct {
	Version int          `json:"version"`
	Needs   []ValuedNeed `json:"needs"`
	Per     string       `json:"per,omitempty"` // an attribute of members; "" = all are taken
	Most    int          `json:"most,omitempty"`
}

// ValuedNeed asks for Least days with the event among the last Within.
type ValuedNeed struct {
	Event  string `json:"event"`
	Least  int    `json:"least"`
	Within int    `json:"within"`
}

// Setting is the name of the setting that keeps the rule of a list.
func (l ValuedList) Setting() string { return "valued." + string(l) }

// Rule returns the rule that a setting keeps, or, for "", what holds before anybody
// changed it: 20 of 28 days with a check-in; 8 of 28, three members a channel.
func (l ValuedList) Rule(setting string) (r ValuedRule, err error) {
	if setting != "" {
		err = json.Unmarshal([]byte(setting), &r)
		return r, err
	}
	if l == Heavy {
		return ValuedRule{Needs: []ValuedNeed{{"check_in", 20, 28}}}, nil
	}
	return ValuedRule{Needs: []ValuedNeed{{"check_in", 8, 28}}, Per: "channel", Most: 3}, nil
}

// Known reports whether there is such a list.
func (l ValuedList) Known() bool { return slices.Contains(ValuedLists(), l) }

package ops

// State tells the three empties of rule R5, and what is not told to everybody, from a
// number.
type State uint8

// The states of a value.
const (
	Known         State = iota // Value.Number holds; 0 is zero
	NotApplicable              // —, the denominator is 0, or the breakdown does not exist for this metric
	Pending                    // …, not known yet: immature, or not uploaded
	Few                        // <5, it counts 1 to 4 people, and who asks may not see how many
	Withheld                   // *, with it 1 to 4 people could be counted
)

// Hidden reports whether there is a number that who asks may not see.
func (s State) Hidden() bool { return s == Few || s == Withheld }

// String returns the state's name in the API.
func (s State) String() string {
	return [...]string{"known", "not_applicable", "pending", "few", "withheld"}[s]
}

// Value is one figure. Number is set only while State is Known. Num and Den
// are the sums it was divided from, for intervals and for adding up.
type Value struct {
	Number   float64
	State    State
	Num, Den float64
}

// Frame is a table of figures: Keys say what each row is about, Values hold
// one figure for each row. Every column has the same length, and so has
// InProgress, which says of each row whether its days are not all complete yet
// (R2); it is nil where rows are not periods of time.
type Frame struct {
	Keys       []KeyColumn
	Values     []ValueColumn
	InProgress []bool
}

// StateColumn is the name of the column that files add to the keys of a frame
// that has InProgress.
const StateColumn = "state"

// RowState returns what the column state says of row i.
func (f *Frame) RowState(i int) string {
	if f.InProgress[i] {
		return "in_progress"
	}
	return "complete"
}

// OtherGroups is the key text of a row that adds up all groups not shown. An
// empty key text means not stated.
const OtherGroups = "(other)"

// KeyColumn names the rows of a frame, e.g. by channel or by bucket.
type KeyColumn struct {
	Name  string
	Label Label
	Texts []string
}

// ValueColumn holds the figures of one metric.
type ValueColumn struct {
	Name   string
	Label  Label
	Unit   Unit
	Values []Value
}

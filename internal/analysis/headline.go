package analysis

import "daybreak/internal/ops"

// Headline is one of the few figures that a panel comes down to, by which its
// range is compared with another (SPEC-LOOP §0.6). Name is the same in both; Keys
// and Values say which row the figure is of, where it is that of one.
type Headline struct {
	Name       string
	Column     string // what files call the figure; "" = as Name
	Keys       []SheetKey
	Values     []string  // of the keys
	Label      ops.Label // of what is counted; after the values where there are keys
	Unit       ops.Unit
	Good       ops.Direction
	Proportion bool // a share of persons (R7)
	Value      ops.Value
}

// headlined is a result that comes down to a few figures.
type headlined interface{ headlines() []Headline }

// tally is a headline that counts.
func tally(name, en, zh string, good ops.Direction, n int) Headline {
	return Headline{Name: name, Label: ops.Label{En: en, Zh: zh}, Unit: ops.UnitCount, Good: good, Value: number(n)}
}

// ofPersons is a headline that is a share of persons.
func ofPersons(name, en, zh string, good ops.Direction, v ops.Value) Headline {
	return Headline{Name: name, Label: ops.Label{En: en, Zh: zh}, Unit: ops.UnitPercent, Good: good, Proportion: true, Value: v}
}

// measured is a headline of another unit.
func measured(name, en, zh string, unit ops.Unit, good ops.Direction, v ops.Value) Headline {
	return Headline{Name: name, Label: ops.Label{En: en, Zh: zh}, Unit: unit, Good: good, Value: v}
}

// inDays makes days of hours.
func inDays(v ops.Value) ops.Value {
	v.Number /= 24
	return v
}

package engine

import "daybreak/internal/ops"

// Tally is what each member adds to a measure: those with rows that count, in no
// promised order. Sums, one for each, are as the Cells of Sums; Rows is only
// promised to be above 0 where the sum is taken from something.
type Tally struct {
	Members []string
	Sums    []Cell
}

// CheckTally refuses, with code bad_question, a measure of which no member has a
// part of its own.
func (q CountQuery) CheckTally() error {
	if !Tallied(q.Measure) {
		return badQuestion("%s is not the sum of what members do.", q.Metric)
	}
	return nil
}

// Tallied reports whether a measure is the sum of what members do: it counts them
// or their rows, or adds up a column of rows that name them.
func Tallied(m *ops.Measure) bool {
	record, ok := ops.RecordNamed(m.Record)
	if !ok || record.Column("member") < 0 || record.Name == "members" {
		return false
	}
	return m.OfMembers() || m.Agg == ops.Sum
}

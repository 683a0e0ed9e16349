package engine

import (
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// Resolve returns the question with every default written out, or an
// *ops.Error with code bad_question.
func (q GroupsQuery) Resolve() (GroupsQuery, error) {
	q.Grain = or(q.Grain, ops.Whole)
	switch {
	case q.Range.Len() <= 0:
		return q, badQuestion("Groups are looked at over at least one day.")
	case q.Grain != ops.Whole && !calendarPeriod(q.Grain):
		return q, badQuestion("Groups go by day, week or month, not by %q.", q.Grain)
	}
	return q, nil
}

// Resolve returns the question with every default written out.
func (q StagesQuery) Resolve() (StagesQuery, error) {
	q.Stages = slices.Clone(q.Stages)
	for i := range q.Stages {
		q.Stages[i] = q.Stages[i].or(AnyEvent)
	}
	if len(q.Stages) == 0 || len(q.Stages) > MaxSteps {
		return q, badQuestion("There are 1 to %d stages, not %d.", MaxSteps, len(q.Stages))
	}
	return q, nil
}

// Span returns the days that a need of the question looks at.
func (q SegmentQuery) Span(need int) ops.Range {
	return ops.Range{From: q.Through - ops.Day(q.Needs[need].Within) + 1, To: q.Through + 1}
}

// MaxWithin bounds the days that a Need looks back.
const MaxWithin = 366

// Resolve returns the question with every default written out.
func (q SegmentQuery) Resolve() (SegmentQuery, error) {
	q.Needs = slices.Clone(q.Needs)
	if len(q.Needs) == 0 || len(q.Needs) > MaxSteps {
		return q, badQuestion("There are 1 to %d needs, not %d.", MaxSteps, len(q.Needs))
	}
	for i, n := range q.Needs {
		if q.Needs[i].Activity = n.or(AnyEvent); n.Within < 1 || n.Within > MaxWithin || n.Least < 1 || n.Least > n.Within {
			return q, badQuestion("A need is 1 to all of the last 1 to %d days, not %d of %d.", MaxWithin, n.Least, n.Within)
		}
	}
	switch {
	case q.Per != "" && !slices.Contains(SegmentAttributes(), q.Per):
		return q, badQuestion("Members are spread over one of %s, not over %q.", strings.Join(SegmentAttributes(), ", "), q.Per)
	case q.Per != "" && q.Most < 1, q.Per == "" && q.Most != 0:
		return q, badQuestion("What members are spread over, and how many of each are taken, go together.")
	}
	return q, nil
}

// maxCompanionDay bounds the days of a CompanionsQuery.
const maxCompanionDay = 366

// Resolve returns the question with every default written out.
func (q CompanionsQuery) Resolve() (CompanionsQuery, error) {
	if len(q.Join.Where) > 0 {
		q.Join = q.Join.or(AnyEvent)
	}
	q.Return = q.Return.or("check_in")
	q.Kinds = slices.Clone(q.Kinds)
	if len(q.Kinds) == 0 || len(q.Kinds) > MaxCompanions {
		return q, badQuestion("There are 1 to %d kinds of activity, not %d.", MaxCompanions, len(q.Kinds))
	}
	for i, kind := range q.Kinds {
		if len(kind) == 0 {
			return q, badQuestion("A kind has at least one activity.")
		}
		q.Kinds[i] = slices.Clone(kind)
		for j := range kind {
			q.Kinds[i][j] = kind[j].or(AnyEvent)
		}
	}
	for _, days := range [][2]int{q.Touched, q.Outcome} {
		if days[0] < 0 || days[1] < days[0] || days[1] > maxCompanionDay {
			return q, badQuestion("Days run from 0 to at most %d, not from %d to %d.", maxCompanionDay, days[0], days[1])
		}
	}
	if q.Alive != [2]int{0, -1} && (q.Alive[0] < 0 || q.Alive[1] < q.Alive[0] || q.Alive[1] > maxCompanionDay) {
		return q, badQuestion("Days run from 0 to at most %d, not from %d to %d.", maxCompanionDay, q.Alive[0], q.Alive[1])
	}
	return q, nil
}

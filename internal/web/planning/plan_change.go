package planning

import (
	"slices"

	"daybreak/internal/loop"
	"daybreak/internal/ops"
)

// planChange is one version of a target in the list of changes. Key and Version are
// what its approval must name.
type planChange struct {
	Href, Name, Days, Goal, Was, State, By, At, Reason, Undone string
	Key                                                        string
	Version                                                    int64
}

// mostChanges is how many changes of the plan are shown.
const mostChanges = 6

// drafts lists the targets that wait for an approval, the first to begin first.
func (s *Section) drafts(w writer, revisions []ops.TargetRevision) []planChange {
	var out []planChange
	standing := loop.Standing(revisions)
	for _, r := range revisions {
		kept, ok := standing[r.Key()]
		if !ok || kept.State != ops.TargetDraft || kept.Version != r.Batch || r.Undone {
			continue
		}
		c := s.planChange(w, r)
		c.Key, c.Version = r.Key(), kept.Version
		out = append(out, c)
	}
	return out
}

// changes lists the last changes of what was there before, the latest first: what
// came with the first version of a target is no change.
func (s *Section) changes(w writer, revisions []ops.TargetRevision) []planChange {
	var out []planChange
	last := map[string]ops.TargetRevision{}
	for _, r := range revisions {
		before, ok := last[r.Key()]
		last[r.Key()] = r
		if !ok {
			continue
		}
		c := s.planChange(w, r)
		if before.Goal != r.Goal {
			c.Was = w.amount(before.Goal, w.Metric(r.Metric))
		}
		out = append(out, c)
	}
	slices.Reverse(out)
	return out[:min(len(out), mostChanges)]
}

func (s *Section) planChange(w writer, r ops.TargetRevision) planChange {
	c := planChange{Href: targetHref(r.Key()), Name: w.targetName(r.Target), Days: w.Days(r.Days), Goal: w.amount(r.Goal, w.Metric(r.Metric)),
		State: w.targetState(r.State), By: r.By, At: s.Moment(r.At), Reason: r.Reason}
	if r.Undone {
		c.Undone = w.T.Plan.RevisionUndone
	}
	return c
}

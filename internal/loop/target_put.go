package loop

import (
	"context"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// Planner keeps targets that were typed. between is called when everything
// stands and before it is kept; what changes after it makes it fail with
// stale_plan.
type Planner interface {
	PutTarget(ctx context.Context, t ops.Target, between func(context.Context) error) error
}

// TargetState is a target as it is kept now. Version is what a change of it
// must name.
type TargetState struct {
	ops.Target
	Version int64
}

// Standing returns the revision of each target that counts, by its key.
func Standing(revisions []ops.TargetRevision) map[string]TargetState {
	out := map[string]TargetState{}
	for _, r := range revisions {
		if !r.Undone {
			out[r.Key()] = TargetState{r.Target, r.Batch}
		}
	}
	return out
}

// PutTarget keeps a target that is still as it was read: version is that of
// TargetState, 0 for a new one. The same new one again is kept once (again).
// An approved one is replaced with a reason, and so is one that is closed or
// sent back; who approves it stands beside it.
func (b Book) PutTarget(ctx context.Context, d analysis.Data, t ops.Target, version int64, today ops.Day) (again bool, err error) {
	m, err := d.Lookup([]string{t.Metric})
	if err != nil {
		return false, err
	}
	if err := t.Check(m[0].Good); err != nil {
		return false, err
	}
	old, err := b.admit(ctx, t, version)
	if err != nil {
		return false, err
	}
	was := old.State == ops.TargetApproved
	switch {
	case version == 0 && old.Version != 0 && old.State != ops.TargetClosed:
		return true, nil
	case t.Reason == "" && (was || t.State == ops.TargetClosed):
		return false, &ops.Error{Code: "reason_missing", Message: "A change of what was approved needs a reason.", Hint: "Say why, in a sentence.",
			Where: ops.Place{Column: "reason"}}
	}
	if t.Parent != old.Parent {
		if err := b.checkParent(ctx, t); err != nil {
			return false, err
		}
	}
	if was {
		t.Replaces = old.Key()
	}
	t.ApprovedBy, t.ApprovedOn = "", 0
	if t.State == ops.TargetApproved {
		t.ApprovedBy, t.ApprovedOn = ops.ActorOf(ctx).Name, today
	}
	return false, b.Planner.PutTarget(ctx, t, func(ctx context.Context) error {
		_, err := b.admit(ctx, t, version)
		return err
	})
}

// checkParent refuses a target that is part of one that is not there, or of
// itself.
func (b Book) checkParent(ctx context.Context, t ops.Target) error {
	targets, err := b.Plans.Targets(ctx)
	if err != nil {
		return err
	}
	parents := map[string]string{t.Key(): t.Parent}
	for _, x := range targets {
		if x.Key() != t.Key() && x.State != ops.TargetClosed {
			parents[x.Key()] = x.Parent
		}
	}
	above := t.Parent
	for range len(parents) {
		if above == "" {
			return nil
		}
		next, ok := parents[above]
		if !ok && above != t.Parent {
			return nil // one further up was closed
		}
		if !ok || above == t.Key() {
			break
		}
		above = next
	}
	return &ops.Error{Code: "unknown_parent", Message: "There is no target that it could be a part of.", Hint: "Choose one from the list, or none.",
		Where: ops.Place{Column: "parent", Value: ops.Show(t.Parent)}}
}

// admit returns what is kept of a target, unless it is not as it was read.
func (b Book) admit(ctx context.Context, t ops.Target, version int64) (TargetState, error) {
	revisions, err := b.Plans.Revisions(ctx)
	if err != nil {
		return TargetState{}, err
	}
	old := Standing(revisions)[t.Key()]
	switch {
	case version != 0 && old.Version != version:
		return old, &ops.Error{Code: "changed_meanwhile", Message: "Somebody changed it while you edited it.", Hint: "Look at what it is now, then decide."}
	case version == 0 && old.Version != 0 && old.State != ops.TargetClosed && !old.Same(t):
		return old, &ops.Error{Code: "target_exists", Message: "There is a target of this metric, scope and time already.", Hint: "Change that one.",
			Where: ops.Place{Column: "metric", Value: t.Metric}}
	}
	return old, nil
}

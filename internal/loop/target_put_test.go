package loop

import (
	"context"
	"testing"

	"daybreak/internal/ops"
)

// planned keeps targets in a list, as the record does.
type planned struct{ revisions []ops.TargetRevision }

func (p *planned) Targets(context.Context) (out []ops.Target, _ error) {
	for _, x := range Standing(p.revisions) {
		out = append(out, x.Target)
	}
	return out, nil
}

func (p *planned) Revisions(context.Context) ([]ops.TargetRevision, error) { return p.revisions, nil }

func (p *planned) Holidays(context.Context, string) (ops.Holidays, error) { return nil, nil }

func (p *planned) PutTarget(ctx context.Context, t ops.Target, between func(context.Context) error) error {
	if err := between(ctx); err != nil {
		return err
	}
	p.revisions = append(p.revisions, ops.TargetRevision{Target: t, Batch: int64(len(p.revisions) + 1)})
	return nil
}

func (p *planned) last() ops.Target { return p.revisions[len(p.revisions)-1].Target }

// A target goes from draft to approved, to another goal, and to closed: who approves
// it stands beside it and goes when it is sent back; what was approved is replaced
// with a reason and named; who read an older version changes nothing.
func TestApprovalOfATarget(t *testing.T) {
	p := &planned{}
	b, data, today := Book{Plans: p, Planner: p}, story(t).Data, day("2026-09-28")
	ctx := ops.WithActor(t.Context(), ops.Actor{Name: "Lin"})
	x := target("2026-10-01", "2026-12-31", 3600, "")
	put := func(change func(*ops.Target), version int64, want string) {
		t.Helper()
		before := len(p.revisions)
		change(&x)
		_, err := b.PutTarget(ctx, data, x, version, today)
		if got := string(ops.CodeOf(err)); got != want {
			t.Errorf("%q, want %q: %v", got, want, err)
		}
		if kept := len(p.revisions) > before; kept != (want == "") {
			t.Errorf("a version was kept: %v, though %q", kept, want)
		}
	}
	put(func(x *ops.Target) { x.State, x.ApprovedBy, x.ApprovedOn = ops.TargetDraft, "somebody", 1 }, 0, "")
	if x := p.last(); x.ApprovedBy != "" || x.ApprovedOn != 0 || x.Replaces != "" {
		t.Errorf("a draft is approved by %q, replaces %q", x.ApprovedBy, x.Replaces)
	}
	put(func(x *ops.Target) { x.State = ops.TargetApproved }, 1, "")
	if x := p.last(); x.ApprovedBy != "Lin" || x.ApprovedOn != today || x.Replaces != "" {
		t.Errorf("approved by %q on %s, replaces %q", x.ApprovedBy, x.ApprovedOn, x.Replaces)
	}
	put(func(x *ops.Target) { x.Goal = 4000 }, 2, "reason_missing")
	put(func(x *ops.Target) { x.Reason = "The event brought more" }, 1, "changed_meanwhile")
	put(func(*ops.Target) {}, 2, "")
	if x := p.last(); x.Replaces != x.Key() || x.Goal != 4000 || x.ApprovedBy != "Lin" {
		t.Errorf("%v, replaces %q, approved by %q", x.Goal, x.Replaces, x.ApprovedBy)
	}
	put(func(x *ops.Target) { x.Goal, x.Reason = 5000, "" }, 0, "target_exists")
	if again, err := b.PutTarget(ctx, data, p.last(), 0, today); !again || err != nil {
		t.Errorf("the same again is kept twice: %v %v", again, err)
	}
	p.revisions[2].Undone = true // its import was undone: the version before it counts
	if got := Standing(p.revisions)[x.Key()]; got.Goal != 3600 || got.Version != 2 {
		t.Errorf("%v of version %d counts", got.Goal, got.Version)
	}
	put(func(x *ops.Target) { x.Goal, x.State, x.Reason = 3600, ops.TargetClosed, "" }, 2, "reason_missing")
	put(func(x *ops.Target) { x.Reason = "Not ours any more" }, 2, "")
	put(func(x *ops.Target) { x.Goal, x.State, x.Reason = 10, ops.TargetDraft, "" }, 0, "") // one that is closed makes room
}

// A target is part of one that is there, and never of itself, however far up.
func TestATargetIsNoPartOfItself(t *testing.T) {
	p := &planned{}
	b, data, ctx := Book{Plans: p, Planner: p}, story(t).Data, t.Context()
	year, quarter := target("2026-01-01", "2026-12-31", 8000, ""), target("2026-10-01", "2026-12-31", 3600, "")
	quarter.Parent = year.Key()
	put := func(x ops.Target, version int64) string {
		_, err := b.PutTarget(ctx, data, x, version, day("2026-09-28"))
		return string(ops.CodeOf(err))
	}
	if got := put(quarter, 0); got != "unknown_parent" {
		t.Errorf("a part of nothing: %q", got)
	}
	for _, x := range []ops.Target{year, quarter} {
		if got := put(x, 0); got != "" {
			t.Fatal(got)
		}
	}
	year.Parent, year.Reason = quarter.Key(), "Round about"
	if got := put(year, 1); got != "unknown_parent" {
		t.Errorf("a part of its own part: %q", got)
	}
	year.Parent = year.Key()
	if got := put(year, 1); got != "unknown_parent" {
		t.Errorf("a part of itself: %q", got)
	}
}

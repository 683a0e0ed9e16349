package loop

import (
	"context"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// Care is how people are followed up: entries about them are written, and the figures
// follow.
type Care struct {
	FollowUps FollowUps
	Refresh   func(context.Context) error
}

// Add writes the entry that on makes of the one that holds, and moves the member on if it
// says so: only from the stage before. With a negative r.Last it is on top of whichever
// entry there is.
func (c Care) Add(ctx context.Context, d analysis.Data, member string, r ops.FollowUpRequest, on func(before ops.FollowUp) (ops.FollowUp, error)) (
	made ops.FollowUp, again bool, err error,
) {
	all, err := c.FollowUps.Of(ctx, member)
	if err != nil {
		return made, false, err
	}
	var before ops.FollowUp
	if len(all) > 0 {
		before = all[0]
	}
	if r.Last < 0 {
		r.Last = before.ID
	}
	f, err := on(before)
	if err != nil {
		return made, false, err
	}
	if f.Event != "" {
		r.Admit = func() error { return analysis.Operations{Data: d}.CheckMove(ctx, member, f.Event) }
	}
	if made, again, err = c.FollowUps.Add(ctx, f, r); err != nil || f.Event == "" || again {
		return made, again, err
	}
	return made, again, c.Refresh(context.WithoutCancel(ctx))
}

// Undo takes the latest entry about a member back.
func (c Care) Undo(ctx context.Context, id, version int64) error {
	if err := c.FollowUps.Remove(ctx, id, version); err != nil {
		return err
	}
	return c.Refresh(context.WithoutCancel(ctx))
}

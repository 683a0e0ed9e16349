// Package few answers for those who may see figures and no members: it stands
// before a snapshot and hands out no answer that names a member or tells how many
// people there are where that is 1 to 4. Sums keep their place with the cell left
// empty; of any other question about people an answer is handed out whole or not
// at all.
package few

import (
	"context"
	"slices"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Least is the smallest number of people that is told.
const Least = 5

// Guard returns s for an analyst. It names every question of a snapshot and embeds
// none, so that a new one is not answered before somebody has decided how.
func Guard(s engine.Snapshot) engine.Snapshot { return guarded{s} }

type guarded struct{ of engine.Snapshot }

// refused is the error for what would name members or count few of them.
func refused() error {
	return &ops.Error{Code: "few_people", Message: "This would name members, or count fewer than 5 of them.",
		Hint: "Choose longer periods, fewer groups or a wider filter, or ask somebody with the role viewer."}
}

// closed returns the error for a question that tells members apart by another member.
func closed(by []string, filters ...[]ops.Filter) error {
	for _, dimension := range by {
		if dimension == "invited_by" {
			return refused()
		}
	}
	for _, filter := range filters {
		for _, f := range filter {
			if f.Dimension == "invited_by" {
				return refused()
			}
		}
	}
	return nil
}

// whole returns the answer to a question unless one of its counts is 1 to 4.
func whole[A any](by []string, filters [][]ops.Filter, ask func() (*A, error), counts func(*A) []int) (*A, error) {
	if err := closed(by, filters...); err != nil {
		return nil, err
	}
	answer, err := ask()
	if err != nil {
		return nil, err
	}
	for _, n := range counts(answer) {
		if n > 0 && n < Least {
			return nil, refused()
		}
	}
	return answer, nil
}

// where returns the conditions of activities.
func where(activities ...engine.Activity) [][]ops.Filter {
	var out [][]ops.Filter
	for _, a := range activities {
		out = append(out, a.Where)
	}
	return out
}

// Retention implements engine.Members. Who did not come back counts as well as
// who did: both can be read off.
func (g guarded) Retention(ctx context.Context, q engine.RetentionQuery) (*engine.Retention, error) {
	by := q.By
	if q.Cohort == "invited_by" {
		by = q.Cohort
	}
	return whole([]string{by}, append(where(q.Start, q.Return), q.Filter), func() (*engine.Retention, error) { return g.of.Retention(ctx, q) },
		func(r *engine.Retention) (out []int) {
			for _, c := range r.Cohorts {
				out = append(out, c.Size)
				for h := range c.Count {
					n, mature, returned := int(c.Count[h]), int(c.Mature[h]), int(c.Returned[h])
					out = append(out, n, c.Size-n, mature, returned, mature-returned, c.Size-mature)
				}
			}
			for _, a := range r.Average {
				for h := range a.Size {
					out = append(out, a.Size[h], a.Returned[h], a.Size[h]-a.Returned[h], a.Left[h])
				}
			}
			return out
		})
}

// Growth implements engine.Members.
func (g guarded) Growth(ctx context.Context, q engine.GrowthQuery) (*engine.Growth, error) {
	return whole(nil, append(where(q.Event), q.Filter), func() (*engine.Growth, error) { return g.of.Growth(ctx, q) },
		func(r *engine.Growth) (out []int) {
			for _, b := range r.Buckets {
				out = append(out, b.New, b.PreExisting, b.Retained, b.Resurrected, b.Churned, b.Active, b.DAU, b.WAU, b.MAU)
				out = append(out, b.States[:]...)
				for i := range b.Moves {
					out = append(out, b.Moves[i][:]...)
				}
			}
			return out
		})
}

// Stickiness implements engine.Members.
func (g guarded) Stickiness(ctx context.Context, q engine.StickinessQuery) (*engine.Stickiness, error) {
	return whole(nil, append(where(q.Event), q.Filter), func() (*engine.Stickiness, error) { return g.of.Stickiness(ctx, q) },
		func(r *engine.Stickiness) []int { return append([]int{r.Active}, r.Members...) })
}

// Funnel implements engine.Members. The hours of single members are left out.
func (g guarded) Funnel(ctx context.Context, q engine.FunnelQuery) (*engine.Funnel, error) {
	f, err := whole([]string{q.By}, append(where(append(q.Steps, q.Exclude...)...), q.Filter), func() (*engine.Funnel, error) { return g.of.Funnel(ctx, q) },
		func(r *engine.Funnel) (out []int) {
			for _, f := range r.Groups {
				out = append(out, f.Entrants, f.Converted, f.Dropped, f.Open, f.Mature, f.Mature-f.Dropped, f.Entrants-f.Mature)
				for _, s := range f.Steps {
					out = append(out, s.Count, s.Dropped, s.Open, s.Mature, s.Count-s.Mature)
				}
				for _, d := range f.Trend {
					out = append(out, d.Entrants, d.Converted, d.Dropped, d.Open, d.Mature, d.Mature-d.Dropped)
				}
			}
			return out
		})
	if err != nil {
		return nil, err
	}
	out := &engine.Funnel{Groups: slices.Clone(f.Groups)}
	for i := range out.Groups {
		steps := slices.Clone(out.Groups[i].Steps)
		for s := range steps {
			steps[s].Hours, steps[s].Since, steps[s].Untold = nil, nil, true
		}
		out.Groups[i].Steps = steps
	}
	return out, nil
}

// Invitations implements engine.Habits.
func (g guarded) Invitations(ctx context.Context, q engine.InvitationQuery) (*engine.Invitations, error) {
	return whole(nil, where(q.Join, q.Active), func() (*engine.Invitations, error) { return g.of.Invitations(ctx, q) },
		func(r *engine.Invitations) (out []int) {
			for _, b := range r.Buckets {
				out = append(out, b.Invited, b.Active, len(b.CycleHours))
			}
			return out
		})
}

// Challenge implements engine.Habits.
func (g guarded) Challenge(ctx context.Context, q engine.ChallengeQuery) (*engine.Challenge, error) {
	return whole([]string{q.By}, append(where(q.Event), q.Filter), func() (*engine.Challenge, error) { return g.of.Challenge(ctx, q) },
		func(r *engine.Challenge) (out []int) {
			for _, c := range r.Groups {
				out = append(out, c.Enrolled, c.Late, c.Perfect, c.Enough, c.Open, c.Enrolled-c.Open-c.Perfect, c.Enrolled-c.Open-c.Enough)
				out = append(out, survival(c.Curve)...)
			}
			return out
		})
}

func survival(curve []engine.SurvivalDay) (out []int) {
	for _, d := range curve {
		out = append(out, d.AtRisk, d.Lost, d.Censored)
	}
	return out
}

// Evening implements engine.Habits: it names members.
func (g guarded) Evening(context.Context, engine.EveningQuery) (*engine.Evening, error) {
	return nil, refused()
}

// Groups implements engine.Communities.
func (g guarded) Groups(ctx context.Context, q engine.GroupsQuery) (*engine.Groups, error) {
	return whole(nil, nil, func() (*engine.Groups, error) { return g.of.Groups(ctx, q) },
		func(r *engine.Groups) []int {
			out := []int{r.Reach}
			for _, h := range r.Groups {
				out = append(out, h.Start, h.Before, h.Joined, h.Left, h.End, h.Members, h.Speakers, h.Silent, h.Members-h.Silent, h.Activatable, h.Activated,
					h.Activatable-h.Activated, h.Young, h.Regulars, h.Lost, h.Regulars-h.Lost, h.End-h.Members)
				out = append(out, h.Others.Members, h.Others.Speakers, h.Others.Members-h.Others.Speakers, h.Others.Silent, h.Others.Members-h.Others.Silent)
				out = append(out, survival(h.Tenure)...)
				for _, b := range h.Series {
					out = append(out, b.Joined, b.Left, b.Members, b.Speakers, b.Active)
				}
			}
			for _, o := range r.Overlap {
				out = append(out, o.Both)
			}
			return out
		})
}

// Stages implements engine.Communities.
func (g guarded) Stages(ctx context.Context, q engine.StagesQuery) (*engine.Stages, error) {
	return whole([]string{q.By}, append(where(append(slices.Clone(q.Stages), q.Out)...), q.Filter), func() (*engine.Stages, error) { return g.of.Stages(ctx, q) },
		func(r *engine.Stages) (out []int) {
			for _, group := range r.Groups {
				for _, s := range group.Stages {
					out = append(out, s.Entered, s.Passed, s.Entered-s.Passed, s.Gone(), s.Waits())
					out = slices.Concat(out, s.Waited, s.Left, s.Waiting)
				}
			}
			return out
		})
}

// Companions implements engine.Communities.
func (g guarded) Companions(ctx context.Context, q engine.CompanionsQuery) (*engine.Companions, error) {
	filters := append(where(q.Join, q.Return), q.Filter)
	for _, kind := range q.Kinds {
		filters = append(filters, where(kind...)...)
	}
	return whole([]string{q.By}, filters, func() (*engine.Companions, error) { return g.of.Companions(ctx, q) },
		func(r *engine.Companions) []int {
			out := []int{r.Left}
			for _, c := range r.Cells {
				out = append(out, c.Members, c.Kept, c.Members-c.Kept)
			}
			return out
		})
}

// People, Tally, Streaks and HourMinutes are about single members: who they are, and
// what one of them did at which minute.

// People implements engine.Members.
func (g guarded) People(context.Context, engine.PeopleQuery) (*engine.People, error) {
	return nil, refused()
}

// Tally implements engine.Facts.
func (g guarded) Tally(context.Context, engine.CountQuery) (*engine.Tally, error) {
	return nil, refused()
}

// Streaks implements engine.Habits.
func (g guarded) Streaks(context.Context, engine.StreakQuery) (*engine.Streaks, error) {
	return nil, refused()
}

// HourMinutes implements engine.Facts.
func (g guarded) HourMinutes(context.Context, string, ops.Range, []ops.Filter) (*[7][1440]int64, error) {
	return nil, refused()
}

// Posts implements engine.Contents: a post is no member.
func (g guarded) Posts(ctx context.Context, q engine.PostsQuery) (*engine.Posts, error) {
	return g.of.Posts(ctx, q)
}

// Reach implements engine.Communities.
func (g guarded) Reach(ctx context.Context, q engine.ReachQuery) (*engine.Reach, error) {
	return whole([]string{q.By}, where(append(slices.Clone(q.Did), q.Base, q.Return)...), func() (*engine.Reach, error) { return g.of.Reach(ctx, q) },
		func(r *engine.Reach) (out []int) {
			for _, row := range r.Rows {
				out = append(out, row.Base, row.Reached, row.Base-row.Reached, row.Doers, row.Doers-row.Reached)
				for _, d := range row.Days {
					out = append(out, d.Base, d.Reached, d.Base-d.Reached, d.Doers, d.Doers-d.Reached)
				}
				for _, arm := range []engine.ReachArm{row.With, row.Without} {
					out = append(out, arm.Members, arm.Days, arm.Returned, arm.Days-arm.Returned)
				}
			}
			return out
		})
}

// Earned implements engine.Buyers.
func (g guarded) Earned(ctx context.Context, q engine.EarnedQuery) (*engine.Earned, error) {
	filters := [][]ops.Filter{q.Filter}
	for _, m := range q.Measures {
		filters = append(filters, m.Where, m.Within)
	}
	return whole([]string{q.By}, filters, func() (*engine.Earned, error) { return g.of.Earned(ctx, q) },
		func(r *engine.Earned) []int {
			out := []int{r.Joined, r.Touched, r.Joined - r.Touched}
			for _, group := range r.Groups {
				out = append(out, group.Members)
				for i, at := range group.At {
					out = append(out, at.Members, at.Buyers, at.Members-at.Buyers, group.Members-at.Members)
					if i > 0 { // what those of one age have more than the same at the age before is told by the sums
						out = append(out, at.Buyers-group.At[i-1].Buyers)
					}
				}
			}
			return out
		})
}

// Attach implements engine.Buyers.
func (g guarded) Attach(ctx context.Context, q engine.AttachQuery) (*engine.Attach, error) {
	return whole([]string{q.By}, append(where(q.Active), q.Filter, q.Target), func() (*engine.Attach, error) { return g.of.Attach(ctx, q) },
		func(r *engine.Attach) []int {
			out := []int{r.Young, r.Gone, r.Had}
			for _, row := range append(slices.Clone(r.Rows), r.Nothing) {
				out = append(out, row.Members, row.Attached, row.Members-row.Attached)
			}
			return out
		})
}

// Version implements engine.State.
func (g guarded) Version() int64 { return g.of.Version() }

// Sources implements engine.State.
func (g guarded) Sources() []ops.Source { return g.of.Sources() }

// Keys implements engine.State.
func (g guarded) Keys() ops.Keys { return g.of.Keys() }

// Streams implements engine.State.
func (g guarded) Streams() []ops.Stream { return g.of.Streams() }

// Days implements engine.State.
func (g guarded) Days(record string) ops.Range { return g.of.Days(record) }

// Values implements engine.State; who invited is a member.
func (g guarded) Values(dimension string) []string {
	if dimension == "invited_by" {
		return nil
	}
	return g.of.Values(dimension)
}

// Has implements engine.State; who invited is a member.
func (g guarded) Has(dimension, value string) bool {
	return dimension != "invited_by" && g.of.Has(dimension, value)
}

// PropertyValues implements engine.State: what a property says may be a name.
func (g guarded) PropertyValues(string) []string { return nil }

// Events implements engine.State.
func (g guarded) Events() []string { return g.of.Events() }

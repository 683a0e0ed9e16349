package planning

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"

	"github.com/labstack/echo/v4"

	"daybreak/internal/analysis"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/tell"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// mostTargets is how many targets pages draw, the latest first.
const mostTargets = 60

// basis is what targets and findings are worked out from, and what tells it from
// another.
type basis struct {
	world   loop.World
	targets []ops.Target
	stamp   string
}

func (s *Section) basis(ctx context.Context, d analysis.Data) (basis, error) {
	b := basis{}
	var err error
	if b.world, err = s.Book.World(ctx, d, s.today()); err != nil {
		return b, err
	}
	if b.targets, err = s.Book.Plans.Targets(ctx); err != nil {
		return b, err
	}
	sum := sha256.New()
	fmt.Fprintln(sum, d.Snapshot.Version(), d.Catalog.Digest, b.world.Today, len(b.world.Holidays), b.targets, d.Rows.Text())
	for _, t := range b.world.Tries {
		fmt.Fprintln(sum, t.ID, t.Version)
	}
	b.stamp = hex.EncodeToString(sum.Sum(nil)[:8])
	return b, nil
}

// Stamp tells what targets and tries say now from what they said before, so that what
// is made of them is not remembered longer; "" where nobody plans.
func (s *Section) Stamp(ctx context.Context, d analysis.Data) (string, error) {
	if s.Book.Plans == nil {
		return "", nil
	}
	b, err := s.basis(ctx, d)
	return b.stamp, err
}

// standing is how the targets stand that pages draw, kept while nothing that it
// is made of changes.
type standing struct {
	stamp string
	goals []loop.Goal
}

// Goals returns the targets that pages show beside figures, as they stand on
// the last day that anything is known for, in the language of the shell, and
// what tells them from others.
func (s *Section) Goals(c echo.Context, d analysis.Data, shell frame.Shell) ([]view.Goal, string, error) {
	if s.Book.Plans == nil {
		return nil, "", nil
	}
	ctx := c.Request().Context()
	b, err := s.basis(ctx, d)
	if err != nil || len(b.targets) == 0 {
		return nil, b.stamp, err
	}
	goals, err := s.standing(ctx, b)
	if err != nil {
		return nil, "", err
	}
	w := s.writer(shell)
	out := make([]view.Goal, 0, len(goals))
	for _, g := range goals {
		out = append(out, w.goalBeside(g))
	}
	return out, b.stamp, nil
}

func (s *Section) standing(ctx context.Context, b basis) ([]loop.Goal, error) {
	s.Mornings.standingMu.Lock()
	defer s.Mornings.standingMu.Unlock()
	if last := s.Mornings.standing; last != nil && last.stamp == b.stamp {
		return last.goals, nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	leave, err := s.Gate.Enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	targets := slices.DeleteFunc(slices.Clone(b.targets), func(t ops.Target) bool { return t.State != ops.TargetApproved })
	slices.SortStableFunc(targets, func(x, y ops.Target) int { return cmp.Compare(y.Days.To, x.Days.To) })
	out := &standing{stamp: b.stamp}
	on := b.world.KnownTo()
	for _, t := range targets[:min(len(targets), mostTargets)] {
		g, err := b.world.Goal(ctx, t, min(on, t.Days.Last()))
		if code := ops.CodeOf(err); code == "no_breakdown" || code == "unknown_metric" || code == "not_in_your_rows" { // of a catalog that has changed since
			continue
		}
		if err != nil {
			return nil, err
		}
		out.goals = append(out.goals, g)
	}
	s.Mornings.standing = out
	return out.goals, nil
}

// goalBeside writes a target as it stands beside the figures it is of.
func (w writer) goalBeside(g loop.Goal) view.Goal {
	m := g.Subject
	out := view.Goal{Metric: m, Scope: ops.ScopeText(g.Filter), Days: g.Days, Value: g.Target.Goal, Daily: g.Daily, Href: "/plan",
		Name: w.GoalName(g) + w.T.Plan.Comma + w.Days(g.Days) + w.T.Plan.Colon + w.amount(g.Target.Goal, m)}
	t := &w.T.Marks
	switch {
	case g.Attained.State != ops.Known:
		return out
	case len(m.Den) > 0:
		out.Says = fmt.Sprintf(t.GoalRatio, w.amount(g.Target.Goal, m), w.Value(g.ToDate, m.Unit))
	case g.Budget():
		out.Says = fmt.Sprintf(t.BudgetPace, tell.Percent(g.ToDate.Number/g.Target.Goal), w.pace(g))
	default:
		out.Says = fmt.Sprintf(t.GoalPace, fmt.Sprintf("%.0f%%", 100*g.Attained.Number), w.pace(g))
	}
	out.Tone = map[string]string{"good": "good", "bad": "bad"}[w.Light(g).Class]
	return out
}

// pace says how far a target is from what was due.
func (w writer) pace(g loop.Goal) string {
	t, m := &w.T.Marks, g.Subject
	by := g.ToDate.Number - g.Due.Number
	switch {
	case math.Abs(by) < .005*math.Abs(g.Due.Number):
		return t.OnPace
	case by > 0:
		return fmt.Sprintf(t.Ahead, w.amount(by, m))
	}
	return fmt.Sprintf(t.Behind, w.amount(-by, m))
}

package memory

import (
	"context"
	"errors"
	"testing"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// A question that is given up does not go on to its end (A6): of a hundred
// thousand members each takes several milliseconds.
func TestQuestionsEndWhenGivenUp(t *testing.T) {
	m := benchData(t, 100_000)
	year := m.log.days
	through := year.Last()
	checkIn := engine.Activity{Event: "check_in"}
	steps := []engine.Activity{checkIn, {Event: engine.AnyEvent}, checkIn, checkIn}
	for name, ask := range map[string]func(context.Context) error{
		"retention": func(ctx context.Context) error {
			_, err := m.Retention(ctx, engine.RetentionQuery{Start: checkIn, Cohort: engine.CohortRecurring, Range: year, Period: ops.Daily, Through: through})
			return err
		},
		"growth": func(ctx context.Context) error {
			_, err := m.Growth(ctx, engine.GrowthQuery{Event: checkIn, Rolling: 28, Range: year, Through: through})
			return err
		},
		"stickiness": func(ctx context.Context) error {
			_, err := m.Stickiness(ctx, engine.StickinessQuery{Event: checkIn, Period: ops.Daily, Range: year, Through: through})
			return err
		},
		"funnel": func(ctx context.Context) error {
			_, err := m.Funnel(ctx, engine.FunnelQuery{Steps: steps, Days: 90, Range: year, Through: through})
			return err
		},
		"challenge": func(ctx context.Context) error {
			_, err := m.Challenge(ctx, engine.ChallengeQuery{DayStart: 240, Grace: 1, MakeUp: 3, Range: year, Through: through})
			return err
		},
		"streaks": func(ctx context.Context) error {
			_, err := m.Streaks(ctx, engine.StreakQuery{MakeUp: 2, Range: year, Through: through})
			return err
		},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Millisecond, cancel)
		if err := ask(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("%s goes on to its end: %v", name, err)
		}
	}
}

package analysis

import (
	"context"
	"reflect"
	"sync"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Shared returns s for the panels of one page: a question that several of them
// ask is answered once. Answers are kept as long as what is returned, and
// nobody may change them.
func Shared(s engine.Snapshot) engine.Snapshot { return &shared{Snapshot: s} }

type shared struct {
	engine.Snapshot
	mu    sync.Mutex
	asked []*sharedAnswer
}

// sharedAnswer is that to a question. The first to ask works it out, the others
// wait for it.
type sharedAnswer struct {
	to     any
	mu     sync.Mutex
	answer any // nil before there is one
}

// hours is the question of HourMinutes.
type hours struct {
	event  string
	days   ops.Range
	filter []ops.Filter
}

// once answers q by ask unless there is an answer to it. One that failed, for
// instance because its panel was given up, is asked again by the next.
func once[Q, A any](ctx context.Context, s *shared, q Q, ask func(context.Context, Q) (*A, error)) (*A, error) {
	asked := s.find(q)
	asked.mu.Lock()
	defer asked.mu.Unlock()
	if known, ok := asked.answer.(*A); ok {
		return known, nil
	}
	answer, err := ask(ctx, q)
	if err == nil {
		asked.answer = answer
	}
	return answer, err
}

func (s *shared) find(q any) *sharedAnswer {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, asked := range s.asked {
		if reflect.DeepEqual(asked.to, q) {
			return asked
		}
	}
	asked := &sharedAnswer{to: q}
	s.asked = append(s.asked, asked)
	return asked
}

// Sums implements engine.Facts.
func (s *shared) Sums(ctx context.Context, q engine.SumQuery) (*engine.Sums, error) {
	return once(ctx, s, q, s.Snapshot.Sums)
}

// HourMinutes implements engine.Facts.
func (s *shared) HourMinutes(ctx context.Context, event string, r ops.Range, filter []ops.Filter) (*[7][1440]int64, error) {
	return once(ctx, s, hours{event, r, filter}, func(ctx context.Context, q hours) (*[7][1440]int64, error) {
		return s.Snapshot.HourMinutes(ctx, q.event, q.days, q.filter)
	})
}

// Retention implements engine.Members.
func (s *shared) Retention(ctx context.Context, q engine.RetentionQuery) (*engine.Retention, error) {
	return once(ctx, s, q, s.Snapshot.Retention)
}

// Growth implements engine.Members.
func (s *shared) Growth(ctx context.Context, q engine.GrowthQuery) (*engine.Growth, error) {
	return once(ctx, s, q, s.Snapshot.Growth)
}

// Funnel implements engine.Members. The funnel of all is put together from one
// by groups that is asked for as well: a member is in one of them.
func (s *shared) Funnel(ctx context.Context, q engine.FunnelQuery) (*engine.Funnel, error) {
	if by, ok := s.funnelBy(q); ok {
		f, err := once(ctx, s, by, s.Snapshot.Funnel)
		if err != nil {
			return nil, err
		}
		return &engine.Funnel{Groups: []engine.FunnelGroup{together(groupsOf(f), len(q.Steps))}}, nil
	}
	return once(ctx, s, q, s.Snapshot.Funnel)
}

// funnelBy returns a question asked for that differs from q, one of all, in
// that it is by groups.
func (s *shared) funnelBy(q engine.FunnelQuery) (engine.FunnelQuery, bool) {
	if q.By != "" {
		return q, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, asked := range s.asked {
		if by, ok := asked.to.(engine.FunnelQuery); ok && by.By != "" {
			q.By = by.By
			if reflect.DeepEqual(by, q) {
				return by, true
			}
		}
	}
	return q, false
}

// Challenge implements engine.Habits.
func (s *shared) Challenge(ctx context.Context, q engine.ChallengeQuery) (*engine.Challenge, error) {
	return once(ctx, s, q, s.Snapshot.Challenge)
}

// Streaks implements engine.Habits.
func (s *shared) Streaks(ctx context.Context, q engine.StreakQuery) (*engine.Streaks, error) {
	return once(ctx, s, q, s.Snapshot.Streaks)
}

package enginetest

import (
	"context"
	"fmt"

	"daybreak/internal/engine"
)

// askWaiting lists who is in a stage.
func askWaiting(ctx context.Context, e any, text string) (string, bool, error) {
	q := engine.PeopleQuery{Kind: "waiting"}
	stages, err := stagesOf(text, map[string]any{"kind": &q.Kind, "step": &q.Step, "sort": &q.Sort, "habits": &q.Habits, "limit": &q.Limit,
		"offset": &q.Offset})
	if err != nil {
		return "", true, err
	}
	q.Stages = &stages
	return listed(ctx, e, q)
}

// askSegment lists who does enough; a need is an event, how many days of how many it asks
// for, and its conditions.
func askSegment(ctx context.Context, e any, text string) (string, bool, error) {
	s := engine.SegmentQuery{}
	q := engine.PeopleQuery{Segment: &s}
	var does []engine.Activity
	var days [][2]int
	err := settingsOf(text, map[string]any{"need": &does, "days": &days, "per": &s.Per, "most": &s.Most, "staff": &s.Staff, "through": &s.Through,
		"sort": &q.Sort, "habits": &q.Habits})
	if err != nil {
		return "", true, err
	}
	for i, a := range does {
		s.Needs = append(s.Needs, engine.Need{Activity: a, Least: days[i][0], Within: days[i][1]})
	}
	return listed(ctx, e, q)
}

// listed writes a list of people with what is said of each.
func listed(ctx context.Context, e any, q engine.PeopleQuery) (string, bool, error) {
	m, ok := e.(engine.Members)
	if !ok {
		return "", false, nil
	}
	people, err := m.People(ctx, q)
	if err != nil {
		return "", true, err
	}
	var out answer
	out.line(fmt.Sprintf("total=%d", people.Total))
	for _, p := range people.Members {
		out.line(p.ID)
		out.counts("waiting", p.Waiting, "streak", p.Streak, "check_ins", p.CheckIns)
		if p.LastCheckIn != 0 {
			out.words("last=" + p.LastCheckIn.String())
		}
	}
	return out.String(), true, nil
}

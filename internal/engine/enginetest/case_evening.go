package enginetest

import (
	"context"
	"fmt"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

func askEvening(ctx context.Context, e any, text string) (string, bool, error) {
	h, ok := e.(engine.Habits)
	if !ok {
		return "", false, nil
	}
	q := engine.EveningQuery{DayStart: -1}
	err := settingsOf(text, map[string]any{"event": &q.Event, "enrol": &q.Enrol, "round": &q.Rounds, "day": &q.Day, "minute": &q.Minute,
		"day_start": &q.DayStart, "grace": &q.Grace, "rest": &q.Rest, "out": &q.Out})
	if err != nil {
		return "", true, err
	}
	a, err := h.Evening(ctx, q)
	if err != nil {
		return "", true, err
	}
	var out answer
	out.counts("joined", a.Joined, "in", a.In, "came", a.Came, "came_in", a.CameIn)
	for _, m := range a.Waiting {
		out.line(m.ID, group(m.Group))
		out.counts("days", m.Days, "kept", m.Kept, "streak", m.Streak, "away", m.Away, "usual", m.Usual)
		var done strings.Builder
		for _, did := range m.Done {
			done.WriteString(map[bool]string{true: "1", false: "0"}[did])
		}
		fmt.Fprintf(&out, " %s", done.String())
	}
	for _, r := range a.Rounds {
		out.line(fmt.Sprintf("members=%d", r.Members))
		for _, c := range r.Cells {
			out.line(c.Away, c.Kept)
			out.counts("waiting", c.Waiting, "missed", c.Missed)
		}
	}
	return out.String(), true, nil
}

// roundOf reads a round: its name, first day and length.
func roundOf(words []string) (r engine.Round, err error) {
	if len(words) != 3 {
		return r, fmt.Errorf("a round is a name, a day and a length, not %q", words)
	}
	if r.Start, err = ops.ParseDay(words[1]); err != nil {
		return r, err
	}
	_, err = fmt.Sscan(words[2], &r.Length)
	r.Name = words[0]
	return r, err
}

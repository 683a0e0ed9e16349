package enginetest

import (
	"context"
	"strconv"

	"daybreak/internal/engine"
)

func askReach(ctx context.Context, e any, text string) (string, bool, error) {
	c, ok := e.(engine.Communities)
	if !ok {
		return "", false, nil
	}
	q := engine.ReachQuery{}
	err := settingsOf(text, map[string]any{"base": &q.Base, "did": &q.Did, "by": &q.By, "return": &q.Return, "after": &q.After, "range": &q.Range,
		"through": &q.Through})
	if err != nil {
		return "", true, err
	}
	r, err := c.Reach(ctx, q)
	if err != nil {
		return "", true, err
	}
	var out answer
	for i, row := range r.Rows {
		name := strconv.Itoa(i + 1)
		if q.By != "" {
			name = group(row.Name)
		}
		out.line(name)
		out.counts("base", row.Base, "reached", row.Reached, "doers", row.Doers)
		for _, d := range row.Days {
			out.line("on", d.Day)
			out.counts("base", d.Base, "reached", d.Reached, "doers", d.Doers)
		}
		for j, arm := range []engine.ReachArm{row.With, row.Without} {
			out.line([]string{"with", "without"}[j])
			out.counts("members", arm.Members, "days", arm.Days, "returned", arm.Returned,
				"dd", int(arm.DaysSquared), "dr", int(arm.DaysReturned), "rr", int(arm.ReturnedSquared))
		}
	}
	return out.String(), true, nil
}

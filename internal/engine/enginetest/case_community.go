package enginetest

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

func askGroups(ctx context.Context, e any, text string) (string, bool, error) {
	c, ok := e.(engine.Communities)
	if !ok {
		return "", false, nil
	}
	q := engine.GroupsQuery{Grain: ops.Whole}
	if err := settingsOf(text, map[string]any{"range": &q.Range, "grain": &q.Grain, "group": &q.Group, "through": &q.Through}); err != nil {
		return "", true, err
	}
	g, err := c.Groups(ctx, q)
	if err != nil {
		return "", true, err
	}
	var out answer
	for _, h := range g.Groups {
		out.line(group(h.Group), h.First)
		out.counts("start", h.Start, "before", h.Before, "joined", h.Joined, "left", h.Left, "end", h.End)
		out.counts("members", h.Members, "speakers", h.Speakers, "messages", h.Messages, "silent", h.Silent)
		out.counts("activatable", h.Activatable, "activated", h.Activated, "young", h.Young, "regulars", h.Regulars, "lost", h.Lost)
		out.counts("others", h.Others.Members, "others_speakers", h.Others.Speakers, "others_silent", h.Others.Silent)
		out.words("writers", h.Writers)
		for _, d := range h.Tenure {
			if d.Lost+d.Censored > 0 {
				out.line("tenure", d.Day, fmt.Sprintf("at_risk=%d", d.AtRisk))
				out.counts("lost", d.Lost, "censored", d.Censored)
			}
		}
		for i, b := range h.Series {
			out.line("series", g.Buckets[i].From)
			out.counts("joined", b.Joined, "left", b.Left, "members", b.Members, "speakers", b.Speakers, "active", b.Active)
		}
	}
	out.line(fmt.Sprintf("reach=%d", g.Reach))
	for _, o := range g.Overlap {
		out.line(o.A+"+"+o.B, o.Both)
	}
	return out.String(), true, nil
}

// stagesOf reads a question about stages; settings of more may stand in its text.
func stagesOf(text string, more ...map[string]any) (engine.StagesQuery, error) {
	q, glossary := engine.StagesQuery{}, ""
	settings := map[string]any{"glossary": &glossary, "stage": &q.Stages, "out": &q.Out, "late": &q.Late, "range": &q.Range, "by": &q.By,
		"filter": &q.Filter, "through": &q.Through}
	for _, m := range more {
		maps.Copy(settings, m)
	}
	err := settingsOf(text, settings)
	q.Glossary = strings.Fields(glossary)
	return q, err
}

func askStages(ctx context.Context, e any, text string) (string, bool, error) {
	c, ok := e.(engine.Communities)
	if !ok {
		return "", false, nil
	}
	q, err := stagesOf(text)
	if err != nil {
		return "", true, err
	}
	s, err := c.Stages(ctx, q)
	if err != nil {
		return "", true, err
	}
	var out answer
	days := func(what string, counts []int) {
		for d, n := range counts {
			if n > 0 {
				out.words(fmt.Sprintf("%s%d:%d", what, d, n))
			}
		}
	}
	for _, g := range s.Groups {
		for i, x := range g.Stages {
			out.line(group(g.Group), i+1)
			out.counts("entered", x.Entered, "passed", x.Passed)
			days("waited", x.Waited)
			days("left", x.Left)
			days("waiting", x.Waiting)
		}
	}
	return out.String(), true, nil
}

func askCompanions(ctx context.Context, e any, text string) (string, bool, error) {
	c, ok := e.(engine.Communities)
	if !ok {
		return "", false, nil
	}
	q := engine.CompanionsQuery{}
	var kinds []engine.Activity
	var touched, alive, outcome [][2]int
	err := settingsOf(text, map[string]any{
		"join": &q.Join, "kind": &kinds, "return": &q.Return, "touched": &touched, "alive": &alive, "outcome": &outcome,
		"range": &q.Range, "by": &q.By, "filter": &q.Filter, "through": &q.Through,
	})
	if err != nil || len(touched) != 1 || len(outcome) != 1 {
		return "", true, fmt.Errorf("touched and outcome are needed: %w", err)
	}
	for _, k := range kinds {
		q.Kinds = append(q.Kinds, []engine.Activity{k})
	}
	q.Touched, q.Outcome, q.Alive = touched[0], outcome[0], [2]int{0, -1}
	if len(alive) > 0 {
		q.Alive = alive[0]
	}
	a, err := c.Companions(ctx, q)
	if err != nil {
		return "", true, err
	}
	var out answer
	for _, x := range a.Cells {
		out.line(group(x.Group), fmt.Sprintf("early=%d mask=%b", x.Early, x.Mask))
		if !x.Alive {
			out.words("gone")
		}
		out.words(fmt.Sprintf("%d/%d", x.Kept, x.Members))
	}
	out.line(fmt.Sprintf("left=%d", a.Left))
	return out.String(), true, nil
}

func askPosts(ctx context.Context, e any, text string) (string, bool, error) {
	c, ok := e.(engine.Contents)
	if !ok {
		return "", false, nil
	}
	q := engine.PostsQuery{}
	if err := settingsOf(text, map[string]any{"range": &q.Range, "days": &q.Days, "filter": &q.Filter, "through": &q.Through}); err != nil {
		return "", true, err
	}
	p, err := c.Posts(ctx, q)
	if err != nil {
		return "", true, err
	}
	var out answer
	for _, x := range p.Posts {
		out.line(x.ID, x.Day, group(x.Kind), x.Account)
		if !x.Mature {
			out.words("young")
		}
		for _, c := range []struct {
			name string
			cell engine.Cell
		}{{"delivered", x.Delivered}, {"reads", x.Reads}, {"shares", x.Shares}, {"gained", x.Gained}, {"lost", x.Lost}} {
			if c.cell.Rows > 0 {
				out.words(fmt.Sprintf("%s=%d", c.name, c.cell.Sum))
			}
		}
	}
	return out.String(), true, nil
}

package planning

import (
	"fmt"
	"math"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/calc"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/tell"
	"daybreak/internal/web/frame"
)

// planView is the page of targets and budgets.
type planView struct {
	pageView
	On        string
	Headline  string
	Groups    []planGroup
	Warnings  []string
	OtherDays []otherTarget
	Drafts    []planChange // wait for an approval
	Changes   []planChange // the last ones
	NoTargets bool
}

// otherTarget is a target of other days, or one that is closed.
type otherTarget struct{ Href, Name, Days, Goal, State string }

// planGroup holds the targets, or the budgets.
type planGroup struct {
	Title string
	Rows  []planRow
}

// planRow is one target.
type planRow struct {
	Level                                            int
	Name, Scope, Days, Owner, State                  string
	Goal, Due, ToDate, Attained, EndsAt, Chance, Why string
	Bar                                              *bar
	Light                                            tell.Tag
	Below                                            []string
	Href                                             string
}

func (s *Section) showPlan(c echo.Context) error {
	v := planView{pageView: s.pageView(c, "plan", "", nil)}
	v.Title = v.T.Plan.Title
	ctx, leave, err := s.enter(c)
	if err != nil {
		return err
	}
	defer leave()
	world, err := s.Book.World(ctx, s.Data(c), s.today())
	if err != nil {
		return err
	}
	p := ask.NewParams(c.QueryParams())
	p.Text("done", "")
	p.Text("lang", "")
	on := p.Day("on", world.KnownTo())
	if err := p.Done(); err != nil {
		return frame.BadRequest(err)
	}
	targets, err := s.Book.Plans.Targets(ctx)
	if err != nil {
		return err
	}
	goals, err := world.PlanTree(ctx, targets, on)
	if err != nil {
		return err
	}
	revisions, err := s.Book.Plans.Revisions(ctx)
	if err != nil {
		return err
	}
	w := s.writer(v.Shell)
	v.On, v.NoTargets = on.String(), len(goals) == 0
	v.Headline = w.planSays(goals, on)
	v.Groups = w.planGroups(goals)
	v.OtherDays = w.otherTargets(targets, goals)
	v.Drafts, v.Changes = s.drafts(w, revisions), s.changes(w, revisions)
	for _, gap := range loop.Gaps(targets) {
		m := w.Metric(gap.Target.Metric)
		if m == nil || len(m.Den) > 0 {
			continue
		}
		text, by := w.T.Plan.TargetGap, gap.Target.Goal-gap.Parts
		if by < 0 {
			text, by = w.T.Plan.TargetMore, -by
		}
		v.Warnings = append(v.Warnings, w.Label(m.Label)+w.T.Plan.Comma+w.Days(gap.Target.Days)+w.T.Plan.Colon+fmt.Sprintf(text, w.amount(gap.Parts, m),
			w.amount(by, m)))
	}
	return s.SendPage(c, http.StatusOK, "plan", v)
}

// otherTargets lists what is not in the tree.
func (w writer) otherTargets(targets []ops.Target, goals []loop.Goal) []otherTarget {
	var out []otherTarget
	for _, t := range targets {
		if !slices.ContainsFunc(goals, func(g loop.Goal) bool { return g.Key() == t.Key() }) {
			out = append(out, otherTarget{targetHref(t.Key()), w.targetName(t), w.Days(t.Days), w.amount(t.Goal, w.Metric(t.Metric)),
				w.targetState(t.State)})
		}
	}
	return out
}

// planSays counts how the targets that hold a day stand.
func (w writer) planSays(goals []loop.Goal, on ops.Day) string {
	if len(goals) == 0 {
		return ""
	}
	var good, bad, open int
	for _, g := range goals {
		if !g.Days.Has(on) {
			continue
		}
		switch g.Light {
		case loop.Met, loop.OnTrack:
			good++
		case loop.AtRisk, loop.Missed:
			bad++
		default:
			open++
		}
	}
	first := goals[0].Days
	return fmt.Sprintf(w.T.Plan.PlanSays, min(int(on-first.From)+1, first.Len()), first.Len(), good, bad, open)
}

// planGroups puts targets before budgets, parts under what they are part of.
func (w writer) planGroups(goals []loop.Goal) []planGroup {
	t := &w.T.Plan
	out := []planGroup{{Title: t.Target}, {Title: t.Budget}}
	parents := map[string]bool{}
	for _, g := range goals {
		parents[g.Key()] = true
	}
	var add func(to *planGroup, parent string, level int)
	add = func(to *planGroup, parent string, level int) {
		for _, g := range goals {
			if g.Budget() != (to == &out[1]) || g.Parent != parent && (parent != "" || parents[g.Parent]) {
				continue
			}
			to.Rows = append(to.Rows, w.planRow(g, level))
			if level < 4 && g.Key() != parent {
				add(to, g.Key(), level+1)
			}
		}
	}
	for i := range out {
		add(&out[i], "", 0)
	}
	if len(out[1].Rows) == 0 {
		out = out[:1]
	}
	if len(out[0].Rows) == 0 {
		out = out[1:]
	}
	return out
}

// planRow is one target in words and figures.
func (w writer) planRow(g loop.Goal, level int) planRow {
	t, m := &w.T.Plan, g.Subject
	r := planRow{Level: level, Name: w.GoalName(g), Days: w.Days(g.Days), Owner: g.Owner, Href: targetHref(g.Key()), Goal: w.amount(g.Target.Goal, m),
		Due: w.Due(g), ToDate: w.Value(g.ToDate, m.Unit),
		Attained: w.Attained(g), Chance: w.Chance(g)}
	if g.State == ops.TargetDraft {
		r.State = t.StateDraft
	}
	r.Light = w.Light(g)
	w.planEnd(&r, g)
	if g.Budget() && g.Spending.State == ops.Known && g.Allowed.State == ops.Known {
		r.Below = append(r.Below, fmt.Sprintf(t.BudgetSays, w.money(g.Spending.Number), w.money(g.Allowed.Number)))
		if g.UsedUp != 0 {
			r.Below = append(r.Below, fmt.Sprintf(t.UsedUp, w.Day(g.UsedUp)))
		}
	}
	return r
}

// planEnd fills in where a target may end.
func (w writer) planEnd(r *planRow, g loop.Goal) {
	t, p := &w.T.Plan, g.Projection
	r.EndsAt = w.Ends(g)
	switch {
	case p == nil || g.NoForecast == loop.NotMeasurable || g.NoForecast == calc.HistoryShort:
	case g.NoForecast == calc.TooWide:
		r.Below = append(r.Below, t.TooWide)
	default:
		goal := g.Target.Goal
		least, most := math.Min(p.Low, goal), math.Max(p.High, goal)
		room := (most - least) / 5
		b := newBar(least-room, most+room, p.Low, p.High, goal)
		b.HasZero, b.Tone = false, r.Light.Class
		r.Bar = &b
		if p.Measured < p.Ahead {
			r.Below = append(r.Below, fmt.Sprintf(t.ErrorsFor, p.Measured))
		}
	}
}

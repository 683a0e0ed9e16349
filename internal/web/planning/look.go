package planning

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"daybreak/internal/ask"
	"daybreak/internal/loop"
	"daybreak/internal/ops"
	"daybreak/internal/tell"
	"daybreak/internal/web/frame"
)

// lookTimeout is how long the sentences of a morning may take; the page then
// comes without them.
const lookTimeout = 5 * time.Second

// lookView is what stands on top of the first page: what is worth a look, and
// the targets beside it.
type lookView struct {
	frame.Shell
	Sentences []sentence
	Nothing   string
	Left      string
	Rest      []sentence // what Left counts
	Goals     []lookGoal
}

// sentence is one finding with where to look.
type sentence struct{ Text, Href, Tone string }

// lookGoal is one target with its pace.
type lookGoal struct {
	Name, ToDate, Goal, Attained, Chance string
	Light                                tell.Tag
	Bar                                  bar
}

// mostGoals is how many targets stand beside the sentences.
const mostGoals = 4

// morning is what was found, kept while nothing that it is made of changes.
type morning struct {
	stamp    string
	findings loop.Findings
	goals    []loop.Goal
}

// Mornings keeps the last morning that was worked out.
type Mornings struct {
	mu         sync.Mutex
	last       *morning
	standingMu sync.Mutex
	standing   *standing
}

// Look returns what stands on top of the first page in the language of its
// shell, and what tells it from another.
func (s *Section) Look(c echo.Context, shell frame.Shell) (frame.Markup, string, error) {
	m, err := s.morning(c)
	if err != nil {
		return "", "", err
	}
	w := s.writer(shell)
	v := lookView{Shell: shell}
	say := func(found []loop.Finding) (out []sentence) {
		for _, f := range found {
			says := w.sentence(f)
			if f.Kind == loop.SourceLate && shell.Sees != "" { // imports are about the whole record
				says.Href = ""
			}
			out = append(out, says)
		}
		return out
	}
	v.Sentences, v.Rest = say(m.findings.Items), say(m.findings.Rest)
	if len(v.Sentences) == 0 {
		v.Nothing = fmt.Sprintf(w.T.Plan.AllUsual, m.findings.Checked)
	}
	if n := len(m.findings.Rest); n > 0 {
		v.Left = fmt.Sprintf(w.T.Plan.LookLeft, n)
	}
	goals := slices.Clone(m.goals)
	slices.SortStableFunc(goals, func(a, b loop.Goal) int { return urgency(a.Light) - urgency(b.Light) })
	for _, g := range goals {
		if len(v.Goals) == mostGoals || g.Attained.State != ops.Known {
			continue
		}
		row := w.planRow(g, 0)
		v.Goals = append(v.Goals, lookGoal{Name: row.Name, ToDate: row.ToDate, Goal: row.Goal, Attained: row.Attained, Chance: row.Chance, Light: row.Light,
			Bar: newBar(0, 1.5, 0, g.Attained.Number, 1)})
		v.Goals[len(v.Goals)-1].Bar.Tone = row.Light.Class
	}
	out, err := s.Pages.Part("plan", "look", v)
	return out, m.stamp, err
}

// urgency orders targets: those that need somebody first, those that are met
// last.
func urgency(l loop.Light) int {
	switch l {
	case loop.AtRisk:
		return 0
	case loop.Unclear:
		return 1
	case loop.OnTrack:
		return 2
	}
	return 3
}

// morning works out the findings, or returns those of before where nothing
// changed.
func (s *Section) morning(c echo.Context) (*morning, error) {
	ctx := c.Request().Context()
	b, err := s.basis(ctx, s.Data(c))
	if err != nil {
		return nil, err
	}
	world, targets, stamp := b.world, b.targets, b.stamp
	s.Mornings.mu.Lock()
	defer s.Mornings.mu.Unlock()
	if last := s.Mornings.last; last != nil && last.stamp == stamp {
		return last, nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	leave, err := s.Gate.Enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	outcomes, err := world.Outcomes(ctx)
	if err != nil {
		return nil, err
	}
	m := &morning{stamp: stamp}
	on := world.KnownTo()
	if m.findings, err = world.Findings(ctx, on, targets, outcomes); err != nil {
		return nil, err
	}
	if m.goals, err = world.Goals(ctx, targets, on); err != nil {
		return nil, err
	}
	s.Mornings.last = m
	return m, nil
}

// sentence writes one finding.
func (w writer) sentence(f loop.Finding) sentence {
	t, out := &w.T.Plan, sentence{Tone: map[string]string{"good": "good", "bad": "bad"}[string(f.Verdict)]}
	days := w.Days(f.Days)
	why := func() string {
		return ask.Href("/why", url.Values{"metric": {f.Metric.Name}, "from": {f.Days.From.String()}, "to": {f.Days.Last().String()}, "compare": {"weekdays"}})
	}
	switch f.Kind {
	case loop.GoalAtRisk:
		out.Text, out.Href = w.goalSentence(*f.Goal), targetHref(f.Goal.Key())
	case loop.BeyondBaseline:
		out.Text, out.Href = fmt.Sprintf(t.Unusual, w.Label(f.Metric.Label), days, w.amount(f.Actual, f.Metric), w.amount(f.Usual, f.Metric)), why()
	case loop.RecordDay:
		out.Text, out.Href = fmt.Sprintf(t.RecordDay, w.Label(f.Metric.Label), days, w.amount(f.Actual, f.Metric), w.amount(f.Usual, f.Metric)), why()
	case loop.CostRising:
		var values []string
		for _, x := range f.Values {
			values = append(values, w.amount(x, f.Metric))
		}
		out.Text, out.Href = fmt.Sprintf(t.CostUp, w.Label(f.Metric.Label), days, strings.Join(values, " → ")), why()
	case loop.CohortBelow:
		out.Text, out.Href = fmt.Sprintf(t.Cohort, days, tell.Percent(f.Actual), tell.Percent(f.Usual)), cohortsHref(f.Days)
	case loop.SourceLate:
		name := w.T.Record(f.Source.Record)
		if f.Source.Name != "" {
			name += " " + w.Source(f.Source.Name, f.Source.Parts)
		}
		out.Text, out.Href = fmt.Sprintf(t.LateSource, name, w.Day(f.Source.Through)), "/imports"
	case loop.TryMeasured:
		says := w.Verdict(f.Outcome.Verdict).Text
		if f.Outcome.Effect.T > 0 {
			says += w.T.Plan.Comma + w.Size(*f.Outcome)
		}
		out.Text, out.Href = fmt.Sprintf(t.TryDone, f.Outcome.Try.Title, days, says), tryHref(f.Outcome.Try.ID)
	}
	return out
}

// cohortsHref is where the cohorts of a week stand beside those of the four weeks
// before it, which it is compared with.
func cohortsHref(week ops.Range) string {
	return ask.Href("/retention", url.Values{"from": {(week.From - 28).String()}, "to": {week.Last().String()}})
}

// goalSentence says how a target at risk stands.
func (w writer) goalSentence(g loop.Goal) string {
	t, m := &w.T.Plan, g.Subject
	name := w.GoalName(g) + w.T.Plan.Comma + w.Days(g.Days)
	switch {
	case g.Light == loop.Missed:
		return fmt.Sprintf(t.GoalMissed, name, w.Value(g.ToDate, m.Unit), w.amount(g.Target.Goal, m))
	case g.Budget():
		return fmt.Sprintf(t.BudgetOver, name, w.Value(g.ToDate, m.Unit), tell.Percent(g.Projection.Chance))
	}
	return fmt.Sprintf(t.GoalLow, name, w.Value(g.ToDate, m.Unit), w.amount(g.Due.Number, m), tell.Percent(g.Projection.Chance))
}

package analysis

import (
	"cmp"
	"strconv"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Question is what member panels ask the engine. Ranges, filters and
// watermarks in it play no part: the view has them. A nil field is not asked.
type Question struct {
	Retention   *engine.RetentionQuery
	Trend       int    // period that a panel of type retention_trend draws
	Show        string // people, where a triangle shows numbers of members instead of shares
	Growth      *engine.GrowthQuery
	Stickiness  *engine.StickinessQuery
	Funnel      *engine.FunnelQuery
	Challenge   *engine.ChallengeQuery
	Streaks     *engine.StreakQuery
	Invitations *engine.InvitationQuery
	Kept        *KeptQuery
	Clock       *ClockQuery
}

// QuestionOf returns what the fields of a panel ask.
func QuestionOf(p *ops.Panel) Question {
	if t, ok := PanelTypeOf(p); ok && t.question != nil {
		return t.question(p)
	}
	return Question{}
}

func retentionQuestion(p *ops.Panel) Question {
	event := engine.Activity{Event: p.Event}
	q := &engine.RetentionQuery{Start: event, Return: engine.Activity{Event: p.Return}, Cohort: engine.CohortFirst, Mode: engine.ModeExact,
		Period: cmp.Or(ops.Grain(p.Period), ops.Weekly), Periods: p.Periods, MinReturns: 1, By: p.By}
	if q.Return.Event == "" {
		q.Return = event
	}
	return Question{Retention: q, Trend: trendPeriod(q.Period)}
}

func growthQuestion(p *ops.Panel) Question {
	return Question{Growth: &engine.GrowthQuery{Event: engine.Activity{Event: p.Event}, Period: ops.Grain(p.Period)}}
}

func stickinessQuestion(p *ops.Panel) Question {
	return Question{Stickiness: &engine.StickinessQuery{Event: engine.Activity{Event: p.Event}, Period: cmp.Or(ops.Grain(p.Period), ops.Daily)}}
}

func funnelQuestion(p *ops.Panel) Question {
	q := &engine.FunnelQuery{Order: cmp.Or(p.Order, engine.OrderOrdered), By: p.By}
	q.Hours, q.Days = windowOf(p.Window)
	for _, s := range p.Steps {
		q.Steps = append(q.Steps, engine.Activity{Event: s.Event})
	}
	return Question{Funnel: q}
}

func challengeQuestion(p *ops.Panel) Question {
	return Question{Challenge: &engine.ChallengeQuery{Event: engine.Activity{Event: p.Event},
		Length: cmp.Or(p.Length, challengeDays), DayStart: -1, Silence: 1, By: p.By}}
}

func streaksQuestion(p *ops.Panel) Question {
	return Question{Streaks: &engine.StreakQuery{Event: engine.Activity{Event: p.Event}, MakeUp: 1}}
}

func invitationsQuestion(p *ops.Panel) Question {
	return Question{Invitations: &engine.InvitationQuery{Active: engine.Activity{Event: p.Event}, Period: cmp.Or(ops.Grain(p.Period), ops.Weekly)}}
}

func keptQuestion(p *ops.Panel) Question {
	return Question{Kept: &KeptQuery{Start: engine.Activity{Event: p.Event}, Return: engine.Activity{Event: p.Return}, Cohort: engine.CohortFirst,
		Mode: engine.ModeExact, Horizons: []int{7, 21, 30}, Metric: p.Metric, By: cmp.Or(p.By, "channel")}}
}

// trendPeriod is the period whose trend is drawn unless it is chosen: day 7, or
// the first week or month after the cohort's own.
func trendPeriod(period ops.Grain) int {
	if period == ops.Daily {
		return 7
	}
	return 1
}

// windowOf reads 24h or 7d as the catalog has checked it.
func windowOf(s string) (hours, days int) {
	n, err := strconv.Atoi(strings.TrimRight(s, "hd"))
	switch {
	case err != nil: // the engine refuses a funnel without a window
	case strings.HasSuffix(s, "h"):
		hours = n
	default:
		days = n
	}
	return hours, days
}

// Asks returns what p asks on the view: what the view asks in place of
// the panel, else what its own fields do.
func (v *View) Asks(p *ops.Panel) Question {
	q, chosen := QuestionOf(p), v.Question
	override(&q.Retention, chosen.Retention)
	override(&q.Growth, chosen.Growth)
	override(&q.Stickiness, chosen.Stickiness)
	override(&q.Funnel, chosen.Funnel)
	override(&q.Challenge, chosen.Challenge)
	override(&q.Streaks, chosen.Streaks)
	override(&q.Invitations, chosen.Invitations)
	override(&q.Kept, chosen.Kept)
	override(&q.Clock, chosen.Clock)
	if chosen.Retention != nil {
		q.Trend = cmp.Or(chosen.Trend, trendPeriod(chosen.Retention.Period))
	}
	return q
}

// override replaces what a panel asks, if it does, with a copy of what is chosen.
func override[Q any](own **Q, chosen *Q) {
	if *own != nil && chosen != nil {
		x := *chosen
		*own = &x
	}
}

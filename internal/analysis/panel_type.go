package analysis

import (
	"context"
	"slices"

	"daybreak/internal/ops"
)

// PanelType is one type of panel: what a page file may say of it, what it asks
// and how it is answered. How it is drawn package view says.
type PanelType struct {
	ops.PanelShape
	Asks string // kind of question that the options of a page may change; "" for none

	question func(p *ops.Panel) Question // what its fields ask; nil where Asks is ""
	answer   func(d Data, ctx context.Context, v *View, p *ops.Panel) (Result, error)
}

// PanelTypes is the one list of types of panels.
func PanelTypes() []PanelType {
	type fields = []string
	shape := func(name string, required, optional fields) ops.PanelShape {
		return ops.PanelShape{Type: name, Required: required, Optional: optional}
	}
	was := func(s ops.PanelShape, name string) ops.PanelShape { s.Was = name; return s }
	steps := func(s ops.PanelShape, x ops.StepShape) ops.PanelShape { s.Steps = x; return s }
	sums, events := ops.StepShape{Required: fields{"label", "metric"}}, ops.StepShape{Required: fields{"label", "event"}}
	stages := ops.StepShape{Required: events.Required, Optional: fields{"within"}}
	bars := ops.StepShape{Required: fields{"label"}, Optional: fields{"metric", "minus", "total"}, Money: true}
	return []PanelType{
		{shape("kpis", fields{"metrics"}, nil), "", nil, answered(Data.KPIs)},
		{shape("line", fields{"metric"}, fields{"metrics", "by", "limit"}), "", nil, answered(Data.Line)},
		{shape("table", fields{"metrics", "by"}, fields{"metric", "drill", "limit"}), "", nil, answered(Data.Breakdown)},
		{shape("bubbles", fields{"x", "y", "size", "by"}, fields{"limit"}), "", nil, answered(Data.Bubbles)},
		{steps(shape("waterfall", fields{"steps"}, nil), bars), "", nil, answered(Data.Waterfall)},
		{shape("multiples", fields{"metric", "by"}, fields{"size", "limit"}), "", nil, answered(Data.Multiples)},
		{was(steps(shape("steps", fields{"steps"}, nil), sums), "aggregate_funnel"), "", nil, answered(Data.Steps)},
		{shape("checkins_today", fields{"metric"}, fields{"event"}), "", nil, answered(Data.Today)},
		{shape("growth", fields{"event"}, fields{"period"}), "growth", growthQuestion, answered(Data.Growth)},
		{shape("calendar", fields{"metric"}, nil), "", nil, answered(Data.CalendarDays)},
		{shape("weekday_hour", fields{"event"}, nil), "", nil, answered(Data.Hours)},
		{shape("minutes", fields{"event"}, nil), "", nil, answered(Data.Hours)},
		{shape("retention", fields{"event"}, fields{"return", "period", "periods", "by", "limit"}), "retention", retentionQuestion, answered(Data.Retention)},
		{shape("retention_curve", fields{"event"}, fields{"return", "period", "periods", "by", "limit"}), "retention", retentionQuestion, answered(Data.Retention)},
		{shape("retention_trend", fields{"event"}, fields{"return", "period"}), "retention", retentionQuestion, answered(Data.Retention)},
		{steps(shape("funnel", fields{"steps", "window"}, fields{"order", "by", "limit"}), events), "funnel", funnelQuestion, answered(Data.Funnel)},
		{steps(shape("funnel_times", fields{"steps", "window"}, fields{"order"}), events), "funnel", funnelQuestion, answered(Data.FunnelTimes)},
		{was(shape("challenge", fields{"event"}, fields{"by", "length", "limit"}), "survival"), "challenge", challengeQuestion, answered(Data.Challenge)},
		{shape("streaks", fields{"event"}, nil), "streaks", streaksQuestion, answered(Data.Streaks)},
		{shape("at_risk", fields{"event"}, fields{"limit"}), "streaks", streaksQuestion, answered(Data.Streaks)},
		{shape("stickiness", fields{"event"}, fields{"period"}), "stickiness", stickinessQuestion, answered(Data.Stickiness)},
		{shape("states", fields{"event"}, nil), "growth", growthQuestion, answered(Data.States)},
		{shape("active", fields{"event"}, nil), "growth", growthQuestion, answered(Data.Active)},
		{shape("invitations", fields{"event"}, fields{"period"}), "invitations", invitationsQuestion, answered(Data.Invitations)},
		{shape("kept", fields{"event", "metric"}, fields{"return", "by", "limit"}), "kept", keptQuestion, answered(Data.Kept)},
		{shape("clock", nil, fields{"by", "limit"}), "clock", clockQuestion, answeredBy(Buying.Clock)},

		{shape("posts", nil, fields{"limit"}), "", nil, answeredBy(Operations.Posts)},
		{shape("post_kinds", nil, nil), "", nil, answeredBy(Operations.PostKinds)},
		{shape("post_quota", nil, nil), "", nil, answeredBy(Operations.PostQuota)},
		{shape("post_says", nil, nil), "", nil, answeredBy(Operations.PostSays)},
		{shape("post_unfollows", nil, fields{"limit"}), "", nil, answeredBy(Operations.PostUnfollows)},
		{shape("group_says", nil, nil), "", nil, answeredBy(Operations.GroupSays)},
		{shape("group_advice", nil, fields{"limit"}), "", nil, answeredBy(Operations.GroupAdvice)},
		{shape("group_tenure", nil, fields{"limit"}), "", nil, answeredBy(Operations.GroupTenure)},
		{shape("group_overlap", nil, fields{"limit"}), "", nil, answeredBy(Operations.GroupOverlap)},
		{shape("group_others", nil, fields{"limit"}), "", nil, communal(Communities.GroupOthers)},
		{shape("group_ages", nil, nil), "", nil, communal(Communities.GroupAges)},
		{shape("group_costs", nil, fields{"limit"}), "", nil, communal(Communities.GroupCosts)},
		{shape("feedback_topics", nil, fields{"limit"}), "", nil, communal(Communities.FeedbackTopics)},
		{shape("minis", fields{"event"}, fields{"limit"}), "", nil, answeredBy(Operations.Minis)},
		{steps(shape("reach", fields{"event", "steps"}, nil), events), "", nil, answeredBy(Operations.ReachShares)},
		{steps(shape("returns", fields{"event", "steps"}, nil), events), "", nil, answeredBy(Operations.Returns)},
		{shape("groups", nil, fields{"limit"}), "", nil, answeredBy(Operations.Groups)},
		{steps(shape("stages", fields{"steps"}, fields{"out", "claim"}), stages), "", nil, answeredBy(Operations.Stages)},
		{steps(shape("stages_says", fields{"steps"}, fields{"out", "claim"}), stages), "", nil, answeredBy(Operations.StagesSays)},
		{steps(shape("stage_groups", fields{"steps", "by"}, fields{"limit"}), stages), "", nil, answeredBy(Operations.StageGroups)},
		{shape("price_volume_mix", nil, nil), "", nil, answeredBy(Market.PriceVolumeMix)},
		{shape("turnover", nil, nil), "", nil, answeredBy(Market.Turnover)},
		{shape("margins", fields{"by"}, fields{"limit"}), "", nil, answeredBy(Market.Margins)},
		{shape("keywords", nil, fields{"by", "limit"}), "", nil, answeredBy(Market.Keywords)},
		{shape("search_says", nil, nil), "", nil, answeredBy(Market.SearchSays)},
		{shape("terms", nil, fields{"limit"}), "", nil, answeredBy(Market.SearchTerms)},
		{shape("industries", nil, fields{"limit"}), "", nil, answeredBy(Market.Industries)},
		{shape("industry_plans", nil, fields{"limit"}), "", nil, answeredBy(Market.IndustryPlans)},
		{shape("next_spend", nil, nil), "", nil, answeredBy(Market.NextSpend)},
		{shape("cost_moved", nil, nil), "", nil, answeredBy(Market.CostMoved)},
		{shape("events_says", nil, nil), "", nil, answeredBy(Market.EventsSays)},
		{shape("events", nil, fields{"limit"}), "", nil, answeredBy(Market.Events)},
		{shape("partners", nil, fields{"limit"}), "", nil, answeredBy(Market.Partners)},
		{shape("spend_audit", nil, fields{"limit"}), "", nil, answeredBy(Market.SpendAudit)},
		{shape("products_says", nil, nil), "", nil, answeredBy(Market.ProductsSays)},
		{shape("refund_ages", nil, fields{"limit"}), "", nil, answeredBy(Market.RefundAges)},
		{shape("attach", nil, fields{"by", "limit"}), "", nil, answeredBy(Buying.Attach)},
		{shape("contributions", fields{"by"}, fields{"metrics"}), "", nil, answeredBy(Buying.Contributions)},
		{shape("synergy_says", nil, nil), "", nil, answeredBy(Operations.SynergySays)},
		{shape("synergy", nil, nil), "", nil, answeredBy(Operations.Synergy)},
		{shape("synergy_pairs", nil, nil), "", nil, answeredBy(Operations.SynergyPairs)},
		{shape("synergy_kinds", nil, nil), "", nil, answeredBy(Operations.SynergyKinds)},
	}
}

// follows returns the record whose days bound the comparison of a panel whose
// fields do not name it; "" for others.
func follows(panel string) string {
	switch panel {
	case "posts", "post_kinds", "post_quota", "post_unfollows", "post_says":
		return "posts"
	case "groups", "group_says", "group_advice", "group_tenure", "group_overlap", "minis", "reach", "returns",
		"synergy_says", "synergy", "synergy_pairs", "synergy_kinds":
		return "events"
	case "feedback_topics", "group_others", "group_ages", "group_costs", "events_says", "events", "partners":
		return "events"
	case "turnover", "margins", "products_says", "refund_ages", "attach", "contributions", "clock":
		return "orders"
	case "keywords", "search_says", "industries", "industry_plans", "next_spend", "cost_moved", "spend_audit":
		return "spend"
	case "terms":
		return ops.TermRecord
	}
	return ""
}

// PanelShapes returns what page files may say, type by type.
func PanelShapes() []ops.PanelShape {
	var out []ops.PanelShape
	for _, t := range PanelTypes() {
		if t.Asks != "" {
			t.Optional = append(slices.Clone(t.Optional), "ask")
		}
		out = append(out, t.PanelShape)
	}
	return out
}

// TopicMetrics is the topic of panels of metrics.
const TopicMetrics = "metrics"

// Topic says what a panel of the type is about: its kind of question, TopicMetrics, or
// the part of the operations.
func (t PanelType) Topic() string {
	needs := func(field string) bool { return slices.Contains(t.Required, field) }
	switch t.Type {
	case "weekday_hour", "minutes", "checkins_today":
		return "times"
	case "posts", "post_kinds", "post_quota", "post_says", "post_unfollows":
		return "content"
	case "groups", "group_says", "group_advice", "group_tenure", "group_overlap", "group_others", "group_ages", "group_costs", "minis", "reach", "returns":
		return "community"
	case "stages", "stages_says", "stage_groups", "feedback_topics":
		return "pipeline"
	case "price_volume_mix", "turnover", "margins", "products_says", "refund_ages", "attach", "contributions":
		return "products"
	case "keywords", "search_says", "terms", "industries", "industry_plans", "next_spend", "cost_moved", "spend_audit":
		return "search"
	case "events_says", "events", "partners":
		return "events"
	case "synergy_says", "synergy", "synergy_pairs", "synergy_kinds":
		return "synergy"
	}
	switch {
	case t.Asks != "":
		return t.Asks
	case needs("metric") || needs("metrics") || needs("x") || needs("steps"):
		return TopicMetrics
	}
	return ""
}

// PanelTypeOf returns the type of a panel.
func PanelTypeOf(p *ops.Panel) (PanelType, bool) {
	for _, t := range PanelTypes() {
		if t.Type == p.Type {
			return t, true
		}
	}
	return PanelType{}, false
}

// answered makes an answer of one type of result a Result; a nil pointer does not
// become one.
func answered[R Result](
	answer func(d Data, ctx context.Context, v *View, p *ops.Panel) (R, error),
) func(Data, context.Context, *View, *ops.Panel) (Result, error) {
	return func(d Data, ctx context.Context, v *View, p *ops.Panel) (Result, error) {
		r, err := answer(d, ctx, v, p)
		if err != nil {
			return nil, err
		}
		return r, nil
	}
}

// answeredBy is answered for the panels of Operations, Market or Buying.
func answeredBy[D ~struct{ Data }, R Result](
	answer func(d D, ctx context.Context, v *View, p *ops.Panel) (R, error),
) func(Data, context.Context, *View, *ops.Panel) (Result, error) {
	return answered(func(d Data, ctx context.Context, v *View, p *ops.Panel) (R, error) { return answer(D{d}, ctx, v, p) })
}

// communal is answered for the panels of groups held against each other.
func communal[R Result](
	answer func(c Communities, ctx context.Context, v *View, p *ops.Panel) (R, error),
) func(Data, context.Context, *View, *ops.Panel) (Result, error) {
	return answeredBy(func(o Operations, ctx context.Context, v *View, p *ops.Panel) (R, error) {
		return answer(Communities{o}, ctx, v, p)
	})
}

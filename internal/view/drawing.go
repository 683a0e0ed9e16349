package view

import (
	"fmt"
	"sync"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// drawing fills in what a panel shows of its result.
type drawing func(b Page, p *ops.Panel, result analysis.Result, out *Panel) error

// draws makes a drawing of one that takes a type of result.
func draws[R analysis.Result](draw func(b Page, p *ops.Panel, r R, out *Panel) error) drawing {
	return func(b Page, p *ops.Panel, result analysis.Result, out *Panel) error {
		r, ok := result.(R)
		if !ok {
			return fmt.Errorf("a panel of type %s is answered by a %T", p.Type, result)
		}
		return draw(b, p, r, out)
	}
}

// drawings say by type how a panel is drawn.
var drawings = sync.OnceValue(func() map[string]drawing {
	return map[string]drawing{
		"kpis":            draws(drawKPIs),
		"line":            draws(drawLine),
		"multiples":       draws(drawMultiples),
		"table":           draws(drawBreakdown),
		"bubbles":         draws(drawBubbles),
		"waterfall":       draws(drawWaterfall),
		"steps":           draws(drawSteps),
		"checkins_today":  draws(drawToday),
		"growth":          draws(drawGrowth),
		"calendar":        draws(drawCalendar),
		"weekday_hour":    draws(drawHours),
		"minutes":         draws(drawMinutes),
		"retention":       draws(drawRetention),
		"retention_curve": draws(drawRetentionCurve),
		"retention_trend": draws(drawRetentionTrend),
		"funnel":          draws(drawFunnel),
		"funnel_times":    draws(drawFunnelTimes),
		"challenge":       draws(drawChallenge),
		"streaks":         draws(drawStreaks),
		"at_risk":         draws(drawAtRisk),
		"stickiness":      draws(drawStickiness),
		"states":          draws(drawStates),
		"active":          draws(drawActive),
		"invitations":     draws(drawInvitations),
		"kept":            draws(drawKept),
		"clock":           draws(drawSheet),

		"posts":            draws(drawSheet),
		"post_kinds":       draws(drawSheet),
		"post_quota":       draws(drawSheet),
		"post_says":        draws(drawSaying),
		"post_unfollows":   draws(drawSheet),
		"reach":            draws(drawReach),
		"returns":          draws(drawSheet),
		"groups":           draws(drawSheet),
		"group_says":       draws(drawSaying),
		"group_advice":     draws(drawAdvice),
		"group_tenure":     draws(drawSheet),
		"group_overlap":    draws(drawSheet),
		"group_others":     draws(drawSheet),
		"group_ages":       draws(drawSheet),
		"group_costs":      draws(drawSheet),
		"feedback_topics":  draws(drawSheet),
		"minis":            draws(drawSheet),
		"stages":           draws(drawSheet),
		"stages_says":      draws(drawSaying),
		"stage_groups":     draws(drawSheet),
		"price_volume_mix": draws(drawWaterfall),
		"turnover":         draws(drawWaterfall),
		"margins":          draws(drawSheet),
		"keywords":         draws(drawSheet),
		"search_says":      draws(drawSaying),
		"terms":            draws(drawSheet),
		"industries":       draws(drawSheet),
		"industry_plans":   draws(drawSheet),
		"next_spend":       draws(drawSheet),
		"cost_moved":       draws(drawWaterfall),
		"events_says":      draws(drawSaying),
		"events":           draws(drawSheet),
		"partners":         draws(drawSheet),
		"spend_audit":      draws(drawSheet),
		"products_says":    draws(drawSaying),
		"refund_ages":      draws(drawSheet),
		"attach":           draws(drawSheet),
		"contributions":    draws(drawWaterfall),
		"synergy_says":     draws(drawSaying),
		"synergy":          draws(drawSheet),
		"synergy_pairs":    draws(drawSheet),
		"synergy_kinds":    draws(drawSheet),
	}
})

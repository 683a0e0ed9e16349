package sample

import "daybreak/internal/ops"

// Alerts are what the team of the story watches.
func Alerts() []ops.Alert {
	return []ops.Alert{
		{Title: "广告花费和平时不一样", Rule: ops.RuleAnomaly, Metric: "cost", CoolDown: 3, Owner: "周宁"},
		{Title: "一天掉粉超过 25", Rule: ops.RuleAbove, Metric: "followers_lost", Limit: 25, CoolDown: 3, Owner: "陈果"},
		{Title: "一天打卡少于 350", Rule: ops.RuleBelow, Metric: "check_ins", Limit: 350, CoolDown: 7, Owner: "何苗"},
		{Title: "季度新成员目标可能完不成", Rule: ops.RuleGoal, Metric: "joins", CoolDown: 14, Owner: "林晓"},
	}
}

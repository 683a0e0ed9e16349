package i18n

// chineseToldErrors returns the Chinese sentences about alerts on what members do, and
// what is sent regularly or told of them.
func chineseToldErrors() map[string]sentence {
	return map[string]sentence{
		"metric_unused":    {"这种规则不看指标。", "请把指标留空。"},
		"rule_not_weekly":  {"这种规则按天看，不能按周。", "请不要选按周。"},
		"bad_silence":      {"连续没人说话的天数是 1 到 90 的整数。", "拿不准就写 7。"},
		"no_evening":       {"这个挑战没有可看的当晚：还没开始，或每人起点不同。", "请选一个从固定日期开始的挑战。"},
		"scope_not_groups": {"群是按群区分的，不能按{1}。", "请把范围留空，或写上群。"},
	}
}

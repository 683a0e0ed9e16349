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

		"bad_rhythm":           {"没有这种发送周期。", "请用 daily、workdays、weekly 或 monthly。"},
		"bad_weekday":          {"星期写得不对。", "周日写 0，周一写 1，依此类推到 6。"},
		"bad_month_day":        {"不是每个月都有这一天。", "请用 1 到 28。"},
		"bad_topic":            {"这个不能订阅。", "可以订早报（brief）、页面（page）或月报（report）。"},
		"page_missing":         {"要发一个页面，还没有选。", "请选一个页面。"},
		"page_unused":          {"只有订页面时才选页面、面板和筛选条件。", "请留空。"},
		"report_monthly":       {"月报按月发送。", "请选每月。"},
		"brief_monthly":        {"早报说的是前几天，不能按月。", "请选每天、工作日或每周。"},
		"bad_controls":         {"这不是页面的筛选条件。", "请复制页面地址里 ? 后面的部分。"},
		"bad_mail":             {"这不是邮箱地址。", "请写成 name@example.com。"},
		"unknown_subscription": {"没有这条订阅。", "“订阅”页列出了全部订阅。"},
		"channel_for_editors":  {"渠道里别人也看得到，只有编辑者能往那里发。", "请选自己的邮箱。"},
		"unknown_page":         {"没有这个页面。", "请从列表中选一个。"},
		"days_twice":           {"筛选条件和周期都说了是哪些天。", "请去掉 range、from 和 to，或改为页面显示的日期。"},
		"owner_gone":           {"订阅人已经不是用户。", "请删除这条订阅，或由别人重新订阅。"},
		"no_own_mail":          {"订阅人没有填邮箱。", "请在“我的账号”页填写，或改发到一个渠道。"},
		"user_without_mail":    {"发不了链接：该用户没有填邮箱。", "请填写邮箱，或直接设置密码。"},
		"bad_way_in":           {"链接无效或已失效。", "链接只能用一次，并且有期限。请重新申请。"},
		"too_many_letters":     {"申请新密码过于频繁。", "请查看邮箱，或联系管理员。"},
		"no_mail_server":       {"没有邮件渠道，发不了邮件。", "请管理员在“消息通知”页设置。"},
		"page_gone":            {"这个页面或面板已经没有了。", "请另选一个。"},
		"turn_failed":          {"这次没能算出来。", "原因见服务器日志。"},
		"unknown_owner":        {"没有这个编号的用户。", "owner 请写用户编号。"},
	}
}

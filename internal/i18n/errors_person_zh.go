package i18n

// chinesePersonErrors are the Chinese sentences about what is held of persons, by code.
func chinesePersonErrors() map[string]sentence {
	return map[string]sentence{
		"unknown_member":    {"没有这个成员。", "请核对成员编号。"},
		"forgotten_members": {"%d 行涉及已被遗忘的成员，这些行照常计数，但不再显示其姓名和编号。", ""},
		"not_scrubbed":      {"该成员已被遗忘，但数据库文件里可能还留有旧内容。", "请确认磁盘能再容纳一份数据库，然后再执行一次遗忘。"},
		"unknown_data":      {"没有这类数据。", "可用 members、contacts、audit、messages。"},
		"bad_period":        {"期限应为 {1} 到 {2} 天。", "留空表示永久保留。"},
		"going_differs":     {"按这些期限，下一晚将删除 {1} 项（成员、日志和消息），与确认的 {2} 不符，没有做任何修改。", "请先查看会删除什么，再确认该数目。"},
		"going_missing":     {"缺少下一晚将删除的总数。", "请先带上这些期限请求 GET /api/v1/data-retention，再把 tonight.total 作为 going 发送。"},
		"confirm_member":    {"输入的成员编号不一致，没有做任何修改。", "请照原样输入要遗忘的成员编号。"},
		"member_missing":    {"没有说明是哪位成员。", "请填写 member。"},
		"next_past":         {"下一步的日期已经过去。", "请填今天或以后的日期。"},
		"bad_minutes":       {"谈话时长应为 0 到 1440 分钟。", "请填实际用了几分钟。"},
		"minutes_missing":   {"要计入尝试的成本，但没有填时长。", "请填用了几分钟，或不选尝试。"},
		"too_many_tags":     {"标签超过 {1} 个。", "请去掉一些。"},
		"bad_tag":           {"这个标签不能用。", "标签是一个不含逗号的词。"},
		"unknown_follow_up": {"没有这条记录。", "请重新打开该成员。"},
		"not_latest":        {"此后对这位成员又做了别的。", "请先撤销后面那一步。"},
		"unknown_stage":     {"没有以 {1} 为事件的步骤。", "可用 {2}。"},
		"stage_passed":      {"{1} 已经在这一步或之后。", "要退回，请撤销最近一步。"},
		"stage_skipped":     {"{1} 还不在这一步的前一步。", "请一步一步推进；只有还在等待的人可以标为不合适。"},
		"event_missing":     {"没有说明要推进到哪一步。", "请重新打开页面。"},
		"too_many_pairs":    {"成员有重叠的群超过 {1} 对。", "请只看一个群。"},
		"list_empty":        {"名单里没有人。", "请重新打开名单。"},
		"list_too_long":     {"名单超过 {1} 人。", "先缩短日期范围，再按负责人查看。"},
		"stage_left":        {"{1} 已标为不合适。", "请先撤销那一步。"},
		"forgotten_member":  {"这里提到的成员已被遗忘，现以 {1} 代替。", "请去掉该成员。"},
	}
}

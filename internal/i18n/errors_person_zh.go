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
		"forgotten_member":  {"这里提到的成员已被遗忘，现以 {1} 代替。", "请去掉该成员。"},
	}
}

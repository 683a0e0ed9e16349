package i18n

// chineseRowErrors returns the Chinese sentences about those who see some rows of the
// record alone.
func chineseRowErrors() map[string]sentence {
	return map[string]sentence{
		"not_in_your_rows": {"这里的数据分不出您可看的部分，因此不显示。", "您只能看部分数据，请联系能看全部数据的同事。"},
		"no_rows_of_yours": {"这个页面的内容不在您可看的数据里，或无法区分出您的部分。", "请联系管理员。"},
		"whole_record":     {"这里涉及全部数据，而您只能看其中一部分。", "请联系管理员。"},
		"rule_and_role":    {"只能看部分数据的人只能是分析员或查看者：编辑者和管理员为所有人录入数据。", "请改用分析员或查看者角色，或让对方看全部数据。"},
		"unknown_rows":     {"数据里没有 {1}。", "请从列表中选择。"},
	}
}

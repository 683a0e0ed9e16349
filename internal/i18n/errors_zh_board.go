package i18n

// chineseBoardErrors are those about boards and how tables are shown.
func chineseBoardErrors() map[string]sentence {
	return map[string]sentence{
		"unknown_board":    {"没有这个看板。", "请重新打开看板列表。"},
		"empty_board":      {"看板至少要有一个面板。", "不需要时可以删除整个看板。"},
		"bad_title":        {"名称应为 1–%d 个字符，现在是 %d 个。", "请换一个名称。"},
		"board_too_large":  {"看板的文本最多 %d KiB。", "请分成两个看板。"},
		"board_too_long":   {"看板的文本最多 %d 行，现在有 %d 行。", "请分成两个看板。"},
		"too_many_panels":  {"看板最多 %d 个面板，现在有 %d 个。", "请分成两个看板。"},
		"nested_too_deep":  {"列表和键最多可嵌套 %d 层。", "请补上右括号，删去多余的短横线。"},
		"cannot_split":     {"%s没有按 %s 的数据。", "请换一种分法，或换一个指标。"},
		"bad_step":         {"这个指标不能作为一步。", "请从列表里选。"},
		"too_few_steps":    {"至少要有两步。", "请再选一步。"},
		"too_many_metrics": {"一个面板最多显示 12 个指标。", "请取消勾选一些。"},
		"no_such_column":   {"这个表没有这一列。", "请点列名排序。"},
	}
}

package i18n

// chinesePastErrors returns the Chinese sentences about comparisons, how the record was, and where
// figures come from, by code.
func chinesePastErrors() map[string]sentence {
	return map[string]sentence{
		"compare_overlaps":     {"从 {2} 起的 {1} 天，到所选范围开始的 {3} 还没有结束。", "对比的天数与所选范围相同，请让它从 {4} 或更早开始。"},
		"compare_too_early":    {"对比的开始早于所选范围 {1} 年以上。", "请选更晚的日期。"},
		"changed_while_traced": {"计算的时候有新数据导入。", "请重新打开页面。"},
		"unknown_measure":      {"这个数字不是由它算出来的，或者还没有数字。", "请填写 /api/v1/provenance 列出的分项。"},
		"past_too_large":       {"那时的数据有 {1} 行；回看过去最多重算 {2} 行。", "当时发布过的数字仍在，请看月报。"},
		"as_of_nowhere":        {"这台服务器不能回看过去。", "请去掉 as_of。"},
		"bad_as_of":            {"as_of 不能写成“{1}”。", "请写导入编号、2026-11-02 这样的日期，或 2026-11-02T09:30 这样的时刻。"},
		"as_of_future":         {"as_of 是将来的时刻。", "请给出已经过去的时刻，或去掉它。"},
		"as_of_before":         {"那时还没有导入任何数据。", "请给出第一次导入之后的时刻。"},
	}
}

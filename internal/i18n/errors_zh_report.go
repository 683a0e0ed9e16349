package i18n

// chineseReportErrors returns the Chinese sentences about monthly reports, and about
// comparisons with a holiday, by code.
func chineseReportErrors() map[string]sentence {
	return map[string]sentence{
		"no_holiday":           {"{1} 至 {2} 没有假期可与去年对比。", "请选择包含假期的时间段，或换一种对比；节假日在「节假日」页维护。"},
		"several_holidays":     {"这段时间里不止一个假期：{1} 和 {2}。", "请选择只含其中一个的时间段。"},
		"last_holiday_unknown": {"{2} 的{1}，不知道上一年是哪几天。", "请在「节假日」页补上那一年的节假日，或换一种对比。"},
		"bad_month":            {"这不是月份。", "请写成 2026-10 这样。"},
		"bad_part":             {"月报没有这个章节，或者章节写重、写漏了。", "请把每个章节各写一次；不要的标为不要。"},
		"bad_place":            {"次序要填 1 到 99 的整数。", "请按先后编号。"},
		"bad_goal":             {"这不能作目标值。", "请填写一个数。"},
		"bad_commitment_day":   {"承诺从月报下个月的第一天开始。", "只需填写到哪天为止。"},
		"commitment_too_long":  {"承诺的期限超过 366 天。", "请填早一些的日期。"},
		"commitment_metric":    {"有目标值或范围，就要选指标。", "请选指标，或把目标值和范围留空。"},
		"report_exists":        {"这个月已经有草稿。", "请接着改那一份。"},
		"report_final":         {"这份月报已经定稿，不能再改。", "要更正，请出下一版。"},
		"report_draft":         {"草稿会随数据变化，不能分享。", "请先定稿。"},
		"report_whole":         {"月报讲的是全部数据。", "请不要选只看哪些行。"},
		"report_too_large":     {"月报内容太多，存不下。", "请去掉几个章节。"},
		"unknown_report":       {"没有这份月报。", "“月报”页列出了全部月报。"},
		"unknown_commitment":   {"没有这条承诺。", "月报里列出了全部承诺。"},
		"withdraw_reason":      {"撤回承诺要写理由。", "请用一句话写明为什么。"},
		"sources_behind":       {"月报要用的数据还没到齐：{1}。", "请先导入；来源已停的请标为停用，确实没有的日子请注明。"},
		"no_browser":           {"没有找到能打印 PDF 的浏览器（Chromium 或 Chrome）。", "请安装一个，或用 --browser 指明；也可以不加 --pdf，用任何浏览器打印 HTML 文件。"},
		"print_failed":         {"{1} 没能打印月报。", "可以不加 --pdf，用任何浏览器打印 HTML 文件。"},
	}
}

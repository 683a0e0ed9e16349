package i18n

// Control is the bar that rules every panel of a page.
type Control struct {
	Controls, Range, Days                                            string // Days %d
	From, To, Apply                                                  string
	Compare, ComparePrevious, CompareWeekdays, CompareYear           string
	CompareNone                                                      string
	VsPrevious, VsWeekdays, VsYear, VsNone                           string // short, on the button
	Grain, Day, Week, Month                                          string
	Filter, FilterIs, FilterIsNot, RemoveFilter                      string // %[1]s dimension, %[2]s value; RemoveFilter the same
	CompleteOnly, CompleteOnlyHint, NotStated, FilterAll, FilterMore string
}

func control(p pick) Control {
	return Control{
		Controls:         p("Range, comparison and filters", "时间范围、对比与筛选"),
		Range:            p("Range", "时间范围"),
		Days:             p("%d days", "%d 天"),
		From:             p("From", "从"),
		To:               p("To", "到"),
		Apply:            p("Apply", "应用"),
		Compare:          p("Compare with", "对比"),
		ComparePrevious:  p("Previous period", "上一时段"),
		CompareWeekdays:  p("Same weekdays before", "之前的相同星期"),
		CompareYear:      p("Same dates last year", "去年同期"),
		CompareNone:      p("No comparison", "不对比"),
		VsPrevious:       p("vs previous", "较上期"),
		VsWeekdays:       p("vs same weekdays", "较同星期"),
		VsYear:           p("vs last year", "较去年"),
		VsNone:           p("no comparison", "不对比"),
		Grain:            p("Grain", "粒度"),
		Day:              p("Day", "日"),
		Week:             p("Week", "周"),
		Month:            p("Month", "月"),
		Filter:           p("Filter", "筛选"),
		FilterIs:         p("%[1]s: %[2]s", "%[1]s：%[2]s"),
		FilterIsNot:      p("%[1]s: not %[2]s", "%[1]s：不含 %[2]s"),
		RemoveFilter:     p("Remove filter %[1]s: %[2]s", "去掉筛选 %[1]s：%[2]s"),
		CompleteOnly:     p("Complete only", "仅完整周期"),
		CompleteOnlyHint: p("Hide days whose data is still coming in", "隐藏数据还不完整的日期"),
		NotStated:        p("not stated", "未标注"),
		FilterAll:        p("All", "全部"),
		FilterMore:       p("Other value…", "其他值……"),
	}
}

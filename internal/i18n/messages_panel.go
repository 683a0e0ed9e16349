package i18n

// Panel is what the boxes of a page say.
type Panel struct {
	KeyMetrics, ViewAsTable, CSV, PNG, Open               string
	ThisPeriod, Before, InProgress, Total, Other          string // Other %d groups
	Bucket, Change, Share, Trend, Name                    string
	Up, Down, Flat, Unclear                               string
	PercentagePoints                                      string // %s
	Versus                                                string // %s
	NotApplicable, Pending                                string
	FewSubjects                                           string // %d
	Interval                                              string // %s, %s
	ChartSummary, ChartSummaryNoCompare                   string // %[1]s metric, %[2]s total, %[3]s change, %[4]s peak, %[5]s its day
	ArrowKeys                                             string
	AllOf                                                 string // %s
	FromStepBefore, Overall, StepExceeds                  string
	LostSinceBefore                                       string
	Members, DayMedian, SameDayLastWeek                   string
	NewMembers, Returning, ComeBack                       string
	New, PreExisting, Retained, Resurrected, Churned, Net string
	Active, QuickRatio                                    string
	Less, MoreOf                                          string
	BestDay, BusiestWeekday                               string
	HourSpan                                              string // %02d, %02d
	NoData, Failed                                        string

	LiveSoFar                           string // value, hour, minute, rows last week
	TitleOf                             string // %s: panel, %s: metric
	ChartSeries                         string // %s: metric, %d: series
	BubbleSummary                       string // %[1]s x, %[2]s y, %[3]d groups, %[4]s size
	WaterfallSummary                    string // first bar and value, last bar and value
	GrowthSummary                       string // new, come back, churned, net
	CalendarSummary                     string // metric, days
	HoursSummary                        string // panel, hour, share
	Hour, MAU, WeekdayPeak, WeekendPeak string // peaks: %s share
	MoreInCSV                           string
	Period, Average, Size               string // Period %d
}

func panel(p pick) Panel {
	return Panel{
		KeyMetrics:            p("Key metrics", "关键指标"),
		ViewAsTable:           p("View as table", "以表格查看"),
		CSV:                   p("CSV", "CSV"),
		PNG:                   p("Download PNG of %s", "下载 PNG：%s"),
		Open:                  p("Open", "展开"),
		ThisPeriod:            p("This period", "本期"),
		Before:                p("Comparison", "对比期"),
		InProgress:            p("In progress", "进行中"),
		Total:                 p("Total", "合计"),
		Other:                 p("%d others", "其余 %d 项"),
		Bucket:                p("Date", "日期"),
		Change:                p("Change", "变化"),
		Share:                 p("Share", "占比"),
		Trend:                 p("Trend", "走势"),
		Name:                  p("Name", "名称"),
		Up:                    p("up", "上升"),
		Down:                  p("down", "下降"),
		Flat:                  p("unchanged", "持平"),
		Unclear:               p("no clear change", "变化不显著"),
		PercentagePoints:      p("%s pp", "%s pp"),
		Versus:                p("vs %s", "对比 %s"),
		NotApplicable:         p("not applicable", "不适用"),
		Pending:               p("not known yet", "尚未可知"),
		FewSubjects:           p("under 30 subjects: read with care", "样本不足 30，仅供参考"),
		Interval:              p("95 %% interval %s to %s", "95%% 区间 %s 至 %s"),
		ChartSummary:          p("%[1]s: %[2]s, %[3]s. Highest %[4]s on %[5]s.", "%[1]s：%[2]s，%[3]s。最高 %[4]s，%[5]s。"),
		ChartSummaryNoCompare: p("%[1]s: %[2]s. Highest %[3]s on %[4]s.", "%[1]s：%[2]s。最高 %[3]s，%[4]s。"),
		ArrowKeys:             p("Arrow keys read it point by point.", "按方向键逐点读数。"),
		AllOf:                 p("%s: all", "全部%s"),
		FromStepBefore:        p("of the step before", "占上一步"),
		Overall:               p("Overall", "整体转化"),
		StepExceeds:           p("more than the step before", "多于上一步"),
		LostSinceBefore:       p("%s fewer", "少 %s"),
		Members:               p("members", "人"),
		DayMedian:             p("median of 7 days", "近 7 天中位数"),
		SameDayLastWeek:       p("same day last week", "上周同日"),
		NewMembers:            p("First-timers", "首次打卡"),
		Returning:             p("Also the day before", "昨天也打卡"),
		ComeBack:              p("Back after a break", "回流"),
		New:                   p("New", "新增"),
		PreExisting:           p("Pre-existing", "此前已有"),
		Retained:              p("Retained", "留存"),
		Resurrected:           p("Resurrected", "回流"),
		Churned:               p("Churned", "流失"),
		Net:                   p("Net", "净增"),
		Active:                p("Active", "活跃"),
		QuickRatio:            p("Quick ratio", "速动比"),
		Less:                  p("Less", "少"),
		MoreOf:                p("More", "多"),
		BestDay:               p("Best day, %s", "单日最高，%s"),
		BusiestWeekday:        p("Busiest weekday (mean %s)", "最忙的星期（日均 %s）"),
		HourSpan:              p("%02d:00–%02d:59", "%02d:00–%02d:59"),
		NoData:                p("Nothing in this range.", "这段时间没有数据。"),
		Failed:                p("This panel could not be worked out.", "这个面板没有算出来。"),
		LiveSoFar:             p("Under way: %s by %02d:%02d; same day last week had %s by then.", "进行中：%s（截至 %02d:%02d）；上周同日此刻 %s。"),
		TitleOf:               p("%s: %s", "%s：%s"),
		ChartSeries:           p("%s over time, %d lines.", "%s走势，共 %d 条线。"),
		BubbleSummary:         p("%[3]d groups by %[1]s and %[2]s, as large as %[4]s.", "%[3]d 个分组，横轴%[1]s，纵轴%[2]s，大小为%[4]s。"),
		WaterfallSummary:      p("From %s %s to %s %s.", "从%s %s 到%s %s。"),
		GrowthSummary:         p("%s new, %s resurrected, %s churned, net %s.", "新增 %s，回流 %s，流失 %s，净增 %s。"),
		CalendarSummary:       p("%s by day, %s.", "%s按日分布，%s。"),
		HoursSummary:          p("%s. Busiest %s with %s.", "%s。最忙 %s，占 %s。"),
		Hour:                  p("Hour", "小时"),
		MAU:                   p("Active in 30 days", "近 30 天活跃"),
		WeekdayPeak:           p("Busiest hour, Mon–Fri (%s)", "工作日高峰（%s）"),
		WeekendPeak:           p("Busiest hour, weekends (%s)", "周末高峰（%s）"),
		Period:                p("Period %d", "第 %d 期"),
		Average:               p("Average", "平均"),
		Size:                  p("Members", "人数"),
		MoreInCSV:             p("The latest rows; the CSV has all.", "只列最近的部分，完整数据见 CSV。"),
	}
}

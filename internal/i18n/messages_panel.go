package i18n

// Panel is what the boxes of a page say.
type Panel struct {
	MoreFigures  string `en:"More figures" zh:"更多统计"`
	Attained     string `en:"%s, attained" zh:"%s达成率"`
	AttainedHint string `en:"What came of what was due to date, by the target of just this group; of a ratio, how far it is from its target, over 100 % is better" zh:"到目前为止实到 ÷ 应到，按这一组自己的目标；比率类指标为距目标的程度，超过 100% 表示优于目标"`

	Active string `en:"Active" zh:"活跃"`
	// Takes the first day of the data.
	AgainstApart  string `en:"not compared: the days beside the holiday of last year do not follow each other, and members count once" zh:"没有对比：去年假期前后对应的日子不连续，而成员不能重复计数"`
	AgainstBegins string `en:"not compared: the data begins only on %s" zh:"没有对比：数据从 %s 才开始"`
	// Takes the days and those of the comparison.
	AgainstDays string `en:"%s beside %s" zh:"%s 与 %s 对照"`
	AllOf       string `en:"%s: all" zh:"全部%s"`
	ArrowKeys   string `en:"Arrow keys read it point by point." zh:"按方向键逐点读数。"`
	// A link: which sums and files a figure is made of.
	Origin  string `en:"Why this number" zh:"这个数怎么来的"`
	AtMost  string `en:"at most: some costs are not stated" zh:"上限：部分成本未注明"`
	Average string `en:"Average" zh:"平均"`

	Before  string `en:"Comparison" zh:"对比期"`
	BestDay string `en:"Best day, %s" zh:"单日最高，%s"`
	// Takes x, y, how many groups, and what the size is.
	BubbleSummary  string `en:"%[3]d groups by %[1]s and %[2]s, as large as %[4]s." zh:"%[3]d 个分组，横轴%[1]s，纵轴%[2]s，大小为%[4]s。"`
	Bucket         string `en:"Date" zh:"日期"`
	ByDay          string `en:"by day" zh:"按日"`
	ByMonth        string `en:"by month" zh:"按月"`
	ByRange        string `en:"the whole range" zh:"整段"`
	ByWeek         string `en:"by week" zh:"按周"`
	BusiestWeekday string `en:"Busiest weekday (mean %s)" zh:"最忙的星期（日均 %s）"`

	// Takes metric, days.
	CalendarSummary string `en:"%s by day, %s." zh:"%s按日分布，%s。"`
	Change          string `en:"Change" zh:"变化"`
	// Takes a metric and the number of lines.
	ChartSeries string `en:"%s over time, %d lines." zh:"%s走势，共 %d 条线。"`
	// Takes metric, total, change, peak and the day of the peak.
	ChartSummary string `en:"%[1]s: %[2]s, %[3]s. Highest %[4]s on %[5]s." zh:"%[1]s：%[2]s，%[3]s。最高 %[4]s，%[5]s。"`
	// Takes metric, total, peak and the day of the peak.
	ChartSummaryNoCompare string `en:"%[1]s: %[2]s. Highest %[3]s on %[4]s." zh:"%[1]s：%[2]s。最高 %[3]s，%[4]s。"`
	Churned               string `en:"Churned" zh:"流失"`
	ComeBack              string `en:"Back after a break" zh:"回流"`
	Columns               string `en:"Columns" zh:"列"`
	CSV                   string `en:"CSV" zh:"CSV"`

	DayMedian string `en:"median of 7 days" zh:"近 7 天中位数"`
	Down      string `en:"down" zh:"下降"`

	Failed         string `en:"This panel could not be worked out." zh:"这个面板没有算出来。"`
	FewSubjects    string `en:"under 30 subjects: read with care" zh:"样本不足 30，仅供参考"`
	Flat           string `en:"unchanged" zh:"持平"`
	FromStepBefore string `en:"of the step before" zh:"占上一步"`

	// Takes new, come back, churned, net.
	GrowthSummary string `en:"%s new, %s resurrected, %s churned, net %s." zh:"新增 %s，回流 %s，流失 %s，净增 %s。"`

	Hour     string `en:"Hour" zh:"小时"`
	HourSpan string `en:"%02d:00–%02d:59" zh:"%02d:00–%02d:59"`
	// Takes panel, hour, share.
	HoursSummary string `en:"%s. Busiest %s with %s." zh:"%s。最忙 %s，占 %s。"`

	InProgress string `en:"In progress" zh:"进行中"`
	Interval   string `en:"95 %% interval %s to %s" zh:"95%% 区间 %s 至 %s"`

	KeyMetrics string `en:"Key metrics" zh:"关键指标"`

	Less string `en:"Less" zh:"少"`
	// Takes the value, hour, minute, and the value of last week by then.
	LiveSoFar       string `en:"Under way: %s by %02d:%02d; same day last week had %s by then." zh:"进行中：%s（截至 %02d:%02d）；上周同日此刻 %s。"`
	LostSinceBefore string `en:"%s fewer" zh:"少 %s"`

	MAU       string `en:"Active in 30 days" zh:"近 30 天活跃"`
	Members   string `en:"members" zh:"人"`
	MoreInCSV string `en:"The latest rows; the CSV has all." zh:"只列最近的部分，完整数据见 CSV。"`
	MoreOf    string `en:"More" zh:"多"`

	Name          string `en:"Name" zh:"名称"`
	Net           string `en:"Net" zh:"净增"`
	New           string `en:"New" zh:"新增"`
	NewMembers    string `en:"First-timers" zh:"首次打卡"`
	NoData        string `en:"Nothing in this range." zh:"这段时间没有数据。"`
	NotApplicable string `en:"not applicable" zh:"不适用"`

	Open    string `en:"Open" zh:"展开"`
	Other   string `en:"%d others" zh:"其余 %d 项"`
	Overall string `en:"Overall" zh:"整体转化"`

	// Takes a share.
	PartLeftOut      string `en:"%s of the data is left out, because a figure in it is blank" zh:"%s 的数据有空缺的数值，未计入"`
	Pending          string `en:"not known yet" zh:"尚未可知"`
	FewPeople        string `en:"1 to 4 people: you do not see how many" zh:"1–4 人，您的角色不显示具体人数"`
	Withheld         string `en:"Not shown: with it, 1 to 4 people could be counted" zh:"不显示：据此可以推算出某处的 1–4 人"`
	PercentagePoints string `en:"%s pp" zh:"%s pp"`
	Period           string `en:"Period %d" zh:"第 %d 期"`
	FindRows         string `en:"Find a row" zh:"在表内查找"`
	Menu             string `en:"More of %s" zh:"更多：%s"`
	PNG              string `en:"Picture (PNG)" zh:"图片（PNG）"`
	SVG              string `en:"Picture (SVG)" zh:"图片（SVG）"`
	PreExisting      string `en:"Pre-existing" zh:"此前已有"`

	QuickRatio string `en:"Quick ratio" zh:"速动比"`

	Resurrected string `en:"Resurrected" zh:"回流"`
	Retained    string `en:"Retained" zh:"留存"`
	Returning   string `en:"Also the day before" zh:"昨天也打卡"`

	SameDayLastWeek string `en:"same day last week" zh:"上周同日"`
	Share           string `en:"Share" zh:"占比"`
	Size            string `en:"Members" zh:"人数"`
	StepExceeds     string `en:"more than the step before" zh:"多于上一步"`

	ThisPeriod string `en:"This period" zh:"本期"`
	// Takes panel and metric.
	TitleOf string `en:"%s: %s" zh:"%s：%s"`
	Total   string `en:"Total" zh:"合计"`
	Trend   string `en:"Trend" zh:"走势"`

	Unclear string `en:"no clear change" zh:"变化不显著"`
	Up      string `en:"up" zh:"上升"`

	Versus      string `en:"vs %s" zh:"对比 %s"`
	ViewAsTable string `en:"View as table" zh:"以表格查看"`

	// Takes the first bar and its value, the last bar and its value.
	WaterfallSummary string `en:"From %s %s to %s %s." zh:"从%s %s 到%s %s。"`
	// Takes a share.
	WeekdayPeak string `en:"Busiest hour, Mon–Fri (%s)" zh:"工作日高峰（%s）"`
	Weekends    string `en:"Shaded: weekends." zh:"阴影为周末。"`
	// Takes a share.
	WeekendPeak string `en:"Busiest hour, weekends (%s)" zh:"周末高峰（%s）"`

	XLSX string `en:"XLSX" zh:"XLSX"`
}

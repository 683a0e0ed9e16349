package i18n

// Option is what the forms say in which a member panel's question is picked,
// and what the panels say beside their figures.
type Option struct {
	Acquired      string `en:"Members acquired" zh:"新增成员"`
	ActiveDays    string `en:"Active periods" zh:"活跃周期数"`
	AllChallenges string `en:"All" zh:"全部"`
	Any           string `en:"Any order" zh:"任意顺序"`
	AnyEvent      string `en:"any event" zh:"任意行为"`
	AtLeast       string `en:"at least as many" zh:"至少这么多"`

	Bracket       string `en:"Within brackets" zh:"区间内"`
	Brackets      string `en:"Brackets" zh:"区间"`
	Busiest       string `en:"Busiest minute" zh:"最忙的一分钟"`
	BusiestMinute string `en:"Busiest minute (%s)" zh:"最忙的一分钟（%s 次）"`
	By            string `en:"Break down by" zh:"分组维度"`
	AtRiskOn      string `en:"Evening of %s; the data is complete up to %s." zh:"%s 当晚；数据截至 %s。"`
	ByCampaign    string `en:"First in each campaign" zh:"各推广计划首次"`
	ByChallenge   string `en:"First in each challenge" zh:"各打卡挑战首次"`
	ByChannel     string `en:"First in each channel" zh:"各渠道首次"`
	ByDay         string `en:"Members by the days they took" zh:"人数，按所用天数"`
	ByEntry       string `en:"Conversion by day of entry" zh:"按进入日的转化率"`
	ByHour        string `en:"Members by the hours they took" zh:"人数，按所用小时"`

	Calendar string `en:"Calendar" zh:"自然日历"`
	// Takes members and the size of the cohort.
	CellTitle    string `en:"%s of %s" zh:"%s / %s"`
	Censor       string `en:"Days counted as pre-existing" zh:"视为原有的起始天数"`
	Challenge    string `en:"Challenge" zh:"打卡挑战"`
	Clock        string `en:"Clock" zh:"计时"`
	ClockJoin    string `en:"Join day" zh:"加入日"`
	ClockOrder   string `en:"Order day" zh:"下单日"`
	Cohort       string `en:"Cohort" zh:"群组口径"`
	CohortColumn string `en:"Cohort" zh:"群组"`
	Cost         string `en:"Cost" zh:"花费"`
	CostPerKept  string `en:"Cost per member kept on day %d" zh:"第 %d 天每留存成本"`
	Credit       string `en:"Credit" zh:"归因"`
	CreditFirst  string `en:"First touch" zh:"首次触点"`
	CreditJoin   string `en:"Channel of the join" zh:"加入渠道"`
	CreditLast   string `en:"Last touch" zh:"末次触点"`
	CreditLinear string `en:"All touches alike" zh:"触点平分"`
	Current      string `en:"Current" zh:"当前"`
	Cycle        string `en:"Invitation cycle: median · P75 · P90" zh:"邀请周期：中位数 · P75 · P90"`

	DAU       string `en:"DAU" zh:"日活"`
	DAUMAU    string `en:"DAU ÷ MAU" zh:"日活 ÷ 月活"`
	DaySpan   string `en:"%d–%d days" zh:"%d–%d 天"`
	DaysShort string `en:"%s d" zh:"%s 天"`
	DayStart  string `en:"Day begins at" zh:"每日起点"`

	EarnedBy string `en:"Earned by days" zh:"截至第几天"`
	Elapsed  string `en:"24 hours from the start" zh:"自起始满 24 小时"`
	Enrol    string `en:"Enrols with" zh:"报名行为"`
	Entrants string `en:"Entrants" zh:"进入人数"`
	Event    string `en:"Activity" zh:"行为"`
	Exact    string `en:"In the period" zh:"当期回访"`
	Exactly  string `en:"exactly as many" zh:"恰好这么多"`
	Exclude  string `en:"Ends a try" zh:"排除行为"`

	FewLeftOut string `en:"Points of under 30 members are left out of the lines; the table has them." zh:"人数不足 30 的点不画在线上，见表格。"`
	// Takes two days.
	Finish     string `en:"Of those still going on day %d, reach day %d" zh:"第 %d 天仍坚持者走到第 %d 天的比例"`
	First      string `en:"First time ever" zh:"首次发生"`
	FixedStart string `en:"Start for everybody" zh:"统一开始日"`
	From       string `en:"From" zh:"从"`

	Grace   string `en:"Grace, minutes" zh:"宽限分钟"`
	GroupBy string `en:"Day cohorts together" zh:"日群组合并"`

	Horizons    string `en:"Kept on days" zh:"留存日"`
	Hours       string `en:"Hours" zh:"小时"`
	HoursOrMore string `en:"%d h or more" zh:"%d 小时以上"`
	HourSpan    string `en:"%d–%d h" zh:"%d–%d 小时"`
	HoursShort  string `en:"%s h" zh:"%s 小时"`

	Join    string `en:"Joins with" zh:"加入行为"`
	JoinDay string `en:"Join day" zh:"加入日"`

	// Takes a day and the join days.
	KeptNote string `en:"Day %d: members who joined %s" zh:"第 %d 天：%s 加入的成员"`
	// Takes a day.
	KeptOn  string `en:"Kept on day %d" zh:"第 %d 天留存"`
	KFactor string `en:"K-factor" zh:"K 因子"`

	LastCheckIn string `en:"Last check-in" zh:"最近打卡"`
	Left        string `en:"still to come" zh:"未满期"`
	Length      string `en:"Days" zh:"天数"`
	LogRank     string `en:"p-value for all curves being the same (log-rank)" zh:"各曲线相同的 p 值（log-rank）"`
	Longest     string `en:"Longest" zh:"最长"`

	MakeUp       string `en:"Days that may be made up" zh:"可补卡天数"`
	MAU          string `en:"MAU (30 days)" zh:"月活（30 天）"`
	MedianTime   string `en:"median %s" zh:"中位用时 %s"`
	MinReturns   string `en:"Least returns" zh:"最少回访次数"`
	MinutesShort string `en:"%s min" zh:"%s 分钟"`
	Mode         string `en:"Counts as back" zh:"回访口径"`
	MoreAtRisk   string `en:"All %s at risk" zh:"全部 %s 位将断签成员"`
	// Takes day.
	Moves string `en:"Where each state went on %s" zh:"%s 各状态的去向"`

	Need         string `en:"Enough days" zh:"达标天数"`
	NobodyAtRisk string `en:"Nobody is at risk: the day is over or everybody has checked in." zh:"无人有断签风险：当日已结束，或都已打卡。"`
	NoBreakdown  string `en:"No breakdown" zh:"不分组"`
	NotGrouped   string `en:"Not grouped" zh:"不合并"`

	OnOrAfter string `en:"Then or later" zh:"当期及以后"`
	Options   string `en:"Options" zh:"选项"`
	Order     string `en:"Order" zh:"顺序"`
	Ordered   string `en:"In order" zh:"按顺序"`
	// Takes how many.
	ConvertedEarly string `en:"%s of them before their window is over" zh:"其中 %s 人窗口未满"`
	Overall        string `en:"Conversion" zh:"整体转化率"`

	PageGrain   string `en:"As the page" zh:"随页面粒度"`
	People      string `en:"People" zh:"人数"`
	Period      string `en:"Period" zh:"周期"`
	PeriodDay   string `en:"D%d" zh:"第 %d 天"`
	PeriodMonth string `en:"M%d" zh:"第 %d 月"`
	Periods     string `en:"Last period" zh:"最后一期"`
	PeriodWeek  string `en:"W%d" zh:"第 %d 周"`
	PerMinute   string `en:"Check-ins by minute of the day" zh:"按分钟的打卡数"`

	Recurring string `en:"Every active period" zh:"每个活跃周期"`
	Reset     string `en:"As the panel says" zh:"恢复默认"`
	Rest      string `en:"Rest days" zh:"休息日"`
	Return    string `en:"Comes back with" zh:"回访行为"`
	Rolling   string `en:"Rolling 28 days" zh:"滚动 28 天"`

	Share      string `en:"%" zh:"%"`
	ShareSoFar string `en:"Share so far" zh:"累计占比"`
	Show       string `en:"Show" zh:"显示"`
	Silence    string `en:"Missed days that end it" zh:"中断判定天数"`
	SimpleMean string `en:"Simple mean" zh:"简单平均"`
	Size       string `en:"Members" zh:"人数"`
	// Takes members and the size of the cohort.
	SoFar        string `en:"so far %s of %s; not over yet" zh:"目前 %s / %s；尚未结束"`
	Start        string `en:"Starts with" zh:"起始行为"`
	Steps        string `en:"Steps" zh:"步骤"`
	Stickiness   string `en:"Stickiness" zh:"粘性"`
	Streak       string `en:"Every period up to then" zh:"连续回访"`
	StreakLength string `en:"Periods in a row" zh:"连续期数"`
	Strict       string `en:"In order, nothing between" zh:"严格相邻"`
	Survived     string `en:"Day %d" zh:"第 %d 天"`

	// Takes panel, median and P90.
	TimesSummary  string `en:"%s: half within %s, nine in ten within %s." zh:"%s：半数在 %s 内，九成在 %s 内。"`
	TimeToConvert string `en:"Time to convert: median · P75 · P90" zh:"转化用时：中位数 · P75 · P90"`
	TimeSince     string `en:"Time from the step before: median · P75 · P90" zh:"距上一步用时：中位数 · P75 · P90"`
	To            string `en:"Members on the day" zh:"当日人数"`
	Took          string `en:"Took" zh:"用时"`
	Trend         string `en:"Period of the trend" zh:"走势取第几期"`

	Usual string `en:"as usual" zh:"默认"`

	WAU             string `en:"WAU (7 days)" zh:"周活（7 天）"`
	WeightedAverage string `en:"Weighted average" zh:"加权平均"`
	Window          string `en:"Window" zh:"窗口期"`
}

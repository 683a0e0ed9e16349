package i18n

// Option is what the forms say in which a member panel's question is picked,
// and what the panels say beside their figures.
type Option struct {
	Options, Reset                                string
	Start, Return, Event, Join                    string
	Cohort, First, Recurring, JoinDay             string
	ByChannel, ByCampaign, ByChallenge            string
	Mode, Exact, OnOrAfter, Bracket, Streak       string
	Brackets, StreakLength                        string
	Period, PageGrain, Rolling                    string
	GroupBy, NotGrouped                           string
	Clock, Calendar, Elapsed                      string
	MinReturns, Periods, Trend                    string
	By, NoBreakdown                               string
	Steps, Exclude, Order, Ordered, Strict, Any   string
	Window                                        string
	Challenge, AllChallenges, Enrol, FixedStart   string
	Length, DayStart, Grace, MakeUp, Rest, Need   string
	Silence, Censor, Horizons, AnyEvent           string
	ActivityHint, StepsHint, WindowHint, RestHint string

	Share, People, Show                             string
	WeightedAverage, SimpleMean, Size, CohortColumn string
	SoFar                                           string // %s of %s
	CellTitle                                       string // %s of %s
	PeriodDay, PeriodWeek, PeriodMonth              string // %d
	Overall, Entrants, TimeToConvert, Hours         string
	MedianTime                                      string // %s
	HourSpan, DaySpan                               string // %d, %d
	HoursOrMore                                     string // %d
	Took, ShareSoFar, ByHour, ByDay                 string
	TimesSummary                                    string // %s: panel, median, P90
	HoursShort, DaysShort, MinutesShort             string // %s
	ByEntry                                         string
	LogRank, Finish                                 string // Finish %d, %d
	Survived                                        string // %d
	FewLeftOut                                      string
	Current, Longest                                string
	MoreAtRisk                                      string // %s
	LastCheckIn, NobodyAtRisk                       string
	DAU, WAU, MAU, Stickiness, DAUMAU               string
	ActiveDays, AtLeast, Exactly                    string
	Moves, From, To                                 string // Moves %s: day
	KFactor, Cycle                                  string
	Cost, Acquired, KeptOn, CostPerKept, Left       string // KeptOn, CostPerKept %d
	KeptNote                                        string // %d, %s
	PerMinute, Busiest                              string
	BusiestMinute                                   string // %s
}

func option(p pick) Option {
	return Option{
		Options:      p("Options", "选项"),
		Reset:        p("As the panel says", "恢复默认"),
		Start:        p("Starts with", "起始行为"),
		Return:       p("Comes back with", "回访行为"),
		Event:        p("Activity", "行为"),
		Join:         p("Joins with", "加入行为"),
		Cohort:       p("Cohort", "群组口径"),
		First:        p("First time ever", "首次发生"),
		Recurring:    p("Every active period", "每个活跃周期"),
		JoinDay:      p("Join day", "加入日"),
		ByChannel:    p("First in each channel", "各渠道首次"),
		ByCampaign:   p("First in each campaign", "各推广计划首次"),
		ByChallenge:  p("First in each challenge", "各打卡挑战首次"),
		Mode:         p("Counts as back", "回访口径"),
		Exact:        p("In the period", "当期回访"),
		OnOrAfter:    p("Then or later", "当期及以后"),
		Bracket:      p("Within brackets", "区间内"),
		Streak:       p("Every period up to then", "连续回访"),
		Brackets:     p("Brackets", "区间"),
		StreakLength: p("Periods in a row", "连续期数"),
		Period:       p("Period", "周期"),
		PageGrain:    p("As the page", "随页面粒度"),
		Rolling:      p("Rolling 28 days", "滚动 28 天"),
		GroupBy:      p("Day cohorts together", "日群组合并"),
		NotGrouped:   p("Not grouped", "不合并"),
		Clock:        p("Clock", "计时"),
		Calendar:     p("Calendar", "自然日历"),
		Elapsed:      p("24 hours from the start", "自起始满 24 小时"),
		MinReturns:   p("Least returns", "最少回访次数"),
		Periods:      p("Last period", "最后一期"),
		Trend:        p("Period of the trend", "走势取第几期"),
		By:           p("Break down by", "分组维度"),
		NoBreakdown:  p("No breakdown", "不分组"),
		Steps:        p("Steps", "步骤"),
		Exclude:      p("Ends a try", "排除行为"),
		Order:        p("Order", "顺序"),
		Ordered:      p("In order", "按顺序"),
		Strict:       p("In order, nothing between", "严格相邻"),
		Any:          p("Any order", "任意顺序"),
		Window:       p("Window", "窗口期"),

		Challenge:     p("Challenge", "打卡挑战"),
		AllChallenges: p("All", "全部"),
		Enrol:         p("Enrols with", "报名行为"),
		FixedStart:    p("Start for everybody", "统一开始日"),
		Length:        p("Days", "天数"),
		DayStart:      p("Day begins at", "每日起点"),
		Grace:         p("Grace, minutes", "宽限分钟"),
		MakeUp:        p("Days that may be made up", "可补卡天数"),
		Rest:          p("Rest days", "休息日"),
		Need:          p("Enough days", "达标天数"),
		Silence:       p("Missed days that end it", "中断判定天数"),
		Censor:        p("Days counted as pre-existing", "视为原有的起始天数"),
		Horizons:      p("Kept on days", "留存日"),
		AnyEvent:      p("any event", "任意行为"),
		ActivityHint:  p("* is any event; pay[product:book] narrows it", "* 为任意行为；pay[product:book] 加条件"),
		StepsHint:     p("visit,join,pay[product:book]", "如 visit,join,pay[product:book]"),
		WindowHint:    p("24h or 7d", "24h 或 7d"),
		RestHint:      p("saturday,sunday", "如 saturday,sunday"),

		Share:           p("%", "%"),
		People:          p("People", "人数"),
		Show:            p("Show", "显示"),
		WeightedAverage: p("Weighted average", "加权平均"),
		SimpleMean:      p("Simple mean", "简单平均"),
		Size:            p("Members", "人数"),
		CohortColumn:    p("Cohort", "群组"),
		SoFar:           p("so far %s of %s; not over yet", "目前 %s / %s；尚未结束"),
		CellTitle:       p("%s of %s", "%s / %s"),
		PeriodDay:       p("D%d", "第 %d 天"),
		PeriodWeek:      p("W%d", "第 %d 周"),
		PeriodMonth:     p("M%d", "第 %d 月"),
		Overall:         p("Conversion", "整体转化率"),
		Entrants:        p("Entrants", "进入人数"),
		HourSpan:        p("%d–%d h", "%d–%d 小时"),
		HoursOrMore:     p("%d h or more", "%d 小时以上"),
		DaySpan:         p("%d–%d days", "%d–%d 天"),
		Took:            p("Took", "用时"),
		ShareSoFar:      p("Share so far", "累计占比"),
		ByHour:          p("Members by the hours they took", "人数，按所用小时"),
		ByDay:           p("Members by the days they took", "人数，按所用天数"),
		TimesSummary:    p("%s: half within %s, nine in ten within %s.", "%s：半数在 %s 内，九成在 %s 内。"),
		TimeToConvert:   p("Time to convert: median · P75 · P90", "转化用时：中位数 · P75 · P90"),
		Hours:           p("Hours", "小时"),
		MedianTime:      p("median %s", "中位用时 %s"),
		HoursShort:      p("%s h", "%s 小时"),
		DaysShort:       p("%s d", "%s 天"),
		MinutesShort:    p("%s min", "%s 分钟"),
		ByEntry:         p("Conversion by day of entry", "按进入日的转化率"),
		LogRank:         p("p-value for all curves being the same (log-rank)", "各曲线相同的 p 值（log-rank）"),
		Finish:          p("Of those still going on day %d, reach day %d", "第 %d 天仍坚持者走到第 %d 天的比例"),
		Survived:        p("Day %d", "第 %d 天"),
		FewLeftOut:      p("Points of under 30 members are left out of the lines; the table has them.", "人数不足 30 的点不画在线上，见表格。"),
		Current:         p("Current", "当前"),
		Longest:         p("Longest", "最长"),
		MoreAtRisk:      p("All %s at risk", "全部 %s 位将断签成员"),
		LastCheckIn:     p("Last check-in", "最近打卡"),
		NobodyAtRisk:    p("Nobody is at risk: the day is over or everybody has checked in.", "无人有断签风险：当日已结束，或都已打卡。"),
		DAU:             p("DAU", "日活"),
		WAU:             p("WAU (7 days)", "周活（7 天）"),
		MAU:             p("MAU (30 days)", "月活（30 天）"),
		Stickiness:      p("Stickiness", "粘性"),
		DAUMAU:          p("DAU ÷ MAU", "日活 ÷ 月活"),
		ActiveDays:      p("Active periods", "活跃周期数"),
		AtLeast:         p("at least as many", "至少这么多"),
		Exactly:         p("exactly as many", "恰好这么多"),
		Moves:           p("Where each state went on %s", "%s 各状态的去向"),
		From:            p("From", "从"),
		To:              p("Members on the day", "当日人数"),
		KFactor:         p("K-factor", "K 因子"),
		Cycle:           p("Invitation cycle: median · P75 · P90", "邀请周期：中位数 · P75 · P90"),
		Cost:            p("Cost", "花费"),
		Acquired:        p("Members acquired", "新增成员"),
		KeptOn:          p("Kept on day %d", "第 %d 天留存"),
		CostPerKept:     p("Cost per member kept on day %d", "第 %d 天每留存成本"),
		Left:            p("still to come", "未满期"),
		KeptNote:        p("Day %d: members who joined %s", "第 %d 天：%s 加入的成员"),
		PerMinute:       p("Check-ins by minute of the day", "按分钟的打卡数"),
		Busiest:         p("Busiest minute", "最忙的一分钟"),
		BusiestMinute:   p("Busiest minute (%s)", "最忙的一分钟（%s 次）"),
	}
}

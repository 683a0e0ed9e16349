package i18n

// Member is what lists of members and their pages say.
type Member struct {
	Title, TitleOne                               string // TitleOne %s: member
	Lookup, Show, LookupHint                      string
	Member, InvitedBy, Staff, First, Last, Events string
	Count, Times                                  string // Count %s; Times: how often a member was counted
	Of, NoOne, Question, CSVAll, CSVFirst         string // Of %s, %s, %s: first, last, all; CSVFirst %s
	Previous, Next                                string
	AllOf                                         string // %s: cohort
	CameBack, Missing                             string // %s: cohort, period or periods from–to
	EveryCohort, CohortOf                         string // %s
	ActiveIn, ActiveFromTo                        string // %d; %d, %d
	Entered, Converted, Dropped, Open             string
	OnlyTo, Reached                               string // %d: step
	Enrolled, Late, Perfect, Enough               string
	StillOpen, Lost, LostOn                       string // LostOn %d
	StillIn, LastKnown                            string // %d: day
	CurrentRun, LongestRun                        string
	CurrentMadeUp, LongestMadeUp                  string
	Days, DaysOrMore, DaysFromTo                  string // %d; %d; %d, %d
	AtRisk, Invited                               string
	Time, Event, Challenge, Props                 string
	Timeline                                      string
	NothingDone                                   string
	States                                        States
}

// States names the daily states.
type States struct {
	New, Current, Reactivated, Resurrected, AtRisk7, AtRisk30, Dormant string
}

// List returns the names in the order of the engine's daily states.
func (s States) List() []string {
	return []string{s.New, s.Current, s.Reactivated, s.Resurrected, s.AtRisk7, s.AtRisk30, s.Dormant}
}

func member(p pick) Member {
	return Member{
		Title:         p("Members", "成员"),
		TitleOne:      p("Member %s", "成员 %s"),
		Lookup:        p("Member id", "成员编号"),
		Show:          p("Show", "查看"),
		LookupHint:    p("Compared exactly.", "须完全一致。"),
		Member:        p("Member", "成员"),
		InvitedBy:     p("Invited by", "邀请人"),
		Staff:         p("Staff", "员工"),
		First:         p("First active day", "首次活跃日"),
		Last:          p("Last active day", "最近活跃日"),
		Events:        p("Events", "事件数"),
		Count:         p("%s members", "共 %s 位成员"),
		Times:         p("Times", "次数"),
		Of:            p("%s–%s of %s", "第 %s–%s 条，共 %s 条"),
		NoOne:         p("Nobody.", "没有成员。"),
		Question:      p("The question behind it", "对应的问题"),
		CSVAll:        p("CSV of all", "全部导出 CSV"),
		CSVFirst:      p("CSV of the first %s", "导出前 %s 位 CSV"),
		Previous:      p("Previous page", "上一页"),
		Next:          p("Next page", "下一页"),
		AllOf:         p("%s: everybody", "%s：全部成员"),
		CameBack:      p("%s: came back in period %s", "%s：第 %s 期回来的成员"),
		Missing:       p("%s: not back in period %s", "%s：第 %s 期没有回来的成员"),
		EveryCohort:   p("Every cohort", "全部群组"),
		CohortOf:      p("Cohort of %s", "%s 的群组"),
		ActiveIn:      p("Active in %d periods", "活跃 %d 期"),
		ActiveFromTo:  p("Active in %d to %d periods", "活跃 %d 至 %d 期"),
		Entered:       p("Entered", "进入漏斗"),
		Converted:     p("Converted", "已转化"),
		Dropped:       p("Dropped out", "已流失"),
		Open:          p("Still open", "进行中"),
		OnlyTo:        p("got as far as step %d", "止于第 %d 步"),
		Reached:       p("reached step %d", "到达第 %d 步"),
		Enrolled:      p("Enrolled", "已报名"),
		Late:          p("Joined late", "中途加入"),
		Perfect:       p("Every day", "全勤"),
		Enough:        p("Enough days", "达标"),
		StillOpen:     p("Under way", "进行中"),
		Lost:          p("Lost", "已中断"),
		LostOn:        p("Lost on day %d", "第 %d 天中断"),
		StillIn:       p("In the challenge on day %d", "第 %d 天仍在列"),
		LastKnown:     p("Nothing known after day %d", "第 %d 天之后未知"),
		CurrentRun:    p("Current streak", "当前连续"),
		LongestRun:    p("Longest streak", "最长连续"),
		CurrentMadeUp: p("Current streak, made up", "当前连续（含补卡）"),
		LongestMadeUp: p("Longest streak, made up", "最长连续（含补卡）"),
		Days:          p("%d d", "%d 天"),
		DaysOrMore:    p("%d d or more", "%d 天以上"),
		DaysFromTo:    p("%d–%d d", "%d–%d 天"),
		AtRisk:        p("Streak at risk tonight", "今晚将断签"),
		Invited:       p("Joined by invitation", "受邀加入"),
		Time:          p("Time", "时间"),
		Event:         p("Event", "事件"),
		Challenge:     p("Challenge", "打卡挑战"),
		Props:         p("Properties", "属性"),
		Timeline:      p("Timeline, the latest first", "时间线（由近及远）"),
		NothingDone:   p("No events.", "没有事件。"),
		States: States{
			New:         p("New", "新增"),
			Current:     p("Current", "持续"),
			Reactivated: p("Reactivated", "召回"),
			Resurrected: p("Resurrected", "回流"),
			AtRisk7:     p("At risk, 7 days", "7 日风险"),
			AtRisk30:    p("At risk, 30 days", "30 日风险"),
			Dormant:     p("Dormant", "沉睡"),
		},
	}
}

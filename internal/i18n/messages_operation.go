package i18n

// Operation is what the pages of the operations say: content, community, users,
// products, search, synergy.
type Operation struct {
	// Takes how many have not had their first week.
	ActivationYoung string `en:"%d members joined less than a week ago; their first week is not judged yet." zh:"%d 位成员进群不满一周，首周活跃尚未计入。"`
	Activity        string `en:"Activity" zh:"活动"`
	AuditClean      string `en:"Every day with spend has impressions, and every day with clicks has spend." zh:"有花费的日子都有展现，有点击的日子都有花费。"`
	Association     string `en:"What goes together need not be the cause." zh:"同时出现，不等于因果。"`
	Better          string `en:"Better than expected" zh:"好于应有"`
	// Takes the lower and the upper end.
	Between string `en:"between %[1]s and %[2]s" zh:"在 %[1]s 与 %[2]s 之间"`
	// Takes how many weeks are needed.
	BenchmarkShort   string `en:"Too few weeks before it: at least %d are needed" zh:"之前的周数不够：至少要 %d 周"`
	CheaperThanEver  string `en:"Cheaper than in each of the 13 weeks before" zh:"比之前 13 周的每一周都便宜"`
	Community        string `en:"Community" zh:"社群"`
	Content          string `en:"Content" zh:"内容"`
	DearerThanEver   string `en:"Dearer than in each of the 13 weeks before" zh:"比之前 13 周的每一周都贵"`
	FollowersUnknown string `en:"No row says how many followers came or left." zh:"数据没有写明带来或流失的粉丝。"`
	// Takes how many posts are needed.
	HistoryShort string `en:"Too little history: at least %d earlier posts are needed." zh:"历史不够：至少要有 %d 篇更早的推文。"`
	// Takes how many joined too late, and the days it takes.
	JoinedTooLate string `en:"%[1]d members joined less than %[2]d days ago and are left out." zh:"%[1]d 位成员加入不满 %[2]d 天，未计入。"`
	KeywordWaste  string `en:"Almost surely over target" zh:"几乎肯定超过目标"`
	KeywordWatch  string `en:"Worth watching" zh:"盯着"`
	// Takes a kind of operation.
	KindUnknown string `en:"%s: nothing of this kind was ever imported." zh:"没有导入过%s方面的数据。"`
	// Takes how many members.
	PlanTry string `en:"Plan a try" zh:"计划尝试"`
	ToDo    string `en:"To do" zh:"下一步"`

	KnownByLeaving  string `en:"%d members are known only because they left." zh:"%d 位成员只因退群才知道来过。"`
	NeedsComparison string `en:"Nothing is known to compare with. Choose a comparison, or an earlier range." zh:"没有可比的时期。请选择对比方式，或换一个时间段。"`
	// The next three take what a try costs, and how few and how many members it may bring.
	NextEven string `en:"Cannot tell: its weeks all cost about the same. Try 30 %% more for 2 weeks: about %[1]s more, %[2]s to %[3]s members" zh:"说不准：每周花得太均匀。试试加 30%% 投 2 周：多花约 %[1]s，预计多来 %[2]s 到 %[3]s 人"`
	NextFlat string `en:"Cannot tell: weeks that cost more did not clearly bring more. Try 30 %% more for 2 weeks: about %[1]s more, %[2]s to %[3]s members" zh:"说不准：花得多的周没有明显多来人。试试加 30%% 投 2 周：多花约 %[1]s，预计多来 %[2]s 到 %[3]s 人"`
	// Takes how few and how many members more.
	NextTold     string `en:"Between %[1]s and %[2]s members more" zh:"多来 %[1]s 到 %[2]s 人"`
	NextWeeksFew string `en:"Cannot tell yet: fewer than 8 weeks. Try 30 %% more for 2 weeks: about %[1]s more, %[2]s to %[3]s members" zh:"还说不准：不足 8 周。试试加 30%% 投 2 周：多花约 %[1]s，预计多来 %[2]s 到 %[3]s 人"`
	NoBudget     string `en:"No ad budget of an industry or a campaign holds on the last day of the range. Set one under Targets and budgets, for the ad spend of an industry or a campaign." zh:"所选时间段的最后一天没有行业或推广计划的广告预算。可在「目标与预算」里给某个行业或推广计划的广告花费定一个预算。"`
	NoEvents     string `en:"No event lies in this range. An event is a try of kind activity, planned under Tries." zh:"这段时间没有活动。在「尝试」里新建类型为「活动」的尝试即可。"`
	NoPartners   string `en:"No partner lies in this range. A partner is a try of kind partner; its scope names the campaign." zh:"这段时间没有合作。在「尝试」里新建类型为「合作」的尝试，范围写明推广计划即可。"`
	// Takes a metric.
	NoTarget        string `en:"There is no target for %s, so nothing is called waste." zh:"%s 没有设目标，因此不判断浪费。"`
	NoTerms         string `en:"No report of search terms was imported yet. With one, terms to keep out stand here." zh:"还没有导入平台的搜索词报告；导入后，这里会列出该否定的搜索词。"`
	PersonsNotAdded string `en:"Persons may be in several groups: the groups not listed have no sum of persons." zh:"一个人可能在多个群里，未列出的群不合计人数。"`
	// Takes how few and how many members what was spent was to bring.
	PlanOnCourse   string `en:"For what was spent so far, %[1]s to %[2]s members were expected" zh:"按已花金额，应来 %[1]s 到 %[2]s 人"`
	PlatformClaims string `en:"Conversions are what the platforms claim." zh:"转化为平台上报。"`
	// Takes a day.
	PostYoung string `en:"From %s on" zh:"%s 起"`
	// Takes how many posts.
	PostsYoung string `en:"%d posts are less than seven days old and left out." zh:"%d 篇推文不满七天，未计入。"`
	Range      string `en:"Range" zh:"区间"`
	// Takes a level.
	RangeTitle   string `en:"with its range at %s" zh:"区间水平 %s"`
	TermBidOn    string `en:"Bid on as a keyword: lower its bid" zh:"它本身是关键词：降价"`
	TermNegative string `en:"Add it as a negative keyword" zh:"建议加为否定词"`
	// Takes how many tries lie beside it.
	TryNotSeparable string `en:"Not separable from others on its days: %d" zh:"与同期 %d 次尝试分不开"`
	TryOpen         string `en:"Not measured yet" zh:"还没有结论"`
	User            string `en:"User operation" zh:"用户"`
	Verdict         string `en:"Verdict" zh:"判断"`
	Worse           string `en:"Worse than expected" zh:"差于应有"`
}

// Kind returns what a kind of operation is called; "" for what is none.
func (o *Operation) Kind(name string) string {
	switch name {
	case "content":
		return o.Content
	case "activity":
		return o.Activity
	case "community":
		return o.Community
	case "user":
		return o.User
	}
	return ""
}

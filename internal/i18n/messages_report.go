package i18n

// Report is what monthly reports and the pages about them say.
type Report struct {
	Title string `en:"Monthly reports" zh:"月报"`
	// Takes the month.
	Heading string `en:"Operations in %s" zh:"%s运营月报"`

	Summary   string `en:"The month in a few sentences" zh:"这个月一句一句说"`
	Plan      string `en:"Result against plan" zh:"对照计划"`
	Moved     string `en:"What moved, and why" zh:"变了什么，为什么"`
	Channels  string `en:"Channels" zh:"渠道"`
	Community string `en:"Community" zh:"社群"`
	Content   string `en:"Content" zh:"内容"`
	Challenge string `en:"Check-ins and habit" zh:"打卡与习惯"`
	Tries     string `en:"Tries and what they brought" zh:"尝试与结论"`
	Next      string `en:"Plan and budget of the month after" zh:"下个月的计划与预算"`
	Appendix  string `en:"Definitions and data" zh:"口径与数据"`

	// Takes label, value, other month, its value, the difference in words.
	Says string `en:"%[1]s: %[2]s; in %[3]s %[4]s, %[5]s." zh:"%[1]s %[2]s，%[3]s是 %[4]s，%[5]s。"`
	// Takes label and value.
	SaysAlone string `en:"%s: %s; there is nothing to compare with." zh:"%s %s，没有可比的数。"`
	// Takes an amount.
	More   string `en:"%s more" zh:"多 %s"`
	Fewer  string `en:"%s less" zh:"少 %s"`
	Higher string `en:"%s higher" zh:"高 %s"`
	Lower  string `en:"%s lower" zh:"低 %s"`
	Same   string `en:"the same" zh:"持平"`
	// Takes a share.
	InPercent string `en:" (%s)" zh:"（%s）"`
	// Takes a metric.
	NotKnown string `en:"%s: not known yet." zh:"%s：还没有数据。"`
	// Takes the last day known.
	OnlyTo string `en:"to %s only" zh:"只到 %s"`
	// Takes month, days, month, days.
	DaysDiffer string `en:"%s has %d days, %s %d: sums are over all of them." zh:"%s %d 天，%s %d 天：合计按各自全部天数。"`
	// Takes how many, of how many are on track, at risk, unclear.
	GoalsSay string `en:"Targets at the end of the month: %d. Met or on track: %d. At risk or missed: %d. Cannot be told yet: %d." zh:"月末有 %d 个目标：稳或已达成 %d 个，有风险或未达成 %d 个，还说不准 %d 个。"`
	NoGoals  string `en:"No target holds the last day of the month." zh:"月末没有目标。"`
	GoalDue  string `en:"Due by the end of the month" zh:"月末应到"`
	PlanNote string `en:"Where a target is for longer than the month, what was due by its last day counts. Ranges hold 8 times in 10." zh:"目标期长于一个月的，按到月末应到的算。落点是八成把握的范围。"`

	NewMembersBy string `en:"New members by channel" zh:"新增成员：分渠道"`
	RevenueBy    string `en:"Revenue: units, mix, prices" zh:"收入：销量、组合、价格"`
	CostPer      string `en:"Cost of a new member of the paid channels" zh:"付费渠道每位新成员的成本"`
	AllParts     string `en:"The parts add up to the change exactly." zh:"各段加起来正好等于变化。"`
	// Takes where the axis begins.
	AxisFrom    string `en:"The axis begins at %s." zh:"纵轴从 %s 起。"`
	OtherGroups string `en:"Others" zh:"其余"`
	OnePart     string `en:"Part" zh:"部分"`
	OfChange    string `en:"Of the change" zh:"占变化"`
	Nothing     string `en:"Nothing is known of it in this month." zh:"这个月没有这方面的数据。"`

	Channel    string `en:"Channel" zh:"渠道"`
	Versus     string `en:"Against %s" zh:"较 %s"`
	GreyUnsure string `en:"Grey differences of counts lie within what chance alone moves (19 times in 20)." zh:"灰色的人数涨跌在碰巧的范围内（95%），说不准。"`
	NotGiven   string `en:"— does not exist for this channel, … is not known yet." zh:"— 表示没有这个数，… 表示还没有数据。"`

	// Takes reach, joined, left.
	GroupsSay string `en:"%s people were in groups at the end of the month; %s joined, %s left; %s were silent for 7 days." zh:"月末在群 %s 人（去重），进群 %s 人次，退群 %s 人次，%s 最近 7 天没动静。"`
	// Takes a number.
	PostsSay string `en:"Posts published: %d." zh:"推送 %d 篇。"`
	// Takes kind and value.
	KindSays  string `en:"Net followers for 1,000 reads: %s." zh:"每千次阅读净增粉丝：%s。"`
	CheckDays string `en:"Check-ins a day" zh:"每天打卡"`
	// Takes enrolled, month, length, perfect, enough.
	HabitSays string `en:"Of %[1]s members whose first check-in lies in %[2]s, those with all %[3]d days behind them checked in every day: %[4]s; in %[5]s: %[6]s." zh:"%[2]s首次打卡的 %[1]s 人里，满 %[3]d 天的人中全勤的占 %[4]s；%[5]s是 %[6]s。"`

	// Takes tried, works, harmful, waiting.
	TriesSay string `en:"Tries in the month: %d. Worked: %d. Harmful: %d. Waiting for a decision: %d." zh:"这个月有 %d 次尝试：%d 次有用，%d 次有害，%d 次还没定下一步。"`
	NoTries  string `en:"Nothing was tried in this month." zh:"这个月没有尝试。"`
	Result   string `en:"Result" zh:"结果"`
	Decision string `en:"Decision" zh:"决定"`
	Starts   string `en:"Starts" zh:"开始"`

	TargetsNext string `en:"Targets and budgets" zh:"目标与预算"`
	TriesNext   string `en:"Tries planned" zh:"计划中的尝试"`
	NoNext      string `en:"Nothing is planned yet." zh:"还没有安排。"`
	Days        string `en:"Days" zh:"日期"`
	LeftPerDay  string `en:"Left for each day" zh:"每天还能花"`

	Promised    string `en:"Commitments so far, checked" zh:"此前的承诺，逐条核对"`
	Promises    string `en:"Commitments of this report" zh:"本期的承诺"`
	Commitment  string `en:"Commitment" zh:"承诺"`
	Goal        string `en:"Goal" zh:"目标值"`
	Actual      string `en:"Actual" zh:"实际"`
	Kept        string `en:"kept" zh:"做到了"`
	Missed      string `en:"missed" zh:"没做到"`
	NoData      string `en:"no data yet" zh:"还没有数据"`
	NotMeasured string `en:"not measurable" zh:"无法度量"`
	Withdrawn   string `en:"withdrawn" zh:"已撤回"`
	Because     string `en:"because: %s" zh:"理由：%s"`
	AddPromise  string `en:"Promise something for the time after the month" zh:"给之后的时间写一条承诺"`
	PromiseText string `en:"What will be done" zh:"要做到什么"`
	PromiseBy   string `en:"Through" zh:"到哪天为止"`
	PromiseTip  string `en:"With a metric it checks itself when the days are known." zh:"写了指标，到期会自己核对。"`
	AtLeast     string `en:"at least" zh:"不少于"`
	AtMost      string `en:"at most" zh:"不高于"`
	NoMetric    string `en:"none: not measurable" zh:"没有：无法度量"`
	Add         string `en:"Add" zh:"添加"`
	Withdraw    string `en:"Withdraw" zh:"撤回"`
	WithdrawWhy string `en:"Why it is withdrawn" zh:"撤回的理由"`
	Metric      string `en:"Metric" zh:"指标"`
	Definition  string `en:"How it is worked out" zh:"怎么算"`
	Source      string `en:"Data" zh:"数据"`
	ThroughDay  string `en:"Complete through" zh:"完整到"`
	Levels      string `en:"Ranges of targets hold 8 times in 10, of tries 9 in 10, of shares 19 in 20. Nothing is called up or down whose range holds 0." zh:"落点用八成把握，尝试效果用九成，比率用 95%；区间跨过 0 就不说涨跌。"`
	Changes     string `en:"What differs from edition %d" zh:"和第 %d 版的不同"`
	NoChanges   string `en:"No figure differs." zh:"数字没有不同。"`
	Figure      string `en:"Figure" zh:"数字"`
	WasThen     string `en:"Then" zh:"当时"`
	IsNow       string `en:"Now" zh:"现在"`
	TextsDiffer string `en:"Parts or comments differ: %s." zh:"章节或点评有改动：%s。"`
	Definitions string `en:"Definitions %s, record %d" zh:"口径 %s · 记录 %d"`
	AllThere    string `en:"All data the report needs is there." zh:"月报要用的数据都已到齐。"`
	Missing     string `en:"%d are missing: %s." zh:"还缺 %d 项：%s。"`
	MissingThru string `en:"%s only through %s" zh:"%s 只到 %s"`
	MissingDays string `en:"%s lacks %s" zh:"%s 缺 %s"`
	NotFinalYet string `en:"It cannot be made final before." zh:"到齐之前不能定稿。"`
	Draft       string `en:"draft" zh:"草稿"`
	Final       string `en:"final" zh:"定稿"`
	Edition     string `en:"edition %d" zh:"第 %d 版"`
	FinalOf     string `en:"made final by %s on %s" zh:"%s 于 %s 定稿"`
	DraftOf     string `en:"draft, as the record says now" zh:"草稿，数字随数据更新"`
	FrozenNote  string `en:"A final report stays as it is. To correct it, make the next edition; it lists what differs." zh:"定稿后数字冻结。要改就出下一版，附改动清单。"`
	Contents    string `en:"Contents" zh:"目录"`
	Hint        string `en:"A draft follows the data; once final it stays for ever, also when later imports change a figure." zh:"草稿跟着数据走；定稿后不再变，之后的导入改了数字也一样。"`
	None        string `en:"There is no report yet. The first one: last month." zh:"还没有月报。先写上个月的。"`
	Make        string `en:"Make the report of" zh:"新建月报"`
	MakeDo      string `en:"Make it" zh:"新建"`
	Month       string `en:"Month" zh:"月份"`
	State       string `en:"State" zh:"状态"`
	Changed     string `en:"Changed" zh:"最近修改"`
	All         string `en:"All reports" zh:"全部月报"`
	Finish      string `en:"Make it final" zh:"定稿"`
	FinishTip   string `en:"Figures, tables and charts freeze." zh:"数字、表格、图都会冻结。"`
	NextEdition string `en:"Correct it: edition %d" zh:"更正：出第 %d 版"`
	Remove      string `en:"Take the draft away" zh:"删除草稿"`
	File        string `en:"HTML file" zh:"HTML 文件"`
	Share       string `en:"Share" zh:"分享"`
	Edit        string `en:"Parts and comments" zh:"章节与点评"`
	EditTip     string `en:"Order, what is told, who is responsible, and what they say about it; plain text." zh:"顺序、要不要、谁负责、想说什么；纯文本。"`
	Place       string `en:"Place" zh:"次序"`
	Told        string `en:"Told" zh:"要"`
	Owner       string `en:"Owner" zh:"负责人"`
	Comment     string `en:"Comment" zh:"点评"`
	Save        string `en:"Save" zh:"保存"`
}

// Part returns the title of a part of a report.
func (r *Report) Part(name string) string { return word(*r, name) }

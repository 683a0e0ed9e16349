package i18n

// Plan are the texts about targets, tries, notes and why figures changed.
type Plan struct {
	Comma      string `en:", " zh:"，"`
	Colon      string `en:": " zh:"："`
	Loop       string `en:"Plan and review" zh:"计划与复盘"`
	Title      string `en:"Targets and budgets" zh:"目标与预算"`
	Tries      string `en:"Tries" zh:"尝试"`
	AddTry     string `en:"Plan a try" zh:"记一次尝试"`
	NoTries    string `en:"Nothing was tried yet. A first one the data allows: raise search ads by 30 % for two weeks." zh:"还没有尝试。数据允许的第一个：搜索广告加投 30%，试两周。"`
	NoTargets  string `en:"There are no targets on this day. Import a table of them." zh:"这一天没有目标。可以从表格导入。"`
	ImportHere string `en:"Import from a table" zh:"从表格导入"`
	Template   string `en:"Template" zh:"模板"`

	Planned   string `en:"Planned" zh:"计划中"`
	Running   string `en:"Running" zh:"进行中"`
	Measuring string `en:"Waiting for data" zh:"等结果"`
	Measured  string `en:"To decide" zh:"待定夺"`
	Decided   string `en:"Decided" zh:"已定夺"`

	Works        string `en:"works" zh:"有用"`
	Harmful      string `en:"harmful" zh:"有害"`
	NoEffect     string `en:"no visible effect" zh:"看不出效果"`
	CannotTell   string `en:"cannot tell" zh:"说不准"`
	NotSeparable string `en:"not separable" zh:"分不开"`

	HistoryShort  string `en:"There are too few days before it to know how much chance alone moves." zh:"开始之前的天数太少，还不知道平常会波动多少。"`
	ExpectedFew   string `en:"So little comes in such a time that a change cannot be told from chance." zh:"平常这几天来得太少，变化和碰巧分不开。"`
	LevelMoved    string `en:"The week before it was already far from usual." zh:"开始前一周就已经偏离平常。"`
	DaysMissing   string `en:"More than a quarter of its days are not known or lie under something else." zh:"有四分之一以上的天数没有数据，或被别的事占着。"`
	IntervalWide  string `en:"The range holds 0 and is wider than what was expected." zh:"范围里有 0，而且比预期的变化还宽。"`
	NoData        string `en:"There is no data of this metric in its scope." zh:"这个范围里没有这个指标的数据。"`
	NotMeasurable string `en:"This metric is neither a sum nor a share of persons." zh:"这个指标既不能按天相加，也不是人数占比。"`
	TooWide       string `en:"too wide to say" zh:"范围太宽，不推算"`
	NoRatio       string `en:"ratios are not projected" zh:"比率不推算"`
	TooFew        string `en:"too few days to project" zh:"天数太少，不推算"`
	EnoughDays    string `en:"%d days would be enough." zh:"满 %d 天就能看出来。"`
	OnlyControl   string `en:"No length up to 28 days would be enough: only a scope that it leaves alone can show it." zh:"28 天以内都不够：要有一块不受影响的范围来对照。"`
	UnseenTry     string `en:"a try you do not see" zh:"一项您看不到的尝试"`
	OverlapsWith  string `en:"On the same days and the same people: %s." zh:"同一段时间、同一批人还有：%s。"`

	Headline     string `en:"%d measured, %d worked, %d harmful. %d wait for a decision." zh:"量过 %d 次，%d 次有用，%d 次有害。有 %d 次还没定下一步。"`
	Extra        string `en:"Extra" zh:"比平常多"`
	ExtraAbout   string `en:"about %s, between %s and %s" zh:"约 %s，在 %s 到 %s 之间"`
	Each         string `en:"Cost of one more" zh:"每多一个的成本"`
	EachRange    string `en:"%s to %s" zh:"%s 到 %s"`
	OffBefore    string `en:"As far off before" zh:"以往波动这么大的"`
	AsFar        string `en:"of the stretches before it" zh:"次数 / 之前看过的时段数"`
	Level90      string `en:"ranges hold 9 times in 10" zh:"范围九成可信"`
	Before       string `en:"Said before the start: %s by %s, %s sure." zh:"开始前的预判：%s %s，把握 %s。"`
	Up           string `en:"up" zh:"增加"`
	Down         string `en:"down" zh:"减少"`
	CostAtLeast  string `en:"at least %s" zh:"至少 %s"`
	CostNone     string `en:"No cost was stated." zh:"没有填花费。"`
	CostOpen     string `en:"Some of its cost has no exchange rate." zh:"部分花费还没有汇率。"`
	CostHours    string `en:"Cost %s, %s hours." zh:"花费 %s，工时 %s。"`
	OwnerIs      string `en:"Owner: %s." zh:"负责人：%s。"`
	Altered      string `en:"changed after the start" zh:"开始后改过"`
	DaysToGo     string `en:"%d days to go" zh:"还差 %d 天"`
	KnownOn      string `en:"known on %s" zh:"%s 才知道"`
	StartsOn     string `en:"starts %s" zh:"%s 开始"`
	Actual       string `en:"Actual" zh:"实际"`
	Usual        string `en:"Usual level" zh:"平常水平"`
	Band         string `en:"What is usual, 9 times in 10" zh:"平常会有（九成）"`
	ChartTitle   string `en:"%s: %s, usually about %s" zh:"%s：%s，平常约 %s"`
	Cumulative   string `en:"Day by day, added up" zh:"一天天累计"`
	AddedUp      string `en:"Extra so far" zh:"累计比平常多"`
	ByChannel    string `en:"By channel" zh:"分渠道看"`
	ByChannelTip string `en:"Measured apart, each with its own error; they need not add up." zh:"分开量的，各自有误差，加起来不一定等于合计。"`
	Came         string `en:"Came" zh:"来了"`
	Range90      string `en:"Range" zh:"九成范围"`
	Verdict      string `en:"Verdict" zh:"结论"`
	Meanwhile    string `en:"What else happened" zh:"同时还发生了什么"`
	Nothing      string `en:"Nothing else is noted." zh:"没有记下别的事。"`
	Stayed       string `en:"What stayed" zh:"留下了多少"`
	StayedHint   string `en:"Members who joined on these days, against those of the 28 days before" zh:"这几天加入的成员，和之前 28 天加入的相比"`
	DayBack      string `en:"Back on day %d" zh:"第 %d 天还来"`
	These        string `en:"These days" zh:"这几天"`
	Those        string `en:"28 days before" zh:"之前 28 天"`
	Difference   string `en:"Difference" zh:"差多少"`
	NoDifference string `en:"no clear difference" zh:"看不出差别"`
	More         string `en:"more" zh:"更多"`
	Fewer        string `en:"fewer" zh:"更少"`
	EachStayed   string `en:"%s for each extra member who is active on day 30 (%s to %s)" zh:"多来的人里第 30 天还来的，每位 %s（%s 到 %s）"`
	PullForward  string `en:"The 7 days after: %s came, usually about %s (%s to %s): %s." zh:"之后 7 天来了 %s，平常约 %s（%s 到 %s）：%s。"`
	NoPull       string `en:"nothing was merely brought forward that one could see" zh:"看不出透支了后面的新增"`
	Pulled       string `en:"fewer than usual came after" zh:"之后比平常少"`
	After        string `en:"more than usual still came after" zh:"之后还比平常多"`
	Decide       string `en:"Decide the next step" zh:"定夺：下一步做什么"`
	DecideHint   string `en:"It is done once the decision and the next try are written down" zh:"写下决定和下一次，这件事才算做完"`
	DecideRepeat string `en:"Do it again" zh:"再做一次"`
	DecideScale  string `en:"Scale up" zh:"放大"`
	DecideRetest string `en:"Test again" zh:"重测"`
	DecideStop   string `en:"Stop" zh:"停"`
	Sentence     string `en:"Why, in a sentence" zh:"一句话说清理由"`
	NextTry      string `en:"Next try" zh:"下一次尝试"`
	NoNext       string `en:"none (only to stop)" zh:"没有（只有停才可以）"`
	DecideNow    string `en:"Decide" zh:"定下来"`
	DecidedAs    string `en:"Decided: %s" zh:"定了：%s"`
	AllTries     string `en:"All tries" zh:"全部尝试"`

	Kinds       string `en:"Which kinds work" zh:"哪类尝试有用"`
	KindsHint   string `en:"Corrected, each try is drawn to the mean of its kind by its own error" zh:"校正后：每次按自己的误差往同类平均靠"`
	KindsEach   string `en:"%s · %s: for each %s, %s extra" zh:"%s · %s：每 %s 多带来 %s"`
	KindsSay    string `en:"The bar is what the rate may be; corrected, kinds with few tries are drawn to all of them. Grey: under 5 tries" zh:"横条是命中率可能在哪里；校正后：次数少的往全体靠。灰色的不到 5 次，先别下结论"`
	LeftOne     string `en:"%s (%s, %s)" zh:"%s（%s，%s）"`
	LeftOut     string `en:"Not counted: %s." zh:"没算进来的：%s。"`
	WorksOf     string `en:"Works / measured" zh:"有用 / 量过"`
	SaidBetween string `en:"Held %s to %s sure" zh:"事前说有 %s 到 %s 把握的"`
	CameOf      string `en:"%d of %d worked" zh:"中了 %d 次，共 %d 次"`
	SaidMark    string `en:"The bar is how often they worked, the line what was said before" zh:"横条是真正有用的比例，竖线是事前说的把握"`
	MoreTries   string `en:"%d more" zh:"另外 %d 次"`
	AsBoard     string `en:"Board" zh:"看板"`
	AsList      string `en:"List" zh:"列表"`
	AllKinds    string `en:"All kinds" zh:"全部类型"`
	AllOwners   string `en:"All owners" zh:"全部负责人"`
	AllStates   string `en:"All states" zh:"全部进度"`
	NoneOfThese string `en:"There is no such try." zh:"没有符合条件的尝试。"`
	Alike       string `en:"They cannot be told apart: the mean stands for all." zh:"各次之间分不出高下：用平均代表全部。"`
	MeanRow     string `en:"Mean" zh:"平均"`
	OwnValue    string `en:"Measured" zh:"量到"`
	Shrunk      string `en:"Corrected" zh:"校正后"`
	HitRate     string `en:"Hit rate" zh:"命中率"`
	Calibration string `en:"How well we foresee" zh:"我们的预判准不准"`
	Foreseen    string `en:"%s: error %s over %d tries; always saying the hit rate would have %s." zh:"%s：误差 %s，共 %d 次；每次都报平均命中率的误差是 %s。"`
	Everybody   string `en:"Everybody" zh:"全体"`

	TryTitle    string `en:"What is done" zh:"做什么"`
	TryKind     string `en:"Kind" zh:"类型"`
	Hypothesis  string `en:"Why it should work" zh:"为什么会有用"`
	Metric      string `en:"Metric" zh:"看哪个指标"`
	Direction   string `en:"Should go" zh:"应该"`
	Scope       string `en:"For whom" zh:"对谁"`
	ScopeHint   string `en:"channel:search-ads;city:beijing or industry:education; blank for all" zh:"例如 channel:search-ads;city:beijing 或 industry:education；空白是全部"`
	MeasuredOn  string `en:"Measured on" zh:"在哪里量"`
	MeasuredTip string `en:"Blank: the same. * for everything" zh:"空白：同上；* 是全部"`
	Control     string `en:"Left alone, for comparison" zh:"不受影响、用来对照的范围"`
	Start       string `en:"First day" zh:"第一天"`
	End         string `en:"Last day" zh:"最后一天"`
	Expected    string `en:"Expected change, %" zh:"预期变化，%"`
	Probability string `en:"How sure, %" zh:"把握，%"`
	Cost        string `en:"Cost" zh:"花费"`
	Hours       string `en:"Hours" zh:"工时"`
	Owner       string `en:"Owner" zh:"负责人"`
	Frozen      string `en:"What it is measured by freezes when it begins." zh:"开始之后，怎么量就不能再改。"`
	FrozenNow   string `en:"It has begun: what it is measured by stays." zh:"已经开始：怎么量不能再改。"`
	Unfreeze    string `en:"Change it after all; the try will be marked." zh:"仍要修改（会标记为“开始后改过”）"`
	Unfrozen    string `en:"Changed after the start: the try will be marked." zh:"开始后修改：这次尝试会被标记。"`
	EditTry     string `en:"Edit" zh:"修改"`
	BackToTry   string `en:"Back to the try" zh:"回到这次尝试"`

	Split         string `en:"Who gets it" zh:"谁参加"`
	SplitNone     string `en:"everybody in the scope" zh:"范围内所有人"`
	SplitByShare  string `en:"a part of the members, drawn by lot" zh:"随机抽一部分成员"`
	SplitByGroups string `en:"some groups" zh:"指定的群"`
	SplitByList   string `en:"members on a list" zh:"名单上的成员"`
	SplitHint     string `en:"Where not all need get it, the others show what would have happened anyway: the surest way to know, and often the only one below a third." zh:"如果不必人人都做，没做的人就是最好的对照：这样看得最准，三成以下的变化往往只能这样看出来。"`
	SplitShare    string `en:"Who gets it, %" zh:"参加的比例，%"`
	SplitShareTip string `en:"Drawn by lot only; blank is half" zh:"只用于随机抽；空白是一半"`
	SplitSeed     string `en:"Seed" zh:"抽签种子"`
	SplitSeedTip  string `en:"The same word draws the same members; blank: one is made" zh:"同一个词抽出同一批人；空白会自动生成"`
	SplitGroups   string `en:"Groups that get it" zh:"参加的群"`
	GroupsTip     string `en:"By comma; members of the other groups are the measure" zh:"用逗号分开；其他群的成员是对照"`
	SplitMembers  string `en:"Members who get it" zh:"参加的成员名单"`
	MembersTip    string `en:"One id on a line, or a CSV with member and part (given, others). Without part, all others in the scope are the measure." zh:"每行一个成员编号，或带 member、part（given / others）两列的 CSV。没有 part 列时，范围内其余的人是对照。"`
	MembersKeep   string `en:"Blank: the list stays as it is." zh:"留空：名单不变。"`
	SplitWithin   string `en:"Only members active in so many days before" zh:"只算之前多少天内活跃过的成员"`
	WithinTip     string `en:"Blank is everybody ever seen; staff never count" zh:"空白是所有出现过的人；工作人员不算"`
	SplitParts    string `en:"%s get it, %s are the measure." zh:"%s 人参加，%s 人对照。"`
	SplitOffer    string `en:"Plan it again for a part of the members" zh:"改成只给一部分成员，再试一次"`
	SplitDrawn    string `en:"%s, %s with the seed %s" zh:"%s（%s，抽签种子 %s）"`
	SplitOfGroups string `en:"%s: %s" zh:"%s（%s）"`
	SplitWho      string `en:"Split by %s." zh:"分组方式：%s。"`
	PartsTitle    string `en:"Those who got it, and the others" zh:"参加的人和对照的人"`
	PartsHint     string `en:"Who was assigned counts, whether reached or not" zh:"按分组算，不管实际有没有收到"`
	PartGiven     string `en:"Got it" zh:"参加"`
	PartOthers    string `en:"Did not" zh:"对照"`
	PartMembers   string `en:"Members" zh:"人数"`
	PartMean      string `en:"Each on average" zh:"人均"`
	PartRate      string `en:"Share" zh:"占比"`
	TheDays       string `en:"Its days" zh:"尝试期间"`
	DaysBefore    string `en:"28 days before" zh:"之前 28 天"`
	ByChance      string `en:"By chance alone" zh:"碰巧的可能"`
	ChanceShort   string `en:"p" zh:"p 值"`
	AlikeBefore   string `en:"Before the start both parts were alike (p %s)." zh:"开始之前两边看不出差别（p 值 %s）。"`
	UnlikeBefore  string `en:"Before the start both parts were not alike already (p %s)." zh:"开始之前两边就已经不一样（p 值 %s）。"`
	NotDrawn      string `en:"The parts are not those of a draw (p %s): somebody was left out or added." zh:"两边人数不像是抽出来的（p 值 %s）：有人被漏掉或加了进来。"`
	NotByLot      string `en:"Members were not drawn by lot: both parts may differ in other ways." zh:"不是随机抽的：两边可能还有别的差别。"`
	WeekAfter     string `en:"Active in days %d–%d after" zh:"之后第 %d–%d 天活跃"`
	StayedParts   string `en:"Members of both parts who did anything after it" zh:"结束之后，两边还有多少人活跃"`
	PartList      string `en:"Who is in which part" zh:"分组名单"`
	ArmsSmall     string `en:"A part has fewer than 30 members." zh:"有一边不到 30 人。"`
	GroupsFew     string `en:"A part has fewer than 4 groups. Members of a group are alike, so that groups are compared and not members: fewer do not tell how much groups differ by themselves." zh:"有一边不到 4 个群。同一个群的人彼此相似，所以比的是群而不是人；群太少，看不出群与群本来就差多少。"`
	GroupsEnough  string `en:"About %d groups in each part would be enough." zh:"每边大约 %d 个群就能看出来。"`
	GroupsAre     string `en:"Groups are compared, each by the mean of its members: %d that got it with %d that did not." zh:"比的是群，每个群取成员的平均：做了的 %d 个群，没做的 %d 个群。"`
	NoSpread      string `en:"All members of a part did the same: how much chance moves cannot be seen." zh:"同一边的人做得一模一样，看不出碰巧会差多少。"`
	SplitBroken   string `en:"Both parts differ too much to have come about by chance: the split is broken." zh:"两边差得太多，不像是随机分的：分组有问题。"`
	SplitNobody   string `en:"Nobody is in one of the parts." zh:"有一边没有人。"`
	SplitFew      string `en:"Fewer than 10 members of both parts did it." zh:"两边加起来不到 10 人做过。"`
	SplitEnough   string `en:"About %d members in each part would be enough." zh:"每边大约 %d 人就能看出来。"`

	Versions  string `en:"What was changed" zh:"修改记录"`
	NewerSays string `en:"%s changed it meanwhile. What you typed stays below; now it says:" zh:"%s 刚刚改过。你填的还在下面；现在的内容是："`
	YoursIs   string `en:"(yours: %s)" zh:"（你填的：%s）"`
	Save      string `en:"Save" zh:"保存"`
	Remove    string `en:"Take away" zh:"删除"`
	Pick      string `en:"Choose" zh:"请选择"`

	KindContent   string `en:"Content" zh:"内容"`
	KindChannel   string `en:"Channel" zh:"渠道"`
	KindActivity  string `en:"Activity" zh:"活动"`
	KindCommunity string `en:"Community" zh:"社群"`
	KindUser      string `en:"Users" zh:"用户"`
	KindPrice     string `en:"Price" zh:"价格"`
	KindSearch    string `en:"Search ads" zh:"搜索投放"`
	KindPartner   string `en:"Partner" zh:"合作"`
	KindOther     string `en:"Other" zh:"其他"`

	Target     string `en:"Target" zh:"目标"`
	Budget     string `en:"Budget" zh:"预算"`
	Everything string `en:"All" zh:"全部"`
	Goal       string `en:"Goal" zh:"目标值"`
	Due        string `en:"Due" zh:"应到"`
	ToDate     string `en:"So far" zh:"实到"`
	Attained   string `en:"Attained" zh:"达成率"`
	EndsAt     string `en:"Where it may end (8 in 10)" zh:"期末落点（八成把握）"`
	Chance     string `en:"Chance" zh:"达成可能"`
	Over       string `en:"over: %s" zh:"超支可能 %s"`
	OverLabel  string `en:"Chance of overspending" zh:"超支可能"`
	NotSpread  string `en:"not spread" zh:"不分摊"`
	Met        string `en:"met" zh:"已达成"`
	Missed     string `en:"missed" zh:"未达成"`
	OnTrack    string `en:"on track" zh:"稳"`
	AtRisk     string `en:"at risk" zh:"有风险"`
	Unclear    string `en:"cannot tell yet" zh:"还说不准"`
	StateDraft string `en:"draft" zh:"草稿"`
	Approved   string `en:"approved" zh:"已批准"`
	PlanSays   string `en:"%d of %d days known. On track or met: %d. At risk or missed: %d. Cannot tell yet: %d." zh:"已知 %d / %d 天。稳或已达成 %d 项，有风险或未达成 %d 项，还说不准 %d 项。"`
	On         string `en:"As of" zh:"截至"`
	BudgetSays string `en:"%s a day so far; %s a day is left to the end." zh:"现在每天 %s，到期末每天只剩 %s。"`
	UsedUp     string `en:"Used up on %s." zh:"%s 用完。"`
	ErrorsFor  string `en:"Errors are known for %d days only." zh:"预测误差目前只能算到 %d 天。"`
	DaysOf     string `en:"%s, %d of %d days" zh:"%s，第 %d / %d 天"`
	TargetGap  string `en:"The parts come to %s, %s less than the goal." zh:"分解合计 %s，比目标少 %s。"`
	TargetMore string `en:"The parts come to %s, %s more than the goal." zh:"分解合计 %s，比目标多 %s。"`

	AddTarget      string `en:"Set a target" zh:"定一个目标"`
	EditTarget     string `en:"Change it" zh:"修改"`
	EditApproved   string `en:"It is approved: a change takes its place, with a reason; what was approved stays below." zh:"已批准：修改会成为新的一版，要写理由；原来的保留在记录里。"`
	TargetTip      string `en:"Floor, goal and stretch from easy to hard; only the goal is needed." zh:"底线、目标、冲刺由易到难，只有目标必填。"`
	TargetMetric   string `en:"Metric" zh:"指标"`
	TargetKind     string `en:"Target or budget" zh:"目标还是预算"`
	BudgetHint     string `en:"A budget is for cost, other cost or loaded cost" zh:"预算只用于投放花费、其他成本、总成本"`
	TargetState    string `en:"State" zh:"状态"`
	StateClosed    string `en:"closed" zh:"已关闭"`
	Floor          string `en:"Floor" zh:"底线"`
	Stretch        string `en:"Stretch" zh:"冲刺"`
	Phasing        string `en:"Spread over the days" zh:"怎样分到每天"`
	PhaseEven      string `en:"evenly" zh:"平均"`
	PhaseWeekday   string `en:"as the weekdays go" zh:"按星期几的规律"`
	PhaseLastYear  string `en:"as last year" zh:"按去年同期"`
	PhaseCurve     string `en:"by shares of my own" zh:"自定比例"`
	Curve          string `en:"Shares of equal parts" zh:"各段比例"`
	CurveHint      string `en:"only for shares of your own: 0.2,0.3,0.5 sums to 1" zh:"只在自定比例时填写：0.2,0.3,0.5，合计为 1"`
	PartOfTarget   string `en:"Part of" zh:"属于哪个目标"`
	NoParent       string `en:"none, it stands by itself" zh:"没有，单独成立"`
	Reason         string `en:"Reason" zh:"理由"`
	CheckTarget    string `en:"Check first" zh:"先看看"`
	WouldStand     string `en:"As of now it would stand like this:" zh:"按现在的数据，它会是这样："`
	ApprovedSays   string `en:"approved by %s" zh:"%s 批准"`
	Approve        string `en:"Approve" zh:"批准"`
	SendBack       string `en:"Send back" zh:"退回"`
	CloseTarget    string `en:"Close it" zh:"关闭"`
	AddPart        string `en:"Add a part" zh:"往下拆一层"`
	Revisions      string `en:"What it was" zh:"历次版本"`
	RevisionsTip   string `en:"Nothing is overwritten: who, when and why" zh:"不覆盖：谁、什么时候、为什么改"`
	RevisionUndone string `en:"undone" zh:"已撤销"`
	When           string `en:"When" zh:"时间"`
	Who            string `en:"Who" zh:"谁"`
	AllowedDay     string `en:"Left for each day" zh:"每天还能花"`
	SpentDay       string `en:"%s a day so far" zh:"目前每天 %s"`
	MoveIsTry      string `en:"A budget was moved: that is a try. Say what you expect of it, so that it is measured." zh:"预算调整也是一次尝试：写下预期，到时候就能量出来。"`
	MoveTitle      string `en:"Budget of %s: %s → %s" zh:"%s 预算：%s → %s"`
	OtherDays      string `en:"Of other days, and closed" zh:"其他日期的目标，和已关闭的"`

	Burn          string `en:"Against the plan, added up" zh:"累计：实到和应到"`
	BurnSays      string `en:"%s so far, %s due, %s in all" zh:"实到 %s，应到 %s，全期 %s"`
	Approvals     string `en:"Approval and changes" zh:"审批与改动"`
	ApprovalsTip  string `en:"What is approved is not edited: a change is a new version with a reason" zh:"批准后的目标不能直接改，只能写明理由改成新的一版；旧版一直留着"`
	WaitsApproval string `en:"waits for approval" zh:"待批准"`
	NoChanges     string `en:"Nothing waits for approval, and nothing was changed." zh:"没有待批准的目标，也没有改动过。"`

	MonthSays    string `en:"%s: %d tried, %d worked, cost %s and %s hours" zh:"%s：试了 %d 次，%d 次有用，花了 %s、%s 小时"`
	Brought      string `en:"Brought" zh:"比平常多"`
	NextStep     string `en:"Then" zh:"下一步"`
	ComesNext    string `en:"What comes next" zh:"接下来试什么"`
	NothingTried string `en:"Nothing was tried in this month." zh:"这个月还没有尝试。"`
	NothingNext  string `en:"Nothing is planned." zh:"还没有安排下一次。"`

	PasteTries string `en:"Many at once: paste a table" zh:"一次多条：粘贴表格"`
	PasteHint  string `en:"CSV as downloaded above. A row with id or key changes that try, others are new; all or none" zh:"和上面下载的 CSV 一样。有 id 或 key 的行修改那一次，其余是新的；要么全部保存，要么都不"`

	Look       string `en:"Worth a look" zh:"值得关注"`
	AllUsual   string `en:"Checked %d questions, nothing outside the usual." zh:"查了 %d 件事，没有什么不寻常。"`
	LookLeft   string `en:"%d more were found." zh:"另外还有 %d 件。"`
	Unusual    string `en:"%s: on %s %s, usually about %s." zh:"%s：%s 是 %s，平常约 %s。"`
	RecordDay  string `en:"%s: on %s %s, the best day so far; before it was %s." zh:"%s：%s 是 %s，创了新高；之前最高 %s。"`
	CostUp     string `en:"%s rose three weeks running, %s: %s." zh:"%s 连涨三周，%s：%s。"`
	Cohort     string `en:"Of those who joined in %s, %s were back on day 7; of the four weeks before, %s." zh:"%s 加入的成员，第 7 天还来的有 %s；之前四周是 %s。"`
	LateSource string `en:"%s is known only to %s." zh:"%s 的数据只到 %s。"`
	TryDone    string `en:"%s, %s, was measured: %s. Decide the next step." zh:"尝试 %s（%s）量完了：%s。等你定下一步。"`
	GoalLow    string `en:"%s: %s of %s due, chance %s." zh:"%s：实到 %s，应到 %s，达成可能 %s。"`
	GoalMissed string `en:"%s: %s, the goal was %s." zh:"%s：%s，目标 %s，未达成。"`
	BudgetOver string `en:"Budget %s: %s so far; likely to be overspent (%s)." zh:"预算 %s：已用 %s，可能超支（%s）。"`

	Why           string `en:"Why it changed" zh:"为什么变了"`
	WhySays       string `en:"%s: %s → %s (%s)." zh:"%s：%s → %s（%s）。"`
	WhyParts      string `en:"Most of it: %s." zh:"主要来自：%s。"`
	SplitBy       string `en:"Split by" zh:"按什么拆"`
	Was           string `en:"Before" zh:"之前"`
	Is            string `en:"Now" zh:"现在"`
	PartOf        string `en:"Part of the change" zh:"占变化"`
	Mix           string `en:"Weights of the groups" zh:"结构变化"`
	Factor        string `en:"Factor" zh:"因素"`
	PerOf         string `en:"%s ÷ %s" zh:"%s ÷ %s"`
	ExactSum      string `en:"The parts add up to the change exactly." zh:"各部分相加正好等于总变化。"`
	ByState       string `en:"By member" zh:"按成员看"`
	ByStateTip    string `en:"What each did in both times; adds up to the change exactly" zh:"逐个成员比较两段时间；相加正好等于总变化"`
	StateNew      string `en:"New: never before" zh:"新来的（以前没有过）"`
	StateReturned string `en:"Returned: before, but not in the days compared" zh:"回来的（以前有过，对比期没有）"`
	StateKept     string `en:"Kept: in both" zh:"留下的（两段都有）"`
	StateLost     string `en:"Lost: only in the days compared" zh:"走了的（只在对比期有）"`
	StateUnnamed  string `en:"Rows that name nobody" zh:"没有写明是谁的"`
	Rest          string `en:"Members in several groups" zh:"同时在几组里的人"`
	Simpson       string `en:"Every group went one way and the total the other: it is the weights that changed." zh:"每一组都朝一个方向变，总数却相反：变的是各组的比重。"`
	Numerator     string `en:"numerator" zh:"分子"`
	Denom         string `en:"denominator" zh:"分母"`
	CompareTo     string `en:"Compared with" zh:"对比"`
	NotedOn       string `en:"Notes" zh:"备注"`
	AddNote       string `en:"Write a note" zh:"记一笔"`
	NoteText      string `en:"What happened" zh:"发生了什么"`
	NoteKind      string `en:"Kind" zh:"类型"`
	NoteFact      string `en:"Fact" zh:"事实"`
	NoteNews      string `en:"Industry" zh:"行业"`
	NoteFound     string `en:"Finding" zh:"发现"`
	NoteSystem    string `en:"By itself" zh:"自动"`
	NoteLink      string `en:"Link" zh:"链接"`
	NoteAbout     string `en:"About metrics or pages" zh:"和哪些指标或页面有关"`
	NoteTip       string `en:"Names by comma; blank is all" zh:"用逗号分开；空白是全部"`
	EditNote      string `en:"Edit" zh:"修改"`
	Resolved      string `en:"Dealt with" zh:"已处理"`
	Agree         string `en:"Agree" zh:"顶"`
	Disagree      string `en:"Disagree" zh:"踩"`
	NoNotes       string `en:"Nothing is noted on these days." zh:"这些天没有备注。"`

	Holidays     string `en:"Holidays" zh:"节假日"`
	HolidaysSay  string `en:"Holidays and make-up workdays have a usual level of their own; targets, tries and alerts take them into account." zh:"节假日和调休上班日的平常水平与普通日子不同，目标、尝试和提醒都会考虑到。"`
	FillHolidays string `en:"Fill in the public holidays of China" zh:"填入国务院公布的节假日"`
	Year         string `en:"Year" zh:"年份"`
	Festival     string `en:"Festival" zh:"节日"`
	DayOff       string `en:"day off" zh:"放假"`
	MakeUp       string `en:"make-up workday" zh:"调休上班"`
	Ordinary     string `en:"an ordinary day" zh:"平常日子"`
	Region       string `en:"Region" zh:"地区"`
	OtherRegion  string `en:"Figures go by the holidays of CN; those of other regions are kept for reference." zh:"平常水平按 CN 的节假日算；其他地区的仅供参考。"`
	EditHoliday  string `en:"Add or change a day" zh:"添加或修改一天"`

	EditHolidayTip  string `en:"Choose a day from the list, or type a new one; it is an import and can be undone" zh:"从列表里选一天，或直接填写；保存会记为一次导入，可以撤销"`
	HolidayDate     string `en:"Day" zh:"日期"`
	HolidayGroup    string `en:"Belongs to" zh:"归到哪个节日"`
	HolidayGroupTip string `en:"The usual level is learned from the last time of this festival; leave empty for the festival itself" zh:"平常水平参照上一次同一节日；留空就按节日本身算"`

	NoHolidays string `en:"No holidays are known yet." zh:"还没有节假日。"`
}

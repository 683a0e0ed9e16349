package i18n

// Saying is the sentences on top of the pages of the operations, and the lines beneath
// their figures. A sentence is found by the code of package analysis.
type Saying struct {
	ByMix    string `en:"another mix of products" zh:"产品组合变了"`
	ByNew    string `en:"new products" zh:"新产品"`
	ByPrice  string `en:"prices" zh:"价格变了"`
	ByVolume string `en:"how many were sold" zh:"卖出的件数"`
	// Takes what came and what was usual.
	CameAgainst string `en:"%[1]s came, usually %[2]s" zh:"来了 %[1]s，平常约 %[2]s"`
	// Takes the first stage, how many, the last, how many, how many wait, the second stage.
	StagesNow     string `en:"%s: %d, %s: %d; %d wait for: %s" zh:"%s %d 人，%s %d 人；还有 %d 人等着%s"`
	NobodyEntered string `en:"Nobody entered on these days" zh:"这段时间没有人进入"`
	// Takes the share, what it may be, and how many in 100 are said.
	ClaimProven  string `en:"%s got through; it may be %s to %s, so fewer than %d%% is proven" zh:"通过率 %s，真实水平可能在 %s 到 %s 之间，“不到 %d%%”成立"`
	ClaimRefuted string `en:"%s got through; it may be %s to %s, so fewer than %d%% is not true" zh:"通过率 %s，真实水平可能在 %s 到 %s 之间，“不到 %d%%”不成立"`
	ClaimOpen    string `en:"%s got through, but it may be %s to %s: fewer than %d%% is not proven" zh:"通过率 %s，但真实水平可能在 %s 到 %s 之间，“不到 %d%%”还不能下定论"`
	ClaimNeeds   string `en:"At this share it would take %d who enter to tell" zh:"按现在的比例，要有 %d 人进入才说得清"`
	LongestWait  string `en:"waiting, the longest for %s days" zh:"人在等，最久 %s 天"`
	// Takes a platform and how many conversions it claims.
	ClaimedBy string `en:"%[1]s claims %[2]s; claims of platforms are never added up" zh:"%[1]s上报 %[2]s 个；各平台不相加"`
	// The next two take the event, how many more than usual, and how few and how many it may be.
	EventHarmed string `en:"%[1]s cost us: %[2]s against usual, between %[3]s and %[4]s" zh:"%[1]s 帮了倒忙：与平常相差 %[2]s，在 %[3]s 到 %[4]s 之间"`
	EventWorked string `en:"%[1]s brought %[2]s more than usual, between %[3]s and %[4]s" zh:"%[1]s 比平常多来 %[2]s，在 %[3]s 到 %[4]s 之间"`
	// Takes the event and how many tries lie on its days.
	EventOverlaps string `en:"What %[1]s brought cannot be told from %[2]d other tries on its days" zh:"%[1]s 和同期另外 %[2]d 次尝试分不开"`
	// Takes the event, and how few and how many more than usual it may be.
	EventUnclear string `en:"What %[1]s brought cannot be told: between %[2]s and %[3]s against usual" zh:"%[1]s 的效果说不准：与平常相差 %[2]s 到 %[3]s"`
	// Takes the event.
	EventUntold string `en:"What %s brought cannot be told" zh:"%s 的效果说不准"`
	// Takes how many.
	EventsMeasured string `en:"measured: %d" zh:"已有结论 %d 次"`
	EventsOpen     string `en:"Events that are not measured yet: %d" zh:"%d 次活动还没有结论"`
	// Takes a keyword and its chance of being over target.
	KeywordWatched string `en:"%[1]s costs more than its target with a chance of %[2]s, short of the 90 %% it takes to stop it." zh:"%[1]s 超过目标的可能是 %[2]s，不到能停掉的 90%%。"`
	// Takes how many keywords there are.
	KeywordsFine string `en:"None of %d keywords looks like waste" zh:"%d 个关键词里，没有一个像浪费"`
	// Takes how many there are, how many waste money, and the first of them.
	KeywordsWaste string `en:"Of %[1]d keywords, %[2]d almost surely waste money: %[3]s" zh:"%[1]d 个关键词里，%[2]d 个几乎肯定在浪费：%[3]s"`
	// Takes how many there are and how many to watch.
	KeywordsWatch string `en:"None of %[1]d keywords is proven waste; to be watched: %[2]d" zh:"%[1]d 个关键词里，没有一个能证明是浪费；要盯着的有 %[2]d 个"`
	// Takes how many keywords there are.
	NoKeywordTarget string `en:"%d keywords and no target for what a conversion may cost: nothing can be called waste" zh:"有 %d 个关键词，但没有设转化成本目标，无法判断浪费"`
	// Takes the margin and the share of net revenue whose cost is known.
	MarginKnown string `en:"%[1]s on the %[2]s whose cost is known" zh:"已知成本的 %[2]s 里是 %[1]s"`
	// Takes both ends.
	MarginRange string `en:"The margin lies between %[1]s and %[2]s." zh:"毛利率在 %[1]s 到 %[2]s 之间。"`
	// Takes revenue and refunds.
	NetOf string `en:"%[1]s less %[2]s refunded" zh:"收入 %[1]s，退款 %[2]s"`
	// Takes products.
	NoCostOf    string `en:"No row states what %s cost: with it the range becomes one number." zh:"%s 还没有填成本；填上后，区间就收成一个数。"`
	NoRevenue   string `en:"No revenue is known in this range" zh:"这段时间没有已知收入"`
	NoEventsYet string `en:"No event lies in this range. An event is a try of kind activity." zh:"这段时间没有活动。活动就是类型为「活动」的一次尝试。"`
	NoKeywords  string `en:"Nothing was spent on keywords in this range" zh:"这段时间没有关键词花费"`
	// Takes how many keywords are to be watched.
	OnWatch string `en:"to be watched: %d" zh:"盯着 %d 个"`
	// Takes what was spent and how many members joined.
	OwnCost string `en:"%[1]s ÷ %[2]s new members of channels with spend" zh:"%[1]s ÷ 有花费渠道的 %[2]s 位新成员"`
	// The next two take by how much, and by what most of all.
	RevenueDown string `en:"Revenue is down %[1]s, most of all through %[2]s" zh:"收入少了 %[1]s，主要因为%[2]s"`
	RevenueUp   string `en:"Revenue is up %[1]s, most of all through %[2]s" zh:"收入多了 %[1]s，主要因为%[2]s"`
	// Takes the parts: units sold, mix, prices, new products.
	RevenueParts string `en:"Units sold %[1]s, product mix %[2]s, prices %[3]s, new products %[4]s." zh:"销量 %[1]s，产品组合 %[2]s，价格 %[3]s，新产品 %[4]s。"`
	RevenueSame  string `en:"Revenue is what it was" zh:"收入和对比期一样"`
	// Takes revenue.
	RevenueWas string `en:"Revenue was %s" zh:"收入 %s"`
	// Takes both ends of a range.
	SaidBetween string `en:"between %[1]s and %[2]s" zh:"在 %[1]s 与 %[2]s 之间"`
	// The next three take the day after joining.
	StayAlike string `en:"On day %d those who came are there like others: no clear difference." zh:"到第 %d 天，来的人和平常的人一样留得住：没有明显差别。"`
	StayLess  string `en:"On day %d fewer of those who came are there than of others." zh:"到第 %d 天，来的人比平常的人留得少。"`
	StayMore  string `en:"On day %d more of those who came are there than of others." zh:"到第 %d 天，来的人比平常的人留得多。"`
	// Takes what was spent on them.
	WasteCost string `en:"They cost %s." zh:"它们花了 %s。"`

	AttachAlike string `en:"No clear difference" zh:"没有明显差别"`
	AttachLess  string `en:"Fewer go on to a profit product" zh:"更少买利润品"`
	// Takes how many joined too late, the days it takes, how many had gone by the landmark, its day, and
	// how many had the target by then.
	AttachLeftOut string `en:"Left out: %[1]s who joined less than %[2]d days ago, %[3]s who no longer checked in by day %[4]d, %[5]s who had a profit product by then." zh:"未计入：加入不满 %[2]d 天的 %[1]s 人，到第 %[4]d 天已不打卡的 %[3]s 人，那时已买利润品的 %[5]s 人。"`
	AttachMore    string `en:"More go on to a profit product" zh:"更多人接着买利润品"`
	BoughtBuyers  string `en:"Had ordered by day %d" zh:"第 %d 天前下过单"`
	BoughtEarly   string `en:"Bought by the landmark" zh:"前期买过"`
	BoughtJoined  string `en:"Joined at least %d days ago" zh:"加入满 %d 天"`
	BoughtNext    string `en:"bought the target next" zh:"随后买了目标商品"`
	ClockJoin     string `en:"Money counts on the day its member joined; %[1]s joined, of %[2]s an event of the %[3]d days up to then names a channel." zh:"钱记在成员加入的那天；%[1]s 人加入，其中 %[2]s 人在加入前 %[3]d 天内有写明渠道的触点。"`
	ClockKnown    string `en:"Only costs of goods that orders state are taken off." zh:"只扣除订单写明的商品成本。"`
	ClockLinear   string `en:"Members are counted in parts: each touch alike." zh:"成员按触点平分计数。"`
	ClockOrder    string `en:"Money counts on the day of the order, on the channel of the order." zh:"钱记在下单当天、订单所写的渠道上。"`
	// Takes the shares that stayed with no kind, with one, with two.
	SynergyKinds string `en:"%[1]s of those with no kind stay, %[2]s with one, %[3]s with two." zh:"一种都没参与的留下 %[1]s，参与一种 %[2]s，两种 %[3]s。"`
	// The next two take the two kinds, the share that stayed, and what it would be if they merely added up.
	SynergyNearest  string `en:"%[1]s together: %[2]s stayed, adding the two gives %[3]s; the difference may be chance." zh:"%[1]s一起参与：留下 %[2]s，简单相加应有 %[3]s，相差还可能是偶然。"`
	SynergyProven   string `en:"%[1]s together: %[2]s stay, more than the %[3]s that both added up would give" zh:"%[1]s都参与的人，1 + 1 大于 2：留下 %[2]s，简单相加应有 %[3]s"`
	SynergyNone     string `en:"Too few took part in two kinds to tell whether 1 + 1 is more than 2" zh:"参与两种运营的人还太少，说不清 1 + 1 是否大于 2"`
	SynergyUnproven string `en:"Those who take part in more stay more; that 1 + 1 is more than 2 is not proven" zh:"参与得多的留下得多；1 + 1 大于 2 还不能下定论"`
	NothingBought   string `en:"Nothing yet" zh:"什么都没买"`
	// Takes how many days.
	NoTouches string `en:"No event of the %d days up to a join names a channel: all is credited to the channel of the join." zh:"加入前 %d 天内没有写明渠道的触点，全部记在加入渠道上。"`
	// Takes a group, the share that is silent.
	GroupClose string `en:"Close %[1]s: %[2]s of its members are silent." zh:"关闭%[1]s：%[2]s 的成员一周没动静。"`
	// Takes a group, the share that is silent, another group, the share of its members there.
	GroupMerge string `en:"Merge %[1]s into %[3]s: %[2]s are silent, and %[4]s of its members are there as well." zh:"把%[1]s并入%[3]s：%[2]s 的成员没动静，%[4]s 的成员也在那边。"`
	// Takes a group, the share that is silent, the share that spoke.
	GroupSeed string `en:"Open another like %[1]s: only %[2]s are silent, and %[3]s spoke." zh:"照%[1]s再开一个：只有 %[2]s 没动静，%[3]s 说过话。"`
	// Takes how many groups.
	GroupsDecide string `en:"Groups that need a decision: %s" zh:"有 %s 个群要拿主意"`
	// Takes how many memberships began, ended, and there are.
	GroupsMoved string `en:"Joined %[1]s, left %[2]s, %[3]s memberships at the end." zh:"进群 %[1]s，退群 %[2]s，期末 %[3]s（均为人次）。"`
	GroupsNone  string `en:"Nobody is in a group yet" zh:"还没有人进群"`
	GroupsUsual string `en:"Nothing unusual: none of %s groups needs a decision" zh:"一切如常：%s 个群都不用动手"`
	NoMinis     string `en:"No event names a mini activity yet: give it the campaign mini-1, mini-2 and so on." zh:"还没有小活动：导入行为时把推广计划写成 mini-1、mini-2 即可。"`
	// Takes how many days.
	BaselineShort string `en:"Fewer than %d days without a push are known before it" zh:"之前没有推送的日子不足 %d 天，还说不清"`
	// Takes a kind of post, how many posts, how many followers.
	KindLoses  string `en:"It is no exception: all %[2]s posts of the kind “%[1]s” lost followers, %[3]s together." zh:"它不是例外：%[2]s 篇%[1]s篇篇净掉粉，一共掉了 %[3]s 个。"`
	MemberDays string `en:"Who checks in on several days counts on each; the ranges allow for it." zh:"同一个人多天打卡，每天各算一次，区间已把这一点算在内。"`
	// Takes a title, net followers.
	PostAbove string `en:"“%[1]s” won %[2]s followers, clearly more than usual" zh:"《%[1]s》净增 %[2]s 个粉丝，明显多于平时"`
	PostBelow string `en:"“%[1]s” brought %[2]s followers, clearly fewer than usual" zh:"《%[1]s》净增 %[2]s 个粉丝，明显少于平时"`
	// Takes a title, a day, what is usual, how far from it, at least, at most.
	PostExceeded string `en:"“%[1]s” of %[2]s: as many reads usually bring about %[3]s, it brought %[4]s more (between %[5]s and %[6]s)." zh:"《%[1]s》（%[2]s）：同样的阅读量平时约净增 %[3]s 个，这次多了 %[4]s 个（%[5]s 到 %[6]s 之间）。"`
	PostExpected string `en:"“%[1]s” of %[2]s: as many reads usually bring about %[3]s, it fell %[4]s short (between %[5]s and %[6]s)." zh:"《%[1]s》（%[2]s）：同样的阅读量平时约净增 %[3]s 个，这次少了 %[4]s 个（%[5]s 到 %[6]s 之间）。"`
	// Takes reads, followers.
	PostLosing string `en:"%[1]s reads so far, and %[2]s followers fewer" zh:"目前 %[1]s 次阅读，净掉 %[2]s 个粉丝"`
	PostLost   string `en:"%[1]s reads, and %[2]s followers fewer" zh:"%[1]s 次阅读，净掉 %[2]s 个粉丝"`
	// Takes a title, a day.
	PostPublished string `en:"“%[1]s”, published on %[2]s." zh:"《%[1]s》，%[2]s 发布。"`
	PostsNone     string `en:"Nothing was published in these days" zh:"这段时间没有推送"`
	// Takes how many posts.
	PostsTogether string `en:"%d posts within 48 hours share this window" zh:"48 小时内连推 %d 篇，合在一起看"`
	PostsUntold   string `en:"%s posts, and none of them can be judged yet" zh:"%s 篇推文，还都说不清"`
	PostsUsual    string `en:"Nothing unusual: %s posts did about as well as ever" zh:"一切如常：%s 篇推文和平时差不多"`
	// Takes how many posts too many, a day.
	QuotaExceeded string `en:"%[1]s above the month's quota; the next slot is free on %[2]s." zh:"超出当月额度 %[1]s 篇，下一个名额 %[2]s 开放。"`
	// Takes how many posts.
	QuotaFreeNow string `en:"%s more may be published this month." zh:"本月还可推送 %s 篇。"`
	// Takes a day.
	QuotaNextFree string `en:"The month's quota is used up; the next slot is free on %s." zh:"当月额度已用完，下一个名额 %s 开放。"`
	QuotaUnset    string `en:"No target says how many posts a month may have. Set one of the metric Posts." zh:"还没有设每月推送额度。给“推文”设一个月度目标即可。"`
	// Members of the base and of an answer about reach.
	ReachBase    string `en:"Checked in" zh:"当天打过卡"`
	ReachDoers   string `en:"Did it" zh:"做过的人"`
	ReachReached string `en:"Checked in and did it the same day" zh:"打卡且当天做过"`
	ReachWith    string `en:"Did it on a day that can be judged" zh:"做过，已满观察期"`
	ReachWithout string `en:"Did not do it on a day that can be judged" zh:"没做，已满观察期"`
	// Takes an activity, the event.
	ReachUnknown string `en:"%[1]s: no event %[2]s is known." zh:"%[1]s：还没有行为 %[2]s 的数据。"`
	ReturnsAlike string `en:"No clear difference" zh:"没有明显差别"`
	ReturnsLess  string `en:"Come back less often" zh:"回来的更少"`
	ReturnsMore  string `en:"Come back more often" zh:"回来的更多"`
	// Takes how many days.
	ReturnsUntil string `en:"Can be judged %d days later" zh:"满 %d 天才能判断"`
}

// Of returns the sentence of a code; false where there is none.
func (s *Saying) Of(code string) (string, bool) {
	text := wordOr(*s, code, "")
	return text, text != ""
}

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
}

// Of returns the sentence of a code; false where there is none.
func (s *Saying) Of(code string) (string, bool) {
	text := wordOr(*s, code, "")
	return text, text != ""
}

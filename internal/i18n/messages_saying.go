package i18n

// Saying is the sentences on top of the pages of the operations, and the lines beneath
// their figures. A sentence is found by the code of package analysis.
type Saying struct {
	// Takes a platform and how many conversions it claims.
	ClaimedBy string `en:"%[1]s claims %[2]s; claims of platforms are never added up" zh:"%[1]s上报 %[2]s 个；各平台不相加"`
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
	NoKeywords      string `en:"Nothing was spent on keywords in this range" zh:"这段时间没有关键词花费"`
	// Takes how many keywords are to be watched.
	OnWatch string `en:"to be watched: %d" zh:"盯着 %d 个"`
	// Takes what was spent and how many members joined.
	OwnCost string `en:"%[1]s ÷ %[2]s new members of channels with spend" zh:"%[1]s ÷ 有花费渠道的 %[2]s 位新成员"`
	// Takes what was spent on them.
	WasteCost string `en:"They cost %s." zh:"它们花了 %s。"`
}

// Of returns the sentence of a code; false where there is none.
func (s *Saying) Of(code string) (string, bool) {
	text := wordOr(*s, code, "")
	return text, text != ""
}

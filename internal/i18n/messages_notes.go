package i18n

// Notes are the sentences about missing data that stand above the numbers.
// Their arguments come written out.
type Notes struct {
	SourceBehind       string // record, source, days
	SourceBehindNoName string // record, days
	DaysLeftOut        string // metrics, days
	NothingImported    string // record
	CountedAsZero      string // record
	BeginsLater        string // record, day
	NoComparison       string // metrics, day
	LeapDay            string
	NoBreakdown        string // metric, dimension
	NotAdditive        string // metric
	NeverAdded         string // metric
	PartlyCovered      string // metric, share
	LaterExceeds       string // step
	NotFiltered        string
	LongerThanRange    string // first day, last day
	UnheardOf          string // dimension, value
	Separator          string // between names
	Upload             string
}

func notes(p pick) Notes {
	return Notes{
		SourceBehind:       p("%[1]s of %[2]s is missing for %[3]s.", "缺少 %[2]s 的%[1]s数据：%[3]s。"),
		SourceBehindNoName: p("%[1]s data is missing for %[2]s.", "缺少%[1]s数据：%[2]s。"),
		DaysLeftOut:        p("Days at the end left out because their data is not complete: %[2]d (%[1]s).", "最后 %[2]d 天数据不完整，未计入：%[1]s。"),
		NothingImported:    p("%s: nothing imported yet, so figures that need it are unknown.", "还没有导入%s数据，相关指标未知。"),
		CountedAsZero:      p("%s: nothing imported; it counts as zero here.", "没有导入%s数据，此处按 0 计。"),
		BeginsLater:        p("%[1]s data begins on %[2]s.", "%[1]s数据从 %[2]s 开始。"),
		NoComparison:       p("Not compared, because the data begins only on %[2]s: %[1]s.", "没有对比（数据从 %[2]s 才开始）：%[1]s。"),
		LeapDay:            p("29 February lies between the two years: dates before it are compared with the day after theirs.", "两年之间有 2 月 29 日：此前的日期与次日对比。"),
		NoBreakdown:        p("%[1]s cannot be broken down by %[2]s: the data does not say.", "%[1]s 不能按%[2]s拆分：数据没有这一项。"),
		NotAdditive:        p("%s cannot be added up over groups, so the others show —.", "%s 不能跨组相加，“其余”显示为 —。"),
		NeverAdded:         p("%s: not added up, because reports of two platforms may count the same person.", "%s：不相加，两个平台的上报可能算的是同一个人。"),
		PartlyCovered:      p("%[1]s is based on %[2]s of the data it needs.", "%[1]s 只覆盖了 %[2]s 的数据。"),
		LaterExceeds:       p("“%s” is more than the step before: the steps do not follow the same people.", "“%s”多于上一步：各步不是同一批人。"),
		NotFiltered:        p("Filters do not apply here: who invited whom crosses them.", "此面板不受筛选影响：邀请关系跨越各分组。"),
		LongerThanRange:    p("Shown from %[1]s to %[2]s: this panel needs more than the range.", "显示 %[1]s 至 %[2]s：此面板需要比所选范围更长的时间。"),
		UnheardOf:          p("Nothing in the data has the %[1]s “%[2]s”. Check the filter, or import what is to have it.", "数据中没有“%[2]s”这个%[1]s。请检查筛选条件，或导入相应的数据。"),
		Separator:          p(", ", "、"),
		Upload:             p("Import it", "去补传"),
	}
}

// Names are the words for the kinds of records.
type Names struct {
	Spend, Followers, Posts, Orders, Costs, Events, Members, Targets, Rates string
}

func names(p pick) Names {
	return Names{
		Spend:     p("Ad spend", "投放"),
		Followers: p("Followers", "粉丝"),
		Posts:     p("Posts", "推文"),
		Orders:    p("Orders", "订单"),
		Costs:     p("Other costs", "其他成本"),
		Events:    p("Events", "行为"),
		Members:   p("Members", "成员"),
		Targets:   p("Targets", "目标"),
		Rates:     p("Exchange rates", "汇率"),
	}
}

// Record returns the word for a record kind, or its name when there is none.
func (n *Names) Record(name string) string {
	switch name {
	case "spend":
		return n.Spend
	case "followers":
		return n.Followers
	case "posts":
		return n.Posts
	case "orders":
		return n.Orders
	case "costs":
		return n.Costs
	case "events":
		return n.Events
	case "members":
		return n.Members
	case "targets":
		return n.Targets
	case "rates":
		return n.Rates
	}
	return name
}

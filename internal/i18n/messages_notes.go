package i18n

// Notes are the sentences about missing data that stand above the numbers.
// Their arguments come written out.
type Notes struct {
	// Takes record, day.
	BeginsLater string `en:"%[1]s data begins on %[2]s." zh:"%[1]s数据从 %[2]s 开始。"`

	// Takes record.
	CountedAsZero string `en:"%s: nothing imported; it counts as zero here." zh:"没有导入%s数据，此处按 0 计。"`

	// Takes days of the range, days of the comparison.
	HolidayBeside string `en:"%[1]s, %[2]s to %[3]s, is compared day by day with that of %[4]s to %[5]s; the days around it with the same weekdays beside it." zh:"%[1]s（%[2]s 至 %[3]s）逐日对比上一年的 %[4]s 至 %[5]s；前后的日子对比其旁边的相同星期。"`
	CountedOnce   string `en:"Not compared, because the days beside the holiday of last year do not follow each other, and members count once: %s." zh:"没有对比（去年假期前后对应的日子不连续，而成员不能重复计数）：%s。"`
	DaysDiffer    string `en:"Compared are %d days with %d: totals of unequal length." zh:"对比的是 %d 天与 %d 天：两边天数不同。"`
	// Takes stream, days, how many.
	DaysMissing string `en:"%[1]s is missing inside the data for %[2]s (days: %[3]d)." zh:"%[1]s中间缺少 %[2]s（%[3]d 天）。"`
	// Takes metrics, days.
	DaysLeftOut string `en:"Days at the end left out because their data is not complete: %[2]d (%[1]s)." zh:"最后 %[2]d 天数据不完整，未计入：%[1]s。"`

	// Takes step.
	LaterExceeds string `en:"“%s” is more than the step before: the steps do not follow the same people." zh:"“%s”多于上一步：各步不是同一批人。"`
	// Takes first day, last day.
	LongerThanRange string `en:"Shown from %[1]s to %[2]s: this panel needs more than the range." zh:"显示 %[1]s 至 %[2]s：此面板需要比所选范围更长的时间。"`

	// Takes currency, day.
	MissingRate string `en:"There is no exchange rate for %[1]s from %[2]s on; figures that need it are unknown." zh:"从 %[2]s 起没有 %[1]s 的汇率，需要它的指标未知。"`

	// Takes metric.
	NeverAdded string `en:"%s: not added up, because reports of two platforms may count the same person." zh:"%s：不相加，两个平台的上报可能算的是同一个人。"`
	// Takes metric, dimension.
	NoBreakdown string `en:"%[1]s cannot be broken down by %[2]s: the data does not say." zh:"%[1]s 不能按%[2]s拆分：数据没有这一项。"`
	// Takes metrics, day.
	NoComparison string `en:"Not compared, because the data begins only on %[2]s: %[1]s." zh:"没有对比（数据从 %[2]s 才开始）：%[1]s。"`
	// Takes metric.
	NotAdditive string `en:"%s cannot be added up over groups, so the others show —." zh:"%s 不能跨组相加，“其余”显示为 —。"`
	// Takes metrics, dimension, half, share of it.
	NotAttributed string `en:"%[1]s: not broken down by %[2]s, because only %[4]s of %[3]s name one." zh:"%[1]s：不按%[2]s拆分，%[3]s中只有 %[4]s 标明了它。"`

	// Takes an event.
	NeverHappened string `en:"%s: nothing of it was ever imported, so it counts 0." zh:"%s：从未导入过这个行为，按 0 计。"`
	NotFiltered   string `en:"Filters do not apply here: who invited whom crosses them." zh:"此面板不受筛选影响：邀请关系跨越各分组。"`
	// Takes record.
	NothingImported string `en:"%s: nothing imported yet, so figures that need it are unknown." zh:"还没有导入%s数据，相关指标未知。"`

	// Takes record.
	NothingOfYours string `en:"%s: none of it is in the rows you see, so figures that need it are unknown." zh:"您可看的数据里没有%s，相关指标未知。"`
	// Takes record.
	ZeroOfYours string `en:"%s: none of it is in the rows you see; it counts as zero here." zh:"您可看的数据里没有%s，此处按 0 计。"`
	// Takes metrics, dimension.
	NotYours string `en:"%[1]s is not told apart by %[2]s, so your part of it is not known." zh:"%[1]s 的数据不区分%[2]s，无法得知您可看的部分。"`

	// Takes metrics.
	UnseenRows string `en:"%s: rows that do not say whose they are may be yours and are not counted." zh:"%s：未标明归属的数据可能也有您的部分，没有计入。"`

	// Takes metric, share.
	PartlyCovered string `en:"%[1]s is based on %[2]s of the data it needs." zh:"%[1]s 只覆盖了 %[2]s 的数据。"`

	// Takes a record and a source or part of it.
	Of string `en:"%[1]s of %[2]s" zh:"%[2]s的%[1]s"`
	// Takes metric, mean of a day, that of the comparison.
	PerDay string `en:"%[1]s per day: %[2]s against %[3]s." zh:"%[1]s日均：%[2]s，对比期 %[3]s。"`

	// Takes metrics, share.
	PartlyKnown string `en:"%[1]s: %[2]s of the data is left out, because a figure in it is blank." zh:"%[1]s：%[2]s 的数据有空缺的数值，未计入。"`

	// Takes metrics.
	NotReported string `en:"%s: — where no platform reports it." zh:"%s：没有平台上报的显示为 —。"`

	// Stands between names.
	Separator string `en:", " zh:"、"`
	// Takes record, source, days.
	SourceBehind string `en:"%[1]s of %[2]s is missing for %[3]s." zh:"缺少 %[2]s 的%[1]s数据：%[3]s。"`
	// Takes record, days.
	SourceBehindNoName string `en:"%[1]s data is missing for %[2]s." zh:"缺少%[1]s数据：%[2]s。"`

	// Takes dimension, value.
	UnheardOf string `en:"Nothing in the data has the %[1]s “%[2]s”. Check the filter, or import what is to have it." zh:"数据中没有“%[2]s”这个%[1]s。请检查筛选条件，或导入相应的数据。"`
	Upload    string `en:"Import it" zh:"去补传"`
}

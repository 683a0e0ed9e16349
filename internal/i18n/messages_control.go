package i18n

// Control is the bar that rules every panel of a page.
type Control struct {
	Apply string `en:"Apply" zh:"应用"`

	Compare          string `en:"Compare with" zh:"对比"`
	CompareNone      string `en:"No comparison" zh:"不对比"`
	ComparePrevious  string `en:"Previous period" zh:"上一时段"`
	CompareWeekdays  string `en:"Same weekdays before" zh:"之前的相同星期"`
	CompareMonth     string `en:"Same dates last month" zh:"上月同日期"`
	CompareQuarter   string `en:"Same dates last quarter" zh:"上季度同日期"`
	CompareDays      string `en:"Days of your choice" zh:"自选日期"`
	CompareYear      string `en:"Same dates last year" zh:"去年同期"`
	CompareHoliday   string `en:"Same holiday last year" zh:"去年同一假期"`
	CompleteOnly     string `en:"Complete only" zh:"仅完整周期"`
	CompleteOnlyHint string `en:"Hide days whose data is still coming in" zh:"隐藏数据还不完整的日期"`
	// Takes the number of days.
	CompareSame string `en:"It covers as many days as the range: %d. Choose the first one." zh:"对比的天数与所选范围相同，共 %d 天；只需选第一天。"`
	Controls    string `en:"Range, comparison and filters" zh:"时间范围、对比与筛选"`

	Day string `en:"Day" zh:"日"`
	// A script puts the number in place of #.
	DaysMany string `en:"# days" zh:"# 天"`
	Days     string `en:"%d days" zh:"%d 天"`

	Filter       string `en:"Filter" zh:"筛选"`
	FilterAll    string `en:"All" zh:"全部"`
	FilterIs     string `en:"%[1]s: %[2]s" zh:"%[1]s：%[2]s"`
	FilterIsNot  string `en:"%[1]s: not %[2]s" zh:"%[1]s：不含 %[2]s"`
	FilterValues string `en:"%d values" zh:"%d 个值"`
	FilterMore   string `en:"Other value…" zh:"其他值……"`
	From         string `en:"From" zh:"从"`

	Grain string `en:"Grain" zh:"粒度"`

	LastMonth   string `en:"Last month" zh:"上月"`
	LastQuarter string `en:"Last quarter" zh:"上季度"`
	LastWeek    string `en:"Last week" zh:"上周"`

	Month string `en:"Month" zh:"月"`

	NotStated string `en:"not stated" zh:"未标注"`

	NextMonth     string `en:"Next month" zh:"下个月"`
	PreviousMonth string `en:"Previous month" zh:"上个月"`

	Range string `en:"Range" zh:"时间范围"`
	// Takes dimension and value.
	RemoveFilter string `en:"Remove filter %[1]s: %[2]s" zh:"去掉筛选 %[1]s：%[2]s"`

	To string `en:"To" zh:"到"`

	SinceStart string `en:"Since the start" zh:"开始以来"`

	ThisMonth   string `en:"This month" zh:"本月"`
	ThisQuarter string `en:"This quarter" zh:"本季度"`
	ThisWeek    string `en:"This week" zh:"本周"`
	ThisYear    string `en:"This year" zh:"今年"`

	// Takes the days compared with.
	VsDays string `en:"vs %s" zh:"较 %s"`
	// Short, on the button.
	VsNone string `en:"no comparison" zh:"不对比"`
	// Short, on the button.
	VsPrevious string `en:"vs previous" zh:"较上期"`
	// Short, on the button.
	VsWeekdays string `en:"vs same weekdays" zh:"较同星期"`
	// Short, on the button.
	VsMonth   string `en:"vs last month" zh:"较上月"`
	VsQuarter string `en:"vs last quarter" zh:"较上季度"`
	VsYear    string `en:"vs last year" zh:"较去年"`
	VsHoliday string `en:"vs same holiday" zh:"较去年同一假期"`

	Week string `en:"Week" zh:"周"`
}

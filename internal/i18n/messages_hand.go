package i18n

// Hand is what the forms for one row say that no platform exports.
type Hand struct {
	Check   string `en:"Check it" zh:"检查"`
	Change  string `en:"Change it" zh:"修改"`
	Kinds   string `en:"What to fill in" zh:"录入什么"`
	Row     string `en:"What you filled in" zh:"填写的内容"`
	Say     string `en:"It goes the same way as a file: look at what it would change, import it, undo it." zh:"与文件一样：先看会改动什么，再导入，可以撤销。"`
	Title   string `en:"Or fill in one row by hand" zh:"或手工录入一行"`
	Pick    string `en:"Choose…" zh:"请选择…"`
	Missing string `en:"needed" zh:"必填"`

	Forms   HandForms
	Labels  HandLabels
	Hints   HandHints
	Choices HandChoices
}

// HandForms are the names of the forms, and what each is for.
type HandForms struct {
	Fee           string `en:"A placement or another fee" zh:"投放费或其他费用"`
	FeeHint       string `en:"What a post on a colleague's account, an incentive or a tool cost: it counts in ROI beside the ad spend." zh:"大号投放、激励、工具等花掉的钱，与广告花费一起计入投资回报。"`
	Followers     string `en:"Today's followers" zh:"今日粉丝"`
	FollowersHint string `en:"The total an account shows, or how many came and left on the day." zh:"账号显示的粉丝总数，或当天新增与流失的人数。"`
	Holiday       string `en:"A holiday" zh:"节假日"`
	HolidayHint   string `en:"A day off, or a weekend day that is worked, so that comparisons know it." zh:"放假的日子或调休上班的周末，用于同节假日的对比。"`
	Hours         string `en:"Staff hours" zh:"人员工时"`
	HoursHint     string `en:"Hours times what an hour costs is the cost." zh:"工时乘以每小时成本即为花费。"`
	Target        string `en:"A target" zh:"目标"`
	TargetHint    string `en:"What a metric is to come to over some days, for everything or for a part." zh:"某项指标在一段时间内要达到的数，可以只针对一部分。"`
}

// HandLabels are labels of fields where the name of the column would not do.
type HandLabels struct {
	FeeCost       string `en:"Amount" zh:"金额"`
	FeeKind       string `en:"What for" zh:"用途"`
	FeeLabel      string `en:"Note" zh:"说明"`
	FollowersDate string `en:"Day" zh:"日期"`
	HolidayGroup  string `en:"Festival" zh:"所属节日"`
	HolidayName   string `en:"What it is called" zh:"名称"`
	HoursKind     string `en:"What for" zh:"用途"`
	HoursLabel    string `en:"Note" zh:"说明"`
	HoursWage     string `en:"Cost of an hour" zh:"每小时成本"`
	TargetKind    string `en:"Target or budget" zh:"目标或预算"`
	TargetTo      string `en:"Through" zh:"止"`
}

// HandHints stand below fields.
type HandHints struct {
	FeeKind        string `en:"such as placement, incentives, fees: results are shown by it" zh:"如 投放费、激励、服务费；成本按用途汇总"`
	FeeLabel       string `en:"tells two of one day and kind apart: without it the second replaces the first" zh:"用来区分同一天、同一用途的两笔；不填则后一笔会替换前一笔"`
	FollowersTotal string `en:"as it stands at the end of the day" zh:"当天结束时的总数"`
	HoursKind      string `en:"such as staff, moderation, design" zh:"如 人工、社群运营、设计"`
	HoursLabel     string `en:"tells two of one day and kind apart: without it the second replaces the first" zh:"用来区分同一天、同一用途的两笔；不填则后一笔会替换前一笔"`
	TargetScope    string `en:"blank for everything, or a part: channel:search-ads" zh:"留空为全部，或只针对一部分：channel:search-ads"`
	TargetFloor    string `en:"below it, something has to be done" zh:"低于它就需要处理"`
	TargetStretch  string `en:"what would be very good" zh:"做得很好时能达到的数"`
}

// HandChoices are the words of columns with choices.
type HandChoices struct {
	Budget  string `en:"budget" zh:"预算"`
	Holiday string `en:"day off" zh:"放假"`
	MakeUp  string `en:"worked weekend day" zh:"调休上班"`
	Target  string `en:"target" zh:"目标"`
}

// Form returns what a form is called.
func (h *Hand) Form(name string) string { return word(h.Forms, name) }

// Hint returns what a form is for.
func (h *Hand) Hint(name string) string { return word(h.Forms, name+"_hint") }

// Label returns the label of a field of a form, or "" if it is the name of its
// column.
func (h *Hand) Label(form, field string) string { return wordOr(h.Labels, form+"_"+field, "") }

// FieldHint returns what stands below a field of a form, or "".
func (h *Hand) FieldHint(form, field string) string { return wordOr(h.Hints, form+"_"+field, "") }

// Choice returns the word for a choice of a column.
func (h *Hand) Choice(name string) string { return word(h.Choices, name) }

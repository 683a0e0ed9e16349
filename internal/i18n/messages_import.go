package i18n

// Import is what the pages of imports and of metric definitions say.
type Import struct {
	Title, Preview, History                                     string
	StepUpload, StepUploadHint, StepCheck, StepCheckHint        string
	StepCommit, StepCommitHint, Steps                           string
	Files, DropHere, Choose, UpTo, Upload, Uploading, LocalOnly string // UpTo %d megabytes
	Kind, KindAuto, KindHint, ReadAs                            string
	Rows, Days, NoDays, Bytes                                   string // Rows %d
	ToFix, ToFixHint, ToFixNone, Download, ShowingFirst         string // ShowingFirst %d of %d
	Line, Column, Value, Problem, Suggestion                    string
	CommitPreview, New, Changed, Same, Rejected                 string
	WhatChanges, WhatChangesHint, Old                           string
	TotalsTitle, TotalsHint, Before, After                      string
	Commit, CommitWithout, NothingToCommit, Another             string // Commit %d; CommitWithout %d rows, %d left out
	Stale, Running, RunningHint, Progress                       string
	Time, File, Covers, Read, By, Status, Actions               string
	Gaps, GapHint, GapNothing                                   string // GapHint: record, its last day, days missing, first day after them
	Live, Undone, Undo, UndoHint, Done, DoneHint, UndoneNow     string // Done %d: import
	HistoryEmpty, Older, SeeFigures, Already                    string
	ViaPage, ViaAPI, ViaCommand, ViaInbox, ViaSample            string
	Definitions, DefinitionsHint, Formula, Source, Direction    string
	UsedOn, UsedNowhere, Measures, MeasuresHint, Unit, Maturity string
	UpGood, DownGood, Neutral, Proportion, Horizon, Condition   string // Horizon %d days
	ConditionKnown, UnknownIfBlank                              string // ConditionKnown %s column
	UnitCount, UnitMoney, UnitPercent, UnitTimes, UnitNumber    string
	UnitDays                                                    string
	AggSum, AggCount, AggDistinct, AggFirst, AggDays, AggRepeat string // %[1]s record, %[2]s column
	AggLevel                                                    string
}

func imports(p pick) Import {
	return Import{
		Title:           p("Import data", "导入数据"),
		Preview:         p("Check the import", "检查导入"),
		History:         p("Import history", "导入记录"),
		StepUpload:      p("Upload", "上传"),
		StepUploadHint:  p("CSV or XLSX", "CSV 或 XLSX"),
		StepCheck:       p("Check", "检查"),
		StepCheckHint:   p("nothing is changed yet", "此时还没有改动"),
		StepCommit:      p("Commit", "提交"),
		StepCommitHint:  p("can be undone as a whole", "可整体撤销"),
		Steps:           p("Import steps", "导入步骤"),
		Files:           p("Files", "文件"),
		DropHere:        p("Drop CSV or XLSX files here", "把 CSV / XLSX 拖到这里"),
		Choose:          p("Choose files", "选择文件"),
		UpTo:            p("each up to %d MB", "单个 %d MB 以内"),
		Upload:          p("Upload", "上传"),
		Uploading:       p("Upload progress", "上传进度"),
		LocalOnly:       p("Files are processed on this server only.", "文件只在这台服务器上处理，不会外传。"),
		Kind:            p("Kind of data", "数据种类"),
		KindAuto:        p("recognise it from the header", "由表头识别"),
		KindHint:        p("Choose it yourself when the header does not tell.", "表头看不出来时请自己选择。"),
		ReadAs:          p("Read as", "识别为"),
		Rows:            p("%d rows", "%d 行"),
		Days:            p("Days covered", "覆盖日期"),
		NoDays:          p("not by day", "不按日"),
		Bytes:           p("Size", "大小"),
		ToFix:           p("Rows to fix", "需要处理的行"),
		ToFixHint:       p("Download them with the reasons, mend them and upload them again; or leave them out.", "可以连同原因下载，改好再传；也可以不导入它们。"),
		ToFixNone:       p("Every row can be imported.", "每一行都可以导入。"),
		Download:        p("Download the rows", "下载这些行"),
		ShowingFirst:    p("Showing %d of %d rows", "显示 %d / %d 行"),
		Line:            p("Line", "行"),
		Column:          p("Column", "列"),
		Value:           p("Value", "值"),
		Problem:         p("Problem", "问题"),
		Suggestion:      p("What to do", "怎么办"),
		CommitPreview:   p("What the import would do", "导入后会怎样"),
		New:             p("New", "新增"),
		Changed:         p("Changed", "修改"),
		Same:            p("Unchanged", "不变"),
		Rejected:        p("Rejected", "不能导入"),
		WhatChanges:     p("Changed rows", "修改的行"),
		WhatChangesHint: p("Old and new values", "原值与新值"),
		Old:             p("Old → new", "原值 → 新值"),
		TotalsTitle:     p("Totals of the days covered", "所涉日期的合计"),
		TotalsHint:      p("Over all rows of these days, before and after", "这些日期全部数据的合计，导入前后对照"),
		Before:          p("Before", "导入前"),
		After:           p("After", "导入后"),
		Commit:          p("Import %d rows", "导入 %d 行"),
		CommitWithout:   p("Import %d rows, leave %d out", "导入 %d 行，跳过 %d 行"),
		NothingToCommit: p("No row of this file can be imported.", "这个文件没有可以导入的行。"),
		Another:         p("Choose another file", "换一个文件"),
		Stale:           p("Other data came in since the preview was made. This is a fresh one: check it again.", "预览之后有别的数据导入了。这是新的预览，请再检查一次。"),
		Running:         p("Importing", "正在导入"),
		RunningHint:     p("The page refreshes by itself. You may leave it: the import goes on.", "页面会自动刷新。可以离开本页，导入会继续。"),
		Progress:        p("Import progress", "导入进度"),
		Time:            p("Time", "时间"),
		File:            p("File", "文件"),
		Covers:          p("Covers", "覆盖日期"),
		Read:            p("Rows", "行数"),
		By:              p("By", "操作人"),
		Status:          p("Status", "状态"),
		Actions:         p("Actions", "操作"),
		Gaps:            p("Days nobody knows of", "数据空缺的日子"),
		GapHint: p("%[1]s are complete through %[2]s. Events that were posted go on from %[4]s; of %[3]s nobody said whether anything happened. Figures stay in progress from there on until you import a file of these days or confirm that nothing is missing.",
			"%[1]s完整截至 %[2]s。之后从 %[4]s 起才又有接口写入的数据；%[3]s 有没有发生什么，没有人说明。此后的数字都按“未完整”显示，直到导入这些日子的文件，或确认没有缺少数据。"),
		GapNothing:      p("Nothing is missing", "没有缺少数据"),
		Live:            p("counts", "生效"),
		Undone:          p("undone", "已撤销"),
		Undo:            p("Undo", "撤销"),
		UndoHint:        p("Undo import %d: its rows stop counting, all other imports keep their effect", "撤销第 %d 次导入：它的数据不再计入，其他导入不受影响"),
		Done:            p("Import %d is done", "第 %d 次导入已完成"),
		DoneHint:        p("All figures include it from now on. It can be undone as a whole.", "各项指标已包含这些数据，并可整体撤销。"),
		UndoneNow:       p("Import %d is undone. All other imports keep their effect.", "第 %d 次导入已撤销，其他导入不受影响。"),
		HistoryEmpty:    p("Nothing has been imported yet.", "还没有导入过数据。"),
		Older:           p("Older imports", "更早的导入"),
		SeeFigures:      p("See the figures", "查看指标"),
		Already:         p("This file has been imported before", "这个文件已经导入过"),
		ViaPage:         p("page", "页面"),
		ViaAPI:          p("program", "程序接口"),
		ViaCommand:      p("command line", "命令行"),
		ViaInbox:        p("watched folder", "监视文件夹"),
		ViaSample:       p("sample data", "示例数据"),
		Definitions:     p("Metric definitions", "指标口径"),
		DefinitionsHint: p("Every ratio is a sum divided by a sum, at every level and in every total.", "所有比率在任何层级和合计中都是总和除以总和。"),
		Formula:         p("Formula", "公式"),
		Source:          p("Source", "出处"),
		Direction:       p("Direction", "方向"),
		UsedOn:          p("Used on", "用于"),
		UsedNowhere:     p("no page yet", "暂无页面"),
		Measures:        p("Measures", "度量"),
		MeasuresHint:    p("What formulas are made of", "公式的组成部分"),
		Unit:            p("Unit", "单位"),
		Maturity:        p("Known after", "多久后可知"),
		UpGood:          p("more is better", "越高越好"),
		DownGood:        p("less is better", "越低越好"),
		Neutral:         p("neither good nor bad", "无好坏之分"),
		Proportion:      p("a proportion: shown with its 95 % interval, greyed under 30 subjects", "比例：附 95% 区间，样本少于 30 时置灰"),
		Horizon:         p("%d days", "%d 天"),
		Condition:       p("where", "条件"),
		ConditionKnown:  p("%s is stated", "%s 已填写"),
		UnknownIfBlank:  p("unknown where no row states it", "全部留空时为未知"),
		UnitCount:       p("count", "数量"),
		UnitMoney:       p("money", "金额"),
		UnitPercent:     p("per cent", "百分比"),
		UnitTimes:       p("times", "倍数"),
		UnitNumber:      p("number", "数值"),
		UnitDays:        p("days", "天数"),
		AggSum:          p("sum of %[2]s over %[1]s", "%[1]s中%[2]s之和"),
		AggCount:        p("rows of %[1]s%[2]s", "%[1]s的行数%[2]s"),
		AggDistinct:     p("different %[2]s in %[1]s", "%[1]s中不同%[2]s的个数"),
		AggFirst:        p("%[2]s first seen in %[1]s", "首次出现在%[1]s中的%[2]s"),
		AggDays:         p("member-days in %[1]s%[2]s", "%[1]s中的成员日%[2]s"),
		AggRepeat:       p("members with two or more in %[1]s%[2]s", "%[1]s中至少两次的成员%[2]s"),
		AggLevel:        p("last known %[2]s of %[1]s, never added over time", "%[1]s中%[2]s的最新值，不随时间累加"),
	}
}

package i18n

// Import is what the pages of imports and of metric definitions say.
type Import struct {
	Actions string `en:"Actions" zh:"操作"`
	After   string `en:"After" zh:"导入后"`
	// Takes record and condition.
	AggCount string `en:"rows of %[1]s%[2]s" zh:"%[1]s的行数%[2]s"`
	// Takes record and condition.
	AggDays string `en:"member-days in %[1]s%[2]s" zh:"%[1]s中的成员日%[2]s"`
	// Takes record and column.
	AggDistinct string `en:"different %[2]s in %[1]s" zh:"%[1]s中不同%[2]s的个数"`
	// Takes record and column.
	AggFirst string `en:"%[2]s first seen in %[1]s" zh:"首次出现在%[1]s中的%[2]s"`
	AggLevel string `en:"last known %[2]s of %[1]s, never added over time" zh:"%[1]s中%[2]s的最新值，不随时间累加"`
	// Takes record, column, and the level it goes with.
	AggOpened string `en:"sum of %[2]s over %[1]s, of those whose %[3]s at the start is known" zh:"%[1]s中%[2]s之和，仅含期初%[3]s已知的部分"`
	// Takes record, level, and the columns of what comes and what leaves.
	AggOpening string `en:"%[2]s of %[1]s at the start: the last one stated, less %[3]s and plus %[4]s up to its day" zh:"%[1]s的期初%[2]s：最后一次报告的值，减去截至当日的%[3]s，加上%[4]s"`
	// Takes record and condition.
	AggRepeat string `en:"members with two or more in %[1]s%[2]s" zh:"%[1]s中至少两次的成员%[2]s"`
	// Takes record and column.
	AggSum  string `en:"sum of %[2]s over %[1]s" zh:"%[1]s中%[2]s之和"`
	Already string `en:"This file has been imported before" zh:"这个文件已经导入过"`
	Another string `en:"Choose another file" zh:"换一个文件"`

	Before string `en:"Before" zh:"导入前"`
	By     string `en:"By" zh:"操作人"`
	Bytes  string `en:"Size" zh:"大小"`

	Changed string `en:"Changed" zh:"修改"`
	Choose  string `en:"Choose files" zh:"选择文件"`
	Column  string `en:"Column" zh:"列"`
	// Takes rows.
	Commit        string `en:"Import %s rows" zh:"导入 %s 行"`
	CommitPreview string `en:"What the import would do" zh:"导入后会怎样"`
	// Takes rows imported and rows left out.
	CommitWithout string `en:"Import %s rows, leave %s out" zh:"导入 %s 行，跳过 %s 行"`
	Condition     string `en:"where" zh:"条件"`
	// Takes a column.
	ConditionKnown string `en:"%s is stated" zh:"%s 已填写"`
	Covers         string `en:"Covers" zh:"覆盖日期"`

	Days            string `en:"Days covered" zh:"覆盖日期"`
	Definitions     string `en:"Metric definitions" zh:"指标口径"`
	DefinitionsHint string `en:"Every ratio is a sum divided by a sum, at every level and in every total." zh:"所有比率在任何层级和合计中都是总和除以总和。"`
	Direction       string `en:"Direction" zh:"方向"`
	// Takes an import.
	Done     string `en:"Import %d is done" zh:"第 %d 次导入已完成"`
	DoneHint string `en:"All figures include it from now on. It can be undone as a whole." zh:"各项指标已包含这些数据，并可整体撤销。"`
	DownGood string `en:"less is better" zh:"越低越好"`
	Download string `en:"Download the rows" zh:"下载这些行"`
	DropHere string `en:"Drop CSV or XLSX files here" zh:"把 CSV / XLSX 拖到这里"`

	File    string `en:"File" zh:"文件"`
	Files   string `en:"Files" zh:"文件"`
	Formula string `en:"Formula" zh:"公式"`

	// Takes record, its last day, days missing, first day after them.
	GapHint         string `en:"%[1]s are complete through %[2]s. Events that were posted go on from %[4]s; of %[3]s nobody said whether anything happened. Figures stay in progress from there on until you import a file of these days or confirm that nothing is missing." zh:"%[1]s完整截至 %[2]s。之后从 %[4]s 起才又有接口写入的数据；%[3]s 有没有发生什么，没有人说明。此后的数字都按“未完整”显示，直到导入这些日子的文件，或确认没有缺少数据。"`
	GapNothing      string `en:"Nothing is missing" zh:"没有缺少数据"`
	Holes           string `en:"Days missing inside the data" zh:"数据中间缺少的日子"`
	NothingHappened string `en:"Nothing happened on these days" zh:"这些天没有发生任何事"`
	Retire          string `en:"Retire" zh:"停用"`
	RetireHint      string `en:"Nothing more will come from it: figures no longer wait for it." zh:"不会再有新数据：指标不再等待它。"`
	// Takes who and when.
	RetiredBy  string `en:"retired by %[1]s, %[2]s" zh:"%[1]s 于 %[2]s 停用"`
	SourceName string `en:"Source" zh:"来源"`
	Sources    string `en:"Sources of data" zh:"数据来源"`
	Unretire   string `en:"Take back" zh:"恢复"`
	Gaps       string `en:"Days nobody knows of" zh:"数据空缺的日子"`

	History      string `en:"Import history" zh:"导入记录"`
	HistoryEmpty string `en:"Nothing has been imported yet." zh:"还没有导入过数据。"`
	Horizon      string `en:"%d days" zh:"%d 天"`

	Kind     string `en:"Kind of data" zh:"数据种类"`
	KindAuto string `en:"recognise it from the header" zh:"由表头识别"`
	KindHint string `en:"Choose it yourself when the header does not tell." zh:"表头看不出来时请自己选择。"`

	Line      string `en:"Line" zh:"行"`
	Live      string `en:"counts" zh:"生效"`
	LocalOnly string `en:"Files are processed on this server only." zh:"文件只在这台服务器上处理，不会外传。"`

	Maturity     string `en:"Known after" zh:"多久后可知"`
	Measures     string `en:"Measures" zh:"度量"`
	MeasuresHint string `en:"What formulas are made of" zh:"公式的组成部分"`

	Neutral         string `en:"neither good nor bad" zh:"无好坏之分"`
	New             string `en:"New" zh:"新增"`
	NoDays          string `en:"not by day" zh:"不按日"`
	NothingToCommit string `en:"No row of this file can be imported." zh:"这个文件没有可以导入的行。"`

	Old   string `en:"Old → new" zh:"原值 → 新值"`
	Older string `en:"Older imports" zh:"更早的导入"`

	Preview    string `en:"Check the import" zh:"检查导入"`
	Problem    string `en:"Problem" zh:"问题"`
	Progress   string `en:"Import progress" zh:"导入进度"`
	Proportion string `en:"a proportion: shown with its 95 % interval, greyed under 30 subjects" zh:"比例：附 95% 区间，样本少于 30 时置灰"`

	Read        string `en:"Rows" zh:"行数"`
	ReadAs      string `en:"Read as" zh:"识别为"`
	Rejected    string `en:"Rejected" zh:"不能导入"`
	Rows        string `en:"%s rows" zh:"%s 行"`
	Running     string `en:"Importing" zh:"正在导入"`
	RunningHint string `en:"The page refreshes by itself. You may leave it: the import goes on." zh:"页面会自动刷新。可以离开本页，导入会继续。"`

	Same       string `en:"Unchanged" zh:"不变"`
	SeeFigures string `en:"See the figures" zh:"查看指标"`
	// Takes rows shown and rows in all.
	ShowingFirst   string `en:"Showing %s of %s rows" zh:"显示 %s / %s 行"`
	Source         string `en:"Source" zh:"出处"`
	Stale          string `en:"Other data came in since the preview was made. This is a fresh one: check it again." zh:"预览之后有别的数据导入了。这是新的预览，请再检查一次。"`
	Status         string `en:"Status" zh:"状态"`
	StepCheck      string `en:"Check" zh:"检查"`
	StepCheckHint  string `en:"nothing is changed yet" zh:"此时还没有改动"`
	StepCommit     string `en:"Commit" zh:"提交"`
	StepCommitHint string `en:"can be undone as a whole" zh:"可整体撤销"`
	Steps          string `en:"Import steps" zh:"导入步骤"`
	StepUpload     string `en:"Upload" zh:"上传"`
	StepUploadHint string `en:"CSV or XLSX" zh:"CSV 或 XLSX"`
	Suggestion     string `en:"What to do" zh:"怎么办"`

	Time        string `en:"Time" zh:"时间"`
	Title       string `en:"Import data" zh:"导入数据"`
	ToFix       string `en:"Rows to fix" zh:"需要处理的行"`
	ToFixHint   string `en:"Download them with the reasons, mend them and upload them again; or leave them out." zh:"可以连同原因下载，改好再传；也可以不导入它们。"`
	ToFixNone   string `en:"Every row can be imported." zh:"每一行都可以导入。"`
	TotalsHint  string `en:"Over all rows of these days, before and after" zh:"这些日期全部数据的合计，导入前后对照"`
	TotalsTitle string `en:"Totals of the days covered" zh:"所涉日期的合计"`

	Undo           string `en:"Undo" zh:"撤销"`
	UndoHint       string `en:"Undo import %d: its rows stop counting, all other imports keep their effect" zh:"撤销第 %d 次导入：它的数据不再计入，其他导入不受影响"`
	Undone         string `en:"undone" zh:"已撤销"`
	UndoneNow      string `en:"Import %d is undone. All other imports keep their effect." zh:"第 %d 次导入已撤销，其他导入不受影响。"`
	Unit           string `en:"Unit" zh:"单位"`
	UnitCount      string `en:"count" zh:"数量"`
	UnitDays       string `en:"days" zh:"天数"`
	UnitMoney      string `en:"money" zh:"金额"`
	UnitNumber     string `en:"number" zh:"数值"`
	UnitPercent    string `en:"per cent" zh:"百分比"`
	UnitTimes      string `en:"times" zh:"倍数"`
	UnknownIfBlank string `en:"unknown where no row states it" zh:"全部留空时为未知"`
	UpGood         string `en:"more is better" zh:"越高越好"`
	Upload         string `en:"Upload" zh:"上传"`
	Uploading      string `en:"Upload progress" zh:"上传进度"`
	UpTo           string `en:"each up to %d MB" zh:"单个 %d MB 以内"`
	UsedNowhere    string `en:"no page yet" zh:"暂无页面"`
	UsedOn         string `en:"Used on" zh:"用于"`

	Value      string `en:"Value" zh:"值"`
	ViaAPI     string `en:"program" zh:"程序接口"`
	ViaCommand string `en:"command line" zh:"命令行"`
	ViaInbox   string `en:"watched folder" zh:"监视文件夹"`
	ViaPage    string `en:"page" zh:"页面"`
	ViaSample  string `en:"sample data" zh:"示例数据"`

	WhatChanges     string `en:"Changed rows" zh:"修改的行"`
	WhatChangesHint string `en:"Old and new values" zh:"原值与新值"`
}

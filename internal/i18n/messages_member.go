package i18n

// Member is what lists of members and their pages say.
type Member struct {
	ActiveFromTo string `en:"Active in %d to %d periods" zh:"活跃 %d 至 %d 期"`
	ActiveIn     string `en:"Active in %d periods" zh:"活跃 %d 期"`
	// Takes cohort.
	AllOf  string `en:"%s: everybody" zh:"%s：全部成员"`
	AtRisk string `en:"Streak at risk tonight" zh:"今晚将断签"`

	// Takes the cohort and the period, or the first and the last period.
	CameBack  string `en:"%s: came back in period %s" zh:"%s：第 %s 期回来的成员"`
	Challenge string `en:"Challenge" zh:"打卡挑战"`
	CohortOf  string `en:"Cohort of %s" zh:"%s 的群组"`
	Converted string `en:"Converted" zh:"已转化"`
	Count     string `en:"%s members" zh:"共 %s 位成员"`
	CSVAll    string `en:"CSV of all" zh:"全部导出 CSV"`
	// Takes how many.
	CSVFirst      string `en:"CSV of the first %s" zh:"导出前 %s 位 CSV"`
	CurrentMadeUp string `en:"Current streak, made up" zh:"当前连续（含补卡）"`
	CurrentRun    string `en:"Current streak" zh:"当前连续"`

	Days       string `en:"%d d" zh:"%d 天"`
	DaysFromTo string `en:"%d–%d d" zh:"%d–%d 天"`
	DaysOrMore string `en:"%d d or more" zh:"%d 天以上"`
	Dropped    string `en:"Dropped out" zh:"已流失"`

	Forget       string `en:"Forget…" zh:"遗忘…"`
	ForgetBackup string `en:"Backups that still hold the member" zh:"仍含该成员的备份"`
	// Takes a day.
	ForgetExpires string `en:"removed by the schedule after %s" zh:"%s 之后按计划删除"`
	ForgetHint    string `en:"A tombstone takes the place of the member in every import, undone ones too, in live check-ins, notes, tries, alerts, messages, owners and the audit log. Names, contacts, tags and check-in links go, and so do files that wait to be imported. All figures stay. It cannot be undone." zh:"所有导入（包括已撤销的）、实时打卡、备注、尝试、预警、消息、负责人和操作日志中的该成员都换成代号，姓名、联系方式、标签、打卡链接以及等待导入的文件一并删除，数据保持不变。此操作无法撤销。"`
	ForgetNone    string `en:"No scheduled backup is kept. Copies made by hand, exports and files of your own are yours to delete." zh:"没有定期备份。手工备份、导出文件和自有文件请自行删除。"`
	ForgetOwn     string `en:"Copies made by hand, exports and files of your own are yours to delete." zh:"手工备份、导出文件和自有文件请自行删除。"`
	ForgetNow     string `en:"Forget the member" zh:"遗忘该成员"`
	ForgetTitle   string `en:"Forget member %s" zh:"遗忘成员 %s"`
	ForgetType    string `en:"Type the id of the member to confirm" zh:"请输入该成员的编号以确认"`
	// Takes the tombstone and the number of rows.
	Forgotten string `en:"Forgotten: %s stands in %s rows now." zh:"已遗忘：%s 已写入 %s 行。"`
	// Takes how many rows.
	HeldRows string `en:"%s rows name the member or were written about them." zh:"共有 %s 行涉及该成员。"`

	ExportAll string `en:"All that is held (JSON)" zh:"导出全部记录（JSON）"`
	ExportZip string `en:"All that is held (CSV, zip)" zh:"导出全部记录（CSV 压缩包）"`

	Enough      string `en:"Enough days" zh:"达标"`
	Enrolled    string `en:"Enrolled" zh:"已报名"`
	Entered     string `en:"Entered" zh:"进入漏斗"`
	Event       string `en:"Event" zh:"事件"`
	Events      string `en:"Events" zh:"事件数"`
	EveryCohort string `en:"Every cohort" zh:"全部群组"`

	First string `en:"First active day" zh:"首次活跃日"`

	Invited   string `en:"Joined by invitation" zh:"受邀加入"`
	InvitedBy string `en:"Invited by" zh:"邀请人"`

	Last string `en:"Last active day" zh:"最近活跃日"`
	// Takes day.
	LastKnown     string `en:"Nothing known after day %d" zh:"第 %d 天之后未知"`
	Late          string `en:"Joined late" zh:"中途加入"`
	LongestMadeUp string `en:"Longest streak, made up" zh:"最长连续（含补卡）"`
	LongestRun    string `en:"Longest streak" zh:"最长连续"`
	Lookup        string `en:"Member: id, name, nickname or contact" zh:"成员：编号、姓名、昵称或联系方式"`
	LookupHint    string `en:"A part will do." zh:"输入一部分即可。"`
	Lost          string `en:"Lost" zh:"已中断"`
	LostOn        string `en:"Lost on day %d" zh:"第 %d 天中断"`

	Member string `en:"Member" zh:"成员"`
	// Takes the cohort and the period, or the first and the last period.
	Missing string `en:"%s: not back in period %s" zh:"%s：第 %s 期没有回来的成员"`

	Next        string `en:"Next page" zh:"下一页"`
	NoOne       string `en:"Nobody." zh:"没有成员。"`
	NothingDone string `en:"No events." zh:"没有事件。"`

	// Takes the first and the last shown, and how many there are.
	Of string `en:"%s–%s of %s" zh:"第 %s–%s 条，共 %s 条"`
	// Takes step.
	OnlyTo string `en:"got as far as step %d" zh:"止于第 %d 步"`
	Open   string `en:"Still open" zh:"进行中"`

	Perfect  string `en:"Every day" zh:"全勤"`
	Previous string `en:"Previous page" zh:"上一页"`
	Props    string `en:"Properties" zh:"属性"`

	Question string `en:"The question behind it" zh:"对应的问题"`

	// Takes step.
	Reached string `en:"reached step %d" zh:"到达第 %d 步"`

	Show  string `en:"Show" zh:"查看"`
	Staff string `en:"Staff" zh:"员工"`
	// Takes day.
	StillIn   string `en:"In the challenge on day %d" zh:"第 %d 天仍在列"`
	StillOpen string `en:"Under way" zh:"进行中"`

	Time     string `en:"Time" zh:"时间"`
	Timeline string `en:"Timeline, the latest first" zh:"时间线（由近及远）"`
	// How often a member was counted.
	Times string `en:"Times" zh:"次数"`
	Title string `en:"Members" zh:"成员"`
	// Takes member.
	TitleOne string `en:"Member %s" zh:"成员 %s"`

	States States
}

package i18n

// Care is what is said about what is done for members one by one.
type Care struct {
	Called  string `en:"Called" zh:"称呼"`
	Contact string `en:"Contact" zh:"联系方式"`
	// Takes the stage.
	CameTo string `en:"Got to: %s" zh:"走到“%s”的成员"`
	WaitIn string `en:"Waiting after: %s" zh:"“%s”之后还在等的成员"`
	// Takes the stage.
	DoneAt string `en:"Through: %s" zh:"已走完：%s"`
	// Takes who comes next.
	GoOn string `en:"Skip to the next one" zh:"跳到下一位"`
	// Takes the stage.
	LeftAt  string `en:"No fit, after: %s" zh:"不合适，停在：%s"`
	Minutes string `en:"Minutes it took" zh:"用时（分钟）"`
	MoveOn  string `en:"%s: done, move on" zh:"已%s，推进"`
	Name    string `en:"Name" zh:"姓名"`
	Next    string `en:"Next step" zh:"下一步做什么"`
	// Takes a day and what is to be done.
	NextIs   string `en:"next on %s %s" zh:"下一步 %s %s"`
	NextOn   string `en:"On" zh:"哪天做"`
	Nickname string `en:"Nickname" zh:"昵称"`
	NoFit    string `en:"No fit" zh:"不合适"`
	Nothing  string `en:"Nothing was noted yet." zh:"还没有跟进记录。"`
	NoTry    string `en:"none" zh:"不计"`
	// Takes the days that were agreed.
	Overdue string `en:", longer than the %d days agreed" zh:"，超过约定的 %d 天"`
	Owner   string `en:"Owner" zh:"负责人"`
	OwnedBy string `en:"owner %s" zh:"负责人 %s"`
	Save    string `en:"Save" zh:"只记录"`
	Tags    string `en:"Tags" zh:"标签"`
	TagsTip string `en:"With commas between." zh:"用逗号隔开。"`
	Text    string `en:"What was said" zh:"聊了什么"`
	Title   string `en:"Follow-up" zh:"跟进"`
	Took    string `en:"%d minutes" zh:"%d 分钟"`
	Try     string `en:"As a cost of the try" zh:"计入哪次尝试的成本"`
	Undo    string `en:"Take back" zh:"撤销"`
	// Takes the stage, the next one and the days.
	WaitsFor string `en:"%s; waits for: %s, %d days by the last day of data" zh:"%s；等待%s，到数据截止日已等 %d 天"`
	Waiting  string `en:"Waiting, days" zh:"等了几天"`
	Streak   string `en:"Streak" zh:"连续打卡"`
	LastIn   string `en:"Last check-in" zh:"最近打卡"`
	Of28     string `en:"Check-ins, 28 days" zh:"近 28 天打卡"`
	// Takes what was looked for.
	Found string `en:"Members with “%s”" zh:"含“%s”的成员"`
	Step  string `en:"Next" zh:"下一步"`
}

package i18n

// Subscription are the texts about what is sent regularly.
type Subscription struct {
	Title    string `en:"Subscriptions" zh:"订阅"`
	Hint     string `en:"A page, a list, the morning brief or the monthly report, sent at its hour and worked out as you see it then." zh:"页面、名单、早报或月报，到点发出；内容按您当时能看到的来算。"`
	HintAll  string `en:"As an administrator you see those of everybody." zh:"您是管理员，可以看到所有人的订阅。"`
	New      string `en:"New subscription" zh:"新建订阅"`
	None     string `en:"Nothing is sent to you yet. A first one: the morning brief on workdays at eight." zh:"还没有订阅。可以先订：工作日早上八点的早报。"`
	All      string `en:"All subscriptions" zh:"全部订阅"`
	What     string `en:"What" zh:"内容"`
	When     string `en:"When" zh:"时间"`
	Where    string `en:"Sent to" zh:"发到"`
	Owner    string `en:"Of" zh:"订阅人"`
	Last     string `en:"Last time" zh:"最近一次"`
	Next     string `en:"Next: %s" zh:"下一次：%s"`
	NeverYet string `en:"not sent yet" zh:"还没有发过"`
	Paused   string `en:"Paused" zh:"暂停"`
	OwnMail  string `en:"My own mail" zh:"我自己的邮箱"`
	TheirOwn string `en:"own mail" zh:"本人邮箱"`
	Gone     string `en:"no user any more" zh:"已不是用户"`
	Everyone string `en:"everybody" zh:"所有人"`

	Topic       string `en:"What is sent" zh:"发什么"`
	TopicBrief  string `en:"Morning brief" zh:"早报"`
	TopicPage   string `en:"Page or list" zh:"页面或名单"`
	TopicReport string `en:"Monthly report" zh:"月报"`
	Page        string `en:"Page" zh:"页面"`
	PageTip     string `en:"Only for a page; one panel of it, such as a list of members, can be sent alone." zh:"只用于页面；也可以只发其中一块，例如成员名单。"`
	WholePage   string `en:"%s: all of it" zh:"%s：整页"`
	OnePanel    string `en:"%s: %s" zh:"%s：%s"`
	Query       string `en:"Controls" zh:"筛选条件"`
	QueryTip    string `en:"What stands behind the ? of the page's address, as f.channel=zhihu; blank: as the page opens" zh:"页面地址里 ? 后面的部分，例如 f.channel=zhihu；留空就是打开页面时的样子"`
	Days        string `en:"About" zh:"说哪些天"`
	DaysPage    string `en:"the days the page shows" zh:"页面显示的日期"`
	DaysSince   string `en:"the days since the last time" zh:"上一次之后的日子"`
	Every       string `en:"How often" zh:"多久一次"`
	Daily       string `en:"daily" zh:"每天"`
	Workdays    string `en:"Monday to Friday; Monday covers the weekend" zh:"周一到周五，周一的包含周末"`
	Weekly      string `en:"weekly" zh:"每周"`
	Monthly     string `en:"monthly, about the month before" zh:"每月，说上个月"`
	Weekday     string `en:"Weekday (if weekly)" zh:"星期几（每周时）"`
	MonthDay    string `en:"Day of the month (if monthly)" zh:"几号（每月时）"`
	Hour        string `en:"At, o'clock" zh:"几点"`
	ZoneTip     string `en:"By the clock of %s" zh:"按 %s 的时间"`
	SendNow     string `en:"Send me a test now" zh:"现在试发一次"`
	Tested      string `en:"It is on its way." zh:"已经发出。"`
	ToTip       string `en:"Others read what is sent to a channel, so it names no members there." zh:"渠道里别人也看得到，所以不写成员姓名。"`
	MailMissing string `en:"You have no mail address yet. Give one on the page of your account." zh:"您还没有填邮箱，请先在“我的账号”页填写。"`
	NoServer    string `en:"No mail can be sent yet: an administrator sets up a channel of mail on the page of messages." zh:"还不能发邮件：请管理员在“消息通知”页设置邮件渠道。"`

	Runs    string `en:"The last times" zh:"最近的发送"`
	RunDate string `en:"Of" zh:"日期"`
	NoRuns  string `en:"Its hour has not come yet." zh:"还没有到发送时间。"`
	Sent    string `en:"sent" zh:"已发出"`
	Behind1 string `en:"data behind" zh:"数据没到"`
	Lost    string `en:"not sent: no right" zh:"没有发：无权查看"`
	Failed  string `en:"not sent" zh:"没有发"`
	Message string `en:"Message" zh:"查看消息"`

	Above        string `en:"Daybreak · %s" zh:"破晓 · %s"`
	ChangeIt     string `en:"change or end it" zh:"修改或退订"`
	OpenPage     string `en:"Open the page" zh:"打开页面"`
	OpenReport   string `en:"Open the report" zh:"打开月报"`
	SaysDaily    string `en:"Sent daily at %d:00." zh:"每天 %d:00 发送。"`
	SaysWorkdays string `en:"Sent Monday to Friday at %d:00." zh:"周一到周五 %d:00 发送。"`
	SaysWeekly   string `en:"Sent on %s at %d:00." zh:"每%s %d:00 发送。"`
	SaysMonthly  string `en:"Sent on day %d of the month at %d:00." zh:"每月 %d 号 %d:00 发送。"`
	Weekdays     string `en:"Sunday Monday Tuesday Wednesday Thursday Friday Saturday" zh:"周日 周一 周二 周三 周四 周五 周六"`
	Behind       string `en:"No figures this time: they need the data through %s, and it is not all there." zh:"这次没有数字：需要到 %s 的数据，还没有到齐。"`
	Persons      string `en:"%d members. Their names are on the page only." zh:"%d 位成员，名单请到页面查看。"`
	NoRows       string `en:"Nobody and nothing this time." zh:"这次没有。"`
	MoreRows     string `en:"%d more rows are on the page." zh:"另有 %d 行在页面上。"`
	MoreColumns  string `en:"%d more columns are on the page." zh:"另有 %d 列在页面上。"`
	MoreBoth     string `en:"%d more rows and %d more columns are on the page." zh:"另有 %d 行、%d 列在页面上。"`
	ReportOf     string `en:"Monthly report: %s" zh:"月报：%s"`
	NoReport     string `en:"There is no report of %s yet." zh:"%s的月报还没有建。"`
	ReportBehind string `en:"No figures this time: the report is a draft, and data it needs is missing." zh:"这次没有数字：月报还是草稿，数据也没有到齐。"`
	ReportDraft  string `en:"This is a draft: figures may still change." zh:"这是草稿，数字可能还会变。"`
}

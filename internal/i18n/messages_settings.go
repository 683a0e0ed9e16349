package i18n

// Settings is the page that leads to everything that is set once.
type Settings struct {
	Title string `en:"Settings" zh:"设置"`

	Workspace     string `en:"Workspace" zh:"工作区"`
	WorkspaceHint string `en:"All figures stand on these. They are set where Daybreak is started, and take hold at the next start." zh:"所有数字都以这些为准。在启动破晓时设置，重启后生效。"`
	Zone          string `en:"Time zone" zh:"时区"`
	WeekStart     string `en:"A week begins on" zh:"一周的第一天"`
	DayStart      string `en:"A day begins at" zh:"一天从几点算起"`
	Currency      string `en:"Reporting currency" zh:"报表货币"`
	Address       string `en:"Reached at" zh:"访问方式"`
	Version       string `en:"Version" zh:"版本"`

	People     string `en:"People and access" zh:"人员与权限"`
	Data       string `en:"Data" zh:"数据"`
	Running    string `en:"Running it" zh:"运行"`
	OwnHint    string `en:"Your name, password and where you are signed in." zh:"您的名称、密码和登录设备。"`
	NamesHint  string `en:"Campaigns, channels and accounts that go by two names." zh:"同一推广计划、渠道或账号有两个名字时，合并成一个。"`
	ReadHint   string `en:"How files with a known header are read." zh:"见过的表头按什么方式读取。"`
	Told       string `en:"Mail, group robots, webhooks and what was sent." zh:"邮件、群机器人、Webhook 和发送记录。"`
	ReadAs     string `en:"Remembered readings" zh:"已记住的读法"`
	AfterHint  string `en:"After how many days data that names persons goes." zh:"涉及个人的数据保留多少天。"`
	LimitsHint string `en:"What is refused beyond, and how the record is." zh:"各项上限，以及数据文件的状况。"`
}

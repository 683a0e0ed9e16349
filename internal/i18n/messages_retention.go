package i18n

// Retention is what the page says about how long data that names persons is kept.
type Retention struct {
	Title string `en:"Data retention" zh:"数据保留"`
	Lead  string `en:"After how many days data that names persons goes. What is blank is kept for ever. Data goes once a night; what went cannot be brought back." zh:"涉及个人的数据保留多少天后删除。留空表示永久保留。每晚删除一次，删除后无法恢复。"`

	Members      string `en:"Members" zh:"成员"`
	MembersHint  string `en:"Members of whom nothing was heard for so long: no event, no order, nobody they invited. A tombstone takes their place as when they are forgotten; rows stay and all figures are as they were." zh:"超过这一天数没有任何动静（没有行为、没有订单，邀请的人也没有动静）的成员，按“遗忘”处理：换成代号，数据行保留，各项数据不变。"`
	Contacts     string `en:"Names and contacts" zh:"姓名与联系方式"`
	ContactsHint string `en:"Names, nicknames, contacts and tags of such members. The members and their ids stay." zh:"这类成员的姓名、昵称、联系方式和标签。成员及编号保留。"`
	Audit        string `en:"Audit log" zh:"操作日志"`
	AuditHint    string `en:"Lines older than this. What was done before can then no longer be told." zh:"早于这一天数的记录。删除后，之前的操作无从查证。"`
	Messages     string `en:"Messages" zh:"消息"`
	MessagesHint string `en:"Messages sent or given up, with what was answered. Those that wait stay." zh:"已发送或已放弃的消息及其回复。待发送的保留。"`

	Browsers     string `en:"Known browsers" zh:"已知浏览器"`
	BrowsersHint string `en:"A note in the browser itself, for 180 days." zh:"保存在浏览器中，180 天后失效。"`
	Refused      string `en:"Refused rows" zh:"未导入的行"`
	RefusedHint  string `en:"Not kept; the history says how many there were." zh:"不保存，导入记录只留行数。"`
	Sessions     string `en:"Sessions" zh:"登录会话"`
	SessionsHint string `en:"End 12 hours after they were used last, and go the next night." zh:"最后一次使用 12 小时后失效，当晚删除。"`
	Uploads      string `en:"Files that wait to be imported" zh:"等待导入的文件"`
	UploadsHint  string `en:"An hour, and until somebody is forgotten." zh:"保留一小时；遗忘成员时一并删除。"`

	Backups string `en:"Backups that still hold what goes" zh:"仍含已删数据的备份"`
	// Takes the kind of data.
	Days    string `en:"%s (days)" zh:"%s（天）"`
	Fixed   string `en:"What always goes" zh:"固定期限"`
	ForEver string `en:"for ever" zh:"永久"`
	Kind    string `en:"Data" zh:"数据"`
	Look    string `en:"See what would go" zh:"查看会删除什么"`
	Now     string `en:"How long data is kept" zh:"数据保留多久"`
	Save    string `en:"Save these periods" zh:"保存期限"`
	// Takes how much.
	SaveHint string `en:"With these periods %s members, lines and messages go the next night. It cannot be undone." zh:"按这些期限，下一晚将删除 %s 项（成员、日志和消息）。此操作无法撤销。"`
	Tonight  string `en:"Would go tonight" zh:"今晚将删除"`
}

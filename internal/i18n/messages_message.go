package i18n

// Message are the texts about channels and messages.
type Message struct {
	Title        string `en:"Messages" zh:"消息通知"`
	Channels     string `en:"Where messages go" zh:"发到哪里"`
	ChannelsHint string `en:"Mail, group robots and webhooks. Addresses and passwords are only written, never shown again, and are in no log, export or backup." zh:"邮件、群机器人和 Webhook。地址里的密钥和密码只写不读，不进日志、导出和备份。"`
	NoChannels   string `en:"There is nowhere to send messages yet." zh:"还没有可以发送的地方。"`
	AddOne       string `en:"Add:" zh:"添加："`
	NewChannel   string `en:"New channel" zh:"新建通知渠道"`
	Name         string `en:"Name" zh:"名称"`
	NameTip      string `en:"What people call the group or mailbox" zh:"大家怎么叫这个群或邮箱"`
	Goes         string `en:"Goes to" zh:"发往"`
	Language     string `en:"Language" zh:"语言"`
	Chinese      string `en:"Chinese" zh:"中文"`
	English      string `en:"English" zh:"英文"`
	Paused       string `en:"Paused" zh:"停用"`
	Test         string `en:"Send a test" zh:"试发"`
	Removed      string `en:"removed" zh:"已删除"`

	Mail     string `en:"Mail" zh:"邮件"`
	WeCom    string `en:"WeCom robot" zh:"企业微信机器人"`
	Feishu   string `en:"Feishu robot" zh:"飞书机器人"`
	DingTalk string `en:"DingTalk robot" zh:"钉钉机器人"`
	Webhook  string `en:"Webhook" zh:"Webhook"`
	OnPage   string `en:"This page only" zh:"只在本页"`

	SecretsHint string `en:"What is secret is sealed with a key that lies beside the record." zh:"秘密内容用数据目录里的密钥加密保存。"`
	Server      string `en:"Mail server" zh:"邮件服务器"`
	Encryption  string `en:"Encryption" zh:"加密"`
	StartTLS    string `en:"STARTTLS (port 587)" zh:"STARTTLS（587 端口）"`
	TLS         string `en:"TLS from the start (port 465)" zh:"TLS（465 端口）"`
	NoTLS       string `en:"none (only inside one's own network)" zh:"不加密（只用于内网）"`
	User        string `en:"Sign in as" zh:"用户名"`
	Password    string `en:"Password" zh:"密码"`
	From        string `en:"Sender" zh:"发件人"`
	To          string `en:"Receivers" zh:"收件人"`
	ToTip       string `en:"Several by comma" zh:"多个用逗号隔开"`
	Address     string `en:"Webhook address" zh:"Webhook 地址"`
	AddressTip  string `en:"The whole address, as the group shows it; it holds the key." zh:"把群里给出的完整地址贴进来，密钥就在里面。"`
	Secret      string `en:"Signing secret" zh:"签名密钥"`
	SecretTip   string `en:"Where the robot asks for signatures; a webhook takes whsec_…" zh:"机器人要求加签时填；Webhook 用 whsec_… 形式"`
	KeepBlank   string `en:"Blank: it stays as it is." zh:"留空则保持不变。"`

	Networks      string `en:"Private addresses" zh:"内网地址"`
	NetworksHint  string `en:"Messages never go to addresses of private networks but for those listed here." zh:"消息不会发往内网地址，除非列在这里。"`
	NetworksField string `en:"Networks, as 10.1.2.0/24" zh:"网段，例如 10.1.2.0/24"`

	Log        string `en:"What was sent" zh:"发送记录"`
	LogHint    string `en:"The last 100. What is not taken is tried again for a day and a half, then given up; it can be sent again." zh:"最近 100 条。没送达的会在一天半内重试，之后放弃；可以手动重发。"`
	Message    string `en:"Message" zh:"消息"`
	Channel    string `en:"Channel" zh:"渠道"`
	Made       string `en:"Written" zh:"生成于"`
	State      string `en:"State" zh:"状态"`
	Sent       string `en:"delivered" zh:"已送达"`
	Dead       string `en:"given up" zh:"已放弃"`
	Waiting    string `en:"waiting" zh:"等待中"`
	TriedAt    string `en:"from %s" zh:"%s 起发送"`
	Tries      string `en:"tried %d times" zh:"试了 %d 次"`
	Resend     string `en:"Send again" zh:"重发"`
	NoMessages string `en:"Nothing was sent yet." zh:"还没有发过。"`
	All        string `en:"All messages" zh:"全部消息"`

	AboutAlert string `en:"Alert" zh:"提醒"`
	AboutBrief string `en:"Morning brief" zh:"早报"`
	AboutTest  string `en:"Test" zh:"试发"`

	AboutList    string `en:"List of members" zh:"成员名单"`
	AboutPage    string `en:"Subscription" zh:"订阅"`
	AboutReport  string `en:"Monthly report" zh:"月报"`
	AboutAccount string `en:"Account" zh:"账号"`
	Hidden       string `en:"What it says lets somebody in, so nobody else may read it." zh:"内容含有登录链接，除收件人外不能查看。"`
	PersonsBy    string `en:"Mail to single persons (subscriptions, invitations) goes out through %s." zh:"发给个人的邮件（订阅、邀请）经由“%s”发出。"`

	TestTitle    string `en:"Daybreak: a test" zh:"破晓：试发一条"`
	TestText     string `en:"If you can read this, messages arrive here." zh:"能看到这条，说明消息能送到这里。"`
	OpenDaybreak string `en:"Open Daybreak" zh:"打开破晓"`

	Regularly     string `en:"Alerts choose this channel themselves; what is sent regularly, such as the morning brief, is under" zh:"提醒里可以选这个渠道；定期发送的内容（例如早报）请到"`
	BriefTitle    string `en:"Daybreak: %s" zh:"破晓早报：%s"`
	BriefLate     string `en:"Late: it was due at %s." zh:"晚到了：本该 %s 发出。"`
	BriefNoAlerts string `en:"No alert fired." zh:"没有提醒响过。"`
	BriefUsual    string `en:"usually about %s" zh:"平常约 %s"`
	BriefBehind   string `en:"%s: the data ends on %s." zh:"%s：数据只到 %s。"`
	BriefNothing  string `en:"Nothing else to report." zh:"没有别的要说的。"`
	BriefNoted    string `en:"Noted (%s): %s" zh:"备注（%s）：%s"`
	BriefAllIn    string `en:"All data through %s." zh:"所有数据都到 %s。"`

	FiredTitle     string `en:"Alert: %s" zh:"提醒：%s"`
	RecoveredTitle string `en:"Recovered: %s" zh:"已恢复：%s"`
	OnDays         string `en:"On %s: %s" zh:"%s：%s"`
	OpenAlert      string `en:"Open the alert" zh:"查看提醒"`
}

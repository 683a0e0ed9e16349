package i18n

// Challenge is what the pages say to those who run challenges.
type Challenge struct {
	Add         string `en:"Start a challenge" zh:"新建挑战"`
	AddGroup    string `en:"Add a group" zh:"添加小组"`
	AddLink     string `en:"Add a member" zh:"添加成员"`
	AddLinkHint string `en:"For somebody who has an id already. Others join by the links above." zh:"适用于已有编号的成员，其他人请用上面的链接加入。"`
	Address     string `en:"Address" zh:"网址"`
	AddressHint string `en:"a to z, 0 to 9 and hyphens; also the name in reports. Blank: made from the title. It cannot change later." zh:"小写字母、数字和连字符，也是报表中的名称。留空则由标题生成。之后不能修改。"`

	Channel     string `en:"Channel" zh:"渠道"`
	ChannelHint string `en:"Where people come from who join by this link; blank: not stated." zh:"通过此链接加入的人来自哪里；留空为未标注。"`
	Close       string `en:"Close the challenge" zh:"关闭挑战"`
	Closed      string `en:"closed" zh:"已关闭"`
	CloseHint   string `en:"Nobody can join, check in or make up any more. What was stored stays." zh:"不能再加入、打卡和补卡；已有记录保留。"`

	// Takes the day's number and how many days there are.
	DayOf    string `en:"day %d of %d" zh:"第 %d 天，共 %d 天"`
	Days     string `en:"Days" zh:"日期"`
	DaysDone string `en:"Days done" zh:"已打卡"`
	// Takes time of day.
	DayStart string `en:"Days begin at %s, as everywhere in this workspace." zh:"每天从 %s 开始，与整个工作区一致。"`

	Enrolment     string `en:"The page for members" zh:"成员页面"`
	EnrolmentHint string `en:"Whoever opens this link can join." zh:"打开这个链接就可以加入。"`
	EnrolmentShut string `en:"Only those with the link of a group, an invitation or a personal link get in." zh:"只有持有小组链接、邀请或个人链接的人才能进入。"`
	Export        string `en:"Links for many" zh:"批量生成链接"`
	// Takes how many.
	ExportHint string `en:"Up to %s members at once. Those who have a link get a new one, and the old one ends." zh:"一次最多 %s 人。已有链接的成员会得到新链接，旧链接随即失效。"`

	// Takes whom it is for.
	Fresh string `en:"This is the only time the personal link of %s is shown." zh:"%s 的个人链接只显示这一次。"`

	Grace      string `en:"Grace, in minutes" zh:"宽限（分钟）"`
	GraceHint  string `en:"After the end of a day a check-in still counts for it." zh:"一天结束后，这段时间内打卡仍算前一天。"`
	Group      string `en:"Group" zh:"小组"`
	Groups     string `en:"Groups" zh:"小组"`
	GroupsHint string `en:"Whoever joins by a group's link is in it, and sees its leaderboard." zh:"通过小组链接加入的人属于该小组，可以看到小组排行榜。"`

	Hint string `en:"Members check in once a day, each on a page of their own." zh:"成员每天打卡一次，各有自己的打卡页面。"`

	Length    string `en:"Number of days" zh:"天数"`
	Link      string `en:"Link" zh:"链接"`
	Links     string `en:"Members and personal links" zh:"成员与个人链接"`
	LinksHint string `en:"A personal link is a member's key: whoever opens it checks in as that member. Links are kept hashed; a lost one is replaced." zh:"个人链接就是成员的钥匙：打开它的人以该成员身份打卡。链接只以哈希保存，丢失后只能更换。"`
	List      string `en:"Member ids, one a line" zh:"成员编号，每行一个"`
	ListHint  string `en:"A nickname may stand behind a comma." zh:"昵称可以写在逗号后面。"`

	MakeCSV    string `en:"Make the links, as CSV" zh:"生成链接（CSV）"`
	MakeLink   string `en:"Make the personal link" zh:"生成个人链接"`
	MakeUp     string `en:"Days that may be made up" zh:"可补卡天数"`
	MakeUpHint string `en:"Each member may make up for so many missed days." zh:"每位成员最多可以补这么多天。"`
	Manage     string `en:"Manage" zh:"管理"`
	MemberID   string `en:"Member" zh:"成员编号"`
	Members    string `en:"Members" zh:"成员"`

	Name       string `en:"Title" zh:"标题"`
	Nickname   string `en:"Nickname" zh:"昵称"`
	NoGroup    string `en:"no group" zh:"不分组"`
	NoGroups   string `en:"There are no groups: all members share one leaderboard." zh:"没有小组：所有成员共用一个排行榜。"`
	NoMembers  string `en:"Nobody has a personal link yet." zh:"还没有人有个人链接。"`
	None       string `en:"There are no challenges yet." zh:"还没有挑战。"`
	NotStarted string `en:"not started" zh:"未开始"`

	Open     string `en:"Whoever knows the address may join" zh:"知道网址的人都可以加入"`
	OpenHint string `en:"Else people need the link of a group or an invitation of a member." zh:"否则需要小组链接或成员的邀请。"`
	Over     string `en:"over" zh:"已结束"`
	OwnStart string `en:"from the first check-in" zh:"从第一次打卡开始"`

	Renew      string `en:"New link" zh:"更换链接"`
	RenewGroup string `en:"New link" zh:"更换链接"`
	Reopen     string `en:"Reopen" zh:"重新开放"`
	Rest       string `en:"Rest days" zh:"休息日"`
	RestHint   string `en:"They ask for nothing and break no streak." zh:"不要求打卡，也不中断连续记录。"`
	Revoke     string `en:"Revoke" zh:"撤销"`
	Running    string `en:"running" zh:"进行中"`

	Save      string `en:"Save" zh:"保存"`
	Settings  string `en:"Settings" zh:"设置"`
	Since     string `en:"Link made" zh:"链接生成"`
	Start     string `en:"First day" zh:"第一天"`
	StartHint string `en:"Blank: each member starts with the first check-in." zh:"留空：每位成员从自己第一次打卡开始。"`
	State     string `en:"State" zh:"状态"`
	Streak    string `en:"Streak" zh:"连续"`

	Title string `en:"Challenges" zh:"打卡挑战"`
}

package i18n

// Challenge is what the pages say to those who run challenges.
type Challenge struct {
	Title, Hint, None, Add, Save            string
	Name, Address, AddressHint, Days        string
	Start, StartHint, OwnStart, Length      string
	Grace, GraceHint, MakeUp, MakeUpHint    string
	Rest, RestHint, Open, OpenHint          string
	DayStart                                string // %s: time of day
	Members, State, Manage, Settings        string
	Running, NotStarted, Over, Closed       string
	DayOf                                   string // %d, %d: day, days
	Close, CloseHint, Reopen                string
	Enrolment, EnrolmentHint, EnrolmentShut string
	Groups, GroupsHint, NoGroups, AddGroup  string
	Group, NoGroup, Channel, ChannelHint    string
	Link, RenewGroup                        string
	Links, LinksHint, NoMembers             string
	Nickname, MemberID, DaysDone, Streak    string
	Since, Renew, Revoke                    string
	AddLink, AddLinkHint, MakeLink          string
	Export                                  string
	ExportHint                              string // %s: how many
	List, ListHint, MakeCSV                 string
	Fresh                                   string // %s: who it is for
}

func challenge(p pick) Challenge {
	return Challenge{
		Title:         p("Challenges", "打卡挑战"),
		Hint:          p("Members check in once a day, each on a page of their own.", "成员每天打卡一次，各有自己的打卡页面。"),
		None:          p("There are no challenges yet.", "还没有挑战。"),
		Add:           p("Start a challenge", "新建挑战"),
		Save:          p("Save", "保存"),
		Name:          p("Title", "标题"),
		Address:       p("Address", "网址"),
		AddressHint:   p("a to z, 0 to 9 and hyphens; also the name in reports. Blank: made from the title. It cannot change later.", "小写字母、数字和连字符，也是报表中的名称。留空则由标题生成。之后不能修改。"),
		Days:          p("Days", "日期"),
		Start:         p("First day", "第一天"),
		StartHint:     p("Blank: each member starts with the first check-in.", "留空：每位成员从自己第一次打卡开始。"),
		OwnStart:      p("from the first check-in", "从第一次打卡开始"),
		Length:        p("Number of days", "天数"),
		Grace:         p("Grace, in minutes", "宽限（分钟）"),
		GraceHint:     p("After the end of a day a check-in still counts for it.", "一天结束后，这段时间内打卡仍算前一天。"),
		MakeUp:        p("Days that may be made up", "可补卡天数"),
		MakeUpHint:    p("Each member may make up for so many missed days.", "每位成员最多可以补这么多天。"),
		Rest:          p("Rest days", "休息日"),
		RestHint:      p("They ask for nothing and break no streak.", "不要求打卡，也不中断连续记录。"),
		Open:          p("Whoever knows the address may join", "知道网址的人都可以加入"),
		OpenHint:      p("Else people need the link of a group or an invitation of a member.", "否则需要小组链接或成员的邀请。"),
		DayStart:      p("Days begin at %s, as everywhere in this workspace.", "每天从 %s 开始，与整个工作区一致。"),
		Members:       p("Members", "成员"),
		State:         p("State", "状态"),
		Manage:        p("Manage", "管理"),
		Settings:      p("Settings", "设置"),
		Running:       p("running", "进行中"),
		NotStarted:    p("not started", "未开始"),
		Over:          p("over", "已结束"),
		Closed:        p("closed", "已关闭"),
		DayOf:         p("day %d of %d", "第 %d 天，共 %d 天"),
		Close:         p("Close the challenge", "关闭挑战"),
		CloseHint:     p("Nobody can join, check in or make up any more. What was stored stays.", "不能再加入、打卡和补卡；已有记录保留。"),
		Reopen:        p("Reopen", "重新开放"),
		Enrolment:     p("The page for members", "成员页面"),
		EnrolmentHint: p("Whoever opens this link can join.", "打开这个链接就可以加入。"),
		EnrolmentShut: p("Only those with the link of a group, an invitation or a personal link get in.", "只有持有小组链接、邀请或个人链接的人才能进入。"),
		Groups:        p("Groups", "小组"),
		GroupsHint:    p("Whoever joins by a group's link is in it, and sees its leaderboard.", "通过小组链接加入的人属于该小组，可以看到小组排行榜。"),
		NoGroups:      p("There are no groups: all members share one leaderboard.", "没有小组：所有成员共用一个排行榜。"),
		AddGroup:      p("Add a group", "添加小组"),
		Group:         p("Group", "小组"),
		NoGroup:       p("no group", "不分组"),
		Channel:       p("Channel", "渠道"),
		ChannelHint:   p("Where people come from who join by this link; blank: not stated.", "通过此链接加入的人来自哪里；留空为未标注。"),
		Link:          p("Link", "链接"),
		RenewGroup:    p("New link", "更换链接"),
		Links:         p("Members and personal links", "成员与个人链接"),
		LinksHint:     p("A personal link is a member's key: whoever opens it checks in as that member. Links are kept hashed; a lost one is replaced.", "个人链接就是成员的钥匙：打开它的人以该成员身份打卡。链接只以哈希保存，丢失后只能更换。"),
		NoMembers:     p("Nobody has a personal link yet.", "还没有人有个人链接。"),
		Nickname:      p("Nickname", "昵称"),
		MemberID:      p("Member", "成员编号"),
		DaysDone:      p("Days done", "已打卡"),
		Streak:        p("Streak", "连续"),
		Since:         p("Link made", "链接生成"),
		Renew:         p("New link", "更换链接"),
		Revoke:        p("Revoke", "撤销"),
		AddLink:       p("Add a member", "添加成员"),
		AddLinkHint:   p("For somebody who has an id already. Others join by the links above.", "适用于已有编号的成员，其他人请用上面的链接加入。"),
		MakeLink:      p("Make the personal link", "生成个人链接"),
		Export:        p("Links for many", "批量生成链接"),
		ExportHint:    p("Up to %s members at once. Those who have a link get a new one, and the old one ends.", "一次最多 %s 人。已有链接的成员会得到新链接，旧链接随即失效。"),
		List:          p("Member ids, one a line", "成员编号，每行一个"),
		ListHint:      p("A nickname may stand behind a comma.", "昵称可以写在逗号后面。"),
		MakeCSV:       p("Make the links, as CSV", "生成链接（CSV）"),
		Fresh:         p("This is the only time the personal link of %s is shown.", "%s 的个人链接只显示这一次。"),
	}
}

// CheckIn is what the pages say to members.
type CheckIn struct {
	Length                                  string // %d: days
	OwnStart                                string
	Invited                                 string // %s: by whom
	InGroup                                 string // %s
	Nickname, NicknameHint, Join            string
	HaveLink                                string
	NeedInvitation, Closed, OverForAll      string
	NotStarted                              string // %s: day, %s: time
	Over                                    string // %d, %d: days done, days
	Late                                    string // %s: day
	DayOf                                   string // %d, %d: day, days; %s: day
	FirstDay, RestDay                       string
	DoneToday                               string // %s: time
	DoneLast                                string
	CheckIn, Checked                        string
	Hello                                   string // %s: nickname
	Current, Longest, Done                  string
	DayUnit, OneDay                         string // after a number
	Strict                                  string // %d: days
	SaidIn, SaidAlready, SaidMadeUp         string
	SaidWelcome                             string // %s: nickname
	Calendar                                string
	MarkToCome, MarkOpen, MarkDone          string
	MarkMadeUp, MarkMissed, MarkRest, Today string
	MakeUp                                  string
	MakeUpLeft                              string // %d: days
	MakeUpDay                               string // %s: day
	Invite, InviteHint, InviteLink, QR      string
	Leaders, LeadersHint                    string
	LeadersOf                               string // %s: group
	Rank, Name, Days, Streak, You           string
	Keep, KeepHint, KeepLink, Forget        string
	ForgetHint, Back                        string
}

func checkIn(p pick) CheckIn {
	return CheckIn{
		Length:         p("%d days", "共 %d 天"),
		OwnStart:       p("starts with your first check-in", "从你第一次打卡开始"),
		Invited:        p("%s invites you", "%s 邀请你加入"),
		InGroup:        p("Group %s", "小组：%s"),
		Nickname:       p("Nickname", "昵称"),
		NicknameHint:   p("Others in your group see it. At most 24 characters.", "同组成员会看到，最多 24 个字符。"),
		Join:           p("Join", "加入"),
		HaveLink:       p("Taking part already? Open your personal link.", "已经参加了？请打开你的个人链接。"),
		NeedInvitation: p("You need an invitation to join. If you take part already, open your personal link.", "需要邀请才能加入。如果你已经参加，请打开你的个人链接。"),
		Closed:         p("This challenge is closed.", "这个挑战已关闭。"),
		OverForAll:     p("This challenge is over.", "这个挑战已结束。"),
		NotStarted:     p("It starts on %s at %s.", "%s %s 开始。"),
		Over:           p("The challenge is over. You checked in on %d of %d days.", "挑战已结束，你打卡 %d 天，共 %d 天。"),
		Late:           p("Still counts for %s", "仍算 %s 的打卡"),
		DayOf:          p("Day %d of %d · %s", "第 %d 天，共 %d 天 · %s"),
		FirstDay:       p("Your first check-in starts your challenge.", "第一次打卡就开始你的挑战。"),
		RestDay:        p("Today is a rest day. A check-in counts all the same.", "今天是休息日，打卡同样有效。"),
		DoneToday:      p("The next one from %s tomorrow.", "下一次：明天 %s 起。"),
		DoneLast:       p("That was the last day.", "今天是最后一天。"),
		CheckIn:        p("Check in", "打卡"),
		Checked:        p("Checked in", "已打卡"),
		Hello:          p("Hello, %s", "你好，%s"),
		Current:        p("Current streak", "当前连续"),
		Longest:        p("Longest streak", "最长连续"),
		Done:           p("Days done", "已打卡"),
		DayUnit:        p("days", "天"),
		OneDay:         p("day", "天"),
		Strict:         p("%d without days made up", "不含补卡 %d 天"),
		SaidIn:         p("Your check-in is stored.", "打卡成功，已保存。"),
		SaidAlready:    p("You have checked in already.", "你已经打过卡了。"),
		SaidMadeUp:     p("The day is made up.", "补卡成功。"),
		SaidWelcome:    p("Welcome, %s. Keep your personal link below: it is the way back on another device.", "欢迎，%s。请保存下面的个人链接，换设备时用它回来。"),
		Calendar:       p("Calendar", "打卡日历"),
		MarkToCome:     p("to come", "未到"),
		MarkOpen:       p("open", "待打卡"),
		MarkDone:       p("done", "已打卡"),
		MarkMadeUp:     p("made up", "已补卡"),
		MarkMissed:     p("missed", "缺卡"),
		MarkRest:       p("rest", "休息"),
		Today:          p("today", "今天"),
		MakeUp:         p("Make up", "补卡"),
		MakeUpLeft:     p("%d left", "还可补 %d 天"),
		MakeUpDay:      p("Make up for %s", "补 %s"),
		Invite:         p("Invite others", "邀请好友"),
		InviteHint:     p("Whoever joins by this link or code counts as invited by you.", "通过此链接或二维码加入的人，算作你的邀请。"),
		InviteLink:     p("Invitation link", "邀请链接"),
		QR:             p("QR code of the invitation link", "邀请链接的二维码"),
		Leaders:        p("Leaderboard", "排行榜"),
		LeadersOf:      p("Leaderboard of %s", "%s 排行榜"),
		LeadersHint:    p("By days done, then by current streak.", "按打卡天数，再按当前连续天数。"),
		Rank:           p("Rank", "名次"),
		Name:           p("Name", "昵称"),
		Days:           p("Days", "天数"),
		Streak:         p("Streak", "连续"),
		You:            p("you", "你"),
		Keep:           p("Your personal link", "你的个人链接"),
		KeepHint:       p("It brings you back on any device. Do not share it: whoever has it checks in as you.", "在任何设备上都能用它回来。不要转发：持有它的人会以你的身份打卡。"),
		KeepLink:       p("Personal link", "个人链接"),
		Forget:         p("Forget me on this device", "在此设备上退出"),
		ForgetHint:     p("Keep the link first.", "请先保存链接。"),
		Back:           p("Back to the challenge", "回到挑战"),
	}
}

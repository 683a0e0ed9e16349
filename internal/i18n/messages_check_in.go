package i18n

// CheckIn is what the pages say to members.
type CheckIn struct {
	Back string `en:"Back to the challenge" zh:"回到挑战"`

	Calendar string `en:"Calendar" zh:"打卡日历"`
	Checked  string `en:"Checked in" zh:"已打卡"`
	CheckIn  string `en:"Check in" zh:"打卡"`
	Closed   string `en:"This challenge is closed." zh:"这个挑战已关闭。"`
	Current  string `en:"Current streak" zh:"当前连续"`

	// Takes the day's number, how many days there are, and the date.
	DayOf string `en:"Day %d of %d · %s" zh:"第 %d 天，共 %d 天 · %s"`
	Days  string `en:"Days" zh:"天数"`
	// Stands after a number.
	DayUnit  string `en:"days" zh:"天"`
	Done     string `en:"Days done" zh:"已打卡"`
	DoneLast string `en:"That was the last day." zh:"今天是最后一天。"`
	// Takes time.
	DoneToday string `en:"The next one from %s tomorrow." zh:"下一次：明天 %s 起。"`

	FirstDay   string `en:"Your first check-in starts your challenge." zh:"第一次打卡就开始你的挑战。"`
	Forget     string `en:"Forget me on this device" zh:"在此设备上退出"`
	ForgetHint string `en:"Keep the link first." zh:"请先保存链接。"`

	HaveLink string `en:"Taking part already? Open your personal link." zh:"已经参加了？请打开你的个人链接。"`
	// Takes nickname.
	Hello string `en:"Hello, %s" zh:"你好，%s"`

	InGroup string `en:"Group %s" zh:"小组：%s"`
	Invite  string `en:"Invite others" zh:"邀请好友"`
	// Takes by whom.
	Invited    string `en:"%s invites you" zh:"%s 邀请你加入"`
	InviteHint string `en:"Whoever joins by this link or code counts as invited by you." zh:"通过此链接或二维码加入的人，算作你的邀请。"`
	InviteLink string `en:"Invitation link" zh:"邀请链接"`

	Join string `en:"Join" zh:"加入"`

	Keep     string `en:"Your personal link" zh:"你的个人链接"`
	KeepHint string `en:"It brings you back on any device. Do not share it: whoever has it checks in as you." zh:"在任何设备上都能用它回来。不要转发：持有它的人会以你的身份打卡。"`
	KeepLink string `en:"Personal link" zh:"个人链接"`

	// Takes day.
	Late        string `en:"Still counts for %s" zh:"仍算 %s 的打卡"`
	Leaders     string `en:"Leaderboard" zh:"排行榜"`
	LeadersHint string `en:"By days done, then by current streak." zh:"按打卡天数，再按当前连续天数。"`
	// Takes group.
	LeadersOf string `en:"Leaderboard of %s" zh:"%s 排行榜"`
	// Takes days.
	Length string `en:"%d days" zh:"共 %d 天"`

	// Other* is about the link of somebody else: takes nickname.
	OtherLink string `en:"This is the personal link of %s" zh:"这是 %s 的个人链接"`
	// Takes own nickname.
	OtherOwn  string `en:"This device takes part as %s." zh:"这台设备正以 %s 的身份参加。"`
	OtherHint string `en:"If a friend sent it as an invitation, ask for the invitation link instead." zh:"如果是朋友发来邀请你的，请让对方改发邀请链接。"`
	// Takes own nickname.
	OtherStay string `en:"Stay %s" zh:"继续做 %s"`
	// Takes the other nickname.
	OtherTake string `en:"Take part as %s on this device" zh:"在此设备上改为 %s"`

	Longest string `en:"Longest streak" zh:"最长连续"`

	MakeUp string `en:"Make up" zh:"补卡"`
	// Takes day.
	MakeUpDay string `en:"Make up for %s" zh:"补 %s"`
	// Takes days.
	MakeUpLeft string `en:"%d left" zh:"还可补 %d 天"`
	MarkDone   string `en:"done" zh:"已打卡"`
	MarkMadeUp string `en:"made up" zh:"已补卡"`
	MarkMissed string `en:"missed" zh:"缺卡"`
	MarkOpen   string `en:"open" zh:"待打卡"`
	MarkRest   string `en:"rest" zh:"休息"`
	MarkToCome string `en:"to come" zh:"未到"`

	Name           string `en:"Name" zh:"昵称"`
	NeedInvitation string `en:"You need an invitation to join. If you take part already, open your personal link." zh:"需要邀请才能加入。如果你已经参加，请打开你的个人链接。"`
	Nickname       string `en:"Nickname" zh:"昵称"`
	NicknameHint   string `en:"Others in your group see it. At most 24 characters." zh:"同组成员会看到，最多 24 个字符。"`
	// Takes a day and a time.
	NotStarted string `en:"It starts on %s at %s." zh:"%s %s 开始。"`

	// Stands after 1.
	OneDay string `en:"day" zh:"天"`
	// Takes days done, days.
	Over       string `en:"The challenge is over. You checked in on %d of %d days." zh:"挑战已结束，你打卡 %d 天，共 %d 天。"`
	OverForAll string `en:"This challenge is over." zh:"这个挑战已结束。"`
	OwnStart   string `en:"starts with your first check-in" zh:"从你第一次打卡开始"`

	QR string `en:"QR code of the invitation link" zh:"邀请链接的二维码"`

	Rank    string `en:"Rank" zh:"名次"`
	RestDay string `en:"Today is a rest day. A check-in counts all the same." zh:"今天是休息日，打卡同样有效。"`

	SaidAlready string `en:"You have checked in already." zh:"你已经打过卡了。"`
	SaidIn      string `en:"Your check-in is stored." zh:"打卡成功，已保存。"`
	SaidMadeUp  string `en:"The day is made up." zh:"补卡成功。"`
	// Takes nickname.
	SaidWelcome string `en:"Welcome, %s. Keep your personal link below: it is the way back on another device." zh:"欢迎，%s。请保存下面的个人链接，换设备时用它回来。"`
	Streak      string `en:"Streak" zh:"连续"`
	// Takes days.
	Strict string `en:"%d without days made up" zh:"不含补卡 %d 天"`

	Today string `en:"today" zh:"今天"`

	You string `en:"you" zh:"你"`
}

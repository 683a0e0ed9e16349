package i18n

// Evening is what the page of a challenge says of how it goes.
type Evening struct {
	// Sentences. They take the number of the day, how many came, how many may break.
	Says      string `en:"Day %d: %s have checked in, %s may break tonight" zh:"第 %d 天：今天 %s 人已打卡，今晚有 %s 人可能断签"`
	SaysSafe  string `en:"Day %d: %s have checked in, nobody is about to break tonight" zh:"第 %d 天：今天 %s 人已打卡，今晚没有人会断签"`
	SaysBlind string `en:"Day %d: no check-in of this day has arrived yet; %s may break" zh:"第 %d 天：当天的打卡还没到，有 %s 人可能断签"`
	SaysFirst string `en:"Day 1: %s have joined" zh:"第 1 天：%s 人报名"`
	// Take how many joined, how many were in at the end, their share.
	SaysOver string `en:"Over: %s joined, %s were still in at the end (%s)" zh:"已结束：%s 人报名，最后还在 %s 人（%s）"`
	// Takes the first day and how many joined.
	SaysEarly string `en:"Begins on %s; joined so far: %s" zh:"%s 开始，已有 %s 人报名"`
	SaysNone  string `en:"Nobody has joined yet: send the link around" zh:"还没有人报名，先把链接发出去"`
	// Takes how many joined.
	SaysOwn string `en:"%s have joined, each with a first day of their own" zh:"%s 人报名，各自从第一次打卡算起"`

	// Asides. Takes how many, the time, how many rounds, how many are likely to.
	Likely string `en:"These %s have not come by %s; as the last %d challenges went, about %s of them break unless reminded." zh:"这 %s 人到 %s 还没来；照前 %d 期的样子，不去提醒，大约 %s 人会断签。"`
	// Takes how many are likely to, of how many, rounds.
	LikelyDay string `en:"Over the whole day about %[1]s of these %[2]s will not come, as the last %[3]d challenges went." zh:"按一整天算，照前 %[3]d 期的样子，这 %[2]s 人里大约 %[1]s 人不会来。"`
	// Takes a day.
	Stale     string `en:"The data ends on %s: this is how the day after it began." zh:"数据只到 %s，下面是次日一早的样子。"`
	NoEarlier string `en:"No earlier challenge is over, so nobody knows how likely they are to break; the longest streak comes first." zh:"还没有结束过的往期，断签的可能算不出来；连签长的排在前面。"`
	// Take how many rounds.
	Alike  string `en:"It goes like the last %d." zh:"和前 %d 期走得差不多。"`
	Better string `en:"It keeps more than the last %d." zh:"比前 %d 期留得多。"`
	Worse  string `en:"It keeps fewer than the last %d." zh:"比前 %d 期留得少。"`
	// Takes the number of the day and its date.
	NextCliff string `en:"The next cliff is day %d, %s." zh:"下一道坎是第 %d 天，%s。"`
	OwnAside  string `en:"Members are on different days, so it is not set beside earlier challenges." zh:"成员各在各的第几天，不和往期比较。"`

	Joined   string `en:"Joined" zh:"报名"`
	Before   string `en:"%s in the one before" zh:"上一期 %s 人"` // takes how many
	Came     string `en:"Checked in today" zh:"今天已打卡"`
	CameOver string `en:"Checked in on the last day" zh:"最后一天打卡"`
	// Takes those never out and those who came back.
	CameFrom string `en:"%s never out, %s came back" zh:"一直没退 %s，退了又来 %s"`
	In       string `en:"Still in" zh:"还在"`
	// Takes a share and a number of days.
	InShare string `en:"%s, never away %d days in a row" zh:"%s，没有连续 %d 天不来"`
	Risk    string `en:"May break tonight" zh:"今晚可能断签"`
	// Takes a number of days, how many, how many.
	RiskOf string `en:"streak of %d or more %s, last night %s" zh:"连签 %d 天以上 %s，最后一晚 %s"`

	People     string `en:"Who may break tonight" zh:"今晚可能断签的人"`
	PeopleHint string `en:"The likeliest first." zh:"最可能断签的在前。"`
	Member     string `en:"Member" zh:"成员"`
	Tonight    string `en:"Tonight" zh:"今晚会怎样"`
	Days       string `en:"Days so far" zh:"前几天"`
	Chance     string `en:"Chance to break" zh:"断签的可能"`
	Usually    string `en:"usually %s" zh:"一般 %s 打卡"` // takes a time of day
	Third      string `en:"away %d days: out unless they come" zh:"已经 %d 天没来，再不来就退出"`
	Streak     string `en:"a streak of %d days ends" zh:"连签 %d 天，不来就断"`
	More       string `en:"%s more are in the list." zh:"另有 %s 人在名单里。"`
	List       string `en:"The list as CSV" zh:"名单（CSV）"`
	Copy       string `en:"Copy" zh:"复制"`
	CopyList   string `en:"Copy the list" zh:"复制名单"`
	Copied     string `en:"Copied" zh:"已复制"`
	DaysOf     string `en:"checked in on %[1]d of %[2]d days" zh:"前 %[2]d 天打卡 %[1]d 天"`

	Survival     string `en:"How many are left" zh:"还剩多少人"`
	SurvivalHint string `en:"Band: from the worst to the best of the last %d. The line stops where somebody may still come back." zh:"灰带是前 %d 期的高低范围；线停在还可能回来的那天。"`
	This         string `en:"this one" zh:"这一期"`
	LastOnes     string `en:"the last %d" zh:"前 %d 期"`
	DayN         string `en:"day %d" zh:"第 %d 天"`

	Hazard     string `en:"Where people fall off" zh:"哪天最容易掉人"`
	HazardHint string `en:"Bars: share lost of the last %d on each day; dots: this one." zh:"柱：前 %d 期每天流失的比例；圆点：这一期。"`
	Cliffs     string `en:"Cliffs: %s." zh:"坎：%s。"`
	// Takes day, earlier share, share of this one.
	HazardOf string `en:"day %d: %s, this one %s" zh:"第 %d 天：%s，这一期 %s"`

	Good     string `en:"How good these chances are" zh:"这些可能性准不准"`
	GoodHint string `en:"Each of the earlier challenges but the first was foretold from those before it alone, at this time of day." zh:"往期除第一期外，每一期都只用更早的几期、在同一时刻来预测，再和实际对照。"`
	Said     string `en:"Said" zh:"预测"`
	Missed   string `en:"Did not come" zh:"真没来"`
	OnDays   string `en:"Days of members" zh:"人次"`
	// Take the two scores and how many member-days.
	GoodWell string `en:"Mean squared error %s, of one and the same chance for all %s, over %s days of members: it tells people apart." zh:"均方误差 %s，人人给同一个可能时是 %s（%s 人次）：能分出谁更险。"`
	GoodBad  string `en:"Mean squared error %s, of one and the same chance for all %s, over %s days of members: it tells people apart no better." zh:"均方误差 %s，人人给同一个可能时是 %s（%s 人次）：分不出谁更险。"`
	GoodNone string `en:"It takes two earlier challenges to try this." zh:"至少有两期往期才能对照。"`

	Bring     string `en:"Bring people in" zh:"拉人进来"`
	BringHint string `en:"The page for members, as a link and a code." zh:"成员打卡页的链接和二维码。"`
	QR        string `en:"QR code of %s" zh:"%s 的二维码"`
	Settings  string `en:"Members, links and settings" zh:"成员、链接与设置"`

	// The calendar file of members.
	Remind     string `en:"Remind me every day" zh:"每天提醒我"`
	RemindAt   string `en:"Time" zh:"时间"`
	RemindFile string `en:"Get the calendar file" zh:"下载日历提醒"`
	RemindHint string `en:"Opens in the calendar of your phone." zh:"在手机日历里打开。"`
	RemindText string `en:"Time to check in" zh:"该打卡了"`
	Card       string `en:"Share card" zh:"分享图"`
	CardDay    string `en:"Day %d" zh:"第 %d 天"`
	CardStreak string `en:"%s, %d in a row" zh:"%s已连签 %d 天"`
	CardScan   string `en:"Scan and join in" zh:"扫码一起早起"`
}

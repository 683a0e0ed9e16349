package i18n

// Account is what the pages about accounts say.
type Account struct {
	Section, Title                      string
	SignIn, SignOut, SetUp              string
	SetUpHint, SetUpCode, SetUpCodeHint string
	IssuerButton                        string // {1}: host
	NotSetUp                            string
	Name, Password, PasswordHint, Again string
	Confirm, ConfirmHint                string
	NewPassword, ChangePassword         string
	SignedInAs, NobodySignedIn          string
	NoUsers                             string
	YourRole, OtherSessionsEnd          string
	SessionsTitle, SessionsHint         string
	ThisSession, EndSession, EndOthers  string
	EndSessions                         string
	Started, LastSeen, Address, Browser string
	Saved                               string
	Users, UsersHint, AddUser           string
	RoleColumn, Added, LastSignIn       string
	Never, Actions, Manage              string
	ChangeUser, ChangeUserHint          string
	SaveRole, ResetPassword, RemoveUser string
	RemoveHint                          string
	Tokens, TokensHint, AddToken        string
	TokenName, TokenDays, TokenFresh    string
	CheckInScope, CheckInHint           string
	Record, LastBackup, LastBeat        string
	BackupNotScheduled, BackupFailed    string
	DatabaseSize, LogSize               string
	Expires, LastUsed, Expired, Revoke  string
	By, CommandLine, NoTokens           string
	Shares, SharesHint, AddShare        string
	ShareThis, SharePage, ShareQuery    string
	ShareQueryHint, ShareDays           string
	ShareOrigin, ShareOriginHint        string
	ShareFresh, Views, NoShares         string
	Audit, AuditHint, Time, Actor       string
	ActionColumn, Object, Before, After string
	Older, NoAudit                      string
	AuditImported                       string // %[1]s created, %[2]s updated
	Limits, LimitsHint, Limit, Value    string
	Viewer, Editor, Admin               string
	ViewerHint, EditorHint, AdminHint   string
	ActSetUp, ActSignIn                 string
	ActSignInIssuer                     string
	ActSignInFailed, ActSignOut         string
	ActUserAdd, ActUserRole             string
	ActUserPassword, ActUserRemove      string
	ActSessionEnd, ActSessionsEnd       string
	ActTokenAdd, ActTokenRevoke         string
	ActShareAdd, ActShareRevoke         string
	ActImport, ActUndo, ActForget       string
	ActWatermark, ActSetting            string

	ActChallengeAdd, ActChallengeEdit, ActChallengeClose, ActChallengeOpen string
	ActGroupAdd, ActGroupRenew, ActCheckInTokenAdd, ActCheckInTokenRevoke  string
}

// Role returns the word for a role.
func (a *Account) Role(name string) string {
	switch name {
	case "viewer":
		return a.Viewer
	case "editor":
		return a.Editor
	case "admin":
		return a.Admin
	case "check_in":
		return a.CheckInScope
	}
	return name
}

// RoleHint returns the word for a role and what it may do.
func (a *Account) RoleHint(name string) string {
	switch name {
	case "viewer":
		return a.ViewerHint
	case "editor":
		return a.EditorHint
	case "admin":
		return a.AdminHint
	}
	return name
}

// AtIssuer says where one can sign in too.
func (a *Account) AtIssuer(host string) string { return fill(a.IssuerButton, []any{host}) }

// Action returns what an action of the audit log is called.
func (a *Account) Action(name string) string {
	words := map[string]string{
		"set_up": a.ActSetUp, "sign_in": a.ActSignIn, "sign_in_issuer": a.ActSignInIssuer, "sign_in_failed": a.ActSignInFailed, "sign_out": a.ActSignOut,
		"user_add": a.ActUserAdd, "user_role": a.ActUserRole, "user_password": a.ActUserPassword, "user_remove": a.ActUserRemove,
		"session_end": a.ActSessionEnd, "sessions_end": a.ActSessionsEnd, "token_add": a.ActTokenAdd, "token_revoke": a.ActTokenRevoke,
		"share_add": a.ActShareAdd, "share_revoke": a.ActShareRevoke, "import": a.ActImport, "undo": a.ActUndo,
		"watermark": a.ActWatermark, "setting": a.ActSetting, "mapping_forget": a.ActForget,
		"challenge_add": a.ActChallengeAdd, "challenge_edit": a.ActChallengeEdit, "challenge_close": a.ActChallengeClose, "challenge_open": a.ActChallengeOpen,
		"group_add": a.ActGroupAdd, "group_renew": a.ActGroupRenew, "check_in_token_add": a.ActCheckInTokenAdd, "check_in_token_revoke": a.ActCheckInTokenRevoke,
	}
	if w, ok := words[name]; ok {
		return w
	}
	return name
}

func account(p pick) Account {
	return Account{
		Section:            p("Administration", "管理"),
		Title:              p("My account", "我的账号"),
		SignIn:             p("Sign in", "登录"),
		IssuerButton:       p("Sign in with your account at {1}", "用 {1} 的账号登录"),
		SignOut:            p("Sign out", "退出登录"),
		SetUp:              p("Set up Daybreak", "初始设置"),
		SetUpHint:          p("Choose the name and the password of the first administrator. The code stands after the # of the link in the terminal; it works once.", "设定首位管理员的名称和密码。设置码在终端所示链接的 # 之后，只能用一次。"),
		SetUpCode:          p("Set-up code", "设置码"),
		SetUpCodeHint:      p("Filled in by the link; type it if it is not.", "打开链接会自动填入；没有填入时请手工输入。"),
		NotSetUp:           p("There is no administrator yet. Open the set-up link that Daybreak printed in its terminal when it started.", "还没有管理员。请打开破晓启动时在终端显示的设置链接。"),
		Name:               p("Name", "名称"),
		Password:           p("Password", "密码"),
		PasswordHint:       p("At least 10 characters; a short sentence is good.", "至少 10 个字符，用一句短句就很好。"),
		Again:              p("The same password again", "再输入一次密码"),
		Confirm:            p("Your own password", "您自己的密码"),
		ConfirmHint:        p("Changes of accounts ask for it.", "修改账号时需要输入。"),
		NewPassword:        p("New password", "新密码"),
		ChangePassword:     p("Change the password", "修改密码"),
		SignedInAs:         p("Signed in as %s", "已登录：%s"),
		NobodySignedIn:     p("Daybreak runs with --no-login: whoever reaches this address is an administrator. Users and links made here count once it runs with sign-in.", "破晓以 --no-login 运行：能打开这个地址的人都是管理员。在这里建立的用户和链接，启用登录后生效。"),
		NoUsers:            p("Nobody can sign in yet. Add an administrator first, for instance yourself.", "还没有人可以登录。请先添加一位管理员，例如您自己。"),
		YourRole:           p("Role", "角色"),
		OtherSessionsEnd:   p("Your other sessions end.", "其他会话会随之结束。"),
		SessionsTitle:      p("Sessions", "会话"),
		SessionsHint:       p("A session ends after 12 hours without use, and after 7 days at the latest.", "12 小时未使用或满 7 天后，会话自动结束。"),
		ThisSession:        p("this one", "当前会话"),
		EndSession:         p("End this session", "结束这个会话"),
		EndOthers:          p("End all others", "结束其他会话"),
		EndSessions:        p("End all sessions", "结束全部会话"),
		Started:            p("Started", "开始时间"),
		LastSeen:           p("Last seen", "最近使用"),
		Address:            p("Address", "地址"),
		Browser:            p("Browser", "浏览器"),
		Saved:              p("Done.", "已完成。"),
		Users:              p("Users", "用户"),
		UsersHint:          p("Who may sign in, and what they may do.", "谁可以登录，能做什么。"),
		AddUser:            p("Add a user", "添加用户"),
		RoleColumn:         p("Role", "角色"),
		Added:              p("Added", "添加时间"),
		LastSignIn:         p("Last sign-in", "最近登录"),
		Never:              p("never", "从未"),
		Actions:            p("Actions", "操作"),
		Manage:             p("Manage", "管理"),
		ChangeUser:         p("Change this user", "修改这个用户"),
		ChangeUserHint:     p("Enter your own password, then choose what to do.", "先输入您自己的密码，再选择操作。"),
		SaveRole:           p("Save the role", "保存角色"),
		ResetPassword:      p("Set the new password", "设置新密码"),
		RemoveUser:         p("Remove the user", "移除用户"),
		RemoveHint:         p("Removing a user ends their sessions, API tokens and share links.", "移除用户会一并结束其会话、API 令牌和分享链接。"),
		Tokens:             p("API tokens", "API 令牌"),
		TokensHint:         p("Keys for programs. A token never may do more than its owner.", "供程序使用的密钥。令牌的权限不会超过其所有者。"),
		AddToken:           p("Make a token", "生成令牌"),
		Record:             p("The record", "数据库"),
		LastBackup:         p("Last verified backup", "最近一次验证过的备份"),
		LastBeat:           p("Last written and read back", "最近一次写入并读回"),
		BackupNotScheduled: p("not scheduled (--backup-dir)", "未安排（--backup-dir）"),
		BackupFailed:       p("the latest try failed", "最近一次尝试失败"),
		DatabaseSize:       p("Size of the database", "数据库大小"),
		LogSize:            p("Size of its write-ahead log", "预写日志大小"),
		CheckInScope:       p("check-ins", "打卡"),
		CheckInHint:        p("check-ins: for an app that checks members in, and nothing else", "打卡：供代成员打卡的应用使用，不能做别的"),
		TokenName:          p("What it is for", "用途"),
		TokenDays:          p("Valid for days", "有效天数"),
		TokenFresh:         p("This is the only time the token is shown. Send it as Authorization: Bearer …", "令牌只显示这一次。请放在 Authorization: Bearer 头里发送。"),
		Expires:            p("Expires", "到期"),
		LastUsed:           p("Last used", "最近使用"),
		Expired:            p("expired", "已过期"),
		Revoke:             p("Revoke", "撤销"),
		By:                 p("By", "创建者"),
		CommandLine:        p("command line", "命令行"),
		NoTokens:           p("There are no API tokens.", "还没有 API 令牌。"),
		Shares:             p("Share links", "分享链接"),
		SharesHint:         p("Whoever has a link sees that one page as it was shared, and nothing else.", "持有链接的人只能看到所分享的那一页，不能查看其他内容。"),
		AddShare:           p("Make a link", "生成链接"),
		ShareThis:          p("Share this page", "分享此页"),
		SharePage:          p("Page", "页面"),
		ShareQuery:         p("Range and filters", "时间范围与筛选"),
		ShareQueryHint:     p("What follows the ? in the address of the page. They cannot be changed by whoever has the link.", "页面网址中 ? 之后的部分。持有链接的人不能更改。"),
		ShareDays:          p("Valid for days", "有效天数"),
		ShareOrigin:        p("Site that may embed it", "允许嵌入的网站"),
		ShareOriginHint:    p("As https://wiki.example.com; blank for none.", "例如 https://wiki.example.com；留空则不允许嵌入。"),
		ShareFresh:         p("This is the only time the link is shown.", "链接只显示这一次。"),
		Views:              p("Views", "浏览次数"),
		NoShares:           p("There are no share links.", "还没有分享链接。"),
		Audit:              p("Audit log", "操作日志"),
		AuditHint:          p("Every change, by whom and from where. Lines are only ever added.", "每一次修改、操作人与来源地址。只增不改。"),
		Time:               p("Time", "时间"),
		Actor:              p("Who", "操作人"),
		ActionColumn:       p("What", "操作"),
		Object:             p("Object", "对象"),
		Before:             p("Before", "修改前"),
		After:              p("After", "修改后"),
		Older:              p("Older lines", "更早的记录"),
		AuditImported:      p("%[1]s created, %[2]s updated", "新增 %[1]s 行，更新 %[2]s 行"),
		NoAudit:            p("Nothing has changed yet.", "还没有任何修改。"),
		Limits:             p("Limits", "限额"),
		LimitsHint:         p("What Daybreak refuses to go beyond. They are constants of the program.", "破晓不会超出的上限，是程序内的固定值。"),
		Limit:              p("Limit", "限额"),
		Value:              p("Value", "数值"),
		Viewer:             p("Viewer", "查看者"),
		Editor:             p("Editor", "编辑者"),
		Admin:              p("Administrator", "管理员"),
		ViewerHint:         p("Viewer: reads figures", "查看者：查看数据"),
		EditorHint:         p("Editor: imports and shares too", "编辑者：还可以导入和分享"),
		AdminHint:          p("Administrator: manages users too", "管理员：还可以管理用户"),
		ActSetUp:           p("Set up", "初始设置"),
		ActSignIn:          p("Signed in", "登录"),
		ActSignInIssuer:    p("Signed in at the issuer", "通过单位账号登录"),
		ActSignInFailed:    p("Sign-in failed", "登录失败"),
		ActSignOut:         p("Signed out", "退出登录"),
		ActUserAdd:         p("Added a user", "添加用户"),
		ActUserRole:        p("Changed a role", "修改角色"),
		ActUserPassword:    p("Changed a password", "修改密码"),
		ActUserRemove:      p("Removed a user", "移除用户"),
		ActSessionEnd:      p("Ended a session", "结束会话"),
		ActSessionsEnd:     p("Ended all sessions", "结束全部会话"),
		ActTokenAdd:        p("Made an API token", "生成令牌"),
		ActTokenRevoke:     p("Revoked an API token", "撤销令牌"),
		ActShareAdd:        p("Made a share link", "生成分享链接"),
		ActShareRevoke:     p("Revoked a share link", "撤销分享链接"),
		ActImport:          p("Imported", "导入"),
		ActUndo:            p("Undid an import", "撤销导入"),
		ActForget:          p("Forgot how to read an export", "忘记导出的读法"),
		ActWatermark:       p("Declared data complete", "声明数据完整"),
		ActSetting:         p("Changed a setting", "修改设置"),

		ActChallengeAdd:       p("Made a challenge", "新建挑战"),
		ActChallengeEdit:      p("Changed a challenge", "修改挑战"),
		ActChallengeClose:     p("Closed a challenge", "关闭挑战"),
		ActChallengeOpen:      p("Reopened a challenge", "重新开放挑战"),
		ActGroupAdd:           p("Added a group", "添加小组"),
		ActGroupRenew:         p("Renewed a group's link", "更换小组链接"),
		ActCheckInTokenAdd:    p("Made check-in links", "生成打卡链接"),
		ActCheckInTokenRevoke: p("Revoked a check-in link", "撤销打卡链接"),
	}
}

// Limits names the limits of the program.
type Limits struct {
	Upload, Inflated, ZipParts, Rows, Columns, Record, Cell, Cells, Campaigns string
	Names, Values, Range, Buckets, Query, Heavy, Queued, Streams, Header      string
	JSON, JSONDepth, Uploads, Users, Sessions, Tokens, Shares                 string
	Hashes, PerAccount, PerAddress                                            string
	Joins, Challenges, Groups, CheckInLinks, FreshLinks, Nickname             string
	CheckInsPerMember, CheckInsPerApp, CheckInQueue                           string
	PerMinutes                                                                string // %s: attempts, %d: minutes
}

func limits(p pick) Limits {
	return Limits{
		CheckInsPerMember: p("Check-ins with a member's link", "每个成员链接的打卡次数"),
		CheckInsPerApp:    p("Check-ins with an app's token", "每个应用令牌的打卡次数"),
		CheckInQueue:      p("Check-ins that wait to be stored", "等待保存的打卡数"),
		Upload:            p("Uploaded file", "上传文件大小"),
		Inflated:          p("Workbook once unzipped", "工作簿解压后大小"),
		ZipParts:          p("Parts of a workbook", "工作簿内部件数"),
		Rows:              p("Rows of a file", "文件行数"),
		Columns:           p("Columns of a file", "文件列数"),
		Record:            p("One row", "单行大小"),
		Cell:              p("Characters of one value", "单个值的字符数"),
		Cells:             p("Values of a file", "文件中值的个数"),
		Campaigns:         p("Campaigns of a file", "文件中计划的个数"),
		Names:             p("Characters of a name", "名称的字符数"),
		Values:            p("Amounts, in units", "数值范围"),
		Range:             p("Years of a range", "时间范围的年数"),
		Buckets:           p("Points of a line", "折线的时间点数"),
		Query:             p("Seconds of a question", "单个查询的秒数"),
		Heavy:             p("Questions at once", "同时执行的查询数"),
		Queued:            p("Questions that wait", "排队的查询数"),
		Streams:           p("Pages that follow the day under way", "同时实时更新的页面数"),
		Header:            p("Headers of a request", "请求头大小"),
		JSON:              p("JSON of a request", "请求 JSON 大小"),
		JSONDepth:         p("Depth of JSON", "JSON 嵌套层数"),
		Uploads:           p("Uploads that wait for import", "等待导入的上传数"),
		Users:             p("Users", "用户数"),
		Sessions:          p("Sessions of a user", "每个用户的会话数"),
		Tokens:            p("API tokens", "API 令牌数"),
		Shares:            p("Share links", "分享链接数"),
		Hashes:            p("Passwords checked at once", "同时校验的密码数"),
		PerAccount:        p("Passwords tried for an account", "每个账号的密码尝试"),
		PerAddress:        p("Passwords tried from an address", "每个地址的密码尝试"),
		Joins:             p("People who join from an address", "每个地址的加入人数"),
		Challenges:        p("Challenges", "挑战数"),
		Groups:            p("Groups of a challenge", "每个挑战的小组数"),
		CheckInLinks:      p("Check-in links", "打卡链接数"),
		FreshLinks:        p("Personal links made at once", "一次生成的个人链接数"),
		Nickname:          p("Characters of a nickname", "昵称的字符数"),
		PerMinutes:        p("%s in %d min", "%s 次 / %d 分钟"),
	}
}

package i18n

// Account is what the pages about accounts say.
type Account struct {
	ActionColumn string `en:"What" zh:"操作"`
	Actions      string `en:"Actions" zh:"操作"`
	Actor        string `en:"Who" zh:"操作人"`
	Added        string `en:"Added" zh:"添加时间"`
	Address      string `en:"Address" zh:"地址"`
	AddShare     string `en:"Make a link" zh:"生成链接"`
	AddToken     string `en:"Make a token" zh:"生成令牌"`
	AddUser      string `en:"Add a user" zh:"添加用户"`
	Admin        string `en:"Administrator" zh:"管理员"`
	AdminHint    string `en:"Administrator: manages users too" zh:"管理员：还可以管理用户"`
	After        string `en:"After" zh:"修改后"`
	Again        string `en:"The same password again" zh:"再输入一次密码"`
	Audit        string `en:"Audit log" zh:"操作日志"`
	AuditHint    string `en:"Every change, by whom and from where. Lines are only ever added." zh:"每一次修改、操作人与来源地址。只增不改。"`
	// Takes rows created and rows updated.
	AuditImported string `en:"%[1]s created, %[2]s updated" zh:"新增 %[1]s 行，更新 %[2]s 行"`

	BackupFailed       string `en:"the latest try failed" zh:"最近一次尝试失败"`
	BackupNotScheduled string `en:"not scheduled (--backup-dir)" zh:"未安排（--backup-dir）"`
	Before             string `en:"Before" zh:"修改前"`
	Browser            string `en:"Browser" zh:"浏览器"`
	By                 string `en:"By" zh:"创建者"`

	ChangePassword string `en:"Change the password" zh:"修改密码"`
	ChangeUser     string `en:"Change this user" zh:"修改这个用户"`
	ChangeUserHint string `en:"Enter your own password, then choose what to do." zh:"先输入您自己的密码，再选择操作。"`
	CheckInHint    string `en:"check-ins: for an app that checks members in, and nothing else" zh:"打卡：供代成员打卡的应用使用，不能做别的"`
	CheckInScope   string `en:"check-ins" zh:"打卡"`
	CommandLine    string `en:"command line" zh:"命令行"`
	Confirm        string `en:"Your own password" zh:"您自己的密码"`
	ConfirmHint    string `en:"Changes of accounts ask for it." zh:"修改账号时需要输入。"`

	DatabaseSize string `en:"Size of the database" zh:"数据库大小"`

	Editor      string `en:"Editor" zh:"编辑者"`
	EditorHint  string `en:"Editor: imports and shares too" zh:"编辑者：还可以导入和分享"`
	EndOthers   string `en:"End all others" zh:"结束其他会话"`
	EndSession  string `en:"End this session" zh:"结束这个会话"`
	EndSessions string `en:"End all sessions" zh:"结束全部会话"`
	Expired     string `en:"expired" zh:"已过期"`
	Expires     string `en:"Expires" zh:"到期"`

	// {1} is the host of the issuer.
	IssuerButton string `en:"Sign in with your account at {1}" zh:"用 {1} 的账号登录"`

	LastBackup string `en:"Last verified backup" zh:"最近一次验证过的备份"`
	LastBeat   string `en:"Last written and read back" zh:"最近一次写入并读回"`
	LastSeen   string `en:"Last seen" zh:"最近使用"`
	LastSignIn string `en:"Last sign-in" zh:"最近登录"`
	LastUsed   string `en:"Last used" zh:"最近使用"`
	Limit      string `en:"Limit" zh:"限额"`
	Limits     string `en:"Limits" zh:"限额"`
	Mail       string `en:"Mail address" zh:"邮箱"`
	MailHint   string `en:"Your own subscriptions go there. Blank is none." zh:"您自己的订阅发到这里；留空表示没有。"`
	SaveMail   string `en:"Save the address" zh:"保存邮箱"`
	LimitsHint string `en:"What Daybreak refuses to go beyond. They are constants of the program." zh:"破晓不会超出的上限，是程序内的固定值。"`
	LogSize    string `en:"Size of its write-ahead log" zh:"预写日志大小"`

	Manage string `en:"Manage" zh:"管理"`

	Name           string `en:"Name" zh:"名称"`
	Never          string `en:"never" zh:"从未"`
	NewPassword    string `en:"New password" zh:"新密码"`
	NoAudit        string `en:"Nothing has changed yet." zh:"还没有任何修改。"`
	NobodySignedIn string `en:"Daybreak runs with --no-login: whoever reaches this address is an administrator. Users and links made here count once it runs with sign-in." zh:"破晓以 --no-login 运行：能打开这个地址的人都是管理员。在这里建立的用户和链接，启用登录后生效。"`
	NoShares       string `en:"There are no share links." zh:"还没有分享链接。"`
	NoTokens       string `en:"There are no API tokens." zh:"还没有 API 令牌。"`
	NotSetUp       string `en:"There is no administrator yet. Open the set-up link that Daybreak printed in its terminal when it started." zh:"还没有管理员。请打开破晓启动时在终端显示的设置链接。"`
	NoUsers        string `en:"Nobody can sign in yet. Add an administrator first, for instance yourself." zh:"还没有人可以登录。请先添加一位管理员，例如您自己。"`

	// A link by which a user chooses a password; YourName takes the name, LinkUntil a moment.
	BackToSignIn     string `en:"Back to signing in" zh:"返回登录"`
	ChooseHint       string `en:"You are signed in afterwards, and your other sessions end." zh:"设置后会直接登录，其他会话会随之结束。"`
	ChoosePassword   string `en:"Choose a password" zh:"设置密码"`
	Forgotten        string `en:"Forgot the password?" zh:"忘记密码？"`
	ForgottenElse    string `en:"If it was not you, do nothing: your password stays as it is." zh:"如果不是您本人申请，无需理会，密码不会变。"`
	ForgottenHint    string `en:"If there is an account of this name with a mail address, a link to choose a new password goes there." zh:"如果有这个名称的账号，并且填过邮箱，设置新密码的链接会发到该邮箱。"`
	ForgottenSent    string `en:"If there is such an account and it has a mail address, a link is on its way. It works once, within an hour. If nothing comes, ask an administrator." zh:"如果有这个账号并且填过邮箱，链接已经发出，一小时内有效，只能用一次。没有收到请联系管理员。"`
	ForgottenText    string `en:"Somebody asked for a new password for your account, hopefully you." zh:"有人为您的账号申请了新密码，应该是您本人。"`
	ForgottenTitle   string `en:"Choose a new password for Daybreak" zh:"设置破晓的新密码"`
	InvitationElse   string `en:"If you do not know what this is about, do nothing." zh:"如果您不清楚这是什么，无需理会。"`
	InvitationText   string `en:"An administrator made an account for you, or gives you a new password." zh:"管理员为您开通了账号，或请您重设密码。"`
	InvitationTitle  string `en:"Your account at Daybreak" zh:"您的破晓账号"`
	InviteHint       string `en:"Reports and links to choose a password go there." zh:"订阅和设置密码的链接会发到这里。"`
	LinkCode         string `en:"Code of the link" zh:"链接里的码"`
	LinkCodeHint     string `en:"Filled in by the link; what stands behind the # if it is not." zh:"打开链接会自动填入；没有填入时，请输入链接 # 后面的部分。"`
	LinkUntil        string `en:"The link works once, until %s." zh:"链接只能用一次，有效期至 %s。"`
	PasswordOrInvite string `en:"Blank: a link to choose one goes to the mail address." zh:"留空则向邮箱发送设置密码的链接。"`
	SendLink         string `en:"Send the link" zh:"发送链接"`
	SendPasswordLink string `en:"Send a link to choose a password" zh:"发送设置密码的链接"`
	UserMailHint     string `en:"Their subscriptions and links to choose a password go there. Blank is none." zh:"该用户的订阅和设置密码的链接发到这里；留空表示没有。"`
	YourName         string `en:"Your name to sign in is %s." zh:"登录名称：%s。"`

	Object           string `en:"Object" zh:"对象"`
	Older            string `en:"Older lines" zh:"更早的记录"`
	OtherSessionsEnd string `en:"Your other sessions end." zh:"其他会话会随之结束。"`

	Password     string `en:"Password" zh:"密码"`
	PasswordHint string `en:"At least 10 characters; a short sentence is good." zh:"至少 10 个字符，用一句短句就很好。"`

	Record        string `en:"The record" zh:"数据库"`
	RemoveHint    string `en:"Removing a user ends their sessions, API tokens and share links." zh:"移除用户会一并结束其会话、API 令牌和分享链接。"`
	RemoveUser    string `en:"Remove the user" zh:"移除用户"`
	ResetPassword string `en:"Set the new password" zh:"设置新密码"`
	Revoke        string `en:"Revoke" zh:"撤销"`
	RoleColumn    string `en:"Role" zh:"角色"`

	RowsAll   string `en:"All rows." zh:"全部数据。"`
	RowsFind  string `en:"Find" zh:"查找"`
	RowsHint  string `en:"Tick what alone is shown, in figures, lists, files and the API. With nothing ticked all rows are. Only for analysts and viewers." zh:"勾选后，数字、名单、文件和 API 里只有勾选的部分；一项都不勾就是全部。只适用于分析员和查看者。"`
	RowsLess  string `en:"Tick what alone is shown; with nothing ticked, all that you see." zh:"勾选后只显示勾选的部分；一项都不勾，就是您能看到的全部。"`
	RowsNone  string `en:"There are none in the data." zh:"数据里还没有。"`
	RowsTitle string `en:"Rows that are seen" zh:"可看的数据"`
	SaveRows  string `en:"Save the rows" zh:"保存可看的数据"`

	Saved           string `en:"Done." zh:"已完成。"`
	SaveRole        string `en:"Save the role" zh:"保存角色"`
	SessionsHint    string `en:"A session ends after 12 hours without use, and after 7 days at the latest." zh:"12 小时未使用或满 7 天后，会话自动结束。"`
	SessionsTitle   string `en:"Sessions" zh:"会话"`
	SetUp           string `en:"Set up Daybreak" zh:"初始设置"`
	SetUpCode       string `en:"Set-up code" zh:"设置码"`
	SetUpCodeHint   string `en:"Filled in by the link; type it if it is not." zh:"打开链接会自动填入；没有填入时请手工输入。"`
	SetUpHint       string `en:"Choose the name and the password of the first administrator. The code stands after the # of the link in the terminal; it works once." zh:"设定首位管理员的名称和密码。设置码在终端所示链接的 # 之后，只能用一次。"`
	ShareDays       string `en:"Valid for days" zh:"有效天数"`
	ShareFresh      string `en:"This is the only time the link is shown." zh:"链接只显示这一次。"`
	ShareOrigin     string `en:"Site that may embed it" zh:"允许嵌入的网站"`
	ShareOriginHint string `en:"As https://wiki.example.com; blank for none." zh:"例如 https://wiki.example.com；留空则不允许嵌入。"`
	SharePage       string `en:"Page" zh:"页面"`
	ShareQuery      string `en:"Range and filters" zh:"时间范围与筛选"`
	ShareQueryHint  string `en:"What follows the ? in the address of the page. They cannot be changed by whoever has the link." zh:"页面网址中 ? 之后的部分。持有链接的人不能更改。"`
	Shares          string `en:"Share links" zh:"分享链接"`
	SharesHint      string `en:"Whoever has a link sees that one page as it was shared, and nothing else." zh:"持有链接的人只能看到所分享的那一页，不能查看其他内容。"`
	ShareThis       string `en:"Share this page" zh:"分享此页"`
	SignedInAs      string `en:"Signed in as %s" zh:"已登录：%s"`
	SignIn          string `en:"Sign in" zh:"登录"`
	SignOut         string `en:"Sign out" zh:"退出登录"`
	Started         string `en:"Started" zh:"开始时间"`

	ThisSession string `en:"this one" zh:"当前会话"`
	Time        string `en:"Time" zh:"时间"`
	Title       string `en:"My account" zh:"我的账号"`
	TokenDays   string `en:"Valid for days" zh:"有效天数"`
	TokenFresh  string `en:"This is the only time the token is shown. Send it as Authorization: Bearer …" zh:"令牌只显示这一次。请放在 Authorization: Bearer 头里发送。"`
	TokenName   string `en:"What it is for" zh:"用途"`
	Tokens      string `en:"API tokens" zh:"API 令牌"`
	TokensHint  string `en:"Keys for programs. A token never may do more than its owner." zh:"供程序使用的密钥。令牌的权限不会超过其所有者。"`

	Users     string `en:"Users" zh:"用户"`
	UsersHint string `en:"Who may sign in, and what they may do." zh:"谁可以登录，能做什么。"`

	Analyst     string `en:"Analyst" zh:"分析员"`
	AnalystHint string `en:"Analyst: reads figures, sees no members" zh:"分析员：只看数据，看不到成员"`

	Value      string `en:"Value" zh:"数值"`
	Viewer     string `en:"Viewer" zh:"查看者"`
	ViewerHint string `en:"Viewer: reads figures and sees members" zh:"查看者：查看数据和成员"`
	Views      string `en:"Views" zh:"浏览次数"`

	YourRole string `en:"Role" zh:"角色"`

	Done Actions
}

// Role returns the word for a role.
func (a *Account) Role(name string) string {
	switch name {
	case "analyst":
		return a.Analyst
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
	case "analyst":
		return a.AnalystHint
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
func (a *Account) Action(name string) string { return word(a.Done, name) }

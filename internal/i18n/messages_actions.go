package i18n

// Actions are the words for what the audit log records, by its names for them.
type Actions struct {
	AlertAcknowledge string `en:"Saw an alert" zh:"查看提醒"`
	AlertAdd         string `en:"Made an alert" zh:"新建提醒"`
	AlertEdit        string `en:"Changed an alert" zh:"修改提醒"`
	AlertRemove      string `en:"Took an alert away" zh:"删除提醒"`
	AlertSnooze      string `en:"Silenced an alert" zh:"静音提醒"`

	CommitmentAdd      string `en:"Added a commitment" zh:"添加承诺"`
	CommitmentWithdraw string `en:"Withdrew a commitment" zh:"撤回承诺"`

	ReportAdd    string `en:"Made a monthly report" zh:"新建月报"`
	ReportEdit   string `en:"Changed a monthly report" zh:"修改月报"`
	ReportFinish string `en:"Made a monthly report final" zh:"月报定稿"`
	ReportRemove string `en:"Took a draft of a monthly report away" zh:"删除月报草稿"`

	ChannelRule     string `en:"Made a channel rule" zh:"新建渠道规则"`
	ChannelRuleUndo string `en:"Undid a channel rule" zh:"撤销渠道规则"`

	BoardAdd    string `en:"Made a board" zh:"新建看板"`
	BoardEdit   string `en:"Changed a board" zh:"修改看板"`
	BoardRemove string `en:"Removed a board" zh:"删除看板"`

	ChallengeAdd       string `en:"Made a challenge" zh:"新建挑战"`
	ChallengeClose     string `en:"Closed a challenge" zh:"关闭挑战"`
	ChallengeEdit      string `en:"Changed a challenge" zh:"修改挑战"`
	ChallengeOpen      string `en:"Reopened a challenge" zh:"重新开放挑战"`
	ChannelAdd         string `en:"Added a channel of messages" zh:"添加通知渠道"`
	ChannelEdit        string `en:"Changed a channel of messages" zh:"修改通知渠道"`
	ChannelRemove      string `en:"Took a channel of messages away" zh:"删除通知渠道"`
	ChannelTest        string `en:"Tried a channel of messages" zh:"试发消息"`
	CheckInTokenAdd    string `en:"Made check-in links" zh:"生成打卡链接"`
	CheckInTokenRevoke string `en:"Revoked a check-in link" zh:"撤销打卡链接"`

	SubscriptionAdd    string `en:"Subscribed" zh:"新建订阅"`
	SubscriptionEdit   string `en:"Changed a subscription" zh:"修改订阅"`
	SubscriptionRemove string `en:"Ended a subscription" zh:"删除订阅"`
	ListSend           string `en:"Sent a list of members" zh:"发送成员名单"`
	SubscriptionTest   string `en:"Tried a subscription" zh:"试发订阅"`

	DeliveryResend string `en:"Sent a message again" zh:"重发消息"`

	FollowUpAdd  string `en:"Noted a follow-up" zh:"记录跟进"`
	FollowUpEdit string `en:"Changed a follow-up" zh:"修改跟进"`
	FollowUpUndo string `en:"Took a follow-up back" zh:"撤销跟进"`

	GroupAdd   string `en:"Added a group" zh:"添加小组"`
	GroupRenew string `en:"Renewed a group's link" zh:"更换小组链接"`

	Import string `en:"Imported" zh:"导入"`

	MappingForget string `en:"Forgot how to read an export" zh:"忘记导出的读法"`

	Merge        string `en:"Merged two names" zh:"合并名称"`
	MergeUndo    string `en:"Undid a merge" zh:"撤销名称合并"`
	MemberForget string `en:"Forgot a member" zh:"遗忘成员"`

	RetentionSet string `en:"Set how long data is kept" zh:"设置数据保留期限"`
	Lapse        string `en:"Data went after its time" zh:"数据到期删除"`

	NoteAdd    string `en:"Wrote a note" zh:"写备注"`
	NoteEdit   string `en:"Changed a note" zh:"修改备注"`
	NoteRemove string `en:"Took a note away" zh:"删除备注"`
	NoteVote   string `en:"Voted on a note" zh:"给备注投票"`

	SessionEnd   string `en:"Ended a session" zh:"结束会话"`
	SessionsEnd  string `en:"Ended all sessions" zh:"结束全部会话"`
	Setting      string `en:"Changed a setting" zh:"修改设置"`
	SetUp        string `en:"Set up" zh:"初始设置"`
	ShareAdd     string `en:"Made a share link" zh:"生成分享链接"`
	SourceQuiet  string `en:"Declared quiet days" zh:"声明无数据的日子"`
	SourceRetire string `en:"Retired a source" zh:"停用数据来源"`
	ShareRevoke  string `en:"Revoked a share link" zh:"撤销分享链接"`
	SignIn       string `en:"Signed in" zh:"登录"`
	SignInFailed string `en:"Sign-in failed" zh:"登录失败"`
	SignInIssuer string `en:"Signed in at the issuer" zh:"通过单位账号登录"`
	SignOut      string `en:"Signed out" zh:"退出登录"`

	TokenAdd    string `en:"Made an API token" zh:"生成令牌"`
	TokenRevoke string `en:"Revoked an API token" zh:"撤销令牌"`

	TryAdd    string `en:"Planned a try" zh:"安排尝试"`
	TryDecide string `en:"Decided on a try" zh:"定夺尝试"`
	TryEdit   string `en:"Changed a try" zh:"修改尝试"`
	TryRemove string `en:"Took a try away" zh:"删除尝试"`

	Undo          string `en:"Undid an import" zh:"撤销导入"`
	UserAdd       string `en:"Added a user" zh:"添加用户"`
	PasswordAsked string `en:"Asked for a new password" zh:"申请新密码"`
	UserInvite    string `en:"Sent a link to choose a password" zh:"发送设置密码的链接"`

	UserMail     string `en:"Changed a mail address" zh:"修改邮箱"`
	UserPassword string `en:"Changed a password" zh:"修改密码"`
	UserRemove   string `en:"Removed a user" zh:"移除用户"`
	UserRole     string `en:"Changed a role" zh:"修改角色"`
	UserRows     string `en:"Changed which rows a user sees" zh:"修改可看的数据"`

	Watermark string `en:"Declared data complete" zh:"声明数据完整"`
}

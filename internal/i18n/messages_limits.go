package i18n

// Limits names the limits of the program.
type Limits struct {
	Buckets string `en:"Points of a line" zh:"折线的时间点数"`

	Campaigns         string `en:"Campaigns of a file" zh:"文件中计划的个数"`
	Cell              string `en:"Characters of one value" zh:"单个值的字符数"`
	Cells             string `en:"Values of a file" zh:"文件中值的个数"`
	Challenges        string `en:"Challenges" zh:"挑战数"`
	CheckInLinks      string `en:"Check-in links" zh:"打卡链接数"`
	CheckInQueue      string `en:"Check-ins that wait to be stored" zh:"等待保存的打卡数"`
	CheckInsPerApp    string `en:"Check-ins with an app's token" zh:"每个应用令牌的打卡次数"`
	CheckInsPerMember string `en:"Check-ins with a member's link" zh:"每个成员链接的打卡次数"`
	Columns           string `en:"Columns of a file" zh:"文件列数"`

	FreshLinks string `en:"Personal links made at once" zh:"一次生成的个人链接数"`

	Groups string `en:"Groups of a challenge" zh:"每个挑战的小组数"`

	Hashes string `en:"Passwords checked at once" zh:"同时校验的密码数"`
	Header string `en:"Headers of a request" zh:"请求头大小"`
	Heavy  string `en:"Questions at once" zh:"同时执行的查询数"`

	Inflated string `en:"Workbook once unzipped" zh:"工作簿解压后大小"`

	Joins     string `en:"People who join from an address" zh:"每个地址的加入人数"`
	JSON      string `en:"JSON of a request" zh:"请求 JSON 大小"`
	JSONDepth string `en:"Depth of JSON" zh:"JSON 嵌套层数"`

	Names    string `en:"Characters of a name" zh:"名称的字符数"`
	Nickname string `en:"Characters of a nickname" zh:"昵称的字符数"`

	PerAccount string `en:"Passwords tried for an account" zh:"每个账号的密码尝试"`
	PerAddress string `en:"Passwords tried from an address" zh:"每个地址的密码尝试"`
	// Takes attempts and minutes.
	PerMinutes string `en:"%s in %d min" zh:"%s 次 / %d 分钟"`

	Query  string `en:"Seconds of a question" zh:"单个查询的秒数"`
	Queued string `en:"Questions that wait" zh:"排队的查询数"`

	Range  string `en:"Years of a range" zh:"时间范围的年数"`
	Record string `en:"One row" zh:"单行大小"`
	Rows   string `en:"Rows of a file" zh:"文件行数"`

	Sessions string `en:"Sessions of a user" zh:"每个用户的会话数"`
	Shares   string `en:"Share links" zh:"分享链接数"`
	Streams  string `en:"Pages that follow the day under way" zh:"同时实时更新的页面数"`

	Tokens string `en:"API tokens" zh:"API 令牌数"`

	Upload  string `en:"Uploaded file" zh:"上传文件大小"`
	Uploads string `en:"Uploads that wait for import" zh:"等待导入的上传数"`
	Users   string `en:"Users" zh:"用户数"`

	Values string `en:"Amounts, in units" zh:"数值范围"`

	ZipParts string `en:"Parts of a workbook" zh:"工作簿内部件数"`
}

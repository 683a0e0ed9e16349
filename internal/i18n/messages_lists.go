package i18n

// Lists is what is said where a list of members is sent.
type Lists struct {
	Button string `en:"Send to a group" zh:"发到群里"`
	Lead   string `en:"This and nothing else is sent: what members are called, never how to reach them. Everybody in the group sees it." zh:"只发下面这些内容：称呼等，不含联系方式。群里的人都能看到。"`
	// Takes how many more.
	Left  string `en:"and %s more, whom the link lists for those who may sign in" zh:"另有 %s 人，登录后点链接查看"`
	Open  string `en:"Open the list" zh:"打开名单"`
	None  string `en:"No channel is set up yet." zh:"还没有设置发送渠道。"`
	SetUp string `en:"Set one up" zh:"去设置"`
	Send  string `en:"Send now" zh:"现在发送"`
	Title string `en:"Send a list of members" zh:"发送成员名单"`
	To    string `en:"Where to" zh:"发到哪里"`
	What  string `en:"What is sent" zh:"会发出的内容"`
}

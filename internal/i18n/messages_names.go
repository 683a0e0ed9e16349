package i18n

// Names is what the page says on which names are made one.
type Names struct {
	Title string `en:"Merge names" zh:"名称合并"`
	// Lead is about what a merge does.
	Lead string `en:"When two names mean the same thing, keep one. Rows already there and files to come count under it; undoing a merge brings every row back as it was." zh:"两个名称其实是同一个时，只留一个：已有的数据和以后导入的文件都归到它名下；撤销合并后，每一行都恢复原样。"`

	After      string `en:"Together afterwards" zh:"合并后合计"`
	Before     string `en:"Together now" zh:"目前合计"`
	Check      string `en:"See what would change" zh:"看看会改变什么"`
	Choose     string `en:"Two names of one thing" zh:"两个名称是同一个"`
	Confirm    string `en:"Merge" zh:"合并"`
	Days       string `en:"Days" zh:"日期"`
	History    string `en:"Merges" zh:"合并记录"`
	HistoryOf  string `en:"The latest first; each can be undone" zh:"最近的在前，每一条都可以撤销"`
	Kept       string `en:"Name that stays" zh:"保留的名称"`
	Moved      string `en:"Under this name" zh:"该名称下"`
	Name       string `en:"Name that goes" zh:"并入的名称"`
	None       string `en:"Nothing is merged yet." zh:"还没有合并过名称。"`
	NoRows     string `en:"No row carries this name now." zh:"目前没有数据用这个名称。"`
	Offers     string `en:"Look like one" zh:"看起来是同一个"`
	OffersHint string `en:"Guesses; nothing changes until you merge" zh:"只是猜测，确认合并之前不会改动任何数据"`
	OffersNo   string `en:"No two names look like one." zh:"没有看起来相同的名称。"`
	Rows       string `en:"Rows" zh:"行数"`
	Tabs       string `en:"Kinds of names" zh:"名称的种类"`
	Undo       string `en:"Undo" zh:"撤销"`

	// EffectTitle takes the name that goes and the one that stays.
	EffectTitle string `en:"“%s” becomes “%s”" zh:"“%s”并入“%s”"`
	// Joined takes how many rows.
	Joined string `en:"Rows that become one with a row of the other name: %s. What one file says of both is added; otherwise the later import counts." zh:"与另一名称下的行合成一行的有 %s 行：同一文件里的相加，不同文件的只计后导入的。"`
	// UndoneBy takes a user and a moment.
	UndoneBy string `en:"Undone by %s, %s" zh:"%s 于 %s 撤销"`
}

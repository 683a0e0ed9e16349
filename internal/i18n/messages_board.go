package i18n

// Board is what the pages about boards of one's own say.
type Board struct {
	Title string `en:"My boards" zh:"我的看板"`
	Lead  string `en:"A board holds the panels you want to see together. Put one on it from the menu of any card." zh:"看板把想一起看的面板放在一页。在任意卡片右上角的菜单里可以加入看板。"`
	None  string `en:"There is no board yet. Open the menu of a card and choose “Add to a board”." zh:"还没有看板。打开卡片右上角的菜单，选“加入看板”。"`

	Name    string `en:"Board" zh:"看板"`
	Who     string `en:"Seen by" zh:"谁能看"`
	Own     string `en:"me" zh:"仅自己"`
	ForAll  string `en:"everybody" zh:"所有人"`
	Changed string `en:"Changed" zh:"修改时间"`
	Panels  string `en:"Panels" zh:"面板"`
	Broken  string `en:"cannot be shown" zh:"无法显示"`
	Edit    string `en:"Edit" zh:"编辑"`

	Pin      string `en:"Add to a board" zh:"加入看板"`
	PinLead  string `en:"The panel keeps its own settings; range and filters are those of the board." zh:"面板保留自己的设置；时间范围和筛选跟随看板。"`
	Which    string `en:"Board" zh:"加到"`
	NewOne   string `en:"A new board" zh:"新建看板"`
	NewTitle string `en:"Title of the new board" zh:"新看板的名称"`
	Share    string `en:"Everybody may see it" zh:"所有人可见"`

	TitleField string `en:"Title" zh:"名称"`
	Width      string `en:"Width" zh:"宽度"`
	// Takes columns of 12.
	Of12  string `en:"%d of 12" zh:"%d/12"`
	Order string `en:"Order" zh:"顺序"`
	// Take the title of a panel.
	Up     string `en:"Move up: %s" zh:"上移：%s"`
	Down   string `en:"Move down: %s" zh:"下移：%s"`
	Away   string `en:"Take off: %s" zh:"移除：%s"`
	Save   string `en:"Save" zh:"保存"`
	Open   string `en:"Open the board" zh:"打开看板"`
	Remove string `en:"Remove the board" zh:"删除看板"`

	File     string `en:"As text" zh:"以文本编辑"`
	FileLead string `en:"The same YAML that page files hold; it is checked as strictly. First see what differs, then save." zh:"与看板文件相同的 YAML，检查同样严格。先看改动，再保存。"`
	Check    string `en:"Show what differs" zh:"查看改动"`
	Differs  string `en:"What differs" zh:"改动"`
	Same     string `en:"Nothing differs." zh:"没有改动。"`

	Past string `en:"Earlier versions" zh:"历史版本"`
	// Takes a number, a name and a time.
	Version string `en:"Version %d, by %s, %s" zh:"第 %d 版，%s，%s"`
	Restore string `en:"Make it the newest" zh:"恢复为最新版"`
}

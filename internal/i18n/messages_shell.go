package i18n

// Shell is what surrounds every page.
type Shell struct {
	Analyse string `en:"Analyse" zh:"分析"`

	BottomNavigation string `en:"Pages" zh:"页面"`
	BrokenFiles      string `en:"The dashboard files have mistakes. The last good version is shown until they are mended." zh:"看板文件有错误。改好之前，显示的是上一个正确的版本。"`

	Data string `en:"Data" zh:"数据"`
	// Takes day.
	DataThrough string `en:"Data through %s" zh:"数据截至 %s"`
	Definitions string `en:"Metric definitions" zh:"指标口径"`
	// Takes a number of days.
	DaysAgo string `en:"%d days ago" zh:"%d 天前"`

	EmptySample string `en:"To look around first, start Daybreak with --sample on an empty data directory." zh:"想先看看效果：在空的数据目录上用 --sample 启动破晓。"`
	EmptyText   string `en:"Import what your platforms export, or send events over the API: the figures appear at once." zh:"导入各平台导出的文件，或通过 API 发送事件，指标会立刻出现。"`
	EmptyTitle  string `en:"Nothing here yet" zh:"这里还没有数据"`
	ErrorBack   string `en:"To the start page" zh:"回到首页"`
	ErrorID     string `en:"Error id" zh:"错误编号"`
	ErrorPlace  string `en:"Where" zh:"位置"`
	ErrorTitle  string `en:"That did not work" zh:"没有成功"`

	Freshness string `en:"Data through" zh:"数据截至"`

	// Takes days.
	Retired string `en:"retired" zh:"已停用"`
	Gap     string `en:"gap of %d d" zh:"空缺 %d 天"`

	Import        string `en:"Import" zh:"导入数据"`
	ImportHistory string `en:"Import history" zh:"导入记录"`

	MainNavigation string `en:"Main" zh:"主导航"`
	More           string `en:"More" zh:"更多"`

	// Takes kinds of data.
	Needs        string `en:"Needs: %s" zh:"需要先导入：%s"`
	NetworkError string `en:"No answer from the server. Try again." zh:"服务器没有应答，请再试一次。"`
	NoScript     string `en:"JavaScript is off, so charts are pictures. Every panel also has its figures as a table." zh:"JavaScript 未启用，图表以图片显示；每个面板的数字都可以用表格查看。"`

	Operations string `en:"Operations" zh:"运营"`

	// Takes a moment.
	Past        string `en:"Figures as they were on %s. Targets, notes and definitions are those of today." zh:"以下是 %s 时的数字；目标、批注和指标定义仍按今天的。"`
	PlaceAt     string `en:"character %d" zh:"第 %d 个字符"`
	PlaceColumn string `en:"column %s" zh:"列 %s"`
	PlaceFile   string `en:"file %s" zh:"文件 %s"`
	PlaceLine   string `en:"line %d" zh:"第 %d 行"`
	PlaceSheet  string `en:"sheet %s" zh:"工作表 %s"`
	PlaceValue  string `en:"value “%s”" zh:"值“%s”"`
	// A link.
	Present string `en:"Show today’s figures" zh:"看现在的数字"`
	Print   string `en:"Print" zh:"打印"`
	// Takes the title of the page and the range.
	PrintedFrom string `en:"Daybreak · %s · %s" zh:"破晓 · %s · %s"`
	Product     string `en:"Daybreak" zh:"破晓"`

	// Takes which rows.
	Sees string `en:"You see: %s" zh:"您可看：%s"`
	// Takes names, and how many more there are.
	SeesMore      string `en:"%s and %d more" zh:"%s 等另外 %d 个"`
	SeesNone      string `en:"no rows" zh:"没有数据"`
	SkipToContent string `en:"Skip to content" zh:"跳到正文"`
	// Short, in the other language.
	SwitchLanguage string `en:"中文" zh:"EN"`
	// Long, in the other language.
	SwitchLanguageTo string `en:"切换到中文" zh:"Switch to English"`

	Tagline    string `en:"Operations, every morning" zh:"每天早晨看运营"`
	ThemeDark  string `en:"Dark theme" zh:"深色主题"`
	ThemeLight string `en:"Light theme" zh:"浅色主题"`
	// Takes day.
	Through string `en:"through %s" zh:"截至 %s"`

	Updated string `en:"Data updated" zh:"数据已更新"`
}

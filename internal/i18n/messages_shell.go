package i18n

// Shell is what surrounds every page.
type Shell struct {
	Product, Tagline                   string
	SkipToContent                      string
	MainNavigation, BottomNavigation   string
	Analyse, Data                      string
	Import, ImportHistory, Definitions string
	Freshness, Gap                     string // Gap %d: days
	Through                            string // %s: day
	Dormant                            string
	SwitchLanguage, SwitchLanguageTo   string // short and long, written in the other language
	ThemeDark, ThemeLight              string
	DataThrough                        string // %s: day
	Print, More                        string
	Updated, NetworkError              string
	EmptyTitle, EmptyText, EmptySample string
	ErrorTitle, ErrorID, ErrorBack     string
	ErrorPlace                         string
	PlaceFile, PlaceSheet, PlaceLine   string // %s, %s, %d
	PlaceAt                            string // %d
	PlaceColumn, PlaceValue            string // %s, %s
	BrokenFiles                        string
	PrintedFrom                        string // %s: page title, %s: range
	NoScript                           string
}

func shell(p pick) Shell {
	return Shell{
		Product:          p("Daybreak", "破晓"),
		Tagline:          p("Operations, every morning", "每天早晨看运营"),
		SkipToContent:    p("Skip to content", "跳到正文"),
		MainNavigation:   p("Main", "主导航"),
		BottomNavigation: p("Pages", "页面"),
		Analyse:          p("Analyse", "分析"),
		Data:             p("Data", "数据"),
		Import:           p("Import", "导入数据"),
		ImportHistory:    p("Import history", "导入记录"),
		Definitions:      p("Metric definitions", "指标口径"),
		Freshness:        p("Data through", "数据截至"),
		Gap:              p("gap of %d d", "空缺 %d 天"),
		Through:          p("through %s", "截至 %s"),
		Dormant:          p("no longer fed", "已停更"),
		SwitchLanguage:   p("中文", "EN"),
		SwitchLanguageTo: p("切换到中文", "Switch to English"),
		ThemeDark:        p("Dark theme", "深色主题"),
		ThemeLight:       p("Light theme", "浅色主题"),
		DataThrough:      p("Data through %s", "数据截至 %s"),
		Print:            p("Print", "打印"),
		More:             p("More", "更多"),
		Updated:          p("Data updated", "数据已更新"),
		NetworkError:     p("No answer from the server. Try again.", "服务器没有应答，请再试一次。"),
		EmptyTitle:       p("Nothing here yet", "这里还没有数据"),
		EmptyText:        p("Import what your platforms export, or send events over the API: the figures appear at once.", "导入各平台导出的文件，或通过 API 发送事件，指标会立刻出现。"),
		EmptySample:      p("To look around first, start Daybreak with --sample on an empty data directory.", "想先看看效果：在空的数据目录上用 --sample 启动破晓。"),
		ErrorTitle:       p("That did not work", "没有成功"),
		ErrorID:          p("Error id", "错误编号"),
		ErrorBack:        p("To the start page", "回到首页"),
		ErrorPlace:       p("Where", "位置"),
		PlaceFile:        p("file %s", "文件 %s"),
		PlaceSheet:       p("sheet %s", "工作表 %s"),
		PlaceLine:        p("line %d", "第 %d 行"),
		PlaceAt:          p("character %d", "第 %d 个字符"),
		PlaceColumn:      p("column %s", "列 %s"),
		PlaceValue:       p("value “%s”", "值“%s”"),
		BrokenFiles:      p("The dashboard files have mistakes. The last good version is shown until they are mended.", "看板文件有错误。改好之前，显示的是上一个正确的版本。"),
		PrintedFrom:      p("Daybreak · %s · %s", "破晓 · %s · %s"),
		NoScript:         p("Charts need JavaScript. Every panel also has its figures as a table.", "图表需要 JavaScript。每个面板的数字都可以用表格查看。"),
	}
}

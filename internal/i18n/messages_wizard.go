package i18n

// Wizard is what the import page says about exports of platforms: how a file
// was understood, and what only a person can know.
type Wizard struct {
	Answer  string `en:"Answer" zh:"回答"`
	Answers string `en:"Answers" zh:"回答"`
	Apply   string `en:"Apply" zh:"应用"`
	// Takes a field.
	AskField string `en:"No column was recognised as %s. Choose one in the table, or fill in what holds for all rows." zh:"没有认出哪一列是%s。可以在表里指定一列，或填写对所有行都适用的值。"`
	// Takes a field.
	AskOptional string `en:"The file does not say %s. It may stay blank." zh:"文件没有写明%s，可以留空。"`
	Asks        string `en:"Questions: %d" zh:"待回答：%d"`
	AsksRows    string `en:"%s of %s rows cannot be imported. The first, line %d: %s" zh:"%s 行不能导入，共 %s 行；第一处在第 %d 行：%s"`

	// Takes the number of an import.
	BecameImport string `en:"Import %d" zh:"第 %d 次导入"`
	ByHand       string `en:"another platform: %s" zh:"其他平台：%s"`
	ByYou        string `en:"chosen by you" zh:"您选择的"`

	Changed     string `en:"Panels that changed" zh:"有变化的面板"`
	ChangedHint string `en:"Each link shows the days of the import." zh:"点开即为这次导入的日期。"`
	Check       string `en:"Check" zh:"检查"`
	Choose      string `en:"Choose…" zh:"请选择…"`
	ChooseTable string `en:"The file holds several tables. Choose the one to import." zh:"文件里有几个表，请选择要导入的一个。"`
	Comma       string `en:"comma" zh:"逗号"`
	Confidence  string `en:"Confidence" zh:"把握"`

	DayFirst     string `en:"day first: 31/12/2026" zh:"日在前：31/12/2026"`
	DecimalComma string `en:"decimal comma: 1.234,5" zh:"小数逗号：1.234,5"`
	Delimiter    string `en:"Separator" zh:"分隔符"`
	Detected     string `en:"detected" zh:"自动识别"`

	Encoding string `en:"Encoding" zh:"编码"`
	Example  string `en:"for example" zh:"例如"`

	// Takes column, day, per cent, before, after.
	Falls string `en:"%s of %s falls by %d %%: %s → %s" zh:"%s（%s）下降 %d%%：%s → %s"`
	Field string `en:"Field" zh:"字段"`

	Forget    string `en:"Forget" zh:"忘记"`
	Forgotten string `en:"Forgotten. The next such file is read as if it were the first." zh:"已忘记，下次遇到这种文件会重新识别。"`

	Kind       string `en:"Export of" zh:"平台"`
	HeaderLine string `en:"Line of the header, where it was not found" zh:"表头所在行（没认出时填写）"`

	// Takes what the rows that are gone add up to, and the number of rows that both have.
	GoneHint string `en:"They are stored for the days and the account of this file: %[1]s. Both have %[2]s other rows." zh:"它们在这份文件的日期与账号内已保存，合计 %[1]s；另有 %[2]s 行两边都有。"`
	// Takes rows.
	GoneKeep  string `en:"Keep the %s rows" zh:"保留这 %s 行"`
	GoneNow   string `en:"Afterwards" zh:"导入后"`
	GoneMerge string `en:"Merge the two names, also of earlier days" zh:"合并两个名称（包括更早的日期）"`
	// Takes two names.
	GoneRenamed string `en:"“%[1]s” seems to be called “%[2]s” now: on every day the figures are the same." zh:"“%[1]s”似乎已改名为“%[2]s”：每天的数字都相同。"`
	// Takes what the rows add up to.
	GoneReplace string `en:"Follow the file, take them back (−%s)" zh:"以文件为准，撤下（−%s）"`
	// Takes rows.
	GoneTitle string `en:"Not in this file any more: %s rows" zh:"这份文件里不再有的：%s 行"`
	GoneWas   string `en:"Stored" zh:"已保存"`
	GoneWhat  string `en:"What" zh:"内容"`
	// Takes days, rows that were new, rows that changed.
	HasChanged string `en:"%s · %s new, %s changed" zh:"%s · 新增 %s 行，修改 %s 行"`
	ImportAll  string `en:"Import all that need no answer" zh:"导入所有无需回答的文件"`
	Imported   string `en:"imported" zh:"已导入"`
	IsGain     string `en:"gained on the day" zh:"当天新增"`
	IsLevel    string `en:"how many there are" zh:"当前总数"`
	Known      string `en:"recognised, not kept" zh:"已识别，不保存"`

	LeaveOut string `en:"leave out" zh:"不导入"`
	Level    string `en:"does not add up over rows" zh:"不能逐行相加"`

	Mapping       string `en:"Columns" zh:"字段映射"`
	MappingHint   string `en:"Guessed from the header and the values. What you correct is remembered for files with the same header." zh:"按表头与取值猜测；您的改动会记住，下次表头相同就不再问。"`
	UnusedColumns string `en:"%d more columns, which are left out" zh:"另有 %d 列不导入"`
	Memory        string `en:"Remembered readings" zh:"已记住的读法"`
	MemoryEmpty   string `en:"Nothing yet: what you correct or answer while importing is remembered here." zh:"还没有：导入时的改动与回答会记在这里。"`
	MemoryHint    string `en:"How files with the same header are read. Forget one, and the next such file is asked about again." zh:"表头相同的文件按此读取。忘记之后，下次会重新询问。"`
	MonthFirst    string `en:"month first: 12/31/2026" zh:"月在前：12/31/2026"`

	OrDay string `en:"or book everything on" zh:"或全部记在这一天"`

	Parked     string `en:"Files in the watched folder wait for you" zh:"监视文件夹里有文件需要处理"`
	ParkedHint string `en:"They could not be imported without a person. Import them here; they lie in the folder parked." zh:"它们无法自动导入，请在这里导入；文件在 parked 子文件夹中。"`
	Pipe       string `en:"vertical bar" zh:"竖线"`
	Paste      string `en:"Or paste cells" zh:"或粘贴单元格"`
	PasteCheck string `en:"Check what was pasted" zh:"检查粘贴的内容"`
	PasteHint  string `en:"Copy them with their header in a spreadsheet. They go the same way as a file." zh:"在表格里连表头一起复制；之后与文件一样先检查再导入。"`
	Point      string `en:"decimal point: 1,234.5" zh:"小数点：1,234.5"`
	Preset     string `en:"Read as an export of %s" zh:"按 %s 的导出读取"`

	Questions     string `en:"What the file does not say" zh:"文件没有说明的内容"`
	QuestionsHint string `en:"Asked once and remembered." zh:"只问一次，之后会记住。"`

	Rate string `en:"a rate: computed again from sums" zh:"比率：由总和重新计算"`
	// Takes currency, reporting currency, day.
	Rate1          string `en:"1 %s in %s from %s" zh:"1 %s 合多少 %s（%s 起）"`
	RateSet        string `en:"Set the rate" zh:"设定汇率"`
	ReadAgain      string `en:"Read again" zh:"重新读取"`
	Reading        string `en:"How the file is read" zh:"文件的读法"`
	Reasons        string `en:"Reason" zh:"原因"`
	Recognised     string `en:"What was recognised" zh:"识别结果"`
	RecognisedHint string `en:"Correct it where it is wrong." zh:"有误之处可以改正。"`
	Remembered     string `en:"remembered" zh:"按上次"`
	Remove         string `en:"Remove" zh:"移除"`
	Required       string `en:"needed" zh:"必填"`

	// Takes files imported and files in all.
	RoundSays string `en:"%[1]d of %[2]d files are imported." zh:"%[2]d 个文件中已导入 %[1]d 个。"`
	RoundRuns string `en:"The others follow; the page refreshes by itself." zh:"其余正在进行，页面会自动刷新。"`

	SeeImport       string `en:"See or undo" zh:"查看或撤销"`
	SameMoney       string `en:"It is other money: import it all the same" zh:"这是另外的花费，仍然导入"`
	Sample          string `en:"Sample" zh:"样例"`
	Semicolon       string `en:"semicolon" zh:"分号"`
	Sheet           string `en:"Sheet" zh:"工作表"`
	SkipBlank       string `en:"blank" zh:"空行"`
	SkipComment     string `en:"comment" zh:"注释"`
	SkipDescription string `en:"description" zh:"说明"`
	SkipFooter      string `en:"footer" zh:"页脚"`
	SkipHeader      string `en:"header" zh:"表头"`
	// Takes lines.
	Skipped       string `en:"Lines that are no data: %d" zh:"不是数据的行：%d"`
	SkippedHint   string `en:"They are left out for the reason beside them." zh:"因旁边的原因没有导入。"`
	SkipSeparator string `en:"separator" zh:"分隔符声明"`
	SkipTitle     string `en:"title" zh:"标题"`
	SkipTotal     string `en:"total" zh:"合计"`
	Spread        string `en:"spread evenly over the period" zh:"平均分摊到各天"`

	TakenBack string `en:"Taken back" zh:"撤下"`
	Tab       string `en:"tab" zh:"制表符"`
	Table     string `en:"Table" zh:"表"`
	// Takes number, name and rows.
	TableOf string `en:"%d: %s (%d rows)" zh:"%d：%s（%d 行）"`
	Tables  string `en:"Tables: %d" zh:"表：%d"`

	Unknown string `en:"not recognised" zh:"未识别"`

	Waiting     string `en:"Files waiting" zh:"待导入的文件"`
	WaitingHint string `en:"Each is an import of its own and can be undone by itself. They are kept for an hour." zh:"每个文件是一次独立的导入，可单独撤销。保留一小时。"`

	// Takes days, rows that are new, rows that change.
	WouldChange string `en:"%s · %s new, %s to change" zh:"%s · 将新增 %s 行，修改 %s 行"`
	YearFirst   string `en:"year first: 2026-12-31" zh:"年在前：2026-12-31"`

	Fields Fields

	ChannelLater string `en:"Decide later" zh:"以后再定"`
	// WhichChannel takes a platform.
	WhichChannel     string `en:"Which channel do the campaigns of %s belong to?" zh:"%s 的推广计划归到哪个渠道？"`
	WhichChannelHint string `en:"Remembered for later files and applied to rows already there; single campaigns can be put elsewhere on the page Unassigned." zh:"以后的文件照此归类，已有的数据也一并归类；个别计划可在“未归类”页另行指定。"`
}

// FieldName returns what a field of a record is called.
func (w *Wizard) FieldName(name string) string { return word(w.Fields, name) }

// Option returns what an answer to the question about field is called.
func (w *Wizard) Option(field, value string) string {
	words := map[string]string{"dmy": w.DayFirst, "mdy": w.MonthFirst, "ymd": w.YearFirst, "point": w.Point, "comma": w.DecimalComma, "spread": w.Spread}
	switch field {
	case "total_is":
		words = map[string]string{"level": w.IsLevel, "gained": w.IsGain}
		return words[value]
	case "date_order", "decimal", "period":
		if text, ok := words[value]; ok {
			return text
		}
	}
	return value
}

package i18n

// Wizard is what the import page says about exports of platforms: how a file
// was understood, and what only a person can know.
type Wizard struct {
	Recognised, RecognisedHint, Reading, Preset, Encoding, Detected                                      string
	Delimiter, Comma, Semicolon, Tab, Pipe, Table, TableOf, ChooseTable                                  string // TableOf %d: %s (%d rows)
	Sheet, Skipped, SkippedHint, ReadAgain                                                               string // Skipped %d lines
	Mapping, MappingHint, Sample, Field, Confidence, LeaveOut                                            string
	Rate, Level, Known, Unknown, ByYou, Remembered                                                       string
	Questions, QuestionsHint, Answer, Required, Apply                                                    string
	SameMoney, Reasons                                                                                   string
	Kind, ByHand, OrDay, Waiting, WaitingHint, WaitingNext, Remove, Check, Example                       string
	Memory, MemoryHint, MemoryEmpty, Forget, Forgotten, Answers                                          string
	AskField, AskOptional                                                                                string // %s field
	Rate1, RateSet                                                                                       string // Rate1 currency, reporting currency, day
	Asks, Tables                                                                                         string // %d
	Falls, Changed, ChangedHint, Parked, ParkedHint                                                      string // Falls column, day, per cent, before, after
	DayFirst, MonthFirst, YearFirst, Point, DecimalComma, Spread                                         string
	SkipTitle, SkipComment, SkipBlank, SkipDescription, SkipTotal, SkipHeader, SkipSeparator, SkipFooter string

	fields map[string]string
}

// FieldName returns what a field of a record is called.
func (w *Wizard) FieldName(name string) string {
	if text, ok := w.fields[name]; ok {
		return text
	}
	return name
}

// Option returns what an answer to the question about field is called.
func (w *Wizard) Option(field, value string) string {
	words := map[string]string{"dmy": w.DayFirst, "mdy": w.MonthFirst, "ymd": w.YearFirst, "point": w.Point, "comma": w.DecimalComma, "spread": w.Spread}
	switch field {
	case "date_order", "decimal", "period":
		if text, ok := words[value]; ok {
			return text
		}
	}
	return value
}

func wizard(p pick) Wizard {
	return Wizard{
		Recognised:      p("What was recognised", "识别结果"),
		RecognisedHint:  p("Correct it where it is wrong.", "有误之处可以改正。"),
		Reading:         p("How the file is read", "文件的读法"),
		Preset:          p("Read as an export of %s", "按 %s 的导出读取"),
		Encoding:        p("Encoding", "编码"),
		Detected:        p("detected", "自动识别"),
		Delimiter:       p("Separator", "分隔符"),
		Comma:           p("comma", "逗号"),
		Semicolon:       p("semicolon", "分号"),
		Tab:             p("tab", "制表符"),
		Pipe:            p("vertical bar", "竖线"),
		Table:           p("Table", "表"),
		TableOf:         p("%d: %s (%d rows)", "%d：%s（%d 行）"),
		ChooseTable:     p("The file holds several tables. Choose the one to import.", "文件里有几个表，请选择要导入的一个。"),
		Sheet:           p("Sheet", "工作表"),
		Skipped:         p("Lines that are no data: %d", "不是数据的行：%d"),
		Rate1:           p("1 %s in %s from %s", "1 %s 合多少 %s（%s 起）"),
		RateSet:         p("Set the rate", "设定汇率"),
		Asks:            p("Questions: %d", "待回答：%d"),
		Tables:          p("Tables: %d", "表：%d"),
		SkippedHint:     p("They are left out for the reason beside them.", "因旁边的原因没有导入。"),
		ReadAgain:       p("Read again", "重新读取"),
		Mapping:         p("Columns", "字段映射"),
		MappingHint:     p("Guessed from the header and the values. What you correct is remembered for files with the same header.", "按表头与取值猜测；您的改动会记住，下次表头相同就不再问。"),
		Sample:          p("Sample", "样例"),
		Field:           p("Field", "字段"),
		Confidence:      p("Confidence", "把握"),
		LeaveOut:        p("leave out", "不导入"),
		Rate:            p("a rate: computed again from sums", "比率：由总和重新计算"),
		Level:           p("does not add up over rows", "不能逐行相加"),
		Known:           p("recognised, not kept", "已识别，不保存"),
		Unknown:         p("not recognised", "未识别"),
		ByYou:           p("chosen by you", "您选择的"),
		Remembered:      p("remembered", "按上次"),
		Questions:       p("What the file does not say", "文件没有说明的内容"),
		QuestionsHint:   p("Asked once and remembered.", "只问一次，之后会记住。"),
		Answer:          p("Answer", "回答"),
		Required:        p("needed", "必填"),
		Apply:           p("Apply", "应用"),
		SameMoney:       p("It is other money: import it all the same", "这是另外的花费，仍然导入"),
		Kind:            p("Export of", "平台"),
		ByHand:          p("another platform: %s", "其他平台：%s"),
		OrDay:           p("or book everything on", "或全部记在这一天"),
		Waiting:         p("Files waiting", "待导入的文件"),
		WaitingHint:     p("Each is checked and imported by itself. They are kept for an hour.", "逐个检查、逐个导入。保留一小时。"),
		WaitingNext:     p("Next: %s", "下一个：%s"),
		Remove:          p("Remove", "移除"),
		Check:           p("Check", "检查"),
		Example:         p("for example", "例如"),
		Memory:          p("Remembered readings", "已记住的读法"),
		MemoryHint:      p("How files with the same header are read. Forget one, and the next such file is asked about again.", "表头相同的文件按此读取。忘记之后，下次会重新询问。"),
		MemoryEmpty:     p("Nothing yet: what you correct or answer while importing is remembered here.", "还没有：导入时的改动与回答会记在这里。"),
		Forget:          p("Forget", "忘记"),
		Forgotten:       p("Forgotten. The next such file is read as if it were the first.", "已忘记，下次遇到这种文件会重新识别。"),
		Answers:         p("Answers", "回答"),
		AskField:        p("No column was recognised as %s. Choose one in the table, or fill in what holds for all rows.", "没有认出哪一列是%s。可以在表里指定一列，或填写对所有行都适用的值。"),
		AskOptional:     p("The file does not say %s. It may stay blank.", "文件没有写明%s，可以留空。"),
		Falls:           p("%s of %s falls by %d %%: %s → %s", "%s（%s）下降 %d%%：%s → %s"),
		Changed:         p("Panels that changed", "有变化的面板"),
		ChangedHint:     p("Each link shows the days of the import.", "点开即为这次导入的日期。"),
		Parked:          p("Files in the watched folder wait for you", "监视文件夹里有文件需要处理"),
		ParkedHint:      p("They could not be imported without a person. Import them here; they lie in the folder parked.", "它们无法自动导入，请在这里导入；文件在 parked 子文件夹中。"),
		DayFirst:        p("day first: 31/12/2026", "日在前：31/12/2026"),
		MonthFirst:      p("month first: 12/31/2026", "月在前：12/31/2026"),
		YearFirst:       p("year first: 2026-12-31", "年在前：2026-12-31"),
		Point:           p("decimal point: 1,234.5", "小数点：1,234.5"),
		DecimalComma:    p("decimal comma: 1.234,5", "小数逗号：1.234,5"),
		Spread:          p("spread evenly over the period", "平均分摊到各天"),
		Reasons:         p("Reason", "原因"),
		SkipTitle:       p("title", "标题"),
		SkipComment:     p("comment", "注释"),
		SkipBlank:       p("blank", "空行"),
		SkipDescription: p("description", "说明"),
		SkipTotal:       p("total", "合计"),
		SkipHeader:      p("header", "表头"),
		SkipSeparator:   p("separator", "分隔符声明"),
		SkipFooter:      p("footer", "页脚"),
		fields: map[string]string{
			"date":                 p("Date", "日期"),
			"platform":             p("Platform", "平台"),
			"account":              p("Account", "账号"),
			"campaign":             p("Campaign", "推广计划"),
			"ad_group":             p("Ad group", "推广单元"),
			"keyword":              p("Keyword or ad", "关键词或创意"),
			"channel":              p("Channel", "渠道"),
			"industry":             p("Industry", "行业"),
			"impressions":          p("Impressions", "展现"),
			"clicks":               p("Clicks", "点击"),
			"cost":                 p("Cost", "花费"),
			"currency":             p("Currency", "币种"),
			"reported_conversions": p("Reported conversions", "平台上报转化"),
			"reported_value":       p("Reported value", "平台上报价值"),
			"source":               p("Source", "来源"),
			"gained":               p("Followers gained", "新增粉丝"),
			"lost":                 p("Followers lost", "流失粉丝"),
			"total":                p("Followers in total", "累计粉丝"),
			"post_id":              p("Post", "推文编号"),
			"title":                p("Title", "标题"),
			"kind":                 p("Kind", "类型"),
			"published_at":         p("Published at", "发布时间"),
			"delivered":            p("Delivered", "送达"),
			"reads":                p("Reads", "阅读"),
			"shares":               p("Shares", "分享"),
			"likes":                p("Likes", "点赞"),
			"comments":             p("Comments", "评论"),
			"followers_gained":     p("Followers gained", "涨粉"),
			"followers_lost":       p("Followers lost", "掉粉"),
			"order_id":             p("Order", "订单号"),
			"line":                 p("Line of the order", "订单行"),
			"at":                   p("Time", "时间"),
			"member":               p("Member", "成员"),
			"product":              p("Product", "产品"),
			"product_role":         p("Product role", "产品角色"),
			"quantity":             p("Quantity", "数量"),
			"revenue":              p("Revenue", "收入"),
			"refund":               p("Refund", "退款"),
			"cost_of_goods":        p("Cost of goods", "商品成本"),
			"label":                p("Label", "标签"),
			"key":                  p("Key", "唯一键"),
			"event":                p("Event", "事件"),
			"group":                p("Group", "社群"),
			"challenge":            p("Challenge", "打卡挑战"),
			"invited_by":           p("Invited by", "邀请人"),
			"value":                p("Value", "数值"),
			"props":                p("Properties", "属性"),
			"joined_at":            p("Joined at", "加入时间"),
			"city":                 p("City", "城市"),
			"staff":                p("Staff", "员工"),
			"metric":               p("Metric", "指标"),
			"scope":                p("Scope", "范围"),
			"from":                 p("From", "起"),
			"to":                   p("To", "止"),
			"floor":                p("Floor", "底线"),
			"goal":                 p("Goal", "目标"),
			"stretch":              p("Stretch", "挑战目标"),
			"phasing":              p("Phasing", "节奏"),
			"owner":                p("Owner", "负责人"),
			"rate":                 p("Rate", "汇率"),
			"date_order":           p("Order of day and month", "日期的日月顺序"),
			"decimal":              p("Decimal sign", "小数点写法"),
			"period":               p("Figures of a whole period", "整段时间的数字"),
		},
	}
}

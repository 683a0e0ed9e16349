package i18n

// Marks are the texts about what is drawn on days: notes, tries, holidays.
type Marks struct {
	Show     string `en:"Notes" zh:"标记"`
	ShowHint string `en:"Show notes, tries, holidays and missing days on the charts" zh:"在图上显示备注、尝试、节假日和缺失的日期"`
	List     string `en:"What happened on these days" zh:"这些天发生了什么"`
	More     string `en:"%d more" zh:"还有 %d 条"`
	Day      string `en:"This day" zh:"这一天"`
	AddNote  string `en:"Write a note" zh:"记一笔"`
	AddTry   string `en:"Record a try" zh:"记成一次尝试"`
	Members  string `en:"The members behind it" zh:"看是哪些成员"`
	Enter    string `en:"Enter opens a menu to note something on the day." zh:"按回车可以给这一天记一笔。"`
	Shared   string `en:"Show it on share links, too" zh:"分享链接里也显示"`

	// Beside a figure: its target. GoalPace and BudgetPace take how much of it is
	// reached and the pace; GoalRatio takes the target and the figure so far.
	Goal       string `en:"Target" zh:"目标"`
	GoalPace   string `en:"%s of plan, %s" zh:"计划进度 %s，%s"`
	BudgetPace string `en:"budget %s used, %s" zh:"预算已用 %s，%s"`
	GoalRatio  string `en:"target %s, so far %s" zh:"目标 %s，至今 %s"`
	OnPace     string `en:"on pace" zh:"正合进度"`
	Ahead      string `en:"%s ahead" zh:"超前 %s"`
	Behind     string `en:"%s behind" zh:"落后 %s"`
	GoalToday  string `en:"of %s to reach the target" zh:"按目标当天应有 %s"`

	// What system notes say. Try takes its title, Begins the challenge, Hole the
	// record and the source; RestatedBy and RestatedUndo the file, who, the metric,
	// its day, its figures before and after, and RestatedSize by how much.
	Try      string `en:"Try: %s" zh:"尝试：%s"`
	Begins   string `en:"%s begins" zh:"%s 开始"`
	Hole     string `en:"Days missing: %s %s" zh:"缺数据：%s %s"`
	HoleOnly string `en:"Days missing: %s" zh:"缺数据：%s"`

	RestatedBy   string `en:"“%s” (%s) changed known figures: %s on %s from %s to %s%s" zh:"“%s”（%s）改写了已知数字：%s（%s）由 %s 变为 %s%s"`
	RestatedUndo string `en:"The undo of “%s” (%s) changed known figures: %s on %s from %s to %s%s" zh:"撤销“%s”（%s）改写了已知数字：%s（%s）由 %s 变为 %s%s"`
	RestatedSize string `en:" (%s)" zh:"（%s）"`

	// Holidays of China, for readers who do not know their names.
	NewYear       string `en:"New Year's Day" zh:"元旦"`
	SpringFest    string `en:"Spring Festival" zh:"春节"`
	TombSweeping  string `en:"Tomb-Sweeping Day" zh:"清明节"`
	LabourDay     string `en:"Labour Day" zh:"劳动节"`
	DragonBoat    string `en:"Dragon Boat Festival" zh:"端午节"`
	MidAutumn     string `en:"Mid-Autumn Festival" zh:"中秋节"`
	NationalDay   string `en:"National Day" zh:"国庆节"`
	NationalWithM string `en:"National Day and Mid-Autumn" zh:"国庆节、中秋节"`
}

// Festival returns what readers call a holiday, by the name it is recorded
// under; names that are not China's stay as they are.
func (m *Messages) Festival(name string) string {
	t := &m.Marks
	known := map[string]string{"元旦": t.NewYear, "元旦节": t.NewYear, "春节": t.SpringFest, "清明": t.TombSweeping, "清明节": t.TombSweeping,
		"劳动节": t.LabourDay, "端午": t.DragonBoat, "端午节": t.DragonBoat, "中秋": t.MidAutumn, "中秋节": t.MidAutumn, "国庆": t.NationalDay,
		"国庆节": t.NationalDay, "国庆中秋": t.NationalWithM}
	if text, ok := known[name]; ok {
		return text
	}
	return name
}

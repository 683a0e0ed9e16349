package i18n

// Ledger is what is said of published figures that are others now.
type Ledger struct {
	Title string `en:"Restated figures" zh:"改过的数字"`
	Hint  string `en:"Figures of final reports, briefs, alerts and pages that were sent. What they said is kept; what later imports changed is listed here." zh:"包括定稿月报、晨报、提醒和已发出页面里的数字。当时的数字原样保留，后来的导入改了多少，列在下面。"`
	// Takes how many, since when, how many differ.
	Says string `en:"%[1]d figures were published since %[2]s. %[3]d say something else now." zh:"%[2]s以来公布过 %[1]d 个数字，其中 %[3]d 个现在不一样了。"`
	// Takes how many.
	AllStand string `en:"All %d figures that were published still stand." zh:"公布过的 %d 个数字都没有变。"`
	None     string `en:"Nothing was published yet: no report is final, and no brief was sent." zh:"还没有公布过数字：没有定稿的月报，也没有发过晨报。"`
	// Takes how many are looked at.
	OnlyLast  string `en:"Only the last %d are looked at." zh:"只看最近的 %d 个。"`
	Since     string `en:"Restated since" zh:"定稿后改过的数字"`
	SinceHint string `en:"What the report says stays. These figures are others by now, each with what made the difference." zh:"月报里的数字不动。下面这些现在不一样了，每一笔差额是谁带来的也写清楚。"`
	See       string `en:"All restated figures" zh:"全部改过的数字"`

	Published  string `en:"Published" zh:"公布于"`
	Difference string `en:"Difference" zh:"相差"`
	Because    string `en:"Cause" zh:"原因"`
	// Takes month and edition.
	InReport  string `en:"Report of %s, edition %d" zh:"%s月报，第 %d 版"`
	Gone      string `en:"a message that is kept no more" zh:"一条已不再保存的消息"`
	Stands    string `en:"stands again" zh:"已恢复一致"`
	Undefined string `en:"the metric is no longer defined" zh:"这个指标已经没有了"`

	Import string `en:"Import %d" zh:"导入 %d"`
	Undo   string `en:"Import %d taken back" zh:"撤销导入 %d"`
	// Takes numbers.
	Together   string `en:"together with %s" zh:"连同 %s"`
	Definition string `en:"The metric means something else now" zh:"指标的口径改了"`
	Other      string `en:"Names, rules, late check-ins" zh:"名称归并、规则或补到的打卡"`
	Unknown    string `en:"not known from then on" zh:"从那以后算不出"`

	AsOf    string `en:"Figures then" zh:"当时的数字"`
	Look    string `en:"Look" zh:"查看"`
	AsOfTip string `en:"All figures as they were right after import %d" zh:"导入 %d 刚完成时的全部数字"`
}

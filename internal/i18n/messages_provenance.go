package i18n

// Provenance is what the page says that tells where a figure comes from.
type Provenance struct {
	Title string `en:"Why this number" zh:"这个数怎么来的"`
	// Takes the name of a page.
	Back string `en:"Back to %s" zh:"回到“%s”"`

	AnyEvent string `en:"Any activity" zh:"任意行为"`
	// Takes a figure.
	AtMost string `en:"at most %s" zh:"最多 %s"`
	// Takes a number of rows.
	Blank string `en:"%s rows do not state it and are left out" zh:"%s 行没有写明，未计入"`
	// Takes a number of rows.
	BlankAsZero string `en:"%s rows do not state it and count as 0: the figure is an upper bound" zh:"%s 行没有写明，按 0 计，所以上面的数是上限"`
	By          string `en:"By" zh:"导入人"`
	// Takes days.
	CompleteDays string `en:"Only days that all sources are complete for are counted: %s." zh:"只计入数据到齐的日子：%s。"`
	CSV          string `en:"All of it as CSV" zh:"全部明细（CSV）"`
	Definition   string `en:"Definition" zh:"口径"`
	Events       string `en:"This panel follows members. Each of its figures opens the members behind it; these are the activities it is worked out from." zh:"这块面板跟踪的是成员：点面板里的数字可以看到是哪些人。下面是它用到的行为，以及这些行为来自哪些导入。"`
	Filters      string `en:"Filters" zh:"筛选"`
	From         string `en:"Where it comes from" zh:"数据从哪来"`
	Imported     string `en:"Imported" zh:"导入时间"`
	// Takes the number of an import.
	Import string `en:"Import %d" zh:"导入 %d"`
	// Takes a dimension and values.
	Is string `en:"%s is %s" zh:"%s是 %s"`
	// Takes a dimension and values.
	IsNot   string `en:"%s is not %s" zh:"%s不是 %s"`
	Left    string `en:"Left out, and why" zh:"没算进来的，为什么"`
	Nothing string `en:"Nothing is left out." zh:"没有漏算的数据。"`
	NoRows  string `en:"No row adds to it." zh:"没有数据行。"`
	Parts   string `en:"Imports" zh:"导入"`
	// Takes currencies.
	Rates string `en:"%s is converted at the rate of each row’s own day" zh:"%s 按各行当天的汇率折算"`
	// Takes a number of imports and what they add.
	Rest string `en:"and %d more imports: %s" zh:"另外 %d 次导入：%s"`
	Rows string `en:"Rows" zh:"行数"`
	// A link.
	RowsCSV string `en:"The rows (first 1,000, CSV)" zh:"看原始行（前 1,000 行，CSV）"`
	Share   string `en:"Share" zh:"占比"`
	Sources string `en:"Data through" zh:"数据截至"`
	// Takes a number of rows.
	Staff    string `en:"%s rows of staff are left out" zh:"%s 行是工作人员的，未计入"`
	Sum      string `en:"Amount" zh:"数额"`
	Sums     string `en:"Made of" zh:"由这些数得出"`
	Total    string `en:"Together" zh:"合计"`
	Withheld string `en:"Which import added how many people is not shown to your role." zh:"您的角色看不到每次导入各带来多少人。"`
}

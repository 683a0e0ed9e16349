package i18n

// Explore is what the page says on which a reader asks a question of their own.
type Explore struct {
	Title  string `en:"Explore" zh:"自己提问"`
	Lead   string `en:"Say what you want to see. The answer stands below; its address can be kept or sent to a colleague." zh:"说说想看什么，答案在下面；网址可以收藏，也可以发给同事。"`
	Look   string `en:"Look at" zh:"看什么"`
	Drawn  string `en:"As" zh:"怎么看"`
	Answer string `en:"Show the answer" zh:"看答案"`
	Pin    string `en:"Add to a board" zh:"加入看板"`
	More   string `en:"More conditions" zh:"更多条件"`
	Often  string `en:"Often asked" zh:"常问的"`
	Text   string `en:"This question as text" zh:"这个问题的写法"`
	// The same YAML as boards.
	TextLead string `en:"Boards and page files hold the same text." zh:"看板和页面文件里写的就是它。"`

	Nothing string `en:"none" zh:"不选"`
	// A select that narrows an activity.
	Only  string `en:"only of" zh:"只算"`
	AnyOf string `en:"all" zh:"全部"`
	// Takes a dimension, in the plural in Chinese.
	CannotSplitBy string `en:"not possible for this metric" zh:"这个指标不能这样分"`
	// Takes metric, dimension and those that work.
	CannotSplit string `en:"%[1]s is not known by %[2]s. Choose one of: %[3]s." zh:"%[1]s没有按%[2]s的数据。可以按：%[3]s。"`
	// Takes the number of a step.
	Step   string `en:"Step %d" zh:"第 %d 步"`
	Plus   string `en:"+ %s" zh:"＋ %s"`
	Minus  string `en:"− %s" zh:"－ %s"`
	Hours  string `en:"%d hours" zh:"%d 小时内"`
	InDays string `en:"%d days" zh:"%d 天内"`
	OnDay  string `en:"day %d" zh:"第 %d 天"`
	// Takes two metrics or more, and what they are told apart by.
	By string `en:"%[1]s by %[2]s" zh:"%[1]s，按%[2]s"`

	Fields ExploreFields
	Topics ExploreTopics
	Types  PanelNames
	Ready  ExploreReady
}

// ExploreFields are the fields of the form that no question has.
type ExploreFields struct {
	Metric  string `en:"Metric" zh:"指标"`
	Metrics string `en:"Metrics" zh:"指标"`
	X       string `en:"To the right" zh:"横轴"`
	Y       string `en:"Upwards" zh:"纵轴"`
	Size    string `en:"Size" zh:"大小按"`
	Event   string `en:"Activity" zh:"行为"`
	Return  string `en:"Comes back with" zh:"回访行为"`
	Step    string `en:"Steps" zh:"步骤"`
	Within  string `en:"Days a step should take" zh:"每步应在几天内"`
	Out     string `en:"Leaves with" zh:"退出行为"`
	Claim   string `en:"Say so when fewer get through than, %" zh:"通过率低于多少时提醒（%）"`
	By      string `en:"Break down by" zh:"按什么分"`
	Limit   string `en:"At most" zh:"最多显示几个"`
}

// ExploreTopics are what a question may be about.
type ExploreTopics struct {
	Metrics     string `en:"Metrics" zh:"指标"`
	Retention   string `en:"Who comes back (retention)" zh:"谁会回来（留存）"`
	Funnel      string `en:"Who gets through steps (funnel)" zh:"谁走完几步（漏斗）"`
	Growth      string `en:"New, staying, lost members" zh:"成员增减"`
	Stickiness  string `en:"How often members come" zh:"成员来得多勤"`
	Streaks     string `en:"Days in a row" zh:"连续打卡"`
	Challenge   string `en:"Who keeps at a challenge" zh:"谁坚持得住"`
	Invitations string `en:"Who brings whom" zh:"谁邀请了谁"`
	Kept        string `en:"What a member kept costs" zh:"留住一位成员的成本"`
	Clock       string `en:"On which day money counts" zh:"钱记在哪一天"`
	Times       string `en:"When in the day" zh:"一天中的时段"`
	Community   string `en:"Groups and what reaches them" zh:"社群与触达"`
	Content     string `en:"Posts" zh:"推文"`
	Pipeline    string `en:"Stages of users" zh:"用户阶段"`
	Products    string `en:"Products and margins" zh:"商品与毛利"`
	Search      string `en:"Search ads" zh:"搜索投放"`
	Events      string `en:"Events and partners" zh:"活动与合作"`
	Synergy     string `en:"What works together" zh:"协同"`

	// Headings over them.
	Figures    string `en:"Figures" zh:"数据"`
	Members    string `en:"Members" zh:"成员"`
	Operations string `en:"Operations" zh:"运营"`
}

// PanelNames are the types of panels as ways of looking at an answer.
type PanelNames struct {
	Line          string `en:"Line" zh:"走势"`
	Table         string `en:"Table" zh:"列表"`
	Kpis          string `en:"Just the numbers" zh:"只看数"`
	Multiples     string `en:"One small chart each" zh:"每项一张小图"`
	Calendar      string `en:"Calendar" zh:"日历"`
	Bubbles       string `en:"Bubbles" zh:"气泡"`
	Waterfall     string `en:"Waterfall" zh:"瀑布"`
	Steps         string `en:"Sums side by side" zh:"各步总数"`
	CheckinsToday string `en:"The latest day" zh:"最新一天"`
	WeekdayHour   string `en:"Weekday by hour" zh:"星期与时段"`
	Minutes       string `en:"By the minute" zh:"按分钟"`

	Retention      string `en:"Triangle" zh:"留存三角"`
	RetentionCurve string `en:"Curves" zh:"留存曲线"`
	RetentionTrend string `en:"One period over time" zh:"同期走势"`
	Funnel         string `en:"Funnel" zh:"漏斗"`
	FunnelTimes    string `en:"Time taken" zh:"转化用时"`
	Challenge      string `en:"Curve of those still going" zh:"坚持曲线"`
	Streaks        string `en:"Lengths of runs" zh:"连续天数"`
	AtRisk         string `en:"Who may break off" zh:"可能断签的人"`
	Stickiness     string `en:"Active days" zh:"活跃天数"`
	Growth         string `en:"New, back and lost" zh:"新增、回流、流失"`
	States         string `en:"States day by day" zh:"每日状态"`
	Active         string `en:"Day, 7 days, 30 days" zh:"日活、周活、月活"`
	Invitations    string `en:"Invitations" zh:"邀请"`
	Kept           string `en:"Cost per member kept" zh:"每留存成本"`

	Posts         string `en:"Which posts won or lost followers" zh:"哪篇推文涨粉、掉粉"`
	PostKinds     string `en:"Which kinds win followers" zh:"哪类内容涨粉"`
	PostQuota     string `en:"Quota of the month" zh:"每月推送额度"`
	PostSays      string `en:"In one sentence" zh:"一句话"`
	PostUnfollows string `en:"Unfollows after a push" zh:"推送后取关"`

	Groups       string `en:"How the groups fare" zh:"各社群状况"`
	GroupSays    string `en:"In one sentence" zh:"一句话"`
	GroupAdvice  string `en:"Groups to decide on" zh:"该动手的群"`
	GroupTenure  string `en:"How long members stay" zh:"进群后留多久"`
	GroupOverlap string `en:"Who is in two groups" zh:"谁和谁是同一拨人"`
	GroupOthers  string `en:"One group beside the rest" zh:"一个群与其余的群"`
	GroupAges    string `en:"Groups by age" zh:"群龄与活跃"`
	GroupCosts   string `en:"Cost per active member" zh:"每位活跃成员的成本"`
	Minis        string `en:"Mini activities" zh:"每日小活动"`
	Reach        string `en:"Whom it reaches" zh:"触达多少人"`
	Returns      string `en:"Who comes back after" zh:"之后会不会再来"`

	Clock         string `en:"By both clocks" zh:"两种记法"`
	Attach        string `en:"What early purchases lead to" zh:"先买的带来什么"`
	Contributions string `en:"Who earns the money" zh:"钱是谁挣的"`

	Stages      string `en:"Where they are" zh:"走到哪一步"`
	StagesSays  string `en:"In one sentence" zh:"一句话"`
	StageGroups string `en:"Where they come from" zh:"从哪来"`

	FeedbackTopics string `en:"What members want better" zh:"成员希望改进什么"`

	PriceVolumeMix string `en:"Units, mix, prices" zh:"销量、组合、价格"`
	Turnover       string `en:"Visits, conversion, order value" zh:"访问、转化、客单价"`
	Margins        string `en:"What each brings" zh:"各自贡献"`
	ProductsSays   string `en:"In one sentence" zh:"一句话"`
	RefundAges     string `en:"Refunds by age" zh:"退款，按下单至今多久"`

	Keywords      string `en:"Words that waste money" zh:"浪费的词"`
	SearchSays    string `en:"In one sentence" zh:"一句话"`
	Terms         string `en:"What people searched for" zh:"搜索词"`
	Industries    string `en:"Industries" zh:"各行业"`
	IndustryPlans string `en:"Plans by industry" zh:"各行业计划"`
	NextSpend     string `en:"Where the next spend should go" zh:"下一笔投哪儿"`
	CostMoved     string `en:"Why a paid member costs more or less" zh:"付费成员为何变贵或变便宜"`
	SpendAudit    string `en:"Spend without traffic" zh:"有花费无流量"`

	EventsSays string `en:"In one sentence" zh:"一句话"`
	Events     string `en:"What events brought" zh:"活动带来了什么"`
	Partners   string `en:"Partners" zh:"合作"`

	Synergy      string `en:"More kinds, more kept?" zh:"参与越多，留下越多？"`
	SynergyPairs string `en:"Is one and one more than two?" zh:"1 + 1 是否大于 2"`
	SynergySays  string `en:"In one sentence" zh:"一句话"`
	SynergyKinds string `en:"One kind, alike members" zh:"同类成员之间，参与与否"`
}

// ExploreReady are questions that are ready to be asked.
type ExploreReady struct {
	Channels string `en:"Which channels bring members?" zh:"哪些渠道带来成员？"`
	Cities   string `en:"Which groups check in most?" zh:"哪些社群打卡最多？"`
	Payers   string `en:"How many who joined pay?" zh:"加入的人有多少付了费？"`
	Weeks    string `en:"Who still checks in after weeks?" zh:"几周后谁还在打卡？"`
	Hours    string `en:"When do members check in?" zh:"大家几点打卡？"`
	Streaks  string `en:"How long are the runs?" zh:"连续打卡有多久？"`
	Kept     string `en:"What does a member who stays cost?" zh:"留下一位成员花多少钱？"`
}

// Field names a field; "" for one that is a question's own.
func (e *Explore) Field(name string) string { return wordOr(e.Fields, name, "") }

// Topic names what a question is about.
func (e *Explore) Topic(name string) string { return word(e.Topics, name) }

// Panel names a type of panel.
func (e *Explore) Panel(name string) string { return word(e.Types, name) }

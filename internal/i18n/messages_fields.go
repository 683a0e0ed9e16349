package i18n

// Fields are the words for the columns of records and for what only a person
// can answer about a file.
type Fields struct {
	Account    string `en:"Account" zh:"账号"`
	AfterSale  string `en:"State after the sale" zh:"售后状态"`
	As         string `en:"Kind of data" zh:"数据种类"`
	AdGroup    string `en:"Ad group" zh:"推广单元"`
	Amount     string `en:"Amount" zh:"金额"`
	ApprovedBy string `en:"Approved by" zh:"批准人"`
	ApprovedOn string `en:"Approved on" zh:"批准日期"`
	At         string `en:"Time" zh:"时间"`

	Campaign    string `en:"Campaign" zh:"推广计划"`
	Challenge   string `en:"Challenge" zh:"打卡挑战"`
	Channel     string `en:"Channel" zh:"渠道"`
	City        string `en:"City" zh:"城市"`
	Clicks      string `en:"Clicks" zh:"点击"`
	Closed      string `en:"Closed on" zh:"关闭日期"`
	Comments    string `en:"Comments" zh:"评论"`
	Contact     string `en:"Contact" zh:"联系方式"`
	Cost        string `en:"Cost" zh:"花费"`
	CostOfGoods string `en:"Cost of goods" zh:"商品成本"`
	Created     string `en:"Created on" zh:"创建日期"`
	Currency    string `en:"Currency" zh:"币种"`

	Date      string `en:"Date" zh:"日期"`
	DateOrder string `en:"Order of day and month" zh:"日期的日月顺序"`
	Decimal   string `en:"Decimal sign" zh:"小数点写法"`
	Delivered string `en:"Delivered" zh:"送达"`

	Event string `en:"Event" zh:"事件"`

	Floor           string `en:"Floor" zh:"底线"`
	FollowersGained string `en:"Followers gained" zh:"涨粉"`
	FollowersLost   string `en:"Followers lost" zh:"掉粉"`
	From            string `en:"From" zh:"起"`

	Gained string `en:"Followers gained" zh:"新增粉丝"`
	Goal   string `en:"Goal" zh:"目标"`
	Group  string `en:"Group" zh:"社群"`

	Hours string `en:"Hours" zh:"工时"`

	Impressions string `en:"Impressions" zh:"展现"`
	Industry    string `en:"Industry" zh:"行业"`
	InvitedBy   string `en:"Invited by" zh:"邀请人"`

	JoinedAt string `en:"Joined at" zh:"加入时间"`

	Key     string `en:"Key" zh:"唯一键"`
	Keyword string `en:"Keyword or ad" zh:"关键词或创意"`
	Kind    string `en:"Kind" zh:"类型"`

	Label string `en:"Label" zh:"标签"`
	Likes string `en:"Likes" zh:"点赞"`
	Line  string `en:"Line of the order" zh:"订单行"`
	Lost  string `en:"Followers lost" zh:"流失粉丝"`

	Member string `en:"Member" zh:"成员"`
	Metric string `en:"Metric" zh:"指标"`
	Month  string `en:"Month" zh:"月份"`

	Name     string `en:"Name" zh:"名称"`
	Nickname string `en:"Nickname" zh:"昵称"`

	OrderID string `en:"Order" zh:"订单号"`
	Owner   string `en:"Owner" zh:"负责人"`

	Parent      string `en:"Part of" zh:"所属目标"`
	Period      string `en:"Figures of a whole period" zh:"整段时间的数字"`
	Phasing     string `en:"Phasing" zh:"节奏"`
	Platform    string `en:"Platform" zh:"平台"`
	PostID      string `en:"Post" zh:"推文编号"`
	Product     string `en:"Product" zh:"产品"`
	ProductRole string `en:"Product role" zh:"产品角色"`
	Props       string `en:"Properties" zh:"属性"`
	PublishedAt string `en:"Published at" zh:"发布时间"`

	Quantity string `en:"Quantity" zh:"数量"`
	Quarter  string `en:"Quarter" zh:"季度"`

	Rate                string `en:"Rate" zh:"汇率"`
	Replaces            string `en:"Replaces" zh:"代替哪个目标"`
	Reason              string `en:"Reason" zh:"理由"`
	Reads               string `en:"Reads" zh:"阅读"`
	Refund              string `en:"Refund" zh:"退款"`
	Region              string `en:"Region" zh:"地区"`
	ReportedConversions string `en:"Reported conversions" zh:"平台上报转化"`
	ReportedValue       string `en:"Reported value" zh:"平台上报价值"`
	Revenue             string `en:"Revenue" zh:"收入"`

	Scope   string `en:"Scope" zh:"范围"`
	Shares  string `en:"Shares" zh:"分享"`
	Source  string `en:"Source" zh:"来源"`
	Staff   string `en:"Staff" zh:"员工"`
	State   string `en:"State" zh:"状态"`
	Stretch string `en:"Stretch" zh:"挑战目标"`

	Tags    string `en:"Tags" zh:"标签组"`
	Term    string `en:"Search term" zh:"搜索词"`
	Title   string `en:"Title" zh:"标题"`
	To      string `en:"To" zh:"止"`
	Total   string `en:"Followers in total" zh:"累计粉丝"`
	TotalIs string `en:"What the total is" zh:"累计数的含义"`

	Value string `en:"Value" zh:"数值"`

	Week string `en:"Week" zh:"周"`
}

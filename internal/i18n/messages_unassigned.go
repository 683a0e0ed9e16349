package i18n

// Unassigned is what the page says about what has no channel.
type Unassigned struct {
	Title string `en:"Unassigned" zh:"未归类"`
	// Says takes how many items and an amount of money.
	Says    string `en:"%s items have no channel yet, among them %s of spend: CPA and ROAS of channels look better than they are." zh:"还有 %s 项没有归到渠道，其中花费 %s，各渠道的获客成本和投产比因此偏好看。"`
	Nothing string `en:"All spend, orders and joins have a channel." zh:"所有花费、订单和加入都有渠道了。"`
	Lead    string `en:"Choosing a channel changes past rows too, and applies to the same name in files to come; undoing the rule takes it back." zh:"选定渠道后，过去的数据一并归类，以后导入的同名数据也照此归类；撤销规则即可恢复。"`

	AddRule       string `en:"Add a rule" zh:"新增规则"`
	Assign        string `en:"Assign" zh:"归类"`
	Campaign      string `en:"Campaign, or a pattern with *" zh:"推广计划，可用 * 代表任意文字"`
	CampaignHint  string `en:"Blank: every campaign of the platform" zh:"留空：该平台的全部计划"`
	Channel       string `en:"Counts as" zh:"归到"`
	Choose        string `en:"Choose…" zh:"请选择…"`
	Coverage      string `en:"Coverage" zh:"归类情况"`
	From          string `en:"From" zh:"来源"`
	Joins         string `en:"Joins" zh:"加入"`
	Looks         string `en:"Looks like" zh:"看起来像"`
	Money         string `en:"Money" zh:"金额"`
	Name          string `en:"Campaign" zh:"推广计划"`
	NoCampaign    string `en:"No campaign named" zh:"未写明推广计划"`
	NoChannel     string `en:"No channel at all" zh:"不属于任何渠道"`
	NoRules       string `en:"There are no rules yet." zh:"还没有规则。"`
	Platform      string `en:"Platform" zh:"平台"`
	PlatformHint  string `en:"Blank: on any platform" zh:"留空：任何平台"`
	Rows          string `en:"Rows" zh:"行数"`
	Rules         string `en:"Rules" zh:"规则"`
	RulesHint     string `en:"An exact campaign counts before a pattern, a pattern before a whole platform. What a row says itself always stays." zh:"单个计划优先于模式，模式优先于整个平台；数据本身写明的渠道始终保留。"`
	SpendAssigned string `en:"Spend that is assigned" zh:"已归类的花费"`
	Which         string `en:"Which channel" zh:"归到哪个渠道"`
	WhichHint     string `en:"Largest first; suggestions are guesses until you choose" zh:"金额大的在前；建议只是猜测，选定才生效"`

	// AboutPlatform, AboutCampaign and AboutBoth take a platform and a campaign.
	AboutPlatform string `en:"%s: every campaign" zh:"%s：全部计划"`
	AboutCampaign string `en:"Campaign %s" zh:"计划 %s"`
	AboutBoth     string `en:"%s: campaign %s" zh:"%s：计划 %s"`
	// AboutRecord takes a kind of record.
	AboutRecord string `en:"%s that name no campaign" zh:"未写明推广计划的%s"`
	// LooksLike takes a platform.
	LooksLike string `en:"like most spend of %s" zh:"%s 的花费大多归此"`
	// More takes how many.
	More string `en:"%s more items; they come into the list as these are assigned." zh:"另有 %s 项，归类后会依次列出。"`
}

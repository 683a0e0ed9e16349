package ops

import (
	"slices"
	"sync"
)

// Records lists every record kind. The order of columns is the order of the
// documented CSV layout. It is a function so that nobody can change the list.
func Records() []*Record {
	return []*Record{
		{Name: "spend", Ruled: true, Label: Label{"Ad spend", "投放"}, Day: "date", Source: "platform", Daily: true, Part: "account", Marked: true,
			Reporter: []string{"platform", "account"}, Columns: []Column{
				{Name: "date", Type: Date, Key: true, Required: true},
				{Name: "platform", Type: Name, Key: true, Required: true, Dimension: true},
				{Name: "account", Type: Name, Key: true, Dimension: true},
				{Name: "campaign", Type: Name, Key: true, Required: true, Dimension: true},
				{Name: "ad_group", Type: Name, Key: true, Dimension: true},
				{Name: "keyword", Type: Name, Key: true, Dimension: true, Fine: true},
				{Name: "channel", Type: Name, Dimension: true},
				{Name: "industry", Type: Name, Dimension: true},
				{Name: "impressions", Type: Count},
				{Name: "clicks", Type: Count},
				{Name: "cost", Type: Money, Required: true},
				{Name: "currency", Type: Name, Required: true, Dimension: true},
				{Name: "reported_conversions", Type: Decimal},
				{Name: "reported_value", Type: Money},
			}},
		{Name: "search_terms", Label: Label{"Search terms", "搜索词"}, Day: "date", Source: "platform", Part: "account", Marked: true,
			Reporter: []string{"platform", "account"}, Columns: []Column{
				{Name: "date", Type: Date, Key: true, Required: true},
				{Name: "platform", Type: Name, Key: true, Required: true, Dimension: true},
				{Name: "account", Type: Name, Key: true, Dimension: true},
				{Name: "campaign", Type: Name, Key: true, Required: true, Dimension: true},
				{Name: "ad_group", Type: Name, Key: true, Dimension: true},
				{Name: "keyword", Type: Name, Key: true, Dimension: true, Fine: true},
				{Name: "term", Type: Name, Key: true, Required: true, Dimension: true, Fine: true},
				{Name: "impressions", Type: Count},
				{Name: "clicks", Type: Count},
				{Name: "cost", Type: Money},
				{Name: "currency", Type: Name, Dimension: true},
				{Name: "reported_conversions", Type: Decimal},
			}},
		{Name: "followers", Label: Label{"Followers", "粉丝"}, Day: "date", Source: "account", Daily: true, Reporter: []string{"account"}, Columns: []Column{
			{Name: "date", Type: Date, Key: true, Required: true},
			{Name: "account", Type: Name, Key: true, Required: true, Dimension: true},
			{Name: "source", Type: Name, Key: true, Dimension: true},
			{Name: "gained", Type: Count},
			{Name: "lost", Type: Count},
			{Name: "total", Type: Count, Level: true},
		}},
		{Name: "posts", Label: Label{"Posts", "推文"}, Day: "date", Source: "account", Columns: []Column{
			{Name: "post_id", Type: Text, Key: true, Required: true},
			{Name: "date", Type: Date, Key: true, Required: true},
			{Name: "title", Type: Name, Dimension: true},
			{Name: "account", Type: Name, Dimension: true},
			{Name: "kind", Type: Name, Dimension: true},
			{Name: "published_at", Type: Instant},
			{Name: "delivered", Type: Count},
			{Name: "reads", Type: Count},
			{Name: "shares", Type: Count},
			{Name: "likes", Type: Count},
			{Name: "comments", Type: Count},
			{Name: "followers_gained", Type: Count},
			{Name: "followers_lost", Type: Count},
		}},
		{Name: "counts", Label: Label{"Other counts", "其他计数"}, Day: "date", Source: "name", Part: "source", Marked: true, Subject: "name",
			Reporter: []string{"name", "source"}, Columns: []Column{
				{Name: "date", Type: Date, Key: true, Required: true},
				{Name: "name", Type: Name, Key: true, Required: true, Dimension: true},
				{Name: "source", Type: Name, Key: true, Dimension: true},
				{Name: "channel", Type: Name, Key: true, Dimension: true},
				{Name: "value", Type: Decimal},
				{Name: "amount", Type: Money},
				{Name: "currency", Type: Name, Dimension: true},
			}},
		{Name: "levels", Label: Label{"Levels", "水平值"}, Day: "date", Source: "name", Part: "source", Marked: true, Subject: "name", Columns: []Column{
			{Name: "date", Type: Date, Key: true, Required: true},
			{Name: "name", Type: Name, Key: true, Required: true, Dimension: true},
			{Name: "source", Type: Name, Key: true, Dimension: true},
			{Name: "value", Type: Decimal, Required: true, Level: true},
		}},
		{Name: "orders", Ruled: true, Unnamed: true, Label: Label{"Orders", "订单"}, Day: "at", Lines: "line", Columns: []Column{
			{Name: "order_id", Type: Text, Key: true, Required: true},
			{Name: "line", Type: Text, Key: true},
			{Name: "at", Type: Instant, Required: true},
			{Name: "member", Type: Member},
			{Name: "product", Type: Name, Dimension: true},
			{Name: "product_role", Type: Name, Dimension: true},
			{Name: "channel", Type: Name, Dimension: true},
			{Name: "campaign", Type: Name, Dimension: true},
			{Name: "quantity", Type: Count},
			{Name: "revenue", Type: Money, Required: true},
			{Name: "refund", Type: Money},
			{Name: "cost_of_goods", Type: Money},
			{Name: "currency", Type: Name, Required: true, Dimension: true},
		}},
		{Name: "costs", Label: Label{"Other costs", "其他成本"}, Day: "date", Daily: true, Part: "kind", Columns: []Column{
			{Name: "date", Type: Date, Key: true, Required: true},
			{Name: "kind", Type: Name, Key: true, Required: true, Dimension: true},
			{Name: "channel", Type: Name, Key: true, Dimension: true},
			{Name: "campaign", Type: Name, Key: true, Dimension: true},
			{Name: "label", Type: Name, Key: true, Dimension: true},
			{Name: "cost", Type: Money, Required: true},
			{Name: "currency", Type: Name, Required: true, Dimension: true},
			{Name: "hours", Type: Decimal, Added: true},
		}},
		{Name: "events", Ruled: true, Unnamed: true, Label: Label{"Events", "行为"}, Day: "at", Own: "key",
			Order: []string{"", "at", "member", "event", "key"}, Columns: []Column{
				{Name: "key", Type: Text, Key: true},
				{Name: "member", Type: Member, Key: true, Required: true},
				{Name: "at", Type: Instant, Key: true, Required: true},
				{Name: "event", Type: EventName, Key: true, Required: true, Dimension: true},
				{Name: "group", Type: Name, Dimension: true},
				{Name: "challenge", Type: Name, Dimension: true},
				{Name: "channel", Type: Name, Dimension: true},
				{Name: "campaign", Type: Name, Dimension: true},
				{Name: "invited_by", Type: Member},
				{Name: "value", Type: Decimal},
				{Name: "props", Type: Text, Persons: true},
			}},
		{Name: "members", Ruled: true, Label: Label{"Members", "成员"}, Columns: []Column{
			{Name: "member", Type: Member, Key: true, Required: true},
			{Name: "joined_at", Type: Instant},
			{Name: "channel", Type: Name, Dimension: true},
			{Name: "campaign", Type: Name, Dimension: true},
			{Name: "group", Type: Name, Dimension: true},
			{Name: "city", Type: Name, Dimension: true},
			{Name: "invited_by", Type: Member},
			{Name: "staff", Type: Flag},
			{Name: "name", Type: Text, Added: true},
			{Name: "nickname", Type: Text, Added: true},
			{Name: "contact", Type: Text, Added: true},
			{Name: "tags", Type: Text, Added: true, Persons: true},
		}},
		{Name: "groups", Label: Label{"Groups", "社群"}, Columns: []Column{
			{Name: "group", Type: Name, Key: true, Required: true},
			{Name: "kind", Type: Name},
			{Name: "created", Type: Date},
			{Name: "closed", Type: Date},
			{Name: "owner", Type: Text, Persons: true},
			{Name: "channel", Type: Name},
		}},
		{Name: "holidays", Label: Label{"Holidays", "节假日"}, Day: "date", LookedUp: true, Ahead: true, Columns: []Column{
			{Name: "region", Type: Name, Key: true, Required: true},
			{Name: "date", Type: Date, Key: true, Required: true},
			{Name: "name", Type: Name, Required: true},
			{Name: "kind", Type: Text, Required: true, Choices: []string{string(DayOff), string(MakeUpDay), string(OrdinaryDay)}},
			{Name: "group", Type: Name},
		}},
		{Name: "targets", Label: Label{"Targets", "目标"}, Day: "from", LookedUp: true, Ahead: true, Columns: []Column{
			{Name: "metric", Type: Text, Key: true, Required: true},
			{Name: "scope", Type: Text, Key: true},
			{Name: "from", Type: Date, Key: true, Required: true},
			{Name: "to", Type: Date, Key: true, Required: true},
			{Name: "floor", Type: Decimal, Level: true},
			{Name: "goal", Type: Decimal, Required: true, Level: true},
			{Name: "stretch", Type: Decimal, Level: true},
			{Name: "phasing", Type: Text},
			{Name: "owner", Type: Text, Persons: true},
			{Name: "kind", Type: Text, Added: true, Choices: []string{TargetGoal, TargetBudget}},
			{Name: "parent", Type: Text, Added: true},
			{Name: "state", Type: Text, Added: true, Choices: []string{TargetDraft, TargetApproved, TargetClosed}},
			{Name: "approved_by", Type: Text, Added: true, Persons: true},
			{Name: "approved_on", Type: Date, Added: true},
			{Name: "replaces", Type: Text, Added: true},
			{Name: "reason", Type: Text, Added: true, Persons: true},
		}},
		{Name: "rates", Label: Label{"Exchange rates", "汇率"}, Day: "date", LookedUp: true, Columns: []Column{
			{Name: "date", Type: Date, Key: true, Required: true},
			{Name: "currency", Type: Name, Key: true, Required: true},
			{Name: "rate", Type: Decimal, Required: true, Level: true, Positive: true},
		}},
	}
}

// TermRecord is the record that the panel about search terms follows.
const TermRecord = "search_terms"

// dimensionLabels are the words for every column that rows may be grouped or
// filtered by; metrics.yaml may have others.
var dimensionLabels = sync.OnceValue(func() map[string]Label {
	return map[string]Label{
		"platform":     {"Platform", "平台"},
		"account":      {"Account", "账号"},
		"campaign":     {"Campaign", "推广计划"},
		"ad_group":     {"Ad group", "推广单元"},
		"keyword":      {"Keyword", "关键词"},
		"term":         {"Search term", "搜索词"},
		"channel":      {"Channel", "渠道"},
		"industry":     {"Industry", "行业"},
		"currency":     {"Currency", "币种"},
		"source":       {"Source", "来源"},
		"name":         {"Name", "名称"},
		"title":        {"Post title", "推文标题"},
		"kind":         {"Kind", "类型"},
		"product":      {"Product", "产品"},
		"product_role": {"Product role", "产品角色"},
		"label":        {"Label", "标签"},
		"event":        {"Event", "事件"},
		"group":        {"Group", "社群"},
		"challenge":    {"Challenge", "打卡挑战"},
		"city":         {"City", "城市"},
	}
})

// DimensionLabel returns what people call a dimension; empty for none.
func DimensionLabel(name string) Label { return dimensionLabels()[name] }

// FilterDimensions lists every name that some record may be filtered by:
// Dimensions, and staff of the records with members. Staff is 1 of members whose
// record says so and 0 of all others.
func FilterDimensions() []string { return append(Dimensions(), "staff") }

// Dimensions lists every name that some record may be grouped or filtered by,
// in the order of Records.
func Dimensions() []string {
	var out []string
	for _, r := range Records() {
		for _, c := range r.Columns {
			if c.Dimension && !slices.Contains(out, c.Name) {
				out = append(out, c.Name)
			}
		}
	}
	return out
}

package ops

import (
	"slices"
	"sync"
)

// ColumnType says what a column holds and how a value of it is stored.
type ColumnType uint8

// The column types. Every one but Name, Member and Text is an int64 in Rows.
const (
	Date      ColumnType = iota // an ops day
	Instant                     // microseconds since 1970-01-01 UTC
	Count                       // a whole number of things, ≥ 0
	Signed                      // a whole number that may be negative
	Money                       // minor units of the row's currency
	Decimal                     // a number with up to 6 decimals, × 1,000,000
	Flag                        // 0 or 1
	Name                        // a label; spellings that fold alike are the same
	EventName                   // the name of an event, compared exactly
	Member                      // a member id, compared exactly
	Text                        // any other text, compared exactly; many values, so each block codes its own
)

// IsText reports whether values of the type are codes of a Dictionary.
func (t ColumnType) IsText() bool { return t >= Name }

// Column is one column of a record. Key columns together identify a row;
// Required ones may not be blank. Dimension columns may be grouped and
// filtered by.
type Column struct {
	Name      string
	Type      ColumnType
	Key       bool
	Required  bool
	Dimension bool
}

// Record is one kind of row that Daybreak keeps (SPEC §1). Day names the
// column that places a row on an ops day ("" for records without one, such as
// members, which change the figures of every day).
type Record struct {
	Name    string
	Day     string
	Columns []Column
}

// Column returns the position of the named column, or -1.
func (r *Record) Column(name string) int {
	return slices.IndexFunc(r.Columns, func(c Column) bool { return c.Name == name })
}

// Records lists every record kind. The order of columns is the order of the
// documented CSV layout. It is a function so that nobody can change the list.
func Records() []*Record {
	return []*Record{
		{Name: "spend", Day: "date", Columns: []Column{
			{Name: "date", Type: Date, Key: true, Required: true},
			{Name: "platform", Type: Name, Key: true, Required: true, Dimension: true},
			{Name: "account", Type: Name, Key: true, Dimension: true},
			{Name: "campaign", Type: Name, Key: true, Required: true, Dimension: true},
			{Name: "ad_group", Type: Name, Key: true, Dimension: true},
			{Name: "keyword", Type: Name, Key: true, Dimension: true},
			{Name: "channel", Type: Name, Dimension: true},
			{Name: "industry", Type: Name, Dimension: true},
			{Name: "impressions", Type: Count},
			{Name: "clicks", Type: Count},
			{Name: "cost", Type: Money, Required: true},
			{Name: "currency", Type: Name, Required: true, Dimension: true},
			{Name: "reported_conversions", Type: Decimal},
			{Name: "reported_value", Type: Money},
		}},
		{Name: "followers", Day: "date", Columns: []Column{
			{Name: "date", Type: Date, Key: true, Required: true},
			{Name: "account", Type: Name, Key: true, Required: true, Dimension: true},
			{Name: "source", Type: Name, Key: true, Dimension: true},
			{Name: "gained", Type: Count},
			{Name: "lost", Type: Count},
			{Name: "total", Type: Count},
		}},
		{Name: "posts", Day: "date", Columns: []Column{
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
		{Name: "orders", Day: "at", Columns: []Column{
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
		{Name: "costs", Day: "date", Columns: []Column{
			{Name: "date", Type: Date, Key: true, Required: true},
			{Name: "kind", Type: Name, Key: true, Required: true, Dimension: true},
			{Name: "channel", Type: Name, Key: true, Dimension: true},
			{Name: "campaign", Type: Name, Key: true, Dimension: true},
			{Name: "label", Type: Name, Key: true, Dimension: true},
			{Name: "cost", Type: Money, Required: true},
			{Name: "currency", Type: Name, Required: true, Dimension: true},
		}},
		{Name: "events", Day: "at", Columns: []Column{
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
			{Name: "props", Type: Text},
		}},
		{Name: "members", Columns: []Column{
			{Name: "member", Type: Member, Key: true, Required: true},
			{Name: "joined_at", Type: Instant},
			{Name: "channel", Type: Name, Dimension: true},
			{Name: "campaign", Type: Name, Dimension: true},
			{Name: "group", Type: Name, Dimension: true},
			{Name: "city", Type: Name, Dimension: true},
			{Name: "invited_by", Type: Member},
			{Name: "staff", Type: Flag},
		}},
		{Name: "targets", Day: "from", Columns: []Column{
			{Name: "metric", Type: Text, Key: true, Required: true},
			{Name: "scope", Type: Text, Key: true},
			{Name: "from", Type: Date, Key: true, Required: true},
			{Name: "to", Type: Date, Key: true, Required: true},
			{Name: "floor", Type: Decimal},
			{Name: "goal", Type: Decimal, Required: true},
			{Name: "stretch", Type: Decimal},
			{Name: "phasing", Type: Text},
			{Name: "owner", Type: Text},
		}},
		{Name: "rates", Day: "date", Columns: []Column{
			{Name: "date", Type: Date, Key: true, Required: true},
			{Name: "currency", Type: Name, Key: true, Required: true},
			{Name: "rate", Type: Decimal, Required: true},
		}},
	}
}

// byName holds the records for RecordNamed, which is asked for every figure.
var byName = sync.OnceValue(func() map[string]*Record {
	out := map[string]*Record{}
	for _, r := range Records() {
		out[r.Name] = r
	}
	return out
})

// RecordNamed returns the record kind of that name. It is shared: do not change
// it.
func RecordNamed(name string) (*Record, bool) {
	r, ok := byName()[name]
	return r, ok
}

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

package ops

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Agg says how a measure sums up the rows of a bucket.
type Agg string

// The aggregations. Sum, RowCount, MemberDays and First are additive over
// days and groups; Distinct is exact per bucket and never added; Level is the
// last value of each series that was stated in the bucket, added over series
// and never over time. Opening and Opened belong together, the halves of a rate
// of loss: what the level was before the bucket, and the sum of a column, over
// those alone of which the first is known.
const (
	Sum        Agg = "sum"         // Σ column; a row without a value adds nothing
	RowCount   Agg = "count"       // number of rows
	Distinct   Agg = "distinct"    // subjects with at least one row in the bucket
	First      Agg = "first"       // subjects whose first-ever matching row falls in the bucket, at that row's group
	MemberDays Agg = "member_days" // distinct (member, challenge, ops day): what counts as check-ins
	Repeat     Agg = "repeat"      // members with at least two rows (orders: two order ids) in the bucket; never added
	Level      Agg = "level"
	Opening    Agg = "opening" // the last level stated in the bucket, less what came and plus what went up to its day
	Opened     Agg = "opened"  // Σ column over the bucket, of those with an Opening
)

// Additive reports whether values of the aggregation may be added over
// buckets and groups.
func (a Agg) Additive() bool { return a == Sum || a == RowCount || a == First || a == MemberDays }

// Measure is one number that can be taken from the rows of a record. Where
// keeps only rows whose dimension has one of the values (all conditions hold);
// Known keeps only rows that have a value in each of the columns, so revenue
// known with its cost of goods can be told from the rest. Within keeps rows as
// the filters of a question do: of First it is asked after which row is the
// first.
//
// Column is what Sum and Level take. For Distinct and First it names the
// subject that is counted: "" is the member (rows without one do not count),
// or a Text column of the key: order_id, post_id.
type Measure struct {
	Name     string
	Record   string
	Column   string
	Agg      Agg
	Where    []Filter
	Known    []string
	Within   []Filter
	Stock    Stock  // Opening, Opened: where the level and what changes it stand
	Apart    string // dimension over which it is never added up: conversions that two platforms report count the same people
	Money    bool   // values are minor units of the reporting currency
	Gaps     bool   // Sum: a row without a value is unknown; else it is 0
	Optional bool   // where nothing was ever imported into Record it is 0, and the page says so; else it is unknown
}

// Stock names the columns of a level, of what comes to it and of what leaves it,
// and the dimension whose values each have one.
type Stock struct{ Level, In, Out, Per string }

// OfMembers reports whether the measure counts members, or what each of them
// did: then whoever is behind a sum of it can be listed.
func (m *Measure) OfMembers() bool {
	record, ok := RecordNamed(m.Record)
	if !ok || m.Column != "" || record.Column("member") < 0 {
		return false
	}
	switch m.Agg {
	case Distinct, First, MemberDays, Repeat:
		return true
	}
	return m.Agg == RowCount && record.Columns[record.Column("member")].Required
}

// Filter keeps the rows whose dimension has (or, with Not, has none of) the
// values. Values compare by Fold. The empty string is "not stated".
type Filter struct {
	Dimension string
	Not       bool
	Values    []string
}

// Term is one signed measure of a linear sum.
type Term struct {
	Sign    int // +1 or -1
	Measure string
}

// Linear is a sum of signed measures: cost + other_cost - refund.
type Linear []Term

// String writes the sum in names of measures.
func (l Linear) String() string {
	var b strings.Builder
	for i, t := range l {
		switch {
		case t.Sign < 0 && i == 0:
			b.WriteString("−")
		case t.Sign < 0:
			b.WriteString(" − ")
		case i > 0:
			b.WriteString(" + ")
		}
		b.WriteString(t.Measure)
	}
	return b.String()
}

// Unit says how a metric's number is read and written.
type Unit string

// The units. UnitPercent is a ratio shown × 100 with a percent sign;
// UnitTimes a ratio shown with ×; UnitMoney is in major units of the reporting
// currency.
const (
	UnitCount   Unit = "count"
	UnitMoney   Unit = "money"
	UnitPercent Unit = "percent"
	UnitTimes   Unit = "times"
	UnitNumber  Unit = "number"
	UnitDays    Unit = "days"
)

// Direction says whether a rise of a metric is good news (rule R8).
type Direction string

// The directions.
const (
	UpGood   Direction = "up"
	DownGood Direction = "down"
	Neutral  Direction = "neutral"
)

// Label is a text in both languages of the product.
type Label struct{ En, Zh string }

// In returns the label in the language "zh" or, for all others, English.
func (l Label) In(lang string) string {
	if lang == "zh" {
		return l.Zh
	}
	return l.En
}

// Metric is a number with a definition: Scale · ΣNum ÷ ΣDen, or ΣNum where Den
// is empty (rule R4). Proportion marks a ratio of a part to its whole, which
// carries a Wilson interval (R7). Horizon is the number of days after its day
// at which a subject's outcome is known (R6); 0 for plain sums. Line is the
// line of metrics.yaml that defines it.
type Metric struct {
	Name       string
	Label      Label
	Definition Label
	Source     Label // where the formula comes from
	Num, Den   Linear
	Scale      float64
	Unit       Unit
	Good       Direction
	Proportion bool
	Horizon    int
	Coverage   string // name of a metric shown beside this one when it is under 95 %, or ""
	AtMost     string // measure that Num subtracts: where rows do not state it, it counts as 0 and the figure is an upper bound; or ""
	Over       Over   // the zero value is everything
	File       string
	Line       int
}

// Formula writes numerator and denominator in names of measures.
func (m *Metric) Formula() string {
	out := m.Num.String()
	if len(m.Den) > 0 {
		if len(m.Num) > 1 {
			out = "(" + out + ")"
		}
		den := m.Den.String()
		if len(m.Den) > 1 {
			den = "(" + den + ")"
		}
		out += " ÷ " + den
	}
	if m.Scale != 1 && m.Scale != 0 {
		out = strconv.FormatFloat(m.Scale, 'f', -1, 64) + " × " + out
	}
	return out
}

// Over narrows a metric to the values of a dimension, "" not among them, that have
// some of a measure in the whole range asked.
type Over struct{ Dimension, Measure string }

// Attributed is Catalog.Attributed unless metrics.yaml says otherwise.
const Attributed = 0.8

// Catalog is everything the files of a dashboards directory define, checked.
type Catalog struct {
	Measures   map[string]*Measure
	Metrics    []*Metric        // in file order
	Dimensions map[string]Label // how each of Dimensions is called
	Values     map[string]Label // how values of dimensions are shown, by their folded text; others are shown as they are
	Events     []string         // the glossary of events, in file order
	Attributed float64          // share of a half of a metric that rows must attribute to a dimension to break it down by it (SPEC-LOOP §0.3)
	Pages      []*Page          // in the order of the navigation
	Digest     string           // of the files' bytes; equal digests are equal catalogs
}

// With returns the catalog with the keys of names in the conditions of its
// measures: one written before a name was merged, or with another name of a thing,
// holds of the rows of all its names.
func (c *Catalog) With(k Keys) *Catalog {
	out := c
	for name, m := range c.Measures {
		where := k.Filters(m.Where)
		if slices.EqualFunc(where, m.Where, func(a, b Filter) bool { return slices.Equal(a.Values, b.Values) }) {
			continue
		}
		if out == c {
			own := *c
			own.Measures = maps.Clone(c.Measures)
			out = &own
		}
		kept := *m
		kept.Where = where
		out.Measures[name] = &kept
	}
	return out
}

// Page returns the page of a name.
func (c *Catalog) Page(name string) (*Page, bool) {
	for _, p := range c.Pages {
		if p.Name == name {
			return p, true
		}
	}
	return nil, false
}

// Metric returns the metric of that name.
func (c *Catalog) Metric(name string) (*Metric, bool) {
	for _, m := range c.Metrics {
		if m.Name == name {
			return m, true
		}
	}
	return nil, false
}

// Counted returns the measure of members that a metric is and nothing else: a
// plain count, not a ratio. Any other metric has none.
func (c *Catalog) Counted(m *Metric) (*Measure, bool) {
	if len(m.Num) != 1 || len(m.Den) > 0 || m.Num[0].Sign < 0 || m.Scale != 1 {
		return nil, false
	}
	measure := c.Measures[m.Num[0].Measure]
	return measure, measure != nil && measure.OfMembers()
}

// Adding returns the catalog with more pages; stamp tells one set of them from another.
func (c *Catalog) Adding(pages []*Page, stamp string) *Catalog {
	own := *c
	own.Pages = slices.Concat(c.Pages, pages)
	own.Digest += " " + stamp
	return &own
}

// Page is one dashboard page.
type Page struct {
	Name  string // its path: /overview
	Title Label
	Icon  string
	Order int
	// Section is where the navigation has the page: SectionOperations,
	// SectionAnalyse, or "" for the top of it.
	Section string
	Needs   []string // records; while none of them has rows there is nothing to show
	Grain   Grain    // default
	Days    int      // default length of the range
	Panels  []*Panel
	File    string
}

// The sections of the navigation that pages may stand in.
const (
	SectionOperations = "operations"
	SectionAnalyse    = "analyse"
)

// Panel is one box of a page. Which fields matter depends on Type; catalog
// checks that they fit.
type Panel struct {
	ID      string
	Source  string // as the file writes it
	Type    string // that of a PanelShape
	Title   Label
	Note    Label
	Width   int      // columns of 12
	Folded  bool     // lies under what is unfolded, at the end of the page
	Metrics []string // in the order shown; of a line those that may be picked
	Metric  string   // the main one
	By      string   // dimension
	Drill   []string // dimensions below By, in order
	X, Y    string   // bubble axes
	Size    string   // bubble size, order of small multiples
	Event   string   // activity of member panels
	Return  string   // activity that counts as coming back; "" = Event
	Period  string   // day, week, month of member panels
	Periods int      // retention: last period shown
	Window  string   // funnel: 24h or 7d
	Order   string   // funnel: ordered, strict, any
	Length  int      // survival: days of the challenge
	Steps   []Step   // funnels and waterfall
	Out     string   // stages: the event by which somebody leaves them
	Claim   int      // stages: fewer than so many in 100 are said to get through; 0 = nothing is said
	Limit   int      // most rows or series shown
	Link    string   // page opened by the panel's title link
	// Ask is what its question says that no other field does: parameters of the API,
	// as text.
	Ask  map[string]string
	Line int
}

// Step is one bar of a funnel or waterfall.
type Step struct {
	Label  Label
	Metric string // aggregate funnel, waterfall
	Event  string // funnel
	Minus  bool   // waterfall: subtracts
	Total  bool   // waterfall: a total so far
	Within int    // stages: days in which somebody is to be moved on; 0 = none are set
}

// PanelShape says what a page file may say of a type of panel: the fields it
// needs and those it may have, beside id, type, title, note, width, folded and link.
type PanelShape struct {
	Type               string
	Was                string // an earlier name, which is refused with the present one
	Required, Optional []string
	Steps              StepShape // of the field steps
	// Check says what is wrong with the field ask of a panel of the type; nil where
	// the type has none, or nobody is to look.
	Check func(*Panel) Mistakes
}

// StepShape says what a step of a panel needs and what it may have. The metric
// of a step is a plain sum: in Money, of money.
type StepShape struct {
	Required, Optional []string
	Money              bool
}

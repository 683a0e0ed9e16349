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

// IsNumber reports whether values of the type are amounts of something.
func (t ColumnType) IsNumber() bool {
	return t == Count || t == Signed || t == Money || t == Decimal
}

// Column is one column of a record. Key columns together identify a row;
// Required ones may not be blank. Dimension columns may be grouped and
// filtered by.
type Column struct {
	Name      string
	Type      ColumnType
	Key       bool
	Required  bool
	Dimension bool
	Level     bool     // a state at the end of the day: the later value counts, values are never added up over time
	Positive  bool     // numbers above zero only
	Fine      bool     // of a dimension: so many values that sums are kept without it, too
	Added     bool     // rows were kept before there was this column: a blank says nothing about a row
	Persons   bool     // a text in which people are named as people write: whoever is forgotten goes from it
	Choices   []string // the only values a text may have besides blank; nil for any
}

// Record is one kind of row that Daybreak keeps (SPEC §1), with everything that
// sets it apart from the others: nothing else knows a record by its name to
// decide how its rows are stored, read, counted or called.
type Record struct {
	Name  string
	Label Label // what people call it
	// Day names the column that places a row on an ops day: a Date or an
	// Instant, or "" for records without one, such as members, which change the
	// figures of every day.
	Day string
	// LookedUp marks records with a day whose rows say what holds then: plans,
	// calendars, prices. The rows of all others with a day are things that
	// happened, and are counted.
	LookedUp bool
	// Source names the column whose values are the streams of the record, each
	// with a watermark of its own; "" for a record of one stream.
	Source string
	// Daily marks records that are expected to have rows every day: a day without
	// any inside a dense stream is a hole, not zero (SPEC-LOOP §14). Part names the
	// column that tells the streams of one source apart, "" for none.
	Daily bool
	Part  string
	// Marked records have a watermark for every part of a source, too: an account of
	// a platform, a site of a count. Kinds of costs are no reports that may be late.
	Marked bool
	// Reporter lists the columns that say whose report a row is of, where reports
	// state whole days; nil where they need not.
	Reporter []string
	// Ahead marks plans and calendars, whose days may lie in the future.
	Ahead bool
	// Subject names the column that says what the figures of a row are of, where
	// rows about different things have one layout: they are never added.
	Subject string
	// Own names the key column that identifies a row all by itself where it is
	// not blank; else the other key columns do.
	Own string
	// Ruled marks records whose rows have a channel by rules where they state none,
	// and Unnamed those of which a rule may be about the rows without a campaign.
	Ruled, Unnamed bool
	// Lines names the key column that numbers the rows of one thing, which the
	// other key columns identify.
	Lines string
	// Order lists the key columns in the order in which the record keeps its
	// rows, where it is not that of Keys; "" stands for the ops day of an
	// Instant.
	Order   []string
	Columns []Column
}

// Column returns the position of the named column, or -1.
func (r *Record) Column(name string) int {
	return slices.IndexFunc(r.Columns, func(c Column) bool { return c.Name == name })
}

// Dimensions returns what rows are told apart by: their own dimensions, then those
// they have from their members.
func (r *Record) Dimensions() []string {
	var out []string
	for _, c := range r.Columns {
		if c.Dimension {
			out = append(out, c.Name)
		}
	}
	if r.Column("member") >= 0 && r.Name != "members" {
		for _, d := range []string{"channel", "campaign", "group", "city"} {
			if !slices.Contains(out, d) {
				out = append(out, d)
			}
		}
	}
	return out
}

// Counted reports whether rows are things that happened on a day: measures are
// taken of them, and they have a watermark (R2).
func (r *Record) Counted() bool { return r.Day != "" && !r.LookedUp }

// OfDays reports whether a row is the sum of a day, or what holds on one, and not
// something that happened at an instant.
func (r *Record) OfDays() bool {
	day := r.Column(r.Day)
	return day >= 0 && r.Columns[day].Type == Date
}

// Keys returns the key columns in the order in which the record keeps its rows:
// the day if it is one of them, then the others as they stand in the layout. A
// record may have an Order of its own.
func (r *Record) Keys() []string {
	if r.Order != nil {
		return r.Order
	}
	var out []string
	for _, c := range r.Columns {
		switch {
		case c.Key && c.Name == r.Day:
			out = slices.Insert(out, 0, c.Name)
		case c.Key:
			out = append(out, c.Name)
		}
	}
	return out
}

// Stream returns the positions of the columns that name the stream of a row: its
// source and the part of it that has a watermark of its own, each -1 where there
// is no such column; false where the record has no watermark.
func (r *Record) Stream() (source, part int, ok bool) {
	return r.Column(r.Source), r.Column(r.MarkedPart()), r.Counted()
}

// MarkedPart returns the column that tells the streams of one source apart which
// have a watermark each; "" for none.
func (r *Record) MarkedPart() string {
	if !r.Marked {
		return ""
	}
	return r.Part
}

// Adds reports whether values of column c may be added up over rows.
func (r *Record) Adds(c int) bool {
	column := &r.Columns[c]
	return column.Type.IsNumber() && !column.Level
}

// byName holds the records for RecordNamed, which is asked for every figure.
var byName = sync.OnceValue(func() map[string]*Record {
	out := map[string]*Record{}
	for _, r := range Records() {
		out[r.Name] = r
	}
	return out
})

// RecordLabel returns what people call a record, and its name for one that there
// is not.
func RecordLabel(name string) Label {
	if r, ok := RecordNamed(name); ok {
		return r.Label
	}
	return Label{En: name, Zh: name}
}

// RecordNamed returns the record kind of that name. It is shared: do not change
// it.
func RecordNamed(name string) (*Record, bool) {
	r, ok := byName()[name]
	return r, ok
}

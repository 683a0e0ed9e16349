// Package engine says what Daybreak can ask of its data. Engines answer from
// one immutable snapshot and know no clock: every range arrives resolved.
package engine

import (
	"context"

	"daybreak/internal/ops"
)

// Snapshot is one version of the data and the answers to every question about
// it. All methods may be called at once from several goroutines and always
// speak of the same version.
type Snapshot interface {
	Facts
	Members
	Habits
	Communities
	Contents
	Buyers
	State
}

// State describes a snapshot.
type State interface {
	// Version grows with every change of the record; equal versions have
	// equal answers.
	Version() int64
	// Sources returns each source's watermark.
	Sources() []ops.Source
	// Keys returns the names that mean others: no row has them. Nobody may change them.
	Keys() ops.Keys
	// Streams returns the streams that are expected to have rows every day, with the
	// days that have some. Nobody may change them.
	Streams() []ops.Stream
	// Days returns the days record has rows for; empty if none.
	Days(record string) ops.Range
	// Values returns the values of a dimension that occur in any record, most
	// rows first.
	Values(dimension string) []string
	// Has reports whether a value of a dimension occurs in any record; also one that
	// did so lately.
	Has(dimension, value string) bool
	// PropertyValues returns the values of a property that occur in events, by
	// text.
	PropertyValues(property string) []string
	// Events returns the names of all events, most rows first.
	Events() []string
}

// Facts answers questions about sums over records.
type Facts interface {
	// Sums returns measures by bucket and group. A measure whose record lacks
	// a dimension of the question comes back with Missing set, never
	// allocated. Money is converted at the rate in force on each row's own
	// day; where there is none the cells of that row are not known.
	Sums(ctx context.Context, q SumQuery) (*Sums, error)
	// HourMinutes counts rows of an event over r by weekday (0 = Sunday) and
	// local minute of the day: [7][1440].
	HourMinutes(ctx context.Context, event string, r ops.Range, filter []ops.Filter) (*[7][1440]int64, error)
	// Tally returns what each member adds to a measure.
	Tally(ctx context.Context, q CountQuery) (*Tally, error)
}

// SumQuery asks for measures over Range, cut into buckets of Grain and into
// groups by the dimensions By.
type SumQuery struct {
	Measures []*ops.Measure
	Range    ops.Range
	Grain    ops.Grain
	By       []string
	Filter   []ops.Filter
}

// MostGroups returns how many groups the answer to q may have: MaxCells cells in
// all. More are an *ops.Error with code answer_too_large.
func (q SumQuery) MostGroups(buckets int) int {
	return MaxCells / max(1, buckets*len(q.Measures))
}

// Sums is the answer to a SumQuery: for every measure a grid of groups ×
// buckets and its totals, each computed from the rows (a total of Distinct is
// not the sum of its groups).
type Sums struct {
	Buckets  []ops.Range
	Groups   [][]string // the values of By, one slice per group, in no promised order; one empty group when By is empty
	Measures []MeasureSums
	Lack     Lack // the first row of the range whose money has no rate
}

// Lack is a currency and the first day on which it has no rate; the zero Lack
// is none.
type Lack struct {
	Currency string
	Day      ops.Day
}

// MeasureSums are the sums of one measure. Decimal columns are × 1,000,000,
// money is in minor units of the reporting currency.
type MeasureSums struct {
	Missing  string // the dimension of the filters, else of By, that its record does not have, or "". One of By leaves ByBucket and Total good; else all are nil
	Cells    []Cell // group·len(Buckets) + bucket
	ByBucket []Cell
	ByGroup  []Cell
	Total    Cell
}

// Cell is one sum, kept exact: Sum and, of converted money, Rest in parts of
// RestUnit, which may be more than a unit or negative. Rows is how many rows (of
// a level: series) it was taken from; with 0 rows a Level is unknown and any
// other sum 0. Unknown is how many more belong to it and have no figure: money
// without a rate, a level not stated in the bucket. With any, the sum is unknown.
// Hidden, ops.Few or ops.Withheld, says that who asks may not see the sum, which then
// is not there.
type Cell struct {
	Sum     int64
	Rest    int64
	Rows    int64
	Unknown int64
	Hidden  ops.State
}

// RestUnit is how many parts make one unit of a Sum.
const RestUnit = 1_000_000_000

// Plus adds two cells. One that may be seen and one that may not are together one
// that may not.
func (c Cell) Plus(d Cell) Cell {
	hidden := max(c.Hidden, d.Hidden)
	if hidden != ops.Known && c.Rows > 0 && d.Rows > 0 {
		hidden = ops.Withheld
	}
	return Cell{Sum: c.Sum + d.Sum, Rest: c.Rest + d.Rest, Rows: c.Rows + d.Rows, Unknown: c.Unknown + d.Unknown, Hidden: hidden}
}

// Exact returns the sum as whole units and a rest from 0 to RestUnit - 1.
func (c Cell) Exact() (whole, rest int64) {
	carry := c.Rest / RestUnit
	if rest = c.Rest % RestUnit; rest < 0 {
		carry, rest = carry-1, rest+RestUnit
	}
	return c.Sum + carry, rest
}

// Rounded returns the sum in whole units, half to even: what is shown of it.
func (c Cell) Rounded() int64 {
	whole, rest := c.Exact()
	if rest > RestUnit/2 || rest == RestUnit/2 && whole%2 != 0 {
		whole++
	}
	return whole
}

// Members answers questions about people.
type Members interface {
	Retention(ctx context.Context, q RetentionQuery) (*Retention, error)
	Growth(ctx context.Context, q GrowthQuery) (*Growth, error)
	Stickiness(ctx context.Context, q StickinessQuery) (*Stickiness, error)
	Funnel(ctx context.Context, q FunnelQuery) (*Funnel, error)
	// People returns the members behind a cell of the other questions.
	People(ctx context.Context, q PeopleQuery) (*People, error)
}

// Habits answers questions about check-ins on consecutive days.
type Habits interface {
	Challenge(ctx context.Context, q ChallengeQuery) (*Challenge, error)
	Streaks(ctx context.Context, q StreakQuery) (*Streaks, error)
	Invitations(ctx context.Context, q InvitationQuery) (*Invitations, error)
	Evening(ctx context.Context, q EveningQuery) (*Evening, error)
}

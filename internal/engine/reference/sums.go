// Package reference answers the questions of package engine slowly and
// plainly: every answer is a loop over all rows of a source. It exists to
// check faster engines against.
package reference

import (
	"cmp"
	"context"
	"maps"
	"math/big"
	"slices"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// Engine answers from the rows its source has at the time of the question.
type Engine struct {
	Source   engine.Source
	Calendar ops.Calendar
	Currency string // reporting currency
}

// row is one row with everything the rules of the data add to it.
type row struct {
	day    ops.Day
	at     int64
	member string
	series string              // its key without the day
	texts  map[string]string   // texts of the key by column: order_id, post_id
	dims   map[string]string   // by dimension, own value or the member's
	rank   []string            // the dimensions' texts in the order of columns
	values map[string]int64    // by column, as it came; no entry = no value
	money  map[string]*big.Int // money in the reporting currency, in parts of engine.RestUnit; nil = there is no rate
}

// Sums implements engine.Facts.
func (e *Engine) Sums(ctx context.Context, q engine.SumQuery) (*engine.Sums, error) {
	out := &engine.Sums{Buckets: e.Calendar.Buckets(q.Range, q.Grain)}
	counts := make([]counter, len(q.Measures))
	var problem lack
	sources, err := e.Source.Sources(ctx)
	if err != nil {
		return nil, err
	}
	for i, m := range q.Measures {
		record, _ := ops.RecordNamed(m.Record)
		c := &counts[i]
		if c.missing = missingDimension(record, slices.Concat(m.Where, m.Within, q.Filter), nil); c.missing != "" {
			continue
		}
		by := q.By
		if c.missing = missingDimension(record, nil, by); c.missing != "" {
			by = nil
		}
		rows, err := e.rows(ctx, record)
		if err != nil {
			return nil, err
		}
		switch m.Agg {
		case ops.Level:
			c.level(rows, m, q, by, out.Buckets, retired(sources, m.Record))
		case ops.Opening, ops.Opened:
			rows = slices.DeleteFunc(rows, func(r *row) bool { return !isCounted(r, m) || !matches(r, m.Within, q.Filter) })
			c.opening(rows, m, by, out.Buckets, q.Range)
		case ops.First:
			rows = slices.DeleteFunc(firsts(rows, m), func(r *row) bool { return !q.Range.Has(r.day) || !matches(r, m.Within, q.Filter) })
			c.take(rows, m, by, out.Buckets)
		default:
			rows = slices.DeleteFunc(rows, func(r *row) bool {
				return !q.Range.Has(r.day) || !matches(r, m.Where, m.Within, q.Filter) || !c.sumsUp(m) && !isCounted(r, m)
			})
			c.take(rows, m, by, out.Buckets)
		}
		problem = problem.or(c.lack)
	}
	out.Lack = engine.Lack{Currency: problem.currency, Day: problem.day}
	var groups []string
	for _, c := range counts {
		for g := range c.groups {
			if c.missing == "" {
				groups = append(groups, g)
			}
		}
	}
	if len(q.By) == 0 {
		groups = append(groups, "")
	}
	slices.Sort(groups)
	groups = slices.Compact(groups)
	for _, g := range groups {
		if len(q.By) == 0 {
			out.Groups = append(out.Groups, []string{})
		} else {
			out.Groups = append(out.Groups, strings.Split(g, "\x00"))
		}
	}
	for _, c := range counts {
		m := engine.MeasureSums{Missing: c.missing}
		if c.measure != nil {
			m.Total = c.cell("", -1)
			m.ByBucket = []engine.Cell{}
			for b := range out.Buckets {
				m.ByBucket = append(m.ByBucket, c.cell("", b))
			}
		}
		if c.missing == "" {
			for _, g := range groups {
				m.ByGroup = append(m.ByGroup, c.cell("="+g, -1))
				for b := range out.Buckets {
					m.Cells = append(m.Cells, c.cell("="+g, b))
				}
			}
		}
		out.Measures = append(out.Measures, m)
	}
	return out, nil
}

// Counted returns what each member adds to a sum.
func (e *Engine) Counted(ctx context.Context, q engine.CountQuery) (map[string]int64, error) {
	tally, err := e.Tally(ctx, q)
	if err != nil {
		return nil, err
	}
	out := map[string]int64{}
	for i, member := range tally.Members {
		if n := tally.Sums[i].Sum; n > 0 {
			out[member] = n
		}
	}
	return out, nil
}

// Tally implements engine.Facts.
func (e *Engine) Tally(ctx context.Context, q engine.CountQuery) (*engine.Tally, error) {
	if err := q.CheckTally(); err != nil {
		return nil, err
	}
	m := q.Measure
	record, _ := ops.RecordNamed(m.Record)
	if d := missingDimension(record, slices.Concat(m.Where, m.Within, q.Filter), nil); d != "" {
		return nil, &ops.Error{Code: "unknown_dimension", Message: d}
	}
	rows, err := e.rows(ctx, record)
	if err != nil {
		return nil, err
	}
	if m.Agg == ops.First {
		rows = firsts(rows, m)
	}
	own := map[string][]*row{}
	for _, r := range rows {
		if r.member != "" && q.Range.Has(r.day) && isCounted(r, m) && matches(r, m.Within, q.Filter) {
			own[r.member] = append(own[r.member], r)
		}
	}
	out := &engine.Tally{}
	for _, member := range slices.Sorted(maps.Keys(own)) {
		var c counter
		c.take(own[member], m, nil, []ops.Range{q.Range})
		if sum := c.cell("", -1); sum.Rows+sum.Unknown > 0 && (m.Agg == ops.Sum || sum.Sum > 0) { // who only came once did not come again
			out.Members, out.Sums = append(out.Members, member), append(out.Sums, sum)
		}
	}
	return out, nil
}

// missingDimension returns the first dimension of the filters and of by that
// the record does not have.
func missingDimension(record *ops.Record, filters []ops.Filter, by []string) string {
	asked := slices.Clone(by)
	for _, f := range filters {
		asked = append(asked, f.Dimension)
	}
	for _, d := range asked {
		if !slices.Contains(dimensions(record), d) {
			return d
		}
	}
	return ""
}

// dimensions lists the dimensions of a record: its own, then those it has from
// its rows' members.
func dimensions(record *ops.Record) []string {
	var out []string
	for _, c := range record.Columns {
		if c.Dimension {
			out = append(out, c.Name)
		}
	}
	if record.Column("member") >= 0 && record.Name != "members" {
		for _, d := range []string{"channel", "campaign", "group", "city", "staff"} {
			if !slices.Contains(out, d) {
				out = append(out, d)
			}
		}
	}
	return out
}

// matches reports whether the row meets every condition. Events compare
// exactly, other values folded.
func matches(r *row, filters ...[]ops.Filter) bool {
	for _, f := range slices.Concat(filters...) {
		found := false
		for _, v := range f.Values {
			if f.Dimension == "event" {
				found = found || v == r.dims["event"]
			} else {
				found = found || ops.Fold(v) == ops.Fold(r.dims[f.Dimension])
			}
		}
		if found == f.Not {
			return false
		}
	}
	return true
}

// isCounted reports whether the row meets the measure's own conditions.
func isCounted(r *row, m *ops.Measure) bool {
	return matches(r, m.Where) && r.has(m.Known)
}

// has reports whether the row has a value in each of the columns.
func (r *row) has(columns []string) bool {
	for _, c := range columns {
		if _, ok := r.values[c]; !ok {
			return false
		}
	}
	return true
}

// sumsUp reports whether a measure is a sum over rows, whose groups are those of
// all rows, whether known or not.
func (c *counter) sumsUp(m *ops.Measure) bool { return m.Agg == ops.Sum || m.Agg == ops.RowCount }

// subject returns who or what a measure counts in a row: the member, or the
// text that Column names; "" is nobody.
func subject(r *row, m *ops.Measure) string {
	if (m.Agg == ops.Distinct || m.Agg == ops.First) && m.Column != "" {
		return r.texts[m.Column]
	}
	return r.member
}

// firsts returns of every subject of m the earliest of the rows that m counts.
// Of rows at the same instant it is the one whose dimensions sort first.
func firsts(rows []*row, m *ops.Measure) []*row {
	best := map[string]*row{}
	for _, r := range rows {
		who := subject(r, m)
		if who == "" || !isCounted(r, m) {
			continue
		}
		old := best[who]
		if old == nil || cmp.Or(cmp.Compare(r.at, old.at), cmp.Compare(r.day, old.day), slices.Compare(r.rank, old.rank)) < 0 {
			best[who] = r
		}
	}
	var out []*row
	for _, r := range best {
		out = append(out, r)
	}
	return out
}

package trace

import (
	"cmp"
	"context"
	"math/big"
	"slices"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// walk is the reading of one record: what rows mean, and which of them a filter keeps.
type walk struct {
	Tracer
	query   Query
	record  *ops.Record
	missing string

	members map[uint32]attributes // by code
	rates   map[string][]dayRate  // by currency, folded
	retired map[[2]string]bool    // sources and parts of them that nothing more comes from, folded

	rows   *ops.Rows
	places map[string]int
	kept   []map[string]bool // by condition of all filters: the values that were looked at
}

// attributes are what the record of a member says of rows that do not say so themselves.
type attributes map[string]string

// memberDimensions are the dimensions that rows have from their members.
func memberDimensions() []string { return []string{"channel", "campaign", "group", "city", "staff"} }

type dayRate struct {
	from ops.Day
	rate int64 // × 1,000,000
}

func (t Tracer) walk(ctx context.Context, q Query) (*walk, error) {
	record, _ := ops.RecordNamed(q.Measure.Record)
	w := &walk{Tracer: t, query: q, record: record, members: map[uint32]attributes{}, rates: map[string][]dayRate{}, places: map[string]int{}}
	for c, column := range record.Columns {
		w.places[column.Name] = c
	}
	ofMembers := record.Column("member") >= 0 && record.Name != "members"
	for _, f := range w.filters() {
		c := record.Column(f.Dimension)
		own := c >= 0 && record.Columns[c].Dimension
		if !own && !(ofMembers && slices.Contains(memberDimensions(), f.Dimension)) {
			w.missing = f.Dimension
			return w, nil
		}
		w.kept = append(w.kept, map[string]bool{})
	}
	if ofMembers {
		if err := w.readMembers(ctx); err != nil {
			return nil, err
		}
	}
	if err := w.readRates(ctx); err != nil {
		return nil, err
	}
	sources, err := t.Source.Sources(ctx)
	w.retired = map[[2]string]bool{}
	for _, s := range sources {
		if s.Record == record.Name && s.Retired() {
			w.retired[[2]string{ops.Fold(s.Name), ops.Fold(s.Part)}] = true
		}
	}
	return w, err
}

// filters are all conditions on a row: the measure's own, then those of the question.
func (w *walk) filters() []ops.Filter {
	return slices.Concat(w.query.Measure.Where, w.query.Measure.Within, w.query.Filter)
}

func (w *walk) readMembers(ctx context.Context) error {
	return w.Source.Read(ctx, "members", ops.Range{}, func(b *ops.Rows) error {
		member, staff := b.Record.Column("member"), b.Record.Column("staff")
		for i := range b.Len() {
			a := attributes{}
			for _, d := range memberDimensions() {
				if c := b.Record.Column(d); d != "staff" && b.Codes[c][i] != 0 {
					a[d] = b.Text(c, i)
				}
			}
			if b.Ints[staff][i] == 1 {
				a["staff"] = "1"
			}
			w.members[b.Codes[member][i]] = a
		}
		return ctx.Err()
	})
}

func (w *walk) readRates(ctx context.Context) error {
	err := w.Source.Read(ctx, "rates", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(b *ops.Rows) error {
		date, currency, rate := b.Record.Column("date"), b.Record.Column("currency"), b.Record.Column("rate")
		for i := range b.Len() {
			name := ops.Fold(b.Text(currency, i))
			w.rates[name] = append(w.rates[name], dayRate{ops.Day(b.Ints[date][i]), b.Ints[rate][i]})
		}
		return ctx.Err()
	})
	for _, list := range w.rates {
		slices.SortFunc(list, func(a, b dayRate) int { return cmp.Compare(a.from, b.from) })
	}
	return err
}

// begin takes the next block.
func (w *walk) begin(b *ops.Rows) { w.rows = b }

func (w *walk) batch(i int) int64 { return w.rows.Batches[i] }

// instant is when row i happened, 0 of a record of days.
func (w *walk) instant(i int) int64 {
	if c := w.places[w.record.Day]; w.record.Columns[c].Type == ops.Instant {
		return w.rows.Ints[c][i]
	}
	return 0
}

func (w *walk) day(i int) ops.Day {
	c := w.places[w.record.Day]
	if w.record.Columns[c].Type == ops.Instant {
		return w.Calendar.Day(time.UnixMicro(w.rows.Ints[c][i]))
	}
	return ops.Day(w.rows.Ints[c][i])
}

// text is what row i says in a column of texts, "" where there is none.
func (w *walk) text(column string, i int) string {
	c, ok := w.places[column]
	if !ok || w.rows.Dicts[c] == nil {
		return ""
	}
	return w.rows.Text(c, i)
}

// dimension is the value of row i, its own or its member's.
func (w *walk) dimension(name string, i int) string {
	if own := w.text(name, i); own != "" {
		return own
	}
	c, ok := w.places["member"]
	if !ok || w.rows.Codes[c][i] == 0 {
		return ""
	}
	value := w.members[w.rows.Codes[c][i]][name]
	if name == "staff" && value == "" {
		return "0" // whose record does not say so is not
	}
	return value
}

// value is the number of row i in a column; ok is false where it has none.
func (w *walk) value(column string, i int) (v int64, ok bool) {
	v = w.rows.Ints[w.places[column]][i]
	return v, v != ops.NoValue
}

// own reports whether the measure counts the row: its conditions hold and what is to be
// known is known.
func (w *walk) own(i int) bool {
	m := w.query.Measure
	return w.keeps(0, m.Where, i) && w.knows(i)
}

// asked reports whether the filters of the question keep the row.
func (w *walk) asked(i int) bool {
	m := w.query.Measure
	return w.keeps(len(m.Where), m.Within, i) && w.keeps(len(m.Where)+len(m.Within), w.query.Filter, i)
}

func (w *walk) knows(i int) bool {
	return !slices.ContainsFunc(w.query.Measure.Known, func(column string) bool {
		_, ok := w.value(column, i)
		return !ok
	})
}

// keeps reports whether conditions hold, the first of which is at a place of all.
func (w *walk) keeps(at int, filters []ops.Filter, i int) bool {
	for n, f := range filters {
		value := w.dimension(f.Dimension, i)
		found, seen := w.kept[at+n][value]
		if !seen {
			found = slices.ContainsFunc(f.Values, func(v string) bool {
				return v == value || f.Dimension != "event" && ops.Fold(v) == ops.Fold(value)
			})
			w.kept[at+n][value] = found
		}
		if found == f.Not {
			return false
		}
	}
	return true
}

// subject is who or what the measure counts in row i; "" is nobody.
func (w *walk) subject(i int) string {
	m := w.query.Measure
	if (m.Agg == ops.Distinct || m.Agg == ops.First) && m.Column != "" {
		return w.text(m.Column, i)
	}
	return w.text("member", i)
}

// series is the key of row i without its day.
func (w *walk) series(i int) string {
	out := ""
	for c, column := range w.record.Columns {
		if column.Key && w.rows.Dicts[c] != nil {
			out += w.rows.Text(c, i) + "\x00"
		}
	}
	return out
}

// rank is the values of all dimensions in the order of the record: of two rows at one
// instant the one that comes first counts.
func (w *walk) rank(i int) []string {
	var out []string
	for _, c := range w.record.Columns {
		if c.Dimension {
			out = append(out, w.dimension(c.Name, i))
		}
	}
	if w.record.Column("member") < 0 {
		return out
	}
	for _, d := range memberDimensions() {
		if w.record.Column(d) < 0 {
			out = append(out, w.dimension(d, i))
		}
	}
	return out
}

// money is the sum of n amounts of a currency on a day in the reporting currency; not
// known without a rate. Nothing is rounded (SPEC §1).
func (w *walk) money(sum, n int64, currency string, day ops.Day) engine.Cell {
	if ops.Fold(currency) == ops.Fold(w.Currency) {
		return engine.Cell{Sum: sum, Rows: n}
	}
	factor := big.NewInt(0)
	for _, r := range w.rates[ops.Fold(currency)] {
		if r.from <= day {
			factor.SetInt64(r.rate)
		}
	}
	// What is no rate to the engine is none here: 0, and what would not fit.
	most := big.NewInt(1_000_000_000_000)
	if factor.Sign() <= 0 || factor.Cmp(most) >= 0 {
		return engine.Cell{Unknown: n}
	}
	for range 3 + ops.Exponent(w.Currency) - ops.Exponent(currency) {
		factor.Mul(factor, big.NewInt(10))
	}
	if factor.Cmp(most.Mul(most, big.NewInt(1000))) >= 0 {
		return engine.Cell{Unknown: n}
	}
	whole, rest := new(big.Int).QuoRem(factor.Mul(factor, big.NewInt(sum)), big.NewInt(engine.RestUnit), new(big.Int))
	return engine.Cell{Sum: whole.Int64(), Rest: rest.Int64(), Rows: n}
}

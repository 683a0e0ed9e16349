package sqlite

import (
	"context"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// examples is how many updated rows a comparison shows.
const examples = 100

// Compare says what committing rows would change, without changing anything.
// Rows of which two have the same key are an *ops.Error, duplicate_key. Cost:
// one look-up for each row and one scan of the days they cover.
func (s *Store) Compare(ctx context.Context, rows *ops.Rows) (*ops.Diff, error) {
	if _, ok := s.layouts[rows.Record.Name]; !ok {
		return nil, unknownRecord(rows.Record.Name)
	}
	version, live := s.now() // before the texts: what is live now uses known codes only
	in, err := s.prepare(rows)
	if err != nil {
		return nil, err
	}
	c := &comparison{store: s, input: in, live: live, totals: newTotals(in.layout),
		diff: &ops.Diff{Base: version, Kinds: make([]ops.ChangeKind, rows.Len())}}
	err = s.scan(ctx, in.layout, in.span, live, func(b *ops.Rows) error {
		c.totals.add(b, 1)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if in.layout.day >= 0 {
		c.diff.Before = c.totals.list()
	}
	if err := c.run(ctx, s.read); err != nil {
		return nil, err
	}
	if in.layout.day >= 0 {
		c.totals.add(rows, 1)
		c.diff.After = c.totals.list()
	}
	return c.diff, nil
}

// comparison holds rows against the record.
type comparison struct {
	store  *Store
	input  *input
	live   set
	totals *totals // nil if nobody asks
	diff   *ops.Diff
}

// run finds the fate of every row and takes the rows they replace off the
// totals.
func (c *comparison) run(ctx context.Context, q querier) error {
	in := c.input
	var some []uint32 // rows of one call, identified in the same way
	flush := func(owned bool) error {
		err := c.chunk(ctx, q, some, owned)
		some = some[:0]
		return err
	}
	for _, owned := range []bool{false, true} {
		for _, i := range in.order {
			if in.owned(int(i)) != owned {
				continue
			}
			if some = append(some, i); len(some) == chunk {
				if err := flush(owned); err != nil {
					return err
				}
			}
		}
		if len(some) > 0 {
			if err := flush(owned); err != nil {
				return err
			}
		}
	}
	for _, k := range c.diff.Kinds {
		switch k {
		case ops.Create:
			c.diff.Created++
		case ops.Update:
			c.diff.Updated++
		case ops.Unchanged:
			c.diff.Unchanged++
		}
	}
	slices.SortFunc(c.diff.Examples, func(a, b ops.Change) int { return a.Row - b.Row })
	return nil
}

func (c *comparison) chunk(ctx context.Context, q querier, some []uint32, owned bool) error {
	in := c.input
	statement, key := in.find, in.key()
	if owned {
		statement, key = in.findOwn, []int{in.own}
	}
	keys := &cells{kinds: in.kinds(key)}
	for _, i := range some {
		in.put(keys, int(i), key)
	}
	// The winning version so far of the row looked up last.
	var best *results
	row, origin := 0, -1
	settle := func() {
		if origin >= 0 {
			c.settle(int(some[origin]), best, row)
		}
		origin = -1
	}
	err := lookup(ctx, q, statement, keys, len(in.stored)+1, func(found *results, j, n int) {
		batch := found.int(j, 0)
		if !c.live.has(batch) {
			return
		}
		if n != origin {
			settle()
			best, row, origin = found, j, n
		} else if batch > best.int(row, 0) {
			best, row = found, j
		}
	})
	settle()
	return err
}

// settle compares row i with the version that counts now; stored columns of it
// begin behind the batch.
func (c *comparison) settle(i int, old *results, row int) {
	in := c.input
	c.diff.Kinds[i] = ops.Unchanged
	for k := range in.stored {
		if !c.equal(i, k, old, row) {
			c.diff.Kinds[i] = ops.Update
			break
		}
	}
	if c.totals == nil {
		return
	}
	if c.diff.Kinds[i] == ops.Update && len(c.diff.Examples) < examples {
		c.diff.Examples = append(c.diff.Examples, c.example(i, old, row))
	}
	if in.day < 0 || in.span.Has(ops.Day(old.int(row, in.day+1))) {
		b := c.store.block(in.layout)
		// The batch in front of the stored columns is not the block's.
		shifted := &results{width: old.width, rows: old.rows, ints: old.ints[8:], heap: old.heap}
		c.store.fill(b, in.layout, shifted, []int{row})
		c.totals.add(b, -1)
	}
}

func (c *comparison) equal(i, k int, old *results, row int) bool {
	if c.input.text(k) {
		return c.input.str(i, k) == string(old.text(row, k+1))
	}
	return c.input.int(i, k) == old.int(row, k+1)
}

// example lists the columns in which row i differs from the old version.
func (c *comparison) example(i int, old *results, row int) ops.Change {
	in := c.input
	out := ops.Change{Row: i}
	own := c.store.own(in.record)
	oldCurrency, newCurrency := "", ""
	if cur := in.record.Column("currency"); cur >= 0 {
		oldCurrency = own[cur].Text(uint32(old.int(row, slices.Index(in.stored, cur)+1)))
		newCurrency = in.rows.Text(cur, i)
	}
	for column, col := range in.record.Columns {
		k := slices.Index(in.stored, column)
		if c.equal(i, k, old, row) {
			continue
		}
		d := ops.ColumnChange{Column: col.Name}
		switch {
		case in.text(k):
			d.Old, d.New = string(old.text(row, k+1)), in.str(i, k)
		case own[column] != nil:
			d.Old, d.New = own[column].Text(uint32(old.int(row, k+1))), in.rows.Text(column, i)
		default:
			d.Old = format(col.Type, old.int(row, k+1), oldCurrency, c.store.calendar.Zone)
			d.New = format(col.Type, in.int(i, k), newCurrency, c.store.calendar.Zone)
		}
		out.Columns = append(out.Columns, d)
	}
	return out
}

// totals sums the additive columns of rows, money by currency.
type totals struct {
	layout   *layout
	columns  []int
	currency int
	sums     map[totalKey]int64
}

type totalKey struct {
	column   int
	currency string
}

func newTotals(l *layout) *totals {
	t := &totals{layout: l, currency: l.record.Column("currency"), sums: make(map[totalKey]int64)}
	for c := range l.record.Columns {
		if l.additive(c) {
			t.columns = append(t.columns, c)
		}
	}
	return t
}

// add adds, or with sign -1 takes off, the rows of a block.
func (t *totals) add(b *ops.Rows, sign int64) {
	for _, c := range t.columns {
		values := b.Ints[c]
		if t.layout.record.Columns[c].Type != ops.Money {
			t.sums[totalKey{column: c}] += sign * sum(values)
			continue
		}
		// Runs of one currency are the rule.
		currencies := b.Codes[t.currency]
		for from := 0; from < len(values); {
			to := from + 1
			for to < len(values) && currencies[to] == currencies[from] {
				to++
			}
			k := totalKey{c, strings.ToUpper(b.Text(t.currency, from))}
			t.sums[k] += sign * sum(values[from:to])
			from = to
		}
	}
}

func sum(values []int64) int64 {
	total := int64(0)
	for _, v := range values {
		if v != ops.NoValue {
			total += v
		}
	}
	return total
}

// list returns the sums in the order of the columns, then of currencies.
func (t *totals) list() []ops.Total {
	keys := make([]totalKey, 0, len(t.sums))
	for k := range t.sums {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b totalKey) int {
		if a.column != b.column {
			return a.column - b.column
		}
		return strings.Compare(a.currency, b.currency)
	})
	out := make([]ops.Total, len(keys))
	for i, k := range keys {
		out[i] = ops.Total{Column: t.layout.record.Columns[k.column].Name, Currency: k.currency, Sum: t.sums[k]}
	}
	return out
}

package sqlite

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite/bulk"
)

// examples is how many updated rows a comparison shows.
const examples = 100

// Compare says what committing rows would change, without changing anything.
// Rows of which two have the same key are an *ops.Error, duplicate_key. Cost:
// one scan of the days the rows cover and, for orders and events, one look-up
// for each row.
func (s *Store) Compare(ctx context.Context, rows *ops.Rows) (*ops.Diff, error) {
	if _, ok := s.layouts[rows.Record.Name]; !ok {
		return nil, unknownRecord(rows.Record.Name)
	}
	now := s.view() // before the texts: what is live now uses known codes only
	in, err := s.prepare(rows, nil)
	if err != nil {
		return nil, err
	}
	c := &comparison{store: s, input: in, view: now, totals: newTotals(in.layout),
		diff: &ops.Diff{Base: now.version, Kinds: make([]ops.ChangeKind, rows.Len()), Order: in.order}}
	if in.layout.day >= 0 {
		c.days = newDayTotals(s, in, c.totals.columns)
	}
	// Where key and day go together, the rows meet their old versions in the
	// scan; elsewhere each has to be looked up.
	merges := !in.roams && in.own < 0
	found := 0
	err = s.scan(ctx, in.layout, in.span, now, func(b *ops.Rows) error {
		found += b.Len()
		c.totals.add(b)
		if c.days != nil {
			c.days.add(b)
		}
		if merges {
			c.merge(b)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if in.layout.day >= 0 {
		c.diff.Before = c.totals.list()
	}
	if !merges && (found > 0 || in.roams || slices.ContainsFunc(in.order, func(i uint32) bool { return in.owned(int(i)) })) {
		if err := c.lookUp(ctx, s.read); err != nil {
			return nil, err
		}
	}
	c.totals.settle(s.dicts.names)
	if in.layout.day >= 0 {
		c.totals.add(rows)
		c.diff.After = c.totals.list()
		c.diff.Days = c.days.list(in)
	}
	c.count()
	return c.diff, nil
}

// comparison holds rows against the record. Every row is a Create until its
// old version is found.
type comparison struct {
	store  *Store
	input  *input
	view   view
	totals *totals // nil if nobody asks
	days   *dayTotals
	diff   *ops.Diff
	merged int // how many of input.order merge is done with
}

// merge settles the rows whose old versions are in b; blocks come in the order
// of the primary key, as the rows do.
func (c *comparison) merge(b *ops.Rows) {
	in := c.input
	for j := range b.Len() {
		for c.merged < len(in.order) {
			i := int(in.order[c.merged])
			d := c.compareKeys(i, b, j)
			if d > 0 {
				break
			}
			if d == 0 {
				c.settle(i, b, j)
			}
			c.merged++
		}
	}
}

// compareKeys orders row i before or behind row j of a block of the record.
func (c *comparison) compareKeys(i int, b *ops.Rows, j int) int {
	in := c.input
	for k := range in.keys {
		var d int
		column := in.stored[k]
		switch {
		case in.text(k):
			d = strings.Compare(in.str(i, k), b.Text(column, j))
		case b.Dicts[column] != nil:
			d = cmp.Compare(in.int(i, k), int64(b.Codes[column][j]))
		default:
			d = cmp.Compare(in.int(i, k), b.Ints[column][j])
		}
		if d != 0 {
			return d
		}
	}
	return 0
}

// lookUp settles every row by looking for its versions.
func (c *comparison) lookUp(ctx context.Context, q querier) error {
	in := c.input
	for _, owned := range []bool{false, true} {
		var some []uint32 // rows of one call, identified in the same way
		for n, i := range in.order {
			if in.owned(int(i)) == owned {
				some = append(some, i)
			}
			if len(some) == bulk.Chunk || n == len(in.order)-1 && len(some) > 0 {
				if err := c.lookUpSome(ctx, q, some, owned); err != nil {
					return err
				}
				some = some[:0]
			}
		}
	}
	return nil
}

func (c *comparison) lookUpSome(ctx context.Context, q querier, some []uint32, owned bool) error {
	in := c.input
	statement, key := in.find, in.key()
	if owned {
		statement, key = in.findOwn, []int{in.own}
	}
	keys := &bulk.Cells{Kinds: in.kinds(key)}
	in.put(keys, some, key)
	// The winning versions in one answer, and the rows they are of.
	var answer *bulk.Results
	var won, of []int
	var unreadable error
	settle := func() {
		if answer == nil || unreadable != nil {
			return
		}
		var count []int // of won, those that count
		from := of
		of = of[:0:0]
		for n, row := range won {
			if !in.layout.takesBack(answer, row) {
				count, of = append(count, row), append(of, from[n])
			}
		}
		won = count
		b := c.store.dicts.block(in.layout.record)
		if unreadable = c.store.fill(b, in.layout, answer, won); unreadable != nil {
			return
		}
		c.view.keys.rewrite(b)
		for j, i := range of {
			c.settle(i, b, j)
		}
	}
	err := lookup(ctx, q, statement, keys, len(in.stored)+1, func(found *bulk.Results, row, origin int) {
		if answer != found {
			settle()
			answer, won, of = found, won[:0], of[:0]
		}
		batch, i := found.Int(row, len(in.stored)), int(some[origin])
		switch last := len(of) - 1; {
		case !c.view.live.has(batch):
		case last < 0 || of[last] != i:
			won, of = append(won, row), append(of, i)
		case batch > found.Int(won[last], len(in.stored)):
			won[last] = row
		}
	})
	settle()
	return errors.Join(err, unreadable)
}

// settle compares row i with row j of b, the version that counts now.
func (c *comparison) settle(i int, b *ops.Rows, j int) {
	in := c.input
	c.diff.Kinds[i] = ops.Unchanged
	if in.rows.IsGone(i) {
		c.diff.Kinds[i] = ops.Removed
	}
	for column := range in.record.Columns {
		if c.diff.Kinds[i] == ops.Unchanged && !c.equal(i, column, b, j) {
			c.diff.Kinds[i] = ops.Update
		}
	}
	if c.totals == nil {
		return
	}
	if c.diff.Kinds[i] == ops.Update && len(c.diff.Examples) < examples {
		c.diff.Examples = append(c.diff.Examples, c.example(i, b, j))
	}
	if c.days != nil {
		c.days.replace(b, j, ops.Day(in.int(i, in.day)), c.diff.Kinds[i] != ops.Unchanged)
	}
	if in.layout.day >= 0 && in.span.Has(c.store.dayOf(in.layout, b, j)) {
		c.totals.drop(b, j)
	}
}

// equal reports whether row i and row j of b say the same in a column.
func (c *comparison) equal(i, column int, b *ops.Rows, j int) bool {
	in := c.input
	switch {
	case in.codes[column] != nil:
		return in.codes[column].of(in.rows.Codes[column][i]) == b.Codes[column][j]
	case b.Dicts[column] != nil:
		return in.rows.Text(column, i) == b.Text(column, j)
	}
	return in.rows.Ints[column][i] == b.Ints[column][j]
}

// example lists the columns in which row i differs from row j of b.
func (c *comparison) example(i int, b *ops.Rows, j int) ops.Change {
	in := c.input
	show := func(rows *ops.Rows, column, i int) string {
		if rows.Dicts[column] != nil {
			return rows.Text(column, i)
		}
		currency := ""
		if k := in.record.Column("currency"); k >= 0 {
			currency = rows.Text(k, i)
		}
		return format(in.record.Columns[column].Type, rows.Ints[column][i], currency, c.store.calendar.Zone)
	}
	out := ops.Change{Row: i}
	for column, col := range in.record.Columns {
		if !c.equal(i, column, b, j) {
			out.Columns = append(out.Columns, ops.ColumnChange{Column: col.Name, Old: show(b, column, j), New: show(in.rows, column, i)})
		}
	}
	return out
}

// count counts the fates and brings the examples into the order of the rows.
func (c *comparison) count() {
	for i, k := range c.diff.Kinds {
		switch {
		case k == ops.Removed:
			c.diff.Removed++
			continue
		case c.input.rows.IsGone(i): // there is nothing to take back
			continue
		}
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
}

// dayOf returns the ops day of row i of a block of the record.
func (s *Store) dayOf(l *layout, b *ops.Rows, i int) ops.Day {
	v := b.Ints[l.record.Column(l.record.Day)][i]
	if l.stored[l.day] == computedDay {
		return s.calendar.Day(time.UnixMicro(v))
	}
	return ops.Day(v)
}

// totals sums the additive columns of rows, money by currency.
type totals struct {
	layout   *layout
	columns  []int
	currency int
	sums     map[totalKey]added

	dropped      map[uint32][]added // by code of the currency, by columns
	dropping     []added            // of the currency dropped last
	lastCurrency uint32
}

// added is the sum of n values; of none it is not known.
type added struct {
	sum int64
	n   int
}

type totalKey struct {
	column   int
	currency string
}

func newTotals(l *layout) *totals {
	return &totals{layout: l, columns: l.sums, currency: l.record.Column("currency"), sums: make(map[totalKey]added)}
}

func (t *totals) key(column int, currency string) totalKey {
	if t.layout.record.Columns[column].Type == ops.Money {
		return totalKey{column, strings.ToUpper(currency)}
	}
	return totalKey{column: column}
}

// add adds the rows of a block.
func (t *totals) add(b *ops.Rows) {
	for _, c := range t.columns {
		values := b.Ints[c]
		for from := 0; from < len(values); {
			to, currency := len(values), ""
			if t.layout.record.Columns[c].Type == ops.Money {
				// Runs of one currency are the rule.
				codes := b.Codes[t.currency]
				for to = from + 1; to < len(values) && codes[to] == codes[from]; to++ {
				}
				currency = b.Text(t.currency, from)
			}
			key := t.key(c, currency)
			t.sums[key] = t.sums[key].with(values[from:to])
			from = to
		}
	}
}

// drop notes that row i of a block of the record, already added, will not count
// any more; settle takes all such rows off.
func (t *totals) drop(b *ops.Rows, i int) {
	currency := uint32(0)
	if t.currency >= 0 {
		currency = b.Codes[t.currency][i]
	}
	if t.dropping == nil || t.lastCurrency != currency {
		if t.dropped == nil {
			t.dropped = make(map[uint32][]added)
		}
		if t.dropped[currency] == nil {
			t.dropped[currency] = make([]added, len(t.columns))
		}
		t.dropping, t.lastCurrency = t.dropped[currency], currency
	}
	for k, c := range t.columns {
		if v := b.Ints[c][i]; v != ops.NoValue {
			t.dropping[k].sum += v
			t.dropping[k].n++
		}
	}
}

func (t *totals) settle(names *ops.Dictionary) {
	for currency, sums := range t.dropped {
		for k, v := range sums {
			if v.n > 0 {
				key := t.key(t.columns[k], names.Text(currency))
				t.sums[key] = added{t.sums[key].sum - v.sum, t.sums[key].n - v.n}
			}
		}
	}
	t.dropped, t.dropping = nil, nil
}

// with returns a and the values that are not blank.
func (a added) with(values []int64) added {
	for _, v := range values {
		if v != ops.NoValue {
			a.sum += v
			a.n++
		}
	}
	return a
}

// list returns the sums that are known, in the order of the columns, then of
// currencies.
func (t *totals) list() []ops.Total {
	keys := make([]totalKey, 0, len(t.sums))
	for k, a := range t.sums {
		if a.n > 0 {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b totalKey) int {
		if a.column != b.column {
			return a.column - b.column
		}
		return strings.Compare(a.currency, b.currency)
	})
	out := make([]ops.Total, len(keys))
	for i, k := range keys {
		out[i] = ops.Total{Column: t.layout.record.Columns[k.column].Name, Currency: k.currency, Sum: t.sums[k].sum}
	}
	return out
}

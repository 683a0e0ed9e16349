package ingest

import (
	"bytes"
	"fmt"
	"hash/maphash"
	"math"
	"slices"
	"time"

	"daybreak/internal/ops"
)

// rowBuilder gathers the rows of a file, whichever layout it has: start a row,
// give it its values, finish it. Values are checked against what a record may
// hold, names are made one per meaning, and a second row with the same key is
// refused. A column given no value stays blank.
type rowBuilder struct {
	record  *ops.Record
	rows    *ops.Rows
	columns []textColumn // by column of the record
	filled  []bool       // by column of the record: some row has a value; else its slice is empty until the end
	ints    []int64      // of the row being built, by column of the record
	codes   []uint32
	line    int
	digits  int // decimals of the last currency given
	keys    keySets
	equal   func(row int) bool // equalKey, made once
	keyText []byte
	clock   localClock
	today   ops.Day
	first   int64 // first and, exclusive, last instant accepted, in microseconds
	last    int64
	dates   dateMemo

	required, key                                                []int // columns
	money                                                        []int // columns of money that need a currency which may be blank
	dayColumn, untilColumn, eventKey, campaign, currency, refund int
	calendar                                                     ops.Calendar
	days                                                         ops.Range
	merged                                                       []string
	mergedCount                                                  int
	rejected                                                     int
	rejects                                                      []Rejected
	notices                                                      []*ops.Error

	plans  *plans          // checks targets; nil for any other record
	orders *orders         // what a first reading left open of orders; nil before it
	awaits map[string]bool // orders of refunds whose payment the file does not have
	names  ops.Keys

	// same, if set, decides about a row whose key row at has already: nil
	// leaves the new one out without a word.
	same func(at int) *ops.Error
}

// textColumn is what a text column has seen.
type textColumn struct {
	last  []byte // raw text of the row before, whose code is code
	code  uint32
	seen  textMemo
	folds keySet            // codes of names by what Fold makes of them
	raws  map[uint32]string // how a name was written first where its text is another
}

// first returns how the name of a code in dict was written first.
func (t *textColumn) first(dict *ops.Dictionary, code uint32) string {
	if raw, other := t.raws[code]; other {
		return raw
	}
	return dict.Text(code)
}

func newRowBuilder(r *ops.Record, s *source) *rowBuilder {
	b := &rowBuilder{
		record: r, rows: ops.NewRows(r, ops.NewDictionary(), ops.NewDictionary(), ops.NewDictionary()),
		columns: make([]textColumn, len(r.Columns)), filled: make([]bool, len(r.Columns)), ints: make([]int64, len(r.Columns)),
		codes: make([]uint32, len(r.Columns)), digits: 2,
		clock: localClock{zone: s.settings.Calendar.Zone}, today: s.settings.Calendar.Day(s.now), calendar: s.settings.Calendar,
		keys:      newKeySets(),
		first:     s.settings.Calendar.Start(ops.MinDay).UnixMicro(),
		last:      s.now.Add(maxAhead).UnixMicro(),
		dayColumn: r.Column(r.Day), untilColumn: r.Column("to"), eventKey: -1, campaign: r.Column("campaign"), currency: r.Column("currency"),
		refund: r.Column("refund"),
	}
	b.equal, b.names, b.orders = b.equalKey, s.names, s.orders
	if r.Name == "targets" {
		b.plans = s.plans
	}
	if r.Own != "" {
		b.eventKey = r.Column(r.Own)
	}
	for c, col := range r.Columns {
		if col.Required {
			b.required = append(b.required, c)
		}
		if col.Key {
			b.key = append(b.key, c)
		}
		if col.Type == ops.Money && !r.Columns[b.currency].Required {
			b.money = append(b.money, c)
		}
		if col.Type.IsText() {
			b.columns[c] = textColumn{seen: newTextMemo()}
		}
	}
	return b
}

// expect makes room for the n rows that the file will probably have, once
// there is little left.
func (b *rowBuilder) expect(n int) {
	if cap(b.rows.Lines)-len(b.rows.Lines) > progressEvery {
		return
	}
	n = min(n, MaxRows) + progressEvery
	for c := range b.record.Columns {
		if !b.filled[c] {
			continue
		}
		if b.rows.Dicts[c] != nil {
			b.rows.Codes[c] = slices.Grow(b.rows.Codes[c], max(0, n-len(b.rows.Codes[c])))
		} else {
			b.rows.Ints[c] = slices.Grow(b.rows.Ints[c], max(0, n-len(b.rows.Ints[c])))
		}
	}
	b.rows.Lines = slices.Grow(b.rows.Lines, max(0, n-len(b.rows.Lines)))
}

// start begins a row; one that was begun and not finished is forgotten.
func (b *rowBuilder) start(line int) {
	b.line = line
	for i := range b.ints {
		b.ints[i] = ops.NoValue
	}
	clear(b.codes)
}

// number gives column c the stored value v (see ops.ColumnType).
func (b *rowBuilder) number(c int, v int64, raw []byte) *ops.Error {
	col := &b.record.Columns[c]
	switch col.Type {
	case ops.Date:
		last := b.today + 1
		if b.record.Ahead {
			last = ops.DayOf(lastFutureYear, time.December, 31)
		}
		if d := ops.Day(v); d < ops.MinDay || d > last {
			return dateRange(ops.MinDay, last).value(raw)
		}
	case ops.Instant:
		if v < b.first {
			return dateRange(ops.MinDay, b.today).value(raw)
		}
		if v > b.last {
			return b.ahead(v).value(raw)
		}
	case ops.Flag:
	default:
		if col.Type == ops.Count && v < 0 {
			return fault("negative_count", fmt.Sprintf("%s is below zero, but counts things.", ops.Show(string(raw))), "Write a number of 0 or more.").value(raw)
		}
		if v < 0 && c == b.refund {
			return fault("negative_refund", fmt.Sprintf("The refund %s is below zero, which would add to the revenue.", ops.Show(string(raw))),
				"Write what was paid back as an amount above zero.", ops.Show(string(raw))).value(raw)
		}
		if limit := b.limit(c); v > limit || v < -limit {
			return outOfRange(limit / b.unit(c)).value(raw)
		}
		if col.Positive && v <= 0 {
			return fault("not_positive", "A rate must be above zero.", "Write how much of the reporting currency one unit of the currency is worth.").value(raw)
		}
	}
	b.ints[c] = v
	return nil
}

// unit returns how many stored units make 1 in column c.
func (b *rowBuilder) unit(c int) int64 {
	switch b.record.Columns[c].Type {
	case ops.Decimal:
		return DecimalUnit
	case ops.Money:
		unit := int64(1)
		for range b.digits {
			unit *= 10
		}
		return unit
	}
	return 1
}

// limit returns the largest stored value of column c. Goals and rates are never
// summed, so that they may be MaxUnits even with their decimals.
func (b *rowBuilder) limit(c int) int64 {
	if b.record.Columns[c].Type == ops.Decimal && !b.record.Counted() {
		return MaxUnits * DecimalUnit
	}
	return MaxUnits
}

// text gives column c a text, which may be blank.
func (b *rowBuilder) text(c int, raw []byte) *ops.Error {
	if len(raw) == 0 {
		return nil
	}
	t := &b.columns[c]
	if !bytes.Equal(raw, t.last) {
		code, ok := t.seen.find(raw)
		if !ok {
			var err *ops.Error
			if code, err = b.newText(c, string(raw)); err != nil {
				return err
			}
			t.seen.add(raw, code)
		}
		t.last, t.code = append(t.last[:0], raw...), code
		if c == b.currency && code != 0 {
			b.digits = ops.Exponent(b.rows.Dicts[c].Text(code))
		}
	}
	b.codes[c] = t.code
	return nil
}

// newText returns the code of a text that column c has not seen before.
func (b *rowBuilder) newText(c int, raw string) (uint32, *ops.Error) {
	col := &b.record.Columns[c]
	limit := MaxName
	switch {
	case col.Name == "props":
		limit = MaxCell
	case col.Type == ops.Text:
		limit = MaxText
	}
	s, err := cleanText(raw, limit)
	if err != nil || s == "" {
		return 0, err
	}
	switch {
	case c == b.currency:
		if s, err = currencyCode(s); err != nil {
			return 0, err
		}
	case col.Name == "props":
		if s, err = canonicalProps(s); err != nil {
			return 0, err
		}
	case col.Choices != nil:
		if s, err = choice(col.Choices, s); err != nil {
			return 0, err
		}
	case (col.Type != ops.Text || col.Key) && col.Name != "title":
		if err = shortened(s); err != nil {
			return 0, err
		}
	}
	if col.Type != ops.Name {
		return b.rows.Dicts[c].Code(s), nil
	}
	s = b.names.Of(col.Name, s)
	t, dict := &b.columns[c], b.rows.Dicts[c]
	fold := ops.Fold(s)
	hash := uint32(maphash.String(b.keys.seed, fold))
	if known, ok := t.folds.find(hash, func(code int) bool { return ops.Fold(dict.Text(uint32(code))) == fold }); ok {
		if first := t.first(dict, uint32(known)); first != raw && c != b.currency {
			b.merge(col.Name, first, raw)
		}
		return uint32(known), nil
	}
	code := dict.Code(s)
	t.folds.add(hash, int(code), func(int) bool { return false })
	if s != raw {
		if t.raws == nil {
			t.raws = map[uint32]string{}
		}
		t.raws[code] = raw
	}
	return code, nil
}

// merge notes that two spellings are one name.
func (b *rowBuilder) merge(column, first, other string) {
	note := fmt.Sprintf("%s: “%s” = “%s”", column, ops.Show(first), ops.Show(other))
	if slices.Contains(b.merged, note) {
		return
	}
	if b.mergedCount++; len(b.merged) < MaxShown {
		b.merged = append(b.merged, note)
	}
}

// finish adds the row, or says why it cannot be.
func (b *rowBuilder) finish() *ops.Error {
	for _, c := range b.required {
		col := &b.record.Columns[c]
		if b.codes[c] != 0 || !col.Type.IsText() && b.ints[c] != ops.NoValue {
			continue
		}
		code := ops.Code("blank_value")
		if col.Type.IsText() {
			code = "blank_name"
		}
		return fault(code, fmt.Sprintf("%s is blank.", col.Name), "Every row needs a value there.", col.Name).at(b.line, col.Name, "")
	}
	if b.codes[max(0, b.currency)] == 0 && slices.ContainsFunc(b.money, func(c int) bool { return b.ints[c] != ops.NoValue }) {
		return fault("no_currency", "The row has money and no currency.", "Write the code of its currency, such as CNY, in the column currency.").at(b.line,
			"currency", "")
	}
	if b.untilColumn >= 0 && b.ints[b.untilColumn] < b.ints[b.dayColumn] {
		from, to := ops.Day(b.ints[b.dayColumn]), ops.Day(b.ints[b.untilColumn])
		return fault("range_reversed", fmt.Sprintf("from, %s, lies after to, %s.", from, to), "Swap the two days.", from.String(), to.String()).
			at(b.line, "to", to.String())
	}
	if err := b.target(); err != nil {
		return err
	}
	if err := b.refundAbovePaid(); err != nil {
		return err
	}
	if at, dup := b.addKey(b.len()); dup {
		if b.same != nil {
			return b.same(at)
		}
		return fault("duplicate_row", fmt.Sprintf("Line %d has the same %s as line %d.", b.line, b.keyNames(), b.rows.Lines[at]),
			"Keep one of the two rows, or add their numbers up in one.", b.line, int(b.rows.Lines[at])).at(b.line, b.keyNames(), "")
	}
	for c := range b.record.Columns {
		if !b.filled[c] && (b.codes[c] != 0 || b.ints[c] != ops.NoValue) {
			b.fill(c)
		}
		switch {
		case !b.filled[c]:
		case b.rows.Dicts[c] != nil:
			b.rows.Codes[c] = append(b.rows.Codes[c], b.codes[c])
		default:
			b.rows.Ints[c] = append(b.rows.Ints[c], b.ints[c])
		}
	}
	b.rows.Lines = append(b.rows.Lines, int32(min(b.line, math.MaxInt32)))
	if b.dayColumn >= 0 {
		d := ops.Day(b.ints[b.dayColumn])
		if b.record.Columns[b.dayColumn].Type == ops.Instant {
			d = b.calendar.Day(time.UnixMicro(b.ints[b.dayColumn]))
		}
		last := d
		if b.untilColumn >= 0 {
			last = ops.Day(b.ints[b.untilColumn])
		}
		b.days = b.days.Or(ops.Range{From: d, To: last + 1})
	}
	return nil
}

// len returns how many rows are built.
func (b *rowBuilder) len() int { return len(b.rows.Lines) }

package ingest

import (
	"context"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// Rows reads the table by m into rows of m's record. Rows with the same key
// differ only in what Daybreak does not keep, such as hour or device; they are
// added up. Each data row of the table is in rows, in rejected, or named by a
// notice that counts it. At most MaxShown rejected rows are listed.
//
// It fails with questions_open while required questions are open.
func (t *Table) Rows(m *Mapping, s Settings) (*ops.Rows, []Rejected, []*ops.Error, error) {
	r, err := t.read(context.Background(), m, &source{settings: s, now: s.Clock()}, nil)
	if err != nil {
		return nil, nil, nil, err
	}
	return r.rows, r.rejects, r.notices, nil
}

// read is Rows for the importer. r.read counts the data rows of the table.
func (t *Table) read(ctx context.Context, m *Mapping, s *source, out *rejectWriter) (*reading, error) {
	if len(m.Columns) != len(t.Header) {
		return nil, t.located(&ops.Error{Code: "wrong_mapping", Message: fmt.Sprintf("The mapping is for %d columns, the table has %d.", len(m.Columns),
			len(t.Header)), Hint: "Draft it again from this table.", Args: []any{len(m.Columns), len(t.Header)}})
	}
	in := t.interpret(m)
	if len(in.questions) > 0 && in.questions[0].Required {
		q := in.questions[0]
		return nil, t.located(&ops.Error{Code: "questions_open", Message: q.Message, Hint: "Answer it in the mapping.", Where: ops.Place{Column: q.Field},
			Args: []any{q.Field}, Err: Open(in.questions)})
	}
	b := newRowBuilder(in.record, s)
	w := &rowReader{in: in, b: b, at: -1, lastAdded: -1, orderLines: map[string]int{}, hashes: map[uint64]bool{}, seed: maphash.MakeSeed()}
	b.same = w.again
	w.assign()
	w.weighRefunds()
	w.findPayments()
	out.header(t.Header)
	b.expect(t.Len())
	for i := range t.Len() {
		if i%progressEvery == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		if why := w.row(i); why != nil {
			why.Where.Line = t.Line(i)
			cells := t.cells(i)
			b.reject(why, cells)
			out.row(cells, why)
		}
		if err := b.tooMany(t.Line(i)); err != nil {
			return nil, err
		}
	}
	w.tell()
	r := b.reading(m.Preset)
	r.read = t.Len()
	r.notices = slices.Concat(t.Notices, r.notices)
	return r, nil
}

// rowReader turns table rows into rows of a record.
type rowReader struct {
	in    *interpretation
	b     *rowBuilder
	at    int   // the data row being read
	texts []use // columns that are text
	nums  []use // columns that are numbers
	named []figureOf
	rest  []use // instants, flags and days but the one figures stand on
	first []int32
	units []number // of nums, of the row being read
	codes []uint32 // its texts

	orderLines       map[string]int
	order            carried
	refundsBelowZero bool           // the export writes every refund with a minus
	payments         map[string]int // rows of a ledger that are payments, by their order
	hashes           map[uint64]bool
	seed             maphash.Seed

	lastAdded                                                                     int
	added, repeated, bounds, rounded, cleaned, cut, idle, unpaid, partly, skipped int
}

// use is one column of the table that is imported.
type use struct {
	from int // column of the table, or -1 for an answer
	to   int // column of the record
	kind ops.ColumnType
	text string // the answer
	name string
}

func (w *rowReader) assign() {
	in := w.in
	for i, a := range in.m.Columns {
		if a.Use != UseField {
			continue
		}
		if column, name, ok := namedField(in.record.Name, a.Field); ok {
			c := in.record.Column(column)
			w.named = append(w.named, figureOf{use{from: i, to: c, kind: in.record.Columns[c].Type, name: a.Header}, name})
		}
		if c := in.record.Column(a.Field); c >= 0 {
			w.add(use{from: i, to: c, kind: in.record.Columns[c].Type, name: a.Header})
		}
	}
	for c, col := range in.record.Columns {
		if answer := in.m.Answers[col.Name]; answer != "" && in.m.column(col.Name) < 0 {
			w.add(use{from: -1, to: c, kind: col.Type, text: answer, name: col.Name})
		}
	}
	// The currency first: it decides how many decimals money has.
	currency := in.record.Column("currency")
	slices.SortStableFunc(w.texts, func(a, b use) int {
		switch {
		case a.to == currency && b.to != currency:
			return -1
		case b.to == currency && a.to != currency:
			return 1
		}
		return 0
	})
	w.units = make([]number, len(w.nums))
}

func (w *rowReader) add(u use) {
	if _, ok := w.in.number(w.in.record.Columns[u.to].Name); ok {
		w.nums = append(w.nums, u)
	} else if u.kind.IsText() {
		w.texts = append(w.texts, u)
	} else if u.to != w.in.record.Column("date") && u.to != w.in.record.Column("at") {
		w.rest = append(w.rest, u)
	}
}

func (w *rowReader) cell(u use) string {
	if u.from < 0 {
		return u.text
	}
	return w.in.t.Cell(w.at, u.from)
}

// field returns the cell of the column assigned to a field, or its answer.
func (w *rowReader) field(name string) string {
	if c := w.in.m.column(name); c >= 0 {
		return w.in.t.Cell(w.at, c)
	}
	return w.in.m.Answers[name]
}

// filled returns the column in which the row says a field: the first that is
// not blank, of that assigned to it and those that stand in for it; -1 if the
// field has no column.
func (w *rowReader) filled(field string) int {
	first := w.in.m.column(field)
	if first < 0 || !isNull(w.in.t.Cell(w.at, first)) {
		return first
	}
	for c, a := range w.in.m.Columns {
		if a.Use == UseElse && a.Field == field && !isNull(w.in.t.Cell(w.at, c)) {
			return c
		}
	}
	return first
}

// row reads data row i, or says why it cannot be imported.
func (w *rowReader) row(i int) *ops.Error {
	t := w.in.t
	w.at = i
	if err := w.shape(); err != nil {
		return err
	}
	switch {
	case w.in.record.Own != "":
		return w.event()
	case w.in.record.Lines != "":
		return w.orderRow()
	}
	if w.skips() {
		w.skipped++
		return nil
	}
	days, err := w.days()
	if err != nil {
		return err
	}
	w.b.start(t.Line(i))
	if err := w.texting(); err != nil {
		return err
	}
	if err := w.numbers(); err != nil {
		return err
	}
	if len(w.named) > 0 {
		return w.namedRows(days)
	}
	if len(w.units) > 0 && !slices.ContainsFunc(w.units, func(n number) bool { return !n.none }) {
		w.idle++
		return nil
	}
	return w.spread(days)
}

// spread adds the row being built to each of its days, with a share of its
// figures.
func (w *rowReader) spread(days ops.Range) *ops.Error {
	line := w.in.t.Line(w.at)
	if w.b.len()+days.Len() > MaxRows+progressEvery {
		return fault("too_many_rows", fmt.Sprintf("Spread over their days the rows are more than %d.", MaxRows), "Name one day to book them on, or export by day.",
			MaxRows).at(line, "", "")
	}
	w.codes = append(w.codes[:0], w.b.codes...)
	for k := range days.Len() {
		w.b.start(line)
		copy(w.b.codes, w.codes)
		if c := w.in.record.Column("date"); c >= 0 {
			d := days.From + ops.Day(k)
			if err := w.b.number(c, int64(d), []byte(d.String())); err != nil {
				return err
			}
		}
		for j, u := range w.nums {
			n := w.units[j]
			if n.none || n.bound {
				continue
			}
			if err := w.b.number(u.to, share(n.units, k, days.Len()), []byte(w.cell(u))); err != nil {
				err.Where.Column = u.name
				return err
			}
		}
		for _, u := range w.rest {
			if err := w.other(u); err != nil {
				return err
			}
		}
		if err := w.finish(); err != nil {
			return err
		}
	}
	return nil
}

// share returns part k of n of v such that the parts add up to v and differ by
// at most one.
func share(v int64, k, n int) int64 {
	if n == 1 {
		return v
	}
	q, r := v/int64(n), v%int64(n)
	return q + r*int64(k+1)/int64(n) - r*int64(k)/int64(n)
}

// shape refuses rows that do not fit the header, and cells that hold an error.
func (w *rowReader) shape() *ops.Error {
	t := w.in.t
	r := int(t.rows[w.at])
	has, wrong := t.misfits(r)
	if wrong {
		wants := len(t.Header)
		if t.turned != nil {
			wants = t.turned.misfit[int32(r)][1]
		}
		return fault("field_count", fmt.Sprintf("Line %d has %d values, the header has %d.", t.Line(w.at), has, wants),
			"Check the line for a missing or an extra delimiter.", t.Line(w.at), has, wants).at(t.Line(w.at), "", "")
	}
	for c, a := range w.in.m.Columns {
		if a.Use == UseField && t.grid.kind(r, c) == errorCell {
			cell := t.Cell(w.at, c)
			return fault("error_cell", fmt.Sprintf("The cell holds the error %s.", ops.Show(cell)), "Mend the formula, or paste its value.",
				ops.Show(cell)).at(t.Line(w.at), a.Header, cell)
		}
	}
	return nil
}

// misfits returns how many cells row r of the grid has and whether that is
// not what the header asks for. Blank cells beyond it do not matter, nor do
// missing ones where a format leaves out blanks.
func (t *Table) misfits(r int) (has int, wrong bool) {
	if t.turned != nil {
		both, wrong := t.turned.misfit[int32(r)]
		return both[0], wrong
	}
	has = t.grid.width(r)
	used := has
	for used > len(t.Header) && strings.TrimSpace(t.grid.cell(r, used-1)) == "" {
		used--
	}
	return has, used > len(t.Header) || t.grid.kinds == nil && !t.sparse && has < len(t.Header)
}

// days returns the days the row's figures belong to.
func (w *rowReader) days() (ops.Range, *ops.Error) {
	in := w.in
	c, from := in.record.Column("date"), in.m.column("date")
	if c < 0 {
		return ops.Range{To: 1}, nil
	}
	one := func(d ops.Day) ops.Range { return ops.Range{From: d, To: d + 1} }
	days := in.t.days
	switch in.day {
	case fromNthDay:
		n, err := parseNumber(w.field(fieldNthDay), decimalPoint, 0)
		if err != nil || n.none || n.units < 0 || n.units > 10_000 {
			return days, w.badDate(w.field(fieldNthDay), in.m.column(fieldNthDay))
		}
		return one(days.From + ops.Day(n.units)), nil
	case fromUnit:
		from = in.m.column(in.unit)
		var ok bool
		if days, ok = in.periods.period(in.forms, in.t.Cell(w.at, from), in.unit, in.orders[from]); !ok {
			return days, w.badDate(in.t.Cell(w.at, from), from)
		}
		if both := days.And(in.t.days); both.Len() > 0 {
			days = both // the report begins or ends within the period
		}
	case fromColumn, fromPublish, fromPeriod:
		if in.day == fromPublish {
			from = w.filled("published_at")
		} else if in.day == fromPeriod {
			from = in.m.column(fieldPeriodStart)
		}
		m, ok := in.moment(in.t.Cell(w.at, from), from)
		if !ok {
			return days, w.badDate(in.t.Cell(w.at, from), from)
		}
		days = one(m.opsDay(w.b.calendar))
		if m.many() {
			days.To = m.until.civil() + 1
		}
		if end := in.m.column(fieldPeriodEnd); in.day == fromPeriod && end >= 0 && !isNull(in.t.Cell(w.at, end)) {
			last, ok := in.forms.parse(in.t.Cell(w.at, end), in.orders[end])
			if !ok || last.civil() < days.From {
				return days, w.badDate(in.t.Cell(w.at, end), end)
			}
			days.To = last.civil() + 1
		}
	}
	if booked := in.m.Answers[AnswerPeriod]; booked != "" && booked != spreadPeriod && (days.Len() > 1 || in.day == nowhere) {
		d, err := ops.ParseDay(booked)
		if err != nil {
			return days, fault("bad_date", err.Error()+".", "Write the day as 2026-09-01, or “spread”.", booked).at(0, AnswerPeriod, booked)
		}
		days = one(d)
	}
	// A day outside the range must refuse the row before one of its days is added.
	for _, d := range []ops.Day{days.From, days.Last()} {
		w.b.start(in.t.Line(w.at))
		if err := w.b.number(c, int64(d), []byte(d.String())); err != nil {
			return days, err
		}
	}
	return days, nil
}

func (w *rowReader) badDate(cell string, c int) *ops.Error {
	name := ""
	if c >= 0 {
		name = w.in.m.Columns[c].Header
	}
	if isNull(cell) {
		return fault("blank_value", "The date is blank.", "Every row needs a value there.", "date").at(w.in.t.Line(w.at), name, cell)
	}
	return fault("bad_date", fmt.Sprintf("“%s” is not a date, or one that does not exist.", ops.Show(cell)), "Write dates as 2026-09-01.",
		ops.Show(cell)).at(w.in.t.Line(w.at), name, cell)
}

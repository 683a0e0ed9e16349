package ingest

import (
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// whence says where the day of a row of figures comes from.
type whence uint8

const (
	nowhere     whence = iota
	fromColumn         // a column of dates, or of ranges of them
	fromNthDay         // days counted from the table's first
	fromPeriod         // two columns: first and last day of each row
	fromPublish        // totals since publication stand on the day of publication
	fromUnit           // a column of weeks, months or quarters
	fromTable          // the lines above the header name the days of all rows
)

// interpretation is a mapping applied to one table: everything that is
// decided per column, over all rows, before the first row is read.
type interpretation struct {
	t      *Table
	m      *Mapping
	preset *Preset
	record *ops.Record
	forms  *dateForms
	orders map[int]dateOrder   // by column of the table
	styles map[int]numberStyle // by column of the table

	day       whence
	unit      string // the field of the periods of rows
	periods   *periodForms
	many      bool // some rows cover more than one day
	questions []Question
}

// Questions lists what only a person can know about a table that is read by
// m, the required ones first. It is empty when the table can be read.
func (t *Table) Questions(m *Mapping) []Question {
	return t.interpret(m).questions
}

func (t *Table) interpret(m *Mapping) *interpretation {
	r, _ := ops.RecordNamed(m.Record)
	in := &interpretation{t: t, m: m, preset: m.preset(), record: r, forms: newDateForms(), periods: newPeriodForms(), orders: map[int]dateOrder{},
		styles: map[int]numberStyle{}}
	for c, a := range m.Columns {
		if (a.Use == UseField || a.Use == UseElse) && in.isDate(a.Field) {
			in.decideDates(c)
		}
	}
	in.decideNumbers()
	if r.Day == "date" {
		in.decideDay()
	}
	in.askFiles()
	in.askCurrency()
	in.askTotal()
	in.askRivals()
	in.askFields()
	slices.SortStableFunc(in.questions, func(a, b Question) int {
		if a.Required == b.Required {
			return 0
		}
		if a.Required {
			return -1
		}
		return 1
	})
	return in
}

func (in *interpretation) ask(q Question) { in.questions = append(in.questions, q) }

func (in *interpretation) isDate(field string) bool {
	switch field {
	case fieldPeriodStart, fieldPeriodEnd, fieldDay, fieldWeek, fieldMonth, fieldQuarter:
		return true
	}
	c := in.record.Column(field)
	return c >= 0 && (in.record.Columns[c].Type == ops.Date || in.record.Columns[c].Type == ops.Instant)
}

// number returns the type of number a field holds, if it holds one.
func (in *interpretation) number(field string) (ops.ColumnType, bool) {
	switch field {
	case fieldCount, fieldNthDay:
		return ops.Count, true
	}
	if column, _, ok := namedField(in.record.Name, field); ok {
		field = column
	}
	c := in.record.Column(field)
	if c < 0 {
		return 0, false
	}
	switch t := in.record.Columns[c].Type; t {
	case ops.Count, ops.Signed, ops.Money, ops.Decimal:
		return t, true
	}
	return 0, false
}

// decideDates decides the order of one column of dates.
func (in *interpretation) decideDates(c int) {
	order := in.forms.decideOrder(func(yield func(string) bool) {
		if in.t.turned != nil && c == len(in.t.Header)-2 {
			slices.Values(in.t.turned.days)(yield)
			return
		}
		for _, cell := range in.t.Column(c) {
			if !yield(cell) {
				return
			}
		}
	})
	if order == orderUnsure || order == mixedOrder {
		switch in.m.Answers[AnswerDates] {
		case "dmy":
			order = dayFirst
		case "mdy":
			order = monthFirst
		case "ymd":
			order = yearFirst
		default:
			q := Question{Field: AnswerDates, Code: "ambiguous_date", Required: true, Options: []string{"dmy", "mdy"},
				Message: fmt.Sprintf("In “%s” day and month can be told apart in no row.", in.m.Columns[c].Header), Where: in.sample(c)}
			if order == mixedOrder {
				q.Message = fmt.Sprintf("In “%s” some dates have the day first and others the month.", in.m.Columns[c].Header)
				q.Options = append(q.Options, "ymd")
			}
			in.ask(q)
			order = dayFirst
		}
	}
	in.orders[c] = order
}

func (in *interpretation) sample(c int) *ops.Place {
	for i, cell := range in.t.Column(c) {
		if !isNull(cell) {
			return &ops.Place{File: in.t.File, Sheet: in.t.Sheet, Line: in.t.Line(i), Column: in.m.Columns[c].Header, Value: ops.Show(cell)}
		}
	}
	return &ops.Place{File: in.t.File, Sheet: in.t.Sheet, Column: in.m.Columns[c].Header}
}

// decideNumbers decides the style of every column of numbers. A column that
// does not tell follows the others: a file is written in one language. In a
// column of counts a separator before three digits groups them, for there is
// no half click.
func (in *interpretation) decideNumbers() {
	file := undecided
	agree := func(s numberStyle) {
		switch {
		case file == undecided:
			file = s
		case file != s:
			file = mixedStyle
		}
	}
	for c, a := range in.m.Columns {
		if a.Use != UseField && a.Use != UseRate && a.Use != UseLevel {
			continue
		}
		kind, ok := in.number(a.Field)
		if a.Use == UseField && !ok {
			continue
		}
		s := decideStyle(in.t.texts(c))
		if s == eitherComma && (kind == ops.Count || kind == ops.Signed) && ok {
			s = decimalPoint
		}
		if s == eitherPoint && (kind == ops.Count || kind == ops.Signed) && ok {
			s = decimalComma
		}
		if s == decimalPoint || s == decimalComma {
			agree(s)
		}
		if ok {
			in.styles[c] = s
		}
	}
	told := map[string]numberStyle{"point": decimalPoint, "comma": decimalComma}[in.m.Answers[AnswerDecimal]]
	for c := range in.m.Columns {
		s, ok := in.styles[c]
		if !ok {
			continue
		}
		switch s {
		case undecided:
			in.styles[c] = decimalPoint
			if told != undecided {
				in.styles[c] = told
			}
			continue
		case decimalPoint, decimalComma:
			continue
		}
		if told != undecided {
			in.styles[c] = told
			continue
		}
		if s != mixedStyle && (file == decimalPoint || file == decimalComma) {
			in.styles[c] = file
			continue
		}
		q := Question{Field: AnswerDecimal, Code: "ambiguous_number", Required: true, Options: []string{"point", "comma"}, Where: in.sample(c),
			Message: fmt.Sprintf("In “%s” the separator may part thousands or decimals; no row tells.", in.m.Columns[c].Header)}
		if s == mixedStyle {
			q.Code, q.Message = "mixed_number_format", fmt.Sprintf("In “%s” some numbers have a decimal point and others a decimal comma.", in.m.Columns[c].Header)
		}
		in.ask(q)
		in.styles[c] = decimalPoint
	}
}

// decideDay finds out which day each row belongs to, or asks.
func (in *interpretation) decideDay() {
	m, t := in.m, in.t
	start, end := m.column(fieldPeriodStart), m.column(fieldPeriodEnd)
	switch {
	case m.column("date") >= 0:
		in.day = fromColumn
		c := m.column("date")
		for _, cell := range t.Column(c) {
			if d, ok := in.forms.parse(cell, in.orders[c]); ok && d.many() {
				in.many = true
				break
			}
		}
	case m.column(fieldNthDay) >= 0 && t.days.Len() > 0:
		in.day = fromNthDay
	case m.period() != "":
		in.day, in.unit, in.many = fromUnit, m.period(), true
	case start >= 0:
		in.day = fromPeriod
		for i := range t.Len() {
			if end < 0 {
				break
			}
			a, ok := in.forms.parse(t.Cell(i, start), in.orders[start])
			b, ok2 := in.forms.parse(t.Cell(i, end), in.orders[end])
			if ok && ok2 && b.civil() > a.civil() {
				in.many = true
				break
			}
		}
	case m.Record == "posts" && m.column("published_at") >= 0 && t.days.Len() == 0 || in.preset.Snapshot && m.column("published_at") >= 0:
		in.day = fromPublish // a list of posts gives each its total
	case t.days.Len() > 0:
		in.day = fromTable
		in.many = t.days.Len() > 1
	}
	if (in.many || in.day == nowhere) && m.Answers[AnswerPeriod] == "" {
		q := Question{Field: AnswerPeriod, Code: "no_daily_rows", Required: true, Columns: in.free()}
		switch {
		case in.many:
			q.Options = []string{spreadPeriod}
			q.Message = "The rows cover a period, not single days. Export with a breakdown by day, spread the figures evenly over the period, or name one day to " +
				"book them on."
			if t.days.Len() > 0 && in.day == fromTable {
				q.Message = fmt.Sprintf("The rows cover %s as a whole, not single days. Export with a breakdown by day, spread the figures evenly over the period, or "+
					"name one day to book them on.", t.days)
			}
		default:
			q.Message = "No column and no line above the header says which day the figures belong to. Name the day."
			if d, ok := dayInName(t.File, in.forms); ok {
				q.Suggestion = d.String()
			}
		}
		in.ask(q)
	}
	if in.day == nowhere && m.Answers[AnswerPeriod] == spreadPeriod {
		in.ask(Question{Field: AnswerPeriod, Code: "no_daily_rows", Required: true,
			Message: "The table does not say which days it covers, so its figures cannot be spread. Name one day to book them on."})
	}
}

// period returns the field of the periods of rows, or "".
func (m *Mapping) period() string {
	for _, f := range periodFields() {
		if m.column(f) >= 0 {
			return f
		}
	}
	return ""
}

// dayInName finds a single day in a file's name.
func dayInName(name string, f *dateForms) (ops.Day, bool) {
	var found []ops.Day
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return !(r >= '0' && r <= '9' || r == '-' || r == '.') }) {
		if m, ok := f.parse(strings.Trim(part, "-."), anyOrder); ok && !f.serial.MatchString(part) {
			found = append(found, m.civil())
		}
	}
	if len(found) != 1 || found[0] < ops.MinDay || found[0] >= ops.MaxDay {
		return 0, false
	}
	return found[0], true
}

// askCurrency asks for the currency of money without one. Signs in the cells
// answer it unless several currencies share them.
func (in *interpretation) askCurrency() {
	c := in.record.Column("currency")
	if c < 0 || in.m.column("currency") >= 0 || in.m.Answers["currency"] != "" || !in.record.Columns[c].Required && !in.money() {
		return
	}
	code, shared, mixed := "", false, false
	for i, a := range in.m.Columns {
		if kind, ok := in.number(a.Field); a.Use != UseField || !ok || kind != ops.Money {
			continue
		}
		for _, cell := range in.t.Column(i) {
			n, ok := bare(cell)
			if !ok || n.currency == "" {
				continue
			}
			shared = shared || sharedMark(cell)
			mixed = mixed || code != "" && code != n.currency
			code = n.currency
		}
		if unit := currencyOf(a.Unit); unit != "" && code == "" {
			code, shared = unit, sharedMark(a.Unit)
		}
	}
	if code != "" && !shared && !mixed {
		in.m.Answers["currency"], in.m.Sources["currency"] = code, FromShape
		return
	}
	q := Question{Field: "currency", Code: "missing_currency", Required: true, Message: "The file does not say in which currency its amounts are.",
		Suggestion: code, Columns: in.free()}
	if mixed {
		q.Suggestion = ""
	}
	in.ask(q)
}

// money reports whether a column is an amount of money.
func (in *interpretation) money() bool {
	return slices.ContainsFunc(in.m.Columns, func(a Assignment) bool {
		kind, ok := in.number(a.Field)
		return ok && a.Use == UseField && kind == ops.Money
	})
}

// sharedMark reports whether a cell marks its currency with a sign several
// currencies use.
func sharedMark(cell string) bool {
	return strings.ContainsAny(cell, "$¥￥") || strings.Contains(strings.ToLower(cell), "rs")
}

// askFields asks for what the record requires and no column gives.
func (in *interpretation) askFields() {
	m := in.m
	given := func(f string) bool { return m.column(f) >= 0 || m.Answers[f] != "" || m.doubts[f] != "" }
	for _, c := range in.record.Columns {
		switch {
		case c.Name == "date" || c.Name == "currency" || given(c.Name):
		case in.preset.Wide != nil && c.Name == in.preset.Wide.Field:
		case in.m.named() && (c.Name == in.record.Subject || c.Type.IsNumber()):
		case c.Name == in.record.Day && isField(in.record.Name, fieldDay) && given(fieldDay):
		case c.Name == "post_id" && in.preset.Derive["post_id"] == "published" && m.column("published_at") >= 0:
		case c.Name == "post_id" && in.preset.Derive["post_id"] == "account":
			if !given("account") {
				in.ask(Question{Field: "account", Code: "missing_field", Required: true, Columns: in.free(),
					Message: "The figures are those of a whole account; the file does not say of which."})
			}
		case c.Required && c.Type.IsText() && !identifies(in.record, c.Name):
			in.ask(Question{Field: c.Name, Code: "missing_field", Required: true, Columns: in.free(), Suggestion: in.preset.Suggest[c.Name],
				Message: fmt.Sprintf("No column was recognised as %s. Choose one, or give the value all rows share.", c.Name)})
		case c.Required:
			in.ask(Question{Field: c.Name, Code: "missing_column", Required: true, Options: in.likely(c.Name), Columns: in.likely(c.Name),
				Message: fmt.Sprintf("No column was recognised as %s. Choose one.", c.Name)})
		case c.Name == "account" && in.preset.Derive["post_id"] != "account":
			in.ask(Question{Field: c.Name, Code: "missing_field", Columns: in.free(),
				Message: "The file does not say which account it is of. Leave it blank if you have only one."})
		case c.Name == "source" && in.record.Subject != "" && in.record.Reporter != nil:
			in.ask(Question{Field: c.Name, Code: "missing_field", Columns: in.free(),
				Message: "The file does not say which site or shop it is of. Leave it blank if you have only one."})
		}
	}
	if in.figures() == 0 && in.record.Counted() && !isField(in.record.Name, fieldDay) {
		in.ask(Question{Field: "", Code: "missing_figures", Required: true, Columns: in.free(),
			Message: "No column was recognised as a figure of this record. Choose at least one."})
	}
}

// likely lists the free headers, first those that hold a word for the field.
func (in *interpretation) likely(field string) []string {
	free := in.free()
	words := vocabulary().byHand(in.record.Name).Columns[field]
	rank := func(header string) int {
		n, _ := normalHeader(header)
		parts := strings.FieldsFunc(n, func(r rune) bool {
			return r == '_' || r == ' ' || r == '-' || r == '.' || r == '(' || r == ')' || r == '/'
		})
		for _, w := range words {
			if slices.Contains(parts, w) || !isASCII(w) && strings.Contains(n, w) {
				return 0
			}
		}
		return 1
	}
	slices.SortStableFunc(free, func(a, b string) int { return rank(a) - rank(b) })
	return free
}

func isASCII(s string) bool { return !strings.ContainsFunc(s, func(r rune) bool { return r > 127 }) }

// figures counts the columns of numbers that are imported, and numbers that the
// preset gives every row.
func (in *interpretation) figures() int {
	n := 0
	for f := range in.preset.Answers { // such as 1 for each row
		if _, ok := in.number(f); ok {
			n++
		}
	}
	for _, a := range in.m.Columns {
		if _, ok := in.number(a.Field); a.Use == UseField && ok {
			n++
		}
	}
	return n
}

// free lists the headers that are no field yet.
func (in *interpretation) free() []string {
	var out []string
	for _, a := range in.m.Columns {
		if a.Use != UseField && a.Header != "" {
			out = append(out, a.Header)
		}
	}
	return out
}

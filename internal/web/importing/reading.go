package importing

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"daybreak/internal/ask"
	"daybreak/internal/i18n"
	"daybreak/internal/ingest"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/internal/web/frame"
)

// delimiters are the separators a person may choose, by their words in an
// address.
func delimiters() []struct {
	word string
	sign rune
} {
	return []struct {
		word string
		sign rune
	}{{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"pipe", '|'}}
}

// presetNames lists the kinds of export a person may name.
func presetNames() []string {
	var out []string
	for _, p := range ingest.Presets() {
		if p.Refuse == nil {
			out = append(out, p.Name)
		}
	}
	return out
}

// readReading reads how a file shall be read: as, preset, encoding, delimiter,
// table, sheet, header, column.N or column.HEADER = field, answer.FIELD = value, same_money, overlap
// and skip_rejected. It is the same in an address, in a form and over the API.
func readReading(p *ask.Params) ingest.Options {
	o := ingest.Options{
		Record: p.Choice("as", "", ask.RecordNames()...), SkipRejected: p.Flag("skip_rejected"), SameMoney: p.Flag("same_money"),
		Overlap: ingest.Overlap(p.Choice("overlap", "", string(ingest.OverlapKeep), string(ingest.OverlapReplace))), MaxBytes: ingest.MaxUpload,
		Hints: ingest.Hints{Encoding: p.Choice("encoding", "", ingest.Encodings()...), Header: p.Number("header", 0, 1, 1000)},
		Table: p.Number("table", 0, 1, 10_000), Sheet: p.Text("sheet", ""), Preset: p.Choice("preset", "", presetNames()...),
	}
	var words []string
	for _, d := range delimiters() {
		words = append(words, d.word)
	}
	if i := slices.Index(words, p.Choice("delimiter", "", words...)); i >= 0 {
		o.Hints.Delimiter = delimiters()[i].sign
	}
	o.Said = ingest.Said{Columns: map[string]string{}, Answers: map[string]string{}}
	for name := range p.Values {
		if column, ok := strings.CutPrefix(name, "column."); ok && column != "" {
			o.Said.Columns[column] = p.Text(name, "")
		}
		if field, ok := strings.CutPrefix(name, "answer."); ok && field != "" {
			if v := strings.TrimSpace(p.Text(name, "")); v != "" {
				o.Said.Answers[field] = v
			}
		}
	}
	return o
}

// readingKeys are the parameters of reading that are given once.
func readingKeys() []string {
	return []string{"as", "preset", "encoding", "delimiter", "table", "sheet", "header", "same_money", "overlap"}
}

// readingOf reads a query or form that says how to read a file and holds
// nothing else but the other parameters named. A form sends every field: a
// blank one says nothing, except that a column is to be left out or a channel
// is decided later. query is what was said, for links and forms that go on with
// it; the channels chosen go along.
func readingOf(values url.Values, others ...string) (o ingest.Options, query url.Values, err error) {
	p := ask.NewParams(url.Values{})
	query = url.Values{}
	for name, v := range values {
		column, answer, rule := strings.HasPrefix(name, "column."), strings.HasPrefix(name, "answer."), strings.HasPrefix(name, ruleField)
		if answer { // some questions have two fields, of which one is filled in
			v = slices.DeleteFunc(slices.Clone(v), func(s string) bool { return s == "" })
		}
		if len(v) == 0 || !column && !rule && slices.Equal(v, []string{""}) {
			continue
		}
		p.Values[name] = v
		if column || answer || rule || slices.Contains(readingKeys(), name) {
			query[name] = v
		}
		if rule {
			p.Text(name, "")
		}
	}
	o = readReading(p)
	for _, name := range others {
		p.Text(name, "")
	}
	if err := p.Done(); err != nil {
		return o, nil, frame.BadRequest(err)
	}
	return o, query, nil
}

// hiddenFields carries a query through a form.
func hiddenFields(query url.Values, keep func(name string) bool) []view.HiddenField {
	var out []view.HiddenField
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if keep(name) {
			out = append(out, view.HiddenField{Name: name, Value: query.Get(name)})
		}
	}
	return out
}

// wizardView is how an export was understood and what may be corrected.
type wizardView struct {
	Address    string // of the preview
	Preset     string
	Tags       []string
	Tables     []kindView
	Choose     bool // a table must be chosen first
	Presets    []kindView
	Encodings  []kindView
	Delimiters []kindView
	Records    []kindView
	Skipped    string
	Skips      []skipView
	Fixed      []view.HiddenField // what the form of columns and answers carries along
	Picks      []view.HiddenField // the channels chosen, which reading again carries along
	Columns    []columnList
	Questions  []questionView
	Open       bool // a needed answer is missing
	Header     string
	AsksHeader bool // in which line the header is may be said
	SameMoney  bool // asked whether it is other money
}

type skipView struct {
	Line         int
	Reason, Text string
}

// columnList is a table of columns, folded under its title if it has one.
type columnList struct {
	Title   string
	Columns []columnView
}

type columnView struct {
	Name, Header, Sample, Note string
	Confidence                 int
	Sure                       bool
	Unset                      bool // nobody knows what it is
	Fields                     []kindView
}

type questionView struct {
	Name, Field, Message, Value string
	Sample                      string
	Options                     []kindView // the only answers
	Hints                       []string   // answers others gave
	Day                         bool       // a day will do as well as the options
	Required                    bool
}

// wizardOf writes an inspection; nil is that of a file that could not be read.
func wizardOf(w view.Writer, n *ingest.Inspection, address string, query url.Values) *wizardView {
	t := &w.T.Wizard
	v := &wizardView{Address: address}
	v.Fixed = hiddenFields(query, func(name string) bool {
		return slices.Contains(readingKeys(), name) || strings.HasPrefix(name, ruleField)
	})
	v.Picks = hiddenFields(query, func(name string) bool { return strings.HasPrefix(name, ruleField) })
	v.Header, v.AsksHeader = query.Get("header"), n == nil || n.Number > 0
	if n == nil {
		v.decoding(t, query)
		return v
	}
	v.Choose = n.Number == 0
	v.Tags = append(v.Tags, strings.ToUpper(n.Document.Format))
	if n.Document.Encoding != "" {
		v.Tags = append(v.Tags, strings.ToUpper(n.Document.Encoding))
	}
	if n.Document.Delimiter != 0 {
		v.decoding(t, query)
		for i, text := range delimiterNames(t) {
			if delimiters()[i].sign == n.Document.Delimiter {
				v.Tags = append(v.Tags, text)
			}
		}
	}
	if len(n.Document.Tables) > 1 {
		for i, x := range n.Document.Tables {
			name := strings.TrimSpace(x.Sheet + " " + x.Title)
			if name == "" {
				name = strings.Join(x.Header, ", ")
			}
			v.Tables = append(v.Tables, kindView{strconv.Itoa(i + 1), fmt.Sprintf(t.TableOf, i+1, ops.Show(name), x.Len()), n.Number == i+1})
		}
	}
	if n.Number > 0 {
		v.Presets = presetKinds(w, query.Get("preset"))
		if n.Mapping == nil {
			v.Records = append(v.Records, kindView{Text: t.Choose, Picked: true})
		}
		for _, r := range n.Records {
			v.Records = append(v.Records, kindView{r, w.T.Record(r), n.Mapping != nil && r == n.Mapping.Record})
		}
	}
	if n.Mapping == nil {
		return v
	}
	table, m := n.Table(), n.Mapping
	if table.Sheet != "" {
		v.Tags = append(v.Tags, t.Sheet+" "+table.Sheet)
	}
	if name := presetLabel(w, m.Preset); name != "" {
		v.Preset = fmt.Sprintf(t.Preset, name)
	}
	if len(table.Skipped) > 0 {
		v.Skipped = fmt.Sprintf(t.Skipped, len(table.Skipped)) + skippedFor(w, table.Skipped)
		for _, x := range table.Skipped[:min(len(table.Skipped), shownSkips)] {
			v.Skips = append(v.Skips, skipView{x.Line, skipReasonText(w, x.Reason), x.Text})
		}
	}
	v.Columns = columnLists(w, table, m)
	for _, q := range n.Questions {
		v.Questions = append(v.Questions, questionOf(w, q, m))
		v.Open = v.Open || q.Required
	}
	v.Questions = append(v.Questions, givenAnswers(w, v.Questions, query, m)...)
	return v
}

// decoding offers other encodings and separators.
func (v *wizardView) decoding(t *i18n.Wizard, query url.Values) {
	v.Encodings = append(v.Encodings, kindView{Text: t.Detected, Picked: query.Get("encoding") == ""})
	for _, e := range ingest.Encodings() {
		v.Encodings = append(v.Encodings, kindView{e, strings.ToUpper(e), query.Get("encoding") == e})
	}
	v.Delimiters = append(v.Delimiters, kindView{Text: t.Detected, Picked: query.Get("delimiter") == ""})
	for i, text := range delimiterNames(t) {
		word := delimiters()[i].word
		v.Delimiters = append(v.Delimiters, kindView{word, text, query.Get("delimiter") == word})
	}
}

// delimiterNames says how delimiters are called, in their order.
func delimiterNames(t *i18n.Wizard) []string {
	return []string{t.Comma, t.Semicolon, t.Tab, t.Pipe}
}

// presetKinds lists the kinds of export to choose from by name.
func presetKinds(w view.Writer, picked string) []kindView {
	var out, byHand []kindView
	for _, p := range ingest.Presets() {
		if p.Generic {
			byHand = append(byHand, kindView{p.Name, fmt.Sprintf(w.T.Wizard.ByHand, w.Label(p.Called())), p.Name == picked})
		} else if p.Refuse == nil && !strings.HasPrefix(p.Name, "daybreak_") {
			out = append(out, kindView{p.Name, w.Label(p.Called()), p.Name == picked})
		}
	}
	slices.SortStableFunc(out, func(a, b kindView) int { return strings.Compare(a.Text, b.Text) })
	return slices.Concat([]kindView{{Text: w.T.Wizard.Detected, Picked: picked == ""}}, out, byHand)
}

func questionOf(w view.Writer, q ingest.Question, m *ingest.Mapping) questionView {
	t := &w.T.Wizard
	v := questionView{Name: "answer." + q.Field, Field: t.FieldName(q.Field),
		Message: w.Fault(&ops.Error{Code: q.Code, Message: q.Message, Args: []any{t.FieldName(q.Field)}}).Message,
		Value:   m.Answers[q.Field], Required: q.Required, Day: q.Field == ingest.AnswerPeriod}
	switch {
	case q.Code != "missing_field" && q.Code != "missing_column":
	case q.Required:
		v.Message = fmt.Sprintf(t.AskField, v.Field)
	default:
		v.Message = fmt.Sprintf(t.AskOptional, v.Field)
	}
	if q.Field == "" {
		v.Name, v.Field = "", t.Mapping
	}
	if v.Value == "" {
		v.Value = q.Suggestion
	}
	if q.Where != nil && q.Where.Value != "" {
		v.Sample = q.Where.Column + ": " + q.Where.Value
	}
	for _, o := range q.Options {
		v.Options = append(v.Options, kindView{o, t.Option(q.Field, o), o == v.Value})
	}
	switch q.Field {
	case "platform":
		for _, p := range ingest.Presets() {
			if a := p.Answers["platform"]; a != "" && !slices.Contains(v.Hints, a) {
				v.Hints = append(v.Hints, a)
			}
		}
		slices.Sort(v.Hints)
	case "currency":
		v.Hints = []string{"CNY", "USD", "EUR", "HKD", "JPY", "GBP"}
	}
	return v
}

// shownSkips is how many of the lines that are no data are listed.
const shownSkips = 20

// shownColumns is how many columns are shown at once whatever they hold.
const shownColumns = 20

// columnLists lists the columns of a file in its order. Those that are left out
// are folded where there are many: an export may have 90, of which ten count.
func columnLists(w view.Writer, table *ingest.Table, m *ingest.Mapping) []columnList {
	var used, unused []columnView
	for i, a := range m.Columns {
		c := columnOf(w, table, m, i, a)
		if a.Use == ingest.UseField || a.Use == ingest.UseElse || len(m.Columns) <= shownColumns {
			used = append(used, c)
		} else {
			unused = append(unused, c)
		}
	}
	switch {
	case len(m.Columns) == 0:
		return nil
	case len(unused) == 0 || len(used) == 0:
		return []columnList{{Columns: slices.Concat(used, unused)}}
	}
	return []columnList{{Columns: used}, {fmt.Sprintf(w.T.Wizard.UnusedColumns, len(unused)), unused}}
}

func columnOf(w view.Writer, table *ingest.Table, m *ingest.Mapping, i int, a ingest.Assignment) columnView {
	t := &w.T.Wizard
	v := columnView{Name: "column." + strconv.Itoa(i+1), Header: a.Header, Confidence: a.Confidence, Sure: a.Confidence >= 80}
	for n := range min(table.Len(), 20) {
		if v.Sample = ops.Show(table.Cell(n, i)); v.Sample != "" {
			break
		}
	}
	switch a.Use {
	case ingest.UseRate:
		if v.Note = t.Known; m.Recomputed(i) {
			v.Note = t.Rate
		}
	case ingest.UseLevel:
		v.Note = t.Level
	case ingest.UseKnown:
		v.Note = t.Known
	case ingest.UseUnknown:
		v.Note, v.Unset = t.Unknown, true
	}
	switch a.Source {
	case ingest.FromUser:
		v.Note = t.ByYou
	case ingest.FromRemembered:
		v.Note = t.Remembered
	}
	v.Fields = append(v.Fields, kindView{"", t.LeaveOut, a.Field == ""})
	for _, f := range ingest.Fields(m.Record) {
		v.Fields = append(v.Fields, kindView{f, t.FieldName(f), a.Field == f})
	}
	if a.Field != "" && !slices.ContainsFunc(v.Fields, func(k kindView) bool { return k.Picked }) {
		v.Fields = append(v.Fields, kindView{a.Field, t.FieldName(a.Field), true})
	}
	return v
}

// skippedFor counts the lines by reason, in the order in which they come.
func skippedFor(w view.Writer, skipped []ingest.Skipped) string {
	var order []ingest.SkipReason
	counts := map[ingest.SkipReason]int{}
	for _, x := range skipped {
		if counts[x.Reason]++; counts[x.Reason] == 1 {
			order = append(order, x.Reason)
		}
	}
	out := ""
	for _, r := range order {
		out += fmt.Sprintf(" · %s %d", skipReasonText(w, r), counts[r])
	}
	return out
}

func skipReasonText(w view.Writer, r ingest.SkipReason) string {
	t := &w.T.Wizard
	switch r {
	case ingest.SkipHeader:
		return t.SkipHeader
	case ingest.SkipTitle:
		return t.SkipTitle
	case ingest.SkipComment:
		return t.SkipComment
	case ingest.SkipSeparator:
		return t.SkipSeparator
	case ingest.SkipBlank:
		return t.SkipBlank
	case ingest.SkipDescription:
		return t.SkipDescription
	case ingest.SkipTotal:
		return t.SkipTotal
	}
	return t.SkipFooter
}

// ask puts questions that came up over the rows in front of the others.
func (v *wizardView) ask(w view.Writer, open ingest.Open, m *ingest.Mapping) {
	for _, q := range open {
		asked := questionOf(w, q, m)
		v.Questions = slices.DeleteFunc(v.Questions, func(x questionView) bool { return x.Name == asked.Name })
		v.Questions = append([]questionView{asked}, v.Questions...)
	}
	v.Open = true
}

package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// Mapping says which field each column of a table is, and what is the same
// for all rows. It is plain data: a caller keeps it under its fingerprint, and
// the next table with the same header is read the same way.
type Mapping struct {
	Fingerprint string            `json:"fingerprint"`
	Preset      string            `json:"preset,omitempty"`
	Record      string            `json:"record"`
	Chosen      bool              `json:"chosen,omitempty"` // a person said which preset or record it is
	Columns     []Assignment      `json:"columns"`          // one for each column of the table
	Answers     map[string]string `json:"answers,omitempty"`
	Sources     map[string]Source `json:"sources,omitempty"` // where each answer comes from
	Files       []FileAnswers     `json:"files,omitempty"`   // what was answered about files with this header, the latest first

	doubts map[string]string // by field, the last answer about other files; this one has to be asked
}

// Assignment is what is done with one column.
type Assignment struct {
	Header     string `json:"header"`
	Unit       string `json:"unit,omitempty"`  // taken off the header, such as UAH
	Field      string `json:"field,omitempty"` // "" leaves the column out
	Use        Use    `json:"use"`
	Source     Source `json:"source,omitempty"`
	Confidence int    `json:"confidence"` // 0 to 100
}

// Use says what a column is to the import.
type Use string

// The uses. Only UseField columns are imported.
const (
	UseField   Use = "field"
	UseElse    Use = "else"    // of the same field as another column, for rows where that one is blank
	UseRate    Use = "rate"    // computed again from sums
	UseLevel   Use = "level"   // does not add up over rows
	UseKnown   Use = "known"   // recognised; Daybreak keeps no such figure
	UseUnknown Use = "unknown" // never seen
)

// Source says where a guess comes from.
type Source string

// The sources, the surest first.
const (
	FromUser       Source = "user"
	FromRemembered Source = "remembered"
	FromPreset     Source = "preset"
	FromHeader     Source = "header" // a unit in the header
	FromSynonym    Source = "synonym"
	FromShape      Source = "shape" // what the values look like
)

// Answers that are no constant of a column.
const (
	AnswerDates   = "date_order" // dmy, mdy or ymd
	AnswerDecimal = "decimal"    // point or comma
	AnswerPeriod  = "period"     // spread, or the day on which to book everything
)

// spreadPeriod is the answer that divides a period's figures over its days.
const spreadPeriod = "spread"

// Question is something only a person can know. Required ones must be
// answered before the table can be read.
type Question struct {
	Field      string     `json:"field"`
	Code       ops.Code   `json:"code"`
	Message    string     `json:"message"`
	Options    []string   `json:"options,omitempty"` // empty: any text
	Columns    []string   `json:"columns,omitempty"` // headers that may be assigned instead
	Suggestion string     `json:"suggestion,omitempty"`
	Required   bool       `json:"required"`
	Where      *ops.Place `json:"where,omitempty"`
}

// Open is what stands behind an error that answers would settle: the questions
// of a table (questions_open), or which table to take (choose_table, whose
// question is about the field table). The first of them has to be answered.
type Open []Question

// Error implements error.
func (o Open) Error() string {
	texts := make([]string, len(o))
	for i, q := range o {
		texts[i] = q.Field + ": " + q.Message
	}
	return strings.Join(texts, "; ")
}

// fieldTable is the question which of several tables to take.
const fieldTable = "table"

// Fingerprint identifies a header: tables with the same names in the same
// order have the same one, whatever their case, width and units.
func (t *Table) Fingerprint() string {
	h := headerOf(t.Header)
	sum := sha256.Sum256([]byte(strings.Join(h.names, "\x1f")))
	return hex.EncodeToString(sum[:12])
}

// Drafts guesses how a table is to be read, every record it can be read as, the
// best first: the daily overview of a creator holds followers and content. It is
// read as one with the same header was read before, else by the preset of the
// platform, else by the usual words of a record, else by what the values look
// like. It never guesses one column where others fail: what is missing becomes
// a question (see Questions).
//
// Errors: duplicate_column, transposed_table, unknown_layout (no record is near;
// behind it stands the question which it is), and those of presets that refuse
// an export: not_additive, settings_export.
func Drafts(t *Table, remembered map[string]Mapping) ([]*Mapping, error) {
	h := headerOf(t.Header)
	if t.refused != nil {
		return nil, t.located(t.refused)
	}
	if err := t.duplicate(h); err != nil {
		return nil, err
	}
	var out []*Mapping
	if m, ok := remembered[t.Fingerprint()]; ok && len(m.Columns) == len(t.Header) {
		out = append(out, m.again(t))
	}
	presets, err := t.candidates(h)
	if err != nil {
		return nil, err
	}
	for _, p := range presets {
		if !slices.ContainsFunc(out, func(m *Mapping) bool { return m.Record == p.Record }) {
			out = append(out, t.draft(h, p))
		}
	}
	if len(out) == 0 {
		if m := t.near(h); m != nil {
			return []*Mapping{m}, nil
		}
		return nil, t.located(t.unknown(h))
	}
	return out, nil
}

func (t *Table) located(e *ops.Error) *ops.Error {
	e.Where.File, e.Where.Sheet, e.Where.Line = t.File, t.Sheet, max(e.Where.Line, t.HeaderLine)
	return e
}

// duplicate refuses a header that names one column twice; blank names are
// index columns and matter to nobody.
func (t *Table) duplicate(h header) *ops.Error {
	first := map[string]int{}
	for i, n := range h.names {
		if n == "" {
			continue
		}
		if j, ok := first[n]; ok && h.units[i] == h.units[j] && vocabulary().known[n] {
			return t.located(&ops.Error{Code: "duplicate_column", Message: fmt.Sprintf("Columns %d and %d are both called “%s”.", j+1, i+1, ops.Show(t.Header[i])),
				Hint: "Rename or remove one of them; two tables side by side must be uploaded one by one.", Where: ops.Place{Column: t.Header[i]}, Args: []any{j + 1,
					i + 1, t.Header[i]}})
		}
		first[n] = i
	}
	return nil
}

// again returns a remembered mapping for another file. Answers that were
// about one file only are asked again.
func (m Mapping) again(t *Table) *Mapping {
	m.Columns = slices.Clone(m.Columns)
	for i := range m.Columns {
		if m.Columns[i].Use == UseField {
			m.Columns[i].Source, m.Columns[i].Confidence = FromRemembered, 100
		}
	}
	m.Answers = maps.Clone(m.Answers)
	if m.Answers == nil {
		m.Answers = map[string]string{}
	}
	m.Sources = maps.Clone(m.Sources)
	if m.Sources == nil {
		m.Sources = map[string]Source{}
	}
	for f := range m.Answers {
		if m.Sources[f] != FromPreset {
			m.Sources[f] = FromRemembered
		}
	}
	m.recall(t)
	if m.Answers[AnswerPeriod] != spreadPeriod {
		delete(m.Answers, AnswerPeriod)
	}
	return &m
}

// field returns the field of which the preset knows the header, or "".
func (p *Preset) field(name string) string {
	for _, f := range slices.Sorted(maps.Keys(p.Columns)) {
		if slices.Contains(p.Columns[f], name) {
			return f
		}
	}
	return ""
}

// draft applies a preset, then the usual words, then the shape of values.
func (t *Table) draft(h header, p *Preset) *Mapping {
	m := &Mapping{Fingerprint: t.Fingerprint(), Preset: p.Name, Record: p.Record, Columns: make([]Assignment, len(t.Header)),
		Answers: map[string]string{}, Sources: map[string]Source{}}
	v := vocabulary()
	for i, n := range h.names {
		m.Columns[i] = Assignment{Header: t.Header[i], Unit: h.units[i], Use: UseUnknown}
		switch {
		case slices.Contains(v.common.Rates, n) || strings.Contains(n, "%") || h.units[i] == "%" || strings.HasSuffix(n, "率"):
			m.Columns[i].Use = UseRate
		case slices.Contains(v.common.Levels, n):
			m.Columns[i].Use = UseLevel
		case v.known[n]:
			m.Columns[i].Use = UseKnown
		}
	}
	if p.Generic {
		m.take(h, p, nil, FromSynonym, 80)
	} else {
		m.take(h, p, nil, FromPreset, 97)
		for _, g := range v.presets {
			if g.Generic && g.Record == p.Record && p.Wide == nil {
				m.take(h, g, p.Known, FromSynonym, 75)
			}
		}
	}
	for f, a := range p.Answers {
		if m.column(f) < 0 {
			m.Answers[f], m.Sources[f] = a, FromPreset
		}
	}
	if p.Dates != "" {
		m.Answers[AnswerDates], m.Sources[AnswerDates] = p.Dates, FromPreset
	}
	t.flows(m)
	t.periods(h, m)
	t.shape(m)
	t.currency(m)
	return m
}

// take assigns to each field of the preset that has no column the first of
// its headers that is there, free, and not among those to leave.
func (m *Mapping) take(h header, p *Preset, leave []string, from Source, confidence int) {
	for _, f := range fieldOrder(m.Record, p) {
		if m.column(f) >= 0 || m.Answers[f] != "" {
			continue
		}
		for _, n := range p.Columns[f] {
			i := slices.Index(h.names, n)
			if i < 0 || m.Columns[i].Use == UseField || m.Columns[i].Use == UseElse || slices.Contains(leave, n) {
				continue
			}
			use := UseField
			if m.column(f) >= 0 {
				use = UseElse
			}
			m.Columns[i].Field, m.Columns[i].Use, m.Columns[i].Source, m.Columns[i].Confidence = f, use, from, confidence
			if !hasElse(m.Record, f) {
				break
			}
		}
	}
}

// hasElse reports whether rows of a record may find a field in another column
// where the first is blank: the moment of an order or a post.
func hasElse(record, field string) bool {
	return field == "published_at" || field == "at" && record == "orders"
}

// fieldOrder lists the preset's fields in the order of the record's columns,
// so that the same header always gives the same mapping.
func fieldOrder(record string, p *Preset) []string {
	r, _ := ops.RecordNamed(record)
	fields := slices.Sorted(maps.Keys(p.Columns))
	slices.SortStableFunc(fields, func(a, b string) int {
		rank := func(f string) int {
			if c := r.Column(f); c >= 0 {
				return c
			}
			return -1
		}
		return rank(a) - rank(b)
	})
	return fields
}

// column returns the column assigned to a field, or -1.
func (m *Mapping) column(field string) int {
	return slices.IndexFunc(m.Columns, func(a Assignment) bool { return a.Use == UseField && a.Field == field })
}

// shape assigns a date nobody named: the only unknown column in which nearly
// every cell is one.
func (t *Table) shape(m *Mapping) {
	r, _ := ops.RecordNamed(m.Record)
	if r.Column("date") < 0 || m.column("date") >= 0 || m.column(fieldNthDay) >= 0 || m.column(fieldPeriodStart) >= 0 || m.column("published_at") >= 0 ||
		m.period() != "" {
		return
	}
	f := newDateForms()
	found := -1
	for c := range t.Header {
		if m.Columns[c].Use != UseUnknown {
			continue
		}
		dates, all := 0, 0
		for _, cell := range t.Column(c) {
			if isNull(cell) {
				continue
			}
			if all++; all > 200 {
				break
			}
			if f.serial.MatchString(cell) {
				continue
			}
			if _, ok := f.parse(cell, dayFirst); ok {
				dates++
			} else if _, ok := f.parse(cell, monthFirst); ok {
				dates++
			}
		}
		if all > 0 && dates*10 >= all*9 {
			if found >= 0 {
				return // two of them: ask
			}
			found = c
		}
	}
	if found >= 0 {
		m.Columns[found].Field, m.Columns[found].Use, m.Columns[found].Source, m.Columns[found].Confidence = "date", UseField, FromShape, 40
	}
}

// currency takes the currency from the header or the cells of a money column.
func (t *Table) currency(m *Mapping) {
	r, _ := ops.RecordNamed(m.Record)
	if r.Column("currency") < 0 || m.column("currency") >= 0 || m.Answers["currency"] != "" && m.Sources["currency"] != FromPreset {
		return
	}
	for _, a := range m.Columns {
		c := r.Column(a.Field)
		if a.Use != UseField || c < 0 || r.Columns[c].Type != ops.Money {
			continue
		}
		if code := currencyOf(a.Unit); code != "" && !strings.ContainsAny(a.Unit, "$¥") {
			m.Answers["currency"], m.Sources["currency"] = code, FromHeader
			return
		}
	}
}

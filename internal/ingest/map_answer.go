package ingest

import (
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/ops"
)

// Assign says that a column is a field, or with field "" that it is left out.
// It fails with two_columns_one_field, unknown_field or unknown_column.
func (m *Mapping) Assign(column int, field string) error {
	if column < 0 || column >= len(m.Columns) {
		return &ops.Error{Code: "unknown_column", Message: fmt.Sprintf("The table has no column %d.", column+1), Hint: "Choose one of its columns.",
			Args: []any{column + 1}}
	}
	a := &m.Columns[column]
	if field == "" {
		a.Field, a.Use, a.Source, a.Confidence = "", UseKnown, FromUser, 100
		return nil
	}
	if !isField(m.Record, field) {
		return &ops.Error{Code: "unknown_field", Message: fmt.Sprintf("The record %s has no field %q.", m.Record, field), Hint: "Choose one of its fields.",
			Args: []any{m.Record, field}}
	}
	if other := m.column(field); other >= 0 && other != column {
		return &ops.Error{Code: "two_columns_one_field", Message: fmt.Sprintf("“%s” is already %s.", m.Columns[other].Header, field),
			Hint:  "Leave that column out first.",
			Where: ops.Place{Column: a.Header}, Args: []any{m.Columns[other].Header, field, a.Header}}
	}
	a.Field, a.Use, a.Source, a.Confidence = field, UseField, FromUser, 100
	delete(m.Answers, field)
	return nil
}

// Answer gives a field the same value in every row, or answers one of the
// questions about dates, numbers and periods. A blank value takes the answer
// back. It fails with unknown_field.
func (m *Mapping) Answer(field, value string) error {
	switch field {
	case AnswerDates, AnswerDecimal, AnswerPeriod:
	case AnswerTotal:
		if c := m.column("total"); c >= 0 && value == totalIsGain && m.column("gained") < 0 {
			m.Columns[c].Field, m.Columns[c].Source = "gained", FromUser
		}
	default:
		if c := m.picks(field, value); c >= 0 {
			return m.pick(c, field)
		}
		if !isField(m.Record, field) {
			return &ops.Error{Code: "unknown_field", Message: fmt.Sprintf("The record %s has no field %q.", m.Record, field), Hint: "Choose one of its fields.",
				Args: []any{m.Record, field}}
		}
		if r, _ := ops.RecordNamed(m.Record); identifies(r, field) && strings.TrimSpace(value) != "" {
			return &ops.Error{Code: "constant_key", Message: fmt.Sprintf("%s tells the rows apart; it cannot be the same for all of them.", field),
				Hint:  "Choose the column that holds it.",
				Where: ops.Place{Column: field, Value: ops.Show(value)}, Args: []any{field}}
		}
		if c := m.column(field); c >= 0 {
			return &ops.Error{Code: "two_columns_one_field", Message: fmt.Sprintf("“%s” is already %s.", m.Columns[c].Header, field),
				Hint: "Leave that column out first.", Args: []any{m.Columns[c].Header, field, value}}
		}
	}
	if m.Answers == nil {
		m.Answers = map[string]string{}
	}
	if m.Sources == nil {
		m.Sources = map[string]Source{}
	}
	if value = strings.TrimSpace(value); value == "" {
		delete(m.Answers, field)
		delete(m.Sources, field)
		return nil
	}
	m.Answers[field], m.Sources[field] = value, FromUser
	return nil
}

// picks returns the column that an answer chooses, for fields of which every
// row needs its own: figures, moments, what tells rows apart. −1 leaves the
// answer to be one value for all rows.
func (m *Mapping) picks(field, value string) int {
	value = strings.TrimSpace(value)
	r, _ := ops.RecordNamed(m.Record)
	c := r.Column(field)
	if value == "" || c < 0 || r.Columns[c].Type.IsText() && !identifies(r, field) {
		return -1
	}
	want, _ := normalHeader(value)
	for i, a := range m.Columns {
		if have, _ := normalHeader(a.Header); have == want && have != "" {
			return i
		}
	}
	return -1
}

// pick makes a column the field, in place of the one it had.
func (m *Mapping) pick(c int, field string) error {
	if old := m.column(field); old >= 0 && old != c {
		m.Columns[old].Field, m.Columns[old].Use = "", UseKnown
	}
	return m.Assign(c, field)
}

// identifies reports whether a field by itself tells the rows of a record
// apart, now and in every later file: the number of an order, a member of the
// list of members. A day in the key lets the rest of it be the same for all.
func identifies(r *ops.Record, field string) bool {
	c := r.Column(field)
	if c < 0 || !r.Columns[c].Key {
		return false
	}
	if r.Own != "" {
		return field == r.Own
	}
	dated := slices.ContainsFunc(r.Columns, func(c ops.Column) bool { return c.Key && (c.Type == ops.Date || c.Type == ops.Instant) })
	return !dated && r.Columns[c].Required
}

// Grain names the dimensions that tell the rows of a spend table apart. Two
// reports of the same money differ in it.
func (m *Mapping) Grain() string {
	var out []string
	for _, f := range []string{"campaign", "ad_group", "keyword"} {
		if m.column(f) >= 0 {
			out = append(out, f)
		}
	}
	return strings.Join(out, ", ")
}

// preset returns the preset the mapping was drafted by; one that is no longer
// there knows nothing.
func (m *Mapping) preset() *Preset {
	for _, p := range vocabulary().presets {
		if p.Name == m.Preset {
			return p
		}
	}
	return &Preset{Record: m.Record}
}

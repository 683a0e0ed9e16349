package ingest

import (
	"fmt"
	"slices"

	"daybreak/internal/ops"
)

// AnswerTotal says whether a column of followers is a level or a gain.
const AnswerTotal = "total_is"

// The answers of AnswerTotal.
const (
	totalIsLevel = "level"
	totalIsGain  = "gained"
)

// flows holds what the header calls a total against its values. One that is in
// every row the sum of the figures beside it is the gain of the day.
func (t *Table) flows(m *Mapping) {
	c := m.column("total")
	if m.Record != "followers" || c < 0 || !t.sumsUp(m, c) {
		return
	}
	a := &m.Columns[c]
	if m.column("gained") >= 0 {
		a.Field, a.Use = "", UseKnown
		return
	}
	a.Field, a.Source, a.Confidence = "gained", FromShape, 90
}

// sumsUp reports whether column c is in every row the sum of the other columns
// of numbers, of which there are at least two.
func (t *Table) sumsUp(m *Mapping, c int) bool {
	var parts []int
	for i, a := range m.Columns {
		if i != c && a.Use != UseRate && a.Field != "date" && t.numeric(i) {
			parts = append(parts, i)
		}
	}
	if len(parts) < 2 {
		return false
	}
	some := false
	for i := range t.Len() {
		whole, err := parseNumber(t.Cell(i, c), decimalPoint, 0)
		if err != nil || whole.none {
			continue
		}
		sum := int64(0)
		for _, p := range parts {
			if n, err := parseNumber(t.Cell(i, p), decimalPoint, 0); err == nil {
				sum += n.units
			}
		}
		if sum != whole.units {
			return false
		}
		some = some || sum > 0
	}
	return some
}

// askTotal asks whether a total of followers is one, where it falls as the number
// of those who follow does not.
func (in *interpretation) askTotal() {
	c := in.m.column("total")
	if in.record.Name != "followers" || c < 0 {
		return
	}
	switch in.m.Answers[AnswerTotal] {
	case totalIsLevel, totalIsGain:
		return
	}
	if !in.falls(c) {
		return
	}
	in.ask(Question{Field: AnswerTotal, Code: "level_or_flow", Required: true, Options: []string{totalIsLevel, totalIsGain}, Where: in.sample(c),
		Message: fmt.Sprintf("“%s” falls to 0 or by more than half from one day to the next, which a number of followers does not. Is it how many there "+
			"are, or how many were gained?", in.m.Columns[c].Header)})
}

// falls reports whether a column of totals falls to 0, or of one account by more
// than half from one day to the next.
func (in *interpretation) falls(c int) bool {
	type total struct {
		day   ops.Day
		units int64
	}
	of := map[string][]total{}
	cell := func(i int, field string) string {
		if c := in.m.column(field); c >= 0 {
			return in.t.Cell(i, c)
		}
		return ""
	}
	zero, some := false, false
	for i := range in.t.Len() {
		n, err := parseNumber(in.t.Cell(i, c), in.styles[c], 0)
		if err != nil || n.none || n.bound {
			continue
		}
		zero, some = zero || n.units == 0, some || n.units > 0
		key := cell(i, "account") + "\x00" + cell(i, "source")
		if m, ok := in.forms.parse(cell(i, "date"), in.orders[in.m.column("date")]); ok {
			of[key] = append(of[key], total{m.civil(), n.units})
		}
	}
	if zero && some {
		return true
	}
	for _, totals := range of {
		slices.SortFunc(totals, func(a, b total) int { return int(a.day - b.day) })
		for k := 1; k < len(totals); k++ {
			if totals[k].day == totals[k-1].day+1 && 2*totals[k].units < totals[k-1].units {
				return true
			}
		}
	}
	return false
}

// askRivals asks which of several columns of money a field is, where they
// differ and only usual words chose.
func (in *interpretation) askRivals() {
	for c, a := range in.m.Columns {
		kind, ok := in.number(a.Field)
		if a.Use != UseField || !ok || kind != ops.Money || a.Source != FromSynonym || !in.preset.Generic {
			continue
		}
		q := Question{Field: a.Field, Code: "two_candidates", Required: true, Options: []string{a.Header}, Where: in.sample(c)}
		for i, other := range in.m.Columns {
			if i != c && other.Use != UseField && in.rival(a.Field, i) && in.differ(c, i) {
				q.Options = append(q.Options, other.Header)
			}
		}
		if len(q.Options) > 1 {
			q.Message = fmt.Sprintf("Several columns may be %s and say different amounts: %s. Choose one.", a.Field, someOf(q.Options))
			in.ask(q)
		}
	}
}

// rival reports whether column i is headed by another usual word for a field.
func (in *interpretation) rival(field string, i int) bool {
	n, _ := normalHeader(in.m.Columns[i].Header)
	for _, w := range in.preset.Columns[field] {
		if w == n {
			return in.t.numeric(i)
		}
	}
	return false
}

// differ reports whether two columns say different amounts in some row that
// fills both.
func (in *interpretation) differ(a, b int) bool {
	for i := range in.t.Len() {
		x, y := in.t.Cell(i, a), in.t.Cell(i, b)
		if isNull(x) || isNull(y) || x == y {
			continue
		}
		m, err := parseNumber(x, in.styles[a], DecimalDigits)
		n, err2 := parseNumber(y, in.styles[a], DecimalDigits)
		if err == nil && err2 == nil && m.units != n.units {
			return true
		}
	}
	return false
}

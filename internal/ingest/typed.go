package ingest

import (
	"strings"

	"daybreak/internal/ops"
)

// TypedNumber writes a number in the way of Daybreak's own layouts, from the way
// a person types it: full-width digits, separators of thousands, a sign of a
// currency, 万. It also returns the currency of a sign that only one has. What
// is no number stays as it was typed, for its reader to refuse.
func TypedNumber(text string) (plain, currency string) {
	n, err := parseNumber(text, decimalPoint, DecimalDigits)
	if err != nil || n.none || n.bound || n.percent || n.rounded {
		return text, ""
	}
	if !sharedMark(text) {
		currency = n.currency
	}
	return strings.TrimRight(strings.TrimRight(formatUnits(n.units, DecimalDigits), "0"), "."), currency
}

// TypedDay writes a day in the way of Daybreak's own layouts, from 2026年10月3日
// or 2026/10/3. What is no day stays as it was typed.
func TypedDay(text string) string {
	m, ok := newDateForms().parse(text, yearFirst)
	if !ok || m.timed || m.until != nil {
		return text
	}
	if d := m.civil(); d >= ops.MinDay && d < ops.MaxDay {
		return d.String()
	}
	return text
}

package ingest

import (
	"strings"

	"daybreak/internal/ops"
)

// keptDigits is how many digits of a number a spreadsheet program keeps.
const keptDigits = 15

// shortened refuses an id or name of which a spreadsheet program kept only the
// first digits, whatever the size of the number: 6.49E+17, 4,02E+00. Names
// such as 1E5 or 12e45, which no program writes for a number, pass.
func shortened(text string) *ops.Error {
	mantissa, exponent, ok := strings.Cut(ops.Fold(text), "e")
	if !ok {
		return nil
	}
	whole, fraction, cut := strings.Cut(strings.Replace(strings.TrimLeft(mantissa, "+-"), ",", ".", 1), ".")
	signed := exponent != "" && (exponent[0] == '+' || exponent[0] == '-')
	if signed {
		exponent = exponent[1:]
	}
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	if !digits(whole) || !digits(exponent) || len(exponent) > 3 || cut && !digits(fraction) || !signed && !cut {
		return nil
	}
	return damage(text)
}

// shortenedInteger reports whether an integer of a workbook has more digits
// than a spreadsheet program keeps, all those beyond being 0: nobody knows any
// more what they were.
func shortenedInteger(digits string) bool {
	digits = strings.TrimPrefix(digits, "-")
	return len(digits) > keptDigits && strings.Trim(digits[keptDigits:], "0") == ""
}

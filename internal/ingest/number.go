package ingest

import (
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"daybreak/internal/ops"
)

// numberStyle is how one column writes its numbers.
type numberStyle uint8

const (
	undecided    numberStyle = iota // no cell tells
	decimalPoint                    // 1,234.56
	decimalComma                    // 1.234,56
	mixedStyle                      // some cells say one, some the other
	eitherComma                     // 1,234 may be 1234 or 1.234
	eitherPoint                     // 1.234 may be 1234 or 1.234
)

// number is what a cell of a number column holds. Exactly one of its states
// is meant: a value, none (a null such as --), or a bound (< 10 %), which is
// no value either.
type number struct {
	units    int64 // value × 10^decimals, rounded half away from zero
	none     bool
	bound    bool
	rounded  bool   // digits were lost in units
	percent  bool   // the cell carries a % sign; units are of the number before it
	currency string // named in the cell, or ""
}

// isNull reports whether a cell says that there is no value. A null is not 0.
func isNull(s string) bool {
	if s != "" && s[0] >= '0' && s[0] <= '9' {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(norm.NFKC.String(s))) {
	case "", "-", "--", "---", "—", "–", "——", "nan", "n/a", "#n/a", "na", "null", "none", "nil", "*", "/",
		"未知", "暂无", "暂无数据", "无", "无数据", "不适用", "no data", "(not set)", "unavailable":
		return true
	}
	return false
}

// isBound reports whether a cell gives a limit instead of a number: < 10 %,
// >90%, <5, <00:00:01.
func isBound(s string) bool {
	s = strings.TrimSpace(norm.NFKC.String(s))
	return len(s) > 1 && (s[0] == '<' || s[0] == '>') && strings.ContainsAny(s[1:], "0123456789")
}

// currencyMarks maps how cells and headers write a currency to its code.
// Longer marks come before the shorter ones they contain. $ and ¥ stand for
// several currencies; the one given is the most frequent and only suggested. The
// list is made once and never changed.
var currencyMarks = sync.OnceValue(func() [][2]string {
	return [][2]string{
		{"us$", "USD"}, {"hk$", "HKD"}, {"nt$", "TWD"}, {"au$", "AUD"}, {"a$", "AUD"}, {"ca$", "CAD"}, {"c$", "CAD"},
		{"s$", "SGD"}, {"r$", "BRL"}, {"mx$", "MXN"}, {"rs.", "INR"}, {"rs", "INR"}, {"人民币", "CNY"}, {"rmb", "CNY"},
		{"cn¥", "CNY"}, {"jp¥", "JPY"}, {"€", "EUR"}, {"£", "GBP"}, {"₹", "INR"}, {"₴", "UAH"}, {"₽", "RUB"}, {"₩", "KRW"},
		{"₫", "VND"}, {"฿", "THB"}, {"₺", "TRY"}, {"zł", "PLN"}, {"kč", "CZK"}, {"元", "CNY"}, {"¥", "CNY"}, {"$", "USD"},
	}
})

// currencyCodes lists the ISO 4217 codes recognised in headers and cells.
func currencyCodes() string {
	return " AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JOD JPY KES KRW KWD KZT LKR MAD MXN MYR " +
		"NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH USD UYU VND ZAR "
}

// currencyOf returns the code a mark or code stands for, or "".
func currencyOf(s string) string {
	if s == "" {
		return ""
	}
	s = strings.ToLower(strings.TrimSpace(norm.NFKC.String(s)))
	if len(s) == 3 && strings.Contains(currencyCodes(), " "+strings.ToUpper(s)+" ") {
		return strings.ToUpper(s)
	}
	for _, m := range currencyMarks() {
		if s == m[0] {
			return m[1]
		}
	}
	return ""
}

// bareNumber takes everything off a cell but digits, separators and an
// exponent: sign, brackets, currency, percent, 万. Grouping blanks and
// apostrophes go too. ok is false for a cell that is no number.
type bareNumber struct {
	digits   string // digits, '.', ','
	negative bool
	percent  bool
	shift    int // power of ten to multiply with, from 万, K, e+3
	currency string
	damaged  bool // 6.49E+17: Excel has dropped digits
}

func bare(s string) (n bareNumber, ok bool) {
	if s != "" && strings.Trim(s, "0123456789.,") == "" { // as most cells are
		return bareNumber{digits: s}, strings.ContainsAny(s, "0123456789")
	}
	s = strings.ToLower(strings.TrimSpace(norm.NFKC.String(s)))
	s = strings.TrimPrefix(strings.ReplaceAll(s, "−", "-"), "'") // keeps a spreadsheet program from reading a number
	if l := len(s); l > 2 && s[0] == '(' && s[l-1] == ')' {
		n.negative, s = true, s[1:l-1]
	}
	signs, units := 0, 0
	if n.negative {
		signs = 1
	}
	for again := true; again; {
		again = false
		s = strings.TrimSpace(s)
		if len(s) == 0 {
			return n, false
		}
		switch {
		case s[0] == '-' || s[0] == '+':
			n.negative = n.negative || s[0] == '-'
			s, signs, again = s[1:], signs+1, true
		case s[len(s)-1] == '-':
			n.negative = true
			s, signs, again = s[:len(s)-1], signs+1, true
		case s[len(s)-1] == '%' && !n.percent:
			n.percent, s, again = true, s[:len(s)-1], true
		case n.currency == "" && (!plainDigit(s[0]) || !plainDigit(s[len(s)-1])):
			if rest, code := cutCurrency(s); code != "" {
				n.currency, s, again = code, rest, true
			}
		}
		if !again && units == 0 {
			for _, u := range []struct {
				mark  string
				power int
			}{{"万亿", 12}, {"百万", 6}, {"千万", 7}, {"亿", 8}, {"億", 8}, {"万", 4}, {"萬", 4}, {"千", 3}, {"k", 3}, {"m", 6}, {"b", 9}} {
				if rest, found := strings.CutSuffix(s, u.mark); found && rest != "" {
					n.shift, units, s, again = u.power, 1, rest, true
					break
				}
			}
		}
	}
	if signs > 1 || s == "" {
		return n, false
	}
	if mantissa, exponent, found := strings.Cut(s, "e"); found {
		negative := strings.HasPrefix(exponent, "-")
		exponent = strings.TrimLeft(exponent, "+-")
		if len(exponent) == 0 || len(exponent) > 2 || strings.Trim(exponent, "0123456789") != "" {
			return n, false
		}
		e := 0
		for _, c := range exponent {
			e = e*10 + int(c-'0')
		}
		if negative {
			e = -e
		}
		_, fraction, _ := strings.Cut(mantissa, ".")
		n.damaged = e > len(fraction)
		n.shift += e
		s = mantissa
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9', r == '.', r == ',':
			b.WriteRune(r)
		case r == ' ', r == '\'', r == '’', r == '\u00a0', r == '\u202f', r == '\u2009': // groups of three
			if i == 0 || !threeDigits(s[i+len(string(r)):]) {
				return n, false
			}
		default:
			return n, false
		}
	}
	n.digits = b.String()
	return n, strings.ContainsAny(n.digits, "0123456789")
}

func plainDigit(b byte) bool { return b >= '0' && b <= '9' }

func threeDigits(s string) bool {
	if len(s) < 3 {
		return false
	}
	for i := range 3 {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) == 3 || s[3] < '0' || s[3] > '9'
}

func cutCurrency(s string) (rest, code string) {
	for _, m := range currencyMarks() {
		if r, ok := strings.CutPrefix(s, m[0]); ok {
			return r, m[1]
		}
		if r, ok := strings.CutSuffix(s, m[0]); ok {
			return r, m[1]
		}
	}
	if len(s) > 3 {
		if c := currencyOf(s[:3]); c != "" && strings.IndexFunc(s[:3], notLetter) < 0 {
			return s[3:], c
		}
		if c := currencyOf(s[len(s)-3:]); c != "" && strings.IndexFunc(s[len(s)-3:], notLetter) < 0 {
			return s[:len(s)-3], c
		}
	}
	return s, ""
}

func notLetter(r rune) bool { return r < 'a' || r > 'z' }

// styleOf says what one cell tells about its column's style. It is undecided
// where there is no separator or the cell is no number.
func styleOf(cell string) numberStyle {
	if isNull(cell) || isBound(cell) {
		return undecided
	}
	n, ok := bare(cell)
	if !ok {
		return undecided
	}
	d := n.digits
	points, commas := strings.Count(d, "."), strings.Count(d, ",")
	switch {
	case points == 0 && commas == 0:
		return undecided
	case points > 0 && commas > 0:
		if strings.LastIndexByte(d, '.') > strings.LastIndexByte(d, ',') {
			return decimalPoint
		}
		return decimalComma
	case points > 1:
		return decimalComma
	case commas > 1:
		return decimalPoint
	}
	mark, style, either := ".", decimalPoint, eitherPoint
	if commas == 1 {
		mark, style, either = ",", decimalComma, eitherComma
	}
	before, after, _ := strings.Cut(d, mark)
	if len(after) == 3 && len(before) >= 1 && len(before) <= 3 && before[0] != '0' {
		return either
	}
	return style
}

// decideStyle reads a whole column. Cells that can be read only one way
// decide for the others; if none can, the answer is eitherComma or eitherPoint.
func decideStyle(cells func(yield func(string) bool)) numberStyle {
	var seen [eitherPoint + 1]bool
	for c := range cells {
		seen[styleOf(c)] = true
	}
	switch {
	case seen[decimalPoint] && seen[decimalComma]:
		return mixedStyle
	case seen[decimalPoint]:
		return decimalPoint
	case seen[decimalComma]:
		return decimalComma
	case seen[eitherComma] && seen[eitherPoint]:
		return mixedStyle
	case seen[eitherComma]:
		return eitherComma
	case seen[eitherPoint]:
		return eitherPoint
	}
	return undecided
}

// parseNumber reads a cell under a decided style. decimals is the power of
// ten of units. It refuses what is no number (not_a_number), separators in
// wrong places (mixed_number_format) and what is too big (out_of_range).
func parseNumber(cell string, style numberStyle, decimals int) (number, *ops.Error) {
	if isNull(cell) {
		return number{none: true}, nil
	}
	if isBound(cell) {
		return number{bound: true}, nil
	}
	n, ok := bare(cell)
	if !ok {
		return number{}, mistake("not_a_number", cell, "%s is not a number.", "Correct the cell, or choose another column for this field.")
	}
	if n.damaged {
		return number{}, damage(cell)
	}
	group, point := byte(','), byte('.')
	if style == decimalComma {
		group, point = '.', ','
	}
	whole, fraction, found := strings.Cut(n.digits, string(point))
	if found && strings.IndexByte(fraction, point) >= 0 || strings.IndexByte(fraction, group) >= 0 || !grouped(whole, group) {
		return number{}, mistake("mixed_number_format", cell, "The separators of %s do not fit the other numbers of its column.",
			"Say whether the comma or the point is the decimal sign.")
	}
	whole = strings.ReplaceAll(whole, string(group), "")
	units, rounded, ok := scale(whole, fraction, n.shift+decimals)
	if !ok {
		return number{}, mistake("out_of_range", cell, "%s is larger than Daybreak keeps.",
			"Check the cell; amounts up to 9,000,000,000,000 of the smallest unit are kept.")
	}
	if n.negative {
		units = -units
	}
	return number{units: units, rounded: rounded, percent: n.percent, currency: n.currency}, nil
}

// grouped reports whether the grouping of whole is one people use: groups of
// three, or of two with three at the end (Indian).
func grouped(whole string, group byte) bool {
	parts := strings.Split(whole, string(group))
	if len(parts) == 1 {
		return true
	}
	last := len(parts) - 1
	if len(parts[last]) != 3 || parts[0] == "" || len(parts[0]) > 3 {
		return false
	}
	for _, p := range parts[1:last] {
		if len(p) != len(parts[1]) || len(p) != 3 && len(p) != 2 {
			return false
		}
	}
	return last == 1 || len(parts[1]) == 3 || len(parts[0]) <= 2
}

// scale returns whole.fraction × 10^shift, rounded half away from zero, and
// whether digits were lost. ok is false beyond ops.MaxUnits.
func scale(whole, fraction string, shift int) (units int64, rounded, ok bool) {
	digits := whole + fraction
	at := len(whole) + shift // position of the decimal point in digits
	for ; at < 0; at++ {
		digits = "0" + digits
	}
	for len(digits) < at {
		digits += "0"
	}
	for _, c := range digits[:at] {
		if units = units*10 + int64(c-'0'); units > ops.MaxUnits {
			return 0, false, false
		}
	}
	rest := digits[at:]
	if rest != "" && rest[0] >= '5' {
		units++
	}
	return units, strings.Trim(rest, "0") != "", units <= ops.MaxUnits
}

// damage is the error for a number of which Excel kept only the first digits.
func damage(cell string) *ops.Error {
	return mistake("excel_damage", cell, "%s was a longer number before a spreadsheet program shortened it.",
		"Export the file again and upload it without opening and saving it in a spreadsheet program.")
}

func mistake(code ops.Code, value, message, hint string) *ops.Error {
	shown := ops.Show(value)
	return &ops.Error{Code: code, Message: strings.Replace(message, "%s", "“"+shown+"”", 1), Hint: hint, Where: ops.Place{Value: shown}, Args: []any{shown}}
}

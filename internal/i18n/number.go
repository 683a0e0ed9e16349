package i18n

import (
	"math"
	"strconv"
	"strings"
)

// Glyphs for what is not a number (rule R5).
const (
	NotApplicable = "—"  // the question has no answer here
	Pending       = "…"  // the answer is not known yet
	Few           = "<5" // it counts 1 to 4 people, and who asks may not see how many
	Withheld      = "*"  // with it 1 to 4 people could be counted
)

// Decimal writes v with groups of three and between least and most decimals.
// It rounds half away from zero on the shortest decimal form of v, as
// Intl.NumberFormat does. NaN and infinities are not applicable.
func Decimal(v float64, least, most int) string {
	sign, whole, frac, ok := digits(v, 0, most)
	if !ok {
		return NotApplicable
	}
	return sign + grouped(whole) + fraction(frac, least)
}

// Percent writes a ratio × 100 with a percent sign: one decimal, two below 1 %.
func Percent(v float64) string {
	places := 1
	if v != 0 && math.Abs(v) < 0.01 {
		places = 2
	}
	sign, whole, frac, ok := digits(v, 2, places)
	if !ok {
		return NotApplicable
	}
	return sign + grouped(whole) + fraction(frac, places) + "%"
}

// Compact writes v in few characters with at most one decimal: 1.2万 and 3亿 in
// Chinese, 12.3K and 3M in English.
func (l Lang) Compact(v float64) string {
	return l.compact(v, "")
}

func (l Lang) compact(v float64, prefix string) string {
	type scale struct {
		zeros  int
		suffix string
	}
	scales := []scale{{0, ""}, {3, "K"}, {6, "M"}, {9, "B"}, {12, "T"}}
	if l == Zh {
		scales = []scale{{0, ""}, {4, "万"}, {8, "亿"}, {12, "万亿"}}
	}
	for i, s := range scales {
		sign, whole, frac, ok := digits(v, -s.zeros, 1)
		if !ok {
			return NotApplicable
		}
		// 999,950 is 1M, not 1,000K: the next scale is right once rounding fills this one.
		if i+1 < len(scales) && len(whole) > scales[i+1].zeros-s.zeros {
			continue
		}
		return sign + prefix + grouped(whole) + fraction(frac, 0) + s.suffix
	}
	panic("unreachable: the last scale takes every number")
}

// Money writes v major units of a currency: two decimals below 1,000, none
// above; none at all in currencies without minor units.
func Money(v float64, currency string) string {
	places := 0
	if v != 0 && math.Abs(v) < 1000 && Exponent(currency) > 0 {
		places = 2
	}
	return money(v, currency, places)
}

// WholeMoney writes v without decimals, as it stands beside amounts of 1,000 and more.
func WholeMoney(v float64, currency string) string { return money(v, currency, 0) }

func money(v float64, currency string, places int) string {
	sign, whole, frac, ok := digits(v, 0, places)
	if !ok {
		return NotApplicable
	}
	return sign + Symbol(currency) + grouped(whole) + fraction(frac, places)
}

// MoneyCompact is Compact with the currency's symbol.
func (l Lang) MoneyCompact(v float64, currency string) string {
	return l.compact(v, Symbol(currency))
}

// Exponent returns how many decimals the minor unit of a currency has by
// ISO 4217: 0, 3, or 2 for most.
func Exponent(currency string) int {
	switch currency {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	}
	return 2
}

// Symbol returns what is written before an amount: a symbol no other currency
// of the list has within one workspace, else the code.
func Symbol(currency string) string {
	switch currency {
	case "CNY", "JPY":
		return "¥"
	case "USD":
		return "$"
	case "EUR":
		return "€"
	case "GBP":
		return "£"
	case "KRW":
		return "₩"
	case "VND":
		return "₫"
	case "INR":
		return "₹"
	case "HKD":
		return "HK$"
	case "TWD":
		return "NT$"
	case "SGD":
		return "S$"
	case "AUD":
		return "A$"
	}
	return currency + " "
}

// digits returns sign, whole part and decimals of v × 10^shift rounded half
// away from zero to places decimals.
func digits(v float64, shift, places int) (sign, whole, frac string, ok bool) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "", "", "", false
	}
	// Shortest form d.ddde±x: all digits, and where the point stands.
	s := strconv.FormatFloat(math.Abs(v), 'e', -1, 64)
	mantissa, exp, _ := strings.Cut(s, "e")
	x, _ := strconv.Atoi(exp) // written by FormatFloat
	ds := []byte(strings.Replace(mantissa, ".", "", 1))
	point := x + 1 + shift
	if point < 0 {
		ds = append([]byte(strings.Repeat("0", -point)), ds...)
		point = 0
	}
	for len(ds) < point+places {
		ds = append(ds, '0')
	}
	up := len(ds) > point+places && ds[point+places] >= '5'
	ds = ds[:point+places]
	for i := len(ds) - 1; up && i >= 0; i-- {
		if ds[i]++; ds[i] > '9' {
			ds[i] = '0'
		} else {
			up = false
		}
	}
	if up {
		ds = append([]byte{'1'}, ds...)
		point++
	}
	whole, frac = strings.TrimLeft(string(ds[:point]), "0"), string(ds[point:])
	if v < 0 && strings.Trim(whole+frac, "0") != "" {
		sign = "-"
	}
	if whole == "" {
		whole = "0"
	}
	return sign, whole, frac, true
}

func grouped(whole string) string {
	var b strings.Builder
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// fraction writes decimals, dropping zeros at the end down to least.
func fraction(frac string, least int) string {
	for len(frac) > least && frac[len(frac)-1] == '0' {
		frac = frac[:len(frac)-1]
	}
	if frac == "" {
		return ""
	}
	return "." + frac
}

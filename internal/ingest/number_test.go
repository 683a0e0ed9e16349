package ingest

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		cell  string
		style numberStyle
		want  int64 // × 100
	}{
		{"0", decimalPoint, 0}, {"1234", decimalPoint, 123400}, {"1,234.56", decimalPoint, 123456}, {"1.234,56", decimalComma, 123456},
		{"1,234", decimalPoint, 123400}, {"1,234", decimalComma, 123}, {"12,50 €", decimalComma, 1250}, {"€5", decimalPoint, 500}, {"5€", decimalPoint, 500},
		{"1 234,56", decimalComma, 123456}, {"1\u00a0234,56", decimalComma, 123456}, {"1\u202f234,56", decimalComma, 123456}, {"1'234.50", decimalPoint, 123450},
		{"1’234.50", decimalPoint, 123450},
		{"12,34,567.5", decimalPoint, 123456750}, {"1,23,456", decimalPoint, 12345600}, {"1.2万", decimalPoint, 1200000}, {"1.2亿", decimalPoint, 12000000000},
		{"3百万", decimalPoint, 300000000},
		{"2.5K", decimalPoint, 250000}, {"1.5M", decimalPoint, 150000000}, {"￥1,234", decimalPoint, 123400}, {"¥ 5", decimalPoint, 500},
		{"100元", decimalPoint, 10000},
		{"Rs.201.68", decimalPoint, 20168}, {"₹ 32.84", decimalPoint, 3284}, {"US$ 0,00", decimalComma, 0}, {"USD 3.50", decimalPoint, 350},
		{"3.50 EUR", decimalPoint, 350},
		{"(123.45)", decimalPoint, -12345}, {"-5", decimalPoint, -500}, {"5-", decimalPoint, -500}, {"−5", decimalPoint, -500}, {"-$5", decimalPoint, -500},
		{"$-5", decimalPoint, -500}, {"+50", decimalPoint, 5000},
		{"１２３．４", decimalPoint, 12340}, {"64517.0", decimalPoint, 6451700}, {"0.005", decimalPoint, 1}, {"-0.005", decimalPoint, -1}, {"0.0049", decimalPoint, 0},
		{".5", decimalPoint, 50}, {"5.", decimalPoint, 500}, {"1.5e2", decimalPoint, 0 /* below */},
	} {
		n, err := parseNumber(c.cell, c.style, 2)
		if c.cell == "1.5e2" {
			if err == nil || err.Code != "excel_damage" {
				t.Errorf("%q: %v %v", c.cell, n, err)
			}
			continue
		}
		if err != nil || n.none || n.bound || n.units != c.want {
			t.Errorf("%q: %+v %v, want %d", c.cell, n, err, c.want)
		}
	}
	for _, cell := range []string{"", " --", "--", "-", "—", "NAN", "nan", "N/A", "未知", "  ", "*", "\u00a0", "－"} {
		if n, err := parseNumber(cell, decimalPoint, 2); err != nil || !n.none {
			t.Errorf("%q must be no value: %+v %v", cell, n, err)
		}
	}
	for _, cell := range []string{"< 10%", ">90%", "<5", "<00:00:01", "＜5"} {
		if n, err := parseNumber(cell, decimalPoint, 2); err != nil || !n.bound {
			t.Errorf("%q must be a bound: %+v %v", cell, n, err)
		}
	}
	for cell, code := range map[string]ops.Code{
		"Inf": "not_a_number", "-infinity": "not_a_number", "0x1p-2": "not_a_number", "1_000": "not_a_number", "abc": "not_a_number", "--1": "not_a_number",
		"+-1":  "not_a_number",
		"(-5)": "not_a_number", "1 2": "not_a_number", "12 34": "not_a_number", "8.0小时": "not_a_number", "2026-09-01": "not_a_number", "6.49E+17": "excel_damage",
		"9223372036854775808": "out_of_range", "90000000000.01": "out_of_range", "1,23": "mixed_number_format", "1,2345": "mixed_number_format",
		"1.2.3": "mixed_number_format", ",": "not_a_number",
	} {
		if n, err := parseNumber(cell, decimalPoint, 2); err == nil || err.Code != code {
			t.Errorf("%q: %+v %v, want %s", cell, n, err, code)
		}
	}
	if n, _ := parseNumber("1.16%", decimalPoint, 2); !n.percent || n.units != 116 {
		t.Errorf("a percentage: %+v", n)
	}
	for cell, code := range map[string]string{"€5": "EUR", "Rs.5": "INR", "HK$5": "HKD", "5 usd": "USD", "5 UAH": "UAH", "5": ""} {
		if n, err := parseNumber(cell, decimalPoint, 2); err != nil || n.currency != code {
			t.Errorf("%q: %+v %v", cell, n, err)
		}
	}
}

// The style is that of the column: one cell that can be read only one way
// decides for all.
func TestNumberStyles(t *testing.T) {
	for column, want := range map[string]numberStyle{
		"1 2 3": undecided, "1,234 5": eitherComma, "1.234 5": eitherPoint, "1,234 0.5": decimalPoint, "1.234 0,5": decimalComma, "1,234 1.234": mixedStyle,
		"0,123": decimalComma, "0.123": decimalPoint, "1,234,567": decimalPoint, "1.234.567": decimalComma, "1,234.5 1.234,5": mixedStyle, "-- <5 x 7": undecided,
		"12,34,567": decimalPoint, "1234,567": decimalComma,
	} {
		if got := decideStyle(slices.Values(strings.Fields(column))); got != want {
			t.Errorf("%s: %d, want %d", column, got, want)
		}
	}
}

// FuzzNumber holds numbers against a slow reading by big rationals: what is
// accepted is the number written, rounded half away from zero.
func FuzzNumber(f *testing.F) {
	for _, s := range []string{"1,234.56", "(5)", "1.2万", "6.49E+17", "< 10%", "−5", "12,50 €", "0.005"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, cell string, point bool) {
		style := decimalComma
		if point {
			style = decimalPoint
		}
		n, err := parseNumber(cell, style, 2)
		if err != nil {
			if n.units != 0 || err.Code == "" || err.Hint == "" {
				t.Errorf("%q: %+v %v", cell, n, err)
			}
			return
		}
		if n.none || n.bound {
			if n.units != 0 {
				t.Errorf("%q has no value and %d units", cell, n.units)
			}
			return
		}
		if n.units > ops.MaxUnits || n.units < -ops.MaxUnits {
			t.Errorf("%q: %d units", cell, n.units)
		}
		plain := cell
		if !point {
			plain = strings.NewReplacer(".", "", ",", ".").Replace(cell)
		} else {
			plain = strings.ReplaceAll(cell, ",", "")
		}
		if strings.Trim(plain, "0123456789.-") != "" || !strings.ContainsAny(plain, "0123456789") || strings.HasSuffix(plain, "-") {
			return // signs and units are for the table above
		}
		want, ok := new(big.Rat).SetString(plain)
		if !ok {
			t.Fatalf("%q was accepted as %d", cell, n.units)
		}
		want.Mul(want, big.NewRat(100, 1))
		half := big.NewRat(1, 2)
		if want.Sign() < 0 {
			half.Neg(half)
		}
		want.Add(want, half)
		units := new(big.Int).Quo(want.Num(), want.Denom())
		if units.Cmp(big.NewInt(n.units)) != 0 {
			t.Errorf("%q: %d, want %s", cell, n.units, units)
		}
	})
}

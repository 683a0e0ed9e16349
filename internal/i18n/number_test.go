package i18n

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"
)

// testdata/intl.json was written by a JavaScript engine (testdata/intl.mjs), so
// the page a server writes and the chart a browser draws agree.
func TestNumbersAreThoseOfIntl(t *testing.T) {
	raw, err := os.ReadFile("testdata/intl.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		V                                     float64
		Int, Two, Fixed, Percent, En, Zh, Cny string
	}
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 300 {
		t.Fatalf("only %d cases", len(cases))
	}
	for _, c := range cases {
		for _, f := range []struct{ name, got, want string }{
			{"int", Decimal(c.V, 0, 0), c.Int},
			{"two", Decimal(c.V, 0, 2), c.Two},
			{"fixed", Decimal(c.V, 2, 2), c.Fixed},
			{"percent", Percent(c.V), c.Percent},
			{"compact en", En.Compact(c.V), c.En},
			{"compact zh", Zh.Compact(c.V), c.Zh},
			{"money", Money(c.V, "CNY"), c.Cny},
		} {
			// Intl writes a negative number that rounds to nothing as -0; nobody wants to read that.
			want := f.want
			if strings.Trim(want, "-0.%¥,") == "" {
				want = strings.TrimPrefix(want, "-")
			}
			if f.got != want {
				t.Errorf("%s of %v = %q, want %q", f.name, c.V, f.got, want)
			}
		}
	}
}

func TestNumbersWithoutValue(t *testing.T) {
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for _, got := range []string{Decimal(v, 0, 2), Percent(v), En.Compact(v), Zh.Compact(v), Money(v, "CNY")} {
			if got != NotApplicable {
				t.Errorf("%v is written %q", v, got)
			}
		}
	}
}

func TestMoneyOfOtherCurrencies(t *testing.T) {
	for currency, want := range map[string]string{"USD": "-$12.50", "JPY": "-¥13", "HKD": "-HK$12.50", "CHF": "-CHF 12.50"} {
		if got := Money(-12.5, currency); got != want {
			t.Errorf("%s: %q, want %q", currency, got, want)
		}
	}
	if got := Zh.MoneyCompact(-974_000, "CNY"); got != "-¥97.4万" {
		t.Error(got)
	}
}

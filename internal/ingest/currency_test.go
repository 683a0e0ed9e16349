package ingest

import (
	"testing"

	"daybreak/internal/ops"
)

// TestDecimalsOfCurrencies: amounts have the decimals of ISO 4217, no more.
func TestDecimalsOfCurrencies(t *testing.T) {
	for _, c := range []struct {
		amount, currency string
		stored           int64
		code             ops.Code
	}{
		{"1.234", "KWD", 1234, ""}, {"1.125", "BHD", 1125, ""}, {"1.5", "TND", 1500, ""}, {"1.2345", "KWD", 0, "too_precise"},
		{"12", "CLP", 12, ""}, {"12.50", "CLP", 0, "too_precise"}, {"5.50", "ISK", 0, "too_precise"}, {"5.00", "ISK", 5, ""}, {"7", "JPY", 7, ""}, {"7.1", "XAF", 0, "too_precise"},
		{"1.23", "EUR", 123, ""}, {"1.234", "EUR", 0, "too_precise"}, {"1.23", "CNY", 123, ""},
	} {
		p := mustPlan(t, "date,platform,campaign,cost,currency\n2026-09-01,p,c,"+c.amount+","+c.currency+"\n", Options{})
		switch {
		case c.code != "":
			if p.Rejected != 1 || p.Rejects[0].Err.Code != c.code {
				t.Errorf("%s %s: %v", c.amount, c.currency, p.Rejects)
			}
		case p.Rejected > 0 || p.Rows.Ints[p.Record.Column("cost")][0] != c.stored:
			t.Errorf("%s %s: %v %v", c.amount, c.currency, p.Rejects, p.Rows.Ints)
		}
	}
}

package importing

import (
	"testing"

	"daybreak/internal/ops"
)

// Hours × wage is worked out exactly and rounded once, half to even: 1.5 × 33.33
// = 49.995, 0.5 × 0.05 = 0.025, 1.5 × 1001 yen = 1501.5, 0.001 × 0.5 dinar.
func TestLabour(t *testing.T) {
	for _, c := range []struct{ hours, wage, currency, want string }{
		{"8", "60", "CNY", "480.00"}, {"1.5", "33.33", "CNY", "50.00"}, {"0.5", "0.05", "CNY", "0.02"}, {" 1.5 ", "1001", "JPY", "1502"},
		{"2.5", "1", "JPY", "2"}, {"0.001", "0.5", "KWD", "0.000"}, {"0.001", "1.5", "KWD", "0.002"}, {"0", "60", "CNY", "0.00"},
		{"999999999", "999999999", "CNY", "999999998000000001.00"}, {"7.25", "41.2", "CNY", "298.70"},
	} {
		if got, err := labour(c.hours, c.wage, c.currency); err != nil || got != c.want {
			t.Errorf("%s × %s %s is %q (%v), not %s", c.hours, c.wage, c.currency, got, err, c.want)
		}
	}
	for _, bad := range []string{"", "-1", "1,5", "1e3", "０", "1/2", "0x10", "1.", ".5", "1234567890"} {
		if _, err := labour(bad, "1", "CNY"); ops.CodeOf(err) != "not_a_number" {
			t.Errorf("%q hours: %v", bad, err)
		}
	}
}

// Every field but the wage fills a column of its record, and what the record
// requires is required or filled by the form.
func TestFormsFitTheirRecords(t *testing.T) {
	for _, f := range handForms() {
		r, ok := ops.RecordNamed(f.record)
		if !ok {
			t.Fatalf("%s: there is no record %s", f.name, f.record)
		}
		required := map[string]bool{}
		for _, x := range f.fields {
			c := r.Column(x.name)
			if c < 0 && x.name != wage {
				t.Errorf("%s fills %s, which %s does not have", f.name, x.name, r.Name)
				continue
			}
			required[x.name] = x.required
			if x.kind == handChoice && len(r.Columns[c].Choices) == 0 {
				t.Errorf("%s: %s has no choices", f.name, x.name)
			}
		}
		for _, c := range r.Columns {
			if c.Required && !required[c.Name] && (f.name != "hours" || c.Name != "cost") {
				t.Errorf("%s does not ask for %s", f.name, c.Name)
			}
		}
	}
}

// What a person types is written as Daybreak's own layouts have it; what is no
// number or day stays, to be refused with what was typed.
func TestHandTakesWhatPeopleType(t *testing.T) {
	fee, _ := handNamed("fee")
	for typed, want := range map[string]string{
		"500": "500", "1,234.50": "1234.5", "¥1,234.50": "1234.5", "￥1，234．50": "1234.5", "１２３４．５": "1234.5", "1.2万": "12000", "1,234.50元": "1234.5",
		"1,5": "1,5", "abc": "abc", "5%": "5%", "5.555": "5.555", "(5)": "-5",
	} {
		form := map[string]string{"date": "2026年10月3日", "kind": "p", "cost": typed, "currency": "cny"}
		_, cells, err := fee.row(func(name string) string { return form[name] })
		if err != nil || cells[0] != "2026-10-03" || cells[2] != want {
			t.Errorf("%s: %q, want %s: %v", typed, cells, want, err)
		}
	}
	form := map[string]string{"date": "2026/10/3", "kind": "p", "cost": "€5", "currency": "CNY"}
	if _, _, err := fee.row(func(name string) string { return form[name] }); ops.CodeOf(err) != "mixed_currency" {
		t.Error(err)
	}
	hours, _ := handNamed("hours")
	form = map[string]string{"date": "2026-10-03", "kind": "staff", "hours": "１．５", "wage": "¥33.33", "currency": "CNY"}
	header, cells, err := hours.row(func(name string) string { return form[name] })
	if err != nil || header[len(header)-1] != "cost" || cells[len(cells)-1] != "50.00" {
		t.Error(header, cells, err)
	}
}

package importing

import (
	"math/big"
	"regexp"
	"strings"

	"daybreak/internal/ingest"
	"daybreak/internal/ops"
)

// handForm is a small form for one row of a record that no platform exports: it
// makes a file of one line, which goes the same way as any other.
type handForm struct {
	name, record string
	fields       []handField
	some         []string // of these fields at least one is to be filled
}

// handField is one input. Its name is the column it fills, but for wage, which
// is part of a cost.
type handField struct {
	name     string
	kind     handKind
	required bool
	value    string // where nobody typed anything
}

// handKind is how a field is typed.
type handKind int

// The kinds.
const (
	handText   handKind = iota
	handDay             // a date
	handNumber          // with decimals
	handCount           // a whole number
	handChoice          // one of the choices of its column
	handMetric          // one of the catalog
)

const wage = "wage" // what an hour costs

// handForms lists the forms in the order shown.
func handForms() []handForm {
	spent := []handField{{name: "campaign"}, {name: "label"}}
	day := handField{name: "date", kind: handDay, required: true}
	return []handForm{
		{name: "fee", record: "costs", fields: append([]handField{day, {name: "kind", required: true}, {name: "cost", kind: handNumber, required: true},
			{name: "currency", required: true}, {name: "channel"}}, spent...)},
		{name: "hours", record: "costs", fields: append([]handField{day, {name: "kind", required: true}, {name: "hours", kind: handNumber, required: true},
			{name: wage, kind: handNumber, required: true}, {name: "currency", required: true}, {name: "channel"}}, spent...)},
		{name: "followers", record: "followers", some: []string{"total", "gained", "lost"}, fields: []handField{day, {name: "account", required: true},
			{name: "total", kind: handCount}, {name: "gained", kind: handCount}, {name: "lost", kind: handCount}}},
		{name: "holiday", record: "holidays", fields: []handField{day, {name: "name", required: true}, {name: "kind", kind: handChoice, required: true},
			{name: "group"}, {name: "region", required: true, value: "CN"}}},
		{name: "target", record: "targets", fields: []handField{{name: "metric", kind: handMetric, required: true}, {name: "scope"},
			{name: "from", kind: handDay, required: true}, {name: "to", kind: handDay, required: true}, {name: "goal", kind: handNumber, required: true},
			{name: "floor", kind: handNumber}, {name: "stretch", kind: handNumber}, {name: "kind", kind: handChoice}, {name: "owner"}}},
	}
}

// handNamed returns a form.
func handNamed(name string) (handForm, bool) {
	for _, f := range handForms() {
		if f.name == name {
			return f, true
		}
	}
	return handForm{}, false
}

// row returns the header and the cells of what was typed. What is missing is an
// *ops.Error; whether the values are right is told by the preview, as of a file.
func (f handForm) row(value func(string) string) (header, cells []string, err error) {
	for _, x := range f.fields {
		text, err := x.plain(value)
		if err != nil {
			return nil, nil, err
		}
		if x.required && text == "" {
			return nil, nil, &ops.Error{Code: "hand_missing", Message: "A field is empty.", Hint: "Fill it in.", Where: ops.Place{Column: x.name}}
		}
		if x.name != wage {
			header, cells = append(header, x.name), append(cells, text)
		}
	}
	if len(f.some) > 0 && strings.TrimSpace(value(f.some[0])+value(f.some[1])+value(f.some[2])) == "" {
		return nil, nil, &ops.Error{Code: "hand_missing", Message: "A field is empty.", Hint: "Fill it in.", Where: ops.Place{Column: f.some[0]}}
	}
	if f.name != "hours" {
		return header, cells, nil
	}
	plain := func(name string) string {
		text, _ := ingest.TypedNumber(strings.TrimSpace(value(name)))
		return text
	}
	cost, err := labour(plain("hours"), plain(wage), value("currency"))
	return append(header, "cost"), append(cells, cost), err
}

// plain returns what was typed in a field in the way of Daybreak's own layouts.
// An amount with the sign of another currency than the form's is refused.
func (x handField) plain(value func(string) string) (string, error) {
	text := strings.TrimSpace(value(x.name))
	switch x.kind {
	case handDay:
		return ingest.TypedDay(text), nil
	case handNumber, handCount:
		plain, sign := ingest.TypedNumber(text)
		if currency := strings.ToUpper(strings.TrimSpace(value("currency"))); sign != "" && currency != "" && sign != currency {
			return "", &ops.Error{Code: "mixed_currency", Message: "The amount " + ops.Show(text) + " is not in " + ops.Show(currency) + ".",
				Hint: "Say the right currency.", Where: ops.Place{Column: x.name, Value: ops.Show(text)}, Args: []any{ops.Show(text), ops.Show(currency)}}
		}
		return plain, nil
	}
	return text, nil
}

var plainNumber = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,6})?$`)

// labour returns hours × wage in the currency, rounded to its minor unit, half
// to even.
func labour(hours, wage, currency string) (string, error) {
	product := big.NewRat(1, 1)
	for column, text := range map[string]string{"hours": hours, "wage": wage} {
		text = strings.TrimSpace(text)
		if !plainNumber.MatchString(text) {
			return "", &ops.Error{Code: "not_a_number", Message: ops.Show(text) + " is not a number.",
				Hint: "Write digits with a point before decimals, such as 1234.50.", Where: ops.Place{Column: column, Value: ops.Show(text)}}
		}
		factor, _ := new(big.Rat).SetString(text)
		product.Mul(product, factor)
	}
	digits := ops.Exponent(currency)
	ten := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	units := new(big.Int).Mul(product.Num(), ten)
	units, rest := units.QuoRem(units, product.Denom(), new(big.Int))
	if c := rest.Lsh(rest, 1).Cmp(product.Denom()); c > 0 || c == 0 && units.Bit(0) == 1 {
		units.Add(units, big.NewInt(1))
	}
	return new(big.Rat).SetFrac(units, ten).FloatString(digits), nil
}

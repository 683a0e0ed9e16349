package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"daybreak/internal/ops"
)

// strict gives column c the value written in raw by the rules of Daybreak's
// own layouts: nothing is guessed, nothing is rounded. A blank is no value.
func (b *rowBuilder) strict(c int, raw []byte) *ops.Error {
	col := &b.record.Columns[c]
	if col.Type.IsText() {
		return b.text(c, raw)
	}
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return nil
	}
	var v int64
	var err *ops.Error
	switch col.Type {
	case ops.Date:
		var d ops.Day
		d, err = b.dates.parse(raw)
		v = int64(d)
	case ops.Instant:
		v, err = b.instant(raw)
	case ops.Flag:
		v, err = strictFlag(raw)
	case ops.Money:
		v, err = strictNumber(raw, b.digits)
	case ops.Decimal:
		v, err = strictNumber(raw, DecimalDigits)
	default:
		v, err = strictNumber(raw, 0)
	}
	if err != nil {
		return err
	}
	return b.number(c, v, raw)
}

// strictNumber reads digits with a point before decimals and a minus in front
// if below zero, and returns the number times 10^digits. More decimals than
// digits are refused unless they are zeros.
func strictNumber(raw []byte, digits int) (int64, *ops.Error) {
	s := raw
	negative := s[0] == '-'
	if negative {
		s = s[1:]
	}
	var v int64
	i := 0
	for ; i < len(s) && isDigit(s[i]); i++ {
		if v = v*10 + int64(s[i]-'0'); v > MaxUnits {
			return 0, tooLarge(raw)
		}
	}
	if i == 0 || i < len(s) && (s[i] != '.' || !allDigits(s[i+1:])) {
		return 0, notANumber(raw)
	}
	decimals := 0
	if i < len(s) {
		for _, d := range s[i+1:] {
			switch {
			case decimals < digits:
				v = v*10 + int64(d-'0')
				decimals++
			case d != '0':
				return 0, tooPrecise(raw, digits)
			}
		}
	}
	for ; decimals < digits; decimals++ {
		v *= 10
	}
	if negative {
		v = -v
	}
	return v, nil
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// tooLarge tells a number beyond every limit from digits with junk after them.
func tooLarge(raw []byte) *ops.Error {
	if len(bytes.Trim(raw, "-0123456789.")) > 0 || bytes.Count(raw, []byte(".")) > 1 {
		return notANumber(raw)
	}
	return outOfRange(MaxUnits).value(raw)
}

func outOfRange(limit int64) located {
	return fault("out_of_range", fmt.Sprintf("The number lies outside ±%d.", limit), "Check the number and its unit.", limit)
}

func tooPrecise(raw []byte, digits int) *ops.Error {
	message := fmt.Sprintf("%s has more than %d decimals.", ops.Show(string(raw)), digits)
	if digits == 0 {
		message = fmt.Sprintf("%s is not a whole number.", ops.Show(string(raw)))
	}
	return fault("too_precise", message, "Round it yourself: Daybreak does not round what it is given.", digits).value(raw)
}

// notANumber says how the number should have been written.
func notANumber(raw []byte) *ops.Error {
	hint := "Write digits with a point before decimals, such as 1234.50; leave the value blank if there is none."
	switch s := strings.ToLower(string(raw)); {
	case strings.Contains(s, ","):
		hint = "Write the number without separators of thousands and with a point before decimals: 1234.50."
	case strings.Contains(s, "%"):
		hint = "Write the number without a percent sign."
	case strings.ContainsAny(s, "()"), strings.HasSuffix(s, "-"), strings.ContainsRune(s, '−'):
		hint = "Write a number below zero with one - in front: -5."
	case strings.HasPrefix(s, "+"), strings.HasPrefix(s, "--"):
		hint = "Write the number with no sign, or one - in front if it is below zero."
	case strings.ContainsAny(s, "¥￥$€£"):
		hint = "Write the number without a currency sign; the currency has a column of its own."
	case s == "nan", strings.Contains(s, "inf"), s == "n/a", s == "na", s == "-", s == "--", s == "null":
		hint = "Leave the value blank if there is none."
	case strings.HasPrefix(s, "0x"), strings.Contains(s, "_"), isDigit(s[0]) && strings.Contains(s, "e"):
		hint = "Write the number in plain digits."
	case strings.HasPrefix(s, "."), strings.HasSuffix(s, "."):
		hint = "Write a digit before and after the point: 0.5."
	case strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }):
		hint = "Write the number in the digits 0 to 9 without spaces."
	}
	return fault("not_a_number", fmt.Sprintf("“%s” is not a number.", ops.Show(string(raw))), hint, ops.Show(string(raw))).value(raw)
}

// choice returns which of the choices a text is, whatever its case and width.
func choice(choices []string, s string) (string, *ops.Error) {
	for _, c := range choices {
		if ops.Fold(c) == ops.Fold(s) {
			return c, nil
		}
	}
	list := strings.Join(choices, ", ")
	return "", fault("not_a_choice", fmt.Sprintf("“%s” is none of the values possible here.", ops.Show(s)), "Write one of "+list+".", ops.Show(s),
		list).value([]byte(s))
}

func strictFlag(raw []byte) (int64, *ops.Error) {
	switch strings.ToLower(string(raw)) {
	case "0", "false":
		return 0, nil
	case "1", "true":
		return 1, nil
	}
	return 0, fault("not_a_flag", fmt.Sprintf("“%s” is neither 0 nor 1.", ops.Show(string(raw))), "Write 1 for yes and 0 for no.",
		ops.Show(string(raw))).value(raw)
}

// canonicalProps returns a flat JSON object of strings with its names in
// order, so that equal properties are equal texts; "" for an empty object.
func canonicalProps(s string) (string, *ops.Error) {
	bad := func(message string) *ops.Error {
		return fault("bad_props", message, `Write one flat object whose values are texts: {"city":"Berlin"}.`).value([]byte(s))
	}
	d := json.NewDecoder(strings.NewReader(s))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return "", bad("The properties are not a JSON object.")
	}
	props := map[string]string{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return "", bad("The properties are not a JSON object.")
		}
		value, err := d.Token()
		text, ok := value.(string)
		if err != nil || !ok {
			return "", bad(fmt.Sprintf("The property %s is not a text.", ops.Show(fmt.Sprint(name))))
		}
		if err := addProp(props, name.(string), text); err != nil {
			return "", located{err}.value([]byte(s))
		}
	}
	if _, err := d.Token(); err != nil {
		return "", bad("The properties are not a JSON object.")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return "", bad("There is something after the properties.")
	}
	return writeProps(props), nil
}

// addProp checks one property and adds it to props.
func addProp(props map[string]string, name, text string) *ops.Error {
	for _, s := range []string{name, text} {
		clean, err := cleanText(s, MaxText)
		if err != nil {
			return err
		}
		if clean == "" && s == name {
			return fault("bad_props", "A property has no name.", "Give every property a name.").Error
		}
	}
	if _, ok := props[name]; ok {
		return fault("duplicate_field", fmt.Sprintf("The property %s is given twice.", ops.Show(name)), "Give it once.", ops.Show(name)).Error
	}
	if len(props) == MaxProps {
		return fault("too_many_values", fmt.Sprintf("There are more than %d properties.", MaxProps), "Keep those that somebody will look at.", MaxProps).Error
	}
	props[name] = text
	return nil
}

func writeProps(props map[string]string) string {
	if len(props) == 0 {
		return ""
	}
	text, err := json.Marshal(props) // sorts the names
	if err != nil {
		panic(err) // strings always marshal
	}
	return string(text)
}

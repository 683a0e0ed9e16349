// Package ask holds the language of questions: a question about members or
// metrics ⇄ the text of an address. A reader takes url.Values and returns a
// question of engine or analysis, or all mistakes in the address at once as
// *ops.Error; a writer returns the Address that the reader reads the same
// question from. Nothing here knows a request, a page or a language of people.
package ask

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// MaxRangeDays is the longest range a question may span: ten years.
const MaxRangeDays = 3653

// Params reads the query of one request. Every name that is read is known;
// Done refuses the rest. All mistakes are collected and told at once.
type Params struct {
	Values   url.Values
	Keys     ops.Keys     // names that mean others: conditions are read with those kept
	CSV      bool         // the answer is a table, of the API
	Mistakes ops.Mistakes // found so far

	known map[string]bool

	conditions []namedCondition // that were read
}

// namedCondition is a condition and the parameter it was read from.
type namedCondition struct {
	parameter string
	ops.Filter
}

// NewParams reads the values of an address.
func NewParams(values url.Values) *Params {
	return &Params{Values: values, known: map[string]bool{}}
}

// Fail notes a mistake in the named parameter.
func (p *Params) Fail(code ops.Code, name, value, message, hint string) {
	p.Mistakes = append(p.Mistakes, &ops.Error{Code: code, Message: message, Hint: hint, Where: ops.Place{Column: name, Value: ops.Show(value)},
		Args: []any{name}})
}

// Done returns every mistake, unknown and repeated parameters included.
func (p *Params) Done() error {
	names := make([]string, 0, len(p.known))
	for n := range p.known {
		names = append(names, n)
	}
	slices.Sort(names)
	var unknown []string
	for n := range p.Values {
		if !p.known[n] {
			unknown = append(unknown, n)
		}
	}
	slices.Sort(unknown)
	for _, n := range unknown {
		p.Fail("unknown_parameter", n, p.Values.Get(n), fmt.Sprintf("There is no parameter %s here.", ops.Show(n)), "Parameters are: "+strings.Join(names, ", ")+".")
	}
	if len(p.Mistakes) > 0 {
		return p.Mistakes
	}
	return nil
}

// all returns every value of a parameter that may be repeated.
func (p *Params) all(name string) []string {
	p.known[name] = true
	return p.Values[name]
}

// Text returns the value of a parameter that may occur once, or fallback.
func (p *Params) Text(name, fallback string) string {
	switch v := p.all(name); len(v) {
	case 0:
		return fallback
	case 1:
		return v[0]
	default:
		p.Fail("duplicate_parameter", name, strings.Join(v, " "), fmt.Sprintf("The parameter %s is given %d times.", name, len(v)), "Give it once.")
		return fallback
	}
}

// Choice returns the value of a parameter that takes one of a few words.
func (p *Params) Choice(name, fallback string, options ...string) string {
	v := p.Text(name, fallback)
	if v != fallback && !slices.Contains(options, v) {
		p.Fail("bad_parameter", name, v, fmt.Sprintf("%s cannot be %q.", name, ops.Show(v)), "It is one of: "+strings.Join(options, ", ")+".")
		return fallback
	}
	return v
}

// Table returns which table of the answer CSV holds: the first option unless
// the parameter table says another. JSON holds all of them.
func (p *Params) Table(options ...string) string {
	return p.Choice("table", options[0], options...)
}

// Number returns a whole number between low and high, both inclusive.
func (p *Params) Number(name string, fallback, low, high int) int {
	v := p.Text(name, "")
	if v == "" && !p.Values.Has(name) {
		return fallback
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < low || n > high || strings.HasPrefix(v, "+") {
		p.Fail("bad_parameter", name, v, fmt.Sprintf("%s must be a whole number from %d to %d.", name, low, high), "")
		return fallback
	}
	return n
}

// day returns a date, or fallback where the parameter is absent.
func (p *Params) day(name string, fallback ops.Day) ops.Day {
	v := p.Text(name, "")
	if v == "" && !p.Values.Has(name) {
		return fallback
	}
	d, err := ops.ParseDay(v)
	if err != nil {
		p.Fail("bad_date", name, v, fmt.Sprintf("%s is not a date.", name), "Write it as 2026-09-01.")
		return fallback
	}
	return d
}

// days returns the range of from and to, both inclusive as they are written.
// Each is taken from known where it is absent.
func (p *Params) days(known ops.Range) ops.Range {
	mistakes := len(p.Mistakes)
	r := ops.Range{From: p.day("from", known.From), To: p.day("to", known.To-1) + 1}
	switch {
	case len(p.Mistakes) > mistakes:
	case r.From >= r.To && p.Values.Has("to") && !p.Values.Has("from"):
		p.Fail("before_known", "to", r.Last().String(), "This day is before the first one that is known, "+known.From.String()+".",
			"Give a later day, or the first day too, as from.")
	case r.From >= r.To && p.Values.Has("from") && !p.Values.Has("to"):
		p.Fail("after_known", "from", r.From.String(), "This day is after the last one that is known, "+(known.To-1).String()+".",
			"Give an earlier day, or the last day too, as to.")
	case r.From >= r.To && (p.Values.Has("from") || p.Values.Has("to")):
		p.Fail("range_reversed", "from", r.From.String()+" "+r.Last().String(), "The range ends before it begins.",
			"Give from the earlier day; both days are included.")
	case r.Len() > MaxRangeDays:
		p.Fail("range_too_long", "from", r.String(), "The range is longer than ten years.", "Choose a shorter range.")
	case r.Len() > 0 && (r.From < ops.MinDay || r.To > ops.MaxDay):
		p.Fail("date_range", "from", r.String(), "The range lies outside 2000-01-01 to 2099-12-31.", "")
	}
	return r
}

// Filters returns the conditions of a repeatable parameter: dimension:value,
// or dimension:!value for rows without the value. Values of one dimension are
// alternatives; different dimensions must all hold. With dimensions nil any
// name is taken, as conditions on properties need.
func (p *Params) Filters(name string, dimensions []string) []ops.Filter {
	var out []ops.Filter
	values := p.all(name)
	if len(values) > analysis.MaxFilterValues {
		p.Fail("too_many_filters", name, "", fmt.Sprintf("%s takes %d values at most, not %d.", name, analysis.MaxFilterValues, len(values)), "Give fewer.")
		return nil
	}
	for _, v := range values {
		f, err := parseCondition(v)
		if err != nil {
			p.Fail("bad_parameter", name, v, fmt.Sprintf("%s is not a condition.", name), err.Error())
			continue
		}
		if dimensions != nil && !slices.Contains(dimensions, f.Dimension) {
			p.UnknownDimension(name, f.Dimension, dimensions)
			continue
		}
		out = addCondition(out, f)
	}
	out = p.Keys.Filters(out)
	for _, f := range out {
		p.conditions = append(p.conditions, namedCondition{name, f})
	}
	return out
}

// weekdayTexts writes weekdays as Params.weekdays reads them.
func weekdayTexts(days []int) string {
	out := make([]string, len(days))
	for i, d := range days {
		out[i] = WeekdayNames()[d]
	}
	return strings.Join(out, ",")
}

// ClockText writes minutes after midnight as Params.clock reads them.
func ClockText(minutes int) string {
	return time.Time{}.Add(time.Duration(minutes) * time.Minute).Format("15:04")
}

// clock reads a time of day, 04:00, as minutes after midnight.
func (p *Params) clock(name string, fallback int) int {
	v := p.Text(name, "")
	if !p.Values.Has(name) {
		return fallback
	}
	t, err := time.Parse("15:04", v)
	if err != nil {
		p.Fail("bad_parameter", name, v, fmt.Sprintf("%s is not a time of day.", name), "Write it as 04:00.")
		return fallback
	}
	return t.Hour()*60 + t.Minute()
}

// WeekdayNames are the words of weekdays, Sunday first.
func WeekdayNames() []string {
	return []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
}

// weekdays reads a list of weekdays: saturday,sunday.
func (p *Params) weekdays(name string, own []int) []int {
	v := p.Text(name, "")
	if !p.Values.Has(name) {
		return own
	}
	var out []int
	for word := range strings.SplitSeq(v, ",") {
		n := slices.Index(WeekdayNames(), word)
		if n < 0 || slices.Contains(out, n) {
			p.Fail("bad_parameter", name, v, fmt.Sprintf("%s is not a list of weekdays.", name), "Write it as saturday,sunday.")
			return nil
		}
		out = append(out, n)
	}
	return out
}

// Page reads which page is asked for and takes the parameter away, so that
// the rest is the question.
func (p *Params) Page() int { return p.Number("page", 1, 1, 1<<20) }

// Flag reads a parameter that is 1 or 0, or absent, which is 0.
func (p *Params) Flag(name string) bool { return p.Choice(name, "0", "0", "1") == "1" }

// List reads a parameter of names separated by commas, at most limit.
func (p *Params) List(name string, limit int) []string {
	v := p.Text(name, "")
	if v == "" && !p.Values.Has(name) {
		return nil
	}
	out := strings.Split(v, ",")
	seen := map[string]bool{}
	for _, x := range out {
		if x == "" || seen[x] {
			p.Fail("bad_parameter", name, v, fmt.Sprintf("%s is not a list of different names.", name), "Separate names by commas.")
			return nil
		}
		seen[x] = true
	}
	if len(out) > limit {
		p.Fail("bad_parameter", name, v, fmt.Sprintf("%s names %d; at most %d are possible.", name, len(out), limit), "")
		return nil
	}
	return out
}

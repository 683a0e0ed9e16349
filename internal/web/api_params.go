package web

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// maxRangeDays is the longest range a question may span: ten years.
const maxRangeDays = 3653

// params reads the query of one request. Every name that is read is known;
// done refuses the rest. All mistakes are collected and told at once.
type params struct {
	values   url.Values
	path     func(name string) string // parts of the path
	known    map[string]bool
	csv      bool // the answer is a table, of the API
	mistakes ops.Mistakes

	conditions []namedCondition // that were read
}

// namedCondition is a condition and the parameter it was read from.
type namedCondition struct {
	parameter string
	ops.Filter
}

func newParams(c echo.Context) *params {
	return &params{values: c.QueryParams(), path: c.Param, known: map[string]bool{}}
}

// fail notes a mistake in the named parameter.
func (p *params) fail(code ops.Code, name, value, message, hint string) {
	p.mistakes = append(p.mistakes, &ops.Error{Code: code, Message: message, Hint: hint, Where: ops.Place{Column: name, Value: ops.Show(value)}, Args: []any{name}})
}

// done returns every mistake, unknown and repeated parameters included.
func (p *params) done() error {
	names := make([]string, 0, len(p.known))
	for n := range p.known {
		names = append(names, n)
	}
	slices.Sort(names)
	var unknown []string
	for n := range p.values {
		if !p.known[n] {
			unknown = append(unknown, n)
		}
	}
	slices.Sort(unknown)
	for _, n := range unknown {
		p.fail("unknown_parameter", n, p.values.Get(n), fmt.Sprintf("There is no parameter %s here.", ops.Show(n)), "Parameters are: "+strings.Join(names, ", ")+".")
	}
	if len(p.mistakes) > 0 {
		return p.mistakes
	}
	return nil
}

// all returns every value of a parameter that may be repeated.
func (p *params) all(name string) []string {
	p.known[name] = true
	return p.values[name]
}

// text returns the value of a parameter that may occur once, or fallback.
func (p *params) text(name, fallback string) string {
	switch v := p.all(name); len(v) {
	case 0:
		return fallback
	case 1:
		return v[0]
	default:
		p.fail("duplicate_parameter", name, strings.Join(v, " "), fmt.Sprintf("The parameter %s is given %d times.", name, len(v)), "Give it once.")
		return fallback
	}
}

// choice returns the value of a parameter that takes one of a few words.
func (p *params) choice(name, fallback string, options ...string) string {
	v := p.text(name, fallback)
	if v != fallback && !slices.Contains(options, v) {
		p.fail("bad_parameter", name, v, fmt.Sprintf("%s cannot be %q.", name, ops.Show(v)), "It is one of: "+strings.Join(options, ", ")+".")
		return fallback
	}
	return v
}

// table returns which table of the answer CSV holds: the first option unless
// the parameter table says another. JSON holds all of them.
func (p *params) table(options ...string) string {
	return p.choice("table", options[0], options...)
}

// grain returns the value of a parameter that is day, week or month.
func (p *params) grain(name string, fallback ops.Grain, more ...string) ops.Grain {
	return ops.Grain(p.choice(name, string(fallback), append([]string{"day", "week", "month"}, more...)...))
}

// number returns a whole number between low and high, both inclusive.
func (p *params) number(name string, fallback, low, high int) int {
	v := p.text(name, "")
	if v == "" && !p.values.Has(name) {
		return fallback
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < low || n > high || strings.HasPrefix(v, "+") {
		p.fail("bad_parameter", name, v, fmt.Sprintf("%s must be a whole number from %d to %d.", name, low, high), "")
		return fallback
	}
	return n
}

// day returns a date, or fallback where the parameter is absent.
func (p *params) day(name string, fallback ops.Day) ops.Day {
	v := p.text(name, "")
	if v == "" && !p.values.Has(name) {
		return fallback
	}
	d, err := ops.ParseDay(v)
	if err != nil {
		p.fail("bad_date", name, v, fmt.Sprintf("%s is not a date.", name), "Write it as 2026-09-01.")
		return fallback
	}
	return d
}

// days returns the range of from and to, both inclusive as they are written.
// Each is taken from known where it is absent.
func (p *params) days(known ops.Range) ops.Range {
	mistakes := len(p.mistakes)
	r := ops.Range{From: p.day("from", known.From), To: p.day("to", known.To-1) + 1}
	switch {
	case len(p.mistakes) > mistakes:
	case r.From >= r.To && (p.values.Has("from") || p.values.Has("to")):
		p.fail("range_reversed", "from", r.From.String()+" "+r.Last().String(), "The range ends before it begins.", "Give from the earlier day; both days are included.")
	case r.Len() > maxRangeDays:
		p.fail("range_too_long", "from", r.String(), "The range is longer than ten years.", "Choose a shorter range.")
	case r.Len() > 0 && (r.From < ops.MinDay || r.To > ops.MaxDay):
		p.fail("date_range", "from", r.String(), "The range lies outside 2000-01-01 to 2099-12-31.", "")
	}
	return r
}

// filters returns the conditions of a repeatable parameter: dimension:value,
// or dimension:!value for rows without the value. Values of one dimension are
// alternatives; different dimensions must all hold. With dimensions nil any
// name is taken, as conditions on properties need.
func (p *params) filters(name string, dimensions []string) []ops.Filter {
	var out []ops.Filter
	for _, v := range p.all(name) {
		f, err := parseCondition(v)
		if err != nil {
			p.fail("bad_parameter", name, v, fmt.Sprintf("%s is not a condition.", name), err.Error())
			continue
		}
		if dimensions != nil && !slices.Contains(dimensions, f.Dimension) {
			p.unknownDimension(name, f.Dimension, dimensions)
			continue
		}
		p.conditions = append(p.conditions, namedCondition{name, f})
		out = addCondition(out, f)
	}
	return out
}

// occurring returns a mistake for each condition on a value that nothing ever
// had: misspelt, it would find nobody and look like an answer. A challenge that
// is planned is no mistake before its first check-in.
func (p *params) occurring(ctx context.Context, snapshot engine.Snapshot, challenges Challenges) error {
	for _, c := range p.conditions {
		if c.Not || c.Dimension == "invited_by" { // who invited need not be known for anything else
			continue
		}
		for _, v := range c.Values {
			known, err := occurs(snapshot, c.Dimension, v), error(nil)
			if !known && c.Dimension == "challenge" && challenges != nil {
				var planned ops.Challenge
				planned, known, err = challenges.ChallengeNamed(ctx, v)
				known = known && ops.Fold(planned.Name) == ops.Fold(v) // an address is no name
			}
			if err != nil {
				return err
			}
			if !known {
				p.fail("unknown_value", c.parameter, c.Dimension+":"+v, fmt.Sprintf("Nothing has the %s %q.", ops.Show(c.Dimension), ops.Show(v)), "Check the spelling; data that is to have it must be imported first.")
			}
		}
	}
	if len(p.mistakes) > 0 {
		return badRequest{p.mistakes}
	}
	return nil
}

// occurs reports whether anything has a value of a dimension or property,
// however it is written. Anything may have none.
func occurs(snapshot engine.Snapshot, dimension, value string) bool {
	same := func(known string) bool { return ops.Fold(known) == ops.Fold(value) }
	if dimension == "staff" {
		return slices.ContainsFunc([]string{"", "0", "1"}, same)
	}
	return same("") || slices.ContainsFunc(snapshot.Values(dimension), same) || slices.ContainsFunc(snapshot.PropertyValues(dimension), same)
}

// dimension returns the name of a dimension, or fallback where the parameter is
// absent.
func (p *params) dimension(name, fallback string, dimensions []string) string {
	v := p.text(name, fallback)
	if p.values.Has(name) && !slices.Contains(dimensions, v) {
		p.unknownDimension(name, v, dimensions)
		return ""
	}
	return v
}

func (p *params) unknownDimension(name, value string, dimensions []string) {
	p.fail("unknown_dimension", name, value, fmt.Sprintf("There is no dimension %q here.", ops.Show(value)), "Dimensions are: "+strings.Join(dimensions, ", ")+".")
}

// dimensionsOf returns the dimensions of the records, sorted.
func dimensionsOf(records ...string) []string {
	var out []string
	for _, r := range ops.Records() {
		if !slices.Contains(records, r.Name) {
			continue
		}
		for _, c := range r.Columns {
			if c.Dimension {
				out = append(out, c.Name)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

package ask

import (
	"errors"
	"fmt"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// The grammar of activities and conditions in addresses:
//
//	steps      = activity { "," activity }
//	activity   = name [ "[" condition { "," condition } "]" ]
//	condition  = name ":" [ "!" ] value
//
// A name or value that holds one of , [ ] : ! " \ is written in double quotes,
// or with a backslash before the character; in quotes only " and \ need the
// backslash. The name * alone is any event.

// token is a text or one special character.
type token struct {
	text    string
	special rune // , [ ] : ! or 0 for a text
}

var errUnclosedQuote = errors.New("a double quote is opened and not closed")

// tokens splits s. Characters of special stand for themselves unless quoted.
func tokens(s, special string) ([]token, error) {
	var out []token
	var b strings.Builder
	wrote, quoted, escaped := false, false, false
	flush := func() {
		if wrote {
			out = append(out, token{text: b.String()})
		}
		b.Reset()
		wrote = false
	}
	for _, r := range s {
		switch {
		case escaped:
			b.WriteRune(r)
			escaped = false
		case r == '\\':
			wrote, escaped = true, true
		case r == '"':
			wrote, quoted = true, !quoted
		case !quoted && strings.ContainsRune(special, r):
			flush()
			out = append(out, token{special: r})
		default:
			wrote = true
			b.WriteRune(r)
		}
	}
	if quoted {
		return nil, errUnclosedQuote
	}
	if escaped {
		return nil, errors.New("a backslash stands at the end")
	}
	flush()
	return out, nil
}

// parseCondition reads dimension:value, dimension:!value or !dimension:value.
func parseCondition(s string) (ops.Filter, error) {
	t, err := tokens(s, ":!")
	if err != nil {
		return ops.Filter{}, err
	}
	return condition(t)
}

func condition(t []token) (ops.Filter, error) {
	var f ops.Filter
	if len(t) > 0 && t[0].special == '!' {
		f.Not, t = true, t[1:]
	}
	if len(t) < 2 || t[0].special != 0 || t[0].text == "" || t[1].special != ':' {
		return f, errors.New("write it as dimension:value, or dimension:!value for all others")
	}
	f.Dimension, t = t[0].text, t[2:]
	if len(t) > 0 && t[0].special == '!' && !f.Not {
		f.Not, t = true, t[1:]
	}
	// Only the first colon separates: a value may hold more of them.
	var value strings.Builder
	for _, x := range t {
		if x.special != 0 {
			value.WriteRune(x.special)
		}
		value.WriteString(x.text)
	}
	f.Values = []string{value.String()}
	return f, nil
}

// addCondition adds f to the conditions: as one more alternative where the
// dimension is there already.
func addCondition(fs []ops.Filter, f ops.Filter) []ops.Filter {
	for i := range fs {
		if fs[i].Dimension == f.Dimension && fs[i].Not == f.Not {
			fs[i].Values = append(fs[i].Values, f.Values...)
			return fs
		}
	}
	return append(fs, f)
}

// parseActivities reads a list of activities.
func parseActivities(s string) ([]engine.Activity, error) {
	t, err := tokens(s, ",[]:!")
	if err != nil {
		return nil, err
	}
	var out []engine.Activity
	for {
		var a engine.Activity
		a, t, err = takeActivity(t)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
		if len(t) == 0 {
			return out, nil
		}
		if t[0].special != ',' {
			return nil, fmt.Errorf("after %s a comma is missing", a.Event)
		}
		t = t[1:]
	}
}

// parseActivity reads one activity, in which commas, colons and exclamation
// marks of the name stand for themselves.
func parseActivity(s string) (engine.Activity, error) {
	t, err := tokens(s, ",[]:!")
	if err != nil {
		return engine.Activity{}, err
	}
	var name strings.Builder
	i := 0
	for ; i < len(t) && t[i].special != '['; i++ {
		if t[i].special != 0 {
			name.WriteRune(t[i].special)
		}
		name.WriteString(t[i].text)
	}
	a, rest, err := takeActivity(append([]token{{text: name.String()}}, t[i:]...))
	if err == nil && len(rest) > 0 {
		err = errors.New("nothing may follow the closing bracket")
	}
	return a, err
}

// takeActivity reads one activity from the front of t and returns the rest. A
// colon or exclamation mark in its name stands for itself.
func takeActivity(t []token) (engine.Activity, []token, error) {
	var name strings.Builder
	for len(t) > 0 && (t[0].special == 0 || t[0].special == ':' || t[0].special == '!') {
		if t[0].special != 0 {
			name.WriteRune(t[0].special)
		}
		name.WriteString(t[0].text)
		t = t[1:]
	}
	a := engine.Activity{Event: name.String()}
	if strings.TrimSpace(a.Event) == "" {
		return a, nil, errors.New("the name of an event is missing; write * for any event")
	}
	if len(t) == 0 || t[0].special != '[' {
		return a, t, nil
	}
	t = t[1:]
	for {
		end := 0
		for end < len(t) && t[end].special != ',' && t[end].special != ']' {
			if t[end].special == '[' {
				return a, nil, errors.New("brackets do not nest")
			}
			end++
		}
		if end == len(t) {
			return a, nil, errors.New("a bracket is opened and not closed")
		}
		f, err := condition(t[:end])
		if err != nil {
			return a, nil, fmt.Errorf("in the brackets after %s: %w", a.Event, err)
		}
		a.Where = addCondition(a.Where, f)
		closed := t[end].special == ']'
		t = t[end+1:]
		if closed {
			return a, t, nil
		}
	}
}

// activity reads the parameter name as one activity, with more conditions
// from name.where. Where the fallback is "" and the parameter absent, it is
// the activity without a name, which has a meaning to each question.
func (p *Params) activity(name, fallback string) engine.Activity {
	var a engine.Activity
	v := p.Text(name, fallback)
	if v != "" || p.Values.Has(name) {
		var err error
		if a, err = parseActivity(v); err != nil {
			p.badActivity(name, v, err)
		}
		a.Where = p.Keys.Filters(a.Where)
		p.conditionsOf(name, a)
	}
	for _, f := range p.Filters(name+".where", nil) {
		for _, value := range f.Values {
			a.Where = addCondition(a.Where, ops.Filter{Dimension: f.Dimension, Not: f.Not, Values: []string{value}})
		}
	}
	return a
}

// MostActivities bounds the steps and the exclusions of a funnel, each by itself.
const MostActivities = 20

// activities reads the parameter name as a list of activities; where it is
// absent they are own, and it may be absent when there are least of them.
func (p *Params) activities(name string, own []engine.Activity, least int) []engine.Activity {
	v := p.Text(name, "")
	if !p.Values.Has(name) {
		if len(own) >= least {
			return own
		}
		if least > 0 {
			p.Fail("missing_parameter", name, "", fmt.Sprintf("The parameter %s is missing.", name), "Write it as visit,pay[product:book].")
		}
		return nil
	}
	out, err := parseActivities(v)
	for i, a := range out {
		out[i].Where = p.Keys.Filters(a.Where)
	}
	p.conditionsOf(name, out...)
	switch {
	case err != nil:
		p.badActivity(name, v, err)
	case len(out) < least:
		p.Fail("bad_parameter", name, v, fmt.Sprintf("%s needs at least %d events.", name, least), "Write it as visit,pay[product:book].")
	case len(out) > MostActivities:
		p.Fail("too_many_steps", name, v, fmt.Sprintf("%s has %d events; at most %d are possible.", name, len(out), MostActivities), "")
	}
	return out
}

// conditionsOf notes the conditions of activities that were read.
func (p *Params) conditionsOf(name string, activities ...engine.Activity) {
	for _, a := range activities {
		for _, f := range a.Where {
			p.conditions = append(p.conditions, namedCondition{name, f})
		}
	}
}

func (p *Params) badActivity(name, value string, err error) {
	p.Fail("bad_parameter", name, value, fmt.Sprintf("%s cannot be read: %s.", name, err),
		`Write visit,pay[product:book]; put a name that holds one of , [ ] : ! " \ in double quotes.`)
}

// ActivityText writes a as parseActivity reads it.
func ActivityText(a engine.Activity) string {
	var b strings.Builder
	b.WriteString(quoteName(a.Event))
	for i, f := range a.Where {
		for j, v := range f.Values {
			b.WriteString(map[bool]string{true: "[", false: ","}[i+j == 0])
			b.WriteString(quoteName(f.Dimension) + ":")
			if f.Not {
				b.WriteByte('!')
			}
			b.WriteString(quoteName(v))
		}
	}
	if len(a.Where) > 0 {
		b.WriteByte(']')
	}
	return b.String()
}

func quoteName(s string) string {
	if !strings.ContainsAny(s, `,[]:!"\`) {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// Activity reads an activity as ActivityText writes it.
func Activity(text string) (engine.Activity, bool) {
	a, err := parseActivity(text)
	return a, err == nil
}

// ActivityTexts returns the activities of a list, each as ActivityText writes it; none
// where the text is no list.
func ActivityTexts(text string) []string {
	list, err := parseActivities(text)
	if err != nil {
		return nil
	}
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = ActivityText(a)
	}
	return out
}

// ConditionText writes one condition as the parameter …where reads it.
func ConditionText(dimension, value string) string {
	return quoteName(dimension) + ":" + quoteName(value)
}

// SplitActivity returns an activity with a single condition as its event and the
// condition; any other as it is.
func SplitActivity(text string) (event, where string) {
	a, err := parseActivity(text)
	if err != nil || len(a.Where) != 1 || a.Where[0].Not || len(a.Where[0].Values) != 1 {
		return text, ""
	}
	return ActivityText(engine.Activity{Event: a.Event}), ConditionText(a.Where[0].Dimension, a.Where[0].Values[0])
}

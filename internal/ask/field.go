package ask

import (
	"strconv"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// FieldType says what values a field takes, and so how a form offers it.
type FieldType int

// The types of fields.
const (
	TextField       FieldType = iota // any text
	EventField                       // the name of an event
	ActivityField                    // an event, perhaps narrowed by conditions
	ActivitiesField                  // several of them
	ChoiceField                      // one of Choices
	NumberField                      // a whole number from Least to Most
	DayField                         // a date
	ClockField                       // a time of day
	WeekdaysField                    // several weekdays
	BracketsField                    // ranges of periods
	HorizonsField                    // several numbers of days
	WindowField                      // a number of hours or of ops days
	ChallengeField                   // the name of a challenge
	AttributeField                   // what members are told apart by at their entry
	DimensionField                   // one of Choices, which are dimensions
	MetricField                      // the name of a metric
	MetricsField                     // several of them
	SumsField                        // metrics that are plain sums, one after the other; a minus before one subtracts it
	EventsField                      // events, one after the other
)

// Field is one parameter of a kind of question.
type Field struct {
	Name        string
	Type        FieldType
	Least, Most int      // of a number, both inclusive
	Choices     []string // of a choice
	PageChoices []string // further ones that only the options of a page take
	Blank       string   // word for an absent parameter where that has a meaning of its own
	Page        bool     // only the options of a page take it
	Unlisted    bool     // no form offers it
}

// field is a Field with the part of a question of type Q that it is: read takes
// it from an address, where it is left as it was if the address says nothing;
// write writes it as read reads it.
type field[Q any] struct {
	Field
	read  func(p *Params, q *Q)
	write func(v *Address, q *Q)
}

// unlisted is the field, which no form offers.
func (f field[Q]) unlisted() field[Q] {
	f.Unlisted = true
	return f
}

// blank is the field, with the word for its absence.
func (f field[Q]) blank(word string) field[Q] {
	f.Blank = word
	return f
}

// onPages is the field, with choices that only the options of a page take.
func (f field[Q]) onPages(choices ...string) field[Q] {
	f.PageChoices = choices
	return f
}

// text is a text that at finds in a question.
func text[Q any](name string, kind FieldType, at func(*Q) *string) field[Q] {
	return field[Q]{Field{Name: name, Type: kind},
		func(p *Params, q *Q) { *at(q) = p.Text(name, *at(q)) },
		func(v *Address, q *Q) { v.Set(name, *at(q)) }}
}

func activity[Q any](name string, at func(*Q) *engine.Activity) field[Q] {
	return field[Q]{Field{Name: name, Type: ActivityField},
		func(p *Params, q *Q) { *at(q) = p.activity(name, ActivityText(*at(q))) },
		func(v *Address, q *Q) { v.Set(name, ActivityText(*at(q))) }}
}

// activities is a list of activities, of which there are at least least.
func activities[Q any](name string, least int, at func(*Q) *[]engine.Activity) field[Q] {
	return field[Q]{Field{Name: name, Type: ActivitiesField},
		func(p *Params, q *Q) { *at(q) = p.activities(name, *at(q), least) },
		func(v *Address, q *Q) { v.Set(name, activityTexts(*at(q))) }}
}

func choice[Q any, S ~string](name string, at func(*Q) *S, choices ...string) field[Q] {
	return field[Q]{Field{Name: name, Type: ChoiceField, Choices: choices},
		func(p *Params, q *Q) { *at(q) = S(p.Choice(name, string(*at(q)), choices...)) },
		func(v *Address, q *Q) { v.Set(name, string(*at(q))) }}
}

// period is a choice of the calendar's periods.
func period[Q any](at func(*Q) *ops.Grain) field[Q] {
	return choice("period", at, string(ops.Daily), string(ops.Weekly), string(ops.Monthly))
}

// number is a whole number; 0 is not written.
func number[Q any](name string, least, most int, at func(*Q) *int) field[Q] {
	return field[Q]{Field{Name: name, Type: NumberField, Least: least, Most: most},
		func(p *Params, q *Q) { *at(q) = p.Number(name, *at(q), least, most) },
		func(v *Address, q *Q) { v.number(name, *at(q)) }}
}

// written is a number that is written also when it is 0, because its absence
// may mean another one.
func written[Q any](name string, least, most int, at func(*Q) *int) field[Q] {
	f := number(name, least, most, at)
	f.write = func(v *Address, q *Q) { v.Set(name, strconv.Itoa(*at(q))) }
	return f
}

func date[Q any](name string, at func(*Q) *ops.Day) field[Q] {
	return field[Q]{Field{Name: name, Type: DayField},
		func(p *Params, q *Q) { *at(q) = p.day(name, *at(q)) },
		func(v *Address, q *Q) {
			if *at(q) != 0 {
				v.Set(name, at(q).String())
			}
		}}
}

// clock is a time of day as minutes after midnight, negative for none.
func clock[Q any](name string, at func(*Q) *int) field[Q] {
	return field[Q]{Field{Name: name, Type: ClockField},
		func(p *Params, q *Q) { *at(q) = p.clock(name, *at(q)) },
		func(v *Address, q *Q) {
			if *at(q) >= 0 {
				v.Set(name, ClockText(*at(q)))
			}
		}}
}

func weekdays[Q any](name string, at func(*Q) *[]int) field[Q] {
	return field[Q]{Field{Name: name, Type: WeekdaysField},
		func(p *Params, q *Q) { *at(q) = p.weekdays(name, *at(q)) },
		func(v *Address, q *Q) { v.Set(name, weekdayTexts(*at(q))) }}
}

// challengeOf is the challenge that a question is narrowed to, "" for all.
func challengeOf[Q any](at func(*Q) *string) field[Q] {
	f := text("challenge", ChallengeField, at)
	f.read = func(p *Params, q *Q) {
		*at(q) = p.Text("challenge", *at(q))
		p.conditions = append(p.conditions, namedCondition{"challenge", ops.Filter{Dimension: "challenge", Values: []string{*at(q)}}})
	}
	return f
}

// attribute is what members are told apart by at their entry.
func attribute[Q any](name string, at func(*Q) *string) field[Q] {
	f := text(name, AttributeField, at)
	f.read = func(p *Params, q *Q) { *at(q) = p.attribute(name, *at(q)) }
	return f
}

// dimension is one of a few dimensions.
func dimension[Q any](name string, at func(*Q) *string, dimensions ...string) field[Q] {
	f := text(name, DimensionField, at)
	f.Choices = dimensions
	f.read = func(p *Params, q *Q) { *at(q) = p.dimension(name, *at(q), dimensions) }
	return f
}

// flagged is a choice of two words, of which the first is the usual and not
// written.
func flagged[Q any](name, usual, other string, at func(*Q) *bool) field[Q] {
	return field[Q]{Field{Name: name, Type: ChoiceField, Choices: []string{usual, other}, Blank: usual},
		func(p *Params, q *Q) {
			*at(q) = p.Choice(name, map[bool]string{false: usual, true: other}[*at(q)], usual, other) == other
		},
		func(v *Address, q *Q) {
			if *at(q) {
				v.Set(name, other)
			}
		}}
}

// numbers is a list of at most most numbers from the least to the largest, written with
// commas.
func numbers(name string, most, least, largest int, p *Params, own []int) []int {
	v := p.Text(name, "")
	if !p.Values.Has(name) {
		return own
	}
	var out []int
	for part := range strings.SplitSeq(v, ",") {
		n, err := strconv.ParseUint(part, 10, 16)
		if err != nil || int(n) < least || int(n) > largest || len(out) == most {
			p.Fail("bad_parameter", name, v, name+" is not a list of at most "+strconv.Itoa(most)+" numbers of days.", "Write it as 7,21,30.")
			return out
		}
		out = append(out, int(n))
	}
	return out
}

// numberTexts writes numbers as numbers reads them.
func numberTexts(list []int) string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = strconv.Itoa(n)
	}
	return strings.Join(out, ",")
}

// described returns the descriptions of fields.
func described[Q any](fields []field[Q], page bool) []Field {
	out := make([]Field, len(fields))
	for i, f := range fields {
		out[i] = f.Field
		out[i].Page = page
	}
	return out
}

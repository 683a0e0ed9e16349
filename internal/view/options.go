package view

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// Options is the form in which a panel's question is picked.
type Options struct {
	T      *i18n.Messages
	Family string
	Path   string
	Fields []OptionField
	Hidden []HiddenField
	Title  string // of the panel
	Chosen string // what is picked; "" when all is as the panel says
	Reset  string // the page without
}

// OptionField is one field of it. Kind is select, text, number, date, time, ticks for
// several of the choices, or steps for several one after the other.
type OptionField struct {
	Name, Label, Kind, Value, Hint string
	Least, Most                    string // of a number
	Choices                        []OptionChoice
	Steps                          []OptionStep
	Narrow                         *OptionField // what an activity is narrowed to; nil where that is not offered
	Fault                          *Fault
}

// OptionStep is one of several steps.
type OptionStep struct {
	Label   string
	Choices []OptionChoice
}

// OptionChoice is one choice of a select.
type OptionChoice struct {
	Value, Label string
	Picked       bool
	Under        string // heading it stands under
}

// Headed are choices under one heading.
type Headed struct {
	Heading string
	Choices []OptionChoice
}

// Groups returns the choices by heading, in their order.
func (x OptionField) Groups() []Headed {
	var out []Headed
	for _, c := range x.Choices {
		if n := len(out); n == 0 || out[n-1].Heading != c.Under {
			out = append(out, Headed{Heading: c.Under})
		}
		last := &out[len(out)-1]
		last.Choices = append(last.Choices, c)
	}
	return out
}

// optionForm collects the fields of one form. values are the options in force.
type optionForm struct {
	b      Page
	family string
	values ask.Address
	fields []OptionField

	narrows bool // activities can be narrowed
}

func (f *optionForm) value(name string) string { return f.values.Get(name) }

// add adds one field of the question. One that has a meaning only with another choice
// of another field is left out.
func (f *optionForm) add(x ask.Field) {
	t := &f.b.T.Option
	out := OptionField{Name: f.family + "." + x.Name, Label: f.label(x.Name), Kind: "text", Value: f.value(x.Name)}
	switch x.Type {
	case ask.EventField:
		out.choose(append([]Value{{"", t.Usual}}, f.events(out.Value)...))
	case ask.ActivityField:
		f.activity(&out)
	case ask.ActivitiesField:
		f.steps(&out)
	case ask.WindowField:
		out.choose(f.windows(out.Value))
	case ask.WeekdaysField:
		out.tick(f.weekdays(), strings.Split(out.Value, ","))
	case ask.BracketsField:
		if f.value("mode") != engine.ModeBracket {
			return
		}
		out.choose(f.brackets(out.Value))
	case ask.HorizonsField:
		out.tick(f.horizons(out.Value), strings.Split(out.Value, ","))
	case ask.DayField:
		out.Kind = "date"
	case ask.ClockField:
		out.Kind = "time"
	case ask.NumberField:
		if x.Name == "streak" && f.value("mode") != engine.ModeStreak {
			return
		}
		out.Kind, out.Least, out.Most = "number", strconv.Itoa(x.Least), strconv.Itoa(x.Most)
	case ask.ChoiceField:
		out.choose(f.choices(x))
	case ask.DimensionField:
		out.choose(f.dimensions(x.Choices))
	case ask.ChallengeField:
		out.choose(f.challenges())
	case ask.AttributeField:
		out.Value = cmp.Or(out.Value, ask.NoBreakdown)
		out.choose(append([]Value{{ask.NoBreakdown, t.NoBreakdown}}, f.dimensions(f.attributes())...))
	}
	f.fields = append(f.fields, out)
}

// choose makes the field a select.
func (x *OptionField) choose(values []Value) {
	x.Kind = "select"
	for _, v := range values {
		x.Choices = append(x.Choices, OptionChoice{Value: v.Value, Label: v.Label, Picked: v.Value == x.Value})
	}
}

// choices are those of a field; an absent parameter is the first where it has a
// meaning of its own.
func (f *optionForm) choices(x ask.Field) []Value {
	var out []Value
	if x.Blank != "" {
		out = append(out, Value{"", f.word(x.Blank)})
	}
	for _, c := range slices.Concat(x.PageChoices, x.Choices) {
		if c != x.Blank {
			out = append(out, Value{c, cmp.Or(f.wordOf(x.Name, c), f.word(c))})
		}
	}
	return out
}

func (f *optionForm) dimensions(names []string) []Value {
	out := make([]Value, len(names))
	for i, name := range names {
		out[i] = Value{name, f.b.Dimension(name)}
	}
	return out
}

// attributes are what members can be told apart by, the one in force included,
// which may be a property.
func (f *optionForm) attributes() []string {
	names := ask.MemberAttributes()
	if by := f.value("by"); by != "" && !slices.Contains(names, by) {
		names = append(names, by)
	}
	return names
}

// challenges are those there are, the one in force included.
func (f *optionForm) challenges() []Value {
	out := []Value{{"", f.b.T.Option.AllChallenges}}
	values := f.b.Data.Snapshot.Values("challenge")
	for _, c := range values[:min(offered, len(values))] {
		if c != "" {
			out = append(out, Value{c, f.b.Group(c, 0)})
		}
	}
	if c := f.value("challenge"); c == "" {
		return out
	} else if v := (Value{c, f.b.Group(c, 0)}); v.Value != "" && !slices.Contains(out, v) {
		out = append(out, v)
	}
	return out
}

// label names a field.
func (f *optionForm) label(name string) string {
	t := &f.b.T.Option
	if f.family == "challenge" && name == "start" {
		return t.FixedStart
	}
	return map[string]string{
		"start": t.Start, "return": t.Return, "cohort": t.Cohort, "mode": t.Mode, "brackets": t.Brackets, "streak": t.StreakLength, "period": t.Period,
		"group_by": t.GroupBy, "clock": t.Clock, "periods": t.Periods, "min_returns": t.MinReturns, "trend": t.Trend, "by": t.By, "event": t.Event,
		"censor": t.Censor, "steps": t.Steps, "window": t.Window, "order": t.Order, "exclude": t.Exclude, "challenge": t.Challenge, "enrol": t.Enrol,
		"length": t.Length, "day_start": t.DayStart, "grace": t.Grace, "make_up": t.MakeUp, "rest": t.Rest, "need": t.Need, "silence": t.Silence,
		"join": t.Join, "horizons": t.Horizons, "credit": t.Credit, "days": t.EarnedBy,
	}[name]
}

// wordOf writes a choice of one field that means something else to others; "" for none.
func (f *optionForm) wordOf(field, choice string) string {
	t := &f.b.T.Option
	return map[string]string{
		"clock.order": t.ClockOrder, "clock.join": t.ClockJoin, "credit.join": t.CreditJoin, "credit.first": t.CreditFirst, "credit.last": t.CreditLast,
		"credit.linear": t.CreditLinear,
	}[field+"."+choice]
}

// word writes a choice.
func (f *optionForm) word(choice string) string {
	t, c := &f.b.T.Option, &f.b.T.Control
	return map[string]string{
		"day": c.Day, "week": c.Week, "month": c.Month, "page_grain": t.PageGrain, ask.RollingPeriod: t.Rolling, "not_grouped": t.NotGrouped,
		"first": t.First, "recurring": t.Recurring, "join": t.JoinDay, "channel": t.ByChannel, "campaign": t.ByCampaign, "challenge": t.ByChallenge,
		"exact": t.Exact, "on_or_after": t.OnOrAfter, "bracket": t.Bracket, "streak": t.Streak, "calendar": t.Calendar, "elapsed": t.Elapsed,
		"ordered": t.Ordered, "strict": t.Strict, "any": t.Any,
	}[choice]
}

// inWords writes an option that was picked as its field does; one without a
// field in the API's words.
func (f *optionForm) inWords(h HiddenField) string {
	for _, x := range f.fields {
		if x.Name != h.Name {
			continue
		}
		return fmt.Sprintf(f.b.T.Control.FilterIs, x.Label, x.said(h.Value, f.b.T.Plan.Comma))
	}
	return strings.TrimPrefix(h.Name, f.family+".") + "=" + h.Value
}

// options makes the form of a panel's question; nil for panels without one, and
// for all but the first of a page that ask the same.
func (b Page) options(p *ops.Panel) *Options {
	kind, ok := ask.KindOf(p)
	if !ok || b.Fixed || b.Layout.Name == ask.Explore { // its form stands above
		return nil
	}
	name := kind.Name()
	first := slices.IndexFunc(b.Layout.Panels, func(x *ops.Panel) bool {
		k, ok := ask.KindOf(x)
		return ok && k.Name() == name
	})
	if b.Layout.Panels[first] != p {
		return nil
	}
	own := *b.View
	own.Question = b.Questions[p]
	f := &optionForm{b: b, family: name, values: kind.Options(own.Asks(p))}
	for _, field := range kind.Fields() {
		if !field.Unlisted {
			f.add(field)
		}
	}
	out := &Options{T: b.T, Title: b.Label(p.Title), Family: name, Path: "/" + b.Layout.Name, Fields: f.fields}
	for _, h := range Hidden(b.View.Params.Query()) {
		if !strings.HasPrefix(h.Name, name+".") {
			out.Hidden = append(out.Hidden, h)
		}
	}
	var chosen []string
	for _, h := range Hidden(b.View.Params.Options) {
		if strings.HasPrefix(h.Name, name+".") {
			chosen = append(chosen, f.inWords(h))
		}
	}
	if len(chosen) > 0 {
		out.Chosen = strings.Join(chosen, " · ")
		out.Reset = b.href(func(p *analysis.Params) {
			maps.DeleteFunc(p.Options, func(option string, _ []string) bool { return strings.HasPrefix(option, name+".") })
		})
	}
	return out
}

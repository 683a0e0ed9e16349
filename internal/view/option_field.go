package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"daybreak/internal/ask"
	"daybreak/internal/engine"
)

// mostConditions is how many values of a dimension an activity can be narrowed to in
// a form.
const mostConditions = 30

// tick makes the field boxes of which those are ticked.
func (x *OptionField) tick(values []Value, ticked []string) {
	x.choose(values)
	x.Kind = "ticks"
	for i := range x.Choices {
		x.Choices[i].Picked = slices.Contains(ticked, x.Choices[i].Value)
	}
}

// Long reports whether there are too many boxes to see at once.
func (x OptionField) Long() bool { return x.Kind == "ticks" && len(x.Choices) > 16 }

// said is a value in words: that of the choice, or of each where there are several.
func (x OptionField) said(value, comma string) string {
	word := func(value string) string {
		choices := x.Choices
		if len(x.Steps) > 0 {
			choices = x.Steps[0].Choices
		}
		for _, c := range choices {
			if c.Value == value {
				return c.Label
			}
		}
		return value
	}
	if x.Kind != "ticks" && x.Kind != "steps" {
		return word(value)
	}
	parts := strings.Split(value, ",")
	for i := range parts {
		parts[i] = word(parts[i])
	}
	return strings.Join(parts, comma)
}

// events are those there are, and the one in force.
func (f *optionForm) events(inForce string) []Value {
	var out []Value
	names := ask.EventsOf(f.b.Data)
	for _, name := range names {
		out = append(out, Value{ask.ActivityText(engine.Activity{Event: name}), f.b.Group(name, 0)})
	}
	if inForce != "" && inForce != engine.AnyEvent && !slices.ContainsFunc(out, func(v Value) bool { return v.Value == inForce }) {
		out = append(out, Value{inForce, f.activityWords(inForce)})
	}
	return out
}

// activityWords writes an activity with its conditions.
func (f *optionForm) activityWords(text string) string {
	a, ok := ask.Activity(text)
	if !ok {
		return text
	}
	out := f.b.Group(a.Event, 0)
	if a.Event == engine.AnyEvent {
		out = f.b.T.Option.AnyEvent
	}
	for _, w := range a.Where {
		for _, v := range w.Values {
			sign := " "
			if w.Not {
				sign = " ≠ "
			}
			out += " · " + f.b.Dimension(w.Dimension) + sign + f.b.Group(v, 0)
		}
	}
	return out
}

// activity makes the field a choice of events; where the form narrows, of what one is
// narrowed to as well.
func (f *optionForm) activity(x *OptionField) {
	narrow := f.value(strings.TrimPrefix(x.Name, f.family+".") + ".where")
	if f.narrows && narrow == "" {
		x.Value, narrow = ask.SplitActivity(x.Value)
	}
	var first []Value
	if x.Value == "" {
		first = append(first, Value{"", f.b.T.Option.Usual})
	}
	first = append(first, Value{engine.AnyEvent, f.b.T.Option.AnyEvent})
	x.choose(append(first, f.events(x.Value)...))
	if f.narrows {
		x.Narrow = f.conditions(x, narrow)
	}
}

// conditions are what an activity can be narrowed to, by dimension.
func (f *optionForm) conditions(of *OptionField, inForce string) *OptionField {
	t := &f.b.T.Explore
	out := &OptionField{Name: of.Name + ".where", Label: of.Label + ": " + t.Only, Kind: "select", Value: inForce,
		Choices: []OptionChoice{{Value: "", Label: t.AnyOf, Picked: inForce == ""}}}
	found := inForce == ""
	for _, dim := range []string{"channel", "campaign", "group", "challenge", "product", "city"} {
		values := f.b.Data.Snapshot.Values(dim)
		for _, v := range values[:min(mostConditions, len(values))] {
			if v == "" {
				continue
			}
			text := ask.ConditionText(dim, v)
			out.Choices = append(out.Choices, OptionChoice{Value: text, Label: f.b.Group(v, 0), Picked: text == inForce, Under: f.b.Dimension(dim)})
			found = found || text == inForce
		}
	}
	if !found {
		out.Choices = append(out.Choices, OptionChoice{Value: inForce, Label: inForce, Picked: true})
	}
	return out
}

// steps makes the field several choices of events.
func (f *optionForm) steps(x *OptionField) {
	f.chain(x, ask.ActivityTexts(x.Value), ask.MostActivities, f.events)
}

// chain makes the field one choice for each of several steps, with one more to fill in.
// choices are those of a step, of which one is in force.
func (f *optionForm) chain(x *OptionField, inForce []string, most int, choices func(inForce string) []Value) {
	x.Kind = "steps"
	for i := range min(max(len(inForce)+1, 3), most) {
		one := OptionField{}
		if i < len(inForce) {
			one.Value = inForce[i]
		}
		one.choose(append([]Value{{"", f.b.T.Explore.Nothing}}, choices(one.Value)...))
		x.Steps = append(x.Steps, OptionStep{fmt.Sprintf(f.b.T.Explore.Step, i+1), one.Choices})
	}
}

// windows are the usual ones, and the one in force.
func (f *optionForm) windows(inForce string) []Value {
	texts := []string{"1h", "24h", "1d", "3d", "7d", "14d", "30d", "60d", "90d"}
	if inForce != "" && !slices.Contains(texts, inForce) {
		texts = append(texts, inForce)
	}
	out := make([]Value, len(texts))
	for i, text := range texts {
		n, _ := strconv.Atoi(text[:len(text)-1])
		words := f.b.T.Explore.InDays
		if strings.HasSuffix(text, "h") {
			words = f.b.T.Explore.Hours
		}
		out[i] = Value{text, fmt.Sprintf(words, n)}
	}
	return out
}

// weekdays are all of them, Monday first.
func (f *optionForm) weekdays() []Value {
	var out []Value
	for i := range 7 {
		day := (i + 1) % 7
		out = append(out, Value{ask.WeekdayNames()[day], f.b.Lang.Weekday(time.Weekday(day))})
	}
	return out
}

// brackets are the usual ones, and those in force.
func (f *optionForm) brackets(inForce string) []Value {
	var out []Value
	for _, text := range []string{"1-3,4-6,7-12", "1-7,8-14,15-30", "1-7,8-30,31-90", inForce} {
		if text != "" && !slices.ContainsFunc(out, func(v Value) bool { return v.Value == text }) {
			out = append(out, Value{text, strings.NewReplacer("-", "–", ",", " · ").Replace(text)})
		}
	}
	return out
}

// horizons are the usual days, and those in force.
func (f *optionForm) horizons(inForce string) []Value {
	days := []int{1, 3, 7, 14, 21, 30, 60, 90}
	for part := range strings.SplitSeq(inForce, ",") {
		if n, err := strconv.Atoi(part); err == nil && !slices.Contains(days, n) {
			days = append(days, n)
		}
	}
	slices.Sort(days)
	out := make([]Value, len(days))
	for i, n := range days {
		out[i] = Value{strconv.Itoa(n), fmt.Sprintf(f.b.T.Explore.OnDay, n)}
	}
	return out
}

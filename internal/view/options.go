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
	Events []string // offered for activities
	Title  string   // of the panel
	Chosen string   // what is picked; "" when all is as the panel says
	Reset  string   // the page without
}

// OptionField is one field of it. Kind is select, text, number, date or time;
// a text with List offers the names of events.
type OptionField struct {
	Name, Label, Kind, Value, Hint string
	List                           bool
	Least, Most                    string // of a number
	Choices                        []OptionChoice
}

// OptionChoice is one choice of a select.
type OptionChoice struct {
	Value, Label string
	Picked       bool
}

// optionForm collects the fields of one form. values are the options in force.
type optionForm struct {
	b      Page
	family string
	values ask.Address
	fields []OptionField
}

func (f *optionForm) value(name string) string { return f.values.Get(name) }

func (f *optionForm) field(kind, name, label, hint string) *OptionField {
	f.fields = append(f.fields, OptionField{Name: f.family + "." + name, Label: label, Kind: kind, Value: f.value(name), Hint: hint})
	return &f.fields[len(f.fields)-1]
}

func (f *optionForm) activity(name, label string) {
	x := f.field("text", name, label, f.b.T.Option.ActivityHint)
	x.List = true
}

func (f *optionForm) number(name, label string, least, most int) {
	x := f.field("number", name, label, "")
	x.Least, x.Most = strconv.Itoa(least), strconv.Itoa(most)
}

// choose adds a select of value and label in turn; a value that the API does
// not know by that name stands for the absent parameter.
func (f *optionForm) choose(name, label string, pairs ...string) {
	x := f.field("select", name, label, "")
	for i := 0; i < len(pairs); i += 2 {
		x.Choices = append(x.Choices, OptionChoice{pairs[i], pairs[i+1], pairs[i] == x.Value})
	}
}

// inWords writes an option that was picked as its field does; one without a
// field in the API's words.
func (f *optionForm) inWords(h HiddenField) string {
	for _, x := range f.fields {
		if x.Name != h.Name {
			continue
		}
		value := h.Value
		for _, c := range x.Choices {
			if c.Value == value {
				value = c.Label
			}
		}
		return fmt.Sprintf(f.b.T.Control.FilterIs, x.Label, value)
	}
	return strings.TrimPrefix(h.Name, f.family+".") + "=" + h.Value
}

func (f *optionForm) breakdown() {
	pairs := []string{ask.NoBreakdown, f.b.T.Option.NoBreakdown}
	names := ask.MemberAttributes()
	if by := f.value("by"); by != "" && !slices.Contains(names, by) { // a property
		names = append(names, by)
	}
	for _, d := range names {
		pairs = append(pairs, d, f.b.Dimension(d))
	}
	f.values.Set("by", cmp.Or(f.value("by"), ask.NoBreakdown))
	f.choose("by", f.b.T.Option.By, pairs...)
}

func (f *optionForm) period(name string, more ...string) {
	t := &f.b.T.Control
	f.choose(name, f.b.T.Option.Period, append(more, "day", t.Day, "week", t.Week, "month", t.Month)...)
}

// options makes the form of a panel's question; nil for panels without one, and
// for all but the first of a page that ask the same.
func (b Page) options(p *ops.Panel) *Options {
	name := ask.Family(p.Type)
	first := slices.IndexFunc(b.Layout.Panels, func(x *ops.Panel) bool { return ask.Family(x.Type) == name })
	if name == "" || b.Fixed || b.Layout.Panels[first] != p {
		return nil
	}
	f := &optionForm{b: b, family: name}
	t := &b.T.Option
	own := *b.View
	own.Question = b.Questions[p]
	q := own.Asks(p)
	switch {
	case q.Retention != nil:
		f.values = ask.RetentionAddress(*q.Retention)
		f.values.Set("trend", strconv.Itoa(q.Trend))
		f.activity("start", t.Start)
		f.activity("return", t.Return)
		f.choose("cohort", t.Cohort, "first", t.First, "recurring", t.Recurring, "join", t.JoinDay, "channel", t.ByChannel, "campaign", t.ByCampaign, "challenge",
			t.ByChallenge)
		f.choose("mode", t.Mode, "exact", t.Exact, "on_or_after", t.OnOrAfter, "bracket", t.Bracket, "streak", t.Streak)
		f.field("text", "brackets", t.Brackets, "1-7,8-14")
		f.number("streak", t.StreakLength, 1, ask.MaxPeriods)
		f.period("period")
		f.choose("group_by", t.GroupBy, "", t.NotGrouped, "week", b.T.Control.Week, "month", b.T.Control.Month)
		f.choose("clock", t.Clock, "", t.Calendar, "elapsed", t.Elapsed)
		f.number("periods", t.Periods, 1, ask.MaxPeriods)
		f.number("min_returns", t.MinReturns, 1, 1_000_000)
		f.number("trend", t.Trend, 0, ask.MaxPeriods)
		f.breakdown()
	case q.Growth != nil:
		f.values = ask.GrowthAddress(*q.Growth)
		if q.Growth.Rolling > 0 {
			f.values.Set("period", ask.RollingPeriod)
		}
		f.activity("event", t.Event)
		f.period("period", "", t.PageGrain, ask.RollingPeriod, t.Rolling)
		f.number("censor", t.Censor, 0, 366)
	case q.Stickiness != nil:
		f.values = ask.StickinessAddress(*q.Stickiness)
		f.activity("event", t.Event)
		f.period("period")
	case q.Funnel != nil:
		f.values = ask.FunnelAddress(*q.Funnel)
		f.field("text", "steps", t.Steps, t.StepsHint).List = true
		f.field("text", "window", t.Window, t.WindowHint)
		f.choose("order", t.Order, "ordered", t.Ordered, "strict", t.Strict, "any", t.Any)
		f.field("text", "exclude", t.Exclude, t.StepsHint).List = true
		f.breakdown()
	case q.Challenge != nil:
		f.values = ask.ChallengeAddress(*q.Challenge)
		f.activity("event", t.Event)
		f.challenges()
		f.field("text", "enrol", t.Enrol, "").List = true
		f.field("date", "start", t.FixedStart, "")
		f.number("length", t.Length, 1, 366)
		f.field("time", "day_start", t.DayStart, "")
		f.number("grace", t.Grace, 0, 24*60-1)
		f.number("make_up", t.MakeUp, 0, 366)
		f.field("text", "rest", t.Rest, t.RestHint)
		f.number("need", t.Need, 1, 366)
		f.number("silence", t.Silence, 1, 366)
		f.breakdown()
	case q.Streaks != nil:
		f.values = ask.StreakAddress(*q.Streaks)
		f.activity("event", t.Event)
		f.challenges()
		f.number("make_up", t.MakeUp, 0, 366)
		f.field("text", "rest", t.Rest, t.RestHint)
	case q.Invitations != nil:
		f.values = ask.InvitationAddress(*q.Invitations)
		f.activity("join", t.Join)
		f.activity("event", t.Event)
		f.period("period")
	case q.Kept != nil:
		f.values = ask.KeptAddress(*q.Kept)
		f.activity("start", t.Start)
		f.activity("return", t.Return)
		f.choose("cohort", t.Cohort, "first", t.First, "join", t.JoinDay)
		f.choose("mode", t.Mode, "exact", t.Exact, "on_or_after", t.OnOrAfter)
		f.field("text", "horizons", t.Horizons, "7,21,30")
		f.choose("by", t.By, "channel", b.Dimension("channel"), "campaign", b.Dimension("campaign"))
	default:
		return nil
	}
	out := &Options{T: b.T, Title: b.Label(p.Title), Family: name, Path: "/" + b.Layout.Name, Fields: f.fields, Events: b.Data.Snapshot.Events()}
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

// challenges offers the challenges there are.
func (f *optionForm) challenges() {
	pairs := []string{"", f.b.T.Option.AllChallenges}
	values := f.b.Data.Snapshot.Values("challenge")
	for _, c := range values[:min(offered, len(values))] {
		if c != "" {
			pairs = append(pairs, c, c)
		}
	}
	if v := f.value("challenge"); v != "" && !slices.Contains(pairs, v) {
		pairs = append(pairs, v, v)
	}
	f.choose("challenge", f.b.T.Option.Challenge, pairs...)
}

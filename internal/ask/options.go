package ask

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// What member panels ask can be picked in the address of a page, in parameters
// such as retention.mode=streak: the name of the question, a dot, and the
// parameter the API takes for it.

// optionFamilies are the questions whose options a page takes.
func optionFamilies() []string {
	return []string{"retention", "growth", "stickiness", "funnel", "challenge", "streaks", "invitations", "kept"}
}

// IsOption reports whether a parameter is an option of a member panel.
func IsOption(name string) bool {
	family, _, ok := strings.Cut(name, ".")
	return ok && slices.Contains(optionFamilies(), family)
}

// picked options that stand for no breakdown, and for windows instead of
// calendar periods.
const (
	NoBreakdown   = "none"
	RollingPeriod = "rolling"
)

// TidyOptions returns the address without what the forms send in vain: empty
// fields and options that another one leaves without meaning; and with what
// another one needs. It reports whether that makes a difference.
func TidyOptions(q url.Values) (url.Values, bool) {
	out := url.Values{}
	for name, values := range q {
		if IsOption(name) {
			values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
			if len(values) == 0 {
				continue
			}
		}
		out[name] = values
	}
	changed := len(out) != len(q)
	drop := func(name string) {
		if out.Has(name) {
			out.Del(name)
			changed = true
		}
	}
	need := func(name, value string) {
		if !out.Has(name) {
			out.Set(name, value)
			changed = true
		}
	}
	if out.Has("retention.mode") {
		switch out.Get("retention.mode") {
		case "bracket":
			drop("retention.streak")
			need("retention.brackets", "1-3,4-6,7-12")
		case "streak":
			drop("retention.brackets")
			need("retention.streak", "2")
		default:
			drop("retention.brackets")
			drop("retention.streak")
		}
	}
	if p := out.Get("retention.period"); p != "" && p != string(ops.Daily) {
		drop("retention.group_by")
	}
	length, _ := strconv.Atoi(out.Get("challenge.length"))
	if days, err := strconv.Atoi(out.Get("challenge.need")); err == nil && length > 0 && days > length {
		drop("challenge.need")
	}
	switch out.Get("growth.period") {
	case "":
	case RollingPeriod:
		drop("growth.period")
		need("growth.rolling", "28")
	default:
		drop("growth.rolling")
	}
	return out, changed
}

// OptionsOf returns the options among the parameters of a page.
func OptionsOf(q url.Values) url.Values {
	out := url.Values{}
	for name, values := range q {
		if IsOption(name) {
			out[name] = values
		}
	}
	return out
}

// Family returns the question that the options of a panel type belong to.
func Family(panelType string) string {
	switch panelType {
	case "retention", "retention_curve", "retention_trend":
		return "retention"
	case "growth", "states", "active":
		return "growth"
	case "funnel", "funnel_times":
		return "funnel"
	case "survival":
		return "challenge"
	case "streaks", "at_risk":
		return "streaks"
	case "stickiness", "invitations", "kept":
		return panelType
	}
	return ""
}

// panelQuestion reads what a panel is picked to ask. It is empty where the address
// has no option for it.
func panelQuestion(panel *ops.Panel, options url.Values) (analysis.Question, ops.Mistakes) {
	name := Family(panel.Type)
	p := NewParams(url.Values{})
	for option, values := range options {
		if rest, ok := strings.CutPrefix(option, name+"."); ok && name != "" {
			p.Values[rest] = values
		}
	}
	if len(p.Values) == 0 {
		return analysis.Question{}, nil
	}
	own := analysis.QuestionOf(panel)
	if p.Values.Get("by") == NoBreakdown {
		p.Values.Del("by")
		switch {
		case own.Retention != nil:
			own.Retention.By = ""
		case own.Funnel != nil:
			own.Funnel.By = ""
		case own.Challenge != nil:
			own.Challenge.By = ""
		}
	}
	var out analysis.Question
	switch {
	case own.Retention != nil:
		out.Trend = p.Number("trend", 0, 0, MaxPeriods)
		x := p.retention(*own.Retention)
		out.Retention = &x
		p.Choice("show", "", "share", "people")
	case own.Growth != nil:
		x := p.accounting(*own.Growth)
		out.Growth = &x
	case own.Stickiness != nil:
		x := p.stickiness(*own.Stickiness)
		out.Stickiness = &x
	case own.Funnel != nil:
		x := p.funnel(*own.Funnel)
		out.Funnel = &x
	case own.Challenge != nil:
		x := p.challenge(*own.Challenge)
		out.Challenge = &x
	case own.Streaks != nil:
		x := p.streaks(*own.Streaks)
		out.Streaks = &x
	case own.Invitations != nil:
		x := p.invitations(*own.Invitations)
		out.Invitations = &x
	case own.Kept != nil:
		x := p.Kept(*own.Kept)
		out.Kept = &x
	}
	if p.Done() == nil {
		return out, nil
	}
	for _, m := range p.Mistakes {
		m.Where.Column = name + "." + m.Where.Column
	}
	return analysis.Question{}, p.Mistakes
}

// PanelQuestions reads what every panel of a page is picked to ask. An option of
// none of them is a mistake.
func PanelQuestions(page *ops.Page, options url.Values) (map[*ops.Panel]analysis.Question, error) {
	out := map[*ops.Panel]analysis.Question{}
	used := map[string]bool{}
	var wrong ops.Mistakes
	for _, panel := range page.Panels {
		q, mistakes := panelQuestion(panel, options)
		if !used[Family(panel.Type)] {
			wrong = append(wrong, mistakes...)
		}
		used[Family(panel.Type)] = true
		out[panel] = q
	}
	for _, name := range slices.Sorted(maps.Keys(options)) {
		if of, _, _ := strings.Cut(name, "."); !used[of] {
			wrong = append(wrong, &ops.Error{Code: "unknown_parameter", Message: "No panel of this page takes " + ops.Show(name) + ".",
				Where: ops.Place{Column: ops.Show(name)}})
		}
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return out, nil
}

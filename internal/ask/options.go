package ask

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// What member panels ask can be chosen in the address of a page, in parameters
// such as retention.mode=streak: the name of the kind of question, a dot, and
// the parameter the API takes for it.

// NoBreakdown is the option of a page for no breakdown.
const NoBreakdown = "none"

// IsOption reports whether a parameter is an option of a member panel, or says which
// panel somebody puts together.
func IsOption(name string) bool {
	if strings.HasPrefix(name, exploring) {
		return true
	}
	of, _, ok := strings.Cut(name, ".")
	if !ok {
		return false
	}
	k, ok := KindNamed(of)
	return ok && k.HasPanels()
}

// TidyOptions returns the address without what the forms send in vain: empty
// fields and options that another one leaves without meaning; and with what
// another one needs. It reports whether that makes a difference.
func TidyOptions(q url.Values) (url.Values, bool) {
	o := &options{values: url.Values{}}
	for name, values := range q {
		if IsOption(name) {
			values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
			if len(values) == 0 {
				continue
			}
		}
		o.values[name] = values
	}
	o.changed = len(o.values) != len(q)
	o.tidyExplored()
	for _, k := range kinds() {
		o.join(k)
		k.tidy(o)
	}
	return o.values, o.changed
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

// KindOf returns the kind of question whose options a panel takes.
func KindOf(panel *ops.Panel) (Kind, bool) {
	t, _ := analysis.PanelTypeOf(panel)
	return KindNamed(t.Asks)
}

// family is the name of the kind of question whose options a panel takes; ""
// for none.
func family(panel *ops.Panel) string {
	t, _ := analysis.PanelTypeOf(panel)
	return t.Asks
}

// panelQuestion reads what a panel is to ask. It is empty where the address has
// no option for it.
func panelQuestion(panel *ops.Panel, options url.Values, keys ops.Keys) (analysis.Question, ops.Mistakes) {
	name := family(panel)
	p := NewParams(url.Values{})
	p.Keys = keys
	k, ok := KindNamed(name)
	if ok {
		p.Values = chosen(k, panel, options)
	}
	if len(p.Values) == 0 {
		return analysis.Question{}, nil
	}
	out := k.choose(p, analysis.QuestionOf(panel))
	if p.Done() == nil {
		return out, nil
	}
	for _, m := range p.Mistakes {
		m.Where.Column = name + "." + m.Where.Column
	}
	return analysis.Question{}, p.Mistakes
}

// PanelQuestions reads what every panel of a page is to ask. An option of
// none of them is a mistake.
func PanelQuestions(page *ops.Page, options url.Values, keys ops.Keys) (map[*ops.Panel]analysis.Question, error) {
	out := map[*ops.Panel]analysis.Question{}
	used := map[string]bool{strings.TrimSuffix(exploring, "."): page.Name == Explore}
	var wrong ops.Mistakes
	for _, panel := range page.Panels {
		q, mistakes := panelQuestion(panel, options, keys)
		if !used[family(panel)] {
			wrong = append(wrong, mistakes...)
		}
		used[family(panel)] = true
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

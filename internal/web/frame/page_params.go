package frame

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// PageParams reads the address of a page. A parameter without a value is not
// there: forms send their empty fields. One that nobody knows is a mistake.
func PageParams(q url.Values) (analysis.Params, error) {
	known := []string{"range", "from", "to", "compare", "grain", "metric", "complete", "marks", "more", "lang", "panel", "sort", "hide", AsOf}
	var wrong ops.Mistakes
	for name, values := range q {
		switch {
		case strings.HasPrefix(name, "f.") || ask.IsOption(name):
		case !slices.Contains(known, name):
			wrong = append(wrong, &ops.Error{Code: "unknown_parameter", Message: fmt.Sprintf("There is no parameter %s here.", ops.Show(name)),
				Hint: "Parameters are: " + strings.Join(known, ", ") + ", f.<dimension> and the options of panels.", Where: ops.Place{Column: ops.Show(name)}})
		case len(values) > 1 && name != "sort" && name != "hide":
			wrong = append(wrong, &ops.Error{Code: "duplicate_parameter", Message: fmt.Sprintf("%s is given %d times.", ops.Show(name), len(values)),
				Hint: "Give it once.", Where: ops.Place{Column: ops.Show(name)}})
		case name == "lang":
			if _, ok := i18n.Parse(values[0]); !ok {
				wrong = append(wrong, &ops.Error{Code: "bad_parameter", Message: fmt.Sprintf("There is no language %s here.", ops.Show(values[0])),
					Hint: "Use zh or en.", Where: ops.Place{Column: name, Value: ops.Show(values[0])}})
			}
		}
	}
	if len(wrong) > 0 {
		slices.SortFunc(wrong, func(a, b *ops.Error) int { return strings.Compare(a.Where.Column, b.Where.Column) })
		return analysis.Params{}, wrong
	}
	p, err := analysis.ParseParams(q)
	p.Options = ask.OptionsOf(q)
	return p, err
}

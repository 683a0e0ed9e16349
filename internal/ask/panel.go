package ask

import (
	"net/url"
	"slices"
	"strings"

	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// PanelShapes returns what page files may say, type by type, with a look at what the
// field ask says.
func PanelShapes() []ops.PanelShape {
	out := analysis.PanelShapes()
	for i := range out {
		if slices.Contains(out[i].Optional, "ask") {
			out[i].Check = checkAsk
		}
	}
	return out
}

// checkAsk says what is wrong with the field ask of a panel; Where names the parameter.
func checkAsk(p *ops.Panel) ops.Mistakes {
	_, mistakes := panelQuestion(p, url.Values{}, ops.Keys{})
	for _, m := range mistakes {
		_, m.Where.Column, _ = strings.Cut(m.Where.Column, ".")
	}
	return mistakes
}

// chosen returns the parameters of a panel's question that an address picks, else
// those of its field ask. A form picks all of them at once, so that an empty field is
// empty; what only pages know, as which period a trend draws, is picked beside.
func chosen(k Kind, panel *ops.Panel, options url.Values) url.Values {
	out := url.Values{}
	whole := false
	for option, values := range options {
		if name, ok := strings.CutPrefix(option, k.Name()+"."); ok {
			out[name] = values
			whole = whole || !slices.ContainsFunc(k.Fields(), func(f Field) bool { return f.Page && f.Name == name })
		}
	}
	if whole {
		return out
	}
	for name, value := range panel.Ask {
		if !out.Has(name) {
			out.Set(name, value)
		}
	}
	return out
}

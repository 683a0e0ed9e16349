package ask

import (
	"net/url"

	"daybreak/internal/analysis"
)

// Href returns an address on this server.
func Href(path string, q url.Values) string {
	if query := q.Encode(); query != "" {
		return path + "?" + query
	}
	return path
}

// Carried returns the controls that go along to other pages: everything but the
// picked metric, the options of panels and how their tables are shown, which they may not have.
func Carried(p analysis.Params) url.Values {
	p.Metric, p.Options, p.Sort, p.Hide, p.Unfold = "", nil, nil, nil, false
	return p.Query()
}

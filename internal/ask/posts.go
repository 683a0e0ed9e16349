package ask

import (
	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// ReadPosts reads a question about single posts: published from … to, measured
// over days, with filter.
func ReadPosts(p *Params, d analysis.Data) engine.PostsQuery {
	through, _ := analysis.RecordThrough(d, "posts")
	known := d.Snapshot.Days("posts")
	if known.Len() == 0 {
		known = ops.Range{From: ops.MinDay, To: ops.MinDay + 1} // there is none to find
	}
	return engine.PostsQuery{Range: p.days(known), Days: p.Number("days", 7, 1, 366), Filter: p.Filters("filter", []string{"title", "account", "kind"}),
		Through: through}
}

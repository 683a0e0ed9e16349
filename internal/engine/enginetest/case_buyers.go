package enginetest

import (
	"context"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// askEarned asks for the sums of columns of orders; a column may be narrowed: revenue product=pen.
func askEarned(ctx context.Context, e any, text string) (string, bool, error) {
	b, ok := e.(engine.Buyers)
	if !ok {
		return "", false, nil
	}
	q := engine.EarnedQuery{}
	var columns []engine.Activity
	err := settingsOf(text, map[string]any{"sum": &columns, "day": &q.Days, "by": &q.By, "credit": &q.Credit, "range": &q.Range, "filter": &q.Filter,
		"through": &q.Through})
	if err != nil {
		return "", true, err
	}
	for _, c := range columns {
		q.Measures = append(q.Measures, &ops.Measure{Name: c.Event, Record: "orders", Column: c.Event, Agg: ops.Sum, Where: c.Where})
	}
	r, err := b.Earned(ctx, q)
	if err != nil {
		return "", true, err
	}
	var out answer
	out.line("all")
	out.counts("joined", r.Joined, "touched", r.Touched)
	for _, g := range r.Groups {
		out.line(group(g.Group))
		out.counts("members", g.Members, "parts", int(g.Parts))
		for i, at := range g.At {
			out.line("day", q.Days[i])
			out.counts("members", at.Members, "parts", int(at.Parts), "buyers", at.Buyers)
			for n, m := range q.Measures {
				out.counts(m.Name, int(at.Sums[n].Sum), m.Name+"_rest", int(at.Sums[n].Rest), m.Name+"_unknown", int(at.Sums[n].Unknown))
			}
		}
	}
	return out.String(), true, nil
}

func askAttach(ctx context.Context, e any, text string) (string, bool, error) {
	b, ok := e.(engine.Buyers)
	if !ok {
		return "", false, nil
	}
	q := engine.AttachQuery{}
	err := settingsOf(text, map[string]any{"by": &q.By, "target": &q.Target, "landmark": &q.Landmark, "within": &q.Within, "active": &q.Active,
		"range": &q.Range, "filter": &q.Filter, "through": &q.Through})
	if err != nil {
		return "", true, err
	}
	r, err := b.Attach(ctx, q)
	if err != nil {
		return "", true, err
	}
	var out answer
	out.line("left_out")
	out.counts("young", r.Young, "gone", r.Gone, "had", r.Had)
	out.line("nothing")
	out.counts("members", r.Nothing.Members, "attached", r.Nothing.Attached)
	for _, row := range r.Rows {
		out.line(group(row.Value))
		out.counts("members", row.Members, "attached", row.Attached)
	}
	return out.String(), true, nil
}

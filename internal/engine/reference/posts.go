package reference

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

var _ engine.Contents = (*Engine)(nil)

// Posts implements engine.Contents.
func (r *Engine) Posts(ctx context.Context, q engine.PostsQuery) (*engine.Posts, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	type row struct {
		day  ops.Day
		text map[string]string
		at   int64
		sums map[string]int64
	}
	byID := map[string][]row{}
	err = r.Source.Read(ctx, "posts", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(w *ops.Rows) error {
		for i := range w.Len() {
			x := row{text: map[string]string{}, sums: map[string]int64{}, day: ops.Day(w.Ints[w.Record.Column("date")][i])}
			for _, name := range []string{"title", "account", "kind"} {
				x.text[name] = w.Text(w.Record.Column(name), i)
			}
			for k, c := range w.Record.Columns {
				if c.Type == ops.Count && w.Ints[k][i] != ops.NoValue {
					x.sums[c.Name] = w.Ints[k][i]
				}
			}
			if at := w.Ints[w.Record.Column("published_at")][i]; at != ops.NoValue {
				x.at = at
			}
			id := w.Text(w.Record.Column("post_id"), i)
			byID[id] = append(byID[id], x)
		}
		return nil
	})
	out := &engine.Posts{}
	for id, rows := range byID {
		slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.day, b.day) })
		p := engine.Post{ID: id, Day: rows[0].day}
		said := map[string]string{}
		for _, x := range rows {
			for name, text := range x.text {
				said[name] = cmp.Or(text, said[name])
			}
			p.At = cmp.Or(x.at, p.At)
		}
		p.Title, p.Account, p.Kind = said["title"], said["account"], said["kind"]
		if p.At != 0 {
			p.Day = r.Calendar.Day(time.UnixMicro(p.At))
		}
		kept := q.Range.Has(p.Day)
		for _, f := range q.Filter {
			in := slices.ContainsFunc(f.Values, func(v string) bool { return strings.EqualFold(ops.Fold(v), ops.Fold(said[f.Dimension])) })
			kept = kept && in != f.Not
		}
		if !kept {
			continue
		}
		p.Mature = p.Day+ops.Day(q.Days)-1 <= q.Through
		for _, x := range rows {
			if x.day < p.Day || x.day >= p.Day+ops.Day(q.Days) || x.day > q.Through {
				continue
			}
			for name, to := range map[string]*engine.Cell{"delivered": &p.Delivered, "reads": &p.Reads, "shares": &p.Shares, "likes": &p.Likes,
				"comments": &p.Comments, "followers_gained": &p.Gained, "followers_lost": &p.Lost} {
				if v, ok := x.sums[name]; ok {
					to.Sum, to.Rows = to.Sum+v, to.Rows+1
				}
			}
		}
		out.Posts = append(out.Posts, p)
	}
	slices.SortFunc(out.Posts, func(a, b engine.Post) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID))
	})
	return out, err
}

package memory

import (
	"cmp"
	"context"
	"slices"
	"time"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// postTable holds the posts record post by post. There are few of them; the
// table is read anew whenever one changed.
type postTable struct{ posts []*postSeries }

// postSeries is one post and its measurements in order of day.
type postSeries struct {
	id                   string
	title, account, kind string
	at                   int64 // of publication; 0 = not stated
	day                  ops.Day
	days                 []postDay
}

// postDay is what was measured of a post on one day; ops.NoValue is not stated.
type postDay struct {
	day    ops.Day
	values [len(postColumns)]int64
}

// postColumns are the measures of posts in the order of the fields of
// engine.Post.
var postColumns = [...]string{"delivered", "reads", "shares", "likes", "comments", "followers_gained", "followers_lost"}

// apply returns the table after the changes.
func (t *postTable) apply(ctx context.Context, source engine.Source, c ops.Calendar, changed []engine.Changed) (*postTable, error) {
	if _, ok := daysChanged(changed, "posts"); !ok {
		return t, nil
	}
	return readPosts(ctx, source, c)
}

// readPosts reads the posts as the source has them now.
func readPosts(ctx context.Context, source engine.Source, c ops.Calendar) (*postTable, error) {
	byID := map[string]*postSeries{}
	err := source.Read(ctx, "posts", ops.Range{From: ops.MinDay, To: ops.MaxDay}, func(w *ops.Rows) error {
		r := w.Record
		var columns [len(postColumns)]int
		for k, name := range postColumns {
			columns[k] = r.Column(name)
		}
		id, date, published := r.Column("post_id"), r.Column("date"), r.Column("published_at")
		for i := range w.Len() {
			p, ok := byID[w.Text(id, i)]
			if !ok {
				p = &postSeries{id: w.Text(id, i)}
				byID[p.id] = p
			}
			d := postDay{day: ops.Day(w.Ints[date][i])}
			for k, column := range columns {
				d.values[k] = w.Ints[column][i]
			}
			p.days = append(p.days, d)
			// What later rows say of the post itself holds.
			for to, column := range map[*string]string{&p.title: "title", &p.account: "account", &p.kind: "kind"} {
				if text := w.Text(r.Column(column), i); text != "" {
					*to = text
				}
			}
			if v := w.Ints[published][i]; v != ops.NoValue {
				p.at = v
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	t := &postTable{}
	for _, p := range byID {
		slices.SortFunc(p.days, func(a, b postDay) int { return cmp.Compare(a.day, b.day) })
		p.day = p.days[0].day
		if p.at != 0 {
			p.day = c.Day(time.UnixMicro(p.at))
		}
		t.posts = append(t.posts, p)
	}
	slices.SortFunc(t.posts, func(a, b *postSeries) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.at, b.at), cmp.Compare(a.id, b.id))
	})
	return t, nil
}

// Posts implements engine.Contents.
func (t *postTable) Posts(ctx context.Context, q engine.PostsQuery) (*engine.Posts, error) {
	q, err := q.Resolve()
	if err != nil {
		return nil, err
	}
	out := &engine.Posts{}
	for _, p := range t.posts {
		if !q.Range.Has(p.day) || !p.keeps(q.Filter) {
			continue
		}
		out.Posts = append(out.Posts, p.sum(q))
	}
	return out, ctx.Err()
}

// keeps reports whether the post meets all filters.
func (p *postSeries) keeps(filters []ops.Filter) bool {
	for _, f := range filters {
		own := ops.Fold(map[string]string{"title": p.title, "account": p.account, "kind": p.kind}[f.Dimension])
		if slices.ContainsFunc(f.Values, func(v string) bool { return ops.Fold(v) == own }) == f.Not {
			return false
		}
	}
	return true
}

// sum adds up the first days of the post.
func (p *postSeries) sum(q engine.PostsQuery) engine.Post {
	out := engine.Post{ID: p.id, Title: p.title, Account: p.account, Kind: p.kind, At: p.at, Day: p.day}
	days := ops.Range{From: p.day, To: p.day + ops.Day(q.Days)}
	out.Mature = days.Last() <= q.Through
	cells := [...]*engine.Cell{&out.Delivered, &out.Reads, &out.Shares, &out.Likes, &out.Comments, &out.Gained, &out.Lost}
	for _, d := range p.days {
		if !days.Has(d.day) || d.day > q.Through {
			continue
		}
		for k, v := range d.values {
			if v != ops.NoValue {
				cells[k].Sum += v
				cells[k].Rows++
			}
		}
	}
	return out
}

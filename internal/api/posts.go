package api

import (
	"context"
	"strconv"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/engine"
	"daybreak/internal/report"
)

type postsAnswer struct {
	Through string       `json:"through"`
	Posts   []postAnswer `json:"posts"`
}

// postAnswer is one post over its first days; null is not known.
type postAnswer struct {
	ID        string  `json:"id"`
	Title     string  `json:"title"`
	Account   string  `json:"account"`
	Kind      string  `json:"kind"`
	Published *string `json:"published_at"`
	Day       string  `json:"day"`
	Mature    bool    `json:"mature"`
	Delivered *int64  `json:"delivered"`
	Reads     *int64  `json:"reads"`
	Shares    *int64  `json:"shares"`
	Likes     *int64  `json:"likes"`
	Comments  *int64  `json:"comments"`
	Gained    *int64  `json:"followers_gained"`
	Lost      *int64  `json:"followers_lost"`
}

// askPosts answers what single posts brought in their first days.
func askPosts(p *ask.Params, d analysis.Data) func(context.Context) (any, *report.Table, error) {
	q := ask.ReadPosts(p, d)
	return func(ctx context.Context) (any, *report.Table, error) {
		found, err := d.Snapshot.Posts(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		if err := fits(found.Posts, func(engine.Post) int { return 14 }); err != nil {
			return nil, nil, err
		}
		out := postsAnswer{Through: q.Through.String(), Posts: []postAnswer{}}
		t := &report.Table{Header: []string{"post_id", "title", "account", "kind", "published_at", "day", "mature", "delivered", "reads", "shares", "likes",
			"comments",
			"followers_gained", "followers_lost"}}
		for _, x := range found.Posts {
			a := postAnswer{ID: x.ID, Title: x.Title, Account: x.Account, Kind: x.Kind, Day: x.Day.String(), Mature: x.Mature, Delivered: sumOf(x.Delivered),
				Reads:  sumOf(x.Reads),
				Shares: sumOf(x.Shares), Likes: sumOf(x.Likes), Comments: sumOf(x.Comments), Gained: sumOf(x.Gained), Lost: sumOf(x.Lost)}
			at := ""
			if x.At != 0 {
				at = time.UnixMicro(x.At).UTC().Format(time.RFC3339)
				a.Published = &at
			}
			out.Posts = append(out.Posts, a)
			row := []string{x.ID, x.Title, x.Account, x.Kind, at, a.Day, strconv.FormatBool(x.Mature)}
			for _, n := range []*int64{a.Delivered, a.Reads, a.Shares, a.Likes, a.Comments, a.Gained, a.Lost} {
				text := report.Pending
				if n != nil {
					text = strconv.FormatInt(*n, 10)
				}
				row = append(row, text)
			}
			t.Rows = append(t.Rows, row)
		}
		return out, t, nil
	}
}

// sumOf is a sum, nil where no row states it.
func sumOf(c engine.Cell) *int64 {
	if c.Rows == 0 {
		return nil
	}
	return &c.Sum
}

package engine

import (
	"context"

	"daybreak/internal/ops"
)

// Contents answers questions about single posts.
type Contents interface {
	Posts(ctx context.Context, q PostsQuery) (*Posts, error)
}

// PostsQuery asks for the posts published on a day of Range, each with the sums
// of its first Days days of measurement; the day it was published is the first of
// them. Days after Through are not known. Conditions are on title, account and kind.
type PostsQuery struct {
	Range   ops.Range
	Days    int // 1 to 366
	Filter  []ops.Filter
	Through ops.Day
}

// Posts is the answer, in order of the moment of publication, then of id.
type Posts struct{ Posts []Post }

// Post is one post. At is when it was published, in microseconds since 1970; 0
// where no row says so: then Day is its first day of measurement. Mature says
// that all its days are over by Through. A sum with 0 rows is not known: no
// row states it.
type Post struct {
	ID, Title, Account, Kind                                string
	At                                                      int64
	Day                                                     ops.Day
	Mature                                                  bool
	Delivered, Reads, Shares, Likes, Comments, Gained, Lost Cell
}

// Resolve returns the question, or an *ops.Error with code bad_question.
func (q PostsQuery) Resolve() (PostsQuery, error) {
	if q.Days < 1 || q.Days > 366 {
		return q, badQuestion("A post is measured over 1 to 366 days, not %d.", q.Days)
	}
	for _, f := range q.Filter {
		switch f.Dimension {
		case "title", "account", "kind":
		default:
			return q, UnknownDimension(f.Dimension)
		}
	}
	return q, nil
}

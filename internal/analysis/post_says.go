package analysis

import (
	"context"
	"math"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// The sentences on top of the content page.
const (
	PostLost      NoteCode = "post_lost"       // reads, followers it lost on balance
	PostLosing    NoteCode = "post_losing"     // the same of a post whose days are not over
	PostAbove     NoteCode = "post_above"      // title, net followers
	PostBelow     NoteCode = "post_below"      // title, net followers
	PostsUsual    NoteCode = "posts_usual"     // how many posts, of which none was called
	PostsUntold   NoteCode = "posts_untold"    // how many posts, of which none can be judged
	PostsNone     NoteCode = "posts_none"      // nothing was published in the range
	PostExpected  NoteCode = "post_expected"   // title, day, usual net, how far from it, at least, at most, as int; fewer
	PostExceeded  NoteCode = "post_exceeded"   // the same; more
	PostPublished NoteCode = "post_published"  // title, day
	KindLoses     NoteCode = "kind_loses"      // kind, how many posts of it there are, how many followers they lost together
	QuotaFreeNow  NoteCode = "quota_free_now"  // posts of the month that may still be published
	QuotaNextFree NoteCode = "quota_next_free" // first day on which one may be published again
	QuotaExceeded NoteCode = "quota_exceeded"  // how many posts of the month were too many, first free day
)

// PostSays answers a panel of type post_says: the post that lost or won most beyond
// what it should have, or that nothing did. A loss on balance comes first, however
// few earlier posts there are to compare it with.
func (d Operations) PostSays(ctx context.Context, v *View, _ *ops.Panel) (*Saying, error) {
	posts, notes, err := d.posts(ctx, d.months(v))
	if err != nil {
		return nil, err
	}
	j := judgePosts(posts, v.Range)
	says := j.says()
	if kind, ok := losingKind(posts, j.first); ok {
		says = append(says, kind)
	}
	quota, err := d.quotas(ctx, v, posts)
	if err != nil {
		return nil, err
	}
	var facts []SheetFact
	if last, ok := lastQuota(quota); ok {
		if last.code != "" {
			says = append(says, say(last.verdict, last.code, last.args...))
		}
		facts = append(facts, SheetFact{Name: "posts_of_month", Label: last.label(), Unit: ops.UnitCount, Cell: plain(number(last.posts))})
	}
	net, gained, lost := j.sums()
	facts = append(facts,
		SheetFact{Name: "net", Label: ops.Label{En: "Net followers of these posts", Zh: "这些推文合计净增"}, Unit: ops.UnitCount, Cell: plain(net)},
		SheetFact{Name: "gained", Label: ops.Label{En: "Gained through them", Zh: "推文涨粉"}, Unit: ops.UnitCount, Cell: plain(gained)},
		SheetFact{Name: "lost", Label: ops.Label{En: "Lost through them", Zh: "推文掉粉"}, Unit: ops.UnitCount, Cell: plain(lost)})
	return sayingOf(says, facts, notes), nil
}

// judgedPosts are the posts of a range with what is told of them first.
type judgedPosts struct {
	posts []engine.Post
	rows  []SheetRow
	first *engine.Post // that the sentence is about; nil for none
	row   *SheetRow
	lost  bool // on balance, beyond chance
}

func judgePosts(posts []engine.Post, r ops.Range) *judgedPosts {
	j := &judgedPosts{}
	worst, most := 0.0, 0.0
	for i, p := range posts {
		if !r.Has(p.Day) {
			continue
		}
		j.posts, j.rows = append(j.posts, p), append(j.rows, postRow(p, posts[:i]))
		if net, half, ok := netOf(p); ok && net+half < 0 && net < worst {
			worst, j.first, j.row, j.lost = net, &posts[i], &j.rows[len(j.rows)-1], true
		}
	}
	if j.lost {
		return j
	}
	for i := range j.rows {
		if x := called(j.rows[i]); x > most {
			most, j.first, j.row = x, &j.posts[i], &j.rows[i]
		}
	}
	return j
}

// says are the sentences about the post told first.
func (j *judgedPosts) says() []Said {
	if j.first == nil {
		return []Said{j.nothing()}
	}
	p, excess := j.first, j.row.Cells[6]
	name := postName(p)
	net := int(p.Gained.Sum - p.Lost.Sum)
	var out []Said
	switch {
	case j.lost && !p.Mature:
		out = append(out, say(Indifferent, PostLosing, Many(p.Reads.Sum), Many(-net)))
	case j.lost:
		out = append(out, say(Bad, PostLost, Many(p.Reads.Sum), Many(-net)))
	case excess.Number < 0:
		out = append(out, say(Bad, PostBelow, name, Many(net)))
	default:
		out = append(out, say(Good, PostAbove, name, Many(net)))
	}
	switch usual := whole64(j.row.Cells[5].Number); {
	case !excess.Ranged || !excess.Range.Excludes(0):
		return append(out, say(Indifferent, PostPublished, name, p.Day))
	case excess.Number < 0:
		least, most := whole64(-excess.Range.High), whole64(-excess.Range.Low)
		return append(out, say(Indifferent, PostExpected, name, p.Day, usual, whole64(-excess.Number), least, most))
	default:
		return append(out, say(Indifferent, PostExceeded, name, p.Day, usual, whole64(excess.Number), whole64(excess.Range.Low), whole64(excess.Range.High)))
	}
}

// nothing says why no post is told first.
func (j *judgedPosts) nothing() Said {
	judged := 0
	for _, r := range j.rows {
		if r.Cells[6].Ranged {
			judged++
		}
	}
	switch {
	case len(j.posts) == 0:
		return say(Indifferent, PostsNone)
	case judged == 0:
		return say(Indifferent, PostsUntold, Many(len(j.posts)))
	}
	return say(Indifferent, PostsUsual, Many(len(j.posts)))
}

// sums are what the posts brought together; unknown where one does not say.
func (j *judgedPosts) sums() (net, gained, lost ops.Value) {
	var plus, minus []ops.Value
	for _, p := range j.posts {
		plus, minus = append(plus, cellValue(p.Gained)), append(minus, cellValue(p.Lost))
	}
	gained, lost = addUp(plus), addUp(minus)
	net = gained
	if gained.State == ops.Known && lost.State == ops.Known {
		net = known(gained.Number - lost.Number)
	} else if lost.State == ops.Pending {
		net = pending
	}
	return net, gained, lost
}

func postName(p *engine.Post) string {
	if p.Title == "" {
		return p.ID
	}
	return p.Title
}

func whole64(x float64) Many { return Many(math.Round(x)) }

// losingKind says that every post of a kind lost followers on balance, of at least
// two, where the post told first is one of them.
func losingKind(posts []engine.Post, first *engine.Post) (Said, bool) {
	if first == nil || first.Kind == "" {
		return Said{}, false
	}
	n, sum := 0, 0.0
	for _, p := range posts {
		net, _, ok := netOf(p)
		if !ok || !p.Mature || p.Kind != first.Kind {
			continue
		}
		if net >= 0 {
			return Said{}, false
		}
		n, sum = n+1, sum+net
	}
	if n < 2 {
		return Said{}, false
	}
	return say(Indifferent, KindLoses, Name{first.Kind}, Many(n), Many(-sum)), true
}

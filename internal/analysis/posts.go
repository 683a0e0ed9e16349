package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// How a post is judged (SPEC-LOOP §5): by its first days of measurement, by
// what the posts before it brought for as many reads.
const (
	postDays      = 7  // of measurement
	usualPosts    = 12 // before it
	fewestPosts   = 8  // of them, else nothing is expected
	postsLookBack = 400
)

// Posts answers a panel of type posts: each post of the range with what it
// brought, what was to be expected, and a verdict where the range of the
// excess allows one.
func (d Operations) Posts(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	posts, notes, err := d.posts(ctx, v)
	if err != nil {
		return nil, err
	}
	s := &Sheet{notes: notes, Bars: "net", passing: true, Keys: []SheetKey{
		{Name: "post_id", Label: ops.Label{En: "Post id", Zh: "推文编号"}}, {Name: "title", Label: ops.Label{En: "Post", Zh: "推文"}},
		{Name: "kind", Label: ops.Label{En: "Kind", Zh: "类型"}, Dimension: "kind"}, {Name: "published", Label: ops.Label{En: "Published", Zh: "发布日"}}},
		Columns: []SheetColumn{
			{Name: "reads", Label: ops.Label{En: "Reads", Zh: "阅读"}, Unit: ops.UnitCount, Adds: true},
			{Name: "open_rate", Label: ops.Label{En: "Open rate", Zh: "打开率"}, Unit: ops.UnitPercent, Adds: true},
			{Name: "gained", Label: ops.Label{En: "New followers", Zh: "新增粉丝"}, Unit: ops.UnitCount, Adds: true},
			{Name: "lost", Label: ops.Label{En: "Unfollows", Zh: "掉粉"}, Unit: ops.UnitCount, Adds: true},
			{Name: "net", Label: ops.Label{En: "Net followers", Zh: "净增粉丝"}, Unit: ops.UnitCount, Range: true, Level: .95, Adds: true},
			{Name: "expected", Label: ops.Label{En: "Expected", Zh: "应有"}, Unit: ops.UnitCount},
			{Name: "excess", Label: ops.Label{En: "Above expected", Zh: "比应有多"}, Unit: ops.UnitCount, Range: true, Level: .95},
		}}
	for i, post := range posts {
		if v.Range.Has(post.Day) {
			s.Rows = append(s.Rows, postRow(post, posts[:i]))
		}
	}
	slices.Reverse(s.Rows)
	slices.SortStableFunc(s.Rows, func(a, b SheetRow) int { return cmp.Compare(called(b), called(a)) })
	s.most(p.Limit)
	return s, nil
}

// called is how far a post with a verdict lies from what was expected; 0
// without one.
func called(r SheetRow) float64 {
	if r.Verdict == Good || r.Verdict == Bad {
		return math.Abs(r.Cells[6].Number)
	}
	return 0
}

// posts returns the posts of the range and those before it that are needed to
// judge them, in order.
func (d Operations) posts(ctx context.Context, v *View) ([]engine.Post, []Note, error) {
	through, ok := d.watermark("posts", v.Filter)
	if !ok || v.Range.Len() == 0 {
		return nil, nothing(d.Data, "posts"), nil
	}
	var filter []ops.Filter
	var notes []Note
	for _, f := range v.Filter {
		if slices.Contains([]string{"title", "account", "kind"}, f.Dimension) {
			filter = append(filter, f)
		} else {
			notes = []Note{{Code: NotFiltered}}
		}
	}
	q := engine.PostsQuery{Range: ops.Range{From: v.Range.From - postsLookBack, To: v.Range.To}, Days: postDays, Filter: filter, Through: through}
	p, err := d.Snapshot.Posts(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	return p.Posts, notes, nil
}

// netOf returns what a post brought and half of its range: the difference of
// two counts (Skellam 1946), at 95 %.
func netOf(p engine.Post) (net, half float64, ok bool) {
	if p.Gained.Rows == 0 || p.Lost.Rows == 0 {
		return 0, 0, false
	}
	return float64(p.Gained.Sum - p.Lost.Sum), normal95 * math.Sqrt(float64(p.Gained.Sum+p.Lost.Sum)), true
}

// normal95 is the 97.5 % quantile of the normal distribution.
const normal95 = 1.959963984540054

func postRow(p engine.Post, before []engine.Post) SheetRow {
	r := SheetRow{Keys: []string{p.ID, p.Title, p.Kind, p.Day.String()}, Verdict: Indifferent}
	expected := expectedOf(p, before)
	net, half, ok := netOf(p)
	netCell, excess := plain(pending), plain(pending)
	switch {
	case !p.Mature:
		r.Reason, r.Args = PostYoung, []any{p.Day + postDays}
	case !ok:
		r.Reason = FollowersUnknown
	case expected.State != ops.Known:
		r.Reason, r.Args = HistoryShort, []any{fewestPosts}
	}
	if ok {
		netCell = ranged(net, calc.Interval{Low: net - half, High: net + half})
	}
	if ok && p.Mature && expected.State == ops.Known {
		x := net - expected.Number
		excess = ranged(x, calc.Interval{Low: x - half, High: x + half})
		r.Verdict = about(excess.Range, 0, ops.UpGood)
	}
	r.Cells = []SheetCell{plain(cellValue(p.Reads)), plain(ratio(cellValue(p.Reads), cellValue(p.Delivered))), plain(cellValue(p.Gained)),
		plain(cellValue(p.Lost)),
		netCell, plain(expected), excess}
	return r
}

// cellValue is a sum of the engine as a value; unknown where no row states it.
func cellValue(c engine.Cell) ops.Value {
	if c.Rows == 0 {
		return pending
	}
	return known(float64(c.Sum))
}

// expectedOf returns what as many reads brought with the posts before: reads ×
// Σ net ÷ Σ reads of the last of them that are mature, of the same account.
func expectedOf(p engine.Post, before []engine.Post) ops.Value {
	if p.Reads.Rows == 0 || !p.Mature {
		return pending
	}
	n, net, reads := 0, 0.0, 0.0
	for _, b := range slices.Backward(before) {
		x, _, ok := netOf(b)
		// Mature on the eve of p, not merely by now.
		if !ok || b.Reads.Rows == 0 || b.Account != p.Account || b.Day+postDays > p.Day {
			continue
		}
		n, net, reads = n+1, net+x, reads+float64(b.Reads.Sum)
		if n == usualPosts {
			break
		}
	}
	if n < fewestPosts || reads == 0 {
		return pending
	}
	return known(float64(p.Reads.Sum) * net / reads)
}

// PostKinds answers a panel of type post_kinds: net followers for a thousand
// reads by kind of post, over the mature posts of the range.
func (d Operations) PostKinds(ctx context.Context, v *View, _ *ops.Panel) (*Sheet, error) {
	posts, notes, err := d.posts(ctx, v)
	if err != nil {
		return nil, err
	}
	s := &Sheet{notes: notes, Bars: "per_1000_reads", Keys: []SheetKey{{Name: "kind", Label: ops.Label{En: "Kind", Zh: "类型"}, Dimension: "kind"}},
		Columns: []SheetColumn{
			{Name: "posts", Label: ops.Label{En: "Posts", Zh: "篇数"}, Unit: ops.UnitCount},
			{Name: "reads", Label: ops.Label{En: "Reads", Zh: "阅读"}, Unit: ops.UnitCount, Adds: true},
			{Name: "net", Label: ops.Label{En: "Net followers", Zh: "净增粉丝"}, Unit: ops.UnitCount},
			{Name: "per_1000_reads", Label: ops.Label{En: "Net per 1,000 reads", Zh: "每千次阅读净增"}, Unit: ops.UnitNumber, Range: true, Level: .95},
		}}
	type sum struct{ posts, reads, net, moved float64 }
	kinds := map[string]sum{}
	young := 0
	for _, p := range posts {
		net, _, ok := netOf(p)
		if !v.Range.Has(p.Day) || !ok || p.Reads.Rows == 0 {
			continue
		}
		if !p.Mature {
			young++
			continue
		}
		k := kinds[p.Kind]
		kinds[p.Kind] = sum{k.posts + 1, k.reads + float64(p.Reads.Sum), k.net + net, k.moved + float64(p.Gained.Sum+p.Lost.Sum)}
	}
	if young > 0 {
		s.notes = append(s.notes, Note{Code: PostsYoung, Args: []any{young}})
	}
	for kind, k := range kinds {
		r := SheetRow{Keys: []string{kind}, Verdict: Indifferent, Cells: []SheetCell{plain(known(k.posts)), plain(known(k.reads)), plain(known(k.net)),
			plain(notApplicable)}}
		if k.reads > 0 {
			rate, half := 1000*k.net/k.reads, 1000*normal95*math.Sqrt(k.moved)/k.reads
			r.Cells[3] = ranged(rate, calc.Interval{Low: rate - half, High: rate + half})
			r.Verdict = about(r.Cells[3].Range, 0, ops.UpGood)
		}
		s.Rows = append(s.Rows, r)
	}
	slices.SortFunc(s.Rows, func(a, b SheetRow) int { return cmp.Compare(a.Keys[0], b.Keys[0]) })
	s.sortRows(3)
	return s, nil
}

// RecordThrough returns the last day that all sources of a record are complete
// for; known is false where it has none.
func RecordThrough(d Data, record string) (day ops.Day, known bool) { return d.watermark(record, nil) }

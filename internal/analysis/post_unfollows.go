package analysis

import (
	"context"
	"slices"
	"strings"

	"daybreak/internal/calc"
	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// unfollowDays are the days of which a push is watched for unfollows, its own the
// first: 48 hours, as followers are counted by day.
const unfollowDays = 2

// PostsTogether is the note that posts so near to each other share a window.
const PostsTogether NoteCode = "posts_together" // how many posts

// push is the posts of one account whose windows touch.
type push struct {
	posts []engine.Post
	days  ops.Range
}

// pushes puts posts of one account together whose windows touch, in order.
func pushes(posts []engine.Post, account string) []push {
	var out []push
	for _, p := range posts {
		if p.Account != account {
			continue
		}
		days := ops.Range{From: p.Day, To: p.Day + unfollowDays}
		if n := len(out); n > 0 && days.From < out[n-1].days.To {
			out[n-1].posts, out[n-1].days.To = append(out[n-1].posts, p), max(out[n-1].days.To, days.To)
			continue
		}
		out = append(out, push{[]engine.Post{p}, days})
	}
	return out
}

// PostUnfollows answers a panel of type post_unfollows: how many followers an
// account lost in the 48 hours after each push of the range, beside what it loses in
// days without a push (SPEC-LOOP §0.4, §5).
func (d Operations) PostUnfollows(ctx context.Context, v *View, p *ops.Panel) (*Sheet, error) {
	posts, notes, err := d.posts(ctx, v)
	if err != nil {
		return nil, err
	}
	s := &Sheet{notes: notes, Bars: "excess", passing: true, Keys: []SheetKey{{Name: "titles", Label: ops.Label{En: "Push", Zh: "推送"}},
		{Name: "published", Label: ops.Label{En: "Day", Zh: "日期"}}},
		Columns: []SheetColumn{
			{Name: "lost", Label: ops.Label{En: "Unfollows of the account", Zh: "账号取关"}, Unit: ops.UnitCount, Adds: true},
			{Name: "usual", Label: ops.Label{En: "Usual", Zh: "平时"}, Unit: ops.UnitCount},
			{Name: "excess", Label: ops.Label{En: "More than usual", Zh: "比平时多"}, Unit: ops.UnitCount, Range: true, Level: .95},
		}}
	m, ok := d.Catalog.Metric("followers_lost")
	if !ok {
		return s, nil
	}
	var accounts []string
	for _, post := range posts {
		if v.Range.Has(post.Day) && !slices.Contains(accounts, post.Account) {
			accounts = append(accounts, post.Account)
		}
	}
	for _, account := range accounts {
		var filter []ops.Filter
		if account != "" {
			filter = []ops.Filter{{Dimension: "account", Values: []string{account}}}
		}
		daily, err := d.Daily(ctx, m, filter)
		if err != nil {
			return nil, err
		}
		all := pushes(posts, account)
		for i, x := range all {
			if v.Range.Has(x.days.From) {
				s.Rows = append(s.Rows, unfollowRow(daily, all, i))
			}
		}
	}
	slices.SortStableFunc(s.Rows, func(a, b SheetRow) int { return strings.Compare(b.Keys[1], a.Keys[1]) })
	s.most(p.Limit)
	return s, nil
}

func unfollowRow(daily *Daily, all []push, i int) SheetRow {
	x := all[i]
	var titles []string
	for _, p := range x.posts {
		titles = append(titles, postName(&p))
	}
	r := SheetRow{Keys: []string{strings.Join(titles, SlotsApart), x.days.From.String()}, Verdict: Indifferent,
		Cells: []SheetCell{plain(pending), plain(pending), plain(pending)}}
	lost, known := 0.0, x.days.Len() > 0
	for day := x.days.From; day < x.days.To; day++ {
		n, _, ok := daily.Known(day)
		lost, known = lost+n, known && ok
	}
	if !known {
		r.Reason = FollowersUnknown
		return r
	}
	r.Cells[0] = plain(ops.Value{Number: lost, Num: lost})
	a, ok := withoutPushes(daily, all, i).Window(int(x.days.Last()-daily.Days.From), x.days.Len())
	if !ok {
		r.Reason, r.Args = BaselineShort, []any{baselineDays}
		return r
	}
	excess := calc.Interval{Low: lost - a.Usual.High, High: lost - a.Usual.Low}
	r.Cells[1] = plain(ops.Value{Number: a.Expected, Num: a.Expected})
	r.Cells[2] = ranged(lost-a.Expected, excess)
	r.Verdict = about(excess, 0, ops.DownGood)
	if len(x.posts) > 1 {
		r.Reason, r.Args = PostsTogether, []any{len(x.posts)}
	}
	return r
}

// BaselineShort is the note that too few days without a push are known.
const BaselineShort NoteCode = "baseline_short" // how many days it takes

// baselineDays are the fewest days that say what is usual (SPEC-LOOP §0.4).
const baselineDays = 28

// withoutPushes is the days of an account but for those of all pushes other than i.
func withoutPushes(daily *Daily, all []push, i int) *calc.Series {
	days := make([]calc.SeriesDay, daily.Days.Len())
	for n := range days {
		day := daily.Days.From + ops.Day(n)
		value, _, known := daily.Known(day)
		pushed := slices.ContainsFunc(all, func(x push) bool { return x.days.Has(day) && x.days != all[i].days })
		days[n] = calc.SeriesDay{Value: value, Class: int(day.Weekday()), Skip: !known || pushed}
	}
	return calc.NewSeries(days, false)
}

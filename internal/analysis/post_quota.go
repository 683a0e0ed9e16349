package analysis

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// quota is how many posts an account published in a month, of how many it may.
type quota struct {
	month   ops.Range
	account string
	kinds   []string // of the posts, in order
	posts   int
	limit   ops.Value // — where no target says
	code    NoteCode  // when the next may be published; "" of months that are over
	args    []any
	verdict Verdict
}

func (q quota) label() ops.Label {
	year, month, _ := q.month.From.Date()
	l := ops.Label{En: fmt.Sprintf("Posts in %s %d", month.String()[:3], year), Zh: fmt.Sprintf("%d年%d月推送", year, month)}
	if q.limit.State == ops.Known {
		limit := strconv.Itoa(int(q.limit.Number))
		return ops.Label{En: l.En + ", of " + limit, Zh: l.Zh + "，额度 " + limit}
	}
	return l
}

// quotas counts the posts of the whole months that share a day with the range, up to
// what is known, the last month first. The limit is the target of the metric posts in
// force for the account, else for all; one over several whole months allows each the
// same part.
func (d Operations) quotas(ctx context.Context, v *View, posts []engine.Post) ([]quota, error) {
	through, ok := d.watermark("posts", v.Filter)
	if !ok || v.Range.Len() == 0 {
		return nil, nil
	}
	var targets []ops.Target
	if d.Plan != nil {
		var err error
		if targets, err = d.Plan.Targets(ctx); err != nil {
			return nil, err
		}
	}
	var accounts []string
	for _, p := range posts {
		if !slices.Contains(accounts, p.Account) {
			accounts = append(accounts, p.Account)
		}
	}
	slices.Sort(accounts)
	var out []quota
	months := d.Calendar.Buckets(ops.Range{From: v.Range.From, To: min(v.Range.To, through+1)}, ops.Monthly)
	for _, month := range slices.Backward(months) {
		month = d.Calendar.Bucket(month.From, ops.Monthly)
		for _, account := range accounts {
			q := quota{month: month, account: account, limit: monthlyPosts(targets, d.Snapshot.Keys(), account, month), verdict: Indifferent}
			for _, p := range posts {
				if p.Account == account && month.Has(p.Day) {
					q.posts, q.kinds = q.posts+1, append(q.kinds, p.Kind)
				}
			}
			q.judge(through)
			out = append(out, q)
		}
	}
	return out, nil
}

// judge says whether the month has posts left, and when the next slot is free.
func (q *quota) judge(through ops.Day) {
	if q.limit.State != ops.Known {
		return
	}
	left, running := int(q.limit.Number)-q.posts, q.month.Has(through)
	switch {
	case left < 0:
		q.verdict, q.code, q.args = Bad, QuotaExceeded, []any{Many(-left), q.month.To}
	case !running:
	case left > 0:
		q.code, q.args = QuotaFreeNow, []any{Many(left)}
	default:
		q.code, q.args = QuotaNextFree, []any{q.month.To}
	}
}

// months is a view of the whole months that share a day with its range.
func (d Operations) months(v *View) *View {
	wide := *v
	if v.Range.Len() > 0 {
		wide.Range = ops.Range{From: d.Calendar.Bucket(v.Range.From, ops.Monthly).From, To: d.Calendar.Bucket(v.Range.Last(), ops.Monthly).To}
	}
	return &wide
}

// lastQuota returns that of the last month which is worth a sentence: one that was
// exceeded, or that of the only account.
func lastQuota(all []quota) (quota, bool) {
	last := slices.DeleteFunc(slices.Clone(all), func(q quota) bool { return q.month != all[0].month })
	if i := slices.IndexFunc(last, func(q quota) bool { return q.verdict == Bad }); i >= 0 {
		return last[i], true
	}
	if len(last) == 1 {
		return last[0], true
	}
	return quota{}, false
}

// monthlyPosts returns how many posts an account may publish in a month.
func monthlyPosts(targets []ops.Target, keys ops.Keys, account string, month ops.Range) ops.Value {
	for _, scope := range []string{ops.ScopeText([]ops.Filter{{Dimension: "account", Values: []string{account}}}), ""} {
		best, ok := exactTarget(targets, keys, "posts", scope, month.From)
		if !ok || !best.Days.Has(month.Last()) {
			continue
		}
		months := 0
		for day := best.Days.From; best.Days.Has(day); months++ {
			day = nextMonth(day)
		}
		if each := best.Goal / float64(months); each == math.Trunc(each) {
			return known(each)
		}
	}
	return notApplicable
}

// nextMonth returns the first day of the month after that of a day.
func nextMonth(d ops.Day) ops.Day {
	month := d.String()[:7]
	for d.String()[:7] == month {
		d++
	}
	return d
}

// PostQuota answers a panel of type post_quota: how many posts each account
// published in the months of the range, of how many it may, and when the next slot
// is free.
func (d Operations) PostQuota(ctx context.Context, v *View, _ *ops.Panel) (*Sheet, error) {
	posts, notes, err := d.posts(ctx, d.months(v))
	if err != nil {
		return nil, err
	}
	s := &Sheet{notes: notes, Keys: []SheetKey{{Name: "month", Label: ops.Label{En: "Month", Zh: "月份"}},
		{Name: "account", Label: ops.Label{En: "Account", Zh: "账号"}, Dimension: "account"}, {Name: "slots", Label: ops.Label{En: "What they were", Zh: "各篇类型"}}},
		Columns: []SheetColumn{
			{Name: "posts", Label: ops.Label{En: "Posts", Zh: "篇数"}, Unit: ops.UnitCount},
			{Name: "quota", Label: ops.Label{En: "Quota", Zh: "额度"}, Unit: ops.UnitCount},
		}}
	quotas, err := d.quotas(ctx, v, posts)
	if err != nil {
		return nil, err
	}
	for _, q := range quotas {
		s.Rows = append(s.Rows, SheetRow{Keys: []string{q.month.From.String()[:7], q.account, strings.Join(q.kinds, SlotsApart)},
			Cells: []SheetCell{plain(number(q.posts)), plain(q.limit)}, Verdict: q.verdict, Reason: q.code, Args: q.args})
	}
	if len(quotas) > 0 && quotas[0].account == quotas[len(quotas)-1].account { // there is but one
		s.Keys = slices.Delete(s.Keys, 1, 2)
		for i := range s.Rows {
			s.Rows[i].Keys = slices.Delete(s.Rows[i].Keys, 1, 2)
		}
	}
	if len(s.Rows) > 0 && !slices.ContainsFunc(quotas, func(q quota) bool { return q.limit.State == ops.Known }) {
		s.notes = append(s.notes, Note{Code: QuotaUnset})
	}
	s.Facts = []SheetFact{{Name: "posts", Label: ops.Label{En: "Posts in the range", Zh: "所选日期内的推送"}, Unit: ops.UnitCount, Cell: plain(d.postsIn(v, posts))}}
	slices.SortStableFunc(s.Rows, func(a, b SheetRow) int { return cmp.Compare(b.Keys[0], a.Keys[0]) })
	return s, nil
}

// postsIn counts the posts of the range itself, which has as many days as the range it is
// compared with: whole months have not.
func (d Operations) postsIn(v *View, posts []engine.Post) ops.Value {
	if _, known := d.watermark("posts", v.Filter); !known || v.Range.Len() == 0 {
		return pending
	}
	n := 0
	for _, p := range posts {
		if v.Range.Has(p.Day) {
			n++
		}
	}
	return number(n)
}

// SlotsApart stands between the kinds of the posts of a month.
const SlotsApart = "; "

// QuotaUnset is the note that no target says how many posts a month may have.
const QuotaUnset NoteCode = "quota_unset"

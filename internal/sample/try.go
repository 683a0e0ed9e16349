package sample

import (
	"time"

	"daybreak/internal/ops"
)

// Tries are what the team of the story tried: the paid posts of big accounts,
// the autumn campaign, a hard sell that did harm, a small one that shows nothing, one
// that is planned, and a partner who brought nobody. They are dated as the story is that the options tell.
// Next of a decided one counts from 1 in this list.
func Tries(o Options) []ops.Try {
	o = o.filled()
	last := o.Last
	moved := last - Last()
	on := func(month time.Month, day int) ops.Day { return ops.DayOf(2026, month, day) + moved }
	sold := hardSell(o)
	posts := []struct {
		day   ops.Day
		title string
		cost  int64
	}{
		{on(5, 9), "《早读》", 580000}, {on(6, 6), "《城市夜话》", 820000}, {on(7, 5), "《职场笔记》", 700000},
		{on(8, 2), "《早读》", 620000}, {on(8, 30), "《慢生活》", 980000}, {on(9, 22), "《职场笔记》", 740000},
		{on(10, 18), "《城市夜话》", 840000},
	}
	var out []ops.Try
	for i, p := range posts {
		t := ops.Try{Title: "公众大号" + p.title, Kind: "channel", Hypothesis: "读者和我们的成员是同一类人", Scope: "channel:big-accounts", MeasuredOn: ops.MeasuredOnAll,
			Metric: "joins", Direction: ops.UpGood, Start: p.day, End: p.day + 3, Expected: .3, Probability: .7, Cost: p.cost, Hours: 6, Owner: "周宁"}
		if i < len(posts)-1 {
			t.Decision, t.Sentence, t.Next = ops.DecideRepeat, "合起来看，每千元多来十人上下，值得再投一次。", int64(i+2)
		}
		out = append(out, t)
	}
	out[0].Sentence = "之前不满 28 天，说不准；换一个大号再看一次。"
	out[5].Decision, out[5].Sentence = ops.DecideRetest, "和秋季活动撞在一起，分不开；错开再投。"
	return append(out,
		ops.Try{Title: "秋季六天打卡活动", Kind: "activity", Hypothesis: "连着打卡六天，老成员会带新人来", Scope: "channel:!big-accounts", Metric: "joins",
			Also: []string{"cost"}, Direction: ops.UpGood, Start: on(9, 21), End: on(9, 26), Expected: .8, Probability: .7,
			Cost: 620000, Hours: 40, Owner: "何苗"},
		ops.Try{Title: "硬广推文“课程最后一天”", Kind: "content", Hypothesis: "最后一天的提醒会带来收入，掉粉不多", Metric: "followers_lost",
			Direction: ops.DownGood, Start: sold, End: sold + 1, Expected: .2, Probability: .5, Hours: 3, Owner: "陈果",
			Decision: ops.DecideStop, Sentence: "掉的粉比带来的收入贵，停掉。"},
		ops.Try{Title: "晚打卡提醒", Kind: "user", Hypothesis: "晚上提醒一次，当天不断签", Metric: "check_ins", Direction: ops.UpGood, Start: on(10, 12),
			End:      on(10, 16),
			Expected: .6, Probability: .6, Hours: 8, Owner: "何苗"},
		ops.Try{Title: "搜索广告加投 30%，两周", Kind: "search", Hypothesis: "花费一直不变，看不出多投有没有用", Scope: "channel:search-ads", Metric: "joins", Also: []string{"cost"},
			Direction: ops.UpGood, Start: on(12, 7), End: on(12, 20), Expected: .3, Probability: .6, Cost: 200000, Hours: 2, Owner: "周宁"},
		ops.Try{Title: "晨光书店推荐", Kind: "partner", Hypothesis: "书店的读者爱早读，会从豆瓣过来", Scope: "channel:douban", Metric: "joins", Direction: ops.UpGood,
			Start: on(7, 12), End: on(7, 25), Expected: .5, Probability: .5, Cost: 138000, Hours: 8, Owner: "林晓",
			Decision: ops.DecideStop, Sentence: "豆瓣来的人和平时一样多，不再续。"},
	)
}

// hardSell returns the last day on which a post that sells hard goes out, early
// enough for its effect to be known and on no holiday, of which nobody knows what
// is usual.
func hardSell(o Options) ops.Day {
	const known = 14
	s := &story{Options: o}
	off := map[ops.Day]bool{}
	for _, h := range o.Holidays {
		off[h.Day] = h.Kind == ops.DayOff
	}
	found := o.Last - known
	for d, posts := range s.pushes() {
		day := s.day(d)
		for _, p := range posts {
			if p.kind == "hard-sell" && day <= o.Last-known && !off[day] && !off[day+1] {
				found = day
			}
		}
	}
	return found
}

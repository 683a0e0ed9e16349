package sample

import (
	"fmt"
	"math"
	"slices"

	"daybreak/internal/ops"
)

// spending writes the day's ad spend.
func (s *story) spending(d int, boost float64) {
	date := s.day(d).String()
	if chs := channels(); d >= chs[6].from {
		for _, k := range keywords() {
			impressions := poisson(s.r, k.impressions*boost*math.Sqrt(s.size))
			clicks := poisson(s.r, float64(impressions)*k.ctr)
			cost := int64(float64(clicks)*k.cpc*(0.9+0.2*s.r.Float64()) + 0.5)
			reported := poisson(s.r, float64(clicks)*k.conversion)
			s.tally.spent("search-ads", d, cost)
			s.w.row("spend", date, "baidu", "daybreak-main", k.campaign, k.group, k.word, "search-ads", k.industry, num(impressions), num(clicks), yuan(cost), "CNY",
				num(reported), "")
			s.terms(d, k, impressions, clicks, cost, reported)
		}
		// The overseas Chinese account is paid in dollars.
		impressions := poisson(s.r, 210*boost)
		clicks := poisson(s.r, float64(impressions)*0.034)
		cost := int64(float64(clicks) * 38)
		s.tally.spent("search-ads", d, int64(float64(cost)*rate(d/30)))
		s.w.row("spend", date, "google-ads", "daybreak-us", overseas, "Early rising", "早起 打卡", "search-ads", "habits", num(impressions), num(clicks),
			yuan(cost), "USD", num(poisson(s.r, float64(clicks)*0.08)), "")
	}
	if d >= channels()[5].from {
		for i, creative := range []string{"Sunrise video", "Streak badge", "Group photo"} {
			impressions := poisson(s.r, 5200/float64(i+1)*boost*math.Sqrt(s.size))
			clicks := poisson(s.r, float64(impressions)*0.009)
			cost := int64(float64(clicks)*42*(0.9+0.2*s.r.Float64()) + 0.5)
			s.tally.spent("low-cost-ads", d, cost)
			s.w.row("spend", date, "tencent-ads", "daybreak-feed", feed, "All", creative, "low-cost-ads", "habits", num(impressions), num(clicks),
				yuan(cost), "CNY", num(poisson(s.r, float64(clicks)*0.05)), "")
		}
	}
	for _, p := range placements() {
		at := d - p.day*s.Days/standardDays
		if at < 0 || at >= 4 {
			continue
		}
		impressions := poisson(s.r, p.reach*700*[]float64{0.5, 0.3, 0.14, 0.06}[at])
		cost := int64(0)
		if at == 0 {
			cost = p.price
		}
		s.tally.spent("big-accounts", d, cost)
		s.w.row("spend", date, "big-accounts", "direct", p.account, "", "", "big-accounts", "habits", num(impressions),
			num(poisson(s.r, float64(impressions)*0.012)), yuan(cost), "CNY", "", "")
	}
}

// lostBill is the day of the story whose daily fees were never written down: the
// one hole of the record, long before its end.
const lostBill = 118

// operating writes what is not ad spend: gifts, fees, staff hours.
func (s *story) operating(d int) {
	day := s.day(d)
	if d != lostBill {
		s.w.row("costs", day.String(), "fees", "", "", "messages and storage", yuan(1_800), "CNY", "")
	}
	if day.Weekday() == 1 { // staff hours of the week before, by channel
		for _, h := range []struct {
			channel string
			hours   int64
		}{{"zhihu", 9}, {"douban", 5}, {"tieba", 4}, {"blogs", 6}, {"search-ads", 3}, {"low-cost-ads", 2}, {"invitations", 4}} {
			s.w.row("costs", day.String(), "staff", h.channel, "", "hours at 60.00", yuan(h.hours*6_000), "CNY", num(int(h.hours)))
		}
	}
	if (d-firstStart)%challengeGap == challengeGap-1 && d > firstStart { // badges for those who finished
		n := 0
		for _, i := range s.active {
			if m := &s.members[i]; m.enrolled >= 0 && m.streak >= challengeGap-1 {
				n++
			}
		}
		s.w.row("costs", day.String(), "incentives", "invitations", "", "badges "+challenge((d-firstStart)/challengeGap), yuan(int64(n)*600), "CNY", "")
	}
	for _, p := range placements() {
		if d == p.day*s.Days/standardDays {
			s.w.row("costs", day.String(), "fees", "big-accounts", p.account, "writer", yuan(60_000), "CNY", "")
		}
	}
	if a := autumn(s.end, s.Days); day == a.From {
		s.w.row("costs", day.String(), "incentives", "", autumnCampaign, "prizes", yuan(460_000), "CNY", "")
		s.w.row("costs", day.String(), "fees", "", autumnCampaign, "design", yuan(160_000), "CNY", "")
	}
	s.partnerCosts(d)
}

func (s *story) rates() {
	for d, i := s.start()-3, 0; d < s.end; d, i = ops.AddMonths(d, 1), i+1 {
		s.w.row("rates", d.String(), "USD", fmt.Sprintf("%.4f", rate(i)))
	}
}

// rate is what a dollar costs in the n-th month.
func rate(n int) float64 { return 7.1 + 0.02*float64(n%4) }

// push is one post to the followers.
type push struct {
	id, kind, title string
	day             int
	pull, sell      float64 // followers gained and lost per reader
}

// pushes plans four pushes a month, indexed by the day they go out.
func (s *story) pushes() [][]push {
	out := make([][]push, s.Days)
	kinds := []push{
		{kind: "guide", title: "How to fall asleep an hour earlier", pull: 0.011, sell: 0.002},
		{kind: "story", title: "A member's hundred mornings", pull: 0.008, sell: 0.003},
		{kind: "hard-sell", title: "Last day of the course offer", pull: 0.002, sell: 0.016},
		{kind: "poll", title: "What keeps you in bed", pull: 0.005, sell: 0.002},
	}
	n := 0
	for d := range s.Days {
		_, _, dom := s.day(d).Date()
		if !slices.Contains([]int{4, 11, 18, 25}, dom) {
			continue
		}
		p := kinds[n%len(kinds)]
		n++
		p.id, p.day = fmt.Sprintf("p%03d", n), d
		p.title = fmt.Sprintf("%s (%d)", p.title, n)
		out[d] = append(out[d], p)
	}
	return out
}

// following writes followers by source and the measurements of the pushes,
// each for a week after it went out.
func (s *story) following(d int, boost float64, today []push) {
	date := s.day(d).String()
	if d == 0 {
		s.followers = 3_200
	}
	s.running = append(s.running, today...)
	joined := 0.0
	for _, n := range s.joins {
		joined += n
	}
	gained, lost := 0, 0
	count := func(source string, g, l float64) {
		a, b := poisson(s.r, g), poisson(s.r, l)
		gained, lost = gained+a, lost+b
		s.w.row("followers", date, "Daybreak Mornings", source, num(a), num(b), "")
	}
	count("search", 9*boost, 0)
	count("scan", joined*1.6*boost, 0)
	count("share", 6*boost, float64(s.followers)*0.0009)
	still := s.running[:0]
	for _, p := range s.running {
		at := d - p.day
		fade := math.Exp(-0.9 * float64(at))
		reads := poisson(s.r, float64(s.followers)*0.16*fade)
		delivered := 0
		if at == 0 {
			delivered = s.followers
		}
		g, l := poisson(s.r, float64(reads)*p.pull), poisson(s.r, float64(reads)*p.sell)
		gained, lost = gained+g, lost+l
		s.w.row("posts", p.id, date, p.title, "Daybreak Mornings", p.kind, clock(s.day(p.day), 20*60+30, 0), num(delivered), num(reads),
			num(poisson(s.r, float64(reads)*0.021)), num(poisson(s.r, float64(reads)*0.035)), num(poisson(s.r, float64(reads)*0.008)), num(g), num(l))
		s.w.row("followers", date, "Daybreak Mornings", "post "+p.id, num(g), num(l), "")
		if at < 6 {
			still = append(still, p)
		}
	}
	s.running = still
	s.followers += gained - lost
	s.w.row("followers", date, "Daybreak Mornings", "all", "", "", num(s.followers))
}

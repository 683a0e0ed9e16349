// Package sample writes the sample data: one coherent story of a small team
// that grows an early-rising check-in product over 200 days, or the same story
// told bigger. The same options always give the same bytes.
//
// The story: Zhihu, Douban, Tieba and blogs bring few people who stay; big
// public accounts are dear, quick and do not last; low-cost ads and search ads
// run all the time; invitations snowball with the number of active members. A
// 21-day challenge starts every three weeks. A six-day autumn campaign doubles
// everything from 21 to 26 September and leaves followers behind, four pushes
// a month keep readers but the hard-selling ones lose followers. 400 people
// apply for the beta programme and fewer than 1 in 10 qualify.
package sample

import (
	"fmt"
	"time"

	"daybreak/internal/ops"
)

// Last is the last day of the committed sample data. Everything in the story is
// dated relative to its last day.
func Last() ops.Day { return ops.DayOf(2026, time.October, 31) }

const (
	firstStart   = 10 // day of the story on which the first challenge starts
	challengeGap = 21
)

// channel is one road by which people come. join is the mean number of joins a
// day at the standard size, keep how well its people last (0 … 1).
type channel struct {
	name    string
	join    float64
	from    int // first day of the story with joins
	keep    float64
	buys    float64 // chance that a member ever pays
	growing float64 // joins grow by this share over the story
}

func channels() []channel {
	return []channel{
		{"zhihu", 3.2, 0, 0.80, 0.26, 0.9},
		{"douban", 2.1, 0, 0.74, 0.17, 0.4},
		{"tieba", 1.7, 0, 0.50, 0.09, 0.1},
		{"blogs", 1.1, 5, 0.70, 0.20, 0.3},
		{"big-accounts", 0, 0, 0.22, 0.06, 0}, // only on placement days
		{"low-cost-ads", 4.2, 40, 0.34, 0.07, 0.2},
		{"search-ads", 2.6, 20, 0.56, 0.24, 0.5},
		{"invitations", 0, 0, 0.72, 0.18, 0}, // from active members
	}
}

// placement is a paid post by a big public account.
type placement struct {
	day     int
	account string
	price   int64 // fen
	reach   float64
}

func placements() []placement {
	return []placement{
		{24, "Morning Reading", 520_000, 60},
		{52, "City Nights", 760_000, 85},
		{81, "Career Notes", 640_000, 55},
		{109, "Morning Reading", 560_000, 48},
		{137, "Slow Living", 920_000, 110},
		{160, "Career Notes", 680_000, 95},
		{186, "City Nights", 780_000, 70},
	}
}

// The autumn campaign: six days.
func autumn(end ops.Day, days int) ops.Range {
	from := end - 41 // 21 September when the story ends on 31 October
	if days < 60 {
		from = end - ops.Day(days/2)
	}
	return ops.Range{From: from, To: from + 6}
}

func cities() []string {
	return []string{"Beijing", "Shanghai", "Guangzhou", "Shenzhen", "Hangzhou", "Chengdu", "Wuhan", "Nanjing", "Xi'an", "Chongqing", "Suzhou", "Tianjin",
		"Changsha", "Zhengzhou", "Qingdao", "Dalian", "Xiamen", "Kunming", "Hefei", "Jinan", "Fuzhou", "Ningbo", "Shenyang", "Harbin"}
}

// product is something the team sells; cost < 0 means its cost of goods is not
// known yet.
type product struct {
	name, role  string
	price, cost int64 // fen
	share       float64
	refund      float64
}

func products() []product {
	return []product{
		{"Early-bird notebook", "traffic", 990, 620, 0.38, 0.02},
		{"21-day course", "volume", 4_900, 300, 0.36, 0.05},
		{"Morning coaching", "profit", 39_900, 9_000, 0.10, 0.07},
		{"Autumn gift box", "promotion", 6_800, -1, 0.16, 0.04},
	}
}

// keyword is one line of the search account.
type keyword struct {
	campaign, group, word, industry string
	impressions                     float64 // a day
	ctr                             float64
	cpc                             float64 // fen
	conversion                      float64 // reported by the platform
}

func keywords() []keyword {
	var out []keyword
	add := func(campaign, group, industry string, impressions, ctr, cpc, conversion float64, words ...string) {
		for i, w := range words {
			out = append(out, keyword{campaign, group, w, industry, impressions / float64(i+1), ctr, cpc * (1 + 0.15*float64(i)), conversion})
		}
	}
	add("Brand", "Name", "habits", 260, 0.110, 45, 0.30, "daybreak app", "daybreak check-in", "破晓打卡")
	add("Habits", "Early rising", "habits", 900, 0.031, 95, 0.10, "early rising", "how to get up early", "早起", "早起打卡")
	add("Habits", "Check-in", "habits", 620, 0.027, 88, 0.09, "check-in group", "21 day habit", "打卡群")
	add("Study", "Exams", "education", 760, 0.019, 140, 0.05, "exam study group", "考研打卡", "morning study")
	add("Study", "English", "education", 540, 0.022, 125, 0.06, "english morning reading", "英语晨读")
	add("Fitness", "Running", "sports", 480, 0.016, 110, 0.04, "morning run group", "晨跑", "running check-in")
	return out
}

// LastChallenge returns the challenge that runs when the story ends on a day,
// told at its standard length.
func LastChallenge(last ops.Day) ops.Challenge {
	n := (standardDays - 1 - firstStart) / challengeGap
	return ops.Challenge{Name: challenge(n), Slug: challenge(n), Title: fmt.Sprintf("早起 21 天 · Early rising %d", n+1),
		Start: last + 1 - standardDays + ops.Day(firstStart+n*challengeGap), Length: 21, MakeUp: 2, Open: true}
}

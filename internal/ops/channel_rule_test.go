package ops

import (
	"testing"
	"time"
)

// Which rule counts, by hand: an exact campaign before a pattern before the
// platform, a longer pattern before a shorter, a rule of the platform before one
// of any, the latest among equals; one that was undone never.
func TestRuleThatCounts(t *testing.T) {
	all := RulesOf([]ChannelRule{
		{ID: 1, Platform: "baidu", Channel: "search"},
		{ID: 2, Platform: "baidu", Campaign: "feed*", Channel: "feed"},
		{ID: 3, Platform: "baidu", Campaign: "feed-brand*", Channel: "brand"},
		{ID: 4, Campaign: "Feed-Brand-1", Channel: "one"},
		{ID: 5, Platform: "google-ads", Campaign: "Feed-Brand-1", Channel: "google"},
		{ID: 6, Campaign: "*trial", Channel: ""},
		{ID: 7, Platform: "baidu", Campaign: "old", Channel: "a", UndoneAt: time.Unix(1, 0)},
		{ID: 8, Record: "orders", Channel: "shop"},
		{ID: 9, Platform: "baidu", Campaign: "two", Channel: "x"},
		{ID: 10, Platform: "google-ads", Campaign: "two", Channel: "y"},
		{ID: 11, Platform: "weibo", Channel: "first"},
		{ID: 12, Platform: "weibo", Channel: "second"},
		{ID: 13, Campaign: "a*b*c", Channel: "abc"},
	})
	for _, c := range []struct {
		record, platform, campaign string
		want                       int64 // the rule; 0 is none
	}{
		{"spend", "baidu", "anything", 1},
		{"spend", "Baidu", "ＦＥＥＤ 3", 2},
		{"spend", "baidu", "feed-brand-2", 3},
		{"spend", "baidu", "feed-brand-1", 4},
		{"spend", "google-ads", "feed-brand-1", 5},
		{"spend", "google-ads", "other", 0},
		{"spend", "google-ads", "my trial", 6},
		{"spend", "baidu", "old", 1},
		{"spend", "weibo", "x", 12},
		{"spend", "tencent", "a-b-c", 13},
		{"spend", "tencent", "abc", 13},
		{"spend", "tencent", "ab", 0},
		{"spend", "tencent", "acb", 0},
		{"orders", "", "", 8},
		{"orders", "", "unheard", 0},
		{"events", "", "", 0},
		{"events", "", "feed-brand-7", 3},
		{"events", "", "two", 0},
		{"members", "", "trial", 6},
	} {
		got, ok := all.Of(c.record, c.platform, c.campaign)
		if got.ID != c.want || ok != (c.want != 0) {
			t.Errorf("%s of %q, %q: rule %d, want %d", c.record, c.platform, c.campaign, got.ID, c.want)
		}
	}
}

func TestRulesRefused(t *testing.T) {
	for want, r := range map[Code]ChannelRule{
		"unknown_record": {Record: "posts", Channel: "a"},
		"rule_both":      {Record: "orders", Campaign: "x", Channel: "a"},
		"rule_empty":     {Campaign: " * ", Channel: "a"},
	} {
		if err := r.Check(); CodeOf(err) != want {
			t.Errorf("%+v: %v, want %s", r, err, want)
		}
	}
	if err := (ChannelRule{Platform: "baidu"}).Check(); err != nil {
		t.Error(err)
	}
}

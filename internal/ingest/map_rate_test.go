package ingest

import (
	"maps"
	"slices"
	"testing"
)

// A rate is said to be computed again only where both its sums are imported;
// watch time, for one, is not kept, so a mean of it is not either.
func TestRatesThatAreComputedAgain(t *testing.T) {
	for _, c := range []struct {
		text  string
		again []string
	}{
		{"Day,Platform,Campaign,Cost,Clicks,Impressions,Currency,CTR,Avg. CPC,Avg. CPM,ROAS,Conv. rate,Bounce Rate\n2026-09-01,x,c,1.50,20,300,CNY,6%,0.07,5,2,1%,3%\n",
			[]string{"CTR", "Avg. CPC", "Avg. CPM"}},
		{"Day,Platform,Campaign,Cost,Impressions,Currency,CTR,Avg. CPC,Avg. CPM\n2026-09-01,x,c,1.50,300,CNY,6%,0.07,5\n", []string{"Avg. CPM"}},
		{"笔记标题,首次发布时间,体裁,曝光,观看量,封面点击率,点赞,评论,收藏,涨粉,分享,人均观看时长,弹幕\n早起,2026年09月01日06时00分00秒,图文,100,50,0.1,1,2,3,4,5,9,0\n", nil},
	} {
		m, err := draft(tableOf(t, c.text), nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i, a := range m.Columns {
			if m.Recomputed(i) {
				got = append(got, a.Header)
			}
		}
		if !slices.Equal(got, c.again) {
			t.Errorf("%s: %v, want %v", c.text, got, c.again)
		}
	}
	for fields, names := range maps.All(vocabulary().common.Made) {
		for _, n := range names {
			if !slices.Contains(vocabulary().common.Rates, n) {
				t.Errorf("%s of %s is not among the rates", n, fields)
			}
		}
	}
}

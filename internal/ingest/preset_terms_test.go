package ingest

import "testing"

// Reports of search terms, with the headers of their platforms, become search terms and no spend: the same money stands
// in the reports of keywords.
func TestSearchTermReports(t *testing.T) {
	for _, c := range []struct{ preset, header, row, bad string }{
		{"baidu_terms", "日期,推广计划,推广单元,关键词,搜索词,当前单元的添加状态,展现,点击,消费,点击率,总转化量,精确匹配扩展(地域词扩展)触发,高级精确匹配触发",
			"2026-09-01,考试,考研,考研打卡,考研早起,未添加,20,2,3.50,10%,1,否,否", "2026-09-02,考试,考研,考研打卡,考研早起,未添加,20,两次,3.50,10%,1,否,否"},
		{"oceanengine_terms", "时间-天,项目名称,单元名称,关键词,搜索词,匹配方式,消耗,展示数,点击数,转化数",
			"2026-09-01,早起,单元一,早起打卡,早起打卡群,短语匹配,3.50,20,2,1", "2026-09-02,早起,单元一,早起打卡,早起打卡群,短语匹配,3.50,20,两次,1"},
		{"tencent_terms", "日期,推广计划名称,广告组名称,关键词,搜索词,曝光次数,点击次数,花费,目标转化量",
			"2026-09-01,早起,组一,早起打卡,早起打卡群,20,2,3.50,1", "2026-09-02,早起,组一,早起打卡,早起打卡群,20,两次,3.50,1"},
		{"google_terms", "Search term,Match type,Added/Excluded,Campaign,Ad group,Keyword,Day,Currency code,Impr.,Clicks,Cost,Conversions",
			"wake up club,Phrase match,None,Brand,Names,wake up,2026-09-01,CNY,20,2,3.50,1", "wake up club,Phrase match,None,Brand,Names,wake up,2026-09-02,CNY,20,twice,3.50,1"},
	} {
		f := newOtherFiles(t)
		p, err := f.planText("terms.csv", c.header+"\n"+c.row+"\n", Options{})
		if err != nil || p.Refusal() != nil {
			t.Errorf("%s: %v %v", c.preset, err, p)
			continue
		}
		f.commit(p, nil)
		if p.Layout != c.preset || p.Record.Name != "search_terms" {
			t.Errorf("%s: read as %s, %s", c.preset, p.Layout, p.Record.Name)
		}
		for column, want := range map[string]string{"cost": "350", "clicks": "2", "impressions": "20", "reported_conversions": "1000000"} {
			if got := f.figures("search_terms", column)[""]; got != want {
				t.Errorf("%s: %s is %s, want %s", c.preset, column, got, want)
			}
		}
		// A word where a number stands is refused with its line, its column and its value; nothing of the file is taken.
		p, err = f.planText("terms.csv", c.header+"\n"+c.row+"\n"+c.bad+"\n", Options{})
		if err != nil || p.Refusal() == nil || p.Rejected != 1 || p.Refusal().Where.Line != 3 || p.Refusal().Where.Column == "" {
			t.Errorf("%s: %v, %v", c.preset, err, p.Refusal())
		}
	}
}

package ingest

import (
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// What records ask of a row is told with its place and what to write instead.
func TestWhatARecordAsksOfARow(t *testing.T) {
	for _, c := range []struct{ name, file, record, code, column string }{
		{"a holiday", "region,date,name,kind,group\nCN,2026-10-01,National Day,Holiday,guoqing\nCN,2026-10-10,National Day,make-up,guoqing\n", "", "", ""},
		{"another kind of day", "region,date,name,kind\nCN,2026-10-01,National Day,weekend\n", "", "not_a_choice", "kind"},
		{"a day without a kind", "region,date,name,kind\nCN,2026-10-01,National Day,\n", "", "blank_name", "kind"},
		{"a budget", "metric,scope,from,to,goal,kind,parent,state,approved_by,approved_on\ncost,,2026-10-01,2026-12-31,20000,budget,,approved,ana,2026-09-01\n", "",
			"", ""},
		{"another state", "metric,from,to,goal,state\ncost,2026-10-01,2026-12-31,20000,agreed\n", "", "not_a_choice", "state"},
		{"counts of two kinds", "date,name,channel,value,amount,currency\n2026-09-01,visits,,12.5,,\n2026-09-01,sales,,,30.00,CNY\n", "", "", ""},
		{"money of no currency", "date,name,channel,value,amount,currency\n2026-09-01,sales,,,30.00,\n", "", "no_currency", "currency"},
		{"levels, told to be", "date,name,source,value\n2026-09-01,uptime,site,99.95\n", "levels", "", ""},
		{"counts, told to be", "date,name,source,value\n2026-09-01,visits,site,99\n", "counts", "", ""},
		{"search terms", "date,platform,campaign,keyword,term,clicks,cost,currency\n2026-09-01,baidu,Brand,daybreak,daybreak app,5,1.50,CNY\n", "", "", ""},
		{"groups", "group,kind,created,closed,owner,channel\nbeijing,city,2026-04-01,,ana,zhihu\n", "", "", ""},
		{"hours", "date,kind,cost,currency,hours\n2026-09-01,staff,480.00,CNY,8\n", "", "", ""},
		{"members with names", "member,name,nickname,contact,tags\nm1,Ana,an,ana@example.org,\"early, beta\"\n", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := planOf(t, c.file, Options{Record: c.record})
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case c.code == "" && (p.Rejected > 0 || p.Layout != ownLayoutName || p.Rows.Len() != strings.Count(c.file, "\n")-1):
				t.Errorf("the plan is %+v", p)
			case c.code != "" && (len(p.Rejects) != 1 || p.Rejects[0].Err.Code != ops.Code(c.code) || p.Rejects[0].Err.Where.Column != c.column ||
				p.Rejects[0].Err.Hint == ""):
				t.Errorf("the rejected rows are %+v", p.Rejects)
			}
		})
	}
}

// A header that says the same of two records is not guessed.
func TestAHeaderOfTwoRecordsIsAsked(t *testing.T) {
	_, err := planOf(t, "date,name,source,value\n2026-09-01,uptime,site,99.95\n", Options{})
	if ops.CodeOf(err) != "ambiguous_layout" || !strings.Contains(err.Error(), "counts") || !strings.Contains(err.Error(), "levels") {
		t.Errorf("the error is %v", err)
	}
}

// A record without words of its own is read by hand by those that others have
// for fields of the same names.
func TestARecordWithoutWordsIsReadByUsualOnes(t *testing.T) {
	r := &ops.Record{Name: "budgets", Label: ops.Label{En: "Budgets", Zh: "预算"}, Day: "date", Columns: []ops.Column{
		{Name: "date", Type: ops.Date, Key: true, Required: true}, {Name: "platform", Type: ops.Name, Key: true, Required: true}, {Name: "amount", Type: ops.Money}}}
	p := vocabulary().usual(r)
	if p.Name != "any_budgets" || !p.Generic || p.Label.Zh != "预算" {
		t.Errorf("it is %+v", p)
	}
	for field, word := range map[string]string{"date": "日期", "platform": "媒体", "amount": "金额"} {
		if p.field(word) != field {
			t.Errorf("%s is taken for %q, not for %s", word, p.field(word), field)
		}
	}
}

package web

import (
	"net/http"
	"strings"
	"testing"
)

// asks answers a question as a body, whatever it is.
func (x *site) asks(t *testing.T, token, path string) string {
	t.Helper()
	w := x.api(t, "GET", path, token, "", "")
	if w.Code != http.StatusOK {
		return string(codeOf(t, w))
	}
	return w.Body.String()
}

// A name that was merged means the one kept to whoever asks: the API, its files
// and pages answer alike, targets count the rows of both, notes are about both. After the undo each
// name means its own rows again.
func TestMergedNameIsAskedFor(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	token := x.token(t, "cron", Editor)
	const header = "date,platform,account,campaign,channel,impressions,clicks,cost,currency\n"
	x.imports(t, token, "a.csv", header+"2026-09-01,Acme Ads,acc,Search,search-ads,1000,50,100.00,CNY\n", "")
	x.imports(t, token, "b.csv", header+"2026-09-01,acme_ads,acc,Brand,search-ads,10,5,7.00,CNY\n", "")
	const target = `{"metric":"cost","scope":"platform:Acme Ads","from":"2026-09-01","to":"2026-09-30","goal":1000}`
	if w := x.api(t, "POST", "/api/v1/targets", token, "application/json", target); w.Code != http.StatusCreated {
		t.Fatal(w.Code, w.Body)
	}
	const note = `{"from":"2026-09-01","text":"Acme was down","kind":"fact","scope":"platform:Acme Ads"}`
	if w := x.api(t, "POST", "/api/v1/notes", token, "application/json", note); w.Code != http.StatusCreated {
		t.Fatal(w.Code, w.Body)
	}
	const (
		question = "/api/v1/metrics?metrics=cost&by=channel&from=2026-09-01&to=2026-09-01&filter=platform:"
		page     = "/channels?from=2026-09-01&to=2026-09-01&lang=en&f.platform="
		goals    = "/api/v1/goals?on=2026-09-01"
	)
	check := func(when, old, kept string) {
		t.Helper()
		for name, cost := range map[string]string{"Acme+Ads": old, "ACME+ADS": old, "acme_ads": kept} {
			if got := x.asks(t, token, question+name); !strings.Contains(got, `"values":{"cost":`+cost+`}`) {
				t.Errorf("%s the cost of %s is not %s: %s", when, name, cost, got)
			}
			if got := ada.get(page + name).Body.String(); !strings.Contains(got, "¥"+cost+".00") {
				t.Errorf("%s the page of %s does not say ¥%s.00", when, name, cost)
			}
		}
		noted := strings.Contains(ada.get(strings.Replace(page, "channels", "overview", 1)+"acme_ads").Body.String(), "Acme was down")
		if noted != (old == kept) {
			t.Errorf("%s the page of the name kept shows the note: %v", when, noted)
		}
		if got := x.asks(t, token, goals); !strings.Contains(got, `"to_date":`+old) {
			t.Errorf("%s the target does not count %s: %s", when, old, got)
		}
	}
	check("before", "100", "7")
	before := x.asks(t, token, question+"Acme+Ads")
	const merge = `{"dimension":"platform","name":"Acme Ads","kept":"acme_ads"}`
	if w := x.api(t, "POST", "/api/v1/merges", token, "application/json", merge); w.Code != http.StatusCreated {
		t.Fatal(w.Code, w.Body)
	}
	check("merged", "107", "107")
	for _, format := range []string{"", "&format=csv"} {
		old, kept := x.asks(t, token, question+"Acme+Ads"+format), x.asks(t, token, question+"acme_ads"+format)
		if old != kept {
			t.Errorf("the old name is answered\n%s\nthe name kept\n%s", old, kept)
		}
	}
	if w := x.api(t, "POST", "/api/v1/merges/1/undo", token, "", ""); w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	check("undone", "100", "7")
	if got := x.asks(t, token, question+"Acme+Ads"); got != before {
		t.Errorf("the old name is answered\n%s\nand was\n%s", got, before)
	}
}

// A name that no row has any more can be merged, and is asked for at once.
func TestMergedNameWithoutRowsIsAskedFor(t *testing.T) {
	x := newSite(t, nil)
	token := x.token(t, "cron", Editor)
	const header = "date,platform,account,campaign,channel,impressions,clicks,cost,currency\n"
	x.imports(t, token, "a.csv", header+"2026-09-01,Acme Ads,acc,Search,search-ads,1000,50,100.00,CNY\n", "")
	x.imports(t, token, "b.csv", header+"2026-09-01,acme_ads,acc,Brand,search-ads,10,5,7.00,CNY\n", "")
	const question = "/api/v1/metrics?metrics=cost&from=2026-09-01&to=2026-09-01&filter=platform:Acme+Ads"
	for _, c := range []struct{ path, body, want string }{
		{"/api/v1/imports/1/undo", "", "unknown_value"},
		{"/api/v1/merges", `{"dimension":"platform","name":"Acme Ads","kept":"acme_ads"}`, `"cost":7`},
		{"/api/v1/merges/1/undo", "", "unknown_value"},
	} {
		if w := x.api(t, "POST", c.path, token, "application/json", c.body); w.Code >= http.StatusMultipleChoices {
			t.Fatal(c.path, w.Code, w.Body)
		}
		if got := x.asks(t, token, question); !strings.Contains(got, c.want) {
			t.Errorf("after %s the answer is %s, want %s", c.path, got, c.want)
		}
	}
}

package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

const n3own = "date,platform,account,campaign,channel,impressions,clicks,cost,currency\n" +
	"2026-09-01,google-ads,acc,Search,search-ads,1000,50,100.00,CNY\n"

const n3export = "Campaign report\n\"September 1, 2026 - September 1, 2026\"\nDay,Campaign,Currency code,Cost,Impr.,Clicks\n" +
	"2026-09-01,Search,CNY,100.00,\"1,000\",50\n"

// costs asks what each platform cost on 1 September.
func (x *site) costs(t *testing.T, token string) map[string]float64 {
	t.Helper()
	w := x.api(t, "GET", "/api/v1/metrics?metrics=cost&by=platform&from=2026-09-01&to=2026-09-01", token, "", "")
	var a struct {
		Groups []struct {
			By     map[string]string  `json:"by"`
			Values map[string]float64 `json:"values"`
		} `json:"groups"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		t.Fatal(err, w.Body)
	}
	out := map[string]float64{}
	for _, g := range a.Groups {
		out[g.By["platform"]] = g.Values["cost"]
	}
	return out
}

func (x *site) imports(t *testing.T, token, name, body, more string) {
	t.Helper()
	if w := x.api(t, "POST", "/api/v1/imports?name="+name+more, token, "text/csv", body); w.Code != http.StatusCreated {
		t.Fatalf("%s: %d %s", name, w.Code, w.Body)
	}
}

// N3: two files say one platform's spend of a day under its key and under its
// name. It counts once: 100, never 200.
func TestOnePlatformUnderTwoNamesCountsOnce(t *testing.T) {
	x := newSite(t, nil)
	token := x.token(t, "cron", Editor)
	x.imports(t, token, "own.csv", n3own, "")
	x.imports(t, token, "g.csv", n3export, "&answer.account=acc")
	if got := x.costs(t, token); len(got) != 1 || got["google-ads"] != 100 {
		t.Errorf("cost is %v, want 100 of google-ads", got)
	}
}

// Names that no list knows: once merged they count once, the later import of
// the same row winning; a file that comes after says the name kept; undoing the
// merge brings back what was.
func TestMergeCountsOnceAndUndoIsExact(t *testing.T) {
	x := newSite(t, nil)
	token := x.token(t, "cron", Editor)
	const header = "date,platform,account,campaign,channel,impressions,clicks,cost,currency\n"
	x.imports(t, token, "a.csv", header+"2026-09-01,Acme Ads,acc,Search,search-ads,1000,50,100.00,CNY\n", "")
	x.imports(t, token, "b.csv", header+"2026-09-01,acme_ads,acc,Search,search-ads,1000,50,101.00,CNY\n2026-09-01,acme_ads,acc,Brand,,10,5,7.00,CNY\n", "")
	before := x.costs(t, token)
	if before["Acme Ads"] != 100 || before["acme_ads"] != 108 {
		t.Fatalf("cost is %v", before)
	}
	// The API offers the two as one.
	offered := x.api(t, "GET", "/api/v1/merges", token, "", "").Body.String()
	if !strings.Contains(offered, `"offers":[{"dimension":"platform","name":"Acme Ads","kept":"acme_ads"}]`) {
		t.Errorf("the offers are %s", offered)
	}
	const merge = `{"dimension":"platform","name":"Acme Ads","kept":"acme_ads"`
	effect := x.api(t, "POST", "/api/v1/merges", token, "application/json", merge+`,"dry_run":true}`).Body.String()
	const want = `"records":[{"record":"spend","rows":1,"joined":1,"days":{"from":"2026-09-01","to":"2026-09-01"},` +
		`"money":[{"column":"cost","currency":"CNY","moved":100,"before":208,"after":108}]}]`
	if !strings.Contains(effect, want) {
		t.Errorf("the effect is %s, want %s", effect, want)
	}
	if got := x.costs(t, token); got["Acme Ads"] != 100 {
		t.Errorf("a dry run changed the cost: %v", got)
	}
	if w := x.api(t, "POST", "/api/v1/merges", token, "application/json", merge+`}`); w.Code != http.StatusCreated {
		t.Fatal(w.Code, w.Body)
	}
	if got := x.costs(t, token); len(got) != 1 || got["acme_ads"] != 108 {
		t.Errorf("merged cost is %v, want 108", got)
	}
	// A file that says the name that went is of the name kept: it updates.
	w := x.api(t, "POST", "/api/v1/imports?name=c.csv", token, "text/csv", header+"2026-09-01,ACME Ads,acc,Search,search-ads,1000,50,103.00,CNY\n")
	if w.Code != http.StatusCreated || !strings.Contains(w.Body.String(), `"updated":1`) {
		t.Errorf("a later file: %d %s", w.Code, w.Body)
	}
	if got := x.costs(t, token); len(got) != 1 || got["acme_ads"] != 110 {
		t.Errorf("cost after a later file is %v, want 103 + 7", got)
	}
	if w := x.api(t, "POST", "/api/v1/imports/3/undo", token, "", ""); w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	if w := x.api(t, "POST", "/api/v1/merges/1/undo", token, "", ""); w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body)
	}
	if got := x.costs(t, token); len(got) != 2 || got["Acme Ads"] != 100 || got["acme_ads"] != 108 {
		t.Errorf("cost after the undo is %v, want %v", got, before)
	}
}

// The page says what a merge would change before it is confirmed, in both
// languages, then who did it and when, and undoes it.
func TestNamesPage(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	token := x.token(t, "cron", Editor)
	const header = "date,platform,account,campaign,channel,impressions,clicks,cost,currency\n"
	x.imports(t, token, "a.csv", header+"2026-09-01,Acme Ads,acc,Search,search-ads,1000,50,100.00,CNY\n", "")
	x.imports(t, token, "b.csv", header+"2026-09-01,acme_ads,acc,Search,search-ads,1000,50,101.00,CNY\n2026-09-02,acme_ads,acc,Search,search-ads,1,1,1.00,CNY\n", "")
	for _, c := range []struct{ path, want string }{
		{"/names?lang=en", "/names?dimension=platform&amp;kept=acme_ads&amp;name=Acme&#43;Ads"},
		{"/names?lang=en&name=Acme+Ads&kept=acme_ads", "a row of the other name: 1. What"},
		{"/names?lang=zh&name=Acme+Ads&kept=acme_ads", "合成一行的有 1 行"},
		{"/names?lang=en&name=Acme+Ads&kept=acme_ads", "¥201.00"},
		{"/names?lang=en&name=Nobody&kept=acme_ads", "No row says"},
	} {
		if got := ada.get(c.path).Body.String(); !strings.Contains(got, c.want) {
			t.Errorf("%s does not say %q", c.path, c.want)
		}
	}
	if w := ada.post("/names", "dimension", "platform", "name", "Acme Ads", "kept", "acme_ads"); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body)
	}
	if got := ada.get("/names?lang=en").Body.String(); !strings.Contains(got, `action="/names/1/undo"`) || !strings.Contains(got, "<td>ada</td>") {
		t.Error("the page does not list the merge")
	}
	if w := ada.post("/names/1/undo"); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body)
	}
	if got := ada.get("/names?lang=en").Body.String(); !strings.Contains(got, "Undone by ada") {
		t.Error("the page does not say who undid the merge")
	}
}

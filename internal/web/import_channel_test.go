package web

import (
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

// previewed uploads a file on the page and returns the address of its preview
// and what it says.
func previewed(t *testing.T, who *visitor, name, body string) (path, page string) {
	t.Helper()
	kind, sent := form(t, name, body, "")
	r := httptest.NewRequest("POST", "/import", strings.NewReader(sent))
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Origin", "http://example.com")
	w := who.do(r)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("upload: %d %s", w.Code, w.Body)
	}
	path = w.Header().Get("Location")
	return path, who.get(path + "?lang=en").Body.String()
}

// hidden returns the fields that a preview's form of the import carries.
func hidden(t *testing.T, page string) (fields []string) {
	t.Helper()
	_, after, ok := strings.Cut(page, `/commit">`)
	if !ok {
		t.Fatal("the preview has no form")
	}
	after, _, _ = strings.Cut(after, "</form>")
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`).FindAllStringSubmatch(after, -1) {
		fields = append(fields, m[1], html.UnescapeString(m[2]))
	}
	return fields
}

// The preview of an export that states no channel asks once which channel the
// platform's campaigns belong to; the answer holds for its rows, for rows that
// were there before and for later files, which are not asked again.
func TestPreviewAsksForTheChannel(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	token := x.token(t, "cron", Editor)
	x.imports(t, token, "before.csv", "date,platform,account,campaign,impressions,clicks,cost,currency\n2026-09-01,baidu,acc,Old,10,1,5.00,CNY\n", "")
	const header = "日期,账户,推广计划,展现量,点击量,消费\n"
	path, page := previewed(t, ada, "百度.csv", header+"2026-09-02,acc,品牌,100,10,60.00\n2026-09-02,acc,信息流,100,10,40.00\n")
	if !strings.Contains(page, "Which channel do the campaigns of Baidu belong to?") {
		t.Fatalf("the preview does not ask: %s", page[strings.Index(page, "<main"):])
	}
	fields := append(hidden(t, page), "rule_channel.baidu", "search-ads")
	if w := ada.post(path+"/commit", fields...); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body)
	}
	if got := x.byChannel(t, token, "cost"); len(got) != 1 || got["search-ads"] != 105 {
		t.Errorf("cost by channel is %v, want 105 of search-ads", got)
	}
	path, page = previewed(t, ada, "百度.csv", header+"2026-09-03,acc,品牌,100,10,7.00\n")
	if strings.Contains(page, "rule_channel") {
		t.Error("the next preview asks again")
	}
	if w := ada.post(path+"/commit", hidden(t, page)...); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body)
	}
	if got := x.byChannel(t, token, "cost"); len(got) != 1 || got["search-ads"] != 112 {
		t.Errorf("cost by channel is %v, want 112 of search-ads", got)
	}
}

// TestPreviewAsksForEachPlatform: a file of several platforms asks about each,
// and each answer is kept; of one that is decided later nothing is.
func TestPreviewAsksForEachPlatform(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	token := x.token(t, "cron", Editor)
	path, page := previewed(t, ada, "spend.csv", "date,platform,campaign,impressions,clicks,cost,currency\n2026-09-01,baidu,A,10,1,5.00,CNY\n"+
		"2026-09-01,google-ads,B,10,1,7.00,CNY\n2026-09-02,meta,C,10,1,11.00,CNY\n2026-09-02,baidu,D,10,1,13.00,CNY\n")
	for _, platform := range []string{"Baidu", "Google Ads", "Meta"} {
		if n := strings.Count(page, "Which channel do the campaigns of "+platform); n != 1 {
			t.Errorf("%s is asked about %d times", platform, n)
		}
	}
	fields := append(hidden(t, page), "rule_channel.baidu", "search-ads", "rule_channel.google-ads", "", "rule_channel.meta", "feed-ads")
	if w := ada.post(path+"/commit", fields...); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body)
	}
	got := x.byChannel(t, token, "cost")
	if got["search-ads"] != 18 || got["feed-ads"] != 11 || len(got) != 3 {
		t.Errorf("cost by channel is %v, want 18 of search-ads, 11 of feed-ads and 7 of none", got)
	}
	_, page = previewed(t, ada, "spend2.csv", "date,platform,campaign,impressions,clicks,cost,currency\n2026-09-03,baidu,A,10,1,5.00,CNY\n"+
		"2026-09-03,google-ads,B,10,1,7.00,CNY\n")
	if !strings.Contains(page, "campaigns of Google Ads") || strings.Contains(page, "campaigns of Baidu") {
		t.Error("the next file must ask about Google Ads alone")
	}
}

// TestAnswersStayInTheForm: what was answered is shown where it was asked, and
// is sent again with the columns.
func TestAnswersStayInTheForm(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	path, page := previewed(t, ada, "report.csv", "Campaign report\nDay,Campaign,Currency code,Impr.,Clicks,Cost\n2026-04-01,Brand,CNY,639,62,86.24\n")
	if !strings.Contains(page, `name="answer.account" value=""`) {
		t.Fatal("the account is not asked")
	}
	page = ada.get(path + "?lang=en&answer.account=North").Body.String()
	if n := strings.Count(page, `name="answer.account"`); n != 2 || strings.Count(page, `name="answer.account" value="North"`) != 2 {
		t.Errorf("the account stands %d times in the forms, want once in that of the columns and once in that of the import", n)
	}
}

// TestPickedChannelsGoAlong: a channel picked on a preview is still picked after
// the columns are applied, also "later" where another would be the first choice,
// and goes on with every form and address of the preview.
func TestPickedChannelsGoAlong(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Admin)
	token := x.token(t, "cron", Editor)
	x.imports(t, token, "before.csv", "date,platform,account,campaign,channel,impressions,clicks,cost,currency\n"+
		"2026-09-01,baidu,acc,Old,search-ads,10,1,5.00,CNY\n", "")
	path, page := previewed(t, ada, "百度.csv", "日期,账户,推广计划,展现量,点击量,消费\n2026-09-02,acc,品牌,100,10,60.00\n")
	if !strings.Contains(page, `<option value="search-ads" selected>`) {
		t.Fatal("the channel of the other spend is not the first choice")
	}
	for _, chosen := range []string{"feed-ads", "", "-", "my-own"} {
		page := ada.get(path + "?lang=en&rule_channel.baidu=" + chosen).Body.String()
		_, commit, _ := strings.Cut(page, `/commit">`)
		commit, _, _ = strings.Cut(commit, "</form>")
		if n := strings.Count(commit, "selected>"); chosen == "" && n != 0 || chosen != "" && n != 1 ||
			chosen != "" && !strings.Contains(commit, `<option value="`+chosen+`" selected>`) {
			t.Errorf("%q: picked is another channel: %s", chosen, commit)
		}
		if n := strings.Count(page, `<input type="hidden" name="rule_channel.baidu" value="`+chosen+`">`); n != 2 {
			t.Errorf("%q goes along with %d forms, want those of the file and of the columns", chosen, n)
		}
	}
	if w := ada.post(path+"/commit", append(hidden(t, page), "rule_channel.baidu", "feed-ads")...); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body)
	}
	if got := x.byChannel(t, token, "cost"); got["feed-ads"] != 60 || got["search-ads"] != 5 {
		t.Errorf("cost by channel is %v, want 60 of feed-ads and 5 of search-ads", got)
	}
}

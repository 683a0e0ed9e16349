package web

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// sampleImport is one real export, what a person says about it, and the sums
// by which it changes the record. They are those of the catalogue of formats.
type sampleImport struct {
	file string     // part of its name
	said url.Values // in the address
	sums map[string]string
	code string // of the refusal
}

func sampleImports() []sampleImport {
	said := func(pairs ...string) url.Values {
		v := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	type sums = map[string]string
	return []sampleImport{
		{file: "Marketing.csv", said: said("answer.platform", "mixed", "answer.currency", "CNY"),
			sums: sums{"impressions": "1577722399", "cost CNY": "30590879.82", "clicks": "2999919", "reported_conversions": "8043",
				"reported_value CNY": "42889366.00"}},
		{file: "sp-campaign-report", sums: sums{"cost INR": "47108.12", "clicks": "1955", "reported_conversions": "194", "reported_value INR": "71129.81"}},
		{file: "sp-search-term", code: "same_money"},
		{file: "ads-lifetime", said: said("answer.campaign", "all", "answer.period", "spread"), sums: sums{"impressions": "3159843", "cost UAH": "77818.01"}},
		{file: "youtube-studio", sums: sums{"reads": "97001"}},
		{file: "overview-daily", said: said("answer.account", "main", "as", "followers"), sums: sums{"gained": "409", "lost": "7"}},
		{file: "overview-daily", said: said("answer.account", "main", "as", "posts"), sums: sums{"reads": "521491", "likes": "7178", "shares": "1926",
			"comments": "665"}},
		{file: "free-form-daily", said: said("answer.account", "site", "column.Event count", "reads"), sums: sums{"reads": "1003468"}},
		{file: "keyword-daily-gb18030", sums: sums{"impressions": "5310", "clicks": "104", "cost CNY": "280.35"}},
		{file: "user_analysis", said: said("answer.account", "mp"), sums: sums{"gained": "32", "lost": "9"}},
		{file: "xiaohongshu-juguang", said: said("answer.campaign", "全部计划"), sums: sums{"cost CNY": "2000.00", "impressions": "15000", "clicks": "400"}},
		{file: "german-utf16le", sums: sums{"cost EUR": "1334.56", "clicks": "1244", "impressions": "46678", "reported_value EUR": "2000.00"}},
		{file: "wecom-checkin", sums: sums{"value": "4"}},
		{file: "campaign-report-alltime", said: said("answer.period", "2026-01-31"), sums: sums{"cost USD": "199421.15"}},
		{file: "campaign-report-utf16-tsv", said: said("answer.period", "spread"), sums: sums{"cost GBP": "365.22", "clicks": "264", "impressions": "9380"}},
		{file: "follows-utf16", said: said("answer.account", "page", "table", "1"), sums: sums{}},
		{file: "follows-utf16", said: said("answer.account", "insta", "table", "2"), sums: sums{}},
		{file: "views-resaved", said: said("answer.account", "page"), sums: sums{}},
		{file: "note-list", sums: sums{}},
		{file: "checkmarks", said: said("answer.member", "me"), sums: sums{}},
		{file: "habitbull", said: said("answer.member", "me"), sums: sums{}},
		{file: "no-data-available", code: "no_rows"},
		{file: "ad-asset-report", code: "not_additive"},
		{file: "reach-excel-resaved", said: said("table", "1"), code: "not_additive"},
	}
}

// TestRealExportsOverHTTP imports every real export there is, all into one
// record, through the API and through the page; what each adds to the sums is
// what the catalogue says. It needs the folder of real exports.
func TestRealExportsOverHTTP(t *testing.T) {
	dir := os.Getenv("DAYBREAK_SAMPLES")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "samples")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(files) == 0 {
		t.Skip("no folder of real exports; set DAYBREAK_SAMPLES")
	}
	for _, door := range []struct {
		name string
		take func(t *testing.T, s *Server, path string, c sampleImport)
	}{{"api", sampleByAPI}, {"page", sampleByPage}} {
		s := realServerOn(t, ops.DayOf(2026, 11, 22))
		for _, c := range sampleImports() {
			t.Run(door.name+" "+c.file+" "+c.said.Get("as")+c.said.Get("table"), func(t *testing.T) {
				for _, f := range files {
					if strings.Contains(filepath.Base(f), c.file) {
						door.take(t, s, f, c)
						return
					}
				}
				t.Skip("not in the folder")
			})
		}
		// The spending of the other platforms ends years before 2021: nobody could
		// tell what they spent, had they not been given up.
		for _, source := range []string{"Amazon Ads", "baidu"} {
			body := `{"record":"spend","source":"` + source + `","retired":true}`
			if w := post(s, "/api/v1/retired-sources", "application/json", body); w.Code != http.StatusOK {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
		}
		// (42,889,366 − 30,590,879.82) ÷ 30,590,879.82 is 40.20 %.
		w := get(s, "/api/v1/metrics?metrics=reported_roi&grain=whole&from=2021-02-01&to=2021-02-28")
		if !strings.Contains(w.Body.String(), `"reported_roi":0.402`) {
			t.Errorf("ROI of February 2021: %s", w.Body)
		}
	}
}

func sampleContent(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func sampleByAPI(t *testing.T, s *Server, path string, c sampleImport) {
	q := url.Values{"name": {filepath.Base(path)}}
	for k, v := range c.said {
		q[k] = v
	}
	content := sampleContent(t, path)
	if c.code != "" {
		if w := post(s, "/api/v1/imports?"+q.Encode(), "application/octet-stream", content); !strings.Contains(w.Body.String(), `"code":"`+c.code+`"`) {
			t.Errorf("%d %s, want %s", w.Code, w.Body, c.code)
		}
		return
	}
	q.Set("dry_run", "1")
	w := post(s, "/api/v1/imports?"+q.Encode(), "application/octet-stream", content)
	var plan struct {
		Rejected int
		Rejects  []any
		Totals   []struct {
			Column, Currency string
			Before, After    json.Number
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &plan); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if plan.Rejected > 0 {
		t.Errorf("rejected: %+v", plan.Rejects)
	}
	got := map[string]string{}
	for _, x := range plan.Totals {
		got[strings.TrimSpace(x.Column+" "+x.Currency)] = added(t, x.Before.String(), x.After.String())
	}
	compareSums(t, got, c.sums)
	q.Del("dry_run")
	if w := post(s, "/api/v1/imports?"+q.Encode(), "application/octet-stream", content); w.Code != http.StatusCreated {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := post(s, "/api/v1/imports?"+q.Encode(), "application/octet-stream", content); !strings.Contains(w.Body.String(), "already_imported") {
		t.Errorf("again: %d %s", w.Code, w.Body)
	}
}

var totalRow = regexp.MustCompile(`<tr><th scope="row">([^<]+)</th><td class="num">([^<]+)</td><td class="num">([^<]+)</td></tr>`)

func sampleByPage(t *testing.T, s *Server, path string, c sampleImport) {
	kind, body := form(t, filepath.Base(path), sampleContent(t, path), "")
	w := browse(s, "POST", "/import", kind, body)
	preview := w.Header().Get("Location")
	page := browse(s, "GET", preview+"?"+c.said.Encode(), "", "").Body.String()
	if c.code != "" {
		if !strings.Contains(page, "<code>"+c.code+"</code>") {
			t.Errorf("the preview does not say %s", c.code)
		}
		return
	}
	commit := commitForm(page)
	if !commit.Has("base") || strings.Contains(page, `class="err"`) {
		t.Fatalf("cannot be imported: %.300s", page[strings.Index(page, "<main"):])
	}
	got := map[string]string{}
	for _, m := range totalRow.FindAllStringSubmatch(page, -1) {
		name, currency, _ := strings.Cut(strings.TrimSuffix(html.UnescapeString(m[1]), ")"), " (")
		got[strings.TrimSpace(name+" "+currency)] = added(t, strings.ReplaceAll(m[2], ",", ""), strings.ReplaceAll(m[3], ",", ""))
	}
	want := map[string]string{}
	for k, v := range c.sums {
		column, currency, _ := strings.Cut(k, " ")
		want[strings.TrimSpace(i18n.In(i18n.En).Wizard.FieldName(column)+" "+currency)] = v
	}
	compareSums(t, got, want)
	w = browse(s, "POST", preview[:len("/import/")+26]+"/commit", formType, commit.Encode())
	if !strings.HasPrefix(w.Header().Get("Location"), "/imports?done=") {
		t.Errorf("%d %s %s", w.Code, w.Header().Get("Location"), w.Body)
	}
}

// compareSums checks sums by column and currency; a column without a currency
// may be in any.
func compareSums(t *testing.T, got, want map[string]string) {
	t.Helper()
	for k, v := range want {
		have, ok := got[k]
		for name, x := range got {
			if !ok && strings.HasPrefix(name, k+" ") {
				have = x
			}
		}
		if have != v {
			t.Errorf("%s: %q, want %q; all: %v", k, have, v, got)
		}
	}
}

// added subtracts two decimal numbers with as many decimals.
func added(t *testing.T, before, after string) string {
	t.Helper()
	units := func(s string) (n int64) {
		if s == "" || s == "…" { // not known
			return 0
		}
		whole, fraction, _ := strings.Cut(s, ".")
		if _, err := fmt.Sscan(whole+(fraction + "00")[:2], &n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	d := units(after) - units(before)
	if !strings.Contains(after, ".") {
		return fmt.Sprint(d / 100)
	}
	return fmt.Sprintf("%d.%02d", d/100, d%100)
}

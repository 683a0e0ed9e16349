package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/analysis"
	"daybreak/internal/engine"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/view"
	"daybreak/static"
)

// Everything on a page is text to browsers, whatever a file called it.
const hostile = `</script><script>alert(1)</script><img src=x onerror=alert(2)>__f__alert(3)__f__`

// storySnapshot is a snapshot of a small story: every measure is 7 in every
// bucket of every group, and the groups have hostile names.
type storySnapshot struct {
	engine.Snapshot
	fail map[string]error // what asking for a measure returns
}

var storyDays = ops.Range{From: ops.DayOf(2026, 5, 1), To: ops.DayOf(2026, 9, 1)}

func (storySnapshot) Has(string, string) bool { return false }

func (storySnapshot) Version() int64                 { return 7 }
func (storySnapshot) Days(string) ops.Range          { return storyDays }
func (storySnapshot) Keys() ops.Keys                 { return nil }
func (storySnapshot) PropertyValues(string) []string { return nil }

func (storySnapshot) Values(string) []string { return []string{"zhihu", hostile, ""} }
func (storySnapshot) Events() []string       { return []string{"check_in", hostile} }
func (storySnapshot) Sources() []ops.Source {
	return []ops.Source{
		{Record: "spend", Name: hostile, Through: storyDays.Last() - 2}, {Record: "spend", Name: "baidu", Through: storyDays.Last()},
		{Record: "events", Through: storyDays.Last()}, {Record: "spend", Name: "given up", Through: storyDays.From, RetiredBy: "ann"},
	}
}

func (s storySnapshot) Sums(_ context.Context, q engine.SumQuery) (*engine.Sums, error) {
	out := &engine.Sums{Buckets: ops.Calendar{Zone: time.UTC}.Buckets(q.Range, q.Grain), Groups: [][]string{nil}}
	if len(q.By) > 0 {
		out.Groups = [][]string{slices.Repeat([]string{hostile}, len(q.By)), slices.Repeat([]string{"zhihu"}, len(q.By)), make([]string, len(q.By))}
	}
	for _, m := range q.Measures {
		if err := s.fail[m.Name]; err != nil {
			return nil, err
		}
		some := engine.Cell{Sum: 7, Rows: 7}
		x := engine.MeasureSums{Total: some, ByBucket: slices.Repeat([]engine.Cell{some}, len(out.Buckets)), ByGroup: slices.Repeat([]engine.Cell{some},
			len(out.Groups))}
		x.Cells = slices.Repeat([]engine.Cell{some}, len(out.Buckets)*len(out.Groups))
		out.Measures = append(out.Measures, x)
	}
	return out, nil
}

func (storySnapshot) Streams() []ops.Stream { return nil }

func (storySnapshot) HourMinutes(context.Context, string, ops.Range, []ops.Filter) (*[7][1440]int64, error) {
	var out [7][1440]int64
	out[1][380] = 5
	return &out, nil
}

func (storySnapshot) Growth(_ context.Context, q engine.GrowthQuery) (*engine.Growth, error) {
	out := &engine.Growth{}
	for _, b := range (ops.Calendar{Zone: time.UTC}).Buckets(q.Range, q.Period) {
		out.Buckets = append(out.Buckets, engine.GrowthBucket{Days: b, New: 3, Retained: 2, Churned: 1, Active: 5, State: engine.Complete})
	}
	return out, nil
}

// storyCatalog has one page with a panel of every type that facts answer.
type storyCatalog struct{ mistakes ops.Mistakes }

func (c storyCatalog) Current() (*ops.Catalog, ops.Mistakes) {
	label := func(s string) ops.Label { return ops.Label{En: s + " & co", Zh: s + "与其他"} }
	sum := func(name string) ops.Linear { return ops.Linear{{Sign: 1, Measure: name}} }
	joins := &ops.Metric{Name: "joins", Label: label("Joins"), Definition: label("People"), Num: sum("joins"), Scale: 1, Unit: ops.UnitCount, Good: ops.UpGood}
	cost := &ops.Metric{Name: "cost", Label: label("Cost"), Definition: label("Money"), Num: sum("cost"), Scale: 1, Unit: ops.UnitMoney, Good: ops.Neutral}
	cpa := &ops.Metric{Name: "cpa", Label: label("CPA"), Definition: label("Money each"), Num: sum("cost"), Den: sum("joins"), Scale: 1, Unit: ops.UnitMoney,
		Good: ops.DownGood}
	steps := []ops.Step{{Label: label("One"), Metric: "joins"}, {Label: label("Two"), Metric: "joins"}}
	page := &ops.Page{Name: "all", Title: label("All"), Icon: "home", Grain: ops.Daily, Days: 28, Panels: []*ops.Panel{
		{ID: "head", Type: "kpis", Title: label("Head"), Width: 12, Metrics: []string{"joins", "cost", "cpa"}},
		{ID: "trend", Type: "line", Title: label("Trend"), Width: 8, Metric: "joins", Metrics: []string{"joins", "cost"}},
		{ID: "split", Type: "line", Title: label("Split"), Width: 8, Metric: "joins", By: "channel"},
		{ID: "today", Type: "checkins_today", Title: label("Today"), Width: 4, Metric: "joins", Event: "check_in"},
		{ID: "rows", Type: "table", Title: label("Rows"), Width: 8, By: "channel", Drill: []string{"campaign"}, Metric: "joins",
			Metrics: []string{"joins", "cost", "cpa"}, Link: "all"},
		{ID: "cloud", Type: "bubbles", Title: label("Cloud"), Width: 6, By: "channel", X: "cost", Y: "cpa", Size: "joins"},
		{ID: "fall", Type: "waterfall", Title: label("Fall"), Width: 6, Steps: []ops.Step{{Label: label("Cost"), Metric: "cost"},
			{Label: label("Less"), Metric: "cost", Minus: true}, {Label: label("Left"), Total: true}}},
		{ID: "many", Type: "multiples", Title: label("Many"), Width: 12, Folded: true, Metric: "cpa", By: "channel", Size: "cost"},
		{ID: "steps", Type: "steps", Title: label("Steps"), Width: 8, Steps: steps},
		{ID: "narrow", Type: "steps", Title: label("Narrow"), Width: 4, Steps: steps},
		{ID: "growth", Type: "growth", Title: label("Growth"), Width: 6, Event: "check_in"},
		{ID: "days", Type: "calendar", Title: label("Days"), Width: 12, Metric: "joins"},
		{ID: "hours", Type: "weekday_hour", Title: label("Hours"), Width: 6, Folded: true, Event: "check_in"},
	}}
	return &ops.Catalog{
		Measures: map[string]*ops.Measure{
			"joins": {Name: "joins", Record: "events", Agg: ops.RowCount},
			"cost":  {Name: "cost", Record: "spend", Column: "cost", Agg: ops.Sum, Money: true},
		},
		Dimensions: map[string]ops.Label{"channel": label("Channel"), "campaign": label("Campaign")},
		Metrics:    []*ops.Metric{joins, cost, cpa}, Pages: []*ops.Page{page}, Digest: "story",
	}, c.mistakes
}

func storyServer(t *testing.T, snapshot engine.Snapshot, mistakes ops.Mistakes) *Server {
	t.Helper()
	cfg := testConfig()
	cfg.Snapshots, cfg.Catalog, cfg.Assets, cfg.Currency = fixedSnapshots{snapshot}, storyCatalog{mistakes}, static.Files(), "CNY"
	cfg.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	return newTestServer(t, cfg)
}

func page(s *Server, path string) *httptest.ResponseRecorder {
	return get(s, path, "Accept", "text/html")
}

// A page of every panel, in both languages: nothing fails, nothing a file says
// becomes markup, and it fits its budget.
func TestEveryPanelIsRenderedInBothLanguages(t *testing.T) {
	s := storyServer(t, storySnapshot{}, nil)
	for _, path := range []string{"/", "/all?", "/all?more=1", "/all?more=1&grain=week&compare=year&metric=cost",
		"/all?grain=month&range=90d&compare=none&complete=1", "/all?more=1&f.channel=" + url.QueryEscape(hostile) + "&f.campaign=!x", "/all?from=2026-08-01&to=2026-08-01"} {
		for _, lang := range i18n.Languages() {
			at := path + map[bool]string{true: "?", false: "&"}[path == "/"] + "lang=" + string(lang)
			w := page(s, at)
			body := w.Body.String()
			if w.Code != http.StatusOK {
				t.Errorf("%s in %s: %d", path, lang, w.Code)
				continue
			}
			if strings.Contains(body, i18n.In(lang).Panel.Failed) {
				t.Errorf("%s in %s: a panel failed", path, lang)
			}
			for _, bad := range []string{"<img src=x", "<script>alert", "ZgotmplZ", "%!", "<no value>", "style="} {
				if strings.Contains(body, bad) {
					t.Errorf("%s in %s holds %s", path, lang, bad)
				}
			}
			if !strings.Contains(body, `<html lang="`+lang.Tag()+`"`) {
				t.Errorf("%s in %s is in another language", path, lang)
			}
			unfolded := strings.Contains(path, "more=1")
			if strings.Contains(body, `id="p-many"`) != unfolded || strings.Contains(body, `<p class="folded">`) == unfolded {
				t.Errorf("%s in %s: it must be %t that the folded panels are shown", path, lang, unfolded)
			}
			// No page has a panel of every type, and every link repeats the hostile value.
			if sent := get(s, at, "Accept", "text/html", "Accept-Encoding", "gzip").Body.Len(); sent > 22<<10 && !unfolded {
				t.Errorf("%s in %s: %d bytes packed, the budget is 22 KB", path, lang, sent)
			}
			for _, data := range regexp.MustCompile(`(?s)<script type="application/json"[^>]*>(.*?)</script>`).FindAllStringSubmatch(body, -1) {
				if !json.Valid([]byte(data[1])) {
					t.Errorf("%s in %s: an option is not JSON: %.80s", path, lang, data[1])
				}
			}
		}
	}
}

func TestAPanelFailsAlone(t *testing.T) {
	missing := &ops.Error{Code: "missing_rate", Message: "There is no rate for USD.", Hint: "Import rates."}
	for _, err := range []error{missing, errors.New("a secret cause"), context.DeadlineExceeded} {
		s := storyServer(t, storySnapshot{fail: map[string]error{"cost": err}}, nil)
		w := page(s, "/all?more=1&lang=en")
		body := w.Body.String()
		if w.Code != http.StatusOK {
			t.Fatalf("%v: %d", err, w.Code)
		}
		// head, rows, cloud, fall and many ask for the cost; the other eight do not.
		if n := strings.Count(body, i18n.In(i18n.En).Panel.Failed); n != 5 {
			t.Errorf("%v: %d panels failed, want 5", err, n)
		}
		if strings.Contains(body, "secret") {
			t.Errorf("%v: the page tells the cause", err)
		}
		if err == error(missing) != strings.Contains(body, missing.Message) {
			t.Errorf("%v: the page does not say what is missing", err)
		}
		if kept := w.Header().Get("ETag") != ""; kept != (err == error(missing)) {
			t.Errorf("%v: kept for next time: %t", err, kept)
		}
	}
}

func TestWrongAddressesAreRefused(t *testing.T) {
	s := storyServer(t, storySnapshot{}, nil)
	for path, code := range map[string]ops.Code{
		"/all?rnage=7d": "unknown_parameter", "/all?range=7d&range=28d": "duplicate_parameter", "/all?range=3d": "unknown_range",
		"/all?from=2026-08-02&to=2026-08-01": "range_reversed", "/all?from=2026-08-02": "range_incomplete",
		"/all?from=2026-08-01&to=2026-08-02&range=7d": "range_twice", "/all?f.colour=red": "unknown_dimension",
		"/all?metric=none": "unknown_metric", "/all?grain=hour": "unknown_grain", "/all.csv?panel=none": "unknown_panel",
		"/all.svg?panel=none": "unknown_panel", "/all.png?range=7d": "unknown_panel", "/all.svg?panel=rows&theme=blue": "bad_parameter", "/all.png?panel=rows&width=2000": "bad_parameter",
		"/all.png?panel=rows&width=x": "bad_parameter", "/all.svg?panel=rows&theme=dark&theme=light": "duplicate_parameter", "/all.svg?panel=rows&wdth=1": "unknown_parameter",
	} {
		w := get(s, path)
		if got := codeOf(t, w); got != code || w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d %s, want 400 %s", path, w.Code, got, code)
		}
		for _, lang := range i18n.Languages() {
			w := get(s, path+"&lang="+string(lang), "Accept", "text/html")
			if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), i18n.In(lang).Shell.ErrorBack) {
				t.Errorf("%s in %s: %d without an error page", path, lang, w.Code)
			}
		}
	}
	if w := page(s, "/nowhere"); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "not_found") {
		t.Errorf("no page of what is not there: %d", w.Code)
	}
}

func TestAPanelAsCSV(t *testing.T) {
	w := get(storyServer(t, storySnapshot{}, nil), "/all.csv?panel=rows&range=7d")
	want := "\ufeffchannel,joins,joins_compare"
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), want) || !strings.Contains(w.Body.String(), "zhihu,7,7") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="daybreak-all-rows.csv"` {
		t.Errorf("sent as %s", got)
	}
}

func TestAFilterFormLeadsToAFilter(t *testing.T) {
	s := storyServer(t, storySnapshot{}, nil)
	for form, want := range map[string]string{
		"add.channel=zhihu&add.campaign=&range=7d": "/all?f.channel=zhihu&range=7d",
		"add.channel=%3D":                          "/all?f.channel=",
		"add.channel=&f.channel=x":                 "/all?f.channel=x",
		"add.channel=x&f.channel=x":                "/all?f.channel=x",
	} {
		w := page(s, "/all?"+form)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
			t.Errorf("%s leads to %d %s, want %s", form, w.Code, w.Header().Get("Location"), want)
		}
	}
}

// A month's report is one choice away; a comparison that the days of a link cannot
// have is no part of it. August is not over for one of the sources.
func TestNamedRangesAreOffered(t *testing.T) {
	body := page(storyServer(t, storySnapshot{}, nil), "/all?lang=en&range=last_month&compare=2026-05-01&f.channel=zhihu").Body.String()
	for _, want := range []string{
		`id="range-last_month" href="/all?compare=2026-05-01&amp;f.channel=zhihu&amp;range=last_month" data-live title="Jul 1 – Jul 31, 2026" aria-current="true"`,
		`id="range-this_week" href="/all?compare=2026-05-01&amp;f.channel=zhihu&amp;range=this_week" data-live`,
		`id="range-this_year" href="/all?f.channel=zhihu&amp;range=this_year" data-live`, // May is part of it
		`name="compare" value="2026-05-01" max="2026-05-31"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
}

// A value that nothing has is said to be none, one that occurs is not, however
// it is written; nor are rows that state none.
func TestAFilterOnAValueNothingHas(t *testing.T) {
	s := storyServer(t, storySnapshot{}, nil)
	for _, lang := range i18n.Languages() {
		_, sentence, _ := strings.Cut(i18n.In(lang).Notes.UnheardOf, "%[2]s")
		sentence, _, _ = strings.Cut(sentence, "%")
		for filter, want := range map[string]int{"f.channel=nowhere": 1, "f.channel=nowhere&f.channel=!zhihu": 1, "f.channel=!nowhere": 1, "f.channel=ZhiHu": 0,
			"f.channel=": 0} {
			w := page(s, "/all?lang="+string(lang)+"&"+filter)
			if n := strings.Count(w.Body.String(), sentence); n != want {
				t.Errorf("%s %s: said %d times, want %d", lang, filter, n, want)
			}
		}
	}
}

func TestNothingImportedYet(t *testing.T) {
	for _, lang := range i18n.Languages() {
		w := page(storyServer(t, noData{}, nil), "/?lang="+string(lang))
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), i18n.In(lang).Shell.EmptyTitle) {
			t.Errorf("%s: %d", lang, w.Code)
		}
	}
}

type noData struct{ engine.Snapshot }

func (noData) Keys() ops.Keys { return nil }

func (noData) Has(string, string) bool { return false }

func (noData) Version() int64         { return 1 }
func (noData) Sources() []ops.Source  { return nil }
func (noData) Days(string) ops.Range  { return ops.Range{} }
func (noData) Values(string) []string { return nil }

func TestMistakesOfTheFilesStandOnThePage(t *testing.T) {
	broken := ops.Mistakes{{Code: "bad_yaml", Message: "A colon is missing.", Where: ops.Place{File: "overview.yaml", Line: 3}}}
	for _, lang := range i18n.Languages() {
		body := page(storyServer(t, storySnapshot{}, broken), "/?lang="+string(lang)).Body.String()
		if !strings.Contains(body, i18n.In(lang).Shell.BrokenFiles) || !strings.Contains(body, "overview.yaml") {
			t.Errorf("%s: the page does not tell of the broken file", lang)
		}
	}
}

func TestLanguageAndThemeAreRemembered(t *testing.T) {
	s := storyServer(t, storySnapshot{}, nil)
	w := page(s, "/all?lang=en")
	if got := w.Header().Get("Set-Cookie"); !strings.HasPrefix(got, "lang=en;") {
		t.Errorf("cookie %q", got)
	}
	if body := get(s, "/all", "Accept", "text/html", "Cookie", "lang=en; theme=dark").Body.String(); !strings.Contains(body, `<html lang="en" data-theme="dark"`) {
		t.Error("the cookies are not read")
	}
	for back, want := range map[string]string{"/all?range=7d": "/all?range=7d", "//evil.example/x": "/", "https://evil.example": "/", "/\\evil.example": "/",
		"": "/"} {
		r := httptest.NewRequest(http.MethodPost, "/theme", strings.NewReader(url.Values{"theme": {"dark"}, "back": {back}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != want || !strings.HasPrefix(w.Header().Get("Set-Cookie"), "theme=dark;") {
			t.Errorf("back to %q: %d %s %s", back, w.Code, w.Header().Get("Location"), w.Header().Get("Set-Cookie"))
		}
	}
}

func TestThreeEmptiesLookDifferent(t *testing.T) {
	w := view.Writer{Lang: i18n.En, T: i18n.In(i18n.En), Currency: "CNY"}
	seen := map[string]bool{}
	for _, v := range []ops.Value{{}, {State: ops.NotApplicable}, {State: ops.Pending}} {
		seen[w.Value(v, ops.UnitCount)] = true
	}
	if len(seen) != 3 || !seen["0"] || !seen["—"] || !seen["…"] {
		t.Errorf("%v", seen)
	}
}

func TestDeltasSayDirectionThreeTimes(t *testing.T) {
	w := view.Writer{Lang: i18n.En, T: i18n.In(i18n.En)}
	known := func(x float64) ops.Value { return ops.Value{Number: x} }
	for _, c := range []struct {
		delta analysis.Delta
		unit  ops.Unit
		want  view.Delta
	}{
		{analysis.Delta{Absolute: known(5), Relative: known(0.125), Trend: analysis.Up, Verdict: analysis.Good}, ops.UnitCount,
			view.Delta{Class: "good", Icon: "aup", Word: "up", Text: "12.5%"}},
		{analysis.Delta{Absolute: known(-5), Relative: known(-0.125), Trend: analysis.Down, Verdict: analysis.Good}, ops.UnitMoney,
			view.Delta{Class: "good", Icon: "adn", Word: "down", Text: "12.5%"}},
		{analysis.Delta{Absolute: known(0.016), Relative: known(0.5), Trend: analysis.Up, Verdict: analysis.Bad}, ops.UnitPercent,
			view.Delta{Class: "bad", Icon: "aup", Word: "up", Text: "1.6 pp"}},
		{analysis.Delta{Absolute: known(-0.016), Relative: known(-0.5), Trend: analysis.Unclear}, ops.UnitPercent,
			view.Delta{Class: "", Icon: "", Word: "no clear change", Text: "-1.6 pp"}},
	} {
		if got := w.Delta(c.delta, c.unit); *got != c.want {
			t.Errorf("%+v, want %+v", *got, c.want)
		}
	}
}

// Classes that no style sheet knows are a slip of the pen.
func TestTemplatesUseClassesThatExist(t *testing.T) {
	for dir, sheet := range map[string]string{pagesOfColleagues: "app.css plan.css challenge.css report.css lanes.css", pagesOfMembers: "member.css"} {
		checkClasses(t, dir, sheet)
	}
}

func checkClasses(t *testing.T, dir, sheets string) {
	t.Helper()
	var css []byte
	for sheet := range strings.FieldsSeq(sheets) {
		b, err := fs.ReadFile(static.Files(), sheet)
		if err != nil {
			t.Fatal(err)
		}
		css = append(css, b...)
	}
	action := regexp.MustCompile(`\{\{[^}]*\}\}`)
	names, err := fs.Glob(templateFiles, dir+"/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`class="([^"]*)"`).FindAllSubmatch(b, -1) {
			for class := range strings.FieldsSeq(action.ReplaceAllString(string(m[1]), " ")) {
				if strings.TrimRight(class, "0123456789") == "s" || class == "k" || class == "h" || class == "t12" { // spans, shades
					continue
				}
				if !bytes.Contains(css, []byte("."+class)) {
					t.Errorf("%s: no style for the class %s", name, class)
				}
			}
		}
	}
}

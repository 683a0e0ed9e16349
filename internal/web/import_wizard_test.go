package web

import (
	"bytes"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/web/importing"
)

// several returns a form with files, named a, b, c …
func several(t *testing.T, contents ...string) (contentType, body string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i, content := range contents {
		part, err := w.CreateFormFile("file", string(rune('a'+i))+".csv")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	return w.FormDataContentType(), b.String()
}

var waitingLink = regexp.MustCompile(`href="(/import/[A-Z2-7]{26})" aria-label="[^"]*: ([a-z]\.csv)"`)

// Several files become several uploads, each with its own preview; the page
// after an import leads to the panels that changed and to the next file.
func TestSeveralFilesWaitInAList(t *testing.T) {
	s := realServer(t)
	other := strings.ReplaceAll(spendCSV, "brand", "other")
	kind, body := several(t, spendCSV, other, "x,y\n1,2\n")
	if w := browse(s, "POST", "/import", kind, body); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/import" {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	list := waitingLink.FindAllStringSubmatch(browse(s, "GET", "/import", "", "").Body.String(), -1)
	if len(list) != 3 || list[0][2] != "a.csv" || list[1][2] != "b.csv" || list[2][2] != "c.csv" {
		t.Fatalf("%q", list)
	}
	page := browse(s, "GET", list[0][1], "", "").Body.String()
	if !strings.Contains(page, `class="strip"`) || !strings.Contains(page, "b.csv") {
		t.Error("the preview does not show the files beside it")
	}
	done := browse(s, "POST", list[0][1]+"/commit", formType, commitForm(page).Encode())
	after := html.UnescapeString(browse(s, "GET", done.Header().Get("Location"), "", "").Body.String())
	for _, want := range []string{`href="/channels?from=2026-09-01&to=2026-09-02"`, `#p-`, `action="/imports/1/undo"`, list[1][1]} {
		if !strings.Contains(after, want) {
			t.Errorf("after the import there is no %s", want)
		}
	}
	if strings.Contains(after, `"/growth?from`) {
		t.Error("spend is said to change growth")
	}
	if w := browse(s, "POST", list[2][1]+"/remove", formType, ""); w.Code != http.StatusSeeOther {
		t.Errorf("remove: %d", w.Code)
	}
	if left := waitingLink.FindAllStringSubmatch(browse(s, "GET", "/import", "", "").Body.String(), -1); len(left) != 1 || left[0][2] != "b.csv" {
		t.Errorf("left: %q", left)
	}
	if w := browse(s, "GET", list[2][1], "", ""); w.Code != http.StatusNotFound {
		t.Errorf("a removed upload: %d", w.Code)
	}
	many := make([]string, 21) // one more than a form may hold
	kind, body = several(t, many...)
	if w := browse(s, "POST", "/import", kind, body); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "too_many_files") {
		t.Errorf("too many files: %d", w.Code)
	}
}

// fields returns what the form of questions and columns of a page holds, as a
// browser would send it.
func fields(page string) url.Values {
	v := url.Values{}
	_, page, _ = strings.Cut(page, `<form class="parts"`)
	page, _, _ = strings.Cut(page, "</form>")
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`).FindAllStringSubmatch(page, -1) {
		v.Set(m[1], html.UnescapeString(m[2]))
	}
	for _, m := range regexp.MustCompile(`(?s)<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>`).FindAllStringSubmatch(page, -1) {
		v.Set(m[1], "")
		if x := regexp.MustCompile(`value="([^"]*)" selected`).FindStringSubmatch(m[2]); x != nil {
			v.Set(m[1], x[1])
		}
	}
	for _, m := range regexp.MustCompile(`<input class="input" [^>]*name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		v.Set(m[1], html.UnescapeString(m[2]))
	}
	return v
}

// Without scripts: questions are fields of a form, columns are selects, and
// what was said is remembered, shown and can be forgotten.
func TestTheWizardWithoutScripts(t *testing.T) {
	s := realServer(t)
	en := i18n.In(i18n.En)
	csv := strings.Replace(exportCSV, "Impressions,Clicks", "Impressions,Visits to site", 1)
	preview := uploaded(t, s, "export.csv", csv)
	page := browse(s, "GET", preview, "", "").Body.String()
	form := fields(page)
	if !form.Has("answer.platform") || !form.Has("answer.currency") || form.Get("column.1") != "date" || form.Get("column.4") != "" ||
		strings.Contains(page, "/commit") {
		t.Fatalf("%v", form)
	}
	form.Set("answer.platform", "baidu")
	form.Set("answer.currency", "CNY")
	form.Set("column.4", "clicks")
	page = browse(s, "GET", preview+"?"+form.Encode(), "", "").Body.String()
	if !strings.Contains(page, en.Wizard.ByYou) || !strings.Contains(page, "Import 2 rows") {
		t.Fatalf("after the answers: %s", page)
	}
	done := browse(s, "POST", preview+"/commit", formType, commitForm(page).Encode())
	if done.Header().Get("Location") != "/imports?done=1" {
		t.Fatalf("%d %s", done.Code, done.Body)
	}
	// 40 + 60 clicks, which only the correction made clicks.
	if w := get(s, "/api/v1/metrics?metrics=clicks&grain=whole&from=2026-09-03&to=2026-09-04"); !strings.Contains(w.Body.String(), `"clicks":100`) {
		t.Errorf("the figures: %s", w.Body)
	}
	// The next file of the kind: one click.
	next := strings.NewReplacer("2026-09-03", "2026-09-05", "2026-09-04", "2026-09-06").Replace(csv)
	if page = browse(s, "GET", uploaded(t, s, "baidu next.csv", next), "", "").Body.String(); !strings.Contains(page, "Import 2 rows") ||
		!strings.Contains(page, en.Wizard.Remembered) {
		t.Errorf("the second file asks again: %s", page)
	}
	// Of a file of which nothing tells whose it is, the last answer is the first choice.
	if page = browse(s, "GET", uploaded(t, s, "next.csv", next), "", "").Body.String(); strings.Contains(page, "/commit") ||
		fields(page).Get("answer.platform") != "baidu" {
		t.Errorf("the second file without a name does not ask: %s", page)
	}
	list := browse(s, "GET", "/mappings", "", "").Body.String()
	forget := regexp.MustCompile(`action="(/mappings/\w+/forget)"`).FindStringSubmatch(list)
	if forget == nil || !strings.Contains(list, "Visits to site → "+en.Wizard.FieldName("clicks")) || !strings.Contains(list, "baidu") {
		t.Fatalf("remembered: %s", list)
	}
	if w := browse(s, "POST", forget[1], formType, ""); w.Header().Get("Location") != "/mappings?forgotten=1" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := browse(s, "POST", forget[1], formType, ""); w.Code != http.StatusNotFound {
		t.Errorf("forgotten twice: %d", w.Code)
	}
	if page = browse(s, "GET", uploaded(t, s, "next.csv", next), "", "").Body.String(); strings.Contains(page, "/commit") || !fields(page).Has("answer.platform") {
		t.Error("after forgetting nothing is asked")
	}
}

// A file that was read in the wrong encoding can be read in another.
func TestAnotherEncodingCanBeChosen(t *testing.T) {
	s := realServer(t)
	preview := uploaded(t, s, "x.csv", "a,b\n\xd5\xb9\xcf\xd6,2\n\xff\xff\xff,2\n")
	w := browse(s, "GET", preview, "", "")
	if w.Code < 400 || w.Code >= 500 || !strings.Contains(w.Body.String(), `name="encoding"`) || !strings.Contains(w.Body.String(), `name="delimiter"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// What falls is told with both sums.
func TestAFallingSumIsTold(t *testing.T) {
	s := realServer(t)
	if w := post(s, "/api/v1/imports?name=a.csv", "text/csv", spendCSV); w.Code != 201 {
		t.Fatal(w.Body)
	}
	// 12.50 becomes 1.00: 92 % less.
	page := browse(s, "GET", uploaded(t, s, "b.csv", strings.Replace(spendCSV, "12.50", "1.00", 1)), "", "").Body.String()
	if !strings.Contains(page, "falls by 92 %: 12.50 CNY → 1.00 CNY") {
		t.Errorf("%s", page)
	}
}

type fakeInbox map[string]string

func (f fakeInbox) Parked() []importing.Parked {
	var out []importing.Parked
	for name := range f {
		out = append(out, importing.Parked{Name: name, Why: &ops.Error{Code: "questions_open", Message: "The file does not say in which currency its amounts are."}})
	}
	return out
}

func (f fakeInbox) Open(name string) (io.ReadCloser, error) {
	if content, ok := f[name]; ok {
		return io.NopCloser(strings.NewReader(content)), nil
	}
	return nil, &ops.Error{Code: "unknown_upload", Message: "gone"}
}

// Files the watched folder cannot import are shown with the reason and go
// through the wizard like any other.
func TestParkedFilesAreTakenOnThePage(t *testing.T) {
	s := realServer(t)
	if w := browse(s, "POST", "/import/parked", formType, "name=x.csv"); w.Code != http.StatusNotFound {
		t.Errorf("without a watched folder: %d", w.Code)
	}
	s.importing.Inbox = fakeInbox{"x.csv": exportCSV}
	page := browse(s, "GET", "/import", "", "").Body.String()
	if !strings.Contains(page, i18n.In(i18n.En).Wizard.Parked) || !strings.Contains(page, "in which currency") {
		t.Errorf("%s", page)
	}
	w := browse(s, "POST", "/import/parked", formType, "name=x.csv")
	if w.Code != http.StatusSeeOther || !fields(browse(s, "GET", w.Header().Get("Location"), "", "").Body.String()).Has("answer.currency") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := browse(s, "POST", "/import/parked", formType, "name=..%2Fx.csv"); w.Code != http.StatusNotFound {
		t.Errorf("another file: %d", w.Code)
	}
}

// Money in a currency without a rate would leave every figure of money
// unknown: the preview says so and takes the rate.
func TestAMissingRateIsAskedFor(t *testing.T) {
	s := realServer(t)
	preview := uploaded(t, s, "a.csv", strings.ReplaceAll(spendCSV, "CNY", "EUR"))
	page := browse(s, "GET", preview, "", "").Body.String()
	action := regexp.MustCompile(`action="(/import/[A-Z2-7]+/rate)"`).FindStringSubmatch(page)
	if action == nil || !strings.Contains(page, "No rate turns EUR into CNY on 2026-09-01") {
		t.Fatalf("%s", page)
	}
	if w := browse(s, "POST", action[1], formType, "currency=EUR&date=2026-09-01&rate=x"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("no number: %d", w.Code)
	}
	if w := browse(s, "POST", action[1], formType, "currency=EUR&date=2026-09-01&rate=7.8"); w.Header().Get("Location") != preview {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	page = browse(s, "GET", preview, "", "").Body.String()
	if strings.Contains(page, "No rate turns") {
		t.Error("the rate is asked for again")
	}
	if w := browse(s, "POST", preview+"/commit", formType, commitForm(page).Encode()); w.Code != http.StatusSeeOther {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestPastedCells: cells copied from a spreadsheet go the way of a file, and
// nothing pasted is a mistake.
func TestPastedCells(t *testing.T) {
	s := realServer(t)
	cells := url.Values{"text": {"Day\tPlatform\tCampaign\tCost\tCurrency\r\n2026-09-03\tbaidu\tbrand\t10.50\tCNY\r\n2026-09-04\tbaidu\tbrand\t30.25\tCNY\r\n"}}
	w := browse(s, "POST", "/import/paste", formType, cells.Encode())
	preview := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(preview, "/import/") {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	page := browse(s, "GET", preview, "", "").Body.String()
	if done := browse(s, "POST", preview+"/commit", formType, commitForm(page).Encode()); done.Header().Get("Location") != "/imports?done=1" {
		t.Fatalf("%d %s", done.Code, done.Body)
	}
	if w := get(s, "/api/v1/metrics?metrics=cost&grain=whole&from=2026-09-03&to=2026-09-04"); !strings.Contains(w.Body.String(), `"cost":40.75`) {
		t.Errorf("the figures: %s", w.Body)
	}
	if w := browse(s, "POST", "/import/paste", formType, "text=+"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("nothing pasted: %d", w.Code)
	}
}

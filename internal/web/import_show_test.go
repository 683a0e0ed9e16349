package web

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// browse sends what a browser without scripts would send.
func browse(s *Server, method, path, contentType, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", "en")
	r.Header.Set("Cookie", "theme=light")
	if method == http.MethodPost {
		r.Header.Set("Origin", "http://example.com")
		r.Header.Set("Content-Type", contentType)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func form(t *testing.T, name, content, as string) (contentType, body string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if err := w.WriteField("as", as); err != nil {
		t.Fatal(err)
	}
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	part.Write([]byte(content))
	w.Close()
	return w.FormDataContentType(), b.String()
}

// uploaded sends a file and returns the address of its preview.
func uploaded(t *testing.T, s *Server, name, content string) string {
	t.Helper()
	kind, body := form(t, name, content, "")
	w := browse(s, "POST", "/import", kind, body)
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/import/") {
		t.Fatalf("upload: %d %s", w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

var formField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)

// commitForm returns the fields of the commit form of a preview.
func commitForm(page string) url.Values {
	_, page, _ = strings.Cut(page, `/commit">`)
	v := url.Values{}
	for _, m := range formField.FindAllStringSubmatch(page, -1) {
		v.Set(m[1], html.UnescapeString(m[2]))
	}
	return v
}

const formType = "application/x-www-form-urlencoded"

func TestImportOnThePages(t *testing.T) {
	s := realServer(t)
	en := i18n.In(i18n.En).Import
	if w := browse(s, "GET", "/import", "", ""); w.Code != 200 || !strings.Contains(w.Body.String(), en.DropHere) {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	preview := uploaded(t, s, "a<b>.csv", spendCSV)
	page := browse(s, "GET", preview, "", "").Body.String()
	if !strings.Contains(page, "Import 2 rows") || !strings.Contains(page, "a&lt;b&gt;.csv") || strings.Contains(page, "a<b>") ||
		!strings.Contains(page, "20.00") {
		t.Fatalf("preview: %s", page)
	}
	zh := get(s, preview, "Accept", "text/html", "Accept-Language", "zh").Body.String()
	if !strings.Contains(zh, i18n.In(i18n.Zh).Import.CommitPreview) || strings.Contains(zh, en.CommitPreview) {
		t.Error("the Chinese preview is not Chinese")
	}
	done := browse(s, "POST", preview+"/commit", formType, commitForm(page).Encode())
	if done.Code != http.StatusSeeOther || done.Header().Get("Location") != "/imports?done=1" {
		t.Fatalf("commit: %d %v %s", done.Code, done.Header(), done.Body)
	}
	history := browse(s, "GET", "/imports?done=1", "", "").Body.String()
	if !strings.Contains(history, `action="/imports/1/undo"`) || !strings.Contains(history, "Import 1 is done") {
		t.Errorf("history: %s", history)
	}
	if got := s.Snapshots.Current().Days("spend"); got != (ops.Range{From: day("2026-09-01"), To: day("2026-09-03")}) {
		t.Errorf("the figures cover %v", got)
	}
	// The same bytes again: said before anything is done.
	again := browse(s, "GET", uploaded(t, s, "again.csv", spendCSV), "", "")
	if again.Code != http.StatusConflict || !strings.Contains(again.Body.String(), "already_imported") {
		t.Errorf("the same bytes: %d", again.Code)
	}
	if w := browse(s, "POST", "/imports/1/undo", formType, ""); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/imports?undone=1" {
		t.Errorf("undo: %d %s", w.Code, w.Body)
	}
	if got := s.Snapshots.Current().Days("spend"); got.Len() != 0 {
		t.Errorf("after the undo the figures cover %v", got)
	}
	if history = browse(s, "GET", "/imports?undone=1", "", "").Body.String(); strings.Contains(history, "/undo\"") || !strings.Contains(history, en.Undone) {
		t.Errorf("history after the undo: %s", history)
	}
}

func TestAStalePreviewIsMadeAnew(t *testing.T) {
	s := realServer(t)
	preview := uploaded(t, s, "a.csv", spendCSV)
	old := commitForm(browse(s, "GET", preview, "", "").Body.String())
	other := strings.Replace(spendCSV, "brand", "other", 2)
	if w := post(s, "/api/v1/imports", "text/csv", other); w.Code != 201 {
		t.Fatal(w.Body)
	}
	w := browse(s, "POST", preview+"/commit", formType, old.Encode())
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != preview+"?stale=1" {
		t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	page := browse(s, "GET", w.Header().Get("Location"), "", "").Body.String()
	if !strings.Contains(page, i18n.In(i18n.En).Import.Stale) {
		t.Error("the fresh preview does not say that it is fresh")
	}
	if w := browse(s, "POST", preview+"/commit", formType, commitForm(page).Encode()); w.Header().Get("Location") != "/imports?done=2" {
		t.Errorf("the fresh preview: %d %s", w.Code, w.Body)
	}
}

func post(s *Server, path, contentType, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestRejectedRowsAreShownDownloadedAndLeftOut(t *testing.T) {
	s := realServer(t)
	preview := uploaded(t, s, "a.csv", strings.Replace(spendCSV, "12.50", "=cmd()", 1))
	page := browse(s, "GET", preview, "", "").Body.String()
	if !strings.Contains(page, "Import 1 rows, leave 1 out") || !strings.Contains(page, "<code>=cmd()</code>") ||
		!strings.Contains(page, `<td class="num">2</td>`) {
		t.Fatalf("preview: %s", page)
	}
	csv := browse(s, "GET", preview+"/rejected", "", "")
	if !strings.Contains(csv.Body.String(), "reason") || !strings.Contains(csv.Body.String(), "'=cmd()") ||
		!strings.Contains(csv.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("download: %v %s", csv.Header(), csv.Body)
	}
	withRejects := commitForm(page)
	if w := browse(s, "POST", preview+"/commit", formType, withRejects.Encode()); w.Header().Get("Location") != "/imports?done=1" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := browse(s, "GET", preview, "", ""); w.Code != http.StatusSeeOther {
		t.Errorf("the preview after the commit: %d", w.Code)
	}
}

func TestFilesThatCannotBeReadAreExplained(t *testing.T) {
	s := realServer(t)
	for content, code := range map[string]string{"": "empty_file", "a,b\n1,2\n": "unknown_layout", "%PDF-1.7": "not_csv"} {
		w := browse(s, "GET", uploaded(t, s, "x.csv", content), "", "")
		if w.Code < 400 || w.Code >= 500 || !strings.Contains(w.Body.String(), "<code>"+code+"</code>") || !strings.Contains(w.Body.String(), `type="file"`) &&
			!strings.Contains(w.Body.String(), `name="encoding"`) {
			t.Errorf("%q: %d %s", content, w.Code, w.Body)
		}
	}
	for name, body := range map[string]string{"no file": "--x\r\nContent-Disposition: form-data; name=\"as\"\r\n\r\n\r\n--x--\r\n",
		"breaks off": "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc"} {
		w := post(s, "/api/v1/imports", "multipart/form-data; boundary=x", body)
		if w.Code != http.StatusBadRequest || codeOf(t, w) != "one_file" {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(s.importing.Uploads, "*")); len(left) != 6 {
		t.Errorf("of three files on pages and two broken forms %v stays behind", left)
	}
}

func TestUploadsExpireAndAreSwept(t *testing.T) {
	s := realServer(t)
	preview := uploaded(t, s, "a.csv", spendCSV)
	old := s.Clock().Add(-2 * time.Hour)
	files, _ := filepath.Glob(filepath.Join(s.importing.Uploads, "*"))
	for _, f := range files {
		if info, err := os.Stat(f); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is open to others: %v", f, info.Mode())
		}
		if err := os.Chtimes(f, old, old); err != nil {
			t.Fatal(err)
		}
	}
	uploaded(t, s, "b.csv", spendCSV)
	if w := browse(s, "GET", preview, "", ""); w.Code != http.StatusNotFound {
		t.Errorf("an expired upload: %d", w.Code)
	}
	for _, id := range []string{"..", "%2e%2e%2fdaybreak.db", strings.Repeat("A", 26), strings.Repeat("A", 10000)} {
		if w := browse(s, "GET", "/import/"+id, "", ""); w.Code != http.StatusNotFound {
			t.Errorf("%.20s: %d", id, w.Code)
		}
	}
}

func TestDefinitionsNameEveryMetric(t *testing.T) {
	s := realServer(t)
	catalog, _ := s.Catalog.Current()
	for _, lang := range i18n.Languages() {
		page := get(s, "/metrics?lang="+string(lang), "Accept", "text/html").Body.String()
		for _, m := range catalog.Metrics {
			if !strings.Contains(page, `id="`+m.Name+`"`) {
				t.Errorf("%s: no place for %s", lang, m.Name)
			}
		}
		if !strings.Contains(page, "revenue ÷ ") {
			t.Errorf("%s: no formula of revenue over something", lang)
		}
	}
	if w := get(s, "/metrics/roas"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/metrics#roas" {
		t.Errorf("/metrics/roas: %d", w.Code)
	}
}

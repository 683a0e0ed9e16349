package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func noEnv(string) string { return "" }

// runs runs the program to its end and returns what it printed.
func runs(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	err := run(t.Context(), args, noEnv, &out, &errs)
	return exitCode(err), out.String(), errs.String()
}

// safeBuffer is a buffer that may be read while the program writes.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// serving starts the server with args and returns its base URL. stop ends it
// and returns what run returned.
func serving(t *testing.T, args ...string) (base string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	done := make(chan error, 1)
	var log safeBuffer
	go func() {
		err := run(ctx, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...), noEnv, w, &log)
		w.CloseWithError(io.EOF)
		done <- err
	}()
	var once sync.Once
	var result error
	stop = func() error {
		once.Do(func() {
			cancel()
			select {
			case result = <-done:
			case <-time.After(12 * time.Second):
				t.Error("the server does not stop")
			}
		})
		return result
	}
	t.Cleanup(func() { stop() })
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if _, url, ok := strings.Cut(lines.Text(), "Daybreak is at "); ok {
			go io.Copy(io.Discard, r)
			return url, stop
		}
	}
	t.Fatalf("the server did not start: %s", log.String())
	return "", nil
}

func client() *http.Client { return &http.Client{Timeout: 20 * time.Second} }

func fetch(t *testing.T, method, url, contentType string, body io.Reader, headers ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

const spendHeader = "date,platform,account,campaign,ad_group,keyword,channel,industry,impressions,clicks,cost,currency,reported_conversions,reported_value\n"

func TestServeImportAskUndo(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	base, stop := serving(t, "--data", data, "--no-login")
	if code, body := fetch(t, "GET", base+"/healthz", "", nil); code != 200 {
		t.Fatal(code, body)
	}
	cost := func() string {
		t.Helper()
		code, body := fetch(t, "GET", base+"/api/v1/metrics?metrics=cost&from=2026-09-01&to=2026-09-02", "", nil)
		var a struct {
			Total struct{ Values map[string]json.RawMessage }
		}
		if err := json.Unmarshal([]byte(body), &a); code != 200 || err != nil {
			t.Fatal(code, body)
		}
		return string(a.Total.Values["cost"])
	}
	if got := cost(); got != `{"state":"pending"}` {
		t.Errorf("without data cost is %s", got)
	}
	first := spendHeader + "2026-09-01,baidu,,brand,,,search-ads,,100,10,12.50,CNY,,\n2026-09-02,baidu,,brand,,,search-ads,,100,10,7.50,CNY,,\n"
	code, body := fetch(t, "POST", base+"/api/v1/imports?dry_run=1&name=first.csv", "text/csv", strings.NewReader(first))
	if code != 200 || !strings.Contains(body, `"create":2`) {
		t.Fatal(code, body)
	}
	if got := cost(); got != `{"state":"pending"}` {
		t.Errorf("after a dry run cost is %s", got)
	}
	if code, body = fetch(t, "POST", base+"/api/v1/imports?name=first.csv", "text/csv", strings.NewReader(first)); code != 201 {
		t.Fatal(code, body)
	}
	// 12.50 + 7.50.
	if got := cost(); got != "20" {
		t.Errorf("cost is %s", got)
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, _ := w.CreateFormFile("file", "second.csv")
	io.WriteString(part, spendHeader+"2026-09-02,baidu,,brand,,,search-ads,,100,10,10.00,CNY,,\n")
	w.Close()
	if code, body = fetch(t, "POST", base+"/api/v1/imports", w.FormDataContentType(), &form); code != 201 || !strings.Contains(body, `"updated":1`) {
		t.Fatal(code, body)
	}
	// 12.50 + 10.00.
	if got := cost(); got != "22.5" {
		t.Errorf("cost is %s", got)
	}
	if code, body = fetch(t, "POST", base+"/api/v1/imports", "text/csv", strings.NewReader(first)); code != 409 || !strings.Contains(body, "already_imported") {
		t.Errorf("the same bytes again: %d %s", code, body)
	}
	if code, body = fetch(t, "POST", base+"/api/v1/imports/1/undo", "", nil); code != 200 || !strings.Contains(body, `"state":"undone"`) {
		t.Errorf("undo: %d %s", code, body)
	}
	// Only the second import counts.
	if got := cost(); got != `{"state":"pending"}` && got != "10" {
		t.Errorf("after the undo cost is %s", got)
	}
	if code, body = fetch(t, "POST", base+"/api/v1/imports/1/undo", "", nil); code != 409 {
		t.Errorf("undone twice: %d %s", code, body)
	}
	if code, _ = fetch(t, "POST", base+"/api/v1/imports/99/undo", "", nil); code != 404 {
		t.Errorf("an import that is not: %d", code)
	}
	if code, body = fetch(t, "GET", base+"/api/v1/imports", "", nil); code != 200 || strings.Index(body, "second.csv") > strings.Index(body, "first.csv") {
		t.Errorf("history: %d %s", code, body)
	}
	left, err := filepath.Glob(filepath.Join(data, "uploads", "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("uploads stay behind: %v %v", left, err)
	}
	if err := stop(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	// The address is free again and the record was closed well.
	if code, out, errs := runs(t, "check", "--data", data); code != 0 || !strings.Contains(out, "no damage found") {
		t.Errorf("check: %d %s %s", code, out, errs)
	}
}

func TestPostedEventsAreIdempotent(t *testing.T) {
	base, _ := serving(t, "--data", filepath.Join(t.TempDir(), "data"), "--no-login")
	event := `{"key":"k1","member":"m1","at":"2026-09-01T06:10:00+08:00","event":"check in, early $"}`
	for i, want := range []int{201, 200} {
		if code, body := fetch(t, "POST", base+"/api/v1/events", "application/json", strings.NewReader("["+event+"]")); code != want ||
			!strings.Contains(body, `"received":1`) {
			t.Errorf("post %d: %d %s", i, code, body)
		}
	}
	if code, body := fetch(t, "POST", base+"/api/v1/events", "application/x-ndjson", strings.NewReader(strings.Replace(event, "m1", "m2", 1))); code != 409 ||
		!strings.Contains(body, "key_reused") {
		t.Errorf("same key, other body: %d %s", code, body)
	}
	if code, body := fetch(t, "POST", base+"/api/v1/watermarks", "application/json",
		strings.NewReader(`{"record":"events","source":"","day":"2026-09-05"}`)); code != 200 {
		t.Errorf("watermark: %d %s", code, body)
	}
	if code, body := fetch(t, "GET", base+"/api/v1/sources", "", nil); code != 200 || !strings.Contains(body, `"through":"2026-09-05"`) {
		t.Errorf("sources: %d %s", code, body)
	}
}

func TestWithoutNoLoginTheAPITakesTokens(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	code, token, _ := runs(t, "token", "create", "--data", data, "--role", "viewer")
	if code != 0 || len(strings.TrimSpace(token)) < 47 { // 43 characters hold 256 bits
		t.Fatal(code, token)
	}
	base, _ := serving(t, "--data", data)
	if code, body := fetch(t, "GET", base+"/api/v1/sources", "", nil); code != 401 || !strings.Contains(body, "sign_in") {
		t.Errorf("without a token: %d %s", code, body)
	}
	bearer := "Bearer " + strings.TrimSpace(token)
	if code, body := fetch(t, "GET", base+"/api/v1/sources", "", nil, "Authorization", bearer); code != 200 {
		t.Errorf("with a token: %d %s", code, body)
	}
	if code, body := fetch(t, "POST", base+"/api/v1/imports", "text/csv", strings.NewReader(spendHeader), "Authorization", bearer); code != 403 {
		t.Errorf("a viewer imports: %d %s", code, body)
	}
	for name, b := range map[string]string{"database": readAll(t, filepath.Join(data, "daybreak.db")), "log": readAll(t, filepath.Join(data, "daybreak.db-wal"))} {
		if strings.Contains(b, strings.TrimSpace(token)) {
			t.Errorf("the %s holds the token itself", name)
		}
	}
}

func readAll(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(b)
}

func TestRefusals(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "metrics.yaml"), []byte("metrics: 7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, x := range []struct {
		args string
		code int
		say  string
	}{
		{"serve --no-login --listen 0.0.0.0:0 --data " + data, 78, "loopback"},
		{"serve --no-login --listen :0 --data " + data, 78, "loopback"},
		{"serve --no-login --listen nonsense --data " + data, 78, "address"},
		{"serve --no-login --listen 127.0.0.1:0 --timezone Europe/Nowhere --data " + data, 78, "time zone"},
		{"serve --no-login --listen 127.0.0.1:0 --timezone Local --data " + data, 78, "time zone"},
		{"serve --no-login --listen 127.0.0.1:0 --day-start 24 --data " + data, 78, "start"},
		{"serve --no-login --listen 127.0.0.1:0 --week-start friday --data " + data, 78, "week"},
		{"serve --no-login --listen 127.0.0.1:0 --currency yuan --data " + data, 78, "currency"},
		{"serve --no-login --listen 127.0.0.1:0 --dashboards " + broken + " --data " + data, 78, "metrics.yaml"},
		{"serve --no-login --listen " + taken.Addr().String() + " --data " + data, 78, "cannot be opened"},
		{"check --dashboards " + broken, 78, "metrics.yaml"},
		{"check --data " + filepath.Join(data, "none"), 78, "no data directory"},
		{"undo 7 --data " + data, 78, "no import 7"},
		{"token create --role owner --data " + data, 64, "role"},
		{"nosuch", 64, "nosuch"},
		{"import --data " + data, 64, "file"},
	} {
		code, _, errs := runs(t, strings.Fields(x.args)...)
		if code != x.code || !strings.Contains(errs, x.say) || strings.Contains(errs, "goroutine") {
			t.Errorf("%s: exit %d, %q; want %d, …%s…", x.args, code, errs, x.code, x.say)
		}
	}
}

func TestImportExitCodesAndJSON(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := write("good.csv", spendHeader+"2026-09-01,baidu,,brand,,,search-ads,,100,10,12.50,CNY,,\n")
	bad := write("bad.csv", spendHeader+"2026-09-03,baidu,,brand,,,search-ads,,100,10,NaN,CNY,,\n2026-09-04,baidu,,brand,,,search-ads,,100,10,1,CNY,,\n")
	for i, x := range []struct {
		args   []string
		code   int
		status string
	}{
		{[]string{"--dry-run", good}, 0, "planned"},
		{[]string{good}, 0, "imported"},
		{[]string{good}, 0, "already_imported"},
		{[]string{bad}, 65, "refused"},
		{[]string{"--skip-rejected", bad}, 0, "imported"},
	} {
		code, out, errs := runs(t, append([]string{"import", "--json", "--data", data}, x.args...)...)
		var r fileResult
		if err := json.Unmarshal([]byte(out), &r); err != nil || code != x.code || r.Status != x.status {
			t.Errorf("%d: exit %d, %s %s; want %d %s", i, code, out, errs, x.code, x.status)
		}
		if x.status == "refused" && (len(r.Errors) != 1 || r.Errors[0].Code != "not_a_number" || r.Errors[0].Where.Line != 2) {
			t.Errorf("refused with %+v", r.Errors)
		}
	}
	if code, out, _ := runs(t, "import", "--data", data, bad); code != 0 || !strings.Contains(out, "already imported on ") {
		t.Errorf("in words: %d %s", code, out)
	}
}

func TestSettingsAreRememberedAndDaysStay(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	file := filepath.Join(dir, "events.csv")
	header := "key,member,at,event,group,challenge,channel,campaign,invited_by,value,props\n"
	if err := os.WriteFile(file, []byte(header+"k,m,2026-09-01T03:00:00+02:00,visit,,,,,,,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := runs(t, "import", "--data", data, "--timezone", "Europe/Berlin", "--day-start", "04:00", file); code != 0 {
		t.Fatal(errs)
	}
	// 03:00 in Berlin lies before 04:00: the day before.
	if _, out, errs := runs(t, "check", "--data", data); !strings.Contains(out, "events through 2026-08-31") {
		t.Errorf("check says %s %s", out, errs)
	}
	if code, _, errs := runs(t, "import", "--data", data, "--timezone", "Asia/Tokyo", file); code != 78 || !strings.Contains(errs, "Europe/Berlin") {
		t.Errorf("another zone: %d %s", code, errs)
	}
	if code, out, errs := runs(t, "import", "--data", data, file); code != 0 || !strings.Contains(out, "already imported") {
		t.Errorf("without flags: %d %s %s", code, out, errs)
	}
}

func TestSampleFillsAnEmptyDirectoryOnce(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	base, stop := serving(t, "--data", data, "--no-login", "--sample")
	_, before := fetch(t, "GET", base+"/api/v1/imports", "", nil)
	if n := strings.Count(before, `"via":"sample"`); n < 8 {
		t.Errorf("%d sample files were imported", n)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	base, _ = serving(t, "--data", data, "--no-login", "--sample")
	if _, after := fetch(t, "GET", base+"/api/v1/imports", "", nil); after != before {
		t.Error("a second start with --sample changed the record")
	}
}

func TestFlagsComeFromTheEnvironment(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	env := func(name string) string { return map[string]string{"DAYBREAK_DATA": data}[name] }
	var out, errs bytes.Buffer
	if err := run(t.Context(), []string{"undo", "7"}, env, &out, &errs); exitCode(err) != 78 {
		t.Fatal(err, errs.String())
	}
	if _, err := os.Stat(data); err != nil {
		t.Error("DAYBREAK_DATA was not followed:", err)
	}
}

func TestASecondInstanceIsRefused(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	serving(t, "--data", data, "--no-login")
	code, _, errs := runs(t, "serve", "--listen", "127.0.0.1:0", "--no-login", "--data", data)
	if code != 78 || !strings.Contains(errs, "Another Daybreak") {
		t.Errorf("%d %s", code, errs)
	}
}

func TestBackupAndRestore(t *testing.T) {
	dir := t.TempDir()
	data, file, backup := filepath.Join(dir, "data"), filepath.Join(dir, "spend.csv"), filepath.Join(dir, "backup.db")
	if err := os.WriteFile(file, []byte(spendHeader+"2026-09-01,baidu,,brand,,,search-ads,,100,10,12.50,CNY,,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for i, x := range []struct {
		args string
		code int
	}{
		{"import --data " + data + " " + file, 0},
		{"backup --data " + data + " " + backup, 0},
		{"undo 1 --data " + data, 0},
		{"restore --data " + data + " " + backup, 0},
		{"undo 1 --data " + data, 0}, // it counts again
		{"restore --data " + data + " " + file, 78},
		{"check --data " + data, 0},
	} {
		if code, out, errs := runs(t, strings.Fields(x.args)...); code != x.code {
			t.Fatalf("%d: %s: exit %d, want %d: %s %s", i, x.args, code, x.code, out, errs)
		}
	}
}

// What a file does not say is told as questions under an exit code of its own;
// answers import the file, and the next one asks nothing if its name speaks of
// the platform; else the last answer is the first choice.
func TestQuestionsOnTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	export := func(name, month string) string {
		path := filepath.Join(dir, name)
		must(t, os.WriteFile(path, []byte("Day,Campaign,Impressions,Clicks,Spend\n2026-"+month+"-01,brand,1000,40,10.50\n2026-"+month+"-02,brand,2000,60,30.25\n"),
			0o600))
		return path
	}
	first := export("a.csv", "08")
	for i, x := range []struct {
		args   []string
		code   int
		status string
	}{
		{[]string{first}, 2, "questions_open"},
		{[]string{"--answer", "platform=baidu", first}, 2, "questions_open"},
		{[]string{"--answer", "platform=baidu", "--answer", "currency=CNY", "--map", "Clicks=", first}, 0, "imported"},
		{[]string{export("b.csv", "07")}, 2, "questions_open"},
		{[]string{export("baidu-07.csv", "07")}, 0, "imported"},
		{[]string{"--preset", "nosuch", export("c.csv", "06")}, 65, "refused"},
	} {
		code, out, errs := runs(t, append([]string{"import", "--json", "--data", data}, x.args...)...)
		var r fileResult
		if err := json.Unmarshal([]byte(out), &r); err != nil || code != x.code || r.Status != x.status || (len(r.Questions) > 0) != (x.code == 2) {
			t.Errorf("%d: exit %d, %s %s; want %d %s", i, code, out, errs, x.code, x.status)
		}
	}
}

package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

func TestTelemetryCounts(t *testing.T) {
	c := newTelemetry()
	k := served{"GET", "/:page", 200}
	c.count(k, 500*time.Microsecond)
	c.count(k, 5*time.Millisecond) // the bound belongs to its bucket
	c.count(k, 30*time.Millisecond)
	c.count(k, time.Minute)
	c.count(served{"GET", "/", 303}, 0)
	var b bytes.Buffer
	c.write(&b)
	const labels = `{method="GET",route="/:page",status="200"`
	for _, line := range []string{
		labels + `,le="0.001"} 1`, labels + `,le="0.005"} 2`, labels + `,le="0.025"} 2`, labels + `,le="0.05"} 3`, labels + `,le="10"} 3`, labels + `,le="+Inf"} 4`,
		"_sum" + labels + `} 60.0355`, "_count" + labels + `} 4`,
	} {
		if !strings.Contains(b.String(), line+"\n") {
			t.Errorf("no %s in\n%s", line, &b)
		}
	}
	if strings.Index(b.String(), `route="/"`) > strings.Index(b.String(), `route="/:page"`) {
		t.Error("routes are not in order")
	}
}

// sick is a record with a health of its own.
type sick frame.Health

func (s sick) Health() frame.Health { return frame.Health(s) }

func TestHealthAndTelemetry(t *testing.T) {
	s := realServer(t)
	now := s.Clock()
	ask := func(path string) (int, string) {
		t.Helper()
		r := httptest.NewRequest("GET", path, nil)
		r.Host = s.hosts[0]
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	for _, x := range []struct {
		health frame.Health
		status int
		says   string
	}{
		{frame.Health{Beat: now.Add(-4 * time.Second)}, http.StatusOK, `"status":"ok"`},
		{frame.Health{Beat: now.Add(-6 * time.Second)}, http.StatusServiceUnavailable, `"status":"down"`},
		{frame.Health{}, http.StatusServiceUnavailable, `"status":"down"`},
		{frame.Health{Beat: now, Backup: frame.BackupHealth{Scheduled: true}}, http.StatusOK, `"backup":{"last_verified":null,"failed":false}`},
		{frame.Health{Beat: now, Backup: frame.BackupHealth{Scheduled: true, At: now, Failed: true}}, http.StatusOK, `"failed":true`},
	} {
		s.Monitor = sick(x.health)
		if code, body := ask("/healthz"); code != x.status || !strings.Contains(body, x.says) {
			t.Errorf("%+v: %d %s", x.health, code, body)
		}
	}
	s.Monitor = sick{Beat: now.Add(-time.Second), Damage: &ops.Error{}, LogBytes: 4096, DatabaseBytes: 8192, FreeBytes: 1 << 30,
		Backup: frame.BackupHealth{At: now.Add(-time.Hour)}}
	code, body := ask("/internal/metrics")
	for _, line := range []string{"daybreak_log_bytes 4096", "daybreak_database_bytes 8192", "daybreak_disk_free_bytes 1.073741824e+09", "daybreak_damaged 1",
		"daybreak_backup_age_seconds 3600", "daybreak_heartbeat_age_seconds 1",
		`daybreak_request_seconds_count{method="GET",route="/healthz",status="503"} 2`} {
		if code != http.StatusOK || !strings.Contains(body, line+"\n") {
			t.Errorf("%d, no %s in\n%s", code, line, body)
		}
	}
}

// Every import is counted once, whatever became of it, and so are its rows.
func TestImportsAreCounted(t *testing.T) {
	x := newSite(t, nil)
	editor, admin := x.token(t, "import", Editor), x.token(t, "watch", Admin)
	const spend = "date,platform,campaign,cost,currency\n2026-09-01,p,a,1.00,CNY\n2026-09-01,p,b,2.00,CNY\nnever,p,c,3.00,CNY\n"
	const again = "date,platform,campaign,cost,currency\n2026-09-01,p,a,1.00,CNY\n2026-09-01,p,b,2.50,CNY\n2026-09-01,p,d,4.00,CNY\n"
	const event = `[{"key":"k","member":"m","at":"2026-09-01T06:10:00Z","event":"check_in"}]`
	for i, step := range []struct {
		path, kind, body string
		status           int
	}{
		{"/api/v1/imports?name=a.csv&dry_run=1", "text/csv", again, 200}, // counts nothing
		{"/api/v1/imports?name=a.csv", "text/csv", spend, 422},
		{"/api/v1/imports?name=a.csv&skip_rejected=1", "text/csv", spend, 201},
		{"/api/v1/imports?name=a.csv&skip_rejected=1", "text/csv", spend, 409},
		{"/api/v1/imports?name=b.csv", "text/csv", again, 201},
		{"/api/v1/events", "application/json", event, 201},
		{"/api/v1/events", "application/json", event, 200}, // there already: no batch
		{"/api/v1/events", "application/json", `[{"key":"k"}]`, 422},
		{"/api/v1/imports/2/undo", "", "", 200},
	} {
		if w := x.api(t, "POST", step.path, editor, step.kind, step.body); w.Code != step.status {
			t.Fatalf("step %d: %d %s", i+1, w.Code, w.Body)
		}
	}
	body := x.api(t, "GET", "/internal/metrics", admin, "", "").Body.String()
	for _, line := range []string{
		`daybreak_imports_total{outcome="imported"} 3`, `daybreak_imports_total{outcome="refused"} 3`, `daybreak_imports_total{outcome="undone"} 1`,
		`daybreak_import_rows_total{outcome="created"} 4`, `daybreak_import_rows_total{outcome="updated"} 1`,
		`daybreak_import_rows_total{outcome="unchanged"} 1`, `daybreak_import_rows_total{outcome="rejected"} 1`,
	} {
		if !strings.Contains(body, line+"\n") {
			t.Errorf("no %s in\n%s", line, body[:min(len(body), 2000)])
		}
	}
}

// A disk that is almost full is told on every page.
func TestLowSpaceIsTold(t *testing.T) {
	s := realServer(t)
	for free, want := range map[int64]bool{-1: false, 0: true, 499 << 20: true, 500 << 20: false} {
		s.Monitor = sick{Beat: s.Clock(), FreeBytes: free}
		for lang, text := range map[string]string{"en": fmt.Sprintf("almost full: %d MiB are left", free>>20), "zh": fmt.Sprintf("只剩 %d MiB", free>>20)} {
			if got := strings.Contains(page(s, "/import?lang="+lang).Body.String(), text); got != want {
				t.Errorf("%d bytes are left: told in %s %v", free, lang, got)
			}
		}
	}
}

// The two stops of a full disk are told on every page, the form of an upload
// says why it takes none, and all is as before once there is space.
func TestStopsOfAFullDiskAreTold(t *testing.T) {
	s := realServer(t)
	low := &ops.Error{Code: "imports_stopped", Message: "Imports are stopped."}
	for _, c := range []struct {
		health frame.Health
		en, zh string
		status int
	}{
		{frame.Health{FreeBytes: 300 << 20, Stopped: low}, "Imports are stopped, check-ins go on", "已暂停导入，打卡照常进行", http.StatusInsufficientStorage},
		{frame.Health{FreeBytes: 50 << 20, Stopped: low, CheckInsStopped: true}, "Neither check-ins nor imports are taken", "打卡和导入都已暂停",
			http.StatusInsufficientStorage},
		{frame.Health{FreeBytes: 9 << 30}, "", "", http.StatusOK},
	} {
		c.health.Beat = s.Clock()
		s.Monitor = sick(c.health)
		for _, path := range []string{"/overview", "/import", "/imports", "/metrics", "/members", "/users", "/audit"} {
			for lang, text := range map[string]string{"en": c.en, "zh": c.zh} {
				body := page(s, path+"?lang="+lang).Body.String()
				if c.en == "" && (strings.Contains(body, "Imports are stopped") || strings.Contains(body, "已暂停")) || !strings.Contains(body, text) {
					t.Errorf("%s in %s: %q is told: %v", path, lang, text, text != "")
				}
			}
		}
		if w := post(s, "/api/v1/imports?name=a.csv&dry_run=1", "text/csv", spendCSV); w.Code != c.status {
			t.Errorf("an upload: %d %s, want %d", w.Code, w.Body, c.status)
		}
	}
}

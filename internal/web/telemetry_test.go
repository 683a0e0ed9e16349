package web

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
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
type sick Health

func (s sick) Health() Health { return Health(s) }

func TestHealthAndTelemetry(t *testing.T) {
	s := realServer(t)
	now := s.Clock()
	ask := func(path string) (int, string) {
		t.Helper()
		r := httptest.NewRequest("GET", path, nil)
		r.Host = s.Hosts[0]
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	for _, x := range []struct {
		health Health
		status int
		says   string
	}{
		{Health{Beat: now.Add(-4 * time.Second)}, http.StatusOK, `"status":"ok"`},
		{Health{Beat: now.Add(-6 * time.Second)}, http.StatusServiceUnavailable, `"status":"down"`},
		{Health{}, http.StatusServiceUnavailable, `"status":"down"`},
		{Health{Beat: now, Backup: BackupHealth{Scheduled: true}}, http.StatusOK, `"backup":{"last_verified":null,"failed":false}`},
		{Health{Beat: now, Backup: BackupHealth{Scheduled: true, At: now, Failed: true}}, http.StatusOK, `"failed":true`},
	} {
		s.Monitor = sick(x.health)
		if code, body := ask("/healthz"); code != x.status || !strings.Contains(body, x.says) {
			t.Errorf("%+v: %d %s", x.health, code, body)
		}
	}
	s.Monitor = sick{Beat: now.Add(-time.Second), Damage: &ops.Error{}, LogBytes: 4096, DatabaseBytes: 8192, Backup: BackupHealth{At: now.Add(-time.Hour)}}
	code, body := ask("/internal/metrics")
	for _, line := range []string{"daybreak_log_bytes 4096", "daybreak_database_bytes 8192", "daybreak_damaged 1", "daybreak_backup_age_seconds 3600", "daybreak_heartbeat_age_seconds 1",
		`daybreak_request_seconds_count{method="GET",route="/healthz",status="503"} 2`} {
		if code != http.StatusOK || !strings.Contains(body, line+"\n") {
			t.Errorf("%d, no %s in\n%s", code, line, body)
		}
	}
}

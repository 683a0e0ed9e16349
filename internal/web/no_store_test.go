package web

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// What names members is kept by no browser; figures alone are, and asked for
// again with what was kept.
func TestAnswersThatNameMembersAreNotKept(t *testing.T) {
	s := communityServer(t)
	const days = "from=2026-09-01&to=2026-09-10"
	for path, kept := range map[string]bool{
		"/overview?" + days: true, "/metrics": true, "/overview.csv?panel=headline&" + days: true, "/api/v1/metrics?metrics=cost&" + days: true,
		"/overview.svg?panel=trend&" + days: true, "/overview.png?panel=trend&width=300&" + days: true, "/checkins.png?panel=at_risk&" + days: false,
		"/api/v1/retention?" + days: true, "/api/v1/challenge?by=channel&" + days: true,
		"/checkins?" + days: false, "/checkins.csv?panel=at_risk&" + days: false, "/members": false, "/members.csv?of=growth&kind=active&" + days: false, "/members/b": false,
		"/members/b?format=csv": false, "/api/v1/members?of=growth&kind=active&" + days: false, "/api/v1/members/b": false, "/api/v1/streaks?" + days: false,
		"/api/v1/challenge?by=invited%5Fby&" + days: false, "/explore.csv?panel=question&explore.type=challenge&challenge.by=invited%5Fby&" + days: false,
		"/api/v1/challenge?by=invited_by&" + days: false, "/api/v1/funnel?steps=visit,pay&by=invited_by&" + days: false,
	} {
		w := get(s, path)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d %.200s", path, w.Code, w.Body)
			continue
		}
		control, etag := w.Header().Get("Cache-Control"), w.Header().Get("ETag")
		if kept != (control == "private, no-cache" && etag != "") || !kept && (control != "no-store" || etag != "") {
			t.Errorf("%s: Cache-Control %q, ETag %q", path, control, etag)
		}
		if kept {
			if again := get(s, path, "If-None-Match", etag); again.Code != http.StatusNotModified {
				t.Errorf("%s, asked again: %d", path, again.Code)
			}
		}
	}
}

// Who may not import is not sent to where that is done.
func TestOnlyImportersAreSentToTheImport(t *testing.T) {
	for role, want := range map[string]bool{"viewer": false, "editor": true} {
		x := newSite(t, nil)
		v, _ := x.as(t, "ada", map[string]ops.Role{"viewer": Viewer, "editor": Editor}[role])
		for _, page := range []string{"/overview?lang=en", "/checkins?lang=en", "/funnel?lang=en", "/channels?lang=en"} {
			w := v.get(page)
			if got := strings.Contains(w.Body.String(), `href="/import"`); got && !want {
				t.Errorf("%s as %s leads to the import", page, role)
			}
		}
		if got := strings.Contains(v.get("/overview?lang=en").Body.String(), `href="/import"`); got != want {
			t.Errorf("a %s is led to the import: %v", role, got)
		}
	}
}

// slowBody stands for a client that sends its body a byte a minute, or leaves.
type slowBody struct{ err error }

func (b slowBody) Read([]byte) (int, error) { return 0, b.err }

// What a client does wrong is told to it as that, and is no fault of the server
// in the log.
func TestSlowAndBrokenBodies(t *testing.T) {
	var log strings.Builder
	s := realServer(t)
	s.Log = slog.New(slog.NewTextHandler(&log, nil))
	for err, want := range map[error]int{os.ErrDeadlineExceeded: http.StatusRequestTimeout, io.ErrUnexpectedEOF: http.StatusBadRequest} {
		for _, c := range [][2]string{{"/login", "application/x-www-form-urlencoded"}, {"/api/v1/check-ins", "application/json"}, {"/api/v1/events", "application/json"}} {
			r := httptest.NewRequest(http.MethodPost, c[0], slowBody{err})
			r.Header.Set("Content-Type", c[1])
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if w.Code != want && !(c[0] == "/login" && w.Code == http.StatusSeeOther) {
				t.Errorf("%s, %v: %d %s", c[0], err, w.Code, w.Body)
			}
		}
	}
	if strings.Contains(log.String(), "level=ERROR") {
		t.Errorf("logged as the server's own fault:\n%s", log.String())
	}
	if levelOf(500, "internal") != slog.LevelError || levelOf(503, "storage_failed") != slog.LevelError || levelOf(507, "disk_full") != slog.LevelError ||
		levelOf(503, "busy") != slog.LevelWarn || levelOf(422, "not_xlsx") != slog.LevelInfo {
		t.Error("levels of the log")
	}
}

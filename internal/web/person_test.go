package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"daybreak/internal/engine/memory"
	"daybreak/internal/ops"
	"daybreak/internal/store/sqlite"
)

// testPersons is what a test server holds of single members.
type testPersons struct {
	sqlite.PersonService
	engine *memory.Engine
}

func (p testPersons) Forget(ctx context.Context, member string) (ops.Forgotten, error) {
	left, err := p.PersonService.Forget(ctx, member)
	if err != nil {
		return left, err
	}
	return left, p.engine.Rebuild(ctx)
}

func (p testPersons) Backups(context.Context) ([]ops.Backup, error) { return nil, nil }

// When somebody is forgotten all figures stay, cell by cell, and no page, list or file
// names them. A file that names them changes nothing and says so.
func TestForgettingKeepsEveryFigure(t *testing.T) {
	sweep(t)
	x := smallWorld(t, 1)
	ada, _ := x.as(t, "ada", Admin)
	const member = memberMark + "000" // who invited everybody
	answers := func(v *visitor) map[string]string {
		out := map[string]string{}
		for _, path := range asked(t, x.Server) {
			of := func(begin string) bool { return strings.HasPrefix(path, begin) }
			if !strings.Contains(path, memberMark) && !strings.Contains(path, "lang=") && !of("/overview?") && !of("/imports") && !of("/api/v1/imports") {
				out[path] = strings.ReplaceAll(text(t, v.get(path)), member, "#")
			}
		}
		return out
	}
	viewer, _ := x.as(t, "vic", Viewer)
	before := answers(viewer)
	if w := ada.post("/members/"+member+"/forget", "member", "somebody"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("another id typed: %d", w.Code)
	}
	w := ada.post("/members/"+member+"/forget", "member", member)
	if w.Code != http.StatusOK || strings.Contains(w.Body.String(), member) {
		t.Fatalf("forgetting: %d %.300s", w.Code, w.Body)
	}
	name := w.Body.String()[strings.Index(w.Body.String(), "forgotten-"):]
	name = name[:strings.IndexAny(name, " <")]
	for path, now := range answers(viewer) {
		if now = strings.ReplaceAll(now, name, "#"); now != before[path] && !strings.Contains(path, "/members") {
			t.Errorf("%s differs:\n%s", path, difference(before[path], now))
		}
	}
	if w := viewer.get("/members/" + member); w.Code != http.StatusNotFound {
		t.Errorf("the member: %d", w.Code)
	}
	if w := ada.get("/audit"); strings.Contains(w.Body.String(), member) || !strings.Contains(w.Body.String(), name) {
		t.Error("the audit log names the member, or not what stands in their place")
	}
	if w := viewer.get("/members/" + name + "/forget"); w.Code != http.StatusForbidden {
		t.Errorf("a viewer: %d", w.Code)
	}
	token := x.token(t, "again", Editor)
	file := fmt.Sprintf("member,joined_at,channel,city,invited_by,nickname\n%s,2026-09-01 09:00:00,poster,town,%s,Old\n", member, member)
	again := x.api(t, "POST", "/api/v1/imports?dry_run=1&name=again.csv", token, "text/csv", file)
	if again.Code != http.StatusOK || !strings.Contains(again.Body.String(), "1 rows name members who were forgotten") {
		t.Errorf("the preview of a file that names the member: %d %s", again.Code, again.Body)
	}
	x.api(t, "POST", "/api/v1/imports?name=again.csv", token, "text/csv", file)
	if w := viewer.get("/members/" + member); w.Code != http.StatusNotFound {
		t.Errorf("the member, imported again: %d", w.Code)
	}
}

package web

import (
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// A panel is put on a board of one's own: it is a page for its owner alone, with files
// and the menu of every page, until it is shared.
func TestBoardsAreOnesOwn(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Editor)
	bob, _ := x.as(t, "bob", Viewer)
	eve, _ := x.as(t, "eve", Analyst)
	x.imports(t, x.token(t, "ada", Editor), "s.csv", spendCSV, "")
	w := bob.post("/boards/pin", "page", "channels", "panel", "channels", "title", "<b>晨会</b>")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/board_1" {
		t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if w := bob.post("/boards/pin", "page", "overview", "panel", "trend", "metric", "cost", "board", "1", "title", ""); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	page := bob.get("/board_1").Body.String()
	for _, want := range []string{`id="p-channels"`, `id="p-trend"`, "&lt;b&gt;晨会&lt;/b&gt;", `href="/boards/1"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the board does not hold %s", want)
		}
	}
	if got := bob.get("/board_1.csv?panel=trend").Body.String(); !strings.Contains(got, "cost") {
		t.Errorf("the panel was looked at by spend: %s", got)
	}
	if w := bob.post("/boards/1", "version", "2", "title", "<b>晨会</b>", "width_trend", "7", "do", "save"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if form := bob.get("/boards/1").Body.String(); !strings.Contains(form, `<option value="7" selected>`) {
		t.Error("the form says another width than the board has, and would keep that")
	}
	for name, v := range map[string]*visitor{"an editor": ada, "an analyst": eve} {
		for _, path := range []string{"/board_1", "/board_1.csv?panel=channels"} {
			if w := v.get(path); w.Code != http.StatusNotFound {
				t.Errorf("%s sees %s of somebody else: %d", name, path, w.Code)
			}
		}
		if strings.Contains(v.get("/channels").Body.String(), "board_1") {
			t.Errorf("the navigation of %s has a board of somebody else", name)
		}
	}
	if w := ada.get("/boards/1"); w.Code != http.StatusNotFound {
		t.Errorf("an editor edits it: %d", w.Code)
	}
	for v, want := range map[*visitor]bool{bob: true, ada: false} { // one's own can be subscribed to
		if w := v.get("/subscriptions/new"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), `value="board_1"`) != want {
			t.Errorf("%d, the boards to subscribe to have bob's: want %v", w.Code, want)
		}
		form := []string{"topic", "page", "page", "board_1", "days", "page", "every", "daily", "hour", "8", "channel", "0", "lang", "en"}
		if w := v.post("/subscriptions", form...); w.Code == http.StatusSeeOther != want {
			t.Errorf("%d %s, subscribed to bob's board: want %v", w.Code, w.Body, want)
		}
	}
	// A viewer shares nothing with all.
	if w := bob.post("/boards/1", "version", "3", "title", "晨会", "shared", "1", "do", "save"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := ada.get("/board_1"); w.Code != http.StatusNotFound {
		t.Errorf("a viewer shared a board: %d", w.Code)
	}
}

// A shared board is everybody's to see and the editors' to change; who changes what
// somebody else changed meanwhile is told.
func TestBoardsAreSharedAndKept(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Editor)
	bob, _ := x.as(t, "bob", Viewer)
	cat, _ := x.as(t, "cat", Editor)
	x.imports(t, x.token(t, "ada", Editor), "s.csv", spendCSV, "")
	if w := ada.post("/boards/pin", "page", "channels", "panel", "channels", "title", "All", "shared", "1"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := bob.get("/board_1"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), `href="/boards/1"`) {
		t.Errorf("a viewer of a shared board: %d", w.Code)
	}
	if w := cat.post("/boards/1", "version", "1", "title", "Everybody", "shared", "1", "do", "save", "width_channels", "6"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := ada.post("/boards/1", "version", "1", "title", "Mine", "shared", "1", "do", "save"); w.Code != http.StatusConflict {
		t.Errorf("a stale change: %d", w.Code)
	}
	if w := ada.post("/boards/1", "version", "2", "title", "Everybody", "shared", "1", "do", "remove:channels"); w.Code != http.StatusBadRequest {
		t.Errorf("the last panel goes: %d", w.Code)
	}
	// The text is checked as strictly as a file, and what differs is shown before it is kept.
	bad := "title: {en: A, zh: A}\npanels:\n  - {id: a, type: table, title: {en: A, zh: A}, by: channel, metric: nothing, metrics: [nothing]}\n"
	if w := ada.post("/boards/1/file", "version", "2", "text", bad, "do", "save"); w.Code != http.StatusBadRequest ||
		!strings.Contains(w.Body.String(), "unknown_metric") {
		t.Errorf("a metric that is not there: %d", w.Code)
	}
	if w := ada.post("/boards/1/file", "version", "2", "text", auditedBoard, "do", "check"); w.Code != http.StatusOK ||
		!strings.Contains(w.Body.String(), `class="new"`) {
		t.Errorf("what differs: %d", w.Code)
	}
	if w := ada.post("/boards/1/file", "version", "2", "text", auditedBoard, "do", "save"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := ada.post("/boards/1/restore", "version", "3", "past", "1"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	// What is no number is refused, and nothing is made or kept.
	for _, wrong := range [][]string{
		{"/boards/pin", "page", "channels", "panel", "channels", "board", "x", "title", "New"},
		{"/boards/1", "version", "4", "title", "All", "do", "save", "width_channels", "wide"},
		{"/boards/1", "version", "x", "title", "All", "do", "save"},
		{"/boards/1/remove", "version", ""},
	} {
		if w := ada.post(wrong[0], wrong[1:]...); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "bad_number") {
			t.Errorf("%v: %d %s", wrong, w.Code, w.Body)
		}
	}
	if all, err := x.store.Accounts().Boards().All(t.Context()); err != nil || len(all) != 1 || all[0].Version != 4 {
		t.Errorf("the boards are %+v, %v", all, err)
	}
	if page := bob.get("/board_1").Body.String(); !strings.Contains(page, `id="p-channels"`) || !strings.Contains(page, ">All<") {
		t.Error("the first version is not the newest")
	}
	past, err := x.store.Accounts().Boards().Past(t.Context(), 1)
	if err != nil || len(past) != 3 {
		t.Errorf("%d versions are kept, %v", len(past), err)
	}
	if w := ada.post("/boards/1/remove", "version", "4"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := bob.get("/board_1"); w.Code != http.StatusNotFound {
		t.Errorf("a board that was removed: %d", w.Code)
	}
}

// What a board says is what its page files would say; pieces of it are moved without
// touching the others.
func TestPinnedPanelsAreTheirSources(t *testing.T) {
	sweep(t)
	x := newSite(t, nil)
	files, _ := x.Catalog.Current()
	ada, ada2 := x.as(t, "ada", Editor)
	x.imports(t, x.token(t, "ada", Editor), "s.csv", spendCSV, "")
	n := 0
	for _, page := range files.Pages {
		for _, p := range page.Panels {
			board := ""
			if n%50 > 0 {
				board = strconv.Itoa(1 + n/50)
			}
			w := ada.post("/boards/pin", "page", page.Name, "panel", p.ID, "title", "All of it", "board", board)
			if n++; w.Code != http.StatusSeeOther {
				t.Fatalf("%s of %s: %d %s", p.ID, page.Name, w.Code, w.Body)
			}
		}
	}
	d, _, err := x.Boards.Pages(t.Context(), files, frame.Principal{Role: Admin, User: ada2.ID})
	if err != nil || len(d) != 1+(n-1)/50 {
		t.Fatalf("%d boards, %v", len(d), err)
	}
	var pinned []*ops.Panel
	for _, board := range d {
		pinned = append(pinned, board.Panels...)
	}
	if len(pinned) != n {
		t.Fatalf("%d panels of %d", len(pinned), n)
	}
	i := 0
	for _, page := range files.Pages {
		for _, p := range page.Panels {
			got, want := *pinned[i], *p
			got.ID, got.Source, got.Line, want.ID, want.Source, want.Line = "", "", 0, "", "", 0
			if i++; !reflect.DeepEqual(got, want) {
				t.Errorf("%s of %s: %+v, want %+v", p.ID, page.Name, got, want)
			}
		}
	}
}

package web

import (
	"fmt"
	"net/http/httptest"
	"testing"

	"daybreak/internal/ops"
)

const auditedBoard = "title: {en: Audited, zh: 已审计}\npanels:\n  - {id: trend, type: line, title: {en: Trend, zh: 走势}, metric: cost, metrics: [cost]}\n"

// boardChanges are the changes of boards.
func boardChanges(t *testing.T, x *site, ada *visitor) map[route]auditedChange {
	t.Helper()
	var board int64
	made := func() {
		b, err := x.store.Accounts().Boards().Add(t.Context(), ops.Board{Shared: true, File: auditedBoard})
		if err != nil {
			t.Fatal(err)
		}
		board = b.ID
		x.boards.Wrote()
	}
	changed := func() {
		made()
		b := ops.Board{Edited: ops.Edited{ID: board, Version: 1}, Shared: true, File: auditedBoard + "# again\n"}
		if _, err := x.store.Accounts().Boards().Change(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	page := func(path string, fields ...string) func() *httptest.ResponseRecorder {
		return func() *httptest.ResponseRecorder { return ada.post(fmt.Sprintf(path, board), fields...) }
	}
	return map[route]auditedChange{
		{"POST", "/boards/pin"}: {nil, func() *httptest.ResponseRecorder {
			return ada.post("/boards/pin", "page", "channels", "panel", "channels", "title", "Audited")
		}},
		{"POST", "/boards/:id"}:         {made, page("/boards/%d", "version", "1", "title", "Audited again", "do", "save", "width_trend", "6")},
		{"POST", "/boards/:id/file"}:    {made, page("/boards/%d/file", "version", "1", "text", auditedBoard+"# more\n", "do", "save")},
		{"POST", "/boards/:id/restore"}: {changed, page("/boards/%d/restore", "version", "2", "past", "1")},
		{"POST", "/boards/:id/remove"}:  {made, page("/boards/%d/remove", "version", "1")},
	}
}

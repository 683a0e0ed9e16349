package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// A board is bounded in what one request of it costs: panels, lines that are compared,
// and the title that others have in their navigation.
func TestBoardsAreBounded(t *testing.T) {
	x := newSite(t, nil)
	bob, _ := x.as(t, "bob", Viewer)
	x.imports(t, x.token(t, "bob2", Editor), "s.csv", spendCSV, "")
	if w := bob.post("/boards/pin", "page", "channels", "panel", "channels", "title", "Mine"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	panels := func(title string, n int) string {
		var out strings.Builder
		fmt.Fprintf(&out, "title: {en: %s, zh: A}\npanels:\n", title)
		for i := range n {
			fmt.Fprintf(&out, "  - {id: a%d, type: line, title: {en: Trend, zh: 走势}, metric: cost, metrics: [cost]}\n", i)
		}
		return out.String()
	}
	for _, c := range []struct{ text, want string }{
		{panels("A", 60) + strings.Repeat("#\n", 1937), ""},
		{panels("A", 60) + strings.Repeat("#\n", 1939), "board_too_long"},
		{panels("A", 61), "too_many_panels"},
		{panels(strings.Repeat("长", 60), 1), ""},
		{panels(strings.Repeat("长", 61), 1), "bad_title"},
		{"title: " + strings.Repeat("[", 9000), "nested_too_deep"},
	} {
		w := bob.post("/boards/1/file", "version", "1", "text", c.text, "do", "check")
		if c.want == "" && w.Code != http.StatusOK || c.want != "" && (w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), c.want)) {
			t.Errorf("%.40q of %d bytes: %d, want %q", c.text, len(c.text), w.Code, c.want)
		}
	}
}

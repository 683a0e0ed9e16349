package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A filter of many values has one pill, which takes all of them away or turns them round:
// with one for each the page would grow with the square of their number.
func TestManyValuesHaveOnePill(t *testing.T) {
	v, _ := smallWorld(t, 1).as(t, "eve", Viewer)
	for n, pills := range map[int]int{20: 20, 21: 1} {
		q := url.Values{"lang": {"en"}}
		for i := range n {
			q.Add("f.channel", fmt.Sprintf("c%d", i))
		}
		w := v.get("/overview?" + q.Encode())
		body := w.Body.String()
		if got := strings.Count(body, `<span class="pill">`); w.Code != http.StatusOK || got != pills {
			t.Errorf("%d values: %d, %d pills, want %d", n, w.Code, got, pills)
		}
		if pills > 1 {
			continue
		}
		_, pill, _ := strings.Cut(body, `<span class="pill">`)
		pill, _, _ = strings.Cut(pill, "</span>")
		if !strings.Contains(pill, "Channel: 21 values") {
			t.Errorf("the pill says %s", pill)
		}
		flip, remove, _ := strings.Cut(pill, "</a>")
		if strings.Count(flip, "f.channel=%21c") != 21 || strings.Contains(remove, "f.channel") {
			t.Errorf("the pill leads to %s and %s", flip, remove)
		}
	}
}

package web

import (
	"net/http"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// Two industries whose names read the same are told apart on the page and in its file.
func TestTwoValuesOfOneName(t *testing.T) {
	s := realServerOn(t, ops.DayOf(2026, 8, 7))
	mustPost(t, s, "/api/v1/imports?name=a.csv", "text/csv", "date,platform,campaign,channel,industry,impressions,clicks,cost,currency\n"+
		"2026-08-05,weibo,c,search-ads,sports,10,1,3,CNY\n2026-08-05,weibo,d,search-ads,运动,10,1,4,CNY\n", http.StatusCreated)
	const days = "from=2026-08-05&to=2026-08-05"
	zh := get(s, "/search?lang=zh&"+days).Body.String()
	if !strings.Contains(zh, "运动 (sports)") || !strings.Contains(strings.ReplaceAll(zh, "运动 (sports)", ""), "运动") {
		t.Error("the page does not tell them apart")
	}
	if en := get(s, "/search?lang=en&"+days).Body.String(); !strings.Contains(en, "Sports") || strings.Contains(en, "(sports)") {
		t.Error("in English they read differently, and the page says more")
	}
	// A file has what rows carry.
	csv := get(s, "/search.csv?panel=industries&lang=zh&"+days).Body.String()
	if !strings.Contains(csv, "\n运动,weibo,4,") || !strings.Contains(csv, "\nsports,weibo,3,") {
		t.Errorf("the file: %s", csv)
	}
}

package web

import (
	"encoding/json"
	"net/http"
	"reflect"
	"testing"
)

// Figures can be asked for without staff: of sue, who is staff, and ann and bo,
// of whom no record says so, only sue and ann speak.
func TestMetricsWithoutStaff(t *testing.T) {
	s := realServer(t)
	for as, rows := range map[string]string{
		"members": "member,staff\nsue,1\nann,\n",
		"events": "member,at,event\nsue,2026-09-01T10:00:00+08:00,speak\nann,2026-09-01T10:00:00+08:00,speak\n" +
			"ann,2026-09-01T10:00:00+08:00,check_in\nbo,2026-09-01T10:00:00+08:00,check_in\n",
	} {
		if w := post(s, "/api/v1/imports?as="+as+"&name="+as+".csv", "text/csv", rows); w.Code != http.StatusCreated {
			t.Fatal(as, w.Code, w.Body)
		}
	}
	for filter, want := range map[string]map[string]any{
		"":                 {"active_members": 3.0, "speakers_of_active": 2.0 / 3},
		"&filter=staff:0":  {"active_members": 2.0, "speakers_of_active": 0.5},
		"&filter=staff:!1": {"active_members": 2.0, "speakers_of_active": 0.5},
		"&filter=staff:1":  {"active_members": 1.0, "speakers_of_active": 1.0},
	} {
		w := get(s, "/api/v1/metrics?metrics=active_members,speakers_of_active&from=2026-09-01&to=2026-09-01"+filter)
		var got struct {
			Total struct{ Values map[string]any }
		}
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || !reflect.DeepEqual(got.Total.Values, want) {
			t.Errorf("%s: %d %s, want %v", filter, w.Code, w.Body, want)
		}
	}
	if w := get(s, "/checkins?from=2026-09-01&to=2026-09-01&f.staff=0"); w.Code != http.StatusOK {
		t.Errorf("the page: %d %s", w.Code, w.Body)
	}
}

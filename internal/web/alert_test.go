package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// An alert is tried on the last days before it is kept; what was not tried is
// tried and not kept.
func TestAlertsOnPages(t *testing.T) {
	s := realServer(t)
	form := url.Values{"rule": {"below"}, "metric": {"joins"}, "scope": {""}, "limit": {"5"}, "weekly": {""}, "cool_down": {"1"}, "hour": {"10"}, "title": {"少"},
		"owner": {"林"}, "id": {""}, "version": {""}, "tested": {""}, "quiet_from": {"22"}, "quiet_to": {"7"}}
	w := visit(s, "/alerts", form)
	tried := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(tried, "/alerts/new?") {
		t.Fatalf("%d %s", w.Code, tried)
	}
	for _, lang := range []string{"zh", "en"} {
		page := visit(s, tried+"&lang="+lang, nil)
		if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), `formaction="/alerts"`) || !strings.Contains(page.Body.String(), "h-tried") {
			t.Fatalf("%d %s", page.Code, page.Body)
		}
	}
	form.Set("tested", "cool_down=1&hour=10&limit=5&metric=joins&rule=below&scope=&weekly=")
	if w = visit(s, "/alerts", form); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/alerts/1?done=1" {
		t.Fatalf("%d %s %s", w.Code, w.Header().Get("Location"), w.Body)
	}
	form.Set("limit", "6")
	if w = visit(s, "/alerts", form); !strings.Contains(w.Header().Get("Location"), "untried=1") {
		t.Errorf("another limit was not tried and is kept: %d %s", w.Code, w.Header().Get("Location"))
	}
	for field, value := range map[string]string{"metric": "nothing", "scope": "colour:red", "limit": "much", "cool_down": "0", "rule": "beside"} {
		bad := url.Values{}
		for k, v := range form {
			bad[k] = v
		}
		bad.Set(field, value)
		w := visit(s, "/alerts/new?"+bad.Encode(), nil)
		if w.Code < 400 || w.Code >= 500 || !strings.Contains(w.Body.String(), `role="alert"`) || strings.Contains(w.Body.String(), `name="tested"`) {
			t.Errorf("%s %q: %d", field, value, w.Code)
		}
	}
	for _, rule := range []string{"rule=silent&limit=7", "rule=challenge"} { // whatever metric the form has chosen
		w := visit(s, "/alerts/new?metric=joins&cool_down=1&hour=10&quiet_from=0&quiet_to=0&lang=en&"+rule, nil)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "h-tried") {
			t.Errorf("%s: %d %s", rule, w.Code, w.Body)
		}
	}
	if w := visit(s, "/alerts/new?metric=joins&cool_down=1&hour=10&quiet_from=0&quiet_to=0&rule=silent&limit=1.5", nil); w.Code != http.StatusBadRequest &&
		w.Code != http.StatusUnprocessableEntity {
		t.Errorf("silent for a day and a half: %d", w.Code)
	}
	for _, path := range []string{"/alerts", "/alerts/1", "/alerts/new", "/alerts/new?id=1"} {
		for _, lang := range []string{"zh", "en"} {
			separator := "?"
			if strings.Contains(path, "?") {
				separator = "&"
			}
			if w := visit(s, path+separator+"lang="+lang, nil); w.Code != http.StatusOK {
				t.Errorf("%s in %s: %d %s", path, lang, w.Code, w.Body)
			}
		}
	}
	for _, path := range []string{"/alerts/9", "/alerts/x", "/alerts/new?id=9"} {
		if w := visit(s, path, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := visit(s, "/alerts/1/snooze", url.Values{"version": {"1"}, "until": {"1999-01-01"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("silent until long ago: %d", w.Code)
	}
}

package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"daybreak/internal/ops"
)

// One account of a platform falls behind: its days are unknown until a person says
// that nothing more will come from it, or how far it is complete. The page names
// it, and says once of a platform what is true of all its accounts.
func TestOneAccountFallsBehind(t *testing.T) {
	s := realServerOn(t, ops.DayOf(2026, 8, 7))
	file := func(platform, account string, last int, cost int) {
		text := "date,platform,account,campaign,impressions,clicks,cost,currency\n"
		for d := range last {
			text += fmt.Sprintf("%s,%s,%s,c,10,1,%d,CNY\n", ops.DayOf(2026, 8, 1)+ops.Day(d), platform, account, cost)
		}
		mustPost(t, s, "/api/v1/imports?name="+account+".csv", "text/csv", text, http.StatusCreated)
	}
	file("adnet", "South", 2, 3)
	file("adnet", "North", 6, 2)
	file("adnet", "West", 6, 1)
	file("weibo", "Main", 6, 5)
	cost := func(what, filter, want string) {
		t.Helper()
		w := get(s, "/api/v1/metrics?metrics=cost&grain=whole&from=2026-08-06&to=2026-08-06"+filter)
		if !strings.Contains(w.Body.String(), `"cost":`+want) {
			t.Errorf("%s: %s, want %s", what, w.Body, want)
		}
	}
	// chips reads the names of the data's age beside every page.
	chips := func(what string, want ...string) {
		t.Helper()
		var got []string
		for _, part := range strings.Split(get(s, "/imports?lang=en").Body.String(), `<b title="`)[1:] {
			name, _, _ := strings.Cut(part, `"`)
			got = append(got, name)
		}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%s: the data's age is told of %q, want %q", what, got, want)
		}
	}
	const unknown = `{"state":"pending"}`
	cost("all", "", unknown)
	cost("the platform", "&filter=platform:adnet", unknown)
	cost("South", "&filter=account:South", unknown)
	cost("North", "&filter=account:North", "2")
	cost("another platform", "&filter=platform:weibo", "5")
	chips("South is behind", "adnet · South", "adnet · North, West", "weibo")
	page := get(s, "/overview?from=2026-08-01&to=2026-08-06&lang=en").Body.String()
	if note := "Ad spend of adnet · South is missing for Aug 3 – Aug 6, 2026."; !strings.Contains(page, note) {
		t.Errorf("no page says %q", note)
	}
	page = get(s, "/imports?lang=en").Body.String()
	if !strings.Contains(page, "Ad spend of adnet · South") || !strings.Contains(page, `name="part" value="South"`) {
		t.Error("the account cannot be retired on its page")
	}

	mustPost(t, s, "/retired-sources", "application/x-www-form-urlencoded", "record=spend&source=adnet&part=South&retired=1", http.StatusSeeOther)
	cost("all, South retired", "", "8")
	chips("South retired", "adnet", "weibo")
	mustPost(t, s, "/api/v1/retired-sources", "application/json", `{"record":"spend","source":"adnet","part":"south","retired":false}`, http.StatusOK)
	cost("all, South taken back", "", unknown)
	mustPost(t, s, "/api/v1/watermarks", "application/json", `{"record":"spend","source":"adnet","part":"North","day":"2026-08-06"}`, http.StatusOK)
	cost("all, North complete", "", unknown)
	mustPost(t, s, "/api/v1/watermarks", "application/json", `{"record":"spend","source":"adnet","part":"South","day":"2026-08-06"}`, http.StatusOK)
	cost("all, South complete", "", "8")

	// Rows that name no account are a stream, too, as complete as all accounts that are
	// named, and can be retired as such.
	file("adnet", "", 4, 7)
	cost("all, with rows that name no account", "", "8")
	cost("North", "&filter=account:North", "2")
	chips("rows that name no account", "adnet", "weibo")
	mustPost(t, s, "/api/v1/retired-sources", "application/json", `{"record":"spend","source":"adnet","part":"","retired":true}`, http.StatusOK)
	cost("all, what names no account retired", "", "8")
	if w := get(s, "/api/v1/sources"); strings.Count(w.Body.String(), `"name":"adnet","part":`) != 4 {
		t.Errorf("%s", w.Body)
	}
}

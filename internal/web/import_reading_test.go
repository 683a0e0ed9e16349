package web

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// A program is asked what the file does not say, as codes and fields; its
// answers import the file and are remembered for the next one.
func TestQuestionsOverTheAPI(t *testing.T) {
	s := realServer(t)
	w := post(s, "/api/v1/imports?name=a.csv", "text/csv", exportCSV)
	var asked errorBody
	if err := json.Unmarshal(w.Body.Bytes(), &asked); err != nil || w.Code != 422 || asked.Error.Code != "questions_open" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	var needed []string
	for _, q := range asked.Questions {
		if q.Required {
			needed = append(needed, q.Field)
		}
	}
	slices.Sort(needed)
	if !slices.Equal(needed, []string{"currency", "platform"}) {
		t.Fatalf("asked for %v", needed)
	}
	if w = post(s, "/api/v1/imports?name=a.csv&answer.currency=CNY&answer.platform=baidu", "text/csv", exportCSV); w.Code != 201 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	next := strings.NewReplacer("2026-09-03", "2026-09-05", "2026-09-04", "2026-09-06").Replace(exportCSV)
	if w = post(s, "/api/v1/imports?name=b.csv", "text/csv", next); w.Code != 422 || !strings.Contains(w.Body.String(), "which_file") {
		t.Errorf("nothing tells that the second file is of the same platform: %d %s", w.Code, w.Body)
	}
	if w = post(s, "/api/v1/imports?name=baidu-b.csv", "text/csv", next); w.Code != 201 || !strings.Contains(w.Body.String(), `"created":2`) {
		t.Errorf("asked again: %d %s", w.Code, w.Body)
	}
	// Cost: 10.50 + 30.25, twice.
	if w = get(s, "/api/v1/metrics?metrics=cost&grain=whole&from=2026-09-03&to=2026-09-06"); !strings.Contains(w.Body.String(), "81.5") {
		t.Errorf("the figures: %s", w.Body)
	}
	if w = post(s, "/api/v1/imports?name=c.csv&preset=nosuch", "text/csv", next); w.Code != 400 {
		t.Errorf("a preset that is not: %d", w.Code)
	}
}

// Money that is stored by campaign is not stored by keyword as well, though a
// person wrote both files, unless that person says it is other money.
func TestTheSameMoneyInOurOwnLayout(t *testing.T) {
	s := realServer(t)
	const campaigns = "date,platform,campaign,cost,currency\n2026-09-03,baidu,A,40.75,CNY\n"
	const keywords = "date,platform,campaign,keyword,cost,currency\n2026-09-03,baidu,A,early,30.25,CNY\n2026-09-03,baidu,A,birds,10.50,CNY\n"
	if w := post(s, "/api/v1/imports?name=a.csv", "text/csv", campaigns); w.Code != 201 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := post(s, "/api/v1/imports?name=b.csv", "text/csv", keywords); w.Code != 422 || !strings.Contains(w.Body.String(), "same_money") {
		t.Errorf("by keyword: %d %s", w.Code, w.Body)
	}
	if w := post(s, "/api/v1/imports?name=c.csv", "text/csv", strings.ReplaceAll(keywords, "09-03", "09-04")); w.Code != 201 {
		t.Errorf("another day: %d %s", w.Code, w.Body)
	}
	if w := post(s, "/api/v1/imports?name=b.csv&same_money=1", "text/csv", keywords); w.Code != 201 {
		t.Errorf("other money: %d %s", w.Code, w.Body)
	}
}

// A file without a line that looks like a header says that one may be named, and
// the page has the field for it.
func TestHeaderIsNamedWhereNoneWasFound(t *testing.T) {
	s := realServer(t)
	path := uploaded(t, s, "names.csv", "Full name\nada\nbob\n")
	page := browse(s, "GET", path, "", "").Body.String()
	if !strings.Contains(page, "<code>no_table</code>") || !strings.Contains(page, `name="header"`) {
		t.Errorf("nothing asks for the line of the header: %s", page)
	}
	address, _, _ := strings.Cut(path, "?")
	page = browse(s, "GET", address+"?header=1&as=members&column.1=member", "", "").Body.String()
	if !strings.Contains(page, `value="1"`) || !commitForm(page).Has("base") {
		t.Errorf("with the line named the rows cannot be imported: %s", page)
	}
}

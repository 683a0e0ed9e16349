package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"daybreak/internal/analysis"
	"daybreak/internal/ask"
	"daybreak/internal/i18n"
)

// Every type of panel can be put together from the form alone, with an answer on the
// page and as a file.
func TestEveryPanelTypeCanBeExplored(t *testing.T) {
	s := communityServer(t)
	operate(t, s)
	m := i18n.In(i18n.Zh)
	for _, x := range analysis.PanelTypes() {
		q := "explore.type=" + x.Type + "&from=2026-09-01&to=2026-09-10"
		w := page(s, "/explore?lang=zh&"+q)
		_, answer, found := strings.Cut(w.Body.String(), `id="p-`+ask.ExploredID+`"`)
		if w.Code != http.StatusOK || !found {
			t.Errorf("%s: %d, an answer: %v", x.Type, w.Code, found)
		}
		for _, bad := range []string{m.Panel.Failed, "ZgotmplZ", "%!", "style="} {
			if strings.Contains(answer, bad) {
				t.Errorf("%s says %q", x.Type, bad)
			}
		}
		if !strings.Contains(w.Body.String(), `value="`+x.Topic()+`" selected`) {
			t.Errorf("%s: the form does not say that it is about %s", x.Type, x.Topic())
		}
		if name := m.Explore.Panel(x.Type); name == x.Type || m.Explore.Topic(x.Topic()) == x.Topic() {
			t.Errorf("%s has no name", x.Type)
		}
		if w := get(s, "/explore.csv?panel="+ask.ExploredID+"&"+q); w.Code != http.StatusOK {
			t.Errorf("%s as CSV: %d %.200s", x.Type, w.Code, w.Body)
		}
	}
}

// What cannot be is said at the field with what can be, and what else was chosen stays.
func TestExploreRefusesAtTheField(t *testing.T) {
	s := communityServer(t)
	w := page(s, "/explore?lang=zh&explore.type=table&explore.metrics=cost&explore.by=group&from=2026-09-01&to=2026-09-10")
	body := w.Body.String()
	for _, want := range []string{`id="wrong-explore.by"`, "广告花费没有按社群的数据", "渠道", `aria-invalid="true"`, `value="group" selected`, `name="from" value="2026-09-01"`} {
		if w.Code != http.StatusBadRequest || !strings.Contains(body, want) {
			t.Errorf("%d, without %s", w.Code, want)
		}
	}
	if w := get(s, "/explore.csv?panel=question&explore.type=line&explore.metric=cost&explore.by=group"); w.Code != http.StatusBadRequest ||
		!strings.Contains(w.Body.String(), "cannot_split") {
		t.Errorf("as a file: %d %s", w.Code, w.Body)
	}
	w = page(s, "/explore?explore.type=retention&retention.mode=streak&retention.streak=0")
	if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `id="wrong-retention.streak"`) {
		t.Errorf("a run of no days: %d", w.Code)
	}
}

// The panel that a question makes is put on a board as it is, with all it asks.
func TestAQuestionIsPutOnABoard(t *testing.T) {
	x := newSite(t, nil)
	ada, _ := x.as(t, "ada", Editor)
	x.imports(t, x.token(t, "ada", Editor), "e.csv", "member,at,event\nann,2026-09-01 10:00:00,join\nann,2026-09-02 10:00:00,check_in\n", "")
	question := url.Values{"explore.type": {"retention"}, "retention.start": {"join"}, "retention.return": {"check_in"}, "retention.period": {"day"},
		"retention.mode": {"streak"}, "retention.streak": {"2"}}.Encode()
	explored := ada.get("/explore?" + question).Body.String()
	if !strings.Contains(explored, "/boards/pin?page=explore&amp;panel=question&amp;question=") {
		t.Fatal("the answer cannot be put on a board")
	}
	if w := ada.get("/boards/pin?page=explore&panel=question&question=" + url.QueryEscape(question)); w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := ada.post("/boards/pin", "page", "explore", "panel", "question", "question", question, "title", "Runs"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	form := ada.get("/boards/1").Body.String()
	for _, want := range []string{"type: retention", "event: join", "return: check_in", "period: day", "mode: streak"} {
		if !strings.Contains(form, want) {
			t.Errorf("the board does not say %q", want)
		}
	}
	same := func(path string) string { return ada.get(path).Body.String() }
	if a, b := same("/explore.csv?panel=question&range=90d&"+question), same("/board_1.csv?panel=question&range=90d"); a != b || !strings.Contains(a, "2026-09-01") {
		t.Errorf("the board answers\n%s\nthe question\n%s", b, a)
	}
	if w := ada.post("/boards/pin", "page", "explore", "panel", "question", "question", "explore.type=pie", "title", "Pie"); w.Code != http.StatusBadRequest {
		t.Errorf("a question that cannot be asked: %d", w.Code)
	}
}

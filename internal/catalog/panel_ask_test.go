package catalog

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"daybreak/dashboards"
	"daybreak/internal/analysis"
	"daybreak/internal/ops"
)

// Every panel of the pages that come with Daybreak, written and read again, is the same.
func TestAPanelIsWrittenAsItIsRead(t *testing.T) {
	c, err := Load(dashboards.Files, analysis.PanelShapes())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, page := range c.Pages {
		for _, p := range page.Panels {
			p.Link = ""
			got, err := Explored(c, "explore", page.Title, p, analysis.PanelShapes())
			if err != nil {
				t.Errorf("%s.%s: %v", page.Name, p.ID, err)
				continue
			}
			was, is := *p, *got.Panels[0]
			was.Source, is.Source, was.Line, is.Line = "", "", 0, 0
			if !reflect.DeepEqual(was, is) {
				t.Errorf("%s.%s:\n%+v\nbecame\n%+v", page.Name, p.ID, was, is)
			}
			n++
		}
	}
	if n < 50 {
		t.Errorf("only %d panels", n)
	}
}

// What a question says besides is kept as text, and what is wrong with it is told where
// it stands.
func TestWhatAPanelAsksBesides(t *testing.T) {
	c, err := Load(dashboards.Files, analysis.PanelShapes())
	if err != nil {
		t.Fatal(err)
	}
	shapes := analysis.PanelShapes()
	for i := range shapes {
		shapes[i].Check = func(p *ops.Panel) ops.Mistakes {
			if p.Ask["streak"] == "0" {
				return ops.Mistakes{{Code: "bad_parameter", Message: "No.", Where: ops.Place{Column: "streak"}}}
			}
			return nil
		}
	}
	text := func(ask string) string {
		return "title: {en: A, zh: A}\npanels:\n  - id: a\n    type: retention\n    title: {en: A, zh: A}\n    event: join\n    ask:\n      mode: streak\n" + ask
	}
	page, err := Board(c, "board_1", text("      streak: 2\n"), shapes)
	if err != nil || !reflect.DeepEqual(page.Panels[0].Ask, map[string]string{"mode": "streak", "streak": "2"}) {
		t.Errorf("%v %+v", err, page)
	}
	for ask, want := range map[string]string{"      streak: 0\n": "bad_parameter 9", "      streak: [1]\n": "wrong_type 9"} {
		_, err := Board(c, "board_1", text(ask), shapes)
		var m ops.Mistakes
		if !errors.As(err, &m) || len(m) != 1 || string(m[0].Code) != strings.Fields(want)[0] || m[0].Where.Line != 9 {
			t.Errorf("%q: %+v", ask, err)
		}
	}
	if _, err := Board(c, "board_1", strings.Replace(text(""), "type: retention\n", "type: weekday_hour\n", 1), shapes); ops.CodeOf(err) != "unknown_field" {
		t.Errorf("a panel that asks no such question: %v", err)
	}
}

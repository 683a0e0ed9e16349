package monthly

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"daybreak/internal/analysis"
)

// Each sentence of a report leads to where it can be looked into, with the days and the
// comparison of the report; each row about a try or a target to its page. What leads
// somewhere is gone from a file.
func TestSentencesLeadToWhatTheySay(t *testing.T) {
	b := story(t)
	says, err := Make(t.Context(), b, Template(day("2026-10-01")))
	if err != nil {
		t.Fatal(err)
	}
	led := map[string]int{}
	for lang, p := range says.Papers {
		for _, part := range p.Parts {
			if part.Name == "appendix" {
				continue
			}
			for _, block := range part.Blocks {
				for i, s := range block.Sentences {
					link := block.Link(i)
					if link == "" && !slices.Contains([]string{"next"}, part.Name) {
						t.Errorf("%s: %s: %q leads nowhere", lang, part.Name, s)
						continue
					}
					u, err := url.Parse(link)
					if err != nil {
						t.Fatal(err)
					}
					led[u.Path]++
					if u.Path == "/plan" || u.Path == "/tries" {
						continue
					}
					if q := u.Query(); q.Get("from") != "2026-10-01" || q.Get("to") != "2026-10-31" || q.Get("compare") != string(analysis.Month) {
						t.Errorf("%s: %q leads to %s", part.Name, s, link)
					}
					if u.Path == "/why" && strings.Contains(s, "paid") && u.Query().Get("metric") == "" {
						t.Errorf("%q leads to no metric: %s", s, link)
					}
				}
			}
		}
		for _, part := range p.Plain().Parts {
			for _, block := range part.Blocks {
				if len(block.Links) > 0 || block.Table != nil && slices.ContainsFunc(block.Table.Rows, func(r []Cell) bool { return r[0].Link != "" }) {
					t.Errorf("%s of a file leads to pages", part.Name)
				}
			}
		}
	}
	for _, path := range []string{"/why", "/plan", "/tries", "/community", "/content", "/checkins"} {
		if led[path] == 0 {
			t.Errorf("nothing leads to %s: %v", path, led)
		}
	}
	rows := map[string]string{"plan": "/plan/target?key=", "tries": "/tries/"}
	for _, part := range says.Papers["en"].Parts {
		if want := rows[part.Name]; want != "" && !strings.HasPrefix(part.Blocks[0].Table.Rows[0][0].Link, want) {
			t.Errorf("a row of %s leads to %q", part.Name, part.Blocks[0].Table.Rows[0][0].Link)
		}
	}
}

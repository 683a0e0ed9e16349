package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
	"daybreak/internal/web/frame"
)

// everyPanel is a catalog with one more page, every, of one panel of each type
// with the fields that its type needs. A field that is not filled in here makes
// a panel without figures, which the test tells.
type everyPanel struct{ frame.Catalogs }

func (c everyPanel) Current() (*ops.Catalog, ops.Mistakes) {
	catalog, mistakes := c.Catalogs.Current()
	out := *catalog
	page := &ops.Page{Name: "every", Title: ops.Label{En: "Every", Zh: "全部"}, Grain: ops.Daily, Days: 28}
	for _, t := range analysis.PanelTypes() {
		has := func(field string) bool { return slices.Contains(t.Required, field) }
		text := func(field, value string) string {
			if has(field) {
				return value
			}
			return ""
		}
		p := &ops.Panel{ID: t.Type, Type: t.Type, Title: ops.Label{En: t.Type, Zh: t.Type}, Width: 6, Metric: text("metric", "check_ins"), By: text("by", "channel"),
			X: text("x", "cost"), Y: text("y", "cac"), Size: text("size", "joins"), Event: text("event", "check_in"), Window: text("window", "7d")}
		if t.Type == "kept" { // which divides by a cost
			p.Metric, p.Event, p.Return = "cac", "join", "check_in"
		}
		if has("metrics") {
			p.Metrics = []string{"check_ins", "cost"}
		}
		if has("steps") {
			for _, name := range []string{"join", "check_in"} {
				s := ops.Step{Label: ops.Label{En: name, Zh: name}}
				switch {
				case slices.Contains(t.Steps.Required, "event"):
					s.Event = name
				case t.Steps.Money:
					s.Metric = "cost"
				default:
					s.Metric = map[string]string{"join": "joins", "check_in": "check_ins"}[name]
				}
				p.Steps = append(p.Steps, s)
			}
		}
		page.Panels = append(page.Panels, p)
	}
	out.Pages, out.Digest = append(slices.Clone(out.Pages), page), "every"
	return &out, mistakes
}

// A panel of every type shows figures in both languages, without a text that is
// missing or markup that came with the data, and hands them out as CSV.
func TestEveryPanelTypeIsRenderedInBothLanguages(t *testing.T) {
	s := communityServer(t)
	s.Catalog = everyPanel{s.Catalog}
	for _, lang := range i18n.Languages() {
		w := page(s, "/every?from=2026-09-01&to=2026-09-10&lang="+string(lang))
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d %.300s", lang, w.Code, w.Body)
		}
		m := i18n.In(lang)
		for _, x := range analysis.PanelTypes() {
			_, panel, found := strings.Cut(w.Body.String(), `id="p-`+x.Type+`"`)
			panel, _, _ = strings.Cut(panel, "</section>")
			if !found {
				t.Errorf("%s: a panel of type %s is not on the page", lang, x.Type)
			}
			for _, bad := range []string{m.Panel.Failed, m.Panel.NoData, "ZgotmplZ", "%!", "<no value>", "style="} {
				if strings.Contains(panel, bad) {
					t.Errorf("%s: a panel of type %s says %q", lang, x.Type, bad)
				}
			}
		}
	}
	for _, x := range analysis.PanelTypes() {
		w := get(s, "/every.csv?from=2026-09-01&to=2026-09-10&panel="+x.Type)
		if lines := strings.Count(w.Body.String(), "\n"); w.Code != http.StatusOK || lines < 2 {
			t.Errorf("a panel of type %s as CSV: %d, %d lines", x.Type, w.Code, lines)
		}
	}
}

package web

import (
	"bytes"
	"encoding/xml"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"

	"daybreak/internal/analysis"
	"daybreak/internal/i18n"
)

// A panel of every type is a picture in both themes and languages: SVG that is
// well formed, safe and says figures, and pixels.
func TestEveryPanelTypeIsAPicture(t *testing.T) {
	sweep(t)
	s := communityServer(t)
	operate(t, s)
	s.Catalog = everyPanel{s.Catalog}
	const days = "from=2026-09-01&to=2026-09-10"
	for _, x := range analysis.PanelTypes() {
		seen := map[string]string{}
		for _, lang := range i18n.Languages() {
			for _, theme := range []string{"light", "dark"} {
				at := "/every.svg?" + days + "&panel=" + x.Type + "&theme=" + theme + "&lang=" + string(lang)
				w := get(s, at)
				if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/svg+xml" {
					t.Fatalf("%s: %d %s %.300s", at, w.Code, w.Header().Get("Content-Type"), w.Body)
				}
				body := w.Body.String()
				m := i18n.In(lang)
				for _, bad := range []string{m.Panel.Failed, m.Panel.NoData, "NaN", "%!", "style=", "<script", "href="} {
					if strings.Contains(body, bad) {
						t.Errorf("%s says %q", at, bad)
					}
				}
				d := xml.NewDecoder(strings.NewReader(body))
				for {
					if _, err := d.Token(); err == io.EOF {
						break
					} else if err != nil {
						t.Fatalf("%s: %v", at, err)
					}
				}
				if other, twice := seen[body]; twice {
					t.Errorf("%s is the same as %s", at, other)
				}
				seen[body] = at
			}
		}
		at := "/every.png?" + days + "&width=400&lang=zh&panel=" + x.Type
		w := get(s, at)
		if m, err := png.Decode(bytes.NewReader(w.Body.Bytes())); err != nil || m.Bounds().Dx() < 400 || w.Header().Get("Content-Type") != "image/png" {
			t.Errorf("%s: %d %v %.200s", at, w.Code, err, w.Header())
		}
	}
}

// A picture of other days, filters or marks is another one; of the same it is kept.
func TestAPictureIsOfWhatIsAsked(t *testing.T) {
	s := communityServer(t)
	const at = "/overview.svg?panel=trend&from=2026-09-01&to=2026-09-10"
	tags := map[string]string{}
	for _, more := range []string{"", "&metric=check_ins", "&f.channel=zhihu", "&width=500", "&theme=dark", "&lang=zh", "&compare=none"} {
		tag := get(s, at+more).Header().Get("ETag")
		if other, twice := tags[tag]; twice || tag == "" {
			t.Errorf("%q has the tag %s of %q", more, tag, other)
		}
		tags[tag] = more
	}
	if a, b := get(s, at).Body.String(), get(s, at).Body.String(); a != b {
		t.Error("the same picture is not the same")
	}
	if w := get(s, "/nowhere.svg?panel=trend"); w.Code != http.StatusNotFound {
		t.Errorf("a page that is not there: %d", w.Code)
	}
}

// Every page with a chart carries its first one; the others are pictures for who
// has no scripts.
func TestAPageCarriesItsFirstChart(t *testing.T) {
	s := communityServer(t)
	operate(t, s)
	for name, charts := range map[string]int{"overview": 1, "growth": 5, "checkins": 4} {
		body := page(s, "/"+name+"?more=1&from=2026-09-01&to=2026-09-10").Body.String()
		first, others, drawn := strings.Count(body, `<svg class="first`), strings.Count(body, `<img class="day"`), strings.Count(body, " data-chart")
		if first != 1 || first+others != drawn || drawn != charts {
			t.Errorf("%s: %d first, %d pictures, %d charts, want %d", name, first, others, drawn, charts)
		}
		if strings.Index(body, `<svg class="first`) > strings.Index(body, " data-chart")+600 {
			t.Errorf("%s: the first chart is not the one that is carried", name)
		}
	}
}

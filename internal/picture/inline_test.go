package picture

import (
	"fmt"
	"strings"
	"testing"

	"daybreak/internal/chart"
	"daybreak/internal/i18n"
	"daybreak/internal/ops"
)

// A chart inside a page has its numbers in parts of its height, texts of users as
// texts, and colours that follow the theme of the page.
func TestAChartInsideAPage(t *testing.T) {
	l := chart.Line{Axis: labels(3), Unit: ops.UnitCount, Series: []chart.Series{{Name: "a", Values: known(30, 15, 0)}}}
	l.Labels[2] = hostile
	v := chartPanel(t, l)
	text, err := studio(t).Inline(v.Chart, writer(i18n.En))
	if err != nil {
		t.Fatal(err)
	}
	all := elements(t, string(text))
	height := 0.0
	for _, e := range all {
		if box := strings.Fields(e.is["viewBox"]); len(box) == 4 {
			height = numberOf([]byte(box[3]))
		}
		for name, value := range e.is {
			if name == "style" || strings.HasPrefix(name, "on") || strings.Contains(value, "#") && !strings.HasPrefix(value, "url(#f-c-x-") && name != "id" {
				t.Errorf("%s has %s=%q", e.name, name, value)
			}
		}
	}
	path := ""
	for _, e := range all {
		if e.is["stroke"] == "var(--c1)" {
			path = e.is["d"]
		}
	}
	// 30 is the top of the axis, and each day lies half the height below the one before.
	var x, y, x1, y1, x2, y2 float64
	if n, err := fmt.Sscanf(path, "m%f %fl%f %f %f %f", &x, &y, &x1, &y1, &x2, &y2); n != 6 || err != nil {
		t.Fatalf("%q: %v", path, err)
	}
	near(t, "height", y, 0)
	near(t, "height", y1, height/2)
	near(t, "height", y2, height/2)
	near(t, "days are as far apart", x1, x2)
	if all[0].is["class"] == "" {
		t.Errorf("%v", all[0])
	}
}

// A chart of more values than a page should carry twice is left to the browser.
func TestALargeChartIsNotInsideThePage(t *testing.T) {
	l := chart.Line{Axis: labels(mostInline + 1), Unit: ops.UnitCount, Series: []chart.Series{{Name: "a", Values: make([]ops.Value, mostInline+1)}}}
	if text, err := studio(t).Inline(chartPanel(t, l).Chart, writer(i18n.En)); text != "" || err != nil {
		t.Errorf("%d bytes, %v", len(text), err)
	}
}

package chart

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ops"
)

func known(numbers ...float64) []ops.Value {
	out := make([]ops.Value, len(numbers))
	for i, n := range numbers {
		out[i] = ops.Value{Number: n}
	}
	return out
}

func axis(n, open int) Axis {
	a := Axis{Open: open}
	for i := range n {
		d := ops.DayOf(2026, 9, 1+i)
		a.Labels = append(a.Labels, d.String()[5:])
		a.Titles = append(a.Titles, d.String())
		a.Weekend = append(a.Weekend, d.Weekday() == time.Saturday || d.Weekday() == time.Sunday)
	}
	return a
}

// decode reads an option back as a browser would.
func decode(t *testing.T, raw json.RawMessage, err error) map[string]any {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func seriesOf(m map[string]any) []map[string]any {
	var out []map[string]any
	for _, s := range m["series"].([]any) {
		out = append(out, s.(map[string]any))
	}
	return out
}

func points(s map[string]any) []any {
	var out []any
	for _, p := range s["data"].([]any) {
		out = append(out, p.(map[string]any)["value"])
	}
	return out
}

func TestLineDashesComparisonAndOpenEnd(t *testing.T) {
	values := known(3, 1, 4, 1)
	values[1].State = ops.Pending
	raw, err := Line{Axis: axis(4, 3), Unit: ops.UnitCount, Good: ops.UpGood, Series: []Series{{"Joins", values}},
		Before: known(2, 7, 1, 8), BeforeName: "Before", BeforeTitles: []string{"a", "b", "c", "d"}, OpenName: "In progress"}.Option()
	s := seriesOf(decode(t, raw, err))
	if len(s) != 3 {
		t.Fatalf("%d series, want comparison, line and open end", len(s)) // 1 to 4 September hold no weekend
	}
	for i, want := range []struct {
		dash   string
		points []any
	}{
		{"dashed", []any{2.0, 7.0, 1.0, 8.0}},
		{"solid", []any{3.0, "-", 4.0, "-"}},
		{"dotted", []any{"-", "-", 4.0, 1.0}}, // begins where the line ends
	} {
		if got := s[i]["lineStyle"].(map[string]any)["type"]; got != want.dash {
			t.Errorf("series %d is %v, want %s", i, got, want.dash)
		}
		for j, p := range points(s[i]) {
			if p != want.points[j] {
				t.Errorf("series %d point %d is %v, want %v", i, j, p, want.points[j])
			}
		}
	}
}

// 2026-09-01 is a Tuesday: the weekend is the 5th and 6th, positions 4 and 5.
func TestLineShadesWeekends(t *testing.T) {
	raw, err := Line{Axis: axis(14, 14), Unit: ops.UnitCount, Series: []Series{{"x", known(make([]float64, 14)...)}}}.Option()
	s := seriesOf(decode(t, raw, err))
	shade := s[len(s)-1]
	if shade["type"] != "bar" || shade["barWidth"] != "100%" {
		t.Fatalf("the last series is %v", shade)
	}
	var days []int
	for i, p := range points(shade) {
		if p != "-" {
			days = append(days, i)
		}
	}
	if !slices.Equal(days, []int{4, 5, 11, 12}) {
		t.Errorf("shaded %v, want 4 5 11 12", days)
	}
}

func TestColumnsDrawLossesBelowZero(t *testing.T) {
	raw, err := Columns{Axis: axis(2, 1), Unit: ops.UnitCount, Stacks: []Stack{
		{Name: "New", Colour: "$c1", Values: known(5, 6)}, {Name: "Churned", Colour: "$neg", Loss: true, Values: known(2, 0)}},
		Net: known(3, 6), NetName: "Net"}.Option()
	s := seriesOf(decode(t, raw, err))
	if len(s) != 3 || s[2]["type"] != "line" {
		t.Fatalf("series %v", s)
	}
	if p := points(s[1]); p[0] != -2.0 || p[1] != 0.0 {
		t.Errorf("churn is drawn at %v, want -2 and 0", p)
	}
	if points(s[2])[1] != "-" {
		t.Error("the net of a bucket in progress is drawn")
	}
}

func TestBubblesAreInProportionByArea(t *testing.T) {
	raw, err := Bubbles{X: Dim{"Spend", ops.UnitMoney}, Y: Dim{"ROI", ops.UnitTimes}, Size: Dim{"Joins", ops.UnitCount}, Points: []Bubble{
		{"small", ops.Value{Number: 1}, ops.Value{Number: 1}, ops.Value{Number: 100}, 1},
		{"large", ops.Value{Number: 2}, ops.Value{Number: 3}, ops.Value{Number: 400}, 2},
		{"nowhere", ops.Value{Number: 2}, ops.Value{State: ops.NotApplicable}, ops.Value{Number: 999}, 3},
		{"sizeless", ops.Value{Number: 3}, ops.Value{Number: 3}, ops.Value{State: ops.Pending}, 0},
	}}.Option()
	data := seriesOf(decode(t, raw, err))[0]["data"].([]any)
	sizes, colours := map[string]any{}, map[string]any{}
	for _, d := range data {
		colours[d.(map[string]any)["name"].(string)] = d.(map[string]any)["itemStyle"].(map[string]any)["color"]
		sizes[d.(map[string]any)["name"].(string)] = d.(map[string]any)["symbolSize"]
	}
	// A group off the chart sets the scale as well: 56·√(400/999) = 35.4, half of it for a quarter.
	if len(sizes) != 3 || sizes["large"] != 35.0 || sizes["small"] != 18.0 || sizes["sizeless"] != 8.0 {
		t.Errorf("sizes %v", sizes)
	}
	if colours["large"] != "$c2" || colours["small"] != "$c1" || colours["sizeless"] != "$c-mute" {
		t.Errorf("colours %v: each has its own", colours)
	}
}

// Revenue 100, refunds 30, spend 90: −20 remains. The bar of the spend runs
// from 70 through zero to −20 and needs a part on each side.
func TestWaterfallCrossesZero(t *testing.T) {
	raw, err := Waterfall{Unit: ops.UnitMoney, Bars: []Bar{{"Revenue", 0, 100, false}, {"Refunds", 100, 70, false}, {"Spend", 70, -20, false},
		{"Left", 0, -20, true}}}.Option()
	m := decode(t, raw, err)
	s := seriesOf(m)
	for i, want := range [][]any{{0.0, 70.0, 0.0, 0.0}, {100.0, 30.0, 70.0, 0.0}, {0.0, 0.0, 0.0, 0.0}, {0.0, 0.0, -20.0, -20.0}} {
		for j, p := range points(s[i]) {
			if p != want[j] {
				t.Errorf("series %d bar %d is %v, want %v", i, j, p, want[j])
			}
		}
	}
	steps, _ := json.Marshal(m["$meta"].(map[string]any)["steps"])
	if string(steps) != "[100,-30,-90,-20]" {
		t.Errorf("steps %s", steps)
	}
}

// Labels lie above bars, and under those that are all below zero, where there
// is room for them.
func TestWaterfallLabelsBelowZero(t *testing.T) {
	raw, err := Waterfall{Unit: ops.UnitMoney, Bars: []Bar{{"Revenue", 0, 0, false}, {"Spend", 0, -70, false}, {"Other", -70, -90, false},
		{"Left", 0, -90, true}}}.Option()
	m := decode(t, raw, err)
	s := seriesOf(m)
	for i, want := range [][]any{{0.0, "-", "-", "-"}, {"-", -70.0, -90.0, -90.0}} {
		if got := s[4+i]["data"]; !reflect.DeepEqual(points(s[4+i]), want) {
			t.Errorf("labels %d: %v, want %v", i, got, want)
		}
	}
	if axis, _ := json.Marshal(m["yAxis"].([]any)[0].(map[string]any)["boundaryGap"]); string(axis) != `["8%",0]` {
		t.Errorf("room %s", axis)
	}
}

// Names come from files that anybody may have written.
func TestHostileNamesStayText(t *testing.T) {
	for _, name := range []string{`</script><script>alert(1)</script>`, `__f__alert(5)__f__`, `@fn:tip`, `$c1`, `_open`, `<img src=x onerror=alert(1)>`, `{b}`,
		"a\u2028b"} {
		a := Axis{Labels: []string{name, "b"}, Titles: []string{name, "b"}, Open: 1}
		options := map[string]func() (json.RawMessage, error){
			"line": Line{Axis: a, Unit: ops.UnitCount, Series: []Series{{name, known(1, 2)}}, Before: known(1, 2), BeforeName: name,
				BeforeTitles: []string{name, name}}.Option,
			"columns":   Columns{Axis: a, Unit: ops.UnitCount, Stacks: []Stack{{Name: name, Colour: "$c1", Values: known(1, 2)}}}.Option,
			"bubbles":   Bubbles{X: Dim{name, ops.UnitCount}, Y: Dim{name, ops.UnitCount}, Points: []Bubble{{Name: name}}, Marks: []Mark{{name, 1}}}.Option,
			"waterfall": Waterfall{Unit: ops.UnitMoney, Bars: []Bar{{name, 0, 1, false}}}.Option,
		}
		for kind, f := range options {
			raw, err := f()
			if err != nil {
				t.Errorf("%s with %q: %v", kind, name, err)
				continue
			}
			if strings.ContainsAny(string(raw), "<>&\u2028") {
				t.Errorf("%s with %q is not safe inside a script element: %s", kind, name, raw)
			}
			var back any
			if err := json.Unmarshal(raw, &back); err != nil || !contains(back, name) {
				t.Errorf("%s does not say %q", kind, name)
			}
		}
	}
}

// contains reports whether v holds the text.
func contains(v any, text string) bool {
	switch v := v.(type) {
	case string:
		return strings.Contains(v, text)
	case []any:
		for _, e := range v {
			if contains(e, text) {
				return true
			}
		}
	case map[string]any:
		for _, e := range v {
			if contains(e, text) {
				return true
			}
		}
	}
	return false
}

func TestOptionRefusesCodeAndUnknownNames(t *testing.T) {
	for _, s := range []Stack{
		{Name: "x", Colour: "red;background:url(x)", Values: known(1)},
		{Name: "x", Colour: "__f__alert(1)__f__", Values: known(1)},
		{Name: "x", Colour: "#fff", Values: known(1)},
	} {
		if _, err := (Columns{Axis: axis(1, 1), Unit: ops.UnitCount, Stacks: []Stack{s}}).Option(); err == nil {
			t.Errorf("the colour %q is accepted", s.Colour)
		}
	}
	if _, err := (Line{Axis: axis(1, 1), Unit: "furlongs", Series: []Series{{"x", known(1)}}}).Option(); err == nil {
		t.Error("a formatter nobody knows is accepted")
	}
	if _, err := (Line{Axis: axis(1, 1), Unit: ops.UnitCount, Series: []Series{{"x", known(math.NaN())}}}).Option(); err == nil {
		t.Error("a number JSON cannot hold is accepted")
	}
}

func TestSpark(t *testing.T) {
	values := known(0, 10, 5, 5, 0)
	values[2].State = ops.Pending
	got := NewSpark(values, 4, 100, 26)
	want := Spark{Width: 100, Height: 26, Line: "M0 23L25 3M75 13", Area: "M0 23L25 3V26H0ZM75 13V26H75Z", Open: "M75 13L100 23"}
	if got != want {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	if flat := NewSpark(known(7, 7), 2, 10, 20); flat.Line != "M0 10L10 10" {
		t.Errorf("a flat line runs %s", flat.Line)
	}
	if none := NewSpark(known(0, 0), 2, 10, 20); none.Line != "M0 17L10 17" {
		t.Errorf("a line of zeros runs %s", none.Line)
	}
	if lone := NewSpark(known(7), 1, 10, 20); lone.Line != "" {
		t.Errorf("one value draws %s", lone.Line)
	}
}

func TestCalendarPutsDaysInWeeks(t *testing.T) {
	var days []CalendarDay
	for d := ops.DayOf(2026, 8, 31); d <= ops.DayOf(2026, 10, 4); d++ { // Monday to Sunday, five weeks
		days = append(days, CalendarDay{Day: d, Level: int(d) % 5})
	}
	g := NewCalendar(days, func(m time.Month) string { return m.String() }, func(w time.Weekday) string { return w.String() })
	if len(g.Cells) != 35 || g.Width != 26+5*13 || g.Height != 16+7*13 {
		t.Fatalf("%d cells in %d × %d", len(g.Cells), g.Width, g.Height)
	}
	// 2026-09-09 is the third day of the second week.
	if c := g.Cells[9]; c.X != 26+13 || c.Y != 16+2*13 {
		t.Errorf("9 September lies at %d, %d", c.X, c.Y)
	}
	var texts []string
	for _, x := range g.Texts {
		texts = append(texts, x.Text)
	}
	if got := strings.Join(texts, " "); got != "Monday September Wednesday Friday Sunday" {
		// August has but one day and leaves the room to September, whose first full week is the second column.
		t.Errorf("labels %s", got)
	}
}

func TestWeekStartsWhereToldAndFunnelScales(t *testing.T) {
	g := NewWeek(time.Monday, func(w time.Weekday, h int) int { return int(w) }, func(time.Weekday, int) string { return "" },
		func(w time.Weekday) string { return w.String() })
	if len(g.Cells) != 168 || g.Texts[0].Text != "Monday" || g.Cells[6*24].Level != 0 || g.Cells[0].Level != 1 {
		t.Error("the week does not run Monday to Sunday")
	}
	f := NewFunnel(known(200, 100, 0), known(400, 100, 50))
	want := []FunnelStep{
		{"95", "95", "M54 95L100 142.5V190H54Z", "0", "190"},
		{"142.5", "47.5", "M54 142.5L100 190V190H54Z", "142.5", "47.5"},
		{"190", "0", "", "166.3", "23.8"},
	}
	for i := range want {
		if f[i] != want[i] {
			t.Errorf("step %d %+v, want %+v", i, f[i], want[i])
		}
	}
	for value, want := range map[float64]int{0: 0, -1: 0, 1: 1, 19.9: 1, 20: 2, 99: 5, 100: 5} {
		if got := Level(value, 100); got != want {
			t.Errorf("level of %v is %d, want %d", value, got, want)
		}
	}
}

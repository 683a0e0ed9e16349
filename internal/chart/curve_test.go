package chart

import (
	"encoding/json"
	"testing"

	"daybreak/internal/ops"
)

// A band is drawn as two stacked courses without a name: its lower bound, and
// from there to the upper one.
func TestCurveWithBounds(t *testing.T) {
	value := func(x float64) ops.Value { return ops.Value{Number: x} }
	raw, err := Curve{Labels: []string{"0", "1", "2"}, Unit: ops.UnitPercent, Stairs: true, Top: 1, Series: []CurveSeries{{
		Name: "a", Values: []ops.Value{value(1), value(0.5), {State: ops.Pending}},
		Low: []ops.Value{value(1), value(0.25), {State: ops.Pending}}, High: []ops.Value{value(1), value(0.75), {State: ops.Pending}},
	}}}.Option()
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Meta struct {
			Series []spoken `json:"series"`
			Titles []string
		} `json:"$meta"`
		YAxis  []struct{ Min, Max float64 } `json:"yAxis"`
		Series []struct {
			Data        []any
			Step, Stack string
		}
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Series) != 3 || got.Series[0].Data[1] != 0.5 || got.Series[0].Data[2] != "-" || got.Series[0].Step != "end" || got.Series[0].Stack != "" {
		t.Errorf("the course: %s", raw)
	}
	if low, width := got.Series[1], got.Series[2]; low.Data[1] != 0.25 || width.Data[1] != 0.5 || width.Data[0] != 0.0 || width.Data[2] != "-" ||
		low.Stack == "" || low.Stack != width.Stack {
		t.Errorf("the band: %s", raw)
	}
	if m := got.Meta; m.Series[0] != (spoken{Role: "now", Name: "a"}) || m.Series[1].Role != "hidden" || m.Titles != nil || got.YAxis[0].Max != 1 {
		t.Errorf("what is told: %s", raw)
	}
}

// The line under a band is no band itself: what has no area says nothing of one.
func TestCurveBandHasOneArea(t *testing.T) {
	v := []ops.Value{{Number: 1}, {Number: 2}}
	raw, err := Curve{Labels: []string{"1", "2"}, Unit: ops.UnitPercent, Series: []CurveSeries{{Name: "all", Values: v, Low: v, High: v}}}.Option()
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ Series []map[string]any }
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{false, false, true} {
		if _, ok := got.Series[i]["areaStyle"]; ok != want {
			t.Errorf("series %d: area is %t, want %t", i, ok, want)
		}
	}
}

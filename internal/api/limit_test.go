package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"testing"

	"daybreak/internal/ask"
	"daybreak/internal/ops"
	"daybreak/internal/report"
)

// An answer that is written piece by piece is the one that json.Marshal writes.
func TestAnswersArePlainJSON(t *testing.T) {
	type inner struct {
		A int      `json:"a"`
		B *float64 `json:"b"`
	}
	type totals struct {
		Entrants int `json:"entrants"`
	}
	half := 0.5
	for name, v := range map[string]any{
		"nothing": struct{}{},
		"lists": struct {
			Name  string            `json:"name"`
			List  []inner           `json:"list"`
			None  []inner           `json:"none"`
			Empty []inner           `json:"empty"`
			Left  []inner           `json:"left,omitempty"`
			Kept  *inner            `json:"kept,omitempty"`
			By    map[string]string `json:"by,omitempty"`
			totals
			Flag bool `json:"flag"`
		}{Name: "<a>&\u2028\"", List: []inner{{1, nil}, {2, &half}}, Empty: []inner{}, totals: totals{7}},
		"real": challengeAnswer{Through: "2026-10-01", Groups: []challengeGroupAnswer{{Group: "x", Curve: []survivalDayAnswer{{Day: 1}, {Day: 2, Finish: &half}}}}},
	} {
		want, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		if err := writeJSON(t.Context(), &got, v); err != nil || got.String() != string(want)+"\n" {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, got.String(), want)
		}
	}
}

// Nothing goes on after the client has left, also behind the engine: neither
// JSON nor CSV is written to its end, nor is a body that grows beyond all bounds.
func TestWritingEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := writeJSON(ctx, &bytes.Buffer{}, challengeAnswer{}); !errors.Is(err, context.Canceled) {
		t.Errorf("JSON goes on: %v", err)
	}
	t1 := &report.Table{Header: []string{"a"}, Rows: [][]string{{"1"}}}
	if err := report.CSV.Write(ctx, &bytes.Buffer{}, "", t1); !errors.Is(err, context.Canceled) {
		t.Errorf("CSV goes on: %v", err)
	}
}

func TestCellsAreCounted(t *testing.T) {
	groups := []int{ask.MaxCells - 1, 1}
	own := func(n int) int { return n }
	if err := fits(groups, own); err != nil {
		t.Errorf("as many as may be: %v", err)
	}
	if err := fits(append(groups, 1), own); ops.CodeOf(err) != "answer_too_large" {
		t.Errorf("one cell too many: %v", err)
	}
}

package calc

import "testing"

// A week's target of 900 with a double Saturday and Sunday (weights sum to 9).
// After five days 500 is due; 400 is there: 80 %, heading for 720, and the
// weekend's 4 units must bring 125 each.
func TestPacing(t *testing.T) {
	p, ok := Pacing(400, 900, []float64{1, 1, 1, 1, 1, 2, 2}, 5)
	if !ok {
		t.Fatal("no pace")
	}
	near(t, "expected", p.Expected, 500, 1e-9)
	near(t, "attained", p.Attained, 0.8, 1e-12)
	near(t, "projected", p.Projected, 720, 1e-9)
	near(t, "required", p.Required, 125, 1e-9)
	p, _ = Pacing(950, 900, []float64{1, 1}, 2)
	near(t, "required at the end", p.Required, 0, 0)
	for _, elapsed := range []int{0, 3} {
		if _, ok := Pacing(1, 1, []float64{1, 1}, elapsed); ok {
			t.Errorf("a pace after %d of 2", elapsed)
		}
	}
	if _, ok := Pacing(1, 1, []float64{0, 1}, 1); ok {
		t.Error("a pace before anything was due")
	}
}

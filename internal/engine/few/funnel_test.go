package few

import (
	"context"
	"testing"

	"daybreak/internal/engine"
)

// sixPaid is a snapshot with a funnel of six members, all of whom got through.
type sixPaid struct{ engine.Snapshot }

func (sixPaid) Funnel(context.Context, engine.FunnelQuery) (*engine.Funnel, error) {
	hours := []float64{1, 2, 3, 4, 5, 6}
	return &engine.Funnel{Groups: []engine.FunnelGroup{{Entrants: 6, Converted: 6, Mature: 6, Steps: []engine.FunnelStep{
		{Count: 6, Mature: 6, Hours: make([]float64, 6)}, {Count: 6, Mature: 6, Hours: hours, Since: hours}}}}}, nil
}

// Counts of six are told, the hours of single members are not, neither from the
// entry nor from the step before.
func TestHoursOfAFunnelAreNotTold(t *testing.T) {
	f, err := guarded{of: sixPaid{}}.Funnel(t.Context(), engine.FunnelQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range f.Groups[0].Steps {
		if s.Count != 6 || s.Hours != nil || s.Since != nil || !s.Untold {
			t.Errorf("step %d: %+v", i+1, s)
		}
	}
}

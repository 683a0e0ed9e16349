package memory

import (
	"context"

	"daybreak/internal/engine"
)

// memberData is what the questions about members are answered from.
type memberData struct {
	engine.Members
	engine.Habits
}

func newMemberData(options Options, d *dictionaries) *memberData { return &memberData{} }

// apply returns the member data after the changes.
func (m *memberData) apply(ctx context.Context, source engine.Source, changed []engine.Changed) (*memberData, error) {
	return m, nil
}

package analysis

import (
	"slices"

	"daybreak/internal/engine"
)

// Glossary returns the names of events that are no mistake even if they never
// happened.
func Glossary(d Data) []string {
	if d.Catalog == nil {
		return nil
	}
	return d.Catalog.Events
}

// NeverHappenedOf has a note for each event of the steps that nothing was ever
// imported of.
func NeverHappenedOf(s engine.Snapshot, steps []engine.Activity) []Note {
	happened := s.Events()
	var out []Note
	var told []string
	for _, a := range steps {
		if a.Event != engine.AnyEvent && !slices.Contains(happened, a.Event) && !slices.Contains(told, a.Event) {
			told = append(told, a.Event)
			out = append(out, Note{Code: NeverHappened, Args: []any{a.Event}})
		}
	}
	return out
}

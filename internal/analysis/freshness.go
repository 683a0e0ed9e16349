package analysis

import (
	"cmp"
	"slices"

	"daybreak/internal/ops"
)

// SourceState is a source of data and how far it lags.
type SourceState struct {
	ops.Source
	Behind int  // days behind the freshest source of all
	Late   bool // behind, and not given up
}

// Freshness lists the sources, the latest behind first; dormant ones come last.
func (d Data) Freshness() []SourceState {
	sources := d.Snapshot.Sources()
	out := make([]SourceState, 0, len(sources))
	var latest ops.Day
	for i, s := range sources {
		if i == 0 || s.Through > latest {
			latest = s.Through
		}
	}
	for _, s := range sources {
		behind := int(latest - s.Through)
		out = append(out, SourceState{Source: s, Behind: behind, Late: behind > 0 && !s.Dormant})
	}
	slices.SortStableFunc(out, func(a, b SourceState) int {
		if a.Dormant != b.Dormant {
			if b.Dormant {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.Behind, a.Behind), cmp.Compare(a.Record, b.Record), cmp.Compare(a.Name, b.Name))
	})
	return out
}

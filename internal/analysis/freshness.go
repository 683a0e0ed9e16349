package analysis

import (
	"cmp"
	"slices"

	"daybreak/internal/ops"
)

// Staleness says how old the data of a source is for what it should be.
type Staleness uint8

// The degrees of staleness. A source is old after AmberAfter days, and very old
// after RedAfter, or after 1.5 times its own rhythm where that is longer.
const (
	Current Staleness = iota
	Old
	VeryOld
)

// Ages from which a source is old and very old.
const (
	AmberAfter = 2
	RedAfter   = 7
)

// SourceState is a source of data, or parts of it that are alike, and how far it
// lags.
type SourceState struct {
	Streams
	Behind int // days behind the freshest source of all
	Age    int // days since the last one known complete
	Stale  Staleness
}

// Freshness lists the sources as of today, the latest behind first; retired ones
// come last. Parts of a source are apart where they differ.
func (d Data) Freshness(today ops.Day) []SourceState {
	sources := d.Snapshot.Sources()
	return states(alikes(sources, sources), today)
}

// FreshnessOfParts is Freshness of each part of a source by itself.
func FreshnessOfParts(d Data, today ops.Day) []SourceState {
	var each []Streams
	sources, parted := d.Snapshot.Sources(), map[[2]string]bool{}
	for _, s := range sources {
		parted[[2]string{s.Record, s.Name}] = parted[[2]string{s.Record, s.Name}] || s.Part != ""
	}
	for _, s := range sources {
		one := Streams{Source: s}
		if parted[[2]string{s.Record, s.Name}] {
			one.Parts = []string{s.Part}
		}
		each = append(each, one)
	}
	return states(each, today)
}

func states(sources []Streams, today ops.Day) []SourceState {
	out := make([]SourceState, 0, len(sources))
	var latest ops.Day
	for i, s := range sources {
		if i == 0 || s.Through > latest {
			latest = s.Through
		}
	}
	for _, s := range sources {
		out = append(out, SourceState{Streams: s, Behind: int(latest - s.Through), Age: int(today - s.Through), Stale: staleness(s.Source, int(today-s.Through))})
	}
	slices.SortStableFunc(out, func(a, b SourceState) int {
		if a.Retired() != b.Retired() {
			if b.Retired() {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.Behind, a.Behind), cmp.Compare(a.Record, b.Record), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Part, b.Part))
	})
	return out
}

func staleness(s ops.Source, age int) Staleness {
	switch {
	case s.Retired() || age <= AmberAfter:
		return Current
	case 2*age > max(2*RedAfter, 3*s.Every):
		return VeryOld
	}
	return Old
}

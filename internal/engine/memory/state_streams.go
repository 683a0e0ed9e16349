package memory

import (
	"cmp"
	"slices"

	"daybreak/internal/ops"
)

// Streams implements engine.State.
func (f *facts) Streams() []ops.Stream {
	var out []ops.Stream
	for _, r := range ops.Records() {
		if _, _, daily := ops.StreamColumns(r.Name); daily {
			if t, ok := f.tables[r.Name]; ok {
				out = append(out, t.streams()...)
			}
		}
	}
	return out
}

// streams works out the streams of a table, once.
func (t *table) streams() []ops.Stream {
	t.streamOnce.Do(func() {
		source, part, _ := ops.StreamColumns(t.schema.record.Name)
		slots := [2]int{t.schema.slot(source), t.schema.slot(part)}
		days := map[[2]uint32][]ops.Day{}
		for _, seg := range t.segments {
			for r := range len(seg.start) - 1 {
				var key [2]uint32
				for n, k := range slots {
					if k >= 0 {
						key[n] = seg.dims[k][r]
					}
				}
				if list := days[key]; len(list) == 0 || list[len(list)-1] != seg.day {
					days[key] = append(list, seg.day)
				}
			}
		}
		text := func(key [2]uint32, n int) string {
			if slots[n] < 0 {
				return ""
			}
			return t.schema.slots[slots[n]].dimension.text(key[n])
		}
		for key, list := range days {
			t.streamDays = append(t.streamDays, ops.Stream{Record: t.schema.record.Name, Source: text(key, 0), Part: text(key, 1), Days: list})
		}
		slices.SortFunc(t.streamDays, func(a, b ops.Stream) int { return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Part, b.Part)) })
	})
	return t.streamDays
}

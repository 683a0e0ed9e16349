package memory

import (
	"context"
	"math/bits"

	"daybreak/internal/engine"
	"daybreak/internal/ops"
)

// active returns, ascending, the members who on some day of r have an event of
// the name of one of the activities, whatever its conditions. Cost: a bit for
// every member and day of r.
func (m *memberData) active(ctx context.Context, r ops.Range, activities ...*matcher) ([]uint32, error) {
	found := make([]uint64, (m.log.members()+63)/64) // by code
	seen := map[string]bool{}
	n := 0
	for _, a := range activities {
		if seen[a.name] {
			continue
		}
		seen[a.name] = true
		if !a.plain {
			plain, err := m.activity(engine.Activity{Event: a.name})
			if err != nil {
				return nil, err
			}
			a = plain
		}
		x, err := m.matrix(ctx, a)
		if err != nil {
			return nil, err
		}
		for w, set := range x.union(r) {
			for ; set != 0; set &= set - 1 {
				code := x.member[w*64+bits.TrailingZeros64(set)]
				if at := &found[code/64]; *at>>(code%64)&1 == 0 {
					*at |= 1 << (code % 64)
					n++
				}
			}
		}
	}
	out := make([]uint32, 0, n)
	for w, set := range found {
		for ; set != 0; set &= set - 1 {
			out = append(out, uint32(w*64+bits.TrailingZeros64(set)))
		}
	}
	return out, nil
}
